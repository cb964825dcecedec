"""Finds whom a source phrase means: itself in full, or somebody met before, by pronoun, surname, role or what he made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from frontmap.model import PlaceMention
from frontmap.registry.sources import POSSESSIVE, THIRD_PARTY, UNKNOWN, Conflict, Role, SourceRegistry
from frontmap.registry.stems import stem
from frontmap.text.attribution.affiliation import side_from_context, side_of_seat
from frontmap.text.attribution.cast import Cast
from frontmap.text.attribution.declension import same_declined
from frontmap.text.attribution.naming import Speaker
from frontmap.text.attribution.outlets import OutletsNamed
from frontmap.text.attribution.phrases import RELATIVE, Reader, Words, is_date, phrase_after
from frontmap.text.attribution.relays import OUTLETS, STATIONS, bare_outlet, outlet_name

_HE = frozenset({"he", "she", "him", "her"})
_IT = frozenset({"it"})
_OFFICE_WORDS = 150
"""Words before `the statement` among which the office is sought that made it."""
_OWNERS = frozenset({"his", "her", "its", "their"})
_RELAYED = frozenset({"seen", "broadcast", "read", "put"})
_APOSTROPHES = frozenset({"'", "’"})
_THEY = frozenset({"they", "them"})


class Identifier(Cast):
    """A cast that tells who is meant."""

    def __init__(self, r: Reader, sources: SourceRegistry, conflict: Conflict | None, placed: Sequence[PlaceMention]) -> None:
        super().__init__(r, sources, conflict, placed)
        self._runs: dict[str, list[Words]] | None = None
        """Runs of capitalised words by the last of them; None: not looked for yet."""
        self._full_names: dict[str, tuple[str, str] | None] = {}
        self._outlets = OutletsNamed(r, sources)

    def identify(self, words: Words, said: int | None = None) -> Speaker | None:
        """Find who a source phrase stands for: itself in full, or somebody met before (before word ``said``, where what is said begins)."""
        first = self.r.lowers[words[0]]
        if words[1] - words[0] == 1:
            before = words[0] if said is None else min(said, words[0])
            if first in RELATIVE:
                return None  # "... who said", of whom is not told
            if (same := next((one for one in self.speakers[-3:] if one.at == words[0]), None)) is not None:
                return same  # of "it" in "..., it said, adding that"
            if first in self.r.pron and (topic := self.topic(before)) is not None:
                return topic
            if first in _OWNERS:
                return self._owner_meant(words[0])
            if first in _HE or first in self.r.speech.classes["heform"]:
                return self.last(before, person=True) or self.just_spoke(before, 2) or self._only_person(first)
            if first in _IT:
                return self.last(before, person=False, plural=False)
            if first in _THEY or first in self.r.speech.classes["theyform"]:
                return self.they(before)
        if words[1] - words[0] > 1 and "same" in self.r.lowers[words[0] : words[0] + 2]:
            return self.last(words[0])
        maker = self._maker(words) if self.r.lowers[words[0]].isascii() else self._meant_by_noun(words)
        if maker is not None:
            return maker
        if (outlet := self._outlets.meant_by(words)) is not None and (named := self.naming.read(outlet)) is not None:
            return replace(named, name=bare_outlet(self.sources, named.name), at=words[0])  # "the paper"
        joint = next((i for i in range(words[0] + 2, words[1] - 1) if self.r.lowers[i] == "and"), None)
        if joint is not None and self.r.lowers[words[0]] == "the" and self._is_group((words[0], joint)):
            return self.identify((words[0], joint), said)  # "the armed group and residents"
        speaker = self.naming.read(words)
        if speaker is None:
            return None
        if (seated := side_of_seat(self, speaker, words)) != speaker.side:
            speaker = replace(speaker, side=seated)
        known = self._met_before(speaker, words)
        if known is not None:
            side, kind = (speaker.side, speaker.kind) if known.side == UNKNOWN else (known.side, known.kind)
            side = side_from_context(self, speaker, words) if side == UNKNOWN else side
            return replace(known, title=known.title or speaker.title, side=side, kind=kind, at=words[0])
        if speaker.side != UNKNOWN or (side := side_from_context(self, speaker, words)) == UNKNOWN:
            return speaker
        return replace(speaker, side=side)

    def _only_person(self, pronoun: str) -> Speaker | None:
        """Return the one person who has spoken, whom ``он`` means in a long interview; None where several have."""
        persons = [speaker for speaker in self.speakers if speaker.person] if not pronoun.isascii() else []
        return persons[-1] if len({speaker.name for speaker in persons}) == 1 else None

    def _meant_by_noun(self, words: Words) -> Speaker | None:
        """Find whom a bare noun means in languages without articles: ``посадовець``, ``в министерстве``."""
        r = self.r
        if words[1] - words[0] == 1 and r.lowers[words[0]] in r.speech.classes["paper"]:
            return self.last(words[0], person=False, spoken=True) or self.last(words[0], spoken=True) or next(reversed(self.speakers), None)
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

    def _maker(self, words: Words) -> Speaker | None:
        """Find who made a thing said: ``a statement by X``, ``X’s account``, ``footage published by X``, ``The claim``."""
        start, end = words
        frame, maker = self._frame_inside(start, end)
        if maker and frame == "publish":
            return self._told_by_owner(start, maker) or self.identify(maker)
        if maker and frame in ("heard", "relay"):
            return self._heard(start, maker)
        if (sources := self._sources_of(start, end)) is not None:
            return sources
        noun = next((i for i in range(start, min(end, start + 8)) if self.r.lowers[i] in self.r.speech.nouns), None)
        if noun is None or (noun + 2 < end and self.r.lowers[noun + 1] in self.r.speech.nouns):
            return None
        owners = [i for i in range(start, noun) if self._owns(i)]
        if noun + 2 < end and self.r.lowers[noun + 1] in ("by", "from", "of")[: 2 if owners else 3]:  # not "Alphia's version of events"
            media = self.r.speech.nouns[self.r.lowers[noun]].media
            named = self.identify((noun + 2, end)) if not media or self.r.lowers[noun + 1] != "of" else None
            if named and (not media or named.source_id or named.kind != UNKNOWN):
                return named  # "footage from the east of the city" has no maker
        if noun + 2 < end and self.r.lowers[noun + 1] in self.r.det and self.r.lowers[noun + 1] != "no":  # "Communique No. 4"
            return self.identify((noun + 1, end))  # "a statement the group released"
        if owners:
            stop = next(j for j in range(owners[0] + 1, noun + 1) if j == noun or self.r.lowers[j] not in self.r.roles)  # "Alphia's army"
            owner = self.naming.read((start, stop))
            return self._met_before(owner, (start, stop)) or owner if owner else None
        if self.r.lowers[start] in _OWNERS:
            return self._owner_meant(start)
        press = noun == start + 2 and self.r.lowers[start + 1] in ("press", "news")
        if (noun == start + 1 or press) and self.r.lowers[start] in ("the", "this", "that", "such", "these"):
            named = next((other for other in reversed(self.speakers[-6:]) if self.r.lowers[noun] in other.words), None)
            return named or self.last(start, spoken=True) or (self.speakers[-1] if self.speakers else self._office_before(start))
        if noun == start + 1 == end - 1 and self.r.lowers[start] in ("a", "an") and not self.r.speech.nouns[self.r.lowers[noun]].media:
            return self.last(start, person=False, spoken=True)
        return None

    def _owns(self, i: int) -> bool:
        """Tell whether a word is a possessive (``Alphia's``, ``the rebels'``)."""
        marked = POSSESSIVE.search(self.r.words[i]) or self.r.words[i + 1] in _APOSTROPHES
        return bool(marked) and self.r.words[i][0].isalpha()

    def _sources_of(self, start: int, end: int) -> Speaker | None:
        """Read ``Alpha News's sources``, who are only told to be there, and through whom they speak."""
        owned = end - start > 1 and self.r.lowers[end - 1] == "sources" and POSSESSIVE.search(self.r.words[end - 2])
        name = outlet_name(self.naming, (start, end - 1), bodies=True) if owned and self.r.lowers[end - 2] != "s" else None
        speaker = self.naming.read((end - 1, end)) if name else None
        return replace(speaker, via=(name,)) if speaker and name else None

    def _told_by_owner(self, start: int, publisher: Words) -> Speaker | None:
        """Read ``an LTTE statement published by Alpha News``: the party says it, the outlet relays it."""
        noun = next((i for i in range(start, publisher[0]) if self.r.lowers[i] in self.r.speech.nouns), start)
        owner = self.naming.read((start, noun)) if any(self.r.is_capital(i) for i in range(start, noun)) else None
        outlet = self.sources.find(self.naming.text(publisher)) if owner and owner.side not in (UNKNOWN, THIRD_PARTY) else None
        return replace(owner, via=(outlet.name,)) if owner and outlet and outlet.kind in OUTLETS else None

    def _office_before(self, at: int) -> Speaker | None:
        """Return the office that the text named last, though it has said nothing yet: the maker of ``the statement``."""
        named = list(self.bodies_in(max(0, at - _OFFICE_WORDS), at))
        return named[-1] if named else None

    def _owner_meant(self, at: int) -> Speaker | None:
        """Return whom ``his``, ``its`` or ``their`` means before something said."""
        owner = self.r.lowers[at]
        if owner == "their":
            return self.they(at)
        return self.last(at, person=owner != "its", plural=False)

    def _frame_inside(self, start: int, end: int) -> tuple[str, Words | None]:
        """Return the publisher in ``footage published by X``, the relay in ``sources consulted by X``, with the frame's sort."""
        for i in range(start + 1, end - 2):
            if self.r.lowers[i - 1] in self.r.det or (self.r.lowers[i] in self.r.speech.classes["aired"] and not self._tells_who(start, i)):
                continue  # "a clandestine broadcast on Alpha Radio": the noun
            for frame in self.r.speech.frames.get(self.r.lowers[i], ()):
                relayed = frame.sort == "relay" and "," not in self.r.words[start:i]  # "sources quoted by Alpha News"
                if (relayed or frame.sort in ("publish", "heard")) and self.r.lowers[i : i + len(frame.words)] == frame.words:
                    maker = i + len(frame.words)
                    return (frame.sort, phrase_after(self.r, maker, end)) if not is_date(self.r, maker) else ("", None)
        return "", None

    def _tells_who(self, start: int, end: int) -> bool:
        """Tell whether a stretch names what was said or who said it: ``footage`` or ``officials``, not ``a late``."""
        return any(self.r.lowers[i] in self.r.speech.nouns or self.r.lowers[i] in self.r.roles for i in range(start, end))

    def _heard(self, start: int, relay: Words) -> Speaker | None:
        """Read ``sources consulted by X``: the sources speak, X relays them."""
        end = next((i for i in range(start + 1, relay[0]) if self.r.lowers[i].endswith("ed") or self.r.lowers[i] in _RELAYED), relay[0])
        speaker = self.naming.read((start, end))
        name = outlet_name(self.naming, relay, bodies=True)
        return self.on_side_of(replace(speaker, via=(name,)), name) if speaker and name else speaker

    def relay_name(self, words: Words) -> str | None:
        """Return the name of an outlet that was told or that relays, be it only called by its kind (``told the newspaper``)."""
        if words[1] - words[0] == 1 and self.r.lowers[words[0]] == "it":
            meant = self.last(words[0], person=False, plural=False)
            return bare_outlet(self.sources, meant.name) if meant and meant.kind in OUTLETS else None
        return outlet_name(self.naming, self._outlets.meant_by(words) or words)

    def on_side_of(self, speaker: Speaker, outlet: str) -> Speaker:
        """Give an officer without a known side that of the party whose own outlet has his words (``a field commander told SANA``)."""
        source = self.sources.find(outlet)
        side = self.sources.side_in(source, self.conflict) if source and self.conflict else UNKNOWN
        document = not speaker.person and any(word in self.r.speech.nouns for word in speaker.words)  # "a war communique"
        unknown = speaker.side == UNKNOWN and (speaker.kind == "military" or "military" in speaker.words or document)
        return replace(speaker, side=side) if unknown and side not in (UNKNOWN, THIRD_PARTY) else speaker

    def on_side_of_relay(self, root: Speaker, words: Words) -> Speaker:
        """Give ``an officer`` whom a party's own agency quotes the side of that party, where only his office tells one."""
        plain = not root.source_id and self.sources.is_plain("home", sorted(root.words))
        if not plain or self.sources.side_of(f"{root.title or ''} {root.name}".lower())[0] != UNKNOWN:
            return root
        relay = self.naming.read(words)
        return replace(root, side=relay.side) if relay and relay.side not in (UNKNOWN, THIRD_PARTY) else root

    def _met_before(self, speaker: Speaker, words: Words) -> Speaker | None:
        """Find the full form of a surname or of ``the minister`` among those met before."""
        words = self.naming.trim(words)
        ranked = words[1] - words[0] == 2 and self.r.lowers[words[0]] == "the" and self.r.lowers[words[0] + 1] in self.r.ranks
        if (self.naming.is_name(*words) and not ranked) or speaker.title:  # "The General" is no name
            return self._same_person(speaker)
        if self.r.lowers[words[0]] not in ("the", "this", "that") or words[1] - words[0] > 4:
            return None
        if self._is_group(words):
            return self._last_group() or self.named_group(words[0])
        lowers = [POSSESSIVE.sub("", low) for low in self.r.lowers[words[0] : words[1]]]
        content = {low.removesuffix("s") for low in lowers if low and self._tells_apart(low)}
        role = self.sources.role(lowers[-1])
        for other in self.latest():
            if other.person and (speaker.kind == "group" if role is None else role.number != "one"):
                continue  # "the military" is not its spokesman, nor are "the contras" their leader
            if (
                content <= {word.removesuffix("s") for word in other.words}
                and ("and" in content or "and" not in other.words)
                and other.name != speaker.name
                and len(other.words) > len(speaker.words - {"the"})
                and other.at < words[0]
            ):
                return other
        if role is None or len(lowers) > 2:
            return None
        aired = (other for other in self.latest() if role.kind in OUTLETS and not other.person and not STATIONS.isdisjoint(other.words))
        if (station := next(aired, None)) is not None:
            return station  # "the broadcaster" after "state television"
        return self._who_just_spoke_as(role, words) or self._opener_called(lowers[-1], role, words)

    def _opener_called(self, noun: str, role: Role, words: Words) -> Speaker | None:
        """Return whom one of the last sentences opened with by name and noun: ``the ministry`` after ``The Alphan ministry met``."""
        here = self.sentence_of(words[0])
        for sentence in self.r.parsed.sentences[max(0, here - 2) : here][::-1]:
            opener = self.opener(sentence.first, sentence.last, same=False)
            suits = opener is not None and opener.person == (role.number == "one")  # "the military" is not its spokesman
            if opener and suits and noun in opener.words and any(word[:1].isupper() for word in opener.name.split()[1:]):
                return opener
        return None

    def _who_just_spoke_as(self, role: Role, words: Words) -> Speaker | None:
        """Read ``the general added`` after somebody named without an office who is of that kind."""
        just = next((other for other in self.latest() if other.at < words[0]), None)
        vague = self.r.lowers[words[1] - 1] in self.r.speech.classes["vague"]
        if just is None or role.number != "one" or not just.person or just.name[:1].islower():
            return None
        if not vague and (just.title or not role.title):
            return None
        near = self.sentence_of(words[0]) - self.sentence_of(just.at) <= 2
        return just if near and just.kind == role.kind and just.name[:1].isupper() and " " in just.name else None

    def _tells_apart(self, lower: str) -> bool:
        """Tell whether a word of a short form stands in the full form too: not so where somebody sits (``the London-based monitor``)."""
        return lower not in self.r.det and lower[0].isalnum() and not lower.endswith("-based")

    def _is_group(self, words: Words) -> bool:
        """Tell whether a phrase calls a group by its kind only: ``the group``, ``the armed group``, ``the Islamist movement``."""
        before = self.r.lowers[words[0] + 1 : words[1] - 1]
        kind = len(before) == 0 or (len(before) == 1 and before[0] in self.r.speech.classes["groupkind"])
        return kind and POSSESSIVE.sub("", self.r.lowers[words[1] - 1]) in self.r.speech.classes["armedgroup"]

    def _last_group(self) -> Speaker | None:
        """Return the group that spoke last, which an army of the state is not."""
        unmet = frozenset({"the", *self.r.speech.classes["armedgroup"]})  # "the group" of which nobody knew the name yet
        bodies = [other for other in self.latest() if not other.person and (other.side != UNKNOWN or not other.words <= unmet)]
        group = next((other for other in bodies if other.kind in ("group", "monitor", "ngo")), None)
        return group or next((other for other in bodies if other.kind == "military" and other.side != self.home), None)

    def _same_person(self, speaker: Speaker) -> Speaker | None:
        """Find somebody met before under a longer name, or the full name that the text gives elsewhere."""
        parts = speaker.name.split()
        surname = POSSESSIVE.sub("", parts[-1])
        for other in self.latest():
            longer = len(other.name.split()) > len(parts) and (
                other.name.endswith(speaker.name) or other.name.startswith(speaker.name + " ")
            )
            first_surname = other.person and len(parts) == 1 and len(other.name) > len(surname) and surname in other.name.split()[1:]
            if other.name == speaker.name or first_surname or (longer and (other.person or other.name.endswith(speaker.name))):
                return other
        if (declined := same_declined(speaker, self.latest())) is not None:
            return declined
        full = self._full_name(surname) if surname[:1].isupper() else None
        if full is None or full[0] == speaker.name or (len(parts) > 1 and not full[0].endswith(" " + speaker.name)):
            return None
        name, title = full
        side, kind = self.sources.side_of(f"{title} {name}".strip(), self.conflict)
        source = self.sources.find(name)
        return Speaker(
            name, title or None, side if side != UNKNOWN else speaker.side, kind, source.source_id if source else None, True, False,
            frozenset((*name.lower().split(), *title.lower().split())), speaker.at,
        )  # fmt: skip

    def _full_name(self, surname: str) -> tuple[str, str] | None:
        """Return the full name and the title of the first person whom the document names in full with that surname."""
        if self._runs is None:
            self._runs = {}
            for run in self._capital_runs():
                self._runs.setdefault(POSSESSIVE.sub("", self.r.words[run[1] - 1]), []).append(run)
        if surname not in self._full_names:
            named = (self._name_in(start, end) for start, end in self._runs.get(surname, ()))
            self._full_names[surname] = next(filter(None, named), None)
        return self._full_names[surname]

    def _capital_runs(self) -> Iterator[Words]:
        """Yield the runs of two to ten capitalised words."""
        capital = [word[0].isupper() for word in self.r.words]
        done = 0
        opens = {sentence.first for sentence in self.r.parsed.sentences}  # a line may end without a full stop
        for i in [i for i, (here, after) in enumerate(pairwise(capital)) if here and after]:
            if i < done or i + 1 in opens:
                continue
            stop = min(i + 10, len(capital))
            done = next((j for j in range(i + 2, stop) if not capital[j] or j in opens), stop)
            yield i, done

    def _name_in(self, start: int, end: int) -> tuple[str, str] | None:
        """Return the person's name, and the title before it, that a run of capitalised words is; None where it can be none."""
        first = start
        for i in range(start, end - 1):
            low = self.r.lowers[i]
            role = self.sources.role(low)
            small = any(low in words for words in (self.r.det, self.r.prep, self.r.conj, self.r.adv, self.r.time))
            if (role and role.title) or small or self.sources.is_country_word(low) or POSSESSIVE.search(low):
                first = i + 1  # "The brigade's Ivan", whose brigade is no part of his name
        while first < end and self.r.words[first].isupper() and not self.r.words[first].isascii() and len(self.r.words[first]) > 1:
            first += 1  # "з питань АТО Андрій Лис"
        if first < end and not self.r.words[first].isascii():
            first = self.naming.after_ground(first, end)
        if start and self.r.lowers[start - 1] == "of":  # "Secretary of State Elliott Abrams"
            first = max(first, end - 2)
        if end - first < 2 or end - first > 4 or not self.naming.is_name(first, end):
            return None
        name = POSSESSIVE.sub("", self.naming.text((first, end)))
        return name, self.naming.text((start, first)) if first > start else ""
