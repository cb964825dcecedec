"""Reads who tells a Russian or Ukrainian post from its headline: ``Генштаб: ...``, ``Мэр о ситуации:``, ``... — Минобороны``."""

from __future__ import annotations

from frontmap.model import Sentence
from frontmap.registry.sources import UNKNOWN
from frontmap.text.attribution.labels import read_label
from frontmap.text.attribution.lines import ABOUT, DASHES, FROM, STOPS, Line, announces, is_time, is_verb_of_saying, next_line
from frontmap.text.attribution.phrases import Reader, Words, name_at_end, opening
from frontmap.text.attribution.pointing import own_words_end
from frontmap.text.attribution.speakers import Found

_TAIL = 6
"""Words of who is named at the end of a headline."""
_LONGEST = 18
"""Words of a name, an office and what is told of, before a colon."""


def read_heading(line: Line, sentence: Sentence, i: int) -> Found | None:
    """Read ``Гладков: ...``; in the headline of a report it tells whose words the report goes on with."""
    r, first = line.r, line.first
    if r.words[i] != ":" or (r.lowers[first] in r.speech.classes["sourceline"] and r.words[first + 1] == ":"):
        return None
    while first < i and (not r.words[first][0].isalnum() or r.lowers[first] in r.speech.classes["neverperson"]):
        first += 1  # an emoji before it, `Дослівно`
    if first == i or is_verb_of_saying(r, i - 1):
        return None  # ``Военкор пишет:`` is read by its verb
    named = _speaker_before_colon(line, first, i)
    if named is None and i == line.last - 1 and i - first <= _TAIL:
        named = _without_paper(r, first, i)
    if i == line.last - 1:
        one = Found(named, (i, i + 1), [next_line(r, line.last)], "label", needs_known=True) if named and announces(r, line.last) else None
    elif named is not None:
        one = Found(named, (i, i + 1), [(i + 1, line.last)], "label", needs_known=True)
    else:
        one = read_label(r, _without_paper(r, first, i)[0], i, line.last)
    return _for_the_rest(r, one, sentence) if one is not None and i < line.last - 1 else one


def read_tail(line: Line, sentence: Sentence) -> Found | None:
    """Read a headline that ends with who says it: ``Под Каменкой идут бои — Генштаб``."""
    r = line.r
    for i in range(line.last - 2, max(line.first + 2, line.last - 2 - _TAIL), -1):
        if r.words[i] not in DASHES or r.parsed.starts[i] == r.parsed.ends[i - 1]:
            continue
        source = _without_paper(r, i + 1, line.last - (r.words[line.last - 1] in STOPS))
        if source[0] >= source[1] or any(not r.words[j][0].isalnum() for j in range(*source)) or r.lowers[i + 1] in r.prep:
            return None
        alone = r.words[i - 1] == "," and all(r.is_capital(j) for j in range(*source))  # ``Вербовое обстреляно, - Зорин``
        return _for_the_rest(r, Found(source, (i, i + 1), [(line.first, i)], "tail"), sentence) if alone or speaks(line, source) else None
    return None


def _for_the_rest(r: Reader, one: Found, sentence: Sentence) -> Found:
    """Let who is named in the headline of a report vouch for what it goes on with."""
    top = opening(r)
    end = own_words_end(r, top) if sentence.first == r.parsed.sentences[top].first else 0
    if end > sentence.last:
        one.runs_on.append((sentence.last, end))
    return one


def speaks(line: Line, words: Words) -> bool:
    """Tell whether a phrase names a known source, or somebody by a role."""
    r = line.r
    name = r.parsed.text[r.parsed.starts[words[0]] : r.parsed.ends[words[1] - 1]]
    if any(line.role(r.lowers[j]) is not None for j in range(*words)) or line.sources.side_of(name)[1] != UNKNOWN:
        return True
    return r.is_capital(words[0]) and line.sources.side_of(name, line.sources.find_conflict(r.parsed))[1] != UNKNOWN


def _is_office(line: Line, words: Words) -> bool:
    """Tell whether what stands between a comma and a colon is what somebody is, and nothing else."""
    office = line.phrase(*words) if words[0] < words[1] else None
    return office == words and line.role(line.r.lowers[words[0]]) is not None


def _speaker_before_colon(line: Line, first: int, i: int) -> Words | None:
    """Return X of ``X:``, ``X в Telegram:`` and ``X — о ситуации на фронте:``; None where what stands there names nobody."""
    r = line.r
    named = _without_paper(r, first, i)
    opens = r.is_capital(first) or (first > line.first and r.lowers[first] in r.prep)  # `Головне зі зведення X:`
    phrase = line.phrase(named[0], i) if i - first <= _LONGEST and opens else None
    if phrase is not None and r.words[phrase[1]] == "," and _is_office(line, (phrase[1] + 1, i)):
        return phrase[0], i  # ``Ганна Зимина, речниця штабу:``
    if phrase is None or not speaks(line, phrase):
        return None
    if line.role(r.lowers[phrase[0]]) is None and not r.is_capital(phrase[0]):
        return None
    after = line.skip_aside(phrase[1], i)
    after += after < i and (r.words[after] in DASHES or r.words[after] == ",")
    topic = after < i and (r.lowers[after] in ABOUT or is_time(r, after, i))
    named_at_end = name_at_end(r, line.role, *phrase) is not None
    return phrase if after == i or (topic and (named_at_end or phrase[1] - phrase[0] <= _TAIL)) else None


def _without_paper(r: Reader, first: int, last: int) -> Words:
    """Return X of ``Зведення від X`` and ``Главное из сводки X``, but all of ``X про ситуацію``."""
    papers = r.speech.classes["paper"] | r.speech.classes["bulletin"]
    topic = next((i for i in range(first + 1, last) if r.lowers[i] in ABOUT), last)
    paper = next((i for i in range(min(topic, last - 1) - 1, first - 1, -1) if r.lowers[i] in papers), None)
    if paper is None:
        return first, last
    paper += r.lowers[paper + 1] in FROM
    return (paper + 1, last) if paper + 1 < last else (first, last)
