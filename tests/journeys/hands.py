"""Two ways to work a page: `Keys` touches nothing but the keyboard, `Fingers` nothing but a small screen.

A journey says what somebody does; its hands say how. Both find things as people do: by their words.
"""

import re
from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from typing_extensions import override

from tests.journeys.kit import stay_inside

#: Nobody looks for a control longer than this.
MOST_TABS = 250

_WAY = """one => {
  const here = document.activeElement;
  if (one === here) return "";
  if (here === document.body && one.closest("main")) return "skip";
  return here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING ? "Shift+Tab" : "Tab";
}"""


class Hands(ABC):
    """Whoever works a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # --- what differs

    @abstractmethod
    def press(self, target: Locator) -> None:
        """Press a button or link."""

    @abstractmethod
    def go(self, word: str, key: str = "") -> None:
        """Open a page of the navigation, with its chord where there is one."""

    @abstractmethod
    def act(self, word: str, key: str = "") -> None:
        """Press what has these words in the page, with its key where there is one."""

    @abstractmethod
    def save(self, word: str) -> None:
        """Send the form that was just filled in, with the button of these words."""

    @abstractmethod
    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Write into a field."""

    @abstractmethod
    def write_day(self, label: str, day: date) -> None:
        """Write a day into a field."""

    @abstractmethod
    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""

    @abstractmethod
    def pick(self, word: str) -> None:
        """Choose one of several round boxes."""

    @abstractmethod
    def tick(self, word: str) -> None:
        """Tick a box, or take its tick away."""

    @abstractmethod
    def open_row(self, name: str) -> None:
        """Open a row of a list."""

    @abstractmethod
    def finish_row(self, name: str) -> None:
        """Say of a row of Today that it is done."""

    @abstractmethod
    def open_side(self) -> None:
        """Bring the panel beside a record to the eye."""

    @abstractmethod
    def open_navigation(self) -> None:
        """Bring the navigation to the eye."""

    @abstractmethod
    def undo(self) -> None:
        """Take the last act back."""

    @abstractmethod
    def move_card(self, title: str, to: str) -> None:
        """Move a card of the board to the next column, whose name is `to`."""

    # --- what is the same

    @property
    def main(self) -> Locator:
        """Return the part of the page that is not navigation: the dialog over it, where one is open."""
        drawer = self.page.locator("dialog[open]")
        return drawer if drawer.count() else self.page.locator("#main")

    def named(self, word: str, place: Locator | None = None) -> Locator:
        """Return what can be pressed and has these words."""
        inside = place or self.main
        exact = re.compile(rf"^\s*{re.escape(word)}(\s|\d|$)")
        found = inside.get_by_role("button", name=exact).or_(inside.get_by_role("link", name=exact))
        opens = inside.locator("summary", has_text=exact).or_(inside.locator(f'summary[aria-label="{word}"]'))
        return found.or_(opens).locator("visible=true").first

    def attach(self, path: Path) -> None:
        """Choose a file."""
        with self.page.expect_file_chooser() as chooser:
            self.press(self.page.locator("input[type=file]"))
        chooser.value.set_files(path)

    def sees(self, *words: str) -> None:
        """Wait until the words stand in the page, and check that it fits the window."""
        for word in words:
            expect(self.page.get_by_text(word).locator("visible=true").first).to_be_visible()
        stay_inside(self.page)

    def arrives(self, heading: str) -> None:
        """Wait until the page with this heading is here, and check that it fits the window."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        stay_inside(self.page)

    def opens(self, heading: str) -> None:
        """Wait until the dialog with this heading lies over the page, and check that it fits the window."""
        expect(self.page.get_by_role("dialog", name=heading)).to_be_visible()
        stay_inside(self.page)

    def closes(self) -> None:
        """Wait until no dialog lies over the page."""
        expect(self.page.locator("dialog[open]")).to_have_count(0)

    def field(self, label: str | re.Pattern[str]) -> Locator:
        """Return a field by the start of its label."""
        words = label if isinstance(label, re.Pattern) else re.compile(rf"^{re.escape(label)}")
        return self.main.get_by_label(words).locator("visible=true").first


class Keys(Hands):
    """Whoever has no mouse."""

    def reach(self, target: Locator) -> None:
        """Go to a control with Tab alone."""
        target.wait_for()
        for _press in range(MOST_TABS):
            way = str(target.evaluate(_WAY))
            if not way:
                return
            if way == "skip":
                self.page.keyboard.press("Tab")
                if target.evaluate("() => document.activeElement.matches('.c-skip')"):
                    self.page.keyboard.press("Enter")
            else:
                self.page.keyboard.press(way)
        raise AssertionError(f"{target} cannot be reached with Tab on {self.page.url}")

    @override
    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    @override
    def go(self, word: str, key: str = "") -> None:
        if key:
            self._leave_field()
            for one in key.split():
                self._strike(one)
        else:
            self.press(self.page.locator("#c-nav").get_by_role("link", name=word))

    @override
    def act(self, word: str, key: str = "") -> None:
        expect(self.named(word)).to_be_visible()
        if key:
            self._leave_field()
            self._strike(key)
        else:
            self.press(self.named(word))

    @override
    def save(self, word: str) -> None:
        expect(self.named(word)).to_be_visible()
        self._strike("Control+Enter")

    @override
    def write(self, label: str | re.Pattern[str], text: str) -> None:
        self.reach(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    @override
    def write_day(self, label: str, day: date) -> None:
        target = self.field(label)
        self.reach(target)
        # Which part comes first depends on the language of the machine.
        for order in ("%m%d%Y", "%d%m%Y"):
            for _part in range(3):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(day.strftime(order))
            if target.input_value() == day.isoformat():
                return
        expect(target).to_have_value(day.isoformat())

    @override
    def choose(self, label: str, option: str) -> None:
        box = self.field(label)
        self.reach(box)
        self.page.keyboard.press("Home")
        for _step in range(MOST_TABS):
            if box.evaluate("box => box.selectedOptions[0]?.text.trim()") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} does not offer {option}")

    @override
    def pick(self, word: str) -> None:
        target = self.main.get_by_role("radio", name=word, exact=True)
        name = target.get_attribute("name")
        group = self.main.locator(f"input[type=radio][name='{name}']")
        chosen = group.and_(self.main.locator(":checked"))
        self.reach(chosen if chosen.count() else group.first)
        for _step in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(target).to_be_checked()

    @override
    def tick(self, word: str) -> None:
        self.reach(self.main.get_by_role("checkbox", name=word))
        self.page.keyboard.press("Space")

    @override
    def open_row(self, name: str) -> None:
        self._move_to(name)
        self.page.keyboard.press("Enter")

    @override
    def finish_row(self, name: str) -> None:
        self._move_to(name)
        self.page.keyboard.press("x")

    @override
    def open_side(self) -> None:
        expect(self.page.locator("#side")).to_be_visible()

    @override
    def open_navigation(self) -> None:
        expect(self.page.locator("#c-nav")).to_be_visible()

    @override
    def undo(self) -> None:
        expect(self.page.get_by_role("button", name="Undo")).to_be_visible()
        self._strike("z")

    @override
    def move_card(self, title: str, to: str) -> None:
        self.reach(self.main.get_by_role("link", name=title))
        self._strike("Alt+ArrowRight")

    def _move_to(self, name: str) -> None:
        link = self.main.locator(".c-row-link", has_text=name)
        link.first.wait_for()
        self._leave_field()
        self._strike("k")
        for _step in range(self.main.locator(".c-row-link").count() + 1):
            if link.first.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("j")
        raise AssertionError(f"J does not lead to {name}")

    def _strike(self, key: str) -> None:
        """Press a key once the page listens to it."""
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)

    def _leave_field(self) -> None:
        if self.page.evaluate("document.activeElement.matches('input, select, textarea')"):
            self.page.keyboard.press("Escape")


class Fingers(Hands):
    """Whoever works on a telephone."""

    @override
    def press(self, target: Locator) -> None:
        target.tap()

    @override
    def go(self, word: str, key: str = "") -> None:
        self.open_navigation()
        self.page.locator("#c-nav").get_by_role("link", name=word).tap()

    @override
    def act(self, word: str, key: str = "") -> None:
        self.named(word).tap()

    @override
    def save(self, word: str) -> None:
        self.named(word).tap()

    @override
    def write(self, label: str | re.Pattern[str], text: str) -> None:
        self.field(label).tap()
        self.field(label).fill(text)

    @override
    def write_day(self, label: str, day: date) -> None:
        self.field(label).fill(day.isoformat())

    @override
    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    @override
    def pick(self, word: str) -> None:
        self.main.get_by_role("radio", name=word, exact=True).check()

    @override
    def tick(self, word: str) -> None:
        self.main.get_by_role("checkbox", name=word).tap()

    @override
    def open_row(self, name: str) -> None:
        self.main.locator(".c-row-link", has_text=name).first.tap()

    @override
    def finish_row(self, name: str) -> None:
        self.main.get_by_role("button", name=f"Done: {name}").tap()

    @override
    def open_side(self) -> None:
        self.main.locator(".c-side-link a").tap()

    @override
    def open_navigation(self) -> None:
        self.page.locator(".c-nav-open").tap()

    @override
    def undo(self) -> None:
        self.page.get_by_role("button", name="Undo").tap()

    @override
    def move_card(self, title: str, to: str) -> None:
        card = self.main.locator("[data-card]", has_text=title)
        card.locator(".c-task-menu > summary").tap()
        card.get_by_role("button", name=to).tap()
