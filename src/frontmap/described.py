"""Places names that no gazetteer holds where the text itself says where they lie.

First as the words around a name put it (``located``); then "the Taiba neighbourhood" into the town that the passage is about. A name
of which nothing is told, and which no place of the country has, lies somewhere about the town that is named beside it.
Such places are wide, score low, and say in their origin which words they rest on. A name that may be one of several places that are
known stays unplaced.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from frontmap.located import (
    COUNTRY_DISTRICTS,
    POINTS,
    REACH,
    Scene,
    among_list,
    as_described,
    beside_described,
    beside_next,
    beside_previous,
    is_certain,
    list_around,
    nearby,
)
from frontmap.model import Candidate, Parsed, Place, PlaceMention
from frontmap.names import fold
from frontmap.sphere import apart_km
from frontmap.text.places.called import is_seat_of_government, nouns, sorts_by_name, words_at
from frontmap.text.places.cells import is_warlike
from frontmap.text.places.whereabouts import Description, is_counted_from, read_description, vocabulary
from frontmap.text.places.wordlists import open_words
from frontmap.vicinity import NEARBY_KM, WIDEST_KM, among, beside, lies_in, part_of, within

_SCORE = 0.35
_LEAST_KNOWN = 2
"""Known places of a list from which it tells a neighbourhood."""
_BEARING_KM = 250.0
"""Distance up to which a town may lie "southeast of" another."""
_THEATRE_KM, _FAR_OFF_KM = 60.0, 120.0
"""Radius up to which an area tells where all of a text happens, and the distance at which a town lies out of it."""
_CONTRADICTED_KM = 70.0
"""A place farther than this from where the text says that it lies is another one; half of it where the text states the distance."""
_CITY = 100_000
"""Inhabitants from which a city is meant whatever seems to locate it."""
_VILLAGES = frozenset({"village", "villages"})
"""Words without which no text calls a place a village."""
_TOWNS = frozenset({"town", "city", "capital"})
"""Sorts of places that a city may be."""
_TOWNLIKE_KM = 15.0
"""Radius up to which an area is no larger than a town."""
_NEIGHBOUR_KM, _SPOKEN_OF_KM = 300.0, 500.0
"""Distances from what else the text names up to which a place may be meant that is not likely by itself, and one
named just so in a country whose people the text speaks of."""
_LONG = 8
"""Letters of a name that may be misspelt and is still told from all others."""
_SAME_KM = 25.0
"""Distance up to which two entries are one place."""
_NEAR_KINDS = (*POINTS, "region")
_MOST_CERTAIN = 50
"""Places of a text that are compared, so that a list of ten thousand villages takes linear time."""
_HOME_PART = 0.25
"""Part of the places of a text that lie in a country which it is about."""
_COMPANY_KM = 40.0
"""Radius within which a name of which nothing is told lies around the town that is named beside it."""


def place_described(parsed: Parsed, placed: Sequence[PlaceMention], countries: Collection[str] = ()) -> list[PlaceMention]:
    """Place what is unplaced and described by a place that is certain; all else is returned as it was.

    ``countries`` are those whose people the text speaks of.
    """
    found = list(placed)
    sentences = [bisect_right(parsed.sentences, m.mention.start, key=lambda s: s.start) - 1 for m in found]
    _move_contradicted(found, Scene(parsed, found, {}, sentences))
    if all(mention.place for mention in found) and _VILLAGES.isdisjoint(parsed.vocabulary):
        return found
    scene = Scene(parsed, found, sorts_by_name(parsed, found), sentences)
    _take_back_cities(found, scene)
    _fill(found, scene, beside_next, range(len(found) - 1, -1, -1))
    _fill(found, scene, beside_previous, range(len(found)))
    _fill(found, scene, nearby, range(len(found)))
    _place_parts(found, scene)
    _fill(found, scene, _among_neighbours, range(len(found)))
    _fill(found, scene, _in_passage, range(len(found)))
    _share_narrowest(found)
    _fill(found, scene, beside_described, range(len(found)))
    _share_narrowest(found)
    unheard = [k for k, mention in enumerate(found) if not mention.candidates]
    if theatre := _theatre(scene):
        _fill(found, scene, lambda scene, k: within(scene.found[k].mention.name, *theatre), unheard)
    if is_warlike(parsed.lowers, open_words().war):
        _fill_with_bearers(found, countries)
    _place_in_company(found, scene)
    return found


def _fill_with_bearers(found: list[PlaceMention], countries: Collection[str]) -> None:
    """Place the names that one place alone bears, where it lies about what else the text names, far as that may be from it."""
    certain = [place for m in found if (place := m.place) is not None and is_certain(m, _NEAR_KINDS)][:_MOST_CERTAIN]
    home = _home_countries(found)
    for k, mention in enumerate(found):
        candidates = mention.candidates if mention.place is None else ()
        misspelt = len(mention.mention.name) >= _LONG and all(c.matched == "fuzzy" and c.place.country in home for c in candidates)
        bearers = candidates if misspelt else [c for c in candidates if c.matched != "fuzzy"]
        if not bearers:
            continue
        best = bearers[0]
        plain = best.matched == "exact" or " " in mention.mention.name
        reach = _SPOKEN_OF_KM if plain and best.place.country in countries else _NEIGHBOUR_KM
        alone = all(apart_km(best.place, other.place) <= _SAME_KM for other in bearers)
        if alone and any(apart_km(best.place, place) <= reach for place in certain):
            found[k] = replace(
                mention, place=best.place, matched=best.matched, score=_SCORE, reason="no other place about here bears its name"
            )


def _move_contradicted(found: list[PlaceMention], scene: Scene) -> None:
    """Take back a village that lies nowhere near the place by which the text locates it: "the village of X, near Y".

    Another bearer of its name that does lie there takes its place; where there is none, it is unplaced and left to its description.
    """
    moved: dict[str, PlaceMention] = {}
    for k in range(len(found) - 1):
        place = found[k].place
        if place is None or found[k].mention.name in moved or not _may_be_another(scene, k, place):
            continue
        if (said := _contradicting(scene, k, place)) is not None and not _is_counted_from(scene, k):
            moved[found[k].mention.name] = _chosen_near(found[k], said)
    for k, mention in enumerate(found):
        if mention.mention.name in moved:
            found[k] = replace(moved[mention.mention.name], mention=mention.mention)


def _take_back_cities(found: list[PlaceMention], scene: Scene) -> None:
    """Take back cities where the text speaks of a village of that name, and of no town."""
    for k, mention in enumerate(found):
        sorts = scene.called.get(mention.mention.name, frozenset())
        if "village" in sorts and sorts.isdisjoint(_TOWNS) and mention.place is not None and mention.place.population >= _CITY:
            small = tuple(c for c in mention.candidates if c.place.population < _CITY)
            found[k] = replace(mention, place=None, matched=None, score=0.0, candidates=small, reason="the text calls it a village")


def _may_be_another(scene: Scene, k: int, place: Place) -> bool:
    """Tell whether mention ``k`` may be another place than this: a town that few in its country know so, or an area no larger than one."""
    if place.kind != "settlement":
        return place.kind in ("region", "district") and place.radius_km <= _TOWNLIKE_KM
    by = scene.found[k + 1].place
    at_home = by is not None and by.country == place.country
    return not (at_home and place.population >= _CITY and scene.found[k].matched == "exact")


def _contradicting(scene: Scene, k: int, place: Place) -> Place | None:
    """Return where the text puts mention ``k``, when that is nowhere near its place; None where they agree or nothing is said."""
    words = scene.words_between(k, k + 1)
    description = read_description(words)
    if description is None:
        return None
    if description.inside:
        by = scene.found[k + 1]
        if by.place is None or not _locates(by, words):
            return None
        return by.place if not _lies_about(place, by.place) else None
    said = as_described(scene, k, k + 1, description, "")
    slack = _CONTRADICTED_KM if description.distance_km is None else _CONTRADICTED_KM / 2
    if description.bearing is not None and description.distance_km is None:
        slack = _BEARING_KM
    return said if said and apart_km(place, said) > slack + 2 * said.radius_km else None


def _locates(by: PlaceMention, words: Sequence[str]) -> bool:
    """Tell whether what "in" leads to says where something lies: a province, or a town that gives its name to none ("in Lyman")."""
    if is_certain(by, ("region",)):
        return by.place is not None and by.place.admin1_code is not None
    bears = any(candidate.place.kind == "region" for candidate in by.candidates)
    return is_certain(by, ("settlement",)) and not bears and words[0] != "," and vocabulary().wide.isdisjoint(words)


def _lies_about(place: Place, where: Place) -> bool:
    """Tell whether a place lies in a province, as far as its unit is known, or near a town."""
    if where.kind == "region":
        return place.admin1_code is None or lies_in(place, where)
    return apart_km(place, where) <= _CONTRADICTED_KM


def _chosen_near(mention: PlaceMention, said: Place) -> PlaceMention:
    """Return the mention with its likeliest bearer near where the text puts it, else unplaced."""
    for candidate in mention.candidates:
        agrees = (
            lies_in(candidate.place, said)
            if said.kind == "region"
            else apart_km(candidate.place, said) <= _CONTRADICTED_KM + 2 * said.radius_km
        )
        if agrees and candidate.place.kind == "settlement":
            return replace(mention, place=candidate.place, matched=candidate.matched, score=_SCORE, reason=said.origin)
    return replace(mention, place=None, matched=None, score=0.0, reason="no candidate lies where the text says")


def _fill(found: list[PlaceMention], scene: Scene, place_of: Callable[[Scene, int], Place | None], order: Sequence[int]) -> None:
    for k in order:
        if found[k].place is None and found[k].mention.role == "literal" and (place := place_of(scene, k)):
            found[k] = _placed(found[k], place)


def _placed(mention: PlaceMention, place: Place) -> PlaceMention:
    water = mention.mention.kind == "river" or [c.place.kind for c in mention.candidates] == ["river"]
    place = replace(place, kind="river") if water else place  # the stretch of it that the text tells of
    return replace(mention, place=place, matched="local", score=_SCORE, reason=place.origin)


def _place_in_company(found: list[PlaceMention], scene: Scene) -> None:
    """Place the rest widely about the towns named beside it; seats of government, where one speaks of everywhere, are taken last."""
    if all(mention.place for mention in found):
        return
    home = _home_countries(found)
    towns = [m for m, mention in enumerate(found) if is_certain(mention, POINTS) and _is_company(scene, m)]
    towns = [m for m in towns if (place := found[m].place) is not None and place.country in home]
    seats = [m for m in towns if is_seat_of_government(found[m])]
    others = sorted(set(towns) - set(seats))
    _fill(found, scene, lambda scene, k: _in_company(scene, k, others, seats), range(len(found)))


def _home_countries(found: Sequence[PlaceMention]) -> frozenset[str]:
    """Return the countries that a text is about: those that hold a good part of what it names, so not where its reporter writes."""
    named = Counter(m.place.country for m in found if m.place is not None and m.place.country)
    return frozenset(country for country, count in named.items() if count >= _HOME_PART * named.total())


def _in_company(scene: Scene, k: int, towns: Sequence[int], seats: Sequence[int]) -> Place | None:
    """Return the wide surroundings of the town named nearest to a mention of which nothing else is told: where annotators put most such."""
    around = scene.around(k)
    near = _between(towns, around) or _between(seats, around)
    nearest = min(near, key=lambda m: (abs(scene.sentence(m) - scene.sentence(k)), m > k, abs(m - k)), default=None)
    by = scene.found[nearest].place if nearest is not None else None
    if by is None or any(_may_be_meant(candidate, by) for candidate in scene.found[k].candidates):
        return None
    _, after = list_around(scene, k)
    way = scene.words_between(after - 1, after) if after < len(scene.found) else ()
    if is_counted_from(way) and not vocabulary().units.keys().isdisjoint(way):
        return None  # `A and B, 400 km east of X` lie far from all that is named
    return beside(scene.found[k].mention.name, by, Description(None, _COMPANY_KM), f"in one passage with {by.name}")


def _may_be_meant(candidate: Candidate, by: Place) -> bool:
    """Tell whether a bearer of an unplaced name may be meant: in the country of a town, just over its border, or a city of the world."""
    place = candidate.place
    return place.country == by.country or place.population >= _CITY or apart_km(place, by) <= _NEIGHBOUR_KM


def _between(mentions: Sequence[int], span: range) -> Sequence[int]:
    return mentions[bisect_left(mentions, span.start) : bisect_left(mentions, span.stop)]


def _is_company(scene: Scene, m: int) -> bool:
    """Tell whether a town stands for itself: not where somebody speaks, nor what a way is counted from ("400 km north of Khartoum")."""
    return scene.found[m].mention.role == "literal" and not _is_counted_from(scene, m)


def _is_counted_from(scene: Scene, m: int) -> bool:
    """Tell whether a way is counted from mention ``m``."""
    head = words_at(scene.parsed, scene.found[m])[0]
    first = max(scene.parsed.sentences[scene.sentence(m)].first, head - REACH)
    return is_counted_from(scene.parsed.lowers[first:head])


def _theatre(scene: Scene) -> tuple[Place, float | None, str] | None:
    """Return the area that the first sentence names, its part and the words, where all towns of the text lie there or near it."""
    opening = [k for k, m in enumerate(scene.found) if scene.sentence(k) == 0 and is_certain(m, ("region", "relief"))]
    areas = [place for k in opening if (place := scene.found[k].place)]
    area = min(areas, key=lambda place: place.radius_km, default=None)
    if area is None or area.radius_km > _THEATRE_KM or any(o != area and apart_km(o, area) > o.radius_km for o in areas):
        return None
    if any(m.place and is_certain(m, ("settlement",)) and apart_km(m.place, area) > _FAR_OFF_KM for m in scene.found):
        return None
    first = words_at(scene.parsed, scene.found[opening[areas.index(area)]])[0]
    before = scene.parsed.lowers[first - 1] if first else ""
    bearing = vocabulary().bearings.get(before)
    return area, bearing, f"a text that opens with {before + ' ' if bearing is not None else ''}{area.name}"


def _among_neighbours(scene: Scene, k: int) -> Place | None:
    """Return the neighbourhood of a list ("near A, Nowa and B") where most of it is known and lies together, and a vicinity is stated."""
    if scene.found[k].mention.kind not in (None, "settlement") or not scene.found[k].mention.surface[0].isupper():
        return None
    first, last = list_around(scene, k)
    known = [p.place for p in scene.found[first:last] if p.place and is_certain(p, ("settlement",))]
    if len(known) < _LEAST_KNOWN or 2 * len(known) < last - first:
        return None
    sentence = scene.parsed.sentences[scene.sentence(k)]
    stated = [w for w in scene.parsed.lowers[sentence.first : sentence.last] if w in vocabulary().near or w in vocabulary().bearings]
    return among(scene.found[k].mention.name, known, NEARBY_KM, stated[0]) if stated else None


def _in_passage(scene: Scene, k: int) -> Place | None:
    """Return the neighbourhood of a list of which a town is known, in the province that this or the sentence before names."""
    here = scene.sentence(k)
    near = [m for m in scene.around(k) if 0 <= here - scene.sentence(m) <= 1 and is_certain(scene.found[m], ("region",))]
    areas = {m.place.place_id: m.place for m in (scene.found[n] for n in near) if m.place}
    if len(areas) != 1 or scene.found[k].mention.kind not in (None, "settlement"):
        return None
    area = next(iter(areas.values()))
    return among_list(scene, k, area, f"after {area.name}") if area.radius_km <= WIDEST_KM else None


def _district_of(scene: Scene, k: int) -> Place | None:
    """Return the province that the sentence, or the one before, names for "the Nowa district", which is no part of a town."""
    mention = scene.found[k].mention
    if mention.kind != "district" or mention.surface.lower().rsplit(" ", 1)[-1] not in COUNTRY_DISTRICTS:
        return None
    here = scene.sentence(k)
    near = [m for m in scene.around(k) if 0 <= here - scene.sentence(m) <= 1 and is_certain(scene.found[m], ("region",))]
    if not near:
        return None
    area = scene.found[min(near, key=lambda m: (here - scene.sentence(m), abs(m - k)))].place
    return within(mention.name, area, None, f"a district, after {area.name}") if area and area.radius_km <= WIDEST_KM else None


def _place_parts(found: list[PlaceMention], scene: Scene) -> None:
    """Place quarters and buildings in the town that their sentence names before them, else in the one named most so far."""
    named = Counter(m.place.place_id for m in found if m.place and is_certain(m, ("settlement",)))
    towns = (m for m in found if is_certain(m, ("settlement",)))
    most_named = max(towns, key=lambda m: named[m.place.place_id] if m.place else 0, default=None)
    main_town = most_named.place if most_named else None
    latest: tuple[int, Place] | None = None
    met = 0
    for k, mention in enumerate(found):
        if mention.place is None and scene.is_part(k):
            if area := _district_of(scene, k):
                found[k] = _placed(mention, area)
                continue
            same = latest[1] if latest and latest[0] == scene.sentence(k) else None
            if town := _container_town(found, k) or same or main_town:
                found[k] = _placed(mention, part_of(town, mention))
        elif mention.place and is_certain(mention, ("settlement",)):
            latest = (scene.sentence(k), mention.place)
            if main_town is None or not met or named[mention.place.place_id] >= named[main_town.place_id]:
                main_town = mention.place
            met += 1


def _share_narrowest(found: list[PlaceMention]) -> None:
    """Give all mentions of a name the narrowest place that one of them was described by, with its article or without."""
    narrowest: dict[str, Place] = {}
    for mention in found:
        name = _bare(mention.mention.name)
        if mention.place and _is_made(mention) and (name not in narrowest or mention.place.radius_km < narrowest[name].radius_km):
            narrowest[name] = mention.place
    for k, mention in enumerate(found):
        if (mention.place is None or _is_made(mention)) and (place := narrowest.get(_bare(mention.mention.name))):
            found[k] = _placed(mention, place)


def _is_made(mention: PlaceMention) -> bool:
    """Tell whether the place of a mention was made here, out of a description or a town."""
    return mention.matched == "local" and mention.score == _SCORE


def _bare(name: str) -> str:
    """Return a folded name without article and class word.

    >>> _bare("Al-Suflaniyah") == _bare("Suflaniyah"), _bare("Leramun district") == _bare("Leramun")
    (True, True)
    """
    words = [word for word in fold(name).split() if word not in nouns()]
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("al", "el", "the") else words)


def _container_town(found: Sequence[PlaceMention], k: int) -> Place | None:
    """Return the town that the text says contains the mention."""
    container = found[k].mention.container
    place = found[container].place if container is not None and container < len(found) else None
    return place if place and place.kind == "settlement" else None
