"""`sojourn token`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sojourn.accounts import actions, queries
from sojourn.accounts.errors import AccountUnknown, ContactNotUnderstood, TokenNotIssued, TokenUnknown
from sojourn.accounts.types import Scope
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction

_DAYS = 180


class Command(BaseCommand):
    help = "Issues, lists and takes back the tokens by which programs come in at the API."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        issue = what.add_parser("issue", help="prints a new token, once")
        issue.add_argument(
            "--account", required=True, help="an id, a staff name, an e-mail or a phone number"
        )
        issue.add_argument("--scope", action="append", required=True, choices=[each.value for each in Scope])
        issue.add_argument("--name", required=True, help="by which it is recognised later")
        issue.add_argument("--days", type=int, default=_DAYS, help=f"how long it opens ({_DAYS})")
        listed = what.add_parser("list", help="the tokens of an account, without what opens")
        listed.add_argument("--account", required=True)
        revoke = what.add_parser("revoke", help="takes a token back, at once")
        revoke.add_argument("--token", required=True, type=UUID, help="its id, as `list` shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises: CommandError, with what is wrong in one sentence."""
        try:
            getattr(self, f"_{options['what']}")(options)
        except (AccountUnknown, ContactNotUnderstood, TokenNotIssued, TokenUnknown) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _issue(self, options: dict[str, Any]) -> None:
        account, scopes = queries.find_named(options["account"]), {Scope(each) for each in options["scope"]}
        last = clock.today() + timedelta(days=options["days"])
        with transaction():
            made = actions.issue_token(
                account, name=options["name"], scopes=scopes, expires_on=last, by=SYSTEM
            )
        self.stderr.write(f"Token {made.id}, until {last}. It is shown this once:")
        self.stdout.write(made.secret)

    def _list(self, options: dict[str, Any]) -> None:
        for each in queries.list_tokens(queries.find_named(options["account"])):
            used = f"last used {each.last_used_on}" if each.last_used_on else "never used"
            end = "taken back" if each.revoked_at else f"until {each.expires_on}"
            self.stdout.write(f"{each.id}  {each.name}  {' '.join(sorted(each.scopes))}  {end}, {used}")

    def _revoke(self, options: dict[str, Any]) -> None:
        with transaction():
            actions.revoke_token(options["token"], by=SYSTEM)
        self.stdout.write("Taken back.")
