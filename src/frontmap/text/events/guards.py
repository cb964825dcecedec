"""Tells whether a trigger holds where it stands: as a verb or noun, in a war, with who acts and what is acted upon."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import is_finite, is_preposition
from frontmap.text.events.passages import Hit, Passage, noun_phrase, past_adverbial

_NEEDED = {"side": frozenset({"force", "armour"}), "people": frozenset({"civilian"}), "built": frozenset({"structure", "ground"})}
"""What a trigger needs in its clause -> the classes of words that give it."""
_ARMED = frozenset({"force", "equipment", "armour"})
_SUBJECTS = _ARMED | {"pronoun"}
_PEOPLE = frozenset({"force", "civilian"})
"""Classes of words for whom `they` may stand."""
_GROUND = frozenset({"ground", "anaphor"})
_FALLING = frozenset({"ranged", "equipment"})
"""Classes of what `it` may stand for that falls from the air."""
_MOVING = frozenset({"advance", "withdrawal", "displacement"})
"""Types whose verbs act upon nothing."""
_IF = frozenset({"if", "unless"})
_HELPING = frozenset({"passive", "perfect", "helping", "undated", "asking", "unable"})
"""Classes of words that may stand between a subject and its verb."""
_THEM = frozenset({"them", "plural"})
_PRONOUNS = frozenset({"pronoun", "demonstrative"})
_PLURAL_OR_IT = frozenset({"plural", "it"})
_PHRASE = 3
"""Words before a noun among which stands the preposition that it hangs on."""
_SUBJECTLESS = 2
"""Words before the verb of a clause that has no subject of its own: `and then fled`."""
_UNLESS_BEFORE, _UNLESS_AFTER = 3, 4
_SUBJECT_REACH = 8
"""Words before a clause among which the subject stands that it shares with the one before."""
_SUPPLIED_REACH = 4
"""Words before a participle among which `for` says that it only describes those for whom something is."""
_INSERTED = frozenset({"ing", "rel"})
"""Kinds of clauses that may stand between a subject and its verb."""
_STANDING = frozenset({"blow", "force", "saying", "looking"})
"""Classes of words before `into` that tell no movement."""
_FRONTED = 2
"""Words between an active verb and a place that stands before it as its object."""
_ANTECEDENT = 3
"""Words before a relative clause among which stands what its verb acts upon."""
_REACHED = frozenset({"capture", "advance"})
"""Types whose object a relative clause may stand behind: `the river, which they crossed`."""
_RELATIVE = frozenset({"which", "that"})
_AGENT_REACH = 6
_BEFORE = 40
"""Words before a sentence that may tell with what an attack was made."""
_OBJECTS = frozenset({"place", "force", "equipment", "structure", "route", "attack", "ground", "line", "civilian"})
"""Classes of what a trigger may act upon."""
_ATTRIBUTES = frozenset({"battle", "combat"})
"""Nouns for a fight that may only describe another: `a combat helicopter`."""
_NOUNS_WITH_TO = frozenset({"due", "response", "subjected", "exposed", "vulnerable", "thanks", "prior", "according"})
"""Words after which `to` stands before a noun: `in response to attacks`."""


def may_be_its_part_of_speech(passage: Passage, hit: Hit) -> bool:
    """Tell whether a verb's form is no noun (`the control of`) and no adjective (`captured vehicles`) here."""
    if not hit.trigger.verb:
        return not _is_no_noun(passage, hit)
    lexicon, lower = passage.lexicon, passage.parsed.lowers[hit.first]
    before = "".join(passage.lowers(hit.first - 1, hit.first))
    after = "".join(passage.lowers(hit.last, hit.last + 1))
    listed = before in ("and", "or", ",") and lower.endswith("s") and hit.last == hit.first + 1 and not after[:1].isalnum()
    bare = not before or listed or lexicon.is_a(before, "including")  # `81 devices, including bombs`
    if lower in lexicon.bases and bare and not passage.parsed.all_caps:
        return False  # `Storms hit A`, `Attacks on A` open a sentence; `short of food and shells, the garrison`
    earlier = "".join(passage.lowers(hit.first - 2, hit.first - 1))
    nominal = lexicon.is_a(before, "nominal") or before.endswith("'s")
    graded = before.endswith("ly") and lexicon.is_a(earlier, "nominal")
    described = earlier if graded else before if nominal else ""  # `the rapidly collapsing town`, but `of deliberately shelling A`
    counted = bool(described) and not is_preposition(described, lexicon) and not lexicon.is_a(described, "of")
    if lower in lexicon.past and before in _IF:
        return False  # `vowed to hit back if attacked`
    opens = not before and set(hit.types) <= _MOVING
    if lower.endswith("ing") and (counted or opens) and hit.last == hit.first + 1 and _describes(passage, hit.last):
        return False  # `two fleeing boats`, `Advancing troops took A`
    if lower.endswith("ing") and lexicon.is_a(before, "force") and "for" in passage.lowers(hit.first - _SUPPLIED_REACH, hit.first - 1):
        return False  # `a supply route for forces advancing on A`
    if lower.endswith("ing") or lower in lexicon.bases:
        as_noun = not lower.endswith("ing") or any(not trigger.verb for trigger in lexicon.triggers.get(lower, ()))
        noun = as_noun and lexicon.is_a(after, "of") and hit.last == hit.first + 1  # `control of X`, but not `the cutting of X`
        opening = before.endswith("ed") and hit.first - 1 == passage.clauses[hit.clause].first  # `Attempted advances were thwarted`
        counted_noun = (nominal and earlier != "to") or opening or earlier in ("a", "an")  # `a rebel push`, but `to further tighten`
        return not (noun or (counted_noun and lower in lexicon.bases))
    attributive = nominal or graded
    located = is_preposition(after, lexicon) or after in lexicon.compass or after in lexicon.clauses
    joined = graded and after == "and"  # `the heavily defended and symbolic town`
    follows = joined or (after[:1].isalpha() and not located and not lexicon.is_a(after, "demonstrative"))
    of_place = nominal and not hit.passive  # `from occupied A`
    return not (lower in lexicon.past and attributive and follows and (passage.named[hit.last] < 0 or of_place))


def is_over(passage: Passage, hit: Hit) -> bool:
    """Tell whether a relative clause says who held a place before what is told: `the rebels who had controlled A`."""
    return (
        hit.types == ("hold",)
        and hit.trigger.verb
        and passage.clauses[hit.clause].kind == "rel"
        and passage.parsed.lowers[hit.first - 1] == "had"
    )


def is_of_speaker(passage: Passage, hit: Hit) -> bool:
    """Tell whether a participle only says of somebody who speaks where he is: `an officer of a brigade operating in A said`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    verb = next((at for at in range(hit.first, hit.last) if lowers[at].endswith("ing")), -1)
    if hit.types != ("deployment",) or verb <= passage.sentence.first or is_preposition(lowers[verb - 1], lexicon):
        return False
    if passage.any_is("passive", verb - _PHRASE, verb):
        return False  # `troops are now patrolling the town`
    clause = passage.clauses[hit.clause]
    said = next((at for at in range(hit.last, clause.last) if is_finite(lowers[at], lexicon)), -1)
    return clause.kind == "main" and said >= 0 and lexicon.is_a(lowers[said], "saying") and lowers[verb - 1][0].isalpha()


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
    """Tell whether a noun's form is a verb (`to strike them`, `had encircled troops`) or a part of a name (`the Liberation Army`) here."""
    encircled = hit.types == ("encirclement",) and passage.parsed.lowers[hit.first] in passage.lexicon.past
    if encircled and hit.first > passage.sentence.first:
        return passage.any_is("helping", hit.first - 1, hit.first) or passage.any_is("force", hit.first - 1, hit.first)
    if hit.last > hit.first + 1 or hit.first == passage.sentence.first:
        return "capture" in hit.types and passage.lowers(hit.last - 2, hit.last) == ("to", "capture")  # `wants its allies to capture A`
    words, word = passage.parsed.words, hit.first
    if passage.parsed.lowers[word] in _ATTRIBUTES and _is_attribute(passage, hit):
        return True
    if passage.parsed.lowers[word - 1] == "to":
        return passage.parsed.lowers[word] in passage.lexicon.bases and passage.parsed.lowers[word - 2] not in _NOUNS_WITH_TO
    named = "capture" in hit.types and words[word][0].isupper() and words[hit.last : hit.last + 1] and words[hit.last][0].isupper()
    army = passage.lexicon.is_a(passage.parsed.lowers[hit.last], "party") if named else False  # `the People's Liberation Army`
    return bool(named) and (army or words[word - 1][0].islower()) and passage.named[hit.last] < 0


def _is_attribute(passage: Passage, hit: Hit) -> bool:
    """Tell whether a noun only describes the one behind it: `a combat helicopter`, `from the battle area`."""
    lower, lexicon = passage.parsed.lowers[hit.last] if hit.last < passage.sentence.last else "", passage.lexicon
    told = lower.endswith(("ly", "ing")) or lower in lexicon.bases or lower in lexicon.calendar or lower in lexicon.compass
    return not (told or lexicon.is_any(lower, _PRONOUNS)) and _describes(passage, hit.last)


def is_not_excluded(passage: Passage, hit: Hit) -> bool:
    """Tell whether none of the words beside a trigger makes it something else."""
    beside = passage.lowers(hit.first - _UNLESS_BEFORE, min(hit.last + _UNLESS_AFTER, max(hit.last, passage.clauses[hit.clause].last)))
    stems = hit.trigger.unless_stems
    return hit.trigger.unless.isdisjoint(beside) and not (stems and any(lower.startswith(stems) for lower in beside))


def is_told_in_war(passage: Passage, hit: Hit, military: Sequence[int]) -> bool:
    """Tell whether enough says that this is about a war, by what the trigger needs."""
    needs = hit.trigger.needs
    if needs == "strong":
        return True
    if needs == "alone":
        return passage.at_war
    if needs == "ground":
        return passage.at_war and _is_of_ground(passage, hit.first)
    if needs in ("armed", "there"):
        return passage.at_war and _is_of_arms(passage, hit)
    if needs == "goes":
        return passage.at_war and _is_where_arms_go(passage, hit)
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
        elif lexicon.is_a(lowers[word], "it"):
            return _names_ground(passage, word)
        elif not _may_stand_between(lowers[word], lexicon):
            word -= _cue_before(passage, word)
            if not _may_stand_between(lowers[word], lexicon):
                return False
        word -= 1
    return False


def _cue_before(passage: Passage, last: int) -> int:
    """Return how many words before one a phrase begins that it ends and that says how firm something is: `in danger of` falling."""
    lowers = passage.parsed.lowers
    for first in range(last - 1, max(passage.sentence.first, last - _PHRASE) - 1, -1):
        if any(cue.words == lowers[first : last + 1] for cue in passage.lexicon.cues.get(lowers[first], ())):
            return last - first
    return 0


def _names_ground(passage: Passage, it: int) -> bool:
    """Tell whether `it` stands for a place: one is named before it, in other sentences as the last thing that can fall."""
    if any(name >= 0 for name in passage.named[passage.sentence.first : it]):
        return True
    for word in range(passage.sentence.first - 1, max(-1, passage.sentence.first - _BEFORE), -1):
        if passage.named[word] >= 0 or passage.lexicon.is_any(passage.parsed.lowers[word], _FALLING):
            return passage.named[word] >= 0
    return False


def _may_stand_between(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word may stand between a subject and its verb: an auxiliary, a word of doubt, an adverb."""
    doubting = lower in lexicon.cues and not lexicon.is_any(lower, _SUBJECTS)  # a cue may begin with `troops` or `they`
    return lower == "," or lower.endswith("ly") or doubting or lexicon.is_any(lower, _HELPING)


def _is_of_arms(passage: Passage, hit: Hit) -> bool:
    """Tell whether the noun before a trigger that is its subject names a force or arms: `tanks stand`, but not `a village located`."""
    lowers, lexicon, clause = passage.parsed.lowers, passage.lexicon, passage.clauses[hit.clause]
    word = hit.first - 1
    while word >= clause.first and (lowers[word] == "," or _may_stand_between(lowers[word], lexicon)):
        word -= 1  # `the rebels, some 300 men, later camped in A`
    if (word < clause.first and clause.kind != "main") or lowers[word] == "and":
        return _goes_on_from_arms(passage, hit.clause, word)
    first = clause.first if clause.kind == "main" else max(passage.sentence.first, clause.first - _SUBJECT_REACH)
    while word >= first:
        if _is_armed(passage, word):
            return True
        if lexicon.is_a(lowers[word], "plural"):
            return _has_in_clause(passage, hit, _NEEDED["side"])
        if lexicon.is_any(lowers[word], _OBJECTS) or passage.named[word] >= 0:
            led = next((at for at in range(word - 1, max(first, word - _PHRASE) - 1, -1) if is_preposition(lowers[at], lexicon)), -1)
            if led < 0:
                return False
            word = led
        elif not lexicon.is_any(lowers[word], _HELPING) and _ends_subject(lowers[word], lexicon):
            return False
        word -= 1
    return False


def _is_where_arms_go(passage: Passage, hit: Hit) -> bool:
    """Tell whether a preposition of direction follows right upon what a force or arms do, whatever the verb: `tanks pulled into A`."""
    lowers, lexicon, verb = passage.parsed.lowers, passage.lexicon, hit.first - 1
    while verb > passage.sentence.first and (_is_manner(lowers[verb]) or lowers[verb] in lexicon.compass):
        verb -= 1
    moving = lowers[verb].endswith(("ed", "ing")) or (lowers[verb] in lexicon.past and not is_finite(lowers[verb - 1], lexicon))
    if not moving or lexicon.is_any(lowers[verb], _STANDING):
        return False
    helping = verb - 1 - lexicon.is_a(lowers[verb - 1], "undated")  # `are now confined to`
    done = not lowers[verb].endswith("ing") and lexicon.is_a(lowers[helping], "passive")  # `troops were split into`
    return not done and _is_of_arms(passage, replace(hit, first=verb))


def _is_manner(lower: str) -> bool:
    """Tell whether a word may only say how something moved: `quickly`, `moved unopposed into A`."""
    return lower.endswith("ly") or (lower.startswith("un") and lower.endswith("ed"))


def _goes_on_from_arms(passage: Passage, clause: int, word: int) -> bool:
    """Tell whether the words before a verb without a subject are about a force: `the rebels, numbering 300, took A and camped in B`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    for before in reversed(passage.clauses[: clause + (word > passage.clauses[clause].first)]):
        verb = next((at for at in range(before.first, before.last) if is_finite(lowers[at], lexicon)), before.last)
        whole = before.kind == "main" or (verb == before.last and before.kind not in _INSERTED)  # `before the raid, the unit, ...`
        if whole:
            return any(_is_armed(passage, at) for at in range(max(before.first, verb - _SUBJECT_REACH), verb))
    return False


def _is_armed(passage: Passage, word: int) -> bool:
    """Tell whether a word names a force, arms, or a party to the war."""
    return passage.lexicon.is_any(passage.parsed.lowers[word], _ARMED) or passage.sides.named_by(word) is not None


def _ends_subject(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word before a verb cannot belong to its subject: another verb, or a stop."""
    return is_finite(lower, lexicon) or lexicon.is_a(lower, "saying") or not lower[0].isalnum()


def _names_party(passage: Passage, word: int) -> bool:
    """Tell whether a word names a party to the war, by name (`the Houthis`, `Israel`) or plainly (`the regime`)."""
    return passage.sides.named_by(word) is not None or passage.lexicon.is_a(passage.parsed.lowers[word], "party")


def object_fits(passage: Passage, hit: Hit) -> bool:
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
        if clause.kind == "and" and not whole and hit.clause:
            start = min(start, passage.clauses[hit.clause - 1].first)  # `A could be cut off by rebels within days and overrun`
        words = _after_saying(passage, start, hit.first)
    else:
        words = noun_phrase(passage, _object_start(passage, hit), _object_stop(passage, hit))
    classes = _classes_among(passage, words) or _classes_among(passage, _antecedent(passage, hit))
    classes = classes or (set() if hit.passive else _classes_beyond(passage, hit.last))
    if hit.passive and hit.types == ("losses",) and classes <= {"civilian"} and _only_counts(passage, words):
        classes = set(_nearest_people(passage, range(_sentence_before(passage), hit.first)))
    return not classes.isdisjoint(objects) or (not classes and "none" in objects)


def _classes_beyond(passage: Passage, word: int) -> set[str]:
    """Return the classes of what a verb acts upon behind an adverbial: `captured on Friday two hills`."""
    start = past_adverbial(passage, word)
    return _classes_among(passage, noun_phrase(passage, start, passage.sentence.last)) if start > word else set()


def _contact(passage: Passage, hit: Hit) -> range:
    """Return the ground right before the pronoun of a relative clause without a word of its own: `the land (that) they captured`."""
    lowers, lexicon, word = passage.parsed.lowers, passage.lexicon, hit.first - 1
    while word > passage.sentence.first + 1 and lexicon.is_any(lowers[word], _HELPING):
        word -= 1
    if lexicon.is_a(lowers[word], "pronoun") and lexicon.is_a(lowers[word - 1], "saying"):
        word -= 2  # `the towns they said they had taken`
    led = word > passage.sentence.first and lexicon.is_a(lowers[word], "pronoun") and lexicon.is_any(lowers[word - 1], _GROUND)
    return range(word - 1, word) if led else range(0)


def _inflected_object(passage: Passage, hit: Hit) -> set[str]:
    """Return the classes of what a trigger acts upon where order is free: after it, else before it, but for an active verb's subject."""
    after = _classes_among(passage, noun_phrase(passage, hit.last, passage.sentence.last))
    if after and not hit.passive:
        return after  # what stands behind a passive may be by whom: `город взят войсками`
    active = "agent" in hit.actors and not hit.passive
    first = max(passage.clauses[hit.clause].first, hit.first - _SUBJECT_REACH)
    before = range(first, hit.first)
    found = after
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
    if not hit.passive and not _REACHED.isdisjoint(hit.types) and (contact := _contact(passage, hit)):
        return contact
    told = not _REACHED.isdisjoint(hit.types) and not hit.passive and clause.kind == "rel" and hit.first > clause.first + 1
    if not told or lowers[clause.first] not in _RELATIVE or lowers[hit.first].endswith("ing"):
        return range(0)
    before = range(max(passage.sentence.first, clause.first - _ANTECEDENT), clause.first)
    names_place = any(passage.named[word] >= 0 or passage.lexicon.is_a(lowers[word], "anaphor") for word in before)
    return before if names_place and not is_preposition(lowers[clause.first - 1], passage.lexicon) else range(0)


def _object_start(passage: Passage, hit: Hit) -> int:
    """Return the word where the object of a trigger begins: in its gap (`cut X off`), or after `the capture by the rebels of`."""
    lowers = passage.parsed.lowers
    if hit.trigger.around_places:
        return hit.first + 1
    if hit.trigger.verb or lowers[hit.last : hit.last + 1] != ("by",):
        return hit.last
    agent = range(hit.last, min(hit.last + _AGENT_REACH, passage.sentence.last))
    return next((word for word in agent if passage.lexicon.is_a(lowers[word], "of")), hit.last)


def _object_stop(passage: Passage, hit: Hit) -> int:
    """Return the word where no object of a trigger stands any more: `and` with a subject of its own: `A fell and troops fled`."""
    after = next((clause for clause in passage.clauses[hit.clause + 1 :] if clause.first >= hit.last), None)
    if after is None or "and" not in passage.lexicon.clauses.get(passage.parsed.lowers[after.first], ()):
        return passage.sentence.last
    opening = passage.lowers(after.first + 1, after.first + 3)
    verb = opening[-1] if opening[0].endswith("ly") or passage.lexicon.is_a(opening[0], "complementiser") else opening[0]
    shared = "none" not in hit.trigger.objects and (is_finite(verb, passage.lexicon) or verb in passage.lexicon.bases)
    return passage.sentence.last if shared else after.first  # `took and then burnt A`


def _classes_among(passage: Passage, words: range) -> set[str]:
    found: set[str] = set()
    for word in words:
        if passage.named[word] >= 0:
            found.add("place")
            if passage.any_is("route", word, word + 1):
                found.add("route")  # `cut Route 4`
        else:
            found |= passage.lexicon.classes.get(passage.parsed.lowers[word], frozenset()) & _OBJECTS
    for word in words if not found else ():
        found |= _classes_of_pronoun(passage, word)
    return found


def _classes_of_pronoun(passage: Passage, word: int) -> frozenset[str]:
    """Return what a pronoun stands for: `it` a place and `them` a force, where such was named shortly before."""
    lexicon, lower = passage.lexicon, passage.parsed.lowers[word]
    before = range(max(0, word - _BEFORE), word)
    if lexicon.is_a(lower, "it") and passage.any_is("foe", passage.sentence.first, word):
        return frozenset({"force"})  # `if the enemy moves on A, it will be destroyed`
    if lexicon.is_a(lower, "it") and any(passage.named[at] >= 0 or lexicon.is_any(passage.parsed.lowers[at], _GROUND) for at in before):
        return frozenset({"place"})  # `fled the town after the rebels captured it`
    if _counts_at_end(passage, word):
        verb = next((at for at in range(word - 2, passage.sentence.first, -1) if is_finite(passage.parsed.lowers[at], lexicon)), word)
        return _nearest_people(passage, range(verb, word))  # `ambushed a patrol, killing two`
    if lexicon.is_any(lower, _THEM) and any(lexicon.is_a(passage.parsed.lowers[earlier], "force") for earlier in before):
        return frozenset({"force"})
    return frozenset()


def _counts_at_end(passage: Passage, word: int) -> bool:
    """Tell whether a number stands right behind a participle and ends its phrase: `killing two`."""
    lowers = passage.parsed.lowers
    ends = word + 1 >= passage.sentence.last or not lowers[word + 1][0].isalnum()
    return ends and lowers[word - 1].endswith("ing") and _is_number(passage, word)


def _is_number(passage: Passage, word: int) -> bool:
    lower = passage.parsed.lowers[word]
    return lower.isdigit() or passage.lexicon.is_a(lower, "number")


def _only_counts(passage: Passage, words: range) -> bool:
    """Tell whether a noun phrase ends with a number that stands for people: `six were killed and many more wounded`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    last = words.stop - 1
    while (
        last >= words.start
        and not _is_number(passage, last)
        and (_may_stand_between(lowers[last], lexicon) or lexicon.is_a(lowers[last], "further"))
    ):
        last -= 1
    named = (word for word in words if lexicon.is_any(lowers[word], _OBJECTS))
    return last in words and lowers[last] != "a" and _is_number(passage, last) and all(_is_number(passage, word) for word in named)


def _sentence_before(passage: Passage) -> int:
    """Return the first word of the sentence before this one, or its own."""
    at = bisect_left(passage.parsed.sentences, passage.sentence.first, key=lambda sentence: sentence.first)
    return passage.parsed.sentences[max(0, at - 1)].first


def _nearest_people(passage: Passage, words: range) -> frozenset[str]:
    """Return `force` where the nearest people among some words are one, else nothing."""
    lexicon, lowers = passage.lexicon, passage.parsed.lowers
    nearest = next(
        (lowers[word] for word in reversed(words) if lexicon.is_any(lowers[word], _PEOPLE) and not _is_number(passage, word)), ""
    )
    return frozenset({"force"}) if lexicon.is_a(nearest, "force") else frozenset()
