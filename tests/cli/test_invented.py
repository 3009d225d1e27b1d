import json

import pytest
from flask import Flask

from crm.accounts.queries import count_users
from crm.cli.bench import bench_group
from crm.cli.demo import demo_command
from crm.core.db import db
from tests.factories import a_user


def test_demo_prints_its_logins_alone_on_standard_output_and_again_when_it_is_there(app: Flask) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(demo_command, ["--json"])
    assert first.exit_code == 0, first.output
    answer = json.loads(first.stdout)
    assert [login["role"] for login in answer["logins"]] == ["admin", "coordinator", "coordinator", "staff", "viewer"]
    assert set(answer["logins"][0]) == {"name", "email", "password", "role"}
    assert "ready" in first.stderr
    again = runner.invoke(demo_command, [])
    assert again.exit_code == 0
    assert "here already" in again.stderr
    assert all(login["email"] in again.stdout and login["password"] in again.stdout for login in answer["logins"])


def test_demo_leaves_a_base_alone_that_holds_something_else(app: Flask) -> None:
    a_user()
    refused = app.test_cli_runner().invoke(demo_command, ["--json"])
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[-1].endswith("The invented coalition needs an empty one.")


def test_bench_data_says_how_much_it_made_and_makes_it_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    made = runner.invoke(bench_group, ["data", "--people", "200", "--json"])
    assert made.exit_code == 0, made.output
    answer = json.loads(made.stdout)
    assert (answer["people"], answer["organizations"]) == (200, 10)
    again = runner.invoke(bench_group, ["data", "--people", "200"])
    assert again.exit_code == 1
    assert "needs an empty one" in again.stderr


def test_a_base_to_measure_with_is_measured_by_the_next_command(app: Flask) -> None:
    runner = app.test_cli_runner()
    made = runner.invoke(bench_group, ["data", "--people", "200", "--json"])
    told = runner.invoke(bench_group, ["lists", "--json"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert answer["user"] == json.loads(made.stdout)["login"]["email"]
    assert [one["name"].split(" (")[0] for one in answer["figures"]] == [
        "first page", "deep page by key", "filtered by country", "searched by first letters",
    ]  # fmt: skip
    assert all(one["ours"] > 0 and one["floor"] > 0 for one in answer["figures"])


def test_who_measures_is_not_added_where_there_are_users(app: Flask) -> None:
    a_user()
    made = app.test_cli_runner().invoke(bench_group, ["data", "--people", "200", "--json"])
    assert "login" not in json.loads(made.stdout)
    assert count_users() == 1


def test_a_full_disk_leaves_nothing_half_made(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the disk of a PostgreSQL server is not ours to fill")
    pages = db.session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    db.session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages + 50}")
    full = app.test_cli_runner().invoke(demo_command, [])
    assert full.exit_code == 1
    assert full.stderr.splitlines()[-1] == "The disk is full. Nothing was saved; reading still works."
    db.session.connection().exec_driver_sql("PRAGMA max_page_count=1000000000")
    assert count_users() == 0
    assert app.test_cli_runner().invoke(demo_command, []).exit_code == 0
