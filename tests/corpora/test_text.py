"""Real names, numbers, countries and hostile strings through the parsers of text."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from crm.core.text import (
    clean_line,
    clean_name,
    clean_text,
    country_code,
    fold,
    fold_in_script,
    initials,
    is_unnamed,
    language_code,
    normal_email,
    normal_phone,
    normal_url,
    search_terms,
    sort_key,
    words,
)
from crm.core.text.folding import MOST_TERMS


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def test_every_example_number_of_every_region_is_read_however_it_is_written(corpora: Path) -> None:
    rows = list(_rows(corpora / "phones/libphonenumber_examples.csv"))
    assert len(rows) == 489
    for row in rows:
        truth, region = row["e164_truth"], row["region"]
        assert normal_phone(row["national"], region) == truth
        for form in ("international", "idd00"):
            assert normal_phone(row[form], region) == truth, row
            assert normal_phone(row[form]) == truth, row


def test_official_names_of_countries_are_known_and_none_is_taken_for_another(corpora: Path) -> None:
    known = unknown = 0
    for row in _rows(corpora / "countries/country-codes.csv"):
        code = row["ISO3166-1-Alpha-2"]
        for column, name in row.items():
            if name and column.startswith(("official_name", "UNTERM", "CLDR", "ISO3166-1-Alpha")):
                found = country_code(name)
                assert found in (code, None), (column, name)
                known += found is not None
                unknown += found is None
    assert known > 4500
    assert unknown / (known + unknown) < 0.005


def test_the_members_of_the_united_nations_are_known_in_its_languages(corpora: Path) -> None:
    rows = list(_rows(corpora / "un/un_member_states_regional_groups.csv"))
    assert len(rows) == 193
    for row in rows:
        for column in ("iso2", "iso3", "country", "name_ar", "name_fr", "name_es", "name_ru", "name_zh"):
            if row[column]:
                assert country_code(row[column]) == row["iso2"], (column, row[column])
    for row in _rows(corpora / "un/group_of_friends_un_charter.csv"):
        assert country_code(row["name_on_group_site"]) == row["iso2"]


def test_real_organisations_are_found_by_every_word_of_their_names(corpora: Path) -> None:
    names = [row["affiliation"] for row in _rows(corpora / "orgs/ror_crossref_affiliations_test.csv")]
    names += [row["Publisher"] for row in _rows(corpora / "signatories/grandbargain_signatories_humportal.csv")]
    assert len(names) > 6800
    for name in names:
        found = words(name)
        for term in search_terms(" ".join(fold_in_script(name).split()[:MOST_TERMS])):
            assert any(word.startswith(term) for word in found), (name, term)
        assert fold(fold(name)) == fold(name)
        assert sort_key(name).isascii()
        assert not is_unnamed(name), name


def test_hostile_strings_meet_an_answer_in_every_parser(corpora: Path) -> None:
    strings: list[str] = json.loads((corpora / "payloads/blns.json").read_text("utf-8"))
    strings += (corpora / "payloads/blns.txt").read_text("utf-8").splitlines()
    answers: list[Callable[[str], object]] = [
        clean_line, clean_name, clean_text, country_code, fold, initials, is_unnamed, language_code, normal_phone,
        search_terms, sort_key, words,
    ]  # fmt: skip
    refused = 0
    for text in strings:
        for answer in answers:
            answer(text)
        for parse in (normal_email, normal_url):
            try:
                parse(text)
            except ValueError:
                refused += 1
    assert refused > len(strings)
