"""Reads the attributions of one sentence: verbs of saying in any word order, with what relays them; ``labels`` reads those without a verb.

Each reader gets a word and returns what it attributes as a ``Found`` of word spans, or None.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from frontmap.registry.sources import POSSESSIVE
from frontmap.text.attribution.complements import blames, fits, is_marked, is_toll, puts_at, read_relay, right_side, skip_told
from frontmap.text.attribution.contents import CONCEDING, aside_end, clause_start, content_before, content_from, has_speaker, relative_end
from frontmap.text.attribution.cues import is_cue_here, is_doubted, is_passive, is_saying
from frontmap.text.attribution.labels import DASHES, LONGEST_TAIL, apposition_end, read_frame, read_label, read_noun, read_tail
from frontmap.text.attribution.phrases import (
    RELATIVE,
    Reader,
    Words,
    has_own_verb,
    is_quoted_name,
    phrase_after,
    skip_venue,
)
from frontmap.text.attribution.sharing import subject_of, subject_of_participle
from frontmap.text.attribution.speakers import Found
from frontmap.text.attribution.speech import Cue
from frontmap.text.attribution.subjects import subject_before

_BARE_AFTER = frozenset(("say", "tell", "report", "add", "announce", "note", "confirm"))
"""Verbs that may follow what is said without a comma, as some agencies write."""
_FRONTED = 20
"""Words of a participle clause before its subject, at most."""
_IMPERSONAL = 4
"""Words of ``It is also noted`` at most."""
_RELAYING = frozenset(("note", "emphasize", "stress", "clarify", "add", "indicate"))
_RELAYING_NOW = frozenset(("report", "state", "specify", "say", "inform"))
"""Verbs of which only the present does so: what `was reported` may be from anybody."""
_JUDGING = frozenset(("label", "describe"))
"""Verbs that deny what they call untrue (``described the loss of Alpha as a fabrication``)."""
_ANSWERS = frozenset(("reject", "deny", "confirm"))
_OF_KNOWN = frozenset(("suggest", "find", "go on", "continue"))
"""Verbs that only say something where their subject is known to speak (``fighting continued, "We hold it," he said``)."""
_HOW = frozenset(("speaking", "quoting", "citing", "adding", "without"))
"""Words that tell how something was said, or go on with it."""
_INVERTS = frozenset(("said", "says", "reported", "reports"))
_CONNECTIVES = frozenset(("and", "but", "which", "where", "when", "while", "whom"))
"""Words after which a speaker stands between commas (``the attack, in which, officials said, ten died``)."""
_TIME_WORDS = 5
"""Words up to the ``after`` of ``less than two weeks after`` at most."""
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))


def read_sentence(r: Reader, first: int, last: int, found: list[Found]) -> None:
    """Find the attributions of one sentence, and who relays them."""
    known = len(found)
    relays: list[tuple[int, str, Words]] = []
    triggers = r.speech.triggers
    for i in [i for i, lower in enumerate(r.lowers[first:last], first) if lower in triggers]:
        if r.words[i] in DASHES and last - i > LONGEST_TAIL:
            continue
        relay = read_relay(r, i, last) if r.lowers[i] in r.speech.frames else None
        if relay:
            relays.append(relay)
            if r.lowers[i - 1] not in _BE:
                continue
        if found[known:] and found[-1].rule == "cite" and found[-1].cue[0] < i < found[-1].cue[1]:
            continue
        one = _read_trigger(r, first, i, last, found[known:])
        if one and not (one.source and one.source[1] - one.source[0] == 1 and r.lowers[one.source[0]] in ("i", "we", "you")):
            one.told = one.told or next((other.told for other in reversed(found[known:]) if other.source == one.source), None)
            found.append(one)
    for at, sort, words in relays:
        _attach_relay(at, sort, words, found[known:])


def _read_trigger(r: Reader, first: int, i: int, last: int, found: Sequence[Found]) -> Found | None:
    """Read the attribution whose cue is, or begins with, one word."""
    if r.words[i] == ":":
        return read_label(r, first, i, last) or read_tail(r, first, i, last)
    if r.words[i] in DASHES:
        return read_tail(r, first, i, last)
    framed = read_frame(r, first, i, last) if r.lowers[i] in r.speech.frames else None
    return framed or _read_cue(r, first, i, last, found) or read_noun(r, first, i, last)


def _attach_relay(at: int, sort: str, words: Words, found: Sequence[Found]) -> None:
    """Give a relay to the attributions of its sentence whose content it stands outside of, or to the one whose subject it follows."""
    inside = [one for one in found if one.source and one.source[0] < at < one.cue[0]]
    before = next((one for one in reversed(found) if one.cue[0] < at), None)
    for one in inside or found:
        if sort == "citing" and before is not None and one.cue[0] < before.cue[0] and one.source != before.source:
            continue  # "The rebels said A fell, the radio said, quoting officers": the radio quotes them
        if any(start <= at < end for start, end in one.contents) or (one.source and words[0] == one.source[0]):
            continue
        if sort == "citing":
            one.cited.append(words)
        else:
            one.relays.append(words)


def _read_cue(r: Reader, first: int, i: int, last: int, found: Sequence[Found]) -> Found | None:
    """Read a verb of saying in any word order, with the first of its uses that fits."""
    if r.is_compound(i):
        return None
    for cue in r.speech.cues.get(r.lowers[i], ()):
        after = i + 1 + len(cue.tail)
        if r.lowers[i + 1 : after] != cue.tail or not is_cue_here(r, first, i, last, cue):
            continue
        one = _read_use(r, first, i, after, last, cue, found)
        if one:
            return one
    return None


def _read_use(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read one use of a verb of saying; ``after`` is the word after the verb and its particles."""
    if cue.sort == "cite":
        return _read_cite(r, first, i, last, cue, found)
    if cue.sort == "see" and _is_in_quotation(r, i):
        return None
    if cue.participle and i == first:
        return _read_fronted(r, i, after, last, cue)
    if not cue.participle and i > first and is_passive(r, first, i):
        return _read_passive(r, first, i, last, cue) or _read_impersonal(r, first, i, last, cue)
    if r.lowers[i].endswith("ed") and i + 1 < last and r.lowers[i + 1] == "by":
        return None  # "a claim denied by Alphia"
    if not cue.participle and i > first and is_doubted(r, first, i, cue):
        return None
    if (answer := _read_answer(r, first, i, after, last, cue, found)) is not None:
        return answer
    one = None
    if cue.sort == "blame":
        charge = blames(r, after, last)
        return _read_object(r, first, i, charge, last, cue, found) if charge is not None else None
    if cue.sort not in ("object", "accuse", "see", "toll"):
        one = _read_participle(r, first, i, last, cue, found) if cue.participle else _read_active(r, first, i, after, last, cue, found)
    if one is None and (cue.sort in ("object", "accuse", "show", "see") or (cue.sort == "toll" and puts_at(r, after, last))):
        one = _read_object(r, first, i, after, last, cue, found)
    return one


def _is_in_quotation(r: Reader, i: int) -> bool:
    """Tell whether a word stands in a quotation."""
    index = bisect_right(r.parsed.quotations, i, key=lambda quotation: quotation.first) - 1
    return index >= 0 and i < r.parsed.quotations[index].last


def _read_answer(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read ``Alphia denied this`` and ``issued a denial``, which answer what was said before and state nothing themselves."""
    pointing = cue.stance == "denied" and after < last and r.lowers[after] in ("this", "it", "them", "that")
    ends = after + 1 >= last or not r.words[after + 1][0].isalnum()
    if cue.sort != "answer" and not (pointing and ends):
        return None
    subject = subject_of(r, first, i, found)[0]
    end = after + pointing
    return Found(subject, (i, after), [(i, end)], f"answer:{cue.verb}", cue.stance, needs_known=True) if subject else None


def _read_passive(r: Reader, first: int, i: int, last: int, cue: Cue) -> Found | None:
    """Read ``Two deaths were reported by residents`` and ``The claims were rejected by the army``."""
    source = phrase_after(r, i + 2, last) if i + 2 < last and r.lowers[i + 1] == "by" else None
    start = clause_start(r, first, i)
    if (
        source
        and (r.lowers[start] in ("it", "they", "this") or r.speech.nouns.keys() & set(r.lowers[start : start + 3]))
        and cue.verb in _ANSWERS
    ):
        return Found(source, (i, i + 1), [(start, i + 1)], f"answer:{cue.verb}", cue.stance, needs_known=True)
    if source and r.lowers[start] == "it" and cue.sort == "say" and source[1] + 1 < last and r.lowers[source[1]] == "that":
        return Found(source, (i, i + 1), [content_from(r, source[1] + 1, last)], f"passive:{cue.verb}", cue.stance)
    if (
        source is None
        or has_speaker(r, start, i)
        or cue.sort != "say"
        or start >= i - 1
        or r.lowers[start] in ("this", "it", "that")
        or "not" in r.lowers[max(first, i - 3) : i]
    ):
        return None
    return Found(source, (i, i + 1), [(start, i - 1)], f"passive:{cue.verb}", cue.stance)


def _read_impersonal(r: Reader, first: int, i: int, last: int, cue: Cue) -> Found | None:
    """Read ``It is noted that ...``, with which a report goes on to relay the body that it has named."""
    if cue.verb not in _RELAYING and not (cue.verb in _RELAYING_NOW and "is" in r.lowers[i - 2 : i]):
        return None
    it = first if r.lowers[first] == "it" else next((j + 1 for j in range(first, i - 1) if r.words[j] == ","), first)
    if r.lowers[it] != "it" or i - it > _IMPERSONAL or it - first > _IMPERSONAL + 1 or i + 2 >= last or r.lowers[i + 1] != "that":
        return None
    return Found((it, it + 1), (i, i + 1), [content_from(r, i + 2, last)], f"impersonal:{cue.verb}", cue.stance, needs_known=True)


def _read_object(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read ``denied the capture of``, ``claimed to have taken``: what is vouched for is no clause of its own."""
    right, told = skip_told(r, after, last) if after < last and r.lowers[after] == "to" and not r.is_verb_stem(after + 1) else (after, None)
    right = skip_venue(r, right, last)
    if (
        right >= last
        or not (r.words[right][0].isalnum() or right in r.quoted)
        or r.lowers[right] in r.conj
        or (r.is_verb(right) and not cue.tail and not (cue.sort == "show" and r.lowers[right].endswith("ed")))
    ):
        return None
    if r.lowers[right] in r.prep and r.lowers[right] != "to" and not cue.tail:
        return None
    if cue.verb == "claim" and is_toll(r, right):
        return None
    stance = _judged(r, after, last, cue)
    if cue.verb == "label" and stance == "asserted":
        return None
    subject, antecedent = (subject_of_participle(r, first, i, found), None) if cue.participle else subject_of(r, first, i, found)
    if subject is None:
        return None
    semicolon = next((j for j in range(right, last) if r.words[j] == ";" and j not in r.quoted), last)
    semicolon = _dash_end(r, subject, right, semicolon)
    contents = [content_from(r, right, semicolon if antecedent is None else relative_end(r, right, semicolon))]
    rule = f"{'see' if cue.sort == 'see' else 'object'}:{cue.verb}"
    return Found(subject, (i, after), contents, rule, stance, told=told, antecedent=antecedent, needs_known=True)


def _judged(r: Reader, after: int, last: int, cue: Cue) -> str:
    """Return the stance of a verb, which of ``fear`` depends on ``that``, of ``describe`` and ``label`` on what they call something."""
    if cue.verb == "fear" and r.lowers[after] != "that":
        return "asserted"  # "fear the town is riddled with mines"
    if cue.verb not in _JUDGING:
        return cue.stance
    return "asserted" if r.speech.classes["untrue"].isdisjoint(r.lowers[after:last]) else "denied"


def _read_fronted(r: Reader, i: int, after: int, last: int, cue: Cue) -> Found | None:
    """Read ``Announcing the capture of Alpha, the general said ...``: who speaks is the subject after the comma."""
    right = after + (r.lowers[after : after + 1] == ("that",))
    comma = next((j for j in range(right, min(last, i + _FRONTED)) if r.words[j] == "," and j not in r.quoted), None)
    subject = phrase_after(r, comma + 1, last) if comma is not None else None
    if comma is None or subject is None or comma - right < 2 or subject[1] >= last:
        return None
    end = apposition_end(r, subject[1], last)
    if not r.is_verb(subject[1]) and not (subject[1] < end < last - 1 and r.words[end] == "," and r.is_verb(end + 1)):
        return None
    subject = (subject[0], end)
    if r.lowers[right] in r.prep:
        return None  # "Writing in a blog post, Hale said ..."
    return Found(subject, (i, after), [(right, comma)], f"fronted:{cue.verb}", cue.stance, needs_known=True)


def _read_cite(r: Reader, first: int, i: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read ``TASS quoted X as saying ...`` and ``X was quoted by TASS as saying ...``."""
    saying = next((j for j in range(i + 1, min(last, i + 26)) if is_saying(r, j)), None)
    if saying is None or r.words[saying - 1] == ",":
        return None
    end = saying - (r.lowers[saying - 1] == "as")
    outlet: Words | None = None
    if i > first and is_passive(r, first, i):
        source = subject_of(r, first, i, found)[0]
        by = saying + 1 if r.lowers[saying + 1 : saying + 2] == ("by",) else i + 1 if r.lowers[i + 1] == "by" else None
        outlet = phrase_after(r, by + 1, last) if by is not None else None
    else:
        source = phrase_after(r, i + 1, end)
        outlet = subject_of_participle(r, first, i, found) if cue.participle else subject_of(r, first, i, found)[0]
        if source and r.words[source[1]] == "," and source[1] + 1 < end:
            source = source[0], end - (r.words[end - 1] == ",")  # with "leader of the Alphans"
    if source is None:
        return None
    after = max(saying + 1, outlet[1] if outlet else 0)
    right, _ = right_side(r, after, last, cue)
    subject = outlet if outlet and outlet[1] <= i else source
    quoted = subject[0] - 1 > first and subject[0] - 1 in r.quoted
    left = _left_content(r, first, subject[0], cue, True) if right is None or quoted else None
    content = left or (content_from(r, right, last) if right is not None else None)
    if content is None:
        return None
    return Found(source, (i, saying + 1), [content], "cite", relays=[outlet] if outlet else [])


def _prefers_left(r: Reader, left: Words, right: int, last: int) -> bool:
    """Tell whether the content stands left of the subject although something follows the verb."""
    if right in r.quoted:
        return _ends_with_quotation(r, left) and r.words[right - 1] == ","
    if left[0] in r.quoted and left[1] - 1 in r.quoted and r.words[left[1] - 2] == "," and not is_marked(r, right):
        return True  # "'We hold it,' he said in a statement read over the radio"
    if is_marked(r, right):
        return False
    # "A fell, officials said, the start of what B promised"
    return r.words[right - 1] == "," or not r.has_verb(right, min(last, right + 15))


def _opens_adverbial(r: Reader, start: int) -> bool:
    """Tell whether only when it happened follows a comma (``..., the army said, a day after it took Alpha``)."""
    opener = next((i for i in range(start, min(start + _TIME_WORDS, len(r.words))) if r.lowers[i] in ("after", "before")), start)
    return opener > start and not r.time.isdisjoint(r.lowers[start:opener])


def _read_active(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read a finite verb of saying: decide the word order by what stands on its two sides."""
    right, told = right_side(r, after, last, cue)
    if right is not None and r.words[right - 1] == "," and _opens_adverbial(r, right):
        right = None
    if right is not None and r.lowers[right] in _HOW and not is_marked(r, right):
        right = None  # "... the officials said speaking on condition of anonymity"
    subject, antecedent = subject_of(r, first, i, found)
    inverted = _inverted(r, first, i, after, last) if cue.sort != "tell" or cue.verb == "inform" else None
    if inverted:
        return _read_inverted(r, first, i, last, cue, inverted)
    if subject is None or r.lowers[subject[0]] == "according" or _is_governed(r, first, subject):
        return None  # "According to a Herald report the attack ...", "said in a video posted on Monday that"
    if "what" in r.lowers[max(first, subject[0] - 1) : subject[1]]:
        return None  # "shelled what it said was a base on Monday", "..., hitting what residents said was a school"
    left = _left_content(r, first, subject[0], cue, right is None) if antecedent is None else None
    if right is not None and fits(r, right, cue) and not (left and _prefers_left(r, left, right, last)):
        last = _dash_end(r, subject, right, last)
        end = relative_end(r, right, last) if antecedent else aside_end(r, right, last) if r.lowers[first] in CONCEDING else last
        contents = [content_from(r, right, end)]
        known = cue.sort == "show" or cue.verb in _OF_KNOWN or _is_reduced(r, i)
        if (
            cue.verb in ("suggest", "indicate")
            and r.lowers[i - 1] == "reports"
            and all(low in r.speech.classes["hearsay"] for low in r.lowers[slice(*subject)])
        ):
            return Found(None, (i, after), contents, f"verb:{cue.verb}", cue.stance)  # "Reports suggest that": nobody does
        stance = "asserted" if right in r.quoted and r.words[right - 1] == ":" else _judged(r, after, last, cue)
        return Found(subject, (i, after), contents, f"verb:{cue.verb}", stance, told=told, antecedent=antecedent, needs_known=known)
    goes_on = r.lowers[subject[0]] in r.pron and right is None  # "..., he went on."
    if left and cue.sort != "show" and (cue.sort != "quote" or goes_on or _ends_with_quotation(r, left)):
        halves = list(_split_quotation(r, i, last)) or list(_second_clause(r, after, last))
        known = _is_reduced(r, i)
        rule = f"after:{cue.verb}"
        return Found(subject, (i, after), [left], rule, cue.stance, told=told, antecedent=antecedent, needs_known=known, runs_on=halves)
    return _read_parenthesis(r, first, i, after, last, cue, subject) if right is None else None


def _is_governed(r: Reader, first: int, subject: Words) -> bool:
    """Tell whether a preposition governs what stands before a verb, which then only describes it."""
    start = subject[0]
    return (
        r.lowers[start] in ("a", "an")
        and start > first
        and r.lowers[start - 1] in r.prep
        and start - 2 >= first
        and r.cue_at(start - 2) is not None
    )


def _is_reduced(r: Reader, i: int) -> bool:
    """Tell whether a form may describe the noun before it (``the gains noted in the report``) and be no verb of its own."""
    return r.lowers[i].endswith("ed") and r.lowers[i + 1 : i + 2] == ("in",)


def _dash_end(r: Reader, subject: Words, right: int, last: int) -> int:
    """Return the dash that closes an aside in which somebody speaks (``The barrage - monitors counted 90 shells - went on``)."""
    opened = subject[0] > 0 and r.words[subject[0] - 1] in DASHES
    return next((j for j in range(right, last - 1) if r.words[j] in DASHES), last) if opened else last


def _read_parenthesis(r: Reader, first: int, i: int, after: int, last: int, cue: Cue, subject: Words) -> Found | None:
    """Read ``The pier, the council said, had collapsed`` and ``As the council said, the pier had collapsed``."""
    tail = skip_venue(r, skip_told(r, after, last)[0] if cue.sort == "tell" else after, last)
    fronted = r.lowers[first] == "as" and subject[0] <= first + 1
    if tail + 1 >= last or r.words[tail] != "," or not (fronted or (subject[0] - 1 > first and r.words[subject[0] - 1] == ",")):
        return None
    if cue.sort not in ("say", "tell", "that") or not r.has_verb(tail + 1, last):
        return None
    comma = subject[0] - 1
    first = next((j + 1 for j in range(comma - 1, first, -1) if r.words[j] in (";", ":")), first)
    start = first + (r.lowers[first] in ("but", "and", "yet"))
    contents = [content_from(r, tail + 1, last)]
    if not fronted and r.lowers[comma - 1] not in _CONNECTIVES:  # "was hit and, the council said, had collapsed"
        if r.has_verb(first, comma) and r.lowers[start] not in r.subord:
            return None
        contents.insert(0, (first, comma))
    return Found(subject, (i, after), contents, f"inside:{cue.verb}", cue.stance)


def _left_content(r: Reader, first: int, start: int, cue: Cue, alone: bool) -> Words | None:
    """Return the clause or quotation that ends right before the subject, where one does."""
    if start <= first:
        return None
    before = r.words[start - 1]
    if start - 1 in r.quoted and r.parsed.quotations[r.quoted[start - 1]].last == start - 1:
        return content_before(r, clause_start(r, first, start), start)
    if before == "," and r.lowers[start - 2] in _CONNECTIVES:
        return None  # "was hit and, the council said, had collapsed"
    if before == "," or before in DASHES:
        begin = clause_start(r, first, start - 1)
        clause = _is_clause(r, begin, start - 1) or (alone and before == "," and _is_statement(r, begin, start - 1))
        return content_before(r, begin, start - 1) if clause else None
    if not alone or cue.verb not in _BARE_AFTER:
        return None
    if before not in r.conj and before not in r.prep and r.has_verb(first, start) and start - first > 2:
        return content_before(r, clause_start(r, first, start), start)
    return None


def _is_clause(r: Reader, start: int, end: int) -> bool:
    """Tell whether a stretch can be what somebody says: it ends in a quotation or holds a verb of its own."""
    if end - 1 in r.quoted:
        return True
    opener = r.lowers[start]
    if opener in r.subord and "," not in r.words[start:end]:
        return False
    participle = opener.endswith("ing") and (opener in r.speech.cues or opener in r.speech.frames)
    if opener in r.prep and all(r.lowers[i] in r.reduced for i in range(start, end) if r.is_verb(i)):
        return False  # "In a statement released here, the army said"
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
                yield content_from(r, j, last)
            return


def _second_clause(r: Reader, after: int, last: int) -> Iterator[Words]:
    """Yield the second half of what is said in ``A fell, officials said, and B was shelled`` or ``..., officials said, killing ten``."""
    comma = skip_venue(r, after, last)
    if comma + 3 >= last or r.words[comma] != ",":
        return
    opener = r.lowers[comma + 1]
    if opener.endswith("ing") and opener not in r.speech.cues and opener not in r.speech.frames and opener not in r.prep:
        yield content_from(r, comma + 1, last)
    if opener in r.subord and opener != "as" and opener not in CONCEDING:
        yield content_from(r, comma + 1, last)  # "Ten died, police said, when a bomb went off in Alpha"
    if opener != "and":
        return
    clause = content_from(r, comma + 2, last)
    speaks = any(r.cue_at(k) is not None for k in range(*clause))
    if not speaks and r.lowers[comma + 2] not in r.pron and r.has_verb(*clause):
        yield clause


def _inverted(r: Reader, first: int, i: int, after: int, last: int) -> Words | None:
    """Return the subject right of a verb in ``..., said X``; None where the verb is not inverted."""
    if i == first or i + 1 >= last:
        return None
    before = r.words[i - 1]
    quoted = i - 1 in r.quoted and r.parsed.quotations[r.quoted[i - 1]].last == i - 1 and not is_quoted_name(r, first, i - 1)
    touching = before == "," or quoted or before in DASHES
    j = after
    while j < last and r.is_adverb(j):
        j += 1
    if j >= last or r.lowers[j] in ("that", "to", "how") or not r.words[j][0].isalnum():
        return None
    if r.lowers[j] in r.prep or r.lowers[j] in r.conj or r.lowers[j] == "otherwise":
        return None
    if POSSESSIVE.sub("", r.lowers[j]) in r.time and r.speech.classes["aired"].isdisjoint(r.lowers[j + 1 : j + 3]):
        return None  # but "..., reports Monday's issue of the paper"
    if not touching and (r.lowers[i] not in _INVERTS or r.lowers[i - 1] in r.aux or not r.has_verb(first, i)):
        return None
    if not _opens_speaker(r, j, last, touching):
        return None
    phrase = phrase_after(r, j, last, stop_at_clause=False)
    opens_content = r.lowers[j] in r.det or (phrase is not None and phrase[1] in r.quoted)
    if before == "," and opens_content and i - 2 not in r.quoted and _is_named_speaker(r, first, i):
        return None  # "Hale, the mayor of Alpha, confirmed the capture": nothing was said yet
    if phrase is None or has_own_verb(r, *_before_relative(r, phrase)) or r.lowers[phrase[0]] in r.speech.nouns:
        return None
    if before == "," and i - 2 not in r.quoted and _before_relative(r, phrase) != phrase and not has_own_verb(r, first, i - 1):
        return None  # "The spokesman, Hale, said rebels who hide in Alpha shelled the town"
    head = next((k for k in range(*phrase) if r.lowers[k] in r.prep), phrase[1]) - 1
    thing = r.lowers[j] in ("a", "an") and r.lowers[head] not in r.roles and not r.is_capital(head)
    if thing and before == "," and i - 2 not in r.quoted and r.lowers[i] not in _INVERTS:
        return None  # "the commander, Ivan Hale, threatened a harsh counteroffensive"
    named = any(r.is_capital(k) for k in range(*phrase)) or (r.lowers[phrase[0]] == "the" and r.lowers[phrase[1] - 1] in r.roles)
    if not touching and (phrase[1] < last - 2 or not named):
        return None
    return phrase


def _is_named_speaker(r: Reader, first: int, i: int) -> bool:
    """Tell whether all that stands before a verb is its subject with a description between commas."""
    subject = subject_before(r, first, i)[0]
    return subject is not None and subject[0] <= first + 1 and "," in r.words[subject[0] : subject[1]]


def _opens_speaker(r: Reader, j: int, last: int, touching: bool) -> bool:
    """Tell whether the words right of a verb begin like someone who speaks: a name, a pronoun, a role, or (after a comma) a determiner."""
    low = r.lowers[j]
    if low.endswith("ing") and not r.is_capital(j) and r.lowers[j + 1 : j + 2] and (r.lowers[j + 1] in r.det or r.lowers[j + 1].isdigit()):
        return False  # "searched the camp and reported killing 34 Alphan soldiers"
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
        if r.lowers[i] in RELATIVE:
            return phrase[0], i
    return phrase


def _read_inverted(r: Reader, first: int, i: int, last: int, cue: Cue, subject: Words) -> Found | None:
    """Read ``“...,” said X``."""
    end = i - (r.words[i - 1] == "," or r.words[i - 1] in DASHES)
    if end <= first or cue.sort == "show":
        return None
    start = clause_start(r, first, end)
    if cue.sort == "quote" and end - 1 not in r.quoted:
        return None
    apposition = apposition_end(r, subject[1], last)
    subject = (subject[0], apposition)
    halves = list(_split_quotation(r, subject[1] - 1, last))
    return Found(subject, (i, i + 1), [content_before(r, start, end)], f"inverted:{cue.verb}", cue.stance, runs_on=halves)


def _read_participle(r: Reader, first: int, i: int, last: int, cue: Cue, found: Sequence[Found]) -> Found | None:
    """Read ``..., adding that ...``: the subject is that of the clause before."""
    right, told = right_side(r, i + 1 + len(cue.tail), last, cue)
    if right is None or not fits(r, right, cue):
        return None
    joined = i > first and (r.words[i - 1] == "," or r.words[i - 1] in DASHES or i - 1 in r.quoted or r.lowers[i - 1] in r.aux)
    if not joined and not is_marked(r, right) and cue.verb not in ("say", "report", "claim", "warn", "allege", "show"):
        return None
    if r.words[i - 1] == "," and (cue.sort == "show" or cue.verb == "suggest"):
        return None  # "..., indicating that": what the writer makes of it
    subject = subject_of_participle(r, first, i, found)
    if subject is None:
        return None
    known = cue.sort == "show" or cue.verb == "suggest"
    after = i + 1 + len(cue.tail)
    return Found(subject, (i, after), [content_from(r, right, last)], f"participle:{cue.verb}", cue.stance, told=told, needs_known=known)
