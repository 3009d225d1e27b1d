"""What the pages of duplicates and merges say: both sides field by field, what hangs on each, what came later."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from crm.accounts.queries import get_user, list_teams
from crm.coalition.values import MEMBERSHIP_WORDS
from crm.contacts.models import Contact, ContactPoint
from crm.contacts.queries import is_masked, list_contacts
from crm.contacts.values import (
    NAME_KIND_WORDS,
    ORGANIZATION_TYPE_WORDS,
    POINT_KIND_WORDS,
    RELATION_KIND_WORDS,
    STAGE_WORDS,
    ContactKind,
    OrganizationType,
    PointKind,
    Stage,
    mask_address,
)
from crm.core.text import country_name, language_name
from crm.core.words import N_
from crm.matching.models import DuplicatePair
from crm.matching.values import Zone
from crm.outreach.values import INTERACTION_KIND_WORDS
from crm.records.models import ContactMerge
from crm.records.queries.merging import compare, count_hanging
from crm.records.values import Choice, Hanging, Keep, Later
from crm.statements.values import SIGNATURE_STATE_WORDS
from crm.web.contacts.forms import FIELD_WORDS
from crm.web.shared.page import day, full_moment, moment, number, page_lang, who_acted

_FIELD_WORDS = {
    **FIELD_WORDS,
    "stage": N_("Stage"),
    "email": N_("Main mail address"),
    "phone": N_("Main phone"),
    "teams": N_("Who may see it"),
}
_HANGING_WORDS = {
    "interactions": N_("Contacts made"),
    "follow_ups": N_("Follow-ups"),
    "signatures": N_("Signatures"),
    "tasks": N_("Tasks"),
    "people": N_("Places of people"),
}
_LATER_WORDS = {
    "participant": N_("Contact made"),
    "follow_up": N_("Follow-up"),
    "signature": N_("Signature"),
    "contact_name": N_("Further name"),
    "contact_point": N_("Address"),
    "contact_tag": N_("Tag"),
    "affiliation": N_("Place in an organisation"),
    "contact_relation": N_("Tie"),
    "membership": N_("Membership"),
    "outgoing_mail": N_("Mail"),
    "volunteer": N_("Volunteer"),
    "assignment": N_("Task"),
}
_KIND_WORDS: Mapping[str, Mapping[Any, str]] = {
    "participant": INTERACTION_KIND_WORDS,
    "follow_up": INTERACTION_KIND_WORDS,
    "signature": SIGNATURE_STATE_WORDS,
    "contact_name": NAME_KIND_WORDS,
    "contact_point": POINT_KIND_WORDS,
    "contact_relation": RELATION_KIND_WORDS,
    "membership": MEMBERSHIP_WORDS,
}


def sides(kept: Contact, losing: Contact, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of the two records side by side, for the macro `pair`; the one that stays is on the left."""
    rows = [_side(one, kept.kind, chosen) for one in compare(kept, losing)]
    hanging = count_hanging((kept.id, losing.id))
    return [*rows, *_hanging_rows(hanging[kept.id], hanging[losing.id])]


def _side(one: Choice, kind: ContactKind, chosen: Mapping[str, str]) -> dict[str, Any]:
    stays = chosen.get(one.field, one.default.value)
    return {
        "key": one.field,
        "label": gettext(_FIELD_WORDS[one.field]),
        "left": value_in_words(one.field, one.kept, kind),
        "right": value_in_words(one.field, one.losing, kind),
        "equal": one.is_equal,
        "both": one.default is Keep.BOTH,
        "chosen": "right" if stays == Keep.LOSING else "left",
    }


def _hanging_rows(kept: Hanging, losing: Hanging) -> list[dict[str, Any]]:
    counts = [(gettext(word), getattr(kept, what), getattr(losing, what)) for what, word in _HANGING_WORDS.items()]
    return [
        {"key": "", "label": label, "left": number(left), "right": number(right), "equal": False, "both": True}
        for label, left, right in counts
        if left or right
    ]


def read_choices(form: Mapping[str, str], pair: tuple[Contact, Contact]) -> dict[str, str]:
    """Return what was chosen in a form that `pair` drew."""
    words = {"left": Keep.KEPT.value, "right": Keep.LOSING.value}
    fields = [one.field for one in compare(*pair) if not one.is_equal and one.default is not Keep.BOTH]
    return {field: words[form[field]] for field in fields if form.get(field) in words}


def value_in_words(field: str, value: Any, kind: ContactKind) -> str:
    """Return a value of a contact as people read it."""
    if field == "teams":
        names = {team.id: team.name for team in list_teams()}
        return ", ".join(names[one] for one in value) if value else gettext("Everybody")
    if value in (None, "", []):
        return ""
    told = _TOLD.get(field, str)
    return _point(value, kind) if isinstance(value, ContactPoint) else told(value)


def _point(point: ContactPoint, kind: ContactKind) -> str:
    return mask_address(point.kind, point.value) if is_masked(kind) else point.value


_TOLD: dict[str, Callable[[Any], str]] = {
    "country": lambda value: country_name(str(value), page_lang()),
    "languages": lambda value: ", ".join(language_name(one, page_lang()) for one in value),
    "organization_type": lambda value: str(gettext(ORGANIZATION_TYPE_WORDS[OrganizationType(value)])),
    "owner_id": lambda value: get_user(int(value)).name,
    "stage": lambda value: str(gettext(STAGE_WORDS[Stage(value)])),
}


def reasons_in_words(pair: DuplicatePair | None) -> str | None:
    """Return why two contacts could be one."""
    return ". ".join(gettext(one) for one in pair.reasons) if pair is not None and pair.reasons else None


def pair_lines(pairs: Sequence[DuplicatePair], here: tuple[int, int] | None) -> list[dict[str, Any]]:
    """Return found pairs as lines: both names, why, whether it is nearly sure."""
    contacts = {one.id: one for one in list_contacts([key for pair in pairs for key in (pair.a_id, pair.b_id)])}
    return [
        {
            "one": contacts[pair.a_id],
            "other": contacts[pair.b_id],
            "reasons": reasons_in_words(pair),
            "is_same": pair.zone is Zone.SAME,
            "url": url_of(pair),
            "active": (pair.a_id, pair.b_id) == here,
        }
        for pair in pairs
        if pair.a_id in contacts and pair.b_id in contacts
    ]


def url_of(pair: DuplicatePair) -> str:
    """Return the address of the page that asks about a pair."""
    skipped = "y" if pair.is_skipped else None
    kind = list_of(pair.kind)
    return url_for("duplicates.index", record=kind, a=pair.a_id, b=pair.b_id, skipped=skipped, _anchor="pair")


def list_of(kind: ContactKind) -> str:
    """Return what the list of a kind of contacts is called in addresses."""
    return "people" if kind is ContactKind.PERSON else "organizations"


def later_lines(later: Sequence[Later], kind: ContactKind) -> list[dict[str, str]]:
    """Return what came later in words."""
    return [{"key": one.key, "what": _what(one), "text": _text(one, kind), "when": _when(one.on)} for one in later]


def _what(one: Later) -> str:
    if one.what == "field":
        return str(gettext("%(field)s, changed", field=gettext(_FIELD_WORDS[one.kind])))
    return str(gettext(_LATER_WORDS[one.what]))


def _text(one: Later, kind: ContactKind) -> str:
    if one.what == "field":
        return value_in_words(one.kind, one.value, kind) or gettext("Empty")
    text = one.text
    if one.what == "contact_point" and is_masked(kind):
        text = mask_address(PointKind(one.kind), text)
    words = {str(getattr(key, "value", key)): word for key, word in _KIND_WORDS.get(one.what, {}).items()}
    kind_word = gettext(words[one.kind]) if one.kind in words else ""
    return ": ".join(part for part in (kind_word, text) if part)


def _when(on: date | datetime | None) -> str:
    if on is None:
        return ""
    return moment(on) if isinstance(on, datetime) else day(on)


def merge_line(merge: ContactMerge) -> str:
    """Return when and by whom two records were merged."""
    return str(
        gettext("Merged on %(when)s by %(who)s.", when=full_moment(merge.merged_at), who=who_acted(merge.merged_by))
    )
