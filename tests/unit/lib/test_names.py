"""Upper and lower case as the language of a name has it."""

import pytest

from sojourn.lib import names


@pytest.mark.parametrize(
    ("text", "language", "small"),
    [
        ("İLHAM", "az", "ilham"),
        ("QIZIL", "az", "qızıl"),
        ("İLHAM", "", "ilham"),
        ("IVAN", "en", "ivan"),
        ("ƏLİ", "", "əli"),
    ],
)
def test_small_letters(text: str, language: str, small: str) -> None:
    assert names.lower(text, language) == small
    assert len(names.lower("İ", language)) == 1


@pytest.mark.parametrize(
    ("text", "language", "capitals"),
    [("ilham", "az", "İLHAM"), ("qızıl", "az", "QIZIL"), ("ivan", "en", "IVAN"), ("əli", "tr", "ƏLİ")],
)
def test_capitals(text: str, language: str, capitals: str) -> None:
    assert names.upper(text, language) == capitals


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("ANNA-MARIA", "en", "Anna-Maria"),
        ("İLAHƏ QIZI", "az", "İlahə Qızı"),
        ("ИВАН", "ru", "Иван"),
        ("", "", ""),
    ],
)
def test_as_people_write_it(text: str, language: str, written: str) -> None:
    assert names.title(text, language) == written


def test_marks_nobody_sees_are_taken_away() -> None:
    assert names.clean("  A\u200bn\u202ena \n\t Mari\u0301a\u0000 ") == "Anna María"


def test_names_sort_as_each_alphabet_does() -> None:
    az = [
        "Xəlilov",
        "Əliyev",
        "Zeynalov",
        "Çingiz",
        "Həsənov",
        "İsmayılov",
        "Qasımov",
        "Kərimov",
        "Iqbal",
        "Cavid",
    ]
    assert sorted(az, key=lambda name: names.sort_key(name, "az")) == [
        "Cavid",
        "Çingiz",
        "Əliyev",
        "Həsənov",
        "Xəlilov",
        "Iqbal",
        "İsmayılov",
        "Kərimov",
        "Qasımov",
        "Zeynalov",
    ]
    ru = ["Яблоков", "Ёлкин", "Ежов", "Жуков", "Smith"]
    assert sorted(ru, key=lambda name: names.sort_key(name, "ru")) == [
        "Ежов",
        "Ёлкин",
        "Жуков",
        "Яблоков",
        "Smith",
    ]
    en = ["Zorn", "Édouard", "Eagle", "de Vries", "De Boer"]
    sorted_en = ["De Boer", "de Vries", "Eagle", "Édouard", "Zorn"]
    assert sorted(en, key=lambda name: names.sort_key(name, "en")) == sorted_en
