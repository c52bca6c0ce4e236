"""Addresses of signing in, included among those of the office."""

from __future__ import annotations

from django.urls import path

from sojourn.sites.office import second_factors, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/code/", signing_in.second_step, name="second-step"),
    path("sign-in/password/", second_factors.first_password, name="first-password"),
    path("sign-in/set-up/", second_factors.set_up, name="set-up"),
    path("sign-in/passkey/", signing_in.sign_in_passkey, name="sign-in-passkey"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("keys/", second_factors.keys, name="keys"),
    path("keys/password/", second_factors.change_password, name="change-password"),
]
