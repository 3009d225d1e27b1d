"""Recognising columns by their headers and by what they hold; days as lists write them."""
# ruff: noqa: E501, RUF001 - headers as they stand in lists, signs of other scripts among them

from datetime import date

import pytest

from crm.core.errors import DomainError
from crm.imports.values import ImportAs
from crm.imports.values.columns import Guess, How, recognize, unique_headers
from crm.imports.values.days import DayOrder, UnsureDayError, day_order, read_day
from crm.imports.values.mappings import check_mapping
from crm.imports.values.targets import Target

LISTS = {
    "english": ("Timestamp|Full name|Job title|Organization|E-mail|Country", "signatures",
                ["signed_on", "name", "role", "organization", "email", "country"]),
    "french": ("Nom|Prénom|Fonction|Structure|Courriel|Pays", "signatures",
               ["last_name", "first_name", "role", "organization", "email", "country"]),
    "spanish": ("Nombre y apellidos|Cargo|Organización|Correo electrónico|País|Fecha", "signatures",
                ["name", "role", "organization", "email", "country", "signed_on"]),
    "portuguese": ("Nome completo|Cargo|Organização|País|Cidade", "people",
                   ["name", "role", "organization", "country", "city"]),
    "arabic": ("الاسم|البلد|البريد الإلكتروني", "people", ["name", "country", "email"]),
    "russian": ("ФИО|Должность|Организация|Страна", "signatures", ["name", "role", "organization", "country"]),
    "chinese": ("姓名|机构|国家", "signatures", ["name", "organization", "country"]),
    "organisations": ("Organisation (as it should appear)|Type|Website|Country", "organizations",
                      ["name", "organization_type", "website", "country"]),
    "a word of a year": ("Name|Founded in the year", "organizations", ["name", "founded"]),
    "organisations alone": ("Organisation|Country", "signatures", ["organization", "country"]),
    "who signs": ("Name|Type of signatory|Organisation", "signatures", ["name", "signed_as", "organization"]),
    "two phones": ("Name|Phone|Mobile|Favourite colour", "people", ["name", "phone", "phone", None]),
}  # fmt: skip


#: How seven languages call the same columns, in the messy ways of forms and workbooks.
MESSY = {
    "en": "1. Your full name *|E-mail address (will not be shown)|Phone No.|Job Title|Organisation (as it should appear)|Country:"
          "|City/Town|Preferred language|Date of signature|How to display?|Brought by",
    "es": "Nombre y apellidos *|Correo electrónico|Teléfono móvil|Cargo|Organización|PAÍS|Ciudad|Idioma preferido|Fecha de firma"
          "|Mostrar como|Referido por",
    "fr": "Nom complet|Courriel|N° de téléphone|Fonction|Nom de l'organisation|Pays de résidence|Ville|Langue préférée|Horodateur"
          "|Affichage|Partenaire",
    "pt": "Nome completo|Endereço de e-mail|Telemóvel|Função|Organização|País|Cidade|Idioma de preferência"
          "|Carimbo de data/hora|Exibir como|Parceiro",
    "ar": "الاسم الكامل|البريد الإلكتروني|رقم الهاتف|المنصب|اسم المنظمة|البلد|المدينة|اللغة المفضلة|تاريخ التوقيع"
          "|طريقة العرض|الشريك",
    "ru": "Фамилия, имя, отчество|Электронная почта|Номер телефона|Должность|Название организации|Страна|Город|Язык общения"
          "|Дата подписания|Показывать как|Партнёр",
    "zh": "姓名（必填）|电子邮箱|手机号码|职务|机构名称|国家/地区|城市|首选语言|签署日期|显示方式|合作伙伴",
    "two at once": "Name / Nom|Email / Courriel|Phone / Téléphone|Role / Fonction|Organisation / Organisme|Country / Pays"
                   "|City / Ville|Language / Langue|Date|Display|Partner / Partenaire",
}  # fmt: skip
MEANT = [
    "name",
    "email",
    "phone",
    "role",
    "organization",
    "country",
    "city",
    "languages",
    "signed_on",
    "display",
    "partner",
]
TOGETHER = {
    "Name, Country": "name+country",
    "Nombre y país": "name+country",
    "Ville, Pays": "city+country",
    "Город и страна": "city+country",
    "姓名，国家": "name+country",
    "Name and organisation": "name+organization",
    "Apellidos, nombre": "last_name+first_name",
    "Organisation (acronym)": "organization+acronym",
    "Role / Organisation": "role+organization",
    "Email, phone": "email+phone",
}


def _fields(headers: list[str], rows: list[list[str]], import_as: ImportAs) -> dict[str, str | None]:
    guesses = recognize(headers, rows, import_as)
    return {header: str(guess.target) if guess else None for header, guess in guesses.items()}


@pytest.mark.parametrize("name", LISTS)
def test_headers_are_recognised_in_the_languages_they_come_in(name: str) -> None:
    headers, import_as, fields = LISTS[name]
    columns = headers.split("|")
    assert list(_fields(columns, [], ImportAs(import_as)).values()) == fields


@pytest.mark.parametrize("language", MESSY)
def test_messy_headers_of_forms_are_recognised_in_seven_languages(language: str) -> None:
    fields = _fields(MESSY[language].split("|"), [], ImportAs.SIGNATURES)
    assert list(fields.values()) == MEANT


@pytest.mark.parametrize("header", TOGETHER)
def test_a_header_that_names_several_fields_becomes_all_of_them(header: str) -> None:
    assert _fields([header, "Tags"], [], ImportAs.SIGNATURES)[header] == TOGETHER[header]


def test_what_cells_hold_together_is_seen_where_no_other_column_gives_it() -> None:
    rows = [["Ana Ruiz <ana@x.example>", "Lima, Peru"], ["Bo Li <bo@x.example>", "Dakar, Senegal"]]
    assert _fields(["Name", "Place"], rows, ImportAs.PEOPLE) == {"Name": "name+email", "Place": "city+country"}
    with_mail = [[*row, "c@x.example"] for row in rows]
    assert _fields(["Name", "Place", "Mail"], with_mail, ImportAs.PEOPLE)["Name"] == "name"
    plain = [["Tbilisi, Georgia"], ["Lima"], ["Dakar"]]
    assert _fields(["City"], plain, ImportAs.PEOPLE) == {"City": "city"}


def test_days_and_languages_are_seen_by_what_a_column_holds_and_birthdays_are_not() -> None:
    rows = [["Ana", "fr", "2026-03-01", "1971-03-01"], ["Bo", "Spanish", "2 May 2026", "2 May 1980"]]
    assert _fields(["Name", "X", "Y", "Z"], rows, ImportAs.SIGNATURES) == {
        "Name": "name", "X": "languages", "Y": "signed_on", "Z": None,
    }  # fmt: skip


def test_columns_are_recognised_by_what_they_hold() -> None:
    """Answers like NO and YES are no countries; a column that only counts the rows is no number in their list."""
    headers = ["No.", "Mystery", "Kontakt", "Woher", "Reports"]
    rows = [
        [str(n), f"Office {n}", f"o{n}@x.example", land, "NO"] for n, land in enumerate(["Kenya", "Mali", "Peru"], 1)
    ]
    assert _fields(headers, rows, ImportAs.ORGANIZATIONS) == {
        "No.": None, "Mystery": "name", "Kontakt": "email", "Woher": "country", "Reports": None,
    }  # fmt: skip
    shuffled = [["7", *rows[0][1:]], *rows[1:]]
    assert _fields(headers, shuffled, ImportAs.ORGANIZATIONS)["No."] == "external_id"
    assert _fields(["ID", *headers[1:]], rows, ImportAs.ORGANIZATIONS)["ID"] == "external_id"


@pytest.mark.parametrize("header", ["Branch of", "Member of", "Signatory", "Parent", "Signed", "Organisation"])
@pytest.mark.parametrize("values", [["Yes", "no", "N/A"], ["YES", "", "YES"]])
def test_a_column_of_answers_names_nobody_and_is_no_day(header: str, values: list[str]) -> None:
    rows = [["Reef Watch", values[0]], ["Peace Office", values[1]], ["Delta Union", values[2]]]
    for import_as in ImportAs:
        assert _fields(["Display name", header], rows, import_as) == {"Display name": "name", header: None}
    dated = [["Reef Watch", "3 May 2026"], ["Peace Office", "03/04/2026"], ["Delta Union", "12"]]
    if header != "Signed":
        assert _fields(["Display name", header], dated, ImportAs.SIGNATURES)[header] != "organization"
        assert _fields(["Display name", header], dated, ImportAs.ORGANIZATIONS)[header] is None


def test_a_guess_says_by_what_it_was_made() -> None:
    """The whole header, a word of it, or what the column holds: only the first is no guess."""
    headers = ["Publisher", "Mail of the office", "Woher", "GB signatory", "Colour"]
    rows = [
        ["Reef Watch Mali", "m@reef.example", "Mali", "Reef Watch", "red"],
        ["Reef Watch Kenya", "k@reef.example", "Kenya", "Reef Watch", "red"],
    ]
    assert recognize(headers, rows, ImportAs.ORGANIZATIONS) == {
        "Publisher": Guess(Target.NAME, How.HEADER),
        "Mail of the office": Guess(Target.EMAIL, How.WORD),
        "Woher": Guess(Target.COUNTRY, How.VALUES),
        "GB signatory": Guess(Target.PARENT, How.VALUES),
        "Colour": None,
    }


def test_columns_without_a_name_or_with_the_same_one_get_their_own() -> None:
    assert unique_headers(["Name", "", "Name", "Name"]) == ["Name", "Column 2", "Name (2)", "Name (3)"]
    assert unique_headers(["Name", "Name (2)", "Name"]) == ["Name", "Name (2)", "Name (3)"]


def test_headers_hold_nothing_that_turns_or_hides_the_page_around_them() -> None:
    """What is the same without its control characters comes twice; a mapping may name it as it stands in the file."""
    headers = unique_headers(["Na\x00me\x9b", "\u202eName", "E\u0301tat\x85civil", "\x1b"])
    assert headers == ["Name", "Name (2)", "\u00c9tat civil", "Column 4"]
    assert check_mapping({"Na\x00me\x9b": "name"}, headers, ImportAs.PEOPLE)["Name"] == "name"


def test_a_mapping_that_cannot_be_is_one_sentence() -> None:
    with pytest.raises(DomainError, match="No column holds the names"):
        check_mapping({"A": "country"}, ["A"], ImportAs.PEOPLE)
    assert check_mapping({"A": "organization"}, ["A", "B"], ImportAs.SIGNATURES) == {"A": "organization", "B": None}


def test_a_mapping_names_several_fields_of_a_column_as_a_list_or_in_one_word() -> None:
    for said in (["name", "country"], "name+country"):
        assert check_mapping({"A": said}, ["A"], ImportAs.PEOPLE) == {"A": "name+country"}
    with pytest.raises(DomainError, match="cannot stand together"):
        check_mapping({"A": ["name", "tags"]}, ["A"], ImportAs.PEOPLE)
    with pytest.raises(DomainError, match="Two columns become"):
        check_mapping({"A": ["name", "country"], "B": "country"}, ["A", "B"], ImportAs.PEOPLE)
    for wrong in ([], ["name", 3], "name+nothing", 7):
        with pytest.raises(DomainError, match="There is no field"):
            check_mapping({"A": wrong}, ["A"], ImportAs.PEOPLE)


DAYS = {
    "2026-11-03": date(2026, 11, 3),
    "2026-11-03 14:05:11": date(2026, 11, 3),
    "3.11.2026": date(2026, 11, 3),
    "31/10/2026": date(2026, 10, 31),
    "10/31/26": date(2026, 10, 31),
    "11/11/2026": date(2026, 11, 11),
    "3 November 2026": date(2026, 11, 3),
    "Nov. 3rd, 2026": date(2026, 11, 3),
    "3 de noviembre de 2026": date(2026, 11, 3),
    "3 novembre 2026": date(2026, 11, 3),
    "3 ноября 2026": date(2026, 11, 3),
    "3 de março de 2026": date(2026, 3, 3),
    "الثلاثاء 3 نوفمبر 2026": date(2026, 11, 3),
    "3 كانون الثاني 2026": date(2026, 1, 3),
    "٣ مارس ٢٠٢٦": date(2026, 3, 3),
    "۲۵/۰۴/۲۰۲۶": date(2026, 4, 25),
    "2026年11月3日": date(2026, 11, 3),
    "2026年11月3日 14:05": date(2026, 11, 3),
    "20261103": date(2026, 11, 3),
    "46329": date(2026, 11, 3),
    "46329.61": date(2026, 11, 3),
    "3 May 2026 10:30": date(2026, 5, 3),
    "May 5, 2026, 3:14 PM": date(2026, 5, 5),
    "1er mai 2026": date(2026, 5, 1),
}


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_in_many_ways(text: str) -> None:
    assert read_day(text) == DAYS[text]


@pytest.mark.parametrize(
    "text", ["", "soon", "31/02/2026", "2026", "3 Smarch 2026", "99/99/9999", "12", "99999", "20261399"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_day(text)


def test_a_day_that_could_be_two_is_not_guessed_unless_its_column_shows_the_order() -> None:
    with pytest.raises(UnsureDayError):
        read_day("03/04/2026")
    assert read_day("03/04/2026", day_order(["03/04/2026", "25/04/2026"])) == date(2026, 4, 3)
    assert read_day("03/04/2026", day_order(["03/04/2026", "04/25/2026"])) == date(2026, 3, 4)
    assert day_order(["25/04/2026", "04/25/2026"]) is DayOrder.UNKNOWN
