"""Tells who does what an event tells, in the words of the text, and whose side that is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from frontmap.model import Parsed
from frontmap.text.events.actors import (
    find_accused,
    find_actor,
    find_attacker,
    find_by_phrase,
    find_killer,
    find_later_subject,
    find_named_after,
    find_possessor,
    find_robbed,
    find_shared_subject,
    find_subject,
    find_tool,
    fired_from,
    is_object_of_verb,
    patient_side,
)
from frontmap.text.events.groups import hangs
from frontmap.text.events.inflected import find_inflected_actor, find_inflected_patient, side_of_inflected
from frontmap.text.events.passages import Hit, noun_phrase
from frontmap.text.events.pronouns import side_of_pronoun
from frontmap.text.events.sides import Sides, Words
from frontmap.text.events.sites import Scene

_OWNED = frozenset({"advance", "withdrawal", "deployment", "hold"})
"""Types whose noun says by `of` who acts: `the advance of X`."""
_BY_OPENING = 1
"""Words of a sentence before a pronoun that points at what follows."""
_OPENING = 3
"""Words of a clause up to a participle that opens it."""
_DONE_TO = frozenset({"losses", "assault", "strike", "encirclement"})
"""Types that are done to somebody, whose side tells who did it where nobody else is named."""
_TAKEN_OR_BROKEN = frozenset({"capture", "damage"})
"""Types that in the passive are done to whose a thing is."""
_WROUGHT = frozenset({"losses", "damage"})
"""Types of which a fight told after them says who did it: `died in an X raid`."""
_UNDER = 3
"""Words before a noun of fire among which `under` says that the subject suffers it."""
_SUFFERED = frozenset({"strike", "damage", "assault", "encirclement"})
"""Types of which the words right after say by whom or by what they were done: `killed by X shelling`."""
_AIMED = frozenset({("at",), ("on",), ("into",), ("against",)})
"""Words between fire and whom it is aimed at."""
_BESIDE = 6
"""Words before a phrase among which those stand who suffer or do it."""
_LOST = frozenset({"equipment", "force", "home_force"})
"""Classes of nouns for what is lost."""
_GRAMMAR = frozenset({"engaged", "passive", "helping", "qualifying", "article"})
"""Classes of words between who fights and what tells it."""
_ARE_IN = frozenset({"engaged", "passive"})
"""Classes of words by which somebody is in a fight: `X troops are engaged in`."""
_COMES = frozenset({"come", "comes", "came", "coming", "is", "are", "was", "were"})
"""Verbs of `X came under fire`."""
_BEFALLS = frozenset({"strike", "assault", "damage"})
"""Types that who tells of them rather suffers than does: `the governor said rockets were fired at A`."""
_MOVED = frozenset({"deployment", "withdrawal", "advance"})
"""Types whose passive tells who moves: `X troops were sent`."""


def who_acts(scene: Scene, hit: Hit, acting: str, sides: Sides) -> tuple[str | None, str | None]:
    """Return who does it, in the text's words, with the side; None for what neither is said nor follows."""
    parsed, lexicon, clause = scene.parsed, scene.lexicon, scene.clauses[hit.clause]
    if acting == "none":
        return (None, None) if lexicon.forms else _unsaid(scene, hit, sides)
    if hit.types[0] == "strike" and _lies_under(scene, hit, sides):
        acting = "other"
    if lexicon.forms:
        return _inflected_actor(scene, hit, acting, sides)
    if acting != "other" and (own := next((w for w in range(hit.first, hit.last) if sides.is_first_person(w, lexicon)), None)) is not None:
        return _words(parsed, (own, own + 1)), sides.speakers.at(parsed.starts[own])  # `A is under our control`
    if acting == "other" and (by := find_by_phrase(hit.last, clause.last, lexicon, sides, verb=True)):
        return _words(parsed, by), sides.of_phrase(by, lexicon)
    if _is_elliptic(scene, hit):
        return None, sides.against(patient_side(range(hit.first - 1, clause.first - 1, -1), lexicon, sides), parsed.starts[hit.first])
    if hit.types[0] in _WROUGHT and (hit.passive or acting == "other"):
        killer = find_killer(hit.last, clause.last, lexicon, sides)
        if killer and (side := sides.of_phrase(killer, lexicon)) is not None:
            return _words(parsed, killer), side
    found = find_named_after((hit.first, hit.last), clause.last, lexicon, sides) if acting == "after" else _agent(scene, hit, sides)
    side = _side_of(found, scene, sides) if found else None
    if acting == "other":
        return None, sides.against(side)
    if side is None or (hit.passive and found is None):
        side = _from_those_who_bear_it(scene, hit, sides) or side
    if side is None and sides.conflict and any(lexicon.is_a(lower, "liberating") for lower in parsed.lowers[hit.first : hit.last]):
        side = sides.speakers.at(parsed.starts[hit.first]) or sides.conflict.plain.get("home")
    return _words(parsed, found) if found else None, side or _fired_from(scene, hit, sides)


def _fired_from(scene: Scene, hit: Hit, sides: Sides) -> str | None:
    """Return the side from whose ground a place is shelled, where nobody is said to do it."""
    return fired_from(hit.first, scene.clauses[hit.clause].last, scene.lexicon, sides) if hit.types[0] == "strike" else None


def _unsaid(scene: Scene, hit: Hit, sides: Sides) -> tuple[str | None, str | None]:
    """Return who acts in a phrase that has no agent: whom its words show, else who stands against those who suffer it."""
    shown = _shown(scene, hit, sides)
    side = sides.of_phrase(shown, scene.lexicon) if shown else None
    if shown and side:
        return _words(scene.parsed, shown), side
    if hit.types[0] in ("strike", "assault") and (doer := find_robbed(hit.first, scene.clauses[hit.clause].last, scene.lexicon, sides)):
        return _words(scene.parsed, doer), sides.of_phrase(doer, scene.lexicon)  # `came under attack from X`
    if hit.types[0] == "strike" and (owner := next(filter(None, map(sides.named_by, range(hit.first + 1, hit.last))), None)):
        return None, owner  # `came under X artillery fire`
    if hit.types[0] == "losses" or (hit.types[0] == "strike" and scene.parsed.lowers[hit.first] in _COMES):
        victim = patient_side(_sufferers(scene, hit), scene.lexicon, sides)
        return None, sides.against(victim, scene.parsed.starts[hit.first])
    return None, _fired_from(scene, hit, sides)


def _sufferers(scene: Scene, hit: Hit) -> Sequence[int]:
    """Return the words of a phrase of losses and those beside it, among which those stand who suffer them."""
    clause = scene.clauses[hit.clause]
    before = range(hit.first - 1, max(clause.first, hit.first - _BESIDE) - 1, -1)
    said = next((word for word in before if scene.lexicon.is_a(scene.parsed.lowers[word], "saying")), before.stop)
    return (*range(hit.first, hit.last), *noun_phrase(scene.passage, hit.last, clause.last), *range(hit.first - 1, said, -1))


def _shown(scene: Scene, hit: Hit, sides: Sides) -> Words | None:
    """Find who shows in a phrase that has no agent of its own: `killed by X shelling`, `X troops were in place`."""
    clause = scene.clauses[hit.clause]
    if hit.types[0] in _MOVED:
        return find_subject(hit.first, clause.first, scene.lexicon, sides)
    if hit.types[0] == "clash":
        return _who_fights(hit, clause.first, scene, sides)
    return find_tool((hit.first, hit.last), clause.last, scene.lexicon, sides) if hit.types[0] in _SUFFERED else None


def _who_fights(hit: Hit, start: int, scene: Scene, sides: Sides) -> Words | None:
    """Find the one side that a clause says fights: `X troops are engaged in clashes`; None where several do, or nobody is named."""
    parsed, lexicon = scene.parsed, scene.lexicon
    found = find_subject(hit.first, start, lexicon, sides)
    if found is None or "and" in parsed.lowers[slice(*found)] or hangs(found[0], start, lexicon, sides):
        return None
    between, lower = parsed.lowers[found[1] : hit.first], parsed.lowers[hit.first]
    if not all(word.endswith("ly") or lexicon.is_any(word, _GRAMMAR) for word in between):
        return None
    if lower in lexicon.past or lexicon.is_a(lower, "engaged"):
        return found
    are = any(lexicon.is_any(word, _ARE_IN) for word in between)
    return found if are and (lower.endswith("ing") or "in" in between) else None  # `were fighting`, `were involved in clashes`


def _inflected_actor(scene: Scene, hit: Hit, acting: str, sides: Sides) -> tuple[str | None, str | None]:
    """Return who does it in a language with cases, in the text's words, with the side; None for what neither is said nor follows."""
    lexicon, trigger = scene.lexicon, (hit.first, hit.last)
    clauses = [(clause.first, clause.last) for clause in scene.clauses[: hit.clause + 1]]
    found, is_agent = find_inflected_actor(trigger, clauses, hit.types[0], lexicon, sides)
    side = side_of_inflected(found, lexicon, sides) if found else None
    if found and acting == "other" and not is_agent:
        return None, sides.against(side)
    if side is None and acting != "other" and (patient := find_inflected_patient(trigger, clauses[-1], lexicon, sides)):
        side = sides.against(side_of_inflected(patient, lexicon, sides))
    return _words(scene.parsed, found) if found else None, side


def _side_of(found: Words, scene: Scene, sides: Sides) -> str | None:
    """Return the side of whom some words name, or whom a pronoun means: `they`, `its troops`."""
    return side_of_pronoun(found[0], scene.lexicon, sides) or sides.of_phrase(found, scene.lexicon)


def _agent(scene: Scene, hit: Hit, sides: Sides) -> Words | None:
    """Find the words that name who acts: in the clause, else in those with which its verb shares a subject."""
    clause, verb, trigger = scene.clauses[hit.clause], hit.trigger.verb, (hit.first, hit.last)
    owned = hit.types[0] in _OWNED
    if verb and _goes_on_as_participle(scene, hit):
        return _as_told(_shared_subject(scene, hit, sides), hit, scene, sides)
    found = find_actor(trigger, (clause.first, clause.last), scene.lexicon, sides, verb=verb, passive=hit.passive, owned=owned)
    if found is None and hit.passive and hit.types[0] in _MOVED:
        found = find_subject(hit.first, clause.first, scene.lexicon, sides)
    if verb and not hit.passive and clause.kind != "main" and (found is None or _only_qualifies(found, hit, clause.first, scene, sides)):
        found = _shared_subject(scene, hit, sides) or found
    if found is None and verb and not hit.passive and hit.clause + 1 < len(scene.clauses) and _is_participle(scene, hit):
        later = scene.clauses[hit.clause + 1]
        found = find_later_subject((later.first, later.last), scene.lexicon, sides)
    if found is None and not verb:
        found = _agent_of_noun(scene, hit, sides)
    return _as_told(found, hit, scene, sides)


def _shared_subject(scene: Scene, hit: Hit, sides: Sides) -> Words | None:
    """Find the subject that the clause of a hit shares with those before it."""
    until = scene.clauses[: hit.clause + 1]
    return find_shared_subject([(c.first, c.last) for c in until], [c.kind for c in until], scene.lexicon, sides)


def _agent_of_noun(scene: Scene, hit: Hit, sides: Sides) -> Words | None:
    """Find who does what a noun tells whose clause names nobody: the subject that its verb shares, else whom a pronoun before it means."""
    clause = scene.clauses[hit.clause]
    if clause.kind != "main" and is_object_of_verb(hit.first, clause.first, scene.lexicon, sides):
        found = _shared_subject(scene, hit, sides)
        if found is not None:
            return found
    owner = find_possessor((hit.first, hit.last), clause.first, scene.lexicon, sides)
    if owner and owner[0] <= clause.first + _BY_OPENING and clause.kind == "main":
        return find_later_subject((hit.last, clause.last), scene.lexicon, sides) or owner  # `In their biggest raid, the X took A`
    return owner


def _goes_on_as_participle(scene: Scene, hit: Hit) -> bool:
    """Tell whether a participle goes on from one that opened its clause: `, attacking posts in A and seizing B`."""
    clause, lowers = scene.clauses[hit.clause], scene.parsed.lowers
    return (
        clause.kind == "ing"
        and hit.first > clause.first + 1
        and lowers[hit.first].endswith("ing")
        and lowers[hit.first - 1] in ("and", ",")
    )


def _as_told(found: Words | None, hit: Hit, scene: Scene, sides: Sides) -> Words | None:
    """Return who acts by the words of who is cited: whom he accuses, and not himself where his words have a subject of their own."""
    parsed, lowers = scene.parsed, scene.parsed.lowers
    opening = sides.speakers.opening(parsed.starts[hit.first])
    if opening is None or (found and parsed.starts[found[0]] >= opening):
        return found
    first = bisect_left(parsed.starts, opening)
    if opening in sides.speakers.accusing and first < hit.first:
        return find_accused(first, hit.first, scene.lexicon, sides) or found
    if found is None or hit.types[0] not in _BEFALLS or not sides.speakers.name(parsed.starts[found[0]]):
        return found
    governed = lowers[first] == "to" or lowers[first].endswith("ing")  # `X claims to have taken A`
    verb = hit.trigger.verb or any(lower in scene.lexicon.past for lower in lowers[hit.first : hit.last])
    return found if governed or not verb else None


def _only_qualifies(found: Words, hit: Hit, start: int, scene: Scene, sides: Sides) -> bool:
    """Tell whether those found stand behind a preposition, `backed by the X, took A`, and do not own a noun, `against X attacks`."""
    lowers = scene.parsed.lowers
    owns = (found[1] == hit.first or lowers[found[1] - 1].endswith("'s")) and lowers[hit.first] not in scene.lexicon.past
    return not owns and hangs(found[0], start, scene.lexicon, sides)


def _is_participle(scene: Scene, hit: Hit) -> bool:
    """Tell whether a verb opens its sentence without a subject: `Advancing on A, ...`, `Having taken A, ...`."""
    clause, lowers = scene.clauses[hit.clause], scene.parsed.lowers
    opening = lowers[clause.first : hit.first + 1]
    return len(opening) <= _OPENING and any(lower.endswith("ing") for lower in opening)


def _patients(scene: Scene, hit: Hit) -> Sequence[int]:
    """Return the words of those to whom something is done, nearest first."""
    clause = scene.clauses[hit.clause]
    if hit.passive:
        said = (word for word in range(hit.first - 1, clause.first, -1) if scene.lexicon.is_a(scene.parsed.lowers[word], "saying"))
        before = range(hit.first - 1, next(said, clause.first - 1), -1)
        aimed = hit.types[0] == "strike" and scene.parsed.lowers[hit.last : hit.last + 1] in _AIMED
        return (*before, *noun_phrase(scene.passage, hit.last + 1, clause.last)) if aimed else before  # `fired at the X base`
    return (*range(hit.first + 1, hit.last), *noun_phrase(scene.passage, hit.last, clause.last))


def _lies_under(scene: Scene, hit: Hit, sides: Sides) -> bool:
    """Tell whether the subject suffers a fire that nobody owns: `A's defenders came under heavy bombardment`."""
    start, lowers = scene.clauses[hit.clause].first, scene.parsed.lowers
    first = max(start, hit.first - _UNDER)
    under = next((word for word in range(hit.first - 1, first - 1, -1) if lowers[word] in ("under", "by")), None)
    if under is not None and lowers[under] == "by" and not any(scene.lexicon.is_a(lower, "passive") for lower in lowers[start:under]):
        return False  # `took A by shelling it`, but `were driven out by shelling`
    return under is not None and not any(sides.of(scene.parsed.words[word]) for word in range(under + 1, hit.first))


def _is_elliptic(scene: Scene, hit: Hit) -> bool:
    """Tell whether a verb of losses leaves out its `were`: `and eleven planes shot down`."""
    if hit.types[0] != "losses" or hit.passive or not hit.trigger.verb:
        return False
    lowers, clause, last = scene.parsed.lowers, scene.clauses[hit.clause], hit.last
    ends = last >= clause.last or lowers[last] in (".", ",", ";")
    return ends and lowers[hit.first] in scene.lexicon.past and scene.lexicon.is_any(lowers[hit.first - 1], _LOST)


def _from_those_who_bear_it(scene: Scene, hit: Hit, sides: Sides) -> str | None:
    """Return who stands against those to whom something is done, as far as its type is done to somebody."""
    lexicon, clause, offset = scene.lexicon, scene.clauses[hit.clause], scene.parsed.starts[hit.first]
    if hit.types[0] == "capture" and (robbed := find_robbed(hit.last, clause.last, lexicon, sides)):
        return sides.against(sides.of_phrase(robbed, lexicon), offset)
    if hit.types[0] == "repulse" and (inside := patient_side(range(hit.first + 1, hit.last), lexicon, sides)):
        return sides.against(inside, offset)  # `a counterattack pushed the X back`
    if hit.types[0] == "repulse" and hit.passive and (attacker := find_attacker(hit.first, clause.first, lexicon, sides)):
        return sides.against(_side_of(attacker, scene, sides), offset)
    if hit.types[0] in _DONE_TO or (hit.passive and hit.types[0] in _TAKEN_OR_BROKEN):
        patients = _patients(scene, hit)
        borne = patient_side(patients, lexicon, sides)
        if borne is None and hit.passive and hit.types[0] == "losses":  # `if the enemy moves on A, it will be destroyed`
            borne = next(filter(None, (side_of_pronoun(word, lexicon, sides) for word in patients)), None)
        return sides.against(borne, offset)
    return None


def _words(parsed: Parsed, span: Words) -> str:
    return parsed.text[parsed.starts[span[0]] : parsed.ends[span[1] - 1]]
