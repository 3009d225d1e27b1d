"""Names that are no names, and initials."""
# ruff: noqa: RUF001 - letters that look like Latin ones are the point here

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.text import initials, is_unnamed

UNNAMED = """
Anonymous|ANONYMOUS|anon|Anon.|(anonymous)|Anonymous 12|Anonymous #12|Anonymous No. 3|Anonymous (Software Engineer)
Anonymous, Student|Anonymous: teacher
Anonymous - Google employee|Anonymous Anonymous|Unknown Unknown|Anonymous donor
n/a|N/A|N.A.|NA|na|N/A N/A|-|–|...|?||x|XXX|none|Null|unknown|unnamed|name withheld|(name withheld)|prefer not to say
Prefer not to say.|I prefer not to say|wish to remain anonymous|N.N.|„Anonym“|Anonymous\u200b|🦄
Anónimo|Anónima|Sin nombre|Prefiero no decirlo|Anonyme|inconnu|Préfère ne pas dire|Anônimo|Anônima|Não informado
Anonym|Unbekannt|Keine Angabe|k.A.|Anonimo|sconosciuto|Anonim|İsimsiz|Bilinmiyor
Аноним|Неизвестный|Имя не указано|н/д
مجهول|غير معروف|匿名|匿名希望|匿名（東京）|名無し|佚名|无名氏|익명|이름 없음|Ανώνυμος|ناشناس|אנונימי|अज्ञात
"""
NAMED = """
Anonymous Collective e.V.|Anonymous Foundation|Anonymous GmbH|Anonymous, Inc.|Anonymous - Anonymous Trust
Alcoholics Anonymous|Anonymous Sudan Relief|Anonyme Alkoholiker|Ana Nonima|Na|Na Li|Ka|Nil|No Yong|Anon Somchai
Unknown Pleasures|None Smith|Null Christopher|Niming|Ni Ming|Private Eye|N'Golo Kanté|N. Nguyen|A N Other|N/A Nadia
Inconnu & Fils|匿名社区|无名小卒|O|Li
"""


def _names(table: str) -> list[str]:
    return table.strip("\n").replace("\n", "|").split("|")


@pytest.mark.parametrize("name", _names(UNNAMED))
def test_a_signer_without_a_name_is_known_in_many_languages(name: str) -> None:
    assert is_unnamed(name)


@pytest.mark.parametrize("name", _names(NAMED))
def test_a_real_name_that_holds_such_a_word_is_a_name(name: str) -> None:
    assert not is_unnamed(name)


@given(st.text(max_size=40))
def test_any_text_has_an_answer_and_a_badge(name: str) -> None:
    is_unnamed(name)
    assert initials(name)


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Jane Doe", "JD"),
        ("jane van der doe", "JD"),
        ("Dr Cory Doctorow (h.c.)", "CD"),
        ("Mr", "M"),
        ("Amnesty", "A"),
        ("'Caroline Danon'", "CD"),
        ("e\u0301mile zola", "ÉZ"),
        ("王小明", "王"),
        ("محمد علي", "م"),
        ("김 철수", "김"),
        ("स्वाति राव", "स्रा"),
        ("ßeta one", "ßO"),
        ("3ti Energy", "3E"),
        ("", "?"),
        ("(…)", "?"),
    ],
)
def test_a_name_has_a_badge_of_one_or_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(
    st.lists(st.sampled_from(["Na", "n/a", "anon", "N", "x", "Ana", "no", " ", ".", "-", "\u0301", "12"])).map("".join)
)
def test_a_name_is_missing_however_its_plain_letters_are_encoded(name: str) -> None:
    """A first word of plain letters takes a short way; behind a mark that shows nothing it takes the long one."""
    assert is_unnamed(name) == is_unnamed(f"\u00ad{name}")
