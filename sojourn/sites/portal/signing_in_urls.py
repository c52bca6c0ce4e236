"""Addresses of signing in, included among those of the portal."""

from __future__ import annotations

from django.urls import path

from sojourn.sites.portal import passkeys, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/code/", signing_in.sign_in_code, name="sign-in-code"),
    path("sign-in/reference/", signing_in.sign_in_reference, name="sign-in-reference"),
    path("sign-in/passkey/", signing_in.sign_in_passkey, name="sign-in-passkey"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("account/passkeys/", passkeys.passkeys, name="passkeys"),
    path("account/passkeys/<int:passkey_id>/remove/", passkeys.remove_passkey, name="remove-passkey"),
]
