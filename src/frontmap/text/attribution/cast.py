"""Keeps who speaks in a document, and finds whom pronouns, surnames, roles and other short forms mean."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from frontmap.model import PlaceMention
from frontmap.registry.sources import THIRD_PARTY, UNKNOWN, Conflict, SourceRegistry
from frontmap.registry.stems import stem
from frontmap.text.attribution.naming import POSSESSIVE, Naming, Speaker
from frontmap.text.attribution.phrases import Reader, Words, is_date, leading_phrase, phrase_after
from frontmap.text.attribution.relays import outlet_name
from frontmap.text.clauses import dateline_end

_HE = frozenset({"he", "she", "him", "her"})
_IT = frozenset({"it"})
_THEY = frozenset({"they", "them"})
_BACK = 4
"""Sentences that a pronoun is looked back."""


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
        self._full_names: dict[str, tuple[str, str]] | None = None

    # ------------------------------------------------------------ looking back

    def sentence_of(self, word: int) -> int:
        """Return the index of the sentence that holds a word."""
        if self._sentence_of is None:
            self._sentence_of = [sentence.first for sentence in self.r.parsed.sentences]
        return bisect_right(self._sentence_of, word) - 1

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
            opener = self._opener(sentence.first, min(sentence.last, before), index == here)
            if opener and _suits(opener, person, plural):
                return opener
        return None

    def _they(self, before: int) -> Speaker | None:
        """Return whom ``they`` means: who just spoke, several that the last sentence is about, or who spoke before that."""
        here = self.sentence_of(before)
        spoke = self._just_spoke(before, 1)
        if spoke is None and here > 0:
            sentence = self.r.parsed.sentences[here - 1]
            opener = self._opener(sentence.first, sentence.last, same=False)
            spoke = opener if opener and opener.plural and opener.kind != "monitor" else None
        return spoke or self._just_spoke(before, 2) or self.last(before, plural=True) or self.last(before, person=False)

    def _just_spoke(self, before: int, back: int) -> Speaker | None:
        """Return who speaks, not as a single named person, at most so many sentences before a word."""
        here = self.sentence_of(before)
        known = [s for s in self.speakers[-4:] if s.at < before and here - self.sentence_of(s.at) <= back and not (s.person and s.title)]
        return known[-1] if known else None

    def _opener(self, first: int, last: int, same: bool) -> Speaker | None:
        """Return the person or body that a sentence opens with (``A soldier ...``, ``Pushilin’s message``), as far as it is one."""
        sentence = self.r.parsed.sentences[self.sentence_of(first)]
        phrase = leading_phrase(self.r, max(first, dateline_end(self.r.parsed, sentence)), last)
        if phrase is None or (phrase[1] >= last and not same):
            return None
        owner = self._owner(phrase)
        speaker = self.naming.read(owner or phrase)
        return speaker if speaker and (speaker.kind != UNKNOWN or speaker.source_id or owner) else None

    def _topic(self, before: int) -> Speaker | None:
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

    # ------------------------------------------------------------ who is meant

    def identify(self, words: Words, said: int | None = None) -> Speaker | None:
        """Find who a source phrase stands for: itself in full, or somebody met before (before word ``said``, where what is said begins)."""
        first = self.r.lowers[words[0]]
        if words[1] - words[0] == 1:
            before = words[0] if said is None else min(said, words[0])
            if first in self.r.pron and (topic := self._topic(before)) is not None:
                return topic
            if first in _HE or first in self.r.speech.classes["heform"]:
                return self.last(before, person=True) or self._just_spoke(before, 2)
            if first in _IT:
                return self.last(before, person=False, plural=False)
            if first in _THEY or first in self.r.speech.classes["theyform"]:
                return self._they(before)
        if words[1] - words[0] > 1 and "same" in self.r.lowers[words[0] : words[0] + 2]:
            return self.last(words[0])
        maker = self._maker(words) if self.r.lowers[words[0]].isascii() else self._meant_by_noun(words)
        if maker is not None:
            return maker
        joint = next((i for i in range(words[0] + 2, words[1] - 1) if self.r.lowers[i] == "and"), None)
        if joint is not None and self.r.lowers[words[0]] == "the" and self._is_group((words[0], joint)):
            return self.identify((words[0], joint), said)  # "the armed group and residents"
        speaker = self.naming.read(words)
        if speaker is None:
            return None
        known = self._met_before(speaker, words)
        if known is not None:
            return replace(known, title=known.title or speaker.title, at=words[0])
        return speaker if speaker.side != UNKNOWN else self._with_side_of_context(speaker, words)

    def _meant_by_noun(self, words: Words) -> Speaker | None:
        """Find whom a bare noun means in languages without articles: ``посадовець``, ``в министерстве``."""
        r = self.r
        if words[1] - words[0] == 1 and r.lowers[words[0]] in r.speech.classes["paper"]:
            return self.last(words[0], person=False, spoken=True) or self.last(words[0], spoken=True)
        named = any(r.is_capital(i) and not r.words[i].isupper() for i in range(words[0] + 1, words[1]))
        if named or words[1] - words[0] > 3 or (r.words[words[0]].isupper() and len(r.words[words[0]]) > 1):
            return None
        role = next((role for i in range(*words) if (role := self.sources.role(r.lowers[i])) is not None), None)
        opens = words[0] == r.parsed.sentences[self.sentence_of(words[0])].first
        if role is None or role.number == "many" or (r.is_capital(words[0]) and not opens):
            return None
        stems = {stem(r.lowers[i]) for i in range(*words)}
        met = [s for s in self.speakers[-12:] if s.at < words[0] and s.person == (role.number == "one") and s.name.lower() != s.name]
        same = [s for s in met if stems & {stem(word) for word in s.words}]
        alone = words[1] - words[0] == 1
        fitting = (same or met) if role.title or (role.number == "body" and alone) else same if alone else []
        return replace(fitting[-1], at=words[0], via=()) if fitting else None

    def _with_side_of_context(self, speaker: Speaker, words: Words) -> Speaker:
        """Give a side by what stands before: ``another milblogger``, ``his deputy``, an officer after the body that he speaks for."""
        first = self.r.lowers[words[0]]
        other: Speaker | None = None
        if first in self.r.poss:
            other = self.last(words[0], person=True) if first in ("his", "her") else self.last(words[0])
        elif first in ("another", "other", "the", "second"):
            head = self.r.lowers[self.naming.head(*self.naming.trim(words))]
            other = next((s for s in reversed(self.speakers) if head in s.words and s.side != UNKNOWN), None)
        if other is None and speaker.person and speaker.kind in ("official", "military"):
            other = self._body_before(words[0])
        if other is None and words[1] - words[0] == 2 and self.r.lowers[words[1] - 1].startswith("spokes"):
            other = self._just_spoke(words[0], 2)
        if (
            other is None
            and self.home is None
            and speaker.kind != "person"
            and self.sources.is_plain("home", self.r.lowers[words[0] : words[1]])
        ):
            other = self._body_before(words[0]) or self._namesake_at_the_start(words)
        if other:
            return replace(speaker, side=other.side)
        return replace(speaker, side=self._side_of_office(speaker, words))

    def _namesake_at_the_start(self, words: Words) -> Speaker | None:
        """Return the body that the sentence is about where it shares a word: ``The Iranian army took it, an army spokesman said``."""
        sentence = self.r.parsed.sentences[self.sentence_of(words[0])]
        opener = self._opener(sentence.first, words[0], same=False)
        return opener if opener and opener.side != UNKNOWN and opener.words.intersection(self.r.lowers[words[0] + 1 : words[1]]) else None

    def _side_of_office(self, speaker: Speaker, words: Words) -> str:
        """Return the side of the state at war where an office of a state or a plain word for one is named and nothing else.

        That is the state on whose ground the war is fought, else the one in which nearly all places of the text lie.
        """
        lowers = self.r.lowers[words[0] : words[1]]
        if speaker.kind == "person" or lowers[0] in self.r.poss:
            return UNKNOWN
        office = bool(self.r.speech.classes["office"].intersection(lowers)) and speaker.person
        if self.home:
            return self.home if office else UNKNOWN
        ground = self.conflict is not None and len(self.conflict.countries) == 1  # where two states fight, that of the places
        if self.conflict is None or not ground or not (office or self.sources.is_plain("home", lowers)):
            return UNKNOWN
        return self.conflict.parties.get(self.naming.country() or "", UNKNOWN)

    def _body_before(self, before: int) -> Speaker | None:
        """Return the army, ministry or government that spoke in the same sentence or the one before."""
        here = self.sentence_of(before)
        for other in reversed(self.speakers[-4:]):
            near = other.at < before and self.sentence_of(other.at) >= here - 1
            told = other.side != UNKNOWN and (other.side != THIRD_PARTY or self.home is None or other is self.speakers[-1])
            state = other.kind in ("military", "ministry", "official") or self.sources.is_country_word(other.name.lower())
            if near and state and told:
                return other
        return None

    def _maker(self, words: Words) -> Speaker | None:
        """Find who made a thing said: ``a statement by X``, ``X’s account``, ``footage published by X``, ``The claim``."""
        start, end = words
        frame, maker = self._frame_inside(start, end)
        if maker and frame == "publish":
            return self.identify(maker)
        if maker and frame in ("heard", "relay"):
            return self._heard(start, maker)
        if (
            self.r.lowers[end - 1] == "sources"
            and end - start > 1
            and POSSESSIVE.search(self.r.words[end - 2])
            and self.r.lowers[end - 2] != "s"
        ):
            name = outlet_name(self.naming, (start, end - 1), bodies=True)
            speaker = self.naming.read((end - 1, end))
            if name and speaker:
                return replace(speaker, via=(name,))
        noun = next((i for i in range(start, min(end, start + 8)) if self.r.lowers[i] in self.r.speech.nouns), None)
        if noun is None or (noun + 2 < end and self.r.lowers[noun + 1] in self.r.speech.nouns):
            return None
        if noun + 2 < end and self.r.lowers[noun + 1] in ("by", "from", "of"):
            media = self.r.speech.nouns[self.r.lowers[noun]].media
            named = self.identify((noun + 2, end)) if not media or self.r.lowers[noun + 1] != "of" else None
            if named and (not media or named.source_id or named.kind != UNKNOWN):
                return named  # "footage from the east of the city" has no maker
        for i in range(start, noun):
            if POSSESSIVE.search(self.r.words[i]) and self.r.words[i][0].isalpha():
                stop = next(j for j in range(i + 1, noun + 1) if j == noun or self.r.lowers[j] not in self.r.roles)  # "Alphia's army"
                owner = self.naming.read((start, stop))
                return self._met_before(owner, (start, stop)) or owner if owner else None
        if self.r.lowers[start] in ("his", "her"):
            return self.last(start, person=True)
        if noun == start + 1 and self.r.lowers[start] in ("the", "this", "that", "such", "these"):
            named = next((other for other in reversed(self.speakers[-6:]) if self.r.lowers[noun] in other.words), None)
            return named or self.last(start, spoken=True) or (self.speakers[-1] if self.speakers else None)
        if noun == start + 1 == end - 1 and self.r.lowers[start] in ("a", "an") and not self.r.speech.nouns[self.r.lowers[noun]].media:
            return self.last(start, person=False, spoken=True)
        return None

    def _frame_inside(self, start: int, end: int) -> tuple[str, Words | None]:
        """Return the publisher in ``footage published by X``, the relay in ``sources consulted by X``, with the frame's sort."""
        for i in range(start + 1, end - 2):
            for frame in self.r.speech.frames.get(self.r.lowers[i], ()):
                relayed = frame.sort == "relay" and "," not in self.r.words[start:i]  # "sources quoted by Alpha News"
                if (relayed or frame.sort in ("publish", "heard")) and self.r.lowers[i : i + len(frame.words)] == frame.words:
                    maker = i + len(frame.words)
                    return (frame.sort, phrase_after(self.r, maker, end)) if not is_date(self.r, maker) else ("", None)
        return "", None

    def _heard(self, start: int, relay: Words) -> Speaker | None:
        """Read ``sources consulted by X``: the sources speak, X relays them."""
        end = next((i for i in range(start, relay[0]) if self.r.lowers[i].endswith("ed") or self.r.lowers[i] == "seen"), relay[0])
        speaker = self.naming.read((start, end))
        name = outlet_name(self.naming, relay, bodies=True)
        return replace(speaker, via=(name,)) if speaker and name else speaker

    def _met_before(self, speaker: Speaker, words: Words) -> Speaker | None:
        """Find the full form of a surname or of ``the minister`` among those met before."""
        if self.naming.is_name(*self.naming.trim(words)) or speaker.title:
            return self._same_person(speaker)
        if self.r.lowers[words[0]] not in ("the", "this", "that") or words[1] - words[0] > 4:
            return None
        if self._is_group(words):
            return self._last_group() or self._named_group(words[0])
        content = {low.removesuffix("s") for low in self.r.lowers[words[0] : words[1]] if self._tells_apart(low)}
        role = self.sources.role(self.r.lowers[words[1] - 1])
        for other in reversed(self.speakers):
            if other.person and role and role.number != "one":
                continue  # "the military" is not its spokesman
            if (
                content <= {word.removesuffix("s") for word in other.words}
                and ("and" in content or "and" not in other.words)
                and other.name != speaker.name
                and len(other.words) > len(speaker.words - {"the"})
                and other.at < words[0]
            ):
                return other
        return None

    def _tells_apart(self, lower: str) -> bool:
        """Tell whether a word of a short form stands in the full form too: not so where somebody sits (``the London-based monitor``)."""
        return lower not in self.r.det and lower[0].isalnum() and not lower.endswith("-based")

    def _is_group(self, words: Words) -> bool:
        """Tell whether a phrase calls a group by its kind only: ``the group``, ``the armed group``, ``the Islamist movement``."""
        before = self.r.lowers[words[0] + 1 : words[1] - 1]
        kind = len(before) == 0 or (len(before) == 1 and before[0] in self.r.speech.classes["groupkind"])
        return kind and self.r.lowers[words[1] - 1] in self.r.speech.classes["armedgroup"]

    def _last_group(self) -> Speaker | None:
        """Return the group that spoke last, which an army of the state is not."""
        unmet = frozenset({"the", *self.r.speech.classes["armedgroup"]})  # "the group" of which nobody knew the name yet
        bodies = [other for other in reversed(self.speakers) if not other.person and (other.side != UNKNOWN or not other.words <= unmet)]
        group = next((other for other in bodies if other.kind in ("group", "monitor", "ngo")), None)
        return group or next((other for other in bodies if other.kind == "military" and other.side != self.home), None)

    def _named_group(self, before: int) -> Speaker | None:
        """Return the armed group that the text named last before a word."""
        here = self.sentence_of(before)
        for index in range(here, max(-1, here - _BACK - 1), -1):
            sentence = self.r.parsed.sentences[index]
            groups = [
                body
                for body in self.bodies_in(sentence.first, min(sentence.last, before))
                if body.kind == "group" or (body.kind == "military" and self.home not in (None, body.side))
            ]
            if groups:
                return groups[-1]
        return None

    def _same_person(self, speaker: Speaker) -> Speaker | None:
        """Find somebody met before under a longer name, or the full name that the text gives elsewhere."""
        parts = speaker.name.split()
        surname = POSSESSIVE.sub("", parts[-1])
        for other in reversed(self.speakers):
            longer = len(other.name.split()) > len(parts) and (
                other.name.endswith(speaker.name) or other.name.startswith(speaker.name + " ")
            )
            if other.name == speaker.name or (longer and (other.person or other.name.endswith(speaker.name))):
                return other
        full = self.full_names().get(surname) if surname[:1].isupper() else None
        if full is None or full[0] == speaker.name or (len(parts) > 1 and not full[0].endswith(" " + speaker.name)):
            return None
        name, title = full
        side, kind = self.sources.side_of(f"{title} {name}".strip(), self.conflict)
        source = self.sources.find(name)
        return Speaker(
            name, title or None, side if side != UNKNOWN else speaker.side, kind, source.source_id if source else None, True, False,
            frozenset((*name.lower().split(), *title.lower().split())), speaker.at,
        )  # fmt: skip

    def full_names(self) -> Mapping[str, tuple[str, str]]:
        """Return surname -> (full name, title) for the persons that the document names in full."""
        if self._full_names is None:
            self._full_names = {}
            if not self.r.parsed.all_caps:
                self._collect_names(self._full_names)
        return self._full_names

    def _collect_names(self, names: dict[str, tuple[str, str]]) -> None:
        words, total = self.r.words, len(self.r.words)
        i = 0
        while i < total:
            if not words[i][0].isupper():
                i += 1
                continue
            end = i
            while end < total and words[end][0].isupper() and end - i < 10:
                end += 1
            if end - i >= 2:
                self._note_name(i, end, names)
            i = max(end, i + 1)

    def _note_name(self, start: int, end: int, names: dict[str, tuple[str, str]]) -> None:
        """Keep a run of capitalised words as a person's name where it can be one."""
        first = start
        for i in range(start, end - 1):
            role = self.sources.role(self.r.lowers[i])
            demonym = self.sources.is_country_word(self.r.lowers[i])
            low = self.r.lowers[i]
            if (
                (role and role.title)
                or demonym
                or any(low in words for words in (self.r.det, self.r.prep, self.r.conj, self.r.adv, self.r.time))
            ):
                first = i + 1
        while first < end and self.r.words[first].isupper() and not self.r.words[first].isascii() and len(self.r.words[first]) > 1:
            first += 1  # "з питань АТО Андрій Лис"
        if start and self.r.lowers[start - 1] == "of":  # "Secretary of State Elliott Abrams"
            first = max(first, end - 2)
        if end - first < 2 or end - first > 4 or not self.naming.is_name(first, end):
            return
        surname = POSSESSIVE.sub("", self.r.words[end - 1])
        name = POSSESSIVE.sub("", self.naming.text((first, end)))
        names.setdefault(surname, (name, self.naming.text((start, first)) if first > start else ""))

    def bodies_in(self, first: int, last: int) -> Iterator[Speaker]:
        """Yield the armed bodies, ministries and staffs of the registry that a stretch names."""
        i = first
        while i < last:
            if self.r.is_capital(i):
                for end in range(min(last, i + 8), i, -1):
                    source = self.sources.find(self.naming.text((i, end)))
                    if (
                        source
                        and source.kind in ("group", "military", "ministry", "official")
                        and not source.source_id.startswith("person:")
                    ):
                        speaker = self.naming.read((i, end))
                        if speaker:
                            yield speaker
                        i = end - 1
                        break
            i += 1


def _suits(speaker: Speaker, person: bool | None, plural: bool | None) -> bool:
    return (person is None or speaker.person == person) and (plural is None or speaker.plural == plural)
