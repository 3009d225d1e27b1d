"""Forms of users, roles and teams."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, EmailField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from crm.accounts.models import Team
from crm.accounts.values import PERMISSIONS_OF, ROLE_WORDS, Permission, Role
from crm.core.actor import Actor
from crm.web.shared.forms import CrmForm

_ASKED = _("Fill this in.")


class RoleForm(CrmForm):
    """A role, for all teams or one, for good or until a day."""

    role = SelectField(_("Role"), default=Role.STAFF.value)
    team = SelectField(_("Team"), description=_("Whose limited records this user sees."))
    expires_on = DateField(
        _("Until"), [Optional()], description=_("The last day on which the role holds. Leave it empty for good.")
    )

    def offer(self, actor: Actor, teams: Sequence[Team]) -> None:
        """Offer the roles and teams that this actor can give."""
        is_manager = actor.may(Permission.USERS_MANAGE)
        roles = [role for role in ROLE_WORDS if is_manager or all(map(actor.may, PERMISSIONS_OF[role]))]
        sees_all = is_manager or actor.team_ids is None
        own = [team for team in teams if sees_all or team.id in (actor.team_ids or ())]
        everything = [SelectChoice("", gettext("All teams"))] if sees_all else []
        self.role.choices = [SelectChoice(role.value, gettext(ROLE_WORDS[role])) for role in roles]
        self.team.choices = [*everything, *(SelectChoice(str(team.id), team.name) for team in own)]

    @property
    def given(self) -> dict[str, Any]:
        """Return role and team as services take them."""
        return {"role": Role(self.role.data), "team_id": int(self.team.data) if self.team.data else None}


class InviteForm(RoleForm):
    """A new user."""

    name = StringField(_("Name"), [DataRequired(_ASKED), Length(max=200)])
    email = EmailField(_("Mail address"), [DataRequired(_ASKED), Length(max=320)])


class UserForm(CrmForm):
    """A user's name and address."""

    version = HiddenField()
    name = StringField(_("Name"), [DataRequired(_ASKED), Length(max=200)])
    email = EmailField(_("Mail address for signing in"), [DataRequired(_ASKED), Length(max=320)])


class TeamForm(CrmForm):
    """A team's name."""

    version = HiddenField()
    name = StringField(_("Name of the team"), [DataRequired(_ASKED), Length(max=120)])
