"""No text outside the catalogue: every page in the mirrored test language, over a base whose data is written in Greek.

The mirrored language accents every English text, and dates and names of countries are Arabic in it; so a word in plain
Latin letters is either data of the list below or a text that somebody forgot to translate.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextvars import Context
from datetime import timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.values import Role
from crm.coalition.services import add_campaign, add_key_date, join_coalition, move_stage
from crm.coalition.values import KeyDateFacts, MembershipStatus
from crm.contacts.models import Contact
from crm.contacts.services import add_name, add_point, add_relation, archive_contact, set_teams, tag_contact
from crm.contacts.values import NameKind, OrganizationType, PointKind, RelationKind, Stage
from crm.core.actor import SHELL
from crm.core.clock import today
from crm.core.db import atomic, db
from crm.core.jobs.models import Job
from crm.core.jobs.registry import get_kind, job_names
from crm.core.mail.rendering import render_mail
from crm.core.preferences.services import set_preference
from crm.core.scope import reading_as
from crm.outreach.values import Direction, FollowUpFacts, InteractionKind, Outcome
from crm.statements.services import draft_statement, sign, withdraw_signature, write_version
from crm.tasks.services import assign_volunteer, log_hours, mark_done, move_task
from crm.tasks.values import Priority, TaskState
from crm.web.shared.page import MIRRORED
from crm.web.status.texts import JOB_WORDS
from tests.factories import a_team, a_user
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.tasks import a_task, a_volunteer
from tests.web.kit import client_for, parse

#: Attributes that people read or hear.
SEEN = ("title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription", "aria-valuetext")
#: Elements with signs that no language changes: keys, code and (of the class c-code) the letters of a country.
NOT_WORDS = {"code", "kbd", "script", "style", "svg", "template"}
#: Choices among languages, each in its own words, and time zones.
OWN_WORDS = {"language", "timezone"}
#: Parts of texts that no language changes: addresses, files, names of products and formats, units.
SAME_EVERYWHERE = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|\b[\w.-]+\.(?:csv|xlsx|db|tar\.gz|zip|key|example|json)\b"
    r"|\b(?:CSV|XLSX|PNG|JPEG|WebP|SMTP|IMAP|STARTTLS|UTC|UTF-8|utf-8|Ctrl|Enter|Esc|Alt|Tab|Firefox|Coalition CRM)\b"
)
WORD = re.compile(r"[A-Za-z]{2,}")
PLAIN_VOWEL = re.compile(r"[aeiouAEIOU]")

PAGES = (
    "/", "/?part=all", "/organizations", "/people", "/follow-ups", "/tasks/", "/tasks/list", "/volunteers/",
    "/signatures/", "/statements/", "/imports/", "/imports/new", "/campaigns", "/campaigns/new", "/change-log",
    "/contacts/new?kind=organization", "/contacts/new?kind=person", "/interactions/new", "/follow-ups/new",
    "/signatures/new", "/statements/new", "/tasks/new", "/profile", "/profile/password", "/settings",
    "/settings/coalition", "/settings/mail-in", "/settings/mail-out", "/settings/status", "/users", "/users/invite",
    "/users/teams", "/design", "/lists/organizations/views/new", "/there-is-no-such-page",
    "/organizations?f=stage:is:signed&f=country:is:KE,NO&q=%CE%BF&order=-last_contact",
    "/organizations?f=%CE%B1:is:1",
)  # fmt: skip
#: Forms that are sent empty, so that their pages say what is missing.
FORMS = (
    "/contacts/new?kind=organization", "/contacts/new?kind=person", "/interactions/new", "/follow-ups/new",
    "/tasks/new", "/statements/new", "/signatures/new", "/campaigns/new", "/imports/new", "/users/invite",
    "/profile/password", "/settings/coalition", "/settings/mail-out", "/settings/mail-in",
)  # fmt: skip


def seen_texts(tree: Element) -> Iterator[tuple[str, str]]:
    """Give what people see or hear of a page, each with where it stands."""
    yield from _texts(tree, "")


def _texts(element: Element, where: str) -> Iterator[tuple[str, str]]:
    if element.tag in NOT_WORDS or element.get("class") == "c-code":
        return
    if element.tag == "select" and OWN_WORDS & set((element.get("name") or "").split("-")):
        return
    here = f"{where}>{element.tag}.{(element.get('class') or '').split(' ')[0]}"
    yield from ((here + "@" + name, element.get(name) or "") for name in SEEN if element.get(name))
    yield from ((here + "@" + name, value) for name, value in element.attrib.items() if name in _TOLD)
    if element.tag == "input" and element.get("type") in {"submit", "button", "reset"}:
        yield here + "@value", element.get("value") or ""
    yield here, element.text or ""
    for child in element:
        yield from _texts(child, here)
        yield here, child.tail or ""


#: Words that scripts take from the page.
_TOLD = {"data-kept", "data-draft", "data-bring-back", "data-drop", "data-offline", "data-bulk-count"}


def forgotten(html: str) -> list[str]:
    """Return the texts of a page that did not come from the catalogue."""
    found = []
    for where, text in seen_texts(parse(html)):
        plain = SAME_EVERYWHERE.sub(" ", text)
        words = [word for word in WORD.findall(plain) if PLAIN_VOWEL.search(word)]
        if words:
            found.append(f"{' '.join(text.split())[:90]!r} ({where.rsplit('>', 3)[-3:]})")
    return list(dict.fromkeys(found))


class Base:
    """A small base with something of every kind, its addresses, and an administrator who reads it mirrored."""

    def __init__(self, app: Flask) -> None:
        """Fill the base."""
        self.app = app
        team = a_team("Ομάδα")
        self.admin = a_user(Role.ADMIN, name="Ελένη Παππά", language=MIRRORED)
        colleague = a_user(Role.STAFF, name="Νίκος", language="en")
        a_user(Role.VIEWER, name="Άννα", team_id=team.id, password_hash=None)
        with atomic(SHELL):
            set_preference("coalition.name", "Συμμαχία")
        actor = self.admin.as_actor()
        campaign = add_campaign("Εκστρατεία", "Υπογραφή", actor=actor)
        for days in (-3, 5, 60):
            add_key_date(campaign.id, KeyDateFacts(title="Σύνοδος", on=today() + timedelta(days=days)), actor=actor)
        one = self._organization(team.id, colleague.id)
        person = a_person(
            "Μαρία", of=one, role="Πρόεδρος", country="KE", emails=("maria@x.example",), languages=("el",)
        )
        self.contacts = [one.id, person.id, self._archived().id]
        interaction = self._talk(one, person)
        late = a_follow_up(one, in_days=-4, text="Ρώτα", actor=actor)
        a_follow_up(person, in_days=0, text="Ρώτα", actor=actor)
        a_follow_up(person, in_days=3, text="Ρώτα", actor=actor)
        statement = draft_statement("Δήλωση", slug="d1", text="Κείμενο", language="el", actor=actor)
        write_version(statement.id, "Νέο κείμενο", language="el", actor=actor)
        signature = sign(statement.id, one.id, actor=actor)
        withdraw_signature(sign(statement.id, person.id, actor=actor).id, actor=actor)
        volunteer, task, assignment = self._work()
        self.addresses = [
            *(f"/contacts/{contact}" for contact in self.contacts),
            *(f"/contacts/{one.id}?edit={field}" for field in ("name", "country", "teams", "membership", "stage")),
            *(f"/contacts/{contact}?show={part}" for contact in self.contacts[:2] for part in ("all", "changes")),
            f"/campaigns/{campaign.id}",
            f"/campaigns/{campaign.id}/dates/new",
            f"/campaigns/dates/{campaign.dates[0].id}",
            f"/interactions/{interaction}",
            f"/interactions/new?with={one.id}",
            f"/follow-ups/{late.id}",
            f"/signatures/{signature.id}",
            f"/statements/{statement.id}/edit",
            f"/tasks/{task}",
            f"/tasks/{task}/edit",
            f"/tasks/assignments/{assignment}/hours",
            f"/users/{self.admin.id}",
            f"/users/{colleague.id}",
            f"/users/{colleague.id}/edit",
            f"/users/teams/{team.id}",
            f"/volunteers/{volunteer}",
            f"/volunteers/{volunteer}/edit",
            f"/volunteers/of/{person.id}",
        ]
        self.client = client_for(app, user=self.admin)

    def _organization(self, team_id: int, owner_id: int) -> Contact:
        facts: dict[str, Any] = {
            "native_name": "Δίκτυο",
            "organization_type": OrganizationType.UNIVERSITY,
            "country": "KE",
            "city": "Αθήνα",
            "languages": ("el", "en"),
            "website": "https://x.example",
            "emails": ("a@x.example", "b@x.example"),
            "phones": ("+254700000001",),
            "notes": "Σημείωση",
            "owner_id": owner_id,
        }
        one = an_organization("Οργάνωση", **facts)
        add_name(one.id, "Άλλο", kind=NameKind.FORMER, actor=SHELL)
        add_point(one.id, "Οδός 1", kind=PointKind.POSTAL, actor=SHELL)
        other = an_organization("Δεύτερη", country="NO", stage=Stage.INVITED)
        add_relation(one.id, other.id, kind=RelationKind.BRANCH_OF, actor=SHELL)
        tag_contact(one.id, "Ετικέτα", actor=SHELL)
        set_teams(one.id, [team_id], actor=SHELL)
        join_coalition(one.id, MembershipStatus.MEMBER, since=today() - timedelta(days=3), actor=SHELL)
        move_stage(one.id, Stage.PLEDGED, actor=SHELL)
        return one

    def _archived(self) -> Contact:
        gone = an_organization("Τρίτη")
        archive_contact(gone.id, actor=SHELL)
        return gone

    def _talk(self, one: Contact, person: Contact) -> int:
        actor = self.admin.as_actor()
        for number, kind in enumerate(InteractionKind):
            outcome = list(Outcome)[number % len(Outcome)]
            talk = an_interaction(
                one, person, actor=actor, kind=kind, text="Κείμενο", outcome=outcome, days_ago=number * 40, minutes=20
            )
        promise = FollowUpFacts(text="Ρώτα", due_on=today() + timedelta(days=9))
        an_interaction(one, actor=actor, direction=Direction.IN, follow_up=promise)
        return talk.id

    def _work(self) -> tuple[int, int, int]:
        actor = self.admin.as_actor()
        volunteer = a_volunteer("Κώστας", actor=actor, skills=("Νόμος",), languages=("el",), hours_a_week=4)
        for number, state in enumerate(TaskState):
            task = a_task("Έργο", places=2, skills=("Νόμος",), languages=("el",), priority=list(Priority)[number % 3],
                          due_on=today() + timedelta(days=number - 2), actor=actor)  # fmt: skip
            assignment = assign_volunteer(task.id, volunteer.id, actor=actor)
            log_hours(assignment.id, Decimal("2.5"), today(), actor=actor, note="Σημείωση")
            if number == 1:
                mark_done(assignment.id, actor=actor)
            move_task(task.id, state, actor=actor)
        return volunteer.id, task.id, assignment.id

    def faults(self, address: str, *, sent: bool = False) -> list[str]:
        """Return what is outside the catalogue on a page; when sent, on the answer to its empty form."""
        answer = self.client.open(address, method="POST" if sent else "GET", follow_redirects=True)
        assert answer.status_code in {200, 400, 404, 422}, f"{address} answered {answer.status_code}"
        return [f"{address}: {text}" for text in forgotten(answer.text)]


@pytest.fixture
def base(app: Flask) -> Base:
    """Give the base."""
    return Base(app)


def test_every_page_takes_its_words_from_the_catalogue(base: Base) -> None:
    faults = [fault for address in (*PAGES, *base.addresses) for fault in base.faults(address)]
    assert not faults, "\n".join(faults)


def test_every_refusal_of_a_form_is_in_the_readers_language(base: Base) -> None:
    faults = [fault for address in FORMS for fault in base.faults(address, sent=True)]
    assert not faults, "\n".join(faults)


def test_an_import_speaks_the_readers_language_from_upload_to_undo(base: Base) -> None:
    rows = [
        ["номер", "имя", "страна", "почта", "дата", "вид"],
        ["1", "Οργάνωση", "KE", "c@x.example", "31/12/2026", "ngo"],
        ["2", "Νέα", "Ατλαντίδα", "όχι", "01/02/2026", "???"],
        ["3", "", "", "", "", ""],
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    file = (io.BytesIO(text.getvalue().encode()), "λίστα.csv")
    client = base.client
    client.submit("/imports/new", {"file": file}, content_type="multipart/form-data")
    cells = {repr(cell) for row in rows for cell in row}
    faults = base.faults("/imports/1/columns")
    client.submit("/imports/1/columns", {})
    faults += base.faults("/imports/1")
    for step in ("", "begin", "undo"):
        if step:
            faults += base.faults("/imports/1/undo")
            client.post(f"/imports/1/{step}")
        _do_jobs(base)
        for outcome in ("", "?outcome=refused", "?outcome=decide", "?outcome=created", "?outcome=updated"):
            faults += base.faults(f"/imports/1{outcome}")
    faults += base.faults("/imports/")
    faults = [fault for fault in faults if not cells & set(fault.split(" "))]
    assert not faults, "\n".join(faults)


def test_pages_for_everybody_are_in_the_language_that_the_browser_asked_for(app: Flask) -> None:
    a_user(Role.ADMIN, name="Ελένη")
    client = client_for(app)
    client.set_cookie("language", MIRRORED)
    pages = ("/sign-in", "/forgotten-password", "/reset/nothing", "/setup/nothing", "/welcome/nothing")
    faults = [f"{page}: {text}" for page in pages for text in forgotten(client.get(page).text)]
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("language", ["es", "es-MX"])
@pytest.mark.parametrize("days, words", [(1, "dentro de 1 día."), (3, "dentro de 3 días.")])
def test_a_mail_speaks_its_readers_language_with_its_plurals(language: str, days: int, words: str) -> None:
    values = {"name": "Eva", "coalition": "Red", "link": "https://x.example/w", "days": days}
    mail = render_mail("accounts/invitation", language=language, **values)
    assert mail.subject == "Su invitación a Red"
    assert words in mail.text


@pytest.mark.usefixtures("app")
def test_every_job_is_called_something() -> None:
    unnamed = [name for name in job_names() if name not in JOB_WORDS and not name.startswith("tests.")]
    assert not unnamed


def _do_jobs(base: Base) -> None:
    def work() -> None:
        with base.app.app_context(), reading_as(base.admin.as_actor()):
            for job in db.session.scalars(select(Job).where(Job.name.startswith("imports."))).all():
                kind = get_kind(job.name)
                assert kind is not None
                kind.handler(actor=base.admin.as_actor(), job_id=job.id, **job.payload)
            db.session.rollback()

    Context().run(work)
