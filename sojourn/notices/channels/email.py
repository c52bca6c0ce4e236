"""E-mail through the service's own SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from sojourn.notices.errors import DeliveryFailed
from sojourn.notices.types import Letter


@dataclass(frozen=True, slots=True)
class Email:
    """`url` is `smtp://[user:password@]host:port`; `smtps://` speaks TLS from the first byte.

    A server that offers STARTTLS is taken at its word, and its certificate is checked.
    """

    url: str
    sender: str
    patience: float = 10.0

    def deliver(self, letter: Letter) -> None:
        try:
            with self._open() as server:
                server.send_message(_mail(letter, self.sender))
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise DeliveryFailed(permanent=min(codes) >= 500, reason="recipient refused") from None
        except smtplib.SMTPResponseException as refused:
            reason = f"answer {refused.smtp_code}"
            raise DeliveryFailed(permanent=refused.smtp_code >= 500, reason=reason) from None
        except (OSError, smtplib.SMTPException) as failed:
            raise DeliveryFailed(reason=type(failed).__name__) from None
        except ValueError:  # a line break in a header, an address that cannot be written
            raise DeliveryFailed(permanent=True, reason="unwritable") from None

    def _open(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, secure = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=self.patience, context=secure
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=self.patience)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _mail(letter: Letter, sender: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, letter.address, letter.subject
    mail["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Content-Language"] = letter.language
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to a service
    mail.set_content(letter.text)
    return mail
