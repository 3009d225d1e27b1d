"""Jobs of tasks."""

from crm.contacts.queries import find_main_email
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic
from crm.core.jobs.registry import job
from crm.core.mail.services import send_mail
from crm.core.preferences.queries import list_preferences
from crm.tasks.mails import tell_assignee
from crm.tasks.queries import get_assignment
from crm.tasks.values import AssignmentState


@job("tasks.tell_assignee", one_act=True)
def tell(*, assignment_id: int, actor: Actor, job_id: int) -> None:
    """Mail a volunteer that they have a task, once; who was taken off again meanwhile hears nothing."""
    with atomic(actor):
        assignment = get_assignment(assignment_id)
        if assignment.told_at is not None or assignment.state is AssignmentState.TAKEN_BACK:
            return
        contact = assignment.volunteer.contact
        address = find_main_email(contact.id)
        if address is None:
            on = {"task": assignment.task_id, "volunteer": assignment.volunteer_id}
            record(actor, "task.not_told", assignment, **on, reason="no mail address")
            return
        coalition = list_preferences("coalition.").get("coalition.name") or ""
        languages = [*assignment.volunteer.languages, *contact.languages]
        text = tell_assignee(assignment, coalition=str(coalition), language=languages[0] if languages else "en")
        send_mail(address, text.subject, text.text, purpose="tasks.assigned", contact_id=contact.id, name=contact.name)
        assignment.told_at = now()
