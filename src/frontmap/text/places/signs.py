"""Lists the signs for and against a span being ground: small rules, each named, weighed by the rows of geo/words/signs.csv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from frontmap.data import geo_dir, read_rows
from frontmap.registry.stems import is_cyrillic
from frontmap.text.places.cells import Cells
from frontmap.text.places.cyrillic import towns_of_adjective
from frontmap.text.places.found import AREA_VOTE, Found, home_countries
from frontmap.text.places.persons import Persons
from frontmap.text.places.wordlists import Words

_PARTIES = frozenset({"D", "R", "I"})
"""Letters before a legislator's home ("R-Marshall")."""
_DASHES = frozenset({"-", "–", "—", "--", "(", "_"})
_APPOSED = 6
"""Cells behind a comma within which stands what kind of place a name is."""
_UNIT_REACH = 4
"""Words after a comma within which a number has its unit: `, some 40 kilometres south of`."""
_PREDICATE = 5
"""Words behind a name among which stands what befell it: `may still have fallen`."""
_DATELINE_REACH = 12
_NAMESAKES = 12
"""Entries of one name that are counted."""
_SIZES = ((1_000_000, "huge"), (100_000, "large"), (20_000, "middling"), (5_000, "small"), (1_000, "tiny"), (0, "hamlet"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the signs look at: the document around the candidates."""

    cells: Cells
    persons: Persons
    words: Words
    lower_words: frozenset[str]
    """Words that the document also writes in lower case."""
    starts: dict[int, Found]
    ends: dict[int, Found]
    """Candidates by their first cell and by the cell after their last."""
    home: frozenset[str]
    """Countries that the document is about, by a first count."""
    home_units: frozenset[str]
    """First-level units that it is about, by a first count."""


@dataclass(frozen=True, slots=True)
class Links:
    """Which candidates of a document tell of each other."""

    namesakes: Sequence[Sequence[Found]]
    """Those of one name, where it stands more than once."""
    listed: Mapping[int, Mapping[str, Found]]
    """Those that a list has ``left`` and ``right`` of one, by its identity."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the signs add to the log-odds that a span is a place."""

    by_sign: dict[str, tuple[float, tuple[tuple[str, float], ...]]]
    """Weight of a sign, with those of further signs that mean more, or less, when they come together with it."""

    def log_odds(self, signs: list[str]) -> float:
        """Add up the weights of the signs."""
        shown, total = frozenset(signs), 0.0
        for sign in signs:
            if (known := self.by_sign.get(sign)) is not None:
                weight, joint = known
                total += weight
                for other, more in joint:
                    if other in shown:
                        total += more
        return total


@cache
def sign_weights() -> tuple[Weights, Weights]:
    """Return the weights of the signs: looking at one candidate alone, and with what is known of the others."""
    rows = [row for _, row in read_rows(geo_dir() / "words" / "signs.csv")]
    return _weights(rows, "alone"), _weights(rows, "together")


def _weights(rows: list[dict[str, str]], column: str) -> Weights:
    single: dict[str, float] = {}
    joint: dict[str, tuple[tuple[str, float], ...]] = {}
    for row in rows:
        first, _, other = row["sign"].partition("+")
        if other:
            joint[first] = (*joint.get(first, ()), (other, float(row[column])))
        else:
            single[first] = float(row[column])
    return Weights({sign: (single.get(sign, 0.0), joint.get(sign, ())) for sign in (*single, *joint)})


def scene_from_candidates(cells: Cells, persons: Persons, words: Words, candidates: list[Found]) -> Scene:
    """Count what the signs need to know of the whole document."""
    lower_words = frozenset(w for w, big in zip(cells.words, cells.capital, strict=True) if not big)
    return Scene(
        cells,
        persons,
        words,
        lower_words,
        {f.first: f for f in candidates},
        {f.last: f for f in candidates},
        home_countries(candidates),
        _home_units(candidates),
    )


def _home_units(candidates: list[Found]) -> frozenset[str]:
    """Return the two first-level units that have most of the names, the bearers of one name sharing its vote."""
    votes: defaultdict[str, float] = defaultdict(float)
    for found in {f.name: f for f in candidates}.values():
        entries = found.entries[:_NAMESAKES]
        for place, _ in entries:
            if place.admin1_code:
                votes[place.admin1_code] += AREA_VOTE if place.kind == "region" else 1 / len(entries)
    return frozenset(sorted(votes, key=lambda unit: -votes[unit])[:2])


def signs_alone(found: Found, scene: Scene) -> list[str]:
    """List the signs that one candidate shows by itself and in its sentence."""
    return ["bias", *_entry_signs(found, scene), *_word_signs(found, scene), *_left_signs(found, scene), *_right_signs(found, scene)]


def links_from_candidates(candidates: Sequence[Found], scene: Scene) -> Links:
    """Find what links the candidates of a document."""
    by_name: defaultdict[str, list[Found]] = defaultdict(list)
    for found in candidates:
        by_name[found.name].append(found)
    listed = {id(found): sides for found in candidates if (sides := _listed_with(found, scene))}
    return Links([namesakes for namesakes in by_name.values() if len(namesakes) > 1], listed)


def signs_together(scores: Mapping[int, float], links: Links) -> dict[int, list[str]]:
    """List what the scores of others tell of the candidates that are linked to them, by their identities."""
    signs: defaultdict[int, list[str]] = defaultdict(list)
    for namesakes in links.namesakes:
        total = sum([scores[id(found)] for found in namesakes])
        for found in namesakes:
            rest = (total - scores[id(found)]) / (len(namesakes) - 1)
            signs[id(found)].append("again_good" if rest > 0.7 else "again_bad" if rest < 0.3 else "again_unsure")
    for key, sides in links.listed.items():
        signs[key] += [f"{side}_listed_{'good' if scores[id(other)] > 0.6 else 'bad'}" for side, other in sides.items()]
    return signs


def _listed_with(found: Found, scene: Scene) -> dict[str, Found]:
    """Return the candidates left and right of one in a list."""
    sides = {"left": _neighbour(found, scene, -1), "right": _neighbour(found, scene, 1)}
    return {side: other for side, other in sides.items() if other is not None}


def _neighbour(found: Found, scene: Scene, step: int) -> Found | None:
    """Return the candidate on the other side of a comma, "and" or a dash."""
    cells = scene.cells
    i = found.first - 1 if step < 0 else found.last
    if 0 < i < len(cells.words) and cells.lowers[i] in scene.words.small["list_mark"]:
        i += step
        if 0 < i < len(cells.words) and cells.lowers[i] in scene.words.small["list_mark"]:  # ", and"
            i += step
        return scene.ends.get(i + 1) if step < 0 else scene.starts.get(i)
    return None


def _entry_signs(found: Found, scene: Scene) -> list[str]:
    """Say what the gazetteer knows under the name."""
    if not found.entries:
        signs = [f"sort_{found.sort}", "war_unknown" if scene.cells.warlike else "peace_unknown"]
        if found.sort == "classed" and not scene.cells.capital[found.last - 1]:
            signs.append("classed_lower")
        if found.heard:
            signs.append("heard")
        return [*signs, f"sort_{found.sort}_{found.kind}"] if found.kind else signs
    place, matched = found.entries[0]
    signs = [f"kind_{place.kind}", f"match_{matched}", f"sort_{found.sort}"]
    if place.kind == "settlement":
        population = max(p.population for p, _ in found.entries)
        signs.append(f"size_{next(name for least, name in _SIZES if population >= least)}")
    if found.sort == "classed":
        signs.append(f"classed_{found.kind}")
    if place.kind in ("settlement", "district") and any(p.admin1_code in scene.home_units for p, _ in found.entries):
        signs.append("home_unit")
    if any(p.country in scene.home for p, _ in found.entries):
        signs.append("home")
        if place.kind == "settlement" and place.population < 20_000:
            signs.append("war_home_small" if scene.cells.warlike else "home_small")
    return signs


def _word_signs(found: Found, scene: Scene) -> list[str]:
    """Look at the words of the name itself."""
    cells, words = scene.cells, scene.words
    first, last = found.first, found.last
    lower = cells.lowers[first]
    signs = ["words_many"] if last - first > 1 else _one_word_signs(first, scene)
    if lower in words.demonyms:
        signs.append("demonym")
    if cells.all_caps:
        signs.append("all_caps")
    if first in cells.opens:
        signs.append("opens")
        if not found.entries:
            signs.append("opens_unknown")
    if any(cells.lowers[i] in words.bodies["body"] or cells.lowers[i] in words.bodies["institution"] for i in range(first, last)):
        signs.append("holds_body")
    if any(cells.lowers[i] in words.bodies["unit"] or cells.lowers[i] in words.bodies["name"] for i in range(first, last)):
        signs.append("holds_unit")
    if not (found.entries and found.entries[0][0].kind == "country" and lower not in words.given and lower not in words.surnames):
        signs.extend(_person_signs(found, scene))
    if _is_dateline(found, cells):
        signs.append("dateline")
    return signs


def _one_word_signs(i: int, scene: Scene) -> list[str]:
    """Look at the word of a name of one word."""
    cells, words = scene.cells, scene.words
    lower, raw = cells.lowers[i], cells.text[cells.starts[i] : cells.ends[i]]
    signs = []
    if raw.isupper() and not cells.all_caps:
        signs.append("capitals_short" if len(raw) <= 5 else "capitals")
    elif lower in words.common:
        signs.append("common_opens" if i in cells.opens else "common")
    elif lower in scene.lower_words:
        signs.append("lower_elsewhere")
    if lower in words.given:
        signs.append("given")
    if lower in words.surnames:
        signs.append("family_name")
    if lower in words.bodies["name"]:
        signs.append("body_name")
    if lower in words.titles or lower in words.calendar:
        signs.append("title_word")
    if len(lower) < 4:
        signs.append("short")
    return signs


def _person_signs(found: Found, scene: Scene) -> list[str]:
    inside = [i in scene.persons.cells for i in range(found.first, found.last)]
    if all(inside):
        return ["person"]
    if any(inside):
        return ["person_part"]
    if scene.cells.lowers[found.last - 1] in scene.persons.surnames:
        return ["surname"]
    return []


def _is_dateline(found: Found, cells: Cells) -> bool:
    """Tell whether the span opens a sentence and a dash or a bracket follows soon ("KYIV, Dec. 2 (Agency) -")."""
    if found.first not in cells.opens:
        return False
    reach = range(found.last, min(found.last + _DATELINE_REACH, len(cells.words)))
    if not any(cells.words[i] in _DASHES for i in reach):
        return False
    return cells.text[cells.starts[found.first] : cells.ends[found.last - 1]].isupper()


def _left_signs(found: Found, scene: Scene) -> list[str]:
    """Look at the words before the name, past an article and a word such as "eastern"."""
    cells, words = scene.cells, scene.words
    i = found.first - 1
    if i < 0 or cells.sentence[i] != cells.sentence[found.first]:
        return ["left_edge"]
    signs: list[str] = []
    if cells.touches(found.first) and cells.words[i] == "-":
        if cells.words[i - 1] in _PARTIES:
            return ["left_party"]
        return ["left_hyphen_" + ("capital" if cells.capital[i - 1] else "lower")]
    if cells.lowers[i] == "the":
        signs.append("left_the")
        i -= 1
    elif words.triggers.get(cells.lowers[i]) == "direction":
        signs.append("left_direction")
        i -= 1
    if i < 0:
        return signs
    lower = cells.lowers[i]
    if found.entries and is_cyrillic(cells.words[found.first]) and _leads(lower, words):
        signs.append("declined_led")
    if lower == "the" and signs:
        i -= 1
        if i < 0:
            return signs
        lower = cells.lowers[i]
    if lower == "of":
        return [*signs, _of_sign(cells, words, scene.persons, i - 1)]
    if cells.capital[i]:
        return [*signs, *_in_headline(_capital_before(cells, words, scene, i), cells, found)]
    signs.append(_small_before(lower, words, scene, i))
    if not found.entries:
        signs.append(f"{'war' if scene.cells.warlike else 'peace'}_{signs[-1]}")
    return signs


def _leads(lower: str, words: Words) -> bool:
    """Tell whether a Russian or Ukrainian word leads to a place: ``біля``, ``село``, the comma or ``и`` of a list."""
    return words.triggers.get(lower) == "strong" or lower in words.before or lower in words.small["list_mark"]


def _in_headline(signs: list[str], cells: Cells, found: Found) -> list[str]:
    """Mark signs that rest on a capital where all words have one."""
    return [f"{sign}_titled" for sign in signs] if cells.sentence[found.first] in cells.titled or cells.all_caps else signs


def _of_sign(cells: Cells, words: Words, persons: Persons, i: int) -> str:
    """Say what stands before "of"."""
    if i < 0:
        return "of"
    lower = cells.lowers[i]
    if cells.capital[i] and lower in words.bodies["whole"]:
        return "of_body"
    if lower == "out":
        return "left_strong"
    if lower in words.before or lower in words.apposed or lower in words.after:
        return "of_class"
    if lower in words.titles:
        return "of_title"
    if lower in words.place_nouns:
        return "of_noun"
    if i in persons.cells:
        return "of_person"
    return "of_capital" if cells.capital[i] else "of"


def _capital_before(cells: Cells, words: Words, scene: Scene, i: int) -> list[str]:
    lower = cells.lowers[i]
    if i in scene.persons.cells:
        return ["left_person"]
    if lower in words.titles:
        return ["left_title"]
    if lower in words.given:
        return ["left_given"]
    if lower in words.demonyms:
        return ["left_demonym"]
    if lower in words.triggers:
        return [f"left_{words.triggers[lower]}"]
    if lower in words.before:
        return ["left_class"]
    if i in cells.opens:
        return ["left_opener"]
    if is_cyrillic(lower) and (i + 1 in scene.ends or cells.words[i].isupper()):
        return []  # "у Вовчанську Харківської області", "з РСЗВ Щербаки"
    if i + 1 in scene.ends:
        return ["left_place"]
    return ["left_capital"]


def _small_before(lower: str, words: Words, scene: Scene, i: int) -> str:
    trigger = words.triggers.get(lower)
    if trigger == "strong":
        return "left_in" if lower == "in" else "left_strong"
    if trigger == "weak":
        return f"left_{lower}" if lower in ("from", "to") else "left_weak"
    if trigger:
        return f"left_{trigger}"
    if lower in words.before or lower in words.apposed or lower in words.after:
        return "left_class"
    if lower in words.small["list_mark"]:
        return "left_list_place" if scene.ends.get(i) else "left_mark"
    if lower in words.titles:
        return "left_title_small"
    if lower in ("by", "with", "for", "a", "an", "said", "that", "at"):
        return f"left_{lower}"
    if not lower[:1].isalnum():
        return "left_quote" if lower in "\"“‘'" else "left_dot" if lower == "." else "left_other_mark"
    return "left_word"


def _right_signs(found: Found, scene: Scene) -> list[str]:
    """Look at the words after the name."""
    cells, words = scene.cells, scene.words
    i = found.last
    if i >= len(cells.words) or cells.sentence[i] != cells.sentence[found.first]:
        return ["right_edge"]
    lower = cells.lowers[i]
    if i - 1 in cells.owned:
        return ["right_possessive_state"] if lower in words.possessed else ["right_possessive"]
    if cells.words[i] == "-" and cells.touches(i):
        capital = i + 1 < len(cells.words) and cells.capital[i + 1]
        if not capital and i + 1 < len(cells.words) and cells.lowers[i + 1] in words.small["allied"]:
            return ["right_hyphen_allied"]
        return ["right_hyphen_capital" if capital else "right_hyphen_lower"]
    if cells.capital[i]:
        return _in_headline(_capital_after(cells, words, scene, i), cells, found)
    if lower == ",":
        return _comma_after(cells, scene, i)
    if lower in words.speech:
        return ["right_speech"]
    if lower in words.after:
        return ["right_class"]
    if lower in words.between and cells.warlike:
        return ["right_sector"]
    if lower in words.small["list_mark"]:
        following = scene.starts.get(i + 1)
        if following is None:
            return ["right_mark"]
        after = cells.lowers[following.last] if following.last < len(cells.lowers) else ""
        return ["right_list_class"] if after in words.after and after.endswith("s") else ["right_list_place"]
    if lower[0].isdigit():
        return ["right_number"]
    if not lower[:1].isalnum():
        return ["right_bracket" if lower == "(" else "right_stop" if lower in ".!?;:" else "right_other_mark"]
    befallen = cells.warlike and bool(found.entries) and _befalls_ground(cells, words, i)
    return ["right_word", "right_befallen"] if befallen else ["right_word"]


def _befalls_ground(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a predicate follows of what happens to ground rather than people: `may have fallen`, `was shelled`, `came under`."""
    for lower in cells.lowers[i : i + _PREDICATE]:
        if lower in words.small["befalls"]:
            return True
        if lower not in words.small["befalls_filler"]:
            return False
    return False


def _capital_after(cells: Cells, words: Words, scene: Scene, i: int) -> list[str]:
    lower = cells.lowers[i]
    bodies = words.bodies
    for sort in ("institution", "brand", "team", "unit", "body"):
        if lower in bodies[sort]:
            return [f"right_{sort}"]
    if i in scene.persons.cells or lower in words.given:
        return ["right_person"]
    if lower in words.titles:
        return ["right_title"]
    if lower in words.calendar:
        return ["right_calendar"]
    if lower in words.after:
        return ["right_class_capital"]
    if lower in words.demonyms:
        return ["right_demonym"]
    after = scene.starts.get(i) if is_cyrillic(lower) else None
    if is_cyrillic(lower) and (towns_of_adjective(cells.words[i]) or (after is not None and after.sort == "classed")):
        return ["right_comma_unit"]  # "Вовчанськ Харківської області" is what "Vovchansk, Kharkiv region" is
    if i in scene.starts:
        return ["right_place"]
    j = i
    while j < len(cells.words) and cells.capital[j] and cells.sentence[j] == cells.sentence[i]:
        if any(cells.lowers[j] in bodies[sort] for sort in ("institution", "brand", "team", "body", "unit")):
            return ["right_far_body"]
        j += 1
    return ["right_capital"]


def _comma_after(cells: Cells, scene: Scene, i: int) -> list[str]:
    """Look past the comma: a larger place there makes "Paris, Texas"; a number there makes a person of 52."""
    j = i + 1
    if j >= len(cells.words):
        return ["right_comma"]
    following = scene.starts.get(j)
    if following and following.entries:
        kind = following.entries[0][0].kind
        return ["right_comma_unit" if kind in ("region", "country", "district") else "right_comma_place"]
    if not cells.words[j][0].isdigit():
        return ["right_comma_apposed" if _is_called_ground(cells, scene.words, j) else "right_comma"]
    far = not scene.words.small["distance"].isdisjoint(cells.lowers[j + 1 : j + _UNIT_REACH])
    return ["right_comma_distance" if far else "right_comma_number"]


def _is_called_ground(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether the words from ``i`` on say what kind of place a name is: "X, a crossroads 122 km from", not "X, a village elder"."""
    if cells.lowers[i] not in ("a", "an", "the"):
        return False
    for k in range(i + 1, min(i + _APPOSED, len(cells.words) - 1)):
        if cells.lowers[k] in words.after and not cells.capital[k]:
            after = cells.lowers[k + 1]
            return not after[0].isalpha() or after in words.function or after in words.triggers
        if not cells.words[k][0].isalpha():
            return False
    return False
