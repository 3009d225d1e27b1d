"""`crm user`: who may sign in."""

from typing import Any

import click

from crm.accounts.models import User
from crm.accounts.queries import find_user_by_email, list_users
from crm.accounts.services import disable_user, enable_user, invite_user, make_setup_link
from crm.accounts.values import Permission, Role, TokenPurpose, link_path
from crm.cli.shared import Answer, verb
from crm.core.actor import Actor
from crm.core.errors import NotFoundError
from crm.core.settings import settings


@click.group("user", help="Who may sign in.")
def user_group() -> None:
    """Group the commands about users."""


@verb("add", needs=Permission.USERS_MANAGE, help="Add a user and print the link by which they choose a password.")
@click.argument("email")
@click.option("--name", required=True, help="The user's name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.STAFF.value, show_default=True)
def add_command(*, email: str, name: str, role: str, actor: Actor) -> Answer:
    """Add a user."""
    user, token = invite_user(name, email, role=Role(role), actor=actor)
    link = settings().public_url + link_path(TokenPurpose.INVITE, token)
    return {
        "id": user.id,
        "email": user.email,
        "role": role,
        "link": link,
    }, f"{name} can choose a password here: {link}"


@verb("list", needs=Permission.USERS_READ, help="List the users.")
def list_command(*, actor: Actor) -> Answer:
    """List the users."""
    rows: list[dict[str, Any]] = [
        {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "roles": sorted({grant.role.value for grant in user.live_grants()}),
            "active": user.is_active,
            "invited": user.is_invited,
        }
        for user in list_users()
    ]
    lines = [f"{row['id']:>4}  {row['email']}  {row['name']}  {', '.join(row['roles'])}{_state(row)}" for row in rows]
    return {"users": rows}, "\n".join(lines) or "There are no users yet."


@verb("disable", needs=Permission.USERS_MANAGE, help="Close the door to a user and end their sessions.")
@click.argument("email")
def disable_command(*, email: str, actor: Actor) -> Answer:
    """Disable a user."""
    user = disable_user(_user(email).id, actor=actor)
    return {"id": user.id, "email": user.email, "active": user.is_active}, f"{user.name} cannot sign in any more."


@verb("enable", needs=Permission.USERS_MANAGE, help="Let a disabled user in again.")
@click.argument("email")
def enable_command(*, email: str, actor: Actor) -> Answer:
    """Enable a user."""
    user = enable_user(_user(email).id, actor=actor)
    return {"id": user.id, "email": user.email, "active": user.is_active}, f"{user.name} can sign in again."


def _user(email: str) -> User:
    user = find_user_by_email(email)
    if user is None:
        raise NotFoundError("There is no user with the address %(email)s.", email=email)
    return user


def _state(row: dict[str, Any]) -> str:
    if not row["active"]:
        return "  (disabled)"
    return "  (invited)" if row["invited"] else ""


for _command in (add_command, list_command, disable_command, enable_command):
    user_group.add_command(_command)


@verb("link", help="Print the link to open: the first page, or the one-time set-up page when there are no users.")
def link_command(*, actor: Actor) -> Answer:
    """Print the link to open."""
    token = make_setup_link()
    link = settings().public_url + (link_path(TokenPurpose.SETUP, token) if token else "/")
    return {"link": link, "setup": token is not None}, link
