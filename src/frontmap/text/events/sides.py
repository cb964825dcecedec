"""Tells which side somebody belongs to whom a text names: by name, by origin, by what plain words mean in its war, by who speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.registry.sources import THIRD_PARTY, UNKNOWN, Conflict, SourceRegistry
from frontmap.text.clauses import is_preposition
from frontmap.text.events.speaking import Speakers

_CLEARLY = 2
"""A side is the opponent where the document names it so many times as often as the next."""
NAME_REACH = 8
"""Words of the longest name of an actor before its last word."""
BY_LENGTH = 8
"""Words of the longest name of an actor after `by`."""
_PLAIN_KINDS = {"home": "home_force", "rebels": "rebel_force"}
"""Whom a war's plain words mean -> their class: in a war of a state against rebels `the tanks` are the state's."""
_TITLE = 3
"""Words after `loyal to` among which `former` says that somebody rules no longer."""
_ANAPHOR_REACH = 120
"""Words before `the group` among which that group is named."""
_COMMON = frozenset({"force", "unit_word"})
"""Classes of words that name no one side, though they be capitalised."""
_BARE = frozenset({"article", "unit_word", "degree"})
"""Classes of words that say nothing of whose a force is."""
_NAME_PARTS = ("al-", "ul-", "el-")
"""How parts of a name begin that are written small: `Jaysh al-Islam`."""
_LINKS = frozenset({"of", "for", "the"})
"""Words inside a long name: `the Front for the Liberation of X`."""
_GOES_ON = frozenset({("of",), ("for",), ("(",)})
"""Words behind a capitalised one that show its name to be longer, or give its short form."""
_LED_BY = frozenset({"force", "home_force"})
"""Classes of nouns for those who stand under somebody's command."""
DESCRIBING = 2
"""Words between whose a force is and its noun: `Alphan mountain rescue troops`."""

Words = tuple[int, int]
"""First word, and the word after the last."""


@dataclass(slots=True)
class Sides:
    """What a document's words say about who belongs to which side; looks each phrase up once."""

    sources: SourceRegistry
    conflict: Conflict | None
    parsed: Parsed
    named: Sequence[int]
    """Word -> place mention that covers it, or -1: places are no actors."""
    speakers: Speakers = field(default_factory=Speakers)
    """Which side speaks where, as far as that is known."""
    known: dict[str, str | None] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    """How often each side is named in the document; counted when first asked for."""

    grounds: dict[int, str] = field(default_factory=dict)
    """Place mention -> its words, in lower case; gathered when first asked for."""

    def of(self, words: str) -> str | None:
        """Return the side of whom these words name, of two who act together that of the first; None where they do not tell."""
        if words not in self.known:
            first, together, second = words.partition(" and ")
            side, _ = self.sources.side_of(words, self.conflict, actor=True)
            told = None if side in (UNKNOWN, THIRD_PARTY, "") else side
            shared = second.split(" ", 1)[1:] if first.istitle() and " " not in first else []  # `Alphan and Betan Gamma forces`
            self.known[words] = (self.of(" ".join([first, *shared])) if together else None) or told
        return self.known[words]

    def of_phrase(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of whom a noun phrase names: by the whole, by its last words, else by what its war's plain words mean."""
        words = self.parsed.words[phrase[0] : phrase[1]]
        if (relative := self._of_relative(phrase, lexicon)) is not None:
            return relative
        if (turned := self._of_turned(phrase, lexicon)) is not None:
            return turned
        if lexicon.is_a(words[-1].lower(), "home_force") and len(words) <= DESCRIBING:
            origin = self._of_origin(phrase[1], lexicon)
            if origin is not None or self._comes_from_unknown(phrase[1]):
                return origin  # `Troops from X` are not the state's own
        if (anaphor := self._of_collective(phrase, lexicon)) is not None:
            return anaphor
        if len(words) == 1 and self.conflict and (own := self._of_own(phrase, lexicon)) in self.conflict.parties.values():
            return own  # `a spokesman of the Alphan army said soldiers had entered A`, on Betan ground
        if (side := self._of_long_name(phrase, lexicon)) is not None:
            return side
        for start in range(len(words)):
            if start == 0 or (words[start][0].isupper() and "and" not in words):
                side = self.of(" ".join(words[start:]))
                if side is not None:
                    return side
        if (side := self._of_origin(phrase[1], lexicon)) is not None:
            return side
        unknown = any(word[0].isupper() and not self._is_common(word.lower(), lexicon) for word in words[1:])
        return None if self.conflict is None or unknown else self._of_plain(phrase, lexicon)

    def _of_long_name(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of a name that goes on behind a phrase: `the Front` of `the Front for Change of Alphia (FCA)`; else None."""
        parsed, end = self.parsed, phrase[1]
        if parsed.all_caps or not parsed.words[end - 1][0].isupper() or parsed.lowers[end : end + 1] not in _GOES_ON:
            return None
        last = end
        while last < min(len(parsed.words), end + NAME_REACH) and (parsed.words[last][0].isupper() or parsed.lowers[last] in _LINKS):
            last += 1
        while last > end and parsed.lowers[last - 1] in _LINKS:
            last -= 1
        bracket = parsed.lowers[last : last + 1] == ("(",) and parsed.lowers[last + 2 : last + 3] == (")",)
        if bracket and (side := self.of(parsed.words[last + 1])) is not None:
            return side
        first = phrase[0] + lexicon.is_a(parsed.lowers[phrase[0]], "article")
        return self.of(" ".join(parsed.words[first:last])) if last > end else None

    def _of_plain(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of `the troops` and `the gunmen`: whom these mean in the war, else the own ones of the side that speaks."""
        words = self.parsed.lowers[phrase[0] : phrase[1]]
        plain = self.conflict.plain if self.conflict else {}
        if any(self.is_outsider(word) for word in range(*phrase)):
            return THIRD_PARTY
        speaks = self._of_own(phrase, lexicon)
        if speaks is not None and not any(lexicon.is_a(word, "unit_word") for word in words[:-1]):
            return speaks  # `a militia commander said troops had entered A`
        known = (side for whom, side in plain.items() if lexicon.is_a(words[-1], _PLAIN_KINDS[whom]))
        return next(known, speaks or self._who_says(phrase, lexicon))

    def _of_own(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side whose own `the troops` must be that it tells of: the one that speaks, where plain words do not mean it anyway."""
        speaks = self._who_says(phrase, lexicon)
        return None if self.conflict and speaks in self.conflict.plain.values() else speaks

    def _who_says(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side that tells of bare `troops`, `the soldiers`; None for other words."""
        *before, last = self.parsed.lowers[phrase[0] : phrase[1]]
        unit = lexicon.is_a(last, "unit_word") and not (self.conflict and "home" in self.conflict.plain)
        if not (lexicon.is_a(last, "home_force") or last == "forces" or unit) or not all(lexicon.is_any(word, _BARE) for word in before):
            return None
        return self.speakers.cited_at(self.parsed.starts[phrase[0]])

    def _of_collective(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of `the group`, `the alliance's men`: of the group named last before, else of the rebels; None for others."""
        lowers = self.parsed.lowers[phrase[0] : phrase[1]]
        definite = lowers[0] == "the" and not any(word[0].isupper() for word in self.parsed.words[phrase[0] + 1 : phrase[1]])
        if not definite or not any(lexicon.is_a(lower.removesuffix("'s"), "collective") for lower in lowers):
            return None
        return self._last_group_before(phrase[0]) or (self.conflict.plain.get("rebels") if self.conflict else None)

    def _last_group_before(self, word: int) -> str | None:
        """Return the side of the group that a text named last before a word; states are none."""
        states = {*self.conflict.parties.values(), self.conflict.plain.get("home")} if self.conflict else set()
        for before in range(word - 1, max(-1, word - _ANAPHOR_REACH), -1):
            if self.parsed.words[before][0].isupper() and self.named[before] < 0:
                side = self.named_by(before) or self.of(" ".join(self.name_up_to(before)))
                if side is not None and side not in states:
                    return side
        return None

    def _of_relative(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of `our troops` and of `the enemy`, seen from who speaks there; None for a phrase that is neither."""
        lowers = self.parsed.lowers[phrase[0] : phrase[1]]
        if any(lexicon.is_a(lower.removesuffix("'s"), "foe") for lower in lowers):
            return self.against(self.speakers.at(self.parsed.starts[phrase[0]]))
        ours = any(self.is_first_person(word, lexicon) for word in range(*phrase))
        return self.speakers.at(self.parsed.starts[phrase[0]]) if ours else None

    def is_first_person(self, word: int, lexicon: Lexicon) -> bool:
        """Tell whether a word is `we` or `our` in any case, which `US` is not."""
        return lexicon.is_a(self.parsed.lowers[word], "first_person") and self.parsed.words[word] != "US"

    def _of_turned(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of `forces loyal to X` and of `anti-X forces`; None where a phrase is neither."""
        parsed = self.parsed
        against = next((word for word in range(*phrase) if parsed.lowers[word].startswith("anti-")), None)
        if against is not None:
            return self.against(self.of(parsed.words[against][len("anti-") :]))
        lowers, last = parsed.lowers, phrase[1]
        opponents = (word for word in range(*phrase) if lexicon.is_a(lowers[word], "opponent"))
        opposed = next((word for word in opponents if lowers[word + 1 : word + 2] == ("of",)), None)
        if opposed is not None:
            return self.against(self._named_from(opposed + 2, lexicon))  # `opponents of the junta`
        bound = last + 1 < len(lowers) and lexicon.is_a(lowers[last], "bound") and lowers[last + 1] in ("to", "with")
        if bound and any(lexicon.is_a(lower, "former") for lower in lowers[last + 2 : last + 2 + _TITLE]):
            return self.conflict.plain.get("rebels") if self.conflict else None
        led = last + 1 < len(lowers) and lowers[last] == "under" and lexicon.is_any(lowers[last - 1], _LED_BY)
        if led and any(self.sources.role(lower) for lower in lowers[last + 1 : last + 1 + _TITLE]):
            return self._named_from(last + 1, lexicon)  # `troops under rebel general X`
        return self._named_from(last + 2, lexicon) if bound else None

    def _of_origin(self, last: int, lexicon: Lexicon) -> str | None:
        """Return the side of the X in `troops from X`, `soldiers of the X`, by the words after a phrase."""
        lowers = self.parsed.lowers
        comes = last < len(lowers) and (lowers[last] == "from" or lexicon.is_a(lowers[last], "of"))
        return self._named_from(last + 1, lexicon) if comes else None

    def _comes_from_unknown(self, last: int) -> bool:
        """Tell whether the words after a phrase say that those come from somebody who is no place: `soldiers from the XYZ`."""
        lowers, words = self.parsed.lowers, self.parsed.words
        name = last + 1 + (lowers[last + 1 : last + 2] == ("the",))
        comes = lowers[last : last + 1] == ("from",) or (lowers[last : last + 1] == ("of",) and words[last - 1][0].isupper())
        return comes and name < len(words) and words[name][0].isupper() and self.named[name] < 0

    def _named_from(self, first: int, lexicon: Lexicon) -> str | None:
        """Return the side of the name that begins at a word, with all that hangs on it by `of`: `of the air force of X`."""
        lowers, end = self.parsed.lowers, first
        while end < min(len(lowers), first + BY_LENGTH) and (lexicon.is_a(lowers[end], "of") or not ends_name(self.parsed, end, lexicon)):
            end += 1
        if end > first + 1 and lowers[first].endswith("'s") and (side := self.of(" ".join(self.parsed.words[first + 1 : end]))) is not None:
            return side  # `from Alphia's northern region Beta`
        return self.of(" ".join(self.parsed.words[first:end])) if end > first else None

    def _is_common(self, lower: str, lexicon: Lexicon) -> bool:
        """Tell whether a capital is all that a word has of a name: `the Defense Forces`."""
        return lexicon.is_any(lower, _COMMON)

    def named_by(self, word: int) -> str | None:
        """Return the side that one capitalised word names, where it is no place."""
        name = self.parsed.words[word]
        return self.of(name) if name[0].isupper() and self.named[word] < 0 else None

    def named_up_to(self, word: int) -> str | None:
        """Return the side that the name of several words names which ends at a word: `Khmer Rouge bases`."""
        if self.named[word] >= 0 or not (self.parsed.words[word][0].isupper() and self.parsed.words[word - 1][0].isupper()):
            return None
        return self.of(" ".join(self.name_up_to(word)))

    def is_outsider(self, word: int) -> bool:
        """Tell whether a capitalised word names somebody who is no party: `UN helicopters`."""
        name = self.parsed.words[word]
        return name[0].isupper() and self.sources.side_of(name, self.conflict, actor=True)[0] == THIRD_PARTY

    def name_up_to(self, word: int) -> Sequence[str]:
        """Return the capitalised words of the name that ends at a word; of a place's name those of the place."""
        first = word + 1
        while first and word + 1 - first < NAME_REACH and self._goes_back(first - 1, word):
            first -= 1
        return self.parsed.words[first : word + 1]

    def name_of(self, mention: int) -> str:
        """Return the words of a place mention, in lower case."""
        if not self.grounds:
            for word, named in enumerate(self.named):
                if named >= 0:
                    self.grounds[named] = f"{self.grounds.get(named, '')} {self.parsed.lowers[word]}"
        return self.grounds.get(mention, "")

    def _goes_back(self, word: int, last: int) -> bool:
        """Tell whether a word belongs to the name that ends at a later one: all of one place, or of none."""
        written = self.parsed.words[word]
        return self.named[word] == self.named[last] and (written[0].isupper() or written.lower().startswith(_NAME_PARTS))

    def against(self, side: str | None, offset: int = -1) -> str | None:
        """Return who stands against a side: a foe of it that speaks at a character, else who is named most; None where that is open."""
        if side is None or side == THIRD_PARTY:
            return None
        if self.conflict is not None and side in self.conflict.friends:
            side = self.conflict.plain.get("home", side)
        speaks = self.speakers.at(offset) if offset >= 0 and self.conflict else None
        if speaks is not None and self._are_foes(side, speaks):
            return speaks
        if not self.met:
            self.met.update(filter(None, map(self.named_by, range(len(self.parsed.words)))))
            self.met["nobody"] = 0  # counted, though nobody was met
        fighting = self.conflict.sides if self.conflict else frozenset(self.met)
        home = self.conflict is not None and side == self.conflict.plain.get("home")  # against which other states do not fight
        apart = {side, *self.conflict.parties.values(), *self.conflict.friends} if self.conflict and home else {side}
        apart -= {self.conflict.plain.get("rebels")} - {side} if self.conflict else set()
        others = [(other, count) for other, count in self.met.most_common() if count and other not in apart and other in fighting]
        if len(others) > 1 and others[0][1] < _CLEARLY * others[1][1]:
            return self._plain_opponent(side)
        return others[0][0] if others else self._other_of_two(side) or self._plain_opponent(side)

    def _are_foes(self, side: str, other: str) -> bool:
        """Tell whether two sides surely fight each other: a state and a group of its war, or the two states of one."""
        if self.conflict is None or side == other:
            return False
        states = frozenset(self.conflict.parties.values())
        one_state = (side in states) != (other in states) and self.conflict.plain.get("home") in (side, other)
        return one_state or {side, other} == {*self.conflict.foes}

    def _plain_opponent(self, side: str) -> str | None:
        """Return the rebels of a state, the state of its rebels, and whichever there is against others; None where that stays open."""
        plain = set(self.conflict.plain.values()) - {side} if self.conflict else set()
        return plain.pop() if len(plain) == 1 else None

    def _other_of_two(self, side: str) -> str | None:
        foes = self.conflict.foes if self.conflict else ()
        return next((other for other in foes if other != side), None) if side in foes else None


def ends_name(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    """Tell whether a word belongs to no name that begins before it: punctuation, a preposition, a word that begins a clause."""
    lower = parsed.lowers[word]
    if not lower[0].isalnum() or lexicon.is_a(lower, "bound"):
        return True
    return not is_name_in_capitals(parsed, word) and (lower in lexicon.clauses or is_preposition(lower, lexicon))


def is_name_in_capitals(parsed: Parsed, word: int) -> bool:
    """Tell whether a word is written in capitals as other words are not: `fell to IS`."""
    written = parsed.words[word]
    return len(written) > 1 and written.isupper() and not parsed.all_caps
