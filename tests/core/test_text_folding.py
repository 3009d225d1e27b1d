"""Names in the forms that search, sorting and matching compare."""
# ruff: noqa: RUF001 - letters that look like Latin ones are the point here

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.text import fold, fold_in_script, search_terms, sort_key, words
from crm.core.text.folding import MOST_TERMS, MOST_WORDS, SORT_LENGTH, WORD_LENGTH

TEXTS = st.text(st.characters(), max_size=60)
ALLOWED = set(string.ascii_lowercase + string.digits + " ")


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Amnesty  International", "amnesty international"),
        ("Médecins Sans Frontières", "medecins sans frontieres"),
        ("Straße ŁÓDŹ Øre", "strasse lodz ore"),
        ("ＡＣＭＥ ﬁlm", "acme film"),
        ("ACME™ Ltd®", "acme ltd"),
        ("U.S.A., e.V. S.p.A.", "usa ev spa"),
        ("J. R. Ph.D. 1.2", "j r ph d 1 2"),
        ("O'Sullivan / O’Sullivan", "o sullivan o sullivan"),
        ("Центр прав человека", "tsentr prav cheloveka"),
        ("日本", "riben"),
        ("منظمة ١٢", "mndhmh 12"),
        ("می\u200cخواهم", fold("میخواهم")),
        ("🦄 — …", ""),
        ("\U00020bb7", "kichi"),
        ("\U00030000", "u30000"),
    ],
)
def test_folding_gives_small_ascii_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_folding_is_plain_and_done_once(text: str) -> None:
    once = fold(text)
    assert set(once) <= ALLOWED
    assert once == " ".join(once.split())
    assert fold(once) == once
    in_script = fold_in_script(text)
    assert fold_in_script(in_script) == in_script
    assert fold_in_script(once) == once


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_takes_the_short_way_to_the_same_place(text: str) -> None:
    assert fold(text) == fold(text + " ‐").strip()


@pytest.mark.parametrize(
    "name, typed",
    [
        ("Human Rights Centre", "righ"),
        ("Médecins Sans Frontières", "frontieres"),
        ("Médecins Sans Frontières", "Fronti\u00e8"),
        ("O'Sullivan Trust", "osull"),
        ("O’Sullivan Trust", "o'sul"),
        ("Al-Haq", "alhaq"),
        ("Al-Haq", "al-haq"),
        ("L'Union des femmes", "union"),
        ("J.R.R. Tolkien", "tolkien j"),
        ("J.R.R. Tolkien", "j r tolkien"),
        ("U.N.H.C.R.", "unhc"),
        ("日本国際協力財団", "国際"),
        ("日本国際協力財団", "riben"),
        ("NPO法人日本国際協力", "法人日本"),
        ("NPO法人日本国際協力", "npo 国際"),
        ("한국인권재단", "인권"),
        ("มูลนิธิสิทธิมนุษยชนแห่งประเทศไทย", "ประเทศ"),
        ("មជ្ឈមណ្ឌលសិទ្ធិមនុស្សកម្ពុជា", "កម្ពុ"),
        ("Центр прав человека", "прав"),
        ("Центр прав человека", "tsentr"),
        ("منظمة حقوق الإنسان", "حقوق الانسان"),
        ("کتابخانه ملی", "كتابخانه"),
        ("मानव अधिकार", "अधि"),
        ("Ελληνική Ένωση", "ενωσ"),
        ("\U00020bb7野家", "野家"),
    ],
)
def test_a_name_is_found_by_the_beginning_of_any_of_its_words(name: str, typed: str) -> None:
    found = words(name)
    terms = search_terms(typed)
    assert terms
    for term in terms:
        assert any(word.startswith(term) for word in found), (term, found)


def test_what_is_typed_in_another_script_is_looked_for_in_that_script() -> None:
    assert search_terms("李 明") == ["李", "明"]
    assert not any(word.startswith(term) for term in search_terms("里") for word in words("李明"))


def test_a_fraction_behind_an_apostrophe_makes_no_word_with_a_space() -> None:
    assert words("0'¼") == ["0", "1", "4", "01"]


@given(st.one_of(TEXTS, st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=80)))
def test_words_are_distinct_few_and_short_and_every_name_finds_itself(name: str) -> None:
    found = words(name)
    assert len(found) == len(set(found)) <= MOST_WORDS
    assert all(0 < len(word) <= WORD_LENGTH and " " not in word for word in found)
    terms = search_terms(name)
    assert len(terms) <= MOST_TERMS
    if len(fold_in_script(name).split()) <= MOST_TERMS // 2:
        assert all(any(word.startswith(term) for word in found) for term in terms)


@given(TEXTS, TEXTS)
def test_sort_keys_are_short_ascii_and_follow_the_folded_name(one: str, other: str) -> None:
    keys = sort_key(one), sort_key(other)
    assert all(key and key.isascii() and len(key) <= SORT_LENGTH for key in keys)
    if fold(one) and fold(other):
        assert (keys[0] < keys[1]) == (fold(one)[:SORT_LENGTH].rstrip() < fold(other)[:SORT_LENGTH].rstrip())
    if fold(one) and not fold(other):
        assert keys[0] < keys[1]


def test_names_of_all_scripts_stand_in_one_order() -> None:
    names = ["Żaba", "the Aid Fund", "日本", "Amnesty", "Центр", "🦄", "émile"]
    assert sorted(names, key=sort_key) == ["Amnesty", "émile", "日本", "the Aid Fund", "Центр", "Żaba", "🦄"]


def test_a_hostile_text_does_not_fill_the_table_of_letters() -> None:
    text = "".join(chr(code) for code in range(0x20000, 0x40000))
    for start in range(0, len(text), 4000):
        fold(text[start : start + 4000])
    from crm.core.text import folding  # noqa: PLC0415 - to look inside

    assert len(folding._ASCII) <= folding._TABLE_LIMIT
