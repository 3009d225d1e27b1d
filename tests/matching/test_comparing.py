"""Comparing as a careful person would."""

import pytest

from crm.contacts.values import ContactKind, match_key
from crm.matching.values import Facts, Zone, choose, compare, name_keys, short_names

_PERSON, _ORGANIZATION = ContactKind.PERSON, ContactKind.ORGANIZATION


def _person(name: str, *, at: str = "", role: str = "", mail: str = "", country: str | None = None) -> Facts:
    places = {match_key(at): {match_key(role)} - {""}} if at else {}
    return Facts(2, _PERSON, name, keys=name_keys(name), emails={mail} - {""}, country=country, places=places)


def _organization(name: str, *, country: str | None = None, mail: str = "", acronym: str | None = None) -> Facts:
    shorts = short_names(name, acronym)
    return Facts(2, _ORGANIZATION, name, keys=name_keys(name), country=country, emails={mail} - {""}, shorts=shorts)


PEOPLE = {
    "same mail, same name": (
        _person("Ada Obi", mail="a@b.example"),
        _person("ada  obi", mail="a@b.example"),
        Zone.SAME,
    ),
    "same mail, words turned": (
        _person("Obi, Ada", mail="a@b.example"),
        _person("Ada Obi", mail="a@b.example"),
        Zone.SAME,
    ),
    "same mail, another name": (
        _person("Ada Obi", mail="a@b.example"),
        _person("Ben Dia", mail="a@b.example"),
        Zone.ASK,
    ),
    "same name alone": (_person("Ada Obi"), _person("Ada Obi"), Zone.ASK),
    "same name and place": (_person("Ada Obi", at="Reef"), _person("Ada Obi", at="REEF"), Zone.SAME),
    "another role there": (
        _person("Ada Obi", at="Reef", role="Cook"),
        _person("Ada Obi", at="Reef", role="Cleaner"),
        Zone.ASK,
    ),
    "one without a role": (_person("Ada Obi", at="Reef", role="Cook"), _person("Ada Obi", at="Reef"), Zone.SAME),
    "same place, two mails": (
        _person("Ada Obi", at="Reef", mail="a@b.example"),
        _person("Ada Obi", at="Reef", mail="c@b.example"),
        Zone.ASK,
    ),
    "a slip of the pen there": (_person("Ada Obi", at="Reef"), _person("Ada Obii", at="Reef"), Zone.ASK),
    "another name": (_person("Ada Obi", at="Reef"), _person("Ada Bello", at="Reef"), Zone.DIFFERENT),
    "an initial, same mail": (_person("A. Obi", mail="a@b.example"), _person("Ada Obi", mail="a@b.example"), Zone.SAME),
    "a title, same place": (_person("Dr Ada Obi", at="Reef"), _person("Ada Obi", at="Reef"), Zone.SAME),
    "a pet name, same mail": (
        _person("Bob Lee", mail="a@b.example"),
        _person("Robert Lee", mail="a@b.example"),
        Zone.SAME,
    ),
    "a family's mailbox": (_person("Ada Obi", mail="a@b.example"), _person("Ben Obi", mail="a@b.example"), Zone.ASK),
    "an office's mailbox": (
        _person("Ada Obi", mail="info@b.example"),
        _person("Ben Dia", mail="info@b.example"),
        Zone.DIFFERENT,
    ),
    "transliterated, same mail": (
        _person("Mohamed Ali", mail="a@b.example"),
        _person("Muhammad Ali", mail="a@b.example"),
        Zone.SAME,
    ),
}
ORGANIZATIONS = {
    "same name": (_organization("Reef Watch"), _organization("REEF  WATCH"), Zone.SAME),
    "same name and country": (
        _organization("Reef Watch", country="KE"),
        _organization("Reef Watch", country="KE"),
        Zone.SAME,
    ),
    "one without a country": (_organization("Reef Watch", country="KE"), _organization("Reef Watch"), Zone.SAME),
    "another country": (_organization("Reef Watch", country="KE"), _organization("Reef Watch", country="UG"), Zone.ASK),
    "with its acronym": (
        _organization("World Health Organization (WHO)"),
        _organization("World Health Organization"),
        Zone.SAME,
    ),
    "by its acronym": (_organization("World Health Organization (WHO)"), _organization("WHO"), Zone.ASK),
    "by its initials": (_organization("World Health Organization"), _organization("WHO"), Zone.ASK),
    "by initials that stand for the place too": (
        _organization("FSFE"),
        _organization("Free Software Foundation Europe"),
        Zone.ASK,
    ),
    "written together": (_organization("Peace Boat"), _organization("Peaceboat"), Zone.ASK),
    "an acronym of another language": (
        _organization("FIDH - International Federation for Human Rights"),
        _organization("FIDH"),
        Zone.ASK,
    ),
    "words turned": (_organization("Watch, Reef"), _organization("The Reef Watch"), Zone.SAME),
    "form of law": (_organization("Reef Watch e.V."), _organization("Reef Watch"), Zone.SAME),
    "an accent and a short form": (_organization("Assoc. Étoile"), _organization("Association Etoile"), Zone.SAME),
    "a slip of the pen": (_organization("Coral Lagoon Watch"), _organization("Coral Lagooon Watch"), Zone.SAME),
    "a slip in the one word that tells": (
        _organization("Karam Foundation"),
        _organization("Karim Foundation"),
        Zone.ASK,
    ),
    "translated": (_organization("Red Quebracho"), _organization("Quebracho Network"), Zone.ASK),
    "translated, same country": (
        _organization("Red Quebracho", country="AR"),
        _organization("Quebracho Network", country="AR"),
        Zone.SAME,
    ),
    "a list's tail": (_organization("Reef Watch, Kenya"), _organization("Reef Watch", country="KE"), Zone.SAME),
    "national branches": (
        _organization("Amnesty International Kenya"),
        _organization("Amnesty International Uganda"),
        Zone.DIFFERENT,
    ),
    "a branch and its parent": (
        _organization("Amnesty International Kenya"),
        _organization("Amnesty International"),
        Zone.DIFFERENT,
    ),
    "two by one pattern": (
        _organization("Association for Human Rights of Kenya"),
        _organization("Association for Human Rights of Nepal"),
        Zone.DIFFERENT,
    ),
    "a faculty": (
        _organization("University of Nairobi"),
        _organization("Faculty of Law, University of Nairobi"),
        Zone.DIFFERENT,
    ),
    "other numbers": (
        _organization("Teachers Union Local 12"),
        _organization("Teachers Union Local 15"),
        Zone.DIFFERENT,
    ),
    "a branch": (_organization("Oxfam GB"), _organization("Oxfam Novib"), Zone.DIFFERENT),
    "a branch behind brackets": (
        _organization("Rescue Committee (IRC)"),
        _organization("Rescue Committee (IRC) UK"),
        Zone.DIFFERENT,
    ),
    "same mail alone": (
        _organization("Oxfam GB", mail="i@o.example"),
        _organization("Reef", mail="i@o.example"),
        Zone.ASK,
    ),
    "brackets that are no acronym": (
        _organization("Office of Aid (OCHA)"),
        _organization("Office of Aid (Special Funds)"),
        Zone.DIFFERENT,
    ),
}


@pytest.mark.parametrize("case", [*PEOPLE, *ORGANIZATIONS])
def test_a_pair_is_judged_alike_from_both_sides_and_says_why(case: str) -> None:
    one, other, zone = {**PEOPLE, **ORGANIZATIONS}[case]
    there, back = compare(one, other), compare(other, one)
    assert (there.zone, back.zone, there.score) == (zone, zone, back.score)
    assert bool(there.reasons) is (zone is not Zone.DIFFERENT)
    assert 0 <= there.score <= 100


def test_a_person_is_never_an_organisation() -> None:
    assert compare(_person("Reef Watch"), _organization("Reef Watch")).zone is Zone.DIFFERENT


def test_two_equally_certain_matches_are_asked_about() -> None:
    """Whoever is joined has to be the only one."""
    row = _organization("Reef Watch")
    twins = [compare(row, Facts(number, _ORGANIZATION, "Reef Watch", keys=["reef watch"])) for number in (3, 4)]
    assert choose(twins) == (None, twins)
    assert choose(twins[:1]) == (twins[0], [])
    assert choose([]) == (None, [])
