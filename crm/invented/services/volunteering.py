"""The volunteers of the invented coalition and their tasks, in all states, with hours."""

from datetime import timedelta
from decimal import Decimal
from itertools import count, islice

from crm.core.text.folding import fold_in_script, sort_key
from crm.invented.services.contacting import meet_volunteers
from crm.invented.services.contacts import INDIVIDUALS
from crm.invented.services.scene import Figure, Scene
from crm.invented.values.stories import HOURS_NOTES, SKILLS, STANDING, VOLUNTEER_NOTES, WORKS, Work
from crm.tasks.models import Assignment, HoursEntry, Task, TaskSkill
from crm.tasks.values import AssignmentState, TaskState
from crm.volunteers.models import Skill, Volunteer, VolunteerSkill
from crm.volunteers.values import VolunteerStatus

#: Times in which what was done is done: nobody is on a task before it exists.
LONGEST_PART = 40


def add_volunteers(scene: Scene) -> None:
    """Make volunteers of those individuals who came for that, with skills, languages and hours."""
    for name in SKILLS:
        scene.rows.add(Skill, scene.desk(0), scene.at(700), name=name, key=fold_in_script(name))
    people = scene.individuals[INDIVIDUALS:]
    standing = [status for status, number in STANDING for _ in range(number)]
    for figure, status in zip(people, standing, strict=True):
        _add_volunteer(scene, figure, status)
    meet_volunteers(scene, [(figure, scene.desk(figure.desk)) for figure in people])


def _add_volunteer(scene: Scene, figure: Figure, status: VolunteerStatus) -> None:
    by, age = scene.desk(figure.desk), max(figure.age - 5, 2)
    languages = list(dict.fromkeys((*figure.place.languages[:2], "en")))
    key = scene.rows.add(
        Volunteer,
        by,
        scene.at(age),
        contact_id=figure.key,
        status=status,
        hours_a_week=scene.one_of((2, 3, 4, 4, 6, 8, 10, None)),
        languages=languages,
        since=scene.on(age) if status not in {VolunteerStatus.APPLIED, VolunteerStatus.SCREENING} else None,
        notes=scene.one_of(VOLUNTEER_NOTES) if scene.happens(0.4) else None,
        sort_name=sort_key(figure.name),
    )
    for number in sorted(scene.chance.sample(range(len(SKILLS)), scene.chance.randrange(1, 4))):
        skill = scene.rows.first(Skill) + number
        scene.rows.add(VolunteerSkill, by, scene.at(age), volunteer_id=key, skill_id=skill)


def add_tasks(scene: Scene) -> None:
    """Make the tasks and put volunteers on them."""
    # Those who are active are asked in turn, so that a few do a little more than the others.
    active = STANDING[0][1]
    turn = count()
    for number, work in enumerate(WORKS):
        key = _add_task(scene, work, number)
        for volunteer in islice(turn, work.taken):
            _assign(scene, work, key, scene.rows.first(Volunteer) + volunteer % active)


def _made_ago(work: Work) -> int:
    return max(-work.due, 0) + LONGEST_PART


def _add_task(scene: Scene, work: Work, number: int) -> int:
    by, at = scene.desk(number % 4), scene.at(_made_ago(work))
    key = scene.rows.add(
        Task,
        by,
        at,
        campaign_id=scene.campaign_id,
        title=work.title,
        sort_title=sort_key(work.title),
        description=work.description,
        places=work.places,
        due_on=scene.on(-work.due),
        priority=work.priority,
        state=work.state,
        languages=list(work.languages),
        owner_id=by.user_id,
        done_at=scene.at(1 - work.due) if work.state is TaskState.DONE else None,
    )
    for skill in work.skills:
        skill_id = scene.rows.first(Skill) + SKILLS.index(skill)
        scene.rows.add(TaskSkill, by, at, task_id=key, skill_id=skill_id)
    return key


def _assign(scene: Scene, work: Work, task: int, volunteer: int) -> None:
    """Put a volunteer on a task and write the hours they gave."""
    is_done = work.state is TaskState.DONE
    ago = _made_ago(work) - scene.chance.randrange(4, 12)
    at = scene.at(ago)
    done_at = scene.at(1 - work.due) if is_done else None
    facts = {"state": AssignmentState.DONE if is_done else AssignmentState.ACTIVE, "done_at": done_at}
    by = scene.desk(None)
    key = scene.rows.add(Assignment, by, at, task_id=task, volunteer_id=volunteer, assigned_at=at, **facts)
    if work.state is TaskState.NEEDS_PEOPLE:
        return
    latest = max(1, -work.due)
    for _ in range(scene.chance.randrange(1, 5)):
        day = scene.on(scene.chance.randrange(latest, ago))
        hours = Decimal(scene.chance.choice((1, 2, 3, 4, 5))) + Decimal("0.5") * scene.chance.randrange(2)
        made = scene.at((scene.day - day).days) + timedelta(hours=3)
        note = scene.one_of(HOURS_NOTES)
        scene.rows.add(HoursEntry, by, made, assignment_id=key, on=day, hours=hours, note=note)
