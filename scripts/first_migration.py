"""Write the first migration anew from the models; only until version 1.0, from then on migrations are added."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "migrations" / "versions" / "20261124_0600_first_tables.py"
TRIGGERS = """

_ABORT = "SELECT RAISE(ABORT, 'the audit log is only ever added to')"
_RAISE = "$$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$"
_EACH_ROW = "FOR EACH ROW EXECUTE FUNCTION audit_line_refuse()"

def _refuse_changes_of_the_audit_log() -> None:
    for statement in {
        "sqlite": (
            f"CREATE TRIGGER audit_line_UPDATE BEFORE UPDATE ON audit_line BEGIN {_ABORT}; END",
            f"CREATE TRIGGER audit_line_DELETE BEFORE DELETE ON audit_line BEGIN {_ABORT}; END",
        ),
        "postgresql": (
            f"CREATE OR REPLACE FUNCTION audit_line_refuse() RETURNS trigger LANGUAGE plpgsql AS {_RAISE}",
            f"CREATE TRIGGER audit_line_UPDATE BEFORE UPDATE ON audit_line {_EACH_ROW}",
            f"CREATE TRIGGER audit_line_DELETE BEFORE DELETE ON audit_line {_EACH_ROW}",
        ),
    }[op.get_bind().dialect.name]:
        op.execute(statement)
"""


def main() -> None:
    """Replace the file of the first migration."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    for old in TARGET.parent.glob("*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        code = (
            "from config import read_settings; from crm.cli.db import migrations; from crm.factory import create_app\n"
            "from flask_migrate import revision\n"
            "app = create_app(read_settings(), has_pages=False)\n"
            "with app.app_context(): migrations(); revision(message='first tables', autogenerate=True, rev_id='0001')\n"
        )
        environ = {**os.environ, "CRM_DATA": folder, "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    (made,) = TARGET.parent.glob("*.py")
    text = made.read_text(encoding="utf-8").replace(
        "    # ### end Alembic commands ###\n", "    _refuse_changes_of_the_audit_log()\n"
    )
    made.unlink()
    TARGET.write_text(text.rstrip() + "\n" + TRIGGERS, encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "format", "--quiet", str(TARGET)], check=True, cwd=ROOT)
    print(f"Written: {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
