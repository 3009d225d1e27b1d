"""Rows brought to their form: one row of cells in, one typed row out, with remarks on what could not be read."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring

from crm.contacts.values import ContactKind
from crm.core.text.cleaning import clean_text
from crm.core.text.names import is_unnamed
from crm.imports.values.cells import NAMES, cleaner_of
from crm.imports.values.combined import part
from crm.imports.values.facts import READERS
from crm.imports.values.parsed import ParsedRow, add_note
from crm.imports.values.remarks import NAME_TOO_LONG, NO_NAME, Remark
from crm.imports.values.targets import Target, fields_of
from crm.imports.values.terms import Terms
from crm.imports.values.words import ImportAs
from crm.statements.values import SignedAs

_NAME_LENGTH = 500
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&-]{1,11})\)\s*$")


class RowReader:
    """Brings the rows of one file to their form."""

    def __init__(
        self, headers: Sequence[str], mapping: Mapping[str, str | None], import_as: ImportAs, terms: Terms
    ) -> None:
        self.import_as = import_as
        self.terms = terms
        self.headers = list(headers)
        columns = [(place, fields_of(mapping.get(header))) for place, header in enumerate(headers)]
        single = [(place, fields[0]) for place, fields in columns if len(fields) == 1]
        targets = {field for _place, fields in columns for field in fields}
        cleaners = {target: cleaner_of(target, terms) for target in targets}
        self.has_name = bool(targets & NAMES)
        self._columns = [(place, target, cleaners[target]) for place, target in single]
        self._combined = [(place, fields) for place, fields in columns if len(fields) > 1]
        self._cleaners = cleaners
        self._readers = [(target, reader) for target, reader in READERS if target in targets]
        self._printed = [(target, f"{encode_basestring(target.value)}:[") for target in sorted(targets)]
        self._named = {field: headers[place] for place, fields in columns for field in fields}

    def read(self, number: int, cells: Sequence[str]) -> ParsedRow:
        """Bring one row to its form."""
        row = ParsedRow(number, list(cells))
        given = self._given(row.cells)
        for target, reader in self._readers:
            if target in given:
                for value in given[target]:
                    reader(self.terms, row, value)
        for target, value in row.unread:
            add_note(row, f"{self._named[target]}: {value}")
        if Target.OWN_ID in given:
            row.own, row.told = given[Target.OWN_ID][0], self._told(row.cells)
        self._name_it(row, given)
        row.fingerprint = self._fingerprint(row, given)
        return row

    def _given(self, cells: Sequence[str]) -> dict[Target, list[str]]:
        """Give the texts of a row by what their columns become."""
        given: dict[Target, list[str]] = {}
        width = len(cells)
        for place, target, clean in self._columns:
            if place < width and (cell := cells[place]) and (text := clean(cell)):
                if target in given:
                    given[target].append(text)
                else:
                    given[target] = [text]
        for place, fields in self._combined:
            if place < width:
                for target, some in part(clean_text(cells[place]), fields):
                    if text := self._cleaners[target](some):
                        given.setdefault(target, []).append(text)
        return given

    def _told(self, cells: Sequence[str]) -> dict[Target, list[str]]:
        """Give the cells of a row that comes back from an export, by what their columns become."""
        told: dict[Target, list[str]] = {}
        single = ((place, (target,)) for place, target, _clean in self._columns)
        for place, targets in (*single, *self._combined):
            for target in targets:
                if target is not Target.OWN_ID and place < len(cells):
                    told.setdefault(target, []).append(cells[place])
        return told

    def _name_it(self, row: ParsedRow, given: Mapping[Target, list[str]]) -> None:
        """Say who the main contact is: a person, an organisation, or somebody without a name."""
        if Target.NAME in given:
            row.name = given[Target.NAME][0]
        else:
            row.name = " ".join([*given.get(Target.FIRST_NAME, ()), *given.get(Target.LAST_NAME, ())])
        if self.import_as is ImportAs.SIGNATURES:
            self._say_who_signs(row)
        else:
            row.kind = ContactKind.ORGANIZATION if self.import_as is ImportAs.ORGANIZATIONS else ContactKind.PERSON
        row.is_unnamed = is_unnamed(row.name)
        self._check_name(row)
        if row.kind is ContactKind.ORGANIZATION and "acronym" not in row.facts and (match := _ACRONYM.search(row.name)):
            row.facts["acronym"] = match[1]

    def _say_who_signs(self, row: ParsedRow) -> None:
        """Tell individuals from organisations: a column may say it, else the row itself shows it."""
        if row.signed_as is None:
            alone = bool(row.organization) and (not self.has_name or (not row.name and not row.role))
            row.signed_as = SignedAs.ORGANIZATION if alone else SignedAs.INDIVIDUAL
        if row.signed_as is SignedAs.ORGANIZATION:
            row.kind = ContactKind.ORGANIZATION
            if row.organization:
                row.signer = "" if is_unnamed(row.name) else row.name
                row.name, row.organization = row.organization, ""

    def _check_name(self, row: ParsedRow) -> None:
        if len(row.name) > _NAME_LENGTH:
            row.refusal = Remark(NAME_TOO_LONG)
        elif row.is_unnamed and self.import_as is not ImportAs.SIGNATURES:
            row.refusal = Remark(NO_NAME)

    def _fingerprint(self, row: ParsedRow, given: dict[Target, list[str]]) -> str:
        """Hash what was mapped, whatever the order of columns and the format of the file.

        The texts are hashed as the JSON object that ``json.dumps`` prints with sorted keys and no spaces: what files
        are remembered by must never change. Days and numbers, which spreadsheet programs write in many ways, are hashed
        in their one form.
        """
        if row.signed_on:
            given[Target.SIGNED_ON] = [row.signed_on.isoformat()]
        if row.external_id:
            given[Target.EXTERNAL_ID] = [row.external_id]
        parts = [
            f"{printed}{','.join(map(encode_basestring, given[target]))}]"
            for target, printed in self._printed
            if target in given
        ]
        return hashlib.sha256(f"{{{','.join(parts)}}}".encode()).hexdigest()
