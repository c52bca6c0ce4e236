"""The addresses of cases and appeals, below `/<language>/office/`; part of the office's own."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.sites.office import (
    appeals,
    case_counter,
    case_deciding,
    case_finishing,
    case_handling,
    case_lapsing,
    case_lateness,
    case_page,
    case_replacing,
    case_requests,
    case_stages,
    case_undoing,
    cases,
    histories,
    worker_acts,
)

_case = "cases/<uuid:case_id>/"
_form = require_http_methods(["GET", "HEAD", "POST"])
urlpatterns = [
    path("counter/applications/", require_safe(case_counter.choose), name="counter-applications"),
    path("counter/applications/<slug:code>/", _form(case_counter.counter), name="counter-application"),
    path("cases/", _form(cases.cases), name="cases"),
    path("cases/hand-over/", require_POST(case_handling.hand_over_many), name="hand-over-many"),
    path("cases/late/", require_safe(case_lateness.late), name="late-cases"),
    path(_case, require_safe(case_page.case), name="case"),
    path(f"{_case}history/", require_safe(histories.of_case), name="case-history"),
    path(f"{_case}take/", require_POST(case_handling.take), name="case-take"),
    path(f"{_case}hand-over/", _form(case_handling.hand_over), name="case-hand-over"),
    path(f"{_case}take/undo/", require_POST(case_undoing.take), name="case-undo-take"),
    path(f"{_case}hand-over/undo/", require_POST(case_undoing.hand_over), name="case-undo-hand-over"),
    path(f"{_case}proposal/undo/", require_POST(case_undoing.propose), name="case-undo-proposal"),
    path(f"{_case}correction/undo/", require_POST(case_undoing.correct), name="case-undo-correction"),
    path(f"{_case}put-back/", _form(case_handling.put_back), name="case-put-back"),
    path(f"{_case}recuse/", _form(case_handling.recuse), name="case-recuse"),
    path(f"{_case}transfer/", _form(case_handling.transfer), name="case-transfer"),
    path(f"{_case}message/", require_POST(case_handling.write), name="case-message"),
    path(f"{_case}correction/", _form(case_requests.correct), name="case-correct"),
    path(f"{_case}intention/", _form(case_requests.intend), name="case-intend"),
    path(f"{_case}consultation/", _form(case_requests.consult), name="case-consult"),
    path(f"{_case}consultation/<uuid:consultation_id>/", _form(case_requests.opinion), name="case-opinion"),
    path(f"{_case}go-on/", _form(case_requests.go_on), name="case-go-on"),
    path(f"{_case}proposal/", _form(case_deciding.propose), name="case-propose"),
    path(f"{_case}decision/", _form(case_deciding.decide), name="case-decide"),
    path(f"{_case}lapse/", _form(case_deciding.lapse), name="case-lapse"),
    path(f"{_case}lapse/undo/", _form(case_lapsing.undo), name="case-lapse-undo"),
    path(f"{_case}letters/<slug:key>/", require_safe(case_finishing.letter), name="case-letter"),
    path(f"{_case}letters/<slug:key>/service/", _form(case_finishing.serve), name="case-serve"),
    path(f"{_case}papers/<uuid:document_id>/", require_safe(case_finishing.paper), name="case-paper"),
    path(f"{_case}stages/<slug:code>/", _form(case_stages.record), name="case-stage"),
    path(f"{_case}party/scan/", require_safe(worker_acts.scan), name="case-party-scan"),
    path(f"{_case}party/<slug:what>/", require_POST(worker_acts.act), name="case-party"),
    path(f"{_case}quota/", require_POST(case_handling.ask_for_place), name="case-quota"),
    path(f"{_case}card/make/", require_POST(case_finishing.produce), name="case-produce"),
    path(f"{_case}card/hand-over/", require_POST(case_finishing.hand_out), name="case-hand-out"),
    path(f"{_case}card/replace/", _form(case_replacing.replacement), name="case-replace"),
    path(f"{_case}paper/", require_POST(case_counter.paper), name="case-print"),
    path(f"{_case}withdrawal/", _form(case_finishing.withdraw), name="case-withdraw"),
    path(f"{_case}file/", require_safe(case_finishing.export), name="case-export"),
    path(f"{_case}appeal/", require_safe(appeals.appeal), name="case-appeal"),
    path(f"{_case}appeal/enter/", _form(appeals.enter_appeal), name="case-file-appeal"),
    path(f"{_case}appeal/take/", require_POST(appeals.take), name="case-take-appeal"),
    path(f"{_case}appeal/term/", require_POST(appeals.restore), name="case-restore-term"),
    path(f"{_case}appeal/decision/", require_POST(appeals.decide), name="case-decide-appeal"),
    path("appeals/", require_safe(appeals.appeals), name="appeals"),
]
