"""A secretariat's first morning, from the empty installation to the list that it takes with it.

Once without a mouse at a desk, once with a finger on a telephone. Jobs and mails run in the program's own worker.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from playwright.sync_api import Page, expect

from crm.core.clock import today
from tests.journeys.hands import Fingers, Hands, Keys
from tests.journeys.installation import Installation
from tests.journeys.kit import PHONE, WIDE

ORGANIZATIONS = """\
Organisation;País;Correo electrónico;Idiomas
Fundación Paz y Dignidad;España;info@pazydignidad.example;es
Collège de l’Eau;Côte d’Ivoire;contact@eau.example;fr
منظمة السلام الأردنية;Jordan;salam@salam.example;ar, en
日本平和会議;Japan;heiwa@heiwa.example;ja
Общество «Мир»;Kazakhstan;mir@mir.example;ru
Women’s Peace Network;Kenya;hello@wpn-kenya.example;sw
Women’s Peace Network;Uganda;office@wpn-uganda.example;en
"""
SIGNERS = [
    ["Full name", "Email", "Organisation", "Position", "Signed on"],
    ["Amina Otieno", "amina@wpn-kenya.example", "Women’s Peace Network", "Director", "2026-03-01"],
    ["Ané Čapek", "ane@capek.example", "", "", "2026-03-02"],
    ["محمد العلي", "m.ali@salam.example", "منظمة السلام الأردنية", "", "2026-03-02"],
]
PASSWORD = "seven green boats at anchor"
COLLEAGUE = "nine grey herons by the lake"
TASK = "Interpret at the Almaty meeting"


@dataclass
class Morning:
    """One installation, one pair of hands, and a folder for files that come and go."""

    place: Installation
    hands: Hands
    folder: Path
    profile: dict[str, object] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        """Return the page that is open."""
        return self.hands.page


@pytest.mark.parametrize(
    "hands, profile",
    [
        (Keys, {"viewport": WIDE}),
        (Fingers, {"viewport": PHONE, "has_touch": True, "is_mobile": True}),
    ],
    ids=["keyboard", "pointer"],
)
def test_a_first_morning(
    installation: Installation, tmp_path: Path, hands: Callable[[Page], Hands], profile: dict[str, object]
) -> None:
    """Set up, bring lists in and take one back, log a call, fill a task, export, invite, and go home."""
    profile = {"locale": "en-GB", **profile}
    page = installation.profile(**profile).new_page()
    morning = Morning(installation, hands(page), tmp_path, profile)
    with installation.pictured(tmp_path):
        for chapter in CHAPTERS:
            chapter(morning)


def set_up(morning: Morning) -> None:
    """Become the first administrator by the printed link; read on empty pages what to do."""
    hands = morning.hands
    morning.page.goto(morning.place.url + morning.place.link)
    hands.sees("Create the first administrator")
    hands.write("Your name", "Ruth Achieng")
    hands.write("Your mail address", "ruth@coalition.example")
    hands.write("New password", PASSWORD)
    hands.write("The same password again", PASSWORD)
    hands.act("Create and sign in")
    hands.sees("Welcome. You are the first administrator.", "Begin in three steps")
    hands.go("Organisations", "g o")
    hands.sees("Bring in your organisations")
    hands.go("Tasks", "g t")
    hands.sees("Give somebody something to do")


def bring_organizations_in_and_take_them_back(morning: Morning) -> None:
    """Review a list row by row before anything is written; undo it, and nothing of it is left."""
    hands = morning.hands
    path = morning.folder / "miembros.csv"
    path.write_text(ORGANIZATIONS, encoding="utf-8-sig")
    hands.go("Imports")
    hands.sees("Bring in your first list")
    _import_organizations(hands, path)
    hands.act("Undo this import")
    hands.sees("Take this import back?", "7 organisations")
    hands.act("Undo this import")
    hands.sees("Taken back: 7 rows.")
    hands.go("Organisations", "g o")
    hands.sees("Bring in your organisations")
    hands.go("Imports")
    _import_organizations(hands, path)


def _import_organizations(hands: Hands, path: Path) -> None:
    hands.act("Import a list", "n")
    hands.attach(path)
    hands.save("Upload and match columns")
    expect(hands.field("País becomes")).to_have_value("country")
    expect(hands.field("Correo electrónico becomes")).to_have_value("email")
    hands.save("Review the rows")
    hands.sees("Decide: are these the same?", "1 waits", "Another country")
    hands.act("Different", "d")
    hands.sees("Nothing waits for a decision.")
    hands.act("Import 7 rows", "Control+Enter")
    hands.sees("Imported: 7 new, 0 updated, 0 the same as before.")


def bring_signatures_in(morning: Morning) -> None:
    """People and the organisations they sign for come out of one workbook."""
    hands = morning.hands
    path = morning.folder / "firmas.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(SIGNERS):
            sheet.write_row(number, 0, row)
    hands.go("Imports")
    hands.act("Import a list", "n")
    hands.attach(path)
    hands.pick("Signatures")
    hands.write("Title of the new statement", "Statement on the treaty")
    hands.save("Upload and match columns")
    expect(hands.field("Signed on becomes")).to_have_value("signed_on")
    hands.save("Review the rows")
    hands.sees("Nothing waits for a decision.")
    hands.act("Import 3 rows", "Control+Enter")
    hands.sees("Imported: 3 new, 0 updated, 0 the same as before.")
    hands.go("Signatures")
    hands.sees("Ané Čapek", "محمد العلي")


def log_a_call(morning: Morning) -> None:
    """Log a call over the record: it stands there at once, its follow-up on Today; one key says that it is done."""
    hands = morning.hands
    hands.go("Organisations", "g o")
    hands.open_row("Collège de l’Eau")
    hands.arrives("Collège de l’Eau")
    hands.act("Log a contact", "l")
    hands.opens("Log a contact")
    hands.write("What was said", "The board meets tomorrow and will decide then")
    hands.write_day("Follow up on", today())
    hands.write("What is to be done", "Ask what the board decided")
    hands.save("Log it")
    hands.closes()
    hands.arrives("Collège de l’Eau")
    hands.sees("The board meets tomorrow and will decide then")
    hands.open_side()
    hands.sees("Ask what the board decided")
    hands.go("Today", "g h")
    hands.sees("Ask what the board decided")
    hands.finish_row("Ask what the board decided")
    expect(hands.main.get_by_text("Ask what the board decided")).to_have_count(0)
    hands.undo()
    hands.sees("Ask what the board decided")
    hands.finish_row("Ask what the board decided")
    expect(hands.main.get_by_text("Ask what the board decided")).to_have_count(0)


def find_volunteers(morning: Morning) -> None:
    """Two people who signed offer their time."""
    hands = morning.hands
    for name in ("Amina Otieno", "Ané Čapek"):
        hands.go("People", "g p")
        hands.open_row(name)
        hands.arrives(name)
        hands.act("Make a volunteer")
        hands.write("Skills", "Interpreting, Law")
        hands.write("Languages", "Russian, English")
        hands.write("Hours a week", "4")
        hands.save("Make a volunteer")
        hands.arrives(name)
        hands.sees("Interpreting")


def fill_a_task(morning: Morning) -> None:
    """Give the one place once: the first gets a mail, whoever comes second reads that all are taken."""
    hands = morning.hands
    hands.go("Tasks", "g t")
    hands.act("New task", "n")
    hands.write("What is to be done", TASK)
    hands.write_day("Due", today())
    hands.write("Skills it needs", "Interpreting")
    hands.save("Save task")
    hands.arrives(TASK)
    hands.sees("the mail is kept as a file in the outbox folder")
    second = type(hands)(morning.page.context.new_page())
    second.page.goto(morning.page.url)
    hands.choose("Volunteer", "Amina Otieno")
    hands.act("Assign")
    hands.sees("Assigned.", "All places are taken.")
    morning.place.expected.append("409 (CONFLICT)")
    second.choose("Volunteer", "Ané Čapek")
    second.act("Assign")
    second.sees("All places are taken.")
    second.page.close()
    mail = morning.place.wait_for_mail(TASK)
    assert mail["To"] is not None
    assert "amina@wpn-kenya.example" in str(mail["To"])
    morning.page.bring_to_front()


def write_hours_down(morning: Morning) -> None:
    """Log the hours that were given, and mark the part as done: the task waits to be checked."""
    hands = morning.hands
    hands.act("Log hours: Amina Otieno")
    hands.write("Hours", "2.5")
    hands.save("Log hours")
    hands.sees("The hours are logged.", "2.5 hours")
    hands.act("Done: Amina Otieno")
    hands.sees("Marked as done.", "To check")


def move_a_card(morning: Morning) -> None:
    """Another task moves over the board, and back."""
    hands = morning.hands
    hands.go("Tasks", "g t")
    hands.act("New task", "n")
    hands.write("What is to be done", "Translate the statement")
    hands.save("Save task")
    hands.arrives("Translate the statement")
    hands.go("Tasks", "g t")
    hands.move_card("Translate the statement", "In progress")
    hands.sees("Translate the statement moved to In progress")
    expect(morning.page.locator("[data-column=in_progress]")).to_contain_text("Translate the statement")
    hands.undo()
    expect(morning.page.locator("[data-column=needs_people]")).to_contain_text("Translate the statement")


def ask_the_list(morning: Morning) -> None:
    """Filter, show another column, and save a view that keeps both."""
    hands = morning.hands
    hands.go("Organisations", "g o")
    hands.act("Filter")
    hands.press(hands.named("Country"))
    hands.choose("Which", "Kenya")
    hands.act("Show")
    expect(hands.main.locator(".c-row-link")).to_have_text(["Women’s Peace Network"])
    hands.act("Columns")
    hands.tick("City")
    hands.act("Show these columns")
    expect(hands.main.get_by_role("columnheader", name="City")).to_have_count(1)
    hands.act("Save view")
    hands.write("Name", "In Kenya")
    hands.save("Save view")
    hands.sees("Saved as a view.")
    expect(hands.main.locator(".c-tab[aria-current=page]")).to_contain_text("In Kenya")
    expect(hands.main.locator(".c-row-link")).to_have_count(1)


def take_it_along(morning: Morning) -> None:
    """Export what was brought in as CSV and as XLSX, letter for letter."""
    hands = morning.hands
    expected = {line.split(";")[0] for line in ORGANIZATIONS.splitlines()[1:]}
    hands.go("Organisations", "g o")
    text = _download(morning, "All fields as CSV").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["name"] for row in rows} == expected
    assert len(rows) == 7
    assert {"info@pazydignidad.example", "office@wpn-uganda.example"} <= {row["email"] for row in rows}
    book = python_calamine.CalamineWorkbook.from_path(str(_download(morning, "All fields as XLSX")))
    cells = book.get_sheet_by_index(0).to_python()
    place = cells[0].index("name")
    assert {row[place] for row in cells[1:]} == expected


def _download(morning: Morning, word: str) -> Path:
    hands = morning.hands
    hands.act("Export")
    with morning.page.expect_download() as download:
        hands.press(hands.named(word))
    path = morning.folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def invite_a_colleague(morning: Morning) -> None:
    """Let a colleague in by the copied link, who sees what a viewer may, and nothing else."""
    hands = morning.hands
    _reader_menu(hands, "Ruth Achieng", "Users")
    hands.act("Invite", "n")
    hands.write("Name", "Kofi Mensah")
    hands.write("Mail address", "kofi@coalition.example")
    hands.choose("Role", "Viewer")
    hands.save("Invite")
    hands.arrives("A link for Kofi Mensah")
    link = hands.field("Link").input_value()
    colleague = type(hands)(morning.place.profile(**morning.profile).new_page())
    colleague.page.goto(link)
    colleague.sees("Welcome, Kofi Mensah")
    colleague.write("New password", COLLEAGUE)
    colleague.write("The same password again", COLLEAGUE)
    colleague.act("Set password and sign in")
    colleague.sees("Your password is set. You are signed in.")
    colleague.go("Organisations", "g o")
    colleague.open_row("Collège de l’Eau")
    colleague.arrives("Collège de l’Eau")
    colleague.open_side()
    colleague.sees("Your role shows how many, not what was said.")
    expect(colleague.page.get_by_text("The board meets tomorrow")).to_have_count(0)
    expect(colleague.page.get_by_role("link", name="Imports", include_hidden=True)).to_have_count(0)
    expect(colleague.page.get_by_role("link", name="Log a contact", include_hidden=True)).to_have_count(0)
    morning.place.expected.append("403 (FORBIDDEN)")
    colleague.page.goto(morning.place.url + "/imports/")
    expect(colleague.page.get_by_role("heading", level=1)).to_be_visible()
    expect(colleague.page.get_by_text("miembros.csv")).to_have_count(0)
    colleague.page.context.close()


def _reader_menu(hands: Hands, name: str, word: str) -> None:
    hands.open_navigation()
    nav = hands.page.locator("#c-nav")
    hands.press(nav.locator("summary", has_text=name))
    hands.press(hands.named(word, nav))


def speak_spanish_and_go_home(morning: Morning) -> None:
    """Turn the desk to another language, and sign out: the door is closed."""
    hands = morning.hands
    _reader_menu(hands, "Ruth Achieng", "My profile")
    hands.arrives("My profile")
    hands.choose("Language", "Español")
    hands.save("Save")
    expect(morning.page.locator("html")).to_have_attribute("lang", "es")
    hands.open_navigation()
    nav = hands.page.locator("#c-nav")
    hands.press(nav.locator("summary", has_text="Ruth Achieng"))
    hands.press(nav.locator("form button[type=submit]").last)
    expect(morning.page.locator("input[type=password]")).to_be_visible()
    morning.page.goto(morning.place.url + "/organizations")
    expect(morning.page.locator("input[type=password]")).to_be_visible()


CHAPTERS: tuple[Callable[[Morning], None], ...] = (
    set_up,
    bring_organizations_in_and_take_them_back,
    bring_signatures_in,
    log_a_call,
    find_volunteers,
    fill_a_task,
    write_hours_down,
    move_a_card,
    ask_the_list,
    take_it_along,
    invite_a_colleague,
    speak_spanish_and_go_home,
)
