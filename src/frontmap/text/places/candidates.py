"""Proposes the spans that may name a place, and rules out what surely names none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from frontmap.text.places.bodies import find_bodies, is_materiel, is_outlet
from frontmap.text.places.cells import Cells
from frontmap.text.places.found import Found, home_countries
from frontmap.text.places.known import known_names, with_class_word
from frontmap.text.places.persons import Persons
from frontmap.text.places.unknown import numbered_names, road_codes, unknown_names
from frontmap.text.places.wordlists import Words

if TYPE_CHECKING:
    from frontmap.registry.gazetteer import Gazetteer

_PLURAL = 2
"""Letters of the shortest abbreviation that may have a plural."""
_LONGEST_DEED = 6
"""Cells before a name among which may stand what makes it an operation's."""
_DEMONYM_ENDS = ("n", "an", "ian", "i", "ese")
"""What makes a demonym of a name: Biafran, Darfuri."""
_SHORTEST_HEARD = 5
"""Letters of a name that is told by its sound."""


def find_candidates(cells: Cells, persons: Persons, words: Words, gazetteer: Gazetteer) -> list[Found]:
    """Propose spans, sorted by start; they may overlap."""
    known = list(known_names(cells, words, gazetteer))
    covered = {i: f for f in known for i in range(f.first, f.last)}
    found = known + [g for f in known if (g := with_class_word(f, cells, words, gazetteer))]
    found += [f for f in unknown_names(cells, persons, words, covered) if not _is_demonym(f, cells, gazetteer)]
    found += road_codes(cells, words)
    found += numbered_names(cells, words)
    bodies = find_bodies(cells, words)
    found = [f for f in found if not bodies.hold(f.first, f.last, known=bool(f.entries))]
    if coded := _code_names(found, cells, words):
        found = [f for f in found if not (cells.lowers[f.first] in coded and _is_numbered(f, cells))]
    if not words.small["deeds"].isdisjoint(cells.lowers):
        found = [f for f in found if not _is_in_deed(f, cells, words)]
    found = sorted((f for f in found if not _is_ruled_out(f, cells, persons, words)), key=lambda f: (f.first, f.last))
    return list(_listened_to(found, cells, words, gazetteer)) if cells.warlike else found


def _listened_to(candidates: list[Found], cells: Cells, words: Words, gazetteer: Gazetteer) -> Iterator[Found]:
    """Mark the unknown names that sound like a town of a country that the document is about ("Soweida" for Suwayda)."""
    home = sorted(home_countries(candidates))
    for found in candidates:
        plain = cells.lowers[found.first] in words.function or cells.lowers[found.first] in words.common or found.name.isupper()
        unheard = found.sort == "unknown" and len(found.name) >= _SHORTEST_HEARD and not plain
        towns = (place for country in home for place, _ in gazetteer.find_fuzzy(found.name, country)) if unheard else ()
        yield replace(found, heard=True) if any(place.kind == "settlement" for place in towns) else found


def _is_demonym(found: Found, cells: Cells, gazetteer: Gazetteer) -> bool:
    """Tell whether an unknown word before a noun is made of a country's or a region's name ("Biafran soil", "Katangan gendarmes")."""
    follows = found.last < len(cells.words) and cells.words[found.last][0].islower()
    if found.last - found.first > 1 or not follows or len(found.name) < _SHORTEST_HEARD:
        return False
    bases = (found.name.removesuffix(end) for end in _DEMONYM_ENDS if found.name.endswith(end))
    return any(place.kind in ("country", "region") for base in bases for place, _ in gazetteer.find(base)[:1])


def _is_no_ground(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a name that nobody knows is of arms, a force or a party ("UAVs", "the Joint Force", "Communist positions")."""
    last = cells.words[found.last - 1]
    if last[-1] == "s" and len(last) > _PLURAL and last[:-1].isupper():
        return True
    if found.last - found.first == 1:
        return last.endswith(("ist", "ists", "ism"))
    return cells.lowers[found.last - 1] in words.bodies["unit"]


def _is_of_state(found: Found, cells: Cells) -> bool:
    """Tell whether the short form of a country only says whose something is ("U.S.-backed")."""
    last = found.last
    if not found.entries or found.entries[0][0].kind != "country" or last >= len(cells.words) or cells.all_caps or not cells.warlike:
        return False
    if not cells.text[cells.starts[found.first] : cells.ends[last - 1]].isupper():
        return False
    follows = last + 1
    return cells.touches(last) and cells.words[last] in "-$" and follows < len(cells.words) and not cells.capital[follows]


def _code_names(candidates: list[Found], cells: Cells, words: Words) -> frozenset[str]:
    """Return the names with a number that the text calls those of operations ("an offensive dubbed Karbala-5"), lower case."""
    numbered = {cells.lowers[f.first] for f in candidates if _is_numbered(f, cells)}
    if not numbered:
        return frozenset()
    before = words.small["code_named"] | words.small["names_deed"]
    return frozenset(after for lower, after in pairwise(cells.lowers) if after in numbered and lower in before)


def _is_numbered(found: Found, cells: Cells) -> bool:
    """Tell whether a hyphen and a number follow a name of one word ("Karbala-5"; air bases are called so too)."""
    i = found.last
    joined = cells.words[i : i + 1] == ("-",) and cells.touches(i) and cells.words[i + 1 : i + 2] != () and cells.touches(i + 1)
    return joined and cells.words[i + 1].isdigit() and i - found.first == 1


def _ends_person(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a known name is the last part of an Arabic one whose whole nobody knows as a place ("Moqtada al-Sadr")."""
    i = found.first - 3
    if i < 0 or found.last - found.first > 1 or cells.words[i + 2] != "-" or cells.lowers[i + 1] not in words.small["article"]:
        return False
    lower = cells.lowers[i]
    is_name = cells.capital[i] and i not in cells.opens and cells.sentence[i] == cells.sentence[found.first]
    return is_name and lower not in words.before and lower not in words.never and lower not in words.openers


def _is_in_deed(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a name is that of an operation, or stands in one ("in Operation Peace for Galilee")."""
    if cells.all_caps:
        return False
    for i in range(found.last - 2, max(-1, found.first - _LONGEST_DEED), -1):
        if cells.sentence[i] != cells.sentence[found.first]:
            return False
        if cells.capital[i] and cells.lowers[i] in words.small["deeds"]:
            return True
        if not cells.capital[i] and cells.words[i] != "-" and cells.lowers[i] not in words.small["in_deed"]:
            return False
    return False


def _is_ruled_out(found: Found, cells: Cells, persons: Persons, words: Words) -> bool:
    """Tell whether a span belongs to a person or an organisation for certain."""
    first, last = found.first, found.last
    if persons.certain.issuperset(range(first, last)):
        return True  # Mr. Washington
    if not found.entries and first and cells.lowers[first - 1] in words.small["told"]:
        return True  # told a Mr Nobody
    if not found.entries and (_is_no_ground(found, cells, words) or (found.kind == "facility" and not cells.warlike)):
        return True  # in peace nobody fights for the Regency Hotel
    if not found.entries and found.sort == "unknown" and last < len(cells.words):
        owned = last - 1 in cells.owned and cells.lowers[last] in words.small["of_person"]
        if owned or cells.lowers[last] in words.small["armed"]:
            return True  # Darawish forces; Habre's army
    if last - first == 1 and cells.lowers[first] in words.small["deeds"]:
        return True  # Operation 1027
    if is_outlet(cells, words, first, last) or is_materiel(cells, words, first, last) or _is_of_state(found, cells):
        return True  # told Xinhua; the Azov battalion; U.S.-led
    if last - first == 1 and cells.lowers[first] in words.titles and cells.words[last : last + 1] == (".",) and cells.touches(last):
        return True  # Brig. Gen. Nobody
    if (first and cells.lowers[first - 1] in words.small["code_named"]) or _ends_person(found, cells, words):
        return True
    before = first - 1 - (first > 0 and cells.lowers[first - 1] == "the")
    if before > 0 and cells.lowers[before] == "of" and cells.capital[before - 1] and cells.lowers[before - 1] in words.bodies["whole"]:
        return not cells.all_caps  # the Armed Forces of Ukraine
    named = last < len(cells.words) and cells.capital[last] and cells.lowers[last] in words.bodies["paper"] and not cells.all_caps
    return named and not (last + 1 < len(cells.words) and cells.capital[last + 1])  # the Washington Post
