"""`crm duplicates merge` and `unmerge` from a shell."""

from flask import Flask

from crm.accounts.values import Role
from crm.cli.duplicates import duplicates_group
from crm.contacts.queries import get_contact
from crm.contacts.services import tag_contact
from crm.core.actor import SHELL
from tests.factories import a_user
from tests.factories.contacts import an_organization
from tests.kit.shell import json_of, run_group


def test_two_records_are_merged_and_taken_apart_from_the_shell(app: Flask) -> None:
    kept, losing = an_organization("Cedar", city="Tyre").id, an_organization("Zeder", city="Sidon").id
    tag_contact(losing, "coast", actor=SHELL)
    done = json_of(app, duplicates_group, "merge", str(kept), str(losing), "--choose", "city=losing")
    assert (done["kept"], done["losing"], done["folded"]) == (kept, losing, 0)
    assert done["moved"] > 0
    record = get_contact(kept)
    assert ([tag.tag.name for tag in record.tags], record.city) == (["coast"], "Sidon")
    tag_contact(kept, "later", actor=SHELL)
    apart = json_of(app, duplicates_group, "unmerge", str(done["merge"]))
    assert [one["given"] for one in apart["later"]] == [False]
    assert [get_contact(one).city for one in (kept, losing)] == ["Tyre", "Sidon"]
    again = run_group(app, duplicates_group, "unmerge", str(done["merge"]))
    assert (again.exit_code, again.stderr) == (1, "This was taken apart already.\n")


def test_who_may_not_merge_is_told_so(app: Flask) -> None:
    kept, losing = an_organization("Cedar").id, an_organization("Zeder").id
    user = a_user(Role.STAFF)
    answer = run_group(app, duplicates_group, "merge", str(kept), str(losing), "--user", user.email)
    assert (answer.exit_code, "may not do this" in answer.stderr) == (1, True)
    assert get_contact(losing).name == "Zeder"
    wrong = run_group(app, duplicates_group, "merge", str(kept), str(losing), "--choose", "name=both")
    assert (wrong.exit_code, wrong.stderr) == (1, "Choose kept or losing for name.\n")
