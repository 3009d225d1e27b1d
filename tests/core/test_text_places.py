"""Countries and languages: recognised as people write them, named in the reader's language."""
# ruff: noqa: RUF001 - letters that look like Latin ones are the point here

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st

from crm.core.text import (
    country_choices,
    country_code,
    country_codes,
    country_name,
    language_choices,
    language_code,
    language_name,
)
from crm.core.text.locales import names_in

KNOWN = """
US=US|U.S.|U.S.A.|usa|United States of America|EE. UU.|États-Unis d'Amérique (les)|美国|USA / United States
GB=UK|U.K.|England|Northern Ireland|Reino Unido|Royaume-Uni de Grande-Bretagne et d'Irlande du Nord
CD=DRC Congo|DR Congo|Congo (DRC)|Congo, Dem. Rep.|RDC|Democratic Republic of the Congo|Congo - Kinshasa|刚果（金）
CG=Congo|Republic of the Congo|Congo, Rep.|Congo-Brazzaville
TR=Tuerkiye|Türkiye|Turkey|Turquía
CI=Ivory Coast|Côte d’Ivoire|Cote d'Ivoire|CÔTE D'IVOIRE|ساحل العاج
NA=NA|na|Namibia|NAM|Республика Намибия
XK=Kosovo|Kosovo*|Kosovo (UNSCR 1244)|XK
KR=Korea, Republic of|Korea, South|South Korea|Korea, Rep.|韓国|République de Corée (la)
KP=Democratic People's Republic of Korea|Korea, Dem. People's Rep.|DPRK
TN=تونس/Tunisie|Tunisia|الجمهورية التونسية|République tunisienne
BO=Bolivia (Plurinational State of)|Bolivia
GM=The Gambia|Gambia, The|Gambia
GW=Guinea-Bissau|Guinea Bissau
GQ=Equatorial Guinea
GN=Guinea|Guinée (la)
SS=South Sudan|Dél-Szudán
SD=Sudan|Szudán
DM=Dominica
DO=Dominican Republic|多米尼加
BR=Brasil (Brazil)
TW=Taiwan, Province of China|Republic of China
CN=People's Republic of China|中国
JP=日本
DE=Allemagne|Bundesrepublik Deutschland|deu
EG=مصر|Egypt, Arab Rep.
LC=St. Lucia|Saint Lucia
PS=State of Palestine|West Bank and Gaza
CZ=Czech Rep.|Czechia
AT=Áo
"""
UNKNOWN = """
|-|N/A|n/a|N.A.|XX|EU|Korea|America|Georgia (USA)|Geneva, Switzerland|Tunisia/Algeria|Afgan|Germny|Yugoslavia
Amnesty International Germany|anywhere|Virgin Islands|Kongo|the
"""
PAIRS = [
    (name, line.partition("=")[0]) for line in KNOWN.strip().splitlines() for name in line.partition("=")[2].split("|")
]


@pytest.mark.parametrize("written, code", PAIRS)
def test_a_country_is_known_as_people_write_it(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize("written", UNKNOWN.strip("\n").replace("\n", "|").split("|"))
def test_what_is_not_certainly_one_country_is_none(written: str) -> None:
    assert country_code(written) is None


def test_every_country_is_known_by_its_own_name_in_the_languages_of_the_screens() -> None:
    for language in ("en", "es", "fr", "ar", "ru", "zh", "pt", "de"):
        choices = country_choices(language)
        assert sorted(code for code, _ in choices) == country_codes()
        assert len({name for _, name in choices}) == len(choices)
        for code, name in choices:
            assert country_code(name) == code, (language, code, name)
    assert len(country_codes()) == 250


def test_countries_are_named_and_ordered_for_their_reader() -> None:
    assert country_name("CD", "en") == "Democratic Republic of the Congo"
    assert country_name("VC", "en") == "Saint Vincent and Grenadines"
    assert country_name("DE", "es") == "Alemania"
    assert country_name("PS", "ar-XB") == "فلسطين"
    assert country_name("DE", "pt-BR") == "Alemanha"
    assert country_name("DE", "xx") == country_name("DE", "not a tag") == "Germany"
    assert country_name("??", "en") == "??"
    names = [name for _, name in country_choices("en")]
    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    arabic = [name for _, name in country_choices("ar")]
    assert arabic.index("ألمانيا") < arabic.index("المغرب") < arabic.index("اليابان") < arabic.index("مصر")


@pytest.mark.parametrize(
    "written, code",
    [
        ("fr", "fr"), ("FR", "fr"), ("fra", "fr"), ("fre", "fr"), ("fr-CA", "fr"), ("fr_FR", "fr"), ("French", "fr"),
        ("français", "fr"), ("French language", "fr"), ("French / Français", "fr"), ("العربية", "ar"),
        ("اللغة العربية", "ar"), ("Arabic", "ar"), ("arb", "ar"), ("zh-Hant", "zh"), ("中文", "zh"), ("Mandarin", "zh"),
        ("Chinese (Mandarin)", "zh"), ("Cantonese", "yue"), ("Brazilian Portuguese", "pt"), ("pt-BR", "pt"),
        ("Castellano", "es"), ("Farsi", "fa"), ("Dari", "fa"), ("Kiswahili", "sw"), ("русский язык", "ru"),
        ("日本語", "ja"), ("iw", "he"), ("tl", "fil"), ("Irish", "ga"), ("ga", "ga"), ("Norwegian", "no"),
        ("nob", "nb"),
    ],
)  # fmt: skip
def test_a_language_is_known_as_people_write_it(written: str, code: str) -> None:
    assert language_code(written) == code


@pytest.mark.parametrize("written", ["", "xx", "English, French", "Ga", "mul", "und", "Multiple languages", "x" * 200])
def test_what_is_not_certainly_one_language_is_none(written: str) -> None:
    assert language_code(written) is None


def test_every_language_on_offer_is_known_by_its_tag_and_its_name() -> None:
    for reader in ("en", "es", "fr", "ar"):
        choices = language_choices(reader)
        assert len(choices) > 180
        for code, name in choices:
            assert language_code(code) == code
            assert language_code(name) == code, (reader, code, name)
    assert language_name("fr", "fr") == "Français"
    assert language_name("fr", "es") == "Francés"
    assert language_name("zz", "en") == "Zz"


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    assert country_code(text) is None or country_code(text) in country_codes()
    code = language_code(text)
    assert code is None or code.isascii()


def test_looking_into_a_language_does_not_keep_its_data() -> None:
    localedata._cache.pop("is", None)
    assert dict(names_in("is", "territories"))["DE"]
    assert "is" not in localedata._cache
