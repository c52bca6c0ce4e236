"""The addresses of the office, below `/<language>/office/`."""

from __future__ import annotations

from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.sites.office import (
    counter,
    family,
    filed,
    histories,
    home,
    lateness,
    log,
    messages,
    objections,
    organisation_changes,
    organisations,
    people,
    protection,
    registrations,
    serving,
    staff,
    staff_accounts,
)

app_name = "office"
_one = "registrations/<uuid:registration_id>/"
_person, _organisation = "people/<uuid:person_id>/", "organisations/<uuid:organisation_id>/"
_form = require_http_methods(["GET", "HEAD", "POST"])
urlpatterns = [
    path("", require_safe(home.home), name="home"),
    path("", include("sojourn.sites.office.signing_in_urls")),
    path("", include("sojourn.sites.office.case_urls")),
    path("", include("sojourn.sites.office.payment_urls")),
    path("", include("sojourn.sites.office.petition_urls")),
    path("counter/", counter.counter, name="counter"),
    path(f"{_one}paper/", require_POST(counter.paper), name="paper"),
    path(f"{_one}service/", _form(serving.service), name="service"),
    path("registrations/", _form(registrations.registrations), name="registrations"),
    path(_one, require_safe(registrations.registration), name="registration"),
    path(f"{_one}history/", require_safe(histories.of_registration), name="registration-history"),
    path(f"{_one}document/", require_safe(registrations.certificate), name="certificate"),
    path(f"{_one}files/<uuid:document_id>/", require_safe(filed.file), name="file"),
    path(f"{_one}departure/", require_POST(registrations.departure), name="departure"),
    path(f"{_one}lawful-until/", require_POST(registrations.lawful_until), name="lawful-until"),
    path(f"{_one}lateness/", require_POST(lateness.decide), name="decide-late"),
    path(f"{_one}objections/<uuid:objection_id>/", require_POST(objections.answer), name="answer"),
    path("late/", require_safe(lateness.late), name="late"),
    path("objections/", require_safe(objections.objections), name="objections"),
    path("people/", _form(people.people), name="people"),
    path(_person, require_safe(people.person), name="person"),
    path(f"{_person}history/", require_safe(histories.of_person), name="person-history"),
    path(f"{_person}protection/", require_POST(protection.place), name="place-hold"),
    path(f"{_person}protection/<uuid:hold_id>/end/", require_POST(protection.end), name="end-hold"),
    path(f"{_person}family/", require_POST(family.link), name="link-family"),
    path(f"{_person}family/<uuid:link_id>/dispute/", require_POST(family.dispute), name="dispute-link"),
    path(f"{_person}family/<uuid:link_id>/end/", require_POST(family.end), name="end-link"),
    path(f"{_person}apart/<uuid:newcomer_id>/", require_POST(protection.tell_apart), name="tell-apart"),
    path(f"{_person}class/", require_POST(protection.reclassify), name="reclassify"),
    path("organisations/", _form(organisations.organisations), name="organisations"),
    path("organisations/enter/", _form(organisations.enter), name="enter-organisation"),
    path(_organisation, require_safe(organisations.organisation), name="organisation"),
    path(f"{_organisation}change/", _form(organisation_changes.change), name="change-organisation"),
    path(f"{_organisation}end/", require_POST(organisation_changes.end), name="end-organisation"),
    path(f"{_organisation}resume/", require_POST(organisation_changes.resume), name="resume-organisation"),
    path(f"{_organisation}members/", require_POST(organisations.add_member), name="add-member"),
    path(
        f"{_organisation}members/<uuid:account_id>/end/",
        require_POST(organisations.end_membership),
        name="end-membership",
    ),
    path("log/", _form(log.log), name="log"),
    path("log/searches/", _form(log.searches), name="searches"),
    path("messages/", require_safe(messages.messages), name="messages"),
    path("staff/", _form(staff.staff), name="staff"),
    path("staff/open/", _form(staff_accounts.open_account), name="open-staff-account"),
    path("staff/<uuid:account_id>/close/", require_POST(staff_accounts.close_account), name="close-account"),
    path("staff/grant/", require_POST(staff.grant), name="grant"),
    path("staff/grants/<uuid:grant_id>/end/", require_POST(staff.end_grant), name="end-grant"),
]
