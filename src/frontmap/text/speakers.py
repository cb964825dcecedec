"""Resolves the sources of attributions: full names for pronouns, surnames and roles, titles, sides and chains of relays."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from frontmap.model import Attribution, PlaceMention, Sentence, Source, Span
from frontmap.registry.sources import THIRD_PARTY, UNKNOWN, Conflict, SourceRegistry
from frontmap.text.phrases import Reader, Words, is_venue, leading_phrase, phrase_after

_OUTLETS = frozenset({"outlet", "agency"})
_HE = frozenset({"he", "she", "him", "her"})
_IT = frozenset({"it"})
_THEY = frozenset({"they", "them"})
_POSSESSIVE = re.compile(r"['’]s?$")
_JUDGES = frozenset(
    ("analyst", "analysts", "expert", "experts", "observer", "observers", "researcher", "researchers", "historian", "critic", "critics")
)
"""Who is named after what he studies: ``a Wagner analyst`` is not of Wagner."""
_GROUPS = frozenset(("group", "faction", "movement", "militia", "organisation", "organization", "alliance"))
_NOBODY = frozenset(("no", "any", "every", "each", "the", "a", "an", "this", "that", "none"))
_LOCAL_BODIES = frozenset(("council", "administration", "mayor", "governor", "municipality", "police", "prosecutor", "authorities"))
_PARTICLES = frozenset(("al", "bin", "ibn", "van", "von", "de", "da", "la", "el"))
_BACK = 4
"""Sentences that a pronoun is looked back."""
_CALL_SIGN = frozenset({"call-sign", "callsign", "codenamed", "nicknamed", "called", "named"})
_OUTLET_WORDS = frozenset(
    (
        "tv",
        "television",
        "radio",
        "news",
        "newspaper",
        "agency",
        "network",
        "channel",
        "magazine",
        "daily",
        "times",
        "post",
        "weekly",
        "broadcaster",
    )
)


@dataclass(slots=True)
class Found:
    """An attribution as word spans, before its source is resolved."""

    source: Words | None
    """None: nobody is named."""
    cue: Words
    contents: list[Words]
    rule: str
    stance: str = "asserted"
    told: Words | None = None
    """Who was told; relays it where it is an outlet."""
    antecedent: Words | None = None
    """What a relative pronoun stands for."""
    cited: list[Words] = field(default_factory=list)
    """Whom the source cites, the last one being at the root."""
    relays: list[Words] = field(default_factory=list)
    """Who relays it, nearest to the source first."""
    needs_known: bool = False
    """True where it only counts with a source that is registered or met before."""
    runs_on: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in a document."""

    name: str
    """In full, as the text writes it."""
    title: str | None
    side: str
    kind: str
    source_id: str | None
    person: bool
    plural: bool
    words: frozenset[str]
    """All words that name or describe it, lower case, for later short forms."""
    at: int
    """Index of the first word that names it here."""
    via: tuple[str, ...] = ()


class Cast:
    """Who has spoken so far in one document; it stays open while its attributions are resolved in order."""

    def __init__(self, r: Reader, sources: SourceRegistry, conflict: Conflict | None, placed: Sequence[PlaceMention]) -> None:
        self.r = r
        self.sources = sources
        self.conflict = conflict
        self.placed = placed
        self.speakers: list[Speaker] = []
        self._sentence_of: list[int] | None = None
        self._main_country: str | None = None
        self.home = conflict.plain.get("home") if conflict else None
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

    def _just_spoke(self, before: int) -> Speaker | None:
        """Return who speaks, not as a single named person, one or two sentences before a word."""
        here = self.sentence_of(before)
        known = [s for s in self.speakers[-4:] if s.at < before and here - self.sentence_of(s.at) <= 2 and not (s.person and s.title)]
        return known[-1] if known else None

    def _opener(self, first: int, last: int, same: bool) -> Speaker | None:
        """Return the person or body that a sentence opens with (``A soldier ...``, ``Pushilin’s message``), as far as it is one."""
        phrase = leading_phrase(self.r, first, last)
        if phrase is None or (phrase[1] >= last and not same):
            return None
        owner = self._owner(phrase)
        speaker = self.read(owner or phrase)
        return speaker if speaker and (speaker.kind != UNKNOWN or speaker.source_id or owner) else None

    def _owner(self, phrase: Words) -> Words | None:
        """Return the owner in ``Pushilin’s video message``."""
        for i in range(*phrase):
            if _POSSESSIVE.search(self.r.words[i]) and self.r.is_capital(i):
                return phrase[0], i + 1
        return None

    def meet(self, speaker: Speaker, words: Words | None) -> None:
        """Note who speaks; of two who speak together (``the monitor and the Herald``) each may be meant by a later short form."""
        joint = next((i for i in range(*words) if self.r.lowers[i] == "and"), None) if words and not speaker.person else None
        if joint and words and joint + 1 < words[1]:
            parts = [self.read((words[0], joint)), self.read((joint + 1, words[1]))]
            self.speakers += [
                replace(part, at=speaker.at, via=speaker.via) for part in parts if part and (part.source_id or part.side != UNKNOWN)
            ]
        self.speakers.append(speaker)

    # ------------------------------------------------------------ reading phrases

    def text(self, words: Words) -> str:
        """Return the text of a word span on one line."""
        parsed = self.r.parsed
        return " ".join(parsed.text[parsed.starts[words[0]] : parsed.ends[words[1] - 1]].split())

    def read(self, words: Words) -> Speaker | None:
        """Read a noun phrase as a speaker; None for pronouns and empty phrases."""
        start, end = self._trim(words)
        if start >= end:
            return None
        name_words, title = self._split_title(start, end)
        if title is None and name_words:
            start, end = name_words
        whole = _POSSESSIVE.sub("", self.text((start, end)))
        name = _POSSESSIVE.sub("", self.text(name_words)) if name_words else whole
        side, kind = self.sources.side_of(whole, self.conflict)
        if not name_words and self.r.lowers[self.head(start, end)] in _JUDGES and not self._has_country(start, end):
            side = UNKNOWN
        if name != whole and (side == UNKNOWN or self.sources.find(name)):
            own_side, own_kind = self.sources.side_of(name, self.conflict)
            side = own_side if own_side != UNKNOWN else side
            kind = own_kind if own_kind != UNKNOWN else kind
        source = self._registered(name)
        person = bool(title) or (source is not None and source.source_id.startswith("person:")) or self._is_person(start, end, name)
        if side == UNKNOWN:
            side = self._side_of_place(start, end, kind)
        role = self.sources.role(self.r.lowers[self.head(start, end)])
        return Speaker(
            name=self._call_sign(name_words or (start, end), start, end) or name,
            title=title,
            side=side,
            kind=kind,
            source_id=source.source_id if source else None,
            person=person,
            plural=role is not None and role.number == "many",
            words=frozenset(w.removesuffix("'s") for w in self.r.lowers[start:end] if w[0].isalnum()),
            at=words[0],
        )

    def _has_country(self, start: int, end: int) -> bool:
        return any(self.sources.is_country_word(self.r.lowers[i]) for i in range(start, end))

    def _registered(self, name: str) -> Source | None:
        """Find a registered source by a name that may carry its short form (``Institute for the Study of War (ISW)``)."""
        if "(" not in name:
            return self.sources.find(name)
        bare = re.sub(r"\s*\([^)]*\)", "", name)
        inside = re.search(r"\(([^)]*)\)", name)
        return self.sources.find(bare) or (self.sources.find(inside.group(1)) if inside else None)

    def _trim(self, words: Words) -> Words:
        """Cut a phrase to what names the speaker: before its relative clause, without marks at its ends."""
        start, end = words
        for i in range(start + 1, end):
            if self.r.lowers[i] in ("who", "which", "whose", "whom", "speaking") or is_venue(self.r, i) or self._is_elsewhere(i, end):
                end = i
                break
        while end - 1 > start and (self.r.lowers[end - 1] in self.r.reduced or self.r.lowers[end - 1] in self.r.prep):
            end -= 1
        while end > start and not (self.r.words[end - 1][0].isalnum() or self.r.words[end - 1] in (")", "”", "’", "»", '"')):
            end -= 1
        while start < end and not (self.r.words[start][0].isalnum() or self.r.words[start] in ("“", "‘", "«", '"')):
            start += 1
        return start, end

    def _is_elsewhere(self, i: int, end: int) -> bool:
        """Tell whether a preposition opens where or to whom something was said (``on his channel``, ``to Agence France-Presse``)."""
        if i + 1 >= end:
            return False
        own = self.r.lowers[i] in ("on", "in", "via") and self.r.lowers[i + 1] in self.r.poss
        return own or (self.r.lowers[i] == "to" and self.r.is_capital(i + 1) and self.r.lowers[i - 1] in self.r.roles)

    def head(self, start: int, end: int) -> int:
        """Return the head noun: the last word before the first preposition or comma."""
        head = start
        for i in range(start, end):
            if i > start and (self.r.lowers[i] in self.r.prep or self.r.words[i] in (",", "(", "–", "—")):
                break
            head = i
        return head

    def _split_title(self, start: int, end: int) -> tuple[Words | None, str | None]:
        """Split ``X, head of Y`` and ``spokesman X`` into a person's name and a title."""
        comma = next((i for i in range(start, end) if self.r.words[i] == ","), None)
        if comma is None:
            return self._split_member(start, end) or self._split_before(start, end)
        before, after = (start, comma), (comma + 1, end)
        if self.r.lowers[comma + 1] == "including":
            return before, None
        second = self._first_name(*after)
        if (body := self._body_named(before, after)) is not None:
            return body, self.text(before)
        if second and self._has_role(*before) and any(self.r.lowers[i] in ("of", "for") for i in range(*before)):
            return second, self.text(before)
        name, prefix = self._split_before(*before)
        if name:
            return name, "; ".join(part for part in (prefix, self.text(self._trim(after)) if after[0] < after[1] else None) if part)
        if self._is_name(*before):
            return before, self.text(self._trim(after)) if after[0] < after[1] else None
        if second and self._has_role(*before):
            name, prefix = self._split_before(*second)
            return name or second, "; ".join(part for part in (self.text(before), prefix) if part)
        return before, self.text(self._trim(after)) if after[0] < after[1] and self._has_role(*after) else None

    def _split_member(self, start: int, end: int) -> tuple[Words, str] | None:
        """Split ``Ko Phyo of the Dragon Army`` into a name and where the person belongs."""
        name = self._first_name(start, end)
        if name is None or name[1] - name[0] > 4 or name[1] + 1 >= end or self._registered(self.text((start, end))):
            return None
        joined = self.r.lowers[name[1]] in ("of", "from", "with") and self.r.lowers[name[1] + 1] in ("the", "a", "an")
        plain = not self._has_role(*name) and self.sources.side_of(self.text(name), self.conflict)[1] == UNKNOWN
        return (name, self.text((name[1] + 1, end))) if joined and plain else None

    def _body_named(self, described: Words, named: Words) -> Words | None:
        """Return the name in ``the rebels’ armed wing, the Southern Brigades``, where a body is described before it is named."""
        if self.r.is_capital(described[1] - 1):
            return None
        start = named[0] + (self.r.lowers[named[0]] == "the")
        stop = start
        while stop < named[1] and self._is_in_name(stop):
            stop += 1
        whole = stop == named[1] and (self.r.is_capital(start) or self.r.lowers[start] in _PARTICLES)
        if not whole or not (stop - start > 1 or self.r.words[start].isupper()):
            return None
        role = self.sources.role(self.r.lowers[described[1] - 1])
        return (start, stop) if role is None or role.number == "body" else None

    def _first_name(self, start: int, end: int) -> Words | None:
        """Return the capitalised words at the start of a stretch, where they are a name."""
        stop = start
        while stop < end and self._is_in_name(stop):
            stop += 1
        owner = stop > start and _POSSESSIVE.search(self.r.words[stop - 1])  # "Alphia’s envoy" names no one
        return (start, stop) if not owner and self._is_name(start, stop) and stop - start >= 2 else None

    def _has_role(self, start: int, end: int) -> bool:
        return any(self.sources.role(self.r.lowers[i]) for i in range(start, end))

    def _split_before(self, start: int, end: int) -> tuple[Words | None, str | None]:
        """Split ``Ukrainian President Volodymyr Zelensky`` before the name; (None, None) where it holds no titled name."""
        last = None
        for i in range(start, end - 1):
            role = self.sources.role(self.r.lowers[i])
            if role and role.title and not self.r.lowers[i].endswith("'s"):
                last = i
        if last is None or self._registered(self.text((start, end))):
            return None, None
        name, rest = self._split_after(start, end)
        if name:
            return name, rest
        run = last + 1
        if self.r.words[run] in (".",) and run + 1 < end:
            run += 1
        if self.r.lowers[run] in ("of", "for", "at", "in"):
            capitals = end
            while capitals > run and self.r.is_capital(capitals - 1):
                capitals -= 1
            after_body = end - capitals == 2 and self.r.lowers[capitals - 1] in self.r.roles  # "head of the administration Oleh Rudyk"
            if end - capitals < 3 and not after_body:
                return None, None
            run = end - 2
        stop = run
        while stop < end and self._is_in_name(stop):
            stop += 1
        if stop < end and (stop - run < 2 or self.r.lowers[stop] not in self.r.prep):
            return None, None
        return ((run, stop), self.text((start, run))) if self._is_name(run, stop) else (None, None)

    def _split_after(self, start: int, end: int) -> tuple[Words | None, str | None]:
        """Split ``Rami Abdel Rahman head of the Observatory``, which some agencies write without a comma."""
        stop = start
        while stop < end and self._is_in_name(stop):
            stop += 1
        role = self.sources.role(self.r.lowers[stop]) if stop < end - 1 else None
        if role and role.title and self.r.lowers[stop + 1] in ("of", "for") and stop - start >= 2 and self._is_name(start, stop):
            return (start, stop), self.text((stop, end))
        return None, None

    def _is_in_name(self, i: int) -> bool:
        """Tell whether a word may stand in a person's name: a capitalised one, or a particle (``al-``)."""
        low = self.r.lowers[i]
        return self.r.is_capital(i) or low in _PARTICLES or low.startswith(("al-", "el-"))

    def _is_name(self, start: int, end: int) -> bool:
        """Tell whether all words of a stretch are capitalised and none of them is a word for a body (``Staff``)."""
        if not 0 < end - start <= 6:
            return False
        for i in range(start, end):
            low = self.r.lowers[i]
            if not (self._is_in_name(i) or low == "of"):
                return False
            role = self.sources.role(low)
            if role and role.number in ("body", "many"):
                return False
        return self.r.words[start][0].isalpha()

    def _is_person(self, start: int, end: int, name: str) -> bool:
        """Tell whether a phrase stands for one person: a role for one, or a known full name."""
        role = self.sources.role(self.r.lowers[self.head(start, end)])
        if role:
            return role.number == "one"
        return self._is_name(start, end) and 2 <= end - start <= 3 and self.sources.side_of(name, self.conflict)[1] == UNKNOWN

    def _call_sign(self, name: Words, start: int, end: int) -> str | None:
        """Return the call sign that stands for the name of somebody who is only described."""
        if self._is_name(*name):
            return None
        for i in range(start, min(end + 12, len(self.r.words) - 2)):
            word = self.r.lowers[i]
            if word in (".", "said", "told"):
                return None
            after = i + 2 if word == "call" and self.r.lowers[i + 1] in ("sign", "signs") else i + 1 if word in _CALL_SIGN else None
            if after is not None and after < len(self.r.words) - 1:
                after += self.r.words[after] in ("‘", "“", '"', "'", "«")
                stop = after
                while stop < len(self.r.words) and self._is_in_name(stop) and stop - after < 4:
                    stop += 1
                return self.text((after, stop)) if stop > after and self.r.is_capital(after) else None
        return None

    def _side_of_place(self, start: int, end: int, kind: str) -> str:
        """Return the side of the country whose place an official or soldier is named after.

        A town council or a mayor whose town is no mention of its own belongs to the country that the document is about.
        """
        if self.conflict is None or kind not in ("official", "military", "ministry", "group", "agency"):
            return UNKNOWN
        left, right = self.r.parsed.starts[start], self.r.parsed.ends[end - 1]
        for mention in self.placed:
            if left <= mention.mention.start and mention.mention.end <= right and mention.place and mention.place.country:
                return self.conflict.parties.get(mention.place.country, UNKNOWN)
        local = _LOCAL_BODIES.intersection(self.r.lowers[start:end])
        named = any(
            self.r.is_capital(i) and self.r.lowers[i] not in self.r.roles and self.r.lowers[i] not in self.r.det for i in range(start, end)
        )
        return self.conflict.parties.get(self._country() or "", UNKNOWN) if local and (named or kind == "official") else UNKNOWN

    def _country(self) -> str | None:
        """Return the country that nearly all places of the document lie in; None where they lie in several."""
        if self._main_country is None:
            counts: dict[str, int] = {}
            for mention in self.placed:
                if mention.place and mention.place.country:
                    counts[mention.place.country] = counts.get(mention.place.country, 0) + 1
            best = max(counts, key=lambda country: counts[country], default="")
            self._main_country = best if best and counts[best] >= 0.8 * sum(counts.values()) else ""
        return self._main_country or None

    # ------------------------------------------------------------ who is meant

    def identify(self, words: Words, said: int | None = None) -> Speaker | None:
        """Find who a source phrase stands for: itself in full, or somebody met before (before word ``said``, where what is said begins)."""
        first = self.r.lowers[words[0]]
        if words[1] - words[0] == 1:
            before = words[0] if said is None else min(said, words[0])
            if first in _HE:
                return self.last(before, person=True) or self._just_spoke(before)
            if first in _IT:
                return self.last(before, person=False, plural=False)
            if first in _THEY:
                return self._just_spoke(before) or self.last(before, plural=True) or self.last(before, person=False)
        if words[1] - words[0] > 1 and "same" in self.r.lowers[words[0] : words[0] + 2]:
            return self.last(words[0])
        maker = self._maker(words)
        if maker is not None:
            return maker
        speaker = self.read(words)
        if speaker is None:
            return None
        known = self._met_before(speaker, words)
        if known is not None:
            return replace(known, title=known.title or speaker.title, at=words[0])
        return speaker if speaker.side != UNKNOWN else self._with_side_of_context(speaker, words)

    def _with_side_of_context(self, speaker: Speaker, words: Words) -> Speaker:
        """Give a side by what stands before: ``another milblogger``, ``his deputy``, an officer after the body that he speaks for."""
        first = self.r.lowers[words[0]]
        other: Speaker | None = None
        if first in self.r.poss:
            other = self.last(words[0], person=True) if first in ("his", "her") else self.last(words[0])
        elif first in ("another", "other", "the", "second"):
            head = self.r.lowers[self.head(*self._trim(words))]
            other = next((s for s in reversed(self.speakers) if head in s.words and s.side != UNKNOWN), None)
        if other is None and speaker.person and speaker.kind in ("official", "military"):
            other = self._body_before(words[0])
        if other:
            return replace(speaker, side=other.side)
        return replace(speaker, side=self._side_of_office(speaker, words))

    def _side_of_office(self, speaker: Speaker, words: Words) -> str:
        """Return the side of the state at war where a rank or office of a state is named and nothing else (``Captain Osman``)."""
        office = self.r.speech.classes["office"].intersection(self.r.lowers[words[0] : words[1]])
        return self.home if self.home and office and speaker.person else UNKNOWN

    def _body_before(self, before: int) -> Speaker | None:
        """Return the army, ministry or government that spoke in the same sentence or the one before."""
        here = self.sentence_of(before)
        for other in reversed(self.speakers[-4:]):
            near = other.at < before and self.sentence_of(other.at) >= here - 1
            told = other.side != UNKNOWN and (other.side != THIRD_PARTY or self.home is None)
            if near and other.kind in ("military", "ministry", "official") and told:
                return other
        return None

    def _maker(self, words: Words) -> Speaker | None:
        """Find who made a thing said: ``a statement by X``, ``X’s account``, ``footage published by X``, ``The claim``."""
        start, end = words
        frame, maker = self._frame_inside(start, end)
        if maker and frame == "publish":
            return self.identify(maker)
        if maker and frame == "heard":
            return self._heard(start, maker)
        if (
            self.r.lowers[end - 1] == "sources"
            and end - start > 1
            and _POSSESSIVE.search(self.r.words[end - 2])
            and self.r.lowers[end - 2] != "s"
        ):
            name = _outlet_name(self, (start, end - 1), bodies=True)
            speaker = self.read((end - 1, end))
            if name and speaker:
                return replace(speaker, via=(name,))
        noun = next((i for i in range(start, min(end, start + 8)) if self.r.lowers[i] in self.r.speech.nouns), None)
        if noun is None or (noun + 2 < end and self.r.lowers[noun + 1] in self.r.speech.nouns):
            return None
        if noun + 2 < end and self.r.lowers[noun + 1] in ("by", "from", "of"):
            media = self.r.speech.nouns[self.r.lowers[noun]].media
            if self.r.lowers[noun + 1] != "of" or not media:
                return self.identify((noun + 2, end))
        for i in range(start, noun):
            if _POSSESSIVE.search(self.r.words[i]) and self.r.words[i][0].isalpha():
                owner = self.read((start, i + 1))
                return self._met_before(owner, (start, i + 1)) or owner if owner else None
        if self.r.lowers[start] in ("his", "her"):
            return self.last(start, person=True)
        if noun == start + 1 and self.r.lowers[start] in ("the", "this", "that", "such", "these"):
            return self.last(start, spoken=True)
        if noun == start + 1 == end - 1 and self.r.lowers[start] in ("a", "an") and not self.r.speech.nouns[self.r.lowers[noun]].media:
            return self.last(start, person=False, spoken=True)
        return None

    def _frame_inside(self, start: int, end: int) -> tuple[str, Words | None]:
        """Return the publisher in ``footage published by X``, the relay in ``sources consulted by X``, with the frame's sort."""
        for i in range(start + 1, end - 2):
            for frame in self.r.speech.frames.get(self.r.lowers[i], ()):
                if frame.sort in ("publish", "heard") and self.r.lowers[i : i + len(frame.words)] == frame.words:
                    return frame.sort, phrase_after(self.r, i + len(frame.words), end)
        return "", None

    def _heard(self, start: int, relay: Words) -> Speaker | None:
        """Read ``sources consulted by X``: the sources speak, X relays them."""
        end = next((i for i in range(start, relay[0]) if self.r.lowers[i].endswith("ed") or self.r.lowers[i] == "seen"), relay[0])
        speaker = self.read((start, end))
        name = _outlet_name(self, relay, bodies=True)
        return replace(speaker, via=(name,)) if speaker and name else speaker

    def _met_before(self, speaker: Speaker, words: Words) -> Speaker | None:
        """Find the full form of a surname or of ``the minister`` among those met before."""
        if self._is_name(*self._trim(words)) or speaker.title:
            return self._same_person(speaker)
        if self.r.lowers[words[0]] not in ("the", "this", "that") or words[1] - words[0] > 4:
            return None
        if words[1] - words[0] == 2 and self.r.lowers[words[1] - 1] in _GROUPS:
            group = next(
                (other for other in reversed(self.speakers) if other.kind in ("group", "monitor", "ngo", "military") and not other.person),
                None,
            )
            return group or self._named_group(words[0])
        content = {low for low in self.r.lowers[words[0] : words[1]] if low not in self.r.det and low[0].isalnum()}
        for other in reversed(self.speakers):
            if (
                content <= other.words
                and ("and" in content or "and" not in other.words)
                and other.name != speaker.name
                and len(other.words) > len(speaker.words - {"the"})
                and other.at < words[0]
            ):
                return other
        return None

    def _named_group(self, before: int) -> Speaker | None:
        """Return the armed group that the text named last before a word."""
        here = self.sentence_of(before)
        for index in range(here, max(-1, here - _BACK - 1), -1):
            sentence = self.r.parsed.sentences[index]
            groups = [body for body in _bodies_in(self, sentence.first, min(sentence.last, before)) if body.kind == "group"]
            if groups:
                return groups[-1]
        return None

    def _same_person(self, speaker: Speaker) -> Speaker | None:
        """Find somebody met before under a longer name, or the full name that the text gives elsewhere."""
        parts = speaker.name.split()
        surname = _POSSESSIVE.sub("", parts[-1])
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
        if start and self.r.lowers[start - 1] == "of":  # "Secretary of State Elliott Abrams"
            first = max(first, end - 2)
        if end - first < 2 or end - first > 4 or not self._is_name(first, end):
            return
        surname = _POSSESSIVE.sub("", self.r.words[end - 1])
        name = _POSSESSIVE.sub("", self.text((first, end)))
        names.setdefault(surname, (name, self.text((start, first)) if first > start else ""))


def _suits(speaker: Speaker, person: bool | None, plural: bool | None) -> bool:
    return (person is None or speaker.person == person) and (plural is None or speaker.plural == plural)


# ---------------------------------------------------------------- from found to attributions


def resolve(r: Reader, found: Sequence[Found], placed: Sequence[PlaceMention], sources: SourceRegistry) -> tuple[Attribution, ...]:
    """Resolve the sources of what was found; the result is sorted by where the contents begin."""
    cast = Cast(r, sources, sources.find_conflict(r.parsed, placed), placed)
    speakers: dict[int, Speaker | None] = {}
    for one in sorted(found, key=lambda one: one.cue):
        if cast.conflict is None and one.rule.startswith("object:"):
            continue  # who "announced the start of" what matters in a war only
        speaker = _identify(cast, one)
        if speaker and _counts(r, one, speaker):
            at = (one.source or one.cue)[0]
            cast.meet(replace(speaker, at=at, via=()), one.source)
        elif speaker or one.needs_known:
            continue
        speakers[id(one)] = speaker
    kept = [one for one in found if id(one) in speakers]
    for one in kept:
        speakers[id(one)] = _named_later(cast, one, speakers[id(one)])
    _relay_back(kept, speakers)
    outer = _nested_relays(kept, speakers, sources)
    publisher = sources.find(r.parsed.document.publisher or "")
    made = [_attribution(r, one, speakers[id(one)], outer.get(id(one), ()), publisher) for one in kept]
    return tuple(made + _bulletin(cast, publisher, len(made)))


def _counts(r: Reader, one: Found, speaker: Speaker) -> bool:
    """Tell whether a speaker vouches for something: known where it must be, and not the byline of the report itself."""
    known = speaker.source_id is not None or speaker.kind != UNKNOWN or speaker.side != UNKNOWN or speaker.person
    if one.rule == "label" and one.needs_known and speaker.source_id is None and speaker.kind == UNKNOWN and not speaker.person:
        return False  # "Kharkiv: two arrivals in the north" tells where, not who
    if (one.needs_known and not known) or all(word in r.time or word in r.adv or word in _NOBODY for word in speaker.name.lower().split()):
        return False
    if one.rule == "verb:find" and speaker.kind in ("military", "group"):
        return False  # "troops found two boats"
    byline = one.rule in ("after:report", "after:write") and r.lowers[one.cue[0]] in ("report", "reports", "write", "writes")
    return not (byline and speaker.source_id is None and speaker.kind == UNKNOWN)


def _relay_back(found: Sequence[Found], speakers: dict[int, Speaker | None]) -> None:
    """Give the relay in ``The claim, relayed by TASS, suggests`` to the statement that the claim was."""
    ordered = sorted(found, key=lambda one: one.cue)
    for before, one in pairwise(ordered):
        speaker, earlier = speakers[id(one)], speakers[id(before)]
        if one.relays and speaker and earlier and earlier.name == speaker.name and not earlier.via:
            speakers[id(before)] = replace(earlier, via=speaker.via)


def _bulletin(cast: Cast, publisher: Source | None, attributed: int) -> list[Attribution]:
    """Give a whole document to the body that issues it and is named in it: by its heading, or by ``we``.

    Who speaks for himself attributes next to nothing to others.
    """
    parsed = cast.r.parsed
    if not parsed.sentences:
        return []
    body = _issuer_alone(cast, parsed.sentences[0])
    if body is None:
        body = _issuer_in_heading(cast) or (_issuer_as_we(cast) if attributed <= max(1, len(parsed.sentences) // 8) else None)
        if body is None or (publisher and body.source_id == publisher.source_id):
            return []
    whole = (parsed.starts[0], parsed.ends[-1])
    side = body.side
    return [Attribution((), (), (), body.name, None, body.source_id, body.kind, side, rule="bulletin", runs_on=(whole,))]


def _issuer_in_heading(cast: Cast) -> Speaker | None:
    """Return the body of ``General Staff morning update`` in the first line."""
    first = cast.r.parsed.sentences[0]
    if (
        first.kind != "heading"
        or any(first.first - 1 <= mark < first.last for mark in cast.r.quoted)
        or not cast.r.speech.classes["bulletin"].intersection(cast.r.lowers[first.first : first.last])
    ):
        return None
    return next(_bodies_in(cast, first.first, first.last), None)


def _issuer_alone(cast: Cast, heading: Sentence) -> Speaker | None:
    """Return the body whose name is all of a heading (``The Alphan Observatory`` above its bulletin)."""
    if heading.kind != "heading":
        return None
    source = cast.sources.find(cast.text((heading.first, heading.last)))
    if source is None or source.kind not in ("group", "military", "ministry", "monitor", "ngo"):
        return None
    return cast.read((heading.first, heading.last))


def _issuer_as_we(cast: Cast) -> Speaker | None:
    """Return the body that speaks as ``we``: the party that the text names most often outside of quotations."""
    r = cast.r
    ours = [i for i, low in enumerate(r.lowers) if low in r.speech.classes["ours"]]
    if len(ours) < 2 or len(ours) * 150 < len(r.lowers):
        return None
    quoted = [(quotation.first, quotation.last) for quotation in r.parsed.quotations]
    spoken = [one for one in ours if not any(first <= one < last for first, last in quoted[:200])]
    if len(spoken) < 2 or 4 * len({cast.sentence_of(one) for one in spoken}) < len(r.parsed.sentences):
        return None
    counts: dict[str, int] = {}
    bodies: dict[str, Speaker] = {}
    for body in _bodies_in(cast, 0, min(len(r.words), 2000)):
        key = body.source_id or body.name
        counts[key] = counts.get(key, 0) + 1
        bodies.setdefault(key, body)
    return bodies[max(counts, key=lambda key: counts[key])] if counts else None


def _bodies_in(cast: Cast, first: int, last: int) -> Iterator[Speaker]:
    """Yield the armed bodies, ministries and staffs of the registry that a stretch names."""
    i = first
    while i < last:
        if cast.r.is_capital(i):
            for end in range(min(last, i + 8), i, -1):
                source = cast.sources.find(cast.text((i, end)))
                if source and source.kind in ("group", "military", "ministry", "official") and not source.source_id.startswith("person:"):
                    speaker = cast.read((i, end))
                    if speaker:
                        yield speaker
                    i = end - 1
                    break
        i += 1


def _named_later(cast: Cast, one: Found, speaker: Speaker | None) -> Speaker | None:
    """Find the name of ``the regional governor`` where the text gives it only later."""
    if speaker is None or one.source is None or speaker.title or cast.r.lowers[one.source[0]] != "the" or speaker.source_id:
        return speaker
    start, end = one.source
    head = cast.r.lowers[end - 1]
    role = cast.sources.role(head)
    if end - start > 3 or role is None or role.number != "one" or not role.title:
        return speaker
    for other in cast.speakers:
        if other.at > start and other.title and head in other.title.lower().split():
            return replace(other, at=start, via=speaker.via)
    return speaker


def _identify(cast: Cast, one: Found) -> Speaker | None:
    """Resolve the source of one attribution, with the outlets that relay it."""
    words = one.antecedent or one.source
    speaker = cast.identify(words, one.contents[0][0]) if words else None
    chain = [cast.identify(cited) for cited in one.cited]
    via: list[str] = list(speaker.via) if speaker else []
    for root in chain:
        if root:
            if speaker:
                via.insert(0, _registered_in(cast.sources, speaker.name) or speaker.name)
            speaker = root
            via = [*root.via, *via]
    via += [name for relay in one.relays if (name := _outlet_name(cast, relay))]
    if one.told and (name := _outlet_name(cast, one.told)):
        via.append(name)
    return replace(speaker, via=tuple(dict.fromkeys(via))) if speaker and (via or speaker.via) else speaker


def _outlet_name(cast: Cast, words: Words, *, bodies: bool = False) -> str | None:
    """Return the name of an outlet that was told or that relays, with ``bodies`` also of a monitor; None for ``reporters`` and persons."""
    relay = cast.read(words)
    if relay is None:
        return None
    name = re.sub(r"^(?:the|a|an)\s+", "", relay.name, flags=re.IGNORECASE)
    if name == cast.r.parsed.document.publisher:
        return name
    source = cast.sources.find(name)
    if source and (source.kind in _OUTLETS or (bodies and source.kind in ("monitor", "think_tank", "ngo"))):
        return name
    lowers = cast.r.lowers[words[0] : words[1]]
    role = cast.sources.role(cast.r.lowers[cast.head(*words)])
    if role and role.number in ("many", "one"):
        return _outlet_within(cast, words)
    within = _outlet_within(cast, words)
    if within:
        return within
    return relay.name if relay.kind in _OUTLETS or any(w in _OUTLET_WORDS for w in lowers) else None


def _outlet_within(cast: Cast, words: Words) -> str | None:
    """Return the outlet of ``an AFP reporter``."""
    return _registered_in(cast.sources, cast.text(words))


def _registered_in(sources: SourceRegistry, name: str) -> str | None:
    """Return the registered outlet among the capitalised words of ``Iran’s Tasnim news agency``."""
    words = name.split()[:12]
    for start in range(len(words)):
        stop = start
        while stop < len(words) and words[stop][0].isupper():
            stop += 1
        for end in range(stop, start, -1):
            part = " ".join(words[start:end])
            source = sources.find(part)
            if source and source.kind in _OUTLETS:
                return part
    return None


def _nested_relays(found: Sequence[Found], speakers: Mapping[int, Speaker | None], sources: SourceRegistry) -> dict[int, tuple[str, ...]]:
    """Return the outlets whose own report holds another's words: ``According to the paper, Hale said ...``."""
    relays: dict[int, tuple[str, ...]] = {}
    for n, one in enumerate(found):
        names: list[str] = []
        for other in found[max(0, n - 6) : n + 7]:
            speaker = speakers[id(other)]
            if other is one or speaker is None or speaker.kind not in _OUTLETS or speaker.person:
                continue
            if any(start <= one.cue[0] and one.cue[1] <= end for start, end in other.contents):
                names += [_registered_in(sources, speaker.name) or speaker.name, *speaker.via]
        if names:
            relays[id(one)] = tuple(dict.fromkeys(names))
    return relays


def _attribution(r: Reader, one: Found, speaker: Speaker | None, outer: tuple[str, ...], publisher: Source | None) -> Attribution:
    """Make the record of one attribution; the publisher that speaks of itself is not named as a source."""
    if speaker and publisher and speaker.source_id == publisher.source_id and publisher.kind not in _OUTLETS:
        speaker = None
    via = tuple(dict.fromkeys((*(speaker.via if speaker else ()), *outer)))
    return Attribution(
        source=_spans(r, [one.source] if one.source else []),
        cue=_spans(r, [one.cue]),
        content=_spans(r, one.contents),
        name=speaker.name if speaker else "",
        title=speaker.title if speaker else None,
        source_id=speaker.source_id if speaker else None,
        kind=speaker.kind if speaker else UNKNOWN,
        side=speaker.side if speaker else UNKNOWN,
        via=tuple(name for name in via if speaker is None or name != speaker.name),
        stance=one.stance,
        rule=one.rule,
        runs_on=_spans(r, one.runs_on),
    )


def _spans(r: Reader, words: Sequence[Words]) -> tuple[Span, ...]:
    """Turn word spans into character spans."""
    return tuple((r.parsed.starts[start], r.parsed.ends[end - 1]) for start, end in words)
