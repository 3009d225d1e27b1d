"""The rooms that know contacts, and what has to be brought in step when a contact changed in all of them."""

from collections.abc import Callable, Iterable

from sqlalchemy import delete

from crm.coalition.services import reassign_contact as in_coalition
from crm.contacts.models import Contact
from crm.contacts.queries import list_contacts
from crm.contacts.services import index_contact, keep_limited, keep_main_person
from crm.contacts.services.merging import reassign_contact as in_directory
from crm.core.db import db
from crm.core.journal.models import JournalLine
from crm.core.mail.services import reassign_contact as in_mail
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord
from crm.core.traces.services import Trace
from crm.imports.services.reassigning import reassign_contact as in_imports
from crm.matching.services.reassigning import reassign_contact as in_matching
from crm.outreach.services import keep_outreach_facts
from crm.outreach.services import reassign_contact as in_outreach
from crm.records.models import ContactMerge
from crm.statements.services import reassign_contact as in_statements
from crm.tasks.services import reassign_contact as in_tasks
from crm.volunteers.services import reassign_contact as in_volunteers


def _in_records(old_id: int, new_id: int, trace: Trace) -> None:
    """Let earlier merges into one record, and its history, be those of another."""
    trace.point(ContactMerge, "kept_id", old_id, new_id)
    trace.point(JournalLine, "subject_id", old_id, new_id)


#: From the highest room down: what stands on something that goes is moved before it goes.
REASSIGN: tuple[Callable[[int, int, Trace], None], ...] = (
    in_imports,
    in_tasks,
    in_volunteers,
    in_statements,
    in_outreach,
    in_coalition,
    in_matching,
    in_directory,
    in_mail,
    _in_records,
)


def keep_in_step(contact_ids: Iterable[int]) -> None:
    """Bring everything in step that follows from what was moved to or from contacts, in the act at work."""
    db.session.flush()
    db.session.expire_all()
    ids = list(contact_ids)
    for contact in list_contacts(ids):
        index_contact(contact)
    keep_main_person(ids)
    keep_outreach_facts(ids)
    for contact_id in ids:
        keep_limited(contact_id)
    db.session.expire_all()


def forget_words(contact: Contact) -> None:
    """Let nobody find a record any more that is no longer there."""
    words = delete(SearchWord).where(SearchWord.record_id == contact.id, SearchWord.kind == contact.kind.value)
    db.session.execute(words, execution_options={"unscoped": Unscoped.UPKEEP})
