"""Tells what the same verb means by who does it and with what.

An attack with rockets is a strike, a blow by gunmen an assault; fighters who flee withdraw, villagers who flee are displaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from frontmap.model import Event
from frontmap.registry.lexicon import Lexicon
from frontmap.text.events.passages import Hit, Passage, noun_phrase
from frontmap.text.events.sides import Sides

AFAR = "afar"
"""Effect of a hit that only the words around its sentence made a strike."""
_MEANS_REACH = 4
_BEFORE = 40
"""Words before a sentence that may tell with what an attack was made."""
_TAKEN_REACH = 6
"""Words after a verb among which stand those who are taken along."""
_WHOLE = 1500
"""Words at the beginning of a document that stand for the whole."""
_CLOSE = frozenset({"close"})
_WHO = frozenset({"force", "civilian"})
"""Classes of words for those who may leave a place."""
_ON_GROUND = frozenset({"foot", "attack_word"})
"""Classes of words for what deals a blow on the ground: `gunmen struck`, `the attack targeted`."""
_GOES_ON = 2
"""Words before the verb of a clause that goes on from the one before: `, on Friday attacked A`."""
_SUBJECT_REACH = 4
"""Words before a verb among which its subject stands."""
_FLYING = frozenset({"coalition", "nato"})
"""Parties to wars of others whose attacks come from the air."""


def by_means(passage: Passage, hit: Hit) -> Hit:
    """Give what hits or leaves something the type that its means and those who do it tell."""
    return _leaving(passage, _with_strike(passage, _fallen(passage, _on_foot(passage, _from_afar(passage, hit)))))


def by_attackers(events: Iterable[Event], sides: Sides) -> Iterator[Event]:
    """Make assaults of the attacks of an armed group that nothing but the document's other sentences made strikes."""
    for event in events:
        group = AFAR in event.rule and _is_armed_group(event.actor_side, sides)
        yield replace(event, type="assault") if group else event


def _is_armed_group(side: str | None, sides: Sides) -> bool:
    """Tell whether a side fights the state on whose ground the war is, and is no state itself."""
    war = sides.conflict
    if war is None or side is None or side in _FLYING or "home" not in war.plain:
        return False
    return side in war.sides and side not in {*war.parties.values(), war.plain["home"]}


def _from_afar(passage: Passage, hit: Hit) -> Hit:
    """Make an attack a strike where its clause names nobody on the ground and the words around tell of fire from a distance.

    What the sentence leaves open the words before it may tell, then the whole document.
    """
    if hit.types != ("assault",) or hit.effect or not passage.any_is("attack_word", hit.first, hit.last):
        return hit
    clause = passage.clauses[hit.clause]
    deed_of = (hit.last, clause.last) if hit.passive else (_subject_start(passage, hit), hit.first)
    if passage.any_is("foot", clause.first, clause.last) or passage.any_is("attacker", *deed_of):
        return replace(hit, types=("strike",)) if _with_fire(passage, hit.last, clause.last) else hit
    for first, last, veto in _widening(passage):
        if any(passage.lexicon.is_any(lower, veto) for lower in passage.parsed.lowers[first:last]):
            return hit
        if _tells_fire(passage, first, last):
            return replace(hit, types=("strike",), effect="" if _tells_fire(passage, clause.first, clause.last) else AFAR)
    return hit


def _subject_start(passage: Passage, hit: Hit) -> int:
    """Return where the words begin that name who acts: those of the sentence's start for a clause that goes on from it."""
    clause = passage.clauses[hit.clause]
    goes_on = clause.kind == "and" and hit.trigger.verb and hit.first - clause.first <= _GOES_ON
    return passage.sentence.first if goes_on else clause.first


def _widening(passage: Passage) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield the words that may tell how an attack is meant, from near to far, each with the classes that say it is made on the ground."""
    first, last = passage.sentence.first, passage.sentence.last
    yield first, last, _CLOSE
    yield max(0, first - _BEFORE), first, _CLOSE
    yield 0, min(_WHOLE, len(passage.parsed.lowers)), _CLOSE | {"ground_war"}


def _tells_fire(passage: Passage, first: int, last: int) -> bool:
    """Tell whether some words name what fires from a distance, not only a unit (`Artillery Battalion`) or what is brought (`car bomb`)."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    for word in range(first, last):
        brought = lexicon.is_a(lowers[word - 1], "carrier")
        if lexicon.is_a(lowers[word], "ranged") and not brought and not lexicon.is_a("".join(lowers[word + 1 : word + 2]), "unit_noun"):
            return True
    return False


def _with_fire(passage: Passage, first: int, last: int) -> bool:
    """Tell whether some words name what fires from a distance as the means: `attacked A with mortars`."""
    means = [word for word in range(first, last) if passage.lexicon.is_a(passage.parsed.lowers[word], "means")]
    return any(passage.any_is("ranged", word + 1, min(word + 1 + _MEANS_REACH, last)) for word in means)


def _on_foot(passage: Passage, hit: Hit) -> Hit:
    """Make a blow an assault where those who deal it stand on the ground: `the insurgents struck at dusk`, `the attack targeted A`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    if hit.types != ("strike",) or hit.passive or not hit.trigger.verb or not lexicon.is_a(lowers[hit.first], "blow"):
        return hit
    before = lowers[passage.clauses[hit.clause].first : hit.first]
    sentence = lowers[passage.sentence.first : passage.sentence.last]
    on_foot = any(lexicon.is_any(lower, _ON_GROUND) for lower in before) and not any(lexicon.is_a(lower, "ranged") for lower in sentence)
    return replace(hit, types=("assault",)) if on_foot else hit


def _fallen(passage: Passage, hit: Hit) -> Hit:
    """Make a landing a strike where what lands was fired: `two rockets, launched from A, landed in B`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    landed = hit.types == ("advance",) and lexicon.is_a(lowers[hit.first], "landing")
    fired = landed and any(lexicon.is_a(lower, "ranged") for lower in lowers[passage.sentence.first : hit.first])
    return replace(hit, types=("strike",), actors=("none",)) if fired else hit


def _with_strike(passage: Passage, hit: Hit) -> Hit:
    """Add a strike to what aircraft, guns or what they fire destroy: `warplanes destroyed four vehicles`."""
    acts_upon = bool(hit.trigger.objects) or hit.last > hit.first + 1
    if not hit.trigger.verb or not acts_upon or hit.passive or hit.types not in (("losses",), ("damage",)):
        return hit
    first = max(passage.clauses[hit.clause].first, hit.first - _SUBJECT_REACH)
    subject = [lower for lower in passage.parsed.lowers[first : hit.first] if passage.lexicon.is_a(lower, "firing")]
    return replace(hit, types=(*hit.types, "strike"), actors=(*hit.actors, *hit.actors)) if subject else hit


def _leaving(passage: Passage, hit: Hit) -> Hit:
    """Make a flight or an evacuation of those who fight a withdrawal, of others a displacement."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    told = hit.trigger.verb and hit.types in (("displacement",), ("withdrawal",))
    if told and hit.types == ("withdrawal",) and not hit.passive and _civilians_go(passage, hit):
        return replace(hit, types=("displacement",), actors=("none",))
    if not told or not lexicon.is_a(lowers[hit.first], "leaving"):
        return hit
    taken = range(hit.last, hit.last if hit.passive else min(passage.clauses[hit.clause].last, hit.last + _TAKEN_REACH))
    if any(lexicon.is_a(lowers[word], "civilian") for word in taken) or not _fighters_go(passage, hit):
        return replace(hit, types=("displacement",), actors=("none",))
    return replace(hit, types=("withdrawal",), actors=("agent",))


def _fighters_go(passage: Passage, hit: Hit) -> bool:
    """Tell whether the nearest of those named before a verb fight: in its clause, else in the sentence; for `the rest` before that too."""
    parsed, lexicon, clause = passage.parsed, passage.lexicon, passage.clauses[hit.clause]
    before = parsed.lowers[clause.first : hit.first]
    alone = clause.kind != "main" or not before
    pointing = any(lexicon.is_a(lower, "remaining") for lower in before)
    earliest = max(0, clause.first - _BEFORE) if pointing else passage.sentence.first if alone else clause.first
    for word in range(hit.first - 1, earliest - 1, -1):
        if lexicon.is_a(parsed.lowers[word], "remaining") or passage.named[word] >= 0:
            continue
        if lexicon.is_any(parsed.lowers[word], _WHO):
            of_whom = lexicon.is_a(parsed.lowers[word - 1], "of") and _names_whom(parsed.lowers[word - 2], lexicon)
            return lexicon.is_a(parsed.lowers[word - 2 if of_whom else word], "force")
    return False


def _civilians_go(passage: Passage, hit: Hit) -> bool:
    """Tell whether the nearest of those named before a verb can be no fighters: `the passengers abandon their village`."""
    parsed, lexicon, clause = passage.parsed, passage.lexicon, passage.clauses[hit.clause]
    subject, taken = parsed.lowers[clause.first : hit.first], noun_phrase(passage, hit.last, clause.last)
    if parsed.lowers[hit.first].endswith("ing") or passage.any_is("force", taken.start, taken.stop):
        return False
    pointing = any(lexicon.is_a(lower, "plural") or lower.isdigit() or "," in lower for lower in subject)
    earliest = max(0, clause.first - _BEFORE) if pointing else clause.first
    for word in range(hit.first - 1, earliest - 1, -1):
        lower = parsed.lowers[word]
        if lexicon.is_a(lower, "remaining") and not lexicon.is_a(lower, "plural"):
            return False  # `the survivors fell back`: those of the fight told before
        if lexicon.is_any(lower, _WHO) and not lexicon.is_a(lower, "number"):
            return lexicon.is_a(lower, "civilian") and not lexicon.is_a(lower, "force") and passage.sides.named_by(word) is None
    return False


def _names_whom(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word names people, not only how many: the `families` of fighters, but not the `hundreds` of soldiers."""
    return lexicon.is_any(lower, _WHO) and not lexicon.is_a(lower, "number")
