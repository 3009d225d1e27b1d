"""A signature moves its signatory on."""

from flask import Flask

from crm.contacts.queries import get_contact
from crm.contacts.values import Stage
from crm.core.actor import SHELL
from crm.statements.services import draft_statement, edit_statement, restore_signature, sign, withdraw_signature
from crm.statements.values import StatementState
from tests.factories.contacts import an_organization


def test_who_signs_moves_to_signed_and_back_when_it_is_withdrawn(app: Flask) -> None:
    statement = draft_statement("Treaty", actor=SHELL)
    contact = an_organization(stage=Stage.PLEDGED)
    signature = sign(statement.id, contact.id, actor=SHELL)
    assert get_contact(contact.id).stage is Stage.SIGNED
    withdraw_signature(signature.id, actor=SHELL)
    assert get_contact(contact.id).stage is Stage.PLEDGED
    restore_signature(signature.id, actor=SHELL)
    assert get_contact(contact.id).stage is Stage.SIGNED


def test_a_name_under_a_closed_text_moves_nobody_and_nobody_moves_back(app: Flask) -> None:
    old = draft_statement("Open letter", actor=SHELL)
    edit_statement(old.id, "Open letter", state=StatementState.CLOSED, version=old.version, actor=SHELL)
    contact, active = an_organization(), an_organization(stage=Stage.ACTIVE)
    sign(old.id, contact.id, actor=SHELL)
    assert get_contact(contact.id).stage is Stage.IDENTIFIED
    sign(draft_statement("New", actor=SHELL).id, active.id, actor=SHELL)
    assert get_contact(active.id).stage is Stage.ACTIVE
