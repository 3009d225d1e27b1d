"""Changing one field of a contact, putting it aside and back."""

from collections.abc import Callable, Mapping
from typing import Any

from crm.accounts.queries import get_user
from crm.contacts.models import Contact
from crm.contacts.queries import get_contact
from crm.contacts.services.derived import index_contact, keep_main_person, list_tied_ids
from crm.contacts.values import (
    OrganizationType,
    PointKind,
    read_country,
    read_languages,
    read_line,
    read_name,
    read_point,
    read_text,
    read_website,
    read_year,
)
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic
from crm.core.errors import DomainError


def edit_contact(contact_id: int, field: str, *, value: Any, version: int | None, actor: Actor) -> Contact:
    """Change one field in place; ``value`` is as typed and is brought to its form.

    Raises DomainError at the field, ConflictError when somebody changed the record since ``version``.
    """
    return edit_contact_fields(contact_id, {field: value}, version=version, actor=actor)


def edit_contact_fields(contact_id: int, values: Mapping[str, Any], *, version: int | None, actor: Actor) -> Contact:
    """Change several fields in one act, each as ``edit_contact`` does; all of them or none."""
    if not values.keys() <= _SETTERS.keys():
        raise DomainError("This field cannot be changed here.")
    with atomic(actor):
        contact = get_contact(contact_id)
        contact.check_version(version)
        for field, value in values.items():
            _SETTERS[field](contact, value)
            record(actor, "contact.edited", contact, field=field)
        if not values.keys().isdisjoint({"name", "native_name", "acronym"}):
            index_contact(contact)
        if "name" in values:
            keep_main_person(list_tied_ids(contact_id))
    return contact


def archive_contact(contact_id: int, *, actor: Actor, version: int | None = None) -> Contact:
    """Put a contact aside; lists leave it out, its history stays."""
    return _set_archived(contact_id, is_archived=True, version=version, actor=actor)


def restore_contact(contact_id: int, *, actor: Actor, version: int | None = None) -> Contact:
    """Take a contact back that was put aside."""
    return _set_archived(contact_id, is_archived=False, version=version, actor=actor)


def _set_archived(contact_id: int, *, is_archived: bool, version: int | None, actor: Actor) -> Contact:
    with atomic(actor):
        contact = get_contact(contact_id)
        contact.check_version(version)
        if contact.is_archived is not is_archived:
            contact.is_archived = is_archived
            record(actor, "contact.archived" if is_archived else "contact.restored", contact)
            keep_main_person(list_tied_ids(contact_id))
    return contact


def _set_name(contact: Contact, value: object) -> None:
    contact.set_name(read_name(value))


def _set_type(contact: Contact, value: object) -> None:
    try:
        contact.organization_type = OrganizationType(str(value)) if value else None
    except ValueError as error:
        raise DomainError("Choose one from the list.", "organization_type") from error


def _set_country(contact: Contact, value: object) -> None:
    contact.country = read_country(value)
    for point in contact.points:
        if point.kind is PointKind.PHONE:
            point.key = read_point(PointKind.PHONE, point.value, contact.country)[1]


def _set_owner(contact: Contact, value: Any) -> None:
    try:
        contact.owner_id = get_user(int(value)).id if value else None
    except ValueError as error:
        raise DomainError("Choose one from the list.", "owner_id") from error


def _line_setter(field: str, limit: int) -> Callable[[Contact, Any], None]:
    def set_line(contact: Contact, value: object) -> None:
        setattr(contact, field, read_line(value, field, limit) or None)

    return set_line


def _set_languages(contact: Contact, value: object) -> None:
    contact.languages = read_languages(value)


def _set_website(contact: Contact, value: object) -> None:
    contact.website = read_website(value)


def _set_founded(contact: Contact, value: object) -> None:
    contact.founded = read_year(value)


def _set_notes(contact: Contact, value: object) -> None:
    contact.notes = read_text(value, "notes") or None


_SETTERS: dict[str, Callable[[Contact, Any], None]] = {
    "name": _set_name,
    "native_name": _line_setter("native_name", 500),
    "acronym": _line_setter("acronym", 60),
    "organization_type": _set_type,
    "country": _set_country,
    "city": _line_setter("city", 200),
    "languages": _set_languages,
    "website": _set_website,
    "founded": _set_founded,
    "notes": _set_notes,
    "owner_id": _set_owner,
}
