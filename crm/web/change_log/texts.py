"""The acts of the change log in words; a test finds the ones that have none."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.core.actor import ActorKind
from crm.core.audit.models import AuditLine
from crm.core.words import N_
from crm.records.queries import name_records
from crm.web.change_log.details import Names, details_in_words, name_in_words, refs_of
from crm.web.shared.access import access_of, current_actor
from crm.web.shared.page import full_moment, moment

KIND_WORDS = {
    ActorKind.SHELL: N_("The shell"),
    ActorKind.SYSTEM: N_("The system"),
    ActorKind.PUBLIC: N_("The public"),
}

ACTION_WORDS = {
    "affiliation.added": N_("Noted where a person works"),
    "affiliation.edited": N_("Changed where a person works"),
    "affiliation.removed": N_("Removed where a person works"),
    "backup.made": N_("Made a backup"),
    "backup.ordered": N_("Ordered a backup"),
    "backup.restore_confirmed": N_("Let mail leave again after a restore"),
    "backup.restored": N_("Restored a backup"),
    "bench.begun": N_("Began a base to measure with"),
    "bench.filled": N_("Made a base to measure with"),
    "campaign.added": N_("Began a campaign"),
    "campaign.date_added": N_("Added a key date"),
    "campaign.date_edited": N_("Changed a key date"),
    "campaign.date_removed": N_("Removed a key date"),
    "campaign.edited": N_("Changed a campaign"),
    "campaign.made_current": N_("Made a campaign the current one"),
    "contact.added": N_("Added a contact"),
    "contact.archived": N_("Archived a contact"),
    "contact.edited": N_("Changed a contact"),
    "contact.limited": N_("Changed which teams see a contact"),
    "contact.merged": N_("Merged two records"),
    "contact.name_added": N_("Added a name"),
    "contact.name_removed": N_("Removed a name"),
    "contact.point_added": N_("Added an address or number"),
    "contact.point_edited": N_("Changed an address or number"),
    "contact.point_main": N_("Chose the main address or number"),
    "contact.point_removed": N_("Removed an address or number"),
    "contact.stage_moved": N_("Moved a contact to another stage"),
    "contact.tagged": N_("Tagged a contact"),
    "contact.unmerged": N_("Took a merge apart"),
    "contact.untagged": N_("Took a tag away"),
    "contacts.undone": N_("Took back a change of many contacts"),
    "demo.filled": N_("Made up the invented coalition"),
    "follow_up.added": N_("Added a follow-up"),
    "follow_up.done": N_("Did a follow-up"),
    "follow_up.edited": N_("Changed a follow-up"),
    "follow_up.handed_over": N_("Handed a follow-up over"),
    "follow_up.removed": N_("Removed a follow-up"),
    "follow_up.reopened": N_("Opened a follow-up again"),
    "hours.logged": N_("Logged hours"),
    "address.lifted": N_("Let an address be written to again"),
    "address.suppressed": N_("Said that an address must never be written to"),
    "import.begun": N_("Began an import"),
    "import.decided": N_("Decided a row of an import"),
    "import.dropped": N_("Threw a draft of an import away"),
    "import.failed": N_("Ended an import that failed"),
    "import.finished": N_("Finished an import"),
    "import.lines_undone": N_("Took back lines of an import"),
    "import.file_kept": N_("Kept a file to import"),
    "import.reread": N_("Read the file of an import anew"),
    "import.matched": N_("Matched the columns of an import"),
    "import.repaired": N_("Repaired rows of a file"),
    "import.rows_written": N_("Brought rows of a file in"),
    "import.rows_undone": N_("Took back rows of an import"),
    "import.ruled": N_("Chose what an import may change"),
    "import.tied": N_("Tied people of an import to their organisations"),
    "import.undo_begun": N_("Began to take an import back"),
    "import.undone": N_("Took an import back"),
    "import.uploaded": N_("Uploaded a file to import"),
    "interaction.brought_back": N_("Brought a conversation back"),
    "interaction.edited": N_("Changed a conversation"),
    "interaction.logged": N_("Logged a conversation"),
    "interaction.removed": N_("Removed a conversation"),
    "job.retried": N_("Had a job done again"),
    "link.invite": N_("Made an invitation link"),
    "link.refused": N_("Was refused a link for a new password"),
    "link.reset": N_("Made a link for a new password"),
    "link.setup": N_("Made the link to set up"),
    "list.exported": N_("Exported a list"),
    "mail.resent": N_("Sent a mail again"),
    "matching.search_begun": N_("Had duplicates searched for"),
    "matching.skipped": N_("Left a possible duplicate for later"),
    "matching.taken_up": N_("Took a possible duplicate up again"),
    "matching.told_apart": N_("Said that two contacts are not the same"),
    "matching.told_apart_undone": N_("Took back that two contacts are not the same"),
    "membership.begun": N_("Noted a membership"),
    "membership.ended": N_("Ended a membership"),
    "membership.removed": N_("Removed a membership"),
    "relation.added": N_("Tied two organisations"),
    "relation.ended": N_("Ended a tie between organisations"),
    "relation.removed": N_("Removed a tie between organisations"),
    "session.all_ended": N_("Signed a user out everywhere"),
    "session.begun": N_("Signed in"),
    "session.ended": N_("Signed out"),
    "session.refused": N_("Was refused at signing in"),
    "session.revoked": N_("Signed another browser out"),
    "settings.changed": N_("Changed the settings"),
    "signature.recorded": N_("Noted a signature"),
    "signature.restored": N_("Brought a signature back"),
    "signature.withdrawn": N_("Withdrew a signature"),
    "statement.drafted": N_("Drafted a statement"),
    "statement.edited": N_("Changed a statement"),
    "statement.worded": N_("Changed the text of a statement"),
    "task.assigned": N_("Put a volunteer on a task"),
    "task.changed": N_("Changed a task"),
    "task.given_back": N_("Gave a task back"),
    "task.made": N_("Made a task"),
    "task.moved": N_("Moved a task"),
    "task.not_told": N_("Could not tell a volunteer of a task"),
    "task.part_done": N_("Finished a part of a task"),
    "task.taken_back": N_("Took a volunteer off a task"),
    "team.added": N_("Added a team"),
    "team.renamed": N_("Renamed a team"),
    "user.added": N_("Added a user"),
    "user.changed": N_("Changed a user's name or address"),
    "user.disabled": N_("Disabled a user"),
    "user.enabled": N_("Let a user in again"),
    "user.password_set": N_("Set a password"),
    "user.profile_changed": N_("Changed their profile"),
    "user.role_given": N_("Gave a role"),
    "user.role_taken": N_("Took a role away"),
    "view.changed": N_("Changed a view"),
    "view.deleted": N_("Deleted a view"),
    "view.moved": N_("Moved a view"),
    "view.renamed": N_("Renamed a view"),
    "view.saved": N_("Saved a view"),
    "volunteer.changed": N_("Changed a volunteer"),
    "volunteer.made": N_("Made somebody a volunteer"),
    "volunteer.status": N_("Changed how a volunteer stands"),
}

#: Acts that were done in many steps, each a line of its own.
_IN_STEPS = frozenset({"import.finished", "import.undone"})
#: The page that shows a record: its endpoint, and what it calls the key.
_PAGES = {
    "campaign": ("campaigns.show", "campaign_id"),
    "contact": ("contacts.show", "contact_id"),
    "follow_up": ("follow_ups.edit", "follow_up_id"),
    "import_batch": ("imports.show", "batch_id"),
    "interaction": ("interactions.edit", "interaction_id"),
    "signature": ("signatures.show", "signature_id"),
    "statement": ("statements.edit", "statement_id"),
    "task": ("tasks.show", "task_id"),
    "team": ("users.team", "team_id"),
    "user": ("users.show", "user_id"),
    "volunteer": ("volunteers.show", "volunteer_id"),
}


def lines_of(lines: Sequence[AuditLine]) -> list[dict[str, Any]]:
    """Return lines of the log in words; the records they speak of are looked up together."""
    names = name_records(ref for line in lines for ref in refs_of(line))
    return [_line_of(line, names) for line in lines]


def _line_of(line: AuditLine, names: Names) -> dict[str, Any]:
    words = ACTION_WORDS.get(line.action)
    kind = KIND_WORDS.get(ActorKind(line.actor_kind))
    ref = (line.object_type, line.object_id or 0)
    return {
        "seq": line.seq,
        "when": moment(line.at),
        "when_full": full_moment(line.at),
        "who": gettext(kind) if kind else line.actor_name,
        "what": gettext(words) if words else line.action,
        "object": name_in_words(ref, names) if line.object_id is not None else "",
        "object_url": _url_of(line, names) if ref in names else None,
        "details": details_in_words(line, names),
        "steps_url": url_for("change_log.index", batch=line.object_id) if line.action in _IN_STEPS else None,
    }


def _url_of(line: AuditLine, names: Names) -> str | None:
    """Return the page of the record, or of the first that hangs together with it, which the reader may open."""
    for ref in refs_of(line):
        endpoint, key = _PAGES.get(ref[0], ("", ""))
        access = access_of(endpoint)
        if ref in names and isinstance(access, Permission) and current_actor().may(access):
            values: dict[str, Any] = {key: ref[1]}
            return url_for(endpoint, **values)
    return None
