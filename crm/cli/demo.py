"""`crm demo`: an invented coalition to look around in."""

from dataclasses import asdict

from crm.cli.shared import Answer, say, verb
from crm.core.actor import Actor
from crm.invented.services import fill_demo

SHOWN = ("name", "email", "password", "role")


@verb("demo", help="Fill an empty base with an invented coalition and print its logins.")
def demo_command(*, actor: Actor) -> Answer:
    """Fill an invented coalition; it is made once, its logins are printed every time."""
    say("Looking for the invented coalition, or making it up …")
    filled = fill_demo(actor=actor)
    say("The invented coalition is ready." if filled.is_new else "The invented coalition is here already.")
    logins = [{key: asdict(login)[key] for key in SHOWN} for login in filled.logins]
    lines = [f"  {login['name']} ({login['role']}): {login['email']}  {login['password']}" for login in logins]
    return {"logins": logins, "new": filled.is_new, "rows": filled.rows}, "\n".join(lines)
