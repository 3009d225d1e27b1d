"""People and organisations: made, found, edited, put aside."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from crm.accounts.models import Team
from crm.accounts.values import Role
from crm.contacts.models import Contact
from crm.contacts.queries import (
    find_alike,
    find_contacts,
    get_contact,
    list_addresses,
    list_affiliations_of,
    list_people_of,
    list_relations_of,
    load_addresses,
)
from crm.contacts.services import (
    add_affiliation,
    add_name,
    add_organization,
    add_person,
    add_point,
    add_relation,
    archive_contact,
    build_contact,
    edit_affiliation,
    edit_contact,
    edit_point,
    end_relation,
    make_point_main,
    remove_affiliation,
    remove_name,
    remove_point,
    remove_relation,
    restore_contact,
    set_teams,
    tag_contact,
    untag_contact,
)
from crm.contacts.values import (
    AffiliationFacts,
    ContactFacts,
    ContactKind,
    NameKind,
    PointKind,
    RelationKind,
    mask_address,
)
from crm.core.actor import SHELL, Actor, ActorKind
from crm.core.audit.models import AuditLine
from crm.core.clock import today
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError, NotFoundError
from crm.core.journal.models import JournalLine
from crm.core.scope import Unscoped, reading_as, visible
from tests.factories import a_team, a_user
from tests.factories.contacts import a_person, an_organization

pytestmark = pytest.mark.usefixtures("app")

CEDAR = ContactFacts(
    native_name="مركز الأرز للعدالة",
    acronym="CJC",
    country="Lebanon",
    city="Beirut",
    languages=("Arabic", "fr"),
    website="Cedar-Justice.example/",
    founded="2009",
    emails=("Office@Cedar-Justice.example", "office@cedar-justice.example"),
    phones=("01 999 111",),
    tags=("Survivors", "survivors", "Arabic media"),
    aliases=("Cèdre Justice",),
)


def test_an_organisation_is_kept_in_normal_form_and_as_it_was_given() -> None:
    """Codes and keys beside what was typed."""
    contact = add_organization("Cedar Justice Centre", facts=CEDAR, actor=SHELL)
    db.session.expunge_all()
    contact = get_contact(contact.id)
    assert (contact.country, contact.languages, contact.founded) == ("LB", ["ar", "fr"], 2009)
    assert contact.website == "https://cedar-justice.example"
    points = [(point.kind.value, point.value, point.key, point.is_main) for point in contact.points]
    assert points == [
        ("email", "Office@cedar-justice.example", "office@cedar-justice.example", True),
        ("phone", "01 999 111", "+9611999111", True),
    ]
    assert [one.tag.name for one in contact.tags] == ["Survivors", "Arabic media"]
    assert contact.sort_name == "cedar justice centre"


@pytest.mark.parametrize("typed", ["ced", "cen just", "cjc", "cedre", "مركز", "office@cedar", "CÈDRE"])
def test_a_contact_is_found_by_the_first_letters_of_any_word_of_any_name(typed: str) -> None:
    """Alias, acronym, own script, address."""
    contact = add_organization("Cedar Justice Centre", facts=CEDAR, actor=SHELL)
    add_organization("Baobab Legal Aid", actor=SHELL)
    assert [one.id for one in find_contacts(typed)] == [contact.id]


def test_what_only_looks_like_a_name_is_found_by_nothing() -> None:
    """Unnamed signers are never matched."""
    first = add_person("Anonymous", actor=SHELL)
    add_person("Anonymous", actor=SHELL)
    assert (first.is_unnamed, first.match_key) == (True, "")
    assert find_contacts("anon") == []
    assert find_alike("Anonymous", [], ContactKind.PERSON) == []


def test_perhaps_the_same_are_the_same_name_in_other_spelling_or_the_same_address() -> None:
    """For the panel beside the form."""
    contact = add_organization("Cedar Justice Centre", facts=CEDAR, actor=SHELL)
    for name, emails in (
        ("CEDAR  justice centre", []),
        ("cedre justice", []),
        ("Other", ["office@cedar-justice.example"]),
    ):
        assert [one.id for one in find_alike(name, emails, ContactKind.ORGANIZATION)] == [contact.id]
    assert find_alike("Cedar Justice Centre", [], ContactKind.PERSON) == []


@pytest.mark.parametrize(
    "facts,field",
    [
        (ContactFacts(country="Atlantis"), "country"),
        (ContactFacts(emails=("filomena@tais-justice.",)), "emails"),
        (ContactFacts(website="ftp://x.example"), "website"),
        (ContactFacts(founded="last year"), "founded"),
        (ContactFacts(languages=("Klingonese",)), "languages"),
        (ContactFacts(city="x" * 201), "city"),
        (ContactFacts(phones=("no number",)), "phones"),
        (ContactFacts(owner_id=999), None),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field_and_nothing_is_written(
    facts: ContactFacts, field: str | None
) -> None:
    """One sentence at the field."""
    with pytest.raises(DomainError) as error:
        add_organization("Tais", facts=facts, actor=SHELL)
    assert error.value.field == field
    assert find_contacts("tais") == []
    assert db.session.scalars(select(AuditLine)).all() == []


def test_a_name_is_needed() -> None:
    """Empty and blank are no names."""
    for name in ("", " \u200b "):
        with pytest.raises(DomainError, match="Write a name"):
            add_person(name, actor=SHELL)


def test_a_field_is_edited_in_place_and_its_followers_follow() -> None:
    """Order, words, the journal with before and after, one audit line."""
    contact = add_organization("Cedar Justice Centre", actor=SHELL)
    edit_contact(contact.id, "name", value=" Zeder Zentrum ", version=contact.version, actor=SHELL)
    assert contact.sort_name == "zeder zentrum"
    assert [one.id for one in find_contacts("zed")] == [contact.id]
    assert find_contacts("cedar") == []
    line = db.session.scalars(visible(JournalLine).where(JournalLine.field == "name")).one()
    assert (line.before, line.after, line.subject_id) == ("Cedar Justice Centre", "Zeder Zentrum", contact.id)
    assert db.session.scalars(select(AuditLine.action).order_by(AuditLine.seq)).all()[-1] == "contact.edited"


def test_who_did_not_see_the_newest_version_overwrites_nothing() -> None:
    """The second of two edits is told so."""
    contact = add_organization("Cedar", actor=SHELL)
    seen = contact.version
    edit_contact(contact.id, "city", value="Beirut", version=seen, actor=SHELL)
    with pytest.raises(ConflictError):
        edit_contact(contact.id, "city", value="Tripoli", version=seen, actor=SHELL)
    assert get_contact(contact.id).city == "Beirut"


def test_a_new_country_reads_the_phone_numbers_anew() -> None:
    """As given stays as given."""
    contact = add_person("Ana", facts=ContactFacts(phones=("0711 222333",)), actor=SHELL)
    assert contact.points[0].key == ""
    edit_contact(contact.id, "country", value="Kenya", version=None, actor=SHELL)
    assert (contact.points[0].value, contact.points[0].key) == ("0711 222333", "+254711222333")


def test_only_known_fields_are_edited() -> None:
    """No way to write a derived column or the version."""
    contact = add_person("Ana", actor=SHELL)
    for field in ("id", "version", "sort_name", "stage", "is_limited", "kind"):
        with pytest.raises(DomainError):
            edit_contact(contact.id, field, value="1", version=None, actor=SHELL)


def test_further_names_find_and_stop_finding() -> None:
    """Added and removed."""
    contact = add_person("Reem Al-Khatib", actor=SHELL)
    name = add_name(contact.id, "ريم الخطيب", kind=NameKind.NATIVE, actor=SHELL)
    assert find_contacts("ريم") == [contact]
    remove_name(contact.id, name.id, actor=SHELL)
    assert find_contacts("ريم") == []


def test_of_each_kind_of_address_one_is_the_main_one() -> None:
    """Also after the main one is gone."""
    contact = add_person("Ana", actor=SHELL)
    first = add_point(contact.id, "ana@one.example", kind=PointKind.EMAIL, actor=SHELL)
    second = add_point(contact.id, "ana@two.example", kind=PointKind.EMAIL, actor=SHELL)
    third = add_point(contact.id, "+254711222333", kind=PointKind.PHONE, actor=SHELL)
    assert [point.is_main for point in (first, second, third)] == [True, False, True]
    make_point_main(contact.id, second.id, actor=SHELL)
    assert [point.is_main for point in (first, second, third)] == [False, True, True]
    remove_point(contact.id, second.id, actor=SHELL)
    assert first.is_main
    with pytest.raises(ConflictError):
        add_point(contact.id, "ANA@one.example", kind=PointKind.EMAIL, actor=SHELL)


def test_correcting_an_address_that_somebody_else_corrected_is_a_conflict() -> None:
    """What was seen travels with the form."""
    contact = add_person("Ana", facts=ContactFacts(emails=("ana@one.example",)), actor=SHELL)
    point = contact.points[0]
    edit_point(contact.id, point.id, value="ana@two.example", seen="ana@one.example", actor=SHELL)
    with pytest.raises(ConflictError):
        edit_point(contact.id, point.id, value="ana@three.example", seen="ana@one.example", actor=SHELL)
    assert point.key == "ana@two.example"


def test_an_organisation_shows_its_main_contact_and_a_person_where_they_work() -> None:
    """Kept on the row, through renaming, leaving and limiting."""
    place = add_organization("Cedar", actor=SHELL)
    reem, georges = add_person("Reem", actor=SHELL), add_person("Georges", actor=SHELL)
    add_affiliation(reem.id, place.id, actor=SHELL)
    assert _mains(place, reem) == ["Reem", "Cedar"]
    second = add_affiliation(georges.id, place.id, facts=AffiliationFacts(is_main_contact=True), actor=SHELL)
    assert _mains(place) == ["Georges"]
    edit_contact(georges.id, "name", value="Georges Nehme", version=None, actor=SHELL)
    assert _mains(place) == ["Georges Nehme"]
    assert [one.person.name for one in list_people_of(place.id)] == ["Georges Nehme", "Reem"]
    gone = AffiliationFacts(until=today() - timedelta(days=1), is_main_contact=True)
    edit_affiliation(second.id, gone, actor=SHELL)
    assert _mains(place, georges) == ["Reem", None]
    with atomic(SHELL):
        team = Team(name="Lebanon")
        db.session.add(team)
    set_teams(reem.id, [team.id], actor=SHELL)
    assert _mains(place) == [None]
    set_teams(reem.id, [], actor=SHELL)
    assert _mains(place) == ["Reem"]


def _mains(*contacts: Contact) -> list[str | None]:
    return [contact.main_person for contact in contacts]


def test_an_employer_can_stay_a_name() -> None:
    """An organisation that is only somebody's employer."""
    ana = add_person("Ana", actor=SHELL)
    affiliation = add_affiliation(ana.id, None, organization_name="Some University", actor=SHELL)
    assert (ana.main_person, affiliation.place) == ("Some University", "Some University")
    with pytest.raises(DomainError):
        add_affiliation(ana.id, None, actor=SHELL)
    remove_affiliation(affiliation.id, actor=SHELL)
    assert ana.main_person is None


def test_derived_facts_make_no_conflict_for_open_forms() -> None:
    """The version counts people's edits only."""
    place, ana = add_organization("Cedar", actor=SHELL), add_person("Ana", actor=SHELL)
    version, changed = place.version, place.updated_at
    add_affiliation(ana.id, place.id, actor=SHELL)
    db.session.expire_all()
    place = get_contact(place.id)
    assert (place.main_person, place.version, place.updated_at) == ("Ana", version, changed)


def test_ties_between_organisations_are_dated_and_only_once() -> None:
    """Branch of, member of, partner; seen from both sides."""
    net, member = add_organization("Network", actor=SHELL), add_organization("Member", actor=SHELL)
    add_relation(member.id, net.id, kind=RelationKind.MEMBER_OF, since=date(2020, 1, 1), actor=SHELL)
    assert len(list_relations_of(net.id)) == len(list_relations_of(member.id)) == 1
    with pytest.raises(ConflictError):
        add_relation(member.id, net.id, kind=RelationKind.MEMBER_OF, actor=SHELL)
    with pytest.raises(DomainError):
        add_relation(net.id, net.id, kind=RelationKind.PARTNER, actor=SHELL)
    with pytest.raises(NotFoundError):
        add_relation(net.id, add_person("Ana", actor=SHELL).id, kind=RelationKind.PARTNER, actor=SHELL)


def test_tags_are_one_whatever_their_spelling() -> None:
    """And come off again."""
    ana, ben = add_person("Ana", actor=SHELL), add_person("Ben", actor=SHELL)
    tag_contact(ana.id, "Arabic  media", actor=SHELL)
    tag_contact(ana.id, "arabic media", actor=SHELL)
    tag_contact(ben.id, "ARABIC MEDIA", actor=SHELL)
    assert [one.tag.name for one in (*ana.tags, *ben.tags)] == ["Arabic media", "Arabic media"]
    untag_contact(ana.id, ana.tags[0].tag_id, actor=SHELL)
    assert ana.tags == []


def test_who_is_put_aside_leaves_searches_and_comes_back() -> None:
    """Nothing else changes."""
    ana = add_person("Ana", actor=SHELL)
    archive_contact(ana.id, actor=SHELL)
    assert find_contacts("ana") == []
    restore_contact(ana.id, actor=SHELL)
    assert find_contacts("ana") == [ana]


def test_a_team_limits_a_contact_to_itself_and_not_to_strangers() -> None:
    """Search, record and the words of the index."""
    with atomic(SHELL):
        teams = [Team(name="One"), Team(name="Two")]
        db.session.add_all(teams)
    one, two = (Actor(ActorKind.USER, team.name, team.id, team_ids=frozenset({team.id})) for team in teams)
    with reading_as(one):
        ana = add_person("Ana", facts=ContactFacts(team_ids=(teams[0].id,)), actor=one)
        assert find_contacts("ana") == [ana]
        with pytest.raises(DomainError):
            set_teams(ana.id, [teams[1].id], actor=one)
        number = ana.id
    db.session.expunge_all()
    with reading_as(two):
        assert find_contacts("ana") == []
        assert find_alike("Ana", [], ContactKind.PERSON) == []
        with pytest.raises(NotFoundError):
            edit_contact(number, "city", value="x", version=None, actor=two)


def test_an_employer_that_was_a_name_is_tied_when_somebody_adds_the_organisation() -> None:
    person = add_person("Ana Ruiz", actor=SHELL)
    director = AffiliationFacts(role="Director")
    add_affiliation(person.id, None, organization_name="Fundación Paz", facts=director, actor=SHELL)
    organization = add_organization("Fundación Paz", actor=SHELL)
    (place,) = list_affiliations_of(person.id)
    assert (place.organization_id, place.role) == (organization.id, "Director")
    second = add_person("Leo Sanz", actor=SHELL)
    add_affiliation(second.id, None, organization_name="Twice", actor=SHELL)
    for _ in range(2):
        with atomic(SHELL):
            build_contact(ContactKind.ORGANIZATION, "Twice", ContactFacts())
    add_organization("Twice", actor=SHELL)
    assert list_affiliations_of(second.id)[0].organization_id is None


@pytest.mark.parametrize(
    "kind, value, shown",
    [
        (PointKind.EMAIL, "asha@example.org", "a…@example.org"),
        (PointKind.EMAIL, "a@example.org", "…@example.org"),
        (PointKind.PHONE, "+254 711 222321", "+254 … 21"),
        (PointKind.PHONE, "+14155550134", "+1 … 34"),
        (PointKind.PHONE, "0711 222 321", "… 21"),
        (PointKind.PHONE, "12 34", "…"),
        (PointKind.POSTAL, "Moi Avenue 1, Nairobi", "…"),
    ],
)
def test_a_masked_address_can_be_told_from_another_and_not_be_used(kind: PointKind, value: str, shown: str) -> None:
    assert mask_address(kind, value) == shown


def test_addresses_of_persons_are_masked_for_who_may_not_read_them_and_those_of_organisations_are_not() -> None:
    place = add_organization("Cedar", actor=SHELL, facts=ContactFacts(emails=("info@cedar.example",)))
    reem = add_person("Reem", actor=SHELL, facts=ContactFacts(emails=("reem@cedar.example",)))
    may = frozenset({"contacts.read"})
    for permissions, seen in ((may, "r…@cedar.example"), (may | {"contacts.addresses"}, "reem@cedar.example")):
        with reading_as(Actor(ActorKind.USER, "Kofi", 1, permissions, None)):
            found = list_addresses([place.id, reem.id])
            assert [one.value for one in found[place.id]] == ["info@cedar.example"]
            assert [one.value for one in found[reem.id]] == [seen]
            assert load_addresses(PointKind.EMAIL, [reem.id]) == {reem.id: [seen]}
            names = [one.name for one in find_contacts("reem@cedar.example")]
            assert names == (["Reem"] if seen == "reem@cedar.example" else [])
            assert [one.name for one in find_contacts("info@cedar.example")] == ["Cedar"]


def test_a_tie_is_found_only_by_who_sees_both_of_its_ends() -> None:
    """The role of an open person in a hidden organisation, and the partner of one, tell of what is hidden."""
    hidden, person, open_one = an_organization("Hidden"), a_person("Open"), an_organization("Partner")
    place = add_affiliation(person.id, hidden.id, actor=SHELL, facts=AffiliationFacts(role="Spy"))
    tie = add_relation(open_one.id, hidden.id, kind=RelationKind.PARTNER, actor=SHELL)
    set_teams(hidden.id, [a_team().id], actor=SHELL)
    stranger = a_user(Role.COORDINATOR, team_id=a_team().id).as_actor()
    with reading_as(stranger):
        assert list_affiliations_of(person.id) == []
        for act in (
            lambda: edit_affiliation(place.id, AffiliationFacts(role="Cook"), actor=stranger),
            lambda: remove_affiliation(place.id, actor=stranger),
            lambda: end_relation(tie.id, today(), actor=stranger),
            lambda: remove_relation(tie.id, actor=stranger),
        ):
            with pytest.raises(NotFoundError):
                act()
    assert list_affiliations_of(person.id)[0].role == "Spy"


def test_the_number_of_a_contact_that_is_gone_is_never_anothers() -> None:
    gone = an_organization("Gone").id
    with atomic(SHELL):
        db.session.execute(delete(Contact).where(Contact.id == gone), execution_options={"unscoped": Unscoped.BULK})
    assert an_organization("New").id > gone
