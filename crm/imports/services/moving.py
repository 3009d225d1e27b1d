"""Signatories that a list brings: they move on in the main ask as if each signature were recorded on the screen."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Table, insert, select, update

from crm.coalition.models import StageMove
from crm.coalition.queries import find_current_campaign
from crm.coalition.values import MoveCause, is_forward
from crm.contacts.models import Contact
from crm.contacts.values import Stage
from crm.core.db import as_json, current_act, db
from crm.core.journal.models import Change, JournalLine
from crm.core.journal.services import line_head
from crm.core.scope import Unscoped
from crm.imports.values.plans import Update

_BULK = {"unscoped": Unscoped.BULK}
_CONTACTS: Table = Contact.__table__  # type: ignore[assignment]  # a model has a table


def move_signatories(signature_of: Mapping[int, int], row_of: Mapping[int, int], moment: datetime) -> list[Update]:
    """Move contacts on to Signed within the act at work, given with their new signatures and their rows."""
    places = _CONTACTS.c
    query = select(places.id, places.stage, places.stage_since).where(places.id.in_(signature_of)).order_by(places.id)
    behind = [one for one in db.session.execute(query, execution_options=_BULK) if is_forward(one.stage, Stage.SIGNED)]
    if not behind:
        return []
    campaign = find_current_campaign()
    head = {
        "campaign_id": campaign.id if campaign else None, "after": Stage.SIGNED, "at": moment,
        "actor_name": current_act().actor.name, "cause": MoveCause.SIGNATURE,
    }  # fmt: skip
    moves = [{**head, "contact_id": one.id, "before": one.stage, "cause_id": signature_of[one.id]} for one in behind]
    db.session.execute(insert(StageMove), moves)
    ids = [one.id for one in behind]
    values = {"stage": Stage.SIGNED, "stage_since": moment, "updated_at": moment, "version": places.version + 1}
    db.session.execute(update(_CONTACTS).where(places.id.in_(ids)).values(values), execution_options=_BULK)
    return [
        Update("contact", one.id, field, before, after, row_of[one.id])
        for one in behind
        for field, before, after in (("stage", one.stage, Stage.SIGNED), ("stage_since", one.stage_since, moment))
    ]


def take_moves_back(signed: Mapping[int, JournalLine], contact_ids: Collection[int | None]) -> list[int]:
    """Give contacts the stage that they had before these signatures moved them, where nothing moved them since.

    The signatures are given with their journal lines. Returns the moves that are void now; who calls takes them away.
    """
    move = StageMove.__table__.c
    query = select(move.id, move.contact_id, move.cause_id, move.before, _CONTACTS.c.stage_since).join(
        _CONTACTS, _CONTACTS.c.id == move.contact_id
    )
    mine = (move.cause == MoveCause.SIGNATURE, move.cause_id.in_(signed), move.contact_id.in_(contact_ids))
    last = (_CONTACTS.c.stage == move.after, _CONTACTS.c.stage_since == move.at)
    moves = db.session.execute(query.where(*mine, *last).execution_options(**_BULK)).all()
    for one in moves:
        values = {"stage": one.before, "stage_since": None, "version": _CONTACTS.c.version + 1}
        change = update(_CONTACTS).where(_CONTACTS.c.id == one.contact_id).values(values)
        db.session.execute(change, execution_options=_BULK)
    head = {**line_head(), "table": "contact", "change": Change.CHANGED.value}
    lines = [
        {
            **head, "source_row": signed[one.cause_id].source_row, "record_id": one.contact_id,
            "subject_id": one.contact_id, "field": field, "before": as_json(before), "after": as_json(after),
        }
        for one in moves
        for field, before, after in (("stage", Stage.SIGNED, one.before), ("stage_since", one.stage_since, None))
    ]  # fmt: skip
    if lines:
        db.session.execute(insert(JournalLine), lines)
    return [one.id for one in moves]
