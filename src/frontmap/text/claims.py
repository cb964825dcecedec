"""Assembles claims: an event, where it happened, who vouches for it, when, and how sure all that is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b

from frontmap.data import layers_dir, read_rows
from frontmap.model import ON_BANK, Attribution, Claim, Event, Parsed, Place, PlaceMention, Sentence, Site, Span
from frontmap.registry.lexicon import Lexicon, lexicon_of
from frontmap.text.attribution.covering import Covering
from frontmap.text.carried import Carried
from frontmap.text.clauses import dateline_end
from frontmap.text.events.anaphors import ANAPHOR
from frontmap.text.events.dates import find_dates, find_day_of_writing
from frontmap.text.events.dating import Dating
from frontmap.text.events.sites import sort_of_place
from frontmap.text.focus import Focus, Spans, ground_mentions, spans_from_pairs
from frontmap.text.places.asides import spoken_at, without_asides
from frontmap.text.places.called import sorts_by_name
from frontmap.text.sentences import first_of_paragraphs
from frontmap.text.witnesses import Witnesses

_MODALITY_RANK = {"asserted": 0, "hedged": 1, "possible": 2, "denied": 3}
_QUOTABLE = 300
"""Characters of the longest sentence that is quoted whole, as long as a quote on the map; of a longer one the clause is the evidence."""
_PROSE = 2 * _QUOTABLE
"""Characters of the longest sentence that tells nothing twice of one place; what is longer is a list."""
_BULLETS = frozenset("-–—•*·▪●>")
"""Marks before an item of a list, which are no part of what it says."""
_ALONE = 2
"""Words of a sentence that is nothing but a name and its full stop; twice as many where a comma parts a second name."""
CERTAIN = 0.9
"""Confidence of a claim whose clause says all itself."""
_HISTORY = 2
"""Years before its publication from which on an event is the background of a report."""
UNNAMED = "unnamed"
"""Rule of a claim that is attributed to nobody: `it was reported`."""

_HEADS = frozenset({":", ".", "\n"})
"""What stands behind a place that heads an item of a digest."""
_DATELINE_WITHIN, _LEAST_ITEMS = 3, 2
"""Sentences among which the dateline is sought, since a headline and a summary may stand before it, and datelines there that make a
text a digest."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What every claim of a document is read from."""

    parsed: Parsed
    placed: Sequence[PlaceMention]
    """Mentions of the text, then those of its title."""
    in_text: int
    """How many of them stand in the text."""
    covering: Covering
    dating: Dating
    lexicon: Lexicon


def find_claims(
    parsed: Parsed,
    placed: Sequence[PlaceMention],
    attributions: Sequence[Attribution],
    events: Sequence[Event],
    lexicon: Lexicon | None = None,
    title_places: Sequence[PlaceMention] = (),
) -> tuple[Claim, ...]:
    """Make one claim of every event and place, in text order.

    An event whose clause and sentence name no place takes the place that the passage is about; ``title_places`` are those of a title
    that does not stand in the text.
    """
    if not events:
        return ()
    in_text = len(placed)
    placed = (*placed, *title_places)
    lexicon = lexicon or lexicon_of(parsed.document.lang, parsed.text)
    dating = Dating(parsed, find_dates(parsed, lexicon), find_day_of_writing(parsed, lexicon), lexicon)
    context = _Context(parsed, placed, in_text, Covering(attributions), dating, lexicon)
    source_spans = spans_from_pairs([*(span for a in attributions for span in a.source), *spoken_at(placed[:in_text], parsed)])
    ground: Sequence[int] = ground_mentions(placed[:in_text], source_spans)
    headings = _headings(ground, placed, parsed)
    ground = _without_goals(ground if headings else _without_dateline(ground, placed, parsed), placed, parsed, lexicon)
    ground = without_asides(_without_states(ground, placed, parsed), placed, parsed)
    fought_in = frozenset(site.mention for event in events for site in event.sites if site.mention is not None and site.relation)
    focus = Focus(placed, ground, _title_ground(placed, in_text), sorts_by_name(parsed, placed[:in_text]), headings, fought_in)
    carried = Carried(placed)
    witnesses = Witnesses(parsed, attributions, placed[:in_text], context.covering)
    claims: list[Claim] = []
    for event in events:
        focus.pass_to(event.trigger[0])
        event = _with_goal(event, focus, placed, lexicon)
        said = _said_sites(event, placed, source_spans)
        home = witnesses.site(event, said)
        sites = carried.over(event, (home,) if home else _placed_sites(said, focus, placed))
        claims += [_claim(context, event, site) for site in sites]
        focus.use((site for site in sites if site.word or not _is_implicit(event, site, context)), event.end)
    fresh = _without_history(_merged(claims, parsed.sentences), parsed.document.published)
    return tuple(_numbered(sorted(_quoted_whole(fresh, parsed, placed), key=lambda c: c.start)))


def _without_history(claims: Sequence[Claim], published: str | None) -> Sequence[Claim]:
    """Return the claims of a report on fresh news without those of years ago, which are its background; all of a chronicle's."""
    now = _year(published)
    if now is None:
        return claims
    years = [_year(claim.date) for claim in claims]
    old = [year is not None and now - year >= _HISTORY for year in years]
    fresh = sum(year is not None and now - year < _HISTORY for year in years)
    return [claim for claim, is_old in zip(claims, old, strict=True) if not is_old] if fresh > sum(old) else claims


def _quoted_whole(claims: Sequence[Claim], parsed: Parsed, placed: Sequence[PlaceMention]) -> Iterator[Claim]:
    """Yield the claims with all of their sentence for evidence, which names who, when and whose word it is; not one too long to quote."""
    for claim in claims:
        index = bisect_right(parsed.sentences, claim.start, key=lambda sentence: sentence.start) - 1
        sentence = parsed.sentences[index]
        first = dateline_end(parsed, sentence) if index < _DATELINE_WITHIN else sentence.first
        while first + 1 < sentence.last and parsed.words[first] in _BULLETS:
            first += 1
        start = parsed.starts[first]
        if sentence.end - start > _QUOTABLE:
            yield claim
            continue
        named = claim.mention is not None and start <= placed[claim.mention].mention.start < sentence.end
        yield replace(claim, start=start, end=sentence.end, quote=parsed.text[start : sentence.end], implicit=not named)


def _year(edtf: str | None) -> int | None:
    """Return the year in which a date or interval ends; None where it is not known."""
    year = (edtf or "").rpartition("/")[2][:4]
    return int(year) if year.isdigit() else None


def _datelines(sentences: Sequence[Sentence], parsed: Parsed) -> list[Span]:
    """Return the datelines of some sentences."""
    ends = [(sentence, dateline_end(parsed, sentence)) for sentence in sentences]
    return [(sentence.start, parsed.starts[end]) for sentence, end in ends if sentence.first < end < len(parsed.starts)]


def _headings(ground: Sequence[int], placed: Sequence[PlaceMention], parsed: Parsed) -> frozenset[int]:
    """Return the mentions that head the items of a digest, by a dateline of its own before each or alone; none where a text has one."""
    first = {sentence.start for sentence in first_of_paragraphs(parsed.sentences)}
    ends = ((m, placed[m].mention.end) for m in ground if placed[m].mention.start in first)
    alone = [m for m, end in ends if parsed.text[end : end + 1] in _HEADS]
    if len(alone) >= _LEAST_ITEMS:
        return frozenset(alone)
    if len(_datelines(parsed.sentences[:_DATELINE_WITHIN], parsed)) < _LEAST_ITEMS:
        return frozenset()
    starts = {start for start, _ in _datelines(parsed.sentences, parsed)}
    return frozenset(m for m in ground if placed[m].mention.start in starts)


def _without_dateline(ground: Sequence[int], placed: Sequence[PlaceMention], parsed: Parsed) -> Sequence[int]:
    """Return the mentions without those of the text's dateline, which tells where it was written; all, where it has no others."""
    datelines = _datelines(parsed.sentences[:_DATELINE_WITHIN], parsed)
    alone = (s for s in parsed.sentences[:_DATELINE_WITHIN] if s.last - s.first <= _ALONE * (1 + ("," in parsed.words[s.first : s.last])))
    datelines += [(s.start, s.end) for s in alone]  # `Москва. 15 января.`, `Manama, Bahrain. Aircraft struck`
    return [m for m in ground if not any(start <= placed[m].mention.start < end for start, end in datelines)] or ground


def _without_goals(ground: Sequence[int], placed: Sequence[PlaceMention], parsed: Parsed, lexicon: Lexicon) -> Sequence[int]:
    """Return the mentions without those that something only heads for: `toward X` does not make X the subject."""

    def is_goal(mention: int) -> bool:
        word = bisect_left(parsed.starts, placed[mention].mention.start)
        return word > 0 and lexicon.is_a(parsed.lowers[word - 1], "toward")

    return [m for m in ground if not is_goal(m)] or ground


def _without_states(ground: Sequence[int], placed: Sequence[PlaceMention], parsed: Parsed) -> Sequence[int]:
    """Return the mentions without countries that act or own (`Russia said`, `Russia's army`): they are states there and no ground."""
    first_words = {sentence.start for sentence in parsed.sentences}

    def is_state(mention: int) -> bool:
        place, span = placed[mention].place, placed[mention].mention
        if place is None or place.kind != "country":
            return False
        return span.start in first_words or parsed.text[span.end : span.end + 2] in ("'s", "’s")

    return [m for m in ground if not is_state(m)]


def _said_sites(event: Event, placed: Sequence[PlaceMention], source_spans: Spans) -> tuple[Site, ...]:
    """Return the sites of an event without places that belong to a source, unless what the source is doing there is the event."""
    told = source_spans.hold(event.trigger[0])  # `soldiers besieging X said`
    return tuple(site for site in event.sites if site.mention is None or told or not source_spans.hold(placed[site.mention].mention.start))


def _placed_sites(sites: tuple[Site, ...], focus: Focus, placed: Sequence[PlaceMention]) -> tuple[Site, ...]:
    if not sites:
        return (Site(focus.place()),)
    return tuple(found for site in sites for found in ([site] if site.mention is not None else _found_again(site, focus, placed)))


def _with_goal(event: Event, focus: Focus, placed: Sequence[PlaceMention], lexicon: Lexicon) -> Event:
    """Return the event with the names of the places that its directions only call `the city`."""
    if all(mention != ANAPHOR for _, mention in event.heads_for):
        return event
    names: dict[str, tuple[str, int]] = {}
    for way, mention in event.heads_for:
        led, _, word = way.partition(":")
        meant = focus.place(sort_of_place(word, lexicon), word) if mention == ANAPHOR else mention
        if meant is not None:
            names[way] = (f"{led}:{placed[meant].mention.surface}" if mention == ANAPHOR else way, meant)
    unmeant = {way for way, _ in event.heads_for} - names.keys()
    directions = dict.fromkeys(names[way][0] if way in names else way for way in event.directions if way not in unmeant)
    return replace(event, directions=tuple(directions), heads_for=tuple(names.values()))


def _found_again(site: Site, focus: Focus, placed: Sequence[PlaceMention]) -> Iterator[Site]:
    """Yield the site of a noun with each place meant; `in the west of the country` is no part of a town that has to stand in for it."""
    if site.several > 1 and (meant := focus.several(site.several, site.word)):
        yield from (replace(site, mention=mention) for mention in meant)
        return
    mention = focus.ahead(site.word) if site.noun == "unnamed" else focus.place(site.noun, site.word)
    place = placed[mention].place if mention is not None else None
    if site.noun == "region" and place is not None and place.kind not in ("region", "country"):
        site = replace(site, relation=None, distance_km=None)
    yield replace(site, mention=mention)


def _title_ground(placed: Sequence[PlaceMention], in_text: int) -> tuple[int, ...]:
    return tuple(i for i in range(in_text, len(placed)) if placed[i].mention.role == "literal")


def _is_implicit(event: Event, site: Site, context: _Context) -> bool:
    if site.mention is None or site.mention >= context.in_text:
        return True
    return not event.start <= context.placed[site.mention].mention.start < event.end


def _claim(context: _Context, event: Event, site: Site) -> Claim:
    parsed = context.parsed
    attribution = context.covering.at(*event.trigger)
    mention = context.placed[site.mention] if site.mention is not None else None
    where = (mention.place.place_id if mention.place else mention.mention.name) if mention else None
    date = context.dating.date_of(event, where)
    to_come = event.modality == "asserted" and date is not None and context.dating.is_to_come(event, date)
    quote = parsed.text[event.start : event.end]
    implicit = _is_implicit(event, site, context)
    claim = _attributed(
        Claim(
            claim_id="",
            document_id=parsed.document.id,
            start=event.start,
            end=event.end,
            quote=quote,
            type=event.type,
            place_name=(mention.place.name if mention.place else mention.mention.name) if mention else None,
            place=mention.place if mention else None,
            mention=site.mention if site.mention is not None and site.mention < context.in_text else None,
            implicit=implicit,
            relation=site.relation,
            distance_km=site.distance_km,
            directions=_own_directions(event, site),
            anchors=_anchors(context, event, site),
            actor=event.actor,
            actor_side=event.actor_side,
            modality="possible" if to_come else event.modality,
            date=date.edtf if date else None,
            time_precision=date.precision if date else None,
            rule="+".join(_rules(event, attribution, implicit=implicit)),
            acled=acled_sub_event(event.type, parsed.text[slice(*event.trigger)]),
            attributes=event.attributes,
        ),
        attribution,
    )
    return replace(claim, confidence=confidence_of(claim, mention))


def _rules(event: Event, attribution: Attribution | None, *, implicit: bool) -> Iterator[str]:
    yield event.rule
    if implicit:
        yield "focus"
    if attribution is not None:
        yield attribution.rule or "attributed"
        if not attribution.name:
            yield UNNAMED


def _attributed(claim: Claim, attribution: Attribution | None) -> Claim:
    """Return the claim with its source; unchanged, the narrator's, where nobody is named."""
    if attribution is None:
        return claim
    modality = max(claim.modality, attribution.stance, key=_MODALITY_RANK.__getitem__)
    if not attribution.name:
        unsaid = "asserted" if attribution.source else "hedged"  # `it was reported`; but `he said` only leaves open who he is
        return replace(claim, modality=max(modality, unsaid, key=_MODALITY_RANK.__getitem__))
    return replace(
        claim,
        source=attribution.name,
        source_id=attribution.source_id,
        source_side=attribution.side,
        source_kind=attribution.kind,
        source_title=attribution.title,
        via=attribution.via,
        modality=modality,
    )


def _own_directions(event: Event, site: Site) -> tuple[str, ...]:
    """Return the directions of one site: of `towards A and B` the claim at A heads for A alone."""
    goals = {way: mention for way, mention in event.heads_for if way.startswith("toward:")}
    if site.mention in goals.values():
        return tuple(way for way in event.directions if way not in goals or goals[way] == site.mention)
    return tuple(way for way in event.directions if way not in goals or _heads_for(goals[way], event, site))


def _heads_for(goal: int, event: Event, site: Site) -> bool:
    """Tell whether an event at a site goes to a goal: of `near A and east of B toward C` only what happens east of B does."""
    if site.mention not in event.places:
        return True  # the event's own places are no ground, and the passage's stands in for them
    before = [other for other in event.sites if other.mention is not None and other.mention < goal]
    return goal not in event.places and (not before or before[-1].relation == site.relation)


def _anchors(context: _Context, event: Event, site: Site) -> tuple[tuple[str, Place], ...]:
    """Return the other places that relation and directions name, by their words."""
    named = [(way.partition(":")[2], mention) for way, mention in event.heads_for]
    named += [(context.placed[m].mention.surface, m) for m in site.anchors]
    named += [(f"{ON_BANK}{site.bank[1]}", site.bank[0])] if site.bank else []
    return tuple((words, place) for words, mention in named if (place := context.placed[mention].place) is not None)


def doubts_of(claim: Claim, mention: PlaceMention | None) -> tuple[tuple[str, float], ...]:
    """Return what speaks against a claim's reading, each with what it costs of the confidence of a clause that says all itself."""
    rules = set(claim.rule.split("+"))
    if mention is None or mention.place is None:
        place = ("its place is named but could not be placed" if mention else "the text names no place for it", 0.2)
    else:
        place = ("its place has rivals of the same name", round(0.2 * (1 - min(1.0, mention.score)), 3))
    doubts = (
        ("its place is taken from the passage, not from the clause", 0.2 * ("focus" in rules)),
        place,
        ("what governs the verb changed its type", 0.1 * (not rules.isdisjoint(("attempt", "fail")))),
        ("nobody is named who does it", 0.05 * (claim.actor is None)),
        ("nobody is named who says it", 0.05 * (UNNAMED in rules)),
        ("it happened near the place, not in it", 0.05 * (claim.relation == "near")),
    )
    return tuple((reason, cost) for reason, cost in doubts if cost > 0)


def confidence_of(claim: Claim, mention: PlaceMention | None) -> float:
    """Return how much the rules that fired can be trusted: 0.9 less the doubts, at least 0.05."""
    return round(max(0.05, CERTAIN - sum(cost for _, cost in doubts_of(claim, mention))), 2)


@cache
def _acled_rows() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    rows = (row for _, row in read_rows(layers_dir() / "acled.csv"))
    return tuple((row["type"], tuple(filter(None, row["words"].split("|"))), row["sub_event_type"]) for row in rows)


def acled_sub_event(claim_type: str, trigger: str) -> str | None:
    """Return ACLED's sub-event type by claim type and the words that name the event; None where it has none."""
    words = trigger.lower().split()
    for row_type, starts, sub_event in _acled_rows():
        if row_type == claim_type and (not starts or any(word.startswith(starts) for word in words)):
            return sub_event or None
    return None


def _merged(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> list[Claim]:
    """Join claims whose type, place and source are one, and whose evidence overlaps or is one sentence's, into the one that tells most."""
    kept: list[Claim] = []
    latest: dict[tuple[object, ...], int] = {}
    for claim in claims:
        key: tuple[object, ...] = (
            claim.type,
            claim.place.place_id if claim.place else None,
            claim.place_name,
            claim.source,
            claim.modality,
        )
        index = latest.get(key)
        if index is not None and claim.relation and kept[index].relation and claim.relation != kept[index].relation:
            key = (*key, claim.relation)  # `in the south of X and on its outskirts`
            index = latest.get(key)
        if index is None or not _tells_again(claim, kept[index], sentences):
            latest[key] = len(kept)
            kept.append(claim)
        elif _told(claim) > _told(kept[index]):
            kept[index] = claim
    return kept


def _tells_again(claim: Claim, earlier: Claim, sentences: Sequence[Sentence]) -> bool:
    """Tell whether a claim is the same as one before: in its words, or in its sentence with no other side: `killed 30 and took a tank`."""
    if claim.start < earlier.end and earlier.start < claim.end:
        return True
    others = None not in (claim.actor, earlier.actor) and claim.actor != earlier.actor
    opposed = claim.actor_side != earlier.actor_side if None not in (claim.actor_side, earlier.actor_side) else others
    sentence = sentences[bisect_right(sentences, claim.start, key=lambda sentence: sentence.start) - 1]
    same = sentence.start <= earlier.start < sentence.end and sentence.end - sentence.start <= _PROSE
    return same and claim.directions == earlier.directions and (claim.type == "losses" or not opposed)


def _told(claim: Claim) -> tuple[bool, int, bool, bool]:
    """Return how much a claim tells, for comparison."""
    return not claim.implicit, len(claim.directions), claim.relation is not None, claim.actor is not None


def _numbered(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Give each claim its id; equals are told apart by an ordinal."""
    met: Counter[str] = Counter()
    for claim in claims:
        quote = " ".join(claim.quote.casefold().split())
        content = "\x1f".join((claim.document_id, quote, claim.type, claim.place_name or "", claim.source))
        digest = blake2b(f"{content}\x1f{met[content]}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        met[content] += 1
        yield replace(claim, claim_id=f"c_{digest}")
