"""The addresses of the office, below `/<language>/office/`."""

from __future__ import annotations

from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe

from sojourn.sites.office import (
    counter,
    filed,
    home,
    lateness,
    log,
    objections,
    people,
    registrations,
    signing_in_urls,
    staff,
)

app_name = "office"
_one = "registrations/<uuid:registration_id>/"
urlpatterns = [
    path("", require_safe(home.home), name="home"),
    path("", include("sojourn.sites.office.signing_in_urls")),
    path("counter/", counter.counter, name="counter"),
    path("registrations/", require_safe(registrations.registrations), name="registrations"),
    path(_one, require_safe(registrations.registration), name="registration"),
    path(f"{_one}document/", require_safe(registrations.certificate), name="certificate"),
    path(f"{_one}files/<uuid:document_id>/", require_safe(filed.file), name="file"),
    path(f"{_one}departure/", require_POST(registrations.departure), name="departure"),
    path(f"{_one}lawful-until/", require_POST(registrations.lawful_until), name="lawful-until"),
    path(f"{_one}lateness/", require_POST(lateness.decide), name="decide-late"),
    path(f"{_one}objections/<uuid:objection_id>/", require_POST(objections.answer), name="answer"),
    path("late/", require_safe(lateness.late), name="late"),
    path("objections/", require_safe(objections.objections), name="objections"),
    path("people/", require_safe(people.people), name="people"),
    path("people/<uuid:person_id>/", require_safe(people.person), name="person"),
    path("log/", require_safe(log.log), name="log"),
    path("staff/", require_safe(staff.staff), name="staff"),
    path("staff/grant/", require_POST(staff.grant), name="grant"),
    path("staff/grants/<uuid:grant_id>/end/", require_POST(staff.end_grant), name="end-grant"),
    *signing_in_urls.urlpatterns,
]
