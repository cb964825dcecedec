"""Reads attributions without a verb of saying: ``according to``, ``NAME: ...``, headlines that end in a name, nouns for things said."""

from __future__ import annotations

from frontmap.text.attribution.contents import CONCEDING, aside_end, clause_start, content_before, content_from
from frontmap.text.attribution.phrases import Reader, Words, is_break, is_short_quotation, phrase_after, phrase_ending
from frontmap.text.attribution.speakers import Found
from frontmap.text.attribution.speech import Frame

STOPS = frozenset({".", "!", "?", "…", "..."})
DASHES = frozenset({"—", "–", "--", "-"})
_PUT_OUT = frozenset({"made", "issued", "released", "published"})
_FAR_ANSWER = 4
"""Words between ``denied`` and the report that is denied."""
_LONGEST_LABEL = 14
"""Words of a name and an office before a colon, at most."""
_FEWEST_QUOTED = 5
"""Words of a quotation after a colon that somebody says, at least."""
LONGEST_TAIL = 6
"""Words of a mark and who is named after it at the end of a headline, at most."""


def read_noun(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read ``claims by X that ...``, ``X’s claim that ...`` and ``X’s claim to have ...``; who says it must be named."""
    noun = r.speech.nouns.get(r.lowers[i])
    if noun is None or i + 2 >= last or _is_answered(r, first, i):
        return None
    is_it = 2 if r.lowers[i + 1] in ("is", "was") and r.lowers[i + 2] == "that" else 1
    deed = r.lowers[i + 1 : i + 3] == ("to", "have")  # "Alphia's claim to have taken Beta"
    if (deed or r.lowers[i + is_it] == "that") and not noun.media:
        source = phrase_ending(r, first, i)
        if source is None or r.lowers[source[0]] in r.prep or r.lowers[source[1] - 1] in r.det:
            return None
        conceded = next((j + 1 for j in range(source[1] - 2, source[0] - 1, -1) if r.lowers[j] == "despite"), source[0])
        source = (conceded, source[1])  # "holds Beta despite Alphia's claim that"
        opens_clause = source[0] == first or r.lowers[source[0] + 1] in r.det
        if r.lowers[source[0]].endswith("ing") and opens_clause and source[1] - source[0] > 1:
            source = (source[0] + 1, source[1])  # "Defying rebel claims that", "prompting a swift warning that"
        opens = r.lowers[first]
        if opens in r.prep or opens in CONCEDING or opens.endswith("ing"):
            last = aside_end(r, i + is_it + 1, last)  # "Despite rebel claims that it fell, the army holds Alpha"
        return Found(source, (i, i + 1), [content_from(r, i + is_it + 1, last)], f"noun:{r.lowers[i]}", noun.stance, needs_known=True)
    j = i + 1 + (r.lowers[i + 1] in _PUT_OUT)
    if r.lowers[j] not in ("by", "from"):
        return None
    source = phrase_after(r, j + 1, last)
    if source is None:
        return None
    end = apposition_end(r, source[1], last)
    that = end + (end > source[1] and end < last and r.words[end] == ",")
    if that + 1 >= last or r.lowers[that] != "that":
        return None
    return Found((source[0], end), (i, i + 1), [content_from(r, that + 1, last)], f"noun:{r.lowers[i]}", noun.stance, needs_known=True)


def _is_answered(r: Reader, first: int, i: int) -> bool:
    """Tell whether somebody rejects what is said (``denied a report by the agency that ...``), who then is its source."""
    verbs = (cue for j in range(max(first, i - _FAR_ANSWER), i) for cue in r.speech.cues.get(r.lowers[j], ()))
    return any(cue.sort == "object" and cue.stance == "denied" for cue in verbs)


def read_label(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read ``PUSHILIN: "We took it."``: a short name, a colon, and what is said."""
    first += is_break(r.words[first])  # "- Alpha Radio: Shells hit Beta"
    comma = next((j for j in range(first + 1, min(first + 5, i)) if r.words[j] == ","), None)
    if comma is not None and i - first <= _LONGEST_LABEL and any(r.lowers[j] in r.roles for j in range(comma, i)):
        return read_label(r, first, comma, i) and Found((first, i), (i, i + 1), [content_from(r, i + 1, last)], "label", needs_known=True)
    if not 0 < i - first <= 6 or i + 1 >= last or not r.is_capital(first) or {"/", "("} & set(r.words[first:i]):
        return None
    names = [j for j in range(first, i) if r.words[j][0].isalnum()]
    if (
        not names
        or any(r.lowers[j] in r.speech.classes["neverperson"] for j in names)
        or any(r.is_verb(j) or r.lowers[j] in r.prep for j in names)
    ):
        return None
    quoted = i + 1 in r.quoted
    if not quoted and not r.parsed.all_caps and all(r.words[j].isupper() and len(r.words[j]) > 4 for j in names):
        return None  # a place in capitals: "NORTH VALLEY: Two soldiers ..."
    if not quoted and not all(r.is_capital(j) or r.lowers[j] in r.roles or r.lowers[j] in r.speech.nouns for j in names):
        return None
    return Found((first, i), (i, i + 1), [content_from(r, i + 1, last)], "label", needs_known=not quoted)


def read_tail(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read a headline that ends with who says it: ``Rebels take Alpha: army``, ``Rebels take Alpha - UN``."""
    apart = r.parsed.starts[i + 1] > r.parsed.ends[i] if i + 1 < last else False
    if not apart or not 1 < last - i <= LONGEST_TAIL or i - first < 3 or r.words[last - 1] in STOPS:
        return None
    if any(r.is_verb(j) or not r.words[j][0].isalnum() for j in range(i + 1, last)):
        return None
    if r.lowers[i + 1] in r.det or r.lowers[i + 1] in r.prep or r.words[i + 1].isdigit():
        return None
    return Found((i + 1, last), (i, i + 1), [(first, i)], "tail", needs_known=True)


def read_frame(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read a phrase such as ``according to`` at a word."""
    for frame in r.speech.frames.get(r.lowers[i], ()):
        if r.lowers[i : i + len(frame.words)] == frame.words and frame.sort == "according":
            return _read_according(r, first, i, i + len(frame.words), last, frame)
    return None


def _read_according(r: Reader, first: int, i: int, after: int, last: int, frame: Frame) -> Found | None:
    """Read ``According to X, ...`` and ``..., according to X``."""
    fronted = i == first or (r.lowers[i - 1] in r.conj) or (i - 1 in r.quoted and i - 1 == first) or r.words[i - 1] in DASHES
    source = phrase_after(r, after, last)
    if source is None or (frame.words == ("per",) and not _is_speaker(r, source)):
        return None  # "40 rounds per day"
    if fronted:
        end = apposition_end(r, source[1], last)
        closed = end < last and r.words[end] == "," and _describes(r, source[1] + 1)
        relative = closed and r.lowers[source[1] + 1] in ("who", "which")
        source = (source[0], end) if relative else _cut_at_clause(r, (source[0], end if closed else source[1]))
        start = source[1] + (r.words[source[1]] == "," if source[1] < last else 0)
        contents = [content_from(r, start, last)] if start < last else []
        return Found(source, (i, after), contents, "according:front", frame.stance) if contents else None
    left = i - (r.words[i - 1] == ",")
    start = clause_start(r, first, left)
    contents = [content_before(r, start, left)]
    tail = source[1]
    if r.lowers[left - 1] in ("which", "who", "that", "and", "but") and tail + 1 < last and r.words[tail] == ",":
        return Found(source, (i, after), [content_from(r, tail + 1, last)], "according", frame.stance)
    bare = not r.has_verb(start, left)
    if bare and tail < last and r.is_verb(tail) and r.words[i - 1] != ",":
        contents.append(content_from(r, tail, last))  # "The troops according to the army left Alpha"
    if tail < last and r.words[tail] == ",":
        end = apposition_end(r, tail, last)
        if end > tail:
            source = (source[0], end)
            if bare and end + 1 < last and r.words[end] == "," and r.has_verb(end + 1, last):
                contents.append(content_from(r, end + 1, last))
        elif bare:
            contents.append(content_from(r, tail + 1, last))
    return Found(source, (i, after), contents, "according", frame.stance)


def _is_speaker(r: Reader, source: Words) -> bool:
    """Tell whether a phrase names somebody: with a capital, or with a noun for those who speak."""
    named = r.is_capital(source[0]) or (r.lowers[source[0]] in r.det and r.is_capital(source[0] + 1))
    return named or any(r.lowers[i] in r.roles for i in range(*source))


def _describes(r: Reader, start: int) -> bool:
    """Tell whether words after a name say who that is (``the head of ...``, ``army spokesman``) and do not open the clause."""
    opener = r.lowers[start]
    if opener in r.det or opener in r.poss or opener in ("who", "which", "citing", "quoting"):
        return True
    if r.is_capital(start) and r.lowers[start - 2] in r.ranks:
        return True  # "the army spokesman, John Hale,"
    return any(r.lowers[i] in r.roles for i in range(start, start + 3))


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


def _names_holder(r: Reader, comma: int, end: int) -> bool:
    """Tell whether a full name after a comma is that of who holds the office before it."""
    office = next((i for i in range(comma - 1, max(0, comma - 8), -1) if r.words[i - 1] == "," or r.is_verb(i - 1)), comma - 1)
    held = any(r.lowers[i] in r.ranks for i in range(office, comma))
    named = all(r.is_capital(i) or r.is_title_stop(i) or r.lowers[i] in r.speech.classes["particle"] for i in range(comma + 1, end))
    return held and named and (end - comma > 2 or r.lowers[comma - 1] in r.ranks)


def apposition_end(r: Reader, comma: int, last: int) -> int:
    """Return the end of a description between commas (``X, the chairman of Y,``); the comma itself where there is none."""
    if comma >= last or r.words[comma] != "," or comma + 1 >= last:
        return comma
    end = comma + 1
    while end < last and (r.words[end] not in (",", ".", ";", ":") or r.is_title_stop(end)) and end - comma < 25:
        if end in r.quoted and not is_short_quotation(r, end):
            break
        end = r.parsed.quotations[r.quoted[end]].last + 1 if end in r.quoted else end + 1
    end = min(end, last)
    opener = r.lowers[comma + 1]
    if not opener.isascii():
        return comma
    relative = opener in ("who", "which")
    if end >= last or r.words[end] == ";" or (not relative and any(opener in words for words in (r.prep, r.conj, r.pron, r.adv))):
        return comma
    names = r.is_capital(comma + 1) and opener not in r.det and opener not in r.poss
    one_of = r.lowers[max(0, comma - 3) : comma - 1] == ("one", "of")  # "said one of them, John Hale."
    if names and not one_of and not any(r.lowers[k] in r.roles for k in range(max(0, comma - 8), comma)):
        return comma  # two names in a row: the second one begins the clause
    if r.words[end] == "." and names and (one_of or _names_holder(r, comma, end)):
        return end  # "said army spokesman, John Hale.", "said the head of the district, Gen. John Hale."
    if r.words[end] == "." and not (opener in r.det or opener in r.poss or not r.is_capital(comma + 1)):
        return comma
    if r.has_verb(comma + 1, end) and not relative:
        return comma
    return end
