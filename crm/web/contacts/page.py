"""What the record page shows, put together from the rooms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.consents.models import Suppression
from crm.consents.queries import find_suppressed
from crm.contacts.models import Affiliation, Contact
from crm.contacts.queries import list_addresses
from crm.contacts.values import Address, PointKind
from crm.core.actor import Actor
from crm.core.errors import DomainError
from crm.imports.services import OtherValue, list_other_values
from crm.outreach.models import FollowUp
from crm.outreach.queries import count_interactions, list_open_follow_ups
from crm.records.queries import (
    get_head,
    get_origins,
    get_timeline,
    list_details,
    list_people,
    list_places,
)
from crm.records.values import FILTER_WORDS, FILTERS, Detail, Origins, Strand, Timeline
from crm.web.contacts import texts
from crm.web.contacts.forms import field_form
from crm.web.shared.access import current_actor
from crm.web.shared.forms import Answer, CrmForm, headers_of, in_words, status_of

TABS = ("timeline", "people", "signatures", "about")
#: What readers without the permission to read interactions do not see of a timeline.
_INNER = frozenset({Strand.CONTACT, Strand.FOLLOW_UP, Strand.MAIL})


@dataclass(slots=True)
class Record:
    """Everything that one record page shows."""

    contact: Contact
    actor: Actor
    details: list[Detail]
    ties: list[Affiliation]
    points: dict[int, list[Address]]
    follow_ups: list[FollowUp]
    origins: Origins
    #: Why an address must never be written to, by the key of the address.
    suppressed: dict[int, Suppression]
    #: What files say otherwise of its fields; only where the page shows it.
    others: list[OtherValue]
    timeline: Timeline | None
    #: How many contacts were made, for readers who may not read them.
    made: int | None = None
    tab: str = "timeline"
    only: str = ""
    errors: list[str] = field(default_factory=list)

    def of(self, what: str) -> list[Detail]:
        """Return the details of one kind."""
        return [one for one in self.details if one.what == what]

    def may(self, permission: str) -> bool:
        """Say whether the reader holds a permission (`contacts.write`)."""
        return self.actor.may(Permission(permission))

    @property
    def own_points(self) -> list[Address]:
        """Return the addresses and numbers of the record itself."""
        return self.points.get(self.contact.id, [])

    def main_address(self) -> Address | None:
        """Return the address that is written to first, or a number where there is none."""
        mails = [point for point in self.own_points if point.kind is PointKind.EMAIL]
        return next(iter(mails or self.own_points), None)

    def cards(self) -> list[dict[str, Any]]:
        """Return the cards of its people, or of the places of a person."""
        if self.contact.is_person:
            return [texts.place_card(one) for one in self.ties]
        return [texts.person_card(one, self.points.get(one.person_id, [])) for one in self.ties]

    def tabs(self) -> list[dict[str, Any]]:
        """Return the tabs with their counts."""
        words = {
            "timeline": (gettext("Timeline"), None),
            "people": (gettext("Organisations") if self.contact.is_person else gettext("People"), len(self.ties)),
            "signatures": (gettext("Signatures"), len(self.of("signature"))),
            "about": (gettext("About"), None),
        }
        return [
            {
                "label": label,
                "count": count,
                "active": key == self.tab,
                "url": url_for("contacts.show", contact_id=self.contact.id, tab=None if key == TABS[0] else key),
            }
            for key, (label, count) in words.items()
        ]

    def filters(self) -> list[dict[str, Any]]:
        """Return what the timeline can be narrowed to."""
        choices = [("", gettext("All events")), *((key, gettext(word)) for key, word in FILTER_WORDS.items())]
        if not self.may(Permission.INTERACTIONS_READ):
            choices = [(key, word) for key, word in choices if not key or FILTERS[key] - _INNER]
        return [
            {
                "label": word,
                "active": key == self.only,
                "url": url_for("contacts.show", contact_id=self.contact.id, only=key or None),
            }
            for key, word in choices
        ]


def read_record(contact_id: int, *, tab: str, only: str, after: str | None) -> Record:
    """Read everything that the page of a contact shows to this reader."""
    actor = current_actor()
    contact = get_head(contact_id)
    ties = list_places(contact_id) if contact.is_person else list_people(contact_id)
    may_read = actor.may(Permission.INTERACTIONS_READ)
    details, origins = list_details(contact_id), get_origins(contact)
    strands = FILTERS.get(only, frozenset(Strand)) - (frozenset() if may_read else _INNER)
    made_at = origins.made_at
    points = list_addresses([contact_id, *(one.person_id for one in ties if not contact.is_person)])
    return Record(
        contact=contact,
        actor=actor,
        details=details,
        ties=ties,
        points=points,
        follow_ups=list_open_follow_ups(contact_id) if may_read else [],
        origins=origins,
        others=list_other_values(contact) if tab == "about" and actor.may(Permission.IMPORTS_PREPARE) else [],
        suppressed=_suppressed(points.get(contact_id, [])),
        timeline=get_timeline(contact_id, details, made_at=made_at, strands=strands, after=after)
        if tab == TABS[0]
        else None,
        made=None if may_read else count_interactions(contact_id),
        tab=tab,
        only=only,
    )


def _suppressed(points: Sequence[Address]) -> dict[int, Suppression]:
    """Return what is kept of the addresses that must never be written to; a masked address tells nothing."""
    told = {point.id: point.value for point in points if point.kind is not PointKind.POSTAL and not point.is_masked}
    found = find_suppressed(told.values()) if told else {}
    return {point_id: found[value] for point_id, value in told.items() if value in found}


def show_record(
    contact_id: int,
    *,
    tab: str | None = None,
    editing: str = "",
    form: CrmForm | None = None,
    context: dict[str, Any] | None = None,
) -> Answer:
    """Show the page of a contact; with a form, that form stands open with what was typed and its errors."""
    chosen = tab or request.args.get("tab", TABS[0])
    record = read_record(
        contact_id,
        tab=chosen if chosen in TABS else TABS[0],
        only=request.args.get("only", ""),
        after=request.args.get("after"),
    )
    g.here = "people" if record.contact.is_person else "organizations"
    if editing and form is None and record.may(Permission.CONTACTS_WRITE):
        form = field_form(editing, record.contact)
    values = {"record": record, "contact": record.contact, "editing": editing, "texts": texts, **(context or {})}
    if form is not None:
        return form.answer("contacts/show.html", **values)
    status, headers = _status_of(values)
    return render_template("contacts/show.html", form=None, **values), status, headers


def _status_of(values: dict[str, Any]) -> tuple[int, dict[str, str]]:
    error: DomainError | None = values.get("error")
    if error is None:
        return 200, {}
    values["record"].errors.append(in_words(error))
    status = status_of(error)
    return status, headers_of(status)


def show_with_error(contact_id: int, error: DomainError, *, tab: str | None = None) -> Answer:
    """Show the page of a contact with what could not be done."""
    return show_record(contact_id, tab=tab, context={"error": error})
