"""Cuts a document into words, sentences and quotations with exact offsets, in linear time.

Every word is found once, by one regular expression. Sentences end at full stops that are not abbreviations and at line
breaks that are not mere wrapping. Quotations are found apart, so that a quotation may hold several sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from frontmap.data import geo_dir, read_rows
from frontmap.model import Document, Parsed, Quotation, Sentence

# A word keeps inner apostrophes, hyphens and dots of initials: "People’s", "al-Bab", "U.S.", "10,000", "14:30", "tass.com".
_DOMAINS = "com|org|net|info|gov|edu|ru|ua|uk|io|cd|fr|de|ly|il|ps|sy|tr|mm|sd|tv|me|eu"
_WORD = re.compile(
    r"((?:[^\W\d_]\.){2,}"  # U.S., D.C.
    r"|\d+(?:[.,:]\d+)*%?(?:[^\W\d_]+)?(?:-[^\W_]+)*"  # 10,000  14:30  92nd  1200-kilometre
    rf"|[^\W_]+(?:[-'’ʼ][^\W_]+)*(?:\.(?:{_DOMAINS})\b)*"  # Pokrovsk  People’s  al-Bab  T1302  tass.com
    r"|''|``|\.{3,}|--+|\S)"
)
# A line break with the white space around it: "\n", "\r\n    ", "\n \n".
_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]\s*")
_OF_ARCHIVES = {"″": '"', "_": "—"}
"""Marks that archives of news agencies print for others: ``(AP) _ Rebels said, ″We hold it.″``."""
_BULLET = re.compile(r"(?:[•▪●◦‣■▶►*–—-]|\d{1,3}[.)])\s")

_STOPS = frozenset({".", "!", "?", "…", "...", "۔", "؟", "。", "！", "？"})
_CLOSERS = frozenset({'"', "”", "’", "»", ")", "]", "''", "'", "“"})
_TERMINAL = frozenset(".!?…:;\"”»’'۔؟。")
LONGEST_NOTE = 60
"""Words of the longest text that is only a note: too short to say more than once that it is about a war."""
_MAX_WRAP = 100
_MOST = 0.8
"""Share of the lines that are no longer than that in a wrapped text: a table or a notice in it may be."""
_HEADING_WORDS = 30


_BEYOND = 3
"""Full stops of no width behind a text, as far as any rule looks behind its last word."""


class _Cut(NamedTuple):
    """The words of a text, in the columns that ``Parsed`` has."""

    words: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]


@cache
def _abbreviations() -> dict[str, str]:
    """Return the words that keep their full stop, with their sort (see ``geo/words_speech/abbreviations.csv``)."""
    return {row["abbreviation"]: row["sort"] for _, row in read_rows(geo_dir() / "words_speech" / "abbreviations.csv")}


@cache
def _openers() -> frozenset[str]:
    """Return the words that open a sentence when they are capitalised."""
    return frozenset(row["word"] for _, row in read_rows(geo_dir() / "words_speech" / "openers.csv"))


def parse(document: Document) -> Parsed:
    """Cut a document into words, sentences and quotations.

    Behind the last word stand full stops of no width, in no sentence, so that rules may look behind every word.
    """
    text = document.text
    pieces = _WORD.split(text)  # white space, word, white space, word, ..., white space
    words = pieces[1::2]
    edges = list(accumulate(map(len, pieces)))
    starts, ends = edges[:-1:2], edges[1::2]
    if "″" in text or " _ " in text:
        words = [_OF_ARCHIVES.get(word, word) for word in words]
    lowers = list(map(str.lower, words))
    if "’" in text or "ʼ" in text:
        lowers = [word.replace("’", "'").replace("ʼ", "'") for word in lowers]
    cut = _Cut(words, lowers, starts, ends)
    paragraphs = _paragraph_starts(text, starts)
    sentences, quotations, all_caps = _sentences(document, cut, paragraphs), _quotations(cut, paragraphs), _is_all_caps(words)
    beyond = (ends[-1],) * _BEYOND if ends else ()
    stops = (".",) * len(beyond)
    return Parsed(
        document, (*words, *stops), (*lowers, *stops), (*starts, *beyond), (*ends, *beyond), tuple(sentences), tuple(quotations), all_caps
    )


def _is_all_caps(words: list[str]) -> bool:
    """Tell whether the body is written in capitals; a few hundred words are enough to know."""
    letters = [word for word in words[:400] if len(word) > 3 and word.isalpha()]
    return len(letters) >= 8 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


# ---------------------------------------------------------------- paragraphs


def first_of_paragraphs(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the sentence that opens each paragraph of a text."""
    yield from sentences[:1]
    yield from (sentence for before, sentence in pairwise(sentences) if sentence.paragraph != before.paragraph)


def _paragraph_starts(text: str, starts: list[int]) -> list[int]:
    """Return the indices of the words that open a paragraph, the first included."""
    found = [0] if starts else []
    breaks = [match.span() for match in _BREAK.finditer(text)]
    wrap = _wrap_width(text, breaks)
    line = 0
    for start, end in breaks:
        if not _is_wrapped(text, line, start, end, wrap):
            word = bisect_left(starts, start)
            if found and found[-1] < word < len(starts):
                found.append(word)
        line = end
    return found


def _wrap_width(text: str, breaks: list[tuple[int, int]]) -> int:
    """Return the width at which the text's lines are wrapped, 0 where its lines are paragraphs.

    Wrapped prose goes on in lower case after most breaks; in capitals, the next word would not have fitted the line.
    """
    lines = zip([0, *(end for _, end in breaks)], breaks, strict=False)
    joints = [(line, start, end) for line, (start, end) in lines if not _is_gap(text, start, end)]
    wrapped = [joint for joint in joints if joint[1] - joint[0] <= _MAX_WRAP]
    if len(wrapped) < 2 or len(wrapped) < _MOST * len(joints):
        return 0
    joints = wrapped
    width = max(start - line for line, start, _ in joints)
    lower = sum(text[end : end + 1].islower() for _, _, end in joints)
    if not lower and text[:2000].isupper():  # in capitals: most lines break off without an end mark
        broken = sum(start - line >= 40 and text[start - 1] not in _TERMINAL for line, start, _ in joints)
        return width if broken >= 0.5 * len(joints) else 0
    return width if lower >= 0.35 * len(joints) else 0


def _first_word(text: str, start: int) -> int:
    """Return the length of the word at an offset."""
    end = text.find(" ", start, start + 40)
    return (end if end >= 0 else start + 40) - start


def _is_gap(text: str, start: int, end: int) -> bool:
    """Tell whether a break is more than one line end: a blank line, or an indented next line."""
    white = text[start:end]
    return white.count("\n") > 1 or white.count("\r") > 1 or len(white) >= 4


def _is_wrapped(text: str, line: int, start: int, end: int, wrap: int) -> bool:
    """Tell whether the line that began at ``line`` goes on after its break."""
    if end >= len(text) or _is_gap(text, start, end) or _BULLET.match(text, end):
        return False
    last = text[line:start].rstrip()[-1:]
    if wrap:
        return last not in _TERMINAL or start - line + _first_word(text, end) > wrap - 3
    return text[end].islower() and last not in _TERMINAL


# ---------------------------------------------------------------- sentences


def _sentence_starts(cut: _Cut, paragraphs: set[int]) -> list[int]:
    """Return the indices of the words that open a sentence, sorted."""
    words = cut.words
    found = set(paragraphs)
    total = len(words)
    stops = {word for word in set(words) if word in _STOPS or word[-1] == "."}
    for i in [i for i, word in enumerate(words) if word in stops]:
        if words[i] in _STOPS:
            following = _after_closers(cut, i + 1)
            if following < total and _ends_sentence(cut, i, following, paragraphs):
                found.add(following)
        elif _is_last_initial(cut, i):
            found.add(i + 1)
    return sorted(found)


def _is_last_initial(cut: _Cut, i: int) -> bool:
    """Tell whether initials end their sentence (``in the U.S. The army``)."""
    words, lowers, starts, ends = cut
    if words[i][0] == "." or i + 1 >= len(words) or lowers[i + 1] not in _openers():
        return False
    return words[i + 1][0].isupper() and starts[i + 1] > ends[i]


def _after_closers(cut: _Cut, i: int) -> int:
    """Skip the closing marks, repeated stops and footnotes (``[12]``) that touch a full stop."""
    words, _, starts, ends = cut
    while i < len(words) and starts[i] == ends[i - 1]:
        if words[i] in _CLOSERS or words[i] in _STOPS or words[i] == ",":  # ".," where table cells were joined
            i += 1
        elif words[i] == "[" and i + 2 < len(words) and words[i + 2] == "]" and words[i + 1].isdigit():
            i += 3
        else:
            break
    return i


def _ends_sentence(cut: _Cut, i: int, following: int, paragraphs: set[int]) -> bool:
    """Tell whether the stop at ``i`` ends a sentence, ``following`` being the word after it and its closing marks."""
    words, lowers, starts, ends = cut
    opener = words[following]
    before = words[i - 1] if i and starts[i] == ends[i - 1] else ""
    if starts[following] == ends[following - 1]:
        return words[i] == "." and opener.istitle() and len(opener) > 1 and (following > i + 1 or _ends_glued(before))
    if opener[0].islower():
        return False
    if words[i] != ".":
        return following == i + 1 or not _goes_on_with_speaker(lowers, following)
    if following > i + 1 or not before:
        return True
    if before.isdigit() and len(before) < 4 and i - 1 in paragraphs:  # "1. Shelling went on"
        return False
    return not _is_abbreviation(before, opener, lowers[i - 1], lowers[following])


def _ends_glued(before: str) -> bool:
    """Tell a full stop without its blank (``2023.According``) from one inside a name (``node.Js``)."""
    return (len(before) > 2 and before != "www") or (bool(before) and not before[0].isalnum())


def _is_abbreviation(before: str, opener: str, lower: str, next_lower: str) -> bool:
    """Tell whether the stop after ``before`` belongs to the word and not to the sentence."""
    sort = _abbreviations().get(lower)
    if len(before) == 1 and before.isupper():  # an initial
        return before != "I"
    if sort == "place":
        return True
    if sort == "number":
        return opener[0].isdigit()
    if sort == "title":
        return before[0].isupper() or not before.isascii()
    return sort is not None and next_lower not in _openers()


@cache
def _speaking() -> frozenset[str]:
    """Return the verbs that may follow a quotation that ended in ``!`` or ``?``."""
    return frozenset(("said", "says", "asked", "wrote", "added", "told", "declared", "shouted", "exclaimed"))


def _goes_on_with_speaker(lowers: list[str], i: int) -> bool:
    """Tell whether ``“We will win!” Zelensky said`` goes on: a speaking verb stands within the next words."""
    for lower in lowers[i : i + 5]:
        if lower in _speaking():
            return True
        if lower in _STOPS or lower == ",":
            return False
    return False


def _sentences(document: Document, cut: _Cut, paragraphs: list[int]) -> list[Sentence]:
    """Make the records, each with its paragraph and its kind."""
    found: list[Sentence] = []
    paragraph = -1
    openings = set(paragraphs)
    firsts = _sentence_starts(cut, openings) if cut.words else []
    total = len(cut.words)
    for first, last in zip(firsts, [*firsts[1:], total], strict=False):
        kind = "body"
        if first in openings:
            paragraph += 1
            alone = len(paragraphs) > 1 and (last in openings or last == total)
            kind = _kind(document, cut, first, last, alone)
        found.append(Sentence(cut.starts[first], cut.ends[last - 1], first, last, paragraph, kind))
    return found


def _kind(document: Document, cut: _Cut, first: int, last: int, alone: bool) -> str:
    """Tell headings and list items from running text; only the first sentence of a paragraph is asked."""
    start, end = cut.starts[first], cut.ends[last - 1]
    if _BULLET.match(document.text, start):
        return "bullet"
    if first == 0 and document.title and document.text[start:end] == document.title.strip():
        return "heading"
    stopped = cut.words[last - 1] in _STOPS or cut.words[last - 1][-1] in _TERMINAL
    return "heading" if alone and not stopped and last - first <= _HEADING_WORDS else "body"


# ---------------------------------------------------------------- quotations

_DOUBLE = frozenset({'"', "“", "”", "„", "«", "»", "``", "''", "‟", "＂"})
_SINGLE = frozenset({"'", "‘", "’", "‚", "‹", "›"})
_MARKS = _DOUBLE | _SINGLE
_OPENING = frozenset({"“", "„", "«", "``", "‘", "‚", "‹"})
_CLOSING = frozenset({"”", "»", "’", "›"})
_LONGEST_QUOTATION = 150
"""Words; a mark that only closes ends a quotation which began in a paragraph before, up to so many words."""


def _quotations(cut: _Cut, paragraphs: list[int]) -> list[Quotation]:
    """Find the outermost quotations in order of their start."""
    words = cut.words
    marks = [i for i, word in enumerate(words) if word in _MARKS]
    doubles = [i for i in marks if words[i] in _DOUBLE]
    singles = [i for i in marks if words[i] in _SINGLE]
    found = _pair(doubles, cut, paragraphs) if doubles else []
    if singles:
        found += _pair_singles(singles, cut, paragraphs)
        found.sort(key=lambda quotation: (quotation.start, -quotation.end))
        found = _outermost(found)
    return found


def _outermost(quotations: list[Quotation]) -> list[Quotation]:
    """Drop the quotations inside another, and those that overlap one that began before."""
    kept: list[Quotation] = []
    for quotation in quotations:
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return kept


def _paragraph_end(paragraphs: list[int], i: int, total: int) -> int:
    """Return the index after the last word of the paragraph that holds word ``i``."""
    after = bisect_left(paragraphs, i + 1)
    return paragraphs[after] if after < len(paragraphs) else total


def _looks(cut: _Cut, i: int) -> str:
    """Tell from the blanks around a mark whether it opens or closes; empty where they do not tell."""
    words, _, starts, ends = cut
    spaced_before = i == 0 or starts[i] > ends[i - 1] or words[i - 1] in "([{—–-"
    spaced_after = i + 1 == len(words) or starts[i + 1] > ends[i] or words[i + 1] in ".,;:!?)]}"
    if spaced_before == spaced_after:
        return ""
    return "opens" if spaced_before else "closes"


def _pair(marks: list[int], cut: _Cut, paragraphs: list[int]) -> list[Quotation]:
    """Pair double marks of any style. What is open at its paragraph's end is closed there."""
    words, _, starts, ends = cut
    found: list[Quotation] = []
    opened = -1
    limit = 0
    depth = 0
    total = len(words)
    for i in marks:
        looks = _looks(cut, i)
        if (
            opened >= 0
            and i >= limit
            and not (looks == "closes" and i - opened < _LONGEST_QUOTATION and _closes(words[opened], words[i], looks))
        ):
            found.append(_unclosed(starts, ends, opened, limit))
            opened = -1
        if opened < 0:
            if looks == "opens" or (looks != "closes" and words[i] not in _CLOSING):
                opened, limit, depth = i, _paragraph_end(paragraphs, i, total), 0
        elif words[i] in _OPENING and looks != "closes" and words[i] == words[opened]:
            if words[i - 1] in _STOPS:  # reopened where a paragraph began before its line break was lost
                found.append(_unclosed(starts, ends, opened, i))
                opened, depth = i, 0
            else:
                depth += 1
        elif _closes(words[opened], words[i], looks):
            if depth and words[i] in _CLOSING:
                depth -= 1
                continue
            found.append(Quotation(starts[opened], ends[i], opened + 1, i))
            opened = -1
    if opened >= 0:
        found.append(_unclosed(starts, ends, opened, limit))
    return found


def _closes(opening: str, mark: str, looks: str) -> bool:
    """Tell whether a mark closes what ``opening`` opened."""
    if opening == "«" or mark == "»":
        return (opening, mark) == ("«", "»") or opening == mark or (looks == "closes" and "«" not in (mark, opening))
    return looks != "opens" or mark in _CLOSING


def _unclosed(starts: list[int], ends: list[int], opened: int, limit: int) -> Quotation:
    """Make a quotation whose closing mark is missing."""
    return Quotation(starts[opened], ends[limit - 1], opened + 1, limit, closed=False)


def _pair_singles(marks: list[int], cut: _Cut, paragraphs: list[int]) -> list[Quotation]:
    """Pair single marks; an apostrophe neither opens nor closes, and an unpaired mark is no quotation."""
    words, _, starts, ends = cut
    found: list[Quotation] = []
    opened = -1
    limit = 0
    total = len(words)
    for n, i in enumerate(marks):
        if opened >= 0 and i >= limit:
            opened = -1
        looks = _looks(cut, i)
        if opened < 0:
            if words[i] in ("‘", "‚", "'", "‹") and looks == "opens" and i + 1 < total and starts[i + 1] == ends[i]:
                opened, limit = i, _paragraph_end(paragraphs, i, total)
        elif words[i] in ("’", "'", "›") and looks == "closes" and not _is_plural_apostrophe(marks, n, limit, cut):
            found.append(Quotation(starts[opened], ends[i], opened + 1, i))
            opened = -1
        elif words[i] == "‘" and looks == "opens":
            opened, limit = i, _paragraph_end(paragraphs, i, total)  # the earlier one was an apostrophe
    return found


def _is_plural_apostrophe(marks: list[int], n: int, limit: int, cut: _Cut) -> bool:
    """Tell ``the soldiers’ tunnels’`` from a closing mark: an s before, a word after, and the real closing mark still to come."""
    words = cut.words
    i = marks[n]
    if cut.lowers[i - 1][-1] != "s" or i + 1 >= len(words) or not words[i + 1][0].islower() or n + 1 == len(marks):
        return False
    following = marks[n + 1]
    return following < limit and words[following] == words[i] and _looks(cut, following) == "closes"
