"""What lists, questions and exports know of interactions."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select

from crm.contacts.models import Contact, is_limited
from crm.core.db import db
from crm.core.fields.conditions import OF_CHOICE, OF_TEXT, refuse, where_column, where_moment
from crm.core.fields.registry import declare, declare_kind
from crm.core.fields.values import Field, FieldKind, RecordKind, Relation
from crm.core.scope import row_rule, visible
from crm.core.words import N_
from crm.outreach.models import Interaction, Participant
from crm.outreach.values import DIRECTION_WORDS, INTERACTION_KIND_WORDS, OUTCOME_WORDS

RECORD = "interactions"


def _base() -> Select[Any]:
    return visible(Interaction).where(Interaction.is_removed.is_(False))


def _load_participants(ids: Sequence[int]) -> dict[int, object]:
    query = (
        visible(Participant, Participant.interaction_id, Contact.name)
        .join(Contact, Contact.id == Participant.contact_id)
        .where(row_rule(Contact), Participant.interaction_id.in_(ids))
        .order_by(Participant.id)
    )
    found: dict[int, list[str]] = {}
    for interaction_id, name in db.session.execute(query):
        found.setdefault(interaction_id, []).append(name)
    return dict(found)


def _where_participant(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
    """Ask for what one of these contacts (by number) took part in."""
    if relation not in {Relation.IS, Relation.ANY_OF}:
        raise refuse(relation)
    return Interaction.id.in_(
        visible(Participant, Participant.interaction_id).where(Participant.contact_id.in_(values))
    )


def _choices(words: dict[Any, str]) -> Callable[[], Sequence[tuple[str, str]]]:
    return lambda: [(member.value, word) for member, word in words.items()]


def _is_protected() -> ColumnElement[bool]:
    """Ask for what somebody took part in who is limited to teams."""
    return Interaction.id.in_(
        visible(Participant, Participant.interaction_id).where(is_limited(Participant.contact_id))
    )


declare_kind(RecordKind(RECORD, N_("Interactions"), Interaction, _base, order="-at", protected=_is_protected))
declare(
    Field(
        RECORD,
        "at",
        N_("When"),
        FieldKind.MOMENT,
        value=lambda row: row.at,
        where=where_moment(Interaction.at),
        relations=(Relation.BEFORE, Relation.AFTER),
        order=lambda: Interaction.at.expression,
        is_shown=True,
    ),
    Field(
        RECORD,
        "kind",
        N_("Kind"),
        FieldKind.CHOICE,
        value=lambda row: row.kind.value,
        where=where_column(Interaction.kind),
        relations=(Relation.IS, Relation.IS_NOT),
        choices=_choices(INTERACTION_KIND_WORDS),
        is_shown=True,
    ),
    Field(
        RECORD,
        "with",
        N_("With whom"),
        FieldKind.CONTACT,
        load=_load_participants,
        where=_where_participant,
        relations=(Relation.IS,),
        is_shown=True,
    ),
    Field(
        RECORD,
        "direction",
        N_("Direction"),
        FieldKind.CHOICE,
        value=lambda row: row.direction.value,
        where=where_column(Interaction.direction),
        relations=(Relation.IS,),
        choices=_choices(DIRECTION_WORDS),
    ),
    Field(
        RECORD,
        "text",
        N_("What was said"),
        FieldKind.TEXT,
        value=lambda row: row.text,
        where=where_column(Interaction.text),
        relations=OF_TEXT,
        is_shown=True,
    ),
    Field(
        RECORD,
        "outcome",
        N_("Result"),
        FieldKind.CHOICE,
        value=lambda row: row.outcome.value if row.outcome else None,
        where=where_column(Interaction.outcome),
        relations=OF_CHOICE,
        choices=_choices(OUTCOME_WORDS),
        is_shown=True,
    ),
    Field(RECORD, "minutes", N_("Minutes"), FieldKind.NUMBER, value=lambda row: row.minutes),
    Field(
        RECORD,
        "user",
        N_("Whose contact"),
        FieldKind.TEXT,
        value=lambda row: row.user_name,
        where=where_column(Interaction.user_name),
        relations=(Relation.IS, Relation.BEGINS),
        is_shown=True,
    ),
)
