"""Acts of accounts: users and roles, passwords, sessions, secret links, teams."""

from crm.accounts.services.links import (
    LINK_LIFE,
    ask_for_reset,
    invite_user,
    make_link,
    make_setup_link,
    send_link,
    take_link,
    take_setup,
)
from crm.accounts.services.passwords import change_password, check_password, set_password
from crm.accounts.services.sessions import begin_session, end_session, end_sessions, revoke_session, touch_session
from crm.accounts.services.teams import add_team, rename_team
from crm.accounts.services.users import (
    Profile,
    add_user,
    disable_user,
    edit_profile,
    edit_user,
    enable_user,
    give_role,
    take_role,
)

__all__ = [
    "LINK_LIFE",
    "Profile",
    "add_team",
    "add_user",
    "ask_for_reset",
    "begin_session",
    "change_password",
    "check_password",
    "disable_user",
    "edit_profile",
    "edit_user",
    "enable_user",
    "end_session",
    "end_sessions",
    "give_role",
    "invite_user",
    "make_link",
    "make_setup_link",
    "rename_team",
    "revoke_session",
    "send_link",
    "set_password",
    "take_link",
    "take_role",
    "take_setup",
    "touch_session",
]
