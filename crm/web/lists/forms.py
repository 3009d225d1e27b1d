"""Forms of lists: a view's name and audience, an act on many rows, how a file is written."""

from collections.abc import Mapping, Sequence

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from crm.accounts.queries import list_active_users, list_teams
from crm.core.own_ids import OWN_ID
from crm.core.sheets import PROGRAM_WORDS
from crm.segments.models import Audience, SavedView
from crm.segments.services.cards import CARD_LISTS
from crm.segments.services.exports import FORM_WORDS, Form, exported_fields
from crm.web.shared.access import current_actor
from crm.web.shared.forms import CrmForm, choices_of


class ViewForm(CrmForm):
    """The name of a view and who sees it."""

    name = StringField(lazy_gettext("Name"), render_kw={"required": True})
    audience = RadioField(lazy_gettext("Who sees it"), default=Audience.PRIVATE.value)
    team = SelectField(lazy_gettext("Team"), default="")
    version = HiddenField()
    takes_over = BooleanField(lazy_gettext("Let it show the filters, columns and order that the list has now"))

    @classmethod
    def offering(cls, view: SavedView | None = None) -> "ViewForm":
        """Return the form with the reader's teams, filled from a view."""
        form = cls() if view is None else cls(**cls.values_of(view))
        mine = current_actor().team_ids
        teams = [team for team in list_teams() if mine is None or team.id in mine]
        form.team.choices = [("", gettext("Choose a team")), *((str(team.id), team.name) for team in teams)]
        form.audience.choices = [
            (Audience.PRIVATE.value, gettext("Only me")),
            *([(Audience.TEAM.value, gettext("A team"))] if teams else []),
            (Audience.EVERYONE.value, gettext("Everyone")),
        ]
        if not teams:
            del form.team
        return form

    @staticmethod
    def values_of(view: SavedView) -> dict[str, object]:
        """Return what the view is now, by field."""
        return {
            "name": view.name,
            "audience": view.audience.value,
            "team": str(view.team_id or ""),
            "version": view.version,
        }

    @property
    def chosen_audience(self) -> Audience:
        """Return who is to see the view."""
        return Audience(self.audience.data)

    @property
    def chosen_team(self) -> int | None:
        """Return the team that is to see it."""
        given = self.team.data if "team" in self else ""
        return int(given) if given else None


class BulkForm(CrmForm):
    """One act on many rows, and with what."""

    act = HiddenField()
    all = BooleanField(lazy_gettext("All in this view"))
    value = StringField()

    ids: list[int]

    @classmethod
    def offering(cls, ids: list[int]) -> "BulkForm":
        """Return the form for the ticked rows; an owner is chosen, a tag is typed, an archive needs nothing."""
        form = cls()
        form.ids = ids
        form.value.label.text = gettext("Owner") if form.act.data == "owner" else gettext("Tag")
        return form

    @property
    def is_sure(self) -> bool:
        """Say whether the question was answered already."""
        return request.form.get("sure") == "1"

    @property
    def owners(self) -> list[tuple[str, str]]:
        """Return who can own something."""
        return [("", gettext("Nobody")), *((str(user.id), user.name) for user in list_active_users())]


class ExportForm(CrmForm):
    """How a list becomes a file."""

    form = RadioField(lazy_gettext("Format"))
    program = RadioField(
        lazy_gettext("Opened with"),
        choices=choices_of(PROGRAM_WORDS),
        description=lazy_gettext("Only for CSV: it decides about commas and semicolons. It is remembered."),
    )
    headers = RadioField(
        lazy_gettext("Names of the columns"),
        description=lazy_gettext("Only for CSV and XLSX. Both can be brought in again."),
    )
    columns = SelectMultipleField(
        lazy_gettext("Columns"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    protected = BooleanField(lazy_gettext("Take along who is limited to teams"))

    @classmethod
    def offering(cls, record: str, shown: Sequence[str], kept: Mapping[str, str]) -> "ExportForm":
        """Return the form with what can be chosen for a list; the shown columns and the id are ticked."""
        form = cls(formdata=None)
        forms = [one for one in Form if one is not Form.VCF or record in CARD_LISTS]
        form.form.choices = [(one.value, gettext(FORM_WORDS[one])) for one in forms]
        form.form.data = kept.get("form") if kept.get("form") in forms else Form.CSV.value
        form.program.data = kept.get("program") or form.program.choices[0].value
        form.headers.choices = [
            ("words", gettext("In words, as on the screen")),
            ("keys", gettext("Short and English, as programs want them")),
        ]
        form.headers.data = kept.get("headers") or "words"
        fields = exported_fields(record)
        form.columns.choices = [(field.key, gettext(field.label)) for field in fields]
        form.columns.data = [field.key for field in fields if field.key in {OWN_ID, *shown}]
        return form
