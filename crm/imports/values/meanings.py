"""What values mean that lists write in many ways: countries, types of organisation, who signs."""

import re
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from crm.contacts.values import OrganizationType
from crm.core.text.countries import country_code, country_spellings
from crm.core.text.folding import fold
from crm.statements.values import SignedAs

#: A misspelt country is taken where it is so like a name, and likelier by so much than any other country.
CONFIDENCE, _LEAD = 0.86, 0.05
_SHORTEST_GUESSED, _LONGEST_GUESSED = 5, 60
_SUGGESTED = 0.7
_COUNTRY_BREAK = re.compile(
    r"\s*[/|;,\n&+\u060c\uff0c\u3001]\s*|\s+(?:and|y|et|e|und|\u0438|\u0648|vs?\.?|or|-|\u2013)\s+", re.IGNORECASE
)


@lru_cache(4096)
def countries_in(value: str) -> tuple[str, ...]:
    """Give the codes of the countries that a cell names side by side; none unless every part is a country."""
    parts = [part for part in _COUNTRY_BREAK.split(value) if part]
    codes = [country_code(part) for part in parts]
    known = tuple(dict.fromkeys(code for code in codes if code))
    return known if len(parts) > 1 and len(known) > 1 and None not in codes else ()


@lru_cache(maxsize=1)
def _spellings() -> dict[str, dict[str, str]]:
    """Group the names of countries by their first letter, which people get right."""
    found: dict[str, dict[str, str]] = {}
    for name, code in country_spellings().items():
        found.setdefault(name[0], {})[name] = code
    return found


@lru_cache(4096)
def likely_countries(value: str) -> tuple[tuple[str, float], ...]:
    """Give the countries that a misspelt name may mean, the likeliest first, with how like it is (from 0 to 1)."""
    text = fold(value)
    if not _SHORTEST_GUESSED <= len(text) <= _LONGEST_GUESSED:
        return ()
    spellings = _spellings().get(text[0], {})
    alike = [name for name in spellings if abs(len(name) - len(text)) <= len(text) // _SHORTEST_GUESSED + 1]
    likely: dict[str, float] = {}
    for near in get_close_matches(text, alike, n=8, cutoff=_SUGGESTED):
        code, ratio = spellings[near], SequenceMatcher(None, near, text).ratio()
        likely[code] = max(likely.get(code, 0.0), ratio)
    return tuple(sorted(likely.items(), key=lambda one: -one[1]))


def near_country(value: str) -> str | None:
    """Give the country that a misspelt name certainly enough means, by the stated confidence."""
    likely = likely_countries(value)
    if not likely or likely[0][1] < CONFIDENCE:
        return None
    return likely[0][0] if len(likely) == 1 or likely[0][1] - likely[1][1] >= _LEAD else None


_TYPES = {
    OrganizationType.NGO: "ngo|ngos|non profit|nonprofit|not for profit|non governmental organization"
    "|non governmental organisation|civil society organisation|civil society organization|civil society|cso|ong"
    "|association|charity|asociacion|associacao|regional ngo|local ngo|osc|organizacion de la sociedad civil"
    "|organisation de la societe civile|organizacao da sociedade civil|npo|нпо|نغو|منظمه غير حكوميه|非政府组织",
    OrganizationType.INTERNATIONAL_NGO: "international ngo|ingo|ong internacional|ong internationale|oing|мнпо"
    "|منظمه غير حكوميه دوليه|国际非政府组织",
    OrganizationType.NATIONAL_NGO: "national ngo|nngo|ong nacional|ong nationale|منظمه غير حكوميه وطنيه",
    OrganizationType.NETWORK: "network|coalition|alliance|federation|umbrella|platform|consortium|red|reseau|rede"
    "|coalicion|alianza|federacion|plateforme|сеть|коалиция|شبكه|تحالف|网络|联盟",
    OrganizationType.UNIVERSITY: "university|academic|academia|academic institution|research institute"
    "|research institution|think tank|universidad|universite|universidade|academic training and research"
    "|университет|جامعه|大学",
    OrganizationType.FAITH: "faith group|faith based organisation|faith based organization|fbo|church|religious"
    "|iglesia|eglise|igreja|organizacion religiosa|religieux|религиозная организация|منظمه دينيه|宗教组织",
    OrganizationType.UNION: "trade union|union|labour union|labor union|sindicato|syndicat|профсоюз|نقابه|工会",
    OrganizationType.COMPANY: "company|private sector|business|corporate|empresa|entreprise|компания|شركه|公司|企业",
    OrganizationType.GOVERNMENT: "government|government body|public sector|other public sector|ministry|gobierno"
    "|gouvernement|governo|state|municipality|правительство|حكومه|政府",
    OrganizationType.INTERGOVERNMENTAL: "intergovernmental body|intergovernmental|multilateral|igo|un agency|un"
    "|agencia de la onu|agence des nations unies|منظمه دوليه|政府间组织",
    OrganizationType.FOUNDATION: "foundation|fundacion|fondation|fundacao|stiftung|philanthropy|фонд|مؤسسه|基金会",
    OrganizationType.OTHER: "other|otro|otra|autre|outro|другое|اخرى|其他",
}


@lru_cache(maxsize=1)
def _types() -> dict[str, OrganizationType]:
    return {fold(word): kind for kind, line in _TYPES.items() for word in (*line.split("|"), kind.value)}


def organization_type(value: str) -> OrganizationType | None:
    """Give the type of organisation that a word says, or None where it is no type that we know."""
    return _types().get(fold(value))


_INDIVIDUAL = (
    "individual|individually|person|persona|personne|pessoa|particulier|individuo|individuel|privat|einzelperson|self"
    "|myself|citizen|personal|личность|лицо|فرد|شخص|个人"
)
_ORGANIZATION = (
    "organisation|organization|org|organizacion|organizacao|ngo|institution|association|entity|organisme|verein|company"
    "|network|organisational|organizational|institutional|организация|организации|منظمه|مؤسسه|组织|机构|团体"
)


@lru_cache(maxsize=1)
def _signing() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(fold, _INDIVIDUAL.split("|"))), frozenset(map(fold, _ORGANIZATION.split("|")))


@lru_cache(4096)
def signed_as(value: str) -> SignedAs | None:
    """Say whether a person or an organisation signed, or None where a value does not tell."""
    folded = fold(value)
    words = {folded, *folded.split()}
    is_person, is_organization = (not words.isdisjoint(kind) for kind in _signing())
    if is_person == is_organization:
        return None
    return SignedAs.INDIVIDUAL if is_person else SignedAs.ORGANIZATION
