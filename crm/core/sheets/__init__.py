"""The one reader and writer of spreadsheets: CSV, XLSX and their kin in, CSV, XLSX, JSON lines and vCards out.

Files from outside are opened by a process of their own with little memory and time (``read_sheet``); what comes back
is a ``Sheet`` that is walked over lazily. What is written cannot run in a spreadsheet program (``guard``).
"""

from crm.core.sheets.guard import guard, unguard
from crm.core.sheets.limits import Limits
from crm.core.sheets.notes import Note
from crm.core.sheets.programs import DIALECTS, PROGRAM_WORDS, Dialect, Program
from crm.core.sheets.reading import read_sheet
from crm.core.sheets.sentences import NOTES, SENTENCES, SheetError
from crm.core.sheets.streams import stream_json_lines, stream_slices
from crm.core.sheets.tables import Sheet
from crm.core.sheets.writing import stream_csv, write_csv, write_xlsx

__all__ = [
    "DIALECTS",
    "NOTES",
    "PROGRAM_WORDS",
    "SENTENCES",
    "Dialect",
    "Limits",
    "Note",
    "Program",
    "Sheet",
    "SheetError",
    "guard",
    "read_sheet",
    "stream_csv",
    "stream_json_lines",
    "stream_slices",
    "unguard",
    "write_csv",
    "write_xlsx",
]
