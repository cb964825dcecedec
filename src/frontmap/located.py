"""Reads off the words around a name where a text puts it.

"Nowa, some 12 km south of Petrivka" is put 12 km south of Petrivka, "Nowa in northern Kamenka province" into the north of that
province, "the nearby village of Nowa" beside the town named before, and the members of a list where one of them is put.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from frontmap.model import Parsed, Place, PlaceMention
from frontmap.text.places.called import nouns, words_at
from frontmap.text.places.whereabouts import Description, read_description, vocabulary
from frontmap.vicinity import LIST_KM, PARTS, among, beside, lies_in, named, on_the_rim, within

REACH = 14
"""Words between a name and the place that it is described by."""
_LIST_MARK = 2
"""Words between two items of a list (", and")."""
_CERTAIN = 0.5
"""Least score of that place."""
_LIST_REACH, _LIST_WORDS = 4, frozenset({"near", "in", "at", "the", "village", "villages", "of", "town", "as", "well", "toward", "towards"})
"""Words between two places of one list, at most and which."""
_LONGEST_LIST, _BACK = 40, 60
"""Mentions of a list, and mentions before another, that are looked at: texts of ten thousand villages take linear time."""
_FAR_BACK = 2
"""Sentences over which "nearby" looks back."""
COUNTRY_DISTRICTS = frozenset({"district", "county", "subdistrict", "sub-district", "township", "locality", "raion", "municipality"})
"""Class words of a province's districts; a town has them too, but then the sentence names the town."""
_SMALL_KM = 40.0
"""Radius up to which a region is named like a town ("near Pec")."""
POINTS = ("settlement", "facility", "relief", "district")
_AREAS = ("region", "district", "relief")
_LISTED = frozenset({",", "and", "or", "&", ";"})


@dataclass(frozen=True, slots=True)
class Scene:
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
        near = 0 < last - first <= REACH and self.sentence(left) == self.sentence(right)
        return self.parsed.lowers[first:last] if near else ()


def is_certain(mention: PlaceMention, kinds: Sequence[str]) -> bool:
    """Tell whether a mention is placed in a place of some kind, likelier than not."""
    return mention.place is not None and mention.place.kind in kinds and mention.score >= _CERTAIN


def _is_described(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.is_described


def beside_next(scene: Scene, k: int) -> Place | None:
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
            return as_described(scene, k, anchor, description, " ".join(words))
    return None


def _without_names(scene: Scene, k: int, anchor: int, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words between two mentions without those of the mention that stands between them."""
    if anchor == k + 1 or not words:
        return words
    start = words_at(scene.parsed, scene.found[k])[1]
    first, last = (w - start for w in words_at(scene.parsed, scene.found[k + 1]))
    return (*words[:first], *words[last:])


def beside_previous(scene: Scene, k: int) -> Place | None:
    """Return the place of mention ``k`` in a list: "villages near Lyman, including X and Y", "the Pec district, including X"."""
    if k and (listed := _as_listed(scene, k, k - 1)):
        return listed
    first, _ = list_around(scene, k)
    words = scene.words_between(first - 1, first) if first else ()
    known = vocabulary()
    if known.lists.isdisjoint(words) or not all(w in known.lists or w in known.fillers or w == "as" for w in words):
        return None
    anchor = first - 1
    while anchor and scene.found[anchor - 1].mention.container == anchor:
        anchor -= 1
    return _in_opened_list(scene, k, anchor, " ".join(words), straight=anchor == first - 1)


def _in_opened_list(scene: Scene, k: int, anchor: int, opener: str, *, straight: bool) -> Place | None:
    """Return the place of a member of a list by the words before the place that the list is opened by."""
    head = words_at(scene.parsed, scene.found[anchor])[0]
    before = scene.parsed.lowers[max(scene.parsed.sentences[scene.sentence(anchor)].first, head - REACH) : head]
    plural = next((at for at in range(len(before) - 1, -1, -1) if before[at] in nouns() and before[at].endswith("s")), None)
    by = scene.found[anchor].place
    if plural is None and straight and by is not None and by.kind in _AREAS:
        said = f"{by.name} {opener}"
        return among_list(scene, k, by, said) or within(scene.found[k].mention.name, by, None, said)
    description = read_description(before[plural + 1 :]) if plural is not None else None
    return as_described(scene, k, anchor, description, " ".join(before[plural:])) if description else None


def beside_described(scene: Scene, k: int) -> Place | None:
    """Return the place of mention ``k`` by one that is described itself: "X, 4 km from Y" where the text says that Y is near Z."""
    if k + 1 >= len(scene.found) or not _is_described(scene.found[k + 1]):
        return None
    by, words = scene.found[k + 1].place, scene.words_between(k, k + 1)
    description = read_description(words)
    if by is None or description is None or description.inside:
        return None
    place = beside(scene.found[k].mention.name, by, description, " ".join((*words, by.name)))
    return replace(place, radius_km=round(place.radius_km + by.radius_km, 1))


def _as_listed(scene: Scene, k: int, other: int) -> Place | None:
    """Return the place that a neighbour in a list was described by ("Nowa and Stara south of Petrivka")."""
    if other >= len(scene.found) or not _is_described(scene.found[other]) or scene.is_part(k):
        return None
    words = scene.words_between(min(k, other), max(k, other))
    place = scene.found[other].place
    if place is None or not 0 < len(words) <= _LIST_MARK or not _LISTED.issuperset(words):
        return None
    return named(place, scene.found[k].mention.name)


def as_described(scene: Scene, k: int, anchor: int, description: Description, said: str) -> Place | None:
    """Return the place of mention ``k`` that a description by another mention makes; None where that tells too little."""
    by, name = scene.found[anchor], scene.found[k].mention.name
    if by.place is None or by.mention.role != "literal":
        return None
    said = f"{said} {by.place.name}"
    if not description.inside:
        if by.place.kind == "region" and description.bearing is not None and description.distance_km is None:
            return on_the_rim(name, by.place, description.bearing, said)
        small = by.place.kind == "region" and by.place.radius_km <= _SMALL_KM
        return beside(name, by.place, description, said) if small or is_certain(by, POINTS) else None
    if scene.is_part(k) and by.place.kind == "settlement":
        return None  # see _place_parts
    area = by.place if by.place.kind in _AREAS else _area_of_name(by) if description.bearing is not None else None
    if area is not None:
        return among_list(scene, k, area, said) or within(name, area, description.bearing, said)
    named = said[0] != "," or not COUNTRY_DISTRICTS.isdisjoint(said.split())  # "X, Y" is a list; "X, municipality of Y" is not
    return beside(name, by.place, Description(None), said) if named and is_certain(by, ("settlement",)) else None


def _area_of_name(mention: PlaceMention) -> Place | None:
    """Return the region that goes by a town's name: "northern Aleppo" is the north of the province."""
    return next((c.place for c in mention.candidates if c.place.kind == "region"), None)


def nearby(scene: Scene, k: int) -> Place | None:
    """Return the surroundings of the place named before, for "the nearby village of X", or of a neighbour in the list."""
    first = words_at(scene.parsed, scene.found[k])[0]
    sentence = scene.sentence(k)
    before = scene.parsed.lowers[max(scene.parsed.sentences[sentence].first, first - 4) : first]
    listed = _as_listed(scene, k, k - 1) if k else None
    close = vocabulary().nearby
    said = close.intersection(before[-1:]) or (close.intersection(before) and nouns().keys() & set(before) - {"city"})
    if listed or not said:
        return listed
    latest = next((m for m in scene.before(k) if is_certain(scene.found[m], POINTS)), None)
    by = scene.found[latest].place if latest is not None and sentence - scene.sentence(latest) <= _FAR_BACK else None
    return beside(scene.found[k].mention.name, by, Description(None), f"nearby, after {by.name}") if by else None


def among_list(scene: Scene, k: int, area: Place, said: str) -> Place | None:
    """Return the neighbourhood of the known towns of a list that lies in one area; None where it has none."""
    first, last = list_around(scene, k)
    known = [p.place for p in scene.found[first:last] if p.place and is_certain(p, ("settlement",)) and lies_in(p.place, area)]
    return among(scene.found[k].mention.name, known, LIST_KM / 2, said) if known else None


def list_around(scene: Scene, k: int) -> tuple[int, int]:
    """Return the mentions of the list that mention ``k`` stands in, the last exclusive."""
    first, last = k, k + 1
    while first > max(0, k - _LONGEST_LIST) and _go_together(scene, first - 1, first):
        first -= 1
    while last < min(len(scene.found), k + _LONGEST_LIST) and _go_together(scene, last - 1, last):
        last += 1
    return first, last


def _go_together(scene: Scene, left: int, right: int) -> bool:
    words = scene.words_between(left, right)
    return 0 < len(words) <= _LIST_REACH and not _LISTED.isdisjoint(words) and all(w in _LISTED or w in _LIST_WORDS for w in words)
