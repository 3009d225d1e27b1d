"""In which encoding a text file is written."""
# ruff: noqa: RUF001 - letters that look like Latin ones are meant here

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.sheets.encodings import find_encoding, weigh

LISTS = {
    "cp1252": [
        "Nom;Pays\nÉlise Lefèvre;Côte d’Ivoire\nFrançois Noël;Bénin",
        "Name;Ort\nJürgen Weiß;Köln\nSören Groß;Österreich",
        "Nombre;País\nJosé Núñez;España\nMaría Ibáñez;Perú",
        "Nome;País\nJoão Conceição;São Tomé\nInês Simões;Moçambique",
        "Navn;By\nÅse Øvergård;Tromsø\nSøren Kjær;Århus",
        "Name;Org\nJosé Müller;Straße\nFrançois Lefèvre;Århus",
        "Price;x\n5 €;“quoted” – it’s",
    ],
    "cp1250": [
        "Nazwisko;Miasto\nŁukasz Żak;Kraków\nMałgorzata Wójcik;Łódź",
        "Jméno;Město\nAntonín Dvořák;Plzeň\nBožena Němcová;Česká Skalice",
        "Név;Város\nErdős Pál;Győr\nSzűcs Örs;Szőny",
    ],
    "cp1254": ["Ad;Şehir\nÇağrı Şahin;İzmir\nAyşe Yıldız;Muğla"],
    "cp1257": ["Vardas;Miestas\nJonas Kazlauskas;Šiauliai\nEglė Žukauskaitė;Panevėžys"],
    "cp1251": ["Имя;Страна\nИван Петров;Россия\nОльга Щербакова;Казахстан", "Име;Град\nГеорги Димитров;Пловдив"],
    "koi8_u": ["Имя;Страна\nИван Петров;Россия\nОльга Щербакова;Казахстан"],
    "cp866": ["Имя;Страна\nИван Петров;Россия\nОльга Щербакова;Казахстан"],
    "cp1253": ["Όνομα;Χώρα\nΕλένη Παπαδοπούλου;Ελλάδα\nΓιώργος Νικολάου;Κύπρος"],
    "cp1255": ["שם;מדינה\nדוד כהן;ישראל\nיעל לוי מזרחי;ישראל"],
    "cp1256": ["الاسم;البلد\nمحمد أحمد;مصر\nفاطمة الزهراء;المغرب"],
    "cp874": ["ชื่อ;ประเทศ\nสมชาย ใจดี;ประเทศไทย\nมูลนิธิสิทธิมนุษยชน;กรุงเทพ"],
    "cp932": ["名前;国\n山田太郎;日本\n国際協力の会;東京"],
    "euc_jp": ["名前;国\n山田たろう;日本\n国際協力の会;東京"],
    "gb18030": ["姓名;国家\n王小明;中国\n人权与发展基金会;北京\n李华;上海"],
    "big5": ["姓名;國家\n王小明;臺灣\n人權與發展基金會;臺北\n李華;高雄"],
    "cp949": ["이름;나라\n김철수;대한민국\n한국인권재단;서울"],
    "mac_roman": ["Nom;Pays\nÉlise Lefèvre;Côte d'Ivoire\nFrançois Noël;Bénin"],
    "cp850": ["Nom;Pays\nÉlise Lefèvre;Côte d'Ivoire\nFrançois Noël;Bénin"],
}


@pytest.mark.parametrize("encoding, text", [(name, text) for name, texts in LISTS.items() for text in texts])
def test_a_short_list_is_read_as_its_people_wrote_it(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    found = find_encoding(path)
    assert path.read_bytes().decode(found.name) == text
    assert not found.is_certain


WIDE = ["имя,страна\nИван,Россия\n" * 3, "name,town\nJosé,Łódź\n", "名前,国\n山田,日本\n"]
PROVEN = [
    (encoding, text)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    for text in WIDE
]


@pytest.mark.parametrize("encoding, text", [*PROVEN, ("iso2022_jp", WIDE[-1])])
def test_what_proves_itself_is_certain(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    found = find_encoding(path)
    assert found.is_certain
    assert path.read_bytes().decode(found.name).removeprefix("\ufeff") == text


def test_utf_8_is_judged_by_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"name,town\n" * 200_000 + "José,Málaga\n".encode("cp1252"))
    assert find_encoding(path).name == "cp1252"


def test_a_few_stray_bytes_do_not_spoil_a_file_of_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Łukasz,Łódź\nИван,Россия\n".encode() + "José\n".encode("cp1252"))
    found = find_encoding(path)
    text = path.read_bytes().decode(found.name, found.errors)
    assert text == "Łukasz,Łódź\nИван,Россия\nJosé\n"


@given(st.binary(max_size=200))
def test_any_bytes_have_an_encoding(sample: bytes) -> None:
    sample.decode(weigh(sample), "replace")
