"""What somebody says that the columns of a file become, checked against the file."""

from collections.abc import Mapping, Sequence

from crm.core.errors import DomainError
from crm.core.text.cleaning import clean_line
from crm.imports.values.targets import COMBINED, REPEATED, TARGET_WORDS, TARGETS, Target, combine, fields_of
from crm.imports.values.words import ImportAs


def check_mapping(given: Mapping[str, object], headers: Sequence[str], import_as: ImportAs) -> dict[str, str | None]:
    """Bring a mapping that somebody made to its form, or say what is wrong with it; the rest is not imported.

    A column becomes a field, several fields that it holds together (a list of them, or `name+country`), or nothing.
    """
    mapping: dict[str, str | None] = dict.fromkeys(headers)
    for given_header, field in given.items():
        header = given_header if given_header in mapping else clean_line(given_header)
        if header not in mapping:
            raise DomainError("The file has no column “%(column)s”.", "mapping", column=header)
        mapping[header] = combine(_fields(field, import_as)) or None
    fields = [field for value in mapping.values() for field in fields_of(value)]
    for field in fields:
        if fields.count(field) > 1 and field not in REPEATED:
            raise DomainError("Two columns become %(target)s; choose one.", "mapping", target=TARGET_WORDS[field])
    _demand_name(fields, import_as)
    return mapping


def _fields(field: object, import_as: ImportAs) -> tuple[Target, ...]:
    """Return the fields that a column was said to become."""
    if field is None or field == "":
        return ()
    named = field.split("+") if isinstance(field, str) else field if isinstance(field, list) else [field]
    allowed = {target.value for target in TARGETS[import_as]}
    unknown = [one for one in named if not (isinstance(one, str) and one in allowed)]
    if unknown or not named:
        raise DomainError(
            "There is no field “%(target)s” here.", "mapping", target=str(unknown[0] if unknown else field)
        )
    fields = tuple(map(Target, named))
    if len(fields) > 1 and not (COMBINED.issuperset(fields) and len(set(fields)) == len(fields)):
        raise DomainError("“%(target)s” cannot stand together in one column.", "mapping", target=combine(fields))
    return fields


def _demand_name(fields: Sequence[str], import_as: ImportAs) -> None:
    names = {Target.NAME.value, Target.FIRST_NAME.value, Target.LAST_NAME.value}
    if import_as is ImportAs.SIGNATURES:
        names.add(Target.ORGANIZATION.value)
    if not names & set(fields):
        raise DomainError("No column holds the names. Say which one does.", "mapping")
