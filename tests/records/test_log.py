"""The change log: who sees which of its lines."""

import re
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.models import User
from crm.accounts.services import begin_session
from crm.accounts.values import Role
from crm.coalition.services import join_coalition, move_stage
from crm.coalition.values import MembershipStatus
from crm.contacts.models import Contact
from crm.contacts.services import (
    add_affiliation,
    add_relation,
    archive_contact,
    remove_affiliation,
    remove_point,
    set_teams,
)
from crm.contacts.values import RelationKind, Stage
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.audit.queries import LogFilter
from crm.core.audit.services import record
from crm.core.clock import today
from crm.core.db import atomic, db
from crm.core.scope import reading_as
from crm.outreach.services import log_interaction
from crm.outreach.values import InteractionFacts, InteractionKind
from crm.records.queries import list_log
from crm.statements.services import draft_statement, sign
from crm.tasks.jobs import tell
from crm.tasks.services import assign_volunteer, log_hours
from crm.volunteers.services import make_volunteer
from crm.volunteers.values import Offer
from tests.factories import a_team, a_user
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.tasks import a_task, a_volunteer
from tests.web.kit import client_for, counted_queries

pytestmark = pytest.mark.usefixtures("app")


def _busy(name: str, team_id: int) -> Contact:
    """Make an organisation of one team with one act on everything that hangs on it."""
    place = an_organization(name)
    set_teams(place.id, [team_id], actor=SHELL)
    an_interaction(place)
    a_follow_up(place)
    join_coalition(place.id, MembershipStatus.MEMBER, since=today(), actor=SHELL)
    move_stage(place.id, Stage.PLEDGED, actor=SHELL)
    statement = draft_statement(f"On {name}", text="We ask.", actor=SHELL)
    sign(statement.id, place.id, actor=SHELL)
    return place


def _acts(user: User) -> set[tuple[str, int | None]]:
    with reading_as(user.as_actor()):
        lines, after = [], None
        while True:
            page = list_log(LogFilter(), after=after)
            lines += [(line.object_type, line.object_id) for line in page.rows]
            after = page.after
            if after is None:
                return set(lines)


def _all_acts() -> set[tuple[str, int | None]]:
    return {(kind, number) for kind, number in db.session.execute(select(AuditLine.object_type, AuditLine.object_id))}


def test_a_coordinator_of_a_team_reads_what_the_team_may_see_and_their_own_acts() -> None:
    ours, theirs = a_team(), a_team()
    coordinator = a_user(Role.COORDINATOR, team_id=ours.id)
    everybodys = an_organization("Everybody's")
    before = _all_acts()
    mine = _busy("Ours", ours.id)
    of_mine = _all_acts() - before
    hidden = _busy("Theirs", theirs.id)
    of_theirs = {one for one in _all_acts() - before - of_mine if one[0] != "statement"}
    begin_session(a_user(Role.ADMIN).id, agent="", actor=SHELL)
    seen = _acts(coordinator)
    assert of_mine <= seen
    assert ("contact", everybodys.id) in seen
    assert not seen & of_theirs
    assert len(of_theirs) >= len({"contact", "interaction", "follow_up", "membership", "signature"})
    assert not {"user", "user_session", "team"} & {kind for kind, _number in seen}
    assert ("contact", hidden.id) not in seen
    archive_contact(mine.id, actor=coordinator.as_actor())
    set_teams(mine.id, [theirs.id], actor=SHELL)
    with reading_as(coordinator.as_actor()):
        own = list_log(LogFilter(action="contact.archived")).rows
        assert [line.object_id for line in own] == [mine.id]
        assert list_log(LogFilter(action="interaction.logged")).rows == []


def test_tasks_and_statements_are_everybodys_in_the_log_too() -> None:
    coordinator = a_user(Role.COORDINATOR, team_id=a_team().id)
    task = a_task()
    statement = draft_statement("A treaty", text="We ask.", actor=SHELL)
    assert {("task", task.id), ("statement", statement.id)} <= _acts(coordinator)


def test_what_was_done_to_many_or_to_a_row_that_is_gone_stays_with_who_sees_all() -> None:
    place = an_organization("Cedar")
    reem = a_person("Reem", of=place)
    gone = reem.affiliations[0].id
    remove_affiliation(gone, actor=SHELL)
    with atomic(SHELL):
        record(SHELL, "contacts.undone", "contact", act=1, count=2)
    limited, free = a_user(Role.COORDINATOR, team_id=a_team().id), a_user(Role.COORDINATOR)
    for act in (("contact", None), ("affiliation", gone)):
        assert act not in _acts(limited)
        assert act in _acts(free)


def test_who_sees_all_teams_reads_the_whole_log() -> None:
    _busy("Theirs", a_team().id)
    for role in (Role.VIEWER, Role.COORDINATOR, Role.ADMIN):
        user = a_user(role)
        assert _acts(user) == _all_acts()


def test_the_page_shows_a_coordinator_what_is_theirs(app: Flask) -> None:
    ours, theirs = a_team(), a_team()
    mine, hidden = _busy("Ours", ours.id), _busy("Theirs", theirs.id)
    page = client_for(app, Role.COORDINATOR, team_id=ours.id).get("/change-log?action=contact.added").text
    assert re.search(rf'<a [^>]*href="/contacts/{mine.id}"[^>]*><bdi>Ours</bdi></a>', page)
    assert "Theirs" not in page
    assert f"/contacts/{hidden.id}" not in page
    assert client_for(app, Role.STAFF).get("/change-log").status_code == 403


def _told(app: Flask, action: str, role: Role) -> str:
    """Return what the page tells of the acts of a kind, without its marks."""
    page = client_for(app, role).get(f"/change-log?action={action}").text
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<tbody>")[1].split("</tbody>")[0]).split())


def test_the_log_calls_records_by_their_names(app: Flask) -> None:
    cedar, reem = an_organization("Cedar"), a_person("Reem")
    add_affiliation(reem.id, cedar.id, actor=SHELL)
    add_relation(cedar.id, an_organization("Forest").id, kind=RelationKind.BRANCH_OF, actor=SHELL)
    an_interaction(cedar, reem)
    part = assign_volunteer(a_task("Proofread it").id, a_volunteer("Noor").id, actor=SHELL)
    log_hours(part.id, Decimal(2), today(), actor=SHELL)
    remove_point(part.volunteer.contact_id, part.volunteer.contact.points[0].id, actor=SHELL)
    tell(assignment_id=part.id, actor=SHELL, job_id=1)
    sign(draft_statement("The declaration", text="We ask.", actor=SHELL).id, cedar.id, actor=SHELL)
    for action, words in (
        ("affiliation.added", "Reem, Cedar"),
        ("relation.added", "Cedar, Forest Kind: Branch of"),
        ("interaction.logged", "Cedar, Reem Kind:"),
        ("hours.logged", "Noor, Proofread it Hours: 2"),
        ("task.assigned", "Noor, Proofread it —"),
        ("task.not_told", "Noor, Proofread it Reason: No mail address"),
        ("signature.recorded", "Cedar, The declaration —"),
        ("volunteer.made", "The shell Noor —"),
    ):
        assert words in _told(app, action, Role.ADMIN), action


def test_of_what_is_gone_the_log_tells_what_it_kept(app: Flask) -> None:
    reem = a_person("Reem", of=an_organization("Cedar"))
    gone = reem.affiliations[0].id
    remove_affiliation(gone, actor=SHELL)
    told = _told(app, "affiliation.removed", Role.ADMIN)
    assert f"Place in an organisation {gone} Person: Reem; Organisation: Cedar" in told


def test_the_log_names_nobody_whom_its_reader_may_not_see(app: Flask) -> None:
    """What somebody did while they could see a record stays in their log, without the names of it."""
    ours, theirs = a_team(), a_team()
    coordinator = a_user(Role.COORDINATOR, team_id=ours.id)
    open_one, secret = an_organization("Open house"), a_person("Canary of Beirut", team_ids=(ours.id,))
    me = coordinator.as_actor()
    with reading_as(me):
        add_affiliation(secret.id, open_one.id, actor=me)
        facts = InteractionFacts(kind=InteractionKind.CALL, contact_ids=(open_one.id, secret.id), text="Spoke.")
        log_interaction(facts, actor=me)
        part = assign_volunteer(a_task().id, make_volunteer(secret.id, Offer(), actor=me).id, actor=me)
        tell(assignment_id=part.id, actor=me, job_id=1)
    assert "Canary" in client_for(app, user=coordinator).get("/change-log").text
    set_teams(secret.id, [theirs.id], actor=SHELL)
    page = client_for(app, user=coordinator).get("/change-log").text
    assert "Canary" not in page
    assert f"/contacts/{secret.id}" not in page
    assert "A record you cannot see" in page
    stranger = client_for(app, Role.COORDINATOR, team_id=ours.id).get("/change-log").text
    assert "Canary" not in stranger


def test_who_may_not_read_conversations_does_not_learn_from_the_log_with_whom_they_were(app: Flask) -> None:
    reem = a_person("Reem")
    an_interaction(reem)
    a_follow_up(reem)
    a_volunteer("Noor")
    for action, name in (("interaction.logged", "Reem"), ("follow_up.added", "Reem"), ("volunteer.made", "Noor")):
        assert name in _told(app, action, Role.ADMIN)
        assert name not in _told(app, action, Role.VIEWER)
        assert "Contact" not in _told(app, action, Role.VIEWER)
    assert "Reem" in _told(app, "contact.added", Role.VIEWER)


def test_a_coordinator_turns_the_pages_of_a_long_log_forth_and_back() -> None:
    ours, theirs = a_team(), a_team()
    mine, hidden = _busy("Ours", ours.id), _busy("Theirs", theirs.id)
    with atomic(SHELL):
        for number in range(1_300):
            record(SHELL, "contact.edited", hidden if number % 10 else mine, field="city")
    wanted = LogFilter(action="contact.edited")
    with reading_as(a_user(Role.COORDINATOR, team_id=ours.id).as_actor()):
        pages = [list_log(wanted)]
        while pages[-1].after:
            pages.append(list_log(wanted, after=pages[-1].after))
        back = [list_log(wanted, before=pages[-1].before)]
        while back[-1].before:
            back.append(list_log(wanted, before=back[-1].before))
    forth = [[line.seq for line in page.rows] for page in pages]
    assert [len(page) for page in forth] == [50, 50, 30]
    shown = [seq for page in forth for seq in page]
    assert shown == sorted(set(shown), reverse=True)
    assert [[line.seq for line in page.rows] for page in back] == forth[1::-1]
    assert pages[0].before is None


def test_a_long_log_that_hides_much_costs_few_queries() -> None:
    """Lines are looked up five hundred at a time: a query of the log, one of the contacts."""
    hidden = _busy("Theirs", a_team().id)
    with atomic(SHELL):
        for _number in range(5_000):
            record(SHELL, "contact.edited", hidden, field="city")
    wanted = LogFilter(action="contact.edited")
    with reading_as(a_user(Role.COORDINATOR, team_id=a_team().id).as_actor()), counted_queries() as queries:
        assert list_log(wanted).rows == []
    assert 10 < len(queries) <= 2 * (5_000 // 500 + 1)
