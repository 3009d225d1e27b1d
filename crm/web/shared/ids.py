"""Numbers of records in addresses and queries: those that a database can hold."""

from typing import Any

from flask import request
from werkzeug.routing import IntegerConverter, Map

from crm.core.db import LARGEST_ID


class IdConverter(IntegerConverter):
    """The `int` of all addresses; a number that no record can have is an address that does not exist."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_ID, **options})


def queried_id(name: str) -> int:
    """Return a number from the query of the address, 0 when there is none that a record can have."""
    number = request.args.get(name, 0, type=int)
    return number if 0 < number <= LARGEST_ID else 0
