"""A list as a partner in Dakar sends it: semicolons, cp1252, title rows; reviewed, repaired, brought in, taken back."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.hands import Keys
from tests.journeys.installation import Installation
from tests.journeys.kit import WIDE

LIST = """\
Liste des organisations signataires;;;
Campagne pour les eaux côtières, état au 1er mars 2026;;;
;;;
Organisation;Pays;Courriel;Ville
Réseau Mémoire;Sénégal;bureau@memoire.example;Thiès
Collège de l’Eau;Côte d’Ivoire;contact@eau.example;Bouaké
Association «Été»;Bénin;ete@ete.example;Abomey
;Mali;paix@paix.example;Kayes
Réseau Mémoire;Guinée;conakry@memoire.example;Kankan
"""
PASSWORD = "seven green boats at anchor"


def test_a_french_list_with_title_rows_is_reviewed_repaired_brought_in_and_taken_back(
    installation: Installation, tmp_path: Path
) -> None:
    """Its accents arrive, its titles are no rows, and after the undo nothing of it is left."""
    page = installation.profile(locale="en-GB", viewport=WIDE).new_page()
    hands = Keys(page)
    path = tmp_path / "Signataires été.csv"
    path.write_bytes(LIST.encode("cp1252"))
    with installation.pictured(tmp_path):
        page.goto(installation.url + installation.link)
        hands.write("Your name", "Ruth Achieng")
        hands.write("Your mail address", "ruth@coalition.example")
        hands.write("New password", PASSWORD)
        hands.write("The same password again", PASSWORD)
        hands.act("Create and sign in")
        hands.sees("Welcome. You are the first administrator.")
        hands.go("Imports")
        hands.act("Import a list", "n")
        hands.attach(path)
        hands.save("Upload and match columns")
        hands.sees("Côte d’Ivoire", "Thiès")
        expect(hands.field("Pays becomes")).to_have_value("country")
        expect(hands.field("Courriel becomes")).to_have_value("email")
        _review(hands)
        hands.act("Import 5 rows", "Control+Enter")
        hands.sees("Imported: 5 new, 0 updated, 0 the same as before.")
        _take_back(hands)


def _review(hands: Keys) -> None:
    """Decide the row that could be another one, and type the name that is missing where its reason stands."""
    hands.save("Review the rows")
    hands.sees("Decide: are these the same?", "Another country", "Cannot be read", "The name is empty.")
    hands.act("Different", "d")
    hands.sees("Nothing waits for a decision.")
    hands.act("Type it")
    hands.sees("The name is empty.")
    hands.write("Organisation", "Maison de la Paix")
    hands.act("Try this row again")
    hands.sees("Row 4 can be read now: New.")


def _take_back(hands: Keys) -> None:
    """One row first, then the rest."""
    hands.tick("Choose row 3")
    hands.act("Undo these rows")
    hands.sees("Take back these rows of the import: 3?", "1 organisation")
    hands.act("Undo these rows")
    hands.sees("Taken back: 1 row.")
    hands.go("Organisations", "g o")
    hands.sees("Maison de la Paix", "Collège de l’Eau", "Réseau Mémoire")
    expect(hands.main.get_by_text("Association «Été»")).to_have_count(0)
    hands.go("Imports")
    hands.press(hands.main.get_by_role("link", name="Signataires été.csv"))
    hands.act("Undo this import")
    hands.sees("Take this import back?", "4 organisations")
    hands.act("Undo this import")
    hands.sees("Taken back: 5 rows.")
    hands.go("Organisations", "g o")
    hands.sees("Bring in your organisations")
