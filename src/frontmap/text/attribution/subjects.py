"""Finds the subject of a verb to its left: past adverbs, dates, asides and titles, with or without their commas."""

from __future__ import annotations

from frontmap.text.attribution.phrases import (
    DASHES,
    GO_ON,
    LONGEST,
    MARKS,
    RELATIVE,
    Reader,
    Words,
    is_break,
    is_quoted_name,
    is_short_quotation,
    opening_of,
    phrase_ending,
)

_LONGEST_TOWN = 3
"""Words of the name of a town after a noun for it."""
_HAVE = frozenset({"have", "has", "had"})
_JOINING = frozenset({"and", "but", "yet", "while"})


def subject_before(r: Reader, low: int, verb: int) -> tuple[Words | None, Words | None]:
    """Find the subject of a verb among the words from ``low`` on.

    Returns
    -------
    tuple
        The words that name the subject, and what a relative pronoun stands for (None for other subjects).
    """
    low = max(low, verb - LONGEST)
    end = _skip_back(r, low, verb)
    if end <= low:
        return None, None
    last = r.lowers[end - 1]
    if last in ("and", "or", "but"):
        return None, None
    if last in DASHES:
        opening = next((j for j in range(end - 2, max(low, end - 14), -1) if r.words[j] == r.words[end - 1]), None)
        return (phrase_ending(r, low, opening), None) if opening else (None, None)
    if last == ",":
        return _before_apposition(r, low, end - 1), None
    if last in RELATIVE or (last == "that" and end - 2 >= low and r.words[end - 2].isalnum()):
        stop = end - 1
        while stop > low and r.words[stop - 1] == ",":
            stop -= 1
        return (end - 1, end), _whole_apposition(r, low, phrase_ending(r, low, stop))
    if last in r.pron and last != "who":
        return (end - 1, end), None
    if last in MARKS and end - 1 in r.quoted and not is_quoted_name(r, low, end - 1):
        return None, None
    phrase = phrase_ending(r, low, end)
    if phrase and phrase[0] - 2 > low and r.lowers[phrase[0] - 1] in r.prep and r.lowers[phrase[0] - 2] in _HAVE:
        return subject_before(r, low, phrase[0] - 1)  # "the leaders had on several occasions said"
    if phrase and (comma := _before_whereabouts(r, low, phrase)) is not None:
        return _before_apposition(r, low, comma), None
    if phrase and phrase[0] - 1 > low and r.words[phrase[0] - 1] == "," and _is_loose_aside(r, low, phrase):
        return (_before_apposition(r, low, phrase[0] - 1) if _opens_loosely(r, phrase) else (_start_of(r, low, phrase), phrase[1])), None
    if phrase and all(r.lowers[i] in r.time or r.lowers[i] in r.adv for i in range(*phrase)):
        return None, None
    return _with_title(r, low, _with_portfolio(r, low, phrase)), None


def _whole_apposition(r: Reader, low: int, phrase: Words | None) -> Words | None:
    """Take in the name before a description (``John Hale, an aide to the president, who said``)."""
    comma = next((j for j in range(phrase[0], low + 2, -1) if r.words[j - 1] == ","), None) if phrase else None
    if phrase is None or comma is None or r.lowers[comma] not in ("a", "an", "the"):
        return phrase
    named = r.is_capital(comma - 2) and r.is_capital(comma - 3) and any(r.lowers[i] in r.roles for i in range(comma, phrase[1]))
    return (_run_before(r, low, comma - 1), phrase[1]) if named else phrase


def _before_whereabouts(r: Reader, low: int, phrase: Words) -> int | None:
    """Return the comma in ``the agency, UNHCR, in Alpha said``, where the last phrase only tells where the subject is."""
    place = phrase[0] - 1
    if place - 2 <= low or r.lowers[place] not in ("in", "at", "near") or r.words[place - 1] != ",":
        return None
    named = all(r.is_capital(i) for i in range(*phrase)) and not any(r.lowers[i] in r.roles for i in range(*phrase))
    return place - 1 if named and "," in r.words[max(low, place - 8) : place - 1] else None


def _opens_loosely(r: Reader, phrase: Words) -> bool:
    """Tell whether a phrase can be no subject: ``speaking to reporters``, ``60 miles west of Alpha``."""
    opener = r.lowers[phrase[0]]
    return opener in ("speaking", "citing", "quoting") or (opener.isdigit() and "of" in r.lowers[phrase[0] : phrase[1]])


def _is_loose_aside(r: Reader, low: int, phrase: Words) -> bool:
    """Tell whether a phrase before a verb describes the name before it, though no comma closes it (``Hale, a teacher of law said``)."""
    if _opens_loosely(r, phrase):
        return True
    start = _start_of(r, low, phrase)
    name = range(start, phrase[0] - 1)
    roles = r.roles if r.lowers[phrase[0]] in ("a", "an", "another") else r.ranks  # "Hale, the governor told reporters"
    described = any(r.lowers[i] in roles for i in range(*phrase))
    described = described and r.lowers[phrase[1] - 1] not in r.speech.nouns  # "took the seat of Hale, a military report said"
    opener = r.lowers[start] if len(name) > 1 else ""
    adverbial = opener in r.prep or opener in r.time or opener.endswith("ing")
    if not described or len(name) < 2 or adverbial or r.has_verb(start, name[-1]):
        return False
    if roles is r.ranks:
        return (start <= low or start - 1 in r.quoted) and all(r.is_capital(i) or r.is_title_stop(i) for i in name)
    return r.is_capital(name[0]) and (r.is_capital(name[-1]) or r.words[name[-1]] == ")")


def _start_of(r: Reader, low: int, phrase: Words) -> int:
    """Return where the stretch before the comma before a phrase begins."""
    return _segment_start(r, low, phrase[0] - 1)


def _with_portfolio(r: Reader, low: int, phrase: Words | None) -> Words | None:
    """Take in the list in ``the Ministry of Information, Culture, and Tourism`` and ``residents of Alpha, Beta and Gamma``."""
    if phrase is None or not r.is_capital(phrase[0]) or phrase[0] - 2 < low or "and" not in r.lowers[phrase[0] - 1 : phrase[1]]:
        return phrase
    start = phrase[0]
    while start - 2 >= low and (r.words[start - 1] == "," or r.lowers[start - 1] == "and"):
        start = _run_before(r, low, start - 1 - (r.words[start - 2] == ","))
        whose = max(low, start - 1)
        office = next((i for i in range(whose, phrase[0]) if r.lowers[i] in r.roles and r.lowers[i + 1] in ("of", "for", "from")), None)
        if office is not None:
            return office - (office > low and r.lowers[office - 1] in r.det), phrase[1]
    return phrase


def _run_before(r: Reader, low: int, end: int) -> int:
    """Return where the capitalised words before a mark begin, with ``of`` and ``for`` among them."""
    start = end
    while start > low and (r.is_capital(start - 1) or r.lowers[start - 1] in ("of", "for")):
        start -= 1
    return start


def _with_title(r: Reader, low: int, phrase: Words | None) -> Words | None:
    """Take in the title of ``the Prime Minister, Najib Razak``."""
    if phrase is None or phrase[0] - 2 < low or r.words[phrase[0] - 1] != ",":
        return phrase
    if not all(r.is_capital(i) or r.is_title_stop(i) or r.lowers[i].startswith(("al-", "el-")) for i in range(*phrase)):
        return phrase
    title = phrase_ending(r, low, phrase[0] - 1)
    if title and title[0] > low and r.lowers[title[0] - 1] in r.prep and r.lowers[title[0] - 1] not in r.subord:
        return phrase  # "in Alpha, Hale said", but "a week after the leader, Hale, said"
    if title and title[1] - title[0] <= 8 and any(r.lowers[i] in r.ranks for i in range(*title)) and not _opens_clause(r, title[0]):
        return title[0], phrase[1]
    return phrase


def _opens_clause(r: Reader, i: int) -> bool:
    word = r.lowers[i]
    return word in r.prep or word in r.conj or word.endswith("ing") or word in r.speech.frames


def _skip_back(r: Reader, low: int, i: int) -> int:
    """Step left over auxiliaries, adverbs and dates that stand between a subject and its verb."""
    j = i
    while j > low:
        if _is_between(r, low, j - 1) or _is_in_date(r, j - 1, i):
            j -= 1
        elif (opening := opening_of(r, low, j - 1)) is not None and r.time.intersection(r.lowers[opening:j]):
            j = opening
        else:
            break
    return j


def _is_between(r: Reader, low: int, j: int) -> bool:
    """Tell whether a word is an auxiliary or an adverb, and not the end of a name (``Myanmar Now``)."""
    if r.words[j] == "IS":
        return False
    if (r.lowers[j] in GO_ON and r.lowers[j + 1] == "to") or (r.lowers[j] == "to" and r.lowers[j - 1] in GO_ON):
        return True  # "officials continue to insist"
    return (r.lowers[j] in r.aux and not r.is_surname(j)) or (r.is_adverb(j) and not (j > low and r.is_capital(j)))


def _is_in_date(r: Reader, j: int, end: int) -> bool:
    """Tell whether a word belongs to a date that goes on up to ``end``."""
    word = r.lowers[j]
    dated = j + 1 < end and r.lowers[j + 1] in r.time
    if j > 1 and (word.isdigit() or word == ".") and r.lowers[j - 1 - (word.isdigit() and r.words[j - 1] == ".")] in r.time:
        return word.isdigit() or r.words[j + 1].isdigit()  # "Alphia Nov. 11 acknowledged"
    if word in r.time or (word.isdigit() and dated):
        return not _is_name_end(r, j)
    return dated and (word in ("on", "in", "at", "of", "by", "since", "during") or word in r.det)


def _is_name_end(r: Reader, i: int) -> bool:
    """Tell ``Robert May`` and ``Sky TV`` from a date."""
    return r.lowers[i] in ("may", "sun", "sat", "mar", "night", "day") and i > 0 and r.is_capital(i) and r.is_capital(i - 1)


def _before_apposition(r: Reader, low: int, comma: int) -> Words | None:
    """Find ``X`` in ``X, head of the DPR, said``, the verb being after the comma."""
    end = comma
    for _ in range(5):
        start = _segment_start(r, low, end)
        if start == end:
            return None
        if start <= low or r.words[start - 1] != "," or (end < comma and _is_fronted(r, low, start - 1)):
            break
        clause = _segment_start(r, low, start - 1)
        if r.lowers[start] in r.det and clause <= low and end < comma and r.has_verb(clause, start - 1):
            break  # "Alpha fell, a soldier, whose unit was there, said"
        if not _is_aside(r, start, end) and not _is_end_of_office(r, low, start):
            break
        end = start - 1
    head = phrase_ending(r, start, end)
    if head is None:
        return None
    titled = _with_title(r, low, head)
    return (titled or head)[0], comma


def _is_end_of_office(r: Reader, low: int, start: int) -> bool:
    """Tell whether a name ends the office before it, whose holder stands before that (``Hale, head of Sector One, North Division,``)."""
    office = _segment_start(r, low, start - 1)
    held = _is_office(r, office, start - 1) or (r.lowers[office] in r.det and _is_office(r, office + 1, start - 1))
    if not held or office - 2 <= low or r.words[office - 1] != ",":
        return False
    holder = _segment_start(r, low, office - 1)
    named = office - 1 - holder >= 2 and r.is_capital(office - 2) and r.is_capital(office - 3)
    # "and Beta near Alpha, its mayor, Hale,"
    joined = any(r.lowers[i] in r.prep or r.lowers[i] in r.conj for i in range(holder, office - 1))
    return named and not joined and not r.has_verb(holder, office - 1)


def _is_fronted(r: Reader, low: int, comma: int) -> bool:
    """Tell whether only an adverbial stands before a comma (``In turn, the broadcaster, which ..., said``)."""
    start = _segment_start(r, low, comma)
    opener = r.lowers[start] if start < comma else ""
    return start <= low and (opener in r.prep or opener in r.time or opener in r.subord or opener in r.adv)


def _segment_start(r: Reader, low: int, end: int) -> int:
    """Return the start of the stretch without commas that ends at ``end``."""
    j = end
    while j > low and r.words[j - 1] != "," and not is_break(r.words[j - 1]) and (j - 1 not in r.quoted or _is_inside_clause(r, j - 1)):
        if (opening := opening_of(r, low, j - 1)) is not None:
            j = opening
        elif j - 1 in r.quoted:
            j = r.parsed.quotations[r.quoted[j - 1]].first - 1
        else:
            j -= 1
    return j


def _is_inside_clause(r: Reader, mark: int) -> bool:
    """Tell whether a quotation is a name, or what a clause goes on with (``while confirming that "rebels entered Alpha", ...``)."""
    opening = r.parsed.quotations[r.quoted[mark]].first - 1
    return is_short_quotation(r, mark) or (opening > 0 and r.lowers[opening - 1] == "that")


def _is_aside(r: Reader, start: int, end: int) -> bool:
    """Tell whether the stretch between two commas describes what stands before it."""
    first = r.lowers[start]
    if start - 2 > 0 and r.lowers[start - 2] in r.speech.classes["seat"] and end - start <= _LONGEST_TOWN:
        return True  # "a statement from the mission in the Alphian capital, Beta, said"
    if first in _JOINING and r.lowers[start + 1].endswith("ing"):
        return True  # "Alphia, while admitting losses, claimed"
    if first == "while":
        return False
    if first in _JOINING:
        return _is_office(r, start, end) or r.lowers[start + 1] in r.ranks
    if first in RELATIVE or first in r.det or first in r.poss or first in r.prep or first in r.time or first.isdigit():
        return True
    if first in r.subord or first in ("where", "when"):
        return True
    if first.endswith(("ing", "ed")) or first in r.reduced or r.is_adverb(start):
        return True
    owned = r.lowers[start].endswith(("'s", "’s")) and not r.is_capital(end - 1)  # "the Alpha Brigades, Beta's armed wing, said"
    described = not r.is_capital(start) or owned or _is_office(r, start, end)
    return described and not r.has_verb(start, end)


def _is_office(r: Reader, start: int, end: int) -> bool:
    """Tell whether a stretch that begins with a capital says what somebody is (``Lakes correspondent for Radio Sol``)."""
    roles = [i for i in range(start, end) if r.lowers[i] in r.roles]
    if roles and (not r.is_capital(end - 1) or (roles[0] == start and r.lowers[start + 1] in ("of", "for"))):
        return True  # "Ivan Hale, Governor of Alpha State, said"
    return any(i + 1 < end and not r.is_capital(i) and r.lowers[i + 1] in ("of", "for", "at", "in", "with") for i in roles)
