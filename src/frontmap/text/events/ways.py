"""Reads where the clause of an event says that it comes from or goes to."""

from __future__ import annotations

from collections.abc import Sequence

from frontmap.model import Parsed, Site
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import Clause
from frontmap.text.events.anaphors import ANAPHOR, plain_noun
from frontmap.text.events.compass import compass_directions
from frontmap.text.events.directions import PlacePhrase, is_common_noun, is_sided, slots_of
from frontmap.text.events.sites import MOVING, Scene, Sought, is_goal, is_left, is_nearest, is_origin, sort_of_place

_TURNED = MOVING | {"displacement"}
"""Types whose events may go towards a point of the compass."""
_GOING = frozenset({"advance", "withdrawal", "displacement"})
"""Types that go to a place; others only towards one."""
_BESIDE = 2
"""Words between what something comes from and the verb that says what it does."""
_NOT_FROM = frozenset({"withdrawal", "encirclement", "repulse"})
"""Types whose clause may name where something was or who came from there, but no place that the event comes from."""
_ENCLOSING = frozenset({"encirclement", "assault", "advance"})
"""Types whose events may come from all sides."""
_TO = frozenset({"toward", "toward_side"})
"""Classes of words that lead to a border."""
_COMING = frozenset({"advance", "assault"})
"""Types that come from the side on which they are made."""
_BORDERING = _GOING | _COMING
"""Types that go to a border or come from one."""
_BY = frozenset({"plain", "along"})
"""Slots of the words before a road that is taken."""
_GOAL = 5
"""Words between an advance and what it is made for."""
_SENT = frozenset({"sent", "loosed", "ranged"})
"""Classes of words beside those in -ing before `from X` that may say what an event comes with: `missiles launched from X hit Y`."""
_BASED = 4
"""Words from the name to those."""
_AXES = frozenset({"axis", "front"})
"""Nouns beside flanks and sides on which an advance is made."""
_SIDE_OF = 7
"""Words between `within` and the side of a place that is come near to: `within 4 km of the western districts`."""
_AIMED = _TURNED | {"strike", "capture"}


def read_directions(scene: Scene, sought: Sought, sites: Sequence[Site]) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """Return the directions that an event's clause reports of it, and the names among them with their mentions."""
    if sought.type not in _AIMED:
        return (), ()
    own, lowers, units = scene.clauses[sought.clause], scene.parsed.lowers, scene.lexicon.units
    found = compass_directions(scene.parsed, own.first, own.last, scene.lexicon)
    at = scene.passage.named
    found = tuple((word, way) for word, way in found if at[word] < 0 and (word + 1 == own.last or at[word + 1] < 0))
    roads = sought.type == "encirclement"
    found = tuple((word, way) for word, way in found if not _locates(word, way, scene) or (roads and lowers[word - 3] not in units))
    if roads:  # what closes a road `to the south` stands in the south
        found = tuple((word, way.replace("toward:", "from:")) for word, way in found)
    turned = [(word, way) for word, way in found if sought.type in _TURNED or way.startswith("from")]
    compass = list(dict.fromkeys(way for word, way in turned if is_nearest(word, sought, own)))
    if sought.type in _ENCLOSING and not compass:
        compass = _all_round(scene.parsed, own, scene.lexicon, enclosed=_encloses(scene, sought))
    if sought.type in _COMING:
        compass += (way for way in _sides(scene, own, sought) if way not in compass)
    if sought.type in _BORDERING:
        compass += _borders(scene, own, sought)
    inside = [p for p in scene.phrases if own.first <= p.first < own.last]
    sided = (p for p in inside if p.relation and is_sided(p.relation) and is_origin(p, sought) and not _tells_origin(scene, p))
    compass += [f"from:{p.relation.removesuffix(' of')}" for p in sided if p.relation]
    named: list[tuple[str, int]] = []
    taken = {site.mention for site in sites if site.mention is not None}
    for phrase in inside:
        vague = phrase.mention == ANAPHOR and sort_of_place(plain_noun(scene.parsed.lowers[phrase.first]), scene.lexicon) != "town"
        whose = _tells_origin(scene, phrase) and not (phrase.first > sought.first and _is_sent(sought))  # `sent reinforcements from X`
        way = _way(phrase, scene, sought) if not (vague or whose) else None
        here = phrase.mention in taken and (sought.type == "displacement" if phrase.preposition == "in" else way == "from")
        if way is not None and not here:
            surface = phrase.surface or plain_noun(scene.parsed.lowers[phrase.first])
            named.append((f"{way}:{surface}", phrase.mention))
    if sought.type == "assault":
        named += _launched_from(scene)
    if sought.type in _COMING:
        named += _set_out_from(scene, sought)
    return (*compass, *(way for way, _ in named)), tuple(named)


def _sides(scene: Scene, clause: Clause, sought: Sought) -> list[str]:
    """Return the sides on which something is done: `units on the southern axis advanced`, `came within 4 km of the western districts`."""
    lowers, lexicon = scene.parsed.lowers, scene.lexicon
    sides = []
    for word in range(clause.first + 2, clause.last - 1):
        code, form = lexicon.compass.get(lowers[word], ("", ""))
        if form != "adjective" or code == "C":
            continue
        advances = sought.type == "advance"
        flank = lexicon.is_a(lowers[word + 1], "way") or (advances and lowers[word + 1] in _AXES)
        near = advances and "within" in lowers[max(sought.first, word - _SIDE_OF) : word]
        located = word + 2 < clause.last and lexicon.is_a(lowers[word + 2], "of")  # `operations on the southern flank of X`
        if near or (flank and not located and lexicon.is_a(lowers[word - 2], "on")):
            sides.append(f"from:{code}")
    return sides


def _launched_from(scene: Scene) -> list[tuple[str, int]]:
    """Return the ground that an attack is made from: `using X as a launch pad`."""
    lowers = scene.parsed.lowers
    used = (p for p in scene.phrases if p.mention != ANAPHOR and p.last < len(lowers) and lowers[p.last] == "as")
    return [(f"from:{p.surface}", p.mention) for p in used if scene.passage.any_is("launch_pad", p.last, p.last + _BASED)]


def _set_out_from(scene: Scene, sought: Sought) -> list[tuple[str, int]]:
    """Return the ground that was left just before: `crossed from X and attacked Y`, `burst out of X and drove north`."""
    own, before = scene.clauses[sought.clause], scene.clauses[sought.clause - 1]
    if own.kind != "and" or not sought.clause or sought.first - own.first > _BESIDE or any(r < before.last for r in sought.rivals):
        return []
    lowers, lexicon = scene.parsed.lowers, scene.lexicon
    inside = (p for p in scene.phrases if before.first < p.start and p.last <= before.last and p.mention != ANAPHOR)
    left = (p for p in inside if p.case == "from" or (p.case == "of" and lowers[p.start - 1] == "out"))
    return [(f"from:{p.surface}", p.mention) for p in left if not lexicon.is_a(lowers[p.start - 1], "force")]


def _locates(word: int, way: str, scene: Scene) -> bool:
    """Tell whether a point of the compass says where the name before it lies: `X to the east`, `X, about 20 miles to the north`."""
    lowers, lexicon = scene.parsed.lowers, scene.lexicon
    at = word - 1
    while at > scene.sentence.first and (lexicon.is_a(lowers[at], "lead_in") or lexicon.is_a(lowers[at], "toward")):
        at -= 1
    counted = lowers[at] in lexicon.units
    if counted and way.startswith("toward") and _lies_so_far(at, scene):
        return True
    while counted and at > scene.sentence.first and lowers[at] != ",":
        at -= 1
    if not way.startswith("toward") or lexicon.compass[lowers[word]][1] == "adverb":  # `fled X westwards`
        return False
    named = scene.passage.named[at - (lowers[at] == ",")]
    # `withdrew from X to the east`, `streamed out of X to the east`
    left = any(p.mention == named and (p.case == "from" or (p.case == "of" and lowers[p.start - 1] == "out")) for p in scene.phrases)
    return (named >= 0 and not left) or (lowers[at].endswith("s") and "noun" in slots_of(lowers[at], lexicon))  # `villages to the east`


def _lies_so_far(unit: int, scene: Scene) -> bool:
    """Tell whether a distance follows a noun that it locates: `the bridge 27 miles to the south`, but not `advanced 27 miles`."""
    at = unit - 1
    while at > scene.sentence.first and (scene.lexicon.is_a(scene.parsed.lowers[at], "about") or scene.parsed.lowers[at][0].isdigit()):
        at -= 1
    noun = is_common_noun(scene.parsed, at, scene.lexicon) and not scene.parsed.lowers[at].endswith(("ed", "ing"))
    return noun and at < unit - 1


def _tells_origin(scene: Scene, phrase: PlacePhrase) -> bool:
    """Tell whether a phrase only says whose fighters they are: `repelled by militiamen from X`."""
    if phrase.case != "from":
        return False
    listed = (p for p in scene.phrases if p.group == phrase.group and p.start)
    return any(scene.lexicon.is_a(scene.parsed.lowers[p.start - 1], kind) for p in listed for kind in ("force", "backing"))


def _way(phrase: PlacePhrase, scene: Scene, sought: Sought) -> str | None:
    """Return whether an event comes ``from`` a place or goes ``toward`` it; None where it does neither."""
    if sought.type == "capture":
        return None
    follows = phrase.first > sought.first
    if phrase.case == "from" and scene.passage.any_is("perceived", max(0, phrase.start - _BESIDE), phrase.start):
        return None  # `fire could be heard from X`
    told = any(sought.last <= rival < phrase.start for rival in sought.rivals)  # `advances that made them withdraw from X`
    left = phrase.case == "from" or is_left(phrase, scene.passage, sought)
    comes = left or _is_via(phrase, scene, sought) or (is_origin(phrase, sought) and not is_sided(phrase.relation))
    if phrase.case == "from" and _is_sent_from(phrase, scene, sought):
        return "from"
    if comes and follows and not told and phrase.mention != ANAPHOR and sought.type not in _NOT_FROM:
        return "from"
    if sought.type == "strike":
        return None
    reached = phrase.case == "to" and follows and sought.type in _GOING
    reached = reached or (sought.type == "displacement" and follows and scene.lexicon.is_a(phrase.preposition, "entering"))
    reached = reached or (sought.type in _GOING and follows and _is_headed_for(phrase, scene))
    closes = sought.type == "advance" and phrase.led == "to" and "within" in scene.parsed.lowers[phrase.start : phrase.first]
    aimed = sought.type == "advance" and _is_to_be_taken(phrase, scene, sought)
    reached = reached or (sought.type in _GOING and follows and phrase.relation == "outskirts" and phrase.led in ("to", "toward"))
    aimed = aimed or (follows and _takes_road_to(phrase, scene, sought))
    aimed = aimed or _is_approached(phrase, scene, sought)
    aimed = aimed or (sought.type == "advance" and follows and _heads_for_base(phrase, scene))
    others = not follows and any(rival < phrase.start for rival in sought.rivals)  # `a column heading toward X was attacked`
    headed = aimed or (phrase.case == "toward" and not others) or reached or closes or (is_goal(phrase, sought) and follows)
    return "toward" if headed or _is_advanced_on(phrase, scene, sought) else None


def _is_sent_from(phrase: PlacePhrase, scene: Scene, sought: Sought) -> bool:
    """Tell whether what an event comes with is said to come from a place: `warplanes flying from X bombed Y`, `rockets from X hit Y`."""
    if (
        sought.type not in ("strike", "assault")
        or sought.passive
        or phrase.start <= scene.sentence.first
        or not 0 <= sought.first - phrase.last <= _BESIDE
    ):
        return False
    lower = scene.parsed.lowers[phrase.start - 1]
    return lower.endswith("ing") or scene.lexicon.is_any(lower, _SENT)


def _is_sent(sought: Sought) -> bool:
    """Tell whether troops are told of as sent or moved, so that they come from a place and go to one."""
    return sought.type == "deployment" and sought.frame == "toward"


def _borders(scene: Scene, clause: Clause, sought: Sought) -> list[str]:
    """Return the borders without names of their own that an event goes to or comes from: `fled toward the Iraqi border`."""
    words, lowers, lexicon = scene.parsed.words, scene.parsed.lowers, scene.lexicon
    ends = (at for at in range(max(clause.first, sought.first) + 2, clause.last) if lexicon.is_a(lowers[at], "border"))
    led = [(at, lowers[at - 3]) for at in ends if lowers[at - 2] == "the" and words[at - 1][0].isupper()]
    going = [f"toward:{words[at - 1]} {lowers[at]}" for at, way in led if sought.type in _GOING and lexicon.is_any(way, _TO)]
    return going + [f"from:{words[at - 1]} {lowers[at]}" for at, way in led if sought.type in _COMING and lexicon.is_a(way, "from")]


def _is_to_be_taken(phrase: PlacePhrase, scene: Scene, sought: Sought) -> bool:
    """Tell whether an advance is made to take a place: `advancing eastward to liberate X`, `pushing to seize X`."""
    lowers, lexicon = scene.parsed.lowers, scene.lexicon
    last = min(phrase.start - 1, sought.last + _GOAL)
    goals = (at for at in range(sought.first + 1, last) if lowers[at] == "to" and lowers[at - 1] != "order")
    return any(lexicon.is_a(lowers[at + 1], "taking") for at in goals)


def _is_approached(phrase: PlacePhrase, scene: Scene, sought: Sought) -> bool:
    """Tell whether somebody comes near a place, or seeks safety in it: `columns are approaching X`, `took refuge in X`."""
    lowers = scene.parsed.lowers
    if sought.type == "displacement":
        return phrase.preposition == "in" and scene.lexicon.is_a(lowers[phrase.start - 1], "refuge")
    return sought.type == "advance" and lowers[sought.first].startswith("approach") and 0 <= phrase.start - sought.last <= _BESIDE


def _heads_for_base(phrase: PlacePhrase, scene: Scene) -> bool:
    """Tell whether an advance heads for what lies at a place or is it: `towards the main garrison at X`, `towards the capital, X`."""
    lowers, lexicon = scene.passage.lowers(phrase.start - _GOAL, phrase.start), scene.lexicon
    town = [at for at, lower in enumerate(lowers) if lexicon.is_a(lower, "town_noun")]
    named = not phrase.case and lowers[-1:] == (",",) and town[-1:] == [len(lowers) - 2]
    led = any(lexicon.is_a(lower, "toward") for lower in lowers) and "," not in lowers[:-1]
    return phrase.relation is None and (phrase.led == "toward" or (led and (named or (phrase.preposition == "at" and "," not in lowers))))


def _takes_road_to(phrase: PlacePhrase, scene: Scene, sought: Sought) -> bool:
    """Tell whether somebody goes by the road to a place: `fled X on the road to Y`, not `entered X on the road to Y`."""
    lowers, lexicon = scene.parsed.lowers, scene.lexicon
    if sought.type not in _GOING or not lexicon.is_a(lowers[phrase.first - 1], "toward"):
        return False
    by_road = lexicon.is_a(lowers[phrase.first - 2], "along_noun") and bool(slots_of(lowers[phrase.start], lexicon) & _BY)
    left = sought.type != "advance" and scene.passage.named[phrase.start - 1] >= 0
    return by_road and (left or phrase.start == sought.last)


def _is_headed_for(phrase: PlacePhrase, scene: Scene) -> bool:
    """Tell whether somebody heads for a place: `set out for X`, `bound for X`."""
    return phrase.preposition == "for" and scene.lexicon.is_a(scene.parsed.lowers[phrase.start - 1], "heading")


def _is_via(phrase: PlacePhrase, scene: Scene, sought: Sought) -> bool:
    """Tell whether an attack comes by way of a place: `attacked X via Y`."""
    return sought.type in ("assault", "advance") and scene.lexicon.is_a(phrase.preposition, "via")


def _is_advanced_on(phrase: PlacePhrase, scene: Scene, sought: Sought) -> bool:
    """Tell whether a place is what an advance is on: `marching on X`, `fell back on X`, and no front or road that it is made on."""
    lexicon, lowers = scene.lexicon, scene.parsed.lowers
    if sought.type not in ("advance", "withdrawal") or phrase.first < sought.first or not lexicon.is_a(phrase.preposition, "on"):
        return False
    if phrase.relation is not None:
        return False
    after = lowers[phrase.last] if phrase.last < len(lowers) else ""
    if any(lexicon.is_a(word, kind) for word in (after, lowers[phrase.last - 1]) for kind in ("sector", "along_noun", "between_noun")):
        return False
    return all(word in lexicon.calendar or word.endswith("ly") for word in lowers[sought.last : phrase.start])


def _encloses(scene: Scene, sought: Sought) -> bool:
    """Tell whether something is surrounded, and not only cut off."""
    severed = (scene.lexicon.is_a(lower, "cutting") for lower in scene.parsed.lowers[sought.first : sought.last])
    return sought.type == "encirclement" and not any(severed)


def _all_round(parsed: Parsed, clause: Clause, lexicon: Lexicon, *, enclosed: bool) -> list[str]:
    """Return ``from:all`` where a clause says so: `completely surrounded`, `from all sides`."""
    words = parsed.lowers[clause.first : clause.last]
    threes = zip(words, words[1:], words[2:], strict=False)
    sides = any(
        (lexicon.is_a(led, "from") or lexicon.is_a(led, "on")) and lexicon.is_a(all_of, "every") and lexicon.is_a(side, "way")
        for led, all_of, side in threes
    )
    return ["from:all"] if sides or (enclosed and any(lexicon.is_a(lower, "all_round") for lower in words)) else []
