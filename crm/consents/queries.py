"""Which addresses must never be written to."""

import hashlib
import hmac
from collections.abc import Iterable

from sqlalchemy import select

from crm.consents.models import Suppression
from crm.consents.values import normal_address
from crm.core.db import db
from crm.core.secrets import derive_key

_AT_ONCE = 5000


def hash_address(address: str) -> str:
    """Return the keyed hash under which an address is suppressed."""
    return hmac.new(derive_key("suppression"), normal_address(address).encode(), hashlib.sha256).hexdigest()


def has_suppressed() -> bool:
    """Say whether any address is suppressed at all."""
    return db.session.scalar(select(Suppression.id).limit(1)) is not None


def find_suppressed(addresses: Iterable[str]) -> dict[str, Suppression]:
    """Return which of these addresses must never be written to, as they were given, with what is kept of each."""
    given: dict[str, list[str]] = {}
    for address in set(addresses):
        given.setdefault(hash_address(address), []).append(address)
    hashes = list(given)
    found: dict[str, Suppression] = {}
    for start in range(0, len(hashes), _AT_ONCE):
        query = select(Suppression).where(Suppression.address_hash.in_(hashes[start : start + _AT_ONCE]))
        for one in db.session.scalars(query):
            found.update(dict.fromkeys(given[one.address_hash], one))
    return found
