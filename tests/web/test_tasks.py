"""The board, a task, its people and hours, as the coordinator meets them."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.clock import today
from crm.tasks.queries import get_task, sum_hours
from crm.tasks.services import assign_volunteer, change_task, log_hours
from crm.tasks.values import TaskFacts, TaskState
from crm.volunteers.services import make_volunteer
from crm.volunteers.values import Offer
from tests.factories import a_team
from tests.factories.contacts import a_person
from tests.factories.tasks import a_task, a_volunteer
from tests.web.kit import client_for, counted_queries


def test_a_task_is_made_and_stands_on_the_board(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    answer = client.submit(
        "/tasks/new",
        {
            "title": "Interpret at the Almaty meeting",
            "places": "2",
            "skills": "Interpreting, Law",
            "languages": "Russian",
        },
        follow_redirects=True,
    )
    assert answer.status_code == 200
    board = client.get("/tasks/").text
    assert "Interpret at the Almaty meeting" in board
    assert "Interpreting" in board
    assert "Russian" in board


@pytest.mark.parametrize(
    "changes,sentence",
    [
        ({"title": " "}, "Write what is to be done."),
        ({"places": "0"}, "A task has from 1 to 500 places."),
        ({"languages": "Klingonish"}, "“Klingonish” is not a language that we know."),
        ({"due_on": "31/02/2026"}, "Not a valid date value."),
        ({"due_on": "0001-01-01"}, "Write a day between 1900 and 2200."),
        ({"places": "9" * 400}, "Write a whole number."),
    ],
)
def test_what_cannot_be_right_is_said_at_the_field_and_kept(app: Flask, changes: dict[str, str], sentence: str) -> None:
    client = client_for(app, Role.STAFF)
    answer = client.submit("/tasks/new", {"title": "Kept words", "description": "All of it", **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "All of it" in answer.text


def test_assigning_shows_the_place_filled_and_the_full_task_says_so(app: Flask) -> None:
    task, first, second = a_task(places=1), a_volunteer("Leila Sabbagh"), a_volunteer()
    client = client_for(app, Role.COORDINATOR)
    page = client.submit(
        f"/tasks/{task.id}", {"volunteer": str(first.id)}, action=f"/tasks/{task.id}/assign", follow_redirects=True
    )
    assert "Assigned." in page.text
    full = client.post(f"/tasks/{task.id}/assign", data={"volunteer": str(second.id)})
    assert full.status_code == 409
    assert "All places are taken." in full.text


def test_two_edits_at_once_show_both_versions_and_overwrite_nothing(app: Flask) -> None:
    task = a_task("First words")
    client = client_for(app, Role.STAFF)
    seen = get_task(task.id).version
    change_task(task.id, TaskFacts(title="Their words"), version=seen, actor=SHELL)
    answer = client.post(
        f"/tasks/{task.id}/edit",
        data={"title": "My words", "places": "1", "version": str(seen), "priority": "normal", "owner": "0"},
    )
    assert answer.status_code == 409
    assert "Their words" in answer.text
    assert "My words" in answer.text
    assert get_task(task.id).title == "Their words"


def test_a_card_moves_and_the_toast_takes_it_back(app: Flask) -> None:
    task = a_task()
    client = client_for(app, Role.STAFF)
    page = client.post(f"/tasks/{task.id}/move", data={"to": "to_check"}, follow_redirects=True)
    assert "moved to To check" in page.text
    assert get_task(task.id).state is TaskState.TO_CHECK
    client.post(f"/tasks/{task.id}/move?to=needs_people")
    assert get_task(task.id).state is TaskState.NEEDS_PEOPLE


def test_a_board_without_places_to_fill_counts_none(app: Flask) -> None:
    task = a_task(places=3)
    client = client_for(app, Role.STAFF)
    assert "0 of 3 places filled" in client.get("/tasks/").text
    client.post(f"/tasks/{task.id}/move", data={"to": "done"})
    assert " places filled" not in client.get("/tasks/").text


def test_a_column_that_is_none_is_refused(app: Flask) -> None:
    task = a_task()
    assert client_for(app, Role.STAFF).post(f"/tasks/{task.id}/move", data={"to": "nowhere"}).status_code == 400


def test_hours_are_logged_and_shown(app: Flask) -> None:
    part = assign_volunteer(a_task().id, a_volunteer().id, actor=SHELL)
    client = client_for(app, Role.COORDINATOR)
    page = client.submit(f"/tasks/assignments/{part.id}/hours", {"hours": "2.5"}, follow_redirects=True)
    assert "The hours are logged." in page.text
    assert sum_hours() == 2.5
    wrong = client.submit(f"/tasks/assignments/{part.id}/hours", {"hours": "25"})
    assert (wrong.status_code, "up to 24" in wrong.text) == (422, True)


def test_taking_back_frees_the_place_and_undo_gives_it_back(app: Flask) -> None:
    task = a_task(places=1)
    part = assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    client = client_for(app, Role.COORDINATOR)
    client.post(f"/tasks/assignments/{part.id}/take-back")
    assert get_task(task.id).taken() == []
    client.post(f"/tasks/assignments/{part.id}/give-back")
    assert len(get_task(task.id).taken()) == 1


def test_marking_done_moves_the_task_to_be_checked(app: Flask) -> None:
    task = a_task(places=1)
    part = assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    client_for(app, Role.COORDINATOR).post(f"/tasks/assignments/{part.id}/done")
    assert get_task(task.id).state is TaskState.TO_CHECK


def test_the_list_filters_by_state_and_says_when_it_is_due(app: Flask) -> None:
    a_task("Late one", due_on=today() - timedelta(days=3))
    a_task("Free one")
    client = client_for(app, Role.VIEWER)
    assert "Late one" in client.get("/tasks/list").text
    assert "Late one" not in client.get("/tasks/list?f=state:is:done").text


def test_an_empty_board_teaches_what_to_do(app: Flask) -> None:
    assert "Give somebody something to do" in client_for(app, Role.STAFF).get("/tasks/").text


def test_the_board_costs_few_queries_however_many_cards(app: Flask) -> None:
    for number in range(8):
        assign_volunteer(a_task(f"Task {number}", places=2).id, a_volunteer(skills=("Law",)).id, actor=SHELL)
    client = client_for(app, Role.COORDINATOR)
    client.get("/tasks/")
    with counted_queries() as seen:
        client.get("/tasks/")
    assert len(seen) <= 16, seen


def test_a_viewer_sees_the_board_and_may_not_act(app: Flask) -> None:
    task = a_task()
    client = client_for(app, Role.VIEWER)
    assert "New task" not in client.get("/tasks/").text
    assert client.get(f"/tasks/{task.id}").status_code == 200
    assert client.post(f"/tasks/{task.id}/move", data={"to": "done"}).status_code == 403
    assert client.get("/volunteers/").status_code == 403


def test_a_volunteer_of_another_team_is_not_offered_and_not_shown(app: Flask) -> None:
    own, other = a_team(), a_team()
    task, hidden = a_task(places=2), a_volunteer("Hidden Person", team_ids=(own.id,))
    assign_volunteer(task.id, hidden.id, actor=SHELL)
    client = client_for(app, Role.STAFF, team_id=other.id)
    for url in (f"/tasks/{task.id}", "/tasks/", "/tasks/list", "/volunteers/"):
        assert "Hidden Person" not in client.get(url).text, url
    assert client.get(f"/volunteers/{hidden.id}").status_code == 404
    assert client.post(f"/tasks/{task.id}/assign", data={"volunteer": str(hidden.id)}).status_code == 422


def test_a_place_of_a_volunteer_of_another_team_is_shown_as_filled_without_a_name(app: Flask) -> None:
    own, other = a_team(), a_team()
    task, mine = a_task("Quiet work", places=1, due_on=today() + timedelta(days=1)), a_volunteer()
    hidden = a_volunteer("Hidden Person", team_ids=(own.id,))
    part = assign_volunteer(task.id, hidden.id, actor=SHELL)
    log_hours(part.id, Decimal("2.5"), today(), actor=SHELL)
    client = client_for(app, Role.STAFF, team_id=other.id)
    url, mine_id = f"/tasks/{task.id}", mine.id
    hidden_url, part_url = f"/volunteers/{hidden.id}", f"/assignments/{part.id}/"
    client.get("/")
    with counted_queries() as seen:
        page = client.get(url).text
    assert len(seen) <= 12, seen
    refused = client.post(f"{url}/assign", data={"volunteer": str(mine_id)}).text
    board, table, first_page = (client.get(address).text for address in ("/tasks/", "/tasks/list", "/"))
    assert "All places are taken." in page
    assert '<span class="c-num">2.5</span>' in page
    assert 'Hours this month <b class="c-num">2.5</b>' in board
    for told in (page, refused, board):
        assert "1 of 1 places filled" in told
        assert "1 volunteer you cannot see" in told
    for told in (page, refused, board, table, first_page):
        assert [word for word in ("Hidden Person", hidden_url, part_url, "Nobody yet") if word in told] == []
    assert "Nobody is on it yet" not in first_page
    assert "Quiet work" not in first_page
    assert re.search(r"Quiet work.*?c-num\">1<.*?c-num\">1<", table, re.DOTALL)


def test_a_person_is_made_a_volunteer_from_their_record(app: Flask) -> None:
    person = a_person("Naoko Hayashi", languages=("ja",))
    client = client_for(app, Role.STAFF)
    assert f"/volunteers/of/{person.id}" in client.get(f"/contacts/{person.id}").text
    page = client.submit(
        f"/volunteers/of/{person.id}", {"skills": "Design, Web", "hours_a_week": "5"}, follow_redirects=True
    )
    assert "Naoko Hayashi is a volunteer now." in page.text
    assert "Japanese" in page.text
    assert "Naoko Hayashi" in client.get("/volunteers/?q=nao").text
    again = client.get(f"/volunteers/of/{person.id}")
    assert again.location.startswith("/volunteers/")


def test_hours_a_week_that_no_week_has_are_refused_at_the_field(app: Flask) -> None:
    person = a_person()
    answer = client_for(app, Role.STAFF).submit(f"/volunteers/of/{person.id}", {"skills": "Law", "hours_a_week": "169"})
    assert (answer.status_code, "A week has 168 hours." in answer.text) == (422, True)
    assert 'value="Law"' in answer.text


def test_the_list_of_volunteers_shows_skills_as_words(app: Flask) -> None:
    a_volunteer("Noor Rahmani", skills=("Translation", "Law"), languages=("ar",))
    page = client_for(app, Role.STAFF).get("/volunteers/").text
    assert "Translation, Law" in page
    assert "Arabic" in page


def test_on_a_telephone_every_column_of_the_board_can_be_chosen(app: Flask) -> None:
    a_task()
    page = client_for(app, Role.STAFF).get("/tasks/").text
    switch = page.split("c-board-switch")[1].split("</nav>")[0]
    columns = re.findall(r'id="(column-[a-z_]+)" aria-labelledby', page)
    assert len(columns) == 3
    assert re.findall(r'href="#([^"]+)"', switch) == columns


@pytest.mark.parametrize(
    "emails, words", [((), "no mail address of theirs"), (("v@example.org",), "kept as a file in the outbox folder")]
)
def test_who_assigns_reads_whether_they_hear_of_it(app: Flask, emails: tuple[str, ...], words: str) -> None:
    person = a_person("Vera", emails=emails)
    volunteer = make_volunteer(person.id, Offer(), actor=SHELL)
    task = a_task()
    client = client_for(app, Role.COORDINATOR)
    page = client.post(f"/tasks/{task.id}/assign", data={"volunteer": str(volunteer.id)}, follow_redirects=True).text
    assert words in page.split("data-toasts")[1]
