"""Finds who says what: attributions with their source, cue and content, resolved to a name, a side and a chain of relays.

Three steps. Each sentence is searched for cues (verbs of saying, ``according to``, ``NAME:``, nouns such as ``claim``), which
gives ``Found`` records of word spans. Then what runs on is added: quotations without a cue of their own. At last the sources
are resolved to full names, sides and relays (``speakers``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from frontmap.model import Attribution, Parsed, PlaceMention, Quotation, Span
from frontmap.registry.sources import SourceRegistry
from frontmap.text.phrases import (
    Reader,
    Words,
    has_own_verb,
    is_short_quotation,
    leading_phrase,
    phrase_after,
    phrase_ending,
    reader,
    skip_venue,
    subject_before,
)
from frontmap.text.speakers import Found, resolve
from frontmap.text.speech import Cue, Frame, open_speech

_STOPS = frozenset({".", "!", "?", "…", "..."})
_DASHES = frozenset({"—", "–", "--", "-"})
_LONG_SENTENCE = 400
"""Words; of longer ones (lists, broken text) only so much is searched at once, which keeps hostile input linear."""
_BARE_AFTER = frozenset(("say", "tell", "report", "add", "announce", "note", "confirm"))
"""Verbs that may follow what is said without a comma, as some agencies write."""
_INVERTS = frozenset(("said", "says", "reported", "reports"))
_AFTER_NOUN = frozenset(("of", "by", "from", "on", "about", "in", "for", "and", ",", ".", ""))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_OPENERS = frozenset(("that", ":", "что", "що"))
_LEAD = 3
"""Paragraphs; where a report names its source that early, all that stands before is from it."""
_SHORT_QUOTATION = 4
"""Words; shorter quotations are names or single expressions and run on from nobody."""
_NEAR, _NEAR_PARAGRAPH = 25, 12
"""Words between a speaker and a further quotation, within a paragraph and at the start of the next one."""


def find_attributions(parsed: Parsed, placed: Sequence[PlaceMention], sources: SourceRegistry) -> tuple[Attribution, ...]:
    """Find who vouches for which stretch of a document, sorted by where the stretches begin.

    What no attribution covers is vouched for by the report itself.
    """
    speech = open_speech()
    r = reader(parsed, speech, sources.role_nouns, sources.ranks)
    found: list[Found] = []
    for sentence in parsed.sentences:
        for first in range(sentence.first, sentence.last, _LONG_SENTENCE):
            _read_sentence(r, first, min(sentence.last, first + _LONG_SENTENCE), found)
    found += _signed(r, sources)
    found += _pointing_back(r)
    return resolve(r, _run_on(r, found), placed, sources)


def attribution_at(attributions: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """Return the innermost attribution that vouches for most of ``text[start:end]``; None where the report itself does.

    A stretch may hold the attribution as well (``Officials said the town fell``): source and cue then count as covered.
    """
    best: Attribution | None = None
    size = 0
    shares: dict[str, int] = {}
    for attribution in attributions:
        said = (*attribution.content, *attribution.runs_on)
        inside = sum(_overlap(span, start, end) for span in said)
        if not inside:
            continue
        frame = sum(_overlap(span, start, end) for span in (*attribution.source, *attribution.cue))
        length = sum(right - left for left, right in said if _overlap((left, right), start, end))
        shares[attribution.name] = shares.get(attribution.name, 0) + inside + frame
        if 2 * (inside + frame) > end - start and (best is None or length < size):
            best, size = attribution, length
        elif best is None and 2 * shares[attribution.name] > end - start:
            best, size = attribution, end - start + length  # several statements by one source share the stretch
    return best


def _overlap(span: Span, start: int, end: int) -> int:
    return max(0, min(end, span[1]) - max(start, span[0]))


# ---------------------------------------------------------------- one sentence


def _read_sentence(r: Reader, first: int, last: int, found: list[Found]) -> None:
    """Find the attributions of one sentence, and who relays them."""
    known = len(found)
    relays: list[tuple[int, str, Words]] = []
    for i in range(first, last):
        if r.lowers[i] not in r.speech.triggers:
            continue
        relay = _read_relay(r, i, last)
        if relay:
            relays.append(relay)
            if r.lowers[i - 1] not in _BE:
                continue
        one = _read_trigger(r, first, i, last, found[known:])
        if one and not (one.source and one.source[1] - one.source[0] == 1 and r.lowers[one.source[0]] in ("i", "we", "you")):
            found.append(one)
    for at, sort, words in relays:
        _attach_relay(at, sort, words, found[known:])


def _read_trigger(r: Reader, first: int, i: int, last: int, found: Sequence[Found]) -> Found | None:
    """Read the attribution whose cue is, or begins with, one word."""
    if r.words[i] == ":":
        return _read_label(r, first, i, last)
    return _read_frame(r, first, i, last) or _read_cue(r, first, i, last, found) or _read_noun(r, first, i, last)


def _read_noun(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read ``claims by X that ...`` and ``X’s claim that ...``; who says it must be named."""
    noun = r.speech.nouns.get(r.lowers[i])
    if noun is None or i + 2 >= last:
        return None
    if r.lowers[i + 1] == "that" and not noun.media:
        source = phrase_ending(r, first, i)
        if source is None or r.lowers[source[0]] in r.prep or r.lowers[source[1] - 1] in r.det:
            return None
        return Found(source, (i, i + 1), [_content(r, i + 2, last)], f"noun:{r.lowers[i]}", noun.stance, needs_known=True)
    j = i + 1 + (r.lowers[i + 1] == "made")
    if r.lowers[j] not in ("by", "from"):
        return None
    source = phrase_after(r, j + 1, last)
    if source is None or source[1] + 1 >= last or r.lowers[source[1]] != "that":
        return None
    return Found(source, (i, i + 1), [_content(r, source[1] + 1, last)], f"noun:{r.lowers[i]}", noun.stance, needs_known=True)


def _read_relay(r: Reader, i: int, last: int) -> tuple[int, str, Words] | None:
    """Read ``relayed by X`` or ``citing X`` at a word."""
    for frame in r.speech.frames.get(r.lowers[i], ()):
        if frame.sort in ("relay", "citing", "heard") and r.lowers[i : i + len(frame.words)] == frame.words:
            words = phrase_after(r, i + len(frame.words), last)
            return (i, frame.sort, words) if words else None
    return None


def _attach_relay(at: int, sort: str, words: Words, found: Sequence[Found]) -> None:
    """Give a relay to the attributions of its sentence whose content it stands outside of."""
    for one in found:
        if any(start <= at < end for start, end in one.contents) or (one.source and words[0] == one.source[0]):
            continue
        if sort == "citing":
            one.cited.append(words)
        else:
            one.relays.append(words)


def _read_label(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read ``PUSHILIN: "We took it."``: a short name, a colon, and what is said."""
    if not 0 < i - first <= 6 or i + 1 >= last or not r.is_capital(first):
        return None
    names = [j for j in range(first, i) if r.words[j][0].isalnum()]
    if (
        not names
        or any(r.lowers[j] in r.speech.classes["neverperson"] for j in names)
        or any(r.is_verb(j) or r.lowers[j] in r.prep for j in names)
    ):
        return None
    quoted = i + 1 in r.quoted
    if not quoted and not all(r.is_capital(j) for j in names):
        return None
    return Found((first, i), (i, i + 1), [_content(r, i + 1, last)], "label", needs_known=not quoted)


# ---------------------------------------------------------------- frames


def _read_frame(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read a phrase such as ``according to`` at a word."""
    for frame in r.speech.frames.get(r.lowers[i], ()):
        if r.lowers[i : i + len(frame.words)] == frame.words and frame.sort == "according":
            return _read_according(r, first, i, i + len(frame.words), last, frame)
    return None


def _read_according(r: Reader, first: int, i: int, after: int, last: int, frame: Frame) -> Found | None:
    """Read ``According to X, ...`` and ``..., according to X``."""
    fronted = i == first or (r.lowers[i - 1] in r.conj) or (i - 1 in r.quoted and i - 1 == first) or r.words[i - 1] in _DASHES
    if frame.words == ("per",) and (fronted or i + 1 >= last or not (r.is_capital(i + 1) or r.lowers[i + 1] in r.roles)):
        return None
    source = phrase_after(r, after, last)
    if source is None:
        return None
    if fronted:
        end = _apposition_end(r, source[1], last)
        source = _cut_at_clause(r, (source[0], end))
        start = source[1] + (r.words[source[1]] == "," if source[1] < last else 0)
        contents = [_content(r, start, last)] if start < last else []
        return Found(source, (i, after), contents, "according:front", frame.stance) if contents else None
    left = i - (r.words[i - 1] == ",")
    start = _clause_start(r, first, left)
    contents = [_content_before(r, start, left)]
    tail = source[1]
    if r.lowers[left - 1] in ("which", "who", "that") and tail + 1 < last and r.words[tail] == ",":
        return Found(source, (i, after), [_content(r, tail + 1, last)], "according", frame.stance)
    if tail < last and r.words[tail] == ",":
        end = _apposition_end(r, tail, last)
        if end > tail:
            source = (source[0], end)
        elif not r.has_verb(start, left):
            contents.append(_content(r, tail + 1, last))
    return Found(source, (i, after), contents, "according", frame.stance)


def _cut_at_clause(r: Reader, source: Words) -> Words:
    """Cut ``Rathbun the property`` after the name: a determiner after a name opens the clause."""
    start, end = source
    for i in range(start + 1, end):
        if (
            r.lowers[i] in r.det
            and r.lowers[i - 1] not in r.prep
            and r.lowers[i - 1] not in r.conj
            and r.lowers[i - 1] not in ("all", "both")
        ):
            return start, i
    return source


def _apposition_end(r: Reader, comma: int, last: int) -> int:
    """Return the end of a description between commas (``X, the chairman of Y,``); the comma itself where there is none."""
    if comma >= last or r.words[comma] != "," or comma + 1 >= last:
        return comma
    end = comma + 1
    while end < last and r.words[end] not in (",", ".", ";", ":") and end - comma < 25:
        if end in r.quoted and not is_short_quotation(r, end):
            break
        end = r.parsed.quotations[r.quoted[end]].last + 1 if end in r.quoted else end + 1
    end = min(end, last)
    opener = r.lowers[comma + 1]
    if not opener.isascii():
        return comma
    if end >= last or r.words[end] == ";" or opener in r.prep or opener in r.conj or opener in r.pron or opener in r.adv:
        return comma
    names = r.is_capital(comma + 1) and opener not in r.det and opener not in r.poss
    if names and not any(r.lowers[k] in r.roles for k in range(max(0, comma - 8), comma)):
        return comma  # two names in a row: the second one begins the clause
    if r.words[end] == "." and not (opener in r.det or opener in r.poss or not r.is_capital(comma + 1)):
        return comma
    if r.has_verb(comma + 1, end) and opener not in ("who", "which"):
        return comma
    return end


# ---------------------------------------------------------------- verbs of saying


def _read_cue(r: Reader, first: int, i: int, last: int, found: Sequence[Found]) -> Found | None:
    """Read a verb of saying in any word order, with the first of its uses that fits."""
    if r.is_compound(i):
        return None
    for cue in r.speech.cues.get(r.lowers[i], ()):
        after = i + 1 + len(cue.tail)
        if r.lowers[i + 1 : after] != cue.tail or not _is_verb_here(r, first, i, last, cue):
            continue
        one = _read_use(r, first, i, after, last, cue, found)
        if one:
            return one
    return None


def _read_use(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read one use of a verb of saying; ``after`` is the word after the verb and its particles."""
    if cue.sort == "cite":
        return _read_cite(r, first, i, last, cue, found)
    if not cue.participle and i > first and (_passive(r, first, i) or _is_doubted(r, first, i, cue)):
        return None
    one = None
    if cue.sort not in ("object", "accuse"):
        one = _read_participle(r, first, i, last, cue, found) if cue.participle else _read_active(r, first, i, after, last, cue, found)
    if one is None and cue.sort in ("object", "accuse", "show"):
        one = _read_object(r, first, i, after, last, cue, found)
    return one


def _read_object(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read ``denied the capture of``, ``claimed to have taken``: what is vouched for is no clause of its own."""
    right, told = (
        _skip_told(r, after, last) if after < last and r.lowers[after] == "to" and not r.is_verb_stem(after + 1) else (after, None)
    )
    right = skip_venue(r, right, last)
    if right >= last or not (r.words[right][0].isalnum() or right in r.quoted) or r.lowers[right] in r.conj or r.is_verb(right):
        return None
    if r.lowers[right] in r.prep and r.lowers[right] != "to" and not cue.tail:
        return None
    subject, antecedent = (_subject_of_participle(r, first, i, found), None) if cue.participle else _subject(r, first, i, found)
    if subject is None:
        return None
    contents = [_content(r, right, last)]
    return Found(subject, (i, after), contents, f"object:{cue.verb}", cue.stance, told=told, antecedent=antecedent, needs_known=True)


def _read_cite(r: Reader, first: int, i: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read ``TASS quoted X as saying ...`` and ``X was quoted by TASS as saying ...``."""
    as_at = next((j for j in range(i + 1, min(last - 1, i + 25)) if r.lowers[j] == "as" and _is_saying(r, j + 1)), None)
    if as_at is None:
        return None
    outlet: Words | None = None
    if i > first and _passive(r, first, i):
        source = _subject(r, first, i, found)[0]
        by = as_at + 2 if r.lowers[as_at + 2 : as_at + 3] == ("by",) else i + 1 if r.lowers[i + 1] == "by" else None
        outlet = phrase_after(r, by + 1, last) if by is not None else None
    else:
        source = phrase_after(r, i + 1, as_at)
        outlet = _subject_of_participle(r, first, i, found) if cue.participle else _subject(r, first, i, found)[0]
    if source is None:
        return None
    after = max(as_at + 2, outlet[1] if outlet else 0)
    right, _ = _right_side(r, after, last, cue)
    content = _content(r, right, last) if right is not None else _left_content(r, first, source[0], cue, True)
    if content is None:
        return None
    return Found(source, (i, as_at + 2), [content], "cite", relays=[outlet] if outlet else [])


def _is_saying(r: Reader, i: int) -> bool:
    """Tell whether the word is the participle of a verb of saying."""
    return any(cue.participle and cue.sort in ("say", "tell", "that") for cue in r.speech.cues.get(r.lowers[i], ()))


def _subject(r: Reader, first: int, i: int, found: Sequence[Found]) -> tuple[Words | None, Words | None]:
    """Return the subject of a finite verb, shared with an earlier verb where ``and`` joins them, and its antecedent."""
    subject, antecedent = subject_before(r, first, i)
    if subject is None and i > first and r.lowers[i - 1] in ("and", "but", "or"):
        subject = _shared_subject(r, first, i, found)
    return subject, antecedent


def _passive(r: Reader, first: int, i: int) -> bool:
    """Tell whether the form is a passive participle (``was reported``)."""
    j = i - 1
    while j > first and r.is_adverb(j):
        j -= 1
    return r.lowers[j] in _BE and not r.lowers[i].endswith("s")


def _is_verb_here(r: Reader, first: int, i: int, last: int, cue: Cue) -> bool:
    """Tell a verb from the same form as a noun or adjective."""
    before = r.lowers[i - 1] if i > first else ""
    after = r.lowers[i + 1] if i + 1 < last else ""
    if before in ("to", "the", "a", "an", "of") or before in r.poss or (before.endswith("'s") and r.words[i - 1] not in ("'s",)):
        return False
    if r.words[i][0].isupper() and i > first and not r.parsed.all_caps:
        return False
    if not cue.noun:
        return True
    form = r.lowers[i]
    if form.endswith("ed") or cue.participle:
        return before != "as" if cue.participle else before not in r.prep
    if after in r.aux or after in r.finite:
        return False
    if after in (".", "") and i > first and r.is_capital(i - 1) and before not in r.prep:
        return "according" not in r.lowers[max(first, i - 8) : i]
    if after == "," and i + 2 in r.quoted:
        return True
    if before in r.prep or before in r.det or after in _AFTER_NOUN:
        return after == "that"
    if form == cue.verb:  # the bare form asks for a plural subject
        return _has_plural_subject(r, first, i)
    return not before.endswith(("ian", "ean", "ish", "ese", "can", "eli", "aqi", "ant", "ous", "ive", "al"))


def _has_plural_subject(r: Reader, first: int, i: int) -> bool:
    """Tell whether a bare form (``show``) can have a plural subject, or a pronoun, before it."""
    before = r.lowers[i - 1] if i > first else ""
    if before in r.pron or before in r.aux or before.endswith("s") or before in ("media", "people", "which", ","):
        return True
    if any(r.lowers[k] in r.speech.nouns or r.lowers[k] == "data" for k in range(max(first, i - 8), i)):
        return True
    return i > first and r.is_adverb(i - 1)


def _prefers_left(r: Reader, left: Words, right: int, last: int) -> bool:
    """Tell whether the content stands left of the subject although something follows the verb."""
    if right in r.quoted:
        return _ends_with_quotation(r, left) and r.words[right - 1] == ","
    return not _is_marked(r, right) and not r.has_verb(right, min(last, right + 15))


def _is_doubted(r: Reader, first: int, i: int, cue: Cue) -> bool:
    """Tell ``could not confirm who holds it``, which vouches for nothing, from a statement."""
    if cue.verb in ("say", "tell", "deny"):
        return False
    for j in range(i - 1, max(first, i - 5) - 1, -1):
        if r.lowers[j] in ("not", "cannot", "never") or r.lowers[j].endswith("n't"):
            return True
        if not (r.is_adverb(j) or r.lowers[j] in r.aux):
            return False
    return False


def _read_active(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read a finite verb of saying: decide the word order by what stands on its two sides."""
    right, told = _right_side(r, after, last, cue)
    subject, antecedent = _subject(r, first, i, found)
    inverted = _inverted(r, first, i, after, last) if cue.sort != "tell" else None
    if inverted:
        return _read_inverted(r, first, i, last, cue, inverted)
    if subject is None:
        return None
    left = _left_content(r, first, subject[0], cue, right is None) if antecedent is None else None
    if right is not None and _fits(r, right, cue) and not (left and _prefers_left(r, left, right, last)):
        contents = [_content(r, right, last)]
        known = cue.sort == "show" or cue.verb in ("suggest", "find")
        stance = "asserted" if right in r.quoted and r.words[right - 1] == ":" else cue.stance
        return Found(subject, (i, after), contents, f"verb:{cue.verb}", stance, told=told, antecedent=antecedent, needs_known=known)
    if left and cue.sort != "show" and (cue.sort != "quote" or _ends_with_quotation(r, left)):
        halves = list(_split_quotation(r, i, last))
        return Found(subject, (i, after), [left], f"after:{cue.verb}", cue.stance, told=told, antecedent=antecedent, runs_on=halves)
    return _read_parenthesis(r, first, i, after, last, cue, subject) if right is None else None


def _read_parenthesis(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, subject: Words) -> Found | None:
    """Read ``The pier, the council said, had collapsed``."""
    tail = skip_venue(r, after, last)
    if tail + 1 >= last or r.words[tail] != "," or subject[0] - 1 <= first or r.words[subject[0] - 1] != ",":
        return None
    start = first + (r.lowers[first] in ("but", "and", "yet"))
    if cue.sort not in ("say", "tell") or not r.has_verb(tail + 1, last):
        return None
    if r.has_verb(first, subject[0] - 1) and r.lowers[start] not in r.subord:
        return None
    return Found(subject, (i, after), [(first, subject[0] - 1), _content(r, tail + 1, last)], f"inside:{cue.verb}", cue.stance)


def _right_side(r: Reader, after: int, last: int, cue: Cue) -> tuple[int | None, Words | None]:
    """Return where the content right of a verb begins (None: nothing there), and who was told."""
    told: Words | None = None
    j = after
    if cue.sort == "tell" or (j < last and r.lowers[j] == "to" and cue.sort == "say"):
        j, told = _skip_told(r, j, last)
    j = _skip_relay(r, skip_venue(r, j, last), last)
    if j < last and r.lowers[j] in r.prep:
        j = _that_after(r, j, last)
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
    if j >= last or r.words[j] in _STOPS or r.words[j] in (",", ";", ")"):
        return None, told
    return j, told


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


def _skip_relay(r: Reader, j: int, last: int) -> int:
    """Step over ``with reference to officials`` right after a verb."""
    if j >= last or r.lowers[j] not in r.speech.frames:
        return j
    relay = _read_relay(r, j, last)
    return relay[2][1] if relay else j


def _announced_quotation(r: Reader, j: int, last: int) -> int | None:
    """Return the quotation after a colon in ``denied these claims: “...”``."""
    for k in range(j, min(last, j + 12, len(r.words) - 1)):
        if r.words[k] == ":" and k + 1 in r.quoted:
            return k + 1
        if k in r.quoted or r.words[k] in (",", ";") or r.is_verb(k):
            return None
    return None


def _skip_told(r: Reader, j: int, last: int) -> tuple[int, Words | None]:
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
        while j < last and (r.lowers[j] in r.venue or r.lowers[j] in r.roles) and r.words[j][0].isalpha():
            j += 1
    else:
        while j < last and j - start < 5 and _is_in_description(r, j):
            j += 1
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
    for j in range(comma + 1, min(last - 1, comma + 16)):
        if r.words[j] == ",":
            return j + 1 if r.lowers[j + 1] in ("that", "что", "що") or j + 1 in r.quoted else comma
        if j in r.quoted:
            return comma
    return comma + 1 if comma + 1 < last and r.lowers[comma + 1] in ("что", "що", "that") else comma


def _fits(r: Reader, right: int, cue: Cue) -> bool:
    """Tell whether what follows a verb is a clause or quotation that it may take."""
    if _is_marked(r, right):
        return True
    word = r.lowers[right]
    if cue.sort in ("that", "quote"):
        return cue.sort == "that" and word in ("how", "why", "what", "where", "whether", "when", "which")
    if word in ("to", "of", "with", "by", "and", "or", "but") or (word in r.prep and cue.verb not in ("say", "tell")):
        return False
    return cue.verb in ("say", "tell") or _is_whole_clause(r, right)


def _is_whole_clause(r: Reader, start: int) -> bool:
    """Tell a clause (``the town fell``) from a noun with a clause of its own (``the towns that fell``)."""
    for i in range(start, min(start + 30, len(r.lowers))):
        if r.lowers[i] in ("that", "which", "who", "whose", "whether", "where", "how", ";") and i > start:
            return False
        if r.is_verb(i):
            return True
    return False


def _is_marked(r: Reader, right: int) -> bool:
    """Tell whether content plainly begins right of the verb: after ``that``, a colon or with a quotation."""
    return right in r.quoted or r.lowers[right - 1] in _OPENERS or (r.words[right - 1] == "," and r.lowers[right - 2] in _OPENERS)


def _left_content(r: Reader, first: int, start: int, cue: Cue, alone: bool) -> Words | None:
    """Return the clause or quotation that ends right before the subject, where one does."""
    if start <= first:
        return None
    before = r.words[start - 1]
    if start - 1 in r.quoted and r.parsed.quotations[r.quoted[start - 1]].last == start - 1:
        return _content_before(r, _clause_start(r, first, start), start)
    if before == "," or before in _DASHES:
        begin = _clause_start(r, first, start - 1)
        clause = _is_clause(r, begin, start - 1) or (alone and before == "," and _is_statement(r, begin, start - 1))
        return _content_before(r, begin, start - 1) if clause else None
    if not alone or cue.verb not in _BARE_AFTER:
        return None
    if before not in r.conj and before not in r.prep and r.has_verb(first, start) and start - first > 2:
        return _content_before(r, _clause_start(r, first, start), start)
    return None


def _is_clause(r: Reader, start: int, end: int) -> bool:
    """Tell whether a stretch can be what somebody says: it ends in a quotation or holds a verb of its own."""
    if end - 1 in r.quoted:
        return True
    opener = r.lowers[start]
    if opener in r.subord and "," not in r.words[start:end]:
        return False
    participle = opener.endswith("ing") and (opener in r.speech.cues or opener in r.speech.frames)
    return end - start > 2 and r.has_verb(start, end) and not participle


def _is_statement(r: Reader, start: int, end: int) -> bool:
    """Tell ``The money enables the centre, officials said`` from ``On Monday, officials said``, where no verb is known."""
    opener = r.lowers[start]
    if opener in r.subord or opener in r.prep or opener in r.time or opener in r.speech.frames:
        return end - start > 8 and "," in r.words[start:end]
    return end - start > 3


def _ends_with_quotation(r: Reader, span: Words) -> bool:
    return span[1] - 1 in r.quoted or span[1] in r.quoted


def _split_quotation(r: Reader, i: int, last: int) -> Iterator[Words]:
    """Yield the second half of a quotation that its speaker interrupts: ``“A,” he said, “B.”``."""
    for j in range(i + 1, min(last, i + 25)):
        if j in r.quoted and r.parsed.quotations[r.quoted[j]].first - 1 == j:
            if r.words[j - 1] in (",", ":") and not any(r.lowers[k] in r.speech.cues for k in range(i + 1, j)):
                yield _content(r, j, last)
            return


def _inverted(r: Reader, first: int, i: int, after: int, last: int) -> Words | None:
    """Return the subject right of a verb in ``..., said X``; None where the verb is not inverted."""
    if i == first or i + 1 >= last:
        return None
    before = r.words[i - 1]
    touching = before == "," or (i - 1 in r.quoted and r.parsed.quotations[r.quoted[i - 1]].last == i - 1) or before in _DASHES
    j = after
    while j < last and r.is_adverb(j):
        j += 1
    if j >= last or r.lowers[j] in ("that", "to", "how") or not r.words[j][0].isalnum():
        return None
    if r.lowers[j] in r.prep or r.lowers[j] in r.conj or r.lowers[j] in r.time:
        return None
    if not touching and (r.lowers[i] not in _INVERTS or not r.has_verb(first, i)):
        return None
    if not _opens_speaker(r, j, last, touching):
        return None
    phrase = phrase_after(r, j, last, stop_at_clause=False)
    if phrase is None or has_own_verb(r, *_before_relative(r, phrase)):
        return None
    if not touching and (phrase[1] < last - 2 or not any(r.is_capital(k) for k in range(*phrase))):
        return None
    return phrase


def _opens_speaker(r: Reader, j: int, last: int, touching: bool) -> bool:
    """Tell whether the words right of a verb begin like someone who speaks: a name, a pronoun, a role, or (after a comma) a determiner."""
    low = r.lowers[j]
    if low in r.pron:
        return j + 1 >= last or not r.words[j + 1][0].isalnum() or r.lowers[j + 1] in r.prep or r.lowers[j + 1] in r.time
    if r.is_capital(j) or not low.isascii() or (touching and (low in r.det or low in r.poss)):
        return True
    for k in range(j, min(last, j + 4)):
        if r.lowers[k] in r.prep:
            return False
        if r.lowers[k] in r.roles or (touching and k > j and r.is_capital(k)):
            return True
    return False


def _before_relative(r: Reader, phrase: Words) -> Words:
    """Cut a phrase before its relative clause."""
    for i in range(*phrase):
        if r.lowers[i] in ("who", "which"):
            return phrase[0], i
    return phrase


def _read_inverted(r: Reader, first: int, i: int, last: int, cue: Cue, subject: Words) -> Found | None:
    """Read ``“...,” said X``."""
    end = i - (r.words[i - 1] == "," or r.words[i - 1] in _DASHES)
    if end <= first or cue.sort == "show":
        return None
    start = _clause_start(r, first, end)
    if cue.sort == "quote" and end - 1 not in r.quoted:
        return None
    apposition = _apposition_end(r, subject[1], last)
    subject = (subject[0], apposition)
    halves = list(_split_quotation(r, subject[1] - 1, last))
    return Found(subject, (i, i + 1), [_content_before(r, start, end)], f"inverted:{cue.verb}", cue.stance, runs_on=halves)


def _shared_subject(r: Reader, first: int, i: int, found: Sequence[Found]) -> Words | None:
    """Return the subject that a second verb shares with the first one of its sentence."""
    if found and found[-1].cue[0] >= first and found[-1].source:
        return found[-1].source
    return leading_phrase(r, first, i)


def _read_participle(r: Reader, first: int, i: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read ``..., adding that ...``: the subject is that of the clause before."""
    right, told = _right_side(r, i + 1 + len(cue.tail), last, cue)
    if right is None or not _fits(r, right, cue):
        return None
    joined = i > first and (r.words[i - 1] == "," or r.words[i - 1] in _DASHES or i - 1 in r.quoted or r.lowers[i - 1] in r.aux)
    if not joined and not _is_marked(r, right) and cue.verb not in ("say", "report", "claim", "warn", "allege", "show"):
        return None
    if r.words[i - 1] == "," and (cue.sort == "show" or cue.verb == "suggest"):
        return None  # "..., indicating that": what the writer makes of it
    subject = _subject_of_participle(r, first, i, found)
    if subject is None:
        return None
    known = cue.sort == "show" or cue.verb == "suggest"
    return Found(subject, (i, i + 1), [_content(r, right, last)], f"participle:{cue.verb}", cue.stance, told=told, needs_known=known)


def _subject_of_participle(r: Reader, first: int, i: int, found: Sequence[Found]) -> Words | None:
    """Return who ``adding`` belongs to: the subject of the clause before, or the phrase that it touches."""
    if i == first:
        return None
    while i - 1 > first and r.is_adverb(i - 1):
        i -= 1
    before = r.words[i - 1]
    low = r.lowers[i - 1]
    if low in ("is", "are", "was", "were", "been"):
        return subject_before(r, first, i)[0]
    if before == "," or before in _DASHES or i - 1 in r.quoted or low in ("while", "by", "as", "and") or low in r.speech.nouns:
        return _shared_subject(r, first, i, found)
    if found and found[-1].source and found[-1].cue[0] >= first:
        return found[-1].source
    if not before[0].isalnum() or low in r.prep:
        return None
    subject = phrase_ending(r, first, i)
    if subject and r.lowers[subject[0]] == "with" and subject[1] - subject[0] > 1:
        return subject[0] + 1, subject[1]
    return subject


# ---------------------------------------------------------------- the edges of what is said


def _content(r: Reader, start: int, last: int) -> Words:
    """Return the content that begins at a word: to the end of its quotation or sentence, or to where another speaker begins."""
    if start in r.quoted:
        quotation = r.parsed.quotations[r.quoted[start]]
        if quotation.first - 1 == start:
            return _with_reopened(r, start)
    end = _right_edge(r, start, last)
    for index in _quotations_in(r, start, end):
        quotation = r.parsed.quotations[index]
        if quotation.last > end:
            return start, max(end, _with_reopened(r, quotation.first - 1)[1])
    return start, end


def _with_reopened(r: Reader, mark: int) -> Words:
    """Return a quotation with those that reopen it in the following paragraphs."""
    index = r.quoted[mark]
    quotations = r.parsed.quotations
    while not quotations[index].closed and index + 1 < len(quotations) and quotations[index + 1].first - 1 == quotations[index].last:
        index += 1
    return mark, quotations[index].last + quotations[index].closed


def _quotations_in(r: Reader, start: int, end: int) -> Iterator[int]:
    return (r.quoted[i] for i in range(start, end) if i in r.quoted)


def _right_edge(r: Reader, start: int, last: int) -> int:
    """Return where a clause of content ends: before another attribution of its sentence, else before the full stop."""
    end = last
    while end > start and r.words[end - 1] in _STOPS:
        end -= 1
    i = start
    while i < end:
        if i in r.quoted and r.parsed.quotations[r.quoted[i]].first - 1 == i:
            i = max(i + 1, min(r.parsed.quotations[r.quoted[i]].last, end))
            continue
        if (
            i > start
            and (r.words[i] in (",", ";", "—", "–", "--") or r.lowers[i] in ("and", "but"))
            and _another_begins(r, i + 1, end, r.words[i])
        ):
            return i
        i += 1
    return end


def _another_begins(r: Reader, i: int, end: int, mark: str) -> bool:
    """Tell whether another attribution begins after a comma: ``according to``, ``adding that``, ``and he said``."""
    if i >= end:
        return False
    word = r.lowers[i]
    if any(
        r.lowers[i : i + len(frame.words)] == frame.words and frame.sort in ("according", "citing")
        for frame in r.speech.frames.get(word, ())
    ):
        return True
    cue = next((cue for cue in r.speech.cues.get(word, ()) if not cue.tail and cue.sort in ("say", "tell", "that", "show")), None)
    if cue and cue.sort == "show":
        return cue.participle
    if cue and (cue.participle or cue.sort != "that"):
        following = r.lowers[i + 1] if i + 1 < end else ""
        return cue.participle or not cue.noun or following == "that" or following in r.pron
    if mark[0].isalpha():
        return False
    if word == "and" and i + 2 < end and r.lowers[i + 1] in ("by", "on", "in") and (r.lowers[i + 2] in r.time or r.words[i + 2].isdigit()):
        return True  # ", and by 28 September the brigade ...": the report goes on
    if word == "with":
        return any(cue.participle for j in range(i + 1, min(end, i + 7)) for cue in r.speech.cues.get(r.lowers[j], ()))
    if word in ("but", "though", "although") and i + 2 < end and r.words[i + 1].isupper() and r.lowers[i + 2] in r.aux:
        return True  # "but ISW has seen no ..."
    if word not in ("and", "but", "while", "whereas", "he", "she", "they", "it") and not r.is_capital(i) and word not in r.det:
        return False
    for j in range(i, min(end, i + 10)):
        if r.words[j] == "," or j in r.quoted:
            return False
        known = r.cue_at(j, noun=True)
        if j > i and known and known.sort in ("say", "tell") and _is_verb_here(r, i, j, end, known):
            return not _passive(r, i, j)
    return False


def _clause_start(r: Reader, first: int, end: int) -> int:
    """Return where the content before a cue begins: after an earlier attribution's conjunction, else the sentence."""
    start = first
    while start < end - 1 and (
        r.words[start] in ("•", "*", "-", "–", "—") or r.lowers[start] in ("but", "and", "however", "meanwhile") or (r.words[start] == ",")
    ):
        start += 1
    for i in range(end - 1, start, -1):
        if r.words[i] == ";":
            return i + 1
        if r.lowers[i] in ("but", "while", "whereas") and r.words[i - 1] == ",":
            return i + 1
    return start


def _content_before(r: Reader, start: int, end: int) -> Words:
    """Return the content that ends before a cue: the whole quotation where one ends there."""
    if end - 1 in r.quoted:
        quotation = r.parsed.quotations[r.quoted[end - 1]]
        if quotation.last == end - 1 and quotation.first - 1 <= start:
            return _first_opened(r, quotation.first - 1), end
    return start, end


def _first_opened(r: Reader, mark: int) -> int:
    """Return the opening mark of a quotation that was reopened in each paragraph."""
    index = r.quoted[mark]
    quotations = r.parsed.quotations
    while index and not quotations[index - 1].closed and quotations[index - 1].last == quotations[index].first - 1:
        index -= 1
    return quotations[index].first - 1


# ---------------------------------------------------------------- what runs on


def _signed(r: Reader, sources: SourceRegistry) -> list[Found]:
    """Read a post that its first lines sign: ``Ten drones shot down`` and below it ``— Ministry of Defence``."""
    sentences = r.parsed.sentences
    for before, line in pairwise(sentences[:5]):
        name = (line.first + 1, line.last)
        if r.words[line.first] not in _DASHES or not 1 <= name[1] - name[0] <= 6 or line.paragraph == before.paragraph:
            continue
        if sources.find(r.parsed.text[r.parsed.starts[name[0]] : r.parsed.ends[name[1] - 1]]) is None:
            continue
        rest = [(line.last, len(r.words))] if line.last < len(r.words) else []
        return [Found(name, (line.first, line.first + 1), [(before.first, before.last)], "signed", runs_on=rest)]
    return []


def _pointing_back(r: Reader) -> Iterator[Found]:
    """Yield who is named after what is said: ``This was reported by X.`` and the line ``Source: X``."""
    opening = r.parsed.sentences[0].first if r.parsed.sentences else 0
    for before, sentence in pairwise(r.parsed.sentences):
        first, last = sentence.first, sentence.last
        source = _source_line(r, first, last) or _named_in_passive(r, first, last)
        if source is None:
            continue
        whole = r.lowers[first] in r.speech.classes["sourceline"]
        earlier = [(opening, before.first)] if opening < before.first and (whole or sentence.paragraph <= _LEAD) else []
        later = [(last, len(r.words))] if whole and last < len(r.words) else []
        yield Found(source, (first, first + 1), [(before.first, before.last)], "pointing back", runs_on=[*earlier, *later])


def _source_line(r: Reader, first: int, last: int) -> Words | None:
    """Return X of a line ``Source: X``."""
    if r.lowers[first] not in r.speech.classes["sourceline"] or first + 2 >= last or r.words[first + 1] != ":":
        return None
    return phrase_after(r, first + 2, last)


def _named_in_passive(r: Reader, first: int, last: int) -> Words | None:
    """Return X of ``This was reported by X`` and of its like in other languages, where the verb's subject follows it."""
    if " ".join(r.lowers[first : first + 2]) not in r.speech.classes["back"]:
        return None
    for i in range(first + 2, min(last - 1, first + 10)):
        if not any(cue.sort in ("say", "tell") for cue in r.speech.cues.get(r.lowers[i], ())):
            continue
        if not r.lowers[i].isascii():
            return phrase_after(r, i + 1, last)
        by = next((j for j in range(i + 1, min(last - 1, i + 8)) if r.lowers[j] == "by"), None)
        return phrase_after(r, by + 1, last) if by is not None else None
    return None


def _run_on(r: Reader, found: list[Found]) -> list[Found]:
    """Give quotations without a cue of their own to the one who spoke last before them."""
    found = [one for one in found if one.contents and all(start < end for start, end in one.contents)]
    found.sort(key=lambda one: one.cue)
    ends = [one.cue[0] for one in found]
    covered = {index for one in found for start, end in one.contents for index in _quotations_in(r, start, end)}
    last_given = -1
    for index, quotation in enumerate(r.parsed.quotations):
        if index in covered or quotation.last - quotation.first < _SHORT_QUOTATION:
            continue
        before = bisect_left(ends, quotation.first) - 1
        if before < 0 or not _goes_on(r, found[before], quotation, last_given):
            continue
        found[before].runs_on.append((quotation.first - 1, quotation.last + quotation.closed))
        last_given = quotation.last
    found.sort(key=lambda one: (one.contents[0][0], -one.contents[0][1]))
    return found


def _goes_on(r: Reader, one: Found, quotation: Quotation, last_given: int) -> bool:
    """Tell whether a quotation is still by the one who spoke last: near, and nothing but quotations between."""
    if one.source is None or one.rule.startswith("according"):
        return False
    end = max(one.cue[1], max(stop for _, stop in one.contents), last_given if one.runs_on else 0)
    between = quotation.first - 1 - end
    if between < 0:
        return False
    opens = _paragraph_at(r, quotation.first) != _paragraph_at(r, max(quotation.first - 2, 0))
    return between <= (_NEAR_PARAGRAPH if opens else _NEAR)


def _paragraph_at(r: Reader, word: int) -> int:
    """Return the ordinal of the paragraph that holds a word."""
    sentences = r.parsed.sentences
    return sentences[bisect_right(sentences, word, key=lambda sentence: sentence.first) - 1].paragraph
