"""What a merge folds and keeps, what came since, who may, and what stands in the way of taking apart."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.contacts.models import Contact
from crm.contacts.queries import get_contact
from crm.contacts.services import add_point, edit_contact, remove_point, set_teams, tag_contact, untag_contact
from crm.contacts.values import PointKind
from crm.core.actor import SHELL, Actor
from crm.core.db import db
from crm.core.errors import ConflictError, DomainError, ForbiddenError, NotFoundError
from crm.core.scope import reading_as
from crm.core.traces.rows import read_rows
from crm.outreach.services import finish_follow_up
from crm.records.models import ContactMerge
from crm.records.queries import get_origins
from crm.records.queries.later import list_later
from crm.records.queries.merging import find_merge_of
from crm.records.services import merge_contacts, unmerge
from crm.statements.models import Signature
from crm.statements.services import SignatureFacts, draft_statement, sign, withdraw_signature
from tests.factories import a_team, a_user
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.imports import a_list, an_import, counts_of
from tests.imports.dumps import dump

pytestmark = pytest.mark.usefixtures("app")
ROOT = Path(__file__).parents[2]


def _merge(kept: Contact, losing: Contact, *, actor: Actor = SHELL, **choices: str) -> ContactMerge:
    return merge_contacts(kept.id, losing.id, choices=choices, versions=None, actor=actor)


def _signatures() -> list[dict[str, Any]]:
    return read_rows(Signature.__tablename__)


@pytest.mark.parametrize("is_first_withdrawn", [True, False])
def test_of_two_signatures_of_one_statement_the_better_one_stays(*, is_first_withdrawn: bool) -> None:
    kept, losing = a_person("Ada"), a_person("Ada B")
    letter = draft_statement("Letter", text="We ask.", actor=SHELL).id
    first = sign(letter, kept.id, facts=SignatureFacts(signed_on=date(2025, 1, 1)), actor=SHELL).id
    second = sign(letter, losing.id, facts=SignatureFacts(signed_on=date(2025, 2, 1)), actor=SHELL).id
    if is_first_withdrawn:
        withdraw_signature(first, actor=SHELL)
    merge = _merge(kept, losing)
    stays = second if is_first_withdrawn else first
    assert [(row["id"], row["contact_id"]) for row in _signatures()] == [(stays, kept.id)]
    unmerge(merge.id, actor=SHELL)
    assert {row["id"]: row["contact_id"] for row in _signatures()} == {first: kept.id, second: losing.id}


def test_what_happened_to_moved_rows_goes_back_with_them() -> None:
    kept, losing = an_organization("Cedar"), an_organization("Zeder")
    promise = a_follow_up(losing)
    merge = _merge(kept, losing)
    finish_follow_up(promise.id, actor=SHELL)
    unmerge(merge.id, actor=SHELL)
    assert (merge.merged_by, merge.unmerged_by) == (SHELL.name, SHELL.name)
    (row,) = read_rows("follow_up")
    assert row["contact_id"] == losing.id
    assert row["done_at"] is not None


def test_what_came_later_stays_unless_it_is_given_to_the_other() -> None:
    kept, losing = an_organization("Cedar"), an_organization("Zeder")
    kept_id, losing_id = kept.id, losing.id
    merge = _merge(kept, losing)
    here, there = (an_interaction(get_contact(kept_id), text=text) for text in ("here", "there"))
    later = {one.text: one.key for one in list_later(merge)}
    unmerge(merge.id, to_losing=[later["there"]], actor=SHELL)
    found = {row["interaction_id"]: row["contact_id"] for row in read_rows("participant")}
    assert found == {here.id: kept_id, there.id: losing_id}
    assert [get_contact(one).last_contact_at is not None for one in (kept_id, losing_id)] == [True, True]


def test_a_new_row_under_the_number_of_one_that_is_gone_is_not_taken_for_it() -> None:
    """SQLite gives the highest number anew when its row is gone."""
    kept, losing = an_organization("Cedar"), an_organization("Zeder")
    point = add_point(losing.id, "old@cedar.example", kind=PointKind.EMAIL, actor=SHELL)
    tag = tag_contact(losing.id, "old", actor=SHELL).tags[0].tag_id
    merge = _merge(kept, losing)
    remove_point(kept.id, point.id, actor=SHELL)
    untag_contact(kept.id, tag, actor=SHELL)
    add_point(kept.id, "new@cedar.example", kind=PointKind.EMAIL, actor=SHELL)
    tag_contact(kept.id, "new", actor=SHELL)
    unmerge(merge.id, actor=SHELL)
    assert {row["contact_id"] for row in (*read_rows("contact_point"), *read_rows("contact_tag"))} == {kept.id}


def test_a_folded_row_comes_back_although_another_has_its_number() -> None:
    kept, losing = a_person("Ada"), a_person("Ada B")
    letter, other = (draft_statement(f"Letter {one}", text="We ask.", actor=SHELL).id for one in range(2))
    for contact in (kept, losing):
        sign(letter, contact.id, actor=SHELL)
    merge = _merge(kept, losing)
    sign(other, a_person("Somebody").id, actor=SHELL)
    unmerge(merge.id, actor=SHELL)
    assert {(row["statement_id"], row["contact_id"]) for row in _signatures()} >= {
        (letter, kept.id),
        (letter, losing.id),
    }
    assert len(_signatures()) == 3


def test_a_field_that_somebody_changed_since_stays_as_it_is() -> None:
    kept, losing = an_organization("Cedar"), an_organization("Zeder", city="Tyre", country="LB")
    kept_id = kept.id
    merge = _merge(kept, losing)
    edit_contact(kept_id, "city", value="Byblos", version=None, actor=SHELL)
    unmerge(merge.id, actor=SHELL)
    again = get_contact(kept_id)
    assert (again.city, again.country) == ("Byblos", None)


def test_of_two_merges_into_one_the_later_is_taken_apart_first() -> None:
    kept, first, second = (an_organization(name) for name in ("Cedar", "Zeder", "Arz"))
    before = dump()
    merges = [_merge(kept, first), _merge(kept, second)]
    with pytest.raises(ConflictError, match="Take the later merge with Arz apart first"):
        unmerge(merges[0].id, actor=SHELL)
    for merge in reversed(merges):
        unmerge(merge.id, actor=SHELL)
    after = dump()
    assert {key: rows for key, rows in after.items() if key != "contact_merge"} == {
        key: rows for key, rows in before.items() if key != "contact_merge"
    }
    with pytest.raises(ConflictError, match="taken apart already"):
        unmerge(merges[0].id, actor=SHELL)


def test_a_chain_of_merges_leads_to_its_end_and_comes_apart_link_by_link() -> None:
    one, two, three = (an_organization(name) for name in ("Cedar", "Zeder", "Arz"))
    tag_contact(one.id, "first", actor=SHELL)
    ids = [contact.id for contact in (one, two, three)]
    inner = _merge(two, one)
    outer = _merge(three, get_contact(ids[1]))
    found = find_merge_of(ids[0])
    assert found is not None
    assert found.kept_id == ids[2]
    unmerge(outer.id, actor=SHELL)
    unmerge(inner.id, actor=SHELL)
    assert [[tag.tag.name for tag in get_contact(one).tags] for one in ids] == [["first"], [], []]


def test_a_person_and_an_organization_never_become_one_and_nothing_becomes_itself() -> None:
    person, place = a_person("Cedar"), an_organization("Cedar")
    with pytest.raises(DomainError, match="never the same"):
        _merge(person, place)
    with pytest.raises(DomainError, match="one record"):
        _merge(place, place)
    with pytest.raises(DomainError, match="nothing to choose"):
        _merge(place, an_organization("Zeder"), founded="kept")


def test_only_who_sees_both_and_may_merge_does(app: Flask) -> None:
    kept, losing = an_organization("Cedar"), an_organization("Zeder")
    ours, theirs = a_team(), a_team()
    set_teams(losing.id, [theirs.id], actor=SHELL)
    member = a_user(Role.COORDINATOR, team_id=ours.id).as_actor()
    with reading_as(member), pytest.raises(NotFoundError):
        _merge(kept, losing, actor=member)
    staff = a_user(Role.STAFF).as_actor()
    with reading_as(staff), pytest.raises(ForbiddenError):
        _merge(kept, losing, actor=staff)
    # Together they are for the team that only one of the two was for.
    merge = _merge(kept, losing)
    with reading_as(member), pytest.raises(NotFoundError):
        unmerge(merge.id, actor=member)
    set_teams(kept.id, [], actor=SHELL)
    with reading_as(member), pytest.raises(ForbiddenError, match="for other teams only"):
        unmerge(merge.id, actor=member)


def test_a_merge_that_is_killed_has_not_been(app: Flask, data_dir: Path) -> None:
    """Everything was done but for the commit when the process died."""
    kept, losing = an_organization("Cedar"), an_organization("Zeder", city="Tyre")
    an_interaction(losing, text="Met")
    ids = (kept.id, losing.id)
    before = dump(everything=True)
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "tests.records.killed", str(data_dir), url, *map(str, ids)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "midway\n"
    child.kill()
    child.communicate()
    assert dump(everything=True) == before
    merge_contacts(*ids, choices={}, versions=None, actor=SHELL)
    db.session.expire_all()
    assert get_contact(ids[0]).city == "Tyre"


def test_the_rows_of_a_list_are_known_again_after_a_merge(app: Flask, tmp_path: Path) -> None:
    """What the list made of the record that is no longer there is known as the one that was kept, and tells of it."""
    rows = ("Name | Country | Mail | Id", "Cedar Trust | Lebanon | a@cedar.example | 1")
    file = a_list(tmp_path, "\n".join([*rows, "Zeder Fund | Lebanon | b@zeder.example | 2"]))
    an_import(file)
    ids = {row["name"]: row["id"] for row in read_rows("contact")}
    merge_contacts(ids["Cedar Trust"], ids["Zeder Fund"], choices={"name": "losing"}, versions=None, actor=SHELL)
    db.session.expire_all()
    kept = get_contact(ids["Cedar Trust"])
    (name,) = [one for one in get_origins(kept).lines if one.field == "name"]
    assert (name.source, name.row) == ("file", 2)
    counts = counts_of(an_import(file))
    assert counts.get("created", 0) == 0
    assert len(read_rows("contact")) == 1
