"""Decides which place each mention means, with a score, the runners-up and the reasons.

Every candidate is weighed part by part (how well known it is, what the rest of the document is about, what contains it,
what kind the text asks for), by the weights of geo/words/parts.csv. One name has one meaning in a document. Where no
candidate outweighs the chance that the gazetteer lacks the place, the mention stays unplaced.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from frontmap.data import geo_dir, read_rows
from frontmap.described import place_described
from frontmap.model import Candidate, Mention, Parsed, Place, PlaceMention
from frontmap.names import fold
from frontmap.registry.sounds import sound
from frontmap.registry.sources import open_sources
from frontmap.registry.stems import is_cyrillic
from frontmap.sphere import apart_km, sphere_km
from frontmap.text.places.whereabouts import is_counted_from, vocabulary
from frontmap.text.places.wordlists import open_words

if TYPE_CHECKING:
    from frontmap.corrections import Corrections
    from frontmap.registry.gazetteer import Gazetteer

_WIDEST = 30
"""Candidates of one name that are weighed."""
_RUNNERS_UP = 5
_LEAST_EFFECT = 0.05
"""Log-odds from which on a part of a score is told to people."""
_ROUNDS = 2
"""How often the document votes: each round uses the decisions of the one before."""
_LIKELY, _CERTAIN = 0.03, 0.5
"""Probabilities from which a sense speaks for places near it, and for the country or unit that it names."""
_PEOPLE_VOTE = 0.5
"""What a demonym counts for beside the name of a place."""
_HOME_VOTE = 0.5
"""What the publisher's home country counts for."""
_PART = 0.25
"""Share of the votes from which a document is about a country, beside others."""
_LEAST_FUZZY = 5
"""Letters of a name for which close spellings are looked up."""
_SPELT = (None, "settlement", "region", "district")
"""Kinds whose names are looked up so."""
_MOST_FUZZY = 40
"""Names of one document for which they are."""
_CROWD = 50
"""Places of one cell of the globe that are looked at, so that a list of ten thousand villages takes linear time."""
_CLEAR_VOTE, _NO_VOTE = 1.5, 0.02
"""Votes of others from which a document is about some countries, and the share below which it is not about one."""
_ALONE, _VILLAGE, _CLUSTER = 0.1, 20_000, 2
"""Nearness below which a place lies apart, inhabitants below which nobody names it out of the blue, and the number of other
places from which a document is about somewhere."""
_SAME_KM = 25.0
"""Distance up to which two candidates are one place."""
_LEAST_SURE = 0.3
"""Probability below which nothing is placed: of the names placed so on development documents a quarter stood where they should."""
_ELSEWHERE = 6.0
"""How much more it tells against a place that it lies outside of the region which the text names with it, where a namesake lies inside."""
_TONGUES = {"uk": "UA"}
"""Languages of one country alone, which a text in them is likely about."""
_TOWN = 5_000
"""Inhabitants from which a town that has no namesake in its country is known by its name."""
_HOME = 0.5
"""Share of the votes of a country from which the one bearer of a name lies where the text is about, however far from its other towns."""
_WAY = 10
"""Words before a name in which a way from it may be counted."""
_NEAR_KM = 60.0
"""Scale on which a place near to certain places gains."""
_CITY = 100_000
"""Inhabitants from which a city is named in texts about other continents."""
_CURATED = "fm:"
"""How the ids of our own rows begin: places that are there since reports of a war name them."""
_MATES_KM = 20.0
"""Scale on which a place gains by a town of the same sentence."""
_TOWNLIKE_KM = 15.0
"""Radius up to which an area may be called a town."""
_OVERSEAS_KM = 2000.0
"""Distance at which a place lies on another continent than a war's."""
_AREAS = ("country", "region", "district")

Parts = dict[str, float]
_Cast = tuple[Mapping[str, float], Mapping[str, float]]
"""Votes of one sense for countries and for first-level units."""
Points = Mapping[tuple[int, int], Sequence[tuple[str, float, float, float]]]
"""Name, latitude, longitude and weight of places, by cells of the globe a degree wide."""


@dataclass(slots=True)
class _Sense:
    """One name of the document, with what it may mean."""

    name: str
    kind: str | None
    mentions: list[int]
    candidates: list[tuple[Place, str]]
    container: str | None = None
    """Name of the place that the text says contains it."""
    is_point: bool = False
    """The text counts a way from it, as from a town."""
    root: str = ""
    """The name by which it was found: ``Kani`` for a ``Kani Township`` that no gazetteer holds, if the text names Kani too."""
    sentences: frozenset[int] = frozenset()
    """Where it stands."""
    scores: list[float] = field(default_factory=list)
    """Log-odds of each candidate, in the order of ``candidates``."""
    own_parts: list[Parts] = field(default_factory=list)
    """Those parts of them that hold whatever the document says."""
    other_parts: list[Parts] = field(default_factory=list)
    """What the rest of the document adds."""

    def best(self) -> int | None:
        return max(range(len(self.scores)), key=lambda i: (self.scores[i], -i)) if self.scores else None


@dataclass(frozen=True, slots=True)
class _Votes:
    """What the document is about, by the senses decided so far."""

    countries: Mapping[str, float]
    units: Mapping[str, float]
    named: frozenset[str]
    """Countries and first-level units that the document names outright."""
    all_countries: float
    all_units: float
    """Sums of the votes."""
    named_points: int
    """How many names have a likely place that is not a whole country."""
    points: Points
    """Likely places that are not whole countries."""
    located: Sequence[tuple[str, float, float]]
    """Name, longitude and latitude of certain places that are not whole countries; of very long documents the first."""
    mates: Mapping[int, Sequence[tuple[str, float, float]]]
    """The same of certain towns, by the sentence that they stand in."""
    casts: Mapping[int, _Cast]
    """How each sense voted, by its identity."""


@cache
def part_weights() -> dict[str, float]:
    """Return the weight of each part of a decision."""
    return {row["part"]: float(row["weight"]) for _, row in read_rows(geo_dir() / "words" / "parts.csv")}


@cache
def part_meanings() -> dict[str, str]:
    """Return what each part of a decision means, for people to read."""
    return {row["part"]: row["meaning"] for _, row in read_rows(geo_dir() / "words" / "parts.csv")}


def resolve_places(
    parsed: Parsed, mentions: Sequence[Mention], gazetteer: Gazetteer, corrections: Corrections | None = None
) -> tuple[PlaceMention, ...]:
    """Decide which place each mention means, in the order of the mentions.

    Mentions that ``corrections`` calls no places are left out; all others are returned, placed or not.
    """
    senses = senses_from_mentions(mentions, gazetteer, names_of_points(parsed, mentions), _sentences(parsed, mentions))
    outside = votes_from_outside(parsed)
    weigh_senses(senses, outside, gazetteer)
    decided: dict[int, PlaceMention] = {}
    for sense in senses:
        candidates = _candidates(sense, _RUNNERS_UP + 1)
        for i in sense.mentions:
            decided[i] = _decision(mentions[i], sense, candidates)
    placed = place_described(parsed, [decided[i] for i in range(len(mentions))], outside)
    if corrections is None:
        return tuple(placed)
    return tuple(kept for p in placed if (kept := corrections.apply(parsed.document.id, p, gazetteer)))


def explain_place(name: str, context: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return all candidates of a name with the reasons for their scores, best first, as the context makes them."""
    from frontmap.model import Document
    from frontmap.text.places.mentions import find_mentions
    from frontmap.text.sentences import parse

    parsed = parse(Document("context", context))
    mentions = list(find_mentions(parsed, gazetteer))
    if not any(m.name == name or m.surface == name for m in mentions):
        mentions.append(Mention(0, 0, name, name))
    senses = senses_from_mentions(mentions, gazetteer, names_of_points(parsed, mentions), _sentences(parsed, mentions))
    weigh_senses(senses, votes_from_outside(parsed), gazetteer)
    sense = next(s for s in senses if name in (s.name, mentions[s.mentions[0]].surface))
    return _candidates(sense, len(sense.candidates))


def names_of_points(parsed: Parsed, mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the names that the text counts a way from ("near X", "5 km west of X"), as it does from towns rather than regions."""
    names = set()
    for mention in mentions:
        word = bisect_left(parsed.starts, mention.start)
        before = parsed.lowers[max(0, word - _WAY) : word]
        if before and (before[-1] in vocabulary().near or is_counted_from(before)):
            names.add(mention.name)
    return frozenset(names)


def _sentences(parsed: Parsed, mentions: Sequence[Mention]) -> list[int]:
    """Return the ordinal of the sentence of each mention."""
    return [bisect_right(parsed.sentences, m.start, key=lambda s: s.start) for m in mentions]


def senses_from_mentions(
    mentions: Sequence[Mention], gazetteer: Gazetteer, points: frozenset[str] = frozenset(), sentences: Sequence[int] = ()
) -> list[_Sense]:
    """Join the mentions of one name, kind and container, and look up what each may mean.

    Parameters
    ----------
    points
        Names that the text uses like those of towns.
    sentences
        Ordinal of the sentence of each mention. Empty: not known.
    """
    containers = {m.name: mentions[m.container].name for m in mentions if m.container is not None}
    apart = [_kind_apart(mention, gazetteer) for mention in mentions]
    kinds = {m.name: m.kind for m, own in zip(reversed(mentions), reversed(apart), strict=True) if m.kind and not own}
    senses: dict[tuple[str, str], _Sense] = {}
    for i, mention in enumerate(mentions):
        key = mention.name, apart[i]
        sense = senses.get(key)
        if sense is None:
            kind = apart[i] or kinds.get(mention.name)
            entries = _entries(mention, kind, gazetteer)
            sense = _Sense(mention.name, kind, [], entries, containers.get(mention.name), mention.name in points)
            senses[key] = sense
        sense.mentions.append(i)
    names = {sense.name for sense in senses.values()}
    for sense in senses.values():
        bare = sense.name.rpartition(" ")[0]
        sense.root = bare if bare in names and not gazetteer.find(sense.name) else sense.name
    for sense in senses.values() if sentences else ():
        sense.sentences = frozenset(sentences[i] for i in sense.mentions)
    return list(senses.values())


def _kind_apart(mention: Mention, gazetteer: Gazetteer) -> str:
    """Return the kind by which a name means a second thing in a text: "Donetsk oblast" or "the banks of the Dnipro" beside the city.

    Empty: it means what the name means elsewhere in the text.
    """
    if mention.kind == "river":
        return "river" if any(place.kind != "river" for place, _ in gazetteer.find(mention.name)[:1]) else ""
    return "region" if mention.kind == "region" else ""


def _entries(mention: Mention, kind: str | None, gazetteer: Gazetteer) -> list[tuple[Place, str]]:
    """Return what the gazetteer holds under the name of a mention, and under the name that the text says is the same."""
    held = gazetteer.find(mention.name)[:_WIDEST]
    if is_cyrillic(mention.name):  # the gazetteer holds towns in Latin letters
        towns = sum(place.kind == "settlement" for place, _ in held)
        held = tuple((place, "exact" if towns == 1 and place.kind == "settlement" else matched) for place, matched in held)
    entries = [e for e in held if kind != "settlement" or e[0].kind not in _AREAS]
    entries = entries or [e for e in held if e[0].radius_km <= _TOWNLIKE_KM]  # the town of Ghouta
    if not entries and kind == "settlement" and is_cyrillic(mention.name):
        entries = list(held)  # `населених пунктів Харківщини`, a genitive behind the noun for what lies there
    if kind == "region":
        entries = [e for e in entries if e[0].kind in _AREAS] or entries
    if kind == "river":
        rivers = [e for e in entries if e[0].kind == "river"]  # known by their other names too, unlike towns: the Dnieper as Dnipro
        entries = [(place, "exact" if matched == "alias" else matched) for place, matched in rivers] or entries
    if not entries and kind and " " in mention.name and mention.name.rsplit(" ", 1)[1].lower() in open_words().after:
        entries = list(gazetteer.find(mention.name.rsplit(" ", 1)[0])[:_WIDEST])
        own = [e for e in entries if _kind_agrees(kind, e[0].kind) > 0]
        entries = own or [e for e in entries if kind not in ("road", "relief") and (kind != "facility" or e[0].kind == "settlement")]
    if mention.alias_of:
        known = {place.place_id for place, _ in entries}
        others = gazetteer.find(mention.alias_of)[:_WIDEST]
        shared = [(place, "local") for place, _ in others if place.place_id in known]
        entries = shared or [(place, "local") for place, _ in others] + entries
    return entries


@cache
def _nationals() -> dict[str, str]:
    rows = read_rows(geo_dir() / "words" / "nationals.csv")
    return {word: row["country"] for _, row in rows for word in row["words"].split("|")}


def votes_from_outside(parsed: Parsed) -> dict[str, float]:
    """Return the votes for countries that do not come from places: demonyms ("Ukrainian troops") and the publisher's home."""
    nationals = _nationals()
    known = nationals.keys() & parsed.vocabulary
    counts = Counter(nationals[word] for word in parsed.lowers if word in known) if known else {}
    votes = {country: _PEOPLE_VOTE * math.sqrt(count) for country, count in counts.items()}
    if (written := _TONGUES.get(parsed.document.lang or "")) is not None:
        votes[written] = votes.get(written, 0.0) + _PEOPLE_VOTE
    publisher = open_sources().find(parsed.document.publisher) if parsed.document.publisher else None
    if publisher and publisher.country:
        votes[publisher.country] = votes.get(publisher.country, 0.0) + _HOME_VOTE
    return votes


def weigh_senses(senses: Sequence[_Sense], outside: Mapping[str, float], gazetteer: Gazetteer) -> None:
    """Score all candidates of all senses: first each by itself, then with the votes of the others."""
    by_name = {sense.name: sense for sense in senses}
    for sense in senses:
        _weigh(sense, None, by_name)
    for _ in range(_ROUNDS):
        votes = _votes(senses, outside)
        _look_up_close_spellings(by_name, senses, votes, gazetteer)
        for sense in senses:
            _weigh(sense, votes, by_name)


def _look_up_close_spellings(by_name: Mapping[str, _Sense], senses: Sequence[_Sense], votes: _Votes, gazetteer: Gazetteer) -> None:
    """Give names that mean nothing here the close spellings in the countries that the document is about."""
    total = sum(votes.countries.values())
    countries = sorted((c for c, vote in votes.countries.items() if vote >= _PART * total), key=lambda c: (-votes.countries[c], c))
    unknown = (s for s in senses if s.kind in _SPELT and len(s.name) >= _LEAST_FUZZY and not _is_placed(s) and not _is_water(s))
    for sense in islice(unknown, _MOST_FUZZY) if total else ():
        close = [found for country in countries for found in gazetteer.find_fuzzy(sense.name, country)]
        known = {place.place_id for place, _ in sense.candidates}
        added = [found for found in close if found[0].place_id not in known and _may_be_spelt_so(sense, found[0], by_name)]
        sense.candidates += added
        sense.scores += [-math.inf] * len(added)  # they had no part in the votes


def _may_be_spelt_so(sense: _Sense, place: Place, by_name: Mapping[str, _Sense]) -> bool:
    """Tell whether a place is of the kind, and lies in the area, that the text gives a name which only sounds like its own."""
    kinds = {"region": _AREAS, "district": ("district", "settlement")}.get(sense.kind or "", ("settlement",))
    container = by_name.get(sense.container) if sense.container else None
    return place.kind in kinds and "not_contained" not in _container_parts(place, container)


def _is_water(sense: _Sense) -> bool:
    """Tell whether a river is called so to the letter: the Dnieper is not the city of Dnipro misspelt."""
    return any(place.kind == "river" and matched == "exact" for place, matched in sense.candidates)


def _is_placed(sense: _Sense) -> bool:
    """Tell whether a sense has a candidate that is likelier than none."""
    return bool(sense.scores) and max(sense.scores) > part_weights().get("none", 0.0)


def _weigh(sense: _Sense, votes: _Votes | None, by_name: Mapping[str, _Sense]) -> None:
    weights = part_weights()
    if len(sense.own_parts) != len(sense.candidates):
        top = max((place.population for place, _ in sense.candidates), default=0)
        sense.own_parts = [_own_parts(sense, place, matched, rank, top) for rank, (place, matched) in enumerate(sense.candidates)]
    container = by_name.get(sense.container) if sense.container else None
    others = _Others(sense, votes) if votes else None
    within = [_container_parts(place, container) for place, _ in sense.candidates]
    if container is not None and container.kind == "region" and {"contained": 1.0} in within:
        within = [parts if "contained" in parts else {"not_contained": _ELSEWHERE} for parts in within]
    sense.other_parts = [
        parts | (_vote_parts(sense, place, matched, others) if others else {})
        for parts, (place, matched) in zip(within, sense.candidates, strict=True)
    ]
    sense.scores = [
        sum([weights.get(part, 0.0) * value for parts in both for part, value in parts.items()])
        for both in zip(sense.own_parts, sense.other_parts, strict=True)
    ]


def _own_parts(sense: _Sense, place: Place, matched: str, rank: int, top: int) -> Parts:
    """Weigh what a candidate is, whatever the document says."""
    parts = {f"kind_{place.kind}": 1.0, f"match_{matched}": 1.0}
    if place.kind == "settlement":
        parts["population"] = math.log10(max(place.population, 100)) - 2
        parts["population_share"] = place.population / top if top else 0.0
        if place.place_id.startswith(_CURATED):
            parts["curated"] = 1.0
    if len(sense.candidates) == 1 and matched in ("exact", "folded"):
        parts["only_bearer"] = 1.0
        parts["long_name"] = float(min(2, len(sense.name.split()) - 1))
    if matched == "fuzzy" and sound(fold(sense.name)) == sound(fold(place.name)):
        parts["sounds_so"] = 1.0
    if rank == 0:
        parts["best_known"] = 1.0
    elif matched == "alias" and sense.candidates[0][1] != "alias" and not _is_seat(place, sense.candidates[0][0]):
        parts["overshadowed"] = 1.0
    if sense.kind:
        parts["kind_agreement"] = _kind_agrees(sense.kind, place.kind)
    else:
        if sense.is_point:
            parts["kind_agreement"] = _kind_agrees("settlement", place.kind)
        if any(_is_seat(town, place) for town, how in sense.candidates if sense.is_point or how != "alias"):
            parts["seat_meant"] = 1.0
    return parts


def _is_seat(town: Place, region: Place) -> bool:
    """Tell whether a town lies in the region that goes by the same name."""
    return region.kind == "region" and town.kind == "settlement" and town.admin1_code == region.admin1_code


def _kind_agrees(asked: str, has: str) -> float:
    if asked == has:
        return 2.0 if has == "river" else 1.0  # far fewer rivers than towns share a name
    if {asked, has} in (
        {"region", "district"},
        {"settlement", "district"},
        {"relief", "region"},
        {"sea", "river"},
        {"facility", "settlement"},
    ):
        return 0.0
    return -1.0


def _container_parts(place: Place, container: _Sense | None) -> Parts:
    """Weigh whether a candidate lies in the place that the text says contains it."""
    if container is None or not container.candidates:
        return {}
    inside = max((_inside(place, whole) for whole, _ in container.candidates[:3] if whole.kind in _AREAS), default=0.0)
    return {"contained": 1.0} if inside else {"not_contained": 1.0}


def _inside(place: Place, whole: Place) -> float:
    if whole.place_id == place.place_id:
        return 0.0
    if whole.kind == "country":
        return float(place.country == whole.country)
    if whole.admin1_code and whole.kind == "region":
        return float(place.admin1_code == whole.admin1_code)
    return float(apart_km(place, whole) < max(60.0, 1.5 * whole.radius_km))


class _Others:
    """The votes of a document without those that one sense cast."""

    __slots__ = ("_cast", "all_countries", "all_units", "votes")

    def __init__(self, sense: _Sense, votes: _Votes) -> None:
        self.votes = votes
        self._cast = votes.casts[id(sense)]
        self.all_countries = votes.all_countries - sum(self._cast[0].values())
        self.all_units = votes.all_units - sum(self._cast[1].values())

    def for_country(self, code: str) -> float:
        """Return the votes for a country."""
        return self.votes.countries.get(code, 0.0) - self._cast[0].get(code, 0.0)

    def for_unit(self, code: str) -> float:
        """Return the votes for a first-level unit."""
        return self.votes.units.get(code, 0.0) - self._cast[1].get(code, 0.0)


def _vote_parts(sense: _Sense, place: Place, matched: str, others: _Others) -> Parts:
    """Weigh how well a candidate fits what the rest of the document is about."""
    parts: Parts = {}
    votes = others.votes
    if place.country:
        given, of = others.for_country(place.country), others.all_countries
        if place.kind != "country" and of >= _CLEAR_VOTE and given <= _NO_VOTE * of:
            parts["foreign"] = 1.0
        parts["country_vote"] = _share(given, of)
        if place.country in votes.named and place.kind != "country":
            parts["country_named"] = 1.0
    if place.admin1_code:
        given = others.for_unit(place.admin1_code)
        parts["unit_vote"] = _share(given, others.all_units)
        parts["unit_count"] = math.log1p(max(0.0, given))
        if place.admin1_code in votes.named and place.kind != "region":
            parts["unit_named"] = 1.0
    if place.kind != "country":
        parts["near"], parts["around"] = _nearness(place, sense.root, votes.points)
        at_home = parts.get("country_vote", 0.0) > _HOME and _is_known_by_name(place, sense, matched)
        if parts["near"] < _ALONE and votes.named_points >= _CLUSTER and _is_obscure(place) and not at_home:
            parts["remote_alias" if matched == "alias" else "remote"] = 1.0
        if place.kind == "settlement" and len(sense.candidates) > 1:
            parts["mates"] = _closeness(place, sense, votes.mates)
        obscure = matched in ("alias", "folded") or (place.kind == "settlement" and place.population < _CITY)
        if obscure and _is_overseas(place, sense.root, votes):
            parts["overseas"] = 1.0
    return parts


def _is_known_by_name(place: Place, sense: _Sense, matched: str) -> bool:
    """Tell whether no other place bears a name just so, or it is that of a town that has no namesake in its country."""
    if len(sense.candidates) == 1 and matched == "exact":
        return True
    towns = (other for other, _ in sense.candidates if other.kind == "settlement" and other.country == place.country)
    return matched in ("exact", "folded") and place.population >= _TOWN and all(other.place_id == place.place_id for other in towns)


def _is_obscure(place: Place) -> bool:
    """Tell whether nobody names a place out of the blue: a village, or a district no larger than a town."""
    if place.kind in ("region", "district"):
        return place.radius_km <= _TOWNLIKE_KM
    return place.kind == "settlement" and place.population < _VILLAGE


def _closeness(place: Place, sense: _Sense, mates: Mapping[int, Sequence[tuple[str, float, float]]]) -> float:
    """Return how near a place lies to the towns named in the same sentences, 1 beside one and 0 far from all, on average.

    Where its sentence names no other town, those of the sentence before count.
    """
    near = []
    for sentence in sense.sentences:
        others = [other for other in mates.get(sentence, ()) if other[0] != sense.root] or mates.get(sentence - 1, ())
        distances = [sphere_km(place.lon, place.lat, lon, lat) for name, lon, lat in others if name != sense.root]
        if distances:
            near.append(math.exp(-min(distances) / _MATES_KM))
    return sum(near) / len(near) if near else 0.0


def _is_overseas(place: Place, name: str, votes: _Votes) -> bool:
    """Tell whether all certain places of other names lie on other continents."""
    others = [(lon, lat) for other, lon, lat in votes.located if other != name]
    return len(others) >= _CLUSTER and all(sphere_km(place.lon, place.lat, lon, lat) > _OVERSEAS_KM for lon, lat in others)


def _nearness(place: Place, name: str, points: Points) -> tuple[float, float]:
    """Return how near the nearest likely place of another name is, and how many there are around."""
    row, column = round(place.lat), round(place.lon)
    nearest: dict[str, float] = {}
    for north in (row - 1, row, row + 1):
        for east in (column - 1, column, column + 1):
            for other, lat, lon, weight in points.get((north, east), ()):
                if other != name:
                    value = weight * math.exp(-sphere_km(place.lon, place.lat, lon, lat) / _NEAR_KM)
                    nearest[other] = max(value, nearest.get(other, 0.0))
    return max(nearest.values(), default=0.0), math.log1p(sum(nearest.values()))


def _share(given: float, of: float) -> float:
    return max(0.0, given) / of if of > 1e-9 else 0.0


def _votes(senses: Iterable[_Sense], outside: Mapping[str, float]) -> _Votes:
    countries: defaultdict[str, float] = defaultdict(float, outside)
    units: defaultdict[str, float] = defaultdict(float)
    points: defaultdict[tuple[int, int], list[tuple[str, float, float, float]]] = defaultdict(list)
    mates: defaultdict[int, list[tuple[str, float, float]]] = defaultdict(list)
    casts: dict[int, _Cast] = {}
    named = set()
    for sense in senses:
        probabilities = _probabilities(sense)
        own = casts[id(sense)] = _own_votes(sense, probabilities) if sense.root == sense.name else ({}, {})
        for key, value in own[0].items():
            countries[key] += value
        for key, value in own[1].items():
            units[key] += value
        for (place, _), probability in zip(sense.candidates, probabilities, strict=True):
            if probability > _LIKELY:
                cell = points[round(place.lat), round(place.lon)]
                if place.kind != "country" and len(cell) < _CROWD:
                    cell.append((sense.root, place.lat, place.lon, math.sqrt(probability)))
                if place.kind == "settlement" and probability > _CERTAIN:
                    for sentence in sense.sentences:
                        if len(mates[sentence]) < _CROWD:
                            mates[sentence].append((sense.root, place.lon, place.lat))
                if place.kind in ("country", "region") and probability > _CERTAIN:
                    named.add(place.country if place.kind == "country" else place.admin1_code)
    located = [(name, lon, lat) for cell in points.values() for name, lat, lon, weight in cell if weight * weight > _CERTAIN]
    names = len({name for name, _, _ in located})
    return _Votes(
        dict(countries),
        dict(units),
        frozenset(filter(None, named)),
        sum(countries.values()),
        sum(units.values()),
        names,
        points,
        located[:_CROWD],
        mates,
        casts,
    )


def _own_votes(sense: _Sense, probabilities: Sequence[float]) -> _Cast:
    """Return how one sense votes for countries and first-level units: its probabilities, a little more when named often."""
    countries: defaultdict[str, float] = defaultdict(float)
    units: defaultdict[str, float] = defaultdict(float)
    strength = math.sqrt(len(sense.mentions))
    for (place, _), probability in zip(sense.candidates, probabilities, strict=True):
        if probability > 0.05:
            if place.country:
                countries[place.country] += strength * probability
            if place.admin1_code:
                units[place.admin1_code] += strength * probability
    return countries, units


def _probabilities(sense: _Sense) -> list[float]:
    """Return the probability of each candidate; what is missing to one is the chance that it is none of them."""
    if not sense.scores:
        return []
    none = part_weights().get("none", 0.0)
    highest = max(none, *sense.scores)
    odds = [math.exp(score - highest) for score in sense.scores]
    total = sum(odds) + math.exp(none - highest)
    return [o / total for o in odds]


def _candidates(sense: _Sense, most: int) -> tuple[Candidate, ...]:
    """Return the likeliest candidates of a sense, best first."""
    probabilities = _probabilities(sense)
    order = sorted(range(len(probabilities)), key=lambda i: (-probabilities[i], i))[:most]
    return tuple(
        Candidate(
            sense.candidates[i][0],
            round(probabilities[i], 4),
            sense.candidates[i][1],
            _reasons((*sense.own_parts[i].items(), *sense.other_parts[i].items())),
        )
        for i in order
    )


def _reasons(parts: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Write the parts of a score for people to read, the weightiest first."""
    weights, meanings = part_weights(), part_meanings()
    effects = [(effect, part) for part, value in parts if abs(effect := weights.get(part, 0.0) * value) >= _LEAST_EFFECT]
    effects.sort(key=lambda e: (-abs(e[0]), e[1]))
    return tuple([f"{meanings.get(part, part)} {effect:+.1f}" for effect, part in effects])


def _decision(mention: Mention, sense: _Sense, candidates: tuple[Candidate, ...]) -> PlaceMention:
    """Decide for one mention: the likeliest candidate, unless it is likelier that none is meant."""
    best = sense.best()
    if best is None:
        return PlaceMention(mention, None, reason="no gazetteer holds this name")
    probabilities = _probabilities(sense)
    place = sense.candidates[best][0]
    # a town of the border may stand in the rows of both countries
    here = sum(p for (other, _), p in zip(sense.candidates, probabilities, strict=True) if apart_km(place, other) <= _SAME_KM)
    if here <= 1 - sum(probabilities):
        return PlaceMention(mention, None, candidates=candidates[:_RUNNERS_UP], reason="no candidate fits what the text is about")
    if here < _LEAST_SURE:
        return PlaceMention(mention, None, candidates=candidates[:_RUNNERS_UP], reason="too many candidates fit as well")
    chosen = candidates[0]
    return PlaceMention(mention, chosen.place, chosen.matched, chosen.score, candidates[1:], "; ".join(chosen.reasons[:4]))
