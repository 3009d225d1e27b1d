"""Spreadsheet programs, and how a CSV file must be written so that each opens it by a double click."""

from dataclasses import dataclass
from enum import StrEnum

from crm.core.words import N_


class Program(StrEnum):
    """What a CSV file is going to be opened with."""

    EXCEL = "excel"
    EXCEL_SEMICOLON = "excel-semicolon"
    LIBREOFFICE = "libreoffice"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written: what stands between cells, before decimals, and at the very beginning."""

    delimiter: str = ","
    decimal: str = "."
    has_mark: bool = True


DIALECTS = {
    Program.EXCEL: Dialect(),
    # Excel takes both signs from the language of the system: where decimals have a comma, cells have a semicolon.
    Program.EXCEL_SEMICOLON: Dialect(";", ","),
    Program.LIBREOFFICE: Dialect(),
    Program.PLAIN: Dialect(has_mark=False),
}
PROGRAM_WORDS = {
    Program.EXCEL: N_("Excel in English, Chinese, Japanese … (comma, decimal point)"),
    Program.EXCEL_SEMICOLON: N_("Excel in French, German, Spanish, Portuguese, Russian … (semicolon, decimal comma)"),
    Program.LIBREOFFICE: N_("LibreOffice (comma, decimal point)"),
    Program.PLAIN: N_("Another program (comma, decimal point, no byte order mark)"),
}
