"""Writing statements, recording and withdrawing signatures."""

import re
from dataclasses import dataclass
from datetime import date

from crm.coalition.models import StageMove
from crm.coalition.services import advance_stage, take_back_moves
from crm.coalition.values import MoveCause
from crm.contacts.models import Contact
from crm.contacts.queries import get_contact
from crm.contacts.values import Stage
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import today
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError
from crm.core.text.cleaning import clean_name, clean_text
from crm.core.text.folding import fold, sort_key
from crm.core.traces.rows import read_rows
from crm.core.traces.services import Trace
from crm.statements.models import Signature, Statement, StatementVersion
from crm.statements.queries import (
    find_latest_version,
    find_signature_of,
    find_statement,
    get_signature,
    get_statement,
    list_twins,
)
from crm.statements.values import SignatureState, SignedAs, StatementState

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 80
_TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """How somebody signed."""

    signed_on: date | None = None
    role: str = ""
    organization: str = ""
    #: The person who signs for an organisation.
    signer_id: int | None = None


_PLAINLY = SignatureFacts()


def make_slug(text: str) -> str:
    """Return the short name of a statement for addresses and commands, made from a title or a short name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:_SLUG_LENGTH].strip("-")


def draft_statement(title: str, *, actor: Actor, slug: str = "", text: str = "", language: str = "en") -> Statement:
    """Make a statement as a draft, with its first wording where there is one."""
    name = _read_title(title)
    wanted = _read_slug(slug or make_slug(name) or "statement")
    with atomic(actor):
        if find_statement(wanted) is not None:
            raise ConflictError("There is a statement with this short name already.", "slug")
        statement = Statement(slug=wanted, title=name)
        db.session.add(statement)
        db.session.flush()
        record(actor, "statement.drafted", statement)
        if clean_text(text):
            _add_version(statement, text, language)
    return statement


def edit_statement(
    statement_id: int, title: str, *, state: StatementState, version: int | None, actor: Actor
) -> Statement:
    """Change a statement's title and where it stands."""
    with atomic(actor):
        statement = get_statement(statement_id)
        statement.check_version(version)
        statement.title = _read_title(title)
        statement.state = state
        record(actor, "statement.edited", statement, state=state)
    return statement


def write_version(statement_id: int, text: str, *, language: str, actor: Actor) -> StatementVersion:
    """Give a statement a new wording; those before stay with the signatures under them."""
    with atomic(actor):
        statement = get_statement(statement_id)
        latest = find_latest_version(statement_id)
        if latest is not None and (latest.text, latest.language) == (clean_text(text), language):
            return latest
        version = _add_version(statement, text, language)
        statement.count_up()
        record(actor, "statement.worded", statement, number=version.number)
    return version


def sign(statement_id: int, contact_id: int, *, actor: Actor, facts: SignatureFacts = _PLAINLY) -> Signature:
    """Put a contact's name under a statement, as it is known here."""
    with atomic(actor):
        statement = get_statement(statement_id)
        contact = get_contact(contact_id)
        if find_signature_of(contact_id, statement_id) is not None:
            raise ConflictError("%(name)s has signed this already.", "contact", name=contact.name)
        latest = find_latest_version(statement_id)
        signature = Signature(statement=statement, version_id=latest.id if latest else None, contact=contact)
        _write_signature(signature, contact, facts)
        db.session.add(signature)
        db.session.flush()
        record(actor, "signature.recorded", signature, statement=statement_id, contact=contact_id)
        _move_signatory(signature, actor)
    return signature


def withdraw_signature(signature_id: int, *, actor: Actor, version: int | None = None) -> Signature:
    """Take a name off a statement; the record of it stays."""
    return _set_state(signature_id, SignatureState.WITHDRAWN, "signature.withdrawn", version=version, actor=actor)


def restore_signature(signature_id: int, *, actor: Actor, version: int | None = None) -> Signature:
    """Take a withdrawal back."""
    return _set_state(signature_id, SignatureState.CONFIRMED, "signature.restored", version=version, actor=actor)


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let the signatures of one contact be those of another, in the act at work; of two of one statement one stays."""
    for stays, goes in list_twins(old_id, new_id):
        for row in read_rows("stage_move", contact_id=[old_id, new_id], cause=MoveCause.SIGNATURE, cause_id=goes):
            trace.change(StageMove, row["id"], cause_id=stays)
        trace.remove(Signature, goes)
    trace.point(Signature, "contact_id", old_id, new_id)
    trace.point(Signature, "for_id", old_id, new_id)


def _set_state(
    signature_id: int, state: SignatureState, action: str, *, version: int | None, actor: Actor
) -> Signature:
    with atomic(actor):
        signature = get_signature(signature_id)
        signature.check_version(version)
        signature.state = state
        record(actor, action, signature, contact=signature.contact_id)
        if state is SignatureState.WITHDRAWN:
            take_back_moves([signature.contact_id], MoveCause.SIGNATURE, signature.id, actor=actor)
        else:
            _move_signatory(signature, actor)
    return signature


def _move_signatory(signature: Signature, actor: Actor) -> None:
    """Move a signatory on to Signed, where the statement does so."""
    if signature.statement.moves_signatories:
        cause_id = signature.id
        advance_stage(signature.contact_id, Stage.SIGNED, actor=actor, cause=MoveCause.SIGNATURE, cause_id=cause_id)


def _write_signature(signature: Signature, contact: Contact, facts: SignatureFacts) -> None:
    if facts.signed_on and facts.signed_on > today():
        raise DomainError("This day is still to come.", "signed_on")
    signature.signed_as = SignedAs.INDIVIDUAL if contact.is_person else SignedAs.ORGANIZATION
    signature.for_id = None if contact.is_person else facts.signer_id
    signature.signed_name = contact.name
    signature.sort_name = sort_key(contact.name)
    signature.signed_role = clean_name(facts.role)[:300] or None
    signature.signed_organization = clean_name(facts.organization)[:500] or None
    signature.signed_country = contact.country
    signature.signed_on = facts.signed_on


def _read_title(title: str) -> str:
    name = clean_name(title)
    if not name:
        raise DomainError("Write a title.", "title")
    if len(name) > _TITLE_LENGTH:
        raise DomainError("This is too long: at most %(limit)s characters fit here.", "title", limit=_TITLE_LENGTH)
    return name


def _read_slug(slug: str) -> str:
    if len(slug) > _SLUG_LENGTH or not _SLUG.fullmatch(slug):
        raise DomainError("A short name has small letters, digits and hyphens, as in open-letter-2026.", "slug")
    return slug


def _add_version(statement: Statement, text: str, language: str) -> StatementVersion:
    latest = find_latest_version(statement.id)
    version = StatementVersion(
        statement=statement, number=latest.number + 1 if latest else 1, language=language, text=clean_text(text)
    )
    db.session.add(version)
    db.session.flush()
    return version
