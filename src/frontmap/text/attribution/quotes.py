"""Finds who says what: attributions with their source, cue and content, resolved to a name, a side and a chain of relays.

Three steps. Each sentence is searched for cues (verbs of saying, ``according to``, ``NAME:``, nouns such as ``claim``), which
gives ``Found`` records of word spans. Then what runs on is added: quotations without a cue of their own. At last the sources
are resolved to full names, sides and relays (``speakers``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from frontmap.model import Attribution, Parsed, PlaceMention, Quotation
from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.announced import read_announced
from frontmap.text.attribution.contents import quotations_in
from frontmap.text.attribution.dialogues import read_dialogue
from frontmap.text.attribution.issuers import read_issuers
from frontmap.text.attribution.phrases import Reader, Words, phrase_after, reader, skip_venue, with_name_after
from frontmap.text.attribution.pointing import points_back
from frontmap.text.attribution.sayings import read_sentence
from frontmap.text.attribution.slavic import carry_on, is_declined, read_declined
from frontmap.text.attribution.speakers import Found, resolve
from frontmap.text.attribution.speech import open_speech
from frontmap.text.clauses import bare_dateline_end

_DASHES = frozenset({"—", "–", "--", "-"})
_LONG_SENTENCE = 400
"""Words; of longer ones (lists, broken text) only so much is searched at once, which keeps hostile input linear."""
_LEAD = 3
"""Paragraphs; where a report names its source that early, all that stands before is from it."""
_DATELINE = 9
"""Words of a dateline before its dash, at most."""
_SIGNATURE = 16
"""Words in the brackets of a dateline at most."""
_SHORT_QUOTATION = 4
"""Words; shorter quotations are names or single expressions and run on from nobody."""
_POINTERS = frozenset(("that", "this", "that's", "that’s"))
_BULLETIN = 14
"""Words after a verb of saying within which the bulletin is named in which something is said."""
_SHORT_SENTENCE = 14
"""Words; a sentence that only says who reported the one before is no longer."""
_NEAR, _NEAR_PARAGRAPH = 25, 12
"""Words between a speaker and a further quotation, within a paragraph and at the start of the next one."""
_DENIAL = 8
"""Words of ``which the foreign ministry promptly denied``."""


def find_attributions(parsed: Parsed, placed: Sequence[PlaceMention], sources: SourceRegistry) -> tuple[Attribution, ...]:
    """Find who vouches for which stretch of a document, sorted by where the stretches begin.

    What no attribution covers is vouched for by the report itself.
    """
    speech = open_speech()
    r = reader(parsed, speech, sources.role_nouns, sources.ranks)
    found: list[Found] = []
    declined = is_declined(parsed)
    for sentence in parsed.sentences:
        if declined:
            read_declined(r, sources, sentence, found)
            continue
        for first in range(_after_signature(r, sentence.first, sentence.last), sentence.last, _LONG_SENTENCE):
            read_sentence(r, first, min(sentence.last, first + _LONG_SENTENCE), found)
    found += _signed(r, sources)
    found += points_back(r, sources) if declined else _pointing_back(r)
    if declined:
        carry_on(r, sources, found)
        found += read_issuers(r, sources)
    else:
        found += read_announced(r)
        found += read_dialogue(r)
        if not speech.classes["denies"].isdisjoint(parsed.vocabulary):  # few texts deny anything
            found += [*_denied_beside(r), *_denied_by(r)]
    return resolve(r, _run_on(r, found), placed, sources)


def _after_signature(r: Reader, first: int, last: int) -> int:
    """Return the word after ``13:40`` or ``YEREVAN (Agency - 28th September, 2020)`` that opens a report; else the first word."""
    if ":" in r.words[first] and r.words[first][0].isdigit():
        return first + 1  # "13:40 The army said"
    if not r.words[first].isupper():
        return first
    if first == 0 and (bare := bare_dateline_end(r.parsed)):
        return bare  # "BAGHDAD Forces ... said"
    dash = next((i for i in range(first + 1, min(first + _DATELINE, last - 1)) if r.words[i] in _DASHES), None)
    if dash is not None and all(not r.words[i][0].islower() for i in range(first, dash)):
        return dash + 1  # "LISBON (LUSA) -- In a communique"
    plain = next((i for i in range(first, min(first + 4, last - 1)) if not (r.words[i].isupper() and len(r.words[i]) > 1)), last)
    if first < plain < last and not r.parsed.all_caps and r.is_capital(plain) and (r.lowers[plain] in r.det or r.lowers[plain] in r.prep):
        return plain  # "LISBON A spokesman said"
    opening = next((i for i in range(first + 1, min(first + 4, last)) if r.words[i] == "("), None) if first == 0 else None
    if opening is None or not all(r.words[i].isupper() or r.words[i] == "," for i in range(first, opening)):
        return first
    closing = next((i for i in range(opening, min(opening + _SIGNATURE, last - 1)) if r.words[i] == ")"), None)
    return closing + 1 if closing is not None and r.time.intersection(r.lowers[opening:closing]) else first


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
    opening = next((one.first for one in r.parsed.sentences if one.kind != "heading"), 0)
    for before, sentence in pairwise(r.parsed.sentences):
        first, last = sentence.first, sentence.last
        source = (
            _source_line(r, first, last)
            or _named_in_passive(r, first, last)
            or _named_before_this(r, first, last)
            or _according_alone(r, first, last)
        )
        if source is None:
            continue
        agrees = source[1] < last and any(cue.verb == "confirm" for cue in r.speech.cues.get(r.lowers[source[1]], ()))
        reaches = r.lowers[first] in r.speech.classes["sourceline"] or (sentence.paragraph <= _LEAD and not agrees)
        earlier = [(opening, before.first)] if reaches and opening < before.first else []
        later = [(last, len(r.words))] if reaches and last < len(r.words) else []
        relays = [relay] if (relay := _reporter_at_end(r, source[1], last)) is not None else []
        yield Found(source, (first, first + 1), [(before.first, before.last)], "pointing back", relays=relays, runs_on=[*earlier, *later])


def _denied_beside(r: Reader) -> Iterator[Found]:
    """Yield who denies what the clause before tells: ``had taken Alpha, which Y denied.``, ``..., a claim Y denied.``; he says no more."""
    for sentence in r.parsed.sentences:
        for i in range(sentence.first + 1, sentence.last - 2):
            claim = r.lowers[i] in ("a", "an") and r.lowers[i + 1] in r.speech.nouns
            if r.words[i - 1] != "," or not (claim or r.lowers[i] == "which"):
                continue
            first = i + 1 + claim
            stop = next((j for j in range(first + 1, min(sentence.last, i + _DENIAL)) if r.lowers[j] in r.speech.classes["denies"]), None)
            if stop is None or r.words[stop + 1 : stop + 2] not in ((".",), (",",)):
                continue
            end = stop - r.is_adverb(stop - 1)  # "a claim Alphia immediately denied"
            yield Found((first, end), (stop, stop + 1), [(i, stop + 1)], "relative:deny")


def _denied_by(r: Reader) -> Iterator[Found]:
    """Yield by whom what the clause before tells is denied: ``X said it had taken Alpha, a claim denied by Y.``."""
    for sentence in r.parsed.sentences:
        for i in range(sentence.first + 4, sentence.last - 1):
            noun = r.lowers[i - 2] in r.speech.nouns and r.lowers[i - 3] in ("a", "an")
            if not (noun and r.lowers[i] == "by" and r.lowers[i - 1] in r.speech.classes["denies"]):
                continue
            source = phrase_after(r, i + 1, sentence.last)
            if source is not None:
                yield Found(source, (i - 1, i), [(i - 3, i + 1)], "passive:deny")


def _reporter_at_end(r: Reader, start: int, last: int) -> Words | None:
    """Return the outlet of ``..., UNN reports.`` at the end of a sentence."""
    end = last - (r.words[last - 1] == ".")
    comma = next((j for j in range(end - 1, max(start, end - 8), -1) if r.words[j] == ","), None)
    cue = r.cue_at(end - 1, noun=True) if comma is not None and end - comma > 2 else None
    return (comma + 1, end - 1) if comma is not None and cue and cue.sort == "say" else None


def _source_line(r: Reader, first: int, last: int) -> Words | None:
    """Return X of a line ``Source: X``."""
    if r.lowers[first] not in r.speech.classes["sourceline"] or first + 2 >= last or r.words[first + 1] != ":":
        return None
    source = phrase_after(r, first + 2, last)
    labelled = source is not None and source[1] < last and r.words[source[1]] == ":"  # "Source: the staff Quote: ..."
    return (source[0], source[1] - 1) if source and labelled and source[1] - source[0] > 1 else source


def _named_in_passive(r: Reader, first: int, last: int) -> Words | None:
    """Return X of ``This was reported by X`` and of its like in other languages, where the verb's subject follows it."""
    if " ".join(r.lowers[first : first + 2]) not in r.speech.classes["back"]:
        return None
    for i in range(first + 2, min(last - 1, first + 10)):
        if not any(cue.sort in ("say", "tell") for cue in r.speech.cues.get(r.lowers[i], ())):
            if r.lowers[i].isascii() and r.lowers[i].endswith("ed"):
                return None  # `This was followed by a warning by X`
            continue
        by = _maker_after(r, i + 1, last)
        source = phrase_after(r, by, last) if by is not None and r.lowers[by] not in r.speech.nouns else None
        return with_name_after(r, source, last) if source else None
    return None


def _maker_after(r: Reader, start: int, last: int) -> int | None:
    """Return where the maker begins of ``by the army``, or of ``in the text of the evening summary of the army``."""
    end = min(last - 1, start + _BULLETIN)
    by = next((j + 1 for j in range(start, min(end, start + 7)) if r.lowers[j] == "by"), None)
    if by is not None or start >= last or r.lowers[start] not in ("in", "on"):
        return by
    made = (j for j in range(start + 1, end) if r.lowers[j] in r.speech.classes["bulletin"] or r.lowers[j] in r.speech.nouns)
    return next((j + 2 for j in made if j + 2 < last and r.lowers[j + 1] in ("of", "by", "from")), None)


def _named_before_this(r: Reader, first: int, last: int) -> Words | None:
    """Return X of a sentence that says nothing else than ``X reported this`` or ``X, head of Y, wrote this on Facebook``."""
    end = last - (r.words[last - 1] == ".")
    this = next((i for i in range(first + 2, min(end, first + _SHORT_SENTENCE + 1)) if r.lowers[i] in ("this", "it", "so")), end)
    if end - first < 3 or this == end or r.lowers[first] in r.pron:
        return None
    after = skip_venue(r, this + 1, end)
    relayed = r.lowers[after : after + 2] == (",", "as") or (
        after < end and r.words[after] == "," and r.cue_at(end - 1, noun=True) is not None
    )
    if after < end and not relayed:
        return None  # "..., as reported by the agency" or "..., the agency reports" may follow
    cue = r.cue_at(this - 1, noun=True)
    return (first, this - 1) if cue and cue.sort in ("say", "tell") and cue.stance == "asserted" else None


def _according_alone(r: Reader, first: int, last: int) -> Words | None:
    """Return X of a sentence that says nothing else than ``That is according to X``."""
    if r.lowers[first] not in _POINTERS:
        return None
    start = first + 1 + (r.lowers[first + 1 : first + 2] in (("is",), ("was",)))
    return phrase_after(r, start + 2, last) if r.lowers[start : start + 2] == ("according", "to") and start + 2 < last else None


def _run_on(r: Reader, found: list[Found]) -> list[Found]:
    """Give quotations without a cue of their own to the one who spoke last before them."""
    found = [one for one in found if one.contents and all(start < end for start, end in one.contents)]
    found.sort(key=lambda one: one.cue)
    ends = [one.cue[0] for one in found]
    covered = {index for one in found for start, end in one.contents for index in quotations_in(r, start, end)}
    last_given, own = -1, list[Found]()
    for index, quotation in enumerate(r.parsed.quotations):
        if index in covered or quotation.last - quotation.first < _SHORT_QUOTATION:
            continue
        before = bisect_left(ends, quotation.first) - 1
        if before < 0 or not _goes_on(r, found[before], quotation, last_given):
            continue
        spoken = (quotation.first - 1, quotation.last + quotation.closed)
        if found[before].stance == "asserted":
            found[before].runs_on.append(spoken)
        else:
            own.append(replace(found[before], contents=[spoken], stance="asserted"))  # "denied it fell. 'We hold it.'"
        last_given = quotation.last
    found += own
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
