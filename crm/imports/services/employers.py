"""Employers that were only names: their places are tied to the organisation that a list brings."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, bindparam, update

from crm.contacts.models import Affiliation
from crm.contacts.queries import find_sole_organizations, select_named_places
from crm.core.db import db
from crm.core.scope import Unscoped
from crm.imports.values.plans import Update

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
        db.session.execute(point, rows, execution_options={"unscoped": Unscoped.BULK})
