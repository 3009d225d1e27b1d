"""Questions: the address says what the view says, and what is not understood is neither lost nor guessed."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from crm.contacts.services import add_organization, add_person, archive_contact, tag_contact
from crm.contacts.values import ContactFacts, Stage
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import atomic, db
from crm.core.engines import is_sqlite
from crm.core.errors import DomainError
from crm.core.fields.registry import fields_of
from crm.core.jobs.models import Job
from crm.core.scope import Unscoped
from crm.outreach.models import Interaction, Participant
from crm.outreach.values import InteractionKind
from crm.segments.jobs import act, keep_fast
from crm.segments.queries import Wanted, list_page, select_segment, values_of
from crm.segments.services import bulk
from crm.segments.values import (
    Condition,
    Question,
    read_condition,
    read_question,
    understand,
    usual_question,
    write_question,
)

_TEXT = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30)
_CONDITIONS = st.builds(Condition, _TEXT.filter(bool), _TEXT.filter(bool), st.lists(_TEXT, max_size=5).map(tuple))


@given(_CONDITIONS)
def test_a_condition_in_an_address_is_read_back_as_it_was(condition: Condition) -> None:
    assert read_condition(condition.text) == condition


@given(st.lists(_CONDITIONS, max_size=6))
def test_a_question_is_kept_as_it_was_also_what_this_version_does_not_know(conditions: list[Condition]) -> None:
    question = Question("organizations", tuple(conditions))
    assert read_question(write_question(question)) == question


@pytest.mark.parametrize("raw", [None, [], {"version": 2, "record": "people", "all": []}, {"version": 1, "all": []}])
def test_what_is_no_question_is_refused_in_words(raw: object) -> None:
    with pytest.raises(DomainError, match="cannot be read"):
        read_question(raw)


def test_a_condition_reads_like_words() -> None:
    assert Condition("country", "is", ("KE", "TZ")).text == "country:is:KE,TZ"
    assert Condition("owner", "empty").text == "owner:empty"


def _names(*conditions: Condition) -> list[str]:
    question = Question("organizations", conditions)
    return [row.name for row in list_page(Wanted(question)).rows]


def test_each_filter_finds_what_it_says(app: Flask) -> None:
    add_organization("Alpha", actor=SHELL, facts=ContactFacts(country="KE", stage=Stage.SIGNED, city="Nairobi 100%"))
    beta = add_organization("Beta", actor=SHELL, facts=ContactFacts(country="NO", emails=("a@beta.example",)))
    gone = add_organization("Gone", actor=SHELL)
    archive_contact(gone.id, actor=SHELL)
    tag_contact(beta.id, "Arabic media", actor=SHELL)

    assert _names() == ["Alpha", "Beta"]
    assert _names(Condition("country", "is", ("KE",))) == ["Alpha"]
    assert _names(Condition("country", "is", ("KE", "NO"))) == ["Alpha", "Beta"]
    assert _names(Condition("country", "is_not", ("KE",))) == ["Beta"]
    assert _names(Condition("stage", "is", ("signed",))) == ["Alpha"]
    assert _names(Condition("city", "contains", ("100%",))) == ["Alpha"]
    assert _names(Condition("city", "begins", ("%",))) == []
    assert _names(Condition("city", "empty")) == ["Beta"]
    assert _names(Condition("tags", "is", ("arabic media",))) == ["Beta"]
    assert _names(Condition("tags", "is_not", ("arabic media",))) == ["Alpha"]
    assert _names(Condition("tags", "empty")) == ["Alpha"]
    assert _names(Condition("email", "is", ("A@Beta.example",))) == ["Beta"]
    assert _names(Condition("email", "empty")) == ["Alpha"]
    assert _names(Condition("archived", "is", ("yes",))) == ["Gone"]
    assert _names(Condition("archived", "is", ("yes", "no"))) == ["Alpha", "Beta", "Gone"]
    assert _names(Condition("created", "after", ("-1d",))) == ["Alpha", "Beta"]
    assert _names(Condition("created", "before", ("-1d",))) == []
    assert _names(Condition("owner", "is", ("me",))) == []
    assert _names(Condition("owner", "empty")) == ["Alpha", "Beta"]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("gone", "is", ("x",)),
        Condition("country", "resembles", ("KE",)),
        Condition("stage", "is", ("unheard of",)),
        Condition("last_contact", "before", ("yesterday",)),
        Condition("country", "is", ()),
    ],
)
def test_what_is_not_understood_is_asked_of_no_database(app: Flask, condition: Condition) -> None:
    question = usual_question("organizations").with_condition(condition)
    assert understand("organizations", condition) is None
    with pytest.raises(DomainError, match="not understood"):
        select_segment(question)
    assert db.session.scalars(select_segment(question, is_strict=False)).all() == []


def test_interactions_are_asked_and_shown_with_who_took_part(app: Flask) -> None:
    person = add_person("Ana Silva", actor=SHELL)
    other = add_person("Luis Prado", actor=SHELL)
    with atomic(SHELL):
        for day, kind, people in ((1, InteractionKind.CALL, [person]), (2, InteractionKind.MEETING, [person, other])):
            moment = datetime(2026, 10, day, tzinfo=UTC)
            talk = Interaction(kind=kind, at=moment, text=f"Talk {day}", user_name="Mirela")
            talk.participants.extend(Participant(contact_id=one.id, at=moment) for one in people)
            db.session.add(talk)
        db.session.add(Interaction(kind=InteractionKind.CALL, at=moment, user_name="Mirela", is_removed=True))
    rows = list_page(Wanted(Question("interactions"))).rows
    assert [row.text for row in rows] == ["Talk 2", "Talk 1"]
    fields = [field for field in fields_of("interactions").values() if field.key in {"with", "kind"}]
    assert values_of(fields, rows)[0] == {"kind": "meeting", "with": ["Ana Silva", "Luis Prado"]}
    asked = Question("interactions", (Condition("with", "is", (str(other.id),)),))
    assert [row.text for row in list_page(Wanted(asked)).rows] == ["Talk 2"]


def test_a_job_acts_on_everything_that_a_list_shows_and_a_second_run_changes_nothing(app: Flask) -> None:
    for number in range(5):
        add_organization(f"Member {number}", actor=SHELL, facts=ContactFacts(country="KE" if number % 2 else "NO"))
    question = Question("organizations", (Condition("country", "is", ("NO",)),))
    for _ in range(2):
        act(question=write_question(question), search="", act="tag", value="North", ref=77, actor=SHELL)
    assert _names(Condition("tags", "is", ("north",))) == ["Member 0", "Member 2", "Member 4"]
    changed = db.session.scalars(select(AuditLine).where(AuditLine.action == "contacts.tagged"))
    assert [line.details["count"] for line in changed] == [3, 0]


def test_many_rows_are_left_to_the_worker(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    for number in range(3):
        add_organization(f"Member {number}", actor=SHELL)
    assert bulk.act_on_all(Wanted(usual_question("organizations")), "archive", "", actor=SHELL) is None
    job = db.session.scalars(select(Job).where(Job.name == "segments.act")).one()
    act(**job.payload, actor=SHELL)
    assert _names() == []


def test_the_planner_learns_how_many_rows_there_are(app: Flask) -> None:
    add_organization("Alpha", actor=SHELL)
    keep_fast(actor=SHELL)
    assert _names() == ["Alpha"]
    if is_sqlite():
        known = db.session.execute(
            text("SELECT count(*) FROM sqlite_stat1"), execution_options={"unscoped": Unscoped.UPKEEP}
        )
        assert known.scalar_one() > 0
