"""Reads what follows a verb of saying: where it was said, who was told, who relays it, and where what is said begins."""

from __future__ import annotations

from frontmap.text.attribution.labels import STOPS
from frontmap.text.attribution.phrases import RELATIVE, Reader, Words, phrase_after, skip_venue, with_name_after
from frontmap.text.attribution.speech import Cue

_OUTLET_WORDS = ("owned", "printnoun", "airnoun", "outletnoun", "newsword", "outletword")
_HELD = frozenset(("believe", "fear"))
"""Verbs of what somebody holds for true that take a clause without ``that``."""
_ENDS_NOUN = frozenset(("that", "which", "who", "whose", "whether", "where", "how", "when", ";"))
"""Words that open a clause of a noun before them."""
_FAR_NUMBER = 14
"""Words between ``put`` and the ``at`` before its number."""
_ARTICLES = frozenset(("the", "a", "an", "this", "that", "these", "those", "its", "all", "both"))
_ROUGHLY = frozenset(("more", "over", "between", "about", "around", "nearly", "almost", "least", "roughly", "some", "dozens", "hundreds"))
_WHERE = frozenset(("from", "in", "at", "by", "near", "outside", "over", "before", "during"))
_FAR_WHERE = 14
"""Words of where somebody spoke."""
_OPENERS = frozenset(("that", ":", "что", "що"))


def read_relay(r: Reader, i: int, last: int) -> tuple[int, str, Words] | None:
    """Read ``relayed by X`` or ``citing X`` at a word."""
    for frame in r.speech.frames.get(r.lowers[i], ()):
        if frame.sort in ("relay", "citing", "heard") and r.lowers[i : i + len(frame.words)] == frame.words:
            if frame.words[0] == "referring" and r.lowers[i - 1] not in r.speech.cues:
                continue  # "said, referring to his men"
            if r.lowers[i - 1] in ("without", "not"):
                continue  # "without citing a source"
            words = phrase_after(r, i + len(frame.words), last)
            return (i, frame.sort, with_name_after(r, words, last)) if words else None
    return None


def right_side(r: Reader, after: int, last: int, cue: Cue) -> tuple[int | None, Words | None]:
    """Return where the content right of a verb begins (None: nothing there), and who was told."""
    told: Words | None = None
    j = after
    if cue.sort == "tell" or (j < last and r.lowers[j] == "to" and cue.sort in ("say", "that") and _is_told(r, j + 1, last)):
        j, told = skip_told(r, j, last)
        if j < last and r.lowers[j] == "and":
            j = _that_after(r, j, last)  # "informs national and international opinion that"
    j = _skip_relay(r, skip_venue(r, j, last), last)
    j = _skip_whereabouts(r, j, last)
    if j < last and r.lowers[j] in r.prep and not (r.lowers[j] == "to" and (r.lowers[j + 1 : j + 2] == ("be",) or r.is_verb_stem(j + 1))):
        j = _that_after(r, j, last)
    if j == last - 1 and r.words[j] == "," and _opens_quotation(r, last):
        return last, told  # "The council noted," and the quotation on the next line
    if j < last and r.words[j] == ",":
        j = _skip_aside(r, j, last)
    if j < last and r.words[j] == ":":
        j += 1
    elif j < last and r.lowers[j] in ("that", "что", "що"):
        j += 2 if j + 1 < last and r.words[j + 1] == "," else 1
    if j >= last and j < len(r.words) and r.words[j - 1] in (":", ",") and _opens_quotation(r, j):
        return j, told  # the quotation stands on the next line
    if j < last and j not in r.quoted and (quoted := _announced_quotation(r, j, last)):
        j = quoted
    if j >= last or r.words[j] in STOPS or r.words[j] in (",", ";", ")"):
        return None, told
    return j, told


def _is_told(r: Reader, j: int, last: int) -> bool:
    """Tell who is told (``to reporters``, ``to state radio``) from a verb (``claimed to control``)."""
    if not r.is_verb_stem(j):
        return True
    return any(r.lowers[k] in r.roles or r.lowers[k] in r.venue for k in range(j, min(last, j + 3)))


def _opens_quotation(r: Reader, i: int) -> bool:
    return i in r.quoted and r.parsed.quotations[r.quoted[i]].first - 1 == i


def _that_after(r: Reader, j: int, last: int) -> int:
    """Step from a preposition right after a verb to the ``that`` behind its phrase (``said in so many words that``)."""
    for k in range(j + 1, min(last, j + 9)):
        if r.lowers[k] == "that":
            return k
        if r.is_verb(k) or not r.words[k][0].isalnum():
            break
    return j


def _skip_whereabouts(r: Reader, j: int, last: int) -> int:
    """Step over where somebody spoke, up to the comma or colon before a quotation (``declared from Alpha on Sunday, "..."``)."""
    if j >= last or r.lowers[j] not in _WHERE:
        return j
    for k in range(j + 1, min(last - 1, j + _FAR_WHERE)):
        if r.words[k] in (",", ":"):
            return k if _opens_quotation(r, k + 1) else j
        if k in r.quoted or not r.words[k][0].isalnum() or r.is_verb(k):
            return j
    return j


def _skip_relay(r: Reader, j: int, last: int) -> int:
    """Step over ``with reference to officials`` right after a verb."""
    if j >= last or r.lowers[j] not in r.speech.frames:
        return j
    relay = read_relay(r, j, last)
    return relay[2][1] if relay else j


def _announced_quotation(r: Reader, j: int, last: int) -> int | None:
    """Return the quotation after a colon in ``denied these claims: “...”``."""
    for k in range(j, min(last, j + 12, len(r.words) - 1)):
        if r.words[k] == ":" and k + 1 in r.quoted:
            return k + 1
        if k in r.quoted or r.words[k] in (",", ";") or r.is_verb(k):
            return None
    return None


def skip_told(r: Reader, j: int, last: int) -> tuple[int, Words | None]:
    """Step over who is told: ``reporters``, ``the AFP``, ``Sky News``."""
    if j < last and r.lowers[j] == "to":
        j += 1
    start = j
    if j < last and r.lowers[j] in ("me", "us", "him", "them", "her", "you"):
        return j + 1, None
    while j < last and (r.lowers[j] in r.det or r.lowers[j] in r.poss):
        j += 1
    if j < last and r.is_capital(j) and j not in r.quoted:
        while j < last and _is_in_name(r, j):
            j += 1
        described = (r.roles, *(r.speech.classes[name] for name in _OUTLET_WORDS))
        while j < last and any(r.lowers[j] in words for words in described) and r.words[j][0].isalpha():
            j += 1
        if r.lowers[j - 1] in r.roles:  # "the TV channel Radio Sol", "Alphian state news agency Sol"
            while j < last and _is_in_name(r, j):
                j += 1
    else:
        while j < last and j - start < 5 and _is_in_description(r, j):
            j += 1
            if r.lowers[j - 1] in r.speech.classes["outsider"] and j < last and r.is_capital(j):
                break  # "told reporters Alphan troops had left"
    return j, (start, j) if j > start else None


def _is_in_name(r: Reader, j: int) -> bool:
    """Tell whether a word goes on with the name of who is told."""
    low = r.lowers[j]
    if low in r.conj or low in r.prep or low in r.det or low in r.pron:
        return low == "of"
    return r.words[j][0].isalnum() and (r.is_capital(j) or low.isdigit() or low == "'s")


def _is_in_description(r: Reader, j: int) -> bool:
    """Tell whether a word goes on with the description of who is told (``state television``)."""
    low = r.lowers[j]
    return r.words[j][0].isalpha() and not (low in r.prep or low in r.conj or low in r.time or low in r.pron or low in r.det)


def _skip_aside(r: Reader, comma: int, last: int) -> int:
    """Step over ``, without giving details,`` before ``that`` or a quotation."""
    if comma + 1 < last and (comma + 1 in r.quoted or r.lowers[comma + 1] in _OPENERS):
        return comma + 1
    word = r.lowers[comma + 1] if comma + 2 < last else ""
    opens = word in r.pron or word in r.poss or word in r.det or word[:1].isdigit() or (word == "over" and r.words[comma + 2].isdigit())
    if opens and word not in RELATIVE and "," not in r.words[comma + 1 : comma + 8] and _has_clause(r, comma + 1, last):
        return comma + 1  # "said on the radio, they had heard shots"
    for j in range(comma + 1, min(last - 1, comma + 16)):
        if r.words[j] == ",":
            return j + 1 if r.lowers[j + 1] in ("that", "что", "що") or j + 1 in r.quoted else comma
        if j in r.quoted:
            return comma
    return comma + 1 if comma + 1 < last and r.lowers[comma + 1] in ("что", "що", "that") else comma


def _has_clause(r: Reader, start: int, last: int) -> bool:
    """Tell a clause from a noun phrase whose only verb is in a relative clause (``the latest setback for a force that took power``)."""
    return next((r.lowers[i] not in RELATIVE and r.lowers[i] != "that" for i in range(start, last) if _is_verb_or_relative(r, i)), False)


def _is_verb_or_relative(r: Reader, i: int) -> bool:
    return r.lowers[i] in RELATIVE or r.lowers[i] == "that" or r.is_verb(i)


def fits(r: Reader, right: int, cue: Cue) -> bool:
    """Tell whether what follows a verb is a clause or quotation that it may take."""
    if cue.verb in ("go on", "continue") and r.words[right - 1] not in (":", ","):
        return False  # "went on 'tactical retreat'"
    if is_marked(r, right):
        return True
    word = r.lowers[right]
    if cue.verb == "claim" and is_toll(r, right):
        return False
    if cue.sort in ("that", "quote"):
        if cue.sort == "that" and word in r.pron and word != "who" and right + 1 < len(r.lowers) and r.is_verb(right + 1):
            return True  # "maintains it hit a base"
        if cue.verb in _HELD and not cue.participle and (word in r.det or r.is_capital(right)):
            return _is_whole_clause(r, right)  # "believes the town has fallen"
        return cue.sort == "that" and word in ("how", "why", "what", "where", "whether", "when", "which")
    if word == "at" and r.lowers[right + 1 : right + 2] in (("least",), ("most",)):
        return _is_whole_clause(r, right + 2)  # "reported at least ten people were killed"
    if word in ("to", "of", "with", "by", "and", "or", "but") or (word in r.prep and cue.verb not in ("say", "tell")):
        return False
    return cue.verb in ("say", "tell") or _is_whole_clause(r, right)


def is_toll(r: Reader, right: int) -> bool:
    """Tell whether what is claimed are lives (``the blast claimed three lives``)."""
    return any(low in r.speech.classes["toll"] for low in r.lowers[right : right + 4])


def puts_at(r: Reader, start: int, last: int) -> bool:
    """Tell whether a number is put to what follows (``the number of dead at 40``, ``losses at more than a dozen``)."""
    for i in range(start, min(last - 1, start + _FAR_NUMBER)):
        if r.lowers[i] in ("at", "as"):
            return any(low[0].isdigit() or low in _ROUGHLY or (low in r.det and low not in _ARTICLES) for low in r.lowers[i + 1 : i + 3])
        if r.words[i] in (",", ";", ":"):
            return False
    return False


def blames(r: Reader, start: int, last: int) -> int | None:
    """Return where what somebody is held responsible for begins; None where nobody is."""
    pairs = (i for i in range(start + 1, min(last - 2, start + _FAR_NUMBER)) if r.lowers[i] == "responsible" and r.lowers[i + 1] == "for")
    return next((i + 2 for i in pairs), None)


def _is_whole_clause(r: Reader, start: int) -> bool:
    """Tell a clause (``the town fell``) from a noun with a clause of its own (``the towns that fell``)."""
    for i in range(start, min(start + 30, len(r.lowers))):
        if i > start and (r.lowers[i] in _ENDS_NOUN or r.lowers[i] in r.subord):
            return False  # "declared victory when it took Alpha"
        if r.is_verb(i):
            return True
    return False


def is_marked(r: Reader, right: int) -> bool:
    """Tell whether content plainly begins right of the verb: after ``that``, a colon or with a quotation."""
    return right in r.quoted or r.lowers[right - 1] in _OPENERS or (r.words[right - 1] == "," and r.lowers[right - 2] in _OPENERS)
