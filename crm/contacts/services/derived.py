"""What follows from other facts and is kept beside them: name words, the main person, the facts that lists show."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import aliased

from crm.contacts.models import Affiliation, Contact
from crm.core.clock import today
from crm.core.db import current_act, db
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord

_UPKEEP = {"unscoped": Unscoped.UPKEEP}


def index_contact(contact: Contact) -> None:
    """Bring the index of name words in step with a contact's names, in the act at work."""
    current_act()
    db.session.flush()
    here = (SearchWord.record_id == contact.id, SearchWord.kind == contact.kind.value)
    known = set(db.session.scalars(select(SearchWord.word).where(*here).execution_options(**_UPKEEP)))
    wanted = contact.search_words()
    if gone := known - wanted:
        db.session.execute(delete(SearchWord).where(*here, SearchWord.word.in_(gone)), execution_options=_UPKEEP)
    if new := sorted(wanted - known):
        db.session.execute(
            insert(SearchWord),
            [{"kind": contact.kind.value, "word": word, "record_id": contact.id} for word in new],
        )


def keep_facts(contact_id: int, **facts: object) -> None:
    """Write derived facts on a contact's row in the act at work.

    They are nobody's edit: the version stays, so that a form that is open does not meet a conflict, and so does the
    moment of the last change.
    """
    current_act()
    db.session.flush()
    db.session.execute(
        update(Contact).where(Contact.id == contact_id).values(**facts, updated_at=Contact.updated_at),
        execution_options=_UPKEEP,
    )


def keep_main_person(contact_ids: Iterable[int | None]) -> None:
    """Bring ``main_person`` of these contacts in step with their affiliations.

    A name that only some teams may see is not written on a row that everybody sees.
    """
    db.session.flush()
    for contact_id in {one for one in contact_ids if one is not None}:
        keep_facts(contact_id, main_person=_person_of(contact_id) or _place_of(contact_id))


def list_tied_ids(contact_id: int) -> list[int]:
    """Return the contacts on whose rows the name of this one stands."""
    rows = db.session.execute(
        select(Affiliation.person_id, Affiliation.organization_id)
        .where((Affiliation.person_id == contact_id) | (Affiliation.organization_id == contact_id))
        .execution_options(**_UPKEEP)
    )
    return [one for row in rows for one in row if one is not None and one != contact_id]


def _person_of(organization_id: int) -> str | None:
    query = (
        select(Contact.name)
        .join(Affiliation, Affiliation.person_id == Contact.id)
        .where(Affiliation.organization_id == organization_id, _is_current(), _is_open(Contact))
        .order_by(Affiliation.is_main_contact.desc(), Affiliation.id)
    )
    return db.session.scalars(query.limit(1).execution_options(**_UPKEEP)).first()


def _place_of(person_id: int) -> str | None:
    place = aliased(Contact)
    query = (
        select(place.name, place.is_limited, Affiliation.organization_name)
        .select_from(Affiliation)
        .outerjoin(place, Affiliation.organization_id == place.id)
        .where(Affiliation.person_id == person_id, _is_current())
        .order_by(Affiliation.is_main_contact.desc(), Affiliation.id)
    )
    row = db.session.execute(query.limit(1).execution_options(**_UPKEEP)).first()
    if row is None or row.is_limited:
        return None
    name: str | None = row.name or row.organization_name
    return name


def _is_current() -> ColumnElement[bool]:
    return Affiliation.until.is_(None) | (Affiliation.until >= today())


def _is_open(contact: type[Contact]) -> ColumnElement[bool]:
    return contact.is_limited.is_(False) & contact.is_archived.is_(False)
