"""Finds the words of a sentence that name an event, and tells what they name from what stands around them.

A trigger (a row of ``geo/lexicon``) holds where nothing beside it makes it something else, where enough says that it is about a war,
and where it acts upon what it needs. What governs it (``tried to``, ``failed to``, ``plans to``) may change its type or make it a goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from frontmap.model import CLAIM_TYPES
from frontmap.registry.lexicon import LONELY, Trigger, match
from frontmap.text.clauses import clause_of, is_finite, is_preposition
from frontmap.text.events.actors import is_passive
from frontmap.text.events.guards import is_not_excluded, is_of_speaker, is_over, is_told_in_war, may_be_its_part_of_speech, object_fits
from frontmap.text.events.inflected import form_of, is_attributive
from frontmap.text.events.mishaps import without_mishaps
from frontmap.text.events.passages import Hit, Passage, noun_phrase, past_adverbial, past_days

_PHRASE = 3
"""Words of the shortest phrase that may hold the beginning of another."""
_DETERMINERS = 3
"""Words before a noun that may belong to it."""
_EATEN_REACH = 9
"""Words after a trigger among which it eats others."""
_GOVERNOR_REACH = 8
_SHARED_REACH = 14
"""Words before `and` among which stands the `to` of the infinitive that a verb goes on from."""
_MODAL_REACH = 4
"""Words before `be` among which stands what makes it no demand: `will be`, `are said to be`."""
_REPORTED_ON = frozenset({"force", "equipment"})
_REPORTED_REACH = 7
"""Words before a participle among which stands that it is what was reported."""
_UNCAUSED = {"attempt": "goal", "intent": "intent", "fail": "goal"}
"""What is tried, meant or missed -> how to read what it was to cause."""
_LABEL = 4
"""Words between what a label announces and its colon, at most."""
_BID_REACH = 3
"""Words before a noun for an attempt among which stands that it is a purpose: `in a last bid to`."""
_AIM_REACH = 5
"""Words before a noun among which stands the `to` of what aims at it."""
_AIMING = frozenset({"at", "toward", "towards", "for"})
"""Prepositions between a purpose and a verb in -ing: `aimed at taking X`, `progress toward taking X`."""
_MEANT = frozenset({"intent", "decision"})
"""Effects of what stands before `to launch` by which the attack is still to come."""
_MADE = frozenset({"made", "makes", "making"})
"""Verbs before `it possible to` by which what follows came about."""
_CLOSE_GOVERNOR = {"done": 0, "attempt": 7, "cause": 7}
"""Words that may stand between a governor and its `to`; others reach as far as ``_GOVERNOR_REACH``."""
_PURSUED = frozenset(CLAIM_TYPES) - {"deployment", "displacement"}
"""Types that can be somebody's goal."""
_EXPECTED = frozenset({"attribute", "near", "complement", "infinitive"})
"""Scopes of words that say of a noun that it is to come: `the expected attack`."""
_EXPECTED_REACH = 5
"""Words before a noun among which they stand."""
_RECALLED = frozenset({"clash", "assault", "advance", "losses", "displacement", "strike", "encirclement"})
"""Types whose nouns may only recall an event."""
_STAGED_REACH = 6
"""Words before a noun among which stands the verb that brings it about: `to carry out a massive attack`."""
_ATTEMPTED = frozenset({"capture", "advance", "assault"})
"""Types whose attempt is an assault."""
_ATTACKS_AND_ENDS = frozenset({"assault", "repulse"})
"""Types beside which resistance is no fight of its own."""
_AIMED_AT = frozenset({"losses", "damage", "hold", "displacement", "deployment"})
"""Types whose attempt tells nothing that happened."""
_DONE_TO_A_FORCE = frozenset({"assault", "encirclement", "strike", "losses", "repulse", "clash"})
"""Types that are done to a force, which is then not told to be there."""
_OWNERS = ("'s", "’s")
"""Endings of a place that only owns what follows it: `under Kyiv's control`."""
_FIGHTING = frozenset({"fighting", "battling"})
"""What describes the noun before it: `the coalition fighting the rebels`."""
_FOUGHT = _FIGHTING | {"fight", "fights", "fought", "battle", "battled"}
_OF_WHOM = frozenset({"who", "which"})
_ATTACKS = frozenset({"assault", "strike", "advance"})
_OTHERS = frozenset({"article", "own", "force", "party"})
"""Classes of words right after a verb for what it is done to."""
_FOUGHT_OUT = frozenset({"assault", "clash"})
"""Types whose nouns tell an event as the subject of a sentence, wherever it is."""
_SUBJECT = 5
"""Words before a noun that is the subject with which a sentence opens."""
_SILENT = ("goal", "dateline")
"""Kinds of clauses that tell no event."""


def find_hits(passage: Passage) -> list[Hit]:
    """Find the triggers of a sentence that hold, without those that another one already tells."""
    hits = _without_company(without_mishaps(passage, list(_standing_hits(passage))))
    return _without_subjects(passage, _without_repelled(passage, hits))


def _without_company(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what only holds where nothing else happens in its clause: `the rebels are in A`."""
    told = {hit.clause for hit in hits if hit.trigger.needs not in LONELY}
    return [hit for hit in hits if hit.trigger.needs not in LONELY or hit.clause not in told]


def settle_hits(passage: Passage, hits: Sequence[Hit], placed_at: Sequence[int]) -> list[Hit]:
    """Leave out the nouns that only recall an event told before.

    Parameters
    ----------
    placed_at
        The words at which the place phrases of the sentence stand.
    """
    starts = [hit.first for hit in hits]
    kept = [hit for hit in hits if not (_refers_back(passage, hit, placed_at, starts) or _describes_fighters(passage, hit, placed_at))]
    kept = [hit for hit in kept if not _labels(passage, hit, kept, placed_at)]
    return [hit for hit in kept if not (_adds_wounded(passage, hit, kept, placed_at) or _is_how(passage, hit, kept))]


def _labels(passage: Passage, hit: Hit, hits: Sequence[Hit], placed_at: Sequence[int]) -> bool:
    """Tell whether words before a colon only announce what is told after it: `Assessed advances: footage shows that A advanced in B`."""
    first, words = passage.sentence.first, passage.parsed.words
    colon = next((word for word in range(hit.last, min(hit.last + _LABEL, passage.sentence.last)) if words[word] == ":"), None)
    if colon is None or any(first <= word < colon for word in placed_at):
        return False
    return any(other.first > colon and not set(hit.types).isdisjoint(other.types) for other in hits)


def _is_how(passage: Passage, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Tell whether resistance or a blast is only how something else came about: `stopped by resistance`, `ten died in a blast`."""
    if hit.types == ("strike",) and passage.any_is("blast", hit.last - 1, hit.last):
        led = passage.any_is("inside", hit.first - _DETERMINERS, hit.first)
        return led and any(other.clause == hit.clause and other.first < hit.first and other.types == ("losses",) for other in hits)
    if hit.types != ("clash",) or not passage.lexicon.is_a(passage.parsed.lowers[hit.last - 1], "resistance"):
        return False
    return any(not _ATTACKS_AND_ENDS.isdisjoint(other.types) for other in hits)


def _adds_wounded(passage: Passage, hit: Hit, hits: Sequence[Hit], placed_at: Sequence[int]) -> bool:
    """Tell whether the wounded are only told beside the dead of the same fight: `two were killed and 16 others wounded`."""
    if hit.types != ("losses",) or not passage.any_is("wounded", hit.first, hit.last):
        return False
    dead = next((other for other in reversed(hits) if other.first < hit.first and other.types[0] == "losses"), None)
    return dead is not None and not any(dead.last <= word < passage.clauses[hit.clause].last for word in placed_at)


def _standing_hits(passage: Passage) -> Iterator[Hit]:
    military = [w for w, lower in _numbered(passage) if passage.lexicon.is_a(lower, "war")]
    eaten: list[Hit] = []
    word = passage.sentence.first
    while word < passage.sentence.last:
        begins = passage.parsed.lowers[word] in passage.lexicon.triggers and passage.named[word] < 0
        hit = _hit_at(passage, word, military) if begins else None
        if hit is None:
            word += 1
            continue
        hit = _wider_inside(passage, hit, military)
        word = word + 1 if hit.trigger.needs in LONELY else hit.last
        hit = _uneaten(passage, hit, eaten)
        if hit.trigger.eats:
            eaten.append(hit)
        if hit.effect != "goal" and hit.types:
            yield hit


def _wider_inside(passage: Passage, hit: Hit, military: Sequence[int]) -> Hit:
    """Return what begins inside a phrase that began with a noun and reaches further: of `rebels are at the gates of X` the latter."""
    if hit.trigger.verb or hit.types != ("deployment",) or hit.last - hit.first < _PHRASE:
        return hit
    inside = (_hit_at(passage, word, military) for word in range(hit.first + 1, hit.last))
    wider = (other for other in inside if other is not None and other.last > hit.last and other.trigger.needs not in LONELY)
    return next(wider, hit)


def _numbered(passage: Passage) -> Iterator[tuple[int, str]]:
    yield from enumerate(passage.parsed.lowers[passage.sentence.first : passage.sentence.last], start=passage.sentence.first)


def _after(passage: Passage, hit: Hit) -> int:
    """Return the word behind a trigger, in English behind the adverbial after it too."""
    return hit.last if passage.lexicon.forms else past_adverbial(passage, hit.last)


def _uneaten(passage: Passage, hit: Hit, eaters: Sequence[Hit]) -> Hit:
    """Return the hit without the types that an earlier trigger already tells; a verb of a clause of its own tells something new."""
    near = [
        eater
        for eater in eaters
        if hit.first < _after(passage, eater) + _EATEN_REACH and (not hit.trigger.verb or hit.clause == eater.clause)
    ]
    eaten = frozenset[str]().union(*(eater.trigger.eats for eater in near))
    kept = [i for i, kind in enumerate(hit.types) if kind != "none" and kind not in eaten]
    return replace(hit, types=tuple(hit.types[i] for i in kept), actors=tuple(hit.actors[i] for i in kept))


def _hit_at(passage: Passage, word: int, military: Sequence[int]) -> Hit | None:
    """Return the first trigger that holds at a word."""
    lowers = passage.parsed.lowers
    for trigger in passage.lexicon.triggers.get(lowers[word], ()):
        end = match(trigger, lowers, word, passage.sentence.last, passage.lexicon.hurdles)
        end = _up_to_name(passage, trigger, word, end) if end is not None else word
        if end == word or _only_describes(passage, word, end):
            continue
        hit = _candidate(passage, trigger, word, end)
        if passage.clauses[hit.clause].kind in _SILENT or _is_asked(passage, hit):
            return None
        if (
            may_be_its_part_of_speech(passage, hit)
            and is_not_excluded(passage, hit)
            and is_told_in_war(passage, hit, military)
            and object_fits(passage, hit)
            and not is_over(passage, hit)
            and not is_of_speaker(passage, hit)
        ):
            return _governed(passage, hit)
    return None


def _only_describes(passage: Passage, first: int, last: int) -> bool:
    """Tell whether a participle in a case of its noun's opens or ends what would name an event: `у уничтоженных домов`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    if not lexicon.forms or any(name >= 0 for name in passage.named[last : last + 1]):
        return False
    return is_attributive(lowers[first], lexicon) or is_attributive(lowers[last - 1], lexicon)


def _up_to_name(passage: Passage, trigger: Trigger, first: int, last: int) -> int:
    """Return where what names an event ends: before a place in its gap, if that may hold one; else at its first word."""
    lowers = passage.parsed.lowers
    names = (word for word in range(first, last) if passage.named[word] >= 0)
    name = next((word for word in names if not (trigger.around_places and lowers[word].endswith(_OWNERS))), last)
    return name if name == last or trigger.around_places or passage.lexicon.forms else first


def _is_asked(passage: Passage, hit: Hit) -> bool:
    """Tell whether a clause only asks: `could not say whether A had fallen`, but not `not clear if they will leave A`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    clause = passage.clauses[hit.clause]
    words = range(clause.first, hit.first)
    if hit.types == ("hold",) and lowers[clause.first] == "who" and lexicon.is_a(lowers[clause.first - 1], "unknown"):
        return True  # `it is not clear who controls A`
    asked = (word for word in words if lowers[word] == "whether" or (lowers[word] == "if" and lexicon.is_a(lowers[word - 1], "unknown")))
    ask = next(asked, None)
    return ask is not None and not any(lexicon.is_a(lower, "future") for lower in lowers[ask : hit.first])


def _candidate(passage: Passage, trigger: Trigger, first: int, last: int) -> Hit:
    clause = clause_of(passage.clauses, first)
    start, transitive = passage.clauses[clause].first, bool(trigger.objects - {"none"})
    if passage.lexicon.forms:
        passive = form_of(passage.parsed.lowers[first:last], passage.lexicon) == "passive"
    else:
        passive = trigger.verb and is_passive(passage.parsed, first, last, start, passage.lexicon, transitive=transitive)
        passive = passive or (trigger.verb and _done_by_later(passage, first, last))
    return Hit(trigger, first, last, clause, trigger.types, trigger.actors, passive)


def _done_by_later(passage: Passage, first: int, last: int) -> bool:
    """Tell whether by whom something was done follows when (`seized early in the day by rebels`), or not: `5 attacks repelled in A`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    if lowers[first] not in lexicon.past or lexicon.is_a(lowers[first], "simple_past"):
        return False
    by = past_days(passage, last)
    if by > last and lowers[by : by + 1] == ("by",):
        return True
    done_to = first > passage.sentence.first and lexicon.is_a(lowers[first - 1], "attack")
    told_of = first > passage.sentence.first and lexicon.is_any(lowers[first - 1], _REPORTED_ON)
    if told_of and lowers[last : last + 1] == ("and",) and "reported" in passage.lowers(first - _REPORTED_REACH, first):
        return True  # `the army reported four soldiers killed and ten wounded`
    return done_to and (last >= passage.sentence.last or not lowers[last][0].isalnum() or is_preposition(lowers[last], lexicon))


def _governed(passage: Passage, hit: Hit) -> Hit:
    """Apply what stands before `to` and a verb, or after an attack: an attempt, an intention, a failure, or only a goal."""
    clause, lexicon, lowers = passage.clauses[hit.clause], passage.lexicon, passage.parsed.lowers
    if not hit.trigger.verb:
        if _is_aimed_at(passage, hit):
            return replace(hit, effect="goal")
        return replace(hit, effect="intent") if _is_to_be_staged(passage, hit) else _with_outcome(passage, hit)
    link = hit.first - 1
    if link > clause.first and lowers[link].endswith("ly"):  # `to completely destroy`
        link -= 1
    before = lowers[link] if link >= clause.first else ""
    if lowers[hit.first].endswith("ing"):
        aimed = before in _AIMING or before == "without" or (lexicon.is_a(before, "of") and lexicon.is_a(lowers[link - 1], "purpose"))
        kept = before == "from" and passage.any_is("keeping", max(clause.first, link - _GOVERNOR_REACH), link)
        aimed = aimed or (before == "by" and _is_means_of_plan(passage, link, clause.first))
        return replace(hit, effect="goal") if aimed or kept else hit  # `kept supplies from reaching A`
    if hit.passive and before == "be" and not passage.any_is("modal", max(clause.first, link - _MODAL_REACH), link):
        return replace(hit, effect="goal")  # `they urged that troops be withdrawn`
    if lexicon.is_a(before, "unable"):
        could_not = set(hit.types) <= _ATTEMPTED | {"hold"} and (before != "not" or lowers[link - 1] == "could")
        return _with_effect(passage, hit, "fail") if could_not else hit
    if before != "to":
        link = _shared_to(passage, hit, link)
    if link < 0 or _is_reached(passage, hit, link):
        return hit
    effect = _effect_before(passage, link, clause.first if link >= clause.first else passage.sentence.first)
    if effect is not None:
        return _with_effect(passage, hit, effect) if effect else hit
    if _is_headed(passage, link):
        return _with_effect(passage, hit, "intent")
    return replace(hit, effect="goal") if set(hit.types) & _PURSUED else hit


def _is_headed(passage: Passage, to: int) -> bool:
    """Tell whether a headline says what somebody is to do: `Army to withdraw from A`, `UN to send troops to A`."""
    first, last = passage.sentence.first, passage.sentence.last
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    led = any(is_preposition(lower, lexicon) or lower.endswith("ing") for lower in lowers[first:to])
    return to > first and not led and not any(is_finite(lower, lexicon) for lower in lowers[first:last])


def _effect_before(passage: Passage, to: int, first: int) -> str | None:
    """Return what stands before the `to` of an infinitive makes of it, empty where that is nothing, None where nothing stands there."""
    lexicon, lowers = passage.lexicon, passage.parsed.lowers
    for word in range(to - 1, max(first - 1, to - 1 - _GOVERNOR_REACH), -1):
        if lowers[word] == "to":
            break  # `preparing to launch attacks to take X`: the plan is of the attacks
        effect = lexicon.governors.get(lowers[word])
        if effect == "intent" and lowers[word - 1] == "it" and lowers[word - 2] in _MADE:
            return ""  # `the road made it possible to take A`
        if effect == "cause" and lowers[word - 1] == "to":
            effect = _meant(passage, word - 1)
        if effect is not None and to - 1 - word <= _CLOSE_GOVERNOR.get(effect, _GOVERNOR_REACH):
            aimed = effect == "intent" and passage.any_is("attack", word + 1, to)  # `plans an offensive to take A`
            return "goal" if aimed or _is_purpose(passage, word, effect) else effect
    return None


def _is_means_of_plan(passage: Passage, by: int, first: int) -> bool:
    """Tell whether a `by` says how somebody means to bring something about: `hoping to encircle A by taking the ridge`."""
    to = next((word for word in range(by - 1, first, -1) if passage.parsed.lowers[word] == "to"), -1)
    return to > first and _effect_before(passage, to, first) == "intent"


def _is_to_be_staged(passage: Passage, hit: Hit) -> bool:
    """Tell whether a noun is what somebody means to bring about: `threatened on Monday to carry out a massive attack`."""
    lexicon, lowers = passage.lexicon, passage.parsed.lowers
    first = passage.clauses[hit.clause].first
    before = range(hit.first - 1, max(first, hit.first - _STAGED_REACH) - 1, -1)
    staging = next((at for at in before if lexicon.is_a(lowers[at], "doing")), -1)
    return staging > first and lowers[staging - 1] == "to" and _effect_before(passage, staging - 1, first) in _MEANT


def _meant(passage: Passage, to: int) -> str:
    """Return what comes of what an infinitive would cause: `threatened to force X out` only means it, `an attempt to` is for it."""
    lowers, first = passage.parsed.lowers, passage.sentence.first
    effects = (passage.lexicon.governors.get(lowers[word]) for word in range(to - 1, max(first, to - _BID_REACH) - 1, -1))
    return _UNCAUSED.get(next((effect for effect in effects if effect), ""), "cause")


def _shared_to(passage: Passage, hit: Hit, link: int) -> int:
    """Return the `to` of an infinitive that a verb goes on from (`to hold A and prevent a breakthrough`); -1 where it has none."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    goes_on = link > passage.sentence.first and "and" in lexicon.clauses.get(lowers[link], ()) and lowers[hit.first] in lexicon.bases
    if not goes_on or lowers[hit.first].endswith("s"):
        return -1
    for word in range(link - 2, max(passage.sentence.first, link - _SHARED_REACH), -1):
        if (
            lowers[word] == "to"
            and lowers[word + 1] not in lexicon.past
            and passage.named[word + 1] < 0
            and not lexicon.is_a(lowers[word + 1], "article")
        ):
            return word
        if is_finite(lowers[word], lexicon) or lowers[word] in (";", ":"):
            return -1
    return -1


def _is_reached(passage: Passage, hit: Hit, to: int) -> bool:
    """Tell whether a move and its end are told as one: `moved westward to capture A`, `moved on to take B`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    moved = to - 2 >= passage.clauses[hit.clause].first and lowers[to - 2] in lexicon.past
    return moved and hit.types == ("capture",) and (lowers[to - 1] in lexicon.compass or lexicon.is_a(lowers[to - 1], "on"))


def _is_purpose(passage: Passage, governor: int, effect: str) -> bool:
    """Tell whether what stands before `to` gives the purpose of something else: `in order to`, `in a bid to`, `A attacked, hoping to`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    before = lowers[max(governor - _BID_REACH, 0) : governor]
    if before[-1:] == ("in",) or any(pair[0] == "in" and lexicon.is_a(pair[1], "article") for pair in pairwise(before)):
        return True
    bare = lowers[governor].endswith("ing") and effect == "intent" and not lexicon.is_a(lowers[governor], "menacing")
    return bare and not any(lexicon.is_a(lower, "passive") for lower in lowers[max(governor - 2, 0) : governor])


def _is_aimed_at(passage: Passage, hit: Hit) -> bool:
    """Tell whether a noun is what something is done for: `regroups to resume its offensive`, but not `began to mount an offensive`."""
    clause, lexicon, lowers = passage.clauses[hit.clause], passage.lexicon, passage.parsed.lowers
    to = next((word for word in range(hit.first - 2, max(clause.first, hit.first - _AIM_REACH) - 1, -1) if lowers[word] == "to"), -1)
    if to < clause.first or hit.types[0] not in _RECALLED or not lexicon.is_a(lowers[to + 1], "aim"):
        return False
    before = lowers[max(clause.first, to - _GOVERNOR_REACH) : to]
    governed = any(lower in lexicon.governors and not lexicon.is_a(lower, "passive") for lower in before)
    return before[-2:] == ("in", "order") or not governed  # `the aim is to stop the shelling`


def _with_outcome(passage: Passage, hit: Hit) -> Hit:
    """Add that an attack was stopped where its clause goes on to say so: `attempts to take X have failed`."""
    if hit.types != ("assault",) or not _fails(passage, hit):
        return hit
    if passage.lexicon.governors.get(passage.parsed.lowers[hit.first]) == "attempt":
        return replace(hit, types=("repulse",), actors=("other",))
    return replace(hit, types=("assault", "repulse"), actors=("agent", "other"))


def _fails(passage: Passage, hit: Hit) -> bool:
    """Tell whether a clause goes on to say that an attack failed, and not what it made fail: `counterattacks stalled the push`."""
    lowers, lexicon, last = passage.parsed.lowers, passage.lexicon, passage.clauses[hit.clause].last
    after = (word + 1 for word in range(hit.last, last) if lexicon.is_a(lowers[word], "failing"))
    return any(at >= last or not (lexicon.is_any(lowers[at], _OTHERS) or passage.sides.named_by(at) is not None) for at in after)


def _with_effect(passage: Passage, hit: Hit, effect: str) -> Hit:
    types = set(hit.types)
    if effect == "decision" and types != {"deployment"}:
        effect = "intent"
    if effect == "means":
        return hit if types == {"strike"} else replace(hit, effect="goal")  # `sent jets to bomb A`
    if effect == "attempt" and passage.any_is("failing", hit.last, passage.clauses[hit.clause].last):
        return replace(hit, types=("repulse",), actors=("other",), effect=effect)  # `an attempt to cut the road failed`
    if effect == "attempt" and types <= _ATTEMPTED:
        return replace(hit, types=("assault",), effect=effect)
    if (effect in ("attempt", "fail") and types <= _AIMED_AT) or (effect == "intent" and types == {"repulse"}):
        return replace(hit, effect="goal")
    if effect == "fail" and passage.any_is("gain", hit.last - 1, hit.last):
        return hit  # `failed to make gains`: an advance that did not happen, as `made no gains`
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
    kept = [hit for hit in hits if not _is_told_by(told.get(hit.clause), hit)]
    return [_stopped_too(passage, hit, told.get(hit.clause)) for hit in kept] if free else kept


def _stopped_too(passage: Passage, hit: Hit, teller: Hit | None) -> Hit:
    """Return a further attack that a verb before it stops as well: `відбили 5 атак біля X і ще 7 атак біля Y`."""
    noun = form_of(passage.parsed.lowers[hit.first : hit.last], passage.lexicon) == "noun"
    stopped = teller is not None and "repulse" in teller.types and teller.first < hit.first
    return replace(hit, types=("repulse",), actors=("other",)) if stopped and noun and hit.types == ("assault",) else hit


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
    """Tell whether a noun, or what looks like a verb right before (`enemy attacks repelled near A`), is what another trigger tells of."""
    if teller is None or not hit.first < teller.first or not set(hit.types) <= teller.trigger.eats:
        return False
    return not hit.trigger.verb or (hit.last == teller.first and teller.passive)


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
    if any(lower in passage.lexicon.past for lower in passage.lowers(hit.first + 1, hit.last)):
        return False  # `the guns opened up`
    if _is_told_of(passage, hit, placed_at):
        return True
    if not passage.any_is("recalling", _determiners(passage, hit), hit.first) or passage.lowers(hit.last, hit.last + 1) == ("by",):
        return False
    if passage.any_is("measure", max(clause.first, hit.first - 4), hit.first):  # `weeks of heavy shelling`
        return False
    if _is_to_come(passage, hit):
        return False
    if _brings_about(passage, hit):
        return True
    if hit.types[0] in _FOUGHT_OUT and _is_what_a_sentence_is_about(passage, hit):
        return False
    fought_for = passage.lowers(hit.last, hit.last + 1) == ("for",)  # `the battle for X` names a battle wherever it stands
    next_event = min((start for start in starts if hit.last <= start < clause.last), default=clause.last)
    if not fought_for and any(clause.first <= word < next_event for word in placed_at):
        return False
    after = passage.clauses[hit.clause + 1 : hit.clause + 2]
    told_on = after and after[0].kind == "rel"  # `the attack, which began in March, has killed 49`
    return not passage.any_is("eventive", clause.first, passage.sentence.last if told_on else clause.last)


def _is_to_come(passage: Passage, hit: Hit) -> bool:
    """Tell whether a noun is told of as what is expected, which is news: `bracing for the assault`, `the looming assault`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    for word in range(max(passage.clauses[hit.clause].first, hit.first - _EXPECTED_REACH), hit.first):
        if lexicon.is_a(lowers[word], "unspecific"):
            continue
        for cue in lexicon.cues.get(lowers[word], ()):
            end = word + len(cue.words)
            expected = cue.modality == "possible" and cue.scope in _EXPECTED
            if expected and hit.first - _DETERMINERS < end <= hit.first and lowers[word:end] == cue.words:
                return True
    return False


def _brings_about(passage: Passage, hit: Hit) -> bool:
    """Tell whether an event is only what made somebody do something: `The attacks led the army to send troops to A`."""
    caused = passage.lexicon.governors.get("".join(passage.lowers(hit.last, hit.last + 1))) == "cause"
    return caused and "to" in passage.lowers(hit.last, hit.last + _GOVERNOR_REACH)


def _is_what_a_sentence_is_about(passage: Passage, hit: Hit) -> bool:
    """Tell whether a noun is the subject with which a sentence opens: `The offensive, the biggest since April, is led by X`."""
    clause, lexicon = passage.clauses[hit.clause], passage.lexicon
    before = passage.lowers(clause.first, hit.first)
    opens = clause.kind == "main" and len(before) <= _SUBJECT and bool(before) and lexicon.is_a(before[0], "recalling")
    return opens and not any(is_preposition(lower, lexicon) or lexicon.is_a(lower, "of") for lower in before)


def _is_told_of(passage: Passage, hit: Hit, placed_at: Sequence[int]) -> bool:
    """Tell whether an attack hangs on a preposition and a relative clause goes on to tell of it: `for the air raids that began in May`."""
    if set(hit.types).isdisjoint(_ATTACKS) or passage.lowers(hit.last, hit.last + 1) != ("that",):
        return False
    first = _determiners(passage, hit)
    led = any(is_preposition(lower, passage.lexicon) or passage.lexicon.is_a(lower, "of") for lower in passage.lowers(first - 1, hit.first))
    return led and not any(first <= word < passage.clauses[hit.clause].last for word in placed_at)


def _describes_fighters(passage: Passage, hit: Hit, placed_at: Sequence[int]) -> bool:
    """Tell whether it is only said of somebody that he fights: `the coalition fighting the rebels shelled A`."""
    clause, lexicon, lowers = passage.clauses[hit.clause], passage.lexicon, passage.parsed.lowers
    if hit.types != ("clash",) or any(hit.last <= word < clause.last for word in placed_at):
        return False
    before = lowers[hit.first - 1] if hit.first else ""
    participle = lowers[hit.first] in _FIGHTING and (lexicon.is_a(before, "force") or lexicon.is_a(before, "party"))
    return participle or (clause.kind == "rel" and lowers[clause.first] in _OF_WHOM and lowers[hit.first] in _FOUGHT)
