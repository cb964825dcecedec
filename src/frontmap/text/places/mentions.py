"""Finds the spans of a document that name places.

Spans are proposed (``candidates``), weighed by the signs around them (``signs``), and chosen so that none overlap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from frontmap.model import Mention, Parsed
from frontmap.registry.stems import is_cyrillic
from frontmap.text.places.called import is_apposition
from frontmap.text.places.candidates import find_candidates
from frontmap.text.places.cells import Cells, cells_from_parsed
from frontmap.text.places.declared import find_declared
from frontmap.text.places.declined import judge_declined
from frontmap.text.places.found import Found
from frontmap.text.places.persons import find_persons
from frontmap.text.places.signs import (
    Scene,
    Weights,
    links_from_candidates,
    scene_from_candidates,
    sign_weights,
    signs_alone,
    signs_together,
)
from frontmap.text.places.wordlists import Words, open_words

if TYPE_CHECKING:
    from frontmap.registry.gazetteer import Gazetteer

KNOWN_THRESHOLD, UNKNOWN_THRESHOLD = 0.42, 0.55
"""Least probability of a mention whose name the gazetteer holds, and of one whose name it does not."""
_SAID_SO = 0.8
"""Probability of a name that the text itself calls a village, a river, a quarter, or speaks of the banks of."""
_ROUNDS = 2
"""How often candidates look at each other: a list of villages carries the belief from its first to its last."""
_LONGEST_LIST_MARK, _LONGEST_LIST = 2, 12
"""Cells between two items of a list (", and"), and its items."""
_PLURALS = frozenset(
    {"villages", "communities", "localities", "towns", "cities", "settlements", "hamlets", "districts", "neighborhoods", "neighbourhoods"}
)
_CONTAINING = ("region", "country", "district")
_APPOSITIVE_REACH = 6
_CAPITAL = 100_000
"""Inhabitants from which a town may go for its government."""
_OF_TALKS = 2
"""Words between a place and the talks that took its name ("the Mecca Joint Defence Agreement")."""
_HELPED = 4
"""Words behind a capital among which its verb stands."""
_OWNED = 2
"""Words after an owner among which what it has is named ("Moscow's advancing troops")."""


def find_mentions(parsed: Parsed, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the mentions of places in a document, sorted by start, none overlapping."""
    words = open_words()
    cells = cells_from_parsed(parsed, words.war)
    persons = find_persons(cells, words)
    candidates = find_candidates(cells, persons, words, gazetteer)
    scene = scene_from_candidates(cells, persons, words, candidates)
    scores = _scores(candidates, scene)
    scores |= judge_declined(candidates, scores, cells, persons, words)
    declared = find_declared(cells, candidates, words)
    for first, second in declared:
        scores[id(first)] = scores[id(second)] = max(scores[id(first)], scores[id(second)])
    called = _called_places(candidates, cells, words)
    for found in candidates:
        called_so = _is_said_settlement(found, cells, words) or _kind_of_bank(found, cells, words) is not None
        if called_so or (not found.entries and found.name in called):
            scores[id(found)] = max(scores[id(found)], _SAID_SO)
    chosen, aliases = _chosen(candidates, scores), _aliases(declared)
    return tuple(_mention(k, chosen, cells, words, aliases) for k in range(len(chosen)))


def _scores(candidates: Sequence[Found], scene: Scene) -> dict[int, float]:
    """Return the probability of each candidate, by its identity."""
    alone, together = sign_weights()
    signs = {id(f): signs_alone(f, scene) for f in candidates}
    scores = {key: _probability(found, alone) for key, found in signs.items()}
    apart = {key: _probability(found, together) for key, found in signs.items()}
    links = links_from_candidates(candidates, scene)
    for _ in range(_ROUNDS):
        further = signs_together(scores, links)
        scores = apart | {key: _probability([*signs[key], *more], together) for key, more in further.items()}
    return scores


def _called_places(candidates: Sequence[Found], cells: Cells, words: Words) -> frozenset[str]:
    """Return the unknown names that the text somewhere calls places, those in a list after "the villages of" included."""
    called: set[str] = set()
    listed: dict[int, bool] = {}
    for found in candidates:
        here = _is_called_a_place(found, cells, words)
        if here or listed.get(found.first):
            called.add(found.name)
        plural = found.first > 1 and cells.lowers[found.first - 1] == "of" and cells.lowers[found.first - 2] in _PLURALS
        if plural or listed.get(found.first):
            last = found.last
            while last < len(cells.words) and last - found.last < _LONGEST_LIST_MARK and cells.lowers[last] in words.small["list_mark"]:
                last += 1
            listed[last] = last > found.last
    return frozenset(called)


def _is_called_a_place(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether the text calls an unknown name a place ("the village of Kachin", "Kachin village", "the Taiba neighbourhood")."""
    if found.entries or cells.all_caps:
        return False
    if found.sort == "classed" and not cells.capital[found.last - 1]:
        return found.kind in ("settlement", "district", "region", "river")
    following = words.after.get(cells.lowers[found.last]) if found.last < len(cells.words) else None
    if following is not None and following.kind == "settlement" and not cells.capital[found.last] and found.last - 1 not in cells.owned:
        return found.first not in cells.opens and cells.sentence[found.last] == cells.sentence[found.first]
    before = words.before.get(cells.lowers[found.first - 2]) if found.first > 1 else None
    return before is not None and cells.lowers[found.first - 1] == "of" and cells.sentence[found.first - 2] == cells.sentence[found.first]


def _is_said_settlement(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a known name stands right behind "the town of", whatever else it is the name of ("the town of Ann")."""
    i = found.first - 2
    if i < 1 or cells.lowers[i + 1] != "of" or cells.capital[i] or cells.sentence[i] != cells.sentence[found.first]:
        return False
    before = words.before.get(cells.lowers[i])
    return before is not None and before.kind == "settlement" and any(place.kind == "settlement" for place, _ in found.entries)


def _probability(signs: list[str], weights: Weights) -> float:
    return 1 / (1 + math.exp(-weights.log_odds(signs)))


def _chosen(candidates: Sequence[Found], scores: dict[int, float]) -> list[Found]:
    """Choose the candidates above the threshold, likeliest and longest first, so that none overlap."""
    likely = [f for f in candidates if scores[id(f)] >= (KNOWN_THRESHOLD if f.entries else UNKNOWN_THRESHOLD)]
    likely.sort(key=lambda f: (f.sort != "classed", f.sort != "unknown" or f.last - f.first == 1, -scores[id(f)], f.first - f.last))
    taken: set[int] = set()
    chosen = []
    for found in likely:
        span = range(found.first, found.last)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(found)
    return sorted(chosen, key=lambda f: f.first)


def _aliases(declared: Sequence[tuple[Found, Found]]) -> dict[str, str]:
    """Return for each declared name the other one, preferring a name that the gazetteer holds."""
    aliases: dict[str, str] = {}
    for first, second in declared:
        aliases[first.name] = second.name
        aliases.setdefault(second.name, first.name)
    return aliases


def _mention(k: int, chosen: Sequence[Found], cells: Cells, words: Words, aliases: dict[str, str]) -> Mention:
    found = chosen[k]
    start, end = cells.starts[found.first], cells.ends[found.last - 1]
    return Mention(
        start=start,
        end=end,
        surface=cells.text[start:end],
        name=found.name,
        role=_role(found, cells, words),
        kind=found.kind or _kind_before(found, cells, words) or _kind_after(k, chosen, cells, words) or _kind_of_side(found, cells, words),
        container=_container(k, chosen, cells, words),
        alias_of=aliases.get(found.name),
        rule=found.sort,
    )


def _role(found: Found, cells: Cells, words: Words) -> str:
    """Tell ground from an institution that goes by the place's name ("Moscow denies", "Kyiv's allies")."""
    i = found.last
    if cells.words[i : i + 1] == ("-",) and cells.touches(i) and not words.small["belongs"].isdisjoint(cells.lowers[i + 1 : i + 2]):
        return "associative"  # the Tbilisi-controlled gorge
    if cells.words[max(0, found.first - 1)] == "-" and found.first > 1 and cells.lowers[found.first - 2] in words.small["leaning"]:
        return "associative"  # pro-Moscow separatists
    if _names_talks(cells, words, i) or _names_fighters(found, cells, words):
        return "associative"
    if i < len(cells.words):
        listed = cells.lowers[i] in words.after and _is_ground(found, "region")  # Kassala and Gedaref states
        acts = _is_subject(cells, words, i) and not listed and i - 1 not in cells.owned
        owned = i - 1 in cells.owned and not words.possessed.isdisjoint(cells.lowers[i : i + _OWNED])
        owns = owned or (cells.lowers[i] in words.small["governs"] and not _is_facility(cells, words, i + 1))
        governs = bool(found.entries) and (found.entries[0][0].kind in ("country", "sea") or found.entries[0][0].population > _CAPITAL)
        if (acts or owns) and governs:
            return "associative"
    return "associative" if _is_accused(found, cells, words) or _is_seat_of_power(found, cells, words) else "literal"


def _is_subject(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether what only a government does follows a place ("Kyiv denied", "Kyiv did not confirm", "Moscow sent units")."""
    verb = next((k for k in range(i, min(i + _HELPED, len(cells.words))) if cells.lowers[k] not in words.small["helping"]), i)
    lower = cells.lowers[verb]
    bare = verb > i and not words.speech.isdisjoint((f"{lower}s", f"{lower}ed", f"{lower[:-1]}ies"))
    return bare or lower in words.speech or lower in words.small["acts"]


def _names_fighters(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a name before a word for fighters says who they are, not where ("Kachin fighters", "Kabul troops")."""
    i = found.last
    return i < len(cells.words) and cells.lowers[i] in words.small["fighters"] and i - 1 not in cells.owned and not cells.all_caps


def _names_talks(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a place before cell ``i`` only gives its name to what was negotiated there ("the Geneva peace talks")."""
    for _ in range(_OF_TALKS):
        i += i < len(cells.words) and cells.lowers[i] in words.small["talks_of"]
    return i < len(cells.words) and cells.lowers[i] in words.small["talks"]


def _is_seat_of_power(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a palace goes for who sits in it ("while the Kremlin ignored calls"), and no word leads to it as to ground."""
    if cells.lowers[found.first] not in words.small["seat"] or found.last - found.first > 1 or not _is_ground(found, "facility"):
        return False
    before = found.first - 1 - (found.first > 0 and cells.lowers[found.first - 1] == "the")
    return before < 0 or cells.lowers[before] not in words.triggers


def _is_accused(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a verb before a name makes it somebody who is blamed or asked ("the mayor accused Bogota of neglect")."""
    i = found.first - 1
    capital = any(place.kind == "settlement" and place.population > _CAPITAL for place, _ in found.entries)
    return capital and i > 0 and cells.sentence[i] == cells.sentence[found.first] and cells.lowers[i] in words.small["accuses"]


def _is_facility(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a cell is the noun of a building or a base, which is ground whoever has it ("the Umm Qasr naval base")."""
    after = words.after.get(cells.lowers[i]) if i < len(cells.words) else None
    return after is not None and after.kind == "facility"


def _kind_before(found: Found, cells: Cells, words: Words) -> str | None:
    """Return the kind that "the village of" or "River" before the name asks for."""
    i = found.first - 1
    named = words.before if i > 0 and cells.lowers[i] == "of" else words.before | words.apposed
    i -= i > 0 and cells.lowers[i] == "of"
    if i > 0 and cells.lowers[i] == "capital" and cells.lowers[i + 1] == "of" and cells.lowers[i - 1] in words.small["of_province"]:
        return "settlement"  # the provincial capital of Usulutan
    if i < 0 or cells.lowers[i] not in named or cells.sentence[i] != cells.sentence[found.first]:
        return None
    if is_cyrillic(cells.lowers[i]) and _is_ground(found, "country"):
        return None  # ``городом Судана``
    if cells.lowers[i] in _PLURALS and _is_ground(found, "country", "region"):
        return None  # the villages of South Ossetia
    if i > 0 and cells.lowers[i + 1] == "of" and cells.lowers[i - 1] in words.small["foremost"]:
        return None  # the main town of Buner
    return named[cells.lowers[i]].kind


def _kind_of_side(found: Found, cells: Cells, words: Words) -> str | None:
    """Return the kind that a name has where the text speaks of its banks or of its countryside; None where it speaks of neither."""
    return _kind_of_bank(found, cells, words) or _kind_of_countryside(found, cells, words)


def _kind_of_countryside(found: Found, cells: Cells, words: Words) -> str | None:
    """Return ``region`` for a town's name that a province bears too, where the text means the land ("the eastern countryside of Homs")."""
    if not any(place.kind == "region" for place, _ in found.entries):
        return None
    rural = words.small["rural"]
    of_it = _noun_before(found, cells) in rural or not rural.isdisjoint(cells.lowers[found.last : found.last + _OWNED])
    return "region" if of_it else None


def _noun_before(found: Found, cells: Cells) -> str:
    """Return the noun whose `of` a name follows ("the banks of the Dnipro"); empty where none does."""
    i = found.first - 1
    i -= i > 0 and cells.lowers[i] == "the"
    return cells.lowers[i - 1] if i > 0 and cells.lowers[i] == "of" else ""


def _kind_of_bank(found: Found, cells: Cells, words: Words) -> str | None:
    """Return ``river`` for a name that a river bears where the text can only mean water ("the east bank of the Dnipro")."""
    if not any(place.kind == "river" for place, _ in found.entries):
        return None
    land = _is_ground(found, "country", "region")  # the Central Bank of Jordan, across the Congo; but the banks of the Jordan
    if found.last - 1 in cells.owned:
        return "river" if not land and not words.small["bank"].isdisjoint(cells.lowers[found.last : found.last + _OWNED]) else None
    i = found.first - 1
    article = i > 0 and cells.lowers[i] == "the"
    i -= article
    if noun := _noun_before(found, cells):
        return "river" if noun in words.small["bank"] and (article or not land) else None
    after = cells.lowers[found.last] if found.last < len(cells.lowers) else "."
    ended = not after[0].isalnum() or after in words.small["past_river"]
    crossed = article and i >= 0 and cells.lowers[i] in words.small["crosses"]
    return "river" if crossed and ended and not land else None


def _is_ground(found: Found, *kinds: str) -> bool:
    """Tell whether what a name means first of all is of one of these kinds."""
    return bool(found.entries) and found.entries[0][0].kind in kinds


def _kind_after(k: int, chosen: Sequence[Found], cells: Cells, words: Words) -> str | None:
    """Return the kind that a class word after the name, or after the list that it stands in, asks for ("Kern and Tulare counties")."""
    for j in range(k, min(k + _LONGEST_LIST, len(chosen))):
        i = chosen[j].last
        if i >= len(cells.words) or cells.sentence[i] != cells.sentence[chosen[k].first]:
            return None
        if (after := words.after.get(cells.lowers[i])) and cells.lowers[i + 1 : i + 2] != ("of",):
            if after.kind == "settlement" and _is_ground(chosen[k], "country"):
                return None  # a Colombia town
            return after.kind if j == k or cells.lowers[i].endswith("s") else None
        gap = cells.lowers[i : chosen[j + 1].first] if j + 1 < len(chosen) and chosen[j + 1].first - i <= _LONGEST_LIST_MARK else ()
        if not gap or not words.small["list_mark"].issuperset(gap):
            return None
    return None


def _is_listed(k: int, chosen: Sequence[Found], cells: Cells, words: Words) -> bool:
    """Tell whether a name after a comma is one of a list ("A, B and C") and not what contains the one before ("A, B province, and C")."""
    found = chosen[k]
    if _is_ground(found, "country") or cells.lowers[found.last - 1] in words.after or k + 1 >= len(chosen):
        return False
    gap = cells.lowers[found.last : chosen[k + 1].first]
    return bool(gap) and len(gap) <= _LONGEST_LIST_MARK and words.small["list_mark"].issuperset(gap)


def _container(k: int, chosen: Sequence[Found], cells: Cells, words: Words) -> int | None:
    """Return the index of the mention after this one that contains it ("Paris, Texas", "Bucha in the Kyiv region")."""
    if k + 1 >= len(chosen):
        return None
    found, following = chosen[k], chosen[k + 1]
    gap = cells.lowers[found.last : following.first]
    if cells.sentence[found.first] != cells.sentence[following.first]:
        return None
    if not gap:  # ``Вовчанська Харківської області``
        return k + 1 if following.sort == "classed" and is_cyrillic(cells.words[found.first]) and found.sort != "classed" else None
    if gap[-1] == "of" and gap[0] in words.before and words.before[gap[0]].kind == "settlement":
        return None  # the Black Sea city of Kherson
    tells = len(gap) <= _APPOSITIVE_REACH and words.small["part_of"].issuperset(gap)
    if not (tells or is_apposition(gap)) or (not following.entries and following.kind not in _CONTAINING):
        return None
    if gap == (",",) and _is_listed(k + 1, chosen, cells, words):
        return None
    if following.kind in _CONTAINING or any(place.kind in _CONTAINING for place, _ in following.entries):
        return k + 1
    return None
