"""Writes of the room of accounts."""

from sojourn.accounts.actions.codes import (
    check_code,
    may_write_to,
    open_person_account,
    send_code,
    sign_in_by_code,
)
from sojourn.accounts.actions.counter_codes import check_counter_code, end_counter_codes, make_counter_code
from sojourn.accounts.actions.grants import end_role, grant_role
from sojourn.accounts.actions.keeping import empty_accounts, erase_counter_codes_before, erase_old_tries
from sojourn.accounts.actions.passkeys import (
    add_passkey,
    begin_adding_passkey,
    begin_passkey_sign_in,
    remove_passkey,
    sign_in_by_passkey,
)
from sojourn.accounts.actions.staff import (
    check_password,
    check_second_factor,
    close_account,
    make_recovery_codes,
    open_staff_account,
    set_authenticator_app,
    set_password,
    sign_in_with_new_app,
    sign_out,
)
from sojourn.accounts.actions.tokens import count_wrong_token, issue_token, note_token_used, revoke_token
from sojourn.accounts.actions.tries import (
    count_wrong_receipt,
    may_file_petition,
    may_hand_in_petition_paper,
    may_try_receipt,
)

__all__ = [
    "add_passkey",
    "begin_adding_passkey",
    "begin_passkey_sign_in",
    "check_code",
    "check_counter_code",
    "check_password",
    "check_second_factor",
    "close_account",
    "count_wrong_receipt",
    "count_wrong_token",
    "empty_accounts",
    "end_counter_codes",
    "end_role",
    "erase_counter_codes_before",
    "erase_old_tries",
    "grant_role",
    "issue_token",
    "make_counter_code",
    "make_recovery_codes",
    "may_file_petition",
    "may_hand_in_petition_paper",
    "may_try_receipt",
    "may_write_to",
    "note_token_used",
    "open_person_account",
    "open_staff_account",
    "remove_passkey",
    "revoke_token",
    "send_code",
    "set_authenticator_app",
    "set_password",
    "sign_in_by_code",
    "sign_in_by_passkey",
    "sign_in_with_new_app",
    "sign_out",
]
