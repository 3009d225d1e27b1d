"""Signatories that a list brings: they move on in the main ask as if each signature were recorded on the screen."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Table, insert, select, update

from crm.coalition.models import StageMove
from crm.coalition.queries import find_current_campaign
from crm.coalition.values import MoveCause, is_forward
from crm.contacts.models import Contact
from crm.contacts.values import Stage
from crm.core.db import current_act, db
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
