"""Every channel, real or fake, keeps the same promises; the real ones speak to a server started here."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest

from sojourn.notices.channels import Carrier, Email, Outbox, Sms
from sojourn.notices.errors import DeliveryFailed
from sojourn.notices.types import Letter

SUBJECT, TEXT = "Xəbər var", "Kod: 482913. Спасибо.\n"


@dataclass
class Outside:
    """A server that keeps what it was given. `answer` makes it refuse: "" takes everything."""

    taken: list[Any] = field(default_factory=list)
    answer: str = ""
    port: int = 0


def smtp_handler(outside: Outside) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                self.do(line.upper())

        def do(self, line: str) -> None:
            if line.startswith("RCPT") and outside.answer:
                self.say(outside.answer)
            elif line == "DATA":
                self.say("354 go on")
                outside.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say("250 taken")
            elif line == "QUIT":
                self.say("221 bye")
            else:
                self.say("250 ok")

    return Handler


def http_handler(outside: Outside) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not outside.answer:
                outside.taken.append((dict(self.headers), body))
            self.send_response(int(outside.answer or 202))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


class Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.server_address[1]  # type: ignore[misc]
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail_server() -> Iterator[Outside]:
    outside = Outside()
    with serving(Threaded(("127.0.0.1", 0), smtp_handler(outside))) as outside.port:
        yield outside


@pytest.fixture
def gateway() -> Iterator[Outside]:
    outside = Outside()
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), http_handler(outside))) as outside.port:
        yield outside


def email(port: int) -> Email:
    return Email(f"smtp://127.0.0.1:{port}", "Service <no-reply@service.example>", patience=2)


def sms(port: int) -> Sms:
    return Sms(f"http://127.0.0.1:{port}/messages", "secret-token", patience=2)


def letter(address: str = "leyla@example.org", subject: str = SUBJECT) -> Letter:
    return Letter(uuid4(), address, subject, TEXT, "az")


@pytest.fixture(params=["email", "sms", "outbox"])
def carrier(request: pytest.FixtureRequest, mail_server: Outside, gateway: Outside) -> tuple[Carrier, Letter]:
    """A channel whose outside works, and a letter for it."""
    made: dict[str, tuple[Carrier, Letter]] = {
        "email": (email(mail_server.port), letter()),
        "sms": (sms(gateway.port), letter("+990123456789")),
        "outbox": (Outbox(), letter()),
    }
    return made[request.param]


def test_a_letter_is_accepted_and_accepted_again(carrier: tuple[Carrier, Letter]) -> None:
    channel, sent = carrier
    channel.deliver(sent)
    channel.deliver(sent)


@pytest.mark.parametrize("make", [lambda _: email(0), lambda port: Outbox()], ids=["email", "outbox"])
def test_a_subject_never_becomes_a_second_header(
    make: Callable[[int], Carrier], mail_server: Outside
) -> None:
    channel = make(0)
    if isinstance(channel, Email):
        channel = email(mail_server.port)
    with pytest.raises(DeliveryFailed) as failed:
        channel.deliver(letter(subject="Hello\nBcc: everyone@example.org"))
    assert failed.value.permanent
    assert mail_server.taken == []


def test_mail_arrives_as_it_was_written(mail_server: Outside) -> None:
    sent = letter()
    email(mail_server.port).deliver(sent)
    mail = message_from_bytes(mail_server.taken[0], policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("leyla@example.org", SUBJECT)
    assert mail["Message-ID"] == f"<{sent.id}@service.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().replace("\r\n", "\n") == TEXT


def test_a_text_message_arrives_with_a_key_that_makes_it_once(gateway: Outside) -> None:
    sent = letter("+990123456789")
    sms(gateway.port).deliver(sent)
    headers, body = gateway.taken[0]
    assert body == {"id": str(sent.id), "to": "+990123456789", "text": TEXT.strip()}
    assert headers["Idempotency-Key"] == str(sent.id)
    assert headers["Authorization"] == "Bearer secret-token"


@pytest.mark.parametrize(("answer", "permanent"), [("550 unknown", True), ("451 later", False)])
def test_what_mail_servers_refuse(mail_server: Outside, answer: str, permanent: bool) -> None:
    mail_server.answer = answer
    with pytest.raises(DeliveryFailed) as failed:
        email(mail_server.port).deliver(letter())
    assert failed.value.permanent is permanent


@pytest.mark.parametrize(
    ("answer", "permanent"), [("422", True), ("503", False), ("429", False), ("401", False)]
)
def test_what_gateways_refuse(gateway: Outside, answer: str, permanent: bool) -> None:
    gateway.answer = answer
    with pytest.raises(DeliveryFailed) as failed:
        sms(gateway.port).deliver(letter("+990123456789"))
    assert failed.value.permanent is permanent


@pytest.mark.parametrize("make", [email, sms])
def test_an_outside_that_does_not_answer_may_answer_later(make: Callable[[int], Carrier]) -> None:
    with serving(Threaded(("127.0.0.1", 0), socketserver.StreamRequestHandler)) as port:
        closed = port
    with pytest.raises(DeliveryFailed) as failed:
        make(closed).deliver(letter())
    assert not failed.value.permanent
