"""`scripts/test.py`: every check in one run, told clearly, with pytest's closing line as the last of a good run."""

import pytest

from tests.scripts.conftest import Project

CHECKS = ("ruff check", "ruff format", "mypy", "import-linter", "djlint", "vulture", "deptry", "codespell")


def test_every_check_is_told_before_the_tests_and_their_closing_line_comes_last(ready: Project) -> None:
    done = ready.run("test.py")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert [line.partition(":")[0] for line in lines if ": passed (" in line] == list(CHECKS)
    assert lines[-1] == "3 passed in 0.01s"


def test_arguments_go_through_to_pytest(ready: Project) -> None:
    done = ready.run("test.py", "-k", "words", "--big", "tests/contacts")
    assert "called: -m pytest -n 3 --dist worksteal -k words --big tests/contacts" in done.stdout
    assert "mypy: passed" in done.stdout


def test_only_tests_leaves_out_the_checks(ready: Project) -> None:
    done = ready.run("test.py", "--only-tests", "-n0")
    assert "called: -m pytest -n0\n" in done.stdout
    assert "mypy" not in done.stdout


def test_a_check_that_fails_is_shown_named_at_the_end_and_fails_the_run(ready: Project) -> None:
    done = ready.run("test.py", environ={"SICK": "mypy"})
    assert done.returncode == 1
    assert "mypy: FAILED" in done.stdout
    assert "mypy says so" in done.stdout
    assert "3 passed" in done.stdout
    assert done.stdout.splitlines()[-1] == "Failed before the tests: mypy."


@pytest.mark.parametrize("end", ["1", "2", "5"])
def test_tests_that_fail_or_are_not_there_fail_the_run(ready: Project, end: str) -> None:
    assert ready.run("test.py", environ={"TESTS_END": end}).returncode != 0


def test_what_the_machine_lacks_is_said_and_left_out(ready: Project) -> None:
    done = ready.run("test.py", environ={"MISSING": "Chromium was not found; apt install chromium brings it.\n"})
    assert done.returncode == 0
    assert "apt install chromium" in done.stdout
    assert "left out" in done.stdout


def test_where_nothing_may_be_left_out_a_lack_fails_the_run(ready: Project) -> None:
    lack = {"MISSING": "Chromium was not found; apt install chromium brings it.\n", "CRM_REQUIRE_ALL": "1"}
    done = ready.run("test.py", environ=lack)
    assert done.returncode == 1
    assert "apt install chromium" in done.stdout
    assert "called: -m pytest" not in done.stdout


def test_names_that_only_templates_use_are_not_dead_code(ready: Project) -> None:
    template = ready.root / "templates" / "page.html"
    template.write_text("{% for person in people %}<p title='unused'>{{ person.full_name }}</p>{% endfor %}")
    vulture = ready.root / ".venv" / "bin" / "vulture"
    vulture.write_text('#!/bin/sh\nfor last; do :; done\n/bin/cat "$last"\nexit 1\n')
    said = ready.run("test.py").stdout
    assert "person\n" in said
    assert "full_name\n" in said
    assert "unused\n" not in said
