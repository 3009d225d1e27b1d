"""How the records of a list become vCards: the standard's properties where it has one, the rest in some of ours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from crm.core.own_ids import OWN_ID
from crm.core.sheets.streams import plain_text
from crm.core.sheets.vcard_writing import Property
from crm.core.text.countries import country_name

#: Lists whose rows are somebody.
CARD_LISTS = ("organizations", "people", "signatures", "volunteers")
_OURS = "X-CRM-"
#: The key of the field that names a person's organisation, by list.
_EMPLOYER = {"people": "main_person", "signatures": "organization"}
Values = Mapping[str, Any]


def card_of(record: str, values: Values) -> list[Property]:
    """Return the card of one row from the values of its fields by key."""
    card = [Property("KIND", "org" if _is_organization(record, values) else "individual"), *_names(record, values)]
    for key, make in _MAKERS.items():
        card += [made for text in _texts(values.get(key)) for made in make(text)]
    card += _places(values)
    if tags := list(_texts(values.get("tags"))):
        card.append(Property("CATEGORIES", tags, between=","))
    employer = _EMPLOYER.get(record, "")
    if employer and values.get(employer):
        card.append(Property("ORG", (str(values[employer]),)))
    if role := role_of(record, values):
        card.append(Property("TITLE", role))
    card += _ours(values, _AT_HOME | {employer} | ({"role"} if record == "signatures" else set()))
    return card


def role_of(record: str, values: Values) -> str:
    """Return somebody's role: as it was signed, or in the organisation that stands beside a person."""
    if record != "people":
        return str(values.get("role") or "")
    head = f"{values.get('main_person') or ''} ("
    places = (text for text in _texts(values.get("affiliations")) if text.startswith(head) and text.endswith(")"))
    return next((text[len(head) : -1] for text in places), "")


def _is_organization(record: str, values: Values) -> bool:
    return record == "organizations" or values.get("signed_as") == "organization"


def _names(record: str, values: Values) -> Iterator[Property]:
    """Name the card; which word of a name is the family's nobody can tell for all languages, so it stays whole."""
    name = str(values.get("name") or "")
    yield Property("FN", name)
    if not _is_organization(record, values):
        yield Property("N", ("", name, "", "", ""))


def _places(values: Values) -> Iterator[Property]:
    """Give the postal addresses, the first one with city and country; the code of a country as RFC 8605 has it."""
    code, city = str(values.get("country") or ""), str(values.get("city") or "")
    streets = list(_texts(values.get("postal"))) or ([""] if code or city else [])
    for place, street in enumerate(streets):
        if place:
            yield Property("ADR", ("", "", street, "", "", "", ""))
        else:
            country = country_name(code, "en") if code else ""
            yield Property("ADR", ("", "", street, city, "", "", country), {"CC": code} if code else {})


def _ours(values: Values, at_home: set[str]) -> Iterator[Property]:
    for key, value in values.items():
        if key not in at_home:
            for text in _texts(value):
                yield Property(_OURS + key.upper().replace("_", "-"), text)


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else (value,):
        if isinstance(one, bool):
            yield "yes" if one else "no"
        elif one is not None and one != "":
            yield plain_text(one) if isinstance(one, date) else str(one)


_MAKERS: dict[str, Callable[[str], Sequence[Property]]] = {
    OWN_ID: lambda text: [Property("UID", text, {"VALUE": "text"})],
    "other_names": lambda text: [Property("NICKNAME", text)],
    "email": lambda text: [Property("EMAIL", text)],
    "phone": lambda text: [Property("TEL", text, {"VALUE": "text"})],
    "languages": lambda text: [Property("LANG", text)],
    "website": lambda text: [Property("URL", text)],
    "notes": lambda text: [Property("NOTE", text)],
}
_AT_HOME = {*_MAKERS, "name", "country", "city", "postal", "tags"}
