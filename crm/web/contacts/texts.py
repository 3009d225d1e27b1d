"""Words of the record page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.lists import format_list
from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from crm.accounts.values import Permission
from crm.coalition.values import MEMBERSHIP_WORDS, MembershipStatus
from crm.contacts.models import Affiliation, Contact
from crm.contacts.values import (
    NAME_KIND_WORDS,
    ORGANIZATION_TYPE_WORDS,
    POINT_KIND_WORDS,
    RELATION_KIND_WORDS,
    STAGE_ARROWS,
    STAGE_WORDS,
    Address,
    NameKind,
    PointKind,
    RelationKind,
    Stage,
)
from crm.core.actor import Actor
from crm.core.clock import now
from crm.core.journal.models import Change
from crm.core.mail.models import MailState
from crm.core.text.countries import country_name
from crm.core.text.languages import language_name
from crm.core.words import N_
from crm.outreach.models import FollowUp
from crm.outreach.values import OUTCOME_WORDS, OWN_EDIT, Direction, Due, Outcome, due_group
from crm.records.values import Detail, Event, Origin, Person
from crm.statements.values import SIGNATURE_STATE_WORDS, SignatureState
from crm.volunteers.values import VolunteerStatus
from crm.web.contacts.forms import FIELD_WORDS, reader_language
from crm.web.imports.rows import value_in_words
from crm.web.shared.page import ago, choose_timezone, day, full_day, number, reader_today, who_acted
from crm.web.volunteers.texts import status_badge


def record_line(contact: Contact) -> str:
    """Return the quiet words under a name: type and founding year, or where a person works."""
    if contact.is_person:
        return contact.main_person or ""
    words = [gettext(ORGANIZATION_TYPE_WORDS[contact.organization_type])] if contact.organization_type else []
    if contact.acronym:
        words.insert(0, contact.acronym)
    if contact.founded:
        words.append(gettext("founded %(year)s", year=str(contact.founded)))
    return ", ".join(words)


def languages_of(contact: Contact) -> str:
    """Return the languages of a contact by name."""
    return ", ".join(language_name(code, reader_language()) for code in contact.languages)


def country_of(contact: Contact) -> str:
    """Return the name of a contact's country."""
    return country_name(contact.country, reader_language()) if contact.country else ""


def stage_steps(contact: Contact, action: str | None) -> list[dict[str, Any]]:
    """Return the arrows of the main ask: done, now with days, to come."""
    at = STAGE_ARROWS.index(contact.stage) if contact.stage in STAGE_ARROWS else -1
    return [
        {
            "value": stage.value,
            "state": "done" if place < at else "now" if place == at else "next",
            "note": _since(contact.stage_since) if place == at else None,
            "action": f"{action}?to={stage.value}" if action else None,
        }
        for place, stage in enumerate(STAGE_ARROWS)
    ]


def _since(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    days = (now() - moment).days
    return str(ngettext("%(num)d day", "%(num)d days", days) if days else gettext("today"))


def stages_beside() -> list[dict[str, str]]:
    """Return the stages that stand beside the arrows, for the menu."""
    return [{"value": one.value, "label": gettext(STAGE_WORDS[one])} for one in (Stage.DECLINED, Stage.LAPSED)]


def person_card(one: Affiliation, points: Sequence[Address]) -> dict[str, Any]:
    """Return the card of somebody of an organisation; a masked address cannot be written to."""
    mails = [point for point in points if point.kind is PointKind.EMAIL and not point.is_masked]
    words = [one.role or "", gettext("Signs for it") if one.may_sign else ""]
    words.append(gettext("Main contact") if one.is_main_contact else "")
    words.append(gettext("until %(day)s", day=day(one.until)) if one.until else "")
    return {
        "name": one.person.name,
        "also": one.person.native_name,
        "url": url_for("contacts.show", contact_id=one.person.id),
        "line": " · ".join(word for word in words if word),
        "mail_url": f"mailto:{mails[0].value}" if mails else None,
    }


def place_card(one: Affiliation) -> dict[str, Any]:
    """Return the card of an organisation that somebody belongs to; one that is only a name has no page."""
    words = [one.role or "", gettext("May sign for it") if one.may_sign else ""]
    words.append(gettext("until %(day)s", day=day(one.until)) if one.until else "")
    return {
        "name": one.place,
        "url": url_for("contacts.show", contact_id=one.organization.id) if one.organization else None,
        "line": " · ".join(word for word in words if word),
        "mail_url": None,
        "mark_as": "organization",
    }


def due_words(follow_up: FollowUp) -> dict[str, str]:
    """Return when a follow-up is due, in words, with its colour and the full date."""
    today = reader_today()
    group = due_group(follow_up.due_on, today)
    days = abs((follow_up.due_on - today).days)
    if group is Due.LATE:
        text = ngettext("%(num)d day late", "%(num)d days late", days)
    else:
        text = gettext("Today") if group is Due.TODAY else day(follow_up.due_on)
    return {"text": text, "state": _DUE_STATES[group], "title": full_day(follow_up.due_on)}


_DUE_STATES = {Due.LATE: "late", Due.TODAY: "today", Due.WEEK: "later", Due.LATER: "later"}


def membership_word(status: str) -> str:
    """Return the word of a place in the coalition."""
    return str(gettext(MEMBERSHIP_WORDS[MembershipStatus(status)]))


def field_word(field: str) -> str:
    """Return the word of a field of a contact."""
    return str(gettext(FIELD_WORDS[field]) if field in FIELD_WORDS else gettext("Record"))


def origin_words(origin: Origin) -> str:
    """Return where a value comes from: a file and its row, or who typed it, and when."""
    if origin.file:
        place = (
            gettext("%(file)s, row %(row)s", file=origin.file, row=number(origin.row)) if origin.row else origin.file
        )
        return f"{place}, {day(origin.at.date())}"
    return f"{who_acted(origin.actor)}, {day(origin.at.date())}"


def origin_url(origin: Origin) -> str | None:
    """Return the page of the row that a value comes from."""
    return url_for("imports.show", batch_id=origin.batch_id, at=origin.row) if origin.batch_id else None


def origin_of(record: Any, field: str) -> str:
    """Return where the present value of one field comes from; nothing where it has none."""
    return next((origin_words(one) for one in record.origins.lines if one.field == field), "")


def field_value_words(field: str, value: object) -> str:
    """Return the value of a field as people read it."""
    return value_in_words(field, value)


def outcome_word(outcome: str) -> str:
    """Return the word of an outcome, in the middle of a sentence."""
    return str(gettext(OUTCOME_WORDS[Outcome(outcome)]))


def people_words(event: Event, contact_id: int) -> Markup:
    """Return those whom a sentence names, as links: the people who took part, else the others, else the record."""
    people = [one for one in event.people if one.is_person]
    others = people or [one for one in event.people if one.id != contact_id] or event.people
    shown = [_link(one) for one in others[:3]]
    if len(others) > len(shown):
        shown.append(escape(gettext("%(n)s more", n=number(len(others) - len(shown)))))
    return Markup(format_list(shown, locale=reader_language()))  # noqa: S704 - each part is escaped


def _link(person: Person) -> Markup:
    address = url_for("contacts.show", contact_id=person.id)
    return Markup('<a class="c-text-link c-medium" href="{}"><bdi>{}</bdi></a>').format(address, person.name)


def may_change(event: Event, actor: Actor) -> bool:
    """Say whether a reader is offered to edit an entry; the act itself checks again."""
    if actor.may(Permission.INTERACTIONS_EDIT_ALL):
        return True
    is_fresh = event.made_at is not None and event.made_at >= now() - OWN_EDIT
    return is_fresh and actor.user_id is not None and event.owner_id == actor.user_id


def contact_sentence(event: Event, us: Markup, whom: Markup) -> str:
    """Return the sentence of one contact made: who, how, with whom."""
    is_out = event.other != Direction.IN.value
    who, other = (us, whom) if is_out else (whom, us)
    sentences = {
        "call": gettext("%(who)s called %(whom)s", who=who, whom=other),
        "mail": gettext("%(who)s wrote to %(whom)s", who=who, whom=other),
        "meeting": gettext("%(who)s met %(whom)s", who=us, whom=whom),
        "event": gettext("%(who)s saw %(whom)s at an event", who=us, whom=whom),
        "letter": gettext("%(who)s sent a letter to %(whom)s", who=who, whom=other),
        "message": gettext("%(who)s sent a message to %(whom)s", who=who, whom=other),
        "note": gettext("%(who)s noted about %(whom)s", who=us, whom=whom),
    }
    return Markup(sentences[event.kind])  # noqa: S704 - names are escaped, the sentence is ours


def change_sentence(event: Event) -> Markup:
    """Return the sentence of a change of the record: who did what, from where."""
    who = Markup("<b><bdi>{}</bdi></b>").format(who_acted(event.actor))
    file = Markup("<b><bdi>{}</bdi></b>").format(event.text)
    values = {"who": who, "file": file, "row": number(event.number or 0)}
    if event.kind == "contact" and event.other == Change.CREATED.value:
        words = (
            gettext("Import %(file)s, row %(row)s, added this record")
            if event.text
            else gettext("%(who)s added this record")
        )
        return escape(words) % values
    if event.note in _MERGE_SENTENCES:
        other = Markup("<b><bdi>{}</bdi></b>").format(event.after)
        return escape(gettext(_MERGE_SENTENCES[event.note])) % {**values, "other": other}
    if event.kind == "contact":
        words = (
            gettext("Import %(file)s, row %(row)s, changed %(what)s")
            if event.text
            else gettext("%(who)s changed %(what)s")
        )
        return escape(words) % {**values, "what": ", ".join(dict.fromkeys(map(field_word, event.fields)))}
    what = gettext(_TABLE_WORDS[event.kind])
    words = {
        Change.CREATED.value: gettext("%(who)s added: %(what)s"),
        Change.DELETED.value: gettext("%(who)s removed: %(what)s"),
    }.get(event.other, gettext("%(who)s changed: %(what)s"))
    return escape(words) % {**values, "what": what}


_MERGE_SENTENCES = {
    "merged": N_("%(who)s merged this record with %(other)s"),
    "unmerged": N_("%(who)s took the merge with %(other)s apart"),
}
_TABLE_WORDS = {
    "contact_name": N_("a further name"),
    "contact_point": N_("an address"),
    "affiliation": N_("a place in an organisation"),
    "contact_relation": N_("a tie to another organisation"),
    "contact_tag": N_("a tag"),
    "contact_team": N_("a team that may see it"),
    "volunteer": N_("the profile as a volunteer"),
}


def change_words(event: Event) -> str | None:
    """Return what a value was and became, where one field changed."""
    if event.kind != "contact" or event.other != Change.CHANGED.value or len(event.fields) != 1:
        return None
    if event.fields[0] in {"owner_id", "notes", *_MERGE_SENTENCES}:
        return None
    return str(
        gettext("From %(before)s to %(after)s", before=value_words(event.before), after=value_words(event.after))
    )


def year_of(event: Event) -> int:
    """Return the reader's year of an event."""
    return event.at.year if event.is_day else event.at.astimezone(ZoneInfo(choose_timezone())).year


def offered_people(record: Any) -> list[dict[str, Any]]:
    """Return who is offered as having taken part: an organisation's people, a person's present organisations.

    The main place of a person is chosen, so that the organisation's timeline shows the contact too.
    """
    present = [one for one in record.ties if not one.is_over(reader_today())]
    if not record.contact.is_person:
        people = [one.person for one in present]
        return [{"id": one.id, "name": one.name, "line": "", "chosen": False} for one in people]
    places = [one.organization for one in present if one.organization is not None]
    return [{"id": one.id, "name": one.name, "line": "", "chosen": at == 0} for at, one in enumerate(places)]


def outcomes() -> list[tuple[str, str]]:
    """Return the outcomes as choices."""
    return [(outcome.value, gettext(word)) for outcome, word in OUTCOME_WORDS.items()]


def signature_word(state: str) -> str:
    """Return what a signature is worth."""
    return str(gettext(SIGNATURE_STATE_WORDS[SignatureState(state)]))


def mail_word(state: str) -> str:
    """Return what became of a mail."""
    words = {
        MailState.QUEUED: gettext("waits"),
        MailState.TRANSMITTING: gettext("is being sent"),
        MailState.SENT: gettext("sent"),
        MailState.REFUSED: gettext("refused"),
        MailState.UNKNOWN: gettext("in doubt"),
    }
    return str(words[MailState(state)])


def type_word(contact: Contact) -> str:
    """Return what sort of organisation it is."""
    return gettext(ORGANIZATION_TYPE_WORDS[contact.organization_type]) if contact.organization_type else ""


def name_kind_word(kind: str) -> str:
    """Return what a further name is."""
    return str(gettext(NAME_KIND_WORDS[NameKind(kind)]))


def point_kind_word(kind: PointKind) -> str:
    """Return what an address is."""
    return str(gettext(POINT_KIND_WORDS[kind]))


def tie_word(tie: Detail) -> str:
    """Return how two organisations are tied, seen from this one."""
    if tie.extra == "to" or tie.kind == RelationKind.PARTNER.value:
        return str(gettext(RELATION_KIND_WORDS[RelationKind(tie.kind)]))
    return str(gettext("Has the branch")) if tie.kind == RelationKind.BRANCH_OF.value else gettext("Network of")


def tie_lines(ties: Sequence[Detail]) -> list[dict[str, Any]]:
    """Return the organisations that one is tied to, for the side panel."""
    return [
        {"name": one.name, "url": url_for("contacts.show", contact_id=one.ref_id), "words": tie_word(one)}
        for one in ties
    ]


def value_words(value: Any) -> str:
    """Return a value of the journal in words."""
    if value is None or value in ("", []):
        return str(gettext("Empty"))
    if isinstance(value, bool):
        return str(gettext("Yes")) if value else gettext("No")
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def stage_word(stage: str) -> str:
    """Return the word of a stage."""
    return str(gettext(STAGE_WORDS[Stage(stage)]))


def last_contact(contact: Contact) -> str:
    """Return when the last contact was."""
    return ago(contact.last_contact_at)


def volunteer_badge(detail: Detail) -> dict[str, str]:
    """Return the badge of the volunteer that a person is."""
    return status_badge(VolunteerStatus(detail.kind))
