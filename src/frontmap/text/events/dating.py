"""Tells which of a text's dates an event has: one of its clause, of its sentence, or the one that the passage began with."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from frontmap.model import Event, Parsed, Sentence
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import is_finite
from frontmap.text.events.dates import DateMention, date_precision
from frontmap.text.events.days import is_entry
from frontmap.text.events.directions import words_of

_FRONTED = 3
"""Words of time before a date that a sentence begins with."""
_TOLD = frozenset({"asserted", "hedged"})
"""Modalities of what is told as having happened."""
_TOLD_OR_DENIED = _TOLD | {"denied"}
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")  # 08:05, 15:30
_STORY = timedelta(days=3)
"""How long before the day of writing the day lies at most that a report of one day's news is about."""
_OTHER_NEWS = timedelta(days=31)
"""A text that tells of another day so near is not about one day only."""
_REACH = 150
"""Words on either side of what names an event that are its sentence; what is longer is no prose, and time stays linear."""
_LOOK_BACK = 40
"""Words before a date among which stands what makes it another clause's."""
_CARRIED = 12
"""Sentences over which a date is carried on."""
_ENTRY = timedelta(days=7)
"""How long the time is at most that an entry of a chronicle is about: `3-9 May`."""
_ARTICLE_REACH = 2
"""Words before a noun among which stands its article."""
_DESCRIBED = 2
"""Words behind a date among which stands the noun of a fight that it tells from others: `the 5 May suicide attack`."""
_FIGHTS = frozenset({"fight", "deadly"})
"""Classes of nouns for what is fought."""
_PERFECT = frozenset({"has", "have", "had"})
_KNOWN = frozenset({"the", "this", "that", "these", "those", "both"})
"""Articles of what a text has told of before."""


def _around(word: int, sentence: Sentence) -> Sentence:
    """Return a sentence, cut to what stands around a word where it is so long that it can be none."""
    return replace(sentence, first=max(sentence.first, word - _REACH), last=min(sentence.last, word + _REACH))


@dataclass(frozen=True, slots=True)
class Dating:
    """A document with its dates and events, to be asked when something happened."""

    parsed: Parsed
    dates: Sequence[DateMention]
    today: DateMention | None
    """The day of writing, None where it is not known."""
    lexicon: Lexicon
    told: dict[tuple[str, Hashable], DateMention] = field(default_factory=dict)
    """The days that were told so far: event type and place -> when it happened last."""

    def is_to_come(self, event: Event, date: DateMention) -> bool:
        """Tell whether an event has a date after the day of writing and no verb in the past, so that it has not happened yet."""
        ahead = self.today is not None and date.year_known and date.begins > self.today.ends
        return ahead and not self._is_told_in_past(event)

    def _is_told_in_past(self, event: Event) -> bool:
        """Tell whether a verb in the past tells an event: that of its clause, or for one in -ing that of the sentence so far."""
        first, last = words_of(self.parsed, event.start, event.end)
        if self.parsed.lowers[first].endswith("ing"):
            first = max(self.parsed.sentences[event.sentence].first, first - _REACH)  # `Planes strafed the rebels, killing ten`
        return any(lower in self.lexicon.past or self.lexicon.is_a(lower, "was") for lower in self.parsed.lowers[first:last])

    def date_of(self, event: Event, place: Hashable) -> DateMention | None:
        """Return the date of an event at a place; None where nothing tells it."""
        date = self._told_date(event, place)
        if date is not None and event.modality in _TOLD and not date.lasting:
            self.told[event.type, place] = date
        return date

    def _told_before(self, event: Event, place: Hashable) -> DateMention | None:
        """Return when it was told to have happened there, for an answer and for what the text takes for known: `denied the attack`."""
        if event.modality not in _TOLD_OR_DENIED:
            return None
        first, last = words_of(self.parsed, event.start, event.end)
        if event.modality == "denied" or any(self._is_known_fight(word, first) for word in range(first + 1, last)):
            return self.told.get((event.type, place))
        return None

    def _told_date(self, event: Event, place: Hashable) -> DateMention | None:
        trigger, _ = words_of(self.parsed, *event.trigger)
        sentence = _around(trigger, self.parsed.sentences[event.sentence])
        here = self._between(sentence.first, sentence.last)
        first, last = words_of(self.parsed, event.start, event.end)
        mine = [date for date in here if not self._is_of_a_noun(date, trigger)]
        inside = [date for date in mine if first <= date.first < last]
        if not inside:
            if self._is_before_news(first, trigger, last):
                return None
            if (lasting := self._since_it_began(mine, sentence, last)) is not None:
                return lasting
            mine = self._shared(mine, sentence, last) if event.modality != "possible" else []
            if not mine:
                # where the sentence has dates, they are other clauses', and so are its hours
                return self._carried(event, sentence, hour=not here) or self._told_before(event, place)
        found = min(inside or mine, key=lambda d: abs(d.first - trigger))
        if found.background or any(self._is_long_ago(trigger, date) for date in inside):
            return None
        if event.type == "hold" and found.begins != found.ends:
            return None  # a state: a day is told of it, but `since May` only says that it lasts
        return found

    def _is_long_ago(self, trigger: int, date: DateMention) -> bool:
        """Tell whether words of background say when an event was: `marked the bombing of A a year ago`."""
        between = self.parsed.lowers[trigger : date.first]
        return date.background and date.first > trigger and not any(is_finite(lower, self.lexicon) for lower in between)

    def _between(self, first: int, last: int) -> Sequence[DateMention]:
        low, high = (bisect_left(self.dates, word, key=lambda d: d.first) for word in (first, last))
        return self.dates[low:high]

    def _shared(self, dates: Sequence[DateMention], sentence: Sentence, last: int) -> list[DateMention]:
        """Return the dates of a sentence that hold for a clause that ends before word ``last`` and has none of its own."""
        holding = [date for date in dates if not date.lasting or self._is_fronted(date, sentence)]
        return [date for date in holding if not self._is_of_what_went_before(date, sentence, last)]

    def _is_before_news(self, first: int, trigger: int, last: int) -> bool:
        """Tell whether a clause says what went before the news: `after driving rebels from A`, `which they had previously bypassed`."""
        lowers, first = self.parsed.lowers, max(first, trigger - _REACH)
        if any(self.lexicon.is_a(lower, "aforetime") for lower in lowers[first:trigger]):
            return True
        if any(lower == "since" and before in _PERFECT for before, lower in itertools.pairwise(lowers[max(0, first - 1) : trigger])):
            return True
        after = first - (lowers[first - 1] == "after")
        if lowers[after] != "after" or not lowers[after + 1].endswith("ing") or "," in lowers[after:trigger]:
            return False
        counted = any(date.last == after + 1 for date in self._between(after - 2, after))  # `a day after storming A`
        hours = counted or self.lexicon.is_timed(lowers[after - 1], "sequel")  # `hours after storming A`
        return not hours and not any(self._is_hour(word, first) for word in range(trigger, min(last, trigger + _REACH)))

    def _since_it_began(self, dates: Sequence[DateMention], sentence: Sentence, last: int) -> DateMention | None:
        """Return how long what ends before a word has gone on: `ten have died since the offensive began in May`; None where not so."""
        date, lowers = next((date for date in dates if date.first > last), None), self.parsed.lowers
        if date is None or self.today is None or date.begins >= self.today.begins or _PERFECT.isdisjoint(lowers[sentence.first : last]):
            return None
        since = next((word for word in range(date.first - 1, last - 1, -1) if lowers[word] == "since"), None)
        between = lowers[since + 1 : date.first] if since is not None else ()
        if not any(self.lexicon.is_a(lower, "begun") for lower in between) or not all(lower[0].isalnum() for lower in between):
            return None
        edtf = f"{date.edtf.partition('/')[0]}/{self.today.edtf}"
        return replace(date, edtf=edtf, ends=self.today.ends, precision=date_precision(date.begins, self.today.ends), lasting=True)

    def _is_of_a_noun(self, date: DateMention, trigger: int) -> bool:
        """Tell whether a date says which fight a noun means, and is no other event's: `fired in revenge for the 5 May attack`."""
        lowers, noun = self.parsed.lowers, range(date.last, min(date.last + _DESCRIBED, len(self.parsed.lowers)))
        led = date.first - 1 - (lowers[date.first - 1] in _KNOWN)
        if led < 0 or lowers[led] not in ("for", "to") or trigger in noun:
            return False
        return any(self.lexicon.is_any(lowers[word], _FIGHTS) for word in noun)

    def _is_background(self, word: int) -> bool:
        return self.lexicon.is_timed(self.parsed.lowers[word], "background")

    def _is_of_what_went_before(self, date: DateMention, sentence: Sentence, last: int) -> bool:
        """Tell whether a date stands in another clause: `, which fell on Friday`, `after they met on Friday`."""
        first = max(last if date.first >= last else sentence.first, date.first - _LOOK_BACK)
        relative = any(map(self._opens_relative, self.parsed.lowers[max(first, last) : self._resumed(date, first)]))
        for word in range(date.first - 1, first - 1, -1):
            if self.parsed.lowers[word] == ",":
                break
            if date.last < last and self.parsed.lowers[word] in ("who", "which"):
                return True  # `the rebels, who had left in May, took A`
            if self._is_background(word):
                between = self.parsed.lowers[word + 1 : date.first]
                return not all(self._is_of_time(lower) or self.lexicon.is_any(lower, _FIGHTS) for lower in between)
        return relative

    def _opens_relative(self, lower: str) -> bool:
        return "rel" in self.lexicon.clauses.get(lower, ())

    def _resumed(self, date: DateMention, first: int) -> int:
        """Return the first word of a date; ``first`` where a comma before it ends an aside: `took A, which is near B, on Friday`."""
        lead, lowers = date.first - 1, self.parsed.lowers
        while lead > first and self.lexicon.is_a(lowers[lead], "time_lead"):
            lead -= 1
        aside = any(before == "," and self._opens_relative(lower) for before, lower in itertools.pairwise(lowers[first : lead - 1]))
        return first if lowers[lead] == "," and aside else date.first

    def _carried(self, event: Event, sentence: Sentence, *, hour: bool = True) -> DateMention | None:
        """Return the date of an earlier sentence for an event whose own has none; ``hour``: an hour of its own is of that day."""
        if event.modality not in _TOLD_OR_DENIED:
            return None
        earlier = list(reversed(self.parsed.sentences[max(0, event.sentence - _CARRIED) : event.sentence]))
        hour = hour and self._tells_the_hour(sentence)
        if hour or self._goes_on(sentence):
            days = (date for before in earlier if (date := self._last_of(before)) and date.begins == date.ends)
            return next(days, self.today if hour else None)
        if event.type == "hold" or event.modality not in _TOLD:
            return None
        _, last = words_of(self.parsed, event.start, event.end)
        if any(self.lexicon.is_a(lower, "undated") for lower in self.parsed.lowers[sentence.first : last]):
            return None  # `has encircled A, taken B`, but not `shot down a jet, but the army has denied it`
        begun = self._begun_with(itertools.takewhile(lambda before: before.paragraph == sentence.paragraph, earlier))
        return begun or self._headed(earlier) or self._of_day_before(event, earlier) or self._of_the_story(event)

    def _of_the_story(self, event: Event) -> DateMention | None:
        """Return the day of a report that tells of no other: `Rebels attacked A on Tuesday. ... Shells hit the market` is of Tuesday."""
        if self.today is None or not self.dates:
            return None
        day, lead = self.dates[0], next((s for s in self.parsed.sentences if s.kind != "heading"), None)
        told_first = lead is not None and lead.first <= day.first < lead.last and day.begins == day.ends
        if not told_first or not timedelta() <= self.today.begins - day.begins <= _STORY or not self._is_by_weekday(day):
            return None
        news = (date for date in self.dates if not date.background and not date.lasting)
        if any(date.edtf != day.edtf and date.ends > day.begins - _OTHER_NEWS for date in news):
            return None
        return day if self._is_told_in_past(event) else None

    def _is_by_weekday(self, date: DateMention) -> bool:
        """Tell whether a date is told from the day of writing, as news are: `on Tuesday`, `today`."""
        return any(self.lexicon.is_timed(lower, "weekday", "relative") for lower in self.parsed.lowers[date.first : date.last])

    def _goes_on(self, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on with what was told last: `Subsequently, they shelled A`, `Hours later it fell`."""
        return self.lexicon.is_timed(self.parsed.lowers[sentence.first], "sequel")

    def _headed(self, earlier: Iterable[Sentence]) -> DateMention | None:
        """Return the date of the heading that a chronicle's entry stands under: `Monday`, `Blue Nile, 12 April`."""
        headings = filter(is_entry, earlier)
        dates = (date for heading in headings if (date := self._last_of(heading)))
        return next((date for date in dates if date.ends - date.begins <= _ENTRY), None)

    def _of_day_before(self, event: Event, earlier: Sequence[Sentence]) -> DateMention | None:
        """Return the day that the sentence right before tells, for what speaks of the fight told there: `died in the attack`."""
        first, last = words_of(self.parsed, event.start, event.end)
        if not earlier or not any(self._is_known_fight(word, first) for word in range(first + 1, last)):
            return None
        date = self._last_of(earlier[0])
        return date if date is not None and date.begins == date.ends and not date.lasting else None

    def _is_known_fight(self, word: int, start: int) -> bool:
        """Tell whether a word is the noun of a fight that the text takes for known: `the attack`, `this latest raid`."""
        lowers = self.parsed.lowers
        led = range(word - 1, max(start, word - _ARTICLE_REACH) - 1, -1)
        return self.lexicon.is_any(lowers[word], _FIGHTS) and any(lowers[at] in _KNOWN for at in led)

    def _last_of(self, sentence: Sentence) -> DateMention | None:
        return next((date for date in reversed(self._between(sentence.first, sentence.last)) if not date.background), None)

    def _tells_the_hour(self, sentence: Sentence) -> bool:
        """Tell whether a sentence gives a time of the day that the text is at: `at 6 p.m. sharp`, `at noon`, `in the evening`."""
        return any(self._is_hour(word, sentence.first) for word in range(sentence.first, sentence.last))

    def _is_hour(self, word: int, start: int) -> bool:
        lowers, lower = self.parsed.lowers, self.parsed.lowers[word]
        written = lower[0].isdigit() and (lower.endswith(("am", "pm")) or _CLOCK.fullmatch(lower))  # `since 4.50am`
        if written or self.lexicon.is_timed(lower, "clock"):
            return True
        if not self.lexicon.is_timed(lower, "day") or lower[-1] == "s" or word - 2 < start:
            return False
        before = word - 1
        before -= self.lexicon.is_timed(lowers[before], "third")  # `in the early morning`
        if lowers[before] == "the":
            return before > start and self.lexicon.is_a(lowers[before - 1], "through_day")
        return not self.lexicon.is_timed(lower, "time_of_day") and lower != "day" and self.lexicon.is_a(lowers[before], "through_day")

    def _begun_with(self, earlier: Iterable[Sentence]) -> DateMention | None:
        """Return the date of the last dated one of earlier sentences, if that begins with it."""
        for sentence in earlier:
            if date := self._last_of(sentence):
                return date if self._is_fronted(date, sentence) else None
        return None

    def _is_fronted(self, date: DateMention, sentence: Sentence) -> bool:
        """Tell whether a sentence begins with a date, which is then what the passage is about: `On the morning of 18 March, ...`."""
        opening = [lower for lower in self.parsed.lowers[sentence.first : date.first] if lower[0].isalnum()]
        return len(opening) <= _FRONTED and all(self._is_of_time(lower) for lower in opening)

    def _is_of_time(self, lower: str) -> bool:
        timed = lower in self.lexicon.calendar or any(self.lexicon.is_a(lower, kind) for kind in ("time_lead", "article", "of"))
        return timed or lower[0].isdigit()
