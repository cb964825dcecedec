"""Finds the names of persons, so that Mr Washington and Paris Hilton are not put on the map."""

from __future__ import annotations

from dataclasses import dataclass

from frontmap.text.places.cells import Cells
from frontmap.text.places.wordlists import Words

_LONGEST = 4
"""Words of a name after a title or a given name."""
_SYLLABLE = 4
"""Letters of the second part of a given name."""
_CERTAIN = ("address", "rank")
"""Sorts of titles that stand before nothing but a person."""


@dataclass(frozen=True, slots=True)
class Persons:
    """Where persons are named, and by which surnames they may return."""

    cells: frozenset[int]
    """Cells inside a person's name (titles not counted)."""
    certain: frozenset[int]
    """Cells of names that follow a form of address or a rank, which no place does."""
    surnames: frozenset[str]
    """Last words of the full names, lower case."""


def find_persons(cells: Cells, words: Words) -> Persons:
    """Find persons by their title or their given name."""
    inside: set[int] = set()
    certain: set[int] = set()
    surnames: set[str] = set()
    done = 0
    for i in cells.capitals:
        if i < done:
            continue
        if cells.lowers[i] in words.titles:
            last = _after_title(cells, words, i)
        elif cells.lowers[i] in words.given or _has_initial(cells, i):
            last = _after_given(cells, words, i)
        else:
            continue
        if last > i and not _names_building(cells, words, last):
            first, done = _name_start(cells, words, i, last), last
            inside.update(range(first, last))
            if words.titles.get(cells.lowers[first - 1 - (cells.words[first - 1] == ".")]) in _CERTAIN and first > i:
                certain.update(range(first, last))
            surnames.add(cells.lowers[last - 1])
    return Persons(frozenset(inside), frozenset(certain), frozenset(surnames))


def _names_building(cells: Cells, words: Words, last: int) -> bool:
    """Tell whether a person only gave a building its name: the Abu Ali roundabout, the Imam Ali mausoleum."""
    after = words.after.get(cells.lowers[last]) if last < len(cells.words) and not cells.capital[last] else None
    return after is not None and after.keep and after.kind == "facility" and last - 1 not in cells.owned


def _name_start(cells: Cells, words: Words, i: int, last: int) -> int:
    """Return where the name itself begins, after its titles."""
    while i < last - 1 and (cells.lowers[i] in words.titles or cells.words[i] == "."):
        i += 1
    return i


def _after_title(cells: Cells, words: Words, i: int) -> int:
    """Return the end of the name that follows the title at ``i``; ``i`` where none does."""
    j = i + 1
    while j < len(cells.words) and (cells.words[j] == "." or (cells.capital[j] and cells.lowers[j] in words.titles)):
        j += 1
    end = _name_end(cells, words, j)
    return end if end > j else i


def _after_given(cells: Cells, words: Words, i: int) -> int:
    """Return the end of the name that begins with the given name at ``i``; ``i`` where no surname follows."""
    if i in cells.owned:
        return i
    end = _name_end(cells, words, i + 1)
    return end if end > i + 1 else i


def _has_initial(cells: Cells, i: int) -> bool:
    """Tell whether a name goes on with an initial and a surname ("Manly P. Hall")."""
    return (
        i + 3 < len(cells.words)
        and len(cells.words[i]) > 1
        and cells.words[i + 1].isalpha()
        and len(cells.words[i + 1]) == 1
        and cells.words[i + 2] == "."
        and cells.capital[i + 3]
    )


def _name_end(cells: Cells, words: Words, j: int) -> int:
    """Return the end of the capitalised words, initials and particles from ``j`` on that can be a surname."""
    end, taken = j, 0
    while j < len(cells.words) and taken < _LONGEST:
        word, lower = cells.words[j], cells.lowers[j]
        if cells.capital[j] and word != "I":
            if _ends_name(lower, words) or cells.sentence[j] != cells.sentence[end - 1]:
                break
            j += 1
            taken += 1
            if len(word) == 1 and j < len(cells.words) and cells.words[j] == ".":
                j += 1  # an initial is no surname yet
            else:
                end = j
            if j - 1 in cells.owned:
                break
        elif _is_syllable(cells, j):
            j = end = j + 1  # Jo-ar
        elif lower in words.small["particle"] and cells.lowers[j - 1] not in words.small["particle"]:
            j += 1
        elif word in "\"“”'" and word:
            j += 1  # a nickname: Joseph "Joe" Biden
            taken += 1
        else:
            break
    return end


def _is_syllable(cells: Cells, j: int) -> bool:
    """Tell whether a cell is the second part of a given name ("Jo-ar", "Ki-moon"), and no participle ("Gaddafi-led")."""
    word = cells.words[j]
    return cells.words[j - 1] == "-" and cells.touches(j) and word.isalpha() and len(word) <= _SYLLABLE and not word.endswith("ed")


def _ends_name(lower: str, words: Words) -> bool:
    bodies = words.bodies
    return (
        lower in words.after
        or lower in words.calendar
        or lower in words.demonyms
        or lower in bodies["institution"]
        or lower in bodies["body"]
        or lower in bodies["unit"]
        or lower in words.function
    )
