"""Where every command of the shell stands and what it is for, in the order of the help page.

The words stand here again, so that `crm --help` imports no command; a test holds the two together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A command: `package.module:attribute`, and what the help page says of it."""

    attribute: str
    help: str
    #: Whether it needs the pages: a web server, or who measures them.
    has_pages: bool = False
    is_hidden: bool = False


PLACES = {
    "serve": Place(
        "crm.cli.serve:serve_command",
        "Bring the database up to date, start web server and worker, and print the link that leads in.",
    ),
    "web": Place(
        "crm.cli.web:web_command",
        "Run the web server alone; `crm serve` starts it together with the worker.",
        has_pages=True,
    ),
    "user": Place("crm.cli.user:user_group", "Who may sign in."),
    "link": Place(
        "crm.cli.user:link_command",
        "Print the link to open: the first page, or the one-time set-up page when there are no users.",
    ),
    "export": Place(
        "crm.cli.export:export_command",
        "Write a list or a saved view as CSV, XLSX, vCard or JSON lines; the ending of the file says which.",
    ),
    "db": Place("crm.cli.db:db_group", "The tables of this installation."),
    "bench": Place(
        "crm.cli.bench:bench_group", "Measure what pages cost here, beside a floor in the same run.", has_pages=True
    ),
    "demo": Place("crm.cli.demo:demo_command", "Fill an empty base with an invented coalition and print its logins."),
    "begin": Place(
        "crm.cli.begin:begin_command",
        "Bring the tables to this version and print the link to open as the last line.",
        is_hidden=True,
    ),
    "backup": Place(
        "crm.cli.backup:backup_command", "Write a backup of everything, check it by opening it, and say where it is."
    ),
    "restore": Place("crm.cli.backup:restore_command", "Put a backup in place of what is here; stop the CRM first."),
    "doctor": Place("crm.cli.doctor:doctor_command", "Check database, disk, worker, mail out and backup, a line each."),
    "worker": Place("crm.worker.command:worker_command", "Do the jobs of this installation until SIGTERM or Ctrl-C."),
    "import": Place("crm.cli.imports:import_command", "Bring a spreadsheet in: organisations, people or signatures."),
    "sheet": Place("crm.cli.sheet:sheet_group", "How a file is read: what is guessed, and the table that is read."),
    "batch": Place("crm.cli.batch:batch_group", "Imports that were brought in: look, decide, repair, take back."),
    "duplicates": Place("crm.cli.duplicates:duplicates_group", "Contacts that could be one."),
}
