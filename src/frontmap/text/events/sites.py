"""Chooses where an event happened among the place phrases of its sentence, and reads the directions that its clause reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from frontmap.model import Parsed, PlaceMention, Sentence, Site
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import Clause
from frontmap.text.events.directions import PlacePhrase, compass_directions, is_possessive, place_phrases, read_around
from frontmap.text.events.lands import lies_in
from frontmap.text.events.triggers import Passage

ANAPHOR = -1
"""The mention of a place phrase that says ``the city`` and names nothing."""
_SOON = 5
"""Words after a noun within which a name may say which it is."""
_LINES = frozenset({"road", "river"})
_GROUND = frozenset({"at", "from", "toward", "to"})
"""Cases in which a country is ground; as subject, owner or object it is its state or army."""
_AGENT = "by"
"""What stands before a country that did it: `captured by Israel`."""
MOVING = frozenset({"advance", "assault", "encirclement", "withdrawal", "repulse", "deployment"})
"""Types whose events have a direction."""
_TURNED = MOVING | {"displacement"}
"""Types whose events may go towards a point of the compass."""
_ANYWHERE = frozenset({"withdrawal", "displacement", "deployment", "encirclement", "losses", "damage"})
"""Types that take the place that something comes from or goes to where the sentence has no other."""
_FOLLOWING = frozenset({"losses", "damage", "displacement"})
"""Types that a relative clause may tell of the event before it: `shelling near X, which killed ten`."""
_GOING = frozenset({"advance", "withdrawal", "displacement"})
"""Types that go to a place; others only towards one."""
_LEAVING = frozenset({"withdrawal", "displacement"})
"""Types that end where something goes to, and happen where it was."""
_LAUNCHED = frozenset({"strike", "assault", "advance"})
"""Types that come from a place where they do not happen: `shelled from hills north of X`."""
_NOT_FROM = frozenset({"withdrawal", "encirclement", "repulse"})
"""Types whose clause may name where something was or who came from there, but no place that the event comes from."""
_AIMED = _TURNED | {"strike", "capture"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with the places that it names."""

    passage: Passage
    phrases: tuple[PlacePhrase, ...]
    """Place phrases and anaphors (mention ``ANAPHOR``), in order."""

    @property
    def parsed(self) -> Parsed:
        """The document."""
        return self.passage.parsed

    @property
    def lexicon(self) -> Lexicon:
        """The word tables of its language."""
        return self.passage.lexicon

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the sentence."""
        return self.passage.clauses

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.passage.sentence


def read_phrases(passage: Passage, placed: Sequence[PlaceMention], usable: Sequence[int]) -> tuple[PlacePhrase, ...]:
    """Return the place phrases of a sentence, with the nouns that stand for a place named before, in text order."""
    parsed, sentence, lexicon = passage.parsed, passage.sentence, passage.lexicon
    phrases = [_by_kind(phrase, placed[phrase.mention], passage) for phrase in place_phrases(parsed, sentence, placed, usable, lexicon)]
    anaphors = [
        read_around(parsed, ANAPHOR, word, word + 1, sentence, lexicon)
        for word in _anaphoric_words(parsed, sentence, passage.named, lexicon)
        if not passage.any_is("including", word + 1, word + 4)
    ]
    return tuple(sorted((*phrases, *anaphors, *_own_parts(passage, phrases)), key=lambda p: p.first))


def _own_parts(passage: Passage, phrases: Sequence[PlacePhrase]) -> Iterator[PlacePhrase]:
    """Yield the parts of a place that a sentence calls its own: `Petrivka was shelled on its outskirts`, `in its southern districts`."""
    parsed, sentence, lexicon = passage.parsed, passage.sentence, passage.lexicon
    for word in range(sentence.first + 2, sentence.last):
        slots = {slot for words, slot, _ in lexicon.relations.get(parsed.lowers[word], ()) if len(words) == 1}
        code, form = lexicon.compass.get(parsed.lowers[word - 1], ("", ""))
        owner = word - 2 if form == "adjective" else word - 1
        if not slots & {"part", "outskirts"} or not lexicon.is_a(parsed.lowers[owner], "own") or passage.named[word] >= 0:
            continue
        relation = f"{code} part" if form == "adjective" else "outskirts" if "outskirts" in slots else None
        if relation is not None:
            owned = next((p for p in reversed(phrases) if p.stands and p.last <= owner), None)
            mention = owned.mention if owned else ANAPHOR
            listed = owned is not None and any("and" in lexicon.clauses.get(lower, ()) for lower in parsed.lowers[owner - 2 : owner])
            group = owned.group if owned is not None and listed else -word
            yield PlacePhrase(mention, owner - 1, word, word + 1, "at", relation, group=group)


def _by_kind(phrase: PlacePhrase, mention: PlaceMention, passage: Passage) -> PlacePhrase:
    """Read a phrase by what its place is: on a road or river is along it; a country is ground only where the words say so."""
    kind = mention.place.kind if mention.place else mention.mention.kind
    if kind == "country" and (passage.parsed.lowers[phrase.start] == _AGENT or (not phrase.relation and not _is_ground(phrase, passage))):
        return replace(phrase, stands=False)
    if _says_which(phrase, mention, passage):
        return replace(phrase, relation=None)
    if kind in _LINES and phrase.relation is None and passage.lexicon.is_a(phrase.preposition, "on"):
        return replace(phrase, relation="along")
    return phrase


def _says_which(phrase: PlacePhrase, mention: PlaceMention, passage: Passage) -> bool:
    """Tell whether a point of the compass only says which region is meant: `northern Takhar province` lies in the north of its country."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    code, form = lexicon.compass.get(lowers[phrase.first - 1], ("", "")) if phrase.first else ("", "")
    if form != "adjective" or phrase.relation != f"{code} part" or mention.place is None or mention.place.kind != "region":
        return False
    classed = any(lexicon.is_a(lower, "region_noun") for lower in lowers[phrase.last - 1 : phrase.last + 1])
    return classed and (code == "C" or lies_in(mention.place, code))


def _is_ground(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a country is meant as ground: after a preposition, and not as the owner of an army or a plan."""
    if phrase.case not in _GROUND:
        return False
    return not is_possessive(passage.parsed, phrase) or passage.any_is("soil", phrase.last, phrase.last + 2)


def _anaphoric_words(parsed: Parsed, sentence: Sentence, named: Sequence[int], lexicon: Lexicon) -> Iterator[int]:
    """Yield the words that stand for a place named before: `the city`, `this hilltop town`, not `the city of X`."""
    for word in range(sentence.first + 1, sentence.last):
        if not lexicon.is_a(_plain(parsed.lowers[word]), "anaphor") or named[word] >= 0:
            continue
        after = word + 1
        if _names_it(parsed, after, sentence, named, lexicon):
            continue
        if any(lexicon.is_a(parsed.lowers[at], "demonstrative") for at in range(max(sentence.first, word - 2), word)):
            yield word


def _names_it(parsed: Parsed, after: int, sentence: Sentence, named: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell whether a name follows that says which it is: `the city of X`, `the base at X`."""
    if after >= sentence.last:
        return False
    if _opens_nearness(parsed, after - 1, lexicon):
        return True  # `the area surrounding X`
    if parsed.lowers[after] in lexicon.compass or "between" in {slot for _, slot, _ in lexicon.relations.get(parsed.lowers[after], ())}:
        return any(named[word] >= 0 for word in range(after, min(after + _SOON, sentence.last)))
    if parsed.lowers[after] == ",":
        return after + 1 < sentence.last and named[after + 1] >= 0
    slots = {slot for _, slot, _ in lexicon.relations.get(parsed.lowers[after], ())}
    return "of" in slots or named[after] >= 0 or ("plain" in slots and after + 1 < sentence.last and named[after + 1] >= 0)


def _opens_nearness(parsed: Parsed, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether a noun opens words of nearness, which a name follows: `the area surrounding`."""
    rows = lexicon.relations.get(parsed.lowers[noun], ())
    return any(slot == "near" and len(words) > 1 and parsed.lowers[noun : noun + len(words)] == words for words, slot, _ in rows)


def _plain(lower: str) -> str:
    return lower.removesuffix("'s")


@dataclass(frozen=True, slots=True)
class Sought:
    """An event whose place is sought."""

    type: str
    """One of ``CLAIM_TYPES``."""
    frame: str
    """One of ``registry.lexicon.PLACE_FRAMES``: where its place stands."""
    first: int
    last: int
    """Words of what names it, the last exclusive."""
    clause: int
    """Ordinal of its clause."""
    rivals: tuple[int, ...]
    """First words of the other triggers of the sentence, which keep the places after them to themselves."""
    passive: bool = False


def choose_sites(scene: Scene, sought: Sought) -> tuple[Site, ...]:
    """Choose where an event happened: a place of its clause, else of its sentence; empty where neither has one."""
    own = scene.clauses[sought.clause]
    groups = _groups(scene.phrases)
    fitting = [g for g in groups if _fits(g[0], sought)]
    inside = [g for g in fitting if own.first <= g[0].first < own.last]
    chosen = (
        _in_clause(inside, sought)
        or _left_behind(scene, own, groups, sought)
        or _antecedents(scene, own, sought)
        or _borrowed(scene, own, _in_sentence(fitting, sought))
        or _unfitting(own, groups, sought)
    )
    return tuple(_site(scene.parsed, _own_part(phrase, inside), scene.lexicon) for phrase in chosen)


def _left_behind(scene: Scene, own: Clause, groups: Sequence[list[PlacePhrase]], sought: Sought) -> list[PlacePhrase]:
    """Return the place that a clause without another one says is left in some direction: `pushed north from X` is north of X."""
    if sought.type not in ("advance", "assault"):
        return []
    ways = [way for word, way in compass_directions(scene.parsed, own.first, own.last, scene.lexicon) if _is_nearest(word, sought, own)]
    way = next((way.removeprefix("toward:") for way in ways if way.startswith("toward:")), None)
    left = [g for g in groups if way and g[0].case == "from" and own.first <= g[0].first < own.last]
    return [replace(phrase, relation=phrase.relation or f"{way} of") for phrase in _in_clause(left, sought)]


def _unfitting(own: Clause, groups: Sequence[list[PlacePhrase]], sought: Sought) -> list[PlacePhrase]:
    """Return a place that something comes from, where its sentence has no other."""
    inside = [g for g in groups if own.first <= g[0].first < own.last]
    if sought.type in _ANYWHERE:
        kept = [g for g in groups if not _is_goal(g[0], sought)]
        return _in_clause([g for g in inside if g in kept], sought) or _in_sentence(kept, sought)
    return [replace(phrase, relation=None) for phrase in _in_clause([g for g in inside if _is_origin(g[0], sought)], sought)]


def _borrowed(scene: Scene, own: Clause, phrases: Sequence[PlacePhrase]) -> list[PlacePhrase]:
    """Return places of another clause as they hold for a clause that only hangs on it.

    `Fighting raged south of X, killing ten`, `south of X after an attack`: the second happened at X, and how it lay to X is not said.
    """
    lowers, lexicon = scene.parsed.lowers, scene.lexicon
    before = any(kind == "background" for kind, _ in lexicon.calendar.get(lowers[own.first], ()))
    fronted = any(phrase.start == scene.sentence.first for phrase in phrases)  # `South of X, fighting goes on`
    if fronted or (own.kind != "ing" and not before):
        return list(phrases)
    return [replace(phrase, relation=None, distance_km=None, anchors=(), preposition="") for phrase in phrases]


def _own_part(phrase: PlacePhrase, groups: Sequence[list[PlacePhrase]]) -> PlacePhrase:
    """Return the part of a place that its clause goes on to name, else the place: `Petrivka was shelled on its outskirts`."""
    if phrase.relation is not None:
        return phrase
    return next((g[0] for g in groups if g[0].group < 0 and g[0].mention == phrase.mention), phrase)


def _antecedents(scene: Scene, own: Clause, sought: Sought) -> list[PlacePhrase]:
    """Return the places that a relative clause is about: of `near X, which they took` X itself and not what lies near."""
    if own.kind != "rel" or sought.type in _FOLLOWING or not scene.lexicon.is_a(scene.parsed.lowers[own.first], "relative"):
        return []
    last = next((p for p in scene.phrases if own.first - 1 <= p.last <= own.first and p.mention != ANAPHOR), None)
    if last is None:
        return []
    group = [p for p in scene.phrases if p.group == last.group and p.stands] if last.stands else [last]
    return [replace(phrase, relation=None, distance_km=None, anchors=(), preposition="") for phrase in group]


def _groups(phrases: Sequence[PlacePhrase]) -> list[list[PlacePhrase]]:
    by_group: dict[tuple[bool, int], list[PlacePhrase]] = {}
    for phrase in phrases:
        if phrase.stands:
            anaphor = phrase.mention == ANAPHOR
            by_group.setdefault((anaphor, phrase.first if anaphor else phrase.group), []).append(phrase)
    return list(by_group.values())


def _in_clause(groups: Sequence[list[PlacePhrase]], sought: Sought) -> list[PlacePhrase]:
    after = [g for g in groups if g[0].first >= sought.last]
    before = [g for g in groups if g[-1].first < sought.first]
    if sought.passive and sought.frame == "object" and (subjects := [g for g in before if not g[0].case]):
        return subjects[-1]
    near = [g for g in after if not any(sought.last <= rival < g[0].first for rival in sought.rivals)]
    if near:
        return near[0]
    if before:
        return before[-1]
    return after[0] if after else []


def _in_sentence(groups: Sequence[list[PlacePhrase]], sought: Sought) -> list[PlacePhrase]:
    """Fall back on the sentence: the nearest place before, else the nearest after."""
    before = [g for g in groups if g[-1].first < sought.first]
    after = [g for g in groups if g[0].first >= sought.last]
    if before:
        return before[-1]
    return after[0] if after else []


def _fits(phrase: PlacePhrase, sought: Sought) -> bool:
    """Tell whether a phrase can be where this happens: what comes `from X` left it, what goes `to X` is not there yet."""
    if phrase.case == "from" or _is_origin(phrase, sought):
        return sought.frame == "from"
    if _is_goal(phrase, sought):
        return False
    if phrase.case in ("toward", "to"):
        return sought.type in MOVING | {"strike"} and sought.type != "withdrawal"
    return True


def _is_sided(phrase: PlacePhrase) -> bool:
    """Tell whether something lies on a side of a place, outside it: `north of X`."""
    return (phrase.relation or "").endswith(" of")


def _is_goal(phrase: PlacePhrase, sought: Sought) -> bool:
    """Tell whether something only goes to what a phrase names, or to what lies there: `fled to camps in X` from somewhere else."""
    return phrase.led in ("to", "toward") and phrase.relation is None and sought.type in _LEAVING


def _is_origin(phrase: PlacePhrase, sought: Sought) -> bool:
    """Tell whether something comes from what a phrase names, or from what lies there: `fired from hills north of X`."""
    if phrase.led != "from" or phrase.case == "from" or sought.type not in _LAUNCHED or phrase.first < sought.first:
        return False
    return phrase.stands and phrase.distance_km is None and phrase.relation not in ("along", "between")


def _site(parsed: Parsed, phrase: PlacePhrase, lexicon: Lexicon) -> Site:
    named = phrase.mention != ANAPHOR
    word = "" if named else _plain(parsed.lowers[phrase.first])
    noun = "" if named else sort_of_place(word, lexicon)
    mention = phrase.mention if named else None
    relation = phrase.relation or ("in" if lexicon.is_a(phrase.preposition, "inside") else None)
    return Site(mention, relation, phrase.distance_km, phrase.anchors, noun, word)


def sort_of_place(noun: str, lexicon: Lexicon) -> str:
    """Return ``town``, ``region`` or ``area`` for a noun that stands for a place."""
    if lexicon.is_a(noun, "region_noun"):
        return "region"
    return "town" if lexicon.is_a(noun, "town_noun") else "area"


def read_directions(scene: Scene, sought: Sought, sites: Sequence[Site]) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """Return the directions that an event's clause reports of it, and the names among them with their mentions."""
    if sought.type not in _AIMED:
        return (), ()
    own = scene.clauses[sought.clause]
    found = compass_directions(scene.parsed, own.first, own.last, scene.lexicon)
    found = tuple((word, way) for word, way in found if scene.passage.named[word] < 0)  # `to South Ossetia` is no way south
    if sought.type == "encirclement":  # what closes a road `to the south` stands in the south
        found = tuple((word, way.replace("toward:", "from:")) for word, way in found)
    turned = [(word, way) for word, way in found if sought.type in _TURNED or way.startswith("from")]
    compass = list(dict.fromkeys(way for word, way in turned if _is_nearest(word, sought, own)))
    if sought.type in ("encirclement", "assault") and not compass:
        compass = _all_round(scene.parsed, own, scene.lexicon)
    inside = [p for p in scene.phrases if own.first <= p.first < own.last]
    compass += [f"from:{p.relation.removesuffix(' of')}" for p in inside if p.relation and _is_sided(p) and _is_origin(p, sought)]
    named: list[tuple[str, int]] = []
    taken = {site.mention for site in sites if site.mention is not None}
    for phrase in inside:
        vague = phrase.mention == ANAPHOR and sort_of_place(_plain(scene.parsed.lowers[phrase.first]), scene.lexicon) != "town"
        way = _way(phrase, scene, sought) if not (vague or _tells_origin(scene, phrase)) else None
        if way is not None and not (way == "from" and phrase.mention in taken):
            surface = phrase.surface or _plain(scene.parsed.lowers[phrase.first])
            named.append((f"{way}:{surface}", phrase.mention))
    return (*compass, *(way for way, _ in named)), tuple(named)


def _is_nearest(word: int, sought: Sought, own: Clause) -> bool:
    """Tell whether a direction belongs to this event and not to a rival of its clause that stands nearer."""
    rivals = [rival for rival in sought.rivals if own.first <= rival < own.last]
    return all(abs(word - sought.first) <= abs(word - rival) for rival in rivals)


def _tells_origin(scene: Scene, phrase: PlacePhrase) -> bool:
    """Tell whether a phrase only says whose fighters they are: `repelled by militiamen from X`."""
    if phrase.case != "from":
        return False
    listed = (p for p in scene.phrases if p.group == phrase.group and p.start)
    return any(scene.lexicon.is_a(scene.parsed.lowers[p.start - 1], "force") for p in listed)


def _way(phrase: PlacePhrase, scene: Scene, sought: Sought) -> str | None:
    """Return whether an event comes ``from`` a place or goes ``toward`` it; None where it does neither."""
    if sought.type == "capture":
        return None
    follows = phrase.first > sought.first
    comes = phrase.case == "from" or (_is_origin(phrase, sought) and not _is_sided(phrase))
    if comes and follows and phrase.mention != ANAPHOR and sought.type not in _NOT_FROM:
        return "from"
    if sought.type == "strike":
        return None
    reached = phrase.case == "to" and follows and sought.type in _GOING
    headed = phrase.case == "toward" or reached or (_is_goal(phrase, sought) and follows)
    return "toward" if headed or _is_advanced_on(phrase, scene, sought) else None


def _is_advanced_on(phrase: PlacePhrase, scene: Scene, sought: Sought) -> bool:
    """Tell whether a place is what an advance is on: `marching on X`, `their advance on X`, and no front or road that it is made on."""
    lexicon, lowers = scene.lexicon, scene.parsed.lowers
    if sought.type != "advance" or phrase.first < sought.first or phrase.relation is not None or not lexicon.is_a(phrase.preposition, "on"):
        return False
    after = lowers[phrase.last] if phrase.last < len(lowers) else ""
    if any(lexicon.is_a(word, kind) for word in (after, lowers[phrase.last - 1]) for kind in ("sector", "along_noun", "between_noun")):
        return False
    return all(word in lexicon.calendar for word in lowers[sought.last : phrase.start])


def _all_round(parsed: Parsed, clause: Clause, lexicon: Lexicon) -> list[str]:
    """Return ``from:all`` where a clause says so: `completely surrounded`, `from all sides`."""
    words = parsed.lowers[clause.first : clause.last]
    sides = any(words[i : i + 2] == ("all", "sides") for i in range(len(words)))
    return ["from:all"] if sides or any(lexicon.is_a(lower, "all_round") for lower in words) else []
