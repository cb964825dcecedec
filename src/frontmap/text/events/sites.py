"""Chooses where an event happened among the place phrases of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from frontmap.model import Parsed, PlaceMention, Sentence, Site
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import Clause, is_finite, is_preposition
from frontmap.text.events.anaphors import ANAPHOR, anaphoric_words, counted, is_indefinite, plain_noun, unnamed_towns
from frontmap.text.events.banks import read_bank
from frontmap.text.events.beside import beside, settled
from frontmap.text.events.compass import compass_directions
from frontmap.text.events.directions import WAYS, PlacePhrase, is_common_noun, is_possessive, is_sided, read_around
from frontmap.text.events.lands import lies_in
from frontmap.text.events.links import place_phrases
from frontmap.text.events.parts import unnamed_parts
from frontmap.text.events.passages import Passage

_LINES = frozenset({"road", "river"})
_DOWNSTREAM = frozenset({"left", "right"})
_OF_WATER = frozenset({"water", "downstream"})
_WATERS = frozenset({"river", "sea"})
_GROUND = frozenset({"at", "from", "toward", "to"})
"""Cases in which a country is ground; as subject, owner or object it is its state or army."""
_AGENT = "by"
"""What stands before a country that did it: `captured by Israel`."""
_WIDE = frozenset({"region", "country", "road"})
"""Kinds of places that hold many towns."""
_DESCRIBING = 5
"""Words that may stand between `the` and its noun: `their last major urban redoubt`."""
_NAME_AFTER = 2
"""Words after `the capital` within which its name may stand."""
MOVING = frozenset({"advance", "assault", "encirclement", "withdrawal", "repulse", "deployment"})
"""Types whose events have a direction."""
_ANYWHERE = frozenset({"withdrawal", "displacement", "encirclement", "losses", "damage"})
"""Types that take the place that something comes from or goes to where the sentence has no other."""
_FOLLOWING = frozenset({"losses", "damage", "displacement"})
"""Types that a relative clause may tell of the event before it: `shelling near X, which killed ten`."""
_FROM_A_PLACE = frozenset({"force", "civilian", "native"})
"""Classes of words after which `from X` says where somebody comes from."""
_LEAVING = frozenset({"withdrawal", "displacement"})
"""Types that end where something goes to, and happen where it was."""
_LAUNCHED = frozenset({"strike", "assault", "advance"})
"""Types that come from a place where they do not happen: `shelled from hills north of X`."""


_OPENING = frozenset({",", ":", "-", "–", "—", "the", "from", "of"})
"""What may stand between a noun and the names that tell which is meant."""
_COUNTED_SIDES = 3
"""Words from `from` to the sides: `from at least two directions`."""


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
    heard = _as_heard(place_phrases(parsed, sentence, placed, usable, lexicon), passage)
    phrases = [_by_kind(phrase, placed[phrase.mention], passage) for phrase in _as_sides(heard, passage)]
    phrases = [_as_capital(phrase, placed[phrase.mention], passage) for phrase in phrases]
    phrases = [_as_town(phrase, placed, passage) if phrase.mention != ANAPHOR else phrase for phrase in phrases]
    phrases = _without_waters(phrases, placed, passage)
    anaphors = [
        read_around(parsed, ANAPHOR, word, word + 1, sentence, lexicon)
        for word in anaphoric_words(parsed, sentence, passage.named, lexicon)
        if not passage.any_is("including", word + 1, word + 4)
    ]
    unnamed = [read_around(parsed, ANAPHOR, word, word + 1, sentence, lexicon) for word in unnamed_towns(passage, (*phrases, *anaphors))]
    parts = (*unnamed_parts(passage, phrases), *beside(passage, phrases))
    return settled(sorted((*phrases, *anaphors, *unnamed, *parts), key=lambda p: p.first), passage)


def _as_heard(phrases: Sequence[PlacePhrase], passage: Passage) -> Sequence[PlacePhrase]:
    """Return the phrases with places that news or noise comes from as those where it happened: `shelling was reported from X and Y`."""
    from_there = {p.group for p in phrases if p.case == "from" and passage.any_is("heard", p.start - 1, p.start)}
    return [replace(p, case="at", led="") if p.group in from_there else p for p in phrases] if from_there else phrases


def _as_sides(phrases: Sequence[PlacePhrase], passage: Passage) -> Sequence[PlacePhrase]:
    """Return the phrases with places that say which sides something came from as such: `from three directions, including X and Y`."""
    sides = {phrase.group: phrase.first for phrase in reversed(phrases) if _names_side(phrase, passage)}
    if not sides:
        return phrases
    named = [p.first >= sides.get(p.group, passage.sentence.last) for p in phrases]
    return [replace(p, case="from", relation=None, led="from", stands=True) if n else p for p, n in zip(phrases, named, strict=True)]


def _names_side(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a phrase, or the list it opens, says which sides were meant that stand just before: `from two directions: X and Y`."""
    at, first = phrase.first - 1, passage.sentence.first
    told = phrase.last < passage.sentence.last and passage.any_is("listing", phrase.last, phrase.last + 1)
    while at > first and ((names := passage.any_is("including", at, at + 1)) or passage.parsed.lowers[at] in _OPENING):
        told = told or names or passage.parsed.lowers[at] == ":"
        at -= 1
    if at == phrase.first - 1 or not told or not passage.any_is("sides", at, at + 1):
        return False
    return passage.any_is("from", max(first, at - _COUNTED_SIDES), at)


def _without_waters(phrases: Sequence[PlacePhrase], placed: Sequence[PlaceMention], passage: Passage) -> list[PlacePhrase]:
    """Return the phrases without waters that a town locates: `crossed the river X near Y`, `south of Y, on the bank of the X`."""
    kept = list(phrases)
    for at, (left, right) in enumerate(pairwise(phrases)):
        if ANAPHOR in (left.mention, right.mention) or not (left.stands or right.stands):
            continue
        water = [_kind_of(placed[phrase.mention]) in _WATERS for phrase in (left, right)]
        between = [lower for lower in passage.lowers(left.last, right.start) if not _says_which_water(lower, passage)]
        crossing = all(passage.lexicon.is_a(lower, "crossing") for lower in between)
        if water == [True, False] and crossing and _tells_where(right, placed[right.mention], bool(between)):
            side = "" if left.relation == "along" else read_bank(left, passage)
            bank = None if side is None else (left.mention, side)
            kept[at : at + 2] = replace(left, stands=False), replace(right, stands=True, bank=bank)
        elif water == [False, True] and left.stands and right.case and between == [","]:
            kept[at + 1] = replace(right, stands=False)
    return kept


def _says_which_water(lower: str, passage: Passage) -> bool:
    """Tell whether a word behind a water's name only belongs to it or to its bank: `the X river`, `the X's right bank`."""
    return passage.lexicon.is_any(lower, _OF_WATER) or lower in passage.lexicon.compass


def _tells_where(phrase: PlacePhrase, mention: PlaceMention, is_crossing: bool) -> bool:
    """Tell whether a phrase says at which town of a long water something is: `near X`, `at X`, for a bridge also `west of X`."""
    at = phrase.relation is None and phrase.case == "at" and bool(phrase.preposition) and _kind_of(mention) == "settlement"
    return at or phrase.relation == "near" or (is_crossing and is_sided(phrase.relation))


def _kind_of(mention: PlaceMention) -> str | None:
    return mention.place.kind if mention.place else mention.mention.kind


def _by_kind(phrase: PlacePhrase, mention: PlaceMention, passage: Passage) -> PlacePhrase:
    """Read a phrase by what its place is: on a road or river is along it; a country is ground only where the words say so."""
    kind = _kind_of(mention)
    if passage.parsed.lowers[phrase.start] == _AGENT and phrase.start > passage.sentence.first:
        phrase = replace(phrase, stands=phrase.stands and not is_finite(passage.parsed.lowers[phrase.start - 1], passage.lexicon))
    if (kind == "country" and not _is_ground(phrase, passage)) or (kind == "sea" and _is_shore(phrase, passage)):
        return replace(phrase, stands=False)
    if (kind in ("region", "settlement") and not phrase.case and _is_whose(phrase, passage)) or _is_seat(phrase, passage):
        return replace(phrase, stands=False)
    if kind == "region" and phrase.environs:  # the countryside of a province lies in it
        return replace(phrase, relation=phrase.relation.replace(" of", " part") if phrase.relation and is_sided(phrase.relation) else None)
    if _says_which(phrase, mention, passage):
        return replace(phrase, relation=None)
    if kind == "river" and (side := read_bank(phrase, passage)) in _DOWNSTREAM:
        return replace(phrase, bank=(phrase.mention, side))
    if kind in _LINES and phrase.relation is None and passage.lexicon.is_a(phrase.preposition, "on"):
        return replace(phrase, relation="along")
    return phrase


def _as_capital(phrase: PlacePhrase, mention: PlaceMention, passage: Passage) -> PlacePhrase:
    """Read a country or province that only says whose capital is meant: `the North Darfur capital`, `the capital of Chad`."""
    lowers, kind = passage.parsed.lowers, _kind_of(mention)
    if kind not in ("region", "country"):
        return phrase
    capital = phrase.last if lowers[phrase.last : phrase.last + 1] == ("capital",) else _capital_before(passage, phrase.first)
    if capital is None:
        return phrase
    after = max(capital + 1, phrase.last)
    named = any(passage.named[word] >= 0 for word in range(after, min(after + _NAME_AFTER, passage.sentence.last)))
    if named or (phrase.first > capital and passage.named[capital - 1] >= 0):
        return replace(phrase, stands=False)
    start = min(phrase.start, capital)
    return replace(phrase, mention=ANAPHOR, start=start, first=capital, last=capital + 1, relation=None, stands=True)


def _as_town(phrase: PlacePhrase, placed: Sequence[PlaceMention], passage: Passage) -> PlacePhrase:
    """Read a wide place that only says in which of its towns something is: `the town on the border with X`, `their last redoubt in X`."""
    if phrase.first == phrase.start or _kind_of(placed[phrase.mention]) not in _WIDE:
        return phrase
    noun = next((word for word in range(phrase.start - 1, phrase.first) if passage.any_is("sole_town", word, word + 1)), None)
    if noun is None or passage.any_is("of", noun + 1, noun + 2) or not _is_definite(noun, passage):
        return phrase  # `the town of X`
    return read_around(passage.parsed, ANAPHOR, noun, noun + 1, passage.sentence, passage.lexicon)


def _is_definite(noun: int, passage: Passage) -> bool:
    """Tell whether `the`, `this` or `their` stands before a noun and what describes it."""
    for word in range(noun - 1, max(passage.sentence.first, noun - _DESCRIBING) - 1, -1):
        if passage.any_is("demonstrative", word, word + 1) or passage.any_is("own", word, word + 1):
            return True
        if not passage.parsed.lowers[word][0].isalpha() or is_preposition(passage.parsed.lowers[word], passage.lexicon):
            return False
    return False


def _capital_before(passage: Passage, first: int) -> int | None:
    """Return the word of `the capital of (the)` before a name; None where other words stand there."""
    lowers = passage.parsed.lowers
    at = first - 1 - (lowers[first - 1] in ("the", "northern", "southern", "eastern", "western", "central"))
    return at - 1 if at > passage.sentence.first and lowers[at] == "of" and lowers[at - 1] == "capital" else None


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
    if passage.parsed.lowers[phrase.start] == _AGENT:
        return False
    if phrase.relation and phrase.relation.endswith(" part"):
        return True  # in southern Ukraine
    if _is_attribute(phrase, passage) or _is_subject(phrase, passage):
        return False
    if phrase.relation or _is_entered(phrase, passage):
        return True
    if phrase.case not in _GROUND:
        return False
    return not is_possessive(passage.parsed, phrase) or passage.any_is("soil", phrase.last, phrase.last + 2)


def _is_entered(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a country is what a verb that takes ground acts upon: `invaded Cyprus`, `entered the southern province of Kosovo`."""
    called = phrase.case == "of" and passage.any_is("land", phrase.first - 2, phrase.first - 1)
    if (phrase.case and not called) or phrase.start == passage.sentence.first or is_possessive(passage.parsed, phrase):
        return False
    verbs = passage.lexicon.triggers.get(passage.parsed.lowers[phrase.start - 1], ())
    return any(verb.verb and len(verb.slots) == 1 and verb.place == "object" and "place" in verb.objects for verb in verbs)


def _is_subject(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a country opens a clause of its own: `strikes in Iraq, and Britain conducted`."""
    joined = phrase.start == phrase.first and passage.any_is("listing", phrase.first - 1, phrase.first)
    return joined and phrase.last < passage.sentence.last and is_finite(passage.parsed.lowers[phrase.last], passage.lexicon)


def _is_shore(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a sea only says which town or road is meant: `the Black Sea port of X`, `an Arabian Sea coast road`."""
    after = phrase.last + passage.any_is("soil", phrase.last, phrase.last + 1)
    return _is_attribute(phrase, passage) or (
        phrase.last < after < passage.sentence.last and is_common_noun(passage.parsed, after, passage.lexicon)
    )


def _is_whose(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a place only says whose a force or government is: `Somaliland soldiers`, `the Khartoum regime`."""
    if passage.lexicon.forms or phrase.last >= passage.sentence.last:
        return False  # where nouns have cases the next one may be a subject of its own
    return any(passage.any_is(kind, phrase.last, phrase.last + 1) for kind in ("home_force", "party"))


def _is_seat(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a place only says where those sit who are meant: `soldiers of the government in Kabul`."""
    led = phrase.case == "at" and passage.parsed.lowers[phrase.start] == phrase.preposition  # not `the junta position in X`
    return led and phrase.relation is None and passage.any_is("rulers", phrase.start - 1, phrase.start)


def _is_attribute(phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a country only says whose something is: `the U.S. compound`, `US-Russian efforts`, but `the Syria border`."""
    parsed, last = passage.parsed, phrase.last
    if "-" in parsed.words[last - 1] and parsed.words[last - 1][-1] != "-":
        return not passage.any_is("border", last, last + 1)  # `along the X-Y border`
    if (
        last >= passage.sentence.last
        or not is_common_noun(parsed, last, passage.lexicon)
        or is_preposition(parsed.lowers[last], passage.lexicon)
    ):
        return False
    return not any(passage.lexicon.is_a(parsed.lowers[last], kind) for kind in ("soil", "region_noun"))


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
    if _takes_pronoun(scene, sought):
        return (Site(None),)
    groups = _groups(scene.phrases)
    fitting = [g for g in groups if _fits(g[0], sought) and not is_left(g[0], scene.passage, sought)]
    inside = [g for g in fitting if own.first <= g[0].first < own.last]
    chosen = (
        _in_clause(inside, sought)
        or _left_behind(scene, own, groups, sought)
        or _antecedents(scene, own, sought)
        or _where_to(scene, own)
        or _borrowed(scene, own, _in_sentence(fitting, sought))
        or _unfitting(scene.passage, own, groups, sought)
    )
    return tuple(_site(scene.parsed, _own_part(phrase, inside), scene.lexicon) for phrase in chosen)


def _takes_pronoun(scene: Scene, sought: Sought) -> bool:
    """Tell whether a verb's place is the one named before: `capturing it would open the road to X`."""
    lowers = scene.parsed.lowers
    if sought.frame != "object" or sought.passive or sought.last >= len(lowers):
        return False
    if scene.lexicon.is_a(lowers[sought.first], "of_it"):
        return True  # `its capture would open the road to X`
    if not scene.lexicon.is_a(lowers[sought.last], "it"):
        return False
    return all(phrase.start != sought.last + 1 for phrase in scene.phrases)  # `shelled it in X`


def _left_behind(scene: Scene, own: Clause, groups: Sequence[list[PlacePhrase]], sought: Sought) -> list[PlacePhrase]:
    """Return the place that a clause without another one says is left in some direction: `pushed north from X` is north of X."""
    if sought.type not in ("advance", "assault"):
        return []
    ways = [way for word, way in compass_directions(scene.parsed, own.first, own.last, scene.lexicon) if is_nearest(word, sought, own)]
    way = next((way.removeprefix("toward:") for way in ways if way.startswith("toward:")), None)
    from_here = (g for g in groups if g[0].case == "from" or is_left(g[0], scene.passage, sought))
    left = [g for g in from_here if way and own.first <= g[0].first < own.last]
    return [replace(phrase, relation=phrase.relation or f"{way} of") for phrase in _in_clause(left, sought)]


def _unfitting(passage: Passage, own: Clause, groups: Sequence[list[PlacePhrase]], sought: Sought) -> list[PlacePhrase]:
    """Return a place that something comes from, where its sentence has no other."""
    inside = [g for g in groups if own.first <= g[0].first < own.last]
    if sought.type in _ANYWHERE:
        kept = [g for g in groups if not is_goal(g[0], sought) and not _is_home(g[0], sought, passage)]
        elsewhere = _in_sentence(kept, sought) if sought.type in _LEAVING else []  # `were shot down; they had come from X`
        return _in_clause([g for g in inside if g in kept], sought) or elsewhere
    return [replace(phrase, relation=None) for phrase in _in_clause([g for g in inside if is_origin(g[0], sought)], sought)]


def _is_home(phrase: PlacePhrase, sought: Sought, passage: Passage) -> bool:
    """Tell whether a place only says where those come from who were killed: `three soldiers from X were killed`."""
    if phrase.case != "from" or sought.type != "losses" or phrase.first > sought.first:
        return False
    return passage.lexicon.is_any(passage.parsed.lowers[phrase.start - 1], _FROM_A_PLACE)


def _borrowed(scene: Scene, own: Clause, phrases: Sequence[PlacePhrase]) -> list[PlacePhrase]:
    """Return places of another clause as they hold for a clause that only hangs on it.

    `Fighting raged south of X, killing ten`, `south of X after an attack`: the second happened at X, and how it lay to X is not said;
    but what happened on a road between two places did all happen there.
    """
    lowers, lexicon = scene.parsed.lowers, scene.lexicon
    before = lexicon.is_timed(lowers[own.first], "background")
    fronted = any(phrase.start == scene.sentence.first for phrase in phrases)  # `South of X, fighting goes on`
    if fronted or (own.kind != "ing" and not before):
        return list(phrases)
    return [phrase if phrase.anchors else replace(phrase, relation=None, distance_km=None, preposition="") for phrase in phrases]


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


def _where_to(scene: Scene, own: Clause) -> list[PlacePhrase]:
    """Return the place that somebody heads for and that a clause goes on about: `left X for Y, where they regrouped`."""
    if not scene.lexicon.is_a(scene.parsed.lowers[own.first], "where"):
        return []
    last = next((p for p in reversed(scene.phrases) if p.last <= own.first), None)
    if last is None or last.mention == ANAPHOR or not (last.case in WAYS or last.case == "aim"):
        return []
    return [replace(last, relation=None, distance_km=None, anchors=(), preposition="")]


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
    told = [g for g in groups if g[0].group < 0 and sought.first <= g[0].first < sought.last]  # `held the eastern quarters`
    near = [g for g in after if not any(sought.last <= rival < g[0].first for rival in sought.rivals)]
    if told or near:
        return (told or near)[0]
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
    if phrase.case == "from" or is_origin(phrase, sought):
        return sought.frame == "from"
    if is_goal(phrase, sought):
        return False
    if phrase.case in ("toward", "to"):
        return sought.frame == "toward" or (sought.type in MOVING | {"strike"} and sought.type != "withdrawal")
    return True


def is_nearest(word: int, sought: Sought, own: Clause) -> bool:
    """Tell whether a direction belongs to this event and not to a rival of its clause that stands nearer."""
    rivals = [rival for rival in sought.rivals if own.first <= rival < own.last]
    return all(abs(word - sought.first) <= abs(word - rival) for rival in rivals)


def is_left(phrase: PlacePhrase, passage: Passage, sought: Sought) -> bool:
    """Tell whether those who advance leave a place for another: `drove north out of X`."""
    if sought.type not in ("advance", "assault") or phrase.case != "of" or phrase.start < sought.last:
        return False
    driven = passage.any_is("force", sought.first, phrase.start)  # `drive the rebels out of X`
    return not driven and passage.parsed.lowers[phrase.start - 1] == "out"


def is_goal(phrase: PlacePhrase, sought: Sought) -> bool:
    """Tell whether something only goes to what a phrase names, or to what lies there: `fled to camps in X` from somewhere else."""
    heads_for = phrase.led in ("to", "toward") or (phrase.case == "aim" and phrase.preposition == "for")  # `left for X`
    return heads_for and phrase.relation is None and sought.type in _LEAVING


def is_origin(phrase: PlacePhrase, sought: Sought) -> bool:
    """Tell whether something comes from what a phrase names, or from what lies there: `fired from hills north of X`."""
    if phrase.led != "from" or phrase.case == "from" or sought.type not in _LAUNCHED or phrase.first < sought.first:
        return False
    return phrase.stands and phrase.distance_km is None and phrase.relation not in ("along", "between")


def _site(parsed: Parsed, phrase: PlacePhrase, lexicon: Lexicon) -> Site:
    named = phrase.mention != ANAPHOR
    word = "" if named else plain_noun(parsed.lowers[phrase.first])
    if word == "capital" and lexicon.is_a(parsed.lowers[phrase.first - 1], "provincial"):
        word = "town"
    noun = "" if named else "unnamed" if is_indefinite(parsed, phrase.first, lexicon) else sort_of_place(word, lexicon)
    mention = phrase.mention if named else None
    relation = None if noun == "unnamed" else phrase.relation or ("in" if lexicon.is_a(phrase.preposition, "inside") else None)
    word = "" if word in lexicon.compass else word
    several = 1 if named else counted(parsed, phrase.first, lexicon)
    return Site(mention, relation, phrase.distance_km, phrase.anchors, phrase.bank, noun, word, several)


def sort_of_place(noun: str, lexicon: Lexicon) -> str:
    """Return ``town``, ``region`` or ``area`` for a noun that stands for a place."""
    if lexicon.is_a(noun, "region_noun") or noun in lexicon.compass:
        return "region"
    return "town" if lexicon.is_a(noun, "town_noun") else "area"
