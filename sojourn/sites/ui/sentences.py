"""What is said about an answer: one sentence for each finding of `catalogue.forms`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.sites.ui import spoken

Label = Callable[[str], str]

SENTENCES: Mapping[str, Any] = {
    "missing": _("Please give an answer here"),
    "missing-advised": _("This is empty. You can go on without it; it may be asked for later."),
    "missing-one-of": _("Please answer at least one of these: {others}"),
    "contact-of-applicant": _("This is your own contact. Tell how the worker is reached, not you."),
    "not-understood": _("We could not read this answer"),
    "unseen-characters": _("There are characters in it that cannot be seen. Please type it by hand."),
    "too-long": _("This is longer than {limit} characters"),
    "not-a-name": _("A name cannot contain {found}"),
    "name-not-latin": _(
        "Documents also print names in Latin letters; the standard spells this one {spelt}. Please compare it"
        " with the document."
    ),
    "name-other-script": _(
        "Documents also print names in Latin letters. Please write it as the document prints it there."
    ),
    "not-a-number": _("A document number has only letters and digits"),
    "not-a-date": _("Please write the date as day, month and year, for example 27 3 2026"),
    "no-such-date": _("There is no such date"),
    "date-incomplete": _("Please give day, month and year"),
    "not-a-whole-number": _("Please write a whole number, for example 12"),
    "too-small": _("This must be {limit} or more"),
    "too-large": _("This must be {limit} or less"),
    "not-an-amount": _("Please write an amount, for example 12.50 {currency}"),
    "not-an-option": _("Please choose one of the answers"),
    "not-a-country": _("Please choose a country from the list"),
    "not-a-district": _("Please choose a district from the list"),
    "before-today": _("This day has passed. Please check it."),
    "after-today": _("This day lies in the future. Please check it."),
    "before-other": _("This day comes before the day under “{other}”. Please check both."),
    "after-other": _("This day comes after the day under “{other}”. Please check both."),
    "differs-from-lines": _("The lines of the document say {lines}. Please check which is right."),
    "mrz-not-recognised": _(
        "These do not look like the lines of a travel document. You can fill in the answers by hand."
    ),
    "mrz-too-long": _(
        "This is more than the lines of a travel document. Please give only the two or three lines."
    ),
    "mrz-lines-mended": _("The ends of the lines were completed. Please check the answers."),
    "mrz-character": _("There is a character in the lines that such lines cannot have. Please check them."),
    "mrz-check-digit": _(
        "A check digit in the lines does not fit here. Please compare this with the document."
    ),
    "mrz-kind-unknown": _("The kind of document in the lines is not known. Please choose it."),
    "mrz-state-unknown": _("The country in the lines is not known. Please choose it."),
    "mrz-name-missing": _("The lines give no name. Please write it as the document shows it."),
    "mrz-name-truncated": _(
        "The lines cut the name short. Please write it in full, as the document shows it."
    ),
    "mrz-name-character": _("The name in the lines contains a digit. Please check it."),
    "mrz-number-missing": _("The lines give no number. Please write it as the document shows it."),
    "mrz-no-such-date": _("The date in the lines does not exist. Please write it as the document shows it."),
    "mrz-date-missing": _("The lines leave this date open. Please write what is known."),
    "mrz-sex-unknown": _("The lines leave this open."),
    "file-too-large": _(
        "The file is larger than {limit} MB. Please choose a smaller one, for example a photo of one page."
    ),
    "file-kind-not-accepted": _("Please choose a PDF, JPEG or PNG file"),
    "number-and-code-unknown": _(
        "We know no registration that all of these answers fit. Please compare each with the documents."
    ),
    "left-before-arrival": _("This day comes before the arrival at the address. Please check it."),
    "already-ended": _("This registration has ended already, on another day."),
    "not-a-contact-email": _("Please write an e-mail address, for example name@example.org"),
    "not-a-contact-sms": _("Please write a phone number with + and the country code"),
    "file-infected": _("The file carries harmful software. Please hand in another copy."),
    "file-unreadable": _("The file cannot be opened. Please save it again or take a new photo."),
}

# What is kept of a filing is the code alone: the value that stood in the sentence is personal.
_WITHOUT_VALUES: Mapping[str, Any] = {
    "differs-from-lines": _("The lines of the document say something else. Please check which is right."),
    "name-not-latin": SENTENCES["name-other-script"],
}


def kept_sentences(kept: Iterable[tuple[str, str]], label: Label) -> Iterator[tuple[str, str]]:
    """The label of each answer of which something was said, and the sentence for the code that was kept."""
    for path, code in kept:
        yield label(path), str(_WITHOUT_VALUES.get(code) or SENTENCES.get(code, SENTENCES["not-understood"]))


def sentence(code: str, values: Mapping[str, Any], label: Label = str) -> str:
    """The sentence for a finding. Paths among its values are said as the labels of their questions."""
    said = dict(values)
    if "others" in said:
        said["others"] = ", ".join(label(path) for path in said["others"])
    if "other" in said:
        said["other"] = label(said["other"])
    if "lines" in said:
        said["lines"] = spoken.spoken_date(said["lines"])
    text = str(SENTENCES.get(code, SENTENCES["not-understood"])).format_map(said)
    if said.get("suggestions"):
        text += " " + gettext("Perhaps: {suggestions}").format(suggestions=said["suggestions"])
    return text
