"""Further names, and the addresses and numbers of a contact."""

from crm.contacts.models import Contact, ContactName, ContactPoint
from crm.contacts.queries import get_contact
from crm.contacts.services.derived import index_contact
from crm.contacts.values import NameKind, PointKind, read_line, read_name, read_point
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, NotFoundError


def add_name(contact_id: int, name: str, *, kind: NameKind, actor: Actor, language: str = "") -> ContactName:
    """Add a further name by which the contact is found from now on."""
    with atomic(actor):
        contact = get_contact(contact_id)
        further = ContactName(kind=kind, language=read_line(language, "language", 24) or None)
        further.set_name(read_name(name))
        contact.names.append(further)
        db.session.flush()
        record(actor, "contact.name_added", contact, name_id=further.id, kind=kind)
        index_contact(contact)
    return further


def remove_name(contact_id: int, name_id: int, *, actor: Actor) -> Contact:
    """Take a further name away."""
    with atomic(actor):
        contact = get_contact(contact_id)
        found = next((name for name in contact.names if name.id == name_id), None)
        if found is not None:
            contact.names.remove(found)
            record(actor, "contact.name_removed", contact, name_id=name_id)
            index_contact(contact)
    return contact


def add_point(contact_id: int, value: str, *, kind: PointKind, actor: Actor, label: str = "") -> ContactPoint:
    """Add an address or number; the first of its kind is the main one, the same one twice is refused."""
    with atomic(actor):
        contact = get_contact(contact_id)
        text, key = read_point(kind, value, contact.country, "value")
        others = [point for point in contact.points if point.kind is kind]
        _refuse_twice(others, text, key)
        point = ContactPoint(kind=kind, value=text, key=key, is_main=not others)
        point.label = read_line(label, "label", 60) or None
        contact.points.append(point)
        db.session.flush()
        record(actor, "contact.point_added", contact, point_id=point.id, kind=kind)
    return point


def edit_point(contact_id: int, point_id: int, *, value: str, seen: str | None, actor: Actor) -> ContactPoint:
    """Correct an address or number; ``seen`` is what stood there when the actor began."""
    with atomic(actor):
        contact = get_contact(contact_id)
        point = _point_of(contact, point_id)
        if seen is not None and seen != point.value:
            raise ConflictError("Somebody else changed this while you were writing.", "value")
        text, key = read_point(point.kind, value, contact.country, "value")
        others = [one for one in contact.points if one.kind is point.kind and one is not point]
        _refuse_twice(others, text, key)
        point.value, point.key = text, key
        record(actor, "contact.point_edited", contact, point_id=point_id)
    return point


def remove_point(contact_id: int, point_id: int, *, actor: Actor) -> Contact:
    """Take an address or number away; the next of its kind becomes the main one."""
    with atomic(actor):
        contact = get_contact(contact_id)
        point = _point_of(contact, point_id)
        contact.points.remove(point)
        rest = [one for one in contact.points if one.kind is point.kind]
        if point.is_main and rest:
            rest[0].is_main = True
        record(actor, "contact.point_removed", contact, point_id=point_id)
    return contact


def make_point_main(contact_id: int, point_id: int, *, actor: Actor) -> ContactPoint:
    """Make an address or number the one that is used first."""
    with atomic(actor):
        contact = get_contact(contact_id)
        point = _point_of(contact, point_id)
        for one in contact.points:
            if one.kind is point.kind:
                one.is_main = one is point
        record(actor, "contact.point_main", contact, point_id=point_id)
    return point


def _point_of(contact: Contact, point_id: int) -> ContactPoint:
    point = next((one for one in contact.points if one.id == point_id), None)
    if point is None:
        raise NotFoundError("There is no such address any more.")
    return point


def _refuse_twice(others: list[ContactPoint], text: str, key: str) -> None:
    if any((key and point.key == key) or point.value == text for point in others):
        raise ConflictError("It is already there.", "value")
