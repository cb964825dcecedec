"""Finds the noun phrase that speaks, left or right of a verb, with the closed word classes of a language and no parser.

Spans here are word indices into ``Parsed``, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from frontmap.model import Parsed
from frontmap.registry.sources import Role
from frontmap.text.attribution.speech import Cue, Speech

Words = tuple[int, int]
RoleOf = Callable[[str], Role | None]
"""Tells what kind of speaker a noun stands for."""

MARKS = frozenset({'"', "“", "”", "„", "«", "»", "``", "''", "‘", "’", "'"})
_BREAKS = frozenset({";", ":", "—", "–", "--", "-", "…", "...", "|", "•", "(", "[", "*"})
_INNER = frozenset("&%$€£/'’ʼ.,()\"“”„«»‘`°")
"""Marks that may stand inside a name or have a meaning of their own."""
_STOPS = frozenset({".", "!", "?"})
_BRACKETS = {")": "(", "]": "["}
DASHES = frozenset({"—", "–", "--", "-"})
RELATIVE = frozenset({"who", "which", "whom", "whose"})
GO_ON = frozenset({"continue", "continues", "continued", "continuing", "proceeded"})
"""Verbs after which ``to say`` is said."""
GIVES_NAME = frozenset({"himself", "herself", "name", "only", "known"})
"""Words before ``as`` and somebody's name (``who gave his name as Omar``)."""
LEADS = frozenset({"in", "on", "at", "by", "during", "via", "through", "to"})
"""Prepositions that open where or to whom something was said."""
_NAMING = frozenset({"called", "named", "nicknamed", "codenamed"})
_LONGEST_NAME = 7
"""Words of a person's rank and name at most."""
_LONG_PHRASE = 6
"""Words from which on a phrase before a verb may hold a clause that no comma parts from it."""
_LACK = 5
"""Words of ``, without giving any proof`` at most."""
_LONGEST_OUTCOME = 12
"""Words of how a statement came out at most."""
LONGEST = 40
"""No subject is looked for farther than this many words from its verb: it keeps hostile input linear."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A parsed document with what is looked up at every step."""

    parsed: Parsed
    speech: Speech
    words: tuple[str, ...]
    lowers: tuple[str, ...]
    quoted: dict[int, int]
    """Index of each opening and closing quotation mark to its quotation."""
    det: frozenset[str]
    poss: frozenset[str]
    pron: frozenset[str]
    prep: frozenset[str]
    conj: frozenset[str]
    aux: frozenset[str]
    adv: frozenset[str]
    time: frozenset[str]
    venue: frozenset[str]
    finite: frozenset[str]
    reduced: frozenset[str]
    subord: frozenset[str]
    roles: frozenset[str]
    """Nouns for those who speak."""
    ranks: frozenset[str]
    """Those that stand before a name as a title."""

    def is_capital(self, i: int) -> bool:
        """Tell whether the word begins with a capital."""
        return self.words[i][0].isupper()

    def is_adverb(self, i: int) -> bool:
        """Tell whether the word may stand between a subject and its verb."""
        low = self.lowers[i]
        return low in self.adv or (len(low) > 4 and low.endswith("ly") and not self.is_capital(i))

    def is_verb(self, i: int) -> bool:
        """Tell whether the word is likely a finite verb (of any meaning)."""
        low = self.lowers[i]
        if (low not in self.speech.verbs and not low.endswith("ed")) or (i and self.lowers[i - 1] == "to"):
            return False
        if self.words[i] == "IS":
            return False  # the Islamic State
        if low in self.aux or low in self.finite:
            return not self.is_surname(i)
        if self.is_capital(i) and not self.parsed.all_caps:
            return False
        if low.endswith("ed") and len(low) > 3 and low not in self.speech.classes["edword"]:
            if "-" in low and low.partition("-")[0] not in ("re", "counter"):
                return False  # "security-related", "rebel-held"
            following = self.lowers[i + 1] if i + 1 < len(self.lowers) else ""
            if low not in self.speech.cues and following in self.roles and following not in self.speech.nouns:
                return False  # "armed forces", "wounded soldiers", but "released footage"
            return i == 0 or not (self.lowers[i - 1] in ("the", "a", "an", "this", "these", "those") or self.lowers[i - 1] in self.poss)
        return self.cue_at(i) is not None and not self.is_compound(i)

    def is_surname(self, i: int) -> bool:
        """Tell whether an auxiliary with a capital is the end of a name (``Polat Can``, ``Robert May``)."""
        if not self.is_capital(i):
            return False
        if i > 0 and (self.is_title_stop(i - 1) or self.lowers[i - 1] in self.ranks):
            return True  # "Capt. Drew Hale"
        if self.lowers[i] not in ("may", "can", "will"):
            return False
        return self.lowers[i] == "may" or (i > 0 and self.is_capital(i - 1))

    def cue_at(self, i: int, *, noun: bool = False) -> Cue | None:
        """Return the finite verb of saying at a word, with ``noun`` also where the form may be a noun."""
        for cue in self.speech.cues.get(self.lowers[i], ()):
            if not cue.tail and not cue.participle and (noun or not cue.noun):
                return cue
        return None

    def is_title_stop(self, i: int) -> bool:
        """Tell whether a full stop belongs to a title or an initial (``Gen. J. Hale``)."""
        if i == 0 or self.words[i] != ".":
            return False
        before = self.words[i - 1]
        return self.lowers[i - 1] in self.speech.titles or (len(before) == 1 and before.isupper())

    def is_verb_stem(self, i: int) -> bool:
        """Tell whether the word after ``to`` is a verb (``to have taken``) and not who is told."""
        return i < len(self.lowers) and (self.lowers[i] in self.aux or not (self.is_capital(i) or self.lowers[i] in self.det))

    def is_compound(self, i: int) -> bool:
        """Tell whether a word begins a compound noun (``think tank``)."""
        return i + 1 < len(self.lowers) and f"{self.lowers[i]} {self.lowers[i + 1]}" in self.speech.classes["compound"]

    def has_verb(self, start: int, end: int) -> bool:
        """Tell whether a finite verb stands among the words."""
        return any(self.is_verb(i) for i in range(start, min(end, start + 200, len(self.lowers))))


def reader(parsed: Parsed, speech: Speech, roles: frozenset[str], ranks: frozenset[str]) -> Reader:
    """Make the look-up record of a document; ``roles`` are the nouns for those who speak, ``ranks`` the titles among them."""
    quoted: dict[int, int] = {}
    for index, quotation in enumerate(parsed.quotations):
        quoted[quotation.first - 1] = index
        if quotation.closed:
            quoted[quotation.last] = index
    names = ("det", "poss", "pron", "prep", "conj", "aux", "adv", "time", "venue", "finite", "reduced", "subord")
    classes = {name: speech.classes[name] for name in names}
    words = _in_mixed_case(parsed, speech, roles) if parsed.all_caps else parsed.words
    return Reader(parsed=parsed, speech=speech, words=words, lowers=parsed.lowers, quoted=quoted, roles=roles, ranks=ranks, **classes)


def _in_mixed_case(parsed: Parsed, speech: Speech, roles: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a text in capitals with those in lower case that are no names: closed classes, verbs, roles, plain words."""
    words: list[str] = []
    for word, low in zip(parsed.words, parsed.lowers, strict=True):
        ends_name = bool(words) and words[-1].isupper() and words[-1].isalpha()
        plain = low in speech.lower or low in roles or (low in speech.common and not ends_name)
        words.append(low if plain and low not in speech.titles else word)
    return tuple(words)


def name_at_end(r: Reader, role: RoleOf, start: int, end: int) -> Words | None:
    """Return the person's name that ends a stretch: two or three capitalised words of which none names a body or an office.

    ``голова обласної адміністрації Олег Рудик`` gives the last two words, ``штаб Збройних Сил`` none.
    """
    first = end
    while first > start and end - first < 4 and r.is_capital(first - 1) and r.words[first - 1][0].isalpha():
        if role(r.lowers[first - 1]) is not None or (r.words[first - 1].isupper() and len(r.words[first - 1]) > 1):
            break
        first -= 1
    return (first, end) if end - first >= 2 else None


def has_own_verb(r: Reader, start: int, end: int) -> bool:
    """Tell whether a phrase holds a finite verb that no relative clause owns, so that it is a clause."""
    return any(r.is_verb(i) and not _is_in_relative(r, start, i) for i in range(start, end))


def is_quoted_name(r: Reader, low: int, mark: int) -> bool:
    """Tell whether a quotation before a verb is a name (``the rebel "Southern Operations Room" said``)."""
    quotation = r.parsed.quotations[r.quoted[mark]]
    inside = range(quotation.first, quotation.last)
    short = is_short_quotation(r, mark) or len(inside) <= 6
    named = short and quotation.first - 1 > low and all(r.is_capital(i) or len(r.words[i]) < 4 or "-" in r.words[i] for i in inside)
    return named and r.words[quotation.first - 2][0].isalpha()


def opening_of(r: Reader, low: int, closing: int) -> int | None:
    """Return the opening bracket of a closing one (``(ABC)``, ``[ABC]``), within a dozen words; None for other words."""
    mark = _BRACKETS.get(r.words[closing])
    if mark is None:
        return None
    return next((j for j in range(closing - 1, max(low, closing - 12) - 1, -1) if r.words[j] == mark), None)


def phrase_ending(r: Reader, low: int, end: int) -> Words | None:
    """Find the noun phrase that ends at ``end``."""
    if end <= low:
        return None
    start = end
    broken = False
    while start > low:
        i = start - 1
        word = r.lowers[i]
        if (opening := opening_of(r, low, i)) is not None:
            start = opening
            continue
        if word in _STOPS and r.is_title_stop(i):
            start = i
            continue
        if word in (",", ")") or is_break(word) or word in _STOPS or i in r.quoted:
            if i in r.quoted and end - i < 8 and r.words[i - 1] != "," and (is_short_quotation(r, i) or is_quoted_name(r, low, i)):
                start = r.parsed.quotations[r.quoted[i]].first - 1
                continue
            break
        if word in r.conj and not _is_inside_phrase(r, low, i, end):
            break
        if r.is_verb(i) and not _is_in_relative(r, low, i):
            broken = True
            break
        start = i
    start = _strip_front(r, start, end)
    if broken and 0 < end - start <= 3 and r.lowers[end - 1] in r.roles and r.lowers[start] not in r.prep:
        return start, end  # "The UN said agencies have warned": no article tells where the phrase begins
    if not broken and end - start > _LONG_PHRASE:
        start = _after_clause(r, start, end)
    if broken or (start < end and r.lowers[start] in r.prep):
        tail = _tail(r, start, end)
        if tail is None:
            return None
        start = tail
    return (start, end) if start < end and any(r.words[i][0].isalnum() for i in range(start, end)) else None


def _after_clause(r: Reader, start: int, end: int) -> int:
    """Return where a phrase begins that follows a clause without a comma (``... taking the road to Alpha the military said``)."""
    if r.is_capital(start) or r.lowers[start] in r.det:
        return start
    return next((i for i in range(end - 2, start, -1) if r.lowers[i] == "the" and r.is_capital(i - 1)), start)


def is_break(word: str) -> bool:
    """Tell whether a mark separates phrases: dashes, brackets, bullets, emoji, characters that were lost."""
    return word in _BREAKS or (len(word) == 1 and not word.isalnum() and word not in _INNER)


def is_short_quotation(r: Reader, mark: int) -> bool:
    """Tell whether a mark belongs to a name in quotation marks (``the ‘Centre’ group``)."""
    quotation = r.parsed.quotations[r.quoted[mark]]
    if not quotation.closed or not 0 < quotation.last - quotation.first <= 4:
        return False
    return r.words[quotation.last - 1][0].isalnum() and not r.has_verb(quotation.first, quotation.last)


def _is_inside_phrase(r: Reader, low: int, i: int, end: int) -> bool:
    """Tell whether a conjunction joins two nouns of one phrase (``officials and observers``) or follows ``such``."""
    word = r.lowers[i]
    if word in ("who", "which"):
        return any(r.is_verb(j) for j in range(i + 1, end))
    if word == "as":
        return i > low and (r.lowers[i - 1] == "such" or r.lowers[i - 1] in GIVES_NAME)
    if word == "that":
        return False
    if word in ("and", "or") and i > low:
        before = r.words[i - 1]
        since = next((j for j in range(i - 1, max(low, i - 7), -1) if r.words[j] == ","), max(low, i - 6))
        return before[0].isalnum() and not any((r.is_verb(j) and not _is_in_relative(r, low, j)) or _is_day(r, j) for j in range(since, i))
    return False


def _is_day(r: Reader, i: int) -> bool:
    """Tell whether a word is a day by itself, as after a clause (``was reported at the front yesterday and Alphia said``)."""
    return r.lowers[i] in r.time and _is_weekday(r.lowers[i]) and not r.is_capital(i + 1)


def _is_in_relative(r: Reader, low: int, i: int) -> bool:
    """Tell whether a verb belongs to a relative clause inside the phrase (``a refugee who fled the town``)."""
    for j in range(i - 1, max(low, i - 8) - 1, -1):
        if r.lowers[j] in ("who", "which"):
            return True
        if r.lowers[j] == ",":
            break
    following = r.lowers[i + 1] if i + 1 < len(r.lowers) else ""
    if r.lowers[i] in _NAMING and following and r.is_capital(i + 1):
        return True  # "a rebel called Younes"
    reduced = following == "by" or (r.lowers[i] in r.reduced and (following in r.prep or following == ","))
    return reduced and i > low and r.words[i - 1][0].isalpha() and r.lowers[i - 1] not in r.aux


def _strip_front(r: Reader, start: int, end: int) -> int:
    """Step over conjunctions, adverbs and dates that open a clause (``late Friday the military``)."""
    article = next((i for i in range(start, min(end - 1, start + 5)) if r.lowers[i] in ("the", "a", "an")), None)
    if article is not None and all(
        r.lowers[i] in r.time or r.is_adverb(i) or r.lowers[i] in ("on", "late", "early", "earlier", "elsewhere")
        for i in range(start, article)
    ):
        start = article
    while start < end - 1:
        word = r.lowers[start]
        if word == "(" and (closing := next((j for j in range(start, end) if r.words[j] == ")"), None)) is not None:
            start = closing + 1
            continue
        opens_date = word in r.time and not (r.is_capital(start + 1) and word not in r.adv and not _is_weekday(word))
        ends_date = word.isdigit() and start > 1 and r.words[start - 1] == "." and r.lowers[start - 2] in r.time  # "on Feb. 3 Alphia"
        if word in r.conj or (r.is_adverb(start) and word not in r.det) or opens_date or ends_date or word in ("#", "*", "•", "-"):
            start += 1
        else:
            break
    return start


def _is_weekday(word: str) -> bool:
    return word.endswith("day")


def _tail(r: Reader, start: int, end: int) -> int | None:
    """Return where the last noun phrase of a stretch begins: after a fronted ``In a statement``, or after a verb."""
    for i in range(end - 1, start - 1, -1):
        word = r.lowers[i]
        if (word in r.det or word in r.poss) and (i == start or r.lowers[i - 1] not in r.prep):
            described = _described_role(r, i, end) if end - i > _LONG_PHRASE else None
            return _with_participle(r, start, i) if described is None else described
    i = end
    while i > start and (
        r.is_capital(i - 1)
        or r.words[i - 1] in (")", "(")
        or (r.words[i - 1] in ("of", "for", "and") and i - 1 > start and r.is_capital(i - 2))
    ):
        i -= 1
    while i < end and (r.lowers[i] in r.time or r.lowers[i] in r.prep):
        i += 1
    if i < end:
        named_for = i - 2 > start and r.lowers[i - 1] in ("of", "from", "in", "at", "near") and r.lowers[i - 2] in r.roles
        return i - 2 if named_for else i  # "spoke to residents of Alpha"
    plain = start
    while plain < end and (r.lowers[plain] in r.prep or r.lowers[plain] in r.time or r.lowers[plain].isdigit()):
        plain += 1
    return plain if start < plain < end else _described_role(r, start, end)


def _described_role(r: Reader, start: int, end: int) -> int | None:
    """Return where the description of somebody who speaks begins at the end of a clause (``... fled the tanks local medics said``)."""
    first = end
    while first > start and (r.lowers[first - 1] in r.roles or (first < end and _may_describe(r, first - 1))):
        first -= 1
    if start < first and r.lowers[first - 1] in r.prep:  # "in the province of Alpha state television reported"
        first = next((i for i in range(first, end) if not r.is_capital(i)), end)
    bound = any(r.lowers[first - 1] in words for words in (r.prep, r.conj, r.det, r.poss))
    return first if start < first < end and not bound and r.words[first - 1][0].isalnum() else None


def _may_describe(r: Reader, i: int) -> bool:
    """Tell whether a word may stand before a noun for somebody: a name, an adjective, a word that tells whose it is."""
    low = r.lowers[i]
    return r.is_capital(i) or "-" in low or low in r.speech.classes["owned"] or low.endswith(("al", "ior", "ary", "ern", "ian", "ic"))


def _with_participle(r: Reader, start: int, i: int) -> int:
    """Step left from ``the conflict`` to ``a group monitoring the conflict``."""
    if i - 3 >= start and r.lowers[i - 1].endswith("ing") and (r.lowers[i - 3] in r.det or r.lowers[i - 3] in r.poss):
        return i - 3
    return i


def phrase_after(r: Reader, start: int, limit: int, *, stop_at_clause: bool = True) -> Words | None:
    """Find the noun phrase that begins at ``start``: up to a comma, a verb, a date or the place of saying."""
    limit = min(limit, start + LONGEST)
    i = start
    while i < limit:
        word = r.lowers[i]
        if word == "(":
            closing = next((j for j in range(i + 1, min(limit, i + 12)) if r.words[j] == ")"), None)
            if closing is None:
                break
            i = closing + 1
            continue
        if word == "." and r.is_title_stop(i):
            i += 1
            continue
        if word in (",", ".", "!", "?", ")", "]") or is_break(word):
            break
        if i in r.quoted:
            quotation = r.parsed.quotations[r.quoted[i]]
            if quotation.last - quotation.first <= 4 and quotation.last < limit:
                i = quotation.last + 1
                if i > start and r.words[i - 2] != ",":
                    continue  # but 'quoting "reliable sources," it said'
            break
        if i > start and _ends_phrase(r, i, start, stop_at_clause):
            break
        i += 1
    return (start, i) if i > start else None


def _ends_phrase(r: Reader, i: int, start: int, stop_at_clause: bool) -> bool:
    """Tell whether a word goes beyond the noun phrase that began at ``start``."""
    word = r.lowers[i]
    if word in (
        "that",
        "when",
        "while",
        "as",
        "after",
        "before",
        "because",
        "but",
        "although",
        "whereas",
        "if",
        "where",
        "how",
        "whether",
        "so",
    ):
        return not (word == "as" and r.lowers[i - 1] == "such")
    if word in r.prep and i + 1 < len(r.lowers) and (r.lowers[i + 1] in r.time or is_venue(r, i)):
        return True
    if word == "to" and r.speech.classes["tie"].isdisjoint(r.lowers[start:i]):
        return True  # `a warning by the general to the government`, but `sources close to the staff`
    if word in r.time and r.is_capital(i) and not r.is_capital(i - 1):
        return True
    return stop_at_clause and r.is_verb(i) and not _is_in_relative(r, start, i) and r.lowers[i - 1] not in ("who", "which")


def with_name_after(r: Reader, phrase: Words, last: int) -> Words:
    """Take in the name between commas after an office (``the head of the district, Ivan Hale,``); the phrase itself where none follows."""
    comma = phrase[1]
    if comma >= last or r.words[comma] != ",":
        return phrase
    end, particles = comma + 1, r.speech.classes["particle"]
    while end < last and (r.is_capital(end) or r.lowers[end] in particles or r.is_title_stop(end)) and end - comma <= _LONGEST_NAME:
        end += 1
    closed = end >= last or r.words[end] in (",", ".")
    office = any(r.lowers[i] in r.roles for i in range(*phrase)) and not r.is_capital(phrase[0] + (r.lowers[phrase[0]] == "the"))
    office = office or any(r.lowers[i] in r.ranks for i in range(*phrase))
    return (phrase[0], end) if closed and office and end - comma > 2 else phrase


def is_venue(r: Reader, i: int) -> bool:
    """Tell whether a preposition opens a place of saying (``in a statement``, ``on Telegram``)."""
    if r.lowers[i] not in LEADS:
        return False
    for j in range(i + 1, min(i + 5, len(r.lowers))):
        if r.lowers[j] in r.venue:
            return True
        if not r.words[j][0].isalpha() or r.lowers[j] in r.prep or r.cue_at(j) is not None:
            return False
    return False


def is_date(r: Reader, i: int) -> bool:
    """Tell whether a date begins at a word (``April 11``, ``3 May``, ``Sunday``)."""
    here = r.lowers[i : i + 2]
    return bool(here) and (here[0] in r.time or (here[0].isdigit() and here[1:] != () and here[1] in r.time))


def is_year(word: str) -> bool:
    """Tell whether a word is a year of this century or the last."""
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def skip_venue(r: Reader, start: int, limit: int) -> int:
    """Step right over adverbs, dates and places of saying that follow a verb of saying."""
    i = start
    while i < limit:
        after = _after_aside(r, i, start, limit)
        if after == i:
            break
        i = after
    return i


def _after_aside(r: Reader, i: int, start: int, limit: int) -> int:
    """Return the end of the adverb, date, bracket or place of saying at a word; the word itself where there is none."""
    word = r.lowers[i]
    following = r.lowers[i + 1] if i + 1 < limit else ""
    if word in r.time or r.is_adverb(i) or (word.isdigit() and i > start and r.lowers[i - 1] in r.time):
        return i + 1
    if word == "." and r.lowers[i - 1] in r.time and following.isdigit():
        return i + 2  # "announced on Jan. 2 that"
    if word == "," and i > start and following in r.time and r.words[i + 2 : i + 3] == (",",):
        return i + 3  # "said today, Friday, that"
    if word in r.prep and (
        following in r.time or is_year(following) or (following.isdigit() and r.time.intersection(r.lowers[i + 2 : i + 3]))
    ):
        return i + 2
    if word == "on" and following == "condition" and i + 3 < limit:
        return i + 4  # "on condition of anonymity"
    if word in r.prep and is_venue(r, i):
        return _venue_end(r, i, limit)
    if word == "without" or (word == "," and following == "without"):
        return _end_of_lack(r, i, limit)
    if word == "(":
        return next((j + 1 for j in range(i + 1, min(limit, i + 12)) if r.words[j] == ")"), i)
    return i


def _end_of_lack(r: Reader, start: int, limit: int) -> int:
    """Return the end of ``without evidence`` or ``, without giving proof,``; the word itself where it tells of nothing else that lacks."""
    comma = r.words[start] == ","
    lacking = (i + 1 for i in range(start + 1, min(start + _LACK, limit - 1)) if r.lowers[i] in r.speech.classes["lacking"])
    end = next(lacking, start)
    return end + (end > start and comma and r.words[end] == ",")


def _venue_end(r: Reader, start: int, limit: int) -> int:
    """Return the end of a place of saying that begins with a preposition."""
    i = start + 1
    while i < limit and r.lowers[i] not in r.venue:
        i += 1
    i += 1
    while i < limit and (r.lowers[i] in r.venue or (r.is_capital(i) and r.lowers[i] in ("channel", "tv"))):
        i += 1
    if i + 1 < limit and r.lowers[i] in ("on", "to", "with", "in", "by", "of", "from", "for"):
        phrase = phrase_after(r, i + 1, limit)
        tail = phrase[1] if phrase else i
        while tail < limit and (r.lowers[tail] in r.time or (r.lowers[tail] == "on" and r.lowers[tail + 1] in r.time)):
            tail += 1
        if tail >= limit or r.lowers[tail] in (",", ":", "that", ".") or tail in r.quoted:
            return tail
        if r.lowers[i + 1] in r.time or r.lowers[i + 1] in r.venue:
            return i
    return _published_end(r, i, limit)


def _published_end(r: Reader, start: int, limit: int) -> int:
    """Return the end of how something said came out (``in a video posted on social media that``); the word itself where nothing tells."""
    if start >= limit or not (r.lowers[start] in r.reduced or r.lowers[start].endswith("ed")):
        return start
    for i in range(start + 1, min(limit, start + _LONGEST_OUTCOME)):
        if r.lowers[i] in (",", ":", "that", ".") or i in r.quoted:
            return i
        if r.is_verb(i) or r.words[i] == ";":
            break
    return start


def leading_phrase(r: Reader, first: int, limit: int) -> Words | None:
    """Return the noun phrase that opens a sentence, up to its verb."""
    start = first
    while start < limit and (r.lowers[start] in r.conj or r.is_adverb(start) or r.words[start] == "," or start in r.quoted):
        start += 1
    fronted = r.subord.intersection(r.lowers[first:start])  # "But as troops pour in, the residents"
    if start < limit and (fronted or r.lowers[start] in r.prep):
        comma = next((j for j in range(start, min(limit, start + 20)) if r.words[j] == ","), None)
        if comma is None:
            return None
        start = comma + 1
    return phrase_after(r, start, limit) if start < limit else None


def opening(r: Reader) -> int:
    """Return the ordinal of the first sentence with a word in it: a post may open with a line of signs alone."""
    sentences = r.parsed.sentences
    return next((n for n, one in enumerate(sentences) if any(r.words[i][0].isalnum() for i in range(one.first, one.last))), 0)
