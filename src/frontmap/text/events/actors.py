"""Finds who does what a clause tells: the subject, the ``by`` phrase, the adjective before a noun."""

from __future__ import annotations

from collections.abc import Sequence

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import about_a_number, is_finite, is_preposition
from frontmap.text.events.groups import FIGHTERS, hangs, may_act, name_end, names_group, whole_name
from frontmap.text.events.sides import BY_LENGTH, Sides, Words, ends_name, is_name_in_capitals

_REACH = 14
"""Words after a trigger among which its `by` phrase is sought."""
_SUBJECT_REACH = 40
"""Words before a trigger among which its subject is sought."""
_NOUN_REACH = 4
"""Words before a noun among which an adjective or name says whose it is."""

_NOMINAL = frozenset({"article", "qualifying"})
"""Classes of words before an `-ing` that make it a noun: `the shelling`, `heavy bombing`."""
_ATTACKS = frozenset({"deadly", "attack"})
"""Classes of nouns for what is stopped."""
_OF_OWN = frozenset({"own", "pronoun", "article"})
"""Classes of words after `that` that may lead back to who speaks."""
_BREAKS = frozenset({"saying", "passive"})
"""Classes of words beyond which nobody owns a noun."""
_WHO = frozenset({"who", "which"})
"""Words that are the subject of a verb right behind them."""
_ASIDE = frozenset({"where", "who", "which", "whose"})
"""Words that open a relative clause between commas."""
_WHOSE = frozenset({"its", "their", "his", "whose"})
"""Words before a noun that say whose deed it is."""
_WHOSE_ARMS = frozenset({"its", "their", "our"})
"""Words before arms that say who fires them."""
_OBJECT_REACH = 5
"""Words between a verb and its object."""
_DASHES = frozenset({"-", "–", "—", "--"})
_DETERMINING = frozenset({"article", "pronoun"})
"""Classes of words before which an `-ing` is no adjective: `killing the soldiers`, but not `retreating soldiers`."""
_ACTIVE_BEFORE = frozenset({"from", "across", "into", "through", "onto", "toward", "towards", "out", "past", "beyond"})
"""Prepositions of a way, before which a verb form has its own subject: `the troops stormed across A`."""
_ONTO = frozenset({"to", "on"})
"""Words after `blamed` or `ascribed` before whose deed it was."""
_NAME_LINKS = frozenset({"of", "for", "the"})
"""Words inside a long name."""
_LIST_REACH = 24
"""Words of the longest list of those who act."""
_BY_REACH = 2
"""Words from a participle to its `by`: `carried out by X`."""


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
    verb = verb and not _is_noun(trigger, clause[0], lexicon, sides)
    verb = verb or lexicon.is_a(sides.parsed.lowers[trigger[0]], "unable")  # `did not let X advance`
    if {"by", "to"} <= {*sides.parsed.lowers[slice(*trigger)]}:
        return find_by_phrase(trigger[0], trigger[1], lexicon, sides, verb=True)  # `used by X to shell`
    after = trigger[1] - (sides.parsed.lowers[trigger[1] - 1] == "by")
    found = None if verb and not passive else find_by_phrase(after, clause[1], lexicon, sides, verb=verb)
    if verb and sides.parsed.lowers[trigger[0]].endswith("ing"):
        found = _antecedent(trigger[0], clause[0], lexicon, sides) if trigger[0] > clause[0] else found
    if found is None and not verb:
        found = _owner(trigger, clause, lexicon, sides, owned=owned) or _modifier(trigger[0], clause[0], lexicon, sides)
    if found is None and not verb:
        found = _who_boasts(trigger[0], clause[0], lexicon, sides)
    if found is None and not passive:
        before = trigger[0] if verb else _governing_verb(trigger[0], clause[0], lexicon, sides)
        found = find_subject(before, clause[0], lexicon, sides) if before is not None else None
    return found


def find_possessor(trigger: Words, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find the pronoun that says whose deed a noun tells: `after their offensive`, `held A under its control`, `X, whose push on A`."""
    lowers = sides.parsed.lowers
    for word in range(trigger[1] - 1, max(start, trigger[0] - _NOUN_REACH) - 1, -1):
        if lowers[word] in _WHOSE:
            return _antecedent(word, max(0, word - _SUBJECT_REACH), lexicon, sides) if lowers[word] == "whose" else (word, word + 1)
        if word < trigger[0] and (lowers[word] in lexicon.past or is_preposition(lowers[word], lexicon) or not lowers[word][0].isalnum()):
            return None
    return None


def is_object_of_verb(noun: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a verb says that somebody does what a noun tells: `been waging an offensive`, but not `escaped the raid`."""
    lowers = sides.parsed.lowers
    for word in range(noun - 1, max(start, noun - _OBJECT_REACH) - 1, -1):
        if is_preposition(lowers[word], lexicon) or not lowers[word][0].isalnum():
            return False
        if lexicon.is_a(lowers[word], "doing"):
            return not lexicon.is_a(lowers[word - 1], "article")
    return False


def _who_boasts(noun: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find the group that speaks of its own deed: `the rebels claimed on Monday the capture of A`; None where others tell of it."""
    lowers = sides.parsed.lowers
    saying = next((word for word in range(noun - 1, start, -1) if lexicon.is_a(lowers[word], "saying")), None)
    if saying is None or not lexicon.is_a(lowers[saying], "boasting"):
        return None
    between = lowers[saying + 1 : noun]
    timely = all(lexicon.is_any(lower, _NOMINAL) or lower in lexicon.calendar or lower in ("on", "this") for lower in between)
    return find_subject(saying, start, lexicon, sides) if timely else None


def _is_noun(trigger: Words, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether what may be a verb is a noun: `a Russian push`, `the rebel advance`, `the shelling by X`."""
    (word, last), lowers = trigger, sides.parsed.lowers
    if lowers[word].endswith("ing") and _is_gerund(word, last, lexicon, sides):
        return True
    if word - 2 >= start and lowers[word - 2].endswith("'s") and not names_group(word - 1, lexicon, sides) and lowers[word - 1][-1] != "s":
        return lowers[word] not in lexicon.past  # `Alphia's intense assault on A`
    owner = word - 2 >= start and (sides.named_by(word - 1) is not None or lexicon.is_a(lowers[word - 1], "party"))
    led = owner and (lexicon.is_a(lowers[word - 2], "article") or is_preposition(lowers[word - 2], lexicon))
    return led and lowers[word] not in lexicon.past


def _is_gerund(word: int, last: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether the words around an `-ing` make it a noun: `shelling by X`, `the shelling of A`, `heavy bombing and raids by X`."""
    lowers = sides.parsed.lowers
    after = lowers[last] if last < len(lowers) else ""
    if after == "by":
        return True
    ends = after == "and" or lexicon.is_a(after, "passive") or is_preposition(after, lexicon)
    return ends and 0 < word == last - 1 and (lexicon.is_any(lowers[word - 1], _NOMINAL) or lowers[word - 1] in ("in", "under", "amid"))


def _governing_verb(noun: int, start: int, lexicon: Lexicon, sides: Sides) -> int | None:
    """Return the verb before a noun whose subject acts (`A has killed B in raids`); None where it is passive, the noun without one."""
    lowers = sides.parsed.lowers
    said = (w for w in range(noun - 1, start, -1) if lexicon.is_a(lowers[w], "saying") and lowers[w + 1] not in (",", "to"))
    verbs = [w for w in range(next(said, start), noun) if is_finite(lowers[w], lexicon) and not lexicon.is_a(lowers[w], "saying")]
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
    hanging: Words | None = None
    for index in range(len(clauses) - 1, 0, -1):
        first, last = clauses[index - 1]
        if kinds[index] == "rel" and (antecedent := _antecedent(last, first, lexicon, sides)) is not None:
            return antecedent
        if kinds[index - 1] == "ing" or (kinds[index] == "and" and _is_aside(first, last, sides)):
            continue  # it has no subject either; `took A, where the court sits, and shelled B`
        if _is_told(clauses[index][0], first, lexicon, sides):
            break
        verb = last if kinds[index] == "rel" else _last_verb(first + 1, last, lexicon, sides)
        if index > 1 and _only_says(verb, clauses[index - 1], lexicon, sides):
            continue
        found = find_subject(verb, first, lexicon, sides) or _who_speaks(first, last, lexicon, sides)
        found = found or find_subject(last, first, lexicon, sides)  # `In the raid launched on Sunday the army, backed by X, took A`
        if found is not None and not hangs(found[0], first, lexicon, sides):
            return found
        hanging = hanging or found  # `units, backed by X, took A`
    return hanging


def _is_aside(first: int, last: int, sides: Sides) -> bool:
    """Tell whether a relative clause stands between commas, so that what follows goes on from what is before it."""
    lowers = sides.parsed.lowers
    return lowers[first] in _ASIDE and lowers[first - 1] == "," == lowers[last - 1]


def _only_says(verb: int, clause: Words, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a clause only names who speaks: `troops have begun to move, the ministry said on Monday, taking A`."""
    first, last = clause
    saying = next((word for word in range(last - 1, first, -1) if lexicon.is_a(sides.parsed.lowers[word], "saying")), None)
    return verb == last and saying is not None and not any(names_group(word, lexicon, sides) for word in range(saying + 1, last))


def _is_told(word: int, first: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a `that` opens what a clause says of others than who speaks: `the minister said that Antonovs had bombed A`."""
    lowers = sides.parsed.lowers
    if lowers[word] != "that" or word + 1 >= len(lowers):
        return False
    of_own = lexicon.is_any(lowers[word + 1], _OF_OWN) or is_finite(lowers[word + 1], lexicon)
    return not of_own and any(lexicon.is_a(lower, "saying") for lower in lowers[first:word])


def _who_speaks(first: int, last: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the group that speaks in a clause: `the army announced on Sunday, having taken A, ...`."""
    saying = next((word for word in range(first + 1, last) if lexicon.is_a(sides.parsed.lowers[word], "saying")), None)
    return find_subject(saying, first, lexicon, sides) if saying is not None else None


def _antecedent(stop: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the group named right before a word: before `who` or a participle, whatever it hangs on."""
    lowers = sides.parsed.lowers
    word = stop - 2 if lowers[stop - 1] == "," else stop - 1
    word -= word > start and lowers[word] == ")" and lowers[word - 2] == "("  # `the Rapid Support Forces (RSF) said`
    if word < start:
        return None
    if names_group(word, lexicon, sides):
        phrase = whole_name(word, start, lexicon, sides)
        led = phrase[0] - 3 >= start and lowers[phrase[0] - 1] == "by" and lexicon.is_a(lowers[phrase[0] - 2], "led")
        return _antecedent(phrase[0] - 2, start, lexicon, sides) or phrase if led else phrase  # `rebels led by X, who took A`
    relative = stop < len(lowers) and lowers[stop] == "which" and lowers[stop - 1] == "," and sides.named[word] >= 0
    return (word, word + 1) if relative and sides.of(" ".join(sides.name_up_to(word))) is not None else None  # `Alphia, which lost A`


def find_speaker(pronoun: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find the group that speaks of itself by a pronoun: `X said it had taken A`; None where a person speaks for it."""
    lowers = sides.parsed.lowers
    saying = next((word for word in range(pronoun - 1, start, -1) if lexicon.is_a(lowers[word], "saying")), None)
    if saying is None:
        return None
    while saying - 1 > start and (lexicon.is_a(lowers[saying - 1], "helping") or lowers[saying - 1].endswith("ly")):
        saying -= 1
    if lowers[saying - 1] == "and" and saying - 1 > start:
        return _first_subject(saying - 1, start, lexicon, sides)  # `the army shelled A and said it had taken B`
    speaker = _antecedent(saying, start, lexicon, sides)
    if speaker is None or not _ends_at(speaker[1], saying, sides):
        return None
    return None if hangs(speaker[0], start, lexicon, sides) or _is_object(speaker, start, lexicon, sides) else speaker


def _first_subject(stop: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find the subject of the first verb of a sentence, which a later one shares that has none."""
    verb = next((word for word in range(start + 1, stop) if is_finite(sides.parsed.lowers[word], lexicon)), None)
    found = find_subject(verb, start, lexicon, sides) if verb is not None else None
    return None if found is None or hangs(found[0], start, lexicon, sides) else found


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
    """Find whom the words right after a trigger, or its own last ones, name: `fell to the rebels`, `held by the army`."""
    end = name_end(trigger[1], stop, lexicon, sides)
    if end > trigger[1]:
        return trigger[1], end
    return whole_name(end - 1, trigger[0], lexicon, sides) if names_group(end - 1, lexicon, sides) else None


def find_accused(first: int, stop: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find whom the words that begin here name as accused: `Alphia on Monday of shelling A`, `the army today of a raid on B`."""
    end = name_end(first, min(stop, first + BY_LENGTH), lexicon, sides)
    while end > first and sides.parsed.lowers[end - 1] in lexicon.calendar:
        end -= 1
    return (first, end) if any(may_act(word, lexicon, sides) for word in range(first, end)) else None


def find_robbed(last: int, stop: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find from whom the words after a trigger say that something was taken or comes: `recaptured from the rebels`, `cleared of them`."""
    lowers = sides.parsed.lowers
    of = lexicon.is_a(lowers[last - 1], "rid")
    word = next((at for at in range(last, min(stop, last + BY_LENGTH)) if lowers[at] == "from" or (of and lowers[at] == "of")), None)
    end = name_end(word + 1, min(stop, word + 1 + BY_LENGTH), lexicon, sides) if word is not None else 0
    return (word + 1, end) if word is not None and end > word + 1 and names_group(end - 1, lexicon, sides) else None


def find_attacker(first: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find whose attack or troops those are that were stopped: `an X attack on A was repelled`, `the X army was halted`."""
    lowers = sides.parsed.lowers
    attack = next((word for word in range(start, first) if lexicon.is_any(lowers[word], _ATTACKS)), None)
    if attack is None:
        return find_subject(first, start, lexicon, sides)
    by = find_by_phrase(attack + 1, first, lexicon, sides, verb=False)
    return by or _modifier(attack, start, lexicon, sides)


def find_killer(last: int, stop: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Find whom the words after a death name: `killed in a raid by X`, `killed in an X ambush`, `died in clashes with X`."""
    lowers = sides.parsed.lowers
    for word in range(last, min(stop, last + _REACH)):
        fight = lexicon.is_a(lowers[word], "fight")
        if not fight and not lexicon.is_a(lowers[word], "deadly"):
            continue
        against = fight and word + 1 < stop and lowers[word + 1] in ("with", "against")
        end = name_end(word + 2, min(stop, word + 2 + BY_LENGTH), lexicon, sides) if against else word + 2
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


def fired_from(first: int, stop: int, lexicon: Lexicon, sides: Sides) -> str | None:
    """Return the side from whose ground something is fired: `shelled from X positions`, `fired from X-held hills`."""
    parsed = sides.parsed
    start = next((word + 1 for word in range(first, min(stop, first + _REACH)) if parsed.lowers[word] == "from"), stop)
    for word in range(start, min(stop, start + BY_LENGTH)):
        owner, _, how = parsed.words[word].partition("-")
        side = sides.of(owner) if lexicon.is_a(how, "held_by") else sides.named_by(word)
        if side is not None or ends_name(parsed, word, lexicon):
            return side
    return None


def patient_side(phrase: Sequence[int], lexicon: Lexicon, sides: Sides) -> str | None:
    """Return the side of whom the words of a noun phrase name, as those to whom something is done; the first that tells counts."""
    start = min(phrase, default=0)
    for word in phrase:
        if (side := sides.named_by(word) or sides.named_up_to(word)) is not None:
            return side
        if lexicon.is_any(sides.parsed.lowers[word], FIGHTERS):
            named = whole_name(word, start, lexicon, sides)  # `ten X soldiers`
            if (side := sides.of_phrase(named, lexicon)) is not None:
                return side
    return None


def is_passive(parsed: Parsed, first: int, last: int, start: int, lexicon: Lexicon, *, transitive: bool) -> bool:
    """Tell whether a verb form stands in the passive: `was shelled`, `has been retaken`, `shelled by`, `soldiers trapped in`."""
    if parsed.lowers[first] not in lexicon.past or lexicon.is_a(parsed.lowers[first], "simple_past"):
        return False
    after = parsed.lowers[last] if last < len(parsed.lowers) else ""
    before = [parsed.lowers[word] for word in range(max(start, first - 3), first) if not _is_acronym(parsed, word, first)]
    if before[-1:] and (lexicon.is_a(before[-1], "perfect") or before[-1] == "to"):
        return False  # `the towns they had taken by Monday`, `their aim was to cut the road`
    owned = any(lexicon.is_any(lower, _ATTACKS) for lower in parsed.lowers[first + 1 : last])  # `thwarted a raid by X`
    if (after == "by" and not owned) or any(lexicon.is_a(lower, "passive") for lower in before):
        return True
    relative = start < first - 1 and parsed.lowers[start] in ("which", "that")  # `which the rebels captured in May`
    reduced = first == start or parsed.lowers[first - 1] in (",", "and") or lexicon.is_a(parsed.lowers[first - 1], "force")
    counted = about_a_number(parsed, last, lexicon) > 0  # `the army killed up to 40 rebels`
    return transitive and reduced and not relative and is_preposition(after, lexicon) and after not in _ACTIVE_BEFORE and not counted


def _is_acronym(parsed: Parsed, word: int, verb: int) -> bool:
    """Tell whether a word in capitals is a name (`IS set fire to`), where the verb is not written in capitals as well."""
    return parsed.words[word].isupper() and not parsed.words[verb].isupper()


def find_by_phrase(last: int, stop: int, lexicon: Lexicon, sides: Sides, *, verb: bool) -> Words | None:
    """Find whom a `by` after a trigger names; for a noun only up to the next verb, whose own `by` it would be."""
    parsed = sides.parsed
    for word in range(last, min(stop, last + _REACH)):
        if not verb and is_finite(parsed.lowers[word], lexicon) and not _leads_to_who(word, parsed, lexicon):
            return None
        if parsed.lowers[word] == "by" or (parsed.lowers[word] in _ONTO and lexicon.is_a(parsed.lowers[word - 1], "blamed")):
            end = name_end(word + 1, min(stop, word + 1 + BY_LENGTH), lexicon, sides)
            return (word + 1, end) if any(may_act(at, lexicon, sides) for at in range(word + 1, end)) else None
    return None


def _leads_to_who(word: int, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a verb after a noun leads to whose deed it was: `an attack carried out by X`, `a raid blamed on X`."""
    return any(lower == "by" or lexicon.is_a(lower, "blamed") for lower in parsed.lowers[word : word + 2 + _BY_REACH])


def _modifier(first: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    for word in range(first - 1, max(start - 1, first - 1 - _NOUN_REACH), -1):
        lower = sides.parsed.lowers[word]
        stops = lower in lexicon.past or is_preposition(lower, lexicon) or lexicon.is_any(lower, _BREAKS) or lower in (",", ";")
        if stops and not is_name_in_capitals(sides.parsed, word):
            return None
        if lower.endswith("'s") and sides.of(sides.parsed.words[word]) is not None:
            return word, word + 1
        letters = word == first - 1 and is_name_in_capitals(sides.parsed, word) and sides.of(sides.parsed.words[word]) is not None
        if letters:
            return word, word + 1  # `US air strikes`
        if sides.named_by(word) is not None or lexicon.is_a(lower.removesuffix("'s"), "party"):
            return whole_name(word, start, lexicon, sides)
    return None


def _owner(trigger: Words, clause: Words, lexicon: Lexicon, sides: Sides, *, owned: bool) -> Words | None:
    """Return who is named inside what names the event, or just after it: `under Russian control`, `the control of the rebels`."""
    (first, last), (start, stop) = trigger, clause
    if lexicon.is_a(sides.parsed.lowers[first], "force"):
        return whole_name(first, start, lexicon, sides)  # `French troops arrived`
    for word in range(first, last):
        if sides.named_by(word) is not None or lexicon.is_a(sides.parsed.lowers[word], "party"):
            return word, word + 1
    after = last if lexicon.is_a(sides.parsed.lowers[last - 1], "of") else last + 1
    if after >= stop or not owned or not lexicon.is_a(sides.parsed.lowers[after - 1], "of"):
        return None
    named = (word for word in range(after, min(after + _NOUN_REACH, stop)) if sides.named_by(word) is not None)
    return next(((word, word + 1) for word in named), None)


def _dash_before(dash: int, start: int, sides: Sides) -> int | None:
    """Return the dash that opens what a second one closes; None where there is none."""
    return next((word for word in range(dash - 1, start, -1) if sides.parsed.lowers[word] in _DASHES), None)


def _is_object(phrase: Words, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a verb or participle right before a phrase governs it: `forces fighting the rebels`, `attacked military posts`.

    Whom somebody `forced to leave` leaves all the same.
    """
    lowers, (first, last) = sides.parsed.lowers, phrase
    if first > start and lowers[first - 1].endswith("'s"):
        first = first - len(sides.name_up_to(first - 1))  # `fighting Alphia's rebels`
    before = first - 1
    if before < start or lexicon.is_a(lowers[before], "saying") or lowers[last] in ("to", "claim"):
        return False
    if lowers[last] == "of" and lowers[before].startswith("accus"):
        return False  # `accused the rebels of shelling A`
    if lowers[before] in lexicon.bases and before > start and lowers[before - 1] == "to":
        return True  # `rebels battling to topple President X said`
    causing = lexicon.is_a(lowers[before], "causing")
    if before == start + 1 and lowers[start] in _WHO and lowers[before] not in lexicon.calendar and not causing:
        return True  # `militants who back the government took A`
    if lowers[before].endswith("ing"):
        opening = before == start or lowers[before - 1] in (",", "and", "by")
        determined = lowers[first][0].isdigit() or lexicon.is_any(lowers[first], _DETERMINING)
        return names_group(before - 1, lexicon, sides) or (opening and determined)
    return lowers[before] in lexicon.past and is_finite(lowers[before], lexicon) and not causing


def find_subject(first: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the nearest noun phrase before a verb that may be its subject; one after a preposition only where there is no other."""
    hanging: Words | None = None
    word = first - 1
    while word >= max(start, first - _SUBJECT_REACH):
        lower = sides.parsed.lowers[word]
        if lower in _DASHES and word > first - 1 - _BY_REACH and (opened := _dash_before(word, start, sides)) is not None:
            word = opened - 1  # `the X Front - a group of ten parties - has taken A`
            continue
        after = sides.parsed.lowers[word + 1 : min(first, word + 1 + _BY_REACH)]
        if lexicon.is_a(lower, "saying") and after and after[0] != "," and "to" not in after:
            break  # but `X claimed to have taken A`
        if lexicon.is_a(lower, "pronoun"):
            if not _is_object((word, word + 1), start, lexicon, sides):
                return word, word + 1
        elif lower in _WHOSE_ARMS and word + 2 <= first and lexicon.is_a(sides.parsed.lowers[word + 1], "equipment"):
            return word, word + 2  # `said its drones had bombed A`
        elif names_group(word, lexicon, sides):
            phrase = _name_before_bracket(word, start, lexicon, sides)
            phrase = phrase or _whole_list(whole_name(word, start, lexicon, sides), start, lexicon, sides)
            if not _is_object(phrase, start, lexicon, sides):
                if not hangs(phrase[0], start, lexicon, sides):
                    return phrase
                hanging = phrase
            word = phrase[0]
        word -= 1
    return hanging


def _name_before_bracket(word: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return the name whose short form a word is: `the Front for Change of Alphia` before `(FCA)`; None for a word in no bracket."""
    lowers = sides.parsed.lowers
    if word - 2 < start or lowers[word - 1] != "(" or lowers[word + 1 : word + 2] != (")",):
        return None
    first = word - 1
    while first > start and _is_in_name(first - 1, lexicon, sides):
        first -= 1
    while first < word - 1 and lowers[first] in _NAME_LINKS and lowers[first] != "the":
        first += 1
    return (first, word - 1) if first < word - 1 else None


def _is_in_name(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word may belong to a group's long name: `the March 23 Movement for the Rights of X`."""
    lower, letter = sides.parsed.lowers[word], sides.parsed.words[word][0]
    return letter.isupper() or letter.isdigit() or lower in _NAME_LINKS or lexicon.is_any(lower, FIGHTERS)


def _whole_list(phrase: Words, start: int, lexicon: Lexicon, sides: Sides) -> Words:
    """Return a noun phrase with those that a list names before it: `army units, X soldiers and local gunmen`."""
    lowers, (first, last) = sides.parsed.lowers, phrase
    joined, stop = False, max(start, first - _LIST_REACH)
    while first - 2 > stop:
        mark = first - 1
        while mark > stop and mark > first - 1 - _BY_REACH and lowers[mark] not in ("and", ",") and sides.parsed.words[mark].islower():
            mark -= 1
        if lowers[mark] != "and" and not (joined and lowers[mark] == ","):
            break
        before = mark - 1 - (lowers[mark - 1] == ",")
        if before < stop or not names_group(before, lexicon, sides):
            break
        first, joined = whole_name(before, start, lexicon, sides)[0], True
    return first, last
