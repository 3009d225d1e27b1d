"""`crm bench match`: how well contacts are told the same, on lists with the truth beside them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from crm.cli.match_lists import Pair, TruthList, read_lists
from crm.cli.shared import Answer, say, verb
from crm.contacts.values import ContactKind
from crm.core.actor import Actor
from crm.core.text.names import is_unnamed
from crm.invented.values.editions import Editions, Listed
from crm.matching.values import Blocks, Facts, Zone, block_keys, choose, compare, name_keys, short_names

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_SEEDS = (1, 2, 3)
_ROWS = 1200


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one list: shares of pairs (of rows, for the invented lists), None where there is no truth."""

    name: str
    contacts: int
    #: Pairs that are one, by the truth.
    true: int
    compared: int
    left_out: int
    same: int
    ask: int
    precision: float | None
    recall: float | None
    recall_with_ask: float | None
    #: Share of contacts that wait for a decision.
    waiting: float
    #: Pairs joined without asking that must never be.
    forbidden: int
    seconds: float


@verb("match", help="Tell contacts the same on lists with the truth beside them, and count what is right.")
@click.option("--data", "folder", type=_FOLDER, envvar="CRM_CORPORA", help="The folder of lists; else CRM_CORPORA.")
def match_command(*, folder: Path | None, actor: Actor) -> Answer:
    """Measure matching on the lists of a folder, and on invented ones."""
    figures = []
    if folder is None:
        say("No folder of lists was given (--data, CRM_CORPORA): only the invented lists are measured.")
    for one in read_lists(folder) if folder is not None else ():
        say(f"Matching: {one.name} …")
        figures.append(measure_list(one))
    figures += [measure_editions(Editions(_ROWS, seed), f"two editions, invented ({seed})") for seed in _SEEDS]
    return {"figures": [asdict(figure) for figure in figures]}, "\n".join([_HEAD, *map(_line, figures)])


def measure_list(one: TruthList) -> Measured:
    """Compare all contacts of a list that share a key, and count pairs against its truth."""
    began = time.monotonic()
    blocks, compared = Blocks(), 0
    for facts in one.contacts:
        if not is_unnamed(facts.name) or facts.further or facts.emails:
            blocks.add(facts.id, facts.keys[0] if facts.keys else "", block_keys(facts))
    zones: dict[Zone, set[Pair]] = {zone: set() for zone in Zone}
    for pair in set(blocks.pairs()):
        compared += 1
        zones[compare(one.contacts[pair[0]], one.contacts[pair[1]]).zone].add(pair)
    same, ask = zones[Zone.SAME], zones[Zone.ASK]
    right, found = len(same & one.pairs), len((same | ask) & one.pairs)
    return Measured(
        one.name, len(one.contacts), len(one.pairs), compared, blocks.left_out, len(same), len(ask),
        precision=_share(right, len(same)) if one.pairs else None,
        recall=_share(right, len(one.pairs)),
        recall_with_ask=_share(found, len(one.pairs)),
        waiting=len({contact for pair in ask for contact in pair}) / len(one.contacts),
        forbidden=len(same & one.never),
        seconds=round(time.monotonic() - began, 2),
    )  # fmt: skip


def measure_editions(editions: Editions, name: str) -> Measured:
    """Bring the second edition of a list to the first as an import does: each row joins one, waits, or is new."""
    began = time.monotonic()
    known = [_facts(number, row) for number, row in enumerate(editions.first)]
    place = {row.truth: number for number, row in enumerate(editions.first)}
    find = _finder(known)
    counts = dict.fromkeys(("compared", "same", "right", "ask", "found", "branches"), 0)
    for row in editions.second:
        facts, true = _facts(-1, row), place.get(row.truth)
        candidates = find(facts)
        best, asked = choose(compare(facts, one) for one in candidates)
        counts["compared"] += len(candidates)
        counts["same"] += best is not None
        counts["right"] += best is not None and best.id == true
        counts["branches"] += best is not None and best.id != true and row.is_branch
        counts["ask"] += bool(asked)
        counts["found"] += true is not None and true in {one.id for one in (best, *asked) if one is not None}
    true_count = sum(1 for row in editions.second if row.truth in place)
    return Measured(
        name, len(known) + len(editions.second), true_count, counts["compared"], 0, counts["same"], counts["ask"],
        precision=_share(counts["right"], counts["same"]),
        recall=_share(counts["right"], true_count),
        recall_with_ask=_share(counts["found"], true_count),
        waiting=counts["ask"] / len(editions.second),
        forbidden=counts["branches"],
        seconds=round(time.monotonic() - began, 2),
    )  # fmt: skip


def _finder(known: list[Facts]) -> Callable[[Facts], list[Facts]]:
    """Return what gives the contacts that hold a key which another seeks."""
    holders: dict[str, list[int]] = {}
    for facts in known:
        for key in block_keys(facts).held:
            holders.setdefault(key, []).append(facts.id)

    def find(facts: Facts) -> list[Facts]:
        found = dict.fromkeys(one for key in block_keys(facts).sought for one in holders.get(key, ()))
        return [known[number] for number in found]

    return find


def _facts(number: int, row: Listed) -> Facts:
    facts = Facts(number, ContactKind.ORGANIZATION, row.name, keys=name_keys(row.name), country=row.country or None)
    facts.shorts = short_names(row.name)
    facts.emails = {row.mail} - {""}
    return facts


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


_HEAD = (
    f"{'':30}{'contacts':>9}{'true':>7}{'compared':>10}{'same':>7}{'right':>8}{'found':>8}{'with ask':>10}{'wait':>7}"
)


def _line(one: Measured) -> str:
    shares: Iterable[float | None] = (one.precision, one.recall, one.recall_with_ask)
    words = "".join(
        f"{'—' if share is None else f'{share:.4f}':>{width}}" for share, width in zip(shares, (8, 8, 10), strict=True)
    )
    ends = f"  {one.forbidden} joined that must not be" if one.forbidden else ""
    return f"{one.name:30}{one.contacts:>9}{one.true:>7}{one.compared:>10}{one.same:>7}{words}{one.waiting:>7.1%}{ends}"
