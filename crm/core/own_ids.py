"""The ids that exports carry: of a record of this very base, so that a file that comes back finds the same records.

    k3v9q2xapm.people.1234

The first part is the base's own sign, drawn by chance when the first id goes out and kept with the base (also in its
backups): an id that another base wrote never means a record here.
"""

import re
import secrets
import string
from dataclasses import dataclass

from crm.core.actor import Actor
from crm.core.db import atomic, read_id
from crm.core.preferences.queries import find_preference
from crm.core.preferences.services import set_preference

#: What the column, key or property is called in files.
OWN_ID = "crm_id"
_KEY = "base.sign"
_LETTERS = string.ascii_lowercase + string.digits
_LENGTH = 10
_SHAPE = re.compile(r"([a-z0-9]{10})\.([a-z_]{1,40})\.(\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnId:
    """A record of this base, as a file names it."""

    record: str
    id: int


def get_sign(*, actor: Actor) -> str:
    """Return the sign of this base; it is drawn when it is first asked for."""
    known = find_sign()
    if known is not None:
        return known
    with atomic(actor):
        sign = find_sign() or "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        set_preference(_KEY, sign)
    return sign


def find_sign() -> str | None:
    """Return the sign of this base; None as long as no id ever went out."""
    row = find_preference(_KEY)
    return row.value if row is not None and isinstance(row.value, str) else None


def write_own_id(sign: str, record: str, record_id: int) -> str:
    """Return the id of a record as files carry it."""
    return f"{sign}.{record}.{record_id}"


def read_own_id(text: str, sign: str | None) -> OwnId | None:
    """Return the record that an id of a file means; None for one of another base, or anything else."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None or sign is None or found[1] != sign:
        return None
    record_id = read_id(found[3])
    return OwnId(found[2], record_id) if record_id else None
