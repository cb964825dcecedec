"""The words of attribution: verbs of saying, reporting frames, nouns for things said, closed word classes.

All of them are rows under ``geo/words_speech``; this module only reads them into look-up tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from frontmap.data import geo_dir, read_rows


class Cue(NamedTuple):
    """One form of a verb that attributes."""

    verb: str
    sort: str
    """``say tell that quote show object accuse``, see ``geo/words_speech/cues.csv``."""
    stance: str
    noun: bool
    """True where the form may also be a noun or an adjective."""
    participle: bool
    """True for the ``-ing`` form."""
    tail: tuple[str, ...] = ()
    """The words that must follow (``clear`` in ``made clear``)."""


class Frame(NamedTuple):
    """A phrase that attributes without a verb of its own."""

    words: tuple[str, ...]
    sort: str
    stance: str


class SaidNoun(NamedTuple):
    """A noun for something said."""

    stance: str
    media: bool
    """True for what is published and has a publisher of its own."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The look-up tables."""

    cues: Mapping[str, tuple[Cue, ...]]
    """By form, lower case."""
    frames: Mapping[str, tuple[Frame, ...]]
    """By first word, longest first."""
    nouns: Mapping[str, SaidNoun]
    classes: Mapping[str, frozenset[str]]
    """Closed word classes by name."""
    titles: frozenset[str]
    """Abbreviations (``gen``, ``inc``) whose full stop ends nothing."""
    lower: frozenset[str]
    """Words that are no names: what tells names in a text that is all in capitals."""
    common: frozenset[str]
    """Plain words that may end a name (``Mario Paz``) and are none by themselves."""
    triggers: frozenset[str]
    """Every word at which an attribution may be found."""
    verbs: frozenset[str]
    """Every word that may be a finite verb, beside those in -ed."""


_LOWER = (
    "det",
    "poss",
    "pron",
    "prep",
    "conj",
    "aux",
    "adv",
    "finite",
    "reduced",
    "subord",
    "edword",
    "rebel",
    "troop",
    "creed",
    "armedgroup",
)
"""Closed classes of which no word is a name."""


@cache
def open_speech() -> Speech:
    """Load the words of attribution; the same object at every call."""
    cues: dict[str, list[Cue]] = {}
    for form, cue in _cues():
        cues.setdefault(form, []).append(cue)
    frames: dict[str, list[Frame]] = {}
    for row in _rows("frames.csv"):
        words = tuple(row["phrase"].split())
        frames.setdefault(words[0], []).append(Frame(words, row["sort"], row["stance"]))
    for known in frames.values():
        known.sort(key=lambda frame: -len(frame.words))
    for forms in cues.values():
        forms.sort(key=lambda cue: -len(cue.tail))
    nouns = {row["noun"]: SaidNoun(row["stance"], row["media"] == "yes") for row in _rows("said_nouns.csv")}
    classes: dict[str, set[str]] = {}
    for row in _rows("function.csv"):
        classes.setdefault(row["class"], set()).add(row["word"])
    return Speech(
        {form: tuple(known) for form, known in cues.items()},
        {word: tuple(known) for word, known in frames.items()},
        nouns,
        {name: frozenset(words) for name, words in classes.items()},
        frozenset(row["abbreviation"] for row in _rows("abbreviations.csv") if row["sort"] != "number"),
        frozenset({*cues, *nouns, *(word for name in _LOWER for word in classes[name])}),
        frozenset(_plain_words()),
        frozenset({*cues, *frames, *nouns, ":", "–", "—", "-"}),
        frozenset({*cues, *classes["aux"], *classes["finite"]}),
    )


def _plain_words() -> Iterator[str]:
    """Yield the plain words that the reading of places knows as well."""
    for name in ("common.csv", "function.csv"):
        for _, row in read_rows(geo_dir() / "words" / name):
            yield from row["words"].split("|")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return (row for _, row in read_rows(geo_dir() / "words_speech" / name))


def _cues() -> Iterator[tuple[str, Cue]]:
    for row in _rows("cues.csv"):
        for form in row["forms"].split("|"):
            first, *tail = form.split()
            yield first, Cue(row["verb"], row["sort"], row["stance"], row["noun"] == "yes", first.endswith("ing"), tuple(tail))
