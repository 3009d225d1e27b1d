"""Bring the catalogues of words up to date with the texts of the program.

Every text for people is collected from the Python files of ``crm/`` and the templates, and each catalogue
``crm/translations/<language>/LC_MESSAGES/messages.po`` gets the new ones (empty) and loses the ones that are gone. The
file is sorted and has neither places nor dates, so a change of it is a change of words. With ``--check`` nothing is
written: it says what is new, gone, untranslated or broken, and ends with 1 when there is anything.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "crm" / "translations"

#: Calls whose first argument is a text for people.
SINGULAR = {"_", "_l", "N_", "gettext", "lazy_gettext", "ugettext"}
#: Calls whose first two arguments are the singular and the plural of one text.
PLURAL = {"ngettext", "lazy_ngettext", "ungettext", "NN_"}
#: Calls whose name ends so are errors in words for people, but for those that only programmers see.
ERRORS = re.compile(r"\w+Error$")
NOT_FOR_PEOPLE = {
    "UnscopedError", "RuntimeError", "ValueError", "TypeError", "KeyError", "LookupError", "AssertionError",
    "NotImplementedError", "OSError", "SheetError", "GivenUpError", "CannotStartError", "GivenBackError",
    "LeaseLostError", "ClickException", "UsageError", "UnsureDayError", "AttributeError", "FileNotFoundError",
    "PermissionError", "ImportError", "StopIteration", "BadRequestKeyError",
}  # fmt: skip
PLACES = re.compile(r"%\([A-Za-z_]+\)[sd]|%%")
TAGS = re.compile(r"</?[a-z][^>]*>")

Text = str | tuple[str, str]


def texts_of_python(source: str) -> Iterator[Text]:
    """Give the texts of a Python file: what is marked, and the sentences of errors."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = _name_of(node.func)
        if name in PLURAL and len(node.args) > 1:
            singular, plural = list(_constants(node.args[0])), list(_constants(node.args[1]))
            yield from zip(singular, plural, strict=True)
        elif name in SINGULAR or (ERRORS.match(name) and name not in NOT_FOR_PEOPLE):
            yield from _constants(node.args[0])


def texts_of_template(source: bytes) -> Iterator[Text]:
    """Give the texts of a template: what is in ``_()``, ``ngettext()`` and ``{% trans %}``."""
    keywords = [*SINGULAR, *PLURAL]
    options = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
    for _line, name, message, _comments in babel_extract(io.BytesIO(source), keywords, [], options):
        words = [message] if isinstance(message, str) else [text for text in message or () if text]
        if name in PLURAL and len(words) > 1:
            yield words[0], words[1]
        elif words:
            yield words[0]


def collect() -> dict[str, Text]:
    """Return every text of the program by its singular; one with a plural wins over the same without."""
    found: dict[str, Text] = {}
    for path in sorted((ROOT / "crm").rglob("*.py")):
        _keep(found, texts_of_python(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        _keep(found, texts_of_template(path.read_bytes()))
    return found


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it is in its file; an empty one when there is none yet."""
    path = _file_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def problems_of(language: str) -> list[str]:
    """Return in sentences what is wrong with a catalogue: new, gone, untranslated or broken texts."""
    texts = collect()
    catalogue = read_catalogue(language)
    said = {_key(message): message for message in catalogue if message.id}
    problems = [f"Not in the catalogue: {key!r}" for key in texts if key not in said]
    problems += [f"No longer in the program: {key!r}" for key in said if key not in texts]
    for key, message in said.items():
        problems += [f"{problem}: {key!r}" for problem in _faults(message, catalogue.num_plurals)]
        if key in texts and isinstance(texts[key], tuple) != isinstance(message.id, tuple | list):
            problems.append(f"With and without plural: {key!r}")
    return problems


def update(language: str) -> Catalog:
    """Write the catalogue of a language anew: the texts of today with the words that it has for them."""
    old = read_catalogue(language)
    said = {_key(message): message for message in old if message.id}
    new = Catalog(locale=language, fuzzy=False, header_comment=old.header_comment)
    for key, text in collect().items():
        before = said.get(key)
        is_same = before is not None and isinstance(before.id, tuple | list) == isinstance(text, tuple)
        new.add(text, before.string if before is not None and is_same else None)
    path = _file_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, new, width=110, no_location=True, omit_header=True, sort_output=True)
    head = "\n".join([*old.header_comment.splitlines(), 'msgid ""', 'msgstr ""', *_head_lines(new)])
    path.write_text(f"{head}\n\n{written.getvalue().decode().strip()}\n", encoding="utf-8")
    return new


def main() -> int:
    """Update the catalogues, or say what is wrong with them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; say what is missing, and end with 1")
    parser.add_argument("--language", action="append", help="only this language (es); all that there are when left out")
    options = parser.parse_args()
    languages = options.language or sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())
    if not options.check:
        for language in languages:
            update(language)
    problems = [f"{language}: {problem}" for language in languages for problem in problems_of(language)]
    print("\n".join(problems) or f"{len(collect())} texts, all of them in {', '.join(languages)}.")
    return 1 if problems else 0


def _file_of(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def _head_lines(catalogue: Catalog) -> list[str]:
    """Return the header without dates and names: only what a reader of the file needs."""
    kept = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    return [f'"{name}: {value}\\n"' for name, value in catalogue.mime_headers if name in kept]


def _keep(found: dict[str, Text], texts: Iterator[Text]) -> None:
    for text in texts:
        key = text if isinstance(text, str) else text[0]
        if key and not isinstance(found.get(key), tuple):
            found[key] = text


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _constants(node: ast.expr) -> Iterator[str]:
    """Give the texts that an argument may be: itself, or both sides of ``a if b else c``."""
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _faults(message: Message, plurals: int) -> Iterator[str]:
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    words = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield "Marked as unsure (fuzzy)"
    if not words or not all(words):
        yield "Without translation"
        return
    if len(words) != (1 if len(sources) == 1 else plurals):
        yield "With the wrong number of plural forms"
    for position, text in enumerate(words):
        source = sources[min(position, len(sources) - 1)]
        if _marks(text) != _marks(source) and _marks(text) != _marks(sources[-1]):
            yield "With other places or tags than its source"


def _marks(text: str) -> tuple[list[str], list[str]]:
    return sorted(PLACES.findall(text)), sorted(TAGS.findall(text))


if __name__ == "__main__":
    sys.exit(main())
