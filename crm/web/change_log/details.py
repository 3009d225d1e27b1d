"""What a line of the change log tells besides who did what: its names and values in the reader's words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from crm.accounts.values import ROLE_WORDS
from crm.coalition.values import MEMBERSHIP_WORDS
from crm.contacts.values import NAME_KIND_WORDS, POINT_KIND_WORDS, RELATION_KIND_WORDS, STAGE_WORDS
from crm.core.audit.models import AuditLine
from crm.core.words import N_
from crm.outreach.values import INTERACTION_KIND_WORDS
from crm.records.queries import Ref, may_name
from crm.statements.values import SIGNATURE_STATE_WORDS, STATEMENT_STATE_WORDS
from crm.tasks.values import TASK_STATE_WORDS
from crm.volunteers.values import VOLUNTEER_STATUS_WORDS
from crm.web.shared.access import current_actor
from crm.web.shared.page import number

KEY_WORDS = {
    "act": N_("Act"),
    "after": N_("After"),
    "assignment": N_("Assignment"),
    "audience": N_("Who sees it"),
    "backup": N_("Backup"),
    "before": N_("Before"),
    "broke_off": N_("Broke off"),
    "cause": N_("Cause"),
    "columns": N_("Columns"),
    "contact": N_("Contact"),
    "contacts": N_("With"),
    "count": N_("Number"),
    "created": N_("New"),
    "decide": N_("To decide"),
    "due": N_("Due"),
    "field": N_("Field"),
    "file": N_("File"),
    "form": N_("Format"),
    "hours": N_("Hours"),
    "key_date": N_("Date"),
    "keys": N_("Settings"),
    "kept": N_("Kept"),
    "kind": N_("Kind"),
    "left_out": N_("Left out"),
    "lines": N_("Lines"),
    "name": N_("Name"),
    "number": N_("Number"),
    "on": N_("Date"),
    "organization": N_("Organisation"),
    "other": N_("Other"),
    "owner": N_("Owner"),
    "partly": N_("In part"),
    "person": N_("Person"),
    "position": N_("Place"),
    "reason": N_("Reason"),
    "refused": N_("Cannot be read"),
    "reversed": N_("Undone"),
    "role": N_("Role"),
    "rows": N_("Rows"),
    "same": N_("Same as before"),
    "size": N_("Size"),
    "state": N_("State"),
    "statement": N_("Statement"),
    "status": N_("Status"),
    "tag": N_("Tag"),
    "task": N_("Task"),
    "team": N_("Team"),
    "teams": N_("Teams"),
    "title": N_("Title"),
    "until": N_("Until"),
    "updated": N_("Updated"),
    "volunteer": N_("Volunteer"),
}
#: What kinds of records are called.
OBJECT_WORDS = {
    "affiliation": N_("Place in an organisation"),
    "assignment": N_("Assignment"),
    "contact": N_("Contact"),
    "contact_relation": N_("Tie"),
    "hours_entry": N_("Hours"),
    "job": N_("Job"),
    "membership": N_("Membership"),
    "outgoing_mail": N_("Mail"),
    "saved_view": N_("View"),
    "signature": N_("Signature"),
    "user": N_("User"),
    "team": N_("Team"),
    "task": N_("Task"),
    "campaign": N_("Campaign"),
    "interaction": N_("Conversation"),
    "follow_up": N_("Follow-up"),
    "import_batch": N_("Import"),
    "statement": N_("Statement"),
    "volunteer": N_("Volunteer"),
}
#: Signs for programs, which the page leaves out; `crm` and the database show them.
_NOT_SHOWN = {"digest", "sha256", "point_id", "name_id", "merge"}
_TABLES: tuple[Any, ...] = (
    ROLE_WORDS, MEMBERSHIP_WORDS, NAME_KIND_WORDS, POINT_KIND_WORDS, RELATION_KIND_WORDS, SIGNATURE_STATE_WORDS,
    STATEMENT_STATE_WORDS, VOLUNTEER_STATUS_WORDS, STAGE_WORDS, TASK_STATE_WORDS, INTERACTION_KIND_WORDS,
)  # fmt: skip
_VALUE_WORDS: dict[str, str] = {
    **{str(value): words for table in _TABLES for value, words in table.items()},
    "everyone": N_("Everyone"),
    "hand": N_("By hand"),
    "import": N_("Import"),
    "interaction": N_("Conversation"),
    "no mail address": N_("No mail address"),
    "organization": N_("Organisation"),
    "person": N_("Person"),
    "private": N_("Only me"),
    "signature": N_("Signature"),
    "team": N_("Team"),
    "undo": N_("Undo"),
}
#: What holds words that people typed or names of files: never taken for one of our own words.
_TYPED = {"name", "title", "tag", "file", "backup", "keys"}


#: Details that are keys of records, and of which table.
_REFERS = {
    "assignment": "assignment",
    "contact": "contact",
    "contacts": "contact",
    "key_date": "key_date",
    "organization": "contact",
    "other": "contact",
    "owner": "user",
    "person": "contact",
    "statement": "statement",
    "task": "task",
    "team": "team",
    "teams": "team",
    "volunteer": "volunteer",
}
Names = Mapping[Ref, Sequence[str]]


def refs_of(line: AuditLine) -> Iterator[Ref]:
    """Name the records that a line of the log speaks of."""
    if line.object_id is not None:
        yield line.object_type, line.object_id
    for key, value in line.details.items():
        for one in value if isinstance(value, list) else [value]:
            if key in _REFERS and type(one) is int:
                yield _REFERS[key], one


def name_in_words(ref: Ref, names: Names) -> str:
    """Return what a record is called; of one that is gone its number, which is all that the log kept of it."""
    table, row_id = ref
    if ref in names:
        return ", ".join(names[ref])
    if table == "contact" and current_actor().team_ids is not None:
        return str(gettext("A record you cannot see"))
    return f"{gettext(OBJECT_WORDS[table]) if table in OBJECT_WORDS else table} {row_id}".strip()


def details_in_words(line: AuditLine, names: Names) -> str:
    """Return the details of an act in one line, without what is empty or what the record's own name says."""
    named = names.get((line.object_type, line.object_id or 0), ())
    own = {*named, ", ".join(named)}
    told = []
    for key, value in line.details.items():
        is_secret = key in _REFERS and not may_name(line.object_type)
        if key not in _NOT_SHOWN and value not in (None, "", [], 0) and not is_secret:
            words = _value_in_words(key, value, names)
            if words not in own:
                told.append(f"{gettext(KEY_WORDS[key]) if key in KEY_WORDS else key}: {words}")
    return "; ".join(told)


def _value_in_words(key: str, value: object, names: Names) -> str:
    if isinstance(value, list):
        return ", ".join(_value_in_words(key, one, names) for one in value)
    if key in _REFERS and type(value) is int:
        return name_in_words((_REFERS[key], value), names)
    if isinstance(value, str) and key not in _TYPED and value in _VALUE_WORDS:
        return str(gettext(_VALUE_WORDS[value]))
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
