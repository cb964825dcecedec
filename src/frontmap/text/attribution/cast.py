"""Keeps who speaks in a document and finds who spoke last, which group was named last and which bodies a stretch names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from frontmap.model import PlaceMention
from frontmap.registry.sources import POSSESSIVE, THIRD_PARTY, UNKNOWN, Conflict, SourceRegistry
from frontmap.text.attribution.naming import Naming, Speaker
from frontmap.text.attribution.phrases import Reader, Words, leading_phrase, phrase_after, with_name_after
from frontmap.text.clauses import dateline_end

BODIES = frozenset({"group", "military", "ministry", "official"})
"""Kinds of sources that are a party to a war, or an office of one."""
_BACK = 4
"""Sentences that a pronoun is looked back."""
_REMEMBERED = 200
"""Speakers that a short form may mean; it keeps endless texts linear."""


class Cast:
    """Who has spoken so far in one document; it stays open while its attributions are resolved in order."""

    def __init__(self, r: Reader, sources: SourceRegistry, conflict: Conflict | None, placed: Sequence[PlaceMention]) -> None:
        self.r = r
        self.sources = sources
        self.conflict = conflict
        self.naming = Naming(r, sources, conflict, placed)
        self.speakers: list[Speaker] = []
        self.home = conflict.plain.get("home") if conflict else None
        self._sentence_of: list[int] | None = None

    def sentence_of(self, word: int) -> int:
        """Return the index of the sentence that holds a word."""
        if self._sentence_of is None:
            self._sentence_of = [sentence.first for sentence in self.r.parsed.sentences]
        return bisect_right(self._sentence_of, word) - 1

    def latest(self) -> Iterator[Speaker]:
        """Yield who spoke, the latest first; in endless text only the latest ones."""
        return islice(reversed(self.speakers), _REMEMBERED)

    def last(self, before: int, *, person: bool | None = None, plural: bool | None = None, spoken: bool = False) -> Speaker | None:
        """Return who spoke last before a word, within a few sentences; unless ``spoken``, also whom a sentence opens with."""
        here = self.sentence_of(before)
        known = [s for s in self.speakers[-12:] if s.at < before and _suits(s, person, plural)]
        for index in range(here, max(-1, here - _BACK - 1), -1):
            sentence = self.r.parsed.sentences[index]
            in_it = [s for s in known if sentence.first <= s.at < sentence.last]
            if in_it:
                return in_it[-1]
            if spoken:
                continue
            opener = self.opener(sentence.first, min(sentence.last, before), index == here)
            if opener and _suits(opener, person, plural):
                return opener
        return None

    def they(self, before: int) -> Speaker | None:
        """Return whom ``they`` means: who just spoke, several that the last sentence is about, or who spoke before that."""
        here = self.sentence_of(before)
        spoke = self.just_spoke(before, 1)
        if spoke is None and here > 0:
            sentence = self.r.parsed.sentences[here - 1]
            opener = self.opener(sentence.first, sentence.last, same=False)
            spoke = opener if opener and opener.plural and opener.kind != "monitor" else None
        return spoke or self.just_spoke(before, 2) or self.last(before, plural=True) or self.last(before, person=False)

    def just_spoke(self, before: int, back: int) -> Speaker | None:
        """Return who speaks, not as a single named person, at most so many sentences before a word."""
        here = self.sentence_of(before)
        known = [s for s in self.speakers[-4:] if s.at < before and here - self.sentence_of(s.at) <= back and not (s.person and s.title)]
        return known[-1] if known else None

    def opener(self, first: int, last: int, same: bool) -> Speaker | None:
        """Return the person or body that a sentence opens with (``A soldier ...``, ``Pushilin’s message``), as far as it is one."""
        sentence = self.r.parsed.sentences[self.sentence_of(first)]
        phrase = leading_phrase(self.r, max(first, dateline_end(self.r.parsed, sentence)), last)
        if phrase is None or (phrase[1] >= last and not same):
            return None
        phrase = with_name_after(self.r, phrase, last)
        owner = self._owner(phrase) if self.r.words[phrase[1] - 1].islower() else None
        speaker = self.naming.read(owner or phrase)
        known = speaker and (speaker.kind != UNKNOWN or speaker.source_id or owner or self.sources.is_country_word(speaker.name.lower()))
        return speaker if known else None

    def topic(self, before: int) -> Speaker | None:
        """Return whom a sentence names as what it is about (``As for the Southern Brigades, they said ...``)."""
        sentence = self.r.parsed.sentences[self.sentence_of(before)]
        if self.r.lowers[sentence.first : sentence.first + 2] != ("as", "for"):
            return None
        phrase = phrase_after(self.r, sentence.first + 2, before)
        return self.naming.read(phrase) if phrase else None

    def _owner(self, phrase: Words) -> Words | None:
        """Return the owner in ``Pushilin’s video message``."""
        for i in range(*phrase):
            if POSSESSIVE.search(self.r.words[i]) and self.r.is_capital(i):
                return phrase[0], i + 1
        return None

    def meet(self, speaker: Speaker, words: Words | None) -> None:
        """Note who speaks; of two who speak together (``the monitor and the Herald``) each may be meant by a later short form."""
        joint = next((i for i in range(*words) if self.r.lowers[i] == "and"), None) if words and not speaker.person else None
        if joint and words and joint + 1 < words[1]:
            parts = [self.naming.read((words[0], joint)), self.naming.read((joint + 1, words[1]))]
            self.speakers += [
                replace(part, at=speaker.at, via=speaker.via) for part in parts if part and (part.source_id or part.side != UNKNOWN)
            ]
        self.speakers.append(speaker)

    def named_group(self, before: int) -> Speaker | None:
        """Return the armed group that the text named last before a word, else the first one that it names soon after."""
        here = self.sentence_of(before)
        for index in range(here, max(-1, here - _BACK - 1), -1):
            sentence = self.r.parsed.sentences[index]
            groups = list(self._groups_in(sentence.first, min(sentence.last, before)))
            if groups:
                return max(groups, key=lambda group: group.at)
        soon = self.r.parsed.sentences[here + 1 : here + 3]
        return next((group for later in soon for group in self._groups_in(later.first, later.last)), None)

    def _groups_in(self, first: int, last: int) -> Iterator[Speaker]:
        """Yield the armed groups that a stretch names, by the registry or by the war's parties."""
        for body in self.bodies_in(first, last):
            if body.kind == "group" or (body.kind == "military" and self.home not in (None, body.side) and body.side != THIRD_PARTY):
                yield body
        i = first
        while i < last:
            stop = next((j for j in range(i, last) if not self.r.is_capital(j)), last)
            if (stop - i > 1 or (stop > i and self.r.words[i].isupper())) and not self.sources.find(
                self.naming.text((i, min(stop, i + 2)))
            ):
                party = self.naming.read((i, min(stop, i + 6)))
                others = party is not None and party.side not in (UNKNOWN, THIRD_PARTY, self.home)
                if party and others and party.kind in ("group", "military") and not party.source_id:
                    yield party
            i = max(stop, i + 1)

    def bodies_in(self, first: int, last: int) -> Iterator[Speaker]:
        """Yield the armed bodies, ministries and staffs of the registry that a stretch names."""
        i = first
        while i < last:
            if self.r.parsed.words[i][0].isupper():
                for end in range(min(last, i + 8), i, -1):
                    source = self.sources.find(self.naming.text((i, end)))
                    if source and source.kind in BODIES and not source.source_id.startswith("person:"):
                        speaker = self.naming.read((i, end))
                        if speaker:
                            yield speaker
                        i = end - 1
                        break
            i += 1


def _suits(speaker: Speaker, person: bool | None, plural: bool | None) -> bool:
    named = speaker.source_id is not None and not speaker.person and not plural  # "it" may be the Rapid Support Forces
    return (person is None or speaker.person == person) and (plural is None or speaker.plural == plural or named)
