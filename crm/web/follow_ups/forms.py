"""The form of a follow-up."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired

from crm.core.db import read_id
from crm.outreach.models import FollowUp
from crm.outreach.values import INTERACTION_KIND_WORDS, FollowUpFacts, InteractionKind
from crm.web.shared.forms import CrmForm, choices_of, owner_choices


class FollowUpForm(CrmForm):
    """A dated promise."""

    follow_up_text = StringField(_("What is to be done"))
    due_on = DateField(_("By when"), [DataRequired(_("Choose a day."))])
    follow_up_owner = SelectField(_("Who does it"), validate_choice=False)
    kind = RadioField(_("How"), choices=choices_of(INTERACTION_KIND_WORDS), default="call", validate_choice=False)
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.follow_up_owner.choices = owner_choices()

    def facts(self) -> FollowUpFacts:
        """Return what was filled in."""
        kind = str(self.kind.data)
        return FollowUpFacts(
            text=self.follow_up_text.data or "",
            due_on=self.due_on.data,
            owner_id=read_id(self.follow_up_owner.data),
            kind=InteractionKind(kind) if kind in {one.value for one in InteractionKind} else InteractionKind.CALL,
        )


def form_of(follow_up: FollowUp) -> FollowUpForm:
    """Return the form of a follow-up."""
    return FollowUpForm(
        data={
            "follow_up_text": follow_up.text,
            "due_on": follow_up.due_on,
            "follow_up_owner": str(follow_up.owner_id or ""),
            "kind": follow_up.kind.value,
            "version": follow_up.version,
        }
    )
