"""Reads how a text relates an event to the places it names: near, south of, between, from, toward.

Every place mention becomes a ``PlacePhrase``: the mention with the words before and after it that say where, relative to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from frontmap.model import Mention, Parsed, Sentence
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import is_preposition

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)(km|m|mi)?")  # "10", "2.5", "10km"
_THOUSANDS = 4
"""Characters from a comma that parts thousands to the end of a number."""
_REACH = 12
"""Words before a name that may belong to it."""
WAYS = frozenset({"from", "toward", "to"})
"""Slots of the words that lead from a place or to it."""
_OPPOSITE = {"N": "S", "E": "W", "NE": "SW", "NW": "SE"}
_BEARINGS = frozenset({*_OPPOSITE, *_OPPOSITE.values()})
_ARMS = frozenset({"ranged", "equipment"})
"""Classes of what is fired with, from which nothing comes: `from the artillery`."""
_UNKNOWN = 2
"""Words that may stand between an article and the noun of a place: `the oil-exporting town of X`."""
_ASIDE = 6
"""Words of the longest distance in brackets: `110 miles (some 180 kilometers) north of X`."""


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """A place mention with what the words around it say about where."""

    mention: int
    """Index into the document's mentions."""
    start: int
    """First word of the phrase, its preposition if it has one."""
    first: int
    last: int
    """Words of the name, the last exclusive."""
    case: str = ""
    """``at``, ``of``, ``from``, ``toward``, ``to``; empty where no preposition stands before it: a subject or an object."""
    relation: str | None = None
    distance_km: float | None = None
    group: int = 0
    """Phrases of one list share it."""
    stands: bool = True
    """False where it only says where another place is: ``Spirne, northeast of BAKHMUT``, ``Lyman in DONETSK``."""
    anchors: tuple[int, ...] = ()
    """Mentions of the other ends: of ``between A and B``, of a road."""
    bank: tuple[int, str] | None = None
    """As ``Site.bank``."""
    preposition: str = ""
    """The preposition of place itself, lower case."""
    lies: bool = False
    """True for where something is said to lie: `situated on`, `located in`."""
    surface: str = ""
    """The name as the text writes it."""
    also: str | None = None
    """A second relation to the same place: `east and southeast of X`."""
    environs: bool = False
    """True for the country around it: `the X countryside`, `the countryside of X`."""
    led: str = ""
    """``from``, ``toward`` or ``to`` before what lies there: `to positions near X`, `from hills north of X`."""


@dataclass(slots=True)
class _Reading:
    """What has been understood of the words before a name, left to right."""

    case: str = ""
    relation: str | None = None
    distance_km: float | None = None
    compass: list[str] = field(default_factory=list)
    adjective: str | None = None
    number: float | None = None
    inside: bool = False
    """`in the south of X` lies inside X, `to the south of X` beside it."""
    also: str | None = None
    """Of `north and east of X` the second."""
    preposition: str = ""
    lies: bool = False
    very: bool = False
    """`the very south of X` lies inside X whatever stands before."""


def read_name(parsed: Parsed, mention: int, span: Mention, floor: int, sentence: Sentence, lexicon: Lexicon) -> PlacePhrase:
    """Read the words around a name, from the word ``floor`` on."""
    first, last = words_of(parsed, span.start, span.end)
    phrase = _read_before(parsed, mention, first, last, max(floor, first - _REACH), lexicon)
    return _read_after(parsed, replace(phrase, surface=span.surface), sentence.last, lexicon)


def read_around(parsed: Parsed, mention: int, first: int, last: int, sentence: Sentence, lexicon: Lexicon) -> PlacePhrase:
    """Read the words around one name or noun that stand for a place."""
    phrase = _read_before(parsed, mention, first, last, max(sentence.first, first - _REACH), lexicon)
    return _read_after(parsed, phrase, sentence.last, lexicon)


def words_of(parsed: Parsed, start: int, end: int) -> tuple[int, int]:
    """Return the words (first, last exclusive) that a span of characters touches."""
    first = max(0, bisect_right(parsed.ends, start))
    return first, max(first + 1, bisect_left(parsed.starts, end))


def _read_before(parsed: Parsed, mention: int, first: int, last: int, floor: int, lexicon: Lexicon) -> PlacePhrase:
    start = _phrase_start(parsed, first, floor, lexicon)
    while start < first and is_joint(parsed.lowers[start], lexicon):
        start += 1
    reading = _Reading()
    word = start
    while word < first:
        word = _read_word(reading, parsed, word, first, lexicon)
    rural = "environs" in slots_of(parsed.lowers[last - 1], lexicon)
    relation = _relation(reading, parsed, first, rural=rural)
    if relation is None and reading.distance_km is not None and reading.case == "from":  # `7 km from X`
        relation = "near"
    sided = relation is not None and "part" not in relation
    if sided and reading.case == "from" and _is_approach(parsed, start, first, lexicon):
        relation = None  # `advanced from the east of X` to X
    case = "at" if sided and reading.case in ("to", "toward", "from") else reading.case
    distance = reading.distance_km if relation else None
    read = PlacePhrase(mention, start, first, last, case, relation, distance)
    led = _led_by(parsed, start, first, floor, lexicon)
    environs = any("environs" in slots_of(lower, lexicon) for lower in parsed.lowers[start:first])
    also = reading.also if relation else None
    return replace(read, preposition=reading.preposition, lies=reading.lies, led=led, also=also, environs=environs)


def _led_by(parsed: Parsed, start: int, first: int, floor: int, lexicon: Lexicon) -> str:
    """Return the word of way that leads the phrase, over a noun or two before it: `fled to safer villages in X`."""
    for word in range(first - 1, max(floor, start - _UNKNOWN - 1) - 1, -1):
        if (way := slots_of(parsed.lowers[word], lexicon) & WAYS) and not _ends_nearness(parsed, word, lexicon):
            led = next(iter(way))
            beside = next((w for w in parsed.lowers[word + 1 : first] if not lexicon.is_a(w, "article")), "") in lexicon.compass
            if led == "from" or not beside:
                return led
            continue  # `to the north of X` is where it lies
        arms = lexicon.forms and lexicon.is_any(parsed.lowers[word], _ARMS)  # `обстрелял из артиллерии X`
        owned = word > 0 and lexicon.is_a(parsed.lowers[word - 1], "own")  # `from their bases in X`
        if arms or (word < start and not (owned or is_common_noun(parsed, word, lexicon))):
            break
    return ""


def _ends_nearness(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    """Tell whether a word of way only ends words of place: `not far from`, `a stone's throw from`."""
    starts = range(max(0, word - _UNKNOWN - 1), word)
    rows = ((at, words) for at in starts for words, _, _ in lexicon.relations.get(parsed.lowers[at], ()))
    return any(len(words) > 1 and at + len(words) == word + 1 and parsed.lowers[at : word + 1] == words for at, words in rows)


def is_common_noun(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    """Tell whether a word may be a noun, or describe one: no verb that is known, no mark, no name."""
    lower = parsed.lowers[word]
    plain = lower.isalpha() and parsed.words[word][0].islower()
    is_verb = lower in lexicon.verbs and not lexicon.is_a(lower, "structure")  # `building`
    return (plain or "-" in lower[1:]) and not is_verb and lower not in lexicon.clauses


def _is_approach(parsed: Parsed, start: int, first: int, lexicon: Lexicon) -> bool:
    """Tell whether words before a name say from which side something comes: `from the east and south of`, not `from hills east of`."""
    words = [lower for lower in parsed.lowers[start:first] if not (lexicon.is_a(lower, "article") or is_joint(lower, lexicon))]
    return len(words) > 1 and lexicon.is_a(words[0], "from") and words[1] in lexicon.compass


def _phrase_start(parsed: Parsed, first: int, floor: int, lexicon: Lexicon) -> int:
    """Return the first of the words before a name that say where, relative to it."""
    start = first
    while start > floor:
        if _belongs(parsed, start - 1, floor, lexicon) or _is_epithet(parsed, start - 1, floor, lexicon):
            start -= 1
        elif (aside := _aside_start(parsed, start, floor, lexicon)) is not None:
            start = aside
        elif (described := _description_start(parsed, start, first, floor, lexicon)) is not None:
            start = described
        elif (led := _pair_start(parsed, start, floor, lexicon)) is not None:
            start = led
        else:
            break
    return start


def _is_epithet(parsed: Parsed, word: int, floor: int, lexicon: Lexicon) -> bool:
    """Tell whether a word made of two describes a place behind a preposition: `in war-ravaged X`, `in oil-rich southern X`."""
    lower = parsed.lowers[word]
    if "-" not in lower[1:-1] or word == floor or not parsed.words[word][0].islower():
        return False
    return is_preposition(parsed.lowers[word - 1], lexicon)


def _aside_start(parsed: Parsed, start: int, floor: int, lexicon: Lexicon) -> int | None:
    """Return the bracket that opens a distance in brackets before a word: `(180 kilometers)`."""
    if parsed.lowers[start - 1] != ")":
        return None
    opening = next((word for word in range(start - 2, max(floor, start - _ASIDE) - 1, -1) if parsed.lowers[word] == "("), None)
    inside = parsed.lowers[opening + 1 : start - 1] if opening is not None else ()
    return opening if any(lower in lexicon.units for lower in inside) else None


def _pair_start(parsed: Parsed, start: int, floor: int, lexicon: Lexicon) -> int | None:
    """Return the first word of a phrase of place that is cut by a conjunction: `in and around`."""
    led = start - 2
    if led < floor:
        return None
    return (
        led
        if any(
            parsed.lowers[led : led + len(words)] == words
            for words, _, _ in lexicon.relations.get(parsed.lowers[led], ())
            if len(words) > 2
        )
        else None
    )


def _description_start(parsed: Parsed, start: int, first: int, floor: int, lexicon: Lexicon) -> int | None:
    """Return the article before words that describe a noun and are not known: `the oil-exporting` of `the oil-exporting town of X`."""
    if start == first or not any(slot in ("noun", "part", "adjective") for _, slot, _ in lexicon.relations.get(parsed.lowers[start], ())):
        return None
    for word in range(start - 2, max(floor, start - _UNKNOWN - 1) - 1, -1):
        between = range(word + 1, start)
        if any(not parsed.lowers[at][0].isalpha() or parsed.words[at][0].isupper() for at in between):
            return None
        if any(slot == "article" for _, slot, _ in lexicon.relations.get(parsed.lowers[word], ())):
            return word
    return None


def is_joint(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word or mark joins the members of a list."""
    return lower == "," or lexicon.is_a(lower, "joint")


def _belongs(parsed: Parsed, word: int, floor: int, lexicon: Lexicon) -> bool:
    """Tell whether a word before a name may say where, relative to it."""
    lower = parsed.lowers[word]
    if is_joint(lower, lexicon) and lower != "#":  # only inside "to the west, south and east of"
        beside = [parsed.lowers[word + 1], *parsed.lowers[max(floor, word - 1) : word]]
        compass = [w in lexicon.compass for w in beside]
        return any(compass) and all(c or is_joint(w, lexicon) for c, w in zip(compass, beside, strict=True))
    if lexicon.is_a(lower, "particle") and word > 0 and lexicon.is_a(parsed.lowers[word - 1], "cutting"):
        return False  # `cut off X`
    return (
        lower in lexicon.relation_words
        or lower in lexicon.compass
        or lower in lexicon.units
        or lower == "#"
        or _NUMBER.fullmatch(lower) is not None
        or _counted(lower, lexicon) is not None
    )


def _read_word(reading: _Reading, parsed: Parsed, word: int, stop: int, lexicon: Lexicon) -> int:
    lower = parsed.lowers[word]
    if (counted := _counted(lower, lexicon)) is not None:
        reading.number = counted
    if lower in lexicon.units and reading.number is not None:
        reading.distance_km = round(reading.number * lexicon.units[lower], 3)
        return word + 1
    if compass := lexicon.compass.get(lower):
        _read_compass(reading, *compass, parsed.lowers[word - 1] if word else "", lexicon)
        return word + 1
    for words, slot, value in lexicon.relations.get(lower, ()):
        if word + len(words) <= stop and parsed.lowers[word : word + len(words)] == words:
            _read_relation(reading, slot, value, lower, inside=lexicon.is_a(lower, "inside"))
            return word + len(words)
    if number := _NUMBER.fullmatch(lower):
        reading.number = _value(number[1])
        if number[2]:
            reading.distance_km = round(reading.number * lexicon.units[number[2]], 3)
    return word + 1


def _value(digits: str) -> float:
    """Return what digits count: a comma before three of them parts thousands, as in `1,500`, else it is a decimal point."""
    thousands = len(digits) - digits.find(",") == _THOUSANDS and not digits.startswith("0")
    return float(digits.replace(",", "" if thousands else "."))


def _counted(lower: str, lexicon: Lexicon) -> float | None:
    return next((float(value) for kind, value in lexicon.calendar.get(lower, ()) if kind == "number"), None)


def _read_compass(reading: _Reading, code: str, form: str, before: str, lexicon: Lexicon) -> None:
    if form == "adjective":
        if reading.adjective is None or not is_joint(before, lexicon):  # of `northern and eastern parts` the first
            reading.adjective = code
        return
    if form == "side":  # a word that holds "south of" in itself
        reading.relation, reading.case = f"{code} of", "at"
        return
    if reading.adjective in ("N", "S") and code in ("E", "W"):
        code, reading.adjective = reading.adjective + code, None  # "північний захід" is one point in two words
    listed = bool(reading.compass) and is_joint(before, lexicon)
    reading.compass.append(code)
    if listed:
        return
    if not lexicon.is_a(before, "article"):  # `in the south of X` lies inside it, `in villages south of X` does not
        reading.inside = reading.very
    elif not reading.case:  # `shelled the south of X`
        reading.inside = True


def _read_relation(reading: _Reading, slot: str, value: str, lower: str, *, inside: bool) -> None:
    if slot == "of":
        _read_of(reading)
    elif slot == "from" and reading.compass and reading.distance_km is not None and (reading.lies or reading.case != "to"):
        reading.relation, reading.compass, reading.case = _side_of(reading.compass), [], "at"  # `12 km south from X`
    elif slot in ("plain", "from", "toward", "to", "aim"):
        if slot == "from" and reading.compass:  # `withdrew 50 km to the south from X`
            reading.distance_km = None
        reading.case, reading.preposition = "at" if slot == "plain" else slot, lower
        reading.relation, reading.compass, reading.adjective = None, [], None
        reading.inside = inside
    elif slot == "lies":
        reading.lies = True
    elif slot == "very":
        reading.inside = reading.very = True
    elif slot == "links":
        reading.relation, reading.case, reading.preposition = value, "at", lower
    elif slot in ("near", "between", "along", "outskirts"):
        # `the northern countryside of X` lies north of it
        sided = slot == "near" and reading.adjective in _BEARINGS
        counted = reading.relation == "near" and reading.distance_km is not None  # `within 4 km of the outskirts of X`
        reading.relation = f"{reading.adjective} of" if sided else reading.relation if counted else value
        reading.case = "at" if slot != "outskirts" else reading.case or "at"
        reading.preposition = "" if slot == "between" else reading.preposition
        reading.adjective = None
    elif slot == "entrance":
        reading.relation = f"{reading.adjective} part" if reading.adjective else value
        reading.case, reading.adjective = "at", None
    elif slot == "part" and (code := reading.adjective or (reading.compass[-1] if reading.compass else None)):
        reading.relation = f"{code} of" if reading.relation == "near" else f"{code} part"  # `within 4 km of the western districts of X`
        reading.adjective, reading.compass = None, []
    elif slot == "centre":
        reading.relation, reading.adjective = value, None
    elif slot == "noun":
        reading.adjective = None


def _read_of(reading: _Reading) -> None:
    if reading.distance_km is not None and not reading.compass and reading.relation is None:  # `to within 5 km of X`
        reading.relation, reading.case = "near", "at"
    elif reading.compass:
        reading.relation = f"{reading.compass[0]} part" if reading.inside else _side_of(reading.compass)
        reading.also = f"{reading.compass[1]} of" if is_sided(reading.relation) and len(reading.compass) > 1 else None
        reading.compass = []
    reading.case = reading.case or "of"


def _side_of(codes: Sequence[str]) -> str:
    # Three sides, or two opposite ones, are all around it.
    if len(codes) > 2 or any(_OPPOSITE.get(code) in codes for code in codes):
        return "near"
    return f"{codes[0]} of"


def _relation(reading: _Reading, parsed: Parsed, first: int, *, rural: bool) -> str | None:
    # `southern Ukraine` and `the southern Hama countryside` are parts; `the southern Chernihiv region` only describes
    if reading.adjective:
        if first >= 2 and parsed.lowers[first - 2] == "the" and not rural:
            return reading.relation
        return f"{reading.adjective} part"
    if reading.compass and reading.relation is None and reading.case not in ("toward", "from"):
        return f"{reading.compass[-1]} part"
    return reading.relation


def _read_after(parsed: Parsed, phrase: PlacePhrase, stop: int, lexicon: Lexicon) -> PlacePhrase:
    """Read the words behind a name: `Petrivka's western outskirts`, `Petrivka suburbs`, `Petrivka eastern countryside`."""
    if phrase.last >= stop:
        return phrase
    possessive = parsed.lowers[phrase.last - 1].endswith(("'s", "s'"))
    code, form = lexicon.compass.get(parsed.lowers[phrase.last], ("", ""))
    noun = phrase.last + bool(code)
    slots = slots_of(parsed.lowers[noun], lexicon) if noun < stop else set()
    if "environs" in slots:  # `X western countryside`, `the western X countryside`
        side = code or lexicon.compass.get(parsed.lowers[phrase.first - 1], ("", ""))[0]
        return replace(phrase, relation=f"{side} of" if side in _BEARINGS else "near", case="at", environs=True)
    if code and possessive and phrase.case == "to":
        return replace(phrase, relation=f"{code} of", case="at", led="")  # `to X's north`
    if code and phrase.relation is None and (possessive or (form == "adjective" and slots & {"part", "outskirts"})):
        return replace(phrase, relation=f"{code} part")
    named = "noun" in slots and noun + 1 < stop  # `the X town perimeter`
    if not code and "outskirts" in (slots_of(parsed.lowers[noun + 1], lexicon) if named else slots) and (named or "noun" not in slots):
        return replace(phrase, relation="outskirts")  # `X suburb` is one that is called X
    return replace(phrase, relation="C part") if not code and "centre" in slots and phrase.relation is None else phrase


def slots_of(lower: str, lexicon: Lexicon) -> set[str]:
    """Return what a word alone may do before a name: ``noun``, ``plain``, ..."""
    return {slot for words, slot, _ in lexicon.relations.get(lower, ()) if len(words) == 1}


def is_possessive(parsed: Parsed, phrase: PlacePhrase) -> bool:
    """Tell whether a name owns what follows: `Ukraine's east`."""
    return parsed.lowers[phrase.last - 1].endswith(("'s", "s'"))


def is_sided(relation: str | None) -> bool:
    """Tell whether something lies on a side of a place, outside it: `north of X`."""
    return relation is not None and relation.endswith(" of")
