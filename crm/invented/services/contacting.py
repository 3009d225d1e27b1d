"""What happened between the invented coalition and its contacts: talks, stages, signatures, memberships, promises."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest

from crm.coalition.models import Membership, StageMove
from crm.coalition.values import MembershipStatus, MoveCause
from crm.contacts.models import Contact
from crm.contacts.values import Stage
from crm.core.actor import Actor
from crm.core.text.folding import sort_key
from crm.invented.services.contacts import INDIVIDUALS
from crm.invented.services.scene import Figure, Scene
from crm.invented.values.stories import (
    AFTER,
    ANSWERS,
    FIRST,
    LETTER,
    LETTER_TEXT,
    MINE_DUE,
    OTHERS_DUE,
    PROMISE,
    PROMISES,
    REFUSAL,
    TALK,
    TREATY,
    TREATY_TEXT,
    Said,
)
from crm.outreach.models import FollowUp, Interaction, Participant
from crm.outreach.values import NO_CONTACT, Direction, InteractionKind
from crm.statements.models import Signature, Statement, StatementVersion
from crm.statements.values import SignatureState, SignedAs, StatementState

#: Outreach reaches back so many days.
YEARS = 720
#: Signatures of the week, of one list that a partner sent, and of the rest of the last twelve weeks.
THIS_WEEK, PARTNER_LIST, TWELVE_WEEKS = 23, 52, 132
PARTNER_DAY = 36
#: Those with whom Mirela's own promises are made, in the order of their days.
MINE_WITH = (
    "Red Memoria del Sur",
    "Cedar Justice Centre",
    "Nordlys Menneskerettsforum",
    "Ala-Too Jurists’ Circle",
    "Great Lakes Law Clinic",
    "Kigali Oral Archives Trust",
    "Nodi Rights Centre",
    "Coral Sea Women’s Network",
    "Acácia Rights Observatory",
)
_SIGNED = (Stage.SIGNED, Stage.ACTIVE)
_UNDECIDED = (Stage.IDENTIFIED, Stage.INVITED, Stage.IN_CONVERSATION, Stage.PLEDGED)


def add_statements(scene: Scene) -> None:
    """Make the statement of the campaign, open, and the letter before it, closed."""
    admin = scene.desk(0)
    texts = ((TREATY, TREATY_TEXT, StatementState.OPEN, 400), (LETTER, LETTER_TEXT, StatementState.CLOSED, 1000))
    for (slug, title), text, state, age in texts:
        campaign_id = scene.campaign_id if state is StatementState.OPEN else None
        at = scene.at(age)
        statement = scene.rows.add(Statement, admin, at, slug=slug, title=title, state=state, campaign_id=campaign_id)
        scene.rows.add(StatementVersion, admin, at, statement_id=statement, number=1, language="en", text=text)


def sign(scene: Scene) -> None:
    """Let those sign who have signed, in the course of the last year; the letter, in the spring of its year."""
    signers = [one for one in scene.organizations if one.stage in _SIGNED] + scene.individuals[:INDIVIDUALS]
    ages = _ages(scene, len(signers))
    for figure, age in zip(signers, ages, strict=True):
        figure.signed_ago = min(age, figure.age - 12)
    letter_days = [date(2024, 3, 6) + timedelta(days=number) for number in range(60)]
    for figure in scene.organizations:
        if scene.on(figure.age) < letter_days[0] and (figure.stage is Stage.LAPSED or scene.happens(0.85)):
            _add_signature(scene, figure, scene.one_of(letter_days), number=1)


def _ages(scene: Scene, number: int) -> list[int]:
    """Return how many days ago each of so many signatures was given, shuffled."""
    chance = scene.chance
    ages = [chance.randrange(7) for _ in range(THIS_WEEK)] + [PARTNER_DAY] * PARTNER_LIST
    ages += [chance.randrange(7, 84) for _ in range(TWELVE_WEEKS)]
    ages += [chance.randrange(84, 390) for _ in range(number - len(ages))]
    chance.shuffle(ages)
    return ages


def _add_signature(scene: Scene, figure: Figure, day: date, *, number: int) -> int:
    """Write a contact's name under the first or second statement."""
    people = figure.people
    is_person = figure.signed_ago is not None and figure in scene.individuals
    return scene.rows.add(
        Signature,
        scene.desk(figure.desk),
        scene.at((scene.day - day).days),
        statement_id=scene.rows.first(Statement) + number,
        version_id=scene.rows.first(StatementVersion) + number,
        contact_id=figure.key,
        signed_as=SignedAs.INDIVIDUAL if is_person else SignedAs.ORGANIZATION,
        for_id=people[0].key if people and not is_person else None,
        state=SignatureState.VERIFIED if scene.happens(0.6) else SignatureState.CONFIRMED,
        signed_name=figure.name,
        signed_organization=None if is_person else figure.name,
        signed_country=figure.place.country,
        signed_on=day,
        sort_name=sort_key(figure.name),
    )


def tell(scene: Scene) -> None:
    """Make up the story of each organisation towards the main ask, and of the people who signed for themselves."""
    for organization in scene.organizations:
        _tell(scene, organization)
        _join(scene, organization)
    for person in scene.individuals:
        if person.signed_ago is not None:
            _reach_out(scene, person, scene.one_of(FIRST), min(person.signed_ago + 5, person.age))
            _signed(scene, person, Stage.IDENTIFIED)


def _tell(scene: Scene, figure: Figure) -> None:
    """Walk an organisation along the stages up to where it stands; talk on every step of the way."""
    target, begin = figure.stage, min(figure.age, YEARS)
    far = 45 if target in _UNDECIDED else max(begin // 3, 3)
    end = figure.signed_ago if figure.signed_ago is not None else scene.chance.randrange(2, min(far, begin - 6))
    figure.stage = Stage.IDENTIFIED
    scene.rows.change(Contact, figure.key, stage=Stage.IDENTIFIED)
    path = _path(scene, target)
    ages = sorted(scene.chance.sample(range(max(end, 1) + 1, begin), len(path) + 1), reverse=True)
    _reach_out(scene, figure, scene.one_of(FIRST), ages[0])
    for stage, age in zip(path, ages[1:], strict=True):
        _step(scene, figure, stage, age)
    if target in _SIGNED:
        at = _signed(scene, figure, figure.stage)
        _stay_in_touch(scene, figure)
        if target is Stage.ACTIVE:
            _move(scene, figure, Stage.ACTIVE, at + timedelta(hours=2), (MoveCause.HAND, None))


def _path(scene: Scene, target: Stage) -> list[Stage]:
    """Return the stages on the way to one, the signature left out."""
    way = [Stage.INVITED, Stage.IN_CONVERSATION, Stage.PLEDGED]
    if target in _SIGNED:
        return [stage for stage in way if scene.happens(0.75)]
    if target in way:
        return [*(stage for stage in way[: way.index(target)] if scene.happens(0.8)), target]
    return [Stage.INVITED, target] if target is not Stage.IDENTIFIED else []


def _step(scene: Scene, figure: Figure, stage: Stage, age: int) -> None:
    """Bring an organisation to a stage, by an interaction where that is what brings it there."""
    if stage is Stage.IN_CONVERSATION:
        _answer(scene, figure, age)
    talk = tuple(one for one in TALK if one.outcome and one.outcome.value == "interested")
    said = {Stage.IN_CONVERSATION: talk, Stage.PLEDGED: PROMISE, Stage.DECLINED: REFUSAL}.get(stage)
    at = _reach_out(scene, figure, scene.one_of(said or FIRST), age)
    cause = MoveCause.INTERACTION if said else MoveCause.HAND
    _move(scene, figure, stage, at, (cause, figure.interaction_id if said else None))
    if stage is Stage.PLEDGED and scene.happens(0.5):
        _reach_out(scene, figure, scene.one_of(TALK), max(age - 3, 1))


def _answer(scene: Scene, figure: Figure, age: int) -> None:
    words = ANSWERS.get(figure.place.tongue) or ANSWERS["en"]
    said = Said(InteractionKind.MAIL, scene.one_of(words), direction=Direction.IN)
    _reach_out(scene, figure, said, age + 1)


def _signed(scene: Scene, figure: Figure, before: Stage) -> datetime:
    """Sign the statement of the campaign on the day that was made up; return the moment."""
    ago = figure.signed_ago or 0
    signature = _add_signature(scene, figure, scene.on(ago), number=0)
    figure.stage, at = before, scene.at(ago)
    _move(scene, figure, Stage.SIGNED, at, (MoveCause.SIGNATURE, signature))
    return at


def _stay_in_touch(scene: Scene, figure: Figure) -> None:
    """Talk on with who has signed."""
    ago = figure.signed_ago or 0
    ages = [scene.chance.randrange(ago + 1) for _ in range(scene.chance.randrange(1, 5))]
    if scene.happens(0.75):
        ages.append(scene.chance.randrange(min(ago, 60) + 1))
    for age in sorted(ages, reverse=True):
        _reach_out(scene, figure, scene.one_of(AFTER), age)


def _move(scene: Scene, figure: Figure, stage: Stage, at: datetime, cause: tuple[MoveCause, int | None]) -> None:
    by = scene.desk(figure.desk)
    scene.rows.add(
        StageMove,
        by,
        at,
        contact_id=figure.key,
        campaign_id=scene.campaign_id,
        before=figure.stage,
        after=stage,
        at=at,
        actor_name=by.name,
        cause=cause[0],
        cause_id=cause[1],
    )
    scene.move(figure, stage, at)


def _reach_out(scene: Scene, figure: Figure, said: Said, age: int) -> datetime:
    """Log a contact with an organisation and one or two of its people, or with a person."""
    by, at = scene.desk(figure.desk), scene.at(age)
    figure.interaction_id = scene.rows.add(
        Interaction,
        by,
        at,
        kind=said.kind,
        direction=said.direction,
        at=at,
        text=said.text,
        outcome=said.outcome,
        minutes=said.minutes,
        user_id=by.user_id,
        user_name=by.name,
    )
    people = figure.people[: 2 if said.kind is InteractionKind.MEETING else 1]
    if people and scene.happens(0.3):
        people = [scene.one_of(figure.people)]
    for one in (figure, *people):
        scene.rows.add(Participant, by, at, interaction_id=figure.interaction_id, contact_id=one.key, at=at)
        if said.kind not in NO_CONTACT:
            _keep_last(scene, one, at, said.kind)
    return at


def _keep_last(scene: Scene, figure: Figure, at: datetime, kind: InteractionKind) -> None:
    if figure.last_at is None or at >= figure.last_at:
        figure.last_at = at
        scene.rows.change(Contact, figure.key, last_contact_at=at, last_contact_kind=kind.value)


def _join(scene: Scene, figure: Figure) -> None:
    """Give an organisation its place in the coalition, with the places it had before."""
    by = scene.desk(figure.desk)
    spans: list[tuple[MembershipStatus, date]] = []
    if figure.signed_ago is not None and scene.happens(0.8):
        spans.append((MembershipStatus.ENDORSING, scene.on(figure.signed_ago)))
        if figure.signed_ago > 60 and scene.happens(0.7):  # noqa: PLR2004 - the board meets every two months
            spans.append((MembershipStatus.MEMBER, scene.on(figure.signed_ago - 45)))
            if scene.happens(0.05):
                spans.append((MembershipStatus.STEERING, scene.on(figure.signed_ago - 58)))
    elif figure.stage is Stage.LAPSED:
        spans = [(MembershipStatus.MEMBER, scene.on(YEARS)), (MembershipStatus.LAPSED, scene.on(200))]
    elif figure.stage is Stage.DECLINED and scene.happens(0.3):
        spans = [(MembershipStatus.ENDORSING, scene.on(600)), (MembershipStatus.WITHDRAWN, scene.on(150))]
    ends = [since for _status, since in spans[1:]]
    for (status, since), until in zip_longest(spans, ends):
        at = scene.at((scene.day - since).days)
        scene.rows.add(Membership, by, at, contact_id=figure.key, status=status, since=since, until=until)


def promise(scene: Scene) -> None:
    """Make the promises that are open, for each desk late, today and this week, and those that were kept."""
    by_name = {one.name: one for one in scene.organizations}
    for name, days, words in zip(MINE_WITH, MINE_DUE, PROMISES, strict=False):
        _promise(scene, by_name[name], words, days, 0)
    asked = [one for one in scene.organizations if one.stage not in _SIGNED and one.name not in MINE_WITH]
    scene.chance.shuffle(asked)
    for desk in (1, 2, 3):
        for days in OTHERS_DUE:
            _promise(scene, asked.pop(), scene.one_of(PROMISES), days, desk)
    for organization in scene.organizations[::2]:
        _keep_promise(scene, organization)


def _promise(scene: Scene, figure: Figure, words: tuple[InteractionKind, str], days: int, desk: int) -> None:
    kind, text = words
    by, due = scene.desk(desk), scene.on(-days)
    age = max(3, 4 - days)
    said = [one for one in (AFTER if figure.stage in _SIGNED else FIRST) if one.kind not in NO_CONTACT]
    _reach_out(scene, figure, scene.one_of(said), age)
    scene.rows.add(
        FollowUp,
        by,
        scene.at(age),
        contact_id=figure.key,
        interaction_id=figure.interaction_id,
        kind=kind,
        text=text,
        due_on=due,
        owner_id=by.user_id,
    )
    scene.rows.change(Contact, figure.key, next_step=text, next_step_on=due)


def _keep_promise(scene: Scene, figure: Figure) -> None:
    """Note a promise that was made and kept."""
    kind, text = scene.one_of(PROMISES)
    age = scene.chance.randrange(4, max(min(figure.age, 400), 6))
    by, done_at = scene.desk(figure.desk), scene.at(age)
    scene.rows.add(
        FollowUp,
        by,
        scene.at(age + 6),
        contact_id=figure.key,
        kind=kind,
        text=text,
        due_on=scene.on(age + scene.one_of((-1, 0, 0, 1))),
        owner_id=by.user_id,
        done_at=done_at,
        done_by=by.name,
    )


def meet_volunteers(scene: Scene, people: Sequence[tuple[Figure, Actor]]) -> None:
    """Log how volunteers came to the coalition."""
    said = Said(InteractionKind.CALL, "Welcome call: what they can do, how many hours, what they must not be asked.")
    for figure, _by in people:
        _reach_out(scene, figure, said, max(figure.age - 5, 1))
