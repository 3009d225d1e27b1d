"""Which rows a reader may see: `visible` puts the row rule into a query, the guard refuses queries that lack it.

A table is scoped by `scoped(Model, rule)`. Every SELECT, UPDATE or DELETE that touches it must carry the rule, put
there by `visible(Model)` or `row_rule(Model)`; otherwise the engine raises UnscopedError before a row is read.
To forget is an error, never a leak. Relationship loads get the rule by themselves; reloading a row that is already
in hand and writes of a flush need none. Anything else needs ``execution_options(unscoped=Unscoped.…)``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Delete, Insert, Select, TextClause, Update, event, inspect, select, true
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import (
    Alias,
    AliasedReturnsRows,
    CompoundSelect,
    FromClause,
    Join,
    SelectBase,
    TableClause,
)
from sqlalchemy.sql.visitors import InternalTraversal

from crm.core.actor import Actor


class Unscoped(StrEnum):
    """The few reasons for a query without the row rule; a test reads this list."""

    REFRESH = "a row that the reader already holds is read again"
    RELATION = "a relationship load, into which the session has put the rule of every scoped model"
    BULK = "an import or mass change writes rows that it has already chosen within its scope"
    UPKEEP = "the system keeps derived columns, indexes and counts in step, whoever looks"
    BACKUP = "a backup or a check holds everything"
    IDENTITY = "matching must know that a contact exists before it may say so"


class UnscopedError(RuntimeError):
    """A query touched a scoped table without the row rule, or without a reader."""


Rule = Callable[[Any, frozenset[int]], ColumnElement[bool]]

_rules: dict[str, tuple[type[Any], Rule]] = {}
_reader: ContextVar[Actor | None] = ContextVar("reader", default=None)
_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


def scoped(model: type[Any], rule: Rule) -> None:
    """Declare a table as scoped: ``rule(entity, team_ids)`` says which of its rows members of those teams see."""
    _rules[model.__table__.name] = (model, rule)
    _criteria_for.cache_clear()


def set_reader(actor: Actor | None) -> Token[Actor | None]:
    """Set who reads from here on; a door does this once a request, job or command."""
    return _reader.set(actor)


def reset_reader(token: Token[Actor | None]) -> None:
    """Take `set_reader` back."""
    _reader.reset(token)


def current_reader() -> Actor:
    """Return who reads; raise UnscopedError when nobody was named."""
    actor = _reader.get()
    if actor is None:
        raise UnscopedError("a scoped table was read, but no reader is set")
    return actor


@contextmanager
def reading_as(actor: Actor) -> Iterator[None]:
    """Read as somebody within a block: jobs, commands and tests."""
    token = _reader.set(actor)
    try:
        yield
    finally:
        _reader.reset(token)


class RowRule(ColumnElement[bool]):
    """The row rule of one table or alias, visible to the guard; in SQL it is just its criterion."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012 - SQLAlchemy's name for what takes part in caching and copying
        ("guarded", InternalTraversal.dp_clauseelement),
        ("criterion", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, guarded: FromClause, criterion: ColumnElement[bool]) -> None:
        self.guarded = guarded
        self.criterion = criterion
        self.type = criterion.type

    @property
    def _from_objects(self) -> list[FromClause]:
        return self.criterion._from_objects  # noqa: SLF001 - the hook by which a clause names its tables


@compiles(RowRule)
def _compile_row_rule(element: RowRule, compiler: SQLCompiler, **options: Any) -> str:
    return "(" + compiler.process(element.criterion, **options) + ")"


def row_rule(entity: Any) -> RowRule:
    """Return the rule for a scoped model or an alias of it, for joins and EXISTS."""
    return _rule_for(entity, current_reader().team_ids)


def _rule_for(entity: Any, teams: frozenset[int] | None) -> RowRule:
    table = _selectable(entity)
    _model, rule = _rules[_table_name(table)]
    return RowRule(table, true() if teams is None else rule(entity, teams))


@lru_cache(maxsize=256)
def _criteria_for(teams: frozenset[int] | None) -> tuple[LoaderCriteriaOption, ...]:
    """Return the rules of all scoped models for a reader of these teams; to build them costs more than a query."""
    return tuple(
        with_loader_criteria(model, _rule_for(model, teams), include_aliases=True) for model, _rule in _rules.values()
    )


def visible(entity: Any, *columns: Any) -> Select[Any]:
    """Begin a query over the rows of ``entity`` that the reader may see, of whole rows or of the named columns."""
    return select(*(columns or (entity,))).where(row_rule(entity))


def _selectable(entity: Any) -> FromClause:
    selectable: FromClause = inspect(entity).selectable
    return selectable


def _table_name(source: FromClause) -> str:
    element: Any = source
    while isinstance(element, Alias):
        element = element.element
    return element.name if isinstance(element, TableClause) else ""


# --- the guard -------------------------------------------------------------------------------------------------------


def guard_engine(engine: Engine) -> None:
    """Refuse statements on this engine that read or change scoped rows without their rule."""
    event.listen(engine, "before_execute", _check)


def guard_session(session: type[Session] | Any) -> None:
    """Let relationship loads carry the rule, and know what is a reload or a flush."""
    event.listen(session, "do_orm_execute", _help_loads)
    event.listen(session, "before_flush", lambda *_: _flushing.set(True))
    event.listen(session, "after_flush", _flushed)
    event.listen(session, "after_soft_rollback", lambda *_: _flushing.set(False))


def _flushed(_session: Session, _context: UOWTransaction) -> None:
    _flushing.set(False)


def _help_loads(state: ORMExecuteState) -> None:
    if state.is_column_load:
        state.update_execution_options(unscoped=Unscoped.REFRESH)
    elif state.is_relationship_load:
        state.statement = state.statement.options(*_criteria_for(current_reader().team_ids))
        state.update_execution_options(unscoped=Unscoped.RELATION)


def _check(_connection: Connection, statement: Executable, _many: Any, _params: Any, options: dict[str, Any]) -> None:
    if isinstance(options.get("unscoped"), Unscoped) or _flushing.get():
        return
    if isinstance(statement, TextClause):
        raise UnscopedError("raw SQL runs only with a reason to be unscoped")
    if isinstance(statement, Insert):
        if statement.select is not None:
            _check_select(statement.select, frozenset())
    elif isinstance(statement, (Update, Delete)):
        _check_change(statement)
    elif isinstance(statement, (SelectBase, CompoundSelect)):
        _check_shape(statement)


#: Shapes of queries that passed; what differs between two queries of one shape is only their bound values.
_passed: set[Any] = set()
_MOST_SHAPES = 4000


def _check_shape(statement: Any) -> None:
    """Check a query unless one of the same shape passed already: walking it costs more than most queries."""
    key = statement._generate_cache_key()  # noqa: SLF001 - the key by which SQLAlchemy itself knows a statement's shape
    if key is not None and key.key in _passed:
        return
    _check_select(statement, frozenset())
    if key is not None:
        if len(_passed) >= _MOST_SHAPES:
            _passed.clear()
        _passed.add(key.key)


def _check_change(statement: Update | Delete) -> None:
    inside = list(statement.get_children())
    rules = {rule.guarded for rule in _walk(inside, RowRule)}
    _demand_rule(statement.table, rules, frozenset())
    for nested in _walk(inside, SelectBase):
        _check_select(nested, frozenset({statement.table}))


def _check_select(statement: Any, outer: frozenset[Any]) -> None:
    if isinstance(statement, CompoundSelect):
        for part in statement.selects:
            _check_select(part, outer)
        return
    if not isinstance(statement, Select):
        for nested in _walk(list(statement.get_children()), SelectBase):
            _check_select(nested, outer)
        return
    leaves = [leaf for source in statement.get_final_froms() for leaf in _leaves(source)]
    inside = _clauses(statement)
    rules = {rule.guarded for rule in _walk(inside, RowRule)}
    for leaf in leaves:
        derived = _derived(leaf)
        if derived is not None:
            _check_select(derived, frozenset())
        else:
            _demand_rule(leaf, rules, outer)
    here = outer | {leaf for leaf in leaves if isinstance(leaf, (TableClause, Alias))}
    for nested in _walk(inside, SelectBase):
        _check_select(nested, here)


def _demand_rule(leaf: Any, rules: set[FromClause], outer: frozenset[Any]) -> None:
    name = _table_name(leaf)
    if name in _rules and leaf not in rules and leaf not in outer:
        raise UnscopedError(f"{name} was read without its row rule: begin with visible()")


def _derived(source: Any) -> Any:
    """Return the query behind a subquery, CTE or an alias of one; None for a table."""
    while isinstance(source, AliasedReturnsRows):
        source = source.element
    return None if isinstance(source, TableClause) else source


def _leaves(source: FromClause) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
    else:
        yield source


def _clauses(statement: Select[Any]) -> list[ClauseElement]:
    """Return what stands beside the FROM list: columns, WHERE, HAVING, ORDER BY and ON clauses."""
    froms = {id(source) for source in statement.get_final_froms()}
    parts: list[ClauseElement] = [child for child in statement.get_children() if id(child) not in froms]
    for source in statement.get_final_froms():
        parts.extend(_on_clauses(source))
    return parts


def _on_clauses(source: FromClause) -> Iterator[ClauseElement]:
    if isinstance(source, Join):
        if source.onclause is not None:
            yield source.onclause
        yield from _on_clauses(source.left)
        yield from _on_clauses(source.right)


def _walk(roots: list[Any], kind: type[Any]) -> Iterator[Any]:
    """Find elements of a kind below the roots, without entering tables, nested selects or rules."""
    stack = list(roots)
    while stack:
        element = stack.pop()
        if isinstance(element, kind):
            yield element
        elif not isinstance(element, (FromClause, SelectBase, RowRule)) or isinstance(element, Join):
            stack.extend(element.get_children())
