"""`crm user`: who may sign in."""

from typing import Any

import click

from crm.accounts.queries import list_users
from crm.accounts.services import add_user, make_link, make_setup_link
from crm.accounts.values import Role, TokenPurpose
from crm.cli.shared import Answer, verb
from crm.core.actor import Actor
from crm.core.settings import settings


@click.group("user", help="Who may sign in.")
def user_group() -> None:
    """Group the commands about users."""


@verb("add", help="Add a user and print the link by which they choose a password.")
@click.argument("email")
@click.option("--name", required=True, help="The user's name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.STAFF.value, show_default=True)
def add_command(*, email: str, name: str, role: str, actor: Actor) -> Answer:
    """Add a user."""
    user = add_user(name, email, role=Role(role), actor=actor)
    link = f"{settings().public_url}/welcome/{make_link(TokenPurpose.INVITE, actor=actor, user_id=user.id)}"
    return {
        "id": user.id,
        "email": user.email,
        "role": role,
        "link": link,
    }, f"{name} can choose a password here: {link}"


@verb("list", help="List the users.")
def list_command(*, actor: Actor) -> Answer:  # noqa: ARG001
    """List the users."""
    rows: list[dict[str, Any]] = [
        {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "roles": sorted({grant.role.value for grant in user.live_grants()}),
            "active": user.is_active,
        }
        for user in list_users()
    ]
    lines = [f"{row['id']:>4}  {row['email']}  {row['name']}  {', '.join(row['roles'])}" for row in rows]
    return {"users": rows}, "\n".join(lines) or "There are no users yet."


user_group.add_command(add_command)
user_group.add_command(list_command)


@verb("link", help="Print the link to open: the first page, or the one-time set-up page when there are no users.")
def link_command(*, actor: Actor) -> Answer:  # noqa: ARG001
    """Print the link to open."""
    token = make_setup_link()
    url = settings().public_url
    link = f"{url}/setup/{token}" if token else f"{url}/"
    return {"link": link, "setup": token is not None}, link
