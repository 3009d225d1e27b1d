"""Statements and the names under them."""

from datetime import timedelta

import pytest
from flask import Flask

from crm.core.actor import SHELL
from crm.core.clock import today
from crm.core.db import db
from crm.core.errors import ConflictError, DomainError
from crm.statements.queries import count_signatures, find_statement, get_statement, list_signatures_of
from crm.statements.services import (
    SignatureFacts,
    draft_statement,
    edit_statement,
    make_slug,
    restore_signature,
    sign,
    withdraw_signature,
    write_version,
)
from crm.statements.values import SignatureState, SignedAs, StatementState
from tests.factories.contacts import a_person, an_organization


def test_a_statement_begins_as_a_draft_under_a_short_name(app: Flask) -> None:
    """The short name is made of the title, and there is only one of it."""
    statement = draft_statement("Déclaration: keep it open!", text="We ask.", language="fr", actor=SHELL)
    assert (statement.slug, statement.state) == ("declaration-keep-it-open", StatementState.DRAFT)
    assert find_statement("declaration-keep-it-open") is statement
    with pytest.raises(ConflictError):
        draft_statement("Another", slug="declaration-keep-it-open", actor=SHELL)
    with pytest.raises(DomainError, match="small letters"):
        draft_statement("Another", slug="Not a slug", actor=SHELL)
    assert make_slug("Пакт 2026") == "pakt-2026"


def test_a_new_wording_is_a_new_version_and_the_same_wording_is_not(app: Flask) -> None:
    statement = draft_statement("Letter", text="We ask.", actor=SHELL)
    write_version(statement.id, "We ask again.", language="en", actor=SHELL)
    write_version(statement.id, "We ask again.  ", language="en", actor=SHELL)
    db.session.expire_all()
    assert [version.text for version in get_statement(statement.id).versions] == ["We ask.", "We ask again."]


def test_a_contact_signs_once_as_what_it_is_under_the_newest_wording(app: Flask) -> None:
    statement = draft_statement("Letter", text="We ask.", actor=SHELL)
    home, person = an_organization("Reef Watch", country="KE"), a_person("Ada Obi")
    facts = SignatureFacts(signed_on=today(), role="Director", signer_id=person.id)
    first = sign(statement.id, home.id, facts=facts, actor=SHELL)
    second = sign(statement.id, person.id, facts=facts, actor=SHELL)
    assert (first.signed_as, first.signed_name, first.signed_country, first.for_id) == (
        SignedAs.ORGANIZATION,
        "Reef Watch",
        "KE",
        person.id,
    )
    assert (second.signed_as, second.for_id, second.version_id) == (SignedAs.INDIVIDUAL, None, first.version_id)
    with pytest.raises(ConflictError, match="Reef Watch has signed this already"):
        sign(statement.id, home.id, actor=SHELL)
    with pytest.raises(DomainError, match="still to come"):
        sign(statement.id, a_person().id, facts=SignatureFacts(signed_on=today() + timedelta(days=2)), actor=SHELL)


def test_a_withdrawn_signature_does_not_count_and_can_come_back(app: Flask) -> None:
    statement, person = draft_statement("Letter", actor=SHELL), a_person()
    signature = sign(statement.id, person.id, actor=SHELL)
    withdraw_signature(signature.id, version=signature.version, actor=SHELL)
    assert count_signatures([statement.id]) == {statement.id: 0}
    with pytest.raises(ConflictError):
        restore_signature(signature.id, version=1, actor=SHELL)
    restore_signature(signature.id, actor=SHELL)
    assert count_signatures([statement.id]) == {statement.id: 1}
    assert [one.state for one in list_signatures_of(person.id)] == [SignatureState.CONFIRMED]


def test_two_editors_do_not_overwrite_each_other(app: Flask) -> None:
    statement = draft_statement("Letter", actor=SHELL)
    edit_statement(statement.id, "Open letter", state=StatementState.OPEN, version=1, actor=SHELL)
    with pytest.raises(ConflictError):
        edit_statement(statement.id, "Closed letter", state=StatementState.CLOSED, version=1, actor=SHELL)
    assert get_statement(statement.id).title == "Open letter"
