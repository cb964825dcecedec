"""Cuts a document into words, sentences and quotations with exact offsets, in linear time."""

from __future__ import annotations

import re

from frontmap.model import Document, Parsed, Quotation, Sentence

# A word keeps inner apostrophes, hyphens and dots of initials: "People’s", "al-Bab", "U.S.", "10,000", "T1302".
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., D.C.
    r"|\d+(?:[.,:]\d+)*%?"  # 10,000  14:30
    r"|[^\W_]+(?:[-'’ʼ][^\W_]+)*"  # Pokrovsk  People’s  al-Bab
    r"|''|``|\.{3}|\S"
)
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s{2,}\S)")
_ENDS = frozenset({".", "!", "?", "…", "..."})
_CLOSERS = frozenset({'"', "”", "’", "»", ")", "]", "''", "'"})
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt sgt maj capt cpl pvt adm brig rep sen gov st mt ft no vs etc inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_PAIRS = {"“": "”", "«": "»", "„": "“", "``": "''"}


def parse(document: Document) -> Parsed:
    """Cut a document into words, sentences and quotations."""
    text = document.text
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(text):
        words.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    lowers = [w.lower().replace("’", "'") for w in words]
    sentences = _sentences(text, words, lowers, starts, ends)
    letters = [w for w in words if w.isalpha() and len(w) > 3]
    all_caps = len(letters) > 20 and sum(w.isupper() for w in letters) > 0.8 * len(letters)
    return Parsed(document, tuple(words), tuple(lowers), tuple(starts), tuple(ends), tuple(sentences), tuple(_quotations(words, starts, ends)), all_caps)


def _sentences(text: str, words: list[str], lowers: list[str], starts: list[int], ends: list[int]) -> list[Sentence]:
    found: list[Sentence] = []
    first = paragraph = 0

    def close(last: int) -> None:
        nonlocal first
        if last > first:
            found.append(Sentence(starts[first], ends[last - 1], first, last, paragraph))
            first = last

    for i, word in enumerate(words):
        if i > first or i == 0:
            pass
        if i and "\n" in (gap := text[ends[i - 1] : starts[i]]) and (_PARAGRAPH.search(gap) or gap.count("\n") and words[i - 1] in _ENDS | _CLOSERS):
            close(i)
            paragraph += 1
        if word not in _ENDS or i + 1 >= len(words):
            continue
        j = i + 1
        while j < len(words) and words[j] in _CLOSERS and starts[j] == ends[j - 1]:
            j += 1
        if j >= len(words) or starts[j] == ends[j - 1]:
            continue
        if word == "." and i > first and (lowers[i - 1] in _ABBREVIATIONS or (len(words[i - 1]) == 1 and words[i - 1].isupper())):
            continue
        if not words[j][0].islower():
            close(j)
    close(len(words))
    return found


def _quotations(words: list[str], starts: list[int], ends: list[int]) -> list[Quotation]:
    found: list[Quotation] = []
    opened: tuple[int, str] | None = None
    for i, word in enumerate(words):
        if opened is None:
            if word in _PAIRS:
                opened = (i, _PAIRS[word])
            elif word == '"':
                opened = (i, '"')
        elif word == opened[1]:
            found.append(Quotation(starts[opened[0]], ends[i], opened[0] + 1, i))
            opened = None
    return found
