"""Roles and permissions, and what makes a password too easy to guess."""

import unicodedata
from enum import StrEnum
from functools import cache
from itertools import product

from crm.core.errors import DomainError
from crm.core.words import N_


class Permission(StrEnum):
    """What a route or service may ask for: `resource.action`."""

    CONTACTS_READ = "contacts.read"
    CONTACTS_WRITE = "contacts.write"
    #: Addresses and numbers of persons in full; whoever lacks it sees them masked.
    CONTACTS_ADDRESSES = "contacts.addresses"
    CONTACTS_EXPORT = "contacts.export"
    #: Making two records one, and taking that apart.
    CONTACTS_MERGE = "contacts.merge"
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
    #: Saying that an address must never be written to; only an administrator takes that back.
    SUPPRESSIONS_ADD = "suppressions.add"
    SUPPRESSIONS_LIFT = "suppressions.lift"
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
        Permission.CONTACTS_ADDRESSES,
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
        Permission.SUPPRESSIONS_ADD,
        Permission.OWN_PROFILE,
    }
)
_COORDINATOR = _STAFF | {
    Permission.CONTACTS_MERGE,
    Permission.INTERACTIONS_EDIT_ALL,
    Permission.CAMPAIGNS_WRITE,
    Permission.IMPORTS_COMMIT,
    Permission.AUDIT_READ,
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


#: NIST SP 800-63B and ASVS 6.2: length counts, no rules about kinds of characters.
PASSWORD_LEAST = 12
PASSWORD_ADVISED = 15
PASSWORD_MOST = 256

#: How often a run of wrong passwords may go on before the account waits, and how long it waits at most.
FREE_TRIES = 5
LOCK_SECONDS = 60
LONGEST_LOCK_SECONDS = 15 * 60

_LOOKALIKES = str.maketrans("0134578", "oleastb")
_SIGNS = str.maketrans("@$!|", "asil")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhn",
)
#: Words that head every published list of stolen passwords, in the languages of this program's users.
_WORDS = """
    password passwort passwd contrasena contraseña clave senha motdepasse secret secreto welcome bienvenido bienvenue
    willkommen hello hola letmein login admin administrator administrador root user usuario guest invitado test demo
    changeme default temp love iloveyou teamo tequiero princess princesa dragon monkey football futbol soccer baseball
    master shadow sunshine superman batman michael jordan jesus cristo dios blessed freedom libertad summer winter
    spring autumn verano invierno whatever trustno starwars pokemon computer internet google facebook samsung android
    coalition coalicion campaign campana crm my mi the and i you me is a it this abc qwerty qwertz azerty asdf zxcv
    monday friday january december lunes enero diciembre
    """
_COMMON = frozenset(_WORDS.split())


def normal_password(password: str) -> str:
    """Return a password as it is hashed: the same whichever keyboard composed its letters (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_new_password(password: str, *known: str) -> str:
    """Return a password in the form that is hashed (NFKC); refuse one that is short, common, or made of what is known.

    ``known`` are the user's name and address. Raises DomainError at the field `password`.
    """
    plain = normal_password(password)
    if len(plain) < PASSWORD_LEAST:
        raise DomainError(
            "Take at least %(least)s characters; a sentence of a few words is easy to remember.",
            field="password",
            least=PASSWORD_LEAST,
        )
    if len(plain) > PASSWORD_MOST:
        raise DomainError("Take at most %(most)s characters.", field="password", most=PASSWORD_MOST)
    if is_easy(plain):
        raise DomainError("Many people use a password like this one. Take another one.", field="password")
    if _is_known(plain, known):
        raise DomainError("Your name or address is too easy to guess. Take something else.", field="password")
    return plain


def is_easy(password: str) -> bool:
    """Say whether a password is a repetition, a run of keys, or put together from very common words and figures."""
    folded = password.casefold()
    if any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, 5)):
        return True
    spellings = {folded, folded.translate(_SIGNS)}
    return any(_is_put_together("".join(filter(str.isalnum, spelling))) for spelling in spellings)


def _is_put_together(text: str) -> bool:
    """Say whether common words, runs of keys and figures make up the whole text."""
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached.update(start + size for size in _begins_with(text[start:]))
    return len(text) in reached


def _begins_with(text: str) -> set[int]:
    """Return the lengths of the figures, runs and common words that a text begins with."""
    sizes = {size for size in range(1, min(len(text), 16) + 1) if _is_common(text[:size])}
    return sizes | {size for size in range(4, len(text) + 1) if text[:size] in _runs()}


def _is_common(piece: str) -> bool:
    return piece.isdigit() or piece in _COMMON or piece.translate(_LOOKALIKES) in _COMMON


@cache
def _runs() -> frozenset[str]:
    rows = [turned for row, turn in product(_ROWS, (1, -1)) for turned in (row[::turn],)]
    return frozenset(
        row[start:end] for row in rows for start in range(len(row)) for end in range(start + 4, len(row) + 1)
    )


def _is_known(password: str, known: tuple[str, ...]) -> bool:
    """Say whether nothing but figures and signs is added to the user's name, address or a part of them."""
    core = "".join(filter(str.isalpha, password.casefold()))
    parts = {text.casefold() for text in known}
    parts |= {part for text in parts for part in text.partition("@")[::2]}
    letters = {"".join(filter(str.isalpha, part)) for part in parts}
    return not core or core in letters or any(part and not core.replace(part, "") for part in letters)


def lock_seconds(failures: int) -> int:
    """Return how long an account waits after so many wrong passwords in a row: first not at all, then ever longer."""
    if failures < FREE_TRIES:
        return 0
    return int(min(LOCK_SECONDS * 2 ** (failures - FREE_TRIES), LONGEST_LOCK_SECONDS))


#: How many days a secret link opens a door, and where it leads; the set-up link only lives for half a day.
LINK_DAYS = {TokenPurpose.INVITE: 7, TokenPurpose.RESET: 1}
_LINK_PATHS = {TokenPurpose.SETUP: "setup", TokenPurpose.INVITE: "welcome", TokenPurpose.RESET: "reset"}


def link_path(purpose: TokenPurpose, token: str) -> str:
    """Return the path of a secret link on this site."""
    return f"/{_LINK_PATHS[purpose]}/{token}"
