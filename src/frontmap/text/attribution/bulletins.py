"""Finds the body that issues a whole text: by its heading, by who signs it, by ``we``, or because its publisher speaks of itself."""

from __future__ import annotations

from collections import Counter

from frontmap.model import Attribution, Sentence, Source
from frontmap.registry.sources import THIRD_PARTY, UNKNOWN
from frontmap.text.attribution.cast import BODIES, Cast
from frontmap.text.attribution.naming import Speaker
from frontmap.text.attribution.phrases import Words, opening, phrase_after
from frontmap.text.attribution.relays import OUTLETS
from frontmap.text.attribution.subjects import subject_before

_ISSUES = frozenset(("issued", "released", "published", "issues", "releases", "publishes"))
_ISSUERS = frozenset(("group", "military", "ministry", "monitor", "ngo"))
"""Kinds of those whose name alone is the heading or the signature of their bulletin."""
_OTHERS = OUTLETS | {"think_tank"}
"""Kinds of publishers that report of others."""
_DATELINE = 30
"""Words at the start of a text within which a broadcast names its station."""
_LONGEST_NAME = 6
"""Words of a name at the head of a title."""
_DEED_WITHIN = 3
"""Words after ``our`` and ``we`` among which stand what a party fights with and what it did."""
_SEARCHED = 2000
"""Words among which the bodies are counted that a text names."""


def read_bulletin(cast: Cast, publisher: Source | None, attributed: int) -> list[Attribution]:
    """Give a whole document to the body that issues it and is named in it.

    Who speaks for himself attributes next to nothing to others.
    """
    parsed = cast.r.parsed
    if not parsed.sentences:
        return []
    few = attributed <= max(1, len(parsed.sentences) // 8)
    body = _issuer_alone(cast, parsed.sentences[opening(cast.r)])
    if body is None and few and len(parsed.sentences) > 2:
        body = _issuer_alone(cast, parsed.sentences[-1]) or _publisher_itself(cast, publisher)
    if body is None:
        body = _issuer_in_heading(cast) or _issuer_below_heading(cast)
        body = body or ((_issuer_of_update(cast) or _issuer_as_we(cast)) if few else None)
        if body is None or (publisher and body.source_id == publisher.source_id):
            return []
    whole = (parsed.starts[0], parsed.ends[-1])
    return [Attribution((), (), (), body.name, None, body.source_id, body.kind, body.side, rule="bulletin", runs_on=(whole,))]


def _issuer_alone(cast: Cast, heading: Sentence) -> Speaker | None:
    """Return the body whose name is all of a line (``The Alphan Observatory`` above its bulletin or below it)."""
    if heading.kind != "heading":
        return None
    source = cast.sources.find(cast.naming.text((heading.first, heading.last)))
    return cast.naming.read((heading.first, heading.last)) if source is not None and source.kind in _ISSUERS else None


def _publisher_itself(cast: Cast, publisher: Source | None) -> Speaker | None:
    """Return the publisher that its text names: a party to the war anywhere, any other where it appeals to somebody."""
    named = cast.r.parsed.document.publisher or ""
    if not named or (publisher and publisher.kind in _OTHERS):
        return None
    if publisher is not None and publisher.kind in BODIES:
        bodies = cast.bodies_in(0, min(len(cast.r.words), _SEARCHED))
        return next((body for body in bodies if body.source_id == publisher.source_id), None)
    name = tuple(word for word in named.lower().replace("(", " ").replace(")", " ").split() if word != "the")
    for i in range(len(cast.r.lowers) - len(name) if name else 0):
        end = i + len(name)
        if cast.r.lowers[i:end] == name and cast.r.lowers[end] in cast.r.speech.classes["appeal"]:
            return cast.naming.read((i, end))
    return None


def _issuer_in_heading(cast: Cast) -> Speaker | None:
    """Return the body of ``General Staff morning update`` and ``War report from the Southern Column`` in the first line."""
    first = cast.r.parsed.sentences[opening(cast.r)]
    if (
        first.kind != "heading"
        or any(first.first - 1 <= mark < first.last for mark in cast.r.quoted)
        or not cast.r.speech.classes["bulletin"].intersection(cast.r.lowers[first.first : first.last])
    ):
        return None
    return _named_after_bulletin(cast, first) or next(cast.bodies_in(first.first, first.last), None)


def _named_after_bulletin(cast: Cast, heading: Sentence) -> Speaker | None:
    """Return the body of ``Statement from the Alphan bureau``: a party to the war or an office of it, or any that says ``we`` below."""
    r = cast.r
    after = next((i + 1 for i in range(heading.first + 1, heading.last - 1) if r.lowers[i] in ("from", "by")), None)
    if after is None or not r.speech.classes["bulletin"].intersection(r.lowers[heading.first : after]):
        return None
    phrase = phrase_after(r, after, heading.last)
    body = cast.naming.read(phrase) if phrase else None
    known = body is not None and (body.side not in (UNKNOWN, THIRD_PARTY) or _speaks_as_we(cast))
    return body if known else None


def _issuer_below_heading(cast: Cast) -> Speaker | None:
    """Return who alone announces something below a line such as ``COMMUNIQUE NO. 14`` that names nobody."""
    r, heading = cast.r, cast.r.parsed.sentences[0]
    if heading.kind != "heading" or heading.last - heading.first > _LONGEST_NAME or not cast.speakers:
        return None
    bulletin = r.speech.classes["bulletin"]
    bare = r.lowers[heading.first] in bulletin or r.lowers[heading.first + 1 : heading.first + 2] in {(noun,) for noun in bulletin}
    named = any(r.is_capital(i) and r.lowers[i] not in bulletin and len(r.words[i]) > 2 for i in range(heading.first + 1, heading.last))
    only = len({speaker.name for speaker in cast.speakers}) == 1 and cast.speakers[0].kind in BODIES
    return cast.speakers[0] if bare and only and (not named or r.words[heading.first].isupper()) else None


def _issuer_of_update(cast: Cast) -> Speaker | None:
    """Return the body of ``The Area Operations Centre issued an update on the situation``, the first sentence of a text."""
    first, r = cast.r.parsed.sentences[0], cast.r
    for i in range(first.first + 1, first.last - 2):
        if r.lowers[i] in _ISSUES and r.speech.classes["bulletin"].intersection(r.lowers[i + 1 : i + 6]):
            subject = subject_before(r, first.first, i)[0]
            body = cast.naming.read(subject) if subject else None
            return body if body and body.kind in BODIES and not body.person else None
    return None


def _issuer_as_we(cast: Cast) -> Speaker | None:
    """Return the party that speaks as ``we``: whom the title names first, else the party that the text names most often."""
    if not (_speaks_as_we(cast) and _fights_as_we(cast)):
        return None
    if (head := _head_of_title(cast)) is not None:
        return head
    counts: Counter[str] = Counter()
    bodies: dict[str, Speaker] = {}
    for body in cast.bodies_in(0, min(len(cast.r.words), _SEARCHED)):
        key = body.source_id or body.name
        counts[key] += 1
        bodies.setdefault(key, body)
    return bodies[counts.most_common(1)[0][0]] if counts else _radio_of_a_party(cast)


def _speaks_as_we(cast: Cast) -> bool:
    """Tell whether a text says ``we`` and ``our`` all along, outside of quotations."""
    r = cast.r
    ours = [i for i, low in enumerate(r.lowers) if low in r.speech.classes["ours"]]
    if len(ours) < 2 or len(ours) * 150 < len(r.lowers):
        return False
    quoted = [(quotation.first, quotation.last) for quotation in r.parsed.quotations]
    spoken = [one for one in ours if not any(first <= one < last for first, last in quoted[:200])]
    return len(spoken) > 1 and 4 * len({cast.sentence_of(one) for one in spoken}) >= len(r.parsed.sentences)


def _fights_as_we(cast: Cast) -> bool:
    """Tell a party to the war (``our fighters``, ``we have seized``) from a witness or reporter who says ``we`` as well."""
    r = cast.r
    deeds = {"our": r.speech.classes["ourforce"], "we": r.speech.classes["wedid"]}
    return any(not deeds[low].isdisjoint(r.lowers[i + 1 : i + 1 + _DEED_WITHIN]) for i, low in enumerate(r.lowers) if low in deeds)


def _head_of_title(cast: Cast) -> Speaker | None:
    """Return who is named at the head of a title: ``Hale on the situation around Alpha``, ``Hale: the bridge holds``."""
    r, first = cast.r, cast.r.parsed.sentences[0]
    end = next((i for i in range(first.first, min(first.last, first.first + _LONGEST_NAME)) if not r.is_capital(i)), first.first)
    if first.kind != "heading" or end == first.first or end + 1 >= first.last or not (r.lowers[end] == "on" or r.words[end] == ":"):
        return None
    words: Words = (first.first, end)
    return None if cast.naming.is_placed(words[0]) else cast.naming.read(words)


def _radio_of_a_party(cast: Cast) -> Speaker | None:
    """Return the station of a party to the war that the dateline names (``(CLANDESTINE) RADIO VENCEREMOS -- OUR FORCES ...``)."""
    for i in range(min(len(cast.r.words), _DATELINE)):
        for end in range(min(i + 4, len(cast.r.words)), i, -1):
            station = cast.sources.find(cast.naming.text((i, end))) if cast.r.parsed.words[i][0].isupper() else None
            if station and station.kind in OUTLETS and station.side not in (UNKNOWN, THIRD_PARTY):
                return cast.naming.read((i, end))
    return None
