"""What a person an organisation applies for gets on paper: number and code, by which their pages open."""

from __future__ import annotations

from django.conf import settings

from sojourn.documents import letters
from sojourn.documents.letters import LetterData
from sojourn.flows.answer_values import employer_name
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import LetterUnknown
from sojourn.flows.letter_values import common
from sojourn.flows.print_counter_paper import Paper
from sojourn.flows.worker import link_of
from sojourn.lib import clock
from sojourn.parties import queries
from sojourn.parties.errors import PartyUnknown


def print_worker_letter(file: CaseFile) -> Paper:
    """The letter in the authentic language and the person's own, for a caller who may see the case.

    It is kept nowhere: who applied never finds it among the letters of the case.
    Raises: PartyUnknown, LetterUnknown where the service has none, LetterFailed.
    """
    party, code = queries.find_of(file.case.subject), file.service.letters.part
    if party is None:
        raise PartyUnknown
    if code is None:
        raise LetterUnknown(letter="part")
    told = {**common(file), "employer": employer_name(file)}
    data = LetterData(
        language=party.language,
        values={name: told.get(name) for name in file.pack.letters[code].fields},
        number=file.case.reference,
        code=queries.code_of(party).replace("-", ""),
        link=f"{settings.PUBLIC_BASE}/{party.language}/part/",
        scanned=f"{settings.PUBLIC_BASE}{link_of(party, file.case)}",
        issued_on=clock.today(),
        demonstration=settings.DEMONSTRATION,
    )
    return Paper(file.case.reference, letters.render(code, data, pack=file.pack))
