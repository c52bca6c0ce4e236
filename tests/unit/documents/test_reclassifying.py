"""The files of a matter follow it into another class."""

from __future__ import annotations

from uuid import uuid4

import pytest

from sojourn.audit.models import Event
from sojourn.documents import actions as documents
from sojourn.documents.models import Document
from sojourn.documents.types import Filing
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject

pytestmark = pytest.mark.django_db


def test_documents_of_a_matter_move_with_it_and_those_of_others_stay() -> None:
    ours, theirs = Subject("application", uuid4()), Subject("application", uuid4())
    with transaction():
        for subject in (ours, theirs):
            documents.keep_letter(b"%PDF-1.7 letter", filing=Filing(subject, "letter"), by=SYSTEM)
    with transaction():
        documents.reclassify([ours], confidentiality=Confidentiality.PROTECTED, by=SYSTEM)
    classes = dict(Document.objects.values_list("subject_id", "confidentiality"))
    assert classes == {ours.id: Confidentiality.PROTECTED, theirs.id: Confidentiality.ORDINARY}
    told = Event.objects.filter(kind="document:reclassified").get()
    assert (told.confidentiality, told.facts) == (Confidentiality.PROTECTED, {"after": "protected"})
