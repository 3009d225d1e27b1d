"""A page with a list: its rows, tabs, chips, columns and pager, put together for templates/shared/list.html."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.core.errors import DomainError, NotFoundError
from crm.core.fields.registry import fields_of, get_record_kind
from crm.core.fields.values import Field, Relation
from crm.core.paging import COUNT_LIMIT, PAGE_SIZE, Page
from crm.core.preferences.queries import find_preference
from crm.core.words import N_
from crm.segments.models import SavedView
from crm.segments.queries import Wanted, list_page, list_views, values_of
from crm.segments.values import Condition, Question, read_question, usual_question
from crm.web.shared.access import current_actor
from crm.web.shared.forms import in_words
from crm.web.shared.listing.address import Address, read_address
from crm.web.shared.listing.cells import cell_kind, draw
from crm.web.shared.listing.chips import askable, chip_of, filter_form, read_filter, sign_of
from crm.web.shared.listing.counts import count_wanted, limit_of
from crm.web.shared.page import count


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a list: it shows when its page exists and the reader may open it."""

    endpoint: str
    label: str
    sign: str
    key: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list of the desk; a page room registers it with `add_list`."""

    record: str
    endpoint: str
    permission: Permission
    #: Words when there is nothing yet: a title with a verb, and two sentences.
    empty_title: str
    empty_text: str
    #: The button at the end of the top bar, and others before it.
    main: Action | None = None
    others: tuple[Action, ...] = ()
    #: The square mark of organisations, the avatar of people, or nothing before the name.
    mark: str = ""
    #: Key of the field in the first column.
    name: str = "name"
    #: The address that a row opens.
    open_row: Callable[[Any], str | None] | None = None
    #: The name in its bearer's own script, beside the name.
    native: Callable[[Any], str | None] | None = None
    #: True when tags, owners and archives can be set on ticked rows.
    has_contacts: bool = False


_LOG = Action("interactions.new", "", "", permission=Permission.INTERACTIONS_WRITE)
_lists: dict[str, ListPage] = {}


def add_list(page: ListPage) -> ListPage:
    """Register a list."""
    _lists[page.record] = page
    return page


def find_list(record: str) -> ListPage | None:
    """Return the list of a kind of record, if it has one."""
    return _lists.get(record)


def get_list(record: str) -> ListPage:
    """Return the list of a kind of record that the reader may open; raise NotFoundError otherwise."""
    page = _lists.get(record)
    if page is None or page.endpoint not in current_app.view_functions or not current_actor().may(page.permission):
        raise NotFoundError(N_("There is no such list."))
    return page


def list_url(page: ListPage, address: Address, **more: str | None) -> str:
    """Return the address of a list as a link; ``more`` are words beside the view: `after`, `before`, `add`."""
    words: dict[str, Any] = {**address_words(address), **{key: value for key, value in more.items() if value}}
    return url_for(page.endpoint, **words)


def address_words(address: Address) -> dict[str, Any]:
    """Return the words of an address as arguments of `url_for`."""
    words: dict[str, Any] = {}
    for key, value in address.pairs():
        words.setdefault(key, []).append(value)
    return words


def show_list(page: ListPage) -> str | Response:
    """Answer a request for a list."""
    address = read_address(page.record, request.args)
    form = None
    if "af" in request.args:
        added = _add_filter(page, address)
        if isinstance(added, Response):
            return added
        form = added
    elif request.args.get("add"):
        form = filter_form(page.record, request.args["add"])
    g.here = page.endpoint.split(".")[0]
    return render_list(page, address, form)


def render_list(page: ListPage, address: Address, form: dict[str, Any] | None = None) -> str:
    """Return the page of a list."""
    rows = list_page(address.wanted, after=address.after, before=address.before)
    return render_template("shared/list.html", **list_context(page, address, rows), filter_form=form)


def list_context(page: ListPage, address: Address, rows: Page[Any]) -> dict[str, Any]:
    """Return everything that the template of a list shows."""
    views = list_views(page.record)
    columns = shown_columns(page, address)
    numbers = _numbers(page, address, views)
    return {
        "page": page,
        "title": gettext(get_record_kind(page.record).label),
        "address": address,
        "hidden": address.pairs(),
        "heading_count": _heading_count(page, address, numbers),
        "here_total": numbers[-1],
        "here_limit": limit_of(address.wanted),
        "tabs": _tabs(page, address, views, numbers),
        "columns": [_column(page, address, field) for field in columns],
        "rows": table_rows(page, columns, rows.rows),
        "pager_here": _pager(page, address, rows),
        "chips": _chips(page, address),
        "filters": [
            {"label": gettext(field.label), "url": list_url(page, address, add=field.key), "icon": sign_of(field)}
            for field in askable(page.record)
        ],
        "chooser": _chooser(page, columns),
        "default_columns_url": list_url(page, address.at(columns=_usual_columns(page, address))),
        "clear_url": url_for(page.endpoint),
        **_urls(page, address),
        "can_search": get_record_kind(page.record).search is not None,
        "can_change": page.has_contacts and current_actor().may(Permission.CONTACTS_WRITE),
        "main": _button(page.main),
        "others": [button for action in page.others if (button := _button(action))],
        "is_empty": not rows.rows and not address.search and address.question == usual_question(page.record),
        "size": PAGE_SIZE,
    }


def shown_columns(page: ListPage, address: Address) -> list[Field]:
    """Return the fields that a list shows: those of the address, the view, the reader, or the usual ones."""
    fields = fields_of(page.record)
    keys = address.columns
    if keys is None and address.view is not None and address.view.columns:
        keys = tuple(address.view.columns)
    if keys is None:
        keys = _kept_columns(page.record)
    chosen = [fields[key] for key in keys or () if key in fields and key != page.name]
    if not chosen:
        chosen = [field for field in fields.values() if field.is_shown and field.key != page.name]
    return [fields[page.name], *chosen]


def columns_key(record: str) -> str:
    """Return the key of the preference that keeps a reader's columns."""
    return f"list.{record}.columns"


def table_rows(page: ListPage, columns: Sequence[Field], rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return rows as list_table draws them."""
    return [_row(page, columns, row, values) for row, values in zip(rows, values_of(columns, rows), strict=True)]


def _row(page: ListPage, columns: Sequence[Field], row: Any, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": (page.open_row(row) if page.open_row else None) or "",
        "name": values[page.name] or gettext("Without a name"),
        "native": page.native(row) if page.native else None,
        "mark": page.mark or None,
        "cells": {field.key: draw(field, values[field.key], row) for field in columns[1:]},
    }


def _kept_columns(record: str) -> tuple[str, ...] | None:
    user_id = current_actor().user_id
    kept = find_preference(columns_key(record), user_id=user_id) if user_id else None
    return tuple(kept.value) if kept is not None and isinstance(kept.value, list) else None


def _usual_columns(page: ListPage, address: Address) -> tuple[str, ...]:
    if address.view is not None and address.view.columns:
        return tuple(address.view.columns)
    return tuple(field.key for field in fields_of(page.record).values() if field.is_shown and field.key != page.name)


def _numbers(page: ListPage, address: Address, views: Sequence[SavedView]) -> list[int]:
    """Return the counts of the whole list, of each view, and of what is shown."""
    questions = [usual_question(page.record), *(read_question(view.question) for view in views)]
    return count_wanted([*(Wanted(question) for question in questions), Wanted(address.question, address.search)])


def _heading_count(page: ListPage, address: Address, numbers: Sequence[int]) -> str:
    """Say how many rows there are; of a search or a filter, how many of all that the list begins with."""
    every, here = count(numbers[0]), count(numbers[-1], limit_of(address.wanted))
    usual = usual_question(page.record)
    if address.question == usual and not address.search:
        return every
    if all(one in address.question.conditions or not address.question.says(one.field) for one in usual.conditions):
        return str(gettext("%(here)s of %(every)s", here=here, every=every))
    return str(gettext("%(here)s matching", here=here))


def _tabs(page: ListPage, address: Address, views: Sequence[SavedView], numbers: Sequence[int]) -> list[dict[str, Any]]:
    here = address.view.id if address.view else None
    every = {
        "label": gettext("All"),
        "url": url_for(page.endpoint),
        "count": _number(numbers[0]),
        "active": here is None,
    }
    return [
        every,
        *(
            {
                "label": view.name,
                "url": url_for(page.endpoint, view=view.id),
                "count": _number(number),
                "active": view.id == here,
            }
            for view, number in zip(views, numbers[1:], strict=False)
        ),
    ]


def _number(value: int) -> int | str:
    return value if value <= COUNT_LIMIT else count(value, COUNT_LIMIT)


def _column(page: ListPage, address: Address, field: Field) -> dict[str, Any]:
    order = address.order or get_record_kind(page.record).order
    is_here = order.removeprefix("-") == field.key and not address.search
    falls = order.startswith("-")
    next_order = f"-{field.key}" if (is_here and not falls) or (not is_here and field.look == "event") else field.key
    can_sort = field.order is not None and not address.search
    return {
        "key": field.key,
        "label": gettext(field.label),
        "kind": cell_kind(field),
        "sort_url": list_url(page, address.at(order=next_order)) if can_sort else None,
        "sorted": ("down" if falls else "up") if is_here else None,
    }


def _urls(page: ListPage, address: Address) -> dict[str, Any]:
    """Return where the acts of a list are done (crm/web/lists)."""
    words = address_words(address)
    has_export = "lists.export" in current_app.view_functions and current_actor().may(Permission.CONTACTS_EXPORT)
    exports = {
        name: url_for("lists.export", record=page.record, form=form, fields=fields, **words) if has_export else ""
        for name, form, fields in (
            ("csv", "csv", None),
            ("xlsx", "xlsx", None),
            ("all_csv", "csv", "all"),
            ("all_xlsx", "xlsx", "all"),
        )
    }
    return {
        "columns_url": url_for("lists.columns", record=page.record),
        "save_url": url_for("lists.save", record=page.record, **words),
        "view_url": url_for("lists.view", view_id=address.view.id, **words) if address.view else None,
        "bulk_url": url_for("lists.bulk", record=page.record),
        "can_export": has_export,
        "export_urls": exports,
        "export_choices_url": url_for("lists.choose", record=page.record, **words) if has_export else "",
        "tick_export_url": url_for("lists.choose", record=page.record) if has_export else "",
        "can_log": page.has_contacts and _button(_LOG) is not None,
    }


def _pager(page: ListPage, address: Address, rows: Page[Any]) -> dict[str, Any]:
    return {
        "first": rows.first,
        "last": rows.first + len(rows.rows) - 1 if rows.rows else 0,
        "back_url": list_url(page, address, before=rows.before) if rows.before else None,
        "next_url": list_url(page, address, after=rows.after) if rows.after else None,
    }


def _chips(page: ListPage, address: Address) -> list[dict[str, Any]]:
    return [
        {
            **chip_of(page.record, condition),
            "remove_url": list_url(page, address.at(question=_without(page, address, condition))),
            "edit_url": list_url(page, address, add=condition.field),
        }
        for condition in address.question.conditions
    ]


def _without(page: ListPage, address: Address, condition: Condition) -> Question:
    """Take a filter away; one that the list has of its own (Archived is No) turns into asking for both, and back."""
    question = address.question.without(condition)
    usual = {field: Condition(field, relation.value, (value,)) for field, relation, value in _usual(page)}
    if condition.field not in usual or question.says(condition.field):
        return question
    both = Condition(condition.field, Relation.IS.value, ("yes", "no"))
    return question.with_condition(usual[condition.field] if condition == both else both)


def _usual(page: ListPage) -> tuple[tuple[str, Relation, str], ...]:
    return get_record_kind(page.record).usual


def _chooser(page: ListPage, columns: Sequence[Field]) -> list[dict[str, Any]]:
    shown = {field.key for field in columns}
    rest = [field for field in fields_of(page.record).values() if field.key not in shown]
    return [
        {"key": field.key, "label": gettext(field.label), "shown": field.key in shown, "fixed": field.key == page.name}
        for field in (*columns, *rest)
    ]


def _button(action: Action | None) -> dict[str, Any] | None:
    if action is None or action.endpoint not in current_app.view_functions:
        return None
    if action.permission is not None and not current_actor().may(action.permission):
        return None
    arguments: dict[str, Any] = dict(action.arguments)
    url = url_for(action.endpoint, **arguments)
    label = gettext(action.label) if action.label else ""
    return {"label": label, "url": url, "sign": action.sign, "key": action.key or None}


def _add_filter(page: ListPage, address: Address) -> Response | dict[str, Any] | None:
    args = request.args
    key, relation, values = args["af"], args.get("ar", ""), args.getlist("av")
    try:
        condition = read_filter(page.record, key, relation, values)
    except DomainError as error:
        form = filter_form(page.record, key, Condition(key, relation, tuple(values)))
        if form is None:
            raise
        return {**form, "error": in_words(error)}
    usual = {field for field, _relation, _value in _usual(page)}
    question = address.question
    for known in question.conditions:
        if known.field == key and (known.relation == relation or key in usual):
            question = question.without(known)
    return redirect(list_url(page, address.at(question=question.with_condition(condition))))
