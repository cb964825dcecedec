"""Finds who is named after what is said, in Russian and Ukrainian: ``Об этом сообщил губернатор``, ``Про це йдеться у зведенні штабу``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frontmap.model import Sentence
from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.lines import ABOUT, AS, DASHES, NOBODY, REACH, THAT, Line, attach_relays, is_verb_of_saying, maker_of_paper
from frontmap.text.attribution.phrases import Reader, Words
from frontmap.text.attribution.relays import OUTLETS
from frontmap.text.attribution.speakers import Found

_LEAD = 4
"""Paragraphs; a report that names its source so early has all before it from there."""
_POST = 20
"""Sentences of a post that its last line may give to somebody, at most."""
_ADDED = 3
"""Lines below a post in which its outlet tells whose picture it shows and where it can be read."""
_SHORT = 5
"""Words of such a line."""
_BACK_WORDS = 2
_SUBJECT = 8
"""Words of what a sentence is about before the verb that says who told it."""
_OPENING = 5
"""Words within which a sentence tells that it was reported before."""
_OPENS_CONTEXT = frozenset({*AS, "также", "також", "стало", "сегодня", "сьогодні"})
_SAID = 2
"""Words after a colon of which something is said."""


def points_back(r: Reader, sources: SourceRegistry) -> Iterator[Found]:
    """Yield who is named after what is said: ``Об этом сообщил губернатор``, ``Про це йдеться у зведенні штабу``."""
    sentences = r.parsed.sentences
    if len(sentences) < 2:
        return
    for index, sentence in enumerate(sentences):
        before = sentences[index - 1] if index else sentences[1]  # who reports may be named above all that is said
        if not (back_words(r, sentence.first, sentence.last) or points_on(r, sentence)):
            continue
        line = Line(r, sources, sentence.first, sentence.last)
        named = _named_back(line)
        if named is None:
            continue
        source, verb, told = named
        early = sentence.paragraph <= _LEAD and index <= 2 * _LEAD
        above = index > 0 and (early or _closes(r, index))
        start = _body_start(sentences[:index]) if above else before.first
        later = own_words_end(r, index) if early else sentence.last
        reached = max(sentence.last, before.last)
        runs_on = [(reached, later)] if later > reached else []
        if start < before.first:
            runs_on.insert(0, (start, before.first))
        one = Found(source, (verb, verb + 1), [(before.first, before.last)], "pointing back", told=told, runs_on=runs_on)
        attach_relays(line, [one])
        one.relays += _later_outlets(line, sources, max(source[1], verb + 1))
        yield one


def _closes(r: Reader, index: int) -> bool:
    """Tell whether a line, alone, is the first to point back and the last of a post, but for what the outlet adds below."""
    sentences = r.parsed.sentences
    alone = index <= _POST and sentences[index - 1].paragraph != sentences[index].paragraph
    below = sentences[index + 1 : index + 1 + _ADDED]
    added = all(s.last - s.first <= _SHORT for s in below) or (below and adds_context(r, below[0].first))
    return bool(alone and added) and not any(back_words(r, s.first, s.last) for s in sentences[:index])


def _body_start(sentences: Sequence[Sentence]) -> int:
    """Return where a report begins that is not its headline, which the outlet itself vouches for."""
    return next((sentence.first for sentence in sentences if sentence.kind != "heading"), sentences[-1].first)


def _later_outlets(line: Line, sources: SourceRegistry, start: int) -> list[Words]:
    """Return the outlets of ``..., передает X`` and ``..., которого цитирует X`` at the end of a sentence that names its source."""
    r, found = line.r, []
    for i in range(start + 1, line.last - 1):
        if not is_verb_of_saying(r, i) or "," not in r.words[max(start, i - 3) : i]:
            continue
        outlet, _ = line.speaker_after(i + 1, line.last, nobody=False)
        source = sources.find(r.parsed.text[r.parsed.starts[outlet[0]] : r.parsed.ends[outlet[1] - 1]]) if outlet else None
        if outlet and source and source.kind in OUTLETS:
            found.append(outlet)
    return found


def own_words_end(r: Reader, index: int) -> int:
    """Return the word up to which a report goes on with what its source said: before what the outlet adds itself."""
    sentences = r.parsed.sentences
    end = sentences[index].last
    for sentence in sentences[index + 1 :]:
        if adds_context(r, sentence.first) or (sentence.kind == "heading" and sentence.last - sentence.first <= 2):
            break
        if back_words(r, sentence.first, sentence.last):
            break
        end = sentence.last
    return end


def adds_context(r: Reader, first: int, *, opens: bool = True) -> bool:
    """Tell a sentence with which an outlet goes back to what it had before: ``Напомним``, ``Как сообщалось``, ``Стало известно``.

    A mere time (``Накануне``) does so where it opens a paragraph.
    """
    if r.lowers[first] in r.speech.classes["context"]:
        return True
    if opens and r.lowers[first] in r.speech.classes["contextday"]:
        return True
    opening = r.lowers[first + 1 : first + _OPENING] if r.lowers[first] in _OPENS_CONTEXT else ()
    return not r.speech.classes["reported"].isdisjoint(opening)


def back_words(r: Reader, first: int, last: int) -> int:
    """Return how many words at the start of a sentence point back at the one before; 0 where none do, or what is said follows."""
    if ":" in r.words[first : last - _SAID]:
        return 0  # ``Про це повідомляє штаб: ...``
    for length in (_BACK_WORDS, 1):
        if " ".join(r.lowers[first : first + length]) in r.speech.classes["back"]:
            return length if length > 1 or is_verb_of_saying(r, first + 1) else 0
    return 0


def points_on(r: Reader, sentence: Sentence) -> bool:
    """Tell a sentence that only says who reported it: ``Губернатор сообщил об этом в Telegram``."""
    if sentence.last - sentence.first > REACH:
        return False
    if ":" in r.words[sentence.first : sentence.last - _SAID]:
        return False
    if r.lowers[sentence.first] in ABOUT and THAT.isdisjoint(r.lowers[sentence.first : sentence.last]):
        verbs = range(sentence.first + 2, min(sentence.last, sentence.first + _SUBJECT))
        return any(is_verb_of_saying(r, i) for i in verbs)  # `Про наслідки атаки розповів мер`
    inner = (i for i in range(sentence.first + 1, sentence.last - 1) if r.words[i - 1] not in DASHES)  # `..., – про це розповів X`
    opened = sentence.first + (r.lowers[sentence.first] in AS)  # `Як передає Alpha, про це повідомив штаб`
    return any(_is_about_this(r, i) for i in inner) and not THAT.intersection(r.lowers[opened : sentence.last])


def _is_about_this(r: Reader, i: int) -> bool:
    return " ".join(r.lowers[i : i + 2]) in ("об этом", "про це")


def _named_back(line: Line) -> tuple[Words, int, Words | None] | None:
    """Return who is named in a sentence that points back, the verb, and the outlet that was told."""
    r = line.r
    start = line.first + back_words(r, line.first, line.last)
    if r.lowers[line.first] in AS:
        start = next((i + 2 for i in range(start, line.last) if _is_about_this(r, i)), start)
    for i in range(start, min(line.last, start + REACH)):
        if r.lowers[i] in r.speech.classes["standsin"]:
            maker = maker_of_paper(line, i + 1)
            return (maker, i, None) if maker else None
        if not is_verb_of_saying(r, i) and not (start > line.first and r.lowers[i] in r.speech.classes["makes"]):
            continue
        nobody = r.lowers[i].endswith(NOBODY)
        after, told = line.speaker_after(i + 1, line.last, nobody=nobody)
        before = line.speaker_before(start, i, nobody=nobody)
        tells = before is not None and line.is_outlet(before)  # ``Про це Alpha повідомили чиновники``
        if after and (_is_pointer(r, after) or (before and not tells and not line.is_body(after))):
            after = None
        told = before if tells and after else told
        source = after or before
        return (source, i, told) if source else None
    return None


def _is_pointer(r: Reader, words: Words) -> bool:
    return " ".join(r.lowers[words[0] : words[1]]) in r.speech.classes["back"] or r.lowers[words[0]] in ABOUT
