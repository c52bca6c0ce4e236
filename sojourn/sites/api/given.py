"""What requests bring."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from sojourn.cases.types import AppealOutcome, Opinion
from sojourn.notices.types import Manner
from sojourn.sites.api.shapes import (
    Answers,
    Code,
    Codes,
    Day,
    Flag,
    Given,
    Language,
    Path,
    Short,
    Text,
    Values,
    Version,
    Words,
)


class NewApplication(Given):
    """service: a code of the pack; language: of letters and messages."""

    service: Code
    language: Language = "en"


class GivenAnswers(Given):
    """Answers as people type them, by the path of their question; an empty one takes an answer back."""

    answers: Answers


class CorrectionAnswered(GivenAnswers):
    """anyway: send it though something that was asked is not answered, or answered as before."""

    anyway: Flag = False


class Sending(Given):
    """received_on: the day of the stamp, for staff who enter what was handed in before."""

    received_on: Day | None = None


class Message(Given):
    words: Text


class Withdrawal(Given):
    reason: Annotated[str, Field(max_length=2000)] = ""


class Appeal(Given):
    """late_reason: why it comes after its time, where it does."""

    words: Text
    late_reason: Annotated[str, Field(max_length=2000)] = ""


class Step(Given):
    """version: of the case as it was read; the step is refused if anyone changed the case since."""

    version: Version | None = None


class ReasonedStep(Step):
    reason: Short


class HandOver(ReasonedStep):
    """to: the account of an officer of the case's office."""

    to: UUID


class ItemAsked(Given):
    """One answer to put right: its path, a coded reason of the service, words beside it.

    found_out: in a second request, why it could not be known at the first. It stays in the file.
    """

    path: Path
    code: Code
    words: Annotated[str, Field(max_length=2000)] = ""
    found_out: Annotated[str, Field(max_length=1000)] = ""


class CorrectionAsked(Step):
    items: Annotated[list[ItemAsked], Field(min_length=1, max_length=100)]


class ConsultationAsked(Step):
    body: Code
    question: Text
    reply_by: Day
    restricted: Flag = False


class OpinionTold(Given):
    outcome: Opinion
    public_opinion: Annotated[str, Field(max_length=10_000)] = ""
    closed_opinion: Annotated[str, Field(max_length=10_000)] = ""
    on: Day | None = None


class Intention(Step):
    """words: by language, the authentic one among them; values: of the reasons whose sentences hold any."""

    reasons: Codes
    words: Words
    values: Values = Field(default_factory=dict)


class MoreTimeTaken(Step):
    """until: the new last day; words: by language, the authentic one too; values: as of an intention."""

    until: Day
    reasons: Codes
    words: Words
    values: Values = Field(default_factory=dict)


class Proposed(Step):
    """granted_from, granted_until: the term; without: what the rules allow. values: as of an intention.

    outcome: the answer on the merits, where the service gives several to decisions of this kind.
    """

    kind: Annotated[str, Field(pattern="^(grant|refuse|not-examined)$")]
    reasons: Codes
    words: Words = Field(default_factory=dict)
    values: Values = Field(default_factory=dict)
    closed_words: Annotated[str, Field(max_length=10_000)] = ""
    granted_from: Day | None = None
    granted_until: Day | None = None
    outcome: Code | None = None


class StageRecorded(Step):
    """on: the day it was reached; none: it was recorded by mistake. note: for the office alone."""

    on: Day | None
    note: Annotated[str, Field(max_length=2000)] = ""


class Approval(Step):
    """proposal: the one that was read, when it must be that one."""

    proposal: UUID | None = None


class Lapse(Given):
    reasons: Codes
    words: Words = Field(default_factory=dict)
    values: Values = Field(default_factory=dict)


class LapseUndone(Step):
    """words: why, by language, the authentic one among them."""

    words: Words


class ServiceRecorded(Given):
    """How and when a letter reached the applicant, with what proves it."""

    manner: Manner
    on: Day
    witnesses: Annotated[list[Short], Field(max_length=5)] = Field(default_factory=list)
    post_number: Annotated[str, Field(max_length=100)] = ""
    through: Annotated[str, Field(max_length=300)] = ""
    place: Annotated[str, Field(max_length=300)] = ""
    language: Language | None = None


class TermAnswered(Given):
    restored: Flag
    reason: Short


class AppealAnswered(Given):
    """granted_from, granted_until: overturned, this is granted at once; without: examined anew.

    granted: what has no term is granted at once; on_merits: the answer, where the service gives several.
    """

    outcome: AppealOutcome
    reasons: Codes
    words: Words = Field(default_factory=dict)
    values: Values = Field(default_factory=dict)
    granted_from: Day | None = None
    granted_until: Day | None = None
    granted: Flag = False
    on_merits: Code | None = None
