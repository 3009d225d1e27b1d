"""Acts on many contacts at once: one audit line a chunk, with the count and a digest of the journal's lines.

Every chunk is a transaction of its own. All chunks of one act carry its number as the journal's source, by which it
can be taken back; what somebody changed since stays as it is.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func

from crm.accounts.queries import get_user
from crm.contacts.models import Contact, ContactTag
from crm.contacts.services.derived import keep_main_person, list_tied_ids
from crm.contacts.services.marks import get_or_make_tag
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import Source, as_json, atomic, db
from crm.core.errors import ForbiddenError, NotFoundError
from crm.core.journal.models import Change, JournalLine
from crm.core.scope import visible
from crm.core.words import N_

#: Contacts a transaction; a chunk takes well under half a second, so that others can write in between.
CHUNK = 200
_SOURCE = "bulk"


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What an act on many contacts did: its number, how many it changed, how many it left as they were."""

    ref: int
    changed: int
    left: int = 0


def new_bulk_ref() -> int:
    """Return a number for a new act; the journal and the undo know it by it."""
    return secrets.randbelow(2**31 - 1) + 1


def tag_contacts(ids: Iterable[int], name: str, *, actor: Actor, ref: int | None = None) -> BulkDone:
    """Put a tag on many contacts; who has it already is left as they are."""

    def tag_some(contacts: Sequence[Contact]) -> int:
        tag = get_or_make_tag(name)
        here = [contact.id for contact in contacts]
        tagged = visible(ContactTag, ContactTag.contact_id).where(
            ContactTag.tag_id == tag.id, ContactTag.contact_id.in_(here)
        )
        known = set(db.session.scalars(tagged))
        new = [ContactTag(contact_id=contact_id, tag_id=tag.id) for contact_id in here if contact_id not in known]
        db.session.add_all(new)
        return len(new)

    return _in_chunks(ids, "contacts.tagged", tag_some, ref=ref, actor=actor)


def set_owner(ids: Iterable[int], owner_id: int | None, *, actor: Actor, ref: int | None = None) -> BulkDone:
    """Give many contacts an owner, or none."""

    def set_some(contacts: Sequence[Contact]) -> int:
        if owner_id is not None:
            get_user(owner_id)
        others = [contact for contact in contacts if contact.owner_id != owner_id]
        for contact in others:
            contact.owner_id = owner_id
        return len(others)

    return _in_chunks(ids, "contacts.owner_set", set_some, ref=ref, actor=actor)


def archive_contacts(ids: Iterable[int], *, actor: Actor, ref: int | None = None) -> BulkDone:
    """Put many contacts aside."""

    def archive_some(contacts: Sequence[Contact]) -> int:
        here = [contact for contact in contacts if not contact.is_archived]
        for contact in here:
            contact.is_archived = True
        db.session.flush()
        keep_main_person(tied for contact in here for tied in list_tied_ids(contact.id))
        return len(here)

    return _in_chunks(ids, "contacts.archived", archive_some, ref=ref, actor=actor)


def undo_bulk(ref: int, *, actor: Actor) -> BulkDone:
    """Take an act on many contacts back; what was changed since is left as it is."""
    _check_own(ref, actor)
    changed = left = 0
    below: int | None = None
    while True:
        with atomic(actor, Source("undo", ref)):
            lines = _lines_of(ref, below)
            undone = sum(_undo_line(line) for line in lines)
            if lines:
                record(actor, "contacts.undone", "contact", act=ref, count=undone)
        if not lines:
            return BulkDone(ref, changed, left)
        changed, left, below = changed + undone, left + len(lines) - undone, lines[-1].id


def _in_chunks(
    ids: Iterable[int], action: str, act: Callable[[Sequence[Contact]], int], *, ref: int | None, actor: Actor
) -> BulkDone:
    number = ref or new_bulk_ref()
    changed = seen = 0
    for chunk in _chunks(ids):
        with atomic(actor, Source(_SOURCE, number)):
            last = db.session.scalar(visible(JournalLine, func.max(JournalLine.id))) or 0
            contacts = db.session.scalars(visible(Contact).where(Contact.id.in_(chunk)).order_by(Contact.id)).all()
            count = act(contacts)
            db.session.flush()
            record(actor, action, "contact", act=number, count=count, digest=_digest(number, last))
        changed, seen = changed + count, seen + len(contacts)
    return BulkDone(number, changed, seen - changed)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _digest(ref: int, above: int) -> str:
    """Return SHA-256 over the journal's lines of a chunk."""
    query = visible(
        JournalLine, JournalLine.table, JournalLine.record_id, JournalLine.field, JournalLine.before, JournalLine.after
    ).where(JournalLine.source_kind == _SOURCE, JournalLine.source_ref == ref, JournalLine.id > above)
    digest = hashlib.sha256()
    for row in db.session.execute(query.order_by(JournalLine.id)):
        digest.update(json.dumps(list(row), ensure_ascii=False).encode())
    return digest.hexdigest()


def _check_own(ref: int, actor: Actor) -> None:
    owner_ids = set(
        db.session.scalars(
            visible(JournalLine, JournalLine.actor_id)
            .where(JournalLine.source_kind == _SOURCE, JournalLine.source_ref == ref)
            .limit(1)
        )
    )
    if not owner_ids:
        raise NotFoundError(N_("There is nothing to undo."))
    if owner_ids != {actor.user_id} and not actor.may("settings.manage"):
        raise ForbiddenError(N_("Only who did this can undo it."))


def _lines_of(ref: int, below: int | None) -> Sequence[JournalLine]:
    query = visible(JournalLine).where(JournalLine.source_kind == _SOURCE, JournalLine.source_ref == ref)
    if below is not None:
        query = query.where(JournalLine.id < below)
    return db.session.scalars(query.order_by(JournalLine.id.desc()).limit(CHUNK)).all()


def _undo_line(line: JournalLine) -> bool:
    """Take one change back, if nobody changed the same since; say whether it was taken back."""
    if line.table == ContactTag.__tablename__ and line.change == Change.CREATED:
        tag = db.session.scalars(visible(ContactTag).where(ContactTag.id == line.record_id)).one_or_none()
        if tag is not None:
            db.session.delete(tag)
        return tag is not None
    if line.table != Contact.__tablename__ or line.change != Change.CHANGED:
        return False
    contact = db.session.scalars(visible(Contact).where(Contact.id == line.record_id)).one_or_none()
    if contact is None or as_json(getattr(contact, line.field)) != line.after:
        return False
    setattr(contact, line.field, line.before)
    if line.field == "is_archived":
        db.session.flush()
        keep_main_person(list_tied_ids(contact.id))
    return True
