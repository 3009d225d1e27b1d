"""What volunteers read about their tasks: record in, message out."""

from crm.core.mail.rendering import MailText, render_mail
from crm.tasks.models import Assignment


def tell_assignee(assignment: Assignment, *, coalition: str, language: str) -> MailText:
    """Tell a volunteer what they have been put on, by when, and whom to ask."""
    task = assignment.task
    return render_mail(
        "tasks/assigned",
        language=language,
        name=assignment.volunteer.contact.name,
        coalition=coalition,
        title=task.title,
        description=task.description,
        due_on=task.due_on,
        owner=task.owner.name if task.owner else None,
        owner_email=task.owner.email if task.owner else None,
    )
