"""Cuts the words of a document once more, for names: without possessives, compounds apart, capitals told from sentence starts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from operator import add

from frontmap.model import Parsed
from frontmap.text.places.wordlists import open_words
from frontmap.text.sentences import LONGEST_NOTE

_APOSTROPHES = frozenset({"'s", "’s", "ʼs", "'S", "’S", "ʼS"})
_OPENERS = frozenset("\"“«„‘(['")
_DASHES, _DATELINE = frozenset({"-", "--", "–", "—"}), 14
"""Marks behind a dateline, and the words of the longest."""
_LONG_WORD, _TITLED = 3, 0.75
"""Letters above which a word counts, and the share of capitals above which a sentence is a headline."""
_PLAIN = 1
"""Words without a capital that a headline may hold, beside those that only join others."""
_WARLIKE, _WARLIKE_NOTE = 3, 2
"""Different words of fighting that make a document one about a war, and a note."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The words of a document as names need them. All columns share one index."""

    text: str
    words: tuple[str, ...]
    """Without possessive endings; the parts of a compound with a capital in it are cells of their own, hyphens between them."""
    lowers: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    capital: tuple[bool, ...]
    """The word begins with a capital that is not there for the sentence's sake alone (see ``opens``)."""
    capitals: tuple[int, ...]
    """Where ``capital`` holds."""
    owned: frozenset[int]
    """Cells from which a possessive ending was cut off."""
    sentence: tuple[int, ...]
    """Index of the sentence that the cell belongs to."""
    opens: frozenset[int]
    """Cells that open a sentence or a quotation, where any word has a capital."""
    titled: frozenset[int]
    """Sentences in which nearly all words have a capital."""
    all_caps: bool
    """The whole body is in capitals; ``words`` then holds the words with one capital each."""

    warlike: bool = False
    """The document speaks of fighting."""

    def name(self, first: int, last: int) -> str:
        """Return the cells as one name, white space folded."""
        raw = self.text[self.starts[first] : self.ends[last - 1]]
        if self.all_caps or (raw.isupper() and len(raw) > 5):
            raw = capitalised(raw)
        return " ".join(raw.split()) if " " in raw or "\n" in raw else raw

    def touches(self, i: int) -> bool:
        """Tell whether cell ``i`` follows the one before without a gap."""
        return i > 0 and self.starts[i] == self.ends[i - 1]


def capitalised(name: str) -> str:
    """Give a name in capitals the case of a name.

    >>> capitalised("SAN SALVADOR")
    'San Salvador'
    """
    words = name.split(" ")
    return " ".join(w.lower() if k and w.lower() in open_words().small["link"] else _title(w) for k, w in enumerate(words))


def _title(word: str) -> str:
    if "." in word:
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def cells_from_parsed(parsed: Parsed, war: frozenset[str] = frozenset()) -> Cells:
    """Cut a parsed document into cells, in one pass; several of the words ``war`` make it a report about fighting."""
    cut = _Cut()
    sentence: list[int] = []
    titled: set[int] = set()
    marked = {word for word in set(parsed.words) if _is_marked(word)}
    marks = [i for i, word in enumerate(parsed.words) if word in marked]
    at = 0
    for number, span in enumerate(parsed.sentences):
        first, done = len(cut.words), span.first
        cut.opens.add(first)
        in_dateline = parsed.words[span.first].isupper()
        before, at = at, bisect_left(marks, span.last, at)
        for i in marks[before:at]:
            cut.words += parsed.words[done:i]
            cut.starts += parsed.starts[done:i]
            cut.add(parsed.words[i], parsed.starts[i], dash_opens=in_dateline and len(cut.words) - first < _DATELINE)
            done = i + 1
        cut.words += parsed.words[done : span.last]
        cut.starts += parsed.starts[done : span.last]
        sentence.extend([number] * (len(cut.words) - first))
        if _is_titled(cut.words[first:]):
            titled.add(number)
    words, starts = cut.words, cut.starts
    lowers = tuple(map(str.lower, words))
    capital = tuple([w[0].isupper() for w in words])
    return Cells(
        text=parsed.text,
        words=tuple([_title(w) if w.isupper() else w for w in words]) if parsed.all_caps else tuple(words),
        lowers=lowers,
        starts=tuple(starts),
        ends=tuple(map(add, starts, map(len, words))),
        capital=capital,
        capitals=tuple(compress(range(len(words)), capital)),
        owned=frozenset(cut.owned),
        sentence=tuple(sentence),
        opens=frozenset(cut.opens),
        titled=frozenset(titled),
        all_caps=parsed.all_caps,
        warlike=is_warlike(lowers, war),
    )


def is_warlike(lowers: Sequence[str], war: frozenset[str]) -> bool:
    """Tell whether a text has so many different words of fighting that it tells of a war."""
    return len(war.intersection(lowers)) >= (_WARLIKE if len(lowers) > LONGEST_NOTE else _WARLIKE_NOTE)


@dataclass(slots=True)
class _Cut:
    """Cells in the making."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    owned: set[int] = field(default_factory=set)
    opens: set[int] = field(default_factory=set)

    def add(self, word: str, start: int, *, dash_opens: bool) -> None:
        """Add a marked word, in its parts; a dash behind a dateline opens the sentence."""
        for part, offset in _parts(word) if "-" in word and len(word) > 1 and not word.islower() else ((word, 0),):
            self.words.append(part)
            self.starts.append(start + offset)
        if word in _OPENERS or (word in _DASHES and dash_opens):
            self.opens.add(len(self.words))
        elif len(word) > 2 and word[-2:] in _APOSTROPHES:
            self.words[-1] = self.words[-1][:-2]
            self.owned.add(len(self.words) - 1)


def _is_marked(word: str) -> bool:
    """Tell whether a word is cut further, or says something of the cells around it."""
    return "-" in word or word in _OPENERS or word in _DASHES or word[-2:] in _APOSTROPHES


def _is_titled(words: list[str]) -> bool:
    """Tell whether nearly all words of a sentence have a capital, as in a headline; a list of villages has plain words around it."""
    function = open_words().function
    plain = (w for w in words if len(w) > _LONG_WORD and w.islower() and w.isalpha() and w not in function)
    if next(islice(plain, _PLAIN, None), None) is not None:
        return False
    long = [w for w in words if len(w) > _LONG_WORD and w.isalpha()]
    return len(long) > _LONG_WORD and sum(w[0].isupper() for w in long) > _TITLED * len(long)


def _parts(word: str) -> list[tuple[str, int]]:
    """Split a compound at its hyphens, keeping them.

    >>> _parts("al-Bab")
    [('al', 0), ('-', 2), ('Bab', 3)]
    """
    found: list[tuple[str, int]] = []
    start = 0
    for i, char in enumerate(word):
        if char == "-":
            if i > start:
                found.append((word[start:i], start))
            found.append(("-", i))
            start = i + 1
    if start < len(word):
        found.append((word[start:], start))
    return found
