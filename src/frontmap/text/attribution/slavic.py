"""Reads attributions in Russian and Ukrainian sentences, where order is free and prepositions and cases tell who speaks.

``«...», — сообщили в штабе``, ``Об этом сообщил губернатор``, ``За словами речника, ...``: a speaker is a noun phrase beside a verb
of saying, or the body after ``в`` where the verb names nobody. Spans are word indices into ``Parsed``, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import lexicon_of
from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.contents import content_before, content_from
from frontmap.text.attribution.headings import read_heading, read_tail, speaks
from frontmap.text.attribution.issuers import issues
from frontmap.text.attribution.lines import (
    ABOUT,
    AS,
    DASHES,
    IN,
    NOBODY,
    REACH,
    STOPS,
    THAT,
    Line,
    after_dateline,
    announces,
    attach_relays,
    is_verb_of_saying,
    maker_of_paper,
    next_line,
    part_from_outlet,
    quotations_before,
    sentence_at,
)
from frontmap.text.attribution.monologues import speak_on
from frontmap.text.attribution.phrases import Reader, Words, opening
from frontmap.text.attribution.pointing import adds_context, back_words, points_on
from frontmap.text.attribution.relays import OUTLETS
from frontmap.text.attribution.speakers import Found
from frontmap.text.attribution.speech import Cue, Frame

_LONG_SENTENCE = 400
"""Words; of longer ones only so much is searched at once, which keeps hostile input linear."""
_LEADING = 3
"""Sentences at the top of a report: whoever is named there for all that they say is its source."""
_BLOCK = 12
"""Sentences of a block of quotation that its speaker stands below, at most."""


def is_declined(parsed: Parsed) -> bool:
    """Tell whether a document is to be read as Russian or Ukrainian."""
    return lexicon_of(parsed.document.lang, parsed.text).lang in ("ru", "uk")


def read_declined(r: Reader, sources: SourceRegistry, sentence: Sentence, found: list[Found]) -> None:
    """Find the attributions of one Russian or Ukrainian sentence, and who relays them."""
    if back_words(r, sentence.first, sentence.last) or points_on(r, sentence):
        return
    for first in range(sentence.first, sentence.last, _LONG_SENTENCE):
        line = Line(r, sources, after_dateline(r, sources, first), min(sentence.last, first + _LONG_SENTENCE))
        if (one := _read_closing_line(line)) is not None:
            found.append(one)
        else:
            _read_line(line, sentence, found)


def _read_line(line: Line, sentence: Sentence, found: list[Found]) -> None:
    """Find the attributions of a sentence, or of a stretch of a long one."""
    known = len(found)
    for i in range(line.first, line.last):
        if any(start < i < end for one in found[max(known, len(found) - 2) :] for start, end in (one.cue, one.source or one.cue)):
            continue
        one = _read_frame(line, i) or _read_verb(line, i, found[known:]) or read_heading(line, sentence, i)
        if one is not None:
            found.append(one)
    if len(found) == known and (tail := read_tail(line, sentence)) is not None:
        found.append(tail)
    for one in found[known:]:
        part_from_outlet(line, one)
    attach_relays(line, found[known:])


def _read_frame(line: Line, i: int) -> Found | None:
    """Read ``по словам X``, ``как сообщили в штабе``, ``йдеться у звіті X`` at a word."""
    r = line.r
    for frame in r.speech.frames.get(r.lowers[i], ()):
        if frame.sort == "according" and r.lowers[i : i + len(frame.words)] == frame.words:
            return _read_according(line, i, frame)
    if r.lowers[i] in AS and is_verb_of_saying(r, i + 1):
        source, told = line.speaker_after(i + 2, line.last, nobody=r.lowers[i + 1].endswith(NOBODY))
        one = _framed(line, i, source[1], source, "asserted") if source else None
        return replace(one, told=told) if one and told else one
    if r.lowers[i] in r.speech.classes["standsin"] and i + 2 < line.last and r.lowers[i + 1] in IN:
        source = maker_of_paper(line, i + 1)
        return _framed(line, i, source[1], source, "asserted") if source else None
    if (fronted := _read_fronted_paper(line, i)) is not None:
        return fronted
    own = r.lowers[i] in ("по", "за") and r.lowers[i + 1 : i + 2] and r.lowers[i + 1] in r.speech.classes["oblique"]
    if own and i + 2 < line.last and r.lowers[i + 2] in ("словам", "данным", "информации", "словами", "даними", "інформацією", "сведениям"):
        return _framed(line, i, i + 3, (i + 1, i + 2), "asserted")
    return None


def _read_fronted_paper(line: Line, i: int) -> Found | None:
    """Read ``В заявлении X говорится, что ...``."""
    r = line.r
    if r.lowers[i] not in r.speech.classes["standsin"] or i + 2 >= line.last:
        return None
    below = r.lowers[i + 1] in ABOUT and announces(r, line.last)  # `В отчёте X говорится о следующем:`
    if r.words[i + 1] not in (",", ":") and not below:
        return None
    paper = next((j for j in range(i - 1, max(line.first, i - REACH), -1) if r.lowers[j] in r.speech.classes["paper"]), None)
    if paper is None or r.lowers[paper - 1] not in IN or paper + 1 >= i:
        return None
    source = line.phrase(paper + 1, i)
    if below and source:
        return Found(source, (i, i + 1), [next_line(r, line.last)], "verb:standsin")
    start = i + 2 + (r.lowers[i + 2] in THAT)
    return Found(source, (i, i + 1), [content_from(r, start, line.last)], "verb:standsin") if source and start < line.last else None


def _read_according(line: Line, i: int, frame: Frame) -> Found | None:
    r = line.r
    after = line.skip_aside(i + len(frame.words), line.last)
    if after < line.last and r.lowers[after] in IN and frame.words[-1] not in IN:
        after += 1
    source = maker_of_paper(line, after) if frame.words[-1] in IN else line.phrase(after, line.last)
    return _framed(line, i, source[1], source, frame.stance) if source else None


def _framed(line: Line, start: int, end: int, source: Words, stance: str) -> Found | None:
    """Return the attribution of what stands around a frame, inside the brackets that it stands in."""
    r, contents = line.r, []
    first, last = _brackets(line, start)
    left = start - (start > first and (r.words[start - 1] == "," or r.words[start - 1] in DASHES))
    left -= left > first and r.words[left - 1] == ","
    if left > first + 1:
        contents.append(content_before(r, first, left))
    right = end
    while right < last and (r.words[right] in (",", ":") or r.words[right] in DASHES):
        right += 1
    if not contents and announces(r, line.last):
        contents.append(next_line(r, line.last))
    elif right < last - 1:
        contents.append((right, last) if last < line.last else content_from(r, right, last))
    cue_end = source[0] if source[0] > start + 1 else start + 1
    aside = ":aside" if last < line.last else ""
    return Found(source, (start, cue_end), contents, f"according{aside}", stance) if contents else None


def _brackets(line: Line, word: int) -> Words:
    """Return the stretch in brackets that holds a word; the sentence where none does."""
    words = line.r.words
    opened = next((i for i in range(word - 1, line.first - 1, -1) if words[i] in "()"), None)
    if opened is None or words[opened] == ")":
        return line.first, line.last
    return opened + 1, next((i for i in range(word, line.last) if words[i] == ")"), line.last)


def _read_verb(line: Line, i: int, found: Sequence[Found]) -> Found | None:
    """Read a verb of saying in any word order."""
    r = line.r
    cue = next((cue for cue in r.speech.cues.get(r.lowers[i], ()) if not cue.tail), None)
    if cue is None or r.lowers[i].isascii() or (_is_inside_quotation(r, i) and not _is_interruption(r, i)):
        return None
    nobody = r.lowers[i].endswith(NOBODY)
    return _read_after_content(line, i, cue, nobody=nobody) or _read_before_content(line, i, cue, found, nobody=nobody)


def _read_closing_line(line: Line) -> Found | None:
    """Read ``– зазначив Рудик.`` on a line of its own, below what was said."""
    r, first = line.r, line.first
    if r.words[first] not in DASHES or not is_verb_of_saying(r, first + 1):
        return None
    above = sentence_at(r, first) - 1
    source, _ = line.speaker_after(first + 2, line.last, nobody=r.lowers[first + 1].endswith(NOBODY))
    if source is None or above < 0:
        return None
    sentences, start = r.parsed.sentences, above
    while start > max(0, above - _BLOCK) and sentences[start - 1].paragraph == sentences[above].paragraph:
        start -= 1
    return Found(source, (first + 1, first + 2), [(sentences[start].first, sentences[above].last)], "inverted:below")


def _is_interruption(r: Reader, i: int) -> bool:
    """Tell whether a verb interrupts a quotation: ``«Погиб солдат, — написал X. — ...»``."""
    return i > 1 and r.words[i - 1] in DASHES and (r.words[i - 2] in (",", "»", "”", '"') or r.words[i - 2] in STOPS)


def _is_inside_quotation(r: Reader, i: int) -> bool:
    return any(q.first <= i < q.last and q.last - q.first > 4 and q.closed for q in quotations_before(r, i))


def _read_after_content(line: Line, i: int, cue: Cue, *, nobody: bool) -> Found | None:
    """Read ``..., сообщил X`` and ``«...», — заявили в штабе``."""
    r = line.r
    end = i - 2 * (" ".join(r.lowers[max(line.first, i - 2) : i]) in r.speech.classes["back"])  # `..., – про це розповів X`
    while end > line.first and (r.words[end - 1] in (",", ":") or r.words[end - 1] in DASHES):
        end -= 1
    quoted = end > line.first and end - 1 in r.quoted and r.parsed.quotations[r.quoted[end - 1]].last == end - 1
    if (end == i and not quoted) or end <= line.first:
        return None
    if i + 1 < line.last and (r.lowers[i + 1] in THAT or r.words[i + 1] in (",", ":")):
        return None
    source, told = line.speaker_after(i + 1, line.last, nobody=nobody)
    if source is None:
        return None
    one = Found(source, (i, i + 1), [content_before(r, line.first, end)], f"inverted:{cue.verb}", cue.stance, told=told)
    outlet = line.outlet_end(source[0], source[1]) if r.lowers[i] in r.speech.classes["quotes"] else None
    if outlet is not None:
        speaker = outlet + (outlet < source[1] and r.lowers[outlet] in r.speech.classes["theirwords"])
        if speaker < source[1]:  # `цитирует Интерфакс министра`, `передаёт Интерфакс слова министра`
            one.source, one.relays = (speaker, source[1]), [(source[0], outlet)]
    return one


def _read_before_content(line: Line, i: int, cue: Cue, found: Sequence[Found], *, nobody: bool) -> Found | None:
    """Read ``X сообщил, что ...``, ``В штабе заявили об атаке``, ``X подтвердил захват ...``."""
    r = line.r
    source = line.speaker_before(_clause_before(line, i), i, nobody=nobody)
    if source is not None and source[1] - source[0] == 1 and r.lowers[source[0]] in r.speech.classes["report_word"]:
        source = None  # `Информацию подтвердил мэр: ...`
    if source is None and found and found[-1].source and i > line.first and (r.words[i - 1] == "," or r.lowers[i - 1] in r.conj):
        source = found[-1].source
    right = line.skip_aside(i + 1, line.last)
    told_end = line.outlet_end(right, line.last - 1) if source else None
    told = (right, told_end) if told_end is not None and (r.words[told_end] in (",", ":") or r.lowers[told_end] in THAT) else None
    right = told[1] if told else right
    if source is None and right < line.last and r.words[right] not in (",", ":"):  # `Сообщил губернатор, что ...`
        source, _ = line.speaker_after(i + 1, line.last, nobody=nobody)
        right = source[1] if source else right
    if source is None:
        return None
    takes_noun = cue.stance == "denied" or any(other.sort == "object" for other in r.speech.cues[r.lowers[i]])
    marked = right < line.last and r.words[right] in (",", ":")
    while right < line.last and (r.words[right] in (",", ":") or r.lowers[right] in THAT or r.words[right] in DASHES):
        right += 1
    if source is not None and right >= line.last and announces(r, line.last):
        return Found(source, (i, i + 1), [next_line(r, line.last)], f"verb:{cue.verb}", cue.stance)
    if right >= line.last or not (marked or takes_noun or right in r.quoted or r.lowers[right] in ABOUT):
        return None
    return Found(source, (i, i + 1), [content_from(r, right, line.last)], f"verb:{cue.verb}", cue.stance, told=told)


def _clause_before(line: Line, verb: int) -> int:
    """Return where the clause of a verb begins: after a colon, semicolon or quotation, else with the sentence."""
    r = line.r
    for i in range(verb - 1, max(line.first, verb - REACH) - 1, -1):
        quotation = r.parsed.quotations[r.quoted[i]] if i in r.quoted else None
        if r.words[i] in (";", ":") or (quotation is not None and quotation.last - quotation.first > 4):
            return i + 1
    return line.first


def _leads(r: Reader, sources: SourceRegistry, one: Found, here: int) -> bool:
    """Tell whether a body is named so early, for all that a sentence says, that a report goes on with what it said."""
    sentence = r.parsed.sentences[here]
    if here >= _LEADING + opening(r) or one.source is None or one.rule == "label":
        return False
    told = sum(end - start for start, end in (*one.contents, one.source, one.cue))
    bodies = (issues(r, sources, (start, one.source[1])) for start in range(*one.source))  # `аналітиків ISW`
    return 2 * told > sentence.last - sentence.first and any(bodies)


def _is_of_many(r: Reader, sources: SourceRegistry, source: Words) -> bool:
    """Tell whether nobody is named but some of many: ``по словам очевидцев``."""
    role = sources.role(r.lowers[source[0]])
    return role is not None and role.number == "many" and not any(r.is_capital(i) for i in range(*source))


def _is_outlet(line: Line) -> bool:
    """Tell whether a phrase names an outlet: ``телеканал «Аль-Джазира»``."""
    roles = (line.role(line.r.lowers[i]) for i in range(line.first, line.last))
    return line.outlet_end(line.first, line.last) is not None or any(role is not None and role.kind in OUTLETS for role in roles)


def _names_topic(r: Reader, sources: SourceRegistry, one: Found) -> bool:
    """Tell whether what stands before a colon is no speaker but what is told of: ``Лиманський: ворог атакував``."""
    return one.needs_known and one.source is not None and not speaks(Line(r, sources, 0, len(r.words)), one.source)


def carry_on(r: Reader, sources: SourceRegistry, found: list[Found]) -> None:
    """Let who is named in a sentence vouch for the rest of its paragraph, up to the next attribution or what the outlet adds.

    After a colon that ends a line (``Генштаб повідомляє:``) it is all that follows.
    """
    sentences = r.parsed.sentences
    spoken = {sentence_at(r, one.cue[0]) for one in found if not _names_topic(r, sources, one)}
    for one in found:
        here = sentence_at(r, one.cue[0])
        if one.rule in ("pointing back", "according:aside") or one.source is None or one.stance != "asserted":
            continue
        if one.rule.startswith("according") and _is_of_many(r, sources, one.source):
            continue
        end, whole = here, announces(r, sentences[here].last) or _leads(r, sources, one, here)
        body = issues(r, sources, one.source) or _is_outlet(Line(r, sources, *one.source))
        while end + 1 < len(sentences) and end + 1 not in spoken:
            added = r.lowers[sentences[end + 1].first] in r.speech.classes["goeson"] and body  # `Также войска ...`
            if not whole and not added and sentences[end + 1].paragraph != sentences[end].paragraph:
                break
            if adds_context(r, sentences[end + 1].first, opens=sentences[end + 1].paragraph != sentences[end].paragraph):
                break
            end += 1
        if end > here:
            one.runs_on.append((sentences[here].last, sentences[end].last))
    speak_on(Line(r, sources, 0, len(r.words)), found)
