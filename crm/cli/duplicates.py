"""`crm duplicates`: contacts that could be one, over the whole base."""

from typing import Any

import click

from crm.cli.shared import Answer, in_number, verb
from crm.contacts.values import ContactKind
from crm.core.actor import Actor
from crm.matching.models import DuplicatePair
from crm.matching.queries import each_pair, load_names
from crm.matching.services import search_duplicates
from crm.matching.values import Zone

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


duplicates_group.add_command(find_command)


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
