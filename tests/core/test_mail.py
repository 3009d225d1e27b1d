"""The outbox: what leaves, what it looks like, and what is known about it afterwards."""

import dataclasses
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.actor import SHELL, SYSTEM
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError
from crm.core.jobs.models import Job
from crm.core.jobs.values import LaterError
from crm.core.mail.delivery import GIVEN_UP, deliver_mail
from crm.core.mail.models import MailState, OutgoingMail
from crm.core.mail.queries import count_mails, get_mail, list_mails, list_mails_of, oldest_waiting
from crm.core.mail.rendering import render_mail
from crm.core.mail.restoring import KEY, confirm_restore
from crm.core.mail.services import resend_mail, send_mail
from crm.core.mail.smtp import BROKE
from crm.core.preferences.services import set_preference
from tests.kit.smtp import Sink, a_mail_server


def a_mail(**changes: Any) -> OutgoingMail:
    """Put a mail into the outbox."""
    facts: dict[str, Any] = {"to": "ana@coalition.example", "subject": "Hello", "text": "Hello Ana.\n"}
    facts.update(purpose="tests.hello", **changes)
    with atomic(SHELL):
        return send_mail(facts.pop("to"), facts.pop("subject"), facts.pop("text"), **facts)


def use(app: Flask, sink: Sink, sender: str = "The coalition <crm@coalition.example>") -> None:
    """Send by this server from here on."""
    app.config["CRM"] = dataclasses.replace(app.config["CRM"], smtp_url=sink.url, mail_from=sender)


def test_without_a_server_a_mail_becomes_one_file_that_any_program_opens(app: Flask, data_dir: Path) -> None:
    mail = a_mail(name="Ana “Anita” Núñez, Dr.", subject="Größe, 大小", text="Línea uno.\n" + "long " * 400 + "\n")
    deliver_mail(mail.id)
    (file,) = (data_dir / "outbox").iterdir()
    assert file.name == f"{mail.id:06d}-tests-hello.eml"
    raw = file.read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()
    message: Any = message_from_bytes(raw, policy=SMTP)
    assert message["Subject"] == "Größe, 大小"
    assert [address.addr_spec for address in message["To"].addresses] == ["ana@coalition.example"]
    assert message["To"].addresses[0].display_name == "Ana “Anita” Núñez, Dr."
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == mail.message_id
    assert message["Date"].datetime == mail.created_at.replace(microsecond=0)
    assert message.get_body().get_content().startswith("Línea uno.")
    assert get_mail(mail.id).state is MailState.SENT
    assert get_mail(mail.id).answer == f"outbox/{file.name}"


def test_delivering_twice_sends_once(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        mail = a_mail()
        deliver_mail(mail.id)
        deliver_mail(mail.id)
    assert len(sink.taken) == 1
    assert sink.envelopes == [("crm@coalition.example", ["ana@coalition.example"])]
    sent = get_mail(mail.id)
    assert (sent.state, sent.attempts, sent.answer) == (MailState.SENT, 1, "250 OK queued as 1")
    assert sent.sent_at is not None


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_server_that_says_later_is_asked_later(app: Flask, step: str) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        sink.replies[step] = "451 greylisted, come back"
        mail = a_mail()
        with pytest.raises(LaterError, match="greylisted") as caught:
            deliver_mail(mail.id)
        assert caught.value.seconds == 60
        waiting = get_mail(mail.id)
        assert (waiting.state, waiting.attempts) == (MailState.QUEUED, 1)
        sink.replies.clear()
        deliver_mail(mail.id)
    assert get_mail(mail.id).state is MailState.SENT
    assert len(sink.taken) == 1


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_server_that_says_no_is_believed(app: Flask, step: str) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        sink.replies[step] = "550 no such user"
        mail = a_mail()
        deliver_mail(mail.id)
    refused = get_mail(mail.id)
    assert (refused.state, refused.answer) == (MailState.REFUSED, "550 no such user")
    assert sink.taken == []


def test_a_connection_that_breaks_before_the_words_costs_nothing(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        mail = a_mail()
        for step in ("mail", "rcpt"):
            sink.breaks_at = step
            with pytest.raises(LaterError):
                deliver_mail(mail.id)
            assert get_mail(mail.id).state is MailState.QUEUED
        sink.breaks_at = ""
        deliver_mail(mail.id)
    assert len(sink.taken) == 1


def test_a_connection_that_breaks_after_the_words_is_a_riddle_that_only_a_human_solves(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        sink.breaks_at = "data"
        mail = a_mail()
        deliver_mail(mail.id)
        assert (get_mail(mail.id).state, get_mail(mail.id).answer) == (MailState.UNKNOWN, BROKE)
        sink.breaks_at = ""
        deliver_mail(mail.id)
        assert len(sink.taken) == 1
        resend_mail(mail.id, actor=SHELL)
        deliver_mail(mail.id)
    assert get_mail(mail.id).state is MailState.SENT
    assert [message["Message-ID"] for message in sink.messages] == [mail.message_id] * 2
    with pytest.raises(ConflictError):
        resend_mail(mail.id, actor=SHELL)


def test_a_server_that_is_not_there_is_waited_for_three_days(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink)
    mail = a_mail()
    with pytest.raises(LaterError):
        deliver_mail(mail.id)
    assert oldest_waiting() == mail.created_at
    with atomic(SYSTEM):
        get_mail(mail.id).created_at = now() - timedelta(days=3, minutes=1)
    deliver_mail(mail.id)
    assert (get_mail(mail.id).state, get_mail(mail.id).answer) == (MailState.REFUSED, GIVEN_UP)


def test_a_server_without_a_sender_waits_for_one(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink, sender="")
        mail = a_mail()
        with pytest.raises(LaterError, match="no sender"):
            deliver_mail(mail.id)
    assert sink.taken == []


def test_what_a_dead_worker_had_in_hand_is_never_sent_again_by_itself(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        mail = a_mail()
        with atomic(SYSTEM):
            get_mail(mail.id).state = MailState.TRANSMITTING
        deliver_mail(mail.id)
    assert get_mail(mail.id).state is MailState.UNKNOWN
    assert sink.taken == []


def test_in_restore_mode_nothing_leaves_until_a_human_confirms(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        with atomic(SYSTEM):
            set_preference(KEY, {"at": now().isoformat(), "backup": "yesterday"})
        mail = a_mail()
        with pytest.raises(LaterError, match="restored from a backup"):
            deliver_mail(mail.id)
        assert sink.taken == []
        assert confirm_restore(actor=SHELL)
        assert not confirm_restore(actor=SHELL)
        deliver_mail(mail.id)
        assert len(sink.taken) == 1


@pytest.mark.parametrize("subject", ["Hi\r\nBcc: all@coalition.example", "Hi\nthere", "Hi\x00", "Hi\rthere"])
def test_a_subject_never_becomes_a_second_header(app: Flask, subject: str) -> None:
    with pytest.raises(DomainError) as caught:
        a_mail(subject=subject)
    assert caught.value.field == "subject"
    assert db.session.scalars(select(OutgoingMail)).all() == []
    assert db.session.scalars(select(Job)).all() == []


@pytest.mark.parametrize("to", ["", "ana", "a@b.org, c@d.org", "a@b.org\r\nBcc: c@d.org", "a@b.org; c@d.org"])
def test_a_mail_goes_to_exactly_one_address(app: Flask, to: str) -> None:
    with pytest.raises(DomainError) as caught:
        a_mail(to=to)
    assert caught.value.field == "to"


@pytest.mark.parametrize(
    "name", ["A\r\nBcc: b@c.org", 'Evil" <x@y.org>, "Z', "a@b.org,", "名前", "x" * 290, "=?utf-8?q?=0A?="]
)
def test_a_name_from_a_record_stays_a_name(app: Flask, name: str) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        deliver_mail(a_mail(name=name).id)
    (message,) = sink.messages
    assert [address.addr_spec for address in message["To"].addresses] == ["ana@coalition.example"]
    assert sink.envelopes == [("crm@coalition.example", ["ana@coalition.example"])]
    assert message["Bcc"] is None
    assert message.get_all("To") == [message["To"]]


def test_an_address_in_another_script_travels_as_far_as_smtp_can(app: Flask) -> None:
    with a_mail_server() as sink:
        use(app, sink)
        deliver_mail(a_mail(to="ana@bücher.example").id)
        strange = a_mail(to="añá@coalition.example")
        deliver_mail(strange.id)
    assert sink.envelopes == [("crm@coalition.example", ["ana@xn--bcher-kva.example"])]
    assert get_mail(strange.id).state is MailState.REFUSED


def test_the_outbox_counts_and_lists_what_became_of_mails(app: Flask) -> None:
    first, second = a_mail(contact_id=7), a_mail(contact_id=7)
    deliver_mail(first.id)
    assert count_mails() == {**dict.fromkeys(MailState, 0), MailState.SENT: 1, MailState.QUEUED: 1}
    assert [mail.id for mail in list_mails([MailState.QUEUED])] == [second.id]
    assert [mail.id for mail in list_mails_of(7)] == [second.id, first.id]


def test_a_mail_and_its_job_are_written_together_or_not_at_all(app: Flask) -> None:
    def write_and_fail() -> None:
        with atomic(SHELL):
            send_mail("ana@coalition.example", "Hello", "Hello", purpose="tests.hello")
            raise ConflictError("No.")

    with pytest.raises(ConflictError):
        write_and_fail()
    assert db.session.scalars(select(OutgoingMail)).all() == []
    a_mail()
    assert [job.name for job in db.session.scalars(select(Job))] == ["mail.deliver"]


def test_a_text_from_a_template_has_its_subject_in_the_first_line(app: Flask) -> None:
    written = render_mail("core/test", language="en", name="Ana <b>", coalition="The coalition")
    assert written.subject == "A test mail from The coalition"
    assert written.text.startswith("Hello Ana <b>,\n\n")
    assert "⟦" in render_mail("core/test", language="ar-XB", name="Ana", coalition="The coalition").subject
    assert render_mail("core/test", language="xx/../en", name="Ana <b>", coalition="The coalition") == written
