"""Finds what a text says happened: the words that name an event, tested against what stands around them.

A trigger (a row of ``geo/lexicon``) becomes an event where its object, its surroundings and the document's subject allow it.
What governs it (``tried to``, ``failed to``, ``plans to``) may change its type or make it a goal, which is no event.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from frontmap.model import Event, Parsed, PlaceMention, Sentence
from frontmap.registry.lexicon import Lexicon, Trigger, lexicon_of, match
from frontmap.registry.sources import SourceRegistry
from frontmap.text.actors import Sides, find_actor, is_passive, patient_side
from frontmap.text.clauses import Clause, clause_of, is_preposition, split_clauses
from frontmap.text.directions import words_of
from frontmap.text.modality import modality_of
from frontmap.text.numbers import read_numbers
from frontmap.text.sites import Scene, Sought, choose_sites, read_directions, read_phrases

_LONGEST = 300
"""Words of the longest sentence; what is longer is no prose, and is cut so that time stays linear."""
_WAR_WORDS = 3
"""Distinct military words that make a document one about a war."""
_NEEDED = {"side": "force", "people": "civilian"}
"""What a trigger needs in its clause -> the class of words that give it."""
_WAR_DENSITY = 40
"""Words to one military word that make a short document one about a war."""
_UNLESS_BEFORE, _UNLESS_AFTER = 3, 4
_OBJECT_REACH = 12
_SHARED_SUBJECT = 2
"""Words before the verb of a clause that has no subject of its own: `and then took`."""
_SUBJECT_REACH = 8
"""Words before a clause among which the subject stands that it shares with the one before."""
_BEFORE = 40
"""Words before a sentence that may tell with what an attack was made."""
_WHOLE = 1500
"""Words at the beginning of a document that stand for the whole."""
_EATEN_REACH = 9
"""Words after a trigger among which it eats others."""
_GOVERNOR_REACH = 8
_CLOSE_GOVERNOR = {"done": 0, "attempt": 3, "cause": 4}
"""Words that may stand between a governor and its `to`; others reach as far as ``_GOVERNOR_REACH``."""
_PURSUED = frozenset({"capture", "advance", "encirclement", "assault", "hold", "losses", "strike", "repulse", "damage"})
"""Types that can be somebody's goal."""
_RECALLED = frozenset({"clash", "assault", "advance", "losses", "displacement", "strike", "encirclement"})
"""Types whose nouns may only recall an event."""
_DONE_TO = frozenset({"losses", "assault", "strike", "encirclement"})
"""Types that are done to somebody, whose side tells who did it where nobody else is named."""
_ATTEMPTED = frozenset({"capture", "advance", "assault"})
"""Types whose attempt is an assault."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A trigger that stands in the text and passed its tests."""

    trigger: Trigger
    first: int
    last: int
    clause: int
    types: tuple[str, ...]
    actors: tuple[str, ...]
    passive: bool
    effect: str = ""
    """What governs it: ``attempt intent fail done``, empty for nothing."""


def find_events(parsed: Parsed, placed: Sequence[PlaceMention], lexicon: Lexicon, sources: SourceRegistry) -> tuple[Event, ...]:
    """Find the events of a document, in text order; none where it is not about a war."""
    lexicon = _fitting(lexicon, parsed)
    words = set(parsed.lowers)
    war = sum(lexicon.is_a(lower, "strongwar") for lower in words)
    if not war and not any(trigger.needs == "strong" for lower in words for trigger in lexicon.triggers.get(lower, ())):
        return ()
    at_war = war >= _WAR_WORDS or war * _WAR_DENSITY >= len(parsed.words)
    usable = [i for i, p in enumerate(placed) if p.mention.role == "literal"]
    named = _named_words(parsed, placed, usable)
    sides = Sides(sources, sources.find_conflict(parsed, placed), parsed, named)
    events: list[Event] = []
    for index, sentence in enumerate(parsed.sentences):
        if _asks(parsed, sentence, lexicon):
            continue
        for part in _parts(parsed, sentence):
            if any(lower in lexicon.triggers for lower in parsed.lowers[part.first : part.last]):
                found = _sentence_events(parsed, index, part, placed, usable, named, lexicon, sides, at_war=at_war)
                events += _answered(found, events)
    return tuple(events)


def _asks(parsed: Parsed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a sentence only asks: `Will they ever take X?`."""
    return parsed.lowers[sentence.last - 1] == "?" and lexicon.is_a(parsed.lowers[sentence.first], "asking")


def _parts(parsed: Parsed, sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence, cut into stretches where it is so long that it can be none."""
    for first in range(sentence.first, sentence.last, _LONGEST):
        last = min(first + _LONGEST, sentence.last)
        whole = first == sentence.first and last == sentence.last
        yield sentence if whole else replace(sentence, start=parsed.starts[first], end=parsed.ends[last - 1], first=first, last=last)


def _fitting(lexicon: Lexicon, parsed: Parsed) -> Lexicon:
    """Return the lexicon of the document's language, the given one where it is that."""
    fitting = lexicon_of(parsed.document.lang, parsed.text)
    return lexicon if lexicon.lang == fitting.lang else fitting


def _answered(found: Iterator[Event], before: Sequence[Event]) -> Iterator[Event]:
    """Make a denial of what was said last a denied event of that type and place."""
    last = before[-1] if before else None
    for event in found:
        if event.type != "denial":
            last = event
            yield event
        elif last is not None:
            yield replace(
                event, type=last.type, places=last.places, sites=last.sites, actor=None, actor_side=last.actor_side, modality="denied"
            )


def _named_words(parsed: Parsed, placed: Sequence[PlaceMention], usable: Sequence[int]) -> list[int]:
    named = [-1] * len(parsed.words)
    for mention in usable:
        for word in range(*words_of(parsed, placed[mention].mention.start, placed[mention].mention.end)):
            named[word] = mention
    return named


def _sentence_events(
    parsed: Parsed,
    index: int,
    sentence: Sentence,
    placed: Sequence[PlaceMention],
    usable: Sequence[int],
    named: Sequence[int],
    lexicon: Lexicon,
    sides: Sides,
    *,
    at_war: bool,
) -> Iterator[Event]:
    clauses = split_clauses(parsed, sentence, lexicon, named)
    hits = list(_hits(parsed, sentence, clauses, named, lexicon, at_war=at_war))
    if not hits:
        return
    low, high = (bisect_left(usable, offset, key=lambda m: placed[m].mention.start) for offset in (sentence.start, sentence.end))
    body = parsed.starts[clauses[1].first] if clauses[0].kind == "dateline" else sentence.start
    here = [
        m for m in usable[low:high] if placed[m].mention.start >= body and not _is_in_title(parsed, placed[m].mention.start, lexicon, sides)
    ]
    scene = Scene(parsed, sentence, clauses, read_phrases(parsed, sentence, placed, here, named, lexicon), named)
    hits = _without_repelled(hits)
    hits = [_from_afar(scene, hit, lexicon) for hit in hits if not _refers_back(scene, hit, lexicon)]
    firsts = [hit.first for hit in hits]
    events: list[Event] = []
    for hit in hits:
        for kind, acting in zip(hit.types, hit.actors, strict=True):
            event = _event(scene, index, hit, kind, acting, [w for w in firsts if w != hit.first], lexicon, sides)
            events.append(_sharing_actor(event, hit, acting, events, lexicon))
    yield from _without_repeats(events)


def _sharing_actor(event: Event, hit: _Hit, acting: str, before: Sequence[Event], lexicon: Lexicon) -> Event:
    """Give an event whose verb has no subject, or a pronoun, the actor that the sentence named last."""
    if acting != "agent" or event.actor_side is not None or hit.passive or not hit.trigger.verb:
        return event
    if event.actor is not None and not lexicon.is_a(event.actor.lower(), "pronoun"):
        return event
    named = next((e for e in reversed(before) if e.actor_side is not None and e.actor is not None), None)
    return replace(event, actor=event.actor or named.actor, actor_side=named.actor_side) if named else event


def _is_in_title(parsed: Parsed, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a place stands in somebody's title: `the head of the X administration`, `the governor of X`."""
    word, _ = words_of(parsed, start, start + 1)
    before = parsed.lowers[max(0, word - 3) : word]
    roles = [sides.sources.role(lower) for i, lower in enumerate(before[:-1]) if lexicon.is_a(before[i + 1], "of")]
    return any(role is not None and role.title and role.kind in ("official", "military") for role in roles)


def _without_repelled(hits: Sequence[_Hit]) -> list[_Hit]:
    """Leave out the noun that a passive tells more of: `an attack on X was repelled` is a repulse alone."""
    told = {hit.clause: hit for hit in hits if hit.trigger.eats and hit.passive}
    return [
        hit
        for hit in hits
        if hit.trigger.verb
        or hit.clause not in told
        or hit.first > told[hit.clause].first
        or not set(hit.types) <= told[hit.clause].trigger.eats
    ]


def _from_afar(scene: Scene, hit: _Hit, lexicon: Lexicon) -> _Hit:
    """Make an attack a strike where the words around tell of fire from a distance and of nobody on the ground.

    What the sentence leaves open the one before may tell, then the whole document.
    """
    if hit.types != ("assault",) or hit.effect or not lexicon.is_a(scene.parsed.lowers[hit.last - 1], "attack_word"):
        return hit
    for first, last in _widening(scene):
        words = scene.parsed.lowers[first:last]
        if any(lexicon.is_a(lower, "close") for lower in words):
            return hit
        if any(lexicon.is_a(lower, "ranged") for lower in words):
            return replace(hit, types=("strike",))
    return hit


def _widening(scene: Scene) -> Iterator[tuple[int, int]]:
    first, last = scene.sentence.first, scene.sentence.last
    yield first, last
    yield max(0, first - _BEFORE), first
    yield 0, min(len(scene.parsed.words), _WHOLE)


def _refers_back(scene: Scene, hit: _Hit, lexicon: Lexicon) -> bool:
    """Tell whether a noun only recalls an event told before: `the battle`, `these losses`, with no place and nothing that happens."""
    if hit.trigger.verb or hit.trigger.types[0] not in _RECALLED:
        return False
    clause = scene.clauses[hit.clause]
    if not any(lexicon.is_a(lower, "recalling") for lower in scene.parsed.lowers[max(clause.first, hit.first - 3) : hit.first]):
        return False
    fought_for = scene.parsed.lowers[hit.last : hit.last + 1] == ("for",)  # `the battle for X` names a battle wherever it stands
    if not fought_for and any(clause.first <= phrase.first < clause.last for phrase in scene.phrases):
        return False
    return not any(lexicon.is_a(lower, "eventive") for lower in scene.parsed.lowers[clause.first : clause.last])


def _without_repeats(events: Sequence[Event]) -> Iterator[Event]:
    """Leave out an event that another of its type in the sentence tells with the same place, or with one where it has none."""
    for index, event in enumerate(events):
        others = [(i, e) for i, e in enumerate(events) if i != index and e.type == event.type and e.modality == event.modality]
        if not any(_tells(other, event, earlier=i < index) for i, other in others):
            yield event


def _tells(other: Event, event: Event, *, earlier: bool) -> bool:
    """Tell whether another event says all that this one says."""
    if set(event.places) < set(other.places):
        return earlier or (other.start < event.end and event.start < other.end)
    if other.sites != event.sites:
        return False
    return (len(other.directions), earlier) > (len(event.directions), not earlier)


def _hits(
    parsed: Parsed, sentence: Sentence, clauses: Sequence[Clause], named: Sequence[int], lexicon: Lexicon, *, at_war: bool
) -> Iterator[_Hit]:
    """Yield the triggers of a sentence that hold, without those that an earlier one already tells."""
    military = {w for w in range(sentence.first, sentence.last) if lexicon.is_a(parsed.lowers[w], "war")}
    eaten: list[tuple[frozenset[str], int]] = []
    word = sentence.first
    while word < sentence.last:
        hit = None
        clause = clause_of(clauses, word)
        if named[word] < 0 and clauses[clause].kind not in ("goal", "dateline"):
            hit = _hit_at(parsed, word, sentence, clauses, clause, named, lexicon, military, at_war=at_war)
        if hit is None:
            word += 1
            continue
        word = hit.last
        hit = _uneaten(hit, eaten)
        if hit.trigger.eats:
            eaten.append((hit.trigger.eats, hit.last + _EATEN_REACH))
        if hit.effect != "goal" and hit.types:
            yield hit


def _uneaten(hit: _Hit, eaten: Sequence[tuple[frozenset[str], int]]) -> _Hit:
    """Return the hit without the types that an earlier trigger already tells."""
    kept = [i for i, kind in enumerate(hit.types) if kind != "none" and not any(kind in types and hit.first < end for types, end in eaten)]
    return replace(hit, types=tuple(hit.types[i] for i in kept), actors=tuple(hit.actors[i] for i in kept))


def _hit_at(
    parsed: Parsed,
    word: int,
    sentence: Sentence,
    clauses: Sequence[Clause],
    clause: int,
    named: Sequence[int],
    lexicon: Lexicon,
    military: set[int],
    *,
    at_war: bool,
) -> _Hit | None:
    for trigger in lexicon.triggers.get(parsed.lowers[word], ()):
        end = match(trigger, parsed.lowers, word, sentence.last, lexicon.past)
        if (
            end is None
            or any(named[w] >= 0 for w in range(word, end))
            or (trigger.verb and _no_verb(parsed, word, end, sentence, named, lexicon))
        ):
            continue
        passive = trigger.verb and is_passive(parsed, word, end, clauses[clause].first, lexicon, transitive=bool(trigger.objects))
        if (
            _not_excluded(parsed, trigger, word, end, sentence)
            and _in_war(parsed, trigger, word, end, military, lexicon, clauses[clause], at_war=at_war)
            and _object_fits(parsed, trigger, word, end, clauses[clause], sentence, named, lexicon, passive=passive)
        ):
            return _governed(parsed, _Hit(trigger, word, end, clause, trigger.types, trigger.actors, passive), clauses[clause], lexicon)
    return None


def _no_verb(parsed: Parsed, first: int, last: int, sentence: Sentence, named: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell whether a verb's form is a noun (`the control of`) or an adjective (`captured vehicles`) here."""
    lower = parsed.lowers[first]
    before = parsed.lowers[first - 1] if first > sentence.first else ""
    after = parsed.lowers[last] if last < sentence.last else ""
    if lower.endswith("ing") and lexicon.is_a(after, "of"):
        return True
    if lower in lexicon.bases:
        return lexicon.is_a(after, "of") or lexicon.is_a(before, "nominal") or before.endswith("'s")
    attributive = lexicon.is_a(before, "nominal") or before.endswith("'s") or (before.endswith("ly") and lower in lexicon.past)
    follows = last < sentence.last and after[0].isalpha() and after not in lexicon.relations and not lexicon.is_a(after, "demonstrative")
    return lower in lexicon.past and attributive and follows and named[last] < 0 and not lexicon.is_a(before, "demonstrative_of")


def _not_excluded(parsed: Parsed, trigger: Trigger, first: int, last: int, sentence: Sentence) -> bool:
    if not trigger.unless:
        return True
    before = parsed.lowers[max(sentence.first, first - _UNLESS_BEFORE) : first]
    after = parsed.lowers[last : min(sentence.last, last + _UNLESS_AFTER)]
    return all(trigger.unless.isdisjoint(words) for words in (before, parsed.lowers[first:last], after))


def _in_war(
    parsed: Parsed, trigger: Trigger, first: int, last: int, military: set[int], lexicon: Lexicon, clause: Clause, *, at_war: bool
) -> bool:
    """Tell whether enough says that this is about a war, by what the trigger needs."""
    if trigger.needs == "strong":
        return True
    if kind := _NEEDED.get(trigger.needs):
        return at_war and any(lexicon.is_a(lower, kind) for lower in parsed.lowers[clause.first : clause.last])
    if trigger.needs == "war":
        return at_war or any(not first <= word < last for word in military)
    return at_war or bool(military)


def _object_fits(
    parsed: Parsed,
    trigger: Trigger,
    first: int,
    last: int,
    clause: Clause,
    sentence: Sentence,
    named: Sequence[int],
    lexicon: Lexicon,
    *,
    passive: bool,
) -> bool:
    if not trigger.objects or "any" in trigger.objects:
        return True
    if passive:
        start = clause.first if first - clause.first > 2 else max(sentence.first, clause.first - _SUBJECT_REACH)
        classes = _classes_among(parsed, range(start, first), named, lexicon)
    else:
        classes = _classes_among(parsed, _noun_phrase(parsed, last, sentence.last, lexicon), named, lexicon)
    return not classes.isdisjoint(trigger.objects) or (not classes and "none" in trigger.objects)


def _noun_phrase(parsed: Parsed, start: int, stop: int, lexicon: Lexicon) -> range:
    """Return the words of the noun phrase that begins at a word: up to a preposition other than `of`, or a stop."""
    end = start
    while end < min(stop, start + _OBJECT_REACH) and not _ends_phrase(parsed.lowers[end], lexicon):
        end += 1
    return range(start, end)


def _ends_phrase(lower: str, lexicon: Lexicon) -> bool:
    return lower == "," or lexicon.is_a(lower, "phrase_end") or is_preposition(lower, lexicon)


def _classes_among(parsed: Parsed, words: range, named: Sequence[int], lexicon: Lexicon) -> set[str]:
    found: set[str] = set()
    for word in words:
        if named[word] >= 0:
            found.add("place")
        else:
            found |= lexicon.classes.get(parsed.lowers[word], frozenset()) - {"war", "strongwar", "anaphor", "demonstrative"}
    return found


def _governed(parsed: Parsed, hit: _Hit, clause: Clause, lexicon: Lexicon) -> _Hit:
    """Apply what stands before `to` and the verb: an attempt, an intention, a failure, or only a goal."""
    if not hit.trigger.verb:
        return _with_outcome(parsed, hit, clause, lexicon)
    before = parsed.lowers[hit.first - 1] if hit.first > clause.first else ""
    if hit.trigger.verb and before == "at" and parsed.lowers[hit.first].endswith("ing"):  # `aimed at taking X`
        return replace(hit, effect="goal")
    if not hit.trigger.verb or before != "to":
        return hit
    for word in range(hit.first - 2, max(clause.first - 1, hit.first - 2 - _GOVERNOR_REACH), -1):
        effect = lexicon.governors.get(parsed.lowers[word])
        if effect is not None and hit.first - 2 - word <= _CLOSE_GOVERNOR.get(effect, _GOVERNOR_REACH):
            return _with_effect(hit, effect)
    return replace(hit, effect="goal") if set(hit.types) & _PURSUED else hit


def _with_outcome(parsed: Parsed, hit: _Hit, clause: Clause, lexicon: Lexicon) -> _Hit:
    """Add that an attack was stopped where its clause goes on to say so: `attempts to take X have failed`."""
    if hit.types != ("assault",) or not any(lexicon.is_a(lower, "failing") for lower in parsed.lowers[hit.last : clause.last]):
        return hit
    return replace(hit, types=("assault", "repulse"), actors=("agent", "other"))


def _with_effect(hit: _Hit, effect: str) -> _Hit:
    if effect == "attempt" and set(hit.types) <= _ATTEMPTED:
        return replace(hit, types=("assault",), effect=effect)
    if effect == "fail" and set(hit.types) <= _ATTEMPTED | {"encirclement"}:
        return replace(hit, types=("repulse",), actors=("other",), effect=effect)
    return replace(hit, effect=effect)


def _event(scene: Scene, index: int, hit: _Hit, kind: str, acting: str, rivals: Sequence[int], lexicon: Lexicon, sides: Sides) -> Event:
    parsed, clause = scene.parsed, scene.clauses[hit.clause]
    if hit.effect == "attempt" and any(lexicon.governors.get(w) == "fail" for w in parsed.lowers[hit.last : clause.last]):
        kind, acting = "repulse", "other"  # `an attempt to cut the road failed`
    sought = Sought(kind, hit.trigger.place, hit.first, hit.last, hit.clause, tuple(rivals), hit.passive)
    sites = choose_sites(scene, sought, lexicon)
    directions, heads_for = read_directions(scene, sought, sites, lexicon)
    actor, side = _actor(scene, hit, acting, lexicon, sides)
    modality = modality_of(parsed, clause.first, _reach_of_cues(parsed, hit, lexicon), clause.last, lexicon)
    if modality == "asserted":
        modality = _carried_modality(scene, hit, lexicon)
    if hit.effect == "intent" and modality == "asserted":
        modality = "possible"
    start, end = _evidence(scene, hit, lexicon)
    return Event(
        start,
        end,
        (parsed.starts[hit.first], parsed.ends[hit.last - 1]),
        kind,
        index,
        tuple(site.mention for site in sites if site.mention is not None),
        actor,
        side,
        modality,
        "+".join(filter(None, (hit.trigger.trigger_id, hit.effect, "passive" if hit.passive else ""))),
        sites,
        directions,
        heads_for,
        read_numbers(parsed, clause.first, clause.last, kind, lexicon),
    )


def _reach_of_cues(parsed: Parsed, hit: _Hit, lexicon: Lexicon) -> int:
    """Return the word up to which cues hold for a trigger: over a gap of its own that says `no`, as in `made no gains`."""
    inside = parsed.lowers[hit.first + 1 : hit.last]
    gap = [lower for lower in inside if lower in lexicon.cues and not any(slot.fits(lower) for slot in hit.trigger.slots)]
    return hit.last - 1 if gap else hit.first


def _carried_modality(scene: Scene, hit: _Hit, lexicon: Lexicon) -> str:
    """Return what the clauses before say of this one too: `has reportedly taken A and encircled B`."""
    clause = scene.clauses[hit.clause]
    opening = scene.parsed.lowers[clause.first : hit.first]
    joined = len(opening) <= _SHARED_SUBJECT and not any(lexicon.is_a(lower, "pronoun") for lower in opening)
    joined = joined or "and" in lexicon.clauses.get(scene.parsed.lowers[hit.first - 1], ())
    if not joined or not hit.trigger.verb:
        return "asserted"
    for index in range(hit.clause, 0, -1):
        if scene.clauses[index].kind not in ("and", "ing"):
            break
        before = scene.clauses[index - 1]
        carried = modality_of(scene.parsed, before.first, before.last - 1, before.last, lexicon)
        if carried in ("hedged", "possible"):
            return carried
    return "asserted"


def _actor(scene: Scene, hit: _Hit, acting: str, lexicon: Lexicon, sides: Sides) -> tuple[str | None, str | None]:
    """Return who does it, in the text's words, with the side; None for what neither is said nor follows."""
    if acting == "none":
        return None, None
    parsed, clause = scene.parsed, scene.clauses[hit.clause]
    trigger = (hit.first, hit.last)
    verb = hit.trigger.verb
    found = find_actor(trigger, (clause.first, clause.last), lexicon, sides, verb=verb, passive=hit.passive)
    if found is None and verb and not hit.passive and clause.kind != "main":  # the subject that it shares with what stands before
        found = find_actor(trigger, (scene.sentence.first, clause.last), lexicon, sides, verb=verb, passive=False)
    words = parsed.text[parsed.starts[found[0]] : parsed.ends[found[1] - 1]] if found else None
    side = sides.of(" ".join(parsed.words[found[0] : found[1]])) if found else None
    if acting == "other":
        return None, sides.against(side)
    if side is None and hit.types[0] in _DONE_TO:
        patients = range(clause.first, hit.first) if hit.passive else _noun_phrase(parsed, hit.last, clause.last, lexicon)
        side = sides.against(patient_side(patients, lexicon, sides))
    return words, side


def _evidence(scene: Scene, hit: _Hit, lexicon: Lexicon) -> tuple[int, int]:
    """Return the characters of the clause that states an event, without `that`, `and` and punctuation at its edges."""
    parsed, clause = scene.parsed, scene.clauses[hit.clause]
    first, last = clause.first, clause.last
    while first < hit.first and (not parsed.lowers[first][0].isalnum() or lexicon.is_a(parsed.lowers[first], "complementiser")):
        first += 1
    while last > hit.last and not parsed.lowers[last - 1][0].isalnum():
        last -= 1
    return parsed.starts[first], parsed.ends[last - 1]
