"""Finds who does what a clause tells: the subject, the ``by`` phrase, the adjective before a noun, and the side that they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.registry.sources import Conflict, SourceRegistry
from frontmap.text.clauses import about_a_number, is_finite, is_preposition
from frontmap.text.events.speaking import Speakers

_REACH = 14
"""Words after a trigger among which its `by` phrase is sought."""
_SUBJECT_REACH = 40
"""Words before a trigger among which its subject is sought."""
_NOUN_REACH = 4
"""Words before a noun among which an adjective or name says whose it is."""
_CLEARLY = 2
"""A side is the opponent where the document names it so many times as often as the next."""
_NAME_REACH = 8
"""Words of the longest name of an actor before its last word."""
_BY_LENGTH = 8
"""Words of the longest name of an actor after `by`."""
_PLAIN_KINDS = {"home": "home_force", "rebels": "rebel_force"}
"""Whom a war's plain words mean -> their class: in a war of a state against rebels `the tanks` are the state's."""

_WHO = frozenset({"force", "party", "home_force"})
"""Classes of words for those who fight."""
_PRONOUNS = frozenset({"it", "them"})
_COMMON = frozenset({"force", "unit_word"})
"""Classes of words that name no one side, though they be capitalised."""
_BARE = frozenset({"article", "unit_word", "degree"})
"""Classes of words that say nothing of whose a force is."""
_COUNTING = frozenset({"group", "force", "unit_word"})
"""Classes of words before an `of` that belong to the name after it: `members of X`."""
_GRAMMAR = frozenset({"pronoun", "saying", "helping", "of", "own", "passive", "including", "degree"})
"""Classes of words that are no adjectives."""
_ADJECTIVE = 4
"""Letters of the shortest adjective that stands between whose a force is and its noun."""
_NAME_PARTS = ("al-", "ul-", "el-")
"""How parts of a name begin that are written small: `Jaysh al-Islam`."""
_DESCRIBING = 2
"""Words between whose a force is and its noun: `Alphan mountain rescue troops`."""
_BY_REACH = 2
"""Words from a participle to its `by`: `carried out by X`."""

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

    def of(self, words: str) -> str | None:
        """Return the side of whom these words name, of two who act together that of the first; None where they do not tell."""
        if words not in self.known:
            first, together, _ = words.partition(" and ")
            side, _ = self.sources.side_of(words, self.conflict, actor=True)
            told = None if side in ("unknown", "third_party", "") else side
            self.known[words] = (self.of(first) if together else None) or told
        return self.known[words]

    def of_phrase(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of whom a noun phrase names: by the whole, by its last words, else by what its war's plain words mean."""
        words = self.parsed.words[phrase[0] : phrase[1]]
        if (relative := self._of_relative(phrase, lexicon)) is not None:
            return relative
        if (turned := self._of_turned(phrase, lexicon)) is not None:
            return turned
        if lexicon.is_a(words[-1].lower(), "home_force") and len(words) <= _DESCRIBING and (origin := self._of_origin(phrase[1], lexicon)):
            return origin  # `Troops from X` are not the state's own
        for start in range(len(words)):
            if start == 0 or (words[start][0].isupper() and "and" not in words):
                side = self.of(" ".join(words[start:]))
                if side is not None:
                    return side
        if (side := self._of_origin(phrase[1], lexicon)) is not None:
            return side
        unknown = any(word[0].isupper() and not self._is_common(word.lower(), lexicon) for word in words[1:])
        return None if self.conflict is None or unknown else self._of_plain(phrase, lexicon)

    def _of_plain(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of `the troops` and `the gunmen`: whom these mean in the war, else the own ones of the side that speaks."""
        words = self.parsed.lowers[phrase[0] : phrase[1]]
        plain = self.conflict.plain if self.conflict else {}
        for whom, side in plain.items():
            if lexicon.is_a(words[-1], _PLAIN_KINDS[whom]):
                return side
        bare = lexicon.is_a(words[-1], "home_force") and all(lexicon.is_any(word, _BARE) for word in words[:-1])
        return self.speakers.at(self.parsed.starts[phrase[0]]) if bare else None

    def _of_relative(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of `our troops` and of `the enemy`, seen from who speaks there; None for a phrase that is neither."""
        lowers = self.parsed.lowers[phrase[0] : phrase[1]]
        if any(lexicon.is_a(lower, "foe") for lower in lowers):
            return self.against(self.speakers.at(self.parsed.starts[phrase[0]]))
        ours = any(lexicon.is_a(lower, "first_person") for lower in lowers)
        return self.speakers.at(self.parsed.starts[phrase[0]]) if ours else None

    def _of_turned(self, phrase: Words, lexicon: Lexicon) -> str | None:
        """Return the side of `forces loyal to X` and of `anti-X forces`; None where a phrase is neither."""
        parsed = self.parsed
        against = next((word for word in range(*phrase) if parsed.lowers[word].startswith("anti-")), None)
        if against is not None:
            return self.against(self.of(parsed.words[against][len("anti-") :]))
        lowers, last = parsed.lowers, phrase[1]
        bound = last + 1 < len(lowers) and lexicon.is_a(lowers[last], "bound") and lowers[last + 1] in ("to", "with")
        return self._named_from(last + 2, lexicon) if bound else None

    def _of_origin(self, last: int, lexicon: Lexicon) -> str | None:
        """Return the side of the X in `troops from X`, `soldiers of the X`, by the words after a phrase."""
        lowers = self.parsed.lowers
        comes = last < len(lowers) and (lowers[last] == "from" or lexicon.is_a(lowers[last], "of"))
        return self._named_from(last + 1, lexicon) if comes else None

    def _named_from(self, first: int, lexicon: Lexicon) -> str | None:
        """Return the side of the name that begins at a word, with all that hangs on it by `of`: `of the air force of X`."""
        lowers, end = self.parsed.lowers, first
        while end < min(len(lowers), first + _BY_LENGTH) and (lexicon.is_a(lowers[end], "of") or not _ends_name(self.parsed, end, lexicon)):
            end += 1
        return self.of(" ".join(self.parsed.words[first:end])) if end > first else None

    def _is_common(self, lower: str, lexicon: Lexicon) -> bool:
        """Tell whether a capital is all that a word has of a name: `the Defense Forces`."""
        return lexicon.is_any(lower, _COMMON)

    def named_by(self, word: int) -> str | None:
        """Return the side that one capitalised word names, where it is no place."""
        name = self.parsed.words[word]
        return self.of(name) if name[0].isupper() and self.named[word] < 0 else None

    def name_up_to(self, word: int) -> Sequence[str]:
        """Return the capitalised words of the name that ends at a word; of a place's name those of the place."""
        first = word + 1
        while first and word + 1 - first < _NAME_REACH and self._goes_back(first - 1, word):
            first -= 1
        return self.parsed.words[first : word + 1]

    def _goes_back(self, word: int, last: int) -> bool:
        """Tell whether a word belongs to the name that ends at a later one: all of one place, or of none."""
        written = self.parsed.words[word]
        return self.named[word] == self.named[last] and (written[0].isupper() or written.lower().startswith(_NAME_PARTS))

    def against(self, side: str | None) -> str | None:
        """Return who stands against a side: the other one that the document names most; None where that is open."""
        if side is None:
            return None
        if not self.met:
            self.met.update(filter(None, map(self.named_by, range(len(self.parsed.words)))))
            self.met["nobody"] = 0  # counted, though nobody was met
        fighting = self.conflict.sides if self.conflict else frozenset(self.met)
        others = [(other, count) for other, count in self.met.most_common() if count and other != side and other in fighting]
        if len(others) > 1 and others[0][1] < _CLEARLY * others[1][1]:
            return self._plain_opponent(side)
        return others[0][0] if others else self._other_of_two(side) or self._plain_opponent(side)

    def _plain_opponent(self, side: str) -> str | None:
        """Return the rebels of a state, the state of its rebels, and whichever there is against others; None where that stays open."""
        plain = set(self.conflict.plain.values()) - {side} if self.conflict else set()
        return plain.pop() if len(plain) == 1 else None

    def _other_of_two(self, side: str) -> str | None:
        foes = self.conflict.foes if self.conflict else ()
        return next((other for other in foes if other != side), None) if side in foes else None


def find_actor(trigger: Words, clause: Words, lexicon: Lexicon, sides: Sides, *, verb: bool, passive: bool, owned: bool) -> Words | None:
    """Find the words that say who acts; None where the clause does not say.

    Parameters
    ----------
    trigger
        What names the event.
    clause
        The clause that holds it.
    verb
        True for a verb, which has a subject; a noun has an adjective or a name before it.
    owned
        True for a noun whose `of` names who acts (`the advance of X`), not to whom something is done (`the shelling of X`).
    """
    verb = verb and not _is_somebodys(trigger[0], clause[0], lexicon, sides)
    verb = verb or lexicon.is_a(sides.parsed.lowers[trigger[0]], "unable")  # `did not let X advance`
    after = trigger[1] - (sides.parsed.lowers[trigger[1] - 1] == "by")
    found = None if verb and not passive else find_by_phrase(after, clause[1], lexicon, sides, verb=verb)
    if verb and sides.parsed.lowers[trigger[0]].endswith("ing"):
        found = _antecedent(trigger[0], clause[0], lexicon, sides) if trigger[0] > clause[0] else found
    if found is None and not verb:
        found = _owner(trigger, clause, lexicon, sides, owned=owned) or _modifier(trigger[0], clause[0], lexicon, sides)
    if found is None and not passive:
        before = trigger[0] if verb else _governing_verb(trigger[0], clause[0], lexicon, sides)
        found = find_subject(before, clause[0], lexicon, sides) if before is not None else None
    return found


def _is_somebodys(word: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word that may be a verb is a noun with whose it is before it: `a Russian push`."""
    owner = word - 2 >= start and sides.named_by(word - 1) is not None
    return owner and lexicon.is_a(sides.parsed.lowers[word - 2], "article")


def _governing_verb(noun: int, start: int, lexicon: Lexicon, sides: Sides) -> int | None:
    """Return the verb before a noun whose subject acts (`A has killed B in raids`); None where it is passive, the noun without one."""
    lowers = sides.parsed.lowers
    verbs = [w for w in range(start, noun) if is_finite(lowers[w], lexicon) and not lexicon.is_a(lowers[w], "saying")]
    if not verbs:
        return noun
    passive = any(lexicon.is_a(lowers[w], "passive") and w + 1 < noun and lowers[w + 1] in lexicon.past for w in verbs)
    return None if passive else verbs[0]


def find_shared_subject(clauses: Sequence[Words], kinds: Sequence[str], lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find the subject that a verb shares with the clauses before its own: `took A, killing ten`, `the rebels, who hold A`.

    Parameters
    ----------
    clauses
        The clauses of the sentence up to the verb's own.
    kinds
        Their ``Clause.kind``.
    """
    for index in range(len(clauses) - 1, 0, -1):
        if kinds[index - 1] == "ing":
            continue  # it has no subject either
        first, last = clauses[index - 1]
        if kinds[index] == "rel" and (antecedent := _antecedent(last, first, lexicon, sides)) is not None:
            return antecedent
        if kinds[index] != "rel":
            last = _last_verb(first + 1, last, lexicon, sides)
        found = find_subject(last, first, lexicon, sides) or _who_speaks(*clauses[index - 1], lexicon, sides)
        if found is not None:
            return found
    return None


def _who_speaks(first: int, last: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the group that speaks in a clause: `the army announced on Sunday, having taken A, ...`."""
    saying = next((word for word in range(first + 1, last) if lexicon.is_a(sides.parsed.lowers[word], "saying")), None)
    return find_subject(saying, first, lexicon, sides) if saying is not None else None


def _antecedent(stop: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the group named right before a word: before `who` or a participle, whatever it hangs on."""
    lowers = sides.parsed.lowers
    word = stop - 2 if lowers[stop - 1] == "," else stop - 1
    word -= word > start and lowers[word] == ")" and lowers[word - 2] == "("  # `the Rapid Support Forces (RSF) said`
    return _whole_name(word, start, lexicon, sides) if word >= start and _names_group(word, lexicon, sides) else None


def find_speaker(pronoun: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find the group that speaks of itself by a pronoun: `X said it had taken A`; None where a person speaks for it."""
    lowers = sides.parsed.lowers
    saying = next((word for word in range(pronoun - 1, start, -1) if lexicon.is_a(lowers[word], "saying")), None)
    if saying is None:
        return None
    while saying - 1 > start and (lexicon.is_a(lowers[saying - 1], "helping") or lowers[saying - 1].endswith("ly")):
        saying -= 1
    speaker = _antecedent(saying, start, lexicon, sides)
    return speaker if speaker and not hangs(speaker[0], start, lexicon, sides) and _ends_at(speaker[1], saying, sides) else None


def _ends_at(last: int, word: int, sides: Sides) -> bool:
    """Tell whether a phrase reaches up to a word, but for the bracket of its short form."""
    return last == word or (last == word - 1 and sides.parsed.lowers[last] == ")")


def find_later_subject(clause: Words, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find the subject of the clause after a participle that has none: `Advancing on A, the army took B`."""
    return find_subject(_last_verb(*clause, lexicon, sides), clause[0], lexicon, sides)


def _last_verb(first: int, last: int, lexicon: Lexicon, sides: Sides) -> int:
    """Return the last verb among some words that says more than who speaks; their end where there is none."""
    lowers = sides.parsed.lowers
    finite = (word for word in range(last - 1, first - 1, -1) if is_finite(lowers[word], lexicon))
    return next((word for word in finite if not lexicon.is_a(lowers[word], "saying")), last)


def find_named_after(trigger: Words, stop: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find whom the words right after a trigger name: `fell to the rebels`, `held by the army`."""
    end = _name_end(trigger[1], stop, lexicon, sides)
    return (trigger[1], end) if end > trigger[1] else None


def find_killer(last: int, stop: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find whom the words after a death name: `killed in a raid by X`, `killed in an X ambush`, `died in clashes with X`."""
    lowers = sides.parsed.lowers
    for word in range(last, min(stop, last + _REACH)):
        fight = lexicon.is_a(lowers[word], "fight")
        if not fight and not lexicon.is_a(lowers[word], "deadly"):
            continue
        against = fight and word + 1 < stop and lowers[word + 1] in ("with", "against")
        end = _name_end(word + 2, min(stop, word + 2 + _BY_LENGTH), lexicon, sides) if against else word + 2
        if end > word + 2:
            return word + 2, end
        return find_by_phrase(word + 1, stop, lexicon, sides, verb=False) or (None if fight else _modifier(word, last, lexicon, sides))
    return None


def find_tool(trigger: Words, stop: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find whose fire the words of a trigger, or a `by` in or after it, name: `killed by X shelling`, `an X car bomber`."""
    for word in range(*trigger):
        if lexicon.is_a(sides.parsed.lowers[word], "party"):
            return word, word + 1
    return find_by_phrase(trigger[0], stop, lexicon, sides, verb=True)


def patient_side(phrase: Sequence[int], lexicon: Lexicon, sides: Sides) -> str | None:
    """Return the side of whom the words of a noun phrase name, as those to whom something is done; the first that tells counts."""
    start = min(phrase, default=0)
    for word in phrase:
        if (side := sides.named_by(word)) is not None:
            return side
        if lexicon.is_any(sides.parsed.lowers[word], _WHO):
            named = _whole_name(word, start, lexicon, sides)  # `ten X soldiers`
            if (side := sides.of_phrase(named, lexicon)) is not None:
                return side
    return None


def is_passive(parsed: Parsed, first: int, last: int, start: int, lexicon: Lexicon, *, transitive: bool) -> bool:
    """Tell whether a verb form stands in the passive: `was shelled`, `has been retaken`, `shelled by`, `soldiers trapped in`."""
    if parsed.lowers[first] not in lexicon.past or lexicon.is_a(parsed.lowers[first], "simple_past"):
        return False
    after = parsed.lowers[last] if last < len(parsed.lowers) else ""
    before = [parsed.lowers[word] for word in range(max(start, first - 3), first) if not _is_acronym(parsed, word, first)]
    if after == "by" or any(lexicon.is_a(lower, "passive") for lower in before):
        return True
    relative = start < first - 1 and parsed.lowers[start] in ("which", "that")  # `which the rebels captured in May`
    reduced = first == start or parsed.lowers[first - 1] in (",", "and") or lexicon.is_a(parsed.lowers[first - 1], "force")
    counted = about_a_number(parsed, last, lexicon) > 0  # `the army killed up to 40 rebels`
    return transitive and reduced and not relative and is_preposition(after, lexicon) and after != "from" and not counted


def _is_acronym(parsed: Parsed, word: int, verb: int) -> bool:
    """Tell whether a word in capitals is a name (`IS set fire to`), where the verb is not written in capitals as well."""
    return parsed.words[word].isupper() and not parsed.words[verb].isupper()


def find_by_phrase(last: int, stop: int, lexicon: Lexicon, sides: Sides, *, verb: bool) -> Words | None:
    """Find whom a `by` after a trigger names; for a noun only up to the next verb, whose own `by` it would be."""
    parsed = sides.parsed
    for word in range(last, min(stop, last + _REACH)):
        if not verb and is_finite(parsed.lowers[word], lexicon) and "by" not in parsed.lowers[word + 1 : word + 1 + _BY_REACH]:
            return None  # but `an attack carried out by X`
        if parsed.lowers[word] == "by":
            end = _name_end(word + 1, min(stop, word + 1 + _BY_LENGTH), lexicon, sides)
            return (word + 1, end) if any(_may_act(at, lexicon, sides) for at in range(word + 1, end)) else None
    return None


def _name_end(first: int, stop: int, lexicon: Lexicon, sides: Sides) -> int:
    end = first
    while end < stop and not _ends_name(sides.parsed, end, lexicon) and not _says_more(end, first, lexicon, sides):
        end += 1
    return end


def _says_more(word: int, first: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a verb or a new phrase after a force says more of it: `by troops stationed there`, `by troops a year ago`."""
    lower = sides.parsed.lowers[word]
    begins = lower in lexicon.past or (lexicon.is_a(lower, "article") and not sides.parsed.words[word][0].isupper())
    return word > first and begins and lexicon.is_any(sides.parsed.lowers[word - 1], _WHO)


def _may_act(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word may name somebody who fights, or what he fights with."""
    return lexicon.is_any(sides.parsed.lowers[word], _WHO | _PRONOUNS) or sides.parsed.words[word][0].isupper()


def _ends_name(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    lower = parsed.lowers[word]
    if not lower[0].isalnum() or lexicon.is_a(lower, "bound"):
        return True
    return not _is_name_in_capitals(parsed, word) and (lower in lexicon.clauses or is_preposition(lower, lexicon))


def _is_name_in_capitals(parsed: Parsed, word: int) -> bool:
    """Tell whether a word is written in capitals as other words are not: `fell to IS`."""
    written = parsed.words[word]
    return len(written) > 1 and written.isupper() and not parsed.all_caps


def _modifier(first: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    for word in range(first - 1, max(start - 1, first - 1 - _NOUN_REACH), -1):
        lower = sides.parsed.lowers[word]
        if lower in lexicon.past or is_preposition(lower, lexicon) or lexicon.is_a(lower, "saying"):
            return None
        if lower.endswith("'s") and sides.of(sides.parsed.words[word]) is not None:
            return word, word + 1
        if sides.named_by(word) is not None or lexicon.is_a(lower.removesuffix("'s"), "party"):
            return _whole_name(word, start, lexicon, sides)
    return None


def _owner(trigger: Words, clause: Words, lexicon: Lexicon, sides: Sides, *, owned: bool) -> Words | None:
    """Return who is named inside what names the event, or just after it: `under Russian control`, `the control of the rebels`."""
    (first, last), (start, stop) = trigger, clause
    if lexicon.is_a(sides.parsed.lowers[first], "force"):
        return _whole_name(first, start, lexicon, sides)  # `French troops arrived`
    for word in range(first, last):
        if sides.named_by(word) is not None or lexicon.is_a(sides.parsed.lowers[word], "party"):
            return word, word + 1
    after = last if lexicon.is_a(sides.parsed.lowers[last - 1], "of") else last + 1
    if after >= stop or not owned or not lexicon.is_a(sides.parsed.lowers[after - 1], "of"):
        return None
    named = (word for word in range(after, min(after + _NOUN_REACH, stop)) if sides.named_by(word) is not None)
    return next(((word, word + 1) for word in named), None)


def find_subject(first: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the nearest noun phrase before a verb that may be its subject; one after a preposition only where there is no other."""
    hanging: Words | None = None
    word = first - 1
    while word >= max(start, first - _SUBJECT_REACH):
        lower = sides.parsed.lowers[word]
        after = sides.parsed.lowers[word + 1 : min(first, word + 1 + _BY_REACH)]
        if lexicon.is_a(lower, "saying") and after and after[0] != "," and "to" not in after:
            break  # but `X claimed to have taken A`
        if lexicon.is_a(lower, "pronoun"):
            return word, word + 1
        if _names_group(word, lexicon, sides):
            phrase = _whole_name(word, start, lexicon, sides)
            if not hangs(phrase[0], start, lexicon, sides):
                return phrase
            hanging = phrase
            word = phrase[0]
        word -= 1
    return hanging


def _names_group(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    if lexicon.is_any(sides.parsed.lowers[word], _WHO) or sides.named_by(word) is not None:
        return True
    name = sides.name_up_to(word)
    if sides.named[word] < 0:
        return len(name) > 1 and sides.of(" ".join(name)) is not None  # `Boko Haram`
    acts = word + 1 < len(sides.parsed.lowers) and is_finite(sides.parsed.lowers[word + 1], lexicon)
    return acts and sides.of(" ".join(name)) is not None  # `Russia launched 40 drones`


def hangs(first: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a noun phrase only qualifies another: `backed by heavy X raids`, `the town of X`, but not `members of X`."""
    if first <= start:
        return False
    while first - 1 > start and lexicon.is_a(sides.parsed.lowers[first - 1], "qualifying"):
        first -= 1
    before = sides.parsed.lowers[first - 1]
    if lexicon.is_a(before, "of"):
        counted = first - 2 >= start and _counts(first - 2, lexicon, sides)
        return not counted or hangs(first - 2, start, lexicon, sides)
    if before == "and" and first - 2 > start and sides.named[first - 2] >= 0 and sides.named[first] >= 0:
        return hangs(first - 2, start, lexicon, sides)  # `in A and B`
    return is_preposition(before, lexicon) or lexicon.is_a(before, "including")


def _whole_name(last: int, start: int, lexicon: Lexicon, sides: Sides) -> Words:
    """Return the noun phrase that ends with a word: back over capitals and group words to its article."""
    first = last
    while first > start and last - first < _NAME_REACH:
        if lexicon.is_a(sides.parsed.lowers[first - 1], "article"):
            first -= 1
            if not _goes_on_before(first, start, lexicon, sides):
                return first, last + 1
            continue
        before = _one_more(first, start, lexicon, sides)
        if before is None:
            break
        first = before
    while first < last and lexicon.is_a(sides.parsed.lowers[first], "of"):
        first += 1
    return first, last + 1


def _goes_on_before(article: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a noun phrase goes on before an article: `troops of the 58th Division`, `X and the Y`."""
    of = article > start and lexicon.is_a(sides.parsed.lowers[article - 1], "of")
    return of or _is_joined(article, start, lexicon, sides)


def _is_joined(first: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether an `and` joins a phrase to a group before it: `tanks and infantry`, `X and the Y`."""
    return first - 2 >= start and sides.parsed.lowers[first - 1] == "and" and _names_group(first - 2, lexicon, sides)


def _one_more(first: int, start: int, lexicon: Lexicon, sides: Sides) -> int | None:
    """Return where a noun phrase begins with one more word, or one more part, before it; None where it begins already."""
    lowers = sides.parsed.lowers
    if _is_joined(first, start, lexicon, sides):
        return first - 2
    if lowers[first - 1] == "and" and first - 2 >= start and lowers[first - 2].isdigit():  # `53 and 55 Divisions`
        return first - 2
    if lowers[first - 1] == ")" and first - 4 >= start and lowers[first - 3] == "(":  # `the Arakan Army (AA) fighters`
        return first - 4
    if _belongs(first - 1, lexicon, sides):
        return first - 1
    described = first
    while first - described < _DESCRIBING and described - 1 > start and _describes(described - 1, lexicon, sides):
        described -= 1
    return described if described < first and _bounds(described - 1, lexicon, sides) else None


def _describes(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word before a group's noun may be an adjective of it: a small one that is no verb and no word of grammar or time."""
    lower, written = sides.parsed.lowers[word], sides.parsed.words[word]
    if not written[0].islower() or len(lower) < _ADJECTIVE or lower.endswith(("ly", "ing", "ed")) or is_preposition(lower, lexicon):
        return False
    grammar = lower in lexicon.clauses or lower in lexicon.calendar or lexicon.is_any(lower, _GRAMMAR)
    return not grammar and not is_finite(lower, lexicon)


def _bounds(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether adjectives that follow a word belong to a noun phrase: an article, a preposition, or whose the group is."""
    lower = sides.parsed.lowers[word]
    if lexicon.is_any(lower, frozenset({"article", "party", "including"})) or is_preposition(lower, lexicon):
        return True
    return sides.parsed.words[word][0].isupper() and sides.of(sides.parsed.words[word]) is not None


def _counts(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether the word before an `of` names a part of those after it: `members of X`, but not `the help of X`."""
    return lexicon.is_any(sides.parsed.lowers[word], _COUNTING)


def _belongs(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word before a group's noun is a part of its name."""
    lower, written = sides.parsed.lowers[word], sides.parsed.words[word]
    if lexicon.is_a(lower, "of"):
        return word == 0 or _counts(word - 1, lexicon, sides)
    if lexicon.is_a(lower, "group") and lexicon.is_a(sides.parsed.lowers[word + 1], "of"):
        return True
    grammar = lower in lexicon.clauses and not _is_name_in_capitals(sides.parsed, word)  # `IS fighters`
    if grammar or (is_preposition(lower, lexicon) and written[0].isupper()):  # `As troops`, `After fighters`
        return False
    if sides.named[word] >= 0:
        return sides.named[word] == sides.named[word + 1] or sides.of(written) is not None  # `South Sudan`, `U.S. warplanes`
    if any(kind in ("month", "weekday") for kind, _ in lexicon.calendar.get(lower, ())):
        return False
    linked = written[0].isupper() or written[0].isdigit() or lower.endswith(("-backed", "-led")) or lower.startswith(("pro-", "anti-"))
    return linked or lexicon.is_a(lower, "party") or lexicon.is_a(lower, "unit_word")
