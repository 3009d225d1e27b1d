"""Who is looked for: keys under which two contacts meet, and under which the many of one name do not."""

from itertools import product

import pytest

from crm.contacts.values import ContactKind
from crm.matching.values import Facts, Zone, block_keys, compare, name_keys


def _person(name: str = "Ada Obi", *, mail: str = "", phone: str = "", place: str = "", town: str = "") -> Facts:
    return Facts(
        1, ContactKind.PERSON, name, keys=name_keys(name), emails={mail} - {""}, phones={phone} - {""},
        places={place: set()} if place else {}, city=town,
    )  # fmt: skip


def _meet(one: Facts, other: Facts) -> bool:
    return bool(set(block_keys(one).sought) & set(block_keys(other).held))


MEETING = {
    "one address": (_person(mail="a@b.example", place="reef"), _person("Ben Dia", mail="a@b.example", place="oak")),
    "one number": (_person(phone="+254700"), _person("Ben Dia", phone="+254700")),
    "a name at one organisation": (
        _person(mail="a@b.example", place="reef"),
        _person(mail="c@b.example", place="reef"),
    ),
    "a name turned": (_person("Ada Obi", place="reef"), _person("Obi, Ada", place="reef")),
    "three names turned": (_person("Ada Ngozi Obi", place="reef"), _person("Obi Ada Ngozi", place="reef")),
    "a name and nothing else": (_person(), _person(mail="a@b.example", phone="+254700", place="reef")),
    "an address here, a number there": (_person(mail="a@b.example"), _person(phone="+254700", place="reef")),
    "one town, one without an organisation": (
        _person(mail="a@b.example", town="lagos"),
        _person(mail="c@b.example", place="reef", town="lagos"),
    ),
}
APART = {
    "two addresses": (_person(mail="a@b.example"), _person(mail="c@b.example")),
    "two addresses and one town": (
        _person(mail="a@b.example", place="oak", town="lagos"),
        _person(mail="c@b.example", place="reef", town="lagos"),
    ),
    "two organisations": (_person(place="oak"), _person(place="reef")),
    "two names": (_person("Ada Obi"), _person("Ben Dia")),
}


@pytest.mark.parametrize("case", MEETING)
def test_two_who_share_something_beside_a_plain_name_meet_from_both_sides(case: str) -> None:
    one, other = MEETING[case]
    assert _meet(one, other)
    assert _meet(other, one)


@pytest.mark.parametrize("case", APART)
def test_two_who_share_a_name_alone_never_meet_and_are_two(case: str) -> None:
    one, other = APART[case]
    assert not _meet(one, other)
    assert not _meet(other, one)
    assert compare(one, other).zone is Zone.DIFFERENT


def test_who_seeks_whom_is_the_same_from_both_sides_whatever_is_known() -> None:
    known = [
        _person(name, mail=mail, phone=phone, place=place, town=town)
        for name, mail, phone, place, town in product(
            ("Ada Obi", "Obi Ada"), ("", "a@b.example", "c@b.example"), ("", "+254700"), ("", "reef"), ("", "lagos")
        )
    ]
    for one, other in product(known, known):
        assert _meet(one, other) == _meet(other, one), (one, other)


def test_whoever_is_not_found_would_not_have_been_joined() -> None:
    """What the keys leave out is only what comparison would call two."""
    values = (
        ("Ada Obi", "Obi Ada", "Ben Dia"),
        ("", "a@b.example", "c@b.example"),
        ("", "+1", "+2"),
        ("", "oak", "reef"),
    )
    known = [_person(name, mail=mail, phone=phone, place=place) for name, mail, phone, place in product(*values)]
    missed = {
        (one.name, other.name)
        for one, other in product(known, known)
        if not _meet(one, other) and compare(one, other).zone is not Zone.DIFFERENT
    }
    assert not missed
