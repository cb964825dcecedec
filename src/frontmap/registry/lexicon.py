"""Opens the word tables of a language: what names an event, what kind of thing a noun is, what hedges, where and when words mean.

The tables are the CSV files of ``geo/lexicon/<language>/``. Adding a verb is adding a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from frontmap.data import geo_dir, read_rows
from frontmap.errors import DataError
from frontmap.model import CLAIM_TYPES, MODALITIES

PLACE_FRAMES = ("object", "at", "from", "toward")
TYPES = (*CLAIM_TYPES, "none", "denial", "confirmation")
ACTORS = ("agent", "after", "other", "none")
NEEDS = ("", "strong", "war", "side", "people", "built", "ground", "armed", "alone", "there", "goes")
LONELY = frozenset({"alone", "there", "goes"})
"""Needs of a trigger that only holds where nothing else happens in its clause."""
APPEAL = "appeal"
"""Modality of what somebody is only called upon to do, which is no claim."""
GAPS = {"_": (0, 2), "...": (1, 7)}
"""Gap of a pattern -> words that it stands for, at least and at most. ``...`` is an object with all that belongs to it, a place as well."""
_CLASS_SLOT = re.compile(r"@(\w+)")
_SHORTEST_STEM = 2
_REMEMBERED = 1 << 15
"""Words whose stems are remembered at most."""
_CYRILLIC = re.compile("[а-ї]")
_SAMPLE = 500
"""Characters at the beginning of a text by which its language is told."""
_DISTANCES = frozenset(f"{number}km" for number in range(1, 1000))
"""Distances written as one word, which stand wherever ``km`` may."""
_VOWELS = frozenset("aeiou")

T = TypeVar("T")


class WordTable(Mapping[str, T]):
    """Words with what they mean, looked up whole or, for languages that inflect, by their longest listed stem.

    A stem is written with a star: ``штурм*`` holds for ``штурмовали`` and ``штурму``.
    """

    __slots__ = ("_met", "_stems", "_words")

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self._words = {word: meaning for word, meaning in meanings.items() if not word.endswith("*")}
        self._stems = {word[:-1]: meaning for word, meaning in meanings.items() if word.endswith("*")}
        self._met: dict[str, str | None] = {}
        """Words that were asked for -> their stem; None: they have none."""

    def __getitem__(self, word: str) -> T:
        if word in self._words or not self._stems:
            return self._words[word]
        if word not in self._met:
            if len(self._met) > _REMEMBERED:
                self._met.clear()
            lengths = range(len(word), _SHORTEST_STEM - 1, -1)
            self._met[word] = next((word[:length] for length in lengths if word[:length] in self._stems), None)
        stem = self._met[word]
        if stem is None:
            raise KeyError(word)
        return self._stems[stem]

    def __iter__(self) -> Iterator[str]:
        yield from self._words
        yield from (f"{stem}*" for stem in self._stems)

    def __len__(self) -> int:
        return len(self._words) + len(self._stems)


@dataclass(frozen=True, slots=True)
class Slot:
    """The words that may stand at one point of a pattern."""

    words: frozenset[str]
    stems: tuple[str, ...] = ()
    """Beginnings of further words."""
    gap: int = 0
    """More than 0 for a slot that stands for up to so many words, whatever they are."""
    least: int = 0
    """Words that it stands for at least."""

    def fits(self, word: str) -> bool:
        """Tell whether a lower-case word may stand here."""
        return word in self.words or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that names an event, with what must be true of its surroundings."""

    trigger_id: str
    types: tuple[str, ...]
    """Of ``model.CLAIM_TYPES``, each an event of its own (``unsuccessful assault``); or ``none`` (no event, whatever its words
    say elsewhere), or ``denial`` or ``confirmation`` (of what was said before)."""
    slots: tuple[Slot, ...]
    """The words in order, each a set of forms, or a gap."""
    place: str
    """One of ``PLACE_FRAMES``: where the place of the event stands."""
    objects: frozenset[str]
    """Classes of what it must act upon, one of which must be met. Empty: anything. ``any``: one of them or nothing."""
    needs: str
    """One of ``NEEDS``: how much must tell that this is about a war."""
    unless: frozenset[str]
    """Words beside it that make it something else."""
    unless_stems: tuple[str, ...]
    """Beginnings of further such words."""
    eats: frozenset[str]
    """Types of later triggers in the clause that it already tells (``repelled an attack`` is no assault)."""
    actors: tuple[str, ...]
    """Of ``ACTORS``, one a type: who does it (``after``: whom the words right after the trigger name)."""
    verb: bool
    """True where its first word is a verb, which has a subject and an object."""
    around_places: bool
    """True where a gap of it may hold a place: ``cut Petrivka off``."""
    example: str
    """A sentence that must give one event of this type; tested."""
    origin: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that change how firmly a clause states its event."""

    words: tuple[str, ...]
    modality: str
    """One of ``MODALITIES``, or ``APPEAL``."""
    scope: str
    """Where it must stand to speak of an event, as the head of ``geo/lexicon/en/cues.csv`` tells: ``before near clause complement ...``."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word tables of one language."""

    lang: str
    triggers: Mapping[str, tuple[Trigger, ...]]
    """By the first word's forms; longest pattern first, then in the order of the rows."""
    classes: Mapping[str, frozenset[str]]
    """Word -> what it stands for (``force``, ``equipment``, ``ground``, ...)."""
    strong_words: Mapping[str, frozenset[str]]
    """Those of them that tell of an army beyond doubt."""
    strong_triggers: Mapping[str, tuple[Trigger, ...]]
    """Those words of ``triggers`` at which one that tells of fighting by itself may begin."""
    cues: Mapping[str, tuple[Cue, ...]]
    """By first word; longest first."""
    governors: Mapping[str, str]
    """Word before ``to`` and a verb -> ``attempt intent fail done``."""
    relations: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    """By first word: (words, slot, value), longest first."""
    relation_words: frozenset[str]
    """All words of ``relations``, wherever they stand in a phrase."""
    units: Mapping[str, float]
    """Unit of length -> kilometres in one."""
    compass: Mapping[str, tuple[str, str]]
    """Word -> (code, form)."""
    calendar: Mapping[str, tuple[tuple[str, int | str], ...]]
    """Word -> its meanings (kind, value)."""
    clauses: Mapping[str, frozenset[str]]
    """Word at which a clause may begin, or that shows one -> its kinds (``geo/lexicon/en/clauses.csv``)."""
    verbs: frozenset[str]
    """All forms of the verbs of the triggers."""
    bases: frozenset[str]
    """Those forms that may be nouns as well: the base and the third person (``attack``, ``attacks``)."""
    past: frozenset[str]
    """The other forms, without those in -ing: they show a clause."""
    hurdles: frozenset[str]
    """Words that no gap of a pattern skips: those forms, and words at which another clause begins."""
    forms: Mapping[str, tuple[str, ...]]
    """Form of a word (``verb passive adjective agent``) -> the endings that show it; empty for English, which has word order."""

    def is_a(self, word: str, kind: str) -> bool:
        """Tell whether a lower-case word stands for this kind of thing."""
        return kind in self.classes.get(word, ())

    def is_any(self, word: str, kinds: frozenset[str]) -> bool:
        """Tell whether a lower-case word stands for one of these kinds of things."""
        return word in self.classes and not kinds.isdisjoint(self.classes[word])

    def is_timed(self, word: str, *kinds: str) -> bool:
        """Tell whether a lower-case word of the calendar is of one of these kinds: ``weekday``, ``month``, ``background``, ..."""
        return any(kind in kinds for kind, _ in self.calendar.get(word, ()))


def lexicon_of(lang: str | None, text: str) -> Lexicon:
    """Open the word tables that a text asks for: of its stated language, else by its script, else of English."""
    if lang is not None and lang in _languages():
        return open_lexicon(lang)
    beginning = text[:_SAMPLE].lower()
    if not _CYRILLIC.search(beginning):
        return open_lexicon("en")
    cyrillic = sum("а" <= letter <= "ї" for letter in beginning)
    if 2 * cyrillic < sum(letter.isalpha() for letter in beginning):
        return open_lexicon("en")
    return open_lexicon("uk" if any(letter in beginning for letter in "іїєґ") else "ru")


@cache
def _languages() -> frozenset[str]:
    """Return the languages that have word tables."""
    return frozenset(folder.name for folder in (geo_dir() / "lexicon").iterdir() if folder.is_dir())


def open_lexicon(lang: str = "en") -> Lexicon:
    """Open the word tables of a language; of English where frontmap has none for it."""
    return _read_lexicon(lang if lang in _languages() else "en")


@cache
def _read_lexicon(lang: str) -> Lexicon:
    folder = geo_dir() / "lexicon" / lang
    irregular = {row["lemma"]: _cells(row["forms"]) for row in _rows(folder, "irregular")}
    classes = _kinds(_rows(folder, "classes"), "class")
    members = _members(classes)
    rows = [_trigger(row | {"pattern": _spelt_out(row["pattern"], members)}, irregular) for row in _rows(folder, "triggers")]
    triggers = _table(_by_first_slot(rows))
    relations = _relations(_rows(folder, "relations"))
    clauses = _kinds(_rows(folder, "clauses"), "kind")
    verbs = frozenset(form for trigger in rows if trigger.verb for form in trigger.slots[0].words)
    irregular_past = {form for forms in irregular.values() for form in forms[1:]}
    past = frozenset(form for form in verbs if not form.endswith("ing") and (form.endswith("ed") or form in irregular_past))
    return Lexicon(
        lang,
        triggers,
        classes,
        _table({word: kinds for word, kinds in classes.items() if "strongwar" in kinds}),
        _table({word: known for word, known in triggers.items() if any(trigger.needs == "strong" for trigger in known)}),
        _cues(_rows(folder, "cues")),
        _table({word: row["effect"] for row in _rows(folder, "governors") for word in _cells(row["words"])}),
        relations,
        frozenset(word for found in relations.values() for words, _, _ in found for word in words),
        {word: float(row["km"]) for row in _rows(folder, "units") for word in _cells(row["words"])},
        _table({word: (row["code"], row["form"]) for row in _rows(folder, "compass") for word in _cells(row["words"])}),
        _calendar(_rows(folder, "calendar")),
        clauses,
        verbs,
        frozenset(form for form in verbs if (form not in past or form in irregular) and not form.endswith("ing")),
        past,
        past | {word for word, kinds in clauses.items() if "hurdle" in kinds},
        {row["form"]: _cells(row["endings"]) for row in _rows(folder, "forms")},
    )


def match(trigger: Trigger, lowers: Sequence[str], start: int, stop: int, no_gap: frozenset[str] = frozenset()) -> int | None:
    """Return the word after the trigger where it matches at ``start`` and ends by ``stop``; None where it does not match.

    A gap never skips a word of ``no_gap``.
    """
    return _match_slots(trigger.slots, 0, lowers, start, stop, no_gap)


def _match_slots(slots: tuple[Slot, ...], at: int, lowers: Sequence[str], word: int, stop: int, no_gap: frozenset[str]) -> int | None:
    for slot in slots[at:]:
        if slot.gap:
            return _match_over_gap(slots, at, lowers, word, stop, no_gap)
        if word >= stop or (lowers[word] not in slot.words and not (slot.stems and lowers[word].startswith(slot.stems))):
            return None
        at, word = at + 1, word + 1
    return word


def _match_over_gap(slots: tuple[Slot, ...], at: int, lowers: Sequence[str], word: int, stop: int, no_gap: frozenset[str]) -> int | None:
    """Match what follows a gap at the nearest word where it can."""
    first = word + slots[at].least
    for after in range(word, min(word + slots[at].gap + 1, stop)):
        lower = lowers[after]
        if after >= first and slots[at + 1].fits(lower) and (end := _match_slots(slots, at + 1, lowers, after, stop, no_gap)) is not None:
            return end
        if lower in no_gap or not lower[0].isalnum():
            return None
    return None


def verb_forms(lemma: str, irregular: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return all forms of an English verb, the irregular ones from their table.

    >>> sorted(verb_forms("storm", {}))
    ['storm', 'stormed', 'storming', 'storms']
    """
    if lemma in irregular:
        return frozenset((lemma, *irregular[lemma]))
    if lemma.endswith("e"):
        return frozenset((lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"))
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return frozenset((lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"))
    third = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return frozenset((lemma, third, lemma + "ed", lemma + "ing"))


def noun_forms(lemma: str) -> frozenset[str]:
    """Return singular and plural of an English noun, regular ones only.

    >>> sorted(noun_forms("sortie")), sorted(noun_forms("casualty"))
    (['sortie', 'sorties'], ['casualties', 'casualty'])
    """
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return frozenset((lemma, lemma[:-1] + "ies"))
    return frozenset((lemma, lemma + ("es" if lemma.endswith(("s", "x", "ch", "sh")) else "s")))


def _rows(folder: Path, table: str) -> Iterable[dict[str, str]]:
    path = folder / f"{table}.csv"
    if not path.is_file():
        return
    for number, row in read_rows(path):
        if not row["origin"]:
            raise DataError(f"{path} line {number}: a row needs an origin")
        yield row


def _cells(value: str) -> tuple[str, ...]:
    return tuple(cell for cell in value.split("|") if cell)


def _trigger(row: dict[str, str], irregular: Mapping[str, tuple[str, ...]]) -> Trigger:
    for field, allowed in (("type", TYPES), ("place", PLACE_FRAMES), ("needs", NEEDS), ("actor", ACTORS)):
        if not set(_cells(row[field]) or ("",)) <= set(allowed):
            raise DataError(f"trigger {row['id']}: {field} is {row[field]!r}, expected one of {', '.join(allowed)}")
    slots = tuple(_slots(row["pattern"].split(), irregular))
    return Trigger(
        row["id"],
        _cells(row["type"]),
        slots,
        row["place"],
        frozenset(_cells(row["object"])),
        row["needs"],
        frozenset(word for word in _cells(row["unless"]) if not word.endswith("*")),
        tuple(word[:-1] for word in _cells(row["unless"]) if word.endswith("*")),
        frozenset(_cells(row["eats"])),
        _cells(row["actor"]),
        ".v" in row["pattern"].split()[0],
        "..." in row["pattern"].split(),
        row["example"],
        row["origin"],
    )


def _members(classes: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return the single words of each class, as a pattern writes alternatives."""
    words: dict[str, list[str]] = {}
    for word, kinds in classes.items():
        for kind in kinds if " " not in word else ():
            words.setdefault(kind, []).append(word)
    return {kind: "/".join(found) for kind, found in words.items()}


def _spelt_out(pattern: str, members: Mapping[str, str]) -> str:
    """Return a pattern with the words of each class that it names: ``@force`` stands for every word of the class."""

    def words_of(named: re.Match[str]) -> str:
        if named[1] not in members:
            raise DataError(f"pattern {pattern!r} names the class {named[1]!r}, which has no words")
        return members[named[1]]

    return _CLASS_SLOT.sub(words_of, pattern)


def _slots(parts: Sequence[str], irregular: Mapping[str, tuple[str, ...]]) -> Iterator[Slot]:
    """Yield the slots of a pattern, gaps that follow each other joined into one."""
    for gap, run in groupby(parts, key=GAPS.get):
        if gap:
            yield Slot(frozenset(), gap=gap[1] * len(list(run)), least=gap[0])
        else:
            yield from (_slot(part, irregular) for part in run)


def _slot(part: str, irregular: Mapping[str, tuple[str, ...]]) -> Slot:
    forms: set[str] = set()
    for word in part.split("/"):
        if word.endswith("*.v"):
            forms.add(word[:-2])
        elif word.endswith(".v"):
            forms |= verb_forms(word[:-2], irregular)
        elif word.endswith(".n"):
            forms |= noun_forms(word[:-2])
        else:
            forms.add(word)
    if "km" in forms:
        forms |= _DISTANCES
    return Slot(frozenset(f for f in forms if not f.endswith("*")), tuple(sorted(f[:-1] for f in forms if f.endswith("*"))))


def _by_first_slot(triggers: Sequence[Trigger]) -> dict[str, tuple[Trigger, ...]]:
    by_word: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        for word in (*trigger.slots[0].words, *(f"{stem}*" for stem in trigger.slots[0].stems)):
            by_word.setdefault(word, []).append(trigger)
    stems = [word[:-1] for word in by_word if word.endswith("*")]
    for word, found in by_word.items():  # a look-up gives the longest stem alone, so that must know the shorter ones' triggers
        for stem in stems:
            if word.rstrip("*").startswith(stem) and word != f"{stem}*":
                found += [t for t in triggers if stem in t.slots[0].stems and t not in found]
    rank = {id(trigger): (trigger.needs in LONELY, -len(trigger.slots), number) for number, trigger in enumerate(triggers)}
    return {word: tuple(sorted(found, key=lambda t: rank[id(t)])) for word, found in by_word.items()}


def _table(meanings: Mapping[str, T]) -> Mapping[str, T]:
    """Return the words as a plain dictionary where no stem is among them, which is faster."""
    return WordTable(meanings) if any(word.endswith("*") for word in meanings) else dict(meanings)


def _kinds(rows: Iterable[dict[str, str]], column: str) -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in rows:
        for word in _cells(row["words"]):
            kinds.setdefault(word, set()).add(row[column])
    stems = [word for word in kinds if word.endswith("*")]
    for word, found in kinds.items():  # a look-up gives the longest alone, so that must know what the shorter ones stand for
        found.update(*(kinds[stem] for stem in stems if word.startswith(stem[:-1])))
    return _table({word: frozenset(found) for word, found in kinds.items()})


def _cues(rows: Iterable[dict[str, str]]) -> Mapping[str, tuple[Cue, ...]]:
    by_word: dict[str, list[Cue]] = {}
    for row in rows:
        if row["modality"] not in (*MODALITIES, APPEAL):
            expected = ", ".join((*MODALITIES, APPEAL))
            raise DataError(f"cue {row['words']}: modality is {row['modality']!r}, expected one of {expected}")
        for phrase in _cells(row["words"]):
            words = tuple(phrase.split())
            by_word.setdefault(words[0], []).append(Cue(words, row["modality"], row["scope"]))
    return _table({word: tuple(sorted(cues, key=lambda c: -len(c.words))) for word, cues in by_word.items()})


def _relations(rows: Iterable[dict[str, str]]) -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    by_word: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in rows:
        for phrase in _cells(row["words"]):
            words = tuple(phrase.split())
            by_word.setdefault(words[0], []).append((words, row["slot"], row["value"]))
    return {word: tuple(sorted(found, key=lambda r: -len(r[0]))) for word, found in by_word.items()}


def _calendar(rows: Iterable[dict[str, str]]) -> dict[str, tuple[tuple[str, int | str], ...]]:
    by_word: dict[str, list[tuple[str, int | str]]] = {}
    for row in rows:
        value: int | str = int(row["value"]) if row["value"].lstrip("-").isdigit() else row["value"]
        for word in _cells(row["words"]):
            by_word.setdefault(word, []).append((row["kind"], value))
    return {word: tuple(meanings) for word, meanings in by_word.items()}
