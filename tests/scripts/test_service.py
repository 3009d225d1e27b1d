"""`scripts/service.py`: a unit that systemd takes, and a proxy's lines for the very domain."""

import configparser
import shutil
import subprocess

from tests.scripts.conftest import Project


def test_the_unit_runs_the_supervisor_behind_walls_and_writes_only_its_data(ready: Project) -> None:
    unit = ready.root / "crm.service"
    done = ready.run(
        "service.py", "--domain", "crm.example.org", "--data", "/srv/crm", "--port", "8100", "-o", str(unit)
    )
    assert done.returncode == 0
    parts = configparser.RawConfigParser(strict=False)
    parts.optionxform = str  # type: ignore[assignment, method-assign]
    parts.read(unit)
    service = parts["Service"]
    assert service["ExecStart"] == f"{ready.root}/.venv/bin/python -m crm serve --port 8100"
    assert service["Environment"] == "CRM_DATA=/srv/crm"
    assert service["ReadWritePaths"] == "/srv/crm"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["PrivateTmp"] == "yes"


def test_systemd_finds_nothing_wrong_with_the_unit(ready: Project) -> None:
    unit = ready.root / "crm.service"
    ready.run("service.py", "--domain", "crm.example.org", "-o", str(unit))
    analyze = shutil.which("systemd-analyze")
    # Where there is no systemd there is nothing to ask; the test above has read the unit.
    said = subprocess.run([analyze, "verify", unit], capture_output=True, text=True, check=False) if analyze else None
    assert said is None or (said.returncode, said.stderr) == (0, "")


def test_the_proxies_lines_name_the_domain_and_the_port(ready: Project) -> None:
    said = ready.run("service.py", "--domain", "CRM.example.org", "--port", "8100").stdout
    assert "crm.example.org {\n" in said
    assert "reverse_proxy 127.0.0.1:8100" in said
    assert "server_name crm.example.org;" in said
    assert "proxy_pass http://127.0.0.1:8100;" in said
    assert "PUBLIC_URL=https://crm.example.org" in said


def test_what_is_no_domain_is_wrong_usage(ready: Project) -> None:
    for wrong in ("localhost", "https://crm.example.org", "a b.org", "crm.example.org; rm"):
        done = ready.run("service.py", "--domain", wrong)
        assert done.returncode == 2
        assert "is no domain" in done.stderr


def test_a_missing_environment_is_said(project: Project) -> None:
    assert "--install-only makes it" in project.run("service.py", "--domain", "crm.example.org").stderr
