"""Employers that were only names: tied to the organisation that a list brings, names again when it goes."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update

from crm.contacts.models import Affiliation, Contact
from crm.contacts.queries import find_sole_organizations, select_named_places
from crm.core.db import db
from crm.core.journal.models import Change, JournalLine
from crm.core.journal.services import line_head
from crm.core.scope import Unscoped
from crm.imports.values.plans import Update

_BULK = {"unscoped": Unscoped.BULK}
_PLACES: Table = Affiliation.__table__  # type: ignore[assignment]  # a model has a table


def tie_employers(row_of: Mapping[str, int]) -> list[Update]:
    """Tie the places that so far only name one of these new organisations, within the act at work.

    The organisations are given by name with their rows. A name that two organisations have ties nothing: a human
    decides.
    """
    sole = find_sole_organizations(row_of.keys()) if row_of else {}
    if not sole:
        return []
    columns = (Affiliation.id, Affiliation.person_id, Affiliation.organization_name)
    places = db.session.execute(select_named_places(sole, *columns).order_by(Affiliation.id))
    ties = [
        Update("affiliation", place.id, "organization_id", None, sole[name], row_of[name], subject=place.person_id)
        for place in places
        if (name := place.organization_name)
    ]
    _point([{"b_id": one.id, "b_place": one.after} for one in ties])
    return ties


def _point(rows: list[dict[str, Any]]) -> None:
    if rows:
        point = update(_PLACES).where(_PLACES.c.id == bindparam("b_id")).values(organization_id=bindparam("b_place"))
        db.session.execute(point, rows, execution_options=_BULK)


def name_places(organization_ids: Collection[int]) -> None:
    """Write the names of organisations that go on the places in them that stay, within the act at work."""
    query = (
        select(Affiliation.id, Affiliation.person_id, Contact.name)
        .join(Contact, Affiliation.organization_id == Contact.id)
        .where(Affiliation.organization_id.in_(organization_ids), Affiliation.organization_name.is_(None))
    )
    places = db.session.execute(query.order_by(Affiliation.id).execution_options(**_BULK)).all()
    if not places:
        return
    head = {**line_head(), "table": "affiliation", "change": Change.CHANGED.value, "field": "organization_name"}
    lines = [{**head, "record_id": place_id, "subject_id": who, "after": name} for place_id, who, name in places]
    write = update(_PLACES).where(_PLACES.c.id == bindparam("b_id")).values(organization_name=bindparam("b_name"))
    binds = [{"b_id": place_id, "b_name": name} for place_id, _who, name in places]
    db.session.execute(write, binds, execution_options=_BULK)
    db.session.execute(insert(JournalLine), lines)
