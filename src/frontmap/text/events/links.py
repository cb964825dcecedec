"""Tells how the place phrases of a sentence hang together: which make a list, and which only say where another place lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from frontmap.model import Parsed, PlaceMention, Sentence
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import is_finite
from frontmap.text.events.directions import WAYS, PlacePhrase, is_joint, is_possessive, is_sided, read_name, slots_of

_DASHES = frozenset({"-", "–", "—"})
_WIDEST_DASH = 3
"""Characters between two names that a dash joins."""
_LINE_NOUNS = 2
"""Words after two names among which stands what joins them: `the A-B coastal road`."""
_LARGE = frozenset({"region", "country", "sea", "river"})
_COUNTRY = 2
_TOWNLIKE_KM = 15.0
"""Radius up to which a district is a part of a town and no area of many."""
_NOUNS, _LAST_NOUNS = 12, 5
"""Words between two places that are joined with their nouns, and those from the last `and` on."""
_ITEM = 7
"""Words of the longest item of a list that is no known place, with the marks around it."""
_APPOSITION = 24
"""Words of the longest apposition over which a list goes on, with the marks around it."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with what its place phrases are joined by."""

    parsed: Parsed
    sentence: Sentence
    placed: Sequence[PlaceMention]
    lexicon: Lexicon

    @property
    def lowers(self) -> Sequence[str]:
        """The words of the document in lower case."""
        return self.parsed.lowers

    def is_a(self, lower: str, kind: str) -> bool:
        """As ``Lexicon.is_a``."""
        return self.lexicon.is_a(lower, kind)

    def extent(self, mention: int) -> int:
        """Return ``_COUNTRY``, 1 for a region, 0 for a town."""
        place = self.placed[mention].place
        kind = place.kind if place else self.placed[mention].mention.kind
        wide = kind == "district" and place is not None and place.radius_km > _TOWNLIKE_KM
        return _COUNTRY if kind == "country" and place else int(kind in _LARGE or wide)

    def joins(self, word: str) -> bool:
        """Tell whether a word or mark may stand between the members of a list."""
        return is_joint(word, self.lexicon) or word in self.lexicon.compass or self.is_a(word, "loose_joint")


def place_phrases(
    parsed: Parsed, sentence: Sentence, placed: Sequence[PlaceMention], usable: Sequence[int], lexicon: Lexicon
) -> tuple[PlacePhrase, ...]:
    """Read the place phrases of a sentence, in order, lists joined and mere descriptions of other places marked."""
    phrases: list[PlacePhrase] = []
    for mention in usable:
        floor = phrases[-1].last if phrases else sentence.first
        phrases.append(read_name(parsed, mention, placed[mention].mention, floor, sentence, lexicon))
    line = _Line(parsed, sentence, placed, lexicon)
    joined = _joined(_paired(phrases, line), line)
    return tuple(side for phrase in joined for side in (phrase, *([replace(phrase, relation=phrase.also)] if phrase.also else [])))


def _is_joined_by_dash(left: PlacePhrase, right: PlacePhrase, line: _Line) -> bool:
    """Tell whether nothing but a dash stands between two names: `Alpha-Beta`, not `Dara-e-Suf`."""
    between = line.parsed.text[line.placed[left.mention].mention.end : line.placed[right.mention].mention.start]
    return between.strip() in _DASHES and len(between) <= _WIDEST_DASH


def _line_relation(noun: str, line: _Line) -> str | None:
    """Return how what has two names lies to its ends by the noun after them: along a road, between for a line; none for a pair."""
    if line.is_a(noun, "along_noun"):
        return "along"
    return "between" if line.is_a(noun, "between_noun") else None


def _paired(phrases: list[PlacePhrase], line: _Line) -> list[PlacePhrase]:
    """Give all ends of `the A-B-C road` the relation that the noun after them tells, and those of `a front from A to B`."""
    joined = list(phrases)
    for index in range(len(phrases) - 1):
        left, right = joined[index], joined[index + 1]
        if _spans(left, right, line):
            joined[index] = replace(left, case="at", relation="between", anchors=(right.mention,), led="")
            joined[index + 1] = replace(right, case="at", relation="between", anchors=(left.mention,), led="")
    first = 0
    while first < len(joined):
        last = first
        while last + 1 < len(joined) and _is_joined_by_dash(joined[last], joined[last + 1], line):
            last += 1
        if last > first:
            joined[first : last + 1] = _dashed(joined[first : last + 1], line)
        first = last + 1
    return joined


def _dashed(names: Sequence[PlacePhrase], line: _Line) -> Iterator[PlacePhrase]:
    """Yield names that dashes join as one phrase, each beside its neighbours; what happens on `the A-B-C road` happens at A."""
    nouns = line.lowers[names[-1].last : names[-1].last + _LINE_NOUNS]
    relation = names[0].relation or next(filter(None, (_line_relation(noun, line) for noun in nouns)), None)
    is_sector = bool(nouns) and line.is_a(nouns[0], "sector")
    for at, name in enumerate(names):
        beside = tuple(names[n].mention for n in (at - 1, at + 1) if 0 <= n < len(names))
        stands = name.stands and (at == 0 or is_sector or len(names) == 2)
        yield replace(name, start=names[0].start, case=names[0].case, relation=relation, anchors=beside, stands=stands)


def _spans(left: PlacePhrase, right: PlacePhrase, line: _Line) -> bool:
    """Tell whether something lies all the way from one place to another: `a front running from A to B`, `the road linking A with B`."""
    if left.relation == "between" and not left.anchors and right.case in ("to", "aim"):
        return all(line.joins(word) for word in line.lowers[left.last : right.start])
    if (left.case, right.case) != ("from", "to") or left.last != right.start:
        return False
    opens = left.start == line.sentence.first
    return opens or any(line.is_a(lower, "stretching") for lower in line.lowers[left.start - 1 : left.first])


def _joined(phrases: list[PlacePhrase], line: _Line) -> Iterator[PlacePhrase]:
    """Join lists into groups, and mark the phrases that only say where another place is."""
    kept: list[PlacePhrase] = []
    head: int | None = None  # the last phrase that stands for itself
    for index, phrase in enumerate(phrases):
        group = index
        item = _before_apposition(kept, phrase, line)
        if item is not None:
            kept[item + 1 :] = [replace(p, stands=False) for p in kept[item + 1 :]]
            phrase, group = _inherit(kept[item], phrase), kept[item].group
        elif head is not None:
            previous = kept[head]
            link = _link_over(kept[-1], previous, phrase, line)
            if link == "describes" and kept[-1] is previous and _opens_list(previous, phrases[index : index + 2], line):
                link = "list"
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


def _before_apposition(kept: Sequence[PlacePhrase], phrase: PlacePhrase, line: _Line) -> int | None:
    """Return the item of a list before `and` whose apposition names the places between: `took A, a town north of B, and C`."""
    lowers = line.lowers
    if not kept or phrase.case or phrase.relation or lowers[phrase.start - 2] != "," or not line.is_a(lowers[phrase.start - 1], "listing"):
        return None
    for at in range(len(kept) - 1, -1, -1):
        item, opening = kept[at], kept[at].last
        if phrase.start - opening > _APPOSITION:
            break
        if item.stands and lowers[opening] == "," and line.is_a(lowers[opening + 1], "article") and opening + 2 < phrase.start:
            alike = line.extent(phrase.mention) == line.extent(item.mention)
            told = any(is_finite(lower, line.lexicon) for lower in lowers[opening : phrase.start])
            return at if alike and not told and not _acts(phrase, line) else None
    return None


def _link_over(last: PlacePhrase, head: PlacePhrase, phrase: PlacePhrase, line: _Line) -> str:
    """Tell how a phrase hangs together with the last that stands for itself, over a last one that may only describe."""
    if any(line.is_a(lower, "including") for lower in line.lowers[last.last : phrase.first][:4]):
        return "described"
    if "(" in line.lowers[last.last : phrase.first] and ")" not in line.lowers[last.last : phrase.first]:
        return "describes"
    between = _without_brackets(line.lowers[_name_end(last, line) : phrase.start])
    if not between and is_possessive(line.parsed, last):
        return "described" if last.mention == head.mention else "describes"  # `Russia's Kursk Oblast`
    if not last.stands and last.relation == "between" and all(line.joins(word) for word in between) and "," not in between:
        return "describes"  # `X on the road between A and B`
    if not last.stands and _is_sided(last) and phrase.relation == "near" and not between:
        return "list"  # `near A, east of B near C`: B says where C is
    return _link(head, phrase, between, line)


def _without_brackets(words: Sequence[str]) -> Sequence[str]:
    """Leave out what stands in brackets between two places: `A (two dead), B (one wounded) and C`."""
    if ")" not in words or "(" not in words:
        return words
    opened, closed = words.index("("), words.index(")")
    return (*words[:opened], *words[closed + 1 :]) if opened < closed else words


def _is_sided(phrase: PlacePhrase) -> bool:
    return is_sided(phrase.relation) or phrase.relation == "outskirts"


def _opens_list(previous: PlacePhrase, ahead: Sequence[PlacePhrase], line: _Line) -> bool:
    """Tell whether a region behind a town's comma is the next of a list: `in Khartoum, White Nile and North Kordofan`."""
    if len(ahead) < 2 or ahead[0].case or ahead[0].relation or line.lowers[previous.last : ahead[0].start] != (",",):
        return False
    region, following = ahead
    alike = line.extent(region.mention) == line.extent(following.mention) == 1 and not following.case and not following.relation
    between = line.lowers[region.last : following.start]
    return alike and bool(between) and all(is_joint(word, line.lexicon) for word in between)


def _with_far_ends(phrases: list[PlacePhrase]) -> Iterator[PlacePhrase]:
    for phrase in phrases:
        if phrase.relation == "between" and not phrase.anchors:
            others = tuple(
                p.mention for p in phrases if p.group == phrase.group and p.mention != phrase.mention and p.relation == "between"
            )
            if not others and phrase.preposition:  # `the road linking X to the north`
                yield replace(phrase, relation=None)
                continue
            # `between Israel and its neighbours` tells whose fight it is
            phrase = replace(phrase, anchors=others[:1], stands=phrase.stands and bool(others))
        yield phrase


def _inherit(previous: PlacePhrase, phrase: PlacePhrase) -> PlacePhrase:
    if phrase.case not in ("", "of") or phrase.relation:  # `near A and the town of B`
        return phrase
    passed_on = previous.relation if previous.relation and "part" not in previous.relation else None
    return replace(phrase, case=previous.case, relation=passed_on, preposition=previous.preposition, led=previous.led)


def _link(previous: PlacePhrase, phrase: PlacePhrase, between: Sequence[str], line: _Line) -> str:
    """Tell how two place phrases hang together by the words between them: ``describes``, ``described``, ``list`` or nothing."""
    if phrase.anchors and previous.mention in phrase.anchors:
        return "list"
    if line.placed[phrase.mention].mention.container == previous.mention:
        return "described"
    if line.placed[previous.mention].mention.container == phrase.mention and not (
        _are_towns(previous, phrase, line) and _goes_on(phrase, line)
    ):
        return "describes"  # `Goma, North Kivu`, not the list `Dori, Kaya and Djibo`
    if _is_located(between, phrase, line):
        return "describes"
    if not all(line.joins(word) for word in between):
        return "list" if _goes_on_over_item(previous, phrase, between, line) else _link_over_nouns(previous, phrase, between, line)
    if phrase.lies:
        return "describes"
    if line.lexicon.forms and not between and not phrase.case and line.extent(phrase.mention) < line.extent(previous.mention):
        return "described"  # ``у Донецькій області Вербове та Лозове``
    named_so = phrase.case == "of" and phrase.relation is None and slots_of(line.lowers[phrase.start], line.lexicon) & {"noun", "part"}
    if named_so and not between:
        return "described"  # `the south Lebanon town of X`
    if "(" in between and ")" not in between:
        return "describes"
    of_a_kind = (line.extent(phrase.mention) == _COUNTRY) == (line.extent(previous.mention) == _COUNTRY)
    if not (of_a_kind or phrase.case or previous.relation == "between"):
        return ""  # `near X, and Russia did ...`
    if any(line.is_a(word, "listing") for word in between):
        heads_too = (previous.case, phrase.case) == ("at", "toward")  # `attacked near A and toward B`
        return "list" if phrase.case not in ("from", "toward", "to") or phrase.case == previous.case or heads_too else ""
    return _tight_link(previous, phrase, line, comma="," in between)


def _goes_on_over_item(previous: PlacePhrase, phrase: PlacePhrase, between: Sequence[str], line: _Line) -> bool:
    """Tell whether a list goes on behind an item that is no known place: `A, the Unity hotel, B and C`."""
    if (
        between[0] != ","
        or len(between) > _ITEM
        or phrase.case not in ("", previous.case)
        or not (between[-1] == "," or line.is_a(between[-1], "listing"))
    ):
        return False
    alike = line.extent(phrase.mention) == line.extent(previous.mention)
    return alike and not _acts(phrase, line) and not any(_tells(between, at, line) for at in range(len(between)))


def _link_over_nouns(previous: PlacePhrase, phrase: PlacePhrase, between: Sequence[str], line: _Line) -> str:
    """Tell how two place phrases with nouns but no verb between them hang together.

    `the depot at A and the oil terminal at B` is a list; of `A, a large camp in B` the second says where the first is.
    """
    if phrase.case not in ("at", "of") or phrase.led or len(between) > _NOUNS:
        return ""
    if line.is_a(between[-1], "force") or any(_tells(between, at, line) for at in range(len(between))):
        return ""
    if between[0] == "," and any("sub" in line.lexicon.clauses.get(word, ()) for word in between):
        return ""  # `attacked A, even as envoys met in B`
    if between[0] == "," and line.is_a(between[1], "article"):
        return "describes"
    if phrase.case == "of":
        return ""
    larger = previous.case not in WAYS and line.extent(phrase.mention) > line.extent(previous.mention)
    if between[-1] == ",":
        return "describes" if larger else ""  # `X and its depots, in northern Y`
    joint = max((at for at, word in enumerate(between) if line.is_a(word, "listing")), default=-_NOUNS)
    if larger and "," not in between and joint < 0 and len(between) < _LAST_NOUNS:
        return "describes"  # `the X air base in northern Y`
    return "list" if len(between) - joint <= _LAST_NOUNS else ""


def _tells(words: Sequence[str], at: int, line: _Line) -> bool:
    """Tell whether a word tells an event of its own, or is a verb and no participle that describes: `the abandoned depot`."""
    if at and line.is_a(words[at - 1], "article") and words[at].endswith("ed"):
        return False
    return is_finite(words[at], line.lexicon) or any(len(trigger.slots) == 1 for trigger in line.lexicon.triggers.get(words[at], ()))


def _is_located(between: Sequence[str], phrase: PlacePhrase, line: _Line) -> bool:
    """Tell whether a relative clause says where the place before it lies: `X, which lies 30 km south of Y,`."""
    relative = len(between) > 1 and line.is_a(between[-2], "relative") and line.is_a(between[-1], "lies")
    return relative and (_is_sided(phrase) or phrase.distance_km is not None)


def _name_end(phrase: PlacePhrase, line: _Line) -> int:
    """Return the word after a name and the noun that says what it is: `X town`, `the X direction`."""
    after = phrase.last
    return after + (after < len(line.lowers) and "noun" in slots_of(line.lowers[after], line.lexicon))


def _acts(phrase: PlacePhrase, line: _Line) -> bool:
    """Tell whether a verb follows a name, which is then a subject and no member of a list."""
    return phrase.last < len(line.lowers) and "verb" in line.lexicon.clauses.get(line.lowers[phrase.last], ())


def _names_road(phrase: PlacePhrase, line: _Line) -> bool:
    """Tell whether a town's name only says which road is meant: `the Damascus road`."""
    place = line.placed[phrase.mention].place
    is_town = place is not None and place.kind == "settlement"
    return is_town and phrase.last < len(line.lowers) and line.is_a(line.lowers[phrase.last], "along_noun")


def _are_towns(one: PlacePhrase, other: PlacePhrase, line: _Line) -> bool:
    """Tell whether two phrases both name settlements."""
    places = [line.placed[phrase.mention].place for phrase in (one, other)]
    return all(place is not None and place.kind == "settlement" for place in places)


def _goes_on(phrase: PlacePhrase, line: _Line) -> bool:
    """Tell whether a list goes on behind a phrase: `in A, near B and at C`."""
    after = line.lowers[phrase.last : phrase.last + 2]
    return bool(after) and (line.is_a(after[0], "listing") or (after[0] == "," and len(after) > 1 and line.is_a(after[1], "listing")))


def _names_several(phrase: PlacePhrase, line: _Line) -> bool:
    """Tell whether towns lie on a side of a place, which then are named: `two villages west of X, A and B,`."""
    return any(lower.endswith("s") and line.is_a(lower, "ground") for lower in line.lowers[phrase.start : phrase.first])


def _tight_link(previous: PlacePhrase, phrase: PlacePhrase, line: _Line, *, comma: bool) -> str:
    sided = _is_sided(previous)
    extent, before = line.extent(phrase.mention), line.extent(previous.mention)
    larger, smaller = extent > before, extent < before
    if phrase.case in ("toward", "at") and smaller and not comma and before == _COUNTRY:
        return "described"  # `deeper into Lebanon towards X`, `entered Somalia at X`
    if phrase.case in ("from", "toward", "to") or (phrase.led == "from" and phrase.distance_km is None):
        return ""
    if previous.case == "from" and line.is_a(phrase.preposition, "entering"):
        return ""  # `from X into Y`
    if phrase.relation == "near" and (sided or (smaller and previous.case in ("at", "of"))) and not comma:
        return "described"  # `into Lebanon near X`
    apart = is_sided(phrase.relation) or (phrase.case == "at" and not line.is_a(phrase.preposition, "inside"))
    if apart and not comma and not larger and _names_road(previous, line):
        return "described"  # `on the Damascus road near X`
    if comma and not phrase.case and is_sided(previous.relation) and _names_several(previous, line):
        return "described"
    if comma:
        if (sided or previous.relation == "between") and not phrase.case and _acts(phrase, line):
            return "described"  # `A hub south of A, B has been shelled`
        if phrase.distance_km is not None or (phrase.relation and " of" in phrase.relation and not sided):
            return "describes"
        is_on = line.is_a(phrase.preposition, "on") or line.is_a(line.lowers[phrase.start], "on")
        if phrase.case in ("", "at") and (larger or is_on):
            return "describes"  # `near A, on the border of B`, `at A, on the road from B to C`
        if phrase.relation == "near" and previous.relation is None and previous.case and not _goes_on(phrase, line):
            return "describes"  # `an attack on A, near B, killed`
        return "list" if not phrase.case or phrase.case == previous.case else ""
    touches = larger and previous.last == phrase.first  # `у Вовчанську Харківської області`
    return "describes" if phrase.case or phrase.relation or touches else ""
