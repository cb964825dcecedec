"""Opens the word lists of geo/words/: what the words around a name say about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from frontmap.data import geo_dir, read_rows


@dataclass(frozen=True, slots=True)
class ClassWord:
    """A word that says of which kind a place is."""

    kind: str
    """One of ``PLACE_KINDS``."""
    keep: bool
    """Capitalised it always belongs to the name."""


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A name written short."""

    full: str
    sort: str
    """``opens`` (St Louis), ``unit`` (a first-level unit) or ``town``."""
    within: str
    """Country of the unit; empty where it does not matter."""
    alone: bool
    """Understood without a town before it."""


@dataclass(frozen=True, slots=True)
class Opener:
    """A first word of names that others spell another way."""

    others: tuple[str, ...]
    """Its other spellings."""
    kinds: frozenset[str]
    """Kinds of place that are spelt so. Empty: any."""


@dataclass(frozen=True, slots=True)
class Words:
    """All word lists, lower case."""

    given: frozenset[str]
    surnames: frozenset[str]
    titles: dict[str, str]
    """Title to its sort: ``address rank office``."""
    after: dict[str, ClassWord]
    before: dict[str, ClassWord]
    """Class words with "of" or without ("the village of Nove", "Lake Van")."""
    apposed: dict[str, ClassWord]
    """Class words that stand right before the name alone: "the capital Damascus", but not "the capital of Syria"."""
    never: frozenset[str]
    """Words that are no place by themselves: demonyms, directions, class words, function words, words of fighting."""
    between: frozenset[str]
    """Words after a compound of two places ("the Svatove-Kreminna line")."""
    bodies: dict[str, frozenset[str]]
    """Organisation words by sort: ``institution paper brand team whole unit body name weapon materiel site ship force phrase``."""
    triggers: dict[str, str]
    """Word before a name to its sort: ``strong weak direction verb``."""
    place_nouns: frozenset[str]
    """Nouns whose ``of`` or ``in`` complement is ground."""
    function: frozenset[str]
    """Words that are never a name."""
    calendar: frozenset[str]
    demonyms: frozenset[str]
    speech: frozenset[str]
    possessed: frozenset[str]
    common: frozenset[str]
    war: frozenset[str]
    """Words of reports about fighting."""
    small: dict[str, frozenset[str]]
    """Small words by what they do.

    ``link article particle road along allied declares declares_filler part_of list_mark opening told governs elsewhere
    elsewhere_link generic armed acts belongs seat
    apposed_noun talks talks_of code_named names_deed deeds in_deed rural fighters bank crosses past_river
    of_person name_tail befalls befalls_filler leaning``.
    """
    short: dict[str, ShortForm]
    """By the form as written."""
    short_heads: frozenset[str]
    """What a short form may begin with, lower case."""
    openers: dict[str, Opener]
    """First words of names, each with its other spellings ("gebel" is "jebel", "southern" "south")."""


@cache
def open_words() -> Words:
    """Read the word lists once."""
    organisations = _lists("organisations.csv")
    triggers = _lists("triggers.csv")
    speech = _lists("speech.csv")
    war = frozenset().union(*_lists("war.csv").values())
    function = frozenset().union(*_lists("function.csv").values())
    demonyms = frozenset().union(*_lists("demonyms.csv").values())
    short = _short_forms()
    return Words(
        given=frozenset().union(*_lists("given_names.csv", "tradition", "names").values()),
        surnames=frozenset().union(*_lists("surnames.csv", "tradition", "names").values()),
        titles={word: sort for sort, words in _lists("titles.csv").items() for word in words},
        after=_classes("after"),
        before=_classes("before"),
        apposed=_classes("apposed"),
        never=function
        | demonyms
        | war
        | frozenset(organisations["unit"])
        | frozenset().union(*triggers.values())
        | frozenset(_classes("after")),
        between=frozenset(_classes("between")),
        bodies={sort: frozenset(words) for sort, words in organisations.items()},
        triggers={word: sort for sort in ("direction", "verb", "weak", "strong") for word in triggers[sort]},
        place_nouns=frozenset(triggers["noun_of"]),
        function=function,
        calendar=frozenset().union(*_lists("calendar.csv").values()),
        demonyms=demonyms,
        speech=frozenset(speech["speech"]),
        possessed=frozenset(speech["possessed"]),
        common=frozenset().union(*_lists("common.csv").values()),
        war=war,
        small={sort: frozenset(words) for sort, words in _lists("small.csv").items()},
        short=short,
        short_heads=frozenset(head.lower() for form in short for head in (form, form.partition(" ")[0], form.partition(".")[0])),
        openers=_openers(),
    )


def _lists(file: str, key: str = "sort", column: str = "words") -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, row in read_rows(geo_dir() / "words" / file):
        found[row[key]].update(word.lower() for word in row[column].split("|"))
    return dict(found)


def _classes(where: str) -> dict[str, ClassWord]:
    rows = read_rows(geo_dir() / "words" / "classes.csv")
    return {row["word"]: ClassWord(row["kind"], row["keep"] == "yes") for _, row in rows if row["where"] == where}


def _short_forms() -> dict[str, ShortForm]:
    rows = read_rows(geo_dir() / "words" / "abbreviations.csv")
    return {row["short"]: ShortForm(row["full"], row["sort"], row["within"], row["alone"] == "yes") for _, row in rows}


def _openers() -> dict[str, Opener]:
    found = {}
    for _, row in read_rows(geo_dir() / "words" / "openers.csv"):
        spellings, kinds = row["words"].split("|"), frozenset(row["kinds"].split("|")) - {""}
        found.update({word: Opener(tuple(other.capitalize() for other in spellings if other != word), kinds) for word in spellings})
    return found
