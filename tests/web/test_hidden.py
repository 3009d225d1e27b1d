"""Nothing of a person who is limited to a team reaches others: no export, no page, no log, no list of mails or jobs."""

from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.values import Role
from crm.cli.export import LISTS, export_command
from crm.coalition.services import move_stage
from crm.contacts.models import Contact
from crm.contacts.services import add_affiliation, add_name, add_point, edit_contact, set_teams, tag_contact
from crm.contacts.values import AffiliationFacts, NameKind, PointKind, Stage
from crm.core.actor import SHELL
from crm.core.clock import today
from crm.core.db import atomic, db
from crm.core.mail.models import MailState, OutgoingMail
from crm.core.scope import visible
from crm.imports.models import ImportBatch
from crm.imports.values import ImportAs
from crm.outreach.services import log_interaction
from crm.outreach.values import FollowUpFacts, InteractionFacts, InteractionKind
from crm.statements.services import draft_statement, sign
from crm.tasks.jobs import tell
from crm.tasks.services import assign_volunteer, log_hours
from crm.volunteers.services import make_volunteer
from crm.volunteers.values import Offer
from tests.factories import a_team
from tests.factories.contacts import an_organization
from tests.factories.imports import a_list, an_import
from tests.factories.tasks import a_task
from tests.web.kit import Browser, client_for

CANARY = "Zarifa Qadir"
#: The name and what stands beside it: in notes, addresses, tags of the person alone, words of conversations.
SECRETS = ("Zarifa", "Qadir", "zq-secret")


@pytest.fixture
def team_id(app: Flask, tmp_path: Path) -> int:
    """Let an imported person do everything that a person can do, together with open records, and hide them then."""
    team = a_team()
    open_house, task = an_organization("Open house"), a_task("An open task")
    an_import(a_list(tmp_path, f"Name | Mail | Notes\n{CANARY} | zq-secret@qadir.example | zq-secret"), ImportAs.PEOPLE)
    person = db.session.scalars(visible(Contact).where(Contact.name == CANARY)).one()
    add_name(person.id, "Z. Qadir", kind=NameKind.ALIAS, actor=SHELL)
    add_point(person.id, "zq-secret Street 7", kind=PointKind.POSTAL, actor=SHELL)
    edit_contact(person.id, "city", value="zq-secret", version=None, actor=SHELL)
    tag_contact(person.id, "Open tag", actor=SHELL)
    add_affiliation(
        person.id, open_house.id, facts=AffiliationFacts(role="zq-secret", is_main_contact=True), actor=SHELL
    )
    said = InteractionFacts(
        kind=InteractionKind.CALL,
        contact_ids=(open_house.id, person.id),
        text="zq-secret",
        follow_up=FollowUpFacts(text="zq-secret", due_on=today()),
    )
    log_interaction(said, actor=SHELL)
    move_stage(person.id, Stage.PLEDGED, actor=SHELL)
    statement = draft_statement("The declaration", text="We ask.", actor=SHELL)
    sign(statement.id, person.id, actor=SHELL)
    part = assign_volunteer(task.id, make_volunteer(person.id, Offer(notes="zq-secret"), actor=SHELL).id, actor=SHELL)
    log_hours(part.id, Decimal(2), today(), note="zq-secret", actor=SHELL)
    tell(assignment_id=part.id, actor=SHELL, job_id=1)
    with atomic(SHELL):
        mail = db.session.scalars(select(OutgoingMail)).one()
        mail.state, mail.answer = MailState.REFUSED, "550 no such user"
    set_teams(person.id, [team.id], actor=SHELL)
    return team.id


def _exports(app: Flask, client: Browser, folder: Path) -> str:
    """Return every row of every list that the reader may export: from the shell all of them, from a page one."""
    assert client.user is not None
    told = client.get("/lists/people/export?f=&form=csv&fields=all&protected=1").text
    for record in LISTS:
        file = folder / f"{record}.csv"
        words = [record, "-o", str(file), "--user", client.user.email, "--with-protected"]
        assert app.test_cli_runner().invoke(export_command, words).exit_code == 0
        told += file.read_text(encoding="utf-8-sig")
    return told


def _pages(client: Browser) -> str:
    batch = db.session.scalars(select(ImportBatch.id)).one()
    place = db.session.scalars(visible(Contact, Contact.id).where(Contact.name == "Open house")).one()
    urls = [
        "/", "/follow-ups", "/organizations", "/people", "/volunteers/", "/tasks/", "/tasks/list", "/tasks/1",
        "/signatures/", "/statements/", "/change-log", f"/change-log?batch={batch}", "/settings/status",
        "/settings/mail-out", f"/imports/{batch}", f"/imports/{batch}/refused.csv", "/contacts/find?q=qad",
        "/people?q=qad", f"/contacts/{place}",
        *(f"/contacts/{place}?tab={tab}" for tab in ("people", "signatures", "about")),
    ]  # fmt: skip
    return "".join(client.get(url).text for url in urls)


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR, Role.ADMIN])
def test_who_is_not_of_the_team_reads_nothing_of_them(app: Flask, tmp_path: Path, team_id: int, role: Role) -> None:
    other = client_for(app, role, team_id=a_team().id)
    told = _exports(app, other, tmp_path) + _pages(other)
    assert "Open house" in told
    assert "An open task" in told
    assert [secret for secret in SECRETS if secret in told] == []


def test_who_is_of_the_team_reads_all_of_it(app: Flask, tmp_path: Path, team_id: int) -> None:
    own = client_for(app, Role.COORDINATOR, team_id=team_id)
    exports, pages = _exports(app, own, tmp_path), _pages(own)
    for secret in SECRETS:
        assert secret in exports
        assert secret in pages
