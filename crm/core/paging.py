"""Pages by key: a page says where the next begins, so that page 20,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from crm.core.errors import DomainError

PAGE_SIZE = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the cursors to their neighbours (None where there are none)."""

    rows: Sequence[Row]
    before: str | None
    after: str | None


def write_cursor(values: Sequence[Any]) -> str:
    """Return the key of a row as an opaque word for an address."""
    return base64.urlsafe_b64encode(json.dumps(list(values), ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[Any]:
    """Return the key that `write_cursor` wrote; raise DomainError for anything else."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeError) as error:
        raise DomainError("This link to a page of the list is damaged. Start from the first page.") from error
    if not isinstance(values, list) or len(values) != length:
        raise DomainError("This link to a page of the list is damaged. Start from the first page.")
    return values
