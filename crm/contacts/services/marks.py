"""Tags, and the teams that a contact is limited to."""

from collections.abc import Callable, Iterable

from crm.accounts.queries import get_team
from crm.contacts.models import Contact, ContactTag, ContactTeam, Tag
from crm.contacts.queries import find_tag, get_contact
from crm.contacts.services.derived import keep_main_person, list_tied_ids
from crm.contacts.values import read_line, tag_key
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.errors import DomainError, StaleError


def get_or_make_tag(name: str) -> Tag:
    """Return the tag of a name, made in the act at work where it is new; raise DomainError for an empty one."""
    word = " ".join(read_line(name, "tag", 60).split())
    if not word:
        raise DomainError("Write a tag.", "tag")
    tag = find_tag(word)
    if tag is None:
        tag = Tag(name=word, key=tag_key(word))
        db.session.add(tag)
        db.session.flush()
    return tag


def tag_contact(contact_id: int, name: str, *, actor: Actor) -> Contact:
    """Put a tag on a contact; the same one twice is one."""
    with atomic(actor):
        contact = get_contact(contact_id)
        tag = get_or_make_tag(name)
        if all(one.tag_id != tag.id for one in contact.tags):
            contact.tags.append(ContactTag(tag=tag))
            record(actor, "contact.tagged", contact, tag=tag.name)
    return contact


def untag_contact(contact_id: int, tag_id: int, *, actor: Actor) -> Contact:
    """Take a tag off a contact."""
    with atomic(actor):
        contact = get_contact(contact_id)
        for one in [one for one in contact.tags if one.tag_id == tag_id]:
            contact.tags.remove(one)
            record(actor, "contact.untagged", contact, tag=one.tag.name)
    return contact


_on_limited: list[Callable[[int], None]] = []


def on_limited(keep: Callable[[int], None]) -> None:
    """Have ``keep(contact_id)`` called in each act that limits a contact or opens it.

    Rooms above keep there what they wrote on other contacts' rows.
    """
    if keep not in _on_limited:
        _on_limited.append(keep)


def set_teams(contact_id: int, team_ids: Iterable[int], *, seen: Iterable[int] | None = None, actor: Actor) -> Contact:
    """Limit a contact to some teams; without any, everybody sees it.

    ``seen`` are the teams that the actor saw; raises StaleError when they are others by now.
    """
    wanted = set(team_ids)
    with atomic(actor):
        contact = get_contact(contact_id)
        if seen is not None and set(seen) != {one.team_id for one in contact.teams}:
            raise StaleError
        check_teams(wanted, actor)
        for one in [one for one in contact.teams if one.team_id not in wanted]:
            contact.teams.remove(one)
        known = {one.team_id for one in contact.teams}
        contact.teams.extend(ContactTeam(team=get_team(team_id)) for team_id in sorted(wanted - known))
        contact.is_limited = bool(wanted)
        record(actor, "contact.limited", contact, teams=sorted(wanted))
        keep_limited(contact_id)
    return contact


def keep_limited(contact_id: int) -> None:
    """Bring what other rows say of a contact in step with who may see it by now, in the act at work."""
    keep_main_person(list_tied_ids(contact_id))
    for keep in _on_limited:
        keep(contact_id)


def check_teams(team_ids: Iterable[int], actor: Actor) -> None:
    """Refuse to hide a contact from the one who does it, or to hand it to teams that they do not know."""
    wanted = set(team_ids)
    if wanted and actor.team_ids is not None and not wanted <= actor.team_ids:
        raise DomainError("You can limit this to your own teams only.", "team_ids")
