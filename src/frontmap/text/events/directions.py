"""Reads how a text relates an event to the places it names: near, south of, between, from, toward.

Every place mention becomes a ``PlacePhrase``: the mention with the words before and after it that say where, relative to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from frontmap.model import Parsed, PlaceMention, Sentence
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import is_finite

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)(km|m|mi)?")  # "10", "2.5", "10km"
_DASHES = frozenset({"-", "–", "—"})
_WIDEST_DASH = 3
"""Characters between two names that a dash joins."""
_LARGE = frozenset({"region", "country", "sea", "river"})
_REACH = 12
"""Words before a name that may belong to it."""
_WAYS = frozenset({"from", "toward", "to"})
"""Slots of the words that lead from a place or to it."""
_OPPOSITE = {"N": "S", "E": "W", "NE": "SW", "NW": "SE"}
_BEARINGS = frozenset({*_OPPOSITE, *_OPPOSITE.values()})
_UNKNOWN = 2
"""Words that may stand between an article and the noun of a place: `the oil-exporting town of X`."""
_NOUNS, _LAST_NOUNS = 12, 5
"""Words between two places that are joined with their nouns, and those from the last `and` on."""
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
    preposition: str = ""
    """The preposition of place itself, lower case."""
    lies: bool = False
    """True for where something is said to lie: `situated on`, `located in`."""
    surface: str = ""
    """The name as the text writes it."""
    also: str | None = None
    """A second relation to the same place: `east and southeast of X`."""
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


def place_phrases(
    parsed: Parsed, sentence: Sentence, placed: Sequence[PlaceMention], usable: Sequence[int], lexicon: Lexicon
) -> tuple[PlacePhrase, ...]:
    """Read the place phrases of a sentence, in order, lists joined and mere descriptions of other places marked."""
    phrases: list[PlacePhrase] = []
    for mention in usable:
        span = placed[mention].mention
        first, last = words_of(parsed, span.start, span.end)
        floor = phrases[-1].last if phrases else sentence.first
        phrase = _read_before(parsed, mention, first, last, max(floor, first - _REACH), lexicon)
        phrases.append(_read_after(parsed, replace(phrase, surface=span.surface), sentence.last, lexicon))
    joined = _joined(_paired(phrases, parsed, sentence, placed, lexicon), parsed, placed, lexicon)
    return tuple(side for phrase in joined for side in (phrase, *([replace(phrase, relation=phrase.also)] if phrase.also else [])))


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
    relation = _relation(reading, parsed, first)
    if relation is None and reading.distance_km is not None and reading.case == "from":  # `7 km from X`
        relation = "near"
    sided = relation is not None and "part" not in relation
    if sided and reading.case == "from" and _is_approach(parsed, start, first, lexicon):
        relation = None  # `advanced from the east of X` to X
    case = "at" if sided and reading.case in ("to", "toward", "from") else reading.case
    distance = reading.distance_km if relation else None
    read = PlacePhrase(mention, start, first, last, case, relation, distance)
    led = _led_by(parsed, start, first, floor, lexicon)
    return replace(read, preposition=reading.preposition, lies=reading.lies, led=led, also=reading.also if relation else None)


def _led_by(parsed: Parsed, start: int, first: int, floor: int, lexicon: Lexicon) -> str:
    """Return the word of way that leads the phrase, over a noun or two before it: `fled to safer villages in X`."""
    for word in range(first - 1, max(floor, start - _UNKNOWN - 1) - 1, -1):
        if way := _slots(parsed.lowers[word], lexicon) & _WAYS:
            led = next(iter(way))
            beside = next((w for w in parsed.lowers[word + 1 : first] if not lexicon.is_a(w, "article")), "") in lexicon.compass
            return "" if beside and led != "from" else led  # `to the north of X` is where it lies
        if word < start and not is_common_noun(parsed, word, lexicon):
            break
    return ""


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
        if _belongs(parsed, start - 1, floor, lexicon):
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
    return (
        lower in lexicon.relation_words
        or lower in lexicon.compass
        or lower in lexicon.units
        or lower == "#"
        or _NUMBER.fullmatch(lower) is not None
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
        reading.number = float(number[1].replace(",", "."))
        if number[2]:
            reading.distance_km = round(reading.number * lexicon.units[number[2]], 3)
    return word + 1


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
    if not listed and not lexicon.is_a(before, "article"):  # `in the south of X` lies inside it, `in villages south of X` does not
        reading.inside = reading.very


def _read_relation(reading: _Reading, slot: str, value: str, lower: str, *, inside: bool) -> None:
    if slot == "of":
        if reading.distance_km is not None and not reading.compass and reading.relation is None:  # `to within 5 km of X`
            reading.relation, reading.case = "near", "at"
        elif reading.compass:
            reading.relation = f"{reading.compass[0]} part" if reading.inside else _side_of(reading.compass)
            reading.also = f"{reading.compass[1]} of" if _is_sided_by(reading.relation) and len(reading.compass) > 1 else None
            reading.compass = []
        reading.case = reading.case or "of"
    elif slot in ("plain", "from", "toward", "to", "aim"):
        reading.case, reading.preposition = "at" if slot == "plain" else slot, lower
        reading.relation, reading.compass, reading.adjective = None, [], None
        reading.inside = inside
    elif slot == "lies":
        reading.lies = True
    elif slot == "very":
        reading.inside = reading.very = True
    elif slot in ("near", "between", "along", "outskirts"):
        # `the northern countryside of X` lies north of it
        sided = slot == "near" and reading.adjective in _BEARINGS
        counted = reading.relation == "near" and reading.distance_km is not None  # `within 4 km of the outskirts of X`
        reading.relation = f"{reading.adjective} of" if sided else reading.relation if counted else value
        reading.case = "at" if slot != "outskirts" else reading.case or "at"
        reading.adjective = None
    elif slot == "part" and (code := reading.adjective or (reading.compass[-1] if reading.compass else None)):
        reading.relation = f"{code} of" if reading.relation == "near" else f"{code} part"  # `within 4 km of the western districts of X`
        reading.adjective, reading.compass = None, []
    elif slot == "centre":
        reading.relation, reading.adjective = value, None
    elif slot == "noun":
        reading.adjective = None


def _side_of(codes: Sequence[str]) -> str:
    # Three sides, or two opposite ones, are all around it.
    if len(codes) > 2 or any(_OPPOSITE.get(code) in codes for code in codes):
        return "near"
    return f"{codes[0]} of"


def _relation(reading: _Reading, parsed: Parsed, first: int) -> str | None:
    if reading.adjective:  # "southern Ukraine" is a part; "the southern Chernihiv region" only describes
        if first >= 2 and parsed.lowers[first - 2] == "the":
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
    slots = _slots(parsed.lowers[noun], lexicon) if noun < stop else set()
    if "environs" in slots:
        return replace(phrase, relation=f"{code} of" if code in _BEARINGS else "near", case="at")
    if code and possessive and phrase.case == "to":
        return replace(phrase, relation=f"{code} of", case="at", led="")  # `to X's north`
    if code and phrase.relation is None and (possessive or (form == "adjective" and slots & {"part", "outskirts"})):
        return replace(phrase, relation=f"{code} part")
    if not code and "outskirts" in slots and "noun" not in slots:  # `X suburb` is one that is called X
        return replace(phrase, relation="outskirts")
    return replace(phrase, relation="C part") if not code and "centre" in slots and phrase.relation is None else phrase


def _is_joined_by_dash(left: PlacePhrase, right: PlacePhrase, parsed: Parsed, placed: Sequence[PlaceMention]) -> bool:
    """Tell whether nothing but a dash stands between two names: `Alpha-Beta`, not `Dara-e-Suf`."""
    between = parsed.text[placed[left.mention].mention.end : placed[right.mention].mention.start]
    return between.strip() in _DASHES and len(between) <= _WIDEST_DASH


def _line_relation(noun: str, lexicon: Lexicon) -> str | None:
    """Return how what has two names lies to its ends by the noun after them: along a road, between for a line; none for a pair."""
    if lexicon.is_a(noun, "along_noun"):
        return "along"
    return "between" if lexicon.is_a(noun, "between_noun") else None


def _paired(
    phrases: list[PlacePhrase], parsed: Parsed, sentence: Sentence, placed: Sequence[PlaceMention], lexicon: Lexicon
) -> list[PlacePhrase]:
    """Give both ends of `the A-B road` the relation that the noun after them tells, and those of `a front from A to B`."""
    joined = list(phrases)
    for index in range(len(phrases) - 1):
        left, right = joined[index], joined[index + 1]
        if _spans(left, right, parsed, sentence, lexicon):
            joined[index] = replace(left, case="at", relation="between", anchors=(right.mention,), led="")
            joined[index + 1] = replace(right, case="at", relation="between", anchors=(left.mention,), led="")
        if not _is_joined_by_dash(left, right, parsed, placed):
            continue
        noun = parsed.lowers[right.last] if right.last < len(parsed.lowers) else ""
        if lexicon.is_a(noun, "sector"):
            continue
        relation = left.relation or _line_relation(noun, lexicon)
        joined[index] = replace(left, relation=relation, anchors=(right.mention,))
        joined[index + 1] = replace(right, start=left.start, case=left.case, relation=relation, anchors=(left.mention,))
    return joined


def _spans(left: PlacePhrase, right: PlacePhrase, parsed: Parsed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether something lies all the way from one place to another: `a front running from A to B`, `From A to B, ...`."""
    if (left.case, right.case) != ("from", "to") or left.last != right.start:
        return False
    opens = left.start == sentence.first
    return opens or any(lexicon.is_a(lower, "stretching") for lower in parsed.lowers[left.start - 1 : left.first])


def _joined(phrases: list[PlacePhrase], parsed: Parsed, placed: Sequence[PlaceMention], lexicon: Lexicon) -> Iterator[PlacePhrase]:
    """Join lists into groups, and mark the phrases that only say where another place is."""
    kept: list[PlacePhrase] = []
    head: int | None = None  # the last phrase that stands for itself
    for index, phrase in enumerate(phrases):
        group = index
        if head is not None:
            previous = kept[head]
            link = _link_over(kept[-1], previous, phrase, parsed, placed, lexicon)
            if link == "describes":
                kept.append(replace(phrase, stands=False, group=index))
                continue
            if link == "described":
                kept[head], group = replace(previous, stands=False), previous.group
                if previous.relation == "between":
                    kept = [replace(p, stands=False) if p.group == group else p for p in kept]
            elif link == "list":
                phrase, group = _inherit(previous, phrase), previous.group
        kept.append(replace(phrase, group=group))
        head = index
    yield from _with_far_ends(kept)


def _link_over(
    last: PlacePhrase, head: PlacePhrase, phrase: PlacePhrase, parsed: Parsed, placed: Sequence[PlaceMention], lexicon: Lexicon
) -> str:
    """Tell how a phrase hangs together with the last that stands for itself, over a last one that may only describe."""
    if any(lexicon.is_a(lower, "including") for lower in parsed.lowers[last.last : phrase.first][:4]):
        return "described"
    if "(" in parsed.lowers[last.last : phrase.first] and ")" not in parsed.lowers[last.last : phrase.first]:
        return "describes"
    between = parsed.lowers[_name_end(last, parsed, lexicon) : phrase.start]
    if not between and is_possessive(parsed, last):
        return "described" if last.mention == head.mention else "describes"  # `Russia's Kursk Oblast`
    if not last.stands and _is_sided(last) and phrase.relation == "near" and not between:
        return "list"  # `near A, east of B near C`: B says where C is
    return _link(head, phrase, between, parsed, placed, lexicon)


def _is_sided(phrase: PlacePhrase) -> bool:
    return _is_sided_by(phrase.relation) or phrase.relation == "outskirts"


def _is_sided_by(relation: str | None) -> bool:
    return relation is not None and relation.endswith(" of")


def _with_far_ends(phrases: list[PlacePhrase]) -> Iterator[PlacePhrase]:
    for phrase in phrases:
        if phrase.relation == "between" and not phrase.anchors:
            others = tuple(
                p.mention for p in phrases if p.group == phrase.group and p.mention != phrase.mention and p.relation == "between"
            )
            # `between Israel and its neighbours` tells whose fight it is
            phrase = replace(phrase, anchors=others[:1], stands=phrase.stands and bool(others))
        yield phrase


def _inherit(previous: PlacePhrase, phrase: PlacePhrase) -> PlacePhrase:
    if phrase.case not in ("", "of") or phrase.relation:  # `near A and the town of B`
        return phrase
    passed_on = previous.relation if previous.relation and "part" not in previous.relation else None
    return replace(phrase, case=previous.case, relation=passed_on, preposition=previous.preposition, led=previous.led)


def _link(
    previous: PlacePhrase, phrase: PlacePhrase, between: Sequence[str], parsed: Parsed, placed: Sequence[PlaceMention], lexicon: Lexicon
) -> str:
    """Tell how two place phrases hang together by the words between them: ``describes``, ``described``, ``list`` or nothing."""
    if phrase.anchors and previous.mention in phrase.anchors:
        return "list"
    if placed[phrase.mention].mention.container == previous.mention:
        return "described"
    if placed[previous.mention].mention.container == phrase.mention:
        return "describes"
    if _is_located(between, phrase, lexicon):
        return "describes"
    if any(not is_joint(word, lexicon) and word not in lexicon.compass and not lexicon.is_a(word, "loose_joint") for word in between):
        larger = previous.case not in _WAYS and _extent(placed, phrase.mention) > _extent(placed, previous.mention)
        return _link_over_nouns(phrase, between, lexicon, larger=larger)
    if phrase.lies:
        return "describes"
    if not between and phrase.case == "of" and phrase.relation is None and _slots(parsed.lowers[phrase.start], lexicon) & {"noun", "part"}:
        return "described"  # `the south Lebanon town of X`
    if "(" in between and ")" not in between:
        return "describes"
    if _is_country(placed, phrase.mention) != _is_country(placed, previous.mention) and not phrase.case:
        return ""  # `near X, and Russia did ...`
    if any(lexicon.is_a(word, "listing") for word in between):
        return "list" if phrase.case not in ("from", "toward", "to") or phrase.case == previous.case else ""
    return _tight_link(previous, phrase, parsed, placed, lexicon, comma="," in between)


def _link_over_nouns(phrase: PlacePhrase, between: Sequence[str], lexicon: Lexicon, *, larger: bool) -> str:
    """Tell how two place phrases with nouns but no verb between them hang together.

    `the depot at A and the oil terminal at B` is a list; of `A, a large camp in B` the second says where the first is.
    """
    if phrase.case != "at" or phrase.led or len(between) > _NOUNS:
        return ""
    if lexicon.is_a(between[-1], "force") or any(_tells(between, at, lexicon) for at in range(len(between))):
        return ""
    if between[0] == "," and lexicon.is_a(between[1], "article"):
        return "describes"
    joint = max((at for at, word in enumerate(between) if lexicon.is_a(word, "listing")), default=-_NOUNS)
    if larger and "," not in between and joint < 0 and len(between) < _LAST_NOUNS:
        return "describes"  # `the X air base in northern Y`
    return "list" if len(between) - joint <= _LAST_NOUNS else ""


def _tells(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word tells an event of its own, or is a verb and no participle that describes: `the abandoned depot`."""
    if at and lexicon.is_a(words[at - 1], "article") and words[at].endswith("ed"):
        return False
    return is_finite(words[at], lexicon) or any(len(trigger.slots) == 1 for trigger in lexicon.triggers.get(words[at], ()))


def _is_located(between: Sequence[str], phrase: PlacePhrase, lexicon: Lexicon) -> bool:
    """Tell whether a relative clause says where the place before it lies: `X, which lies 30 km south of Y,`."""
    relative = len(between) > 1 and lexicon.is_a(between[-2], "relative") and lexicon.is_a(between[-1], "lies")
    return relative and (_is_sided(phrase) or phrase.distance_km is not None)


def _name_end(phrase: PlacePhrase, parsed: Parsed, lexicon: Lexicon) -> int:
    """Return the word after a name and the noun that says what it is: `X town`, `the X direction`."""
    after = phrase.last
    return after + (after < len(parsed.lowers) and "noun" in _slots(parsed.lowers[after], lexicon))


def _slots(lower: str, lexicon: Lexicon) -> set[str]:
    """Return what a word alone may do before a name: ``noun``, ``plain``, ..."""
    return {slot for words, slot, _ in lexicon.relations.get(lower, ()) if len(words) == 1}


def _acts(parsed: Parsed, phrase: PlacePhrase, lexicon: Lexicon) -> bool:
    """Tell whether a verb follows a name, which is then a subject and no member of a list."""
    return phrase.last < len(parsed.lowers) and "verb" in lexicon.clauses.get(parsed.lowers[phrase.last], ())


def _tight_link(
    previous: PlacePhrase, phrase: PlacePhrase, parsed: Parsed, placed: Sequence[PlaceMention], lexicon: Lexicon, *, comma: bool
) -> str:
    sided = _is_sided(previous)
    extent, before = _extent(placed, phrase.mention), _extent(placed, previous.mention)
    larger, smaller = extent > before, extent < before
    if phrase.case == "toward" and smaller and not comma and _is_country(placed, previous.mention):
        return "described"  # `deeper into Lebanon towards X`
    if phrase.case in ("from", "toward", "to") or (phrase.led == "from" and phrase.distance_km is None):
        return ""
    if previous.case == "from" and lexicon.is_a(phrase.preposition, "entering"):
        return ""  # `from X into Y`
    if phrase.relation == "near" and (sided or (smaller and previous.case == "at")) and not comma:
        return "described"  # `into Lebanon near X`
    if comma:
        if (sided or previous.relation == "between") and not phrase.case and _acts(parsed, phrase, lexicon):
            return "described"  # `A hub south of A, B has been shelled`
        if phrase.distance_km is not None or (phrase.relation and " of" in phrase.relation and not sided):
            return "describes"
        if phrase.case in ("", "at") and (larger or (previous.case and lexicon.is_a(phrase.preposition, "on"))):
            return "describes"  # `near A, on the border of B`
        return "list" if not phrase.case or phrase.case == previous.case else ""
    touches = larger and previous.last == phrase.first  # `у Вовчанську Харківської області`
    return "describes" if phrase.case or phrase.relation or touches else ""


def is_possessive(parsed: Parsed, phrase: PlacePhrase) -> bool:
    """Tell whether a name owns what follows: `Ukraine's east`."""
    return parsed.lowers[phrase.last - 1].endswith(("'s", "s'"))


def _is_country(placed: Sequence[PlaceMention], mention: int) -> bool:
    place = placed[mention].place
    return place is not None and place.kind == "country"


def _extent(placed: Sequence[PlaceMention], mention: int) -> int:
    """Return 2 for a country, 1 for a region, 0 for a town."""
    place = placed[mention].place
    kind = place.kind if place else placed[mention].mention.kind
    return 2 if kind == "country" else int(kind in _LARGE)
