"""Bringing what a row says to a contact: fill what is empty, add what is further, keep what people wrote."""

from typing import Any

from crm.contacts.values import ContactKind, NameKind, PointKind, match_key, tag_key
from crm.core.text.folding import fold, sort_key
from crm.imports.services.directory import Directory, further_names, row_keys
from crm.imports.values.parsed import Point
from crm.imports.values.plans import Insert, Order, Place, PointHere, Record, RowPlan, Signed, Update
from crm.imports.values.remarks import KEPT_EMPTY, KEPT_VALUE, WITHDRAWN, Remark
from crm.imports.values.rules import Rule
from crm.imports.values.targets import TARGET_WORDS, Target
from crm.matching.values import Facts
from crm.statements.values import SignatureState

Owned = set[tuple[str, int, str]]


def join_contact(plan: RowPlan, record: Record, directory: Directory, owned: Owned) -> None:
    """Plan what changes on a contact; ``owned`` are the values that this source itself gave and nobody touched."""
    facts = directory.facts[record.id]
    order = directory.order
    _join_name(plan, record, facts, order, owned)
    for field, value in plan.row.facts.items():
        _join_fact(plan, record, (field, value), order, owned)
    for point in plan.row.points:
        _join_point(plan, record, point, order, owned)
    if record.kind is ContactKind.PERSON and (plan.row.organization or (plan.row.role and not _is_signing(plan))):
        _join_place(plan, record, directory, owned)
    _join_marks(plan, record, order)
    if not record.columns["is_unnamed"]:
        _learn(plan, record, facts)
        directory.enter(facts)


def _is_signing(plan: RowPlan) -> bool:
    """Say whether the row is a signature: it keeps what somebody is, also without a place."""
    return plan.row.signed_as is not None


def _learn(plan: RowPlan, record: Record, facts: Facts) -> None:
    """Let the next rows know what this one told."""
    row = plan.row
    facts.emails |= set(row.emails)
    facts.phones |= {point.key for point in row.points if point.kind is PointKind.PHONE and point.key}
    facts.country = record.columns.get("country")
    facts.keys.extend(key for key in row_keys(row) if key not in facts.keys)
    facts.names.extend(name for name in further_names(row) if name not in {facts.name, *facts.names})
    facts.numbers |= {row.external_id} - {""}
    if record.kind is ContactKind.PERSON and row.organization:
        facts.places.setdefault(fold(row.organization), set()).update({fold(row.role)} - {""})


def _gives_way(plan: RowPlan, order: Order, key: tuple[str, int, str], owned: Owned) -> bool:
    """Say whether a value that is there gives way to the file's: as decided, else as the rule of its field says."""
    table, _id, field = key
    if table == "contact" and field in plan.taken:
        return True
    rule = order.rule_for(field)
    return (rule is Rule.OVERWRITE and table != "signature") or (rule is Rule.CORRECT and key in owned)


def _leave(plan: RowPlan, field: str, ours: object, theirs: object) -> None:
    """Say that a value of the file is not taken."""
    told = {"field": TARGET_WORDS.get(Target(field), field), "theirs": str(theirs)[:100]}
    if ours:
        plan.remarks.append(Remark(KEPT_VALUE, {**told, "ours": str(ours)[:100]}))
    else:
        plan.remarks.append(Remark(KEPT_EMPTY, told))


def _join_name(plan: RowPlan, record: Record, facts: Facts, order: Order, owned: Owned) -> None:
    row = plan.row
    here: str = record.columns["name"]
    if row.name == here or row.is_unnamed:
        _join_aliases(plan, facts, record)
        return
    rule = order.rule_for("name")
    if record.id > 0 and rule is Rule.NEVER and "name" not in plan.taken:
        _leave(plan, "name", here, row.name)
        return
    if _gives_way(plan, order, ("contact", record.id, "name"), owned):
        derived = {"sort_name": sort_key(row.name), "match_key": match_key(row.name)}
        plan.updates.append(Update("contact", record.id, "name", here, row.name, row.number, derived))
        record.columns |= {"name": row.name, **derived}
        _add_name(plan, record, here, NameKind.FORMER)
    elif match_key(row.name) not in facts.keys:
        _add_name(plan, record, row.name, NameKind.ALIAS)
    _join_aliases(plan, facts, record)


def _join_aliases(plan: RowPlan, facts: Facts, record: Record) -> None:
    for alias in plan.row.aliases:
        if match_key(alias) and match_key(alias) not in facts.keys:
            _add_name(plan, record, alias, NameKind.ALIAS)
            facts.keys.append(match_key(alias))
    if record.id < 0 and not facts.keys and not record.columns["is_unnamed"]:
        facts.keys.append(match_key(record.columns["name"]))


def _add_name(plan: RowPlan, record: Record, name: str, kind: NameKind) -> None:
    values = {"contact_id": record.id, "name": name, "kind": kind, "language": None, "match_key": match_key(name)}
    plan.inserts.append(Insert("contact_name", values, plan.row.number))


def _join_fact(plan: RowPlan, record: Record, told: tuple[str, Any], order: Order, owned: Owned) -> None:
    field, value = told
    here = record.columns.get(field)
    rule = Rule.OVERWRITE if field in plan.taken else order.rule_for(field)
    is_added = field == "languages" and rule in {Rule.CORRECT, Rule.FILL}
    if is_added and here:
        value = [*here, *(one for one in value if one not in here)]
    if here == value:
        return
    if record.id > 0 and rule is Rule.NEVER:
        _leave(plan, field, here, value)
        return
    if here and not is_added and not _gives_way(plan, order, ("contact", record.id, field), owned):
        if not (field == "notes" and value in str(here)):
            _leave(plan, field, here, value)
        return
    plan.updates.append(Update("contact", record.id, field, here or None, value, plan.row.number))
    record.columns[field] = value


def _point_rule(point: Point, order: Order) -> str:
    """Return the rule for addresses of a kind; without one they are added, and corrected where this list gave them."""
    kind = Target.ADDRESS.value if point.kind is PointKind.POSTAL else point.kind.value
    return order.rules.get(kind) or ("add" if order.only_fill else Rule.CORRECT)


def _is_same_point(point: Point, here: PointHere) -> bool:
    return point.kind is here.kind and (point.key or point.value) == (here.key or here.value)


def _join_point(plan: RowPlan, record: Record, point: Point, order: Order, owned: Owned) -> None:
    alike = [one for one in record.points if one.kind is point.kind]
    if any(_is_same_point(point, one) for one in alike):
        return
    number, rule = plan.row.number, _point_rule(point, order)
    if record.id > 0 and (rule == Rule.NEVER or (rule == Rule.FILL and alike)):
        field = Target.ADDRESS if point.kind is PointKind.POSTAL else Target(point.kind.value)
        _leave(plan, field, alike[0].value if alike else None, point.value)
        return
    is_alone = len(alike) == 1 and not any(_is_same_point(one, alike[0]) for one in plan.row.points)
    is_ours = rule == Rule.CORRECT and is_alone and ("contact_point", alike[0].id, "value") in owned
    if is_ours or (rule == Rule.OVERWRITE and is_alone and alike[0].id):
        here = alike[0]
        plan.updates.append(Update("contact_point", here.id, "value", here.value, point.value, number))
        plan.updates.append(Update("contact_point", here.id, "key", here.key, point.key, number))
        here.value, here.key = point.value, point.key
        return
    values = {
        "contact_id": record.id, "kind": point.kind, "value": point.value, "key": point.key, "label": None,
        "is_main": not alike,
    }  # fmt: skip
    plan.inserts.append(Insert("contact_point", values, number))
    record.points.append(PointHere(0, point.kind, point.value, point.key))


def _join_place(plan: RowPlan, record: Record, directory: Directory, owned: Owned) -> None:
    row = plan.row
    organization_id = directory.find_organization(row.organization, row.country) if row.organization else None
    key = fold(row.organization)
    here = next((one for one in record.places if _is_same_place(one, key, organization_id)), None)
    if here is not None:
        _join_role(plan, here, directory.order, owned)
        return
    values = {
        "person_id": record.id, "organization_id": organization_id,
        "organization_name": None if organization_id or not row.organization else row.organization,
        "role": row.role or None, "is_main_contact": False, "may_sign": False, "told": row.organization,
    }  # fmt: skip
    insert = Insert("affiliation", values, row.number)
    plan.inserts.append(insert)
    record.places.append(Place(0, organization_id, key, row.role or None, insert))
    if record.id < 0 and not record.columns["main_person"]:
        record.columns["main_person"] = row.organization or None


def _is_same_place(place: Place, key: str, organization_id: int | None) -> bool:
    return place.key == key or (organization_id is not None and place.organization_id == organization_id)


def _join_role(plan: RowPlan, place: Place, order: Order, owned: Owned) -> None:
    role = plan.row.role
    if not role or place.role == role:
        return
    is_never = place.id > 0 and order.rule_for("role") is Rule.NEVER
    if is_never or (place.role and not _gives_way(plan, order, ("affiliation", place.id, "role"), owned)):
        _leave(plan, "role", place.role, role)
        return
    plan.updates.append(Update("affiliation", place.id, "role", place.role, role, plan.row.number))
    if place.pending is not None:
        place.pending.values["role"] = role
    place.role = role


def _join_marks(plan: RowPlan, record: Record, order: Order) -> None:
    """Tags, and the number in their list."""
    row = plan.row
    for tag in row.tags:
        if tag_key(tag) not in record.tags:
            record.tags.add(tag_key(tag))
            plan.inserts.append(Insert("contact_tag", {"contact_id": record.id, "tag": tag}, row.number))
    if row.external_id and row.external_id not in record.numbers:
        record.numbers.add(row.external_id)
        values = {"contact_id": record.id, "source": order.source, "value": row.external_id}
        plan.inserts.append(Insert("external_key", values, row.number))


def join_signature(
    plan: RowPlan, record: Record, order: Order, *, ref: int, signer: int | None, owned: Owned
) -> int | None:
    """Plan the signature of a row: a new one, or what changes on the one that is there."""
    row = plan.row
    facts: dict[str, Any] = {
        "signed_role": row.role or None,
        "signed_organization": row.organization or None,
        "signed_country": row.country,
        "signed_on": row.signed_on,
        "for_id": signer,
    }
    if record.signed is None:
        values = {
            "statement_id": order.statement_id, "version_id": order.version_id, "contact_id": record.id,
            "signed_as": row.signed_as, "state": SignatureState.CONFIRMED, "signed_name": row.name,
            "sort_name": sort_key(row.name), **facts,
        }  # fmt: skip
        insert = Insert("signature", values, row.number, ref)
        plan.inserts.append(insert)
        record.signed = Signed(ref, facts | {"signed_name": row.name}, pending=insert)
        return ref
    if record.signed.is_withdrawn:
        plan.remarks.append(Remark(WITHDRAWN))
        return record.signed.id
    _change_signature(plan, record.signed, facts | {"signed_name": row.name}, order, owned)
    return record.signed.id


_SIGNED = {
    "signed_name": Target.NAME, "signed_role": Target.ROLE, "signed_organization": Target.ORGANIZATION,
    "signed_country": Target.COUNTRY, "signed_on": Target.SIGNED_ON,
}  # fmt: skip


def _keep_signed(plan: RowPlan, field: str, ours: object, theirs: object) -> None:
    """Say that something stays as it was signed."""
    if field in _SIGNED:
        told = {"field": TARGET_WORDS[_SIGNED[field]], "ours": str(ours)[:100], "theirs": str(theirs)[:100]}
        remark = Remark(KEPT_VALUE, told)
        if remark not in plan.remarks:
            plan.remarks.append(remark)


def _change_signature(plan: RowPlan, signed: Signed, facts: dict[str, Any], order: Order, owned: Owned) -> None:
    """Fill what is empty; what was signed stays as it was signed, unless the list itself corrects what it gave."""
    for field, value in facts.items():
        here = signed.facts.get(field)
        if not value or here == value:
            continue
        if here and not _gives_way(plan, order, ("signature", signed.id, field), owned):
            _keep_signed(plan, field, here, value)
            continue
        derived = {"sort_name": sort_key(value)} if field == "signed_name" else {}
        plan.updates.append(Update("signature", signed.id, field, here, value, plan.row.number, derived))
        signed.facts[field] = value
        if signed.pending is not None:
            signed.pending.values[field] = value
