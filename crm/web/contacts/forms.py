"""Forms of the record page: one field in place, a new contact, and the small forms of its panels."""

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from crm.accounts.models import Team, User
from crm.accounts.queries import list_active_users, list_teams
from crm.coalition.values import MEMBERSHIP_WORDS
from crm.contacts.models import Contact
from crm.contacts.queries import get_contact
from crm.contacts.values import (
    NAME_KIND_WORDS,
    ORGANIZATION_TYPE_WORDS,
    POINT_KIND_WORDS,
    RELATION_KIND_WORDS,
    STAGE_ARROWS,
    STAGE_WORDS,
)
from crm.core.actor import Actor
from crm.core.db import read_id
from crm.core.text.countries import country_choices
from crm.core.text.languages import language_name
from crm.core.words import N_
from crm.web.shared.access import current_actor
from crm.web.shared.forms import CrmForm, choices_of
from crm.web.shared.page import reader_today

#: Words of the fields that are edited in place.
FIELD_WORDS = {
    "name": N_("Name"),
    "native_name": N_("Name in own script"),
    "acronym": N_("Acronym"),
    "organization_type": N_("Type"),
    "country": N_("Country"),
    "city": N_("City"),
    "languages": N_("Languages"),
    "website": N_("Website"),
    "founded": N_("Founded"),
    "owner_id": N_("Owner"),
    "notes": N_("Notes"),
}
_TEXTS = {"notes"}
_CHOSEN = {"organization_type", "country", "owner_id"}


class LineForm(CrmForm):
    """One line of text."""

    value = StringField()
    version = HiddenField()


class TextForm(CrmForm):
    """A text of several lines."""

    value = TextAreaField()
    version = HiddenField()


class ChoiceForm(CrmForm):
    """One of a list; the domain says what is wrong with anything else."""

    value = SelectField(validate_choice=False)
    version = HiddenField()


def field_form(field: str, contact: Contact, **data: Any) -> CrmForm:
    """Return the form of one field of a contact, filled with what it holds."""
    kind = TextForm if field in _TEXTS else ChoiceForm if field in _CHOSEN else LineForm
    form = kind(data={"value": field_value(field, contact), "version": contact.version, **data})
    form.value.label.text = str(_(FIELD_WORDS[field]))
    if field in _CHOSEN:
        form.value.choices = _choices(field)
    return form


class ContactForm(CrmForm):
    """All fields of a person or an organisation that hold one value, each with the words that it has in place."""

    name = StringField(_("Name"))
    native_name = StringField(_("Name in own script"), description=_("Shown beside the name, and found by."))
    acronym = StringField(_("Acronym"))
    organization_type = SelectField(_("Type"), validate_choice=False)
    founded = StringField(_("Founded"))
    country = SelectField(_("Country"), validate_choice=False)
    city = StringField(_("City"))
    languages = StringField(_("Languages"), description=_("The preferred one first, with commas between them."))
    website = StringField(_("Website"))
    owner_id = SelectField(_("Owner"), validate_choice=False)
    notes = TextAreaField(_("Notes"))
    version = HiddenField()

    @classmethod
    def of(cls, contact: Contact, *, with_notes: bool) -> "ContactForm":
        """Return the form of a contact, filled with what it holds, without what it has not."""
        form = cls(data={**{field: field_value(field, contact) for field in FIELD_WORDS}, "version": contact.version})
        left_out = {"organization_type", "founded"} if contact.is_person else set()
        for field in left_out if with_notes else left_out | {"notes"}:
            delattr(form, field)
        for field in _CHOSEN - left_out:
            form[field].choices = _choices(field)
        return form

    def changes_to(self, contact: Contact) -> dict[str, Any]:
        """Return what was typed where it is not what the contact holds."""
        fields = [one for one in self if one.name in FIELD_WORDS]
        return {one.name: one.data for one in fields if (one.data or "") != field_value(one.name, contact)}


def field_value(field: str, contact: Contact) -> str:
    """Return what a field holds as its form shows it."""
    value = getattr(contact, field)
    if field == "languages":
        return ", ".join(language_name(code, reader_language()) for code in value)
    return "" if value is None else str(getattr(value, "value", value))


def reader_language() -> str:
    """Return the language in which names of countries and languages are shown."""
    return str(get_locale() or "en")


def _choices(field: str) -> list[SelectChoice]:
    empty = SelectChoice("", "—")
    if field == "country":
        return [empty, *(SelectChoice(code, name) for code, name in country_choices(reader_language()))]
    if field == "owner_id":
        return [empty, *user_choices(list_active_users())]
    return [empty, *choices_of(ORGANIZATION_TYPE_WORDS)()]


def user_choices(users: list[User]) -> list[SelectChoice]:
    """Return colleagues as choices."""
    return [SelectChoice(str(user.id), user.name) for user in users]


class NewContactForm(CrmForm):
    """A new person or organisation."""

    name = StringField(_("Name"))
    country = SelectField(_("Country"), validate_choice=False)
    city = StringField(_("City"))
    organization_type = SelectField(
        _("Type"), choices=choices_of(ORGANIZATION_TYPE_WORDS, empty="—"), validate_choice=False
    )
    native_name = StringField(_("Name in own script"), description=_("Shown beside the name, and found by."))
    languages = StringField(_("Languages"), description=_("The preferred one first, with commas between them."))
    emails = EmailField(_("Mail address"))
    phones = StringField(_("Phone"), description=_("With + and the country's number, or as dialled in the country."))
    website = StringField(_("Website"))
    organization = StringField(_("Organisation"), description=_("Where this person works or is active."))
    role = StringField(_("Role"))
    stage = RadioField(
        _("Status"),
        choices=lambda: [SelectChoice(one.value, str(_(STAGE_WORDS[one]))) for one in STAGE_ARROWS[:5]],
        default="identified",
    )
    notes = TextAreaField(_("Notes"))

    @classmethod
    def offering(cls, **data: Any) -> "NewContactForm":
        """Return the form with the countries in the reader's language."""
        form = cls(data=data)
        names = country_choices(reader_language())
        form.country.choices = [SelectChoice("", "—"), *(SelectChoice(code, name) for code, name in names)]
        return form


class NameForm(CrmForm):
    """A further name."""

    name = StringField(_("Further name"))
    kind = SelectField(_("What it is"), choices=choices_of(NAME_KIND_WORDS))


class PointForm(CrmForm):
    """An address or number."""

    kind = SelectField(_("Kind"), choices=choices_of(POINT_KIND_WORDS))
    value = StringField(_("Address or number"))
    label = StringField(_("Note beside it"))


class TagForm(CrmForm):
    """A tag."""

    tag = StringField(_("Tag"))


class ChecksField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TeamsForm(CrmForm):
    """The teams that a record is limited to."""

    team_ids = ChecksField(_("Teams"), coerce=int, validate_choice=False)
    #: The numbers of the teams that its user saw, with commas between.
    version = HiddenField()

    @classmethod
    def offering(cls, actor: Actor, chosen: list[int]) -> "TeamsForm":
        """Return the form with the teams that the actor may choose."""
        form = cls(data={"team_ids": chosen, "version": joined(chosen)})
        form.team_ids.choices = [SelectChoice(team.id, team.name) for team in own_teams(actor)]
        return form

    @property
    def seen(self) -> list[int]:
        """Return the teams that its user saw."""
        return [team_id for part in (self.version.data or "").split(",") if (team_id := read_id(part))]


def own_teams(actor: Actor) -> list[Team]:
    """Return the teams that an actor may limit a record to."""
    return [team for team in list_teams() if actor.team_ids is None or team.id in actor.team_ids]


def joined(team_ids: Iterable[int]) -> str:
    """Return the numbers of teams as the form carries them."""
    return ",".join(str(one) for one in sorted(team_ids))


class AffiliationForm(CrmForm):
    """A person's place in an organisation: who or where, role, dates, rights."""

    other = StringField(_("Name"))
    role = StringField(_("Role"))
    since = DateField(_("Since"), [Optional()])
    until = DateField(_("Until"), [Optional()])
    is_main_contact = BooleanField(_("Main contact"))
    may_sign = BooleanField(_("May sign for it"))
    version = HiddenField()


class RelationForm(CrmForm):
    """A tie to another organisation."""

    kind = SelectField(_("Tie"), choices=choices_of(RELATION_KIND_WORDS))
    other_id = StringField(_("Organisation"))
    since = DateField(_("Since"), [Optional()])


class MembershipForm(CrmForm):
    """A place in the coalition from a day on."""

    membership = SelectField(_("Membership"), choices=choices_of(MEMBERSHIP_WORDS))
    since = DateField(_("Since"))


class DayForm(CrmForm):
    """The last day of something."""

    until = DateField(_("Last day"))


#: The small forms of the record page by name; one stands open at a time.
PANELS: dict[str, type[CrmForm]] = {
    "name": NameForm,
    "point": PointForm,
    "tag": TagForm,
    "teams": TeamsForm,
    "affiliation": AffiliationForm,
    "tie": RelationForm,
    "membership": MembershipForm,
}


def panel_form(panel: str, contact_id: int) -> CrmForm:
    """Return a small form to be filled in."""
    if panel == "teams":
        return TeamsForm.offering(current_actor(), [one.team_id for one in get_contact(contact_id).teams])
    return PANELS[panel](data={"since": reader_today() if panel == "membership" else None})
