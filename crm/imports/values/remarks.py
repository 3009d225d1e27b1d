"""What is said about a row, as source texts with their values: a door translates them, the shell fills them in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.core.words import N_


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a row: an English source text with `%(name)s` places, and what stands there."""

    text: str
    values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


NO_NAME = N_("The name is empty.")
NAME_TOO_LONG = N_("The name is longer than 500 characters.")
LEFT_OUT = N_("Left out by decision.")
LEFT_OUT_BEFORE = N_("Left out by decision in an earlier import.")
BAD_MAIL = N_("“%(value)s” is not a mail address; it is kept as given.")
BAD_PHONE = N_("“%(value)s” is not a phone number; it is kept as given.")
BAD_COUNTRY = N_("Country “%(value)s” is not in the list; it is kept in the notes.")
NEAR_COUNTRY = N_("Country “%(value)s” was read as %(country)s, a guess.")
TWO_COUNTRIES = N_("“%(value)s” names several countries; the first was taken, all are kept in the notes.")
BAD_LANGUAGE = N_("“%(value)s” is not a language we know; it is kept in the notes.")
BAD_LINK = N_("“%(value)s” is not a web address; it is kept in the notes.")
BAD_DAY = N_("“%(value)s” is not a date; it is kept in the notes.")
UNSURE_DAY = N_("“%(value)s” could be two dates; it is kept in the notes.")
BAD_YEAR = N_("“%(value)s” is not a year; it is kept in the notes.")
BAD_TYPE = N_("“%(value)s” is no type of organisation we know; Other was taken, the word is kept in the notes.")
BAD_SIGNED_AS = N_("“%(value)s” does not say whether a person or an organisation signed; it is kept in the notes.")
TOO_LONG = N_("“%(value)s” is too long for its field and was cut.")
KEPT_VALUE = N_("%(field)s stays “%(ours)s”; the file says “%(theirs)s”.")
KEPT_EMPTY = N_("%(field)s stays empty; the file says “%(theirs)s”.")
KEPT_PARENT = N_("“%(value)s” stays a name in the notes: no organisation of that name is known.")
WITHDRAWN = N_("The signature was withdrawn; it stays so.")


def write_remarks(remarks: Sequence[Remark]) -> str | None:
    """Give remarks as they are kept with a row; None where there are none."""
    if not remarks:
        return None
    return json.dumps([[one.text, one.values] for one in remarks], ensure_ascii=False)


def read_remarks(kept: str | None) -> list[Remark]:
    """Give the remarks that were kept with a row."""
    return [Remark(text, values) for text, values in json.loads(kept)] if kept else []


def in_english(kept: str | None) -> str:
    """Give the remarks of a row in one English line."""
    return " ".join(str(one) for one in read_remarks(kept))
