"""What can be wrong or worth knowing about a file, in words for the user; doors translate them with their values."""

from typing import Final

from crm.core.errors import DomainError
from crm.core.words import N_

SENTENCES: Final[dict[str, str]] = {
    "missing": N_("The file is no longer there. Upload it again."),
    "empty": N_("The file is empty."),
    "text_too_big": N_("The file has %(size)s MB; a text file may have %(limit)s MB. Split it into smaller files."),
    "workbook_too_big": N_("The workbook has %(size)s MB; it may have %(limit)s MB. Save it as CSV."),
    "unzipped_too_big": N_("The workbook has more than %(limit)s MB when it is unpacked. Save it as CSV."),
    "columns": N_("The table has more than %(limit)s columns."),
    "rows": N_("The sheet has more than %(limit)s rows. Save it as CSV."),
    "cells": N_("The sheet has more than %(limit)s cells. Save it as CSV."),
    "cell": N_("A cell in row %(row)s has more than %(limit)s characters."),
    "password": N_("The workbook is protected by a password. Save it without one and try again."),
    "damaged": N_("The workbook is damaged and cannot be opened. Save it again and try once more."),
    "xml": N_("The workbook holds XML that no spreadsheet program writes. Save it as CSV."),
    "no_sheet": N_("The workbook has no sheet named %(sheet)s."),
    "no_cells": N_("The workbook has no sheet with cells in it."),
    "pdf": N_("This is a PDF. A CSV or XLSX file is needed."),
    "picture": N_("This is a picture. A CSV or XLSX file is needed."),
    "document": N_("This is a text document. A CSV or XLSX file is needed."),
    "archive": N_("This is an archive. Unpack it and give the CSV or XLSX file in it."),
    "no_tables": N_("The web page has no table in it."),
    "too_many_tables": N_("The web page has too many tables, or tables in tables. Copy the one you need."),
    "no_list": N_("There is no list of records in the file."),
    "bad_record": N_("Line %(row)s cannot be read. Correct it, or save the list as CSV."),
    "too_deep": N_("The file refers to itself or is nested too deep. Save the list as CSV."),
    "xml_file": N_("This is an XML file. Save it as CSV or XLSX."),
    "not_a_table": N_("This is no spreadsheet. A CSV or XLSX file is needed."),
    "encoding": N_("The encoding %(encoding)s is not known."),
    "unreadable": N_("The file cannot be read. Save it again as CSV or XLSX."),
    "seconds": N_("The file takes too long to read. Save it as CSV, or split it into smaller files."),
    "memory": N_("The file needs too much memory to read. Save it as CSV, or split it into smaller files."),
    "disk": N_("There is no room on the disk to read the file."),
    "too_many_rows_to_write": N_("A sheet holds %(limit)s rows. Export this as CSV."),
    "cell_to_write": N_("A cell in row %(row)s has more than %(limit)s characters. Export this as CSV."),
}
"""Every sentence of ``SheetError``, by a short name."""

NOTES: Final[dict[str, str]] = {
    "above": N_("Rows above the table left out: %(count)s (%(text)s)."),
    "below": N_("Rows below the data left out: %(count)s (%(text)s)."),
    "no_header": N_("The table has no header; its columns are named by their place."),
    "joined_header": N_("The header has %(count)s rows; their words are joined."),
    "repeated_header": N_("Rows that repeat the header left out: %(count)s."),
    "filled_down": N_("Cells of rows that share a merged cell, filled with what it says: %(count)s."),
    "empty_columns": N_("Empty columns without a name left out: %(count)s."),
    "blank_rows": N_("Blank rows left out: %(count)s."),
    "long_rows": N_(
        "Rows with more cells than the header, kept in columns without a name: %(count)s; the first is %(row)s."
    ),
    "open_quote": N_(
        "Quotation marks that are never closed, read as a character: %(count)s; the first is in row %(row)s."
    ),
    "stray_quote": N_("Cells with a quotation mark at an odd place: %(count)s; the first is in row %(row)s."),
    "long_cell": N_(
        "Cells that look like swallowed rows: %(count)s; the first is in row %(row)s. Is a quotation mark missing?"
    ),
    "replaced": N_("Characters that could not be read in this encoding: %(count)s."),
    "zeros": N_("Zero bytes left out: %(count)s."),
    "guessed_encoding": N_("The encoding was guessed from the text. Check names with accents."),
    "other_tables": N_("The page has %(count)s tables; %(sheet)s was read."),
    "headings": N_("Headings between the rows left out: %(count)s."),
    "other_sheets": N_("The workbook has %(count)s sheets; %(sheet)s was read."),
}
"""What is worth knowing about a file that was read, by a short name."""


class SheetError(DomainError):
    """A file that cannot be read, or a table that cannot be written, in one sentence of ``SENTENCES``."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(SENTENCES[reason], None, **values)
        self.reason = reason
