"""Searching the whole base for contacts that could be one, and keeping what is found.

All contacts are read once, a portion at a time, and only numbers of their keys are kept; whoever shares a key is
compared. What is found is written in short acts; what the search before had found and this one has not, goes at the
end. One that breaks off leaves the old pairs beside its new ones, and the next begins anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from crm.contacts.values import ContactKind
from crm.core.actor import SYSTEM, Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.jobs.models import Job
from crm.core.jobs.services import enqueue
from crm.core.scope import Unscoped, reading_as
from crm.matching.models import DistinctPair, DuplicatePair, DuplicateSearch
from crm.matching.queries import each_portion, find_plain_names, load_facts
from crm.matching.values import Blocks, Match, Zone, block_keys, compare

#: Pairs that are compared before what came of them is written.
_PAIRS = 4000
#: Found pairs an act writes.
_WRITTEN = 500
_UPKEEP = {"unscoped": Unscoped.UPKEEP}

Progress = Callable[[int, int], None]


def _quiet(_done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    contacts: int
    compared: int
    #: Pairs that share only what very many share, and were not compared.
    left_out: int
    pairs: int


class _Pair(NamedTuple):
    a_id: int
    b_id: int
    match: Match


def begin_search(kind: ContactKind, *, actor: Actor) -> Job:
    """Have a worker search for duplicates of a kind."""
    with atomic(actor):
        record(actor, "matching.search_begun", kind.value)
        return enqueue("matching.find", kind=kind.value)


def search_duplicates(kind: ContactKind, *, progress: Progress = _quiet) -> Found:
    """Search all contacts of a kind, whoever asks: who reads the pairs sees those of their own rows only."""
    with reading_as(SYSTEM):
        number = _begin(kind)
        plain = find_plain_names() if kind is ContactKind.PERSON else set()
        blocks = Blocks()
        for facts in each_portion(kind):
            for one in facts:
                blocks.add(one.id, one.keys[0] if one.keys else "", block_keys(one))
            progress(len(blocks), 0)
        found, compared = 0, 0
        pairs = blocks.pairs()
        while some := list(islice(pairs, _PAIRS)):
            compared += len(some)
            for written in _portions(list(_compare(some, plain))):
                found += _write(kind, number, written)
        return _finish(kind, number, Found(len(blocks), compared, blocks.left_out, found))


def _begin(kind: ContactKind) -> int:
    with atomic(SYSTEM):
        search = db.session.scalars(select(DuplicateSearch).where(DuplicateSearch.kind == kind)).one_or_none()
        if search is None:
            search = DuplicateSearch(kind=kind, number=0)
            db.session.add(search)
        search.number, search.began_at, search.ended_at = search.number + 1, now(), None
        return search.number


def _compare(pairs: Sequence[tuple[int, int]], plain: set[str]) -> Iterator[_Pair]:
    facts = load_facts({one for pair in pairs for one in pair})
    for known in facts.values():
        known.is_plain = not plain.isdisjoint(known.keys)
    for one, other in pairs:
        if one in facts and other in facts:
            match = compare(facts[one], facts[other])
            if match.zone is not Zone.DIFFERENT:
                yield _Pair(one, other, match)


def _portions(pairs: Sequence[_Pair]) -> Iterable[Sequence[_Pair]]:
    return (pairs[start : start + _WRITTEN] for start in range(0, len(pairs), _WRITTEN))


def _write(kind: ContactKind, number: int, pairs: Sequence[_Pair]) -> int:
    """Write found pairs in one act; return how many are new to this search."""
    with atomic(SYSTEM):
        apart, known = _told_apart(pairs), _known(pairs)
        new: dict[tuple[int, int], dict[str, Any]] = {}
        for pair in pairs:
            key = (pair.a_id, pair.b_id)
            if key in apart:
                continue
            facts = {
                "kind": kind, "score": pair.match.score, "zone": pair.match.zone, "reasons": list(pair.match.reasons),
                "search": number,
            }  # fmt: skip
            old = known.get(key)
            if old is None:
                new[key] = {"a_id": pair.a_id, "b_id": pair.b_id, "is_skipped": False, **facts}
            elif old.search != number:
                _renew(old, facts)
        if new:
            db.session.execute(insert(DuplicatePair), list(new.values()))
        return len(new) + sum(1 for old in known.values() if old.search != number)


def _renew(old: Any, facts: dict[str, Any]) -> None:
    """Bring a pair that an earlier search found up to date; what was left for later is open again if it changed."""
    is_as_before = (old.score, old.reasons) == (facts["score"], facts["reasons"])
    db.session.execute(
        update(DuplicatePair)
        .where(DuplicatePair.id == old.id)
        .values(**facts, is_skipped=old.is_skipped and is_as_before),
        execution_options=_UPKEEP,
    )


def _told_apart(pairs: Sequence[_Pair]) -> set[tuple[int, int]]:
    query = select(DistinctPair.a_id, DistinctPair.b_id).where(
        DistinctPair.a_id.in_([pair.a_id for pair in pairs]), DistinctPair.b_id.in_([pair.b_id for pair in pairs])
    )
    return {(row.a_id, row.b_id) for row in db.session.execute(query, execution_options=_UPKEEP)}


def _known(pairs: Sequence[_Pair]) -> dict[tuple[int, int], Any]:
    columns = (
        DuplicatePair.id, DuplicatePair.a_id, DuplicatePair.b_id, DuplicatePair.score, DuplicatePair.reasons,
        DuplicatePair.is_skipped, DuplicatePair.search,
    )  # fmt: skip
    query = select(*columns).where(
        DuplicatePair.a_id.in_([pair.a_id for pair in pairs]), DuplicatePair.b_id.in_([pair.b_id for pair in pairs])
    )
    wanted = {(pair.a_id, pair.b_id) for pair in pairs}
    rows = db.session.execute(query, execution_options=_UPKEEP)
    return {(row.a_id, row.b_id): row for row in rows if (row.a_id, row.b_id) in wanted}


def _finish(kind: ContactKind, number: int, found: Found) -> Found:
    """Let go of what this search has not found again, and note what it came to."""
    gone = (DuplicatePair.kind == kind, DuplicatePair.search < number)
    while True:
        with atomic(SYSTEM):
            old = select(DuplicatePair.id).where(*gone).limit(_WRITTEN)
            ids = list(db.session.scalars(old, execution_options=_UPKEEP))
            db.session.execute(delete(DuplicatePair).where(DuplicatePair.id.in_(ids)), execution_options=_UPKEEP)
        if len(ids) < _WRITTEN:
            break
    with atomic(SYSTEM):
        db.session.execute(
            update(DuplicateSearch)
            .where(DuplicateSearch.kind == kind)
            .values(ended_at=now(), contacts=found.contacts, compared=found.compared, left_out=found.left_out)
        )
    return found
