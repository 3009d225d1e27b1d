"""Two editions of an invented coalition's list, with the truth beside them: what matching is measured on.

The first edition has networks with their national branches, names by one pattern ("Association for Human Rights of …"),
universities with faculties, and organisations of their own names. The second names most of them again as other people
write them: forms of law, accents, tails, acronyms, short forms, slips, translations; and others that were not there.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from crm.core.text.countries import country_name

_SEED = 20261124
#: Shares of rows that are written again, have an acronym, a country, a mail address, or lose what they had.
_AGAIN, _WITH_ACRONYM, _WITH_COUNTRY, _WITH_MAIL, _WITHOUT_COUNTRY, _KEEPS_MAIL = 0.75, 0.25, 0.6, 0.3, 0.3, 0.5
_SHORTEST_ACRONYM, _SHORTEST_SLIP = 3, 5
_COUNTRIES_WORDS = """
    KE UG TZ NG GH ZA SN ML MA TN EG LB JO IQ PK IN BD NP LK PH ID TH JP KR AU NZ MX GT CO PE BR AR CL ES FR DE IT SE PL UA
    """
_COUNTRIES = tuple(_COUNTRIES_WORDS.split())
_NETWORKS = (
    "Lantern International", "Open Harbour", "Kestrel Alliance", "Jurists Without Walls", "Mothers for Disarmament",
    "Global Witnesses Network", "Bridges of Peace", "World Union of Archivists", "Sisters of the River", "Tamarind",
    "International Federation of Salt Workers", "Green Horizon", "Movement against Silence", "Save the Elders",
)  # fmt: skip
_PATTERNS = (
    "Association for Human Rights of {0}", "{0} Women's Network", "{0} Lawyers Association", "National Council of Churches of {0}",
    "{0} Youth Forum", "Union of Journalists of {0}", "{0} Medical Association", "Teachers' Union of {0}",
    "Centre for Human Rights and Democracy, {0}", "{0} Red Cross Society",
)  # fmt: skip
_CITIES_WORDS = """
    Nairobi Kisumu Mombasa Kampala Lagos Accra Dakar Tunis Beirut Lahore Dhaka Manila Lima Bogota Recife Sevilla Lyon
    """
_CITIES = tuple(_CITIES_WORDS.split())
_FACULTIES = ("Faculty of Law", "School of Medicine", "Human Rights Centre", "Department of Political Science")
_OWN = (
    ("en", "{0} Foundation"), ("en", "{0} Justice Centre"), ("en", "{0} Legal Aid Network"), ("en", "{0} Women's Union"),
    ("en", "Centre for {0} Studies"), ("en", "{0} Peace Initiative"), ("en", "Society for {0} and Environment"),
    ("es", "Fundación {0}"), ("es", "Asociación {0} por la Justicia"), ("es", "Red de Mujeres {0}"),
    ("es", "Centro de Derechos Humanos {0}"), ("es", "Colectivo {0}"), ("fr", "Association {0} pour les droits"),
    ("fr", "Réseau {0} Justice"), ("fr", "Collectif des femmes {0}"), ("fr", "Centre {0} de documentation"),
    ("pt", "Instituto {0} de Direitos"), ("pt", "Fundação {0}"), ("pt", "Rede de Mulheres {0}"), ("de", "Verein {0} für Menschenrechte e.V."),
    ("en", "{0}"), ("en", "{0} & {1} Trust"), ("en", "{0} Institute for Disarmament"), ("ru", "Фонд {0}"), ("ar", "جمعية {0} لحقوق الإنسان"),
)  # fmt: skip
_TRANSLATED = (
    ("Fundación", "Foundation"), ("Fundação", "Foundation"), ("Justice Centre", "Centro de Justicia"), ("Instituto", "Institute"),
    ("Association", "Asociación"), ("Red de Mujeres", "Women's Network"), ("Rede de Mulheres", "Women's Network"),
    ("Centro de Derechos Humanos", "Human Rights Centre"), ("Foundation", "Fondation"), ("Women's Union", "Union des femmes"),
    ("Peace Initiative", "Iniciativa de Paz"), ("Réseau", "Network"), ("Collectif des femmes", "Women's Collective"),
    ("Фонд", "Foundation"), ("Legal Aid Network", "Réseau d'aide juridique"),
)  # fmt: skip
_SHORT_FORMS = (
    ("Association", "Assoc."), ("International", "Int'l"), ("Foundation", "Fdn"), ("Organization", "Org."),
    ("National", "Nat'l"), ("University", "Univ."), ("Centre", "Center"), ("Federation", "Fed."), (" and ", " & "),
)  # fmt: skip
_SYLLABLES_WORDS = """
    ba be bo da de do ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va ve vi za wa ya ju mi ru lu ti
    """
_SYLLABLES = tuple(_SYLLABLES_WORDS.split())


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of an edition: an organisation as somebody wrote it; rows with one number are one organisation."""

    truth: int
    name: str
    country: str = ""
    city: str = ""
    mail: str = ""
    #: The national branch of something, or its parent: never to be joined with another.
    is_branch: bool = False


class Editions:
    """Makes both editions, the same every time for one seed."""

    def __init__(self, size: int = 600, seed: int = _SEED) -> None:
        self._chance = random.Random(seed)
        everything = list(self._organizations(size))
        self._chance.shuffle(everything)
        kept = len(everything) * 4 // 5
        self.first = everything[:kept]
        again = [self._written_again(one) for one in self.first if self._chance.random() < _AGAIN]
        new = everything[kept:]
        self.second = [*again, *new]
        self._chance.shuffle(self.second)

    def _organizations(self, size: int) -> Iterator[Listed]:
        """Give organisations: branches and their parents, names by a pattern, faculties, and the rest of their own."""
        made = [*self._branches(), *self._patterned(), *self._faculties()]
        yield from (replace(one, truth=number) for number, one in enumerate(made))
        for number in range(len(made), max(size, len(made))):
            country = self._chance.choice(_COUNTRIES)
            _tongue, pattern = self._chance.choice(_OWN)
            name = pattern.format(self._word(), self._word())
            if self._chance.random() < _WITH_ACRONYM:
                name = f"{name} ({_acronym(name)})" if len(_acronym(name)) >= _SHORTEST_ACRONYM else name
            yield self._with_facts(Listed(number, name), country)

    def _branches(self) -> Iterator[Listed]:
        for network in _NETWORKS:
            yield Listed(0, network, is_branch=True)
            for country in self._chance.sample(_COUNTRIES, 7):
                place = country_name(country)
                name = self._chance.choice((f"{network} {place}", f"{network} - {place}", f"{place} {network}"))
                yield self._with_facts(Listed(0, name, is_branch=True), country)

    def _patterned(self) -> Iterator[Listed]:
        for pattern in _PATTERNS:
            for country in self._chance.sample(_COUNTRIES, 8):
                yield self._with_facts(Listed(0, pattern.format(country_name(country)), is_branch=True), country)

    def _faculties(self) -> Iterator[Listed]:
        for city in _CITIES:
            yield Listed(0, f"University of {city}")
            for faculty in self._chance.sample(_FACULTIES, 2):
                yield Listed(0, f"{faculty}, University of {city}")

    def _with_facts(self, one: Listed, country: str) -> Listed:
        """Say more of an organisation, as often as lists do."""
        if self._chance.random() < _WITH_COUNTRY:
            one = replace(one, country=country)
        if self._chance.random() < _WITH_MAIL:
            one = replace(one, mail=f"info@{self._word().lower()}{one.truth}.example")
        return one

    def _word(self) -> str:
        return "".join(self._chance.choice(_SYLLABLES) for _ in range(self._chance.randint(2, 4))).capitalize()

    def _written_again(self, one: Listed) -> Listed:
        """Write an organisation as somebody else would."""
        ways: list[tuple[int, Callable[[Listed], Listed]]] = [
            (26, lambda it: it),
            (8, lambda it: replace(it, name=it.name.upper())),
            (8, lambda it: replace(it, name=self._chance.choice(("The {}", "{} Inc.", "{}, Ltd", "{} e.V.")).format(it.name))),
            (6, lambda it: replace(it, name=_without_accents(it.name).replace("'", "’"))),
            (8, self._with_tail),
            (8, self._with_acronym),
            (4, self._acronym_alone),
            (14, self._mistyped),
            (8, self._translated),
            (8, self._shortened),
            (2, lambda it: replace(it, name=f"{it.name.split()[-1]}, {' '.join(it.name.split()[:-1])}")),
        ]  # fmt: skip
        (way,) = self._chance.choices([way for _weight, way in ways], [weight for weight, _way in ways])
        written = way(one)
        if self._chance.random() < _WITHOUT_COUNTRY:
            written = replace(written, country="")
        return replace(written, mail=written.mail if self._chance.random() < _KEEPS_MAIL else "")

    def _with_tail(self, one: Listed) -> Listed:
        if not one.country or one.is_branch:
            return one
        tail = self._chance.choice((", {}", " ({})", " - {}")).format(country_name(one.country))
        return replace(one, name=one.name + tail)

    def _with_acronym(self, one: Listed) -> Listed:
        acronym = _acronym(one.name)
        if len(acronym) < _SHORTEST_ACRONYM or "(" in one.name:
            return one
        return replace(one, name=self._chance.choice((f"{one.name} ({acronym})", f"{acronym} - {one.name}")))

    def _acronym_alone(self, one: Listed) -> Listed:
        return replace(one, name=one.name.rpartition("(")[2].rstrip(")")) if one.name.endswith(")") else one

    def _mistyped(self, one: Listed) -> Listed:
        words = one.name.split()
        place = max(range(len(words)), key=lambda number: (len(words[number]) > _SHORTEST_SLIP, self._chance.random()))
        word = words[place]
        if len(word) < _SHORTEST_SLIP:
            return one
        at = self._chance.randint(1, len(word) - 2)
        slips = (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        )
        words[place] = self._chance.choice(slips)
        return replace(one, name=" ".join(words))

    def _translated(self, one: Listed) -> Listed:
        for word, other in _TRANSLATED:
            if word in one.name and not one.is_branch:
                rest = " ".join(one.name.replace(word, "").split())
                return replace(one, name=f"{rest} {other}" if other.isascii() else f"{other} {rest}")
        return one

    def _shortened(self, one: Listed) -> Listed:
        for word, short in _SHORT_FORMS:
            if word in one.name:
                return replace(one, name=one.name.replace(word, short))
        return one


def _without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def _acronym(name: str) -> str:
    small = {"of", "for", "and", "the", "de", "la", "des", "pour", "les", "por", "&", "without", "against"}
    if not _without_accents(name).isascii():
        return ""
    return "".join(
        word[0] for word in name.replace("(", "").split() if word.lower() not in small and word[0].isalpha()
    ).upper()
