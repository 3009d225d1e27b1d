"""Acts on many contacts: counted, journaled, taken back."""

import pytest
from flask import Flask
from sqlalchemy import select

from crm.contacts.models import Contact
from crm.contacts.services import (
    add_organization,
    archive_contacts,
    bulk,
    edit_contact,
    set_owner,
    tag_contacts,
    undo_bulk,
)
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import db
from crm.core.errors import DomainError, ForbiddenError, NotFoundError
from crm.core.journal.models import JournalLine
from crm.core.scope import visible
from tests.factories import a_user


@pytest.fixture
def members(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give seven organisations, and chunks of three."""
    monkeypatch.setattr(bulk, "CHUNK", 3)
    return [add_organization(f"Member {number}", actor=SHELL).id for number in range(7)]


def test_an_act_in_many_chunks_is_taken_back_as_one(members: list[int]) -> None:
    owner = a_user()
    done = set_owner(members, owner.id, actor=SHELL)
    assert (done.changed, done.left) == (7, 0)
    lines = db.session.scalars(visible(JournalLine).where(JournalLine.source_ref == done.ref)).all()
    assert {(line.source_kind, line.table, line.field) for line in lines} == {("bulk", "contact", "owner_id")}
    audit = db.session.scalars(select(AuditLine).where(AuditLine.action == "contacts.owner_set")).all()
    assert [line.details["count"] for line in audit] == [3, 3, 1]
    assert len({line.details["digest"] for line in audit}) == 3

    edit_contact(members[0], "owner_id", value=None, version=None, actor=SHELL)
    undone = undo_bulk(done.ref, actor=SHELL)
    assert (undone.changed, undone.left) == (6, 1)
    assert {row.owner_id for row in db.session.scalars(visible(Contact))} == {None}


def test_who_has_the_tag_already_keeps_it_through_the_undo(members: list[int]) -> None:
    tag_contacts(members[:2], "Asia", actor=SHELL)
    done = tag_contacts(members, "asia", actor=SHELL)
    assert (done.changed, done.left) == (5, 2)
    undo_bulk(done.ref, actor=SHELL)
    tagged = [row.id for row in db.session.scalars(visible(Contact).order_by(Contact.id)) if row.tags]
    assert tagged == members[:2]


def test_archived_ones_come_back(members: list[int]) -> None:
    done = archive_contacts(members[:4], actor=SHELL)
    assert [row.is_archived for row in db.session.scalars(visible(Contact).order_by(Contact.id))] == [True] * 4 + [
        False
    ] * 3
    undo_bulk(done.ref, actor=SHELL)
    assert not any(row.is_archived for row in db.session.scalars(visible(Contact)))


def test_only_who_did_it_undoes_it(members: list[int]) -> None:
    done = tag_contacts(members, "Asia", actor=SHELL)
    with pytest.raises(ForbiddenError):
        undo_bulk(done.ref, actor=a_user().as_actor())
    with pytest.raises(NotFoundError):
        undo_bulk(done.ref + 1, actor=SHELL)


def test_a_tag_without_a_word_changes_nothing(members: list[int]) -> None:
    with pytest.raises(DomainError):
        tag_contacts(members, "  ", actor=SHELL)
