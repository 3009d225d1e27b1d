"""Addresses that must never be written to: kept as keyed hashes, past records, imports and undos."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.values import Role
from crm.consents.models import Suppression
from crm.consents.queries import find_suppressed, has_suppressed
from crm.consents.services import lift, suppress
from crm.consents.values import addresses_in, normal_address
from crm.contacts.services import add_point, remove_point
from crm.contacts.values import PointKind
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import db
from crm.core.errors import DomainError, ForbiddenError
from crm.imports.services import begin_undo, undo_import
from tests.factories import a_user
from tests.factories.contacts import a_person
from tests.factories.imports import a_list, an_import

ADDRESS = "Ada.Obi@Reef.example"


def _is_suppressed(address: str = ADDRESS) -> bool:
    return bool(find_suppressed([address]))


def test_a_suppressed_address_is_found_in_whatever_form_it_comes(app: Flask) -> None:
    suppress(ADDRESS, reason="Asked by phone", actor=SHELL)
    forms = [
        "ada.obi@reef.example",
        " ADA.OBI@REEF.EXAMPLE",
        "mailto:ada.obi@reef.example",
        "\uff41da.obi@reef.example",
    ]
    assert set(find_suppressed([*forms, "ada@reef.example"])) == set(forms)
    suppress("bo@bücher.example", actor=SHELL)
    assert _is_suppressed("bo@xn--bcher-kva.example")
    suppress("+254711223344", actor=SHELL)
    assert _is_suppressed("+254711223344")


def test_neither_the_table_nor_the_log_holds_the_address(app: Flask) -> None:
    suppress(ADDRESS, reason="Asked by phone", actor=SHELL)
    suppress(ADDRESS, reason="Asked again", actor=SHELL)
    (kept,) = db.session.scalars(select(Suppression)).all()
    assert (len(kept.address_hash), kept.reason, kept.user_name) == (64, "Asked by phone", SHELL.name)
    lines = db.session.scalars(select(AuditLine).where(AuditLine.action == "address.suppressed")).all()
    assert len(lines) == 1
    assert "reef" not in str([lines[0].details, kept.address_hash]).lower()


def test_staff_suppress_and_only_an_administrator_lifts_with_a_reason(app: Flask) -> None:
    staff, admin = a_user(Role.STAFF).as_actor(), a_user(Role.ADMIN).as_actor()
    with pytest.raises(ForbiddenError):
        suppress(ADDRESS, actor=a_user(Role.VIEWER).as_actor())
    suppress(ADDRESS, actor=staff)
    with pytest.raises(ForbiddenError):
        lift(ADDRESS, reason="I think so", actor=staff)
    with pytest.raises(DomainError):
        lift(ADDRESS, reason=" ", actor=admin)
    assert _is_suppressed()
    lift(ADDRESS, reason="Wrote to us on 3 May and asked for it", actor=admin)
    assert not has_suppressed()


def test_the_mark_outlives_the_address_the_import_and_its_undo(app: Flask, tmp_path: Path) -> None:
    ada = a_person("Ada Obi")
    point = add_point(ada.id, ADDRESS, kind=PointKind.EMAIL, actor=SHELL)
    suppress(ADDRESS, actor=SHELL)
    remove_point(ada.id, point.id, actor=SHELL)
    assert _is_suppressed()
    batch = an_import(a_list(tmp_path, f"name | mail\nBen Dia | {ADDRESS.upper()}"))
    assert _is_suppressed()
    begin_undo(batch.id, actor=SHELL)
    undo_import(batch.id, actor=SHELL)
    assert _is_suppressed()


@pytest.mark.parametrize(
    "cell,addresses",
    [
        ("Ada <ADA@reef.example>; bo@reef.example", ["ada@reef.example", "bo@reef.example"]),
        ("mailto:ada@reef.example", ["ada@reef.example"]),
        ("nothing", []),
        ("@", []),
    ],
)
def test_addresses_are_found_in_cells(cell: str, addresses: list[str]) -> None:
    assert list(addresses_in(cell)) == addresses


def test_a_broken_domain_is_compared_as_it_is() -> None:
    assert normal_address("ada@ü..example") == "ada@ü..example"
