"""Finds who does what a Russian or Ukrainian clause tells: case endings say there what word order says in English.

The subject stands in the nominative on either side of its verb, who acts in the passive or behind a noun in the instrumental, and whose
a noun is in the genitive right after it. Which forms are which is told by ``geo/lexicon/<language>/forms.csv`` and ``classes.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from frontmap.registry.lexicon import Lexicon
from frontmap.text.events.sides import Sides, Words

_REACH = 40
"""Words of a clause, on either side of a trigger, among which its actor is sought."""
_LINKS = 3
"""Words between two parts of a group's name: `подразделения 5-й отдельной бригады`."""
_BESIDE = 2
"""Words before a verb among which the pronoun stands that it acts upon: `их сдерживают войска`."""
_GROUPS = frozenset({"force", "party", "actor_noun", "ranged"})
"""Classes of words for those who fight."""
_NOUNS = frozenset({"force", "actor_noun"})
"""Those of them that are nouns."""
_ATTACKS = frozenset({"event_noun", "attack_word"})
_HEADS = _GROUPS | _ATTACKS | {"ground", "preposition", "support"}
"""Classes of words on which a name hangs."""
_ACRONYM = 4
"""Letters of a name made of initials, at most; a longer word is a noun in a text that is all in capitals."""
_OWNED = frozenset({"assault", "strike", "advance", "withdrawal", "deployment", "losses"})
"""Types whose noun has who acts, or who loses, in the genitive after it: `атака повстанцев`."""

_CAUSED = frozenset({"damage", "losses", "displacement"})
"""Types that another's attack brings about."""


class Group(NamedTuple):
    """A noun phrase for those who fight."""

    first: int
    last: int
    """The word after its last."""
    case: str
    """``subject``, ``agent`` (instrumental), ``name`` (does not change with its case), ``adjective``,
    ``counted`` (a genitive behind a number) or ``other``."""


def find_inflected_actor(trigger: Words, clauses: Sequence[Words], kind: str, lexicon: Lexicon, sides: Sides) -> tuple[Words | None, bool]:
    """Find the words that name who acts, and tell whether it is by case: an instrumental is never who suffers.

    Parameters
    ----------
    trigger
        What names the event.
    clauses
        The clauses of the sentence up to the one that holds it: a verb may share the subject of those before.
    kind
        The event's type.
    """
    groups = list(_groups(trigger, clauses[-1], lexicon, sides))
    form = form_of(sides.parsed.lowers[trigger[0] : trigger[1]], lexicon)
    acting = [g for g in groups if not _is_tool(g, lexicon, sides)]
    suffers = form != "verb" or sides.parsed.lowers[trigger[1] - 1].endswith(lexicon.forms["reflexive"])  # `контролируется боевиками`
    if suffers and (agent := _nearest(acting, trigger, ("agent",))) is not None:
        return agent, True
    if kind in _CAUSED and (cause := next((g for g in groups if _of_attack(g, lexicon, sides)), None)) is not None:
        return (cause.first, cause.last), True
    if form == "passive":
        last = sides.parsed.lowers[trigger[1] - 1]
        whose = lexicon.is_a(last, "ranged") or lexicon.is_a(last, "possession")  # `атакован дронами ВСУ`, `взят под контроль повстанцев`
        return next(((g.first, g.last) for g in groups if whose and g.first == trigger[1]), None), whose
    found = _owner(groups, trigger, kind, lexicon, sides) if form == "noun" else _in_dative(groups, trigger, clauses[-1], lexicon, sides)
    if found is None:
        found = _subject(groups, trigger, lexicon, sides)
    if found is None and form == "verb":
        found = _antecedent(clauses, lexicon, sides)
    if found is None and form == "verb":
        found = _shared(clauses[:-1], lexicon, sides)
    return found, False


def find_inflected_patient(trigger: Words, clause: Words, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find to whom something is done: the group after a trigger, or before it in the passive; None where none is named."""
    groups = [g for g in _groups(trigger, clause, lexicon, sides) if g.case in ("other", "name", "counted")]
    after = next((g for g in groups if g.first >= trigger[1]), None)
    found = after or next((g for g in reversed(groups) if g.last <= trigger[0]), None)
    return (found.first, found.last) if found else None


def side_of_inflected(phrase: Words, lexicon: Lexicon, sides: Sides) -> str | None:
    """Return the side of a group: what its words tell, else who stands against the one that calls it `террористы`."""
    side = sides.of_phrase(phrase, lexicon)
    if side is not None or not any(lexicon.is_a(lower, "villain") for lower in sides.parsed.lowers[slice(*phrase)]):
        return side
    return sides.against(sides.speakers.at(sides.parsed.starts[phrase[0]]))


def form_of(lowers: Sequence[str], lexicon: Lexicon) -> str:
    """Tell by its endings whether a trigger is a ``verb``, a ``passive`` participle or a ``noun``.

    >>> from frontmap.registry.lexicon import open_lexicon
    >>> [form_of([word], open_lexicon("ru")) for word in ("захватили", "захвачена", "захват", "обстрел")]
    ['verb', 'passive', 'noun', 'noun']
    """
    ends = {*lowers[:1], *lowers[-1:]}  # what stands in a gap between them tells nothing
    for form in ("passive", "verb"):
        if any(lower.endswith(lexicon.forms[form]) and not lexicon.is_a(lower, "event_noun") for lower in ends):
            return form
    return "noun"


def is_attributive(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a participle only describes a noun, by its case: `уничтоженным вагонам`.

    >>> from frontmap.registry.lexicon import open_lexicon
    >>> [is_attributive(word, open_lexicon("ru")) for word in ("уничтоженным", "уничтожены", "осажденный")]
    [True, False, False]
    """
    return lower.endswith(lexicon.forms["attribute"])


def _groups(trigger: Words, clause: Words, lexicon: Lexicon, sides: Sides) -> Iterator[Group]:
    """Yield the groups that a clause names beside its trigger, in text order."""
    word = max(clause[0], trigger[0] - _REACH)
    stop = min(clause[1], trigger[1] + _REACH)
    while word < stop:
        if word == trigger[0] and not _names_group(word, lexicon, sides):
            word = trigger[1]
        elif _names_group(word, lexicon, sides):  # also the first of a trigger: `артиллерия обстреляла`
            last = _group_end(word, stop, lexicon, sides)
            yield Group(word, last, _case(word, last, lexicon, sides))
            word = last
        else:
            word += 1


def _names_group(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    lower = sides.parsed.lowers[word]
    if sides.speakers.name(sides.parsed.starts[word]) or (lexicon.is_a(lower, "ranged") and form_of([lower], lexicon) == "verb"):
        return False
    if lexicon.is_a(lower, "our") and _describes_other(word, lexicon, sides):
        return False
    if (
        lower.endswith(lexicon.forms["adjective"])
        and word + 1 < len(sides.parsed.lowers)
        and lexicon.is_a(sides.parsed.lowers[word + 1], "base_noun")
    ):
        return False  # `военная база`
    return lexicon.is_any(sides.parsed.lowers[word], _GROUPS) or sides.named_by(word) is not None or _is_peoples(word, lexicon, sides)


def _describes_other(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether `наши` stands before a noun that is no group: `наши позиции`."""
    after = sides.parsed.lowers[word + 1] if word + 1 < len(sides.parsed.lowers) else ""
    if not after[:1].isalpha() or lexicon.is_any(after, _GROUPS | {"preposition", "object_pronoun"}):
        return False
    return form_of([after], lexicon) == "noun" and not after.endswith(lexicon.forms["adjective"])


def _is_peoples(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether an adjective says to which party something belongs: these are written small (`израильскими самолетами`)."""
    return sides.parsed.lowers[word].endswith(lexicon.forms["adjective"]) and sides.of(sides.parsed.words[word]) is not None


def _group_end(first: int, stop: int, lexicon: Lexicon, sides: Sides) -> int:
    """Return the word after a group's name: over further parts of it and the few adjectives and numbers that link them."""
    last = word = first + 1
    while word < min(stop, last + _LINKS + 1):
        whose = word == last and sides.parsed.words[word][0].isupper() and sides.of(sides.parsed.words[word]) is not None
        tail = lexicon.is_a(sides.parsed.lowers[word], "tail")  # `Силы обороны`
        if whose or tail or (_names_group(word, lexicon, sides) and not _begins_another(word, lexicon, sides)):
            last = word + 1  # `армия Азербайджана`
        elif not _links(word, lexicon, sides):
            break
        word += 1
    return last


def _begins_another(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word has a case of its own, which no part of another group's name has."""
    return _case_of_word(word, lexicon, sides) in ("subject", "agent") and lexicon.is_a(sides.parsed.lowers[word], "party")


def _links(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    lower = sides.parsed.lowers[word]
    describes = lower.endswith(lexicon.forms["adjective"]) and not (lower in lexicon.triggers and lower.endswith(lexicon.forms["verb"]))
    return lower[0].isdigit() or lower in "«»“”\"'" or describes


def _is_tool(group: Group, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a group is only what is fought with: `атаковано дронами`."""
    return all(lexicon.is_a(lower, "ranged") for lower in sides.parsed.lowers[group.first : group.last])


def _case(first: int, last: int, lexicon: Lexicon, sides: Sides) -> str:
    """Return the case of a group: of its first noun; that of a group after a preposition is no subject's."""
    lowers = sides.parsed.lowers
    if first >= 2 and lexicon.is_a(lowers[first - 1], "behalf") and lexicon.is_a(lowers[first - 2], "from"):
        return "agent"  # `со стороны повстанцев`
    if first and lexicon.is_a(lowers[first - 1], "preposition"):
        return "other"
    cases = (_case_of_word(word, lexicon, sides) for word in range(first, last))
    found = next((case for case in cases if case), "adjective")
    if found == "adjective" and last - first == 1 and lexicon.is_a(lowers[first], "our") and lexicon.is_a(lowers[first], "article"):
        return "subject"  # `наши вошли в город`
    people = not any(lexicon.is_a(lower, "ranged") for lower in lowers[first:last])
    counted = found == "other" and people and first > 0 and lowers[first - 1][0].isdigit()
    return "counted" if counted else found  # `20 солдатов отступили`


def _case_of_word(word: int, lexicon: Lexicon, sides: Sides) -> str:
    """Return the case of a noun, empty for an adjective."""
    lower, written = sides.parsed.lowers[word], sides.parsed.words[word]
    subject = lexicon.is_a(lower, "subject")
    if written.isupper() and len(written) > 1 and not (subject and len(written) > _ACRONYM):
        return "name"
    if subject:
        return "subject"
    if lexicon.is_a(lower, "our") or _describes_group(word, lexicon, sides):
        return ""
    if not lexicon.is_any(lower, _NOUNS) and (lower.endswith(lexicon.forms["adjective"]) or not _names_group(word, lexicon, sides)):
        return ""
    if lower.endswith(lexicon.forms["subject"]):
        return "subject"
    return "agent" if lower.endswith(lexicon.forms["agent"]) else "other"


def _describes_group(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word for a foe is an adjective before those whom it describes: `террористическая группировка`."""
    lowers = sides.parsed.lowers
    if word + 1 >= len(lowers) or not lexicon.is_a(lowers[word], "party") or lexicon.is_a(lowers[word], "foe"):
        return False
    return lexicon.is_any(lowers[word + 1], _NOUNS) and lowers[word].endswith(lexicon.forms["adjective"])


def _nearest(groups: Sequence[Group], trigger: Words, cases: Sequence[str]) -> Words | None:
    """Return the group in one of these cases that stands nearest to a trigger."""
    fitting = [g for g in groups if g.case in cases]
    found = min(fitting, key=lambda g: max(g.first - trigger[1], trigger[0] - g.last), default=None)
    return (found.first, found.last) if found else None


def _owner(groups: Sequence[Group], trigger: Words, kind: str, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return whose a noun is: the adjective right before it (`российский обстрел`), the genitive right after it."""
    for group in groups:
        if group.last == trigger[0] and group.case == "adjective":
            return group.first, group.last
    after = next((g for g in groups if g.first == trigger[1] and g.case in ("other", "name", "adjective", "counted")), None)
    owned = kind in _OWNED or lexicon.is_a(sides.parsed.lowers[trigger[1] - 1], "possession")
    return (after.first, after.last) if after and owned else None


def _antecedent(clauses: Sequence[Words], lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return whom a relative clause is about, right before it: `ворога, який наступає`."""
    first = clauses[-1][0]
    if len(clauses) < 2 or not lexicon.is_a(sides.parsed.lowers[first], "rel_subject"):
        return None
    groups = list(_groups((first, first), clauses[-2], lexicon, sides))
    return (groups[-1].first, groups[-1].last) if groups and first - groups[-1].last <= 1 else None


def _in_dative(groups: Sequence[Group], trigger: Words, clause: Words, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return who is in the dative beside an impersonal verb: `оккупантам удалось захватить`, `військам довелося відійти`."""
    lowers = sides.parsed.lowers
    if not any(lexicon.is_a(lower, "impersonal") for lower in lowers[clause[0] : trigger[1]]):
        return None
    before = [g for g in reversed(groups) if g.last <= trigger[0]]
    beside = (g for g in before if g.last < len(lowers) and lexicon.is_a(lowers[g.last], "impersonal"))  # `армии удалось`
    dative = (g for g in before if any(lowers[w].endswith(lexicon.forms["dative"]) for w in range(g.first, g.last)))
    found = next(beside, None) or next(dative, None)
    return (found.first, found.last) if found else None


def _subject(groups: Sequence[Group], trigger: Words, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the nearest nominative before a verb, else the one after it that can be no object."""
    before = [g for g in groups if g.first <= trigger[0]]
    free = [g for g in before if g.case in ("subject", "counted") or (g.case == "name" and not _is_object(g, lexicon, sides))]
    if free:
        joined = len(free) > 1 and free[-2].last + 1 == free[-1].first and lexicon.is_a(sides.parsed.lowers[free[-2].last], "joint")
        actor = free[-2] if joined else free[-1]  # `армия и отряды добровольцев`
        return actor.first, actor.last
    after = (g for g in groups if g.first >= trigger[1] and g.case == "subject")
    taken = any(lexicon.is_a(sides.parsed.lowers[word], "object_pronoun") for word in range(max(0, trigger[0] - _BESIDE), trigger[0]))
    return next(((g.first, g.last) for g in after if taken or _is_no_object(g, lexicon, sides)), None)


def _of_attack(group: Group, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether an adjective says whose an attack is: `внаслідок ворожого обстрілу`."""
    attack = any(lexicon.is_any(lower, _ATTACKS) for lower in sides.parsed.lowers[group.first + 1 : group.last + 1])
    return attack and not _case_of_word(group.first, lexicon, sides)


def _is_object(group: Group, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a name that has no cases hangs on the noun or preposition before it: `позиции ВСУ`, `при поддержке ВВС`."""
    before = sides.parsed.lowers[group.first - 1] if group.first else ""
    return lexicon.is_any(before, _HEADS)


def _is_no_object(group: Group, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a nominative has a form of its own, other than the accusative: `боевики`, but not `войска`."""
    return not any(lexicon.is_a(sides.parsed.lowers[word], "either_case") for word in range(group.first, group.last))


def _shared(clauses: Sequence[Words], lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the subject of the nearest clause before that has one, for a verb without: `войска отбили атаку и продвинулись`."""
    for first, last in reversed(clauses):
        groups = list(_groups((last, last), (first, last), lexicon, sides))
        found = _in_dative(groups, (last, last), (first, last), lexicon, sides) or _subject(groups, (last, last), lexicon, sides)
        if found is not None:
            return found
    return None
