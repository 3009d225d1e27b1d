"""Users, their roles and teams: list, invite, change, disable. A secret link is shown once, right when it is made."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from crm.accounts.models import User
from crm.accounts.queries import count_members, get_team, get_user, list_sessions, list_teams, list_users
from crm.accounts.services import (
    add_team,
    disable_user,
    edit_user,
    enable_user,
    end_sessions,
    give_role,
    invite_user,
    rename_team,
    send_link,
    take_role,
)
from crm.accounts.values import Permission, TokenPurpose, link_path
from crm.core.errors import DomainError
from crm.core.mail.queries import mail_settings
from crm.core.settings import settings
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, in_words, seen_version
from crm.web.shared.once import leads_to
from crm.web.shared.page import choose_timezone
from crm.web.users.forms import InviteForm, RoleForm, TeamForm, UserForm
from crm.web.users.texts import role_words, state_badge, user_columns, user_row

blueprint = Blueprint("users", __name__, url_prefix="/users")


@blueprint.get("")
@require(Permission.USERS_READ)
def index() -> Answer:
    """List the users."""
    rows = [user_row(user) for user in list_users()]
    may_invite = current_actor().may(Permission.USERS_INVITE)
    return render_template(
        "users/index.html", rows=rows, columns=user_columns(), tabs=_tabs("index"), may_invite=may_invite
    )


@blueprint.route("/invite", methods=["GET", "POST"])
@require(Permission.USERS_INVITE)
def invite() -> Answer:
    """Add a user and show the link by which they choose a password."""
    form = InviteForm()
    form.offer(current_actor(), list_teams())
    if form.validate_on_submit():
        try:
            user, token = invite_user(form.name.data, form.email.data, **form.given, actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            leads_to(url_for("users.show", user_id=user.id))
            return _link_page(user, token)
    return form.answer("users/invite.html", is_mailed=mail_settings().goes_out)


@blueprint.get("/<int:user_id>")
@require(Permission.USERS_READ)
def show(user_id: int) -> Answer:
    """Show a user, what they may do, and where they are signed in."""
    return _user_page(get_user(user_id), _role_form())


@blueprint.route("/<int:user_id>/edit", methods=["GET", "POST"])
@require(Permission.USERS_MANAGE)
def edit(user_id: int) -> Answer:
    """Change a user's name and address."""
    user = get_user(user_id)
    form = UserForm(obj=user)
    if form.validate_on_submit():
        facts = {"name": form.name.data, "email": form.email.data, "version": seen_version(form)}
        try:
            edit_user(user_id, **facts, actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Saved."))
            return redirect(url_for("users.show", user_id=user_id))
    return form.answer("users/edit.html", user=user)


@blueprint.post("/<int:user_id>/roles")
@require(Permission.USERS_MANAGE)
def give(user_id: int) -> Answer:
    """Give a user a further role."""
    form = _role_form()
    if form.validate_on_submit():
        try:
            give_role(user_id, **form.given, expires_at=_end_of(form.expires_on.data), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("The role is given. They have to sign in again."))
            return redirect(url_for("users.show", user_id=user_id))
    return _user_page(get_user(user_id), form)


@blueprint.post("/<int:user_id>/roles/<int:grant_id>/take")
@require(Permission.USERS_MANAGE)
def take(user_id: int, grant_id: int) -> Answer:
    """Take a role away."""
    return _act(lambda: take_role(grant_id, actor=current_actor()), gettext("The role is taken away."), user_id)


@blueprint.post("/<int:user_id>/disable")
@require(Permission.USERS_MANAGE)
def disable(user_id: int) -> Answer:
    """Close the door to a user."""
    return _act(lambda: disable_user(user_id, actor=current_actor()), gettext("They cannot sign in any more."), user_id)


@blueprint.post("/<int:user_id>/enable")
@require(Permission.USERS_MANAGE)
def enable(user_id: int) -> Answer:
    """Let a user in again."""
    return _act(lambda: enable_user(user_id, actor=current_actor()), gettext("They can sign in again."), user_id)


@blueprint.post("/<int:user_id>/sessions/end")
@require(Permission.USERS_MANAGE)
def sign_out(user_id: int) -> Answer:
    """Sign a user out everywhere."""
    return _act(lambda: end_sessions(user_id, actor=current_actor()), gettext("They are signed out."), user_id)


@blueprint.post("/<int:user_id>/link")
@require(Permission.USERS_INVITE)
def link(user_id: int) -> Answer:
    """Make a new link: the invitation again, or a new password."""
    try:
        token = send_link(user_id, actor=current_actor())
    except DomainError as error:
        flash(in_words(error), "error")
        return redirect(url_for("users.show", user_id=user_id))
    return _link_page(get_user(user_id), token)


@blueprint.get("/teams")
@require(Permission.USERS_READ)
def teams() -> Answer:
    """List the teams."""
    return _teams_page(TeamForm())


@blueprint.post("/teams/add")
@require(Permission.USERS_MANAGE)
def add() -> Answer:
    """Make a team."""
    form = TeamForm()
    if form.validate_on_submit():
        try:
            add_team(form.name.data, actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("The team is there."))
            return redirect(url_for("users.teams"))
    return _teams_page(form)


@blueprint.route("/teams/<int:team_id>", methods=["GET", "POST"])
@require(Permission.USERS_MANAGE)
def team(team_id: int) -> Answer:
    """Give a team another name."""
    found = get_team(team_id)
    form = TeamForm(obj=found)
    if form.validate_on_submit():
        try:
            rename_team(team_id, form.name.data, version=seen_version(form), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Saved."))
            return redirect(url_for("users.teams"))
    return form.answer("users/team.html", team=found)


def _role_form() -> RoleForm:
    form = RoleForm()
    form.offer(current_actor(), list_teams())
    return form


def _user_page(user: User, form: RoleForm) -> Answer:
    actor = current_actor()
    return form.answer(
        "users/show.html",
        user=user,
        badge=state_badge(user),
        roles=[{"id": grant.id, "words": role_words(grant)} for grant in user.live_grants()],
        sessions=len(list_sessions(user.id)),
        may_manage=actor.may(Permission.USERS_MANAGE) and user.id != actor.user_id,
        may_edit=actor.may(Permission.USERS_MANAGE),
        may_link=user.is_active
        and actor.may(Permission.USERS_MANAGE if not user.is_invited else Permission.USERS_INVITE),
    )


def _teams_page(form: TeamForm) -> Answer:
    members = count_members()
    rows = [{"id": one.id, "name": one.name, "members": members.get(one.id, 0)} for one in list_teams()]
    may_manage = current_actor().may(Permission.USERS_MANAGE)
    return form.answer("users/teams.html", teams=rows, tabs=_tabs("teams"), may_manage=may_manage)


def _link_page(user: User, token: str) -> Answer:
    path = link_path(TokenPurpose.INVITE if user.is_invited else TokenPurpose.RESET, token)
    return render_template(
        "users/link.html", user=user, link=settings().public_url + path, is_mailed=mail_settings().goes_out
    )


def _act(act: Any, words: str, user_id: int) -> Answer:
    """Do an act on a user and lead back to their page, with what happened or why it did not."""
    try:
        act()
    except DomainError as error:
        flash(in_words(error), "error")
    else:
        flash(words)
    return redirect(url_for("users.show", user_id=user_id))


def _end_of(day: Any) -> datetime | None:
    """Return the moment at which a day of the reader's ends."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(choose_timezone()))


def _tabs(here: str) -> list[dict[str, Any]]:
    pages = {"index": gettext("Users"), "teams": gettext("Teams")}
    return [{"label": label, "url": url_for(f"users.{page}"), "active": page == here} for page, label in pages.items()]
