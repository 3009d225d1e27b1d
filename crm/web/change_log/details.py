"""What a line of the change log tells besides who did what: its names and values in the reader's words."""

from typing import Any

from flask_babel import gettext

from crm.accounts.values import ROLE_WORDS
from crm.coalition.values import MEMBERSHIP_WORDS
from crm.contacts.values import NAME_KIND_WORDS, POINT_KIND_WORDS, RELATION_KIND_WORDS, STAGE_WORDS
from crm.core.words import N_
from crm.outreach.values import INTERACTION_KIND_WORDS
from crm.statements.values import SIGNATURE_STATE_WORDS, STATEMENT_STATE_WORDS
from crm.tasks.values import TASK_STATE_WORDS
from crm.volunteers.values import VOLUNTEER_STATUS_WORDS
from crm.web.shared.page import number

KEY_WORDS = {
    "act": N_("Act"),
    "after": N_("After"),
    "assignment": N_("Assignment"),
    "audience": N_("Who sees it"),
    "backup": N_("Backup"),
    "before": N_("Before"),
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
#: Signs for programs, which the page leaves out; `crm` and the database show them.
_NOT_SHOWN = {"digest", "sha256", "point_id", "name_id"}
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


def details_in_words(details: dict[str, Any]) -> str:
    """Return the details of an act in one line; what is empty is left out."""
    told = [
        f"{gettext(KEY_WORDS[key]) if key in KEY_WORDS else key}: {_value_in_words(key, value)}"
        for key, value in details.items()
        if key not in _NOT_SHOWN and value not in (None, "", [])
    ]
    return "; ".join(told)


def _value_in_words(key: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value_in_words(key, one) for one in value)
    if isinstance(value, str) and key not in _TYPED and value in _VALUE_WORDS:
        return str(gettext(_VALUE_WORDS[value]))
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
