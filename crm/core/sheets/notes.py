"""What a reading found worth telling, counted, with the first row where it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crm.core.sheets.sentences import NOTES


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth knowing about a file that was read: a sentence of ``NOTES`` and its values."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Give the English source text, for a door to translate."""
        return NOTES[self.name]

    def __str__(self) -> str:
        return self.sentence % self.values


class Notes:
    """The notebook of one reading; ``row`` is the number of the row that is being read, as the file counts."""

    def __init__(self) -> None:
        self.row = 0
        self._found: dict[str, dict[str, object]] = {}

    def count(self, name: str, times: int = 1) -> None:
        """Count something at the row that is being read."""
        found = self._found.setdefault(name, {"count": 0, "row": max(self.row, 1)})
        found["count"] = int(str(found["count"])) + times

    def say(self, name: str, **values: object) -> None:
        """Note something once."""
        self._found[name] = values

    def number_rows(self, number_of: Callable[[int], int]) -> None:
        """Give the rows that were noted other numbers: those of data rows."""
        for values in self._found.values():
            if "row" in values:
                values["row"] = number_of(int(str(values["row"])))

    def as_list(self) -> list[tuple[str, dict[str, object]]]:
        """Give what was found as plain data."""
        return list(self._found.items())
