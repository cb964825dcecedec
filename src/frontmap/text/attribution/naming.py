"""Reads a noun phrase as somebody who speaks: the name, the title before or after it, the side, the place where they belong."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from frontmap.model import PlaceMention, Source
from frontmap.registry.sources import POSSESSIVE, THIRD_PARTY, UNKNOWN, Conflict, Role, SourceRegistry
from frontmap.registry.stems import stem, stems
from frontmap.text.attribution.phrases import GIVES_NAME, LEADS, Reader, Words, is_date, is_venue, name_at_end, opening_of

_RANKS = {"col": "colonel", "gen": "general", "lt": "lieutenant", "maj": "major", "capt": "captain", "brig": "brigadier", "sgt": "sergeant"}
_WORDS = re.compile(r"\w+")
_PATRONYMIC = re.compile(r"(?:ич|[оеє]вн|івн|ївн|ичн)(?:а|у|і|е|ы|и|ем|ом|ой|ою)?$")
_NATION = frozenset({"nation's", "country's", "nation’s", "country’s"})
_TRADE = 5
"""Words of what somebody does and his name, at most (``fisherman Karim Hale``)."""
_LONGEST_ALIAS = 5
"""Words of a name in quotation marks, the marks included."""
_AIRED_WITHIN = 4
"""Words from the start of a phrase within which stands what is on the air: ``a late evening broadcast on Alpha Radio``."""
_CUTS = frozenset({"who", "which", "whose", "whom", "speaking", "asking", "declining", "requesting"})
_RELAYED = frozenset({"quoted", "cited"})
_MONITORED = frozenset({"monitored", "reaching"})
"""What happens to reports and broadcasts where somebody else hears them."""


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


class Naming:
    """Reads the noun phrases of one document; it stays open to remember which country the document is about."""

    def __init__(self, r: Reader, sources: SourceRegistry, conflict: Conflict | None, placed: Sequence[PlaceMention]) -> None:
        self.r = r
        self.sources = sources
        self.conflict = conflict
        self.placed = placed
        self.located = [mention for mention in placed if mention.place and mention.place.country]
        self._main_country: str | None = None

    def text(self, words: Words) -> str:
        """Return the text of a word span on one line."""
        parsed = self.r.parsed
        return " ".join(parsed.text[parsed.starts[words[0]] : parsed.ends[words[1] - 1]].split())

    def read(self, words: Words) -> Speaker | None:
        """Read a noun phrase as a speaker; None for pronouns and empty phrases."""
        start, end = self.trim(words)
        if start >= end:
            return None
        name_words, title = self._split_title(start, end)
        if title is None and name_words:
            start, end = name_words
        whole = POSSESSIVE.sub("", self.text((start, end)))
        name = POSSESSIVE.sub("", self.text(name_words)) if name_words else whole
        side, kind = self.sources.side_of(self.text((self._after_nation(start, end), end)), self.conflict)
        if title and name_words and self.sources.is_country_word(self.r.lowers[name_words[1] - 1]):
            side = self.sources.side_of(title, self.conflict)[0]  # "the deputy spokesman, Najib Danish"
        if not name_words and self._is_judge(start, end):
            side = THIRD_PARTY if self.r.lowers[start].startswith("observer") else UNKNOWN
        head = self.head(start, end)
        role = self.sources.role(self.r.lowers[head])
        if not name_words and role:
            side = self._side_of_post(start, head, role, side)
        if name != whole and (side == UNKNOWN or self.sources.find(name)):
            own_side, own_kind = self.sources.side_of(name, self.conflict)
            side = own_side if own_side != UNKNOWN else side
            kind = own_kind if own_kind != UNKNOWN else kind
        source = self._registered(name)
        person = bool(title) or (source is not None and source.source_id.startswith("person:")) or self._is_person(start, end, name)
        if side == UNKNOWN:
            side = self._side_around((start, end), words[1], kind, title)
        return Speaker(
            name=self._call_sign(name_words or (start, end), start, end) or name,
            title=title,
            side=side,
            kind=kind,
            source_id=source.source_id if source else None,
            person=person,
            plural=role is not None and role.number == "many",
            words=frozenset(_RANKS.get(w, w.removesuffix("'s")) for w in self.r.lowers[start:end] if w[0].isalnum()),
            at=words[0],
        )

    def _side_around(self, phrase: Words, stop: int, kind: str, title: str | None) -> str:
        """Return the side of a speaker whose own words do not tell it: by his place, by what he leads, or as somebody of no party."""
        side = self._side_of_place(*phrase, kind)
        side = self._side_of_what_he_leads(phrase[1], stop) if side == UNKNOWN else side
        named_outlet = kind in ("outlet", "agency") and self._is_named_outlet(*phrase)
        scholar = title is not None and self._is_scholar(title)  # "Ivan Hale, a professor of strategic studies"
        return THIRD_PARTY if side == UNKNOWN and (named_outlet or scholar) else side

    def _side_of_post(self, start: int, head: int, role: Role, side: str) -> str:
        """Return the side of ``a reporter with the rebels`` and ``diplomats in Alpha``, who are none of theirs."""
        outsider = self.r.lowers[head] in self.r.speech.classes["outsider"]
        if not outsider and not (role.kind == "outlet" and role.title):
            return side
        own = self.sources.side_of(self.text((start, head + 1)), self.conflict)[0]
        return THIRD_PARTY if outsider and own == UNKNOWN else own

    def _side_of_what_he_leads(self, start: int, end: int) -> str:
        """Return the side of the body in ``Ivan Hale, who heads the Alphan-installed administration``, ``speaking for the rebels``."""
        leads = next((i for i in range(start, min(start + 4, end)) if self.r.lowers[i] in self.r.speech.classes["leads"]), None)
        return self.sources.side_of(self.text((leads + 1, end)), self.conflict)[0] if leads is not None and leads + 1 < end else UNKNOWN

    def _is_named_outlet(self, start: int, end: int) -> bool:
        """Tell whether a phrase names one newspaper or station: ``the daily Al-Nahar``, not ``local media``."""
        own = range(start, self.head(start, end) + 1)
        named = any(self.r.is_capital(i) and self.r.lowers[i] not in self.r.roles for i in own[1:])
        return named and any((role := self.sources.role(self.r.lowers[i])) is not None and role.number == "body" for i in own)

    def _after_nation(self, start: int, end: int) -> int:
        """Return the word after ``the West African nation's``, which tells no side; the first word where there is none."""
        return next((i + 1 for i in range(start, end - 1) if self.r.lowers[i] in _NATION), start)

    def _is_judge(self, start: int, end: int) -> bool:
        """Tell whether somebody is named after what he studies (``a Wagner analyst``), which ``UN observers`` are not."""
        head = self.head(start, end)
        if self.r.lowers[head] not in self.r.speech.classes["judge"] or self._has_country(start, head):
            return False
        return not (self.r.lowers[head].startswith("observer") and any(self.r.words[i].isupper() for i in range(start, head)))

    def _is_scholar(self, title: str) -> bool:
        """Tell whether a title is that of somebody who studies or reports, and no office beside it (``the governor, Prof. Hale``)."""
        words = _WORDS.findall(title.lower())
        offices = (role for word in words if (role := self.sources.role(word)) and role.number == "one" and role.kind == "official")
        studies = len(words) > 1 and bool(self.r.speech.classes["scholar"].intersection(words))  # "Professor Hale" may be a governor
        return studies and next(offices, None) is None

    def _has_country(self, start: int, end: int) -> bool:
        return any(self.sources.is_country_word(self.r.lowers[i]) for i in range(start, end))

    def _registered(self, name: str) -> Source | None:
        """Find a registered source by a name that may carry its short form (``Institute for the Study of War (ISW)``)."""
        if "(" not in name:
            return self.sources.find(name) or self._outlet_after_its_kind(name)
        bare = re.sub(r"\s*\([^)]*\)", "", name)
        inside = re.search(r"\(([^)]*)\)$", name)
        return self.sources.find(bare) or (self.sources.find(inside.group(1)) if inside else None)

    def _outlet_after_its_kind(self, name: str) -> Source | None:
        """Find the outlet in ``телеканал «Аль-Джазира»``."""
        kind, _, rest = name.partition(" ")
        role = self.sources.role(kind.lower()) if rest and not kind.isascii() else None
        return self.sources.find(rest) if role is not None and role.kind in ("outlet", "agency") else None

    def trim(self, words: Words) -> Words:
        """Cut a phrase to what names the speaker: before its relative clause, without marks at its ends."""
        start, end = words[0] + self._to_outlet(words), words[1]
        for i in range(start + 1, end):
            low = self.r.lowers[i]
            if low in _CUTS or (low in LEADS and (is_venue(self.r, i) or self._is_elsewhere(i, end))):
                end = i
                break
            if low in _MONITORED or (low in _RELAYED and self.r.lowers[i + 1 : i + 2] == ("by",)):
                end = i  # "reports monitored in Alpha", "Hale, quoted by Alpha Radio,"
                break
            if low in self.r.reduced and is_date(self.r, i + 1 + (self.r.lowers[i + 1 : i + 2] == ("on",))):
                end = i  # "footage posted on April 11"
                break
        while end - 1 > start and (self.r.lowers[end - 1] in self.r.reduced or self.r.lowers[end - 1] in self.r.prep):
            end -= 1
        while end > start and not (self.r.words[end - 1][0].isalnum() or self.r.words[end - 1] in (")", "”", "’", "»", '"')):
            end -= 1
        while (
            end - 1 > start
            and not self.r.is_capital(end - 1)
            and (self.r.lowers[end - 1] in self.r.time or self.r.lowers[end - 1] in self.r.adv)
        ):
            end -= 1  # "officials yesterday", "Alphia again"
        while start < end and not (self.r.words[start][0].isalnum() or self._opens_name(start, end)):
            start += 1
        while start < end - 1 and self.r.lowers[start] in self.r.time and not self.r.is_capital(start):
            start += 1  # "evening Russian agencies"
        return start, end

    def _to_outlet(self, words: Words) -> int:
        """Return how many words of ``a broadcast on Alpha Radio`` stand before the station, which says it."""
        start, end = words
        nouns, lowers = self.r.speech.classes["aired"], self.r.lowers
        last = max(start, min(end - 2, start + _AIRED_WITHIN))
        if nouns.isdisjoint(lowers[start:last]):
            return 0
        aired = next(i for i in range(start, last) if lowers[i] in nouns)
        if lowers[aired + 1] not in self.r.prep:
            return 0
        owned = range(end - 1, aired + 2, -1)
        whose = next((i for i in owned if self.r.lowers[i] in ("'", "'s") or POSSESSIVE.search(self.r.words[i])), aired + 1)
        named = next((i for i in range(whose + 1, end) if self.r.is_capital(i)), aired + 2)
        return (named if whose > aired + 1 else aired + 2) - start

    def _opens_name(self, start: int, end: int) -> bool:
        """Tell whether a mark opens a name in quotation marks that the phrase also closes."""
        quotation = self.r.quoted.get(start)
        return quotation is not None and start < self.r.parsed.quotations[quotation].last < end

    def _is_elsewhere(self, i: int, end: int) -> bool:
        """Tell whether a preposition opens where or to whom something was said (``on his channel``, ``to Agence France-Presse``)."""
        if i + 1 >= end:
            return False
        own = self.r.lowers[i] in ("on", "in", "via") and self.r.lowers[i + 1] in self.r.poss
        told = self.r.lowers[i - 1] in self.r.roles and not self.r.is_capital(i - 1)  # "the Group to Support Alphia" is a name
        return own or (self.r.lowers[i] == "to" and self.r.is_capital(i + 1) and told)

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
        if not self.r.lowers[start + (start in self.r.quoted)].isascii():  # past “
            return self._split_declined(start, end)
        comma = next((i for i in range(start, end) if self.r.words[i] == ","), None)
        if comma is None:
            return self._split_member(start, end) or self._split_before(start, end)
        before, after = (start, comma), (comma + 1, end)
        if (alias := self._quoted_name(start, comma)) is not None and self._has_role(*after):
            return alias, self.text(self.trim(after))
        if self.r.lowers[comma + 1] == "including":
            return before, None
        if self.r.words[end - 2] == "," and self.r.words[end - 1].isdigit():
            after = (comma + 1, max(comma + 1, end - 2))  # "a resident, Karim, 24,"
        second = self._first_name(*after) or self._only_name(before, after) or self._titled_name(*after)
        if (body := self._body_named(before, after)) is not None:
            return body, self.text(before)
        if second and self._names_the_body(before, second):
            return before, None
        if second and self._has_role(*before) and any(self.r.lowers[i] in ("of", "for") for i in range(*before)):
            return self._split_before(*second)[0] or second, self.text(before)
        name, prefix = self._split_before(*before)
        if name:
            return name, "; ".join(part for part in (prefix, self.text(self.trim(after)) if after[0] < after[1] else None) if part)
        office = self.r.lowers[before[0]] in self.r.det  # "The Defence Minister, Mr Hale"
        if self.is_name(*before) and not (office and second):
            return before, self.text(self.trim(after)) if after[0] < after[1] else None
        if second is None and office and not self.r.is_capital(after[0]):  # "another witness, fisherman Karim Hale"
            second = name_at_end(self.r, self.sources.role, after[0], after[1]) if after[1] - after[0] <= _TRADE else None
        if second and self._has_role(*before):
            name, prefix = self._split_before(*second)
            return name or second, "; ".join(part for part in (self.text(before), prefix) if part)
        return before, self.text(self.trim(after)) if after[0] < after[1] and self._has_role(*after) else None

    def _quoted_name(self, start: int, end: int) -> Words | None:
        """Return the name by which somebody goes, without its quotation marks: ``“Falcon”, the commander of a drone unit``."""
        quotation = self.r.quoted.get(start)
        closed = quotation is not None and self.r.parsed.quotations[quotation].last == end - 1 and end - start <= _LONGEST_ALIAS
        return (start + 1, end - 1) if closed and self.r.is_capital(start + 1) else None

    def _names_the_body(self, described: Words, named: Words) -> bool:
        """Tell whether a name after a comma is that of the body somebody belongs to (``an official in one of the groups, X,``)."""
        role = self.sources.role(self.r.lowers[described[1] - 1])
        if role is None or role.number not in ("many", "body") or self._has_role(*named) or not self._is_person(*described, ""):
            return False
        one_of = role.number == "many" and "one" in self.r.lowers[slice(*described)]
        return one_of or self.sources.side_of(self.text(named), self.conflict)[1] in ("group", "military")

    def _split_declined(self, start: int, end: int) -> tuple[Words | None, str | None]:
        """Split ``голова обласної адміністрації Олег Рудик``: in Russian and Ukrainian the name ends the phrase."""
        comma = next((i for i in range(start + 2, end - 1) if self.r.words[i] == ","), None)
        if comma is not None and name_at_end(self.r, self.sources.role, start, comma) == (start, comma) and self._has_role(comma, end):
            return (start, comma), self.text((comma + 1, end))  # "Олег Рудик, голова обласної адміністрації"
        first = self.sources.role(self.r.lowers[start])
        if end - start == 2 and first is not None and first.kind == "person" and first.title and self.is_name(start + 1, end):
            return (start + 1, end), self.text((start, start + 1))  # "пан Рудик"
        name = name_at_end(self.r, self.sources.role, start, end)
        name = (self.after_ground(*name), name[1]) if name is not None else None
        if name is None or name[0] == start or not self._has_role(start, name[0]) or self._registered(self.text((start, end))):
            return None, None
        return name, self.text((start, name[0]))

    def after_ground(self, first: int, end: int) -> int:
        """Return where a name begins behind whose ground an office is on: ``мэр Мелитополя Иван Зимин``, ``представитель Армении ...``."""
        lowers, classes = self.r.lowers, self.r.speech.classes
        if end - first == 3 and not _PATRONYMIC.search(lowers[end - 1]):
            named, beside = (stem(lowers[i]) in stems(classes["given"]) for i in (first, first + 1))
            if beside and not named:
                return first + 1  # "главы ВГА Орехова Ивана Зимина"
        while end - first > 2 and (
            lowers[first] in classes["ground"] or self.is_placed(first) or self.sources.is_country_word(lowers[first])
        ):
            first += 1
        return first

    def is_placed(self, word: int) -> bool:
        """Tell whether a word stands in the name of a place."""
        start = self.r.parsed.starts[word]
        before = bisect_right(self.placed, start, key=lambda m: m.mention.start) - 1
        return before >= 0 and start < self.placed[before].mention.end

    def _split_member(self, start: int, end: int) -> tuple[Words, str] | None:
        """Split ``Ko Phyo of the Dragon Army`` into a name and where the person belongs."""
        name = self._first_name(start, end)
        if name is None or name[1] - name[0] > 4 or name[1] + 1 >= end or self._registered(self.text((start, end))):
            return None
        joined = self.r.lowers[name[1]] in ("of", "from", "with") and self.r.lowers[name[1] + 1] in ("the", "a", "an")
        if self.r.lowers[name[1]] in ("a", "an", "the") and self._has_role(*name) is False and self._has_role(name[1], end):
            return name, self.text((name[1], end))  # "Ivan Hale a member of the council", without its comma
        plain = not self._has_role(*name) and self.sources.side_of(self.text(name), self.conflict)[1] == UNKNOWN
        return (name, self.text((name[1] + 1, end))) if joined and plain else None

    def _body_named(self, described: Words, named: Words) -> Words | None:
        """Return the name in ``the rebels’ armed wing, the Southern Brigades``, where a body is described before it is named."""
        if self.r.is_capital(described[1] - 1):
            return None
        start = named[0] + (self.r.lowers[named[0]] == "the")
        end = opening_of(self.r, start, named[1] - 1) or named[1]  # "the Union of Forces (UF)"
        stop = start
        while stop < end and (self._is_in_name(stop) or self.r.lowers[stop] in ("of", "for", "and")):
            stop += 1
        whole = stop == end and self._is_in_name(start)
        if not whole or not (stop - start > 1 or self.r.words[start].isupper()):
            return None
        role = self.sources.role(self.r.lowers[described[1] - 1])
        return (start, named[1]) if role is None or role.number == "body" else None

    def _first_name(self, start: int, end: int) -> Words | None:
        """Return the capitalised words at the start of a stretch, where they are a name."""
        stop = start
        while stop < end and self._is_in_name(stop):
            stop += 1
        owner = stop > start and POSSESSIVE.search(self.r.words[stop - 1])  # "Alphia’s envoy" names no one
        return (start, stop) if not owner and self.is_name(start, stop) and stop - start >= 2 else None

    def _only_name(self, described: Words, named: Words) -> Words | None:
        """Return the one word that names somebody described by a role alone (``a resident, Karim,``)."""
        role = self.sources.role(self.r.lowers[described[1] - 1])
        lone = named[1] - named[0] == 1 and self.r.is_capital(named[0])
        return named if lone and role is not None and role.number == "one" and not self.is_placed(named[0]) else None

    def _titled_name(self, start: int, end: int) -> Words | None:
        """Return the stretch of ``Col. Karim Hale`` where all of it is a rank and a name."""
        name, _ = self._split_before(start, end)
        return (start, end) if name is not None and name[1] == end and self.r.is_capital(start) else None

    def _has_role(self, start: int, end: int) -> bool:
        return any(self.sources.role(self.r.lowers[i]) for i in range(start, end))

    def _split_before(self, start: int, end: int) -> tuple[Words | None, str | None]:
        """Split ``Ukrainian President Volodymyr Zelensky`` before the name; (None, None) where it holds no titled name."""
        last = None
        for i in range(start, end - 1):
            role = self.sources.role(self.r.lowers[i])
            if role and role.title and not self.r.lowers[i].endswith("'s"):
                last = i
        if last is None or self._is_of_others(start, last) or self._registered(self.text((start, end))):
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
            if self.sources.side_of(self.text((run, end)), self.conflict)[1] != UNKNOWN and not self._is_known_person(run, end):
                return None, None  # "spokesman for the Alphan Civil Defence"
        stop = run
        while stop < end and self._is_in_name(stop):
            stop += 1
        if stop < end and (stop - run < 2 or self.r.lowers[stop] not in self.r.prep):
            return None, None
        return ((run, stop), self.text((start, run))) if self.is_name(run, stop) else (None, None)

    def _is_known_person(self, start: int, end: int) -> bool:
        """Tell whether words are the name of somebody whom the registry knows."""
        known = self.sources.find(self.text((start, end)))
        return known is not None and known.source_id.startswith("person:")

    def _is_of_others(self, start: int, rank: int) -> bool:
        """Tell whether an office is that of somebody whom several others follow or fight (``rebels fighting President Hale``)."""
        for i in range(start, rank - 1):
            role = self.sources.role(self.r.lowers[i])
            following = self.r.lowers[i + 1]
            owned = (following, self.r.lowers[i + 2]) == ("of", "the")  # "Forces of the Alphans spokesman Hale"
            if role and role.number == "many" and not owned:
                return following.endswith("ing") or following in self.r.speech.classes["follows"]
        return False

    def _split_after(self, start: int, end: int) -> tuple[Words | None, str | None]:
        """Split ``Rami Abdel Rahman head of the Observatory``, which some agencies write without a comma."""
        stop = start
        while stop < end and self._is_in_name(stop):
            stop += 1
        role = self.sources.role(self.r.lowers[stop]) if stop < end - 1 else None
        if role and role.title and self.r.lowers[stop + 1] in ("of", "for") and stop - start >= 2 and self.is_name(start, stop):
            return (start, stop), self.text((stop, end))
        return None, None

    def _is_in_name(self, i: int) -> bool:
        """Tell whether a word may stand in a person's name: a capitalised one, a particle (``al-``), the stop of an initial."""
        low = self.r.lowers[i]
        initial = low == "." and i > 0 and len(self.r.words[i - 1]) == 1 and self.r.is_capital(i - 1)
        return initial or self.r.is_capital(i) or low in self.r.speech.classes["particle"] or low.startswith(("al-", "el-"))

    def is_name(self, start: int, end: int) -> bool:
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
        head = self.head(start, end) if self.r.lowers[start].isascii() else start  # `командир взвода`
        role = self.sources.role(self.r.lowers[head])
        if role:
            return role.number == "one"
        return self.is_name(start, end) and 2 <= end - start <= 3 and self.sources.side_of(name, self.conflict)[1] == UNKNOWN

    def _call_sign(self, name: Words, start: int, end: int) -> str | None:
        """Return the call sign that stands for the name of somebody who is only described."""
        if self.is_name(*name) and self.sources.role(self.r.lowers[name[0]]) is None:
            return None
        for i in range(start, min(end + 12, len(self.r.words) - 2)):
            if self.r.lowers[i] in (".", "said", "told"):
                return None
            after = self._after_naming(i)
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
        if (
            self.conflict is None
            or self.r.lowers[start] in self.r.poss
            or kind not in ("official", "military", "ministry", "group", "agency")
        ):
            return UNKNOWN
        right = self.r.parsed.ends[end - 1]
        for mention in self.placed_between(self.r.parsed.starts[start], right):
            if mention.mention.end <= right and mention.place and mention.place.country:
                return self.conflict.parties.get(mention.place.country, UNKNOWN)
        local = self.r.speech.classes["localbody"].intersection(self.r.lowers[start:end])
        named = any(
            self.r.is_capital(i) and self.r.lowers[i] not in self.r.roles and self.r.lowers[i] not in self.r.det for i in range(start, end)
        )
        return self.conflict.parties.get(self.country() or "", UNKNOWN) if local and (named or kind == "official") else UNKNOWN

    def placed_between(self, start: int, end: int) -> Sequence[PlaceMention]:
        """Return the mentions of places that begin in a stretch of the text."""
        first, last = (bisect_left(self.placed, offset, key=lambda m: m.mention.start) for offset in (start, end))
        return self.placed[first:last]

    def country(self) -> str | None:
        """Return the country that nearly all places of the document lie in; None where they lie in several."""
        if self._main_country is None:
            counts: dict[str, int] = {}
            for place in (mention.place for mention in self.located):
                if place and place.country:
                    counts[place.country] = counts.get(place.country, 0) + 1
            best = max(counts, key=lambda country: counts[country], default="")
            self._main_country = best if best and counts[best] >= 0.8 * sum(counts.values()) else ""
        return self._main_country or None

    def _after_naming(self, i: int) -> int | None:
        """Return the word after ``call sign``, ``nicknamed`` or ``gave his name as``; None where nothing of the kind stands at a word."""
        word, following = self.r.lowers[i], self.r.lowers[i + 1]
        if word == "call" and following in ("sign", "signs"):
            return i + 2
        given = (word == "as" and self.r.lowers[i - 1] in GIVES_NAME) or (following == "," and word == "name")
        named = given or word in self.r.speech.classes["callsign"]
        return i + 1 + (following == ",") if named else None
