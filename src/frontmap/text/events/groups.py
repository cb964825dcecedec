"""Reads noun phrases that name those who fight: where one begins and ends, and whether it only qualifies another."""

from __future__ import annotations

from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import is_finite, is_preposition
from frontmap.text.events.sides import DESCRIBING, NAME_REACH, Sides, Words, ends_name, is_name_in_capitals

FIGHTERS = frozenset({"force", "party", "home_force"})
"""Classes of words for those who fight."""
_ARMS = frozenset({"equipment", "ranged"})
"""Classes of words for what those who fight use."""
_ROUGHLY = frozenset({"about", "around", "over", "up", "to", "as", "many", "more", "than", "at", "least", "some"})
"""Words before a number that say how sure it is: `up to 100 gunmen`."""
_TOLD = frozenset({"told", "tells"})
"""Verbs between which and a clause stands who was told: `a source told the Agency troops had left`."""
_OF_VERBS = frozenset({"passive", "modal"})
"""Classes of the words that only help a verb."""
_PRONOUNS = frozenset({"it", "them"})
_COUNTING = frozenset({"group", "force", "unit_word"})
"""Classes of words before an `of` that belong to the name after it: `members of X`."""
_GRAMMAR = frozenset({"pronoun", "saying", "helping", "of", "own", "passive", "including", "degree"})
"""Classes of words that are no adjectives."""
_BEFORE_YEAR = frozenset({"in", "since", "of", ","})
"""Words after which four digits may be a year."""
_HELPERS = 7
"""Words of the first of those who help somebody."""
_YEAR_DIGITS = 4
_STOPS = frozenset({",", ";", ":", ".", "(", ")", "-", "–", "—"})
"""Marks between a name and a verb that is not its own; quotation marks are none."""
_ALLIED = ("backed", "led")
"""How an adjective ends that tells whose friends those are who fight: `Alphian-backed rebels`."""
_ADVERBS = frozenset({"also", "now", "then", "first", "later", "still", "already", "again", "soon"})
"""Adverbs between a subject and its verb, beside those in -ly."""
_ADJECTIVE = 4
"""Letters of the shortest adjective that stands between whose a force is and its noun."""


def names_group(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word is the last one of a name, or a noun, for those who fight."""
    if lexicon.is_any(sides.parsed.lowers[word], FIGHTERS):
        return True
    if _is_shouted(word, lexicon, sides) or sides.parsed.lowers[word] in lexicon.calendar:
        return False
    if sides.named_by(word) is not None:
        return True
    name = sides.name_up_to(word)
    if sides.named[word] < 0:
        return len(name) > 1 and (sides.of(" ".join(name)) or _of_ground(word, len(name), sides)) is not None  # `Boko Haram`
    return _acts(word, len(name), lexicon, sides) and sides.of(" ".join(name)) is not None


def _of_ground(word: int, length: int, sides: Sides) -> str | None:
    """Return the side of a name that begins with that of a place: `Alphia People's Front`."""
    ground = word - length
    if ground < 0 or sides.named[ground] < 0:
        return None
    return sides.of(" ".join([*sides.name_up_to(ground), *sides.parsed.words[ground + 1 : word + 1]]))


def _acts(word: int, length: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a place's name is the subject of a verb: `Russia launched 40 drones`, but not `men fleeing Russia burnt A`."""
    lowers, before, after = sides.parsed.lowers, word - length, word + 1
    after += after < len(lowers) and not lowers[after][0].isalnum() and lowers[after] not in _STOPS
    after += after < len(lowers) and (lowers[after] in _ADVERBS or lowers[after].endswith("ly"))
    if after >= len(lowers) or (before >= 0 and (lowers[before].endswith("ing") or is_preposition(lowers[before], lexicon))):
        return False
    armed = lexicon.is_any(lowers[after], _ARMS)  # `a US drone hit A`
    if lowers[after] in lexicon.bases and lowers[after].endswith("s") and not is_finite(lowers[min(after + 1, len(lowers) - 1)], lexicon):
        return True  # `Alphia attacks a base in A`
    return armed or is_finite(lowers[after], lexicon) or lowers[after] == "to" or lowers[after].endswith("ed")


def hangs(first: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a noun phrase only qualifies another: `backed by heavy X raids`, `the town of X`, but not `members of X`."""
    if first <= start:
        return False
    roughly = _ROUGHLY if sides.parsed.lowers[first][0].isdigit() else ()
    while first - 1 > start and (lexicon.is_a(sides.parsed.lowers[first - 1], "qualifying") or sides.parsed.lowers[first - 1] in roughly):
        first -= 1
    before = sides.parsed.lowers[first - 1]
    if lexicon.is_a(before, "of"):
        counted = first - 2 >= start and _counts(first - 2, lexicon, sides)
        return not counted or hangs(first - 2, start, lexicon, sides)
    if before == "and" and first - 2 > start and sides.named[first - 2] >= 0 and sides.named[first] >= 0:
        return hangs(first - 2, start, lexicon, sides)  # `in A and B`
    if before == "and" and _is_among_helpers(first - 2, start, sides):
        return True
    posing = before == "as" and first - 1 > start  # `gunmen dressed as soldiers`
    return posing or is_preposition(before, lexicon) or lexicon.is_a(before, "including")


def _is_among_helpers(word: int, start: int, sides: Sides) -> bool:
    """Tell whether a list goes on here of those who help somebody: `units backed by X jets and Y gunners took A`."""
    lowers = sides.parsed.lowers
    for at in range(word, max(start + 1, word - _HELPERS), -1):
        if lowers[at] == "by":
            return lowers[at - 1].endswith("ed")
        if not lowers[at][0].isalnum() and lowers[at] != "-":
            return False
    return False


def whole_name(last: int, start: int, lexicon: Lexicon, sides: Sides) -> Words:
    """Return the noun phrase that ends with a word: back over capitals and group words to its article."""
    first = last
    while first > start and last - first < NAME_REACH:
        if sides.parsed.lowers[first - 1] == "own" and first - 1 > start:
            first -= 1  # `its own men`
        if lexicon.is_a(sides.parsed.lowers[first - 1], "article"):
            first -= 1
            if not _goes_on_before(first, start, lexicon, sides):
                return first, last + 1
            continue
        before = _one_more(first, start, lexicon, sides)
        if before is None:
            break
        first = before
    while first < last and lexicon.is_a(sides.parsed.lowers[first], "of"):
        first += 1
    return first, last + 1


def _goes_on_before(article: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a noun phrase goes on before an article: `troops of the 58th Division`, `X and the Y`."""
    of = article > start and lexicon.is_a(sides.parsed.lowers[article - 1], "of")
    return of or _is_joined(article, start, lexicon, sides)


def _is_joined(first: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether an `and` joins a phrase to a group before it: `tanks and infantry`, `X and the Y`."""
    lowers = sides.parsed.lowers
    if first - 1 < start or first < 2 or lowers[first - 1] != "and":
        return False
    if not names_group(first - 2, lexicon, sides):
        return _is_short_country(first - 2, sides) and sides.parsed.words[first][0].isupper()  # `U.S. and Iraqi troops`
    if first - 2 >= start:
        return True
    said = first > 2 and (lexicon.is_a(lowers[first - 3], "saying") or lowers[first - 3] == "that")
    return said and sides.parsed.words[first - 2][0].isupper()  # `A said X and Y fighters had left`, where a clause seems to begin


def _is_short_country(word: int, sides: Sides) -> bool:
    """Tell whether a word is a country's name in capitals, which serves as its adjective too: `U.S.`, `UK`."""
    written = sides.parsed.words[word]
    return written.isupper() and not sides.parsed.all_caps and sides.named[word] >= 0 and sides.of(written) is not None


def _one_more(first: int, start: int, lexicon: Lexicon, sides: Sides) -> int | None:
    """Return where a noun phrase begins with one more word, or one more part, before it; None where it begins already."""
    lowers = sides.parsed.lowers
    if _is_joined(first, start, lexicon, sides):
        return first - 2
    listed = lowers[first - 1] == "and" or (lowers[first - 1] == "," and lowers[first].isdigit())
    if listed and first - 2 >= start and lowers[first - 2].isdigit():  # `51, 53 and 55 Divisions`
        return first - 2
    if lowers[first - 1] == ")" and first - 4 >= start and lowers[first - 3] == "(":  # `the Arakan Army (AA) fighters`
        return first - 4
    if lowers[first - 1] in _ALLIED and first - 3 >= start and lowers[first - 2] == "-":  # `the U.S.-led coalition`
        return first - 3
    if lowers[first - 1] == "'" and first - 2 >= start and lexicon.is_a(lowers[first - 2], "party"):
        return first - 2  # `the rebels' forces`
    if _belongs(first - 1, lexicon, sides):
        return first - 1
    described = first
    while first - described < DESCRIBING and described - 1 > start and _describes(described - 1, lexicon, sides):
        described -= 1
    return described if described < first and _bounds(described - 1, lexicon, sides) else None


def _describes(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word before a group's noun may be an adjective of it: a small one that is no verb and no word of grammar or time."""
    lower, written = sides.parsed.lowers[word], sides.parsed.words[word]
    if not written[0].islower() or len(lower) < _ADJECTIVE or lower.endswith(("ly", "ing", "ed")) or is_preposition(lower, lexicon):
        return False
    grammar = lower in lexicon.clauses or lower in lexicon.calendar or lexicon.is_any(lower, _GRAMMAR)
    infinitive = lower in lexicon.bases and sides.parsed.lowers[word - 1] == "to"  # `to block rebel reinforcements`
    return not grammar and not infinitive and not _says_where(word, lexicon, sides) and not is_finite(lower, lexicon)


def _says_where(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a point of the compass ends a phrase of its own: `while to the south X fighters seized A`."""
    lowers = sides.parsed.lowers
    led = word > 1 and lexicon.is_a(lowers[word - 1], "article") and is_preposition(lowers[word - 2], lexicon)
    return led and lowers[word] in lexicon.compass


def _bounds(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether adjectives that follow a word belong to a noun phrase: an article, a preposition, or whose the group is."""
    lower = sides.parsed.lowers[word]
    if lexicon.is_any(lower, frozenset({"article", "party", "including", "unit_word"})) or is_preposition(lower, lexicon):
        return True
    return sides.parsed.words[word][0].isupper() and (sides.of(sides.parsed.words[word]) is not None or sides.is_outsider(word))


def _counts(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether the word before an `of` names a part of those after it: `members of X`, but not `the help of X`."""
    return lexicon.is_any(sides.parsed.lowers[word], _COUNTING)


def _belongs(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word before a group's noun is a part of its name."""
    lower, written = sides.parsed.lowers[word], sides.parsed.words[word]
    if lexicon.is_a(lower, "of"):
        return word == 0 or _counts(word - 1, lexicon, sides)
    if lexicon.is_a(lower, "group") and lexicon.is_a(sides.parsed.lowers[word + 1], "of"):
        return True
    if word and sides.parsed.lowers[word - 1] in _TOLD:
        return False
    grammar = lower in lexicon.clauses and not is_name_in_capitals(sides.parsed, word)  # `IS fighters`
    if grammar or lower == "if" or (is_preposition(lower, lexicon) and written[0].isupper()):  # `As troops`, `If fighters`
        return False
    if sides.named[word] >= 0:
        return sides.named[word] == sides.named[word + 1] or sides.of(written) is not None  # `South Sudan`, `U.S. warplanes`
    if lexicon.is_timed(lower, "month", "weekday") or _is_year(word, lexicon, sides):
        return False
    linked = written[0].isupper() or written[0].isdigit() or lower.endswith(_ALLIED) or lower.startswith(("pro-", "anti-"))
    return linked or lexicon.is_a(lower, "party") or lexicon.is_a(lower, "unit_word")


def _is_year(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a number ends a date and counts nobody: `On 23 November 2008 troops took A`, `in 2014 rebels`."""
    lower, before = sides.parsed.lowers[word], sides.parsed.lowers[word - 1] if word else ""
    dated = before in _BEFORE_YEAR or before.isdigit() or lexicon.is_timed(before, "month")
    return dated and len(lower) == _YEAR_DIGITS and lower.isdigit() and lower.startswith(("19", "20"))


def name_end(first: int, stop: int, lexicon: Lexicon, sides: Sides) -> int:
    """Return the word after the noun phrase that begins at a word."""
    end = first
    while end < stop and not ends_name(sides.parsed, end, lexicon) and not _says_more(end, first, lexicon, sides):
        end += 1
    return end


def _says_more(word: int, first: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a verb or a new phrase after a force says more of it: `by troops stationed there`, `by troops a year ago`."""
    lower = sides.parsed.lowers[word]
    begins = lower in lexicon.past or (lexicon.is_a(lower, "article") and not sides.parsed.words[word][0].isupper())
    return word > first and begins and lexicon.is_any(sides.parsed.lowers[word - 1], FIGHTERS)


def may_act(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word may name somebody who fights, or what he fights with."""
    if lexicon.is_any(sides.parsed.lowers[word], FIGHTERS | _PRONOUNS):
        return True
    return sides.parsed.words[word][0].isupper() and not _is_shouted(word, lexicon, sides)


def _is_shouted(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a word of a text in capitals is a verb or helps one, and so no name: `THE BATTALION IS CARRYING OUT AN ATTACK`."""
    lower = sides.parsed.lowers[word]
    return sides.parsed.all_caps and (is_finite(lower, lexicon) or lexicon.is_any(lower, _OF_VERBS))
