"""The registries of record kinds and fields, filled by every room's fields.py (crm/wiring.py imports them)."""

from crm.core.errors import NotFoundError
from crm.core.fields.values import Field, RecordKind

_kinds: dict[str, RecordKind] = {}
_fields: dict[str, dict[str, Field]] = {}


def declare_kind(kind: RecordKind) -> RecordKind:
    """Register a kind of record."""
    _kinds[kind.key] = kind
    return kind


def declare(*fields: Field) -> None:
    """Register fields, in the order in which choosers show them."""
    for field in fields:
        _fields.setdefault(field.record, {})[field.key] = field


def get_record_kind(key: str) -> RecordKind:
    """Return a kind by its key or raise NotFoundError."""
    try:
        return _kinds[key]
    except KeyError:
        raise NotFoundError("There is no such list.") from None


def fields_of(record: str) -> dict[str, Field]:
    """Return the fields of a kind of record by key."""
    return dict(_fields.get(record, {}))


def find_field(record: str, key: str) -> Field | None:
    """Return one field or None."""
    return _fields.get(record, {}).get(key)
