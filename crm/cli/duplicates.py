"""`crm duplicates`: contacts that could be one, over the whole base."""

from collections import Counter
from typing import Any

import click

from crm.accounts.values import Permission
from crm.cli.shared import Answer, in_number, verb
from crm.contacts.values import ContactKind
from crm.core.actor import Actor
from crm.matching.models import DuplicatePair
from crm.matching.queries import each_pair, load_names
from crm.matching.services import search_duplicates
from crm.matching.values import Zone
from crm.records.queries.later import list_later
from crm.records.queries.merging import get_merge
from crm.records.services import merge_contacts, unmerge

KINDS = {"organizations": ContactKind.ORGANIZATION, "people": ContactKind.PERSON}


@click.group("duplicates", help="Contacts that could be one.")
def duplicates_group() -> None:
    """Group the commands about duplicates."""


@verb("find", help="Search the whole base for contacts that could be one, and list them, best first.")
@click.option("--as", "record", type=click.Choice(list(KINDS)), required=True, help="What is searched.")
def find_command(*, record: str, actor: Actor) -> Answer:
    """Search, keep what was found for the page of duplicates, and list what the actor may see of it."""
    kind = KINDS[record]
    found = search_duplicates(kind)
    pairs = [_told(pair) for pair in each_pair(kind)]
    zones = {zone.value: sum(pair["zone"] == zone for pair in pairs) for zone in (Zone.SAME, Zone.ASK)}
    told = {
        "as": record, "contacts": found.contacts, "compared": found.compared, "left_out": found.left_out, **zones,
        "pairs": pairs,
    }  # fmt: skip
    return told, "\n".join([*_lines(pairs), _summary(told)])


@verb("merge", needs=Permission.CONTACTS_MERGE, help="Make one record part of another; nothing of it is lost.")
@click.argument("kept", type=int)
@click.argument("losing", type=int)
@click.option(
    "--choose", "chosen", multiple=True, metavar="FIELD=SIDE", help="Which value stays: kept, losing or both."
)
def merge_command(*, kept: int, losing: int, chosen: tuple[str, ...], actor: Actor) -> Answer:
    """Merge two records, field by field as the merge page proposes or as was chosen."""
    choices = dict(one.partition("=")[::2] for one in chosen)
    merge = merge_contacts(kept, losing, choices=choices, versions=None, actor=actor)
    counts = Counter(step["do"] for step in merge.steps)
    told = {
        "merge": merge.id, "kept": kept, "losing": losing, "changed": counts["change"], "folded": counts["remove"] - 1,
        "moved": sum(len(step["ids"]) for step in merge.steps if step["do"] == "point"),
    }  # fmt: skip
    words = f"{merge.losing_name} is part of record {kept}. Take it apart with crm duplicates unmerge {merge.id}."
    return told, words


@verb("unmerge", needs=Permission.CONTACTS_MERGE, help="Take a merge apart: both records are as they were.")
@click.argument("merge", type=int)
@click.option("--give", "given", multiple=True, metavar="KEY", help="What came later and belongs to the other record.")
def unmerge_command(*, merge: int, given: tuple[str, ...], actor: Actor) -> Answer:
    """Take a merge apart; what came later stays with the record that was kept, but for what was given."""
    later = list_later(get_merge(merge))
    done = unmerge(merge, to_losing=given, actor=actor)
    told = {
        "merge": done.id, "kept": done.kept_id, "losing": done.losing_id,
        "later": [{"key": one.key, "given": one.key in given} for one in later],
    }  # fmt: skip
    return told, f"{done.losing_name} is record {done.losing_id} again."


duplicates_group.add_command(find_command)
duplicates_group.add_command(merge_command)
duplicates_group.add_command(unmerge_command)


def _told(pair: DuplicatePair) -> dict[str, Any]:
    return {
        "a": pair.a_id, "b": pair.b_id, "score": pair.score, "zone": pair.zone.value, "reasons": list(pair.reasons),
    }  # fmt: skip


def _lines(pairs: list[dict[str, Any]]) -> list[str]:
    names = load_names({pair[side] for pair in pairs for side in "ab"})
    return [
        f"{pair['score']:>3}  {pair['zone']:<4}  {pair['a']} {names.get(pair['a'], '')} = {pair['b']} "
        f"{names.get(pair['b'], '')} ({', '.join(pair['reasons'])})"
        for pair in pairs
    ]


def _summary(told: dict[str, Any]) -> str:
    words = f"{in_number(len(told['pairs']), 'pair', 'pairs')}: {told['same']} the same, {told['ask']} to look at; "
    words += f"{told['contacts']} {told['as']}, {told['compared']} pairs compared."
    if told["left_out"]:
        words += f" {told['left_out']} pairs share only what very many share and were not compared."
    return words
