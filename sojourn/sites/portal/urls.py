"""The addresses of the public site, below the language."""

from __future__ import annotations

from django.urls import path, register_converter

from sojourn.sites.portal import (
    account,
    answering,
    appealing,
    applying,
    case_letters,
    cases,
    channels,
    correcting,
    departing,
    host_guest,
    host_lists,
    hosts,
    inbox,
    leaving,
    lists_sent,
    mandates,
    objecting,
    paying,
    paying_duty,
    receipts,
    sending,
    services,
    signing_in_urls,
    start,
    uploads,
    verifying,
)
from sojourn.sites.portal.led_back import led_back
from sojourn.sites.portal.references import ReferenceConverter

register_converter(ReferenceConverter, "reference")

app_name = "portal"
_filing = "apply/<reference:reference>/"
_case = "cases/<reference:reference>/"
_desk = "host/<uuid:organisation>/"
urlpatterns = [
    path("", start.start, name="start"),
    path("services/", services.services, name="services"),
    path("services/<slug:code>/", services.service, name="service"),
    path("services/<slug:code>/questions/", services.questions, name="questions"),
    path(f"{_filing}check/", sending.check, name="check"),
    path(f"{_filing}code/", sending.code, name="code"),
    path(f"{_filing}go-on/", applying.go_on, name="go-on"),
    path(f"{_filing}files/<uuid:document>/", uploads.file, name="file"),
    path(f"{_filing}<slug:code>/", applying.page, name="page"),
    path("apply/<slug:code>/", applying.begin, name="apply"),
    path("done/<reference:reference>/", led_back(receipts.done), name="done"),
    path("leave/", receipts.leave, name="leave"),
    path("documents/<uuid:registration>/", receipts.document, name="document"),
    path("departure/", departing.departure, name="departure"),
    path("departure/done/", departing.departed, name="departed"),
    path("departure/<uuid:registration>/", departing.depart, name="depart"),
    path("object/<str:token>/", objecting.objection, name="object"),
    path(_case, led_back(cases.case), name="case"),
    path(f"{_case}sent/", led_back(cases.sent), name="case-sent"),
    path(f"{_case}letters/<slug:key>/", led_back(case_letters.letter), name="case-letter"),
    path(f"{_case}correct/", led_back(correcting.correct), name="correct"),
    path(f"{_case}answer/", led_back(answering.answer), name="answer"),
    path(f"{_case}messages/", led_back(answering.messages), name="case-messages"),
    path(f"{_case}pay/", led_back(paying_duty.pay), name="pay"),
    path(f"{_case}withdraw/", led_back(cases.withdraw), name="withdraw"),
    path(f"{_case}appeal/", led_back(appealing.appeal), name="appeal"),
    path(f"{_case}appeal/why/", led_back(appealing.why), name="appeal-why"),
    path(f"{_case}appeal/check/", led_back(appealing.check), name="appeal-check"),
    path(f"{_case}family/", cases.add_family, name="add-family"),
    path("account/", account.account, name="account"),
    path("account/channels/", channels.channels, name="channels"),
    path("account/mandates/", mandates.mandates, name="mandates"),
    path("account/mandates/give/", mandates.give, name="give-mandate"),
    path("account/mandates/<uuid:mandate>/", mandates.mandate, name="mandate"),
    path("account/mandates/<uuid:mandate>/acting/", mandates.acting, name="acting"),
    path("account/mandates/<uuid:mandate>/answer/", mandates.answer, name="answer-mandate"),
    path("account/mandates/<uuid:mandate>/end/", mandates.end, name="end-mandate"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:message>/", inbox.message, name="message"),
    path("host/", hosts.host, name="host"),
    path("host/guests.csv", hosts.template_csv, name="template-csv"),
    path(_desk, hosts.desk, name="desk"),
    path(f"{_desk}guest/", host_guest.guest, name="host-guest"),
    path(f"{_desk}list/", host_lists.guest_list, name="host-list"),
    path(f"{_desk}table/", host_lists.guest_table, name="host-table"),
    path(f"{_desk}leaving/", leaving.leaving, name="leaving"),
    path(f"{_desk}lists/", lists_sent.lists_sent, name="lists-sent"),
    path(f"{_desk}lists/<uuid:list_id>/", host_lists.filed_list, name="filed-list"),
    path(
        f"{_desk}lists/<uuid:list_id>/certificates-<int:part>.pdf",
        lists_sent.certificates,
        name="list-certificates",
    ),
    path("verify/", verifying.ask, name="verify"),
    path("verify/certificate.pem", verifying.certificate, name="verify-certificate"),
    path("verify/<str:number>/<str:code>/", verifying.answer, name="verify-answer"),
    *signing_in_urls.urlpatterns,
    path("demo/pay/<str:number>/", paying.pretend, name="pretend-to-pay"),
    path("about/<slug:about>/", start.statement, name="statement"),
]
