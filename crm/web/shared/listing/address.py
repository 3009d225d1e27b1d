"""The address of a list, which holds the whole view.

    ?view=3&f=country:is:KE&f=stage:is:pledged,signed&q=amn&order=-last_contact&cols=country,stage&after=…

What equals the saved view (or the list's own beginning) is left out; ``f=`` alone says that there is no filter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from crm.core.db import read_id
from crm.core.errors import DomainError, NotFoundError
from crm.core.fields.registry import fields_of
from crm.core.words import N_
from crm.segments.models import SavedView
from crm.segments.queries import Wanted, can_order_by, get_view
from crm.segments.values import MOST_CONDITIONS, Question, read_condition, read_question, usual_question

LONGEST_SEARCH = 200
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Address:
    """What one address of a list asks for."""

    record: str
    question: Question
    view: SavedView | None = None
    search: str = ""
    order: str = ""
    #: Columns that stand in the address; None when the view or the reader decides.
    columns: tuple[str, ...] | None = None
    after: str | None = None
    before: str | None = None

    @property
    def wanted(self) -> Wanted:
        """Return what the list shows."""
        return Wanted(self.question, self.search, self.order)

    @property
    def base(self) -> Question:
        """Return the question of the view, or the one that the list begins with."""
        return read_question(self.view.question) if self.view else usual_question(self.record)

    @property
    def base_order(self) -> str:
        """Return the order of the view."""
        return self.view.order if self.view else ""

    @property
    def is_changed(self) -> bool:
        """Say whether it shows something else than the view, so that saving makes sense."""
        has_other_columns = self.columns is not None and (self.view is None or list(self.columns) != self.view.columns)
        return self.question != self.base or self.order != self.base_order or has_other_columns

    def pairs(self) -> Pairs:
        """Return the words of the address; it begins at the first page."""
        pairs: Pairs = [("view", str(self.view.id))] if self.view else []
        if self.question != self.base:
            pairs += [("f", condition.text) for condition in self.question.conditions] or [("f", "")]
        if self.search:
            pairs.append(("q", self.search))
        if self.order != self.base_order:
            pairs.append(("order", self.order))
        if self.columns is not None:
            pairs.append(("cols", ",".join(self.columns)))
        return pairs

    def at(self, **changes: Any) -> "Address":
        """Return the address with something changed, at its first page."""
        return replace(self, **{"after": None, "before": None, **changes})


def read_address(record: str, args: "MultiDict[str, str]") -> Address:
    """Return what an address (or the hidden fields of a form) asks for; raise DomainError when it cannot be read."""
    view = _view(record, args.get("view", ""))
    address = Address(record, usual_question(record), view)
    address = replace(address, question=_question(address, args.getlist("f")), order=_order(address, args.get("order")))
    return replace(
        address,
        search=" ".join(args.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH],
        columns=_columns(record, args["cols"].split(",")) if args.get("cols") else None,
        after=args.get("after") or None,
        before=args.get("before") or None,
    )


def _view(record: str, text: str) -> SavedView | None:
    if not text:
        return None
    view_id = read_id(text)
    if view_id is None:
        raise NotFoundError(N_("There is no such view."))
    view = get_view(view_id)
    if view.record != record:
        raise NotFoundError(N_("There is no such view."))
    return view


def _question(address: Address, filters: list[str]) -> Question:
    if not filters:
        return address.base
    given = [text for text in filters if text]
    if len(given) > MOST_CONDITIONS:
        raise DomainError(N_("A list takes at most %(most)s filters."), most=MOST_CONDITIONS)
    return Question(address.record, tuple(dict.fromkeys(read_condition(text) for text in given)))


def _order(address: Address, order: str | None) -> str:
    return address.base_order if order is None or (order and not can_order_by(address.record, order)) else order


def _columns(record: str, keys: Iterable[str]) -> tuple[str, ...]:
    known = fields_of(record)
    return tuple(dict.fromkeys(key for key in keys if key in known))
