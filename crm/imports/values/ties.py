"""Which organisation a parent's or network's name means: often the row itself, or another row by its short name."""

from crm.contacts.values import match_key
from crm.core.text.folding import fold
from crm.matching.values import name_keys, short_names, word_key

_SMALL = frozenset({"un", "the", "intl", "international", "network", "nu", "onu"})
_SHORT_LENGTH = 3
_MOST_WORDS = 3


def organization_keys(name: str, acronym: str | None = None) -> set[str]:
    """Return the keys under which a parent's name can mean an organisation."""
    return set(name_keys(name)) | {f"short:{short}" for short in short_names(name, acronym)}


def tie_keys(name: str) -> list[str]:
    """Return the keys by which a parent's name is looked for, the surest first."""
    words = fold(name).split()
    keys = [*name_keys(name)]
    if len(words) == 1:
        keys.append(f"short:{words[0]}")
    elif len(words) <= _MOST_WORDS:
        keys.extend(f"short:{word}" for word in words if word not in _SMALL and len(word) >= _SHORT_LENGTH)
    return keys


def is_itself(parent: str, own: str) -> bool:
    """Say whether a parent's name is just another way to write the organisation itself."""
    keys = name_keys(own)
    if match_key(parent) in keys or word_key(match_key(parent)) in {word_key(key) for key in keys}:
        return True
    shorts = short_names(own)
    words = fold(parent).split()
    if fold(parent) in shorts:
        return True
    return len(words) <= _MOST_WORDS and any(word in shorts for word in words if word not in _SMALL)
