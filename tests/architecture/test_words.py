"""Every text of the program is in the Spanish catalogue, and nothing else is; scripts have no words of their own."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Catalog

ROOT = Path(__file__).resolve().parents[2]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "scripts" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogue"] = module
    spec.loader.exec_module(module)
    return module


catalogue = _load()


def test_the_spanish_catalogue_has_every_text_and_its_places_and_nothing_else() -> None:
    problems = catalogue.problems_of("es")
    assert not problems, "python scripts/catalogue.py, then translate:\n" + "\n".join(problems)


def test_the_catalogue_is_written_as_the_script_writes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sorted, without places and dates: a change of the file is a change of words."""
    path = ROOT / "crm" / "translations" / "es" / "LC_MESSAGES" / "messages.po"
    copy = tmp_path / "es" / "LC_MESSAGES" / "messages.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(catalogue, "TRANSLATIONS", tmp_path)
    catalogue.update("es")
    assert copy.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "string, fault",
    [
        (("", ""), "Without translation"),
        (("%(num)d filas",), "With the wrong number of plural forms"),
        (("%(num)d fila", "%(n)d filas"), "With other places or tags than its source"),
    ],
)
def test_a_broken_translation_is_found(monkeypatch: pytest.MonkeyPatch, string: tuple[str, ...], fault: str) -> None:
    broken = Catalog(locale="es")
    broken.add(("%(num)d row", "%(num)d rows"), string)
    monkeypatch.setattr(catalogue, "collect", lambda: {"%(num)d row": ("%(num)d row", "%(num)d rows")})
    monkeypatch.setattr(catalogue, "read_catalogue", lambda _language: broken)
    assert catalogue.problems_of("es") == [f"{fault}: '%(num)d row'"]


def test_texts_are_found_however_they_are_marked() -> None:
    python = """
gettext("one" " more")
raise DomainError("two %(name)s" if name else "three", name=name)
WORDS = {1: N_("four")}
ngettext("%(num)d five", "%(num)d fives", 5)
raise ValueError("for programmers")
"""
    assert set(catalogue.texts_of_python(python)) == {
        "one more",
        "two %(name)s",
        "three",
        "four",
        ("%(num)d five", "%(num)d fives"),
    }
    template = b'{{ _("six") }}<a title="{{ _("seven %(x)s", x=1) }}">{{ ngettext("%(num)d a", "%(num)d b", 2) }}</a>'
    assert list(catalogue.texts_of_template(template)) == ["six", "seven %(x)s", ("%(num)d a", "%(num)d b")]


def test_scripts_take_their_words_from_the_page() -> None:
    """A literal with two words in it, or a capital and letters that are no name of the browser's, is a text."""
    found = []
    for path in sorted((ROOT / "crm" / "static" / "js").glob("*.js")):
        code = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for _quote, text in re.findall(r"([\"'`])((?:(?!\1)[^\\\n]|\\.)*)\1", code):
            if re.match(r"[A-Z][a-z]+ [a-z]+|[A-Z][a-z]+[.?:]$", text):
                found.append(f"{path.name}: {text}")
    assert not found, "\n".join(found)
