"""Roles and permissions."""

from enum import StrEnum

from crm.core.words import N_


class Permission(StrEnum):
    """What a route or service may ask for: `resource.action`."""

    CONTACTS_READ = "contacts.read"
    CONTACTS_WRITE = "contacts.write"
    CONTACTS_EXPORT = "contacts.export"
    INTERACTIONS_READ = "interactions.read"
    INTERACTIONS_WRITE = "interactions.write"
    INTERACTIONS_EDIT_ALL = "interactions.edit_all"
    CAMPAIGNS_WRITE = "campaigns.write"
    SIGNATURES_READ = "signatures.read"
    SIGNATURES_WRITE = "signatures.write"
    VOLUNTEERS_READ = "volunteers.read"
    VOLUNTEERS_WRITE = "volunteers.write"
    TASKS_READ = "tasks.read"
    TASKS_WRITE = "tasks.write"
    TASKS_ASSIGN = "tasks.assign"
    IMPORTS_PREPARE = "imports.prepare"
    IMPORTS_COMMIT = "imports.commit"
    AUDIT_READ = "audit.read"
    USERS_READ = "users.read"
    USERS_INVITE = "users.invite"
    USERS_MANAGE = "users.manage"
    SETTINGS_MANAGE = "settings.manage"
    OWN_PROFILE = "own.profile"


class Role(StrEnum):
    """A bundle of permissions; a grant gives it to a user, for all or for one team."""

    ADMIN = "admin"
    COORDINATOR = "coordinator"
    STAFF = "staff"
    VIEWER = "viewer"


ROLE_WORDS = {
    Role.ADMIN: N_("Administrator"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.STAFF: N_("Staff"),
    Role.VIEWER: N_("Viewer"),
}

_VIEWER = frozenset(
    {
        Permission.CONTACTS_READ,
        Permission.SIGNATURES_READ,
        Permission.TASKS_READ,
        Permission.AUDIT_READ,
        Permission.USERS_READ,
        Permission.OWN_PROFILE,
    }
)
_STAFF = frozenset(
    {
        Permission.CONTACTS_READ,
        Permission.CONTACTS_WRITE,
        Permission.CONTACTS_EXPORT,
        Permission.INTERACTIONS_READ,
        Permission.INTERACTIONS_WRITE,
        Permission.SIGNATURES_READ,
        Permission.SIGNATURES_WRITE,
        Permission.VOLUNTEERS_READ,
        Permission.VOLUNTEERS_WRITE,
        Permission.TASKS_READ,
        Permission.TASKS_WRITE,
        Permission.TASKS_ASSIGN,
        Permission.IMPORTS_PREPARE,
        Permission.OWN_PROFILE,
    }
)
_COORDINATOR = _STAFF | {
    Permission.INTERACTIONS_EDIT_ALL,
    Permission.CAMPAIGNS_WRITE,
    Permission.IMPORTS_COMMIT,
    Permission.USERS_READ,
    Permission.USERS_INVITE,
}

PERMISSIONS_OF: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.STAFF: _STAFF,
    Role.COORDINATOR: _COORDINATOR,
    Role.ADMIN: frozenset(Permission),
}


class TokenPurpose(StrEnum):
    """What a secret link is for; one link, one purpose."""

    SETUP = "setup"
    INVITE = "invite"
    RESET = "reset"
