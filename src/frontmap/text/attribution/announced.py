"""Reads who announces the lines below: ``The General Staff reported:`` above a list, ``Ivan Hale, head of the district:`` above a post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frontmap.model import Sentence
from frontmap.text.attribution.cues import is_cue_here
from frontmap.text.attribution.phrases import Reader, Words, phrase_after
from frontmap.text.attribution.speakers import Found
from frontmap.text.attribution.subjects import subject_before

_SAYS = frozenset(("say", "tell", "that", "object", "show"))
_LONGEST_NAME = 14
"""Words of a line that only names who speaks below it."""


def read_announced(r: Reader) -> Iterator[Found]:
    """Yield who vouches for the list, or for the next paragraph, below a sentence that ends with a colon."""
    sentences = r.parsed.sentences
    for index, sentence in enumerate(sentences[:-1]):
        if r.words[sentence.last - 1] != ":":
            continue
        lines = _list_below(sentences, index) or _paragraph_below(r, sentences, index)
        source = _who_says(r, sentence)
        if source is None and index == 0 and _is_name(r, sentence):
            source = (sentence.first, sentence.last - 1)
            lines = [(sentences[1].first, sentences[-1].last)]
        if source is not None and lines:
            colon = (sentence.last - 1, sentence.last)
            yield Found(source, colon, lines[:1], "announced", needs_known=True, runs_on=lines[1:])


def _list_below(sentences: Sequence[Sentence], index: int) -> list[Words]:
    """Return the items of the list right below a sentence."""
    items: list[Words] = []
    for sentence in sentences[index + 1 :]:
        if sentence.kind != "bullet" and (not items or sentence.paragraph != sentences[index + len(items)].paragraph):
            break
        items.append((sentence.first, sentence.last))
    return items


def _paragraph_below(r: Reader, sentences: Sequence[Sentence], index: int) -> list[Words]:
    """Return the paragraph right below a sentence; nothing where it is a quotation, which is read with its speaker."""
    below = sentences[index + 1]
    if below.paragraph == sentences[index].paragraph or below.first in r.quoted:
        return []
    last = next((one.last for one in reversed(sentences[index + 1 :]) if one.paragraph == below.paragraph), below.last)
    return [(below.first, last)]


def _who_says(r: Reader, sentence: Sentence) -> Words | None:
    """Return the subject of the verb of saying, or who is named after ``according to``, in a sentence that announces."""
    for i in range(sentence.first, sentence.last):
        for frame in r.speech.frames.get(r.lowers[i], ()):
            if frame.sort == "according" and r.lowers[i : i + len(frame.words)] == frame.words:
                return phrase_after(r, i + len(frame.words), sentence.last)
        for cue in r.speech.cues.get(r.lowers[i], ()):
            if i > sentence.first and not cue.tail and cue.sort in _SAYS and is_cue_here(r, sentence.first, i, sentence.last, cue):
                return subject_before(r, sentence.first, i)[0]
    return None


def _is_name(r: Reader, sentence: Sentence) -> bool:
    """Tell whether a line only names somebody, with or without an office."""
    short = sentence.last - sentence.first <= _LONGEST_NAME and r.is_capital(sentence.first)
    if not r.speech.classes["neverperson"].isdisjoint(r.lowers[sentence.first : sentence.last]):
        return False  # "Key takeaways:"
    return short and not r.has_verb(sentence.first, sentence.last)
