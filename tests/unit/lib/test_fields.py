"""Values only the application can read, bound to their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lib import keys
from sojourn.lib.fields import SealedValueBroken, blind_index, decrypt, encrypt


@given(st.binary(max_size=500))
def test_what_is_sealed_opens_again_in_its_place(content: bytes) -> None:
    assert decrypt(encrypt(content, place="table.column"), place="table.column") == content


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(SealedValueBroken):
        decrypt(encrypt(b"word", place="table.column"), place="table.other")


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(encrypt(b"word", place="p"))
    sealed[-1] ^= 1
    with pytest.raises(SealedValueBroken):
        decrypt(bytes(sealed), place="p")


@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_refused_by_name(content: bytes) -> None:
    with pytest.raises((SealedValueBroken, keys.KeyMissing)):
        decrypt(content, place="p")


def test_equal_words_are_found_by_their_fingerprint_and_only_for_the_same_purpose() -> None:
    assert blind_index("a", "b", purpose="x") == blind_index("a", "b", purpose="x")
    assert blind_index("a", "b", purpose="x") != blind_index("ab", purpose="x")
    assert blind_index("a", "b", purpose="x") != blind_index("a", "b", purpose="y")
