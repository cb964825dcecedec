"""Resolves the sources of attributions: who is meant, on which side, and through which outlets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from frontmap.model import Attribution, PlaceMention, Source, Span
from frontmap.registry.sources import UNKNOWN, SourceRegistry
from frontmap.text.attribution.briefings import read_relayed
from frontmap.text.attribution.bulletins import read_bulletin
from frontmap.text.attribution.cast import BODIES
from frontmap.text.attribution.declension import named_as_subject
from frontmap.text.attribution.identity import Identifier
from frontmap.text.attribution.naming import Speaker
from frontmap.text.attribution.phrases import Reader, Words
from frontmap.text.attribution.relays import OUTLETS, bare_outlet, outlet_on_air

_NOBODY = frozenset(("no", "any", "every", "each", "the", "a", "an", "this", "that", "none"))

_ARTICLES = frozenset(("the", "a", "an"))
_MOST_BODIES = 50
"""Bodies with a side to which one without may be compared; it keeps endless texts linear."""
_SHOWN = 4
"""Words of what is shown among which its noun stands."""
_BESIDE = 6
"""Attributions before and after one that may hold it."""
_WITNESSES = frozenset(("person", "outlet", "agency", "monitor", "ngo"))
"""Kinds of those who vouch for what they see and hear."""


@dataclass(slots=True)
class Found:
    """An attribution as word spans, before its source is resolved."""

    source: Words | None
    """None: nobody is named."""
    cue: Words
    contents: list[Words]
    rule: str
    stance: str = "asserted"
    told: Words | None = None
    """Who was told; relays it where it is an outlet."""
    antecedent: Words | None = None
    """What a relative pronoun stands for."""
    cited: list[Words] = field(default_factory=list)
    """Whom the source cites, the last one being at the root."""
    relays: list[Words] = field(default_factory=list)
    """Who relays it, nearest to the source first."""
    needs_known: bool = False
    """True where it only counts with a source that is registered or met before."""
    runs_on: list[Words] = field(default_factory=list)


def resolve(r: Reader, found: Sequence[Found], placed: Sequence[PlaceMention], sources: SourceRegistry) -> tuple[Attribution, ...]:
    """Resolve the sources of what was found; the result is sorted by where the contents begin."""
    cast = Identifier(r, sources, sources.find_conflict(r.parsed, placed), placed)
    speakers: dict[int, Speaker | None] = {}
    told: dict[str, tuple[int, tuple[str, ...]]] = {}
    for one in sorted(found, key=lambda one: one.cue):
        if cast.conflict is None and one.rule.startswith(("object:", "see:")):
            continue  # who "announced the start of" what matters in a war only
        speaker = _identify(cast, one)
        if speaker and _is_heading(cast, one, speaker):
            continue  # "Hama Province: Troops are advancing" tells where, not who
        if speaker and _counts(r, one, speaker):
            speaker = _still_told(cast.sentence_of(one.cue[0]), speaker, told)
            at = (one.source or one.cue)[0]
            cast.meet(speaker if speaker.at == at and not speaker.via else replace(speaker, at=at, via=()), one.source)
        elif speaker or one.needs_known:
            continue
        speakers[id(one)] = speaker
    near = [found[max(0, n - _BESIDE) : n + _BESIDE + 1] for n in range(len(found))]
    kept = [
        one
        for one, others in zip(found, near, strict=True)
        if id(one) in speakers and not _is_shown_by_another(cast, one, others, speakers)
    ]
    for one in kept:
        speakers[id(one)] = _named_later(cast, one, speakers[id(one)])
    _share_sides(speakers)
    _name_as_subject(cast, kept, speakers)
    _relay_back(kept, speakers)
    outer = _nested_relays(kept, speakers, sources)
    publisher = sources.find(r.parsed.document.publisher or "")
    made = [_attribution(r, one, speakers[id(one)], outer.get(id(one), ()), publisher) for one in kept]
    return tuple(made + (read_bulletin(cast, publisher, len(made)) or read_relayed(r, made, publisher)))


def _name_as_subject(cast: Identifier, kept: Sequence[Found], speakers: dict[int, Speaker | None]) -> None:
    """Name whom a Russian or Ukrainian text names in several cases as where he is the subject."""
    named = [(one, speaker) for one in kept if (speaker := speakers[id(one)]) is not None]
    if all(speaker.name.isascii() for _, speaker in named):
        return
    forms = named_as_subject([(speaker, one.rule, cast.naming.text(one.source) if one.source else "") for one, speaker in named])
    for (one, speaker), name in zip(named, forms, strict=True):
        speakers[id(one)] = replace(speaker, name=name)


def _is_shown_by_another(cast: Identifier, one: Found, others: Sequence[Found], speakers: Mapping[int, Speaker | None]) -> bool:
    """Tell whether what shows something is only told of by a speaker (``Hale said intelligence showed ...``)."""
    shown = speakers[id(one)]
    if shown is None or not _is_nobodys(cast, shown):
        return False
    told = ((speaker, other) for other in others if other is not one and (speaker := speakers.get(id(other))) is not None)
    return any(start <= one.cue[0] < end and not _is_nobodys(cast, who) for who, other in told for start, end in other.contents)


def _shows_nothing_seen(r: Reader, one: Found) -> bool:
    """Tell whether neither who shows something nor what is shown is a picture or a paper."""
    start, end = one.contents[0]
    words = {*r.lowers[(one.source or one.cue)[0] : one.cue[1]], *r.lowers[start : min(end, start + _SHOWN)]}
    return words.isdisjoint(r.speech.nouns) and words.isdisjoint(r.speech.classes["outsider"])


def _is_heading(cast: Identifier, one: Found, speaker: Speaker) -> bool:
    """Tell whether what stands before a colon is the name of a place."""
    if one.source is None or one.rule not in ("label", "announced") or not one.needs_known or not cast.naming.is_placed(one.source[0]):
        return False
    return speaker.kind == UNKNOWN or (speaker.source_id is None and all(cast.naming.is_placed(i) for i in range(*one.source)))


def _share_sides(speakers: dict[int, Speaker | None]) -> None:
    """Give a person or body whose side the text tells only once that side everywhere."""
    sides = {one.name: one.side for one in speakers.values() if one and one.person and one.side != UNKNOWN}
    for key, one in speakers.items():
        if one and one.person and one.side == UNKNOWN and one.name in sides and one.name[:1].isupper():
            speakers[key] = replace(one, side=sides[one.name])
    bodies = {one.words: one.side for one in speakers.values() if one and _is_body(one) and one.side != UNKNOWN}
    known = list(islice(bodies.items(), _MOST_BODIES))
    for key, one in speakers.items():
        if one and _is_body(one) and one.side == UNKNOWN:
            own = {side for words, side in known if one.words - _ARTICLES <= words}
            if len(own) == 1:  # "Defence Ministry says" above "the Alphan Defence Ministry"
                speakers[key] = replace(one, side=own.pop())


def _is_body(speaker: Speaker) -> bool:
    return not speaker.person and speaker.kind in BODIES


def _still_told(here: int, speaker: Speaker, told: dict[str, tuple[int, tuple[str, ...]]]) -> Speaker:
    """Return a speaker with the outlets that were told in the sentence before, of which ``told`` keeps the ordinal by name."""
    if speaker.via:
        told[speaker.name] = here, speaker.via
    at, via = told.get(speaker.name, (here, ()))
    return replace(speaker, via=via) if here - at <= 1 and via != speaker.via else speaker


def _counts(r: Reader, one: Found, speaker: Speaker) -> bool:
    """Tell whether a speaker vouches for something: known where it must be, and not the byline of the report itself."""
    known = speaker.source_id is not None or speaker.kind != UNKNOWN or speaker.side != UNKNOWN or speaker.person
    if one.rule == "label" and one.needs_known and speaker.source_id is None and speaker.kind == UNKNOWN and not speaker.person:
        return False  # "Kharkiv: two arrivals in the north" tells where, not who
    if (one.needs_known and not known) or all(word in r.time or word in r.adv or word in _NOBODY for word in speaker.name.lower().split()):
        return False
    if (
        one.source
        and one.source[1] - one.source[0] == 1
        and (r.lowers[one.source[0]].endswith("ing") or (speaker.name[0].isdigit() and " " not in speaker.name))
    ):
        return False  # "heightening fears that", "26 reported killed", "at 4.35pm said": nobody
    if one.rule.startswith("see:") and speaker.kind not in _WITNESSES:
        return False  # "the soldiers saw a convoy"
    if one.rule == "object:show" and one.told is None and speaker.side != UNKNOWN and _shows_nothing_seen(r, one):
        return False  # "the rebels showed great skill in the attack"
    if one.rule in ("verb:find", "object:tally") and speaker.kind in ("military", "group"):
        return False  # "troops found two boats", "the army registered heavy losses"
    byline = one.rule in ("after:report", "after:write") and r.lowers[one.cue[0]] in ("report", "reports", "write", "writes")
    nobodys = speaker.side == UNKNOWN or any(low in r.prep for low in r.lowers[slice(*(one.source or one.cue))])  # "Hale in Kyiv reports"
    return not (byline and speaker.source_id is None and speaker.kind == UNKNOWN and nobodys)


def _relay_back(found: Sequence[Found], speakers: dict[int, Speaker | None]) -> None:
    """Give the relay in ``The claim, relayed by TASS, suggests`` to the statement that the claim was."""
    ordered = sorted(found, key=lambda one: one.cue)
    for before, one in pairwise(ordered):
        speaker, earlier = speakers[id(one)], speakers[id(before)]
        if one.relays and speaker and earlier and earlier.name == speaker.name and not earlier.via:
            speakers[id(before)] = replace(earlier, via=speaker.via)


def _named_later(cast: Identifier, one: Found, speaker: Speaker | None) -> Speaker | None:
    """Find the name of ``the regional governor`` where the text gives it only later."""
    if speaker is None or one.source is None or speaker.title or cast.r.lowers[one.source[0]] != "the" or speaker.source_id:
        return speaker
    start, end = one.source
    head = cast.r.lowers[end - 1]
    role = cast.sources.role(head)
    if end - start > 3 or role is None or role.number != "one" or not role.title:
        return speaker
    for other in cast.speakers:
        opposed = UNKNOWN not in (speaker.side, other.side) and speaker.side != other.side  # the army's spokesman is not the rebels'
        if other.at > start and other.title and head in other.title.lower().split() and not opposed:
            return replace(other, at=start, via=speaker.via)
    return speaker


def _identify(cast: Identifier, one: Found) -> Speaker | None:
    """Resolve the source of one attribution, with the outlets that relay it."""
    words = _last_person(cast, one.antecedent) if one.antecedent else one.source
    if (
        words
        and one.rule.startswith("according")
        and all(low in cast.r.speech.classes["rumour"] for low in cast.r.lowers[words[0] : words[1]])
    ):
        return None  # "according to reports": nobody
    speaker = cast.identify(words, one.contents[0][0]) if words else None
    chain = [cast.identify(cited) for cited in one.cited]
    via: list[str] = list(speaker.via) if speaker else []
    for root in chain:
        if root and not (speaker and _is_nobodys(cast, root)):
            if speaker:
                via.insert(0, bare_outlet(cast.sources, speaker.name))
                root = cast.on_side_of(root, speaker.name)
            speaker = root
            via = [*root.via, *via]
    via += [name for relay in one.relays if (name := cast.relay_name(relay))]
    relayed = one.relays[:1] or ([words] if words and one.cited else [])
    if speaker and relayed and speaker.at != relayed[0][0]:
        speaker = cast.on_side_of_relay(speaker, relayed[0])
    if speaker and speaker.side == UNKNOWN:
        speaker = next((on for name in via if (on := cast.on_side_of(speaker, name)) is not speaker), speaker)
    if not via and (name := outlet_on_air(cast.naming, one.cue[1])):
        via.append(name)
    if one.told and (name := cast.relay_name(one.told)):
        via.append(name)
        speaker = cast.on_side_of(speaker, name) if speaker else None
    return replace(speaker, via=tuple(dict.fromkeys(via))) if speaker and (via or speaker.via) else speaker


def _is_nobodys(cast: Identifier, root: Speaker) -> bool:
    """Tell whether what is cited is a thing without a maker: ``citing interviews with villagers``, ``reports from the field``."""
    head = root.name.lower().split()
    noun = next((word for word in head if word in cast.r.speech.nouns or word in cast.r.speech.classes["evidence"]), None)
    if not cast.r.speech.classes["overheard"].isdisjoint(head):
        return True  # "citing intercepted rebel messages": they did not tell
    return noun is not None and not root.title and root.side == UNKNOWN and "military" not in head


def _last_person(cast: Identifier, words: Words) -> Words:
    """Return what ``who`` stands for: the rebels in ``a setback for the rebels``, else the whole phrase."""
    start, end = words
    if "," in cast.r.words[start:end]:
        return words  # "John Hale, an aide to the president, who said"
    after = next((i + 1 for i in range(end - 2, start, -1) if cast.r.lowers[i] in ("for", "to", "by", "of", "from", "against")), start)
    named = cast.sources.role(cast.r.lowers[cast.naming.head(start, end)])
    return (after, end) if named is None and cast.sources.role(cast.r.lowers[end - 1]) else words


def _nested_relays(found: Sequence[Found], speakers: Mapping[int, Speaker | None], sources: SourceRegistry) -> dict[int, tuple[str, ...]]:
    """Return the outlets whose own report holds or ends with another's words: ``According to the paper, Hale said ...``."""
    relays: dict[int, tuple[str, ...]] = {}
    for n, one in enumerate(found):
        names: list[str] = []
        for other in found[max(0, n - _BESIDE) : n + _BESIDE + 1]:
            speaker = speakers[id(other)]
            if other is one or speaker is None or speaker.kind not in OUTLETS or speaker.person:
                continue
            same = other.contents == one.contents and other.rule.startswith("according")  # "He said: 'A fell,' according to the paper"
            if same or any(start <= one.cue[0] and one.cue[1] <= end for start, end in other.contents):
                names += [bare_outlet(sources, speaker.name), *speaker.via]
        if names:
            relays[id(one)] = tuple(dict.fromkeys(names))
    return relays


def _attribution(r: Reader, one: Found, speaker: Speaker | None, outer: tuple[str, ...], publisher: Source | None) -> Attribution:
    """Make the record of one attribution; the publisher that speaks of itself is not named as a source."""
    if speaker and publisher and speaker.source_id == publisher.source_id and publisher.kind not in OUTLETS:
        speaker = None
    via = tuple(dict.fromkeys((*(speaker.via if speaker else ()), *outer)))
    return Attribution(
        source=_spans(r, [one.source] if one.source else []),
        cue=_spans(r, [one.cue]),
        content=_spans(r, one.contents),
        name=speaker.name if speaker else "",
        title=speaker.title if speaker else None,
        source_id=speaker.source_id if speaker else None,
        kind=speaker.kind if speaker else UNKNOWN,
        side=speaker.side if speaker else UNKNOWN,
        via=tuple(name for name in via if speaker is None or name != speaker.name),
        stance=one.stance,
        rule=one.rule,
        runs_on=_spans(r, one.runs_on),
    )


def _spans(r: Reader, words: Sequence[Words]) -> tuple[Span, ...]:
    """Turn word spans into character spans."""
    return tuple((r.parsed.starts[start], r.parsed.ends[end - 1]) for start, end in words)
