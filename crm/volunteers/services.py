"""Acts around volunteers: a person becomes one, changes what they offer, pauses, leaves."""

from collections.abc import Sequence
from typing import Any

from crm.contacts.queries import get_contact
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import today
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError
from crm.core.text import clean_line, fold
from crm.core.traces.rows import read_rows
from crm.core.traces.services import Trace
from crm.volunteers.models import Skill, Volunteer, VolunteerSkill
from crm.volunteers.queries import find_volunteer_of, get_volunteer, list_skills_by_key
from crm.volunteers.values import Offer, VolunteerStatus


def make_volunteer(contact_id: int, offer: Offer, *, actor: Actor) -> Volunteer:
    """Make a person a volunteer with what they offer."""
    with atomic(actor):
        contact = get_contact(contact_id)
        if not contact.is_person:
            raise DomainError("Only a person can be a volunteer.")
        if find_volunteer_of(contact_id) is not None:
            raise ConflictError("This person is already a volunteer.", field="contact")
        volunteer = Volunteer(contact_id=contact_id, sort_name=contact.sort_name, since=today())
        db.session.add(volunteer)
        _take_offer(volunteer, offer)
        db.session.flush()
        record(actor, "volunteer.made", volunteer, contact=contact_id)
    return volunteer


def change_offer(volunteer_id: int, offer: Offer, *, version: int | None, actor: Actor) -> Volunteer:
    """Change what a volunteer offers; raises ConflictError when somebody else changed it since ``version``."""
    with atomic(actor):
        volunteer = get_volunteer(volunteer_id, lock=True)
        volunteer.check_version(version)
        _take_offer(volunteer, offer)
        volunteer.count_up()
        record(actor, "volunteer.changed", volunteer)
    return volunteer


def set_status(volunteer_id: int, status: VolunteerStatus, *, actor: Actor) -> Volunteer:
    """Move a volunteer between applied, screening, active, paused and left."""
    with atomic(actor):
        volunteer = get_volunteer(volunteer_id, lock=True)
        before, volunteer.status = volunteer.status, status
        record(actor, "volunteer.status", volunteer, before=before, after=status)
    return volunteer


def skills_named(names: Sequence[str]) -> list[Skill]:
    """Return skills by name within the act at work; a new name makes a new skill."""
    wanted: dict[str, str] = {}
    for name in names:
        if key := fold(name)[:80]:
            wanted.setdefault(key, clean_line(name)[:60])
    known = list_skills_by_key(wanted)
    for key, name in wanted.items():
        if key not in known:
            known[key] = Skill(name=name, key=key)
            db.session.add(known[key])
    db.session.flush()
    return [known[key] for key in wanted]


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let one person's offer be another's, in the act at work; of two volunteers one stays and offers what both did."""
    (person,) = read_rows("contact", id=new_id)
    ours, theirs = read_rows("volunteer", contact_id=new_id), read_rows("volunteer", contact_id=old_id)
    if ours and theirs:
        _join(ours[0], theirs[0], trace)
    trace.point(Volunteer, "contact_id", old_id, new_id)
    for row in read_rows("volunteer", contact_id=new_id):
        trace.change(Volunteer, row["id"], sort_name=person["sort_name"])


def _join(stays: dict[str, Any], goes: dict[str, Any], trace: Trace) -> None:
    known = {row["skill_id"] for row in read_rows("volunteer_skill", volunteer_id=stays["id"])}
    for row in read_rows("volunteer_skill", volunteer_id=goes["id"]):
        if row["skill_id"] in known:
            trace.remove(VolunteerSkill, row["id"])
    trace.point(VolunteerSkill, "volunteer_id", goes["id"], stays["id"])
    notes = dict.fromkeys(one for one in (stays["notes"], goes["notes"]) if one)
    days = [one for one in (stays["since"], goes["since"]) if one]
    trace.change(
        Volunteer,
        stays["id"],
        languages=list(dict.fromkeys([*stays["languages"], *goes["languages"]])),
        notes="\n\n".join(notes) or None,
        since=min(days, default=None),
        hours_a_week=goes["hours_a_week"] if stays["hours_a_week"] is None else stays["hours_a_week"],
    )
    trace.remove(Volunteer, goes["id"])


def _take_offer(volunteer: Volunteer, offer: Offer) -> None:
    volunteer.status = offer.status
    volunteer.hours_a_week = offer.hours_a_week
    volunteer.languages = list(offer.languages)
    volunteer.notes = offer.notes or None
    wanted = {skill.id: skill for skill in skills_named(offer.skills)}
    volunteer.skills = [held for held in volunteer.skills if held.skill_id in wanted]
    held_ids = {held.skill_id for held in volunteer.skills}
    volunteer.skills.extend(VolunteerSkill(skill=skill) for key, skill in wanted.items() if key not in held_ids)
