"""How well two editions of a list are brought together: figures that must not fall."""

from pathlib import Path

import pytest

from crm.cli.bench_match import measure_editions, measure_list
from crm.cli.match_lists import read_lists
from crm.contacts.values import ContactKind
from crm.invented.values.editions import Editions
from crm.matching.values import Facts, Zone, block_keys, compare, name_keys

_FILES = {
    "people/febrl{0}.csv": """\
rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth
a-org, ada, waller, 6, tullaroop street, willaroo, st james, 4011, wa, 19081209
a-dup, adda, waller, 6, tullarop street, willaroo, st james, 4011, wa, 19081209
b-org, berry, lachlan, 69, giblin street, killarney, bittern, 4814, qld, 19990219
""",
    "people/febrl{0}_true_links.csv": "rec_a, rec_b\na-dup, a-org\n",
    "people/splink_fake_1000.csv": """unique_id,first_name,surname,dob,city,email,cluster
0,Robert,Allen,1971-06-24,London,r@smith.example,0
1,Rob,Allen,1971-06-24,,r@smith.example,0
2,Ada,Obi,1988-01-02,,,1
""",
    "orgs/dedupe_chicago_early_childhood_messy_with_true_ids.csv": """True Id,Site name,Address,Phone
1,Heron House,27 Oak Park Ave,3865286
1,HERON HOUSE,27 oak park avenue,386-5286
2,Kestrel House,1 Elm St,1234567
""",
    "orgs/ror_crossref_affiliations_test.csv": """affiliation,ror_id
Heron University,r/1
Kestrel Institute,r/2
"The Heron University",r/1
""",
    "signatories/keepthingsopen_signatures.csv": """name,role,org,contributor
Anonymous,,,
Anonymous,,,
Ada Obi,Cook,Reef,
Ada Obi,Pilot,Oak,
""",
}


def _write_lists(folder: Path) -> None:
    for path, text in _FILES.items():
        for number in (1, 2, 3) if "{0}" in path else ("",):
            file = folder / path.format(number)
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")


def test_lists_with_the_truth_beside_them_are_read_and_measured(tmp_path: Path) -> None:
    _write_lists(tmp_path)
    measured = {one.name: measure_list(one) for one in read_lists(tmp_path)}
    assert len(measured) == 7
    for name in ("FEBRL 1", "FEBRL 3", "splink fake 1000", "Chicago sites", "ROR strings"):
        assert (measured[name].true, measured[name].precision, measured[name].recall) == (1, 1.0, 1.0), name
    signers = measured["keepthingsopen"]
    assert (signers.contacts, signers.same, signers.precision, signers.forbidden) == (4, 0, None, 0)


@pytest.mark.parametrize("seed", [11, 12])
def test_a_second_edition_finds_the_first_joins_no_branch_and_asks_little(seed: int) -> None:
    figures = measure_editions(Editions(600, seed), "invented")
    assert figures.precision is not None
    assert figures.recall_with_ask is not None
    assert figures.precision >= 0.99
    assert figures.recall_with_ask >= 0.97
    assert figures.waiting <= 0.1
    assert figures.forbidden == 0


def test_the_same_seed_gives_the_same_editions() -> None:
    assert Editions(300, 5).second == Editions(300, 5).second
    assert Editions(300, 5).second != Editions(300, 6).second


def _person(name: str, *, birth: str = "", postal: str = "", mail: str = "") -> Facts:
    return Facts(
        1, ContactKind.PERSON, name, keys=name_keys(name), postal={postal} - {""}, emails={mail} - {""},
        further={"birth": birth} if birth else {},
    )  # fmt: skip


EVIDENCE = {
    "a slip in each": (
        _person("Ada Waller", birth="1908-12-09", postal="6 tullaroop street st james 4011"),
        _person("Adda Wallr", birth="1908-12-09", postal="6 tullarop street st james 4011"),
        Zone.SAME,
    ),
    "day and month changed": (
        _person("Ada Waller", birth="1908-12-09", postal="6 tullaroop street"),
        _person("Ada Waller", birth="1908-09-12", postal="6 tullaroop street"),
        Zone.SAME,
    ),
    "a family at one address": (
        _person("Ada Waller", postal="6 tullaroop street"),
        _person("Ben Waller", birth="1941-02-03", postal="6 tullaroop street"),
        Zone.ASK,
    ),
    "a name, and nothing else the same": (
        _person("Ada Waller", birth="1908-12-09", postal="6 tullaroop street", mail="a@b.example"),
        _person("Ada Waller", birth="1941-02-03", postal="99 giblin lane", mail="c@d.example"),
        Zone.DIFFERENT,
    ),
    "two people of one birthday": (
        _person("Ada Waller", birth="1908-12-09", postal="6 tullaroop street"),
        _person("Ben Dia", birth="1908-12-09", postal="99 giblin lane"),
        Zone.DIFFERENT,
    ),
}


@pytest.mark.parametrize("case", EVIDENCE)
def test_birth_and_address_are_added_up_to_what_a_careful_person_would_say(case: str) -> None:
    one, other, zone = EVIDENCE[case]
    there, back = compare(one, other), compare(other, one)
    assert (there.zone, back.zone, there.score) == (zone, zone, back.score), there


def test_people_of_whom_more_is_known_meet_in_spite_of_slips_in_their_names() -> None:
    one = _person("Ada Waller", birth="1908-12-09", postal="6 tullaroop street st james 4011")
    other = _person("Adda Wallr", birth="1908-12-10", postal="6 tullarop street st james 4011")
    assert set(block_keys(one).sought) & set(block_keys(other).held)
