"""Reads attributions in Russian and Ukrainian sentences, where order is free and prepositions and cases tell who speaks.

``«...», — сообщили в штабе``, ``Об этом сообщил губернатор``, ``За словами речника, ...``: a speaker is a noun phrase beside a verb
of saying, or the body after ``в`` where the verb names nobody. Spans are word indices into ``Parsed``, the end exclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frontmap.model import Parsed, Quotation, Sentence
from frontmap.registry.lexicon import lexicon_of
from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.contents import content_before, content_from
from frontmap.text.attribution.labels import read_label
from frontmap.text.attribution.phrases import Reader, RoleOf, Words, name_at_end
from frontmap.text.attribution.relays import OUTLETS
from frontmap.text.attribution.speakers import Found
from frontmap.text.attribution.speech import Cue, Frame

_STOPS = frozenset({".", "!", "?", "…", "..."})
_DASHES = frozenset({"—", "–", "--", "-"})
_ENDS = _STOPS | _DASHES | {",", ";", ":", "(", ")", "[", "]", "|", "•", "❗", "❗️"}
_IN = frozenset({"в", "во", "у", "на", "при"})
_ABOUT = frozenset({"о", "об", "обо", "про"})
_THAT = frozenset({"что", "що", "якобы", "нібито", "будто", "ніби", "как", "як"})
_NOBODY = ("ли", "ют", "ят", "ут", "ють", "ять", "уть", "лось")
"""Endings of verbs whose subject may be a body after ``в``: ``сообщили в штабе``."""
_REACH = 24
"""Words between a verb and its speaker, at most."""
_VENUE_REACH = 5
"""Words of a place of saying before the noun that tells it (``на своей странице в Facebook``)."""
_LONGEST = 16
"""Words of the longest name with its title."""
_TAIL = 6
"""Words of who is named at the end of a headline."""
_NESTED = 3
"""Quotations inside each other, at most."""
_BLOCK = 12
"""Sentences of a block of quotation that its speaker stands below, at most."""
_LEAD = 4
"""Paragraphs; a report that names its source so early has all before it from there."""
_BACK_WORDS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence that is read."""

    r: Reader
    role: RoleOf
    first: int
    last: int

    def phrase(self, start: int, stop: int) -> Words | None:
        """Return the noun phrase that begins at a word; None where none does."""
        r, end = self.r, start
        while end < min(stop, start + _LONGEST):
            low = r.lowers[end]
            if end in r.quoted and r.parsed.quotations[r.quoted[end]].first - 1 == end:
                inner = r.parsed.quotations[r.quoted[end]]
                if not inner.closed or inner.last - inner.first > 4 or inner.last >= stop:
                    break
                end = inner.last + 1
                continue
            if low in _ENDS or low in r.speech.cues or end in r.quoted or low in _THAT or self._leaves(start, end, stop):
                break
            end += 1
        while end > start and not (r.words[end - 1][0].isalnum() or end - 1 in r.quoted):
            end -= 1
        return (start, end) if end > start and any(r.words[i][0].isalpha() for i in range(start, end)) else None

    def _leaves(self, start: int, at: int, stop: int) -> bool:
        """Tell whether a phrase ends before a word: at a preposition or date, unless a person's name is still to come."""
        r = self.r
        if r.lowers[at] in r.speech.classes["oblique"]:
            return at > start
        if at > start and self.citing(at):
            return True
        if at == start or not (r.lowers[at] in r.prep or r.lowers[at] in r.time or r.lowers[at].isdigit()):
            return False
        end = next((i for i in range(at, min(stop, at + _LONGEST)) if r.lowers[i] in _ENDS or r.lowers[i] in r.speech.cues), stop)
        return self._venue_end(at, stop) is not None or name_at_end(r, self.role, at + 1, end) is None

    def skip_aside(self, i: int, stop: int) -> int:
        """Step right over adverbs, dates, whom it was told and where it was said."""
        r = self.r
        while i < stop:
            low = r.lowers[i]
            if low in r.adv or low in r.time or (low.isdigit() and i + 1 < stop and r.lowers[i + 1] in r.time):
                i += 1
            elif low in r.speech.classes["told"]:
                i = self._after_name(i + 1, stop)
            elif (cited := self._cited_end(i, stop)) is not None:
                i = cited
            elif low in r.prep and (after := self._venue_end(i, stop)) is not None:
                i = after
            elif low in r.prep and (dated := self._date_end(i + 1, stop)) is not None:
                i = dated
            else:
                break
        return i

    def _cited_end(self, i: int, stop: int) -> int | None:
        """Return the end of ``со ссылкой на штаб``; None where that does not stand here."""
        length = self.citing(i)
        cited = self.phrase(i + length, stop) if length else None
        return cited[1] if cited else None

    def citing(self, i: int) -> int:
        """Return how many words at a point say that somebody is cited; 0 where none do."""
        for frame in self.r.speech.frames.get(self.r.lowers[i], ()):
            if frame.sort == "citing" and self.r.lowers[i : i + len(frame.words)] == frame.words:
                return len(frame.words)
        return 0

    def _date_end(self, i: int, stop: int) -> int | None:
        """Return the end of a date that follows a preposition: ``в ночь``, ``за минулу добу``, ``у 2015``; None where none does."""
        r = self.r
        for j in range(i, min(stop, i + 3)):
            if r.lowers[j] in r.time or r.lowers[j].isdigit():
                return j + 1
            if not r.words[j][0].isalpha() or r.is_capital(j):
                return None
        return None

    def _after_name(self, i: int, stop: int) -> int:
        """Step over a name in quotation marks, or an acronym, that says which outlet was told."""
        r = self.r
        if i < stop and i in r.quoted and r.parsed.quotations[r.quoted[i]].last < stop:
            return r.parsed.quotations[r.quoted[i]].last + 1
        return i

    def _venue_end(self, i: int, stop: int) -> int | None:
        """Return the end of a place of saying that begins with a preposition; None where it is none."""
        r = self.r
        for j in range(i + 1, min(stop, i + 1 + _VENUE_REACH)):
            if r.lowers[j] in r.venue:
                end = self._after_name(j + 1, stop)
                again = self._venue_end(end, stop) if end < stop and r.lowers[end] in _IN else None
                return again or end
            if r.lowers[j] in _ENDS or r.lowers[j] in r.speech.cues or j in r.quoted:
                return None
        return None

    def speaker_after(self, i: int, stop: int, *, nobody: bool) -> tuple[Words | None, Words | None]:
        """Find who speaks right of a verb, and the outlet that was told."""
        r, told = self.r, None
        at = self.skip_aside(i, stop)
        if at < stop and nobody and r.lowers[at] in _IN:
            body = self.phrase(at + 1, stop)
            return (body, None) if body and self._is_body(body) else (None, None)
        if (at < stop and r.lowers[at] in r.prep) or at >= stop or r.lowers[at] in r.conj:
            return None, None
        phrase = self.phrase(at, stop)
        if phrase is None:
            return None, None
        return self._with_apposition(phrase, stop), told

    def _last_segment(self, start: int, verb: int) -> int:
        """Return where the subject of a verb begins: after the last comma before it that no mere aside follows."""
        r = self.r
        commas = [i for i in range(start, verb) if r.words[i] == "," and not self._is_within_quotation(i)]
        end = verb
        for comma in reversed(commas):
            if self._is_body((comma + 1, end)):
                name = self.phrase(start, comma) if comma == commas[0] else None
                titled = name is not None and name[1] == comma and name_at_end(r, self.role, *name) == name
                return start if titled else comma + 1
            end = comma
        return start

    def _is_within_quotation(self, i: int) -> bool:
        return any(q.first <= i < q.last for q in _quotations_before(self.r, i))

    def _is_body(self, words: Words) -> bool:
        r = self.r
        capital = any(r.is_capital(i) or i in r.quoted for i in range(*words))
        return capital or any(self.role(r.lowers[i]) is not None for i in range(*words))

    def body_between(self, start: int, stop: int) -> Words | None:
        """Return the body that is named farther right: ``у зведенні щодо вторгнення на сторінці Генерального штабу``."""
        r = self.r
        for i in range(start, min(stop, start + _REACH)):
            if r.is_capital(i) and (body := self.phrase(i, stop)) and any(self.role(r.lowers[j]) is not None for j in range(*body)):
                return body
        return None

    def _with_apposition(self, phrase: Words, stop: int) -> Words:
        """Take in the name of ``the spokesman of the army, brigadier Effi Defrin``."""
        r, end = self.r, phrase[1]
        if end + 1 >= stop or r.words[end] != "," or name_at_end(r, self.role, *phrase) is not None:
            return phrase
        after = self.phrase(end + 1, stop)
        if after is None or name_at_end(r, self.role, *after) is None or not any(self.role(r.lowers[i]) for i in range(*phrase)):
            return phrase
        return phrase[0], after[1]

    def speaker_before(self, start: int, verb: int, *, nobody: bool) -> Words | None:
        """Find who speaks left of a verb: the phrase that opens the clause, or the body of a fronted ``в штабе``."""
        r = self.r
        start = self._last_segment(max(start, verb - _REACH), verb)
        while start < verb and (r.lowers[start] in _ENDS or r.lowers[start] in r.conj):
            start += 1
        after = self.skip_aside(start, verb)
        if after >= verb:
            return None
        if r.lowers[after] in _IN:
            body = self.phrase(after + 1, verb) if nobody else None
            return body if body and self._is_body(body) else None
        if r.lowers[after] in r.prep:
            return None
        if after == verb - 1 and r.lowers[after] in r.pron:
            return after, verb
        phrase = self.phrase(after, verb)
        return self._with_apposition(phrase, verb) if phrase else None


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) > 1


def is_declined(parsed: Parsed) -> bool:
    """Tell whether a document is to be read as Russian or Ukrainian."""
    return lexicon_of(parsed.document.lang, parsed.text).lang in ("ru", "uk")


def read_declined(r: Reader, sources: SourceRegistry, sentence: Sentence, found: list[Found]) -> None:
    """Find the attributions of one Russian or Ukrainian sentence, and who relays them."""
    line = Line(r, sources.role, sentence.first, sentence.last)
    known = len(found)
    if _back_words(r, sentence.first) or _points_on(r, sentence):
        return
    if (one := _read_closing_line(line)) is not None:
        found.append(one)
        return
    for i in range(sentence.first, sentence.last):
        if any(start < i < end for one in found[known:][-2:] for start, end in (one.cue, one.source or one.cue)):
            continue
        one = _read_frame(line, i) or _read_verb(line, i, found[known:]) or _read_heading_label(line, sentence, i)
        if one is not None:
            found.append(one)
    if len(found) == known and (tail := _read_tail(line, sources)) is not None:
        found.append(tail)
    _attach_relays(line, found[known:])


def points_back(r: Reader, sources: SourceRegistry) -> Iterator[Found]:
    """Yield who is named after what is said: ``Об этом сообщил губернатор``, ``Про це йдеться у зведенні штабу``."""
    sentences = r.parsed.sentences
    for index in range(1, len(sentences)):
        sentence, before = sentences[index], sentences[index - 1]
        if not (_back_words(r, sentence.first) or _points_on(r, sentence)):
            continue
        line = Line(r, sources.role, sentence.first, sentence.last)
        named = _named_back(line)
        if named is None:
            continue
        source, verb = named
        early = sentence.paragraph <= _LEAD and index <= 2 * _LEAD
        start = sentences[0].first if early else before.first
        later = _own_words_end(r, index) if early else sentence.last
        runs_on = [(sentence.last, later)] if later > sentence.last else []
        if start < before.first:
            runs_on.insert(0, (start, before.first))
        one = Found(source, (verb, verb + 1), [(before.first, before.last)], "pointing back", runs_on=runs_on)
        _attach_relays(line, [one])
        one.relays += _later_outlets(line, sources, max(source[1], verb + 1))
        yield one


def _later_outlets(line: Line, sources: SourceRegistry, start: int) -> list[Words]:
    """Return the outlets of ``..., передает X`` and ``..., которого цитирует X`` at the end of a sentence that names its source."""
    r, found = line.r, []
    for i in range(start + 1, line.last - 1):
        if not _is_verb_of_saying(r, i) or "," not in r.words[max(start, i - 3) : i]:
            continue
        outlet, _ = line.speaker_after(i + 1, line.last, nobody=False)
        source = sources.find(r.parsed.text[r.parsed.starts[outlet[0]] : r.parsed.ends[outlet[1] - 1]]) if outlet else None
        if outlet and source and source.kind in OUTLETS:
            found.append(outlet)
    return found


def _own_words_end(r: Reader, index: int) -> int:
    """Return the word up to which a report goes on with what its source said: before what the outlet adds itself."""
    sentences = r.parsed.sentences
    end = sentences[index].last
    for sentence in sentences[index + 1 :]:
        low = r.lowers[sentence.first]
        if low in r.speech.classes["context"] or (sentence.kind == "heading" and sentence.last - sentence.first <= 2):
            break
        if _back_words(r, sentence.first):
            break
        end = sentence.last
    return end


def _back_words(r: Reader, first: int) -> int:
    """Return how many words at the start of a sentence point back at the one before; 0 where none do."""
    for length in (_BACK_WORDS, 1):
        if " ".join(r.lowers[first : first + length]) in r.speech.classes["back"]:
            return length if length > 1 or _is_verb_of_saying(r, first + 1) else 0
    return 0


def _points_on(r: Reader, sentence: Sentence) -> bool:
    """Tell a sentence that only says who reported it: ``Губернатор сообщил об этом в Telegram``."""
    if sentence.last - sentence.first > _REACH:
        return False
    pairs = (" ".join(r.lowers[i : i + 2]) for i in range(sentence.first + 1, sentence.last - 1))
    return any(pair in ("об этом", "про це") for pair in pairs) and not _THAT.intersection(r.lowers[sentence.first : sentence.last])


def _is_verb_of_saying(r: Reader, i: int) -> bool:
    return i < len(r.lowers) and any(cue.sort == "say" for cue in r.speech.cues.get(r.lowers[i], ()))


def _named_back(line: Line) -> tuple[Words, int] | None:
    """Return who is named in a sentence that points back, and the verb."""
    r = line.r
    start = line.first + _back_words(r, line.first)
    for i in range(start, min(line.last, start + _REACH)):
        if r.lowers[i] in r.speech.classes["standsin"]:
            maker = _maker_of_paper(line, i + 1)
            return (maker, i) if maker else None
        if not _is_verb_of_saying(r, i):
            continue
        nobody = r.lowers[i].endswith(_NOBODY)
        after, _ = line.speaker_after(i + 1, line.last, nobody=nobody)
        source = after if after and not _is_pointer(r, after) else line.speaker_before(start, i, nobody=nobody)
        return (source, i) if source else None
    return None


def _is_pointer(r: Reader, words: Words) -> bool:
    return " ".join(r.lowers[words[0] : words[1]]) in r.speech.classes["back"] or r.lowers[words[0]] in _ABOUT


def _maker_of_paper(line: Line, i: int) -> Words | None:
    """Return X of ``в сводке X``, ``у повідомленні пресслужби X``."""
    r = line.r
    i += i < line.last and r.lowers[i] in _IN
    paper = next((j for j in range(i, min(line.last, i + 5)) if r.lowers[j] in r.speech.classes["paper"]), None)
    if paper is None:
        return line.phrase(i, line.last)
    if paper + 1 < line.last and r.lowers[paper + 1] not in r.prep and (maker := line.phrase(paper + 1, line.last)) is not None:
        return maker
    return line.body_between(paper + 1, line.last) or (paper, paper + 1)


def _read_frame(line: Line, i: int) -> Found | None:
    """Read ``по словам X``, ``как сообщили в штабе``, ``йдеться у звіті X`` at a word."""
    r = line.r
    for frame in r.speech.frames.get(r.lowers[i], ()):
        if frame.sort == "according" and r.lowers[i : i + len(frame.words)] == frame.words:
            return _read_according(line, i, frame)
    if r.lowers[i] in r.speech.classes["standsin"] and i + 2 < line.last and r.lowers[i + 1] in _IN:
        source = _maker_of_paper(line, i + 1)
        return _framed(line, i, source[1], source, "asserted") if source else None
    own = r.lowers[i] in ("по", "за") and r.lowers[i + 1 : i + 2] and r.lowers[i + 1] in r.speech.classes["oblique"]
    if own and i + 2 < line.last and r.lowers[i + 2] in ("словам", "данным", "информации", "словами", "даними", "інформацією", "сведениям"):
        return _framed(line, i, i + 3, (i + 1, i + 2), "asserted")
    return None


def _read_according(line: Line, i: int, frame: Frame) -> Found | None:
    r = line.r
    after = line.skip_aside(i + len(frame.words), line.last)
    if after < line.last and r.lowers[after] in _IN and frame.words[-1] not in _IN:
        after += 1
    source = _maker_of_paper(line, after) if frame.words[-1] in _IN else line.phrase(after, line.last)
    return _framed(line, i, source[1], source, frame.stance) if source else None


def _framed(line: Line, start: int, end: int, source: Words, stance: str) -> Found | None:
    """Return the attribution of what stands around a frame."""
    r, contents = line.r, []
    left = start - (start > line.first and (r.words[start - 1] == "," or r.words[start - 1] in _DASHES))
    left -= left > line.first and r.words[left - 1] == ","
    if left > line.first + 1:
        contents.append(content_before(r, line.first, left))
    right = end
    while right < line.last and (r.words[right] in (",", ":") or r.words[right] in _DASHES):
        right += 1
    if not contents and _announces(r, line.last):
        contents.append(_next_line(r, line.last))
    elif right < line.last - 1:
        contents.append(content_from(r, right, line.last))
    cue_end = source[0] if source[0] > start + 1 else start + 1
    return Found(source, (start, cue_end), contents, "according", stance) if contents else None


def _announces(r: Reader, last: int) -> bool:
    """Tell whether a sentence ends in a colon, so that the lines after it are what is said."""
    return r.words[last - 1] == ":" and last < len(r.words)


def _next_line(r: Reader, last: int) -> Words:
    return last, r.parsed.sentences[_sentence_at(r, last)].last


def _read_verb(line: Line, i: int, found: Sequence[Found]) -> Found | None:
    """Read a verb of saying in any word order."""
    r = line.r
    cue = next((cue for cue in r.speech.cues.get(r.lowers[i], ()) if not cue.tail), None)
    if cue is None or r.lowers[i].isascii() or (_is_inside_quotation(r, i) and not _is_interruption(r, i)):
        return None
    nobody = r.lowers[i].endswith(_NOBODY)
    return _read_after_content(line, i, cue, nobody=nobody) or _read_before_content(line, i, cue, found, nobody=nobody)


def _read_heading_label(line: Line, sentence: Sentence, i: int) -> Found | None:
    """Read ``Гладков: ...``; in the headline of a report it tells whose words the report goes on with."""
    r, first = line.r, line.first
    if r.words[i] != ":":
        return None
    while first < i and not r.words[first][0].isalnum():
        first += 1  # an emoji before it
    if i == line.last - 1 and 0 < i - first <= _TAIL and _announces(r, line.last):
        return Found(_without_paper(r, first, i), (i, i + 1), [_next_line(r, line.last)], "label", needs_known=True)
    one = read_label(r, first, i, line.last)
    if one is None or sentence.first > 0:
        return one
    end = _own_words_end(r, 0)
    if end > sentence.last:
        one.runs_on.append((sentence.last, end))
    return one


def _without_paper(r: Reader, first: int, last: int) -> Words:
    """Return X of ``Зведення X`` and ``Главное из сводки X``."""
    papers = r.speech.classes["paper"] | r.speech.classes["bulletin"]
    paper = next((i for i in range(last - 2, first - 1, -1) if r.lowers[i] in papers), None)
    return (paper + 1, last) if paper is not None else (first, last)


def _read_closing_line(line: Line) -> Found | None:
    """Read ``– зазначив Рудик.`` on a line of its own, below what was said."""
    r, first = line.r, line.first
    if r.words[first] not in _DASHES or not _is_verb_of_saying(r, first + 1):
        return None
    above = _sentence_at(r, first) - 1
    source, _ = line.speaker_after(first + 2, line.last, nobody=r.lowers[first + 1].endswith(_NOBODY))
    if source is None or above < 0:
        return None
    sentences, start = r.parsed.sentences, above
    while start > max(0, above - _BLOCK) and sentences[start - 1].paragraph == sentences[above].paragraph:
        start -= 1
    return Found(source, (first + 1, first + 2), [(sentences[start].first, sentences[above].last)], "inverted:below")


def _sentence_at(r: Reader, word: int) -> int:
    """Return the ordinal of the sentence that holds a word."""
    return bisect_right(r.parsed.sentences, word, key=lambda sentence: sentence.first) - 1


def _is_interruption(r: Reader, i: int) -> bool:
    """Tell whether a verb interrupts a quotation: ``«Погиб солдат, — написал X. — ...»``."""
    return i > 1 and r.words[i - 1] in _DASHES and (r.words[i - 2] in (",", "»", "”", '"') or r.words[i - 2] in _STOPS)


def _is_inside_quotation(r: Reader, i: int) -> bool:
    return any(q.first <= i < q.last and q.last - q.first > 4 and q.closed for q in _quotations_before(r, i))


def _quotations_before(r: Reader, i: int) -> Sequence[Quotation]:
    """Return the few quotations that begin last before a word, one of which may hold it."""
    end = bisect_right(r.parsed.quotations, i, key=lambda quotation: quotation.first)
    return r.parsed.quotations[max(0, end - _NESTED) : end]


def _read_after_content(line: Line, i: int, cue: Cue, *, nobody: bool) -> Found | None:
    """Read ``..., сообщил X`` and ``«...», — заявили в штабе``."""
    r = line.r
    end = i
    while end > line.first and (r.words[end - 1] == "," or r.words[end - 1] in _DASHES):
        end -= 1
    quoted = end > line.first and end - 1 in r.quoted and r.parsed.quotations[r.quoted[end - 1]].last == end - 1
    if (end == i and not quoted) or end <= line.first:
        return None
    if i + 1 < line.last and (r.lowers[i + 1] in _THAT or r.words[i + 1] in (",", ":")):
        return None
    source, told = line.speaker_after(i + 1, line.last, nobody=nobody)
    if source is None:
        return None
    return Found(source, (i, i + 1), [content_before(r, line.first, end)], f"inverted:{cue.verb}", cue.stance, told=told)


def _read_before_content(line: Line, i: int, cue: Cue, found: Sequence[Found], *, nobody: bool) -> Found | None:
    """Read ``X сообщил, что ...``, ``В штабе заявили об атаке``, ``X подтвердил захват ...``."""
    r = line.r
    source = line.speaker_before(_clause_before(line, i), i, nobody=nobody)
    if source is None and found and found[-1].source and i > line.first and (r.words[i - 1] == "," or r.lowers[i - 1] in r.conj):
        source = found[-1].source
    right = line.skip_aside(i + 1, line.last)
    if source is None and right < line.last and r.words[right] not in (",", ":"):  # `Сообщил губернатор, что ...`
        source, _ = line.speaker_after(i + 1, line.last, nobody=nobody)
        right = source[1] if source else right
    if source is None:
        return None
    takes_noun = cue.stance == "denied" or any(other.sort == "object" for other in r.speech.cues[r.lowers[i]])
    marked = right < line.last and r.words[right] in (",", ":")
    while right < line.last and (r.words[right] in (",", ":") or r.lowers[right] in _THAT or r.words[right] in _DASHES):
        right += 1
    if source is not None and right >= line.last and _announces(r, line.last):
        return Found(source, (i, i + 1), [_next_line(r, line.last)], f"verb:{cue.verb}", cue.stance)
    if right >= line.last or not (marked or takes_noun or right in r.quoted or r.lowers[right] in _ABOUT):
        return None
    return Found(source, (i, i + 1), [content_from(r, right, line.last)], f"verb:{cue.verb}", cue.stance)


def _clause_before(line: Line, verb: int) -> int:
    """Return where the clause of a verb begins: after a colon, semicolon or quotation, else with the sentence."""
    r = line.r
    for i in range(verb - 1, max(line.first, verb - _REACH) - 1, -1):
        quotation = r.parsed.quotations[r.quoted[i]] if i in r.quoted else None
        if r.words[i] in (";", ":") or (quotation is not None and quotation.last - quotation.first > 4):
            return i + 1
    return line.first


def _read_tail(line: Line, sources: SourceRegistry) -> Found | None:
    """Read a headline that ends with who says it: ``Под Каменкой идут бои — Генштаб``."""
    r = line.r
    for i in range(line.last - 2, max(line.first + 2, line.last - 2 - _TAIL), -1):
        if r.words[i] not in _DASHES or r.parsed.starts[i] == r.parsed.ends[i - 1]:
            continue
        source = (i + 1, line.last)
        if any(not r.words[j][0].isalnum() for j in range(*source)) or r.lowers[i + 1] in r.prep:
            return None
        text = r.parsed.text[r.parsed.starts[i + 1] : r.parsed.ends[line.last - 1]]
        speaks = sources.find(text) is not None or any(sources.role(r.lowers[j]) is not None for j in range(*source))
        return Found(source, (i, i + 1), [(line.first, i)], "tail") if speaks else None
    return None


def carry_on(r: Reader, found: Sequence[Found]) -> None:
    """Let who is named in a sentence vouch for the rest of its paragraph, up to the next attribution or what the outlet adds.

    After a colon that ends a line (``Генштаб повідомляє:``) it is all that follows.
    """
    sentences = r.parsed.sentences
    spoken = {_sentence_at(r, one.cue[0]) for one in found}
    for one in found:
        here = _sentence_at(r, one.cue[0])
        if one.rule == "pointing back" or one.source is None or one.stance != "asserted":
            continue
        end, whole = here, _announces(r, sentences[here].last)
        while end + 1 < len(sentences) and end + 1 not in spoken:
            if not whole and sentences[end + 1].paragraph != sentences[here].paragraph:
                break
            if r.lowers[sentences[end + 1].first] in r.speech.classes["context"]:
                break
            end += 1
        if end > here:
            one.runs_on.append((sentences[here].last, sentences[end].last))


def _attach_relays(line: Line, found: Sequence[Found]) -> None:
    """Note whom the sources of a sentence cite, and which outlets relay them: ``со ссылкой на X``, ``пишет Y``."""
    if not found:
        return
    for i in range(line.first, line.last):
        length = line.citing(i)
        cited = line.phrase(i + length, line.last) if length else None
        if cited:
            found[-1].cited.append(cited)
