"""Answers of the registration form, as a guest would type them. Nobody in them exists."""

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "passport.kind": "passport",
    "passport.issuing-state": "GEO",
    "passport.number": "12AB34567",
    "passport.surname": "Kalandadze",
    "passport.given-names": "Nino",
    "passport.nationality": "GEO",
    "passport.birth-date": "1990-04-17",
    "passport.sex": "female",
    "passport.expires-on": "2031-01-01",
    "stay.arrived-in-country-on": "2026-06-01",
    "stay.arrived-here-on": "2026-06-01",
    "stay.leaves-on": "2026-08-20",
    "stay.place.district": "AZ-LAN",
    "stay.place.street": "Nizami",
    "stay.place.house": "12",
    "stay.host-kind": "self",
    "contact.channel": "none",
}
