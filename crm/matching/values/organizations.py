"""Comparing two organisations."""

from crm.matching.values.facts import Facts, Match, Zone
from crm.matching.values.naming import word_key
from crm.matching.values.reasons import NAME_WORDS, OTHER_COUNTRY, SAME_COUNTRY, SAME_MAIL, SAME_NAME, SHORT_NAME

_CERTAIN, _SURE, _LIKELY, _POSSIBLE, _WEAK = 100, 95, 80, 70, 55


def _names(one: Facts, other: Facts) -> tuple[bool, bool]:
    same = bool(set(one.keys) & set(other.keys))
    return same, same or bool({word_key(key) for key in one.keys} & {word_key(key) for key in other.keys})


def compare_organizations(one: Facts, other: Facts) -> Match:
    """Compare two organisations."""
    same_name, same_words = _names(one, other)
    same_mail = bool(one.emails & other.emails)
    conflict = bool(one.country and other.country and one.country != other.country)
    reasons = _reasons(one, other, named=(same_name, same_words))
    if same_name and not conflict:
        return Match(other.id, _CERTAIN if same_mail else _SURE, Zone.SAME, reasons)
    if same_name:
        return Match(other.id, _LIKELY if same_mail else _WEAK, Zone.ASK, reasons)
    if same_mail or (same_words and not conflict):
        return Match(other.id, _LIKELY if same_words else _POSSIBLE, Zone.ASK, reasons)
    if _fits_short(one, other) and not conflict:
        return Match(other.id, _POSSIBLE, Zone.ASK, reasons)
    return Match(other.id, 0, Zone.DIFFERENT, ())


def _reasons(one: Facts, other: Facts, *, named: tuple[bool, bool]) -> tuple[str, ...]:
    same_name, same_words = named
    reasons = [SAME_NAME if same_name else NAME_WORDS] if same_words else []
    if one.emails & other.emails:
        reasons.append(SAME_MAIL)
    if not same_words and _fits_short(one, other):
        reasons.append(SHORT_NAME)
    if one.country and other.country:
        reasons.append(SAME_COUNTRY if one.country == other.country else OTHER_COUNTRY)
    return tuple(reasons)


def _fits_short(one: Facts, other: Facts) -> bool:
    """Say whether one is written by the other's short name."""
    return bool(set(one.keys) & other.shorts) or bool(set(other.keys) & one.shorts)
