"""Follow-ups as the rows of a page."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext

from crm.contacts.values import STAGE_WORDS
from crm.outreach.models import FollowUp
from crm.outreach.values import DUE_WORDS, Due, due_group
from crm.web.contacts.texts import due_words
from crm.web.shared.page import ago, reader_today


def groups(follow_ups: Sequence[FollowUp], *, back: str, with_owner: bool = False) -> list[dict[str, Any]]:
    """Return follow-ups in groups by their day, for promise_table."""
    found: dict[Due, list[FollowUp]] = {}
    for one in follow_ups:
        found.setdefault(due_group(one.due_on, reader_today()), []).append(one)
    return [
        {
            "group": gettext(DUE_WORDS[due]),
            "count": len(found[due]),
            "tone": "red" if due is Due.LATE else None,
            "rows": [_row(one, back, with_owner=with_owner) for one in found[due]],
        }
        for due in Due
        if due in found
    ]


def _row(one: FollowUp, back: str, *, with_owner: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "text": one.text,
        "url": url_for("contacts.show", contact_id=one.contact_id),
        "with": one.contact.name,
        "mark_as": "person" if one.contact.is_person else "organization",
        "note": (one.owner.name if one.owner else gettext("nobody")) if with_owner else _note(one),
        "due": due_words(one),
        "done_url": url_for("follow_ups.finish", follow_up_id=one.id, back=back),
    }


def _note(one: FollowUp) -> str:
    """Say where the contact stands, and when the last contact was."""
    words = [gettext(STAGE_WORDS[one.contact.stage])]
    if one.contact.last_contact_at is not None:
        words.append(gettext("last contact %(when)s", when=ago(one.contact.last_contact_at)))
    return ", ".join(words)
