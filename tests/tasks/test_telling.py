"""The volunteer hears of the task, once."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from crm.contacts.queries import get_contact
from crm.contacts.services import remove_point
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.mail.models import OutgoingMail
from crm.tasks.jobs import tell
from crm.tasks.queries import get_assignment
from crm.tasks.services import assign_volunteer, take_back
from tests.factories.tasks import a_task, a_volunteer


def _mails() -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail)))


def test_the_mail_says_what_by_when_and_reaches_the_main_address(app: Flask) -> None:
    task = a_task("Proofread the booklet", description="40 pages,\nin two parts.", due_on=date(2027, 1, 9))
    volunteer = a_volunteer("Noor Rahmani", languages=("en",))
    part = assign_volunteer(task.id, volunteer.id, actor=SHELL)
    tell(assignment_id=part.id, actor=SHELL, job_id=1)
    (mail,) = _mails()
    assert (mail.recipient_name, mail.subject) == ("Noor Rahmani", "Your task: Proofread the booklet")
    assert "40 pages,\nin two parts." in mail.text
    assert "Saturday, January 9, 2027" in mail.text
    assert mail.contact_id == volunteer.contact_id


def test_the_same_job_twice_writes_one_mail(app: Flask) -> None:
    part = assign_volunteer(a_task().id, a_volunteer().id, actor=SHELL)
    for _ in range(2):
        tell(assignment_id=part.id, actor=SHELL, job_id=1)
    assert len(_mails()) == 1


def test_who_was_taken_back_before_the_worker_came_hears_nothing(app: Flask) -> None:
    part = assign_volunteer(a_task().id, a_volunteer().id, actor=SHELL)
    take_back(part.id, actor=SHELL)
    tell(assignment_id=part.id, actor=SHELL, job_id=1)
    assert _mails() == []


def test_somebody_without_an_address_is_marked_as_not_told(app: Flask) -> None:
    volunteer = a_volunteer()
    contact = get_contact(volunteer.contact_id)
    remove_point(contact.id, contact.points[0].id, actor=SHELL)
    part = assign_volunteer(a_task().id, volunteer.id, actor=SHELL)
    tell(assignment_id=part.id, actor=SHELL, job_id=1)
    assert (_mails(), get_assignment(part.id).told_at) == ([], None)


def test_a_title_with_template_words_stays_as_it_was_typed(app: Flask) -> None:
    part = assign_volunteer(a_task("{{ 7*7 }} {% raw %}").id, a_volunteer().id, actor=SHELL)
    tell(assignment_id=part.id, actor=SHELL, job_id=1)
    assert _mails()[0].subject == "Your task: {{ 7*7 }} {% raw %}"
