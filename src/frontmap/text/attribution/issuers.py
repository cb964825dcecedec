"""Finds the body that issues a whole Russian or Ukrainian post: announced in its first line, or signed below the last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from frontmap.model import Sentence
from frontmap.registry.lexicon import lexicon_of
from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.lines import Line, is_verb_of_saying
from frontmap.text.attribution.phrases import Reader, Words
from frontmap.text.attribution.speakers import Found

_ANNOUNCES = 16
"""Words of a first line that only says who reports."""
_OPENING = 3
"""Words of a line up to the noun for a bulletin."""
_SIGNS = 8
"""Words of a last line that only names who reports."""
_TOP = 5
"""Sentences at the top of a report among which the line stands that names its source."""
_ABOUT = frozenset({"о", "об", "про", "щодо"})
_BODIES = frozenset({"military", "ministry", "official", "group", "monitor"})
"""Kinds of those who issue bulletins."""


def read_issuers(r: Reader, sources: SourceRegistry) -> Iterator[Found]:
    """Yield who vouches for a whole post: ``Генштаб інформує.`` above it, ``Джерело: Генштаб`` or his name alone below it."""
    sentences = r.parsed.sentences
    if len(sentences) < 2:
        return
    first, last = sentences[0], sentences[-1]
    for labelled, after in pairwise(sentences[:_TOP]):
        if (source := _labelled(r, sources, labelled)) is not None:
            yield _vouching(source, (after.first, after.last), (after.last, last.last))
            return
    if (source := _announced(r, sources, first)) is not None:
        yield _vouching(source, (first.last, sentences[1].last), (sentences[1].last, last.last))
    elif (source := _signed(r, sources, last)) is not None:
        yield _vouching(source, (sentences[-2].first, sentences[-2].last), (first.first, sentences[-2].first))


def _vouching(source: Words, beside: Words, rest: Words) -> Found:
    """Return the attribution of the sentence beside a source, and of all the rest."""
    return Found(source, (source[0], source[0] + 1), [beside], "issuer", runs_on=[rest] if rest[0] < rest[1] else [])


def _announced(r: Reader, sources: SourceRegistry, sentence: Sentence) -> Words | None:
    """Return the body of a first line that only says that it reports: ``Генштаб оприлюднив зведення``, ``Минобороны о ходе операции``."""
    line = Line(r, sources, sentence.first, sentence.last)
    start = next((i for i in range(sentence.first, sentence.last) if r.words[i][0].isalnum()), sentence.last)
    if sentence.last - start > _ANNOUNCES:
        return None
    verb = next((i for i in range(start, sentence.last) if r.lowers[i] in r.speech.classes["publishes"]), sentence.last)
    named = _body_of_paper(line, start) or _body_behind(line, start)
    if named is not None and _issues(r, sources, named):
        return named
    body = line.phrase(start, verb)
    if body is None or not _issues(r, sources, body) or body[1] >= sentence.last:
        return None
    after = r.lowers[body[1]]
    rest = r.lowers[body[1] + 1 : sentence.last]
    told = after in r.speech.cues or after in r.speech.classes["publishes"]
    papers = r.speech.classes["paper"] | r.speech.classes["bulletin"]
    bare = not any(word[0].isalpha() for word in rest)
    return body if (told and (bare or papers.intersection(rest))) or (after in _ABOUT and sentence.kind == "heading") else None


def _body_of_paper(line: Line, start: int) -> Words | None:
    """Return X of a line that is nothing but ``Ранкове зведення X``, or goes on with what it is about: ``Сводка X о ходе операции``."""
    r = line.r
    papers = r.speech.classes["paper"] | r.speech.classes["bulletin"]
    paper = next((i for i in range(start, min(line.last, start + _OPENING)) if r.lowers[i] in papers), None)
    body = line.phrase(paper + 1, line.last) if paper is not None and paper + 1 < line.last else None
    ends = body is not None and (body[1] >= line.last - 1 or r.lowers[body[1]] in _ABOUT or r.lowers[body[1]] in r.prep)
    return body if ends else None


def _body_behind(line: Line, start: int) -> Words | None:
    """Return X of ``Про ситуацію на фронті повідомив X``."""
    r = line.r
    if r.lowers[start] not in _ABOUT:
        return None
    verb = next((i for i in range(start, line.last) if is_verb_of_saying(r, i)), None)
    body = line.phrase(verb + 1, line.last) if verb is not None and verb + 1 < line.last else None
    return body if body is not None and body[1] >= line.last - 1 else None


def _labelled(r: Reader, sources: SourceRegistry, sentence: Sentence) -> Words | None:
    """Return X of a line ``Джерело: X`` above what it vouches for."""
    first = sentence.first
    if first + 2 >= sentence.last or r.lowers[first] not in r.speech.classes["sourceline"] or r.words[first + 1] != ":":
        return None
    return Line(r, sources, first, sentence.last).phrase(first + 2, sentence.last)


def _signed(r: Reader, sources: SourceRegistry, sentence: Sentence) -> Words | None:
    """Return the body that stands alone below a post, after a dash, in brackets or as its source."""
    words = [i for i in range(sentence.first, sentence.last) if r.words[i][0].isalnum()]
    if not words or len(words) > _SIGNS:
        return None
    labelled = r.lowers[words[0]] in r.speech.classes["sourceline"]
    name = (words[labelled], sentence.last) if len(words) > labelled else None
    if name is None or (not labelled and (r.lowers[words[0]] in r.prep or _tells(r, name))):
        return None
    phrase = Line(r, sources, sentence.first, sentence.last).phrase(*name)
    if phrase is None or labelled:
        return phrase
    return phrase if phrase[1] > words[-1] and _issues(r, sources, phrase) else None


def _tells(r: Reader, words: Words) -> bool:
    """Tell whether a line has a verb, and so tells something: ``Под Алеппо армия отбила атаку``."""
    forms = lexicon_of(r.parsed.document.lang, r.parsed.text).forms
    return any(r.lowers[i].endswith(forms.get("verb", ())) and not r.is_capital(i) for i in range(*words))


def _issues(r: Reader, sources: SourceRegistry, words: Words) -> bool:
    """Tell whether a phrase names a body that issues bulletins, in the nominative or with its class word."""
    text = r.parsed.text[r.parsed.starts[words[0]] : r.parsed.ends[words[1] - 1]]
    source = sources.find(text)
    if source is not None:
        return source.kind in _BODIES
    role = next((role for i in range(*words) if (role := sources.role(r.lowers[i])) is not None), None)
    return role is not None and role.number == "body" and role.kind in _BODIES
