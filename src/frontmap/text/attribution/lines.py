"""Reads the phrases of one Russian or Ukrainian sentence: who stands beside a verb of saying, and what only stands aside.

Spans are word indices into ``Parsed``, the end exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from frontmap.model import Quotation
from frontmap.registry.sources import Role, SourceRegistry
from frontmap.text.attribution.phrases import Reader, Words, name_at_end
from frontmap.text.attribution.relays import OUTLETS
from frontmap.text.attribution.speakers import Found

_PARTICIPLE = re.compile(
    r"(?:нн|вш|[уюая]щ|[аеє]н)"
    r"(?:ый|ой|ом|ого|ому|ая|ую|ое|ее|ые|ых|ым|ыми|ий|его|ему|ей|их|им|ими|а|у|і|ої|ій|ою)$"
)
"""A participle, which opens no subject: ``опубликованном на сайте``."""
_RELATIVE = ("котор", "який", "яка", "яке", "які", "яко", "яку", "яки")
"""Beginnings of relative pronouns, whose clause holds no subject of the verb behind it."""
STOPS = frozenset({".", "!", "?", "…", "..."})
DASHES = frozenset({"—", "–", "--", "-"})
_ENDS = STOPS | DASHES | {",", ";", ":", "(", ")", "[", "]", "|", "•", "❗", "❗️"}
IN = frozenset({"в", "во", "у", "на", "при"})
ABOUT = frozenset({"о", "об", "обо", "про", "щодо"})
FROM = frozenset({"от", "від"})
THAT = frozenset({"что", "що", "якобы", "нібито", "будто", "ніби", "как", "як"})
AS = frozenset({"как", "як"})
"""What opens ``как сообщил губернатор``."""
NOBODY = ("ли", "ют", "ят", "ут", "ють", "ять", "уть", "лось")
"""Endings of verbs whose subject may be a body after ``в``: ``сообщили в штабе``."""
REACH = 24
"""Words between a verb and its speaker, at most."""
_VENUE_REACH = 5
"""Words of a place of saying before the noun that tells it (``на своей странице в Facebook``)."""
_LONGEST = 16
"""Words of the longest name with its title."""
_LONGEST_OUTLET = 5
"""Words of the longest name of an outlet that was told something."""
_TURN = 3
"""Words that pass to another speaker: ``со своей стороны``."""
_NESTED = 3
"""Quotations inside each other, at most."""
_TOP = 3
"""Sentences at the top of a report; a dateline is cut at its stops."""
_DATELINE = 9
"""Words before the dash of a dateline, at most."""
_PREPOSITIONAL = 4
"""Words of a body's name before its preposition and behind it, at most."""
_GENITIVE = ("ого", "его", "ої", "ой")
"""Ends of adjectives in the genitive, after which no outlet stands that was told."""
_SHORT_FORM = 4
"""Words in the brackets behind the name of a body: its short form."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence that is read."""

    r: Reader
    sources: SourceRegistry
    first: int
    last: int

    def role(self, noun: str) -> Role | None:
        """Return what kind of speaker a noun stands for."""
        return self.sources.role(noun)

    def outlet_end(self, i: int, stop: int) -> int | None:
        """Return the end of the registered outlet that is named at a word; None where none is: ``ТАСС``, ``«Аль-Джазире»``."""
        r = self.r
        if i >= stop or not (r.is_capital(i) or i in r.quoted):
            return None
        longest = next((j for j in range(i + 1, min(stop, i + _LONGEST_OUTLET)) if r.lowers[j] in _ENDS), min(stop, i + _LONGEST_OUTLET))
        for end in range(longest, i, -1):
            source = self.sources.find(r.parsed.text[r.parsed.starts[i] : r.parsed.ends[end - 1]])
            if source is not None and source.kind in OUTLETS:
                return end
        return None

    def is_outlet(self, words: Words) -> bool:
        """Tell whether a phrase names nothing but a registered outlet."""
        return self.outlet_end(*words) == words[1]

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
                if end < stop and not r.is_capital(end) and self.role(r.lowers[end]) is None:
                    break  # ``за даними «Alpha» росіяни просунулися``
                continue
            if (behind := self._within_name(start, end, stop)) > end:
                end = behind
                continue
            if (
                low in _ENDS
                or low in r.speech.cues
                or low in r.speech.classes["publishes"]
                or end in r.quoted
                or low in THAT
                or self._leaves(start, end, stop)
            ):
                break
            end += 1
        while end > start and not (r.words[end - 1][0].isalnum() or end - 1 in r.quoted):
            end -= 1
        while end > start + 1 and r.lowers[end - 1] in r.adv:
            end -= 1
        return (start, end) if end > start and any(r.words[i][0].isalpha() for i in range(start, end)) else None

    def _within_name(self, start: int, at: int, stop: int) -> int:
        """Return the end of what a name goes on behind: the stop of an initial, a short form in brackets before a person's name."""
        r = self.r
        if at == start or at + 1 >= stop:
            return at
        if r.words[at] == ".":
            return at + (len(r.words[at - 1]) == 1 and r.is_capital(at - 1) and r.is_capital(at + 1))
        if r.words[at] != "(":
            return at
        closed = next((i + 1 for i in range(at + 1, min(stop - 1, at + _SHORT_FORM)) if r.words[i] == ")"), at)
        return closed if r.is_capital(closed) else at

    def _leaves(self, start: int, at: int, stop: int) -> bool:
        """Tell whether a phrase ends before a word: at a preposition or date, unless a person's name is still to come."""
        r = self.r
        if r.lowers[at] in r.speech.classes["oblique"]:
            return at > start
        if at > start and (self.citing(at) or (r.lowers[at] in r.speech.classes["told"] and not r.lowers[at - 1].endswith(_GENITIVE))):
            return True
        if at == start or not (r.lowers[at] in r.prep or r.lowers[at] in r.time or r.lowers[at].isdigit()):
            return False
        if r.lowers[at].isdigit() and at + 1 < stop and r.words[at + 1][:2].isupper():
            return False  # ``пресслужба 47 ОМБр``
        end = next((i for i in range(at, min(stop, at + _LONGEST)) if r.lowers[i] in _ENDS or r.lowers[i] in r.speech.cues), stop)
        end = next((i for i in range(at + 2, end) if r.lowers[i] in r.prep and r.is_capital(i - 1) and r.is_capital(i - 2)), end)
        if self._venue_end(at, stop) is None and name_at_end(r, self.sources.role, at + 1, end) is not None:
            return False
        return not self._is_within_known(start, at, stop)

    def _is_within_known(self, start: int, at: int, stop: int) -> bool:
        """Tell whether the name of a registered source goes on at a preposition: ``Сирийская обсерватория по правам человека``."""
        r = self.r
        first = next((i for i in range(start, at) if r.is_capital(i)), at)
        ends = range(at + 2, min(stop, at + _PREPOSITIONAL) + 1) if at - first < _PREPOSITIONAL else ()
        return (
            any(self.sources.find(r.parsed.text[r.parsed.starts[first] : r.parsed.ends[end - 1]]) for end in ends) if first < at else False
        )

    def skip_aside(self, i: int, stop: int) -> int:
        """Step right over adverbs, dates, whom it was told and where it was said."""
        r = self.r
        while i < stop:
            low = r.lowers[i]
            if low in r.adv or low in r.time or (low.isdigit() and i + 1 < stop and r.lowers[i + 1] in r.time):
                i += 1
            elif (turn := self._turn_end(i, stop)) is not None:
                i = turn
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

    def _turn_end(self, i: int, stop: int) -> int | None:
        """Return the end of words that only pass to another speaker: ``со своей стороны``; None where none stand at a word."""
        phrase = self.r.lowers[i : min(stop, i + _TURN)]
        return i + _TURN if " ".join(phrase) in self.r.speech.classes["turn"] else None

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
                again = self._venue_end(end, stop) if end < stop and r.lowers[end] in IN else None
                return again or end
            if r.lowers[j] in _ENDS or r.lowers[j] in r.speech.cues or j in r.quoted:
                return None
        return None

    def after_venue(self, i: int) -> int:
        """Step over the channel whose owner is named: ``в Telegram-канале губернатора``."""
        return i + 1 if i + 1 < self.last and self.r.lowers[i] in self.r.venue and self.r.lowers[i + 1] not in _ENDS else i

    def speaker_after(self, i: int, stop: int, *, nobody: bool) -> tuple[Words | None, Words | None]:
        """Find who speaks right of a verb, and the outlet that was told."""
        r = self.r
        at, told = self._after_told(self.skip_aside(i, stop), stop, nobody=nobody)
        if i < stop and r.lowers[i] in r.speech.classes["told"] and (at >= stop or r.words[at] in STOPS):
            at = i  # `сообщило радио «Alpha».`
        if at < stop and nobody and r.lowers[at] in IN:
            body = self.phrase(at + 1, stop)
            return (body, told) if body and self.is_body(body) else (None, None)
        if (at < stop and r.lowers[at] in r.prep) or at >= stop or r.lowers[at] in r.conj:
            return None, None
        if r.lowers[at] in r.pron:
            end = self.outlet_end(at + 1, stop)
            return (at, at + 1), (at + 1, end) if end is not None else told  # `розповів він Alpha News`
        phrase = self.phrase(at, stop)
        if phrase is None:
            return None, None
        phrase = self._with_apposition(phrase, stop)
        if told is None and phrase[1] < stop and r.lowers[phrase[1]] in r.speech.classes["told"]:
            end = self.outlet_end(phrase[1] + 1, stop)
            told = (phrase[1] + 1, end) if end is not None else None  # `сообщил источник агентству Alpha`
        return phrase, told

    def _after_told(self, at: int, stop: int, *, nobody: bool) -> tuple[int, Words | None]:
        """Step over the outlet in ``сообщили ТАСС в штабе`` and ``рассказал РИА Новости мэр``, which was told by who follows."""
        end = self.outlet_end(at, stop)
        after = self.skip_aside(end, stop) if end is not None else stop
        if end is None or after >= stop:
            return at, None
        names_body = nobody and self.r.lowers[after] in IN and (body := self.phrase(after + 1, stop)) is not None and self.is_body(body)
        named = self.r.lowers[after] not in self.r.prep and self.role(self.r.lowers[after]) is not None
        return (after, (at, end)) if names_body or named else (at, None)

    def _last_segment(self, start: int, verb: int) -> int:
        """Return where the subject of a verb begins: after the last comma before it that no mere aside follows."""
        r = self.r
        commas = [i for i in range(start, verb) if r.words[i] == "," and not self._is_within_quotation(i)]
        end = verb
        for comma in reversed(commas):
            first = self._first_word(comma + 1, end)
            aside = _PARTICIPLE.search(first) or first.startswith(_RELATIVE)
            if self.is_body((comma + 1, end)) and not aside:
                name = self.phrase(start, comma) if comma == commas[0] else None
                titled = name is not None and name[1] == comma and name_at_end(r, self.sources.role, *name) == name
                return start if titled else comma + 1
            end = comma
        return start

    def _first_word(self, start: int, stop: int) -> str:
        """Return the first word of a stretch where it is written small, else nothing."""
        return self.r.lowers[start] if start < stop and not self.r.is_capital(start) else ""

    def _is_within_quotation(self, i: int) -> bool:
        return any(q.first <= i < q.last for q in quotations_before(self.r, i))

    def is_body(self, words: Words) -> bool:
        """Tell whether a phrase may name who speaks: by a capital, a name in quotation marks or a role."""
        r = self.r
        capital = any(r.is_capital(i) or i in r.quoted for i in range(*words))
        return capital or any(self.role(r.lowers[i]) is not None for i in range(*words))

    def body_between(self, start: int, stop: int) -> Words | None:
        """Return the body that is named farther right: ``у зведенні щодо вторгнення на сторінці Генерального штабу``."""
        r = self.r
        for i in range(start, min(stop, start + REACH)):
            if r.is_capital(i) and (body := self.phrase(i, stop)) and any(self.role(r.lowers[j]) is not None for j in range(*body)):
                return body
        return None

    def _with_apposition(self, phrase: Words, stop: int) -> Words:
        """Take in the name of ``the spokesman of the army, brigadier Effi Defrin``."""
        r, end = self.r, phrase[1]
        if end + 1 >= stop or r.words[end] != "," or name_at_end(r, self.sources.role, *phrase) is not None:
            return phrase
        after = self.phrase(end + 1, stop)
        if after is None or name_at_end(r, self.sources.role, *after) is None or not any(self.role(r.lowers[i]) for i in range(*phrase)):
            return phrase
        return phrase[0], after[1]

    def speaker_before(self, start: int, verb: int, *, nobody: bool) -> Words | None:
        """Find who speaks left of a verb: the phrase that opens the clause, or the body of a fronted ``в штабе``."""
        r = self.r
        start = self._last_segment(max(start, verb - REACH), verb)
        while start < verb and (r.lowers[start] in _ENDS or r.lowers[start] in r.conj):
            start += 1
        if r.lowers[start : start + 2] == ("о", "."):
            start += 2  # `И. о. губернатора`
        after = self.skip_aside(start, verb)
        if after >= verb:
            return None
        if r.lowers[after] in IN:
            body = self.phrase(after + 1, verb) if nobody else None
            return body if body and self.is_body(body) else None
        if r.lowers[after] in r.prep:
            return None
        if after == verb - 1 and r.lowers[after] in r.pron:
            return after, verb
        phrase = self.phrase(after, verb)
        return self._with_apposition(phrase, verb) if phrase else None


def is_titled(line: Line, words: Words) -> bool:
    """Tell whether a phrase ends in a person's name behind an office, or names a registered person."""
    r = line.r
    known = line.sources.find(r.parsed.text[r.parsed.starts[words[0]] : r.parsed.ends[words[1] - 1]])
    if known is not None:
        return known.kind in ("person", "official", "military") and known.source_id.startswith("person:")
    name = name_at_end(r, line.role, *words)
    return name is not None and any(line.role(r.lowers[i]) is not None for i in range(words[0], name[0]))


def after_dateline(r: Reader, sources: SourceRegistry, first: int) -> int:
    """Return the word behind the dash of ``Киев. 12 мая. Alpha - Штаб сообщил``; the first word where no outlet signs a report."""
    if sentence_at(r, first) > _TOP:
        return first
    stop = min(first + _DATELINE, len(r.words) - 1)
    dash = next((i for i in range(first + 1, stop) if r.words[i] in DASHES or r.words[i] == "•"), None)
    if dash is None:
        return first
    line = Line(r, sources, first, dash)
    return dash + 1 if any(line.outlet_end(i, dash) == dash for i in range(first, dash)) else first


def is_verb_of_saying(r: Reader, i: int) -> bool:
    """Tell whether a word is a verb of saying."""
    return i < len(r.lowers) and any(cue.sort == "say" for cue in r.speech.cues.get(r.lowers[i], ()))


def maker_of_paper(line: Line, i: int) -> Words | None:
    """Return X of ``в сводке X``, ``у повідомленні пресслужби X``."""
    r = line.r
    i += i < line.last and r.lowers[i] in IN
    paper = next((j for j in range(i, min(line.last, i + 5)) if r.lowers[j] in r.speech.classes["paper"]), None)
    if paper is None:
        return line.phrase(line.after_venue(i), line.last)
    if paper + 1 < line.last and r.lowers[paper + 1] not in r.prep and (maker := line.phrase(paper + 1, line.last)) is not None:
        return maker
    return line.body_between(paper + 1, line.last) or (paper, paper + 1)


def announces(r: Reader, last: int) -> bool:
    """Tell whether a sentence ends in a colon, so that the lines after it are what is said."""
    return r.words[last - 1] == ":" and last < len(r.words)


def is_time(r: Reader, first: int, last: int) -> bool:
    """Tell whether words say no more than when: ``станом на 22:00``."""
    return all(r.lowers[i] in r.time or r.lowers[i] in r.prep or not r.lowers[i][0].isalpha() for i in range(first, last))


def next_line(r: Reader, last: int) -> Words:
    """Return the sentence that begins at a word."""
    return last, r.parsed.sentences[sentence_at(r, last)].last


def sentence_at(r: Reader, word: int) -> int:
    """Return the ordinal of the sentence that holds a word."""
    return bisect_right(r.parsed.sentences, word, key=lambda sentence: sentence.first) - 1


def quotations_before(r: Reader, i: int) -> Sequence[Quotation]:
    """Return the few quotations that begin last before a word, one of which may hold it."""
    end = bisect_right(r.parsed.quotations, i, key=lambda quotation: quotation.first)
    return r.parsed.quotations[max(0, end - _NESTED) : end]


def part_from_outlet(line: Line, one: Found) -> None:
    """Part ``источники «Страны»`` into those who speak and the outlet that has their words."""
    if one.source is None or one.source[1] - one.source[0] < 2:
        return
    start, end = one.source
    role = line.role(line.r.lowers[start])
    if role is not None and role.kind == "person" and role.number == "many" and line.is_outlet((start + 1, end)):
        one.source, one.relays = (start, start + 1), [*one.relays, (start + 1, end)]


def attach_relays(line: Line, found: Sequence[Found]) -> None:
    """Note whom the sources of a sentence cite, and which outlets relay them: ``со ссылкой на X``, ``пишет Y``."""
    if not found:
        return
    for i in range(line.first, line.last):
        length = line.citing(i)
        cited = line.phrase(i + length, line.last) if length else None
        if cited:
            found[-1].cited.append(cited)
