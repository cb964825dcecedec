"""Tells which war a document is about, from rows, or from its own words where no row knows the war.

``geo/conflicts.csv`` has the wars, ``geo/words_speech/parties.csv`` their parties' names. A text narrows them down: who has named a group
and then writes of ``the militants`` means that group. A war that no row knows is one between the state on whose ground it is fought and
``rebels``, or whatever group the text names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from frontmap.data import geo_dir, read_rows, split_cell
from frontmap.model import Parsed, PlaceMention
from frontmap.registry.stems import stem

_ENOUGH = 3
"""Votes that make a document one about a war."""
_HINT = 8
"""Votes of metadata that name the war."""
_COUNTED = 3
"""Times that one name votes at most."""
_AFTERMATH = 2
"""Years after its last one in which texts are still about a war."""
_YEAR, _OLDEST, _LATEST = 4, 1945, 2050
"""Digits of a year, and the years of the wars that the rows tell of."""
_LOOKS_BACK = 4
"""Years before a document that make it a look back."""
_CLEARLY = 2
"""Plain words mean the group that a text names so many times as often as any other."""
_LONGEST = 4
"""Words of the longest name before a noun for fighters."""
_SHORT = 3
"""Letters of names that are written in capitals: ``IS``."""
_LINKED = frozenset((word,) for word in ("linked", "affiliated", "inspired", "aligned", "allied", "backed", "style"))
"""Ends of adjectives that tell whose friend somebody else is: `IS-linked gunmen`."""
_CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
_ABBREVIATED = re.compile(r"((?:[A-Z][\w’'-]*\s+(?:(?:of|for|the|and|de|in)\s+){0,2}){2,7})\(([A-Z][A-Za-z-]{1,9})\)")
"""A name with its short form: `the Patriotic Front for Change (PFC)`."""

Row = tuple[int, dict[str, str]]
"""Line number and cells of a table."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A war whose parties are known."""

    key: str
    """Of ``geo/conflicts.csv``; empty where no row knows the war."""
    name: str
    start: str
    """First year, or empty."""
    end: str
    """Last year; empty: it goes on."""
    countries: frozenset[str]
    """ISO codes of where it is fought."""
    parties: Mapping[str, str]
    """ISO code to side, for the countries that are parties."""
    sides: frozenset[str]
    """All side keys of its parties."""
    plain: Mapping[str, str]
    """Whom reports mean who name no party: ``home`` (the army, officials) and ``rebels``, as far as this war has them."""
    foes: tuple[str, ...] = ()
    """The two sides that call each other the enemy, where they are not ``home`` and ``rebels``. Empty: these, or not known."""
    friends: frozenset[str] = frozenset()
    """Sides beside the states that fight on that of ``home``."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Names of groups that only the text knows -> their side, each folded."""
    called: Mapping[str, str] = field(default_factory=dict)
    """Side keys for which a text that names no group has another."""
    told: str = ""
    """What the text itself told about the parties, in short: two documents with the same are alike in who is who."""

    def had_begun(self, year: int | None) -> bool:
        """Tell whether a text of a year can be about the war; one whose year is not known always can."""
        return year is None or not self.start or int(self.start) <= year

    def was_over(self, year: int | None) -> bool:
        """Tell whether the war was history in a year."""
        return year is not None and self.end != "" and int(self.end) + _AFTERMATH < year


def year_of(parsed: Parsed) -> int | None:
    """Return the year in which a document was published; None where it is not known."""
    published = (parsed.document.published or "")[:4]
    return int(published) if len(published) == len("2000") and published.isdecimal() else None


def year_told(parsed: Parsed, fresh: frozenset[str]) -> int | None:
    """Return the latest year that a document tells of where it looks back; else the one in which it was published.

    It looks back where it is no news (no word of ``fresh``) and its first sentence, or two years that it names, lie well before it.
    """
    published = year_of(parsed)
    if not fresh.isdisjoint(parsed.vocabulary):
        return published
    years = {int(word) for word in parsed.vocabulary if len(word) == _YEAR and word.isdecimal() and word.isascii()}
    years = {year for year in years if _OLDEST <= year <= (published or _LATEST)}
    if not years or (published is not None and max(years) > published - _LOOKS_BACK):
        return published
    opening = parsed.lowers[: parsed.sentences[0].last]
    return max(years) if len(years) > 1 or str(max(years)) in opening else published


class _Vote(NamedTuple):
    """What a name in a document says about its war."""

    words: tuple[str, ...]
    conflict: str
    weight: int


class _GroupName(NamedTuple):
    """What texts call an armed group."""

    words: tuple[str, ...]
    side: str
    proper: bool
    """True for a name, False for a noun like ``the rebels``."""

    def stands_at(self, word: int, parsed: Parsed) -> bool:
        """Tell whether the words of a text from here on are this name, written as names are: ``IS`` is one, ``Is`` is not."""
        written, end = parsed.words[word], word + len(self.words)
        as_name = written.isupper() and not parsed.all_caps if len(written) <= _SHORT else written[0].isupper()
        linked = parsed.lowers[end : end + 1] == ("-",) and parsed.lowers[end + 1 : end + 2] in _LINKED
        return (as_name or not self.proper) and parsed.lowers[word:end] == self.words and not linked


class Wars:
    """The wars of the rows, and which names tell them apart."""

    def __init__(self, parties: Sequence[Row], demonyms: Sequence[Row]) -> None:
        self.conflicts: Mapping[str, Conflict] = dict(_load_conflicts(parties))
        self.states: Mapping[str, str] = {row["code"]: row["key"] for _, row in demonyms}
        """ISO code -> side of a country's own army and officials."""
        self._fought_in: dict[str, list[str]] = {}
        for key, war in self.conflicts.items():
            for code in sorted(war.countries):
                self._fought_in.setdefault(code, []).append(key)
        self._groups = _load_groups(parties)
        self._votes = _load_votes(self.conflicts, parties, demonyms)

    def find(self, parsed: Parsed, placed: Sequence[PlaceMention], year: int | None) -> Conflict | None:
        """Find the war of the rows that a document is about, by a vote of its words and its placed countries; None where too little tells.

        A war that began after the ``year`` of which it tells is none of its wars, and one that was over gives way to any other.
        Of two that the text tells alike it is the later one.
        """
        votes = self._count_votes(parsed)
        for mention in placed:
            for key in self._fought_in.get((mention.place.country if mention.place else None) or "", ()):
                votes[key] = votes.get(key, 0) + 1
        if hint := self._hinted(parsed.document.conflict):
            votes[hint] = votes.get(hint, 0) + _HINT
        enough = [war for key, count in votes.items() if count >= _ENOUGH and (war := self.conflicts[key]).had_begun(year)]
        return max(enough, key=lambda war: (not war.was_over(year), votes[war.key], war.start), default=None)

    def _count_votes(self, parsed: Parsed) -> dict[str, int]:
        """Count each telling name of a document a few times for its wars."""
        counts: dict[_Vote, int] = {}
        cyrillic = not parsed.text.isascii() and _CYRILLIC.search(parsed.text)
        lowers = tuple(map(stem, parsed.lowers)) if cyrillic else parsed.lowers
        telling = self._votes.keys() & (set(lowers) if cyrillic else parsed.vocabulary)
        for i in [i for i, word in enumerate(lowers) if word in telling] if telling else ():
            for vote in self._votes[lowers[i]]:
                if lowers[i : i + len(vote.words)] == vote.words:
                    counts[vote] = counts.get(vote, 0) + 1
        votes: dict[str, int] = {}
        for vote, count in counts.items():
            votes[vote.conflict] = votes.get(vote.conflict, 0) + vote.weight * min(count, _COUNTED)
        return votes

    def _hinted(self, hint: str | None) -> str | None:
        """Return the war that metadata names."""
        if not hint:
            return None
        folded = re.sub(r"[\W_]+", "_", hint.lower()).strip("_")
        if folded in self.conflicts:
            return folded
        return next((key for key in self.conflicts if folded.startswith(key + "_") or folded.endswith("_" + key)), None)

    def count_groups(self, parsed: Parsed, conflict: Conflict, groups: Mapping[str, str]) -> Counter[str]:
        """Count how often a text names each group of its war; ``groups`` are those that only the text knows, folded -> side."""
        counts = Counter[str]()
        begun: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, side in groups.items():
            begun.setdefault(name.split(" ", 1)[0], []).append((tuple(name.split()), side))
        known, anywhere = (self._groups.get(key, {}) for key in (conflict.key, "*"))
        for i, word in enumerate(parsed.lowers):
            if word in known or word in anywhere:
                names = (*known.get(word, ()), *anywhere.get(word, ()))
                counts.update({name.side for name in names if name.stands_at(i, parsed)})
            elif word in begun:
                counts.update({side for words, side in begun[word] if parsed.lowers[i : i + len(words)] == words})
        return counts

    def names_of(self, conflict: Conflict, side: str, nouns: frozenset[str]) -> dict[tuple[str, ...], bool]:
        """Return the names of a group, in lower case words, and which surely are no man's and no short form."""
        own, anywhere = (
            {name.words for known in self._groups.get(key, {}).values() for name in known if name.proper and name.side == side}
            for key in (conflict.key, "*")
        )
        names = {words: not nouns.isdisjoint(words) or (len(words) > 1 and words[-1:] not in own) for words in own}
        return names | dict.fromkeys(anywhere, True)

    def improvise(self, placed: Sequence[PlaceMention], rebels: str) -> Conflict | None:
        """Return a war that no row knows: the state in which most places of a text lie, and ``rebels``; None where no state stands out."""
        countries = Counter(mention.place.country or "" for mention in placed if mention.place)
        (code, count), *others = countries.most_common(2) or [("", 0)]
        if code not in self.states or (others and count < _CLEARLY * others[0][1]):
            return None
        state = self.states[code]
        plain = {"home": state, "rebels": rebels}
        return Conflict("", "", "", "", frozenset({code}), {code: state}, frozenset(plain.values()), plain, told=f"{state}:{rebels}")


def with_named_groups(conflict: Conflict, groups: Mapping[str, str], named: Counter[str]) -> Conflict:
    """Return a war in which plain words (``the militants``) mean the group that a text names most.

    Parameters
    ----------
    groups
        Names of groups that only the text knows, folded -> side.
    named
        How often the text names each side.
    """
    apart = {*conflict.parties.values(), *conflict.friends, conflict.plain.get("home")}
    rivals = [(side, count) for side, count in named.most_common() if side not in apart][:2]
    plain = dict(conflict.plain)
    if "rebels" in plain and rivals and (len(rivals) == 1 or rivals[0][1] >= _CLEARLY * rivals[1][1]):
        plain["rebels"] = rivals[0][0]
    if plain == conflict.plain and not groups:
        return conflict
    told = f"{conflict.told}|{plain.get('rebels')}|{'|'.join(sorted(groups))}"
    return replace(conflict, plain=plain, groups=groups, told=told, sides=conflict.sides | {*groups.values(), *plain.values()})


def abbreviated_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield the long and the short form of each name that a text abbreviates.

    >>> list(abbreviated_names("Fighters of the Patriotic Front for Change (PFC) left."))
    [('Patriotic Front for Change', 'PFC')]
    """
    for match in _ABBREVIATED.finditer(text):
        words, short = match[1].split(), match[2]
        capitals = [i for i, word in enumerate(words) if word[0].isupper()]
        letters = sum(letter.isupper() for letter in short)
        yield " ".join(words[capitals[-letters] :] if 1 < letters <= len(capitals) else words), short


def names_of_fighters(parsed: Parsed, placed: Sequence[PlaceMention], nouns: Collection[str], others: Collection[str]) -> Iterator[str]:
    """Yield the names that a text gives more than once, and before a noun for fighters: ``Alphan`` of `the Alphan rebels`.

    Parameters
    ----------
    nouns
        Nouns for fighters, in lower case.
    others
        Capitalised words that are no names of groups, in lower case: days, creeds.
    """
    grounds = {start for mention in placed for start in range(mention.mention.start, mention.mention.end)}
    opening = {sentence.first for sentence in parsed.sentences}
    met: dict[tuple[str, ...], None] = {}
    for last, written in enumerate(parsed.words):
        if written not in nouns:
            continue
        first = last
        while first - 1 not in opening and last - first < _LONGEST and _may_name(parsed, first - 1, grounds, others):
            first -= 1
        met[tuple(parsed.words[first:last])] = None
    starts: dict[str, list[int]] = {}
    for word, written in enumerate(parsed.words):
        starts.setdefault(written, []).append(word)
    for words in filter(None, met):
        again = (word for word in starts[words[0]] if tuple(parsed.words[word : word + len(words)]) == words)
        if sum(1 for _ in zip(again, range(2), strict=False)) > 1:
            yield " ".join(words)


def _may_name(parsed: Parsed, word: int, grounds: Collection[int], others: Collection[str]) -> bool:
    written = parsed.words[word]
    return (
        word > 0
        and written[0].isupper()
        and "'" not in written
        and parsed.starts[word] not in grounds
        and parsed.lowers[word] not in others
    )


def _load_conflicts(parties: Iterable[Row]) -> Iterator[tuple[str, Conflict]]:
    named: dict[str, set[str]] = {}
    for _, row in parties:
        if row["conflict"] != "*" or row["kind"] == "group":
            named.setdefault(row["conflict"], set()).add(row["side"])
    for _, row in read_rows(geo_dir() / "conflicts.csv"):
        by_country = dict(part.split(":") for part in split_cell(row["parties"]))
        key = row["conflict"]
        plain = {party: row[party] for party in ("home", "rebels") if row[party]}
        sides = frozenset({*by_country.values(), *plain.values(), *named.get(key, ()), *named.get("*", ())})
        countries, foes, friends = frozenset(split_cell(row["countries"])), split_cell(row["foes"]), frozenset(split_cell(row["friends"]))
        yield key, Conflict(key, row["name"], row["start"], row["end"], countries, by_country, sides, plain, foes, friends)


def _load_groups(parties: Iterable[Row]) -> dict[str, dict[str, list[_GroupName]]]:
    """Return what the armed groups of each war are called, by the first word in lower case."""
    found: dict[str, dict[str, list[_GroupName]]] = {}
    for _, row in parties:
        if row["sort"] not in ("name", "role") or row["kind"] not in ("group", ""):
            continue
        for name in split_cell(row["words"]):
            words = tuple(name.lower().split())
            for ending in ("", "'s", "’s"):
                told = _GroupName((*words[:-1], words[-1] + ending), row["side"], proper=row["sort"] == "name")
                found.setdefault(row["conflict"], {}).setdefault(told.words[0], []).append(told)
    return found


def _load_votes(conflicts: Mapping[str, Conflict], parties: Iterable[Row], demonyms: Iterable[Row]) -> dict[str, tuple[_Vote, ...]]:
    """Return which names vote for which wars, and how much, by their first word in lower case."""
    votes: dict[tuple[tuple[str, ...], str], int] = {}
    for name, key, weight in _ballots(conflicts, parties, demonyms):
        words = tuple(map(stem, name.lower().replace("’", "'").split()))
        if len(name) > 2 or name.isupper():
            votes[words, key] = max(votes.get((words, key), 0), weight)
    found: dict[str, list[_Vote]] = {}
    for (words, key), weight in votes.items():
        found.setdefault(words[0], []).append(_Vote(words, key, weight))
        if len(words) == 1 and not words[0].endswith("s"):
            for ending in ("'s", "’s"):
                found.setdefault(words[0] + ending, []).append(_Vote((words[0] + ending,), key, weight))
    return {word: tuple(known) for word, known in found.items()}


def _ballots(conflicts: Mapping[str, Conflict], parties: Iterable[Row], demonyms: Iterable[Row]) -> Iterator[tuple[str, str, int]]:
    """Yield each name that tells a war, with the war and the weight of its vote."""
    for _, row in read_rows(geo_dir() / "conflicts.csv"):
        for name in split_cell(row["words"]):
            yield name, row["conflict"], 2
    rows = [row for _, row in parties]
    everywhere = {name for row in rows if row["conflict"] == "*" for name in split_cell(row["words"])}
    for row in rows:
        if row["sort"] == "name" and row["conflict"] != "*":  # roles and common words are at home in civil news too
            yield from ((name, row["conflict"], 1) for name in split_cell(row["words"]) if name not in everywhere)
    for _, row in demonyms:
        for key, conflict in conflicts.items():
            if row["code"] in conflict.countries:
                for name in (*split_cell(row["names"]), *split_cell(row["demonyms"])):
                    yield name, key, 2
                    yield name + "'s", key, 2
