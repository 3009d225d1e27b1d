"""What a text is that is no plain CSV: JSON, YAML, a markdown table, a list, columns held apart by spaces."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

import yaml

from crm.core.sheets.vocabulary import name_likeness

Form = Literal["csv", "json", "yaml", "markdown", "text"]

_JSON: Final = re.compile(r"\s*(?:\[\s*(?:[\[{\"\d\]-]|null|true|false)|\{\s*[\"}])")
_PAIR: Final = re.compile(r"(?:-\s+)?[^\s#:,;\t][^:,;\t]{0,60}:(?:\s+\S.*)?")
_YAML_ITEM: Final = re.compile(r"\s*-(?:\s+[^\s:,;][^:,;]{0,60}:(?:\s|$)|\s*$|\s+[\[{-])")
RULE: Final = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
MARK: Final = re.compile(r"\s*(?:[-*+•·‣◦▪●○■\u2013\u2014✓✔]|[(\[]?\d{1,4}[.)\]])[ \u00a0]+(?=\S)|\s*[•‣◦▪●]\s*(?=\S)")
DASH: Final = re.compile(r"\s+[-\u2013\u2014]\s+")
GAP: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_CUTTERS: Final = "\t;|"
_FEWEST: Final = 3
_MOST: Final = 0.8
_MANY: Final = 0.4
_HALF: Final = 0.5
_FIRST_LINES: Final = 400


def form_of(start: str, *, is_whole: bool) -> Form:
    """Tell what a text is by its start, or by all of it."""
    if _is_json(start, is_whole=is_whole):
        return "json"
    lines = [line for line in start.splitlines() if line.strip()]
    if not is_whole and len(lines) > 1:
        lines.pop()
    lines = lines[:_FIRST_LINES]
    if _is_yaml(start, lines):
        return "yaml"
    if is_markdown_table(lines):
        return "markdown"
    if _is_list(lines) or _is_dashed(lines) or _is_spaced(lines):
        return "text"
    return "csv"


def _is_json(start: str, *, is_whole: bool) -> bool:
    if not _JSON.match(start):
        return False
    try:
        json.loads(start)
    except json.JSONDecodeError as error:
        return _are_json_lines(start) or (not is_whole and error.pos > len(start) * _HALF)
    except RecursionError:
        return True
    return True


def _are_json_lines(start: str) -> bool:
    """Say whether the first lines are JSON each."""
    lines = [line for line in start.split("\n")[:_FEWEST] if line.strip()]
    try:
        return all(isinstance(json.loads(line), dict | list) for line in lines[: max(len(lines) - 1, 1)])
    except (json.JSONDecodeError, RecursionError):
        return False


def _is_yaml(start: str, lines: Sequence[str]) -> bool:
    """Say whether a text is a list of pairs, or holds one, by its signs and by reading it."""
    told = [line for line in lines if not line.lstrip().startswith("#") and line.strip() not in ("---", "...")]
    pairs = sum(_PAIR.fullmatch(line.strip()) is not None for line in told)
    items = sum(_YAML_ITEM.match(line) is not None for line in told)
    if not items or pairs < _HALF * len(told):
        return False
    end = max(start.rfind("\n- "), start.rfind("\n  - "))
    for text in (start, start[:end]):
        try:
            document = yaml.load(text, Loader=yaml.CSafeLoader)
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
        return _holds_records(document)
    return "&" in start and "*" in start


def _holds_records(document: object) -> bool:
    if isinstance(document, dict):
        return any(isinstance(value, list) for value in document.values())
    return isinstance(document, list) and any(isinstance(item, dict | list) for item in document)


def is_markdown_table(lines: Sequence[str]) -> bool:
    """Say whether a rule of dashes stands under a row of cells."""
    return rule_of(lines) is not None


def rule_of(lines: Sequence[str]) -> int | None:
    """Give the place of the rule under the header of a markdown table."""
    for place, line in enumerate(lines):
        if place and "|" in line and RULE.fullmatch(line) and "|" in lines[place - 1]:
            return place
    return None


def _is_list(lines: Sequence[str]) -> bool:
    """Say whether many lines begin with a bullet or a number."""
    marked = [line for line in lines if MARK.match(line)]
    if len(marked) < min(_FEWEST, len(lines)) or len(marked) < max(_MANY * len(lines), 2):
        return False
    return not any(_cut_by(marked, cutter) for cutter in _CUTTERS)


def _cut_by(lines: Sequence[str], cutter: str) -> bool:
    """Say whether most lines have the same number of a delimiter."""
    counts = Counter(line.count(cutter) for line in lines)
    count, times = counts.most_common(1)[0]
    return count > 0 and times >= _MOST * len(lines)


def _is_dashed(lines: Sequence[str]) -> bool:
    """Say whether lines are like "Name - Organisation, Country"."""
    body = lines[1:] if lines and lines[0].rstrip().endswith((":", "\uff1a")) else lines
    if len(body) < _FEWEST or '"' in "".join(body) or any(cutter in "".join(body) for cutter in _CUTTERS):
        return False
    dashed = sum(DASH.search(line) is not None for line in body)
    if dashed < _MOST * len(body) or any(map(_is_tight, body)) or not DASH.search(body[0]):
        return False
    return max(name_likeness(cell.strip()) for cell in body[0].split(",")) < 1


def _is_tight(line: str) -> bool:
    """Say whether a comma stands without a space after it, as in no sentence."""
    return re.search(r",(?=\S)", line) is not None


def _is_spaced(lines: Sequence[str]) -> bool:
    """Say whether the cells of most lines are held apart by several spaces."""
    spaced = sum(GAP.search(line.strip()) is not None for line in lines)
    if len(lines) < 2 or spaced < max(_HALF * len(lines), 2) or '"' in "".join(lines):  # noqa: PLR2004 - one line is aligned with nothing
        return False
    return not any(_cut_by(lines, cutter) for cutter in (*_CUTTERS, ","))
