"""Lists as other people send them, with the truth beside them: titles, several headers, gaps, sums, notes, signatures.

Everything is drawn from a seed, so that a case that was read wrongly can be looked at again.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

Rows = list[list[str]]

_TOWNS = ["Nairobi", "Genève", "São Paulo", "Łódź", "Dakar", "Québec", "Málaga", "Köln", "Århus", "Bogotá"]
_COUNTRIES = ["Kenya", "Suisse", "Brasil", "Polska", "Sénégal", "Canada", "España", "Germany", "Denmark", "Colombia"]
_FIRST = ["Amina", "José", "Zoë", "Łukasz", "Fatou", "Renée", "Iñigo", "Jürgen", "Søren", "Inês"]
_LAST = ["Okoye", "Núñez", "Müller", "Żak", "Diop", "Lefèvre", "Ibáñez", "Weiß", "Kjær", "Simões"]
_KINDS = ["Réseau", "Fundación", "Network", "Verein", "Coalition", "Institute", "Stowarzyszenie", "Total"]
_CAUSES = ["Mémoire", "Reef", "Paz", "Demokratie", "Water", "Droits", "Energies", "Frieden", "Oceans", "Solidarność"]

#: Headers of one table in several languages, in the order of the columns that ``_value`` gives.
HEADERS = [
    ["Organisation", "Country", "City", "Contact person", "E-mail", "Phone", "Signed on", "Members"],
    ["Nom de l'organisation", "Pays", "Ville", "Contact", "Courriel", "Téléphone", "Date de signature", "Nombre"],
    [
        "Nombre de la organización",
        "País",
        "Ciudad",
        "Persona de contacto",
        "Correo electrónico",
        "Teléfono",
        "Fecha",
        "Número",
    ],
    ["org_name", "country", "town", "contactName", "email", "tel", "date_signed", "count"],
    ["Name des Vereins", "Land", "Ort", "Ansprechpartner", "E-Mail", "Telefon", "Datum", "Mitglieder"],
]
TITLES: list[Rows] = [
    [],
    [["List of signatories"]],
    [["Liste des membres, été 2024"], []],
    [["Joint statement"], ["Status: 3 May 2024"], []],
    [["Campaña 2024"], ["Fecha:", "3/5/2024"], ["Responsable:", "Renée"], []],
    [[], ["Coalition members; internal use only, please"], []],
    [["Members"], ["as of", "2024-05-03"]],
]
FOOTERS: list[tuple[str, ...]] = [
    (),
    ("", "Source: secretariat of the coalition"),
    ("TOTAL|sum",),
    ("", "Total|sum", "", "Signed: Renée Lefèvre, coordinator"),
    ("* provisional membership", "** observer"),
    ("", "Nota: los datos son provisionales y pueden cambiar hasta la próxima asamblea general de la red."),
    ("Somme|sum", "", "Fait à Dakar, le 3 mai 2024", "", "Le secrétariat"),
    ("", "", "Page 1 / 1"),
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1252", "mac_roman"]


@dataclass(frozen=True, slots=True)
class Messy:
    """A list and what a person reads in it."""

    seed: int
    shape: str
    sheet: Rows
    columns: list[str]
    data: Rows
    header_rows: list[int]
    first_row: int
    last_row: int
    delimiter: str
    encoding: str


def messy_lists(count: int, begin: int = 0) -> Iterator[Messy]:
    """Make up lists, the same every time."""
    for seed in range(begin, begin + count):
        yield a_messy_list(seed)


def a_messy_list(seed: int) -> Messy:
    """Make up one list."""
    chance = random.Random(seed)  # noqa: S311 - lists to try, the same for every seed
    width = chance.choice([2, 3, 4, 5, 6, 8, 8])
    places = sorted(chance.sample(range(1, 8), width - 1))
    places = [0, *places]
    title, footer = chance.choice(TITLES), chance.choice(FOOTERS)
    header, columns = _header(chance, places)
    data = [_row(chance, places, number) for number in range(chance.choice([2, 3, 5, 12, 40]))]
    if chance.random() < 0.3:
        header = [["No.", *row] if place == len(header) - 1 else ["", *row] for place, row in enumerate(header)]
        columns = ["No.", *columns] if columns else []
        data = [[str(number), *row] for number, row in enumerate(data, 1)]
        places = [-1, *places]
    gap: Rows = [[]] if chance.random() < 0.15 and header else []
    body: Rows = []
    for row in data:
        body += [row] if chance.random() > 0.04 or row is data[0] else [[], row]
    sheet = [*title, *header, *gap, *body]
    end = len(sheet)
    sheet += _below(footer, places, data)
    begin = len(title)
    return Messy(
        seed=seed,
        shape=f"titles {TITLES.index(title)}, headers {len(header)}, rows {len(data)}, footer {FOOTERS.index(footer)}",
        sheet=sheet,
        columns=columns or [f"Column {number}" for number in range(1, len(data[0]) + 1)],
        data=data,
        header_rows=list(range(begin + 1, begin + len(header) + 1)),
        first_row=begin + len(header) + len(gap) + 1,
        last_row=end,
        delimiter=chance.choice([",", ";", "\t", "|"]),
        encoding=chance.choice(ENCODINGS),
    )


def _header(chance: random.Random, places: list[int]) -> tuple[Rows, list[str]]:
    names = chance.choice(HEADERS)
    kind = chance.random()
    plain = [names[place] for place in places]
    if kind < 0.15 and len(places) > 2 and max(places) > 3:
        return [], []
    if kind < 0.35 and len([place for place in places if 3 <= place <= 5]) > 1 and len(places) > 2:
        upper = ["" if place in (4, 5) else "Contact" if place == 3 else names[place] for place in places]
        if 3 not in places:
            first = next(at for at, place in enumerate(places) if place in (4, 5))
            upper[first] = "Contact"
        lower = [names[place] if 3 <= place <= 5 else "" for place in places]
        joined = [
            " / ".join(dict.fromkeys(["Contact", names[place]])) if 3 <= place <= 5 else names[place]
            for place in places
        ]
        return [upper, lower], joined
    if kind < 0.42 and len(places) > 2:
        other = chance.choice([one for one in HEADERS if one is not names])
        lower = [other[place] for place in places]
        return [plain, lower], [" / ".join(dict.fromkeys(pair)) for pair in zip(plain, lower, strict=True)]
    return [plain], plain


def _row(chance: random.Random, places: list[int], number: int) -> list[str]:
    at = chance.randrange(10)
    row = [_value(chance, place, at) for place in places]
    if number:
        row = [row[0], *(cell if chance.random() > 0.2 else "" for cell in row[1:])]
    return row


def _value(chance: random.Random, place: int, at: int) -> str:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    kind, cause = chance.choice(_KINDS), chance.choice(_CAUSES)
    return [
        f"{kind} {cause} {chance.choice(_TOWNS)}",
        _COUNTRIES[at],
        _TOWNS[at],
        f"{first} {last}",
        f"info{chance.randrange(1000)}@{chance.choice(['reef', 'paz', 'water'])}.example.org",
        f"+{chance.randrange(20, 60)} {chance.randrange(100, 999)} {chance.randrange(1000, 9999)}",
        f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        str(chance.randrange(1, 900)),
    ][place]


def _below(footer: tuple[str, ...], places: list[int], data: Rows) -> Rows:
    rows: Rows = []
    for line in footer:
        label, _, sums = line.partition("|")
        row = [label] if label else []
        if sums:
            row += [""] * (len(places) - 1)
            last = len(places) - 1
            row[last] = str(sum(int(cells[last] or 0) for cells in data)) if places[last] == 7 else row[last]
            if not any(row[1:]) and len(row) > 1:
                row[1] = str(len(data))
        rows.append(row)
    return rows


def write_messy_csv(messy: Messy, path: Path) -> bool:
    """Write a list as text, each row as wide as the widest; say whether the encoding has all its letters."""
    width = max(map(len, messy.sheet))
    text = io.StringIO()
    rows = [[*row, *[""] * (width - len(row))] for row in messy.sheet]
    csv.writer(text, delimiter=messy.delimiter).writerows(rows)
    try:
        path.write_bytes(text.getvalue().encode(messy.encoding))
    except UnicodeEncodeError:
        path.write_bytes(text.getvalue().encode())
        return False
    return True


def write_messy_xlsx(messy: Messy, path: Path) -> None:
    """Write a list as a workbook; titles are merged over the table, heads of groups over their groups."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("List")
    width = max(map(len, messy.sheet))
    for number, row in enumerate(messy.sheet):
        is_title = number + 1 < min([*messy.header_rows, messy.first_row])
        if is_title and len([cell for cell in row if cell]) == 1 and width > 1:
            page.merge_range(number, 0, number, width - 1, row[0])
            continue
        for place, cell in enumerate(row):
            if cell:
                page.write_string(number, place, cell)
    if len(messy.header_rows) == 2:
        _merge_groups(page, messy)
    book.close()


def _merge_groups(page: xlsxwriter.worksheet.Worksheet, messy: Messy) -> None:
    top, below = (messy.sheet[number - 1] for number in messy.header_rows)
    number = messy.header_rows[0] - 1
    if "" not in top:
        return
    for place, cell in enumerate(top):
        last = place
        while last + 1 < len(top) and not top[last + 1] and below[last + 1]:
            last += 1
        if cell and last > place:
            page.merge_range(number, place, number, last, cell)
        elif cell and not below[place]:
            page.merge_range(number, place, number + 1, place, cell)
