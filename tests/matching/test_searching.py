"""Searching the base for duplicates: what is found, kept, left for later and never proposed again."""

import json

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.cli.duplicates import find_command
from crm.contacts.services import archive_contact, edit_contact, set_teams
from crm.contacts.values import ContactKind
from crm.core.actor import SHELL
from crm.core.errors import DomainError, NotFoundError
from crm.core.scope import reading_as
from crm.matching.queries import count_pairs, each_pair, find_distinct, find_search, list_pairs
from crm.matching.services import forget_distinct, mark_distinct, search_duplicates, skip_pair
from crm.matching.values import MOST_HOLDERS, BlockKeys, Blocks
from tests.factories import a_team, a_user
from tests.factories.contacts import a_person, an_organization

_PEOPLE, _ORGANIZATIONS = ContactKind.PERSON, ContactKind.ORGANIZATION


def _pairs(kind: ContactKind) -> list[tuple[int, int]]:
    return [(pair.a_id, pair.b_id) for pair in each_pair(kind)]


def test_a_search_finds_who_could_be_one_best_first_and_says_what_it_compared(app: Flask) -> None:
    reef, again = an_organization("Reef Watch"), an_organization("The Reef Watch")
    ada = a_person("Ada Obi", emails=("ada@reef.example",))
    obi, home = a_person("Obi, Ada", emails=("ada@reef.example",)), a_person("Ben Dia", emails=("ada@reef.example",))
    found = search_duplicates(_PEOPLE)
    search_duplicates(_ORGANIZATIONS)
    assert _pairs(_ORGANIZATIONS) == [(reef.id, again.id)]
    assert _pairs(_PEOPLE)[0] == (ada.id, obi.id)
    assert set(_pairs(_PEOPLE)[1:]) == {(ada.id, home.id), (obi.id, home.id)}
    assert (found.contacts, found.compared, found.pairs, found.left_out) == (3, 3, 3, 0)
    search = find_search(_PEOPLE)
    assert search is not None
    assert search.ended_at is not None
    assert (search.contacts, search.compared) == (3, 3)


def test_pairs_come_a_page_at_a_time(app: Flask) -> None:
    for _ in range(4):
        a_person("Ada Obi", emails=("ada@reef.example",))
    search_duplicates(_PEOPLE)
    first = list_pairs(_PEOPLE, limit=4)
    second = list_pairs(_PEOPLE, limit=4, after=first.after)
    assert (len(first.rows), len(second.rows), second.after) == (4, 2, None)
    assert {pair.id for pair in first.rows}.isdisjoint(pair.id for pair in second.rows)
    assert count_pairs(_PEOPLE) == 6


def test_who_was_told_apart_is_not_found_again_until_that_is_taken_back(app: Flask) -> None:
    one, other = a_person("Ada Obi", phones=("+254700000000",)), a_person("Ada Obi", phones=("+254700000000",))
    search_duplicates(_PEOPLE)
    mark_distinct(other.id, one.id, actor=SHELL)
    assert _pairs(_PEOPLE) == []
    search_duplicates(_PEOPLE)
    assert _pairs(_PEOPLE) == []
    assert mark_distinct(one.id, other.id, actor=SHELL) is find_distinct(other.id, one.id)
    assert forget_distinct(one.id, other.id, actor=SHELL)
    assert not forget_distinct(one.id, other.id, actor=SHELL)
    search_duplicates(_PEOPLE)
    assert _pairs(_PEOPLE) == [(one.id, other.id)]


def test_a_pair_left_for_later_stays_so_until_something_else_is_found_of_it(app: Flask) -> None:
    one, other = a_person("Ada Obi", emails=("a@b.example",)), a_person("Ben Dia", emails=("a@b.example",))
    search_duplicates(_PEOPLE)
    assert skip_pair(one.id, other.id, actor=SHELL)
    assert not skip_pair(one.id, other.id, actor=SHELL)
    search_duplicates(_PEOPLE)
    assert (count_pairs(_PEOPLE), count_pairs(_PEOPLE, is_skipped=True)) == (0, 1)
    edit_contact(other.id, "name", value="Ada Obi", version=other.version, actor=SHELL)
    search_duplicates(_PEOPLE)
    assert (count_pairs(_PEOPLE), count_pairs(_PEOPLE, is_skipped=True)) == (1, 0)


def test_of_a_name_that_many_have_one_town_and_two_addresses_are_two_people(app: Flask) -> None:
    rare = [a_person("Ada Obi", city="Lagos", emails=(f"ada{number}@x.example",)) for number in range(2)]
    for number in range(8):
        a_person("Maria Silva", city="Lagos", emails=(f"maria{number}@x.example",))
    search_duplicates(_PEOPLE)
    assert _pairs(_PEOPLE) == [(rare[0].id, rare[1].id)]


def test_what_is_no_longer_alike_is_no_longer_listed(app: Flask) -> None:
    one, other = a_person("Ada Obi"), a_person("Ada Obi")
    search_duplicates(_PEOPLE)
    assert _pairs(_PEOPLE) == [(one.id, other.id)]
    archive_contact(other.id, actor=SHELL)
    search_duplicates(_PEOPLE)
    assert _pairs(_PEOPLE) == []
    with pytest.raises(NotFoundError):
        skip_pair(one.id, other.id, actor=SHELL)


def test_nobody_is_told_apart_from_themselves_or_from_another_kind(app: Flask) -> None:
    person, reef = a_person("Ada Obi"), an_organization("Ada Obi")
    for other in (person, reef):
        with pytest.raises(DomainError):
            mark_distinct(person.id, other.id, actor=SHELL)


def test_pairs_with_somebody_whom_a_reader_may_not_see_are_not_shown(app: Flask) -> None:
    one, other = a_person("Ada Obi"), a_person("Ada Obi")
    north, south = a_team("North"), a_team("South")
    member, outsider = a_user(Role.STAFF, team_id=north.id), a_user(Role.STAFF, team_id=south.id)
    set_teams(other.id, [north.id], actor=SHELL)
    search_duplicates(_PEOPLE)
    with reading_as(member.as_actor()):
        assert _pairs(_PEOPLE) == [(one.id, other.id)]
    with reading_as(outsider.as_actor()):
        assert _pairs(_PEOPLE) == []


def test_the_command_prints_the_pairs_with_their_reasons(app: Flask) -> None:
    one, other = an_organization("Reef Watch", country="KE"), an_organization("Reef Watch", country="KE")
    told = json.loads(app.test_cli_runner().invoke(find_command, ["--as", "organizations", "--json"]).stdout)
    (pair,) = told["pairs"]
    assert (pair["a"], pair["b"], pair["zone"]) == (one.id, other.id, "same")
    assert "Same name" in pair["reasons"]
    assert (told["same"], told["ask"], told["contacts"]) == (1, 0, 2)
    words = app.test_cli_runner().invoke(find_command, ["--as", "organizations"]).stdout
    assert "Reef Watch" in words
    assert "1 pair: 1 the same, 0 to look at" in words


def test_where_very_many_share_a_key_only_neighbours_by_name_are_compared_and_the_rest_is_counted() -> None:
    blocks = Blocks()
    many = MOST_HOLDERS * 2
    for number in range(many):
        blocks.add(number, f"{number % 10:07}", BlockKeys(["m:info@x.example"], ["m:info@x.example"]))
    pairs = set(blocks.pairs())
    assert len(pairs) + blocks.left_out == many * (many - 1) // 2
    assert {(number, number + 10) for number in range(many - 10)} <= pairs
    assert len(pairs) < many * 10
