"""Finds who vouches for more than is attributed: the body that issues a bulletin, or the one office whose briefing a text relays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from frontmap.model import Attribution, Parsed, Sentence, Source
from frontmap.registry.sources import THIRD_PARTY, UNKNOWN
from frontmap.text.attribution.cast import BODIES, Cast
from frontmap.text.attribution.naming import Speaker
from frontmap.text.attribution.phrases import phrase_after
from frontmap.text.attribution.relays import OUTLETS
from frontmap.text.attribution.subjects import subject_before

_ISSUES = frozenset(("issued", "released", "published", "issues", "releases", "publishes"))
_OFFICES = frozenset(("military", "ministry", "official"))
_FEWEST = 3
"""Statements by one office from which on a text relays its briefing."""
_DATELINE = 30
"""Words at the start of a text within which a broadcast names its station."""
_LONGEST_GAP = 5
"""Sentences between two of its statements that are its own as well, at most."""


def read_relayed(parsed: Parsed, made: Sequence[Attribution]) -> list[Attribution]:
    """Give what stands between the statements of the one office that a text relays to that office."""
    named = [one for one in made if one.name and not _is_spokesman(one)]
    office = named[0] if len(made) >= _FEWEST and len(named) >= 2 else None
    if office is None:
        return []
    alone = all((one.source_id or one.name) == (office.source_id or office.name) for one in named)
    if not alone or office.kind not in _OFFICES or office.side in (UNKNOWN, THIRD_PARTY):
        return []
    spans = [span for one in made for span in (*one.source, *one.cue, *one.content, *one.runs_on)]
    told = [any(start < sentence.end and sentence.start < end for start, end in spans) for sentence in parsed.sentences]
    between = tuple((parsed.sentences[first].start, parsed.sentences[last - 1].end) for first, last in _gaps(told))
    if not between:
        return []
    return [Attribution((), (), (), office.name, office.title, office.source_id, office.kind, office.side, rule="relayed", runs_on=between)]


def _is_spokesman(one: Attribution) -> bool:
    """Tell whether somebody is only called a spokesman, who then is the one that the text names."""
    return one.title is None and one.name.lower().split()[-1].startswith("spokes")


def _gaps(told: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the short runs of sentences that nobody is said to say, between others."""
    at = 0
    for is_told, run in groupby(told):
        size = len(list(run))
        if not is_told and at > 0 and at + size < len(told) and size <= _LONGEST_GAP:
            yield at, at + size
        at += size


def read_bulletin(cast: Cast, publisher: Source | None, attributed: int) -> list[Attribution]:
    """Give a whole document to the body that issues it and is named in it: by its heading, or by ``we``.

    Who speaks for himself attributes next to nothing to others.
    """
    parsed = cast.r.parsed
    if not parsed.sentences:
        return []
    body = _issuer_alone(cast, parsed.sentences[0])
    few = attributed <= max(1, len(parsed.sentences) // 8)
    if body is None and few and len(parsed.sentences) > 2:
        body = _issuer_alone(cast, parsed.sentences[-1])  # who signs it
    if body is None:
        body = _issuer_in_heading(cast) or ((_issuer_of_update(cast) or _issuer_as_we(cast)) if few else None)
        if body is None or (publisher and body.source_id == publisher.source_id):
            return []
    whole = (parsed.starts[0], parsed.ends[-1])
    side = body.side
    return [Attribution((), (), (), body.name, None, body.source_id, body.kind, side, rule="bulletin", runs_on=(whole,))]


def _issuer_in_heading(cast: Cast) -> Speaker | None:
    """Return the body of ``General Staff morning update`` in the first line."""
    first = cast.r.parsed.sentences[0]
    if (
        first.kind != "heading"
        or any(first.first - 1 <= mark < first.last for mark in cast.r.quoted)
        or not cast.r.speech.classes["bulletin"].intersection(cast.r.lowers[first.first : first.last])
    ):
        return None
    return _named_after_bulletin(cast, first) or next(cast.bodies_in(first.first, first.last), None)


def _named_after_bulletin(cast: Cast, heading: Sentence) -> Speaker | None:
    """Return the body of ``Statement from the Alphan bureau``: a party to the war, or an office of it."""
    r = cast.r
    after = next((i + 1 for i in range(heading.first + 1, heading.last - 1) if r.lowers[i] in ("from", "by")), None)
    if after is None or not r.speech.classes["bulletin"].intersection(r.lowers[heading.first : after]):
        return None
    phrase = phrase_after(r, after, heading.last)
    body = cast.naming.read(phrase) if phrase else None
    return body if body and body.side not in (UNKNOWN, THIRD_PARTY) else None


def _issuer_of_update(cast: Cast) -> Speaker | None:
    """Return the body of ``The Area Operations Centre issued an update on the situation``, the first sentence of a text."""
    first, r = cast.r.parsed.sentences[0], cast.r
    for i in range(first.first + 1, first.last - 2):
        if r.lowers[i] in _ISSUES and r.speech.classes["bulletin"].intersection(r.lowers[i + 1 : i + 6]):
            subject = subject_before(r, first.first, i)[0]
            body = cast.naming.read(subject) if subject else None
            return body if body and body.kind in BODIES and not body.person else None
    return None


def _issuer_alone(cast: Cast, heading: Sentence) -> Speaker | None:
    """Return the body whose name is all of a line (``The Alphan Observatory`` above its bulletin or below it)."""
    if heading.kind != "heading":
        return None
    source = cast.sources.find(cast.naming.text((heading.first, heading.last)))
    if source is None or source.kind not in ("group", "military", "ministry", "monitor", "ngo"):
        return None
    return cast.naming.read((heading.first, heading.last))


def _issuer_as_we(cast: Cast) -> Speaker | None:
    """Return the body that speaks as ``we``: the party that the text names most often outside of quotations."""
    r = cast.r
    ours = [i for i, low in enumerate(r.lowers) if low in r.speech.classes["ours"]]
    if len(ours) < 2 or len(ours) * 150 < len(r.lowers):
        return None
    quoted = [(quotation.first, quotation.last) for quotation in r.parsed.quotations]
    spoken = [one for one in ours if not any(first <= one < last for first, last in quoted[:200])]
    if len(spoken) < 2 or 4 * len({cast.sentence_of(one) for one in spoken}) < len(r.parsed.sentences):
        return None
    counts: Counter[str] = Counter()
    bodies: dict[str, Speaker] = {}
    for body in cast.bodies_in(0, min(len(r.words), 2000)):
        key = body.source_id or body.name
        counts[key] += 1
        bodies.setdefault(key, body)
    return bodies[counts.most_common(1)[0][0]] if counts else _radio_of_a_party(cast)


def _radio_of_a_party(cast: Cast) -> Speaker | None:
    """Return the station of a party to the war that the dateline names (``(CLANDESTINE) RADIO VENCEREMOS -- OUR FORCES ...``)."""
    for i in range(min(len(cast.r.words), _DATELINE)):
        for end in range(min(i + 4, len(cast.r.words)), i, -1):
            station = cast.sources.find(cast.naming.text((i, end))) if cast.r.parsed.words[i][0].isupper() else None
            if station and station.kind in OUTLETS and station.side not in (UNKNOWN, THIRD_PARTY):
                return cast.naming.read((i, end))
    return None
