"""Finds the words of a sentence that name an event, and tells what they name from what stands around them.

A trigger (a row of ``geo/lexicon``) holds where nothing beside it makes it something else, where enough says that it is about a war,
and where it acts upon what it needs. What governs it (``tried to``, ``failed to``, ``plans to``) may change its type or make it a goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import Lexicon, Trigger, match
from frontmap.text.clauses import Clause, about_a_number, clause_of, is_finite, is_preposition
from frontmap.text.events.actors import is_passive
from frontmap.text.events.inflected import form_of
from frontmap.text.events.sides import Sides

_NEEDED = {"side": frozenset({"force", "armour"}), "people": frozenset({"civilian"})}
"""What a trigger needs in its clause -> the classes of words that give it."""
_ARMED = frozenset({"force", "equipment", "armour"})
_PEOPLE = frozenset({"force", "civilian"})
"""Classes of words for whom `they` may stand."""
_GROUND = frozenset({"ground", "anaphor"})
_HELPING = frozenset({"passive", "helping", "undated", "asking", "unable"})
"""Classes of words that may stand between a subject and its verb."""
_THEM = frozenset({"them", "plural"})
_PLURAL_OR_IT = frozenset({"plural", "it"})
_PHRASE = 3
"""Words of the shortest phrase that may hold the beginning of another."""
_SUBJECTLESS = 2
"""Words before the verb of a clause that has no subject of its own: `and then fled`."""
_UNLESS_BEFORE, _UNLESS_AFTER = 3, 4
_OBJECT_REACH = 12
_SUBJECT_REACH = 8
"""Words before a clause among which the subject stands that it shares with the one before."""
_FRONTED = 2
"""Words between an active verb and a place that stands before it as its object."""
_ANTECEDENT = 3
"""Words before a relative clause among which stands what its verb acts upon."""
_RELATIVE = frozenset({"which", "that"})
_AGENT_REACH = 6
_BEFORE = 40
"""Words before a sentence that may tell with what an attack was made."""
_DETERMINERS = 3
"""Words before a noun that may belong to it."""
_EATEN_REACH = 9
"""Words after a trigger among which it eats others."""
_GOVERNOR_REACH = 8
_BID_REACH = 3
"""Words before a noun for an attempt among which stands that it is a purpose: `in a last bid to`."""
_AIMING = frozenset({"at", "toward", "towards", "for"})
"""Prepositions between a purpose and a verb in -ing: `aimed at taking X`, `progress toward taking X`."""
_CLOSE_GOVERNOR = {"done": 0, "attempt": 3, "cause": 4}
"""Words that may stand between a governor and its `to`; others reach as far as ``_GOVERNOR_REACH``."""
_PURSUED = frozenset({"capture", "advance", "encirclement", "assault", "hold", "losses", "strike", "repulse", "damage"})
"""Types that can be somebody's goal."""
_RECALLED = frozenset({"clash", "assault", "advance", "losses", "displacement", "strike", "encirclement"})
"""Types whose nouns may only recall an event."""
_ATTEMPTED = frozenset({"capture", "advance", "assault"})
"""Types whose attempt is an assault."""
_AIMED_AT = frozenset({"losses", "damage", "hold", "displacement", "deployment"})
"""Types whose attempt tells nothing that happened."""
_DONE_TO_A_FORCE = frozenset({"assault", "encirclement", "strike", "losses"})
"""Types that are done to a force, which is then not told to be there."""
_OBJECTS = frozenset({"place", "force", "equipment", "structure", "route", "attack", "ground", "line", "civilian"})
"""Classes of what a trigger may act upon."""
_NOUNS_WITH_TO = frozenset({"due", "response", "subjected", "exposed", "vulnerable", "thanks", "prior", "according"})
"""Words after which `to` stands before a noun: `in response to attacks`."""
_SILENT = ("goal", "dateline")
"""Kinds of clauses that tell no event."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what its triggers are tested against."""

    parsed: Parsed
    sentence: Sentence
    clauses: tuple[Clause, ...]
    named: Sequence[int]
    """Word of the document -> place mention that covers it, or -1."""
    lexicon: Lexicon
    at_war: bool
    """True where the document is about a war."""
    sides: Sides
    """Who the names of the document belong to."""

    def lowers(self, first: int, last: int) -> tuple[str, ...]:
        """Return the lower-case words of a stretch, cut at the sentence's ends."""
        return self.parsed.lowers[max(first, self.sentence.first) : max(self.sentence.first, min(last, self.sentence.last))]

    def any_is(self, kind: str, first: int, last: int) -> bool:
        """Tell whether one of the words of a stretch stands for this kind of thing."""
        return any(self.lexicon.is_a(lower, kind) for lower in self.lowers(first, last))


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger that stands in the text and holds."""

    trigger: Trigger
    first: int
    last: int
    """Words that match it, the last exclusive."""
    clause: int
    """Ordinal of its clause."""
    types: tuple[str, ...]
    """The events that it names here; they may differ from the trigger's own."""
    actors: tuple[str, ...]
    """As ``Trigger.actors``, one a type."""
    passive: bool
    effect: str = ""
    """What governs it: ``attempt intent fail done cause goal``, or ``afar`` (``means.by_means``); empty for nothing."""


def find_hits(passage: Passage) -> list[Hit]:
    """Find the triggers of a sentence that hold, without those that another one already tells."""
    return _without_subjects(passage, _without_repelled(passage, list(_standing_hits(passage))))


def settle_hits(passage: Passage, hits: Sequence[Hit], placed_at: Sequence[int]) -> list[Hit]:
    """Leave out the nouns that only recall an event told before.

    Parameters
    ----------
    placed_at
        The words at which the place phrases of the sentence stand.
    """
    starts = [hit.first for hit in hits]
    return [hit for hit in hits if not _refers_back(passage, hit, placed_at, starts)]


def noun_phrase(passage: Passage, start: int, stop: int) -> range:
    """Return the words of the noun phrase that begins at a word: up to a preposition other than `of`, or a stop."""
    lowers, end = passage.parsed.lowers, start + about_a_number(passage.parsed, start, passage.lexicon)
    while end < min(stop, start + _OBJECT_REACH) and not _ends_phrase(lowers, end, start, passage.lexicon):
        end += 1
    return range(start, end)


def _standing_hits(passage: Passage) -> Iterator[Hit]:
    military = [w for w, lower in _numbered(passage) if passage.lexicon.is_a(lower, "war")]
    eaten: list[tuple[frozenset[str], int]] = []
    word = passage.sentence.first
    while word < passage.sentence.last:
        hit = _hit_at(passage, word, military) if passage.named[word] < 0 else None
        if hit is None:
            word += 1
            continue
        hit = _wider_inside(passage, hit, military)
        word = hit.last
        hit = _uneaten(hit, eaten)
        if hit.trigger.eats:
            eaten.append((hit.trigger.eats, hit.last + _EATEN_REACH))
        if hit.effect != "goal" and hit.types:
            yield hit


def _wider_inside(passage: Passage, hit: Hit, military: Sequence[int]) -> Hit:
    """Return what begins inside a phrase that began with a noun and reaches further: of `rebels are at the gates of X` the latter."""
    if hit.trigger.verb or hit.types != ("deployment",) or hit.last - hit.first < _PHRASE:
        return hit
    inside = (_hit_at(passage, word, military) for word in range(hit.first + 1, hit.last))
    return next((other for other in inside if other is not None and other.last > hit.last), hit)


def _numbered(passage: Passage) -> Iterator[tuple[int, str]]:
    yield from enumerate(passage.parsed.lowers[passage.sentence.first : passage.sentence.last], start=passage.sentence.first)


def _uneaten(hit: Hit, eaten: Sequence[tuple[frozenset[str], int]]) -> Hit:
    """Return the hit without the types that an earlier trigger already tells."""
    kept = [i for i, kind in enumerate(hit.types) if kind != "none" and not any(kind in types and hit.first < end for types, end in eaten)]
    return replace(hit, types=tuple(hit.types[i] for i in kept), actors=tuple(hit.actors[i] for i in kept))


def _hit_at(passage: Passage, word: int, military: Sequence[int]) -> Hit | None:
    """Return the first trigger that holds at a word."""
    lowers = passage.parsed.lowers
    for trigger in passage.lexicon.triggers.get(lowers[word], ()):
        end = match(trigger, lowers, word, passage.sentence.last, passage.lexicon.past)
        end = _up_to_name(passage, word, end) if end is not None else word
        if end == word:
            continue
        hit = _candidate(passage, trigger, word, end)
        if passage.clauses[hit.clause].kind in _SILENT or _is_asked(passage, hit):
            return None
        if (
            _is_verb_if_it_must(passage, hit)
            and _not_excluded(passage, hit)
            and _in_war(passage, hit, military)
            and _object_fits(passage, hit)
        ):
            return _governed(passage, hit)
    return None


def _up_to_name(passage: Passage, first: int, last: int) -> int:
    """Return where what names an event ends: before a place in its gap, which only words with cases may hold; else at its first word."""
    name = next((word for word in range(first, last) if passage.named[word] >= 0), last)
    return name if name == last or passage.lexicon.forms else first


def _is_asked(passage: Passage, hit: Hit) -> bool:
    """Tell whether a clause only asks: `could not say whether A had fallen`, `it is unclear if`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    words = range(passage.clauses[hit.clause].first, hit.first)
    return any(lowers[word] == "whether" or (lowers[word] == "if" and lexicon.is_a(lowers[word - 1], "unknown")) for word in words)


def _candidate(passage: Passage, trigger: Trigger, first: int, last: int) -> Hit:
    clause = clause_of(passage.clauses, first)
    start, transitive = passage.clauses[clause].first, bool(trigger.objects - {"none"})
    if passage.lexicon.forms:
        passive = form_of(passage.parsed.lowers[first:last], passage.lexicon) == "passive"
    else:
        passive = trigger.verb and is_passive(passage.parsed, first, last, start, passage.lexicon, transitive=transitive)
    return Hit(trigger, first, last, clause, trigger.types, trigger.actors, passive)


def _is_verb_if_it_must(passage: Passage, hit: Hit) -> bool:
    """Tell whether a verb's form is no noun (`the control of`) and no adjective (`captured vehicles`) here."""
    if not hit.trigger.verb:
        return not _is_no_noun(passage, hit)
    lexicon, lower = passage.lexicon, passage.parsed.lowers[hit.first]
    before = "".join(passage.lowers(hit.first - 1, hit.first))
    if not before and lower in lexicon.bases and not passage.parsed.all_caps:
        return False  # `Storms hit A`, `Attacks on A`: what opens a sentence is no verb
    after = "".join(passage.lowers(hit.last, hit.last + 1))
    nominal = lexicon.is_a(before, "nominal") or before.endswith("'s")
    counted = nominal and not is_preposition(before, lexicon) and not lexicon.is_a(before, "of")
    if lower.endswith("ing") and counted and hit.last == hit.first + 1 and _describes(passage, hit.last):
        return False  # `two fleeing boats`
    if lower.endswith("ing") or lower in lexicon.bases:
        gerund = lexicon.is_a(after, "of") and hit.last == hit.first + 1  # `the taking of X`, but `driving them out of X`
        return not (gerund or (nominal and lower in lexicon.bases))
    earlier = "".join(passage.lowers(hit.first - 2, hit.first - 1))
    attributive = nominal or (before.endswith("ly") and lexicon.is_a(earlier, "nominal"))
    located = is_preposition(after, lexicon) or after in lexicon.compass or after in lexicon.clauses
    follows = after[:1].isalpha() and not located and not lexicon.is_a(after, "demonstrative")
    of_place = nominal and not hit.passive  # `from occupied A`
    return not (lower in lexicon.past and attributive and follows and (passage.named[hit.last] < 0 or of_place))


def _describes(passage: Passage, after: int) -> bool:
    """Tell whether a word may be a noun that what stands before it describes: no name, verb, article or preposition."""
    lower, lexicon = passage.parsed.lowers[after] if after < passage.sentence.last else "", passage.lexicon
    verb = lower in lexicon.past or lower in lexicon.clauses or lexicon.is_a(lower, "nominal")
    return (
        lower[:1].isalpha()
        and not verb
        and passage.named[after] < 0
        and not is_preposition(lower, lexicon)
        and not lexicon.is_a(lower, "of")
    )


def _is_no_noun(passage: Passage, hit: Hit) -> bool:
    """Tell whether a noun's form is a verb (`to strike them`) or a part of a name (`the Liberation Army`) here."""
    if hit.last > hit.first + 1 or hit.first == passage.sentence.first:
        return False
    words, word = passage.parsed.words, hit.first
    if passage.parsed.lowers[word - 1] == "to":
        return passage.parsed.lowers[word] in passage.lexicon.bases and passage.parsed.lowers[word - 2] not in _NOUNS_WITH_TO
    named = "capture" in hit.types and words[word][0].isupper() and words[hit.last : hit.last + 1] and words[hit.last][0].isupper()
    return bool(named) and words[word - 1][0].islower() and passage.named[hit.last] < 0


def _not_excluded(passage: Passage, hit: Hit) -> bool:
    beside = passage.lowers(hit.first - _UNLESS_BEFORE, min(hit.last + _UNLESS_AFTER, max(hit.last, passage.clauses[hit.clause].last)))
    stems = hit.trigger.unless_stems
    return hit.trigger.unless.isdisjoint(beside) and not (stems and any(lower.startswith(stems) for lower in beside))


def _in_war(passage: Passage, hit: Hit, military: Sequence[int]) -> bool:
    """Tell whether enough says that this is about a war, by what the trigger needs."""
    needs = hit.trigger.needs
    if needs == "strong":
        return True
    if needs == "ground":
        return passage.at_war and _is_of_ground(passage, hit.first)
    if needs == "armed":
        return passage.at_war and _is_of_arms(passage, hit)
    if kinds := _NEEDED.get(needs):
        return passage.at_war and _has_in_clause(passage, hit, kinds)
    return passage.at_war or any(needs != "war" or not hit.first <= word < hit.last for word in military)


def _has_in_clause(passage: Passage, hit: Hit, kinds: frozenset[str]) -> bool:
    """Tell whether the clause of a trigger has a word of some classes, or a pronoun before it that stands for one named shortly before."""
    clause, lexicon = passage.clauses[hit.clause], passage.lexicon
    first = clause.first
    participle = clause.kind == "sub" and hit.first - first <= _SUBJECTLESS and passage.parsed.lowers[hit.first].endswith("ing")
    if clause.kind in ("and", "ing") or participle:
        first = passage.sentence.first  # `the rebels burnt the mill and fled`, `after taking A`
    elif clause.kind == "rel":
        first = max(passage.sentence.first, first - _ANTECEDENT)  # `rebels who hide in A`
    if any(lexicon.is_any(lower, kinds) for lower in passage.lowers(first, clause.last)):
        return True
    if "force" in kinds and any(_names_party(passage, word) for word in range(first, hit.first)):
        return True
    if not any(lexicon.is_any(lower, _PLURAL_OR_IT) for lower in passage.lowers(clause.first, hit.first)):
        return False
    before = passage.parsed.lowers[max(0, clause.first - _BEFORE) : clause.first]
    named = next((lower for lower in reversed(before) if lexicon.is_any(lower, _PEOPLE)), "")
    return lexicon.is_any(named, kinds)


def _is_of_ground(passage: Passage, verb: int) -> bool:
    """Tell whether the last noun before a verb names ground: `the town has finally fallen`, but not `prices in A have fallen`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    word = verb - 1
    while word >= passage.sentence.first:
        if passage.named[word] >= 0:
            led = next((at for at in range(word, passage.sentence.first - 1, -1) if passage.named[at] < 0), -1)
            if led < 0 or lexicon.is_a(lowers[led], "of") or not is_preposition(lowers[led], lexicon):
                return True
            word = led  # `districts in A have fallen`
        elif lexicon.is_any(lowers[word], _GROUND):
            return True
        elif not _may_stand_between(lowers[word], lexicon):
            return False
        word -= 1
    return False


def _may_stand_between(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word may stand between a subject and its verb: an auxiliary, a word of doubt, an adverb."""
    return lower == "," or lower.endswith("ly") or lower in lexicon.cues or lexicon.is_any(lower, _HELPING)


def _is_of_arms(passage: Passage, hit: Hit) -> bool:
    """Tell whether the noun before a trigger that is its subject names a force or arms: `tanks stand`, but not `a village located`."""
    lowers, lexicon, clause = passage.parsed.lowers, passage.lexicon, passage.clauses[hit.clause]
    word = hit.first - 1
    first = clause.first if clause.kind == "main" else max(passage.sentence.first, clause.first - _SUBJECT_REACH)
    while word >= first:
        if lexicon.is_any(lowers[word], _ARMED) or passage.sides.named_by(word) is not None:
            return True
        if lexicon.is_a(lowers[word], "plural"):
            return _has_in_clause(passage, hit, _NEEDED["side"])
        if lexicon.is_any(lowers[word], _OBJECTS) or passage.named[word] >= 0:
            led = next((at for at in range(word - 1, max(first, word - _PHRASE) - 1, -1) if is_preposition(lowers[at], lexicon)), -1)
            if led < 0:
                return False
            word = led
        elif not lexicon.is_any(lowers[word], _HELPING) and (is_finite(lowers[word], lexicon) or not lowers[word][0].isalnum()):
            return False
        word -= 1
    return False


def _names_party(passage: Passage, word: int) -> bool:
    """Tell whether a word names a party to the war, by name (`the Houthis`, `Israel`) or plainly (`the regime`)."""
    return passage.sides.named_by(word) is not None or passage.lexicon.is_a(passage.parsed.lowers[word], "party")


def _object_fits(passage: Passage, hit: Hit) -> bool:
    """Tell whether a verb acts upon what it needs: before it in the passive, else after it."""
    objects = hit.trigger.objects
    if not objects or "any" in objects:
        return True
    if passage.lexicon.forms:
        return not _inflected_object(passage, hit).isdisjoint(objects)
    if hit.passive:
        clause = passage.clauses[hit.clause]
        whole = hit.first - clause.first > _SUBJECTLESS and clause.kind != "rel"
        start = clause.first if whole else max(passage.sentence.first, clause.first - _SUBJECT_REACH)
        words = _after_saying(passage, start, hit.first)
    else:
        words = noun_phrase(passage, _after_second_verb(passage, _after_agent(passage, hit)), passage.sentence.last)
    classes = _classes_among(passage, words) or _classes_among(passage, _antecedent(passage, hit))
    return not classes.isdisjoint(objects) or (not classes and "none" in objects)


def _after_second_verb(passage: Passage, word: int) -> int:
    """Return where the object begins that a verb shares with the next one: `recovered and controlled the heights`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    pair = lowers[word : word + 2]
    shared = len(pair) > 1 and "and" in lexicon.clauses.get(pair[0], ()) and pair[1] in lexicon.past
    return word + 2 if shared else word


def _inflected_object(passage: Passage, hit: Hit) -> set[str]:
    """Return the classes of what a trigger acts upon where order is free: after it, else before it, but for an active verb's subject."""
    if after := _classes_among(passage, noun_phrase(passage, hit.last, passage.sentence.last)):
        return after
    active = "agent" in hit.actors and not hit.passive
    first = max(passage.clauses[hit.clause].first, hit.first - _SUBJECT_REACH)
    before = range(first, hit.first)
    found: set[str] = set()
    for word in before:
        subject = active and passage.lexicon.is_a(passage.parsed.lowers[word], "subject")
        far = active and passage.named[word] >= 0 and hit.first - word > _FRONTED  # `на покровском направлении войска отбили`
        if not subject and not far:
            found |= _classes_among(passage, range(word, word + 1))
    return found


def _after_saying(passage: Passage, start: int, end: int) -> range:
    """Return the words of a subject, those left out that tell who says so: `the rebels said five men were killed`."""
    said = next((word for word in range(end - 1, start - 1, -1) if passage.lexicon.is_a(passage.parsed.lowers[word], "saying")), start - 1)
    return range(said + 1, end) if _classes_among(passage, range(said + 1, end)) else range(start, end)


def _antecedent(passage: Passage, hit: Hit) -> range:
    """Return the words before a relative clause that stand for what its verb acts upon: `the town, which they captured`."""
    clause, lowers = passage.clauses[hit.clause], passage.parsed.lowers
    told = "capture" in hit.types and not hit.passive and clause.kind == "rel" and hit.first > clause.first + 1
    if not told or lowers[clause.first] not in _RELATIVE or lowers[hit.first].endswith("ing"):
        return range(0)
    before = range(max(passage.sentence.first, clause.first - _ANTECEDENT), clause.first)
    names_place = any(passage.named[word] >= 0 or passage.lexicon.is_a(lowers[word], "anaphor") for word in before)
    return before if names_place and not is_preposition(lowers[clause.first - 1], passage.lexicon) else range(0)


def _after_agent(passage: Passage, hit: Hit) -> int:
    """Return the word where the object of a trigger begins: after the agent in `the capture by the rebels of X`."""
    lowers = passage.parsed.lowers
    if hit.trigger.verb or lowers[hit.last : hit.last + 1] != ("by",):
        return hit.last
    agent = range(hit.last, min(hit.last + _AGENT_REACH, passage.sentence.last))
    return next((word for word in agent if passage.lexicon.is_a(lowers[word], "of")), hit.last)


def _ends_phrase(lowers: Sequence[str], word: int, start: int, lexicon: Lexicon) -> bool:
    lower = lowers[word]
    noun = lexicon.is_a(lowers[word - 1], "nominal") or lexicon.is_a(lower, "structure")  # `a government building`
    participle = word > start and lower.endswith("ing") and lower in lexicon.verbs and not noun
    return lower == "," or participle or lexicon.is_a(lower, "phrase_end") or is_preposition(lower, lexicon)


def _classes_among(passage: Passage, words: range) -> set[str]:
    found: set[str] = set()
    for word in words:
        if passage.named[word] >= 0:
            found.add("place")
        else:
            found |= passage.lexicon.classes.get(passage.parsed.lowers[word], frozenset()) & _OBJECTS
    for word in words if not found else ():
        found |= _classes_of_pronoun(passage, word)
    return found


def _classes_of_pronoun(passage: Passage, word: int) -> frozenset[str]:
    """Return what a pronoun stands for: `it` a place and `them` a force, where such was named shortly before."""
    lexicon, lower = passage.lexicon, passage.parsed.lowers[word]
    before = range(max(0, word - _BEFORE), word)
    if lexicon.is_a(lower, "it") and any(passage.named[earlier] >= 0 for earlier in before):
        return frozenset({"place"})
    if lexicon.is_any(lower, _THEM) and any(lexicon.is_a(passage.parsed.lowers[earlier], "force") for earlier in before):
        return frozenset({"force"})
    return frozenset()


def _governed(passage: Passage, hit: Hit) -> Hit:
    """Apply what stands before `to` and a verb, or after an attack: an attempt, an intention, a failure, or only a goal."""
    clause, lexicon, lowers = passage.clauses[hit.clause], passage.lexicon, passage.parsed.lowers
    if not hit.trigger.verb:
        return _with_outcome(passage, hit)
    link = hit.first - 1
    if link > clause.first and lowers[link].endswith("ly"):  # `to completely destroy`
        link -= 1
    before = lowers[link] if link >= clause.first else ""
    if lowers[hit.first].endswith("ing"):
        aimed = before in _AIMING or (lexicon.is_a(before, "of") and lexicon.is_a(lowers[link - 1], "purpose"))
        return replace(hit, effect="goal") if aimed else hit
    if lexicon.is_a(before, "unable"):
        could_not = set(hit.types) <= _ATTEMPTED and (before != "not" or lowers[link - 1] == "could")
        return _with_effect(passage, hit, "fail") if could_not else hit
    if before != "to":
        return hit
    for word in range(link - 1, max(clause.first - 1, link - 1 - _GOVERNOR_REACH), -1):
        if lowers[word] == "to":
            break  # `preparing to launch attacks to take X`: the plan is of the attacks
        effect = lexicon.governors.get(lowers[word])
        if effect is not None and link - 1 - word <= _CLOSE_GOVERNOR.get(effect, _GOVERNOR_REACH):
            return _with_effect(passage, hit, "goal" if _is_purpose(passage, word, effect) else effect)
    return replace(hit, effect="goal") if set(hit.types) & _PURSUED else hit


def _is_purpose(passage: Passage, governor: int, effect: str) -> bool:
    """Tell whether what stands before `to` gives the purpose of something else: `in order to`, `in a bid to`, `A attacked, hoping to`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    before = lowers[max(governor - _BID_REACH, 0) : governor]
    if before[-1:] == ("in",) or any(pair[0] == "in" and lexicon.is_a(pair[1], "article") for pair in pairwise(before)):
        return True
    bare = lowers[governor].endswith("ing") and effect == "intent"
    return bare and not any(lexicon.is_a(lower, "passive") for lower in lowers[max(governor - 2, 0) : governor])


def _with_outcome(passage: Passage, hit: Hit) -> Hit:
    """Add that an attack was stopped where its clause goes on to say so: `attempts to take X have failed`."""
    if hit.types != ("assault",) or not passage.any_is("failing", hit.last, passage.clauses[hit.clause].last):
        return hit
    return replace(hit, types=("assault", "repulse"), actors=("agent", "other"))


def _with_effect(passage: Passage, hit: Hit, effect: str) -> Hit:
    types = set(hit.types)
    if effect == "means":
        return hit if types == {"strike"} else replace(hit, effect="goal")  # `sent jets to bomb A`
    if effect == "attempt" and passage.any_is("failing", hit.last, passage.clauses[hit.clause].last):
        return replace(hit, types=("repulse",), actors=("other",), effect=effect)  # `an attempt to cut the road failed`
    if effect == "attempt" and types <= _ATTEMPTED:
        return replace(hit, types=("assault",), effect=effect)
    if (effect == "attempt" and types <= _AIMED_AT) or (effect == "intent" and types == {"repulse"}):
        return replace(hit, effect="goal")
    if effect == "fail" and types <= _ATTEMPTED | {"encirclement"}:
        return replace(hit, types=("repulse",), actors=("other",), effect=effect)
    return replace(hit, effect=effect)


def _without_repelled(passage: Passage, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out the noun that a passive tells more of: `an attack on X was repelled` is a repulse alone."""
    free = bool(passage.lexicon.forms)  # `атаку на Каменку войска отбили`
    told = {
        hit.clause: hit
        for hit in hits
        if hit.trigger.eats and (hit.passive or hit.actors == ("other",) or (free and "repulse" in hit.types))
    }
    return [hit for hit in hits if hit.trigger.verb or not _is_told_by(told.get(hit.clause), hit)]


def _without_subjects(passage: Passage, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out the force that is only named as who does something else, or to whom it is done: `a convoy of 50 vehicles surrounded A`."""
    deeds = {hit.clause: hit for hit in hits if hit.trigger.verb and hit.types != ("deployment",) and not hit.passive}
    return [hit for hit in hits if hit.types != ("deployment",) or not _takes_part_in(passage, hit, deeds.get(hit.clause))]


def _takes_part_in(passage: Passage, hit: Hit, deed: Hit | None) -> bool:
    return _is_subject_of(passage, hit, deed) or _is_object_of(passage, hit, deed)


def _is_object_of(passage: Passage, hit: Hit, deed: Hit | None) -> bool:
    """Tell whether a noun that names a force is what an attack is made on: `ambushed an army convoy`."""
    if deed is None or hit.trigger.verb or deed.last > hit.first or not set(deed.types) <= _DONE_TO_A_FORCE:
        return False
    return hit.first in noun_phrase(passage, deed.last, passage.clauses[hit.clause].last)


def _is_subject_of(passage: Passage, hit: Hit, deed: Hit | None) -> bool:
    """Tell whether a noun that names a force stands before a verb in the past as its subject."""
    if deed is None or hit.trigger.verb or not hit.last <= deed.first:
        return False
    lowers = passage.parsed.lowers
    return lowers[deed.first] in passage.lexicon.past and "," not in lowers[hit.last : deed.first]


def _is_told_by(teller: Hit | None, hit: Hit) -> bool:
    return teller is not None and hit.first < teller.first and set(hit.types) <= teller.trigger.eats


def _determiners(passage: Passage, hit: Hit) -> int:
    """Return the first of the words before a noun that may belong to it: in `the rebels are fighting` none does."""
    earliest, word = max(passage.clauses[hit.clause].first, hit.first - _DETERMINERS), hit.first
    while word > earliest and not is_finite(passage.parsed.lowers[word - 1], passage.lexicon):
        word -= 1
    return word


def _refers_back(passage: Passage, hit: Hit, placed_at: Sequence[int], starts: Sequence[int]) -> bool:
    """Tell whether a noun only recalls an event told before: `the battle`, `these losses`, with no place and nothing that happens."""
    if hit.trigger.verb or hit.trigger.types[0] not in _RECALLED or (hit.types == ("losses",) and hit.last > hit.first + 1):
        return False
    clause = passage.clauses[hit.clause]
    if not passage.any_is("recalling", _determiners(passage, hit), hit.first) or passage.lowers(hit.last, hit.last + 1) == ("by",):
        return False
    if passage.any_is("measure", max(clause.first, hit.first - 4), hit.first):  # `weeks of heavy shelling`
        return False
    fought_for = passage.lowers(hit.last, hit.last + 1) == ("for",)  # `the battle for X` names a battle wherever it stands
    next_event = min((start for start in starts if hit.last <= start < clause.last), default=clause.last)
    if not fought_for and any(clause.first <= word < next_event for word in placed_at):
        return False
    return not passage.any_is("eventive", clause.first, clause.last)
