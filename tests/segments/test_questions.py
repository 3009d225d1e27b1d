"""Questions: the address says what the view says, and what is not understood is neither lost nor guessed."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from crm.contacts.services import add_organization, archive_contact, tag_contact
from crm.contacts.values import ContactFacts, Stage
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.errors import DomainError
from crm.segments.queries import Wanted, list_page, select_segment
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
