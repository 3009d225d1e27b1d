"""The stylesheets keep the rules of the design language; scripts stay small."""

import re
from pathlib import Path

import pytest

from config import ROOT

STATIC = ROOT / "crm" / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
#: What wakes the others, and what they share: nothing to start.
UNWOKEN = {"main.js", "page.js", "values.js"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOKENS = (STATIC / "css" / "tokens.css").read_text()

#: Text on its ground, as they are used together.
PAIRS = [
    *(
        (text, ground)
        for text in ("text", "text-2", "text-3")
        for ground in ("paper", "surface", "surface-2", "sunken")
    ),
    *((text, ground) for text in ("text", "text-2") for ground in ("hover", "selected")),
    *(("accent", ground) for ground in ("paper", "surface", "surface-2", "soft")),
    *((tone, f"{tone}-back") for tone in ("green", "amber", "red", "blue", "violet", "teal", "rose", "grey")),
    *((tone, ground) for tone in ("green", "amber", "red") for ground in ("surface", "surface-2", "hover", "selected")),
    *(("on-fill", ground) for ground in ("fill", "fill-hover")),
]


def _rules(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def _block(selector: str) -> dict[str, str]:
    start = TOKENS.index(selector + " {") + len(selector) + 2
    return dict(re.findall(r"--c-([\w-]+): (#[0-9a-f]{6});", TOKENS[start : TOKENS.index("}", start)]))


LIGHT, DARK = _block(":root"), _block('[data-theme="dark"]')


def _contrast(one: str, other: str) -> float:
    def light(code: str) -> float:
        parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme: dict[str, str]) -> None:
    faint = {pair: round(ratio, 2) for pair in PAIRS if (ratio := _contrast(theme[pair[0]], theme[pair[1]])) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_fields_and_the_focus_stand_out(theme: dict[str, str]) -> None:
    for ground in ("surface", "surface-2", "paper"):
        assert _contrast(theme["field"], theme[ground]) >= 3
        assert _contrast(theme["focus"], theme[ground]) >= 3


def test_dark_by_choice_and_dark_by_the_machine_are_the_same() -> None:
    assert _block('[data-theme="auto"]') == DARK
    assert set(DARK) <= set(LIGHT)


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS if sheet.name != "tokens.css"], ids=lambda sheet: sheet.name
)
def test_only_tokens_name_a_colour(sheet: Path) -> None:
    without_pictures = re.sub(r'url\(".*?"\)', "", _rules(sheet))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*})|rgba?\(", without_pictures) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_logical_properties_are_used(sheet: Path) -> None:
    sides = "left|right|top|bottom"
    physical = (
        rf"\s*(?:(?:margin|padding|border)-(?:{sides})\b|(?:{sides}|width|height)\s*:|text-align: (?:left|right))"
    )
    declarations = re.findall(r"[{;]([^{};]+)", _rules(sheet))
    assert [line.strip() for line in declarations if re.match(physical, line)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_nothing_stands_in_a_sheet_but_rules(sheet: Path) -> None:
    left, inner = _rules(sheet), re.compile(r"[^{}]*\{[^{}]*\}")
    while inner.search(left):
        left = inner.sub("", left)
    assert not left.strip(), left.strip()[:200]


def test_every_drawn_class_is_used() -> None:
    drawn = set(re.findall(r"\.(c-[\w-]+)", "\n".join(_rules(sheet) for sheet in SHEETS)))
    markup = "\n".join(path.read_text() for path in [*TEMPLATES, *SCRIPTS, *(ROOT / "crm").rglob("*.py")])
    used = set(re.findall(r"[\s\"'.](c-[a-z0-9][\w-]*)", markup))
    built = {name for name in drawn if any(name.startswith(stem) for stem in _stems(markup))}
    assert sorted(drawn - used - built) == []


def _stems(markup: str) -> set[str]:
    """Give the beginnings of names that are put together in a macro, such as c-tone-."""
    return set(re.findall(r"(c-[\w-]*-)(?=\{\{|\"\s*~)", markup))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_a_small_module_that_says_what_it_adds(script: Path) -> None:
    text = script.read_text()
    assert text.startswith("/**")
    assert text.count("\n") < 150
    assert not re.search(r"\bwindow\.\w+ = |innerHTML|document\.write|eval\(", text)
    assert script.name in UNWOKEN or re.search(r"^export function start\(\)", text, flags=re.MULTILINE)


def test_the_page_wakes_every_script() -> None:
    main = (STATIC / "js" / "main.js").read_text()
    woken = set(re.findall(r'from "\./([\w.]+)"', main))
    assert woken == {script.name for script in SCRIPTS} - UNWOKEN
