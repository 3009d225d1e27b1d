"""Users, roles and teams on the pages."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from crm.accounts.models import Team, User
from crm.accounts.queries import find_user_by_email, get_user, list_teams
from crm.accounts.services import add_team, disable_user, give_role, take_role
from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.clock import now, today
from crm.core.db import db
from crm.core.errors import ConflictError
from tests.factories import a_user
from tests.web.kit import client_for


def _fresh(user: User) -> User:
    db.session.expire_all()
    return get_user(user.id)


def _roles(user: User) -> set[tuple[Role, int | None]]:
    return {(grant.role, grant.team_id) for grant in _fresh(user).live_grants()}


def _team(name: str = "Beirut") -> Team:
    return add_team(name, actor=SHELL)


def test_an_invited_user_gets_in_by_the_link_that_is_shown_once(app: Flask) -> None:
    client, newcomer = client_for(app, Role.ADMIN), client_for(app)
    page = client.submit("/users/invite", {"name": "Ibis", "email": "Ibis@Coalition.example", "role": "staff"})
    found = re.search(r'value="http://127\.0\.0\.1:8000(/welcome/[^"]+)"', page.text)
    assert found
    assert "nobody gets a mail: copy the link" in page.text
    assert "Invited" in client.get("/users").text
    words = {"password": "three lemons on a shelf", "repeated": "three lemons on a shelf"}
    assert newcomer.submit(found[1], words).status_code == 302
    user = find_user_by_email("ibis@coalition.example")
    assert user is not None
    assert found[1] not in client.get(f"/users/{user.id}").text


@pytest.mark.parametrize(
    "facts, field", [({"email": "no address"}, "email"), ({"name": ""}, "name"), ({"role": "x"}, "role")]
)
def test_a_faulty_invitation_comes_back_with_what_was_typed(app: Flask, facts: dict[str, str], field: str) -> None:
    client = client_for(app, Role.ADMIN)
    answer = client.submit(
        "/users/invite", {"name": "Ibis", "email": "ibis@coalition.example", "role": "staff", **facts}
    )
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert find_user_by_email("ibis@coalition.example") is None


def test_the_list_of_users_leaves_room_for_whole_addresses(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    assert client.user is not None
    assert re.search(
        rf'<td class="c-col-mail [^>]+>\s*<span class="c-cell"><bdi>{client.user.email}<', client.get("/users").text
    )


def test_an_address_is_one_user(app: Flask) -> None:
    user = a_user()
    answer = client_for(app, Role.ADMIN).submit(
        "/users/invite", {"name": "x", "email": user.email.upper(), "role": "staff"}
    )
    assert answer.status_code == 409
    assert "already a user" in answer.text


def test_a_coordinator_invites_only_to_own_teams_and_no_more_than_they_hold(app: Flask) -> None:
    own, other = _team("Own"), _team("Other")
    client = client_for(app, Role.COORDINATOR, team_id=own.id)
    page = client.get("/users/invite").text
    assert "Own" in page
    assert not {"Other", "Administrator", "All teams"} & set(re.findall(r">([^<>]+)</option>", page))
    for role, team in (("admin", own.id), ("staff", other.id), ("staff", "")):
        facts = {"name": "x", "email": "x@coalition.example", "role": role, "team": team}
        assert client.post("/users/invite", data=facts).status_code == 422
    assert find_user_by_email("x@coalition.example") is None
    facts = {"name": "x", "email": "x@coalition.example", "role": "staff", "team": own.id}
    assert client.post("/users/invite", data=facts).status_code == 200


def test_roles_are_given_and_taken(app: Flask) -> None:
    team, user, client = _team(), a_user(Role.STAFF), client_for(app, Role.ADMIN)
    until = today() + timedelta(days=3)
    facts = {"role": "coordinator", "team": team.id, "expires_on": until.isoformat()}
    assert client.submit(f"/users/{user.id}", facts, action=f"/users/{user.id}/roles").status_code == 302
    assert _roles(user) == {(Role.STAFF, None), (Role.COORDINATOR, team.id)}
    page = client.get(f"/users/{user.id}").text
    assert "Coordinator, team Beirut, until" in page
    grant = next(grant for grant in _fresh(user).grants if grant.role is Role.STAFF)
    assert client.post(f"/users/{user.id}/roles/{grant.id}/take").status_code == 302
    assert _roles(user) == {(Role.COORDINATOR, team.id)}


def test_a_role_ends_at_its_day(app: Flask) -> None:
    user, client = a_user(Role.STAFF), client_for(app, Role.ADMIN)
    yesterday = today() - timedelta(days=1)
    facts = {"role": "viewer", "team": "", "expires_on": yesterday.isoformat()}
    answer = client.post(f"/users/{user.id}/roles", data=facts)
    assert answer.status_code == 422
    assert "This day is over" in answer.text


def test_nobody_changes_their_own_role_or_disables_themselves(app: Flask) -> None:
    a_user(Role.ADMIN)
    client = client_for(app, Role.ADMIN)
    me = client.user
    assert me is not None
    assert client.post(f"/users/{me.id}/roles", data={"role": "staff", "team": ""}).status_code == 409
    client.post(f"/users/{me.id}/roles/{me.grants[0].id}/take")
    client.post(f"/users/{me.id}/disable")
    assert _roles(me) == {(Role.ADMIN, None)}
    assert _fresh(me).is_active


def test_the_last_administrator_stays(app: Flask) -> None:
    admin = a_user(Role.ADMIN)
    a_user(Role.ADMIN, password_hash=None)
    grant = admin.grants[0]
    for act in (
        lambda: disable_user(admin.id, actor=SHELL),
        lambda: take_role(grant.id, actor=SHELL),
        lambda: give_role(admin.id, Role.ADMIN, actor=SHELL, expires_at=now() + timedelta(days=1)),
    ):
        with pytest.raises(ConflictError, match="last administrator"):
            act()
    assert _roles(admin) == {(Role.ADMIN, None)}
    a_user(Role.ADMIN)
    assert disable_user(admin.id, actor=SHELL).is_active is False


def test_a_disabled_user_stays_out_until_let_in_again(app: Flask) -> None:
    client, user = client_for(app, Role.ADMIN), a_user()
    theirs = client_for(app, user=user)
    client.post(f"/users/{user.id}/disable")
    assert theirs.get("/profile").status_code == 302
    assert client.post(f"/users/{user.id}/link").status_code == 302
    client.post(f"/users/{user.id}/enable")
    assert "Active" in client.get(f"/users/{user.id}").text


def test_a_link_for_a_new_password_is_for_administrators_to_make(app: Flask) -> None:
    user, invited = a_user(), a_user(password_hash=None)
    admin, coordinator = client_for(app, Role.ADMIN), client_for(app, Role.COORDINATOR)
    assert "/reset/" in admin.post(f"/users/{user.id}/link").text
    assert coordinator.post(f"/users/{user.id}/link").status_code == 302
    assert "/welcome/" in coordinator.post(f"/users/{invited.id}/link").text


def test_name_and_address_of_a_user_are_changed_and_a_stale_form_shows_both(app: Flask) -> None:
    client, user = client_for(app, Role.ADMIN), a_user()
    url = f"/users/{user.id}/edit"
    stale = _fresh(user).version
    assert client.submit(url, {"name": "Heron", "email": "heron@coalition.example"}).status_code == 302
    answer = client.post(url, data={"name": "Egret", "email": "egret@coalition.example", "version": stale})
    assert answer.status_code == 409
    assert "Heron" in answer.text
    assert "Egret" in answer.text
    assert _fresh(user).name == "Heron"


def test_teams_are_added_and_renamed(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    assert client.submit("/users/teams", {"name": "Nairobi"}, action="/users/teams/add").status_code == 302
    assert client.submit("/users/teams", {"name": "nairobi"}, action="/users/teams/add").status_code == 409
    team = list_teams()[0]
    stale = team.version
    assert client.submit(f"/users/teams/{team.id}", {"name": "Mombasa"}).status_code == 302
    assert "Mombasa" in client.get("/users/teams").text
    assert client.post(f"/users/teams/{team.id}", data={"name": "Lamu", "version": stale}).status_code == 409
