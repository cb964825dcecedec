"""Places names that no gazetteer holds where the text itself says where they lie.

"Nowa, some 12 km south of Petrivka" is put 12 km south of Petrivka, "Nowa in northern Kamenka province" into the north of that
province, "the nearby village of Nowa" beside the town named before, "the Taiba neighbourhood" into the town that the passage is
about. A name of which nothing is told, and which no place of the country has, lies somewhere about the town that is named beside it.
Such places are wide, score low, and say in their origin which words they rest on. A name that may be one of several places that are
known stays unplaced.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from frontmap.model import Parsed, Place, PlaceMention
from frontmap.names import fold
from frontmap.sphere import apart_km
from frontmap.text.places.called import nouns, sorts_by_name, words_at
from frontmap.text.places.whereabouts import Description, is_counted_from, read_description, vocabulary
from frontmap.vicinity import LIST_KM, NEARBY_KM, PARTS, WIDEST_KM, among, beside, lies_in, named, on_the_rim, part_of, within

_REACH = 14
"""Words between a name and the place that it is described by."""
_LIST_MARK = 2
"""Words between two items of a list (", and")."""
_CERTAIN = 0.5
"""Least score of that place."""
_SCORE = 0.35
_LIST_REACH, _LIST_WORDS = 4, frozenset({"near", "in", "at", "the", "village", "villages", "of", "town", "as", "well", "toward", "towards"})
"""Words between two places of one list, at most and which."""
_LEAST_KNOWN = 2
"""Known places of a list from which it tells a neighbourhood."""
_LONGEST_LIST, _BACK = 40, 60
"""Mentions of a list, and mentions before another, that are looked at: texts of ten thousand villages take linear time."""
_FAR_BACK = 2
"""Sentences over which "nearby" looks back."""
_COUNTRY_DISTRICTS = frozenset({"district", "county", "subdistrict", "sub-district", "township", "locality", "raion", "municipality"})
"""Class words of a province's districts; a town has them too, but then the sentence names the town."""
_BEARING_KM = 250.0
"""Distance up to which a town may lie "southeast of" another."""
_SMALL_KM = 40.0
"""Radius up to which a region is named like a town ("near Pec")."""
_THEATRE_KM, _FAR_OFF_KM = 60.0, 120.0
"""Radius up to which an area tells where all of a text happens, and the distance at which a town lies out of it."""
_CONTRADICTED_KM = 70.0
"""A place farther than this from where the text says that it lies is another one; half of it where the text states the distance."""
_COMPANY_KM = 40.0
"""Radius within which a name of which nothing is told lies around the town that is named beside it."""
_POINTS = ("settlement", "facility", "relief", "district")
_AREAS = ("region", "district", "relief")
_LISTED = frozenset({",", "and", "or", "&", ";"})


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a description is read from."""

    parsed: Parsed
    found: Sequence[PlaceMention]
    """All mentions, as far as they are placed."""
    called: Mapping[str, frozenset[str]]
    """By name the sorts of nouns that the text calls a place by."""
    sentences: Sequence[int]
    """Ordinal of the sentence of each mention."""

    def is_part(self, k: int) -> bool:
        """Tell whether mention ``k`` is a part of a town, or a building in one."""
        mention = self.found[k].mention
        return mention.kind in PARTS or "quarter" in self.called.get(mention.name, ())

    def sentence(self, k: int) -> int:
        """Return the ordinal of the sentence that mention ``k`` stands in."""
        return self.sentences[k]

    def before(self, k: int) -> range:
        """Return the mentions before another that are looked at, the latest first."""
        return range(k - 1, max(-1, k - 1 - _BACK), -1)

    def around(self, k: int) -> range:
        """Return the mentions before and after another that are looked at."""
        return range(max(0, k - _BACK), min(len(self.found), k + _BACK))

    def words_between(self, left: int, right: int) -> tuple[str, ...]:
        """Return the words between two mentions of one sentence; none where they are far apart."""
        first, last = words_at(self.parsed, self.found[left])[1], words_at(self.parsed, self.found[right])[0]
        near = 0 < last - first <= _REACH and self.sentence(left) == self.sentence(right)
        return self.parsed.lowers[first:last] if near else ()


def place_described(parsed: Parsed, placed: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Place what is unplaced and described by a place that is certain; all else is returned as it was."""
    found = list(placed)
    sentences = [bisect_right(parsed.sentences, m.mention.start, key=lambda s: s.start) - 1 for m in found]
    _move_contradicted(found, _Scene(parsed, found, {}, sentences))
    if all(mention.place for mention in found):
        return found
    scene = _Scene(parsed, found, sorts_by_name(parsed, found), sentences)
    _fill(found, scene, _beside_next, range(len(found) - 1, -1, -1))
    _fill(found, scene, _beside_previous, range(len(found)))
    _fill(found, scene, _nearby, range(len(found)))
    _fill(found, scene, _beside_the_town, range(len(found)))
    _place_parts(found, scene)
    _fill(found, scene, _in_opening, range(len(found)))
    _fill(found, scene, _among_neighbours, range(len(found)))
    _fill(found, scene, _in_passage, range(len(found)))
    _share_narrowest(found)
    _fill(found, scene, _beside_described, range(len(found)))
    _share_narrowest(found)
    unheard = [k for k, mention in enumerate(found) if not mention.candidates]
    if theatre := _theatre(scene):
        _fill(found, scene, lambda scene, k: within(scene.found[k].mention.name, *theatre), unheard)
    _fill(found, scene, _in_company, range(len(found)))
    return found


def _move_contradicted(found: list[PlaceMention], scene: _Scene) -> None:
    """Take back a village that lies nowhere near the place by which the text locates it: "the village of X, near Y".

    Another bearer of its name that does lie there takes its place; where there is none, it is unplaced and left to its description.
    """
    moved: dict[str, PlaceMention] = {}
    for k in range(len(found) - 1):
        place = found[k].place
        if place is None or place.kind != "settlement" or found[k].mention.name in moved:
            continue
        if (said := _contradicting(scene, k, place)) is not None:
            moved[found[k].mention.name] = _chosen_near(found[k], said)
    for k, mention in enumerate(found):
        if mention.mention.name in moved:
            found[k] = replace(moved[mention.mention.name], mention=mention.mention)


def _contradicting(scene: _Scene, k: int, place: Place) -> Place | None:
    """Return where the text puts mention ``k``, when that is nowhere near its place; None where they agree or nothing is said."""
    description = read_description(scene.words_between(k, k + 1))
    if description is None:
        return None
    if description.inside:
        by = scene.found[k + 1]
        told = by.place is not None and _is_certain(by, ("region",)) and by.place.admin1_code is not None and place.admin1_code is not None
        return by.place if told and by.place and not lies_in(place, by.place) else None
    said = _as_described(scene, k, k + 1, description, "")
    slack = _CONTRADICTED_KM if description.distance_km is None else _CONTRADICTED_KM / 2
    if description.bearing is not None and description.distance_km is None:
        slack = _BEARING_KM
    return said if said and apart_km(place, said) > slack + 2 * said.radius_km else None


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


def _fill(found: list[PlaceMention], scene: _Scene, place_of: Callable[[_Scene, int], Place | None], order: Sequence[int]) -> None:
    for k in order:
        if found[k].place is None and found[k].mention.role == "literal" and (place := place_of(scene, k)):
            found[k] = _placed(found[k], place)


def _placed(mention: PlaceMention, place: Place) -> PlaceMention:
    return replace(mention, place=place, matched="local", score=_SCORE, reason=place.origin)


def _is_certain(mention: PlaceMention, kinds: Sequence[str]) -> bool:
    return mention.place is not None and mention.place.kind in kinds and mention.score >= _CERTAIN


def _is_described(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.is_described


def _beside_next(scene: _Scene, k: int) -> Place | None:
    """Return the place of mention ``k`` as the words after it tell: "X, 15 km north of Lyman", "X in Homs province", "X and ...".

    The place that tells it may come after another that is unplaced too: "X in the Ghab plain in northern Hama".
    """
    listed = _as_listed(scene, k, k + 1)
    if listed:
        return listed
    for anchor in (k + 1, k + 2):
        if anchor >= len(scene.found):
            return None
        words = scene.words_between(k, anchor)
        description = read_description(_without_names(scene, k, anchor, words))
        if description is None:
            return None
        if scene.found[anchor].place is not None:
            return _as_described(scene, k, anchor, description, " ".join(words))
    return None


def _without_names(scene: _Scene, k: int, anchor: int, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words between two mentions without those of the mention that stands between them."""
    if anchor == k + 1 or not words:
        return words
    start = words_at(scene.parsed, scene.found[k])[1]
    first, last = (w - start for w in words_at(scene.parsed, scene.found[k + 1]))
    return (*words[:first], *words[last:])


def _beside_previous(scene: _Scene, k: int) -> Place | None:
    """Return the place of mention ``k`` in a list: "villages near Lyman, including X and Y", "the Pec district, including X"."""
    if k and (listed := _as_listed(scene, k, k - 1)):
        return listed
    first, _ = _list_around(scene, k)
    words = scene.words_between(first - 1, first) if first else ()
    known = vocabulary()
    if known.lists.isdisjoint(words) or not all(w in known.lists or w in known.fillers or w == "as" for w in words):
        return None
    anchor = first - 1
    while anchor and scene.found[anchor - 1].mention.container == anchor:
        anchor -= 1
    return _in_opened_list(scene, k, anchor, " ".join(words), straight=anchor == first - 1)


def _in_opened_list(scene: _Scene, k: int, anchor: int, opener: str, *, straight: bool) -> Place | None:
    """Return the place of a member of a list by the words before the place that the list is opened by."""
    head = words_at(scene.parsed, scene.found[anchor])[0]
    before = scene.parsed.lowers[max(scene.parsed.sentences[scene.sentence(anchor)].first, head - _REACH) : head]
    plural = next((at for at in range(len(before) - 1, -1, -1) if before[at] in nouns() and before[at].endswith("s")), None)
    by = scene.found[anchor].place
    if plural is None and straight and by is not None and by.kind in _AREAS:
        said = f"{by.name} {opener}"
        return _among_list(scene, k, by, said) or within(scene.found[k].mention.name, by, None, said)
    description = read_description(before[plural + 1 :]) if plural is not None else None
    return _as_described(scene, k, anchor, description, " ".join(before[plural:])) if description else None


def _beside_described(scene: _Scene, k: int) -> Place | None:
    """Return the place of mention ``k`` by one that is described itself: "X, 4 km from Y" where the text says that Y is near Z."""
    if k + 1 >= len(scene.found) or not _is_described(scene.found[k + 1]):
        return None
    by, words = scene.found[k + 1].place, scene.words_between(k, k + 1)
    description = read_description(words)
    if by is None or description is None or description.inside:
        return None
    place = beside(scene.found[k].mention.name, by, description, " ".join((*words, by.name)))
    return replace(place, radius_km=round(place.radius_km + by.radius_km, 1))


def _as_listed(scene: _Scene, k: int, other: int) -> Place | None:
    """Return the place that a neighbour in a list was described by ("Nowa and Stara south of Petrivka")."""
    if other >= len(scene.found) or not _is_described(scene.found[other]) or scene.is_part(k):
        return None
    words = scene.words_between(min(k, other), max(k, other))
    place = scene.found[other].place
    if place is None or not 0 < len(words) <= _LIST_MARK or not _LISTED.issuperset(words):
        return None
    return named(place, scene.found[k].mention.name)


def _as_described(scene: _Scene, k: int, anchor: int, description: Description, said: str) -> Place | None:
    """Return the place of mention ``k`` that a description by another mention makes; None where that tells too little."""
    by, name = scene.found[anchor], scene.found[k].mention.name
    if by.place is None or by.mention.role != "literal":
        return None
    said = f"{said} {by.place.name}"
    if not description.inside:
        if by.place.kind == "region" and description.bearing is not None and description.distance_km is None:
            return on_the_rim(name, by.place, description.bearing, said)
        small = by.place.kind == "region" and by.place.radius_km <= _SMALL_KM
        return beside(name, by.place, description, said) if small or _is_certain(by, _POINTS) else None
    if scene.is_part(k) and by.place.kind == "settlement":
        return None  # see _place_parts
    area = by.place if by.place.kind in _AREAS else _area_of_name(by) if description.bearing is not None else None
    if area is not None:
        return _among_list(scene, k, area, said) or within(name, area, description.bearing, said)
    named = said[0] != "," or not _COUNTRY_DISTRICTS.isdisjoint(said.split())  # "X, Y" is a list; "X, municipality of Y" is not
    return beside(name, by.place, Description(None), said) if named and _is_certain(by, ("settlement",)) else None


def _area_of_name(mention: PlaceMention) -> Place | None:
    """Return the region that goes by a town's name: "northern Aleppo" is the north of the province."""
    return next((c.place for c in mention.candidates if c.place.kind == "region"), None)


def _nearby(scene: _Scene, k: int) -> Place | None:
    """Return the surroundings of the place named before, for "the nearby village of X", or of a neighbour in the list."""
    first = words_at(scene.parsed, scene.found[k])[0]
    sentence = scene.sentence(k)
    before = scene.parsed.lowers[max(scene.parsed.sentences[sentence].first, first - 4) : first]
    listed = _as_listed(scene, k, k - 1) if k else None
    close = vocabulary().nearby
    said = close.intersection(before[-1:]) or (close.intersection(before) and nouns().keys() & set(before) - {"city"})
    if listed or not said:
        return listed
    latest = next((m for m in scene.before(k) if _is_certain(scene.found[m], _POINTS)), None)
    by = scene.found[latest].place if latest is not None and sentence - scene.sentence(latest) <= _FAR_BACK else None
    return beside(scene.found[k].mention.name, by, Description(None), f"nearby, after {by.name}") if by else None


def _beside_the_town(scene: _Scene, k: int) -> Place | None:
    """Return the place of mention ``k`` as counted from a town that is not named again: "X, south of the city"."""
    last = words_at(scene.parsed, scene.found[k])[1]
    words = scene.parsed.lowers[last : min(last + _REACH, scene.parsed.sentences[scene.sentence(k)].last)]
    at = next((i for i, word in enumerate(words) if word in nouns() and words[i - 1 : i] == ("the",)), None)
    description = read_description(words[:at]) if at else None
    town = next((scene.found[m].place for m in scene.before(k) if _is_certain(scene.found[m], ("settlement",))), None)
    if town is None or description is None or description.inside or description.bearing is None:
        return None
    return beside(scene.found[k].mention.name, town, description, " ".join((*words[:at], town.name)))


def _in_opening(scene: _Scene, k: int) -> Place | None:
    """Return the area with which the sentence opens: "In northern Kamenka province, rebels took the village of X"."""
    mention, sentence = scene.found[k].mention, scene.sentence(k)
    if mention.kind not in ("settlement", "district", "relief") and not scene.called.get(mention.name):
        return None
    opening = next((m for m in reversed(scene.before(k)) if scene.sentence(m) == sentence), None)
    if opening is None or not _is_certain(scene.found[opening], ("region", "district")):
        return None
    first, last = words_at(scene.parsed, scene.found[opening])
    words = scene.parsed.lowers[scene.parsed.sentences[sentence].first : first]
    description = (
        read_description(words) if words and words[0] in vocabulary().inside else None if words else Description(None, inside=True)
    )
    area = scene.found[opening].place
    if description is None or area is None or scene.parsed.lowers[last : last + 1] not in ((",",), (":",)):
        return None
    return within(mention.name, area, description.bearing, " ".join((*words, area.name)))


def _in_company(scene: _Scene, k: int) -> Place | None:
    """Return the wide surroundings of the town named nearest to a mention of which nothing else is told: where annotators put most such."""
    towns = [m for m in scene.around(k) if _is_certain(scene.found[m], _POINTS) and _is_company(scene, m)]
    nearest = min(towns, key=lambda m: (abs(scene.sentence(m) - scene.sentence(k)), m > k, abs(m - k)), default=None)
    by = scene.found[nearest].place if nearest is not None else None
    if by and any(candidate.place.country == by.country for candidate in scene.found[k].candidates):
        return None  # one of these may be meant
    return beside(scene.found[k].mention.name, by, Description(None, _COMPANY_KM), f"in one passage with {by.name}") if by else None


def _is_company(scene: _Scene, m: int) -> bool:
    """Tell whether a town stands for itself: not where somebody speaks, nor what a way is counted from ("400 km north of Khartoum")."""
    head = words_at(scene.parsed, scene.found[m])[0]
    first = max(scene.parsed.sentences[scene.sentence(m)].first, head - _REACH)
    return scene.found[m].mention.role == "literal" and not is_counted_from(scene.parsed.lowers[first:head])


def _theatre(scene: _Scene) -> tuple[Place, float | None, str] | None:
    """Return the area that the first sentence names, its part and the words, where all towns of the text lie there or near it."""
    opening = [k for k, m in enumerate(scene.found) if scene.sentence(k) == 0 and _is_certain(m, ("region", "relief"))]
    areas = [place for k in opening if (place := scene.found[k].place)]
    area = min(areas, key=lambda place: place.radius_km, default=None)
    if area is None or area.radius_km > _THEATRE_KM or any(o != area and apart_km(o, area) > o.radius_km for o in areas):
        return None
    if any(m.place and _is_certain(m, ("settlement",)) and apart_km(m.place, area) > _FAR_OFF_KM for m in scene.found):
        return None
    first = words_at(scene.parsed, scene.found[opening[areas.index(area)]])[0]
    before = scene.parsed.lowers[first - 1] if first else ""
    bearing = vocabulary().bearings.get(before)
    return area, bearing, f"a text that opens with {before + ' ' if bearing is not None else ''}{area.name}"


def _among_neighbours(scene: _Scene, k: int) -> Place | None:
    """Return the neighbourhood of a list ("near A, Nowa and B") where most of it is known and lies together, and a vicinity is stated."""
    if scene.found[k].mention.kind not in (None, "settlement") or not scene.found[k].mention.surface[0].isupper():
        return None
    first, last = _list_around(scene, k)
    known = [p.place for p in scene.found[first:last] if p.place and _is_certain(p, ("settlement",))]
    if len(known) < _LEAST_KNOWN or 2 * len(known) < last - first:
        return None
    sentence = scene.parsed.sentences[scene.sentence(k)]
    stated = [w for w in scene.parsed.lowers[sentence.first : sentence.last] if w in vocabulary().near or w in vocabulary().bearings]
    return among(scene.found[k].mention.name, known, NEARBY_KM, stated[0]) if stated else None


def _among_list(scene: _Scene, k: int, area: Place, said: str) -> Place | None:
    """Return the neighbourhood of the known towns of a list that lies in one area; None where it has none."""
    first, last = _list_around(scene, k)
    known = [p.place for p in scene.found[first:last] if p.place and _is_certain(p, ("settlement",)) and lies_in(p.place, area)]
    return among(scene.found[k].mention.name, known, LIST_KM / 2, said) if known else None


def _in_passage(scene: _Scene, k: int) -> Place | None:
    """Return the neighbourhood of a list of which a town is known, in the province that this or the sentence before names."""
    here = scene.sentence(k)
    near = [m for m in scene.around(k) if 0 <= here - scene.sentence(m) <= 1 and _is_certain(scene.found[m], ("region",))]
    areas = {m.place.place_id: m.place for m in (scene.found[n] for n in near) if m.place}
    if len(areas) != 1 or scene.found[k].mention.kind not in (None, "settlement"):
        return None
    area = next(iter(areas.values()))
    return _among_list(scene, k, area, f"after {area.name}") if area.radius_km <= WIDEST_KM else None


def _list_around(scene: _Scene, k: int) -> tuple[int, int]:
    """Return the mentions of the list that mention ``k`` stands in, the last exclusive."""
    first, last = k, k + 1
    while first > max(0, k - _LONGEST_LIST) and _go_together(scene, first - 1, first):
        first -= 1
    while last < min(len(scene.found), k + _LONGEST_LIST) and _go_together(scene, last - 1, last):
        last += 1
    return first, last


def _go_together(scene: _Scene, left: int, right: int) -> bool:
    words = scene.words_between(left, right)
    return 0 < len(words) <= _LIST_REACH and not _LISTED.isdisjoint(words) and all(w in _LISTED or w in _LIST_WORDS for w in words)


def _district_of(scene: _Scene, k: int) -> Place | None:
    """Return the province that the sentence, or the one before, names for "the Nowa district", which is no part of a town."""
    mention = scene.found[k].mention
    if mention.kind != "district" or mention.surface.lower().rsplit(" ", 1)[-1] not in _COUNTRY_DISTRICTS:
        return None
    here = scene.sentence(k)
    near = [m for m in scene.around(k) if 0 <= here - scene.sentence(m) <= 1 and _is_certain(scene.found[m], ("region",))]
    if not near:
        return None
    area = scene.found[min(near, key=lambda m: (here - scene.sentence(m), abs(m - k)))].place
    return within(mention.name, area, None, f"a district, after {area.name}") if area and area.radius_km <= WIDEST_KM else None


def _place_parts(found: list[PlaceMention], scene: _Scene) -> None:
    """Place quarters and buildings in the town that their sentence names before them, else in the one named most so far."""
    named = Counter(m.place.place_id for m in found if m.place and _is_certain(m, ("settlement",)))
    towns = (m for m in found if _is_certain(m, ("settlement",)))
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
        elif mention.place and _is_certain(mention, ("settlement",)):
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
