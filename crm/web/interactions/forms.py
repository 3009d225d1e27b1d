"""The form of a contact made or received."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from crm.contacts.models import Contact
from crm.contacts.queries import find_contacts, list_contacts
from crm.core.clock import now
from crm.core.db import read_id
from crm.outreach.models import Interaction
from crm.outreach.values import (
    DIRECTION_WORDS,
    INTERACTION_KIND_WORDS,
    OUTCOME_WORDS,
    Direction,
    FollowUpFacts,
    InteractionFacts,
    InteractionKind,
    Outcome,
)
from crm.web.shared.forms import CrmForm, WholeField, choices_of, owner_choices
from crm.web.shared.page import choose_timezone

_WHEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")


class LogForm(CrmForm):
    """A contact made or received, with everybody who took part; the follow-up is for the first of them."""

    kind = RadioField(_("Kind"), choices=choices_of(INTERACTION_KIND_WORDS), default="call", validate_choice=False)
    contacts = StringField(_("With whom"))
    find = StringField(_("Add somebody"))
    direction = RadioField(_("Who began"), choices=choices_of(DIRECTION_WORDS), default="out", validate_choice=False)
    at = DateTimeLocalField(_("When"), [Optional()], format=list(_WHEN))
    minutes = WholeField(_("Length in minutes"), [Optional()])
    text = TextAreaField(_("What was said"))
    outcome = SelectField(_("Result"), choices=choices_of(OUTCOME_WORDS, empty="—"), validate_choice=False)
    follow_up_on = DateField(_("Follow up on"), [Optional()])
    follow_up_text = StringField(_("What is to be done"))
    follow_up_owner = SelectField(_("Who does it"), validate_choice=False)
    version = HiddenField()

    def __init__(self, *args: Any, chosen: list[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen_ids = read_ids(request.form.getlist("contacts")) if request.method == "POST" else chosen or []
        self.follow_up_owner.choices = owner_choices()

    def chosen(self) -> list[Contact]:
        """Return those who took part as far as they are chosen."""
        return list_contacts(self.chosen_ids)

    def found(self) -> list[Contact]:
        """Return who is meant by what was typed to add somebody."""
        text = str(self.find.data or "")
        return [one for one in find_contacts(text) if one.id not in self.chosen_ids] if text else []

    def facts(self) -> InteractionFacts:
        """Return what was filled in."""
        local = self.at.data
        zone = ZoneInfo(choose_timezone())
        return InteractionFacts(
            kind=_member(InteractionKind, self.kind.data) or InteractionKind.CALL,
            contact_ids=tuple(self.chosen_ids),
            at=local.replace(tzinfo=zone) if local else None,
            direction=_member(Direction, self.direction.data) or Direction.OUT,
            text=self.text.data or "",
            outcome=_member(Outcome, self.outcome.data),
            minutes=self.minutes.data,
            follow_up=self._follow_up(),
        )

    def _follow_up(self) -> FollowUpFacts | None:
        if self.follow_up_on.data is None:
            return None
        kind = _member(InteractionKind, self.kind.data) or InteractionKind.CALL
        text = self.follow_up_text.data or str(_FOLLOW_UP[kind])
        return FollowUpFacts(
            text=text,
            due_on=self.follow_up_on.data,
            owner_id=read_id(self.follow_up_owner.data),
            kind=kind if kind is not InteractionKind.NOTE else InteractionKind.CALL,
        )

    def validate_follow_up_text(self, field: StringField) -> None:
        """Ask for the day where only the promise was written."""
        if field.data and self.follow_up_on.data is None and not self.follow_up_on.errors:
            self.follow_up_on.errors = [*self.follow_up_on.errors, str(_("Choose the day of the follow-up."))]


#: What a follow-up is called when only its day was chosen.
_FOLLOW_UP = {
    InteractionKind.CALL: _("Call again"),
    InteractionKind.MAIL: _("Write again"),
    InteractionKind.MEETING: _("Meet again"),
    InteractionKind.EVENT: _("Get in touch"),
    InteractionKind.LETTER: _("Write again"),
    InteractionKind.MESSAGE: _("Write again"),
    InteractionKind.NOTE: _("Get in touch"),
}


def _member(enum: Any, value: object) -> Any:
    return enum(value) if value in {one.value for one in enum} else None


def read_ids(values: list[str]) -> list[int]:
    """Return the numbers among what was sent, each once and in order."""
    numbers = [number for value in values if (number := read_id(value)) is not None]
    return list(dict.fromkeys(numbers))


def local_now() -> datetime:
    """Return the present moment as a field for date and time shows it."""
    return now().astimezone(ZoneInfo(choose_timezone())).replace(tzinfo=None, second=0, microsecond=0)


def form_of(interaction: Interaction) -> LogForm:
    """Return the form of what was logged."""
    local = interaction.at.astimezone(ZoneInfo(choose_timezone())).replace(tzinfo=None, second=0, microsecond=0)
    return LogForm(
        data={
            "kind": interaction.kind.value,
            "direction": interaction.direction.value,
            "at": local,
            "minutes": interaction.minutes,
            "text": interaction.text,
            "outcome": interaction.outcome.value if interaction.outcome else "",
            "version": interaction.version,
        },
        chosen=[one.contact_id for one in interaction.participants],
    )
