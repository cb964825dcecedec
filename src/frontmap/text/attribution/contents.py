"""Finds the edges of what is said: where a clause or quotation of content begins and ends.

Spans are word indices into ``Parsed``, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator

from frontmap.text.attribution.cues import is_cue_here, is_passive
from frontmap.text.attribution.phrases import Reader, Words, is_year

_FAR_SUBJECT = 16
"""Words within which the verb of a further speaker follows (``a US official speaking on condition of anonymity said``)."""
_RELATIVE = frozenset(("which", "who", "where", "when"))
CONCEDING = frozenset(("while", "although", "though", "whereas"))
_STOPS = frozenset({".", "!", "?", "…", "..."})


def content_from(r: Reader, start: int, last: int) -> Words:
    """Return the content that begins at a word: to the end of its quotation or sentence, or to where another speaker begins."""
    if start in r.quoted:
        quotation = r.parsed.quotations[r.quoted[start]]
        if quotation.first - 1 == start and not _goes_on_after(r, start, last):
            return _with_reopened(r, start)
    end = _right_edge(r, start, last)
    for index in quotations_in(r, start, end):
        quotation = r.parsed.quotations[index]
        if quotation.last > end:
            return start, max(end, _with_reopened(r, quotation.first - 1)[1])
    return start, end


def _goes_on_after(r: Reader, mark: int, last: int) -> bool:
    """Tell whether a quotation only opens what is said (``said "defeated" forces withdrew``, ``said: "We took it" from them``)."""
    quotation = r.parsed.quotations[r.quoted[mark]]
    after = quotation.last + 1
    if not quotation.closed or after >= last or not r.words[after][0].isalnum():
        return False
    if quotation.last - quotation.first <= 2:
        return r.has_verb(after, last) or not r.lowers[after].isascii()  # `что «Ахмат» удерживает Каменку`
    starts_anew = r.is_capital(after) or r.lowers[after] in r.speech.triggers or r.lowers[after] in r.subord
    return r.lowers[after].isascii() and not starts_anew


def _with_reopened(r: Reader, mark: int) -> Words:
    """Return a quotation with those that reopen it in the following paragraphs."""
    index = r.quoted[mark]
    quotations = r.parsed.quotations
    while not quotations[index].closed and index + 1 < len(quotations) and quotations[index + 1].first - 1 == quotations[index].last:
        index += 1
    return mark, quotations[index].last + quotations[index].closed


def quotations_in(r: Reader, start: int, end: int) -> Iterator[int]:
    """Yield the indices of the quotations that have a mark among the words."""
    return (r.quoted[i] for i in range(start, end) if i in r.quoted)


def _right_edge(r: Reader, start: int, last: int) -> int:
    """Return where a clause of content ends: at a semicolon, before another attribution of its sentence, else before the full stop."""
    end = last
    while end > start and r.words[end - 1] in _STOPS:
        end -= 1
    i = start
    while i < end:
        if i in r.quoted and r.parsed.quotations[r.quoted[i]].first - 1 == i:
            i = max(i + 1, min(r.parsed.quotations[r.quoted[i]].last, end))
            continue
        if i > start and r.words[i] == ";" and not _is_still_told(r, i + 1, end):
            return i
        if (
            i > start
            and (r.words[i] in (",", "—", "–", "--") or r.lowers[i] in ("and", "but"))
            and _another_begins(r, i + 1, end, r.words[i])
        ):
            return i
        i += 1
    return end


def _another_begins(r: Reader, i: int, end: int, mark: str) -> bool:
    """Tell whether another attribution begins after a comma: ``according to``, ``adding that``, ``and he said``."""
    i += r.lowers[i : i + 1] == ("then",)  # "denied it, then claimed"
    if i >= end:
        return False
    word = r.lowers[i]
    if any(
        r.lowers[i : i + len(frame.words)] == frame.words and frame.sort in ("according", "citing")
        for frame in r.speech.frames.get(word, ())
    ):
        return True
    cue = next((cue for cue in r.speech.cues.get(word, ()) if not cue.tail and cue.sort in ("say", "tell", "that", "show")), None)
    if cue and cue.sort == "show":
        return cue.participle
    if cue and (cue.participle or cue.sort != "that"):
        following = r.lowers[i + 1] if i + 1 < end else ""
        return cue.participle or not cue.noun or following == "that" or following in r.pron
    if mark[0].isalpha():
        return False
    if word in _RELATIVE:
        return r.lowers[i + 1 : i + 2] == ("means",) or _is_background(r, i + 1, end)  # "..., which means that": the writer's conclusion
    if word == "as":
        return _is_the_reports_own(r, i, end)
    if word in ("but", "though", "although") and i + 2 < end and r.words[i + 1].isupper() and r.lowers[i + 2] in r.aux:
        return True  # "but ISW has seen no ..."
    if word not in ("and", "but", "while", "whereas", "he", "she", "they", "it") and not r.is_capital(i) and word not in r.det:
        return False
    for j in range(i, min(end, i + _FAR_SUBJECT)):
        if r.words[j] == "," or j in r.quoted:
            return False
        known = r.cue_at(j, noun=True)
        says = known is not None and (known.sort in ("say", "tell") or (known.sort == "that" and r.lowers[j + 1 : j + 2] == ("that",)))
        if j > i and known and says and is_cue_here(r, i, j, end, known):
            return not is_passive(r, i, j)
    return False


def _is_background(r: Reader, start: int, end: int) -> bool:
    """Tell whether a relative clause recalls what was long ago, which the report adds (``which was taken early in the war``)."""
    if relative_end(r, start, end) < end:
        return False  # "Serbs, who have held the town for years, took Alpha": what is said goes on
    long_ago = r.speech.classes["longago"]
    return any(r.lowers[i] in long_ago or is_year(r.lowers[i]) for i in range(start, min(end, start + _FAR_SUBJECT)))


def _is_still_told(r: Reader, start: int, end: int) -> bool:
    """Tell whether a clause after a semicolon is told by who spoke before it: ``...; a hundred rebels were said to have died``."""
    said = (i for i in range(start + 1, end - 2) if r.lowers[i + 1 : i + 3] == ("to", "have"))
    return any(r.lowers[i] in r.speech.cues and is_passive(r, start, i) for i in said)


def _is_the_reports_own(r: Reader, i: int, end: int) -> bool:
    """Tell whether ``, as`` begins what the report adds about the time (``said it lost the ridge, as the militia pressed on``)."""
    following = r.lowers[i + 1] if i + 1 < end else ""
    return (following in r.det or following in r.poss) and r.has_verb(i + 2, end)


def aside_end(r: Reader, start: int, last: int) -> int:
    """Return where what ``While they say so, the army took Alpha`` reports ends: at the comma before the main clause."""
    verb = next((i for i in range(start, last) if r.is_verb(i)), last)
    for i in range(verb + 1, last - 2):
        word = r.lowers[i + 1]
        opens = word in r.det or word in r.pron or r.is_capital(i + 1) or bool(r.roles.intersection(r.lowers[i + 1 : i + 3]))
        if r.words[i] == "," and i not in r.quoted and opens and r.has_verb(i + 2, last):
            return i
    return last


def relative_end(r: Reader, start: int, last: int) -> int:
    """Return the comma that closes a relative clause before its sentence goes on (``The army, which denies this, took Alpha``)."""
    for i in range(start + 1, last - 1):
        if r.words[i] == "," and i not in r.quoted and (r.is_verb(i + 1) or (r.is_adverb(i + 1) and i + 2 < last and r.is_verb(i + 2))):
            return i
    return last


def clause_start(r: Reader, first: int, end: int) -> int:
    """Return where the content before a cue begins: after an earlier attribution's conjunction, else the sentence."""
    start = first
    while start < end - 1 and (
        r.words[start] in ("•", "*", "-", "–", "—") or r.lowers[start] in ("but", "and", "however", "meanwhile") or (r.words[start] == ",")
    ):
        start += 1
    for i in range(end - 1, start, -1):
        if r.words[i] == ";" or (r.words[i] == ":" and i not in r.quoted and has_speaker(r, start, i)):
            return i + 1
        if r.lowers[i] in ("but", "while", "whereas") and r.words[i - 1] == "," and has_speaker(r, start, i):
            return i + 1
    return start


def has_speaker(r: Reader, start: int, end: int) -> bool:
    """Tell whether somebody is said to speak in a stretch, which is then not what a later one says."""
    return any(r.cue_at(i) is not None or _is_according(r, i) for i in range(start, end))


def _is_according(r: Reader, i: int) -> bool:
    """Tell whether a phrase such as ``according to`` begins at a word."""
    frames = r.speech.frames.get(r.lowers[i], ())
    return any(frame.sort == "according" and r.lowers[i : i + len(frame.words)] == frame.words for frame in frames)


def content_before(r: Reader, start: int, end: int) -> Words:
    """Return the content that ends before a cue: the whole quotation where one ends there."""
    if end - 1 in r.quoted:
        quotation = r.parsed.quotations[r.quoted[end - 1]]
        if quotation.last == end - 1 and quotation.first - 1 <= start:
            return _first_opened(r, quotation.first - 1), end
    return start, end


def _first_opened(r: Reader, mark: int) -> int:
    """Return the opening mark of a quotation that was reopened in each paragraph."""
    index = r.quoted[mark]
    quotations = r.parsed.quotations
    while index and not quotations[index - 1].closed and quotations[index - 1].last == quotations[index].first - 1:
        index -= 1
    return quotations[index].first - 1
