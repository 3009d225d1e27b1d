from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Table, func, inspect, select

from crm.contacts.models import Affiliation, Contact, ContactPoint, ContactTag
from crm.contacts.services import index_contact, keep_main_person
from crm.contacts.values import ContactKind, PointKind, Stage, read_point
from crm.core.actor import SHELL
from crm.core.db import Model, atomic, db
from crm.core.errors import ConflictError, DomainError
from crm.core.journal.models import Journaled, JournalLine
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord
from crm.invented.services import fill_bench
from crm.invented.services.bench import organization_name, person_name
from crm.outreach.models import Interaction, Participant
from crm.outreach.services import keep_outreach_facts
from crm.statements.models import Signature
from tests.factories.contacts import an_organization

_BACKUP = {"unscoped": Unscoped.BACKUP}


def _count(model: type[Any], *criteria: Any) -> int:
    query = select(func.count()).select_from(model).where(*criteria)
    return db.session.scalar(query.execution_options(**_BACKUP)) or 0


def _dump() -> dict[str, list[tuple[Any, ...]]]:
    tables: list[Table] = [table for table in Model.metadata.sorted_tables if table.name != "audit_line"]
    return {
        table.name: [
            # Numbers of journal lines go on where they were.
            tuple(row)[1:] if table.name == "journal_line" else tuple(row)
            for row in db.session.execute(
                select(*_columns(table)).order_by(*table.primary_key.columns), execution_options=_BACKUP
            )
        ]
        for table in tables
    }


def _columns(table: Table) -> list[Column[Any]]:
    return sorted(table.columns, key=lambda column: not column.primary_key)


def _all(model: type[Any]) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(model.id).execution_options(**_BACKUP)))


def _fill(people: int) -> list[str]:
    told: list[str] = []
    fill_bench(people, actor=SHELL, tell=told.append)
    return told


def test_the_base_has_what_was_asked_for(app: Flask) -> None:
    told = _fill(4400)
    assert told[0] == "0 of 4,400 people"
    assert _count(Contact, Contact.kind == ContactKind.PERSON) == 4400
    assert _count(Contact, Contact.kind == ContactKind.ORGANIZATION) == 220
    assert _count(ContactPoint) == 4620
    assert _count(Affiliation) == 2200
    assert _count(Signature) == 2200
    assert _count(Interaction) == 4400
    tagged = Counter(one.contact_id for one in _all(ContactTag))
    assert len(tagged) == 924
    assert set(tagged.values()) == {3}
    talked = Counter(one.contact_id for one in _all(Participant))
    assert len(talked) == 462
    _assert_lists_agree_with_the_services()
    _assert_the_journal_and_the_schema_are_whole()
    assert an_organization("Heron Trust").id == 4621


def _assert_lists_agree_with_the_services() -> None:
    contacts = [one for one in _all(Contact) if one.id % 20 == 0 or (one.last_contact_at and one.id % 4 == 0)]
    before, words = [_derived(one) for one in contacts], _words()
    with atomic(SHELL):
        keep_outreach_facts(one.id for one in contacts)
        keep_main_person(one.id for one in contacts)
        for one in contacts:
            one.set_name(one.name)
            index_contact(one)
    db.session.expire_all()
    assert [_derived(one) for one in contacts] == before
    assert _words() == words
    signed = {one.contact_id for one in _all(Signature)}
    assert {one.id for one in _all(Contact) if one.stage is Stage.SIGNED} == signed
    for point in _all(ContactPoint)[::50]:
        assert read_point(PointKind.EMAIL, point.value) == (point.value, point.key)


def _derived(contact: Contact) -> tuple[object, ...]:
    last = (contact.last_contact_at, contact.last_contact_kind, contact.next_step, contact.next_step_on)
    return (contact.id, contact.sort_name, contact.match_key, contact.is_unnamed, contact.main_person, *last)


def _words() -> set[tuple[str, str, int]]:
    query = select(SearchWord.kind, SearchWord.word, SearchWord.record_id).execution_options(**_BACKUP)
    return {(row.kind, row.word, row.record_id) for row in db.session.execute(query)}


def _assert_the_journal_and_the_schema_are_whole() -> None:
    lines = {(one.table, one.record_id): one.subject_id for one in _all(JournalLine) if one.source_kind == "bench"}
    for mapper in Model.registry.mappers:
        if issubclass(mapper.class_, Journaled):
            for row in _all(mapper.class_):
                assert lines[row.__tablename__, row.id] == row.journal_subject
    found = inspect(db.engine)
    for table in Model.metadata.sorted_tables:
        there = {index["name"] for index in found.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= there


def test_the_same_number_makes_the_same_base(app: Flask) -> None:
    _fill(300)
    first = _dump()
    with atomic(SHELL):
        for table in reversed(Model.metadata.sorted_tables):
            if table.name != "audit_line":
                db.session.execute(table.delete(), execution_options={"unscoped": Unscoped.BULK})
    _fill(300)
    assert _dump() == first


def test_nine_names_in_ten_are_unique_in_more_than_six_scripts() -> None:
    number = 20_000
    names = Counter(person_name(one)[0] for one in range(number))
    names.update(organization_name(one)[0].latin for one in range(number // 20))
    assert sum(1 for times in names.values() if times == 1) >= 0.9 * names.total()
    blocks = {ord(sign) // 0x80 for name in names for sign in name if sign.isalpha()}
    assert len(blocks) > 12


def test_names_are_as_many_as_people_in_a_million() -> None:
    # Every seventh of the last names of a million, so that the test is quick.
    names = Counter(person_name(one)[0] for one in range(700_000, 1_000_000, 7))
    assert sum(1 for times in names.values() if times == 1) >= 0.9 * names.total()


def test_a_base_with_contacts_is_left_alone(app: Flask) -> None:
    an_organization()
    with pytest.raises(ConflictError, match="empty"):
        _fill(100)
    assert _count(Contact) == 1


@pytest.mark.parametrize("people", [0, 6_000_000])
def test_a_number_that_makes_no_sense_is_refused(app: Flask, people: int) -> None:
    with pytest.raises(DomainError, match="people can be made"):
        _fill(people)


def test_an_end_in_the_middle_leaves_all_indexes(app: Flask) -> None:
    def stop(told: str) -> None:
        if "people" in told:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_bench(100, actor=SHELL, tell=stop)
    there = {index["name"] for index in inspect(db.engine).get_indexes("contact")}
    assert {index.name for index in Model.metadata.tables["contact"].indexes} <= there
