from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import phonenumbers
import pytest
from flask import Flask
from sqlalchemy import Table, func, select

from crm.accounts.services import check_password
from crm.coalition.models import Campaign, KeyDate, Membership, StageMove
from crm.coalition.queries import count_by_region, find_current_plan
from crm.coalition.values import Region
from crm.contacts.models import Affiliation, Contact, ContactPoint, Tag
from crm.contacts.services import index_contact, keep_main_person
from crm.contacts.values import ContactKind, PointKind, Stage, read_point
from crm.core.actor import SHELL, Actor
from crm.core.audit.services import verify_chain
from crm.core.clock import today
from crm.core.db import Model, atomic, db
from crm.core.errors import ConflictError
from crm.core.journal.models import Journaled, JournalLine
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord
from crm.invented.services import fill_demo
from crm.invented.values.logins import LOGINS
from crm.outreach.models import FollowUp, Interaction
from crm.outreach.services import keep_outreach_facts
from crm.outreach.values import Due, due_group
from crm.statements.models import Signature, Statement
from crm.statements.values import SignedAs, StatementState
from crm.tasks.models import Assignment, Task
from crm.tasks.values import AssignmentState, TaskState
from crm.volunteers.models import Volunteer
from tests.factories import a_user
from tests.factories.contacts import an_organization


def _dump(besides: set[str]) -> dict[str, list[tuple[Any, ...]]]:
    tables: list[Table] = [table for table in Model.metadata.sorted_tables if table.name not in besides]
    return {
        table.name: [
            tuple(row)
            for row in db.session.execute(
                select(table).order_by(*table.primary_key.columns), execution_options={"unscoped": Unscoped.BACKUP}
            )
        ]
        for table in tables
    }


def _count(*criteria: Any) -> int:
    query = select(func.count()).select_from(Contact).where(*criteria)
    return db.session.scalar(query.execution_options(unscoped=Unscoped.BACKUP)) or 0


def _all(model: type[Any]) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(model.id).execution_options(unscoped=Unscoped.BACKUP)))


@pytest.mark.usefixtures("demo")
def test_the_coalition_has_the_size_of_a_real_one() -> None:
    assert _count(Contact.kind == ContactKind.ORGANIZATION) == 612
    assert _count(Contact.kind == ContactKind.PERSON) == 1846
    assert len(_all(Volunteer)) == 92
    assert len(_all(Task)) == 40
    assert {task.state for task in _all(Task)} == set(TaskState)
    assert len(_all(Interaction)) > 3000
    assert len(_all(Tag)) == 14


@pytest.mark.usefixtures("demo")
def test_signatures_stand_under_an_open_statement_and_a_closed_letter() -> None:
    states = {statement.id: statement.state for statement in _all(Statement)}
    kinds = Counter((states[one.statement_id], one.signed_as) for one in _all(Signature))
    assert kinds[StatementState.OPEN, SignedAs.ORGANIZATION] == 431
    assert kinds[StatementState.OPEN, SignedAs.INDIVIDUAL] == 186
    assert kinds[StatementState.CLOSED, SignedAs.ORGANIZATION] > 150
    signed = {one.contact_id for one in _all(Signature) if states[one.statement_id] is StatementState.OPEN}
    assert signed == {one.id for one in _all(Contact) if one.stage in {Stage.SIGNED, Stage.ACTIVE}}


@pytest.mark.usefixtures("demo")
def test_the_campaign_has_a_session_ahead_and_members_in_all_regions() -> None:
    assert [campaign.name for campaign in _all(Campaign) if campaign.is_current] == ["Treaty 2027"]
    plan = find_current_plan()
    assert plan is not None
    assert any("session" in one.title and one.on > today() for one in plan.dates)
    regions = {one.region: one.total for one in count_by_region(today())}
    assert set(regions) == set(Region)
    assert min(regions.values()) > 25
    assert len(_all(KeyDate)) == 4


@pytest.mark.usefixtures("demo")
def test_each_desk_has_promises_late_today_and_this_week() -> None:
    open_ones = [one for one in _all(FollowUp) if one.done_at is None]
    for owner in {one.owner_id for one in open_ones}:
        groups = {due_group(one.due_on, today()) for one in open_ones if one.owner_id == owner}
        assert {Due.LATE, Due.TODAY, Due.WEEK} <= groups
    assert len({one.owner_id for one in open_ones}) == 4


@pytest.mark.usefixtures("demo")
def test_every_number_can_be_read_and_every_address_is_nobodys() -> None:
    countries = {contact.id: contact.country for contact in _all(Contact)}
    for point in _all(ContactPoint):
        assert read_point(point.kind, point.value, countries[point.contact_id]) == (point.value, point.key)
        assert point.key
        if point.kind is PointKind.EMAIL:
            assert point.value.endswith(".example")
        if point.kind is PointKind.PHONE:
            assert phonenumbers.is_valid_number(phonenumbers.parse(point.key))


@pytest.mark.usefixtures("demo")
def test_names_stand_in_many_scripts() -> None:
    scripts = {
        script
        for name in db.session.scalars(select(Contact.name).execution_options(unscoped=Unscoped.BACKUP))
        for script, letter in _LETTERS.items()
        if any(letter[0] <= sign <= letter[1] for sign in name)
    }
    assert scripts == set(_LETTERS)


_LETTERS = {
    "Cyrillic": ("Ѐ", "ӿ"),
    "Greek": ("Ͱ", "Ͽ"),
    "Arabic": ("؀", "ۿ"),
    "Hebrew": ("א", "ת"),
    "Devanagari": ("ऀ", "ॿ"),
    "Bengali": ("ঀ", "৿"),
    "Khmer": ("ក", "៿"),
    "Hangul": ("가", "힣"),
    "Kana or Han": ("一", "鿿"),
    "Ethiopic": ("ሀ", "፿"),
    "Georgian": ("ა", "ჿ"),
    "Armenian": ("Ա", "֏"),
}


class _EnoughError(Exception):
    """Takes back what a look at the services has written."""


@pytest.mark.usefixtures("demo")
def test_what_lists_show_agrees_with_what_the_services_would_write() -> None:
    contacts = [one for one in _all(Contact) if one.id % 9 == 0 or one.is_limited]
    before = [_derived(contact) for contact in contacts]
    words = _words()
    with suppress(_EnoughError), atomic(SHELL):
        keep_outreach_facts(contact.id for contact in contacts)
        keep_main_person(contact.id for contact in contacts)
        for contact in contacts:
            contact.set_name(contact.name)
            index_contact(contact)
        db.session.flush()
        db.session.expire_all()
        assert [_derived(contact) for contact in contacts] == before
        assert _words() == words
        raise _EnoughError


def _derived(contact: Contact) -> tuple[object, ...]:
    return (
        contact.id,
        contact.sort_name,
        contact.match_key,
        contact.is_unnamed,
        contact.last_contact_at,
        contact.last_contact_kind,
        contact.next_step,
        contact.next_step_on,
        contact.main_person,
    )


def _words() -> set[tuple[str, str, int]]:
    query = select(SearchWord.kind, SearchWord.word, SearchWord.record_id)
    rows = db.session.execute(query.execution_options(unscoped=Unscoped.BACKUP))
    return {(row.kind, row.word, row.record_id) for row in rows}


@pytest.mark.usefixtures("demo")
def test_stages_moves_and_memberships_tell_one_story() -> None:
    moves: dict[int, list[StageMove]] = {}
    for move in sorted(_all(StageMove), key=lambda one: (one.at, one.id)):
        moves.setdefault(move.contact_id, []).append(move)
    for contact in _all(Contact):
        way = moves.get(contact.id, [])
        assert [one.before for one in way] == [Stage.IDENTIFIED, *(one.after for one in way)][: len(way)]
        assert contact.stage is (way[-1].after if way else Stage.IDENTIFIED)
        assert contact.stage_since == (way[-1].at if way else None)
    spans = _all(Membership)
    assert all(span.until is None or span.until >= span.since for span in spans)
    assert any(span.until is not None for span in spans)


@pytest.mark.usefixtures("demo")
def test_nothing_happened_before_its_contact_was_known_or_lies_ahead() -> None:
    made = {contact.id: contact.created_at for contact in _all(Contact)}
    now = datetime.now(UTC)  # noqa: TID251 - the test's own clock
    for interaction in _all(Interaction):
        assert interaction.at < now
    for signature in _all(Signature):
        assert signature.created_at >= made[signature.contact_id]
    for task in _all(Task):
        assert task.created_at < now


@pytest.mark.usefixtures("demo")
def test_no_task_has_more_people_than_places() -> None:
    taken = Counter(one.task_id for one in _all(Assignment) if one.state is not AssignmentState.TAKEN_BACK)
    places = {task.id: task.places for task in _all(Task)}
    assert taken
    assert all(number <= places[task_id] for task_id, number in taken.items())
    assert any(taken[task.id] < task.places for task in _all(Task) if task.state is TaskState.NEEDS_PEOPLE)


@pytest.mark.usefixtures("demo")
def test_each_record_has_its_line_in_the_journal_and_the_log_holds() -> None:
    lines = {(one.table, one.record_id): one for one in _all(JournalLine) if one.source_kind == "demo"}
    for mapper in Model.registry.mappers:
        if issubclass(mapper.class_, Journaled):
            for row in _all(mapper.class_):
                assert lines[row.__tablename__, row.id].subject_id == row.journal_subject
    assert verify_chain(db.session()) is None


@pytest.mark.usefixtures("demo")
def test_what_a_desk_keeps_for_itself_is_seen_by_its_team_only() -> None:
    limited = [one for one in _all(Contact) if one.is_limited]
    assert len(limited) > 20
    places = {one.organization_id for one in _all(Affiliation) if one.organization_id}
    assert places & {one.id for one in limited}


@pytest.mark.usefixtures("demo")
def test_everybody_signs_in_with_the_password_that_is_printed() -> None:
    for login in LOGINS:
        user = check_password(login.email, login.password)
        assert user.has_role(login.role)


def test_a_second_run_changes_nothing_and_who_comes_after_gets_the_next_number(app: Flask) -> None:
    assert fill_demo(actor=SHELL).is_new
    before = _dump(set())
    again = fill_demo(actor=SHELL)
    assert not again.is_new
    assert again.logins == LOGINS
    assert _dump(set()) == before
    assert an_organization("Heron Trust").id == 612 + 1846 + 1


def _refused(actor: Actor) -> None:
    before = _dump({"audit_line"})
    with pytest.raises(ConflictError, match="empty"):
        fill_demo(actor=actor)
    assert _dump({"audit_line"}) == before


def test_a_base_with_users_is_left_alone(app: Flask) -> None:
    a_user()
    _refused(SHELL)


def test_a_base_with_contacts_is_left_alone(app: Flask) -> None:
    an_organization()
    _refused(SHELL)
