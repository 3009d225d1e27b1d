"""Acts of outreach: logging contacts, and the follow-ups that come out of them."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from crm.accounts.queries import get_user
from crm.accounts.values import Permission
from crm.coalition.services import advance_stage, take_back_moves
from crm.coalition.values import MoveCause
from crm.contacts.models import Contact, ContactTeam
from crm.contacts.queries import get_contact, list_contacts
from crm.contacts.services import keep_facts, on_limited
from crm.contacts.values import read_line, read_text
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import DomainError, ForbiddenError
from crm.core.scope import Unscoped
from crm.core.traces.rows import read_rows
from crm.core.traces.services import Trace
from crm.outreach.models import FollowUp, Interaction, Participant
from crm.outreach.queries import get_follow_up, get_interaction
from crm.outreach.values import NO_CONTACT, OWN_EDIT, STAGE_OF, FollowUpFacts, InteractionFacts

TEXT_LENGTH = 300
#: Minutes of a day: no contact is longer.
LONGEST = 1440
#: Clocks differ; what happened may lie this far ahead of ours.
AHEAD = timedelta(minutes=10)
_UPKEEP = {"unscoped": Unscoped.UPKEEP}


def log_interaction(facts: InteractionFacts, *, actor: Actor, user_id: int | None = None) -> Interaction:
    """Log a contact made or received, on the timelines of all who took part.

    ``user_id`` names the colleague whose contact it was, else it is the actor's. An outcome can move the stage of the
    organisations that took part, or of the people where there was none; a follow-up belongs to the first participant.
    """
    with atomic(actor):
        interaction = Interaction(user_id=user_id or actor.user_id, user_name=_name_of(user_id, actor))
        contacts = _set_interaction(interaction, facts)
        db.session.add(interaction)
        db.session.flush()
        record(actor, "interaction.logged", interaction, kind=facts.kind, contacts=[one.id for one in contacts])
        if facts.follow_up is not None:
            _make_follow_up(contacts[0].id, facts.follow_up, actor=actor, interaction=interaction)
        _move_stages(interaction, contacts, actor)
        keep_outreach_facts(one.id for one in contacts)
    return interaction


def edit_interaction(interaction_id: int, facts: InteractionFacts, *, version: int | None, actor: Actor) -> Interaction:
    """Correct what was logged; its follow-ups are edited on their own."""
    with atomic(actor):
        interaction = get_interaction(interaction_id)
        check_may_edit(interaction, actor)
        interaction.check_version(version)
        before = [one.contact_id for one in interaction.participants]
        contacts = _set_interaction(interaction, facts)
        db.session.flush()
        record(actor, "interaction.edited", interaction, contacts=[one.id for one in contacts])
        _move_stages(interaction, contacts, actor)
        keep_outreach_facts([*before, *(one.id for one in contacts)])
    return interaction


def remove_interaction(interaction_id: int, *, actor: Actor) -> Interaction:
    """Take back what was logged, with the follow-ups that are still open and the moves that it caused."""
    with atomic(actor):
        interaction = get_interaction(interaction_id)
        check_may_edit(interaction, actor)
        if not interaction.is_removed:
            interaction.is_removed = True
            contact_ids = [one.contact_id for one in interaction.participants]
            for follow_up in _follow_ups_of(interaction_id):
                follow_up.is_removed = follow_up.done_at is None
            take_back_moves(contact_ids, MoveCause.INTERACTION, interaction_id, actor=actor)
            record(actor, "interaction.removed", interaction)
            keep_outreach_facts(contact_ids)
    return interaction


def bring_back_interaction(interaction_id: int, *, actor: Actor) -> Interaction:
    """Undo `remove_interaction`."""
    with atomic(actor):
        interaction = get_interaction(interaction_id)
        check_may_edit(interaction, actor)
        if interaction.is_removed:
            interaction.is_removed = False
            contacts = [one.contact for one in interaction.participants]
            for follow_up in _follow_ups_of(interaction_id):
                follow_up.is_removed = False
            _move_stages(interaction, contacts, actor)
            record(actor, "interaction.brought_back", interaction)
            keep_outreach_facts(one.id for one in contacts)
    return interaction


def may_edit(interaction: Interaction, actor: Actor) -> bool:
    """Say whether the actor may change an entry: their own for a day, or everybody's with the permission."""
    if actor.may(Permission.INTERACTIONS_EDIT_ALL):
        return True
    is_own = actor.user_id is not None and interaction.user_id == actor.user_id
    return is_own and actor.may(Permission.INTERACTIONS_WRITE) and interaction.created_at >= now() - OWN_EDIT


def check_may_edit(interaction: Interaction, actor: Actor) -> None:
    """Raise ForbiddenError where `may_edit` says no."""
    if not may_edit(interaction, actor):
        raise ForbiddenError("You can change your own entries for a day. Ask a coordinator to change this one.")


def _name_of(user_id: int | None, actor: Actor) -> str:
    return get_user(user_id).name if user_id is not None else actor.name


def _set_interaction(interaction: Interaction, facts: InteractionFacts) -> list[Contact]:
    """Write the facts into an interaction and return who took part; raise DomainError at the field."""
    contacts = list_contacts(facts.contact_ids)
    if not contacts or len(contacts) < len(set(facts.contact_ids)):
        raise DomainError("Choose with whom.", "contacts")
    moment = facts.at or now()
    if moment > now() + AHEAD:
        raise DomainError("This lies ahead. Log it when it has happened; a follow-up reminds you.", "at")
    if facts.minutes is not None and not 0 < facts.minutes <= LONGEST:
        raise DomainError("Write the length in minutes, at most %(most)s.", "minutes", most=LONGEST)
    interaction.kind, interaction.direction, interaction.at = facts.kind, facts.direction, moment
    interaction.text = read_text(facts.text, "text")
    interaction.outcome, interaction.minutes = facts.outcome, facts.minutes
    _set_participants(interaction, contacts)
    return contacts


def _set_participants(interaction: Interaction, contacts: list[Contact]) -> None:
    wanted = {one.id: one for one in contacts}
    for participant in list(interaction.participants):
        if participant.contact_id not in wanted:
            interaction.participants.remove(participant)
        else:
            participant.at = interaction.at
            del wanted[participant.contact_id]
    interaction.participants.extend(Participant(contact=one, at=interaction.at) for one in wanted.values())


def _move_stages(interaction: Interaction, contacts: list[Contact], actor: Actor) -> None:
    stage = STAGE_OF.get(interaction.outcome) if interaction.outcome else None
    if stage is None or interaction.kind in NO_CONTACT:
        return
    for contact in [one for one in contacts if not one.is_person] or contacts:
        advance_stage(contact.id, stage, actor=actor, cause=MoveCause.INTERACTION, cause_id=interaction.id)


def _follow_ups_of(interaction_id: int) -> list[FollowUp]:
    query = select(FollowUp).where(FollowUp.interaction_id == interaction_id).execution_options(**_UPKEEP)
    return list(db.session.scalars(query))


def add_follow_up(contact_id: int, facts: FollowUpFacts, *, actor: Actor) -> FollowUp:
    """Promise something to a contact by a day."""
    with atomic(actor):
        follow_up = _make_follow_up(get_contact(contact_id).id, facts, actor=actor)
        keep_outreach_facts([contact_id])
    return follow_up


def edit_follow_up(follow_up_id: int, facts: FollowUpFacts, *, version: int | None, actor: Actor) -> FollowUp:
    """Change what is promised, by when and by whom."""
    with atomic(actor):
        follow_up = get_follow_up(follow_up_id)
        follow_up.check_version(version)
        _set_follow_up(follow_up, facts, actor)
        record(actor, "follow_up.edited", follow_up)
        keep_outreach_facts([follow_up.contact_id])
    return follow_up


def hand_over_follow_up(follow_up_id: int, owner_id: int, *, actor: Actor) -> FollowUp:
    """Give a follow-up to a colleague."""
    with atomic(actor):
        follow_up = get_follow_up(follow_up_id)
        follow_up.owner_id = _read_owner(owner_id)
        record(actor, "follow_up.handed_over", follow_up, owner=owner_id)
    return follow_up


def finish_follow_up(follow_up_id: int, *, actor: Actor) -> FollowUp:
    """Tick a follow-up off; twice is once."""
    with atomic(actor):
        follow_up = get_follow_up(follow_up_id)
        if follow_up.done_at is None:
            follow_up.done_at = now()
            follow_up.done_by = actor.name
            record(actor, "follow_up.done", follow_up)
            keep_outreach_facts([follow_up.contact_id])
    return follow_up


def reopen_follow_up(follow_up_id: int, *, actor: Actor) -> FollowUp:
    """Take the tick back."""
    with atomic(actor):
        follow_up = get_follow_up(follow_up_id)
        if follow_up.done_at is not None or follow_up.is_removed:
            follow_up.done_at = follow_up.done_by = None
            follow_up.is_removed = False
            record(actor, "follow_up.reopened", follow_up)
            keep_outreach_facts([follow_up.contact_id])
    return follow_up


def remove_follow_up(follow_up_id: int, *, actor: Actor) -> FollowUp:
    """Take back a promise that nobody needs to keep; `reopen_follow_up` undoes it."""
    with atomic(actor):
        follow_up = get_follow_up(follow_up_id)
        if not follow_up.is_removed:
            follow_up.is_removed = True
            record(actor, "follow_up.removed", follow_up)
            keep_outreach_facts([follow_up.contact_id])
    return follow_up


def _make_follow_up(
    contact_id: int, facts: FollowUpFacts, *, actor: Actor, interaction: Interaction | None = None
) -> FollowUp:
    follow_up = FollowUp(contact_id=contact_id, interaction_id=interaction.id if interaction else None)
    _set_follow_up(follow_up, facts, actor)
    db.session.add(follow_up)
    db.session.flush()
    record(actor, "follow_up.added", follow_up, contact=contact_id, due=facts.due_on)
    return follow_up


def _set_follow_up(follow_up: FollowUp, facts: FollowUpFacts, actor: Actor) -> None:
    text = read_line(facts.text, "follow_up_text", TEXT_LENGTH)
    if not text:
        raise DomainError("Write what is to be done.", "follow_up_text")
    follow_up.text, follow_up.due_on, follow_up.kind = text, facts.due_on, facts.kind
    follow_up.owner_id = _read_owner(facts.owner_id) or follow_up.owner_id or actor.user_id


def _read_owner(owner_id: int | None) -> int | None:
    if owner_id is None:
        return None
    owner = get_user(owner_id)
    if not owner.is_active:
        raise DomainError("This colleague's account is closed.", "follow_up_owner")
    return owner.id


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let what happened with one contact, and what was promised to it, be another's, in the act at work."""
    shared = {row["interaction_id"] for row in read_rows("participant", contact_id=new_id)}
    for row in read_rows("participant", contact_id=old_id):
        if row["interaction_id"] in shared:
            trace.remove(Participant, row["id"])
    trace.point(Participant, "contact_id", old_id, new_id)
    trace.point(FollowUp, "contact_id", old_id, new_id)


def keep_outreach_facts(contact_ids: Iterable[int]) -> None:
    """Bring the last contact and the next step on contacts' rows in step, in the act at work."""
    db.session.flush()
    for contact_id in dict.fromkeys(contact_ids):
        last = db.session.execute(
            select(Interaction.at, Interaction.kind)
            .join(Participant, Participant.interaction_id == Interaction.id)
            .where(
                Participant.contact_id == contact_id,
                Interaction.is_removed.is_(False),
                Interaction.kind.not_in(NO_CONTACT),
            )
            .order_by(Participant.at.desc(), Interaction.id.desc())
            .limit(1)
            .execution_options(**_UPKEEP)
        ).first()
        step = db.session.execute(
            select(FollowUp.text, FollowUp.due_on)
            .where(FollowUp.contact_id == contact_id, FollowUp.done_at.is_(None), FollowUp.is_removed.is_(False))
            .where(~_is_with_hidden(contact_id))
            .order_by(FollowUp.due_on, FollowUp.id)
            .limit(1)
            .execution_options(**_UPKEEP)
        ).first()
        keep_facts(
            contact_id,
            last_contact_at=last.at if last else None,
            last_contact_kind=last.kind.value if last else None,
            next_step=step.text[:200] if step else None,
            next_step_on=step.due_on if step else None,
        )


def _is_with_hidden(contact_id: int) -> ColumnElement[bool]:
    """Say of a follow-up that its conversation was also with somebody whom not all see who see the contact.

    They read the contact's row, and the promise may name the others.
    """
    own, theirs = aliased(ContactTeam), aliased(ContactTeam)
    is_open = ~exists(select(1).where(own.contact_id == contact_id))
    their_teams = select(theirs.team_id).where(theirs.contact_id == Participant.contact_id).correlate(Participant)
    is_seen_by_more = exists(select(1).where(own.contact_id == contact_id, own.team_id.not_in(their_teams)))
    return exists(
        select(1)
        .select_from(Participant)
        .join(Contact, Participant.contact_id == Contact.id)
        .where(
            Participant.interaction_id == FollowUp.interaction_id,
            Participant.contact_id != contact_id,
            Contact.is_limited.is_(True),
            or_(is_open, is_seen_by_more),
        )
    )


def _keep_beside(contact_id: int) -> None:
    """Bring the rows of all in step who took part in something together with a contact."""
    mine = select(Participant.interaction_id).where(Participant.contact_id == contact_id)
    query = select(Participant.contact_id).where(Participant.interaction_id.in_(mine)).distinct()
    keep_outreach_facts(db.session.scalars(query.execution_options(**_UPKEEP)).all())


on_limited(_keep_beside)
