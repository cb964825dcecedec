"""Reads who answers in a briefing that is printed turn by turn: ``Q: Has it fallen?`` and below it ``COL. HALE: It has not``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from frontmap.text.attribution.phrases import Reader, Words
from frontmap.text.attribution.speakers import Found
from frontmap.text.sentences import first_of_paragraphs

_LONGEST_LABEL = 6
"""Words of a rank and a name before the colon of a turn, at most."""
_FEWEST = 2
"""Questions, and answers to them, from which on a text is a dialogue."""


class _Turn(NamedTuple):
    """What one side of a dialogue says."""

    label: Words
    last: int
    asks: bool


def read_dialogue(r: Reader) -> Iterator[Found]:
    """Yield who says each answer, up to the next turn; ``A:`` is whoever answered before under a name."""
    turns = list(_turns(r))
    asked = sum(turn.asks for turn in turns)
    if asked < _FEWEST or len(turns) - asked < _FEWEST:
        return
    named: Words | None = None
    for turn in turns:
        if turn.asks:
            continue
        if r.lowers[turn.label[0]] not in r.speech.classes["answers"]:
            named = turn.label
        colon = turn.label[1]
        if named is not None and colon + 1 < turn.last:
            yield Found(named, (colon, colon + 1), [(colon + 1, turn.last)], "turn")


def _turns(r: Reader) -> Iterator[_Turn]:
    """Yield the turns of a text: its paragraphs that begin with who speaks, each with those below it that do not."""
    opened = list(_labels(r))
    ends = [*(label[0] for label in opened[1:]), len(r.words)]
    for label, end in zip(opened, ends, strict=False):
        asks = r.lowers[label[0]] in r.speech.classes["asks"] or r.words[end - 1] == "?"
        yield _Turn(label, end, asks)


def _labels(r: Reader) -> Iterator[Words]:
    """Yield the words before the colon with which paragraphs begin."""
    firsts = [sentence.first for sentence in first_of_paragraphs(r.parsed.sentences)]
    for first in firsts if len(firsts) > 1 else ():
        words = r.words[first : first + _LONGEST_LABEL + 1]
        colon = words.index(":") if ":" in words else 0
        if colon and all(word[0].isupper() or not word[0].isalnum() for word in words[:colon]):
            yield first, first + colon
