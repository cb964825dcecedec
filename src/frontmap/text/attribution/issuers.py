"""Finds the body that issues a whole Russian or Ukrainian post: announced in its first line, or signed below the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from frontmap.model import Sentence
from frontmap.registry.lexicon import lexicon_of
from frontmap.registry.sources import THIRD_PARTY, UNKNOWN, SourceRegistry
from frontmap.text.attribution.lines import ABOUT, DASHES, FROM, IN, Line, is_time, is_titled, is_verb_of_saying
from frontmap.text.attribution.phrases import Reader, Words, opening
from frontmap.text.attribution.pointing import back_words
from frontmap.text.attribution.speakers import Found

_ANNOUNCES = 16
"""Words of a first line that only says who reports."""
_LEAD_IN = 2
"""Words before a name in a last line: ``За матеріалами``."""
_SHORT_FORM = 5
"""Words of a short form in brackets."""
_SIGNS = 8
"""Words of a last line that only names who reports."""
_BOTTOM = 7
"""Sentences at the end of a post among which its signature stands: a slogan or links may follow."""
_TOP = 5
"""Sentences at the top of a report among which the line stands that names its source."""
_HEADLINE = 3
"""Sentences of a headline, one of which may say who reports."""
_LINKS = "@()/|"
"""Marks behind which a signature goes on with where it can be read, or in another language."""
_ADJECTIVES = ("ая", "ова", "ська")
_DONE = ("ено", "ано", "ито", "ято", "ены", "аны", "иты", "яты", "ена", "ана", "ита", "ята")
"""Endings of a participle that opens a line and says what was done."""
_BODIES = frozenset({"military", "ministry", "official", "group", "monitor", "think_tank"})
"""Kinds of those who issue bulletins."""


def read_issuers(r: Reader, sources: SourceRegistry) -> Iterator[Found]:
    """Yield who vouches for a whole post: ``Генштаб інформує.`` above it, ``Джерело: Генштаб`` or his name alone below it."""
    sentences = r.parsed.sentences[opening(r) :]
    if len(sentences) < 2:
        return
    first, last = sentences[0], sentences[-1]
    for labelled, after in pairwise(sentences[:_TOP]):
        if (source := _labelled(r, sources, labelled)) is not None:
            yield _vouching(source, (after.first, after.last), (after.last, last.last))
            return
    for announcing, after in pairwise(sentences[:_HEADLINE]):
        if back_words(r, announcing.first, announcing.last):
            continue
        if (source := _announced(r, sources, announcing)) is not None:
            yield _vouching(source, (after.first, after.last), (after.last, last.last))
            return
    for above, below in pairwise(sentences[-_BOTTOM:]):
        if (source := _signed(r, sources, below)) is not None:
            yield _vouching(source, (above.first, above.last), (first.first, above.first))
            return


def _vouching(source: Words, beside: Words, rest: Words) -> Found:
    """Return the attribution of the sentence beside a source, and of all the rest."""
    return Found(source, (source[0], source[0] + 1), [beside], "issuer", runs_on=[rest] if rest[0] < rest[1] else [])


def _announced(r: Reader, sources: SourceRegistry, sentence: Sentence) -> Words | None:
    """Return who is named in a first line that only says who reports: ``Генштаб оприлюднив зведення``, ``Минобороны о ходе операции``."""
    line = Line(r, sources, sentence.first, sentence.last)
    start = next((i for i in range(sentence.first, sentence.last) if r.words[i][0].isalnum()), sentence.last)
    if sentence.last - start > _ANNOUNCES:
        return None
    papers = r.speech.classes["paper"] | r.speech.classes["bulletin"]
    unit = line.phrase(start, sentence.last) if r.lowers[start] not in r.prep else None
    alone = unit is not None and not any(r.words[i][0].isalnum() for i in range(unit[1], sentence.last))
    if unit is not None and alone and papers.isdisjoint(r.lowers[slice(*unit)]) and issues(r, sources, unit):
        return unit  # ``3-тя окрема бригада``
    for i in range(start, sentence.last):
        if r.lowers[i] in papers or r.lowers[i] in r.prep or not (r.is_capital(i) or line.role(r.lowers[i])):
            continue
        named = line.phrase(i, sentence.last)
        paper = not papers.isdisjoint(r.lowers[start:i])
        by_name = paper and r.lowers[i - 1] in FROM
        if (
            named is None
            or (named[1] - named[0] > 1 and _tells(r, named))
            or not papers.isdisjoint(r.lowers[slice(*named)])
            or not (by_name or issues(r, sources, named) or is_titled(line, named))
        ):
            continue
        return named if _is_maker(line, named, paper=paper) or _is_told_by(line, start, named) else None
    return None


def _is_maker(line: Line, named: Words, *, paper: bool) -> bool:
    """Tell whether a line goes on with what somebody reports of, or with nothing: ``Сводка X о ходе операции``, ``X оновив дані``."""
    r, after = line.r, named[1]
    papers = r.speech.classes["paper"] | r.speech.classes["bulletin"]
    if r.words[after : after + 1] == ("(",):
        after = next((i + 1 for i in range(after, min(line.last - 1, after + _SHORT_FORM)) if r.words[i] == ")"), after)
    rest = [low for low in r.lowers[after : line.last] if low[0].isalnum()]
    if not rest:
        return paper or not any(r.words[i][0].isalnum() for i in range(line.first, named[0]))
    after += r.words[after] in DASHES or r.words[after] == ","
    if r.lowers[after] in ABOUT or (after > named[1] and not papers.isdisjoint(r.lowers[after : after + 2])):
        return True
    if is_time(r, after, line.last):
        return True  # ``Генштаб станом на 22:00``
    if paper:
        return r.lowers[after] in r.prep or r.lowers[after] in r.time or not r.lowers[after][0].isalpha()
    told = r.lowers[after] in r.speech.cues or r.lowers[after] in r.speech.classes["publishes"]
    return told and (len(rest) == 1 or not papers.isdisjoint(rest))


def _is_told_by(line: Line, start: int, named: Words) -> bool:
    """Tell ``Про ситуацію на фронті повідомив X``."""
    r, verb = line.r, named[0] - 1 - (line.r.lowers[named[0] - 1] in IN)  # `що розповіли у Генштабі`
    about = r.lowers[start] in ABOUT or verb < named[0] - 1
    return about and is_verb_of_saying(r, verb) and named[1] >= line.last - 1


def _labelled(r: Reader, sources: SourceRegistry, sentence: Sentence) -> Words | None:
    """Return X of a line ``Джерело: X`` above what it vouches for."""
    first = sentence.first
    if first + 2 >= sentence.last or r.lowers[first] not in r.speech.classes["sourceline"] or r.words[first + 1] != ":":
        return None
    return Line(r, sources, first, sentence.last).phrase(first + 2, sentence.last)


def _signed(r: Reader, sources: SourceRegistry, sentence: Sentence) -> Words | None:
    """Return the body that stands alone below a post, after a dash, in brackets or as its source."""
    words = [i for i in range(sentence.first, _before_link(r, sentence)) if r.words[i][0].isalnum()]
    if not words or len(words) > _SIGNS or "@" in r.words[sentence.first : words[0] + 1]:
        return None  # a channel's own name says who writes, not who is cited
    labelled = _words_before_name(r, words)
    name = (words[labelled], _before_link(r, sentence)) if len(words) > labelled else None
    if name is None or (not labelled and (r.lowers[words[0]] in r.prep or _tells(r, name))):
        return None
    line = Line(r, sources, sentence.first, sentence.last)
    phrase = line.phrase(*name)
    if phrase is None or (labelled and labelled != _LEAD_IN):
        return phrase
    rest = [i for i in words if i >= phrase[1]]
    alone = not rest or (len(rest) == 1 and is_verb_of_saying(r, rest[0]))  # ``Генштаб інформує``
    alone = alone or line.skip_aside(phrase[1], name[1]) > rest[-1] or r.lowers[rest[-1]] in r.speech.classes["bulletin"]
    return phrase if alone and (issues(r, sources, phrase) or is_titled(line, phrase)) else None


def _before_link(r: Reader, sentence: Sentence) -> int:
    """Return where the link or the other name of a signature begins: ``Генштаб (https://...)``, ``Генштаб / General Staff``."""
    named = next((i for i in range(sentence.first, sentence.last) if r.words[i][0].isalpha()), sentence.first)
    return next((i for i in range(named, sentence.last) if r.words[i][0] in _LINKS or "." in r.words[i][1:-1]), sentence.last)


def _words_before_name(r: Reader, words: Sequence[int]) -> int:
    """Return how many words of a last line only lead to a name: ``Джерело:``, ``За матеріалами``, ``Інформацію оприлюднив``."""
    first = r.lowers[words[0]]
    papers = r.speech.classes["paper"] | r.speech.classes["bulletin"]
    if first in papers and r.words[words[0] + 1] == ":":
        return 1  # ``Дані: Генштаб``
    if first in r.speech.classes["sourceline"] or is_verb_of_saying(r, words[0]):
        return 1
    published = next((n for n, i in enumerate(words) if r.lowers[i] in r.speech.classes["publishes"]), None)
    lead = tuple(r.lowers[i] for i in words[:_LEAD_IN])
    if any(frame.sort == "according" and frame.words == lead for frame in r.speech.frames.get(first, ())):
        return _LEAD_IN
    return published + 1 if published is not None and published < _LEAD_IN else 0


def _tells(r: Reader, words: Words) -> bool:
    """Tell whether a line has a verb, and so tells something: ``Под Алеппо армия отбила атаку``."""
    lexicon = lexicon_of(r.parsed.document.lang, r.parsed.text)
    endings = lexicon.forms.get("verb", ())
    return any(r.lowers[i].endswith(endings) and not r.is_capital(i) and not lexicon.is_a(r.lowers[i], "subject") for i in range(*words))


def issues(r: Reader, sources: SourceRegistry, words: Words) -> bool:
    """Tell whether a phrase names a body that issues bulletins, in the nominative or with its class word, or a party's staff."""
    text = r.parsed.text[r.parsed.starts[words[0]] : r.parsed.ends[words[1] - 1]]
    source = sources.find(text)
    if source is not None:
        return source.kind in _BODIES
    nouns = [i for i in range(*words) if sources.role(r.lowers[i]) is not None and not _is_adjective(r, i, words[1])]
    if r.lowers[words[0]].endswith(_DONE) and words[1] - words[0] > 1:
        return False  # ``Нанесено поражение бригаде``
    role = sources.role(r.lowers[nouns[0]]) if nouns else None
    if role is not None:
        return role.number == "body" and role.kind in _BODIES
    if not r.is_capital(words[0]) or words[1] - words[0] > _SHORT_FORM:
        return False
    side, kind = sources.side_of(text, sources.find_conflict(r.parsed))  # ``ОСУВ «Хортиця»``, ``Повітряні сили``
    own = kind == "military" or (kind == "official" and r.words[words[0]].isupper())
    return own and side not in (UNKNOWN, THIRD_PARTY)


def _is_adjective(r: Reader, i: int, stop: int) -> bool:
    """Tell ``військова`` of ``обласна військова адміністрація``, which is no soldier."""
    return i + 1 < stop and r.lowers[i].endswith(_ADJECTIVES) and r.words[i + 1].islower()
