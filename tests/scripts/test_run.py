"""`scripts/run.py`: one command on a fresh machine, and one sentence with a way out when something is in the way."""

import ast
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripts.conftest import ROOT, Project

#: Runs a script as an older Python or another system would.
PRETEND = "import runpy, sys; {pretence}; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"


def _pretend(pretence: str, path: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", PRETEND.format(pretence=pretence), "scripts/run.py"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": str(path)}, capture_output=True, text=True, check=False
    )


def _one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    """Check that a start ended with one plain sentence and nothing else on standard error."""
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_an_old_python_can_read_the_script_far_enough_to_be_told(script: str) -> None:
    ast.parse((ROOT / "scripts" / script).read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_how_to_get_a_newer_one(tmp_path: Path) -> None:
    sentence = _one_sentence(_pretend("sys.version_info = (3, 9, 2, 'final', 0)", tmp_path))
    assert "needs Python 3.11 or newer and this is Python 3.9" in sentence
    assert "apt install python3.11" in sentence


def test_an_old_python_is_told_of_the_newer_one_on_the_machine(tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.touch(0o755)
    sentence = _one_sentence(_pretend("sys.version_info = (3, 9, 2, 'final', 0)", tmp_path))
    assert sentence.endswith("start it with the newer one of this machine: python3.12 scripts/run.py.\n")


def test_windows_is_led_to_wsl(tmp_path: Path) -> None:
    assert "WSL" in _one_sentence(_pretend("sys.platform = 'win32'", tmp_path))


def test_a_folder_that_cannot_be_written_is_said_so(project: Project) -> None:
    project.root.chmod(0o555)
    # Root writes everywhere, unless it gives that right away.
    setpriv = shutil.which("setpriv")
    prefix = (setpriv, "--bounding-set=-dac_override") if os.geteuid() == 0 and setpriv else ()
    sentence = _one_sentence(project.run("run.py", prefix=prefix))
    assert f"The folder {project.root} cannot be written" in sentence
    assert "move it to a place of yours" in sentence


def test_a_broken_environment_is_made_anew_and_no_network_is_said_so(project: Project) -> None:
    venv = project.root / ".venv"
    (venv / "lib").mkdir(parents=True)
    (venv / "lib" / "half").touch()
    (venv / "coalition-crm.json").write_text('{"making": "yes"}')
    dead = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    done = project.run("run.py", environ={**dead, "PIP_NO_CACHE_DIR": "1"})
    sentence = _one_sentence(done)
    assert "Removing the old environment" in done.stdout
    assert not (venv / "lib" / "half").exists()
    assert "the package index cannot be reached: check the network" in sentence
    assert str(venv / "install.log") in sentence
    assert "127.0.0.1" in (venv / "install.log").read_text()


def test_the_locks_name_everything_that_their_packages_need() -> None:
    """The installer resolves nothing: what is missing from a lock would be missing from the environment."""
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "No broken requirements found.\n")


def test_a_reason_that_nobody_foresaw_is_shown_in_the_words_of_the_installer(project: Project) -> None:
    lock = project.root / "requirements.txt"
    lock.write_text("not a requirement\n")
    sentence = _one_sentence(project.run("run.py", "--install-only"))
    assert "install.log tells why: ERROR: Invalid requirement: 'not a requirement'" in sentence


def test_a_second_start_goes_straight_on_to_the_program(ready: Project) -> None:
    done = ready.run("run.py", "--port", "9000", "--demo", environ={"CRM_DATA": "mine"})
    assert done.stdout.splitlines() == [
        "called: -m crm serve --port 9000 --demo",
        f"in: {ready.root}",
        f"data: {ready.root.parent / 'mine'}",
    ]


def test_install_only_stops_before_the_program(ready: Project) -> None:
    done = ready.run("run.py", "--install-only")
    assert done.returncode == 0
    assert "is ready" in done.stdout
    assert "called" not in done.stdout


@pytest.mark.parametrize("changed", ["requirements.txt", "pyproject.toml"])
def test_changed_locks_are_installed_at_the_next_start(ready: Project, changed: str) -> None:
    file = ready.root / changed
    file.write_text(file.read_text().replace("waitress", "waitress-x"))
    code = "import run; print(run.is_ready('program'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ready.root / "scripts", capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_settings_of_the_linters_do_not_install_anything_again(ready: Project) -> None:
    file = ready.root / "pyproject.toml"
    file.write_text(file.read_text().replace("line-length = 120", "line-length = 119"))
    assert "is ready" in ready.run("run.py", "--install-only").stdout


def test_two_starts_at_once_do_not_spoil_each_other(project: Project) -> None:
    other = os.open(project.root, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    with subprocess.Popen(
        [sys.executable, str(project.root / "scripts" / "run.py"), "--install-only"], stdout=subprocess.PIPE, text=True
    ) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "Another start is preparing the environment; waiting for it.\n"
        project.make_ready()
        os.close(other)
        assert "is ready" in second.stdout.read()
    assert second.returncode == 0


@pytest.mark.parametrize("wrong", [["--port", "x"], ["--port", "0"], ["--port", "65536"], ["--prot", "1"], ["more"]])
def test_wrong_options_are_wrong_usage(ready: Project, wrong: list[str]) -> None:
    done = ready.run("run.py", *wrong)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: run.py")
