"""Links that let somebody in: mailed, used once, never readable in the database."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.models import User
from crm.accounts.queries import find_link
from crm.accounts.services import ask_for_reset, invite_user, make_link, send_link, set_password, take_link
from crm.accounts.values import Role, TokenPurpose
from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.errors import DomainError, NotFoundError
from crm.core.jobs.work import take_job
from crm.core.mail.models import OutgoingMail
from crm.core.scope import Unscoped
from crm.worker.handling import do_job
from tests.factories import a_user

NEW = "nine quiet rivers run west"


def _work() -> list[OutgoingMail]:
    """Do the jobs that mail links, and return the outbox."""
    while lease := take_job("tests", leave_out=["mail.deliver"]):
        do_job(lease)
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def _everything() -> str:
    """Return all rows of all tables as text."""
    reason = {"unscoped": Unscoped.BACKUP}
    with db.engine.connect() as connection:
        tables = [connection.execute(select(table), execution_options=reason) for table in db.metadata.sorted_tables]
        return "\n".join(str(rows.all()) for rows in tables)


def test_an_invitation_is_mailed_with_the_link_that_was_shown(app: Flask) -> None:
    user, token = invite_user("Ibis", "ibis@coalition.example", role=Role.STAFF, actor=SHELL)
    (mail,) = _work()
    assert mail.recipient == user.email
    assert f"http://127.0.0.1:8000/welcome/{token}" in mail.plain_text
    assert "within 7 days" in mail.plain_text


def test_a_mail_speaks_the_language_of_who_gets_it(app: Flask) -> None:
    user = a_user(language="es")
    send_link(user.id, actor=SHELL)
    inviting = a_user(Role.ADMIN, language="es")
    guest, _token = invite_user("Ibis", "ibis@coalition.example", role=Role.STAFF, actor=inviting.as_actor())
    assert guest.language == "es"


def test_a_stolen_database_opens_no_door(app: Flask) -> None:
    _user, token = invite_user("Ibis", "ibis@coalition.example", role=Role.STAFF, actor=SHELL)
    again = send_link(a_user().id, actor=SHELL)
    assert len(_work()) == 2
    everything = _everything()
    assert "ibis@coalition.example" in everything
    assert token not in everything
    assert again not in everything


def test_a_forgotten_password_is_mailed_to_who_is_here_and_at_most_three_times_an_hour(app: Flask) -> None:
    user, invited, disabled = a_user(), a_user(password_hash=None), a_user(is_active=False)
    for email in (invited.email, disabled.email, "nobody@nowhere.example", *[user.email.upper()] * 5):
        ask_for_reset(email)
    # Only the newest link counts, so the older two are not mailed any more.
    mails = _work()
    assert [mail.recipient for mail in mails] == [user.email]
    found = re.search(r"/reset/(\S+)", mails[0].plain_text)
    assert found
    assert take_link(found[1], TokenPurpose.RESET, password=NEW).id == user.id


def test_of_two_links_only_the_newest_counts_and_only_once(app: Flask) -> None:
    user = a_user()
    first, second = (make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id) for _ in range(2))
    with pytest.raises(NotFoundError):
        take_link(first, TokenPurpose.RESET, password=NEW)
    take_link(second, TokenPurpose.RESET, password=NEW)
    with pytest.raises(NotFoundError):
        take_link(second, TokenPurpose.RESET, password=NEW)


def test_an_easy_password_leaves_the_link_usable(app: Flask) -> None:
    user = a_user()
    token = make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    with pytest.raises(DomainError):
        take_link(token, TokenPurpose.RESET, password="passwordpassword")
    assert find_link(token, TokenPurpose.RESET) is not None


def test_a_new_password_ends_all_links(app: Flask) -> None:
    user = a_user()
    token = make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    set_password(user.id, NEW, actor=SHELL)
    assert find_link(token, TokenPurpose.RESET) is None


def test_a_disabled_user_gets_in_by_no_link(app: Flask) -> None:
    user = a_user()
    token = make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    with atomic(SHELL):
        db.session.get_one(User, user.id).is_active = False
    with pytest.raises(NotFoundError):
        take_link(token, TokenPurpose.RESET, password=NEW)
