"""Every record of the flow: Document -> mentions, attributions, events -> claims -> shapes -> evidence.

Records are frozen and slotted. Stages are functions from records to records. Offsets count Unicode code points of
``Document.text``, the end exclusive, so that ``text[start:end]`` is the span. Coordinates are WGS 84 degrees, longitude first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # shapely costs 0.1 s; the records need it for their annotations only
    from shapely import MultiLineString, MultiPolygon, Polygon

Span = tuple[int, int]

CLAIM_TYPES = (
    "capture",
    "hold",
    "withdrawal",
    "advance",
    "encirclement",
    "assault",
    "repulse",
    "clash",
    "strike",
    "deployment",
    "losses",
    "damage",
    "displacement",
)
MODALITIES = ("asserted", "hedged", "possible", "denied")
PLACE_KINDS = ("settlement", "district", "region", "country", "river", "sea", "relief", "road", "facility", "other")
MATCHES = ("exact", "folded", "alias", "fuzzy", "local")
COMPASS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
NARRATOR = "narrator"
ON_BANK = "bank:"
"""Before the bank in the words of a claim's anchor that is a river: ``bank:E``, ``bank:left`` (downstream), ``bank:`` for either."""


@dataclass(frozen=True, slots=True)
class Document:
    """One report, as it was read."""

    id: str
    """Unique in a run: a path relative to the input argument, or the record's own id."""
    text: str
    """The characters that all offsets count."""
    title: str | None = None
    """Headline. None where neither metadata nor a first line gives one. Context only unless it also stands in the text."""
    publisher: str | None = None
    """The outlet that published it, as given. None: not known."""
    published: str | None = None
    """ISO date (``2025-12-01``) of publication. None: not known, or given as something that is no date."""
    url: str | None = None
    """Where it was published. None: not known. Never fetched."""
    lang: str | None = None
    """Two-letter language code, given or detected. None: could not be told."""
    conflict: str | None = None
    """Free hint of the war it is about, from metadata. None: not given."""
    text_is_file: bool = True
    """True where ``text`` is the input's own characters, False where it was taken out of HTML or the like."""
    origin: str = ""
    """The input it came from, as the user named it; for messages and ``build.json``."""

    @property
    def text_sha256(self) -> str:
        """Hex digest of the text's UTF-8 bytes."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or list item of a document."""

    start: int
    """Where it begins."""
    end: int
    """Where it ends; the span has no surrounding white space and is never empty."""
    first: int
    """Its first word, an index into the columns of ``Parsed``."""
    last: int
    """The word after its last."""
    paragraph: int
    """Ordinal of its paragraph, from 0."""
    kind: str = "body"
    """``body``, ``heading`` (a line without a full stop that stands alone, or the title) or ``bullet``."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks. It may cross sentences; it never crosses a paragraph unless reopened there."""

    start: int
    """Where its opening mark stands."""
    end: int
    """Where its closing mark ends."""
    first: int
    """The first word inside it, an index into the columns of ``Parsed``."""
    last: int
    """The word after the last inside it."""
    closed: bool = True
    """False where the closing mark is missing and the paragraph's end was taken."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document cut into words, sentences and quotations: what every text stage reads. Columns share one index."""

    document: Document
    """What was cut."""
    words: tuple[str, ...]
    """The words and punctuation marks in order, as written; then full stops of no width, so that something is behind every word."""
    lowers: tuple[str, ...]
    """The same, lower case, with straight apostrophes."""
    starts: tuple[int, ...]
    """Where each word begins in the document's text."""
    ends: tuple[int, ...]
    """Where each word ends."""
    sentences: tuple[Sentence, ...]
    """In order, without overlap; together they hold every word of the text."""
    quotations: tuple[Quotation, ...]
    """In order of their opening marks."""
    all_caps: bool = False
    """True where the body is written in capitals (old wire copy), so that case tells nothing."""
    vocabulary: frozenset[str] = field(init=False, repr=False, compare=False)
    """Each of ``lowers`` once: what a text may hold of some list is asked here first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "vocabulary", frozenset(self.lowers))

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer."""

    place_id: str
    """``gn:704422`` (GeoNames), ``fm:<slug>`` (overlay), ``user:<file>:<id>``, ``text:<slug>@<lat>,<lon>`` (only the text locates it)."""
    name: str
    """The usual English name."""
    lon: float
    """Longitude of its representative point, degrees."""
    lat: float
    """Latitude of its representative point, degrees."""
    kind: str
    """One of ``PLACE_KINDS``."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code. None: lies in several or in none (a sea, a continent)."""
    admin1: str | None = None
    """English name of the first-level unit (``Donetsk Oblast``). None: not known or none."""
    admin1_code: str | None = None
    """GeoNames code of that unit with its country (``UA.05``). None: not known or none."""
    population: int = 0
    """Inhabitants; 0 where unknown."""
    radius_km: float = 1.0
    """Radius of a disc about as large as the place: its own uncertainty when named without a relation."""
    origin: str = ""
    """The dataset or row that it comes from."""

    @property
    def is_described(self) -> bool:
        """Whether no gazetteer holds it and only the text tells where it lies: somewhere within ``radius_km``."""
        return self.place_id.startswith("text:")

    @property
    def is_recalled(self) -> bool:
        """Whether no dataset locates it and its row only says where it is generally known to lie."""
        return self.origin.startswith("general knowledge")


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text that names a location, before it is known which."""

    start: int
    """Where it begins."""
    end: int
    """Where it ends."""
    surface: str
    """``text[start:end]``."""
    name: str
    """The surface made ready for look-up: no article, one space, case of a name."""
    role: str = "literal"
    """``literal``: ground. ``associative``: an institution, government or army that goes by the place's name."""
    kind: str | None = None
    """The kind that the words around it ask for (``village of``, ``River``), one of ``PLACE_KINDS``. None: nothing said."""
    container: int | None = None
    """Index of the mention that contains it (``Paris, Texas``). None: none named."""
    alias_of: str | None = None
    """Another name of the same place that this text itself declares. None: none."""
    rule: str = ""
    """The id of the rule that found it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention may mean."""

    place: Place
    """The gazetteer's entry."""
    score: float
    """0..1; comparable between candidates of one mention."""
    matched: str
    """How the name led here, one of ``MATCHES``."""
    reasons: tuple[str, ...] = ()
    """What raised or lowered the score, part by part, for people to read."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A mention with the decision which place it means."""

    mention: Mention
    """The words."""
    place: Place | None
    """None: unplaced; it stays in every list with its candidates."""
    matched: str | None = None
    """One of ``MATCHES``. None where unplaced."""
    score: float = 0.0
    """0..1, of the chosen place; 0 where unplaced."""
    candidates: tuple[Candidate, ...] = ()
    """The runners-up, best first, without the chosen place."""
    reason: str = ""
    """Why it was placed so, or why not."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the source registry: someone who vouches for claims."""

    source_id: str
    """``outlet:tass``, ``person:denis-pushilin``, ``body:isw``."""
    name: str
    """The usual English name."""
    kind: str
    """``outlet agency ministry official military think_tank monitor ngo person group``."""
    side: str
    """Side key of ``geo/sides.csv``, ``third_party`` or ``unknown``."""
    grade: str = "F"
    """Admiralty reliability, A to F; F: cannot be judged."""
    country: str | None = None
    """ISO code of its home. None: none or not known."""
    owner: str | None = None
    """``source_id`` of who owns it or speaks through it: no independent witness of that one. None: independent."""
    aliases: tuple[str, ...] = ()
    """Other names, short forms and abbreviations."""
    origin: str = ""
    """Where the side and the kind can be checked."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Someone vouches for a stretch of text."""

    source: tuple[Span, ...]
    """Words that name the source. Empty: it is not named (``it was reported``)."""
    cue: tuple[Span, ...]
    """Words that make it an attribution (``said``, ``according to``)."""
    content: tuple[Span, ...]
    """What is attributed."""
    name: str = ""
    """The source in full, pronouns and short forms resolved. Empty: not named."""
    title: str | None = None
    """What the text says that the source is (``head of the DPR``). None: nothing."""
    source_id: str | None = None
    """Registry entry. None: not in the registry."""
    kind: str = "unknown"
    """As ``Source.kind``, or ``unknown``."""
    side: str = "unknown"
    """As ``Source.side``."""
    via: tuple[str, ...] = ()
    """Outlets that relay it, nearest to the source first."""
    stance: str = "asserted"
    """What the cue does to its content: one of ``MODALITIES`` (``denied`` for ``denies that``)."""
    rule: str = ""
    """The id of the rule that found it."""
    runs_on: tuple[Span, ...] = ()
    """Further stretches without a cue of their own that the same source goes on to vouch for: the rest of a quotation, a bulletin."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a clause says that its event happened, relative to a place."""

    mention: int | None
    """Index of the place mention. None: the clause only says ``the city``, ``the region``, or nothing."""
    relation: str | None = None
    """As ``Claim.relation``."""
    distance_km: float | None = None
    """Stated distance from the place. None: not stated."""
    anchors: tuple[int, ...] = ()
    """Mentions of the other ends: of ``between A and B``, of a road."""
    bank: tuple[int, str] | None = None
    """Mention of the river on whose bank it is, with the bank: a compass code, ``left`` or ``right`` (downstream), empty where the
    text does not say which."""
    noun: str = ""
    """What the clause calls a place that it does not name: ``town`` (the city, this village), ``region`` or ``area``; ``unnamed`` for
    a town that the text names later (a strategic town). Empty: it names it, or says nothing."""
    word: str = ""
    """The noun itself of a place that the clause does not name (``village``). Empty: it names it, or says nothing."""
    several: int = 1
    """How many places the noun stands for: two in ``both towns``."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a clause says happened, before it is tied to a place and a source."""

    start: int
    """Where the clause that states it begins."""
    end: int
    """Where that clause ends, inside the same sentence."""
    trigger: Span
    """The word or phrase that names the event."""
    type: str
    """One of ``CLAIM_TYPES``."""
    sentence: int
    """Index into ``Parsed.sentences``."""
    places: tuple[int, ...] = ()
    """Indices of the mentions where it happens, one claim each. Empty: none in the clause."""
    actor: str | None = None
    """Who does it, in the text's words. None: not said."""
    actor_side: str | None = None
    """Side key. None: not said."""
    modality: str = "asserted"
    """One of ``MODALITIES``, from the clause alone."""
    rule: str = ""
    """The id of the lexicon row that its trigger matched, and of the rules that changed it."""
    sites: tuple[Site, ...] = ()
    """Where it happens with the relation to each place; ``places`` are their mentions. Empty: the clause says nothing of where."""
    directions: tuple[str, ...] = ()
    """As ``Claim.directions``."""
    heads_for: tuple[tuple[str, int], ...] = ()
    """The names in ``directions`` with their mentions."""
    attributes: tuple[tuple[str, str], ...] = ()
    """As ``Claim.attributes``."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that something happened, holds or may happen at a place, with who vouches for it."""

    claim_id: str
    """``c_`` and 16 hex digits over document id, normalised quote, type, place name, source and an ordinal among equals."""
    document_id: str
    """``Document.id`` of the report that holds it."""
    start: int
    """Where the evidence begins."""
    end: int
    """Where the evidence ends, inside the same sentence."""
    quote: str
    """``text[start:end]``."""
    type: str
    """One of ``CLAIM_TYPES``."""
    place_name: str | None
    """Usual English name of where. None: the passage gives no place at all."""
    place: Place | None
    """The gazetteer's entry. None: no place, or unplaced."""
    mention: int | None = None
    """Index into the document's mentions of the one that gave the place. None: no place, or one that only the title names."""
    implicit: bool = False
    """True where the evidence does not name the place."""
    relation: str | None = None
    """None or ``in``: in the place. ``outskirts near between along``, ``S part``, ``C part`` (centre), ``W of``."""
    distance_km: float | None = None
    """Stated distance from the place. None: not stated."""
    directions: tuple[str, ...] = ()
    """``from:S``, ``toward:W``, ``toward:Pokrovsk`` with names as the evidence writes them."""
    anchors: tuple[tuple[str, Place], ...] = ()
    """The other places that relation and directions name, by their words: the far end of ``between``, of a road, a target.
    A river on whose bank it happened stands under ``bank:E``, ``bank:left``, ``bank:`` (see ``ON_BANK``)."""
    actor: str | None = None
    """Who does it, in the text's words. None: not said."""
    actor_side: str | None = None
    """Side key of the actor, said or following from who does this to whom. None: neither."""
    source: str = NARRATOR
    """Who vouches for it: ``narrator``, or the text's words in full form."""
    source_id: str | None = None
    """Registry entry of the source. None: narrator, or not in the registry."""
    source_side: str = "unknown"
    """As ``Source.side``."""
    source_kind: str = "unknown"
    """As ``Source.kind``, or ``unknown``."""
    source_title: str | None = None
    """What the text says that the source is. None: nothing."""
    via: tuple[str, ...] = ()
    """Outlets that relay it, nearest to the source first."""
    modality: str = "asserted"
    """One of ``MODALITIES``, as the source puts it."""
    date: str | None = None
    """ISO date or interval, or EDTF where the year is unknown (``XXXX-12-01``). None: not stated."""
    time_precision: int | None = None
    """ACLED: 1 the day is known, 2 within a week, 3 within a month or worse. None: no date."""
    rule: str = ""
    """Ids of the rules that fired, joined by ``+``."""
    acled: str | None = None
    """ACLED sub-event type. None: the type has none."""
    confidence: float = 0.5
    """0..1, a documented function of which rules fired."""
    credibility: int = 6
    """Admiralty information credibility: 1 confirmed by others .. 5 improbable, 6 cannot be judged."""
    source_grade: str = "F"
    """Admiralty reliability of the source, A..F; F cannot be judged."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Stated numbers with their meaning: ``("troops", "110000")``, ``("area_km2", "300")``."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document."""

    document: Document
    """The report."""
    places: tuple[PlaceMention, ...] = ()
    """Its mentions of places, in order, placed or not."""
    attributions: tuple[Attribution, ...] = ()
    """Who says what in it."""
    claims: tuple[Claim, ...] = ()
    """Its claims, in order of their evidence."""
    corrected: tuple[str, ...] = ()
    """The rows of the user's corrections (file and line) that held for its mentions."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a claim holds, as an area with a representative point inside it."""

    claim_id: str
    """The claim."""
    area: MultiPolygon | Polygon
    """EPSG:4326, RFC 7946 orientation, split at the antimeridian."""
    lon: float
    """Longitude of a point inside the area, degrees."""
    lat: float
    """Latitude of that point, degrees."""
    shape: str
    """``footprint disc sector centre rim lens corridor region``."""
    radius_km: float
    """Radius of a disc that holds the uncertainty."""
    geo_precision: int
    """ACLED: 1 the place itself, 2 near it or a part of a region, 3 a region or larger."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A reported direction of movement, drawn."""

    claim_id: str
    """The claim."""
    kind: str
    """``axis approach withdrawal encirclement``."""
    line: MultiLineString
    """EPSG:4326, vertices in travel order."""
    bearing_deg: float | None
    """Travel direction, clockwise from true north; for an arc, inward. None: from every side."""
    origin: str | None = None
    """Compass point or place that it comes from (column ``from``). None: not reported."""
    toward: str | None = None
    """Compass point or place that it goes to. None: not reported."""
    control_measure: str = ""
    """APP-6 / MIL-STD-2525 code: 151400 axis of advance, 140600 direction of attack, 151800 encirclement, ..."""
    confirmed: bool = True
    """APP-6: False (suspected) where the claim is hedged or possible."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A claim or mention that got no shape, and why."""

    document_id: str
    """``Document.id`` of the report that holds it."""
    claim_id: str | None
    """The claim. None: it is a mention."""
    name: str
    """The place's name as far as it is known; empty where none is given."""
    start: int
    """Where it begins in the document's text."""
    end: int
    """Where it ends."""
    reason: str
    """Why it is not on the map, for people to read."""
    candidates: tuple[Candidate, ...] = ()
    """Places that it may mean, best first."""


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """Claims that say the same of the same place and time."""

    group_id: str
    """Stable over runs of the same documents."""
    place_id: str
    """The place that they speak of."""
    type: str
    """The claim type, or what it amounts to for control (``control:russia``)."""
    date_start: str | None
    """First ISO day that they may mean. None: no claim is dated."""
    date_end: str | None
    """Last such day. None: no claim is dated."""
    claim_ids: tuple[str, ...]
    """The claims, in document order."""
    roots: tuple[str, ...]
    """The independent sources at the roots of the attribution chains."""
    sides: tuple[str, ...]
    """The sides that the roots belong to."""
    contradicts: tuple[str, ...] = ()
    """``group_id`` of groups that say the opposite of the same place and time."""
    zone: str = ""
    """The relation that all members have to the place (``S part``, ``W of``). Empty: the place itself."""
    agreement: str = "single"
    """``single`` (one root), ``agreed`` (several say or support it, uncontradicted), ``disputed``."""
    supported_by: tuple[str, ...] = ()
    """``group_id`` of groups that support it without saying the same (the other side's withdrawal supports a capture)."""


@dataclass(frozen=True, slots=True)
class PlaceState:
    """What is said of a place over all documents."""

    place_id: str
    """The place."""
    agreement: str
    """``single`` (nothing is said by two roots), ``agreed`` (something is, no contradiction), ``disputed``."""
    claim_ids: tuple[str, ...]
    """All claims about it."""
    sources: tuple[str, ...]
    """Who makes them."""
    sides: tuple[str, ...]
    """The sides that these belong to."""
    date_start: str | None
    """First ISO day spoken of. None: no claim is dated."""
    date_end: str | None
    """Last ISO day spoken of. None: no claim is dated."""
    control: tuple[tuple[str, str, str], ...] = field(default=())
    """Who says who holds it, in time order: (date or empty, claiming side, holding side). ``not:ukraine``: that side does not, or left."""
    by_date: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """In time order: (ISO day or empty, agreement on it, sides that speak)."""
    control_status: str = ""
    """By the latest word of each side: ``claimed_by_one agreed_by_both contested conceded``. Empty: nobody says who holds it."""
    holder: str | None = None
    """The side that is said to hold it. None: nobody says, or two sides are named."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The result of joining what agrees and keeping what differs."""

    claims: tuple[Claim, ...]
    """All claims, with ``credibility`` and ``source_grade`` set."""
    groups: tuple[EvidenceGroup, ...]
    """Claims that say the same, together."""
    places: tuple[PlaceState, ...]
    """One entry for each place that a claim is about."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the user should know and that does not end the run."""

    where: str
    """The file, record or row, as the user would name it."""
    message: str
    """What happened, what was expected and what to do."""
    skipped: bool = False
    """True where the input at ``where`` gave no document."""
