"""A small base with a record of each kind, for journeys through pages."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from crm.accounts.values import Role
from crm.coalition.services import add_campaign, add_key_date, join_coalition
from crm.coalition.values import KeyDateFacts, MembershipStatus
from crm.contacts.models import Contact
from crm.contacts.queries import list_affiliations_of
from crm.contacts.services import edit_contact, tag_contact
from crm.core.actor import SHELL
from crm.core.clock import today
from crm.core.db import atomic, db
from crm.imports.models import ImportBatch
from crm.imports.services import ImportWish, begin_undo, match_columns, prepare_review, undo_import, upload_file
from crm.imports.values import ImportAs
from crm.matching.models import DuplicatePair
from crm.matching.values import Zone
from crm.matching.values.reasons import SAME_MAIL, SAME_NAME
from crm.records.services import merge_contacts
from crm.segments.models import Audience
from crm.segments.services.views import save_view
from crm.segments.values import Condition, Looks, Question
from crm.statements.services import SignatureFacts, draft_statement, sign
from crm.tasks.services import assign_volunteer, log_hours
from tests.factories import a_team, a_user
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.imports import a_list, an_import
from tests.factories.tasks import a_task, a_volunteer

LIST = """
Name                                   | Country | Mail                  | Founded  | Notes
Reef Watch                             | Kenya   | new@reef.example      | 1999     | urgent
Night Shelter Association of the North | Mali    | night@shelter.example | no year  | from a partner’s list
International Federation of Watchers   | Fiji    | watch@ifw.example     |          |
                                       | Chad    | nobody@ifw.example    |          |
"""


Words = Callable[[str], str]


def a_base(folder: Path, say: Words = str) -> dict[str, int]:
    """Make one record of each kind, with long words and several scripts, and give their numbers.

    Every text that people write freely goes through ``say`` on its way in.
    """
    owner = a_user(Role.COORDINATOR, name=say("Wilhelmina Aurelia Featherstonehaugh"))
    organization = an_organization(
        say("International Federation of Independent Watchers of Coastal Waters"),
        native_name=say("الاتحاد الدولي لمراقبي المياه الساحلية"),
        country="KE",
        languages=("en", "sw", "ar"),
        emails=("secretariat@watchers-of-coastal-waters.example",),
        phones=("+254 711 223344",),
        owner_id=owner.id,
    )
    person = a_person(say("Ané Čapek-Ramanantsoa"), of=organization, role=say("Deputy secretary general"), country="MG")
    return {
        "organization": organization.id,
        "person": person.id,
        "place": list_affiliations_of(person.id)[0].id,
        "team": a_team(say("East and Horn of Africa")).id,
        "user": owner.id,
        **_coalition(organization, person, say),
        **_work(organization, say),
        **_imports(folder, say),
        "view": save_view(
            say("Members in Kenya, Uganda and Tanzania"),
            Question("organizations", (Condition("country", "is", ("KE", "UG", "TZ")),)),
            looks=Looks(),
            audience=Audience.EVERYONE,
            actor=SHELL,
        ).id,
        **_twins(organization, say),
    }


def _coalition(organization: Contact, person: Contact, say: Words) -> dict[str, int]:
    campaign = add_campaign(say("A treaty for coastal waters"), say("Sign the joint statement"), actor=SHELL)
    dates = KeyDateFacts(
        title=say("Third session"),
        on=today() + timedelta(days=30),
        until=today() + timedelta(days=40),
        place=say("Geneva"),
    )
    key_date = add_key_date(campaign.id, dates, actor=SHELL)
    statement = draft_statement(say("Joint statement on coastal waters"), text=say("We ask all States …"), actor=SHELL)
    join_coalition(organization.id, MembershipStatus.MEMBER, since=today(), actor=SHELL)
    tag_contact(organization.id, "Steering group of the eastern coast", actor=SHELL)
    tag_contact(organization.id, say("Coast"), actor=SHELL)
    facts = SignatureFacts(role=say("Deputy secretary general"), signer_id=person.id)
    signature = sign(statement.id, organization.id, actor=SHELL, facts=facts)
    return {
        "campaign": campaign.id,
        "key_date": key_date.id,
        "statement": statement.id,
        "signature": signature.id,
    }


def _work(organization: Contact, say: Words) -> dict[str, int]:
    talk = an_interaction(
        organization, text=say("The board meets on 3 December.\nThey will decide then."), days_ago=400
    )
    an_interaction(organization, text=say("هم يقررون في الاجتماع القادم"))
    late = a_follow_up(
        organization, in_days=-3, text=say("Ask what the board of the federation decided on the statement")
    )
    a_follow_up(organization, in_days=2)
    volunteer = a_volunteer(say("Esperance Mukamana"), skills=("Interpreting", "Law"), languages=("ru", "fr"))
    task = a_task(
        say("Interpret at the regional meeting in Almaty"),
        places=2,
        due_on=today(),
        skills=("Interpreting",),
        languages=("ru",),
    )
    part = assign_volunteer(task.id, volunteer.id, actor=SHELL)
    log_hours(part.id, Decimal("2.5"), today(), note=say("Evening session"), actor=SHELL)
    a_task(say("Translate the statement"))
    return {
        "interaction": talk.id,
        "follow_up": late.id,
        "volunteer": volunteer.id,
        "task": task.id,
        "assignment": part.id,
    }


def _imports(folder: Path, say: Words) -> dict[str, int]:
    path = a_list(
        folder,
        LIST.replace("urgent", say("urgent")).replace("no year", say("no year")),
        f"{say('list').replace('/', '_')}.csv",
    )
    undone = an_import(path)
    begin_undo(undone.id, actor=SHELL)
    undo_import(undone.id, actor=SHELL)
    done = an_import(path)
    draft = _draft(path)
    waiting = _matched(path)
    an_organization("Peace Office", country="ML")
    text = f"Name | Country | {say('Remark')}\nPeace Office | Kenya | {say('known')}\nReef Watch | Kenya |"
    review = _matched(a_list(folder, text, "partner.csv"))
    prepare_review(review.id, actor=SHELL, progress=lambda _done, _all: None)
    batches = {"undone": undone, "done": done, "draft": draft, "waiting": waiting, "review": review}
    return {name: batch.id for name, batch in batches.items()}


def _twins(organization: Contact, say: Words) -> dict[str, int]:
    """Make a record that a search takes for another, and one that is part of another, with what came since."""
    twin = an_organization(
        say("International Federation of Independent Watchers of Coastal Waters (IFIWCW)"),
        country="TZ",
        emails=("office@a-rather-long-domain-of-watchers.example",),
        notes=say("Came with the list of partners."),
    )
    pair = DuplicatePair(kind=twin.kind, a_id=organization.id, b_id=twin.id, score=90, zone=Zone.ASK, search=1)
    pair.reasons = [SAME_NAME, SAME_MAIL]
    with atomic(SHELL):
        db.session.add(pair)
    kept, part = an_organization(say("Lagoon Trust")), an_organization(say("The Lagoon Trust of the Southern Atolls"))
    merge = merge_contacts(kept.id, part.id, choices={}, versions=None, actor=SHELL)
    an_interaction(kept, text=say("They moved to another island."))
    tag_contact(kept.id, say("Lagoons"), actor=SHELL)
    edit_contact(kept.id, "city", value=say("Malé"), version=None, actor=SHELL)
    return {"twin": twin.id, "lagoon": kept.id, "merge": merge.id}


def _draft(path: Path) -> ImportBatch:
    return upload_file(path, path.name, ImportWish(import_as=ImportAs.ORGANIZATIONS, is_draft=True), actor=SHELL)


def _matched(path: Path) -> ImportBatch:
    batch = _draft(path)
    return match_columns(batch.id, batch.mapping, only_fill=False, version=batch.version, actor=SHELL)
