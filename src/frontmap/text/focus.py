"""Keeps the place that a passage is about, for statements that do not name one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from frontmap.model import PlaceMention, Site, Span
from frontmap.text.places.called import FITS, OTHER, SAME, UNLIKE, Noun, how_well, is_seat_of_government, nouns

_LARGE = frozenset({"region", "country", "sea", "river", "relief"})
_LANDS = frozenset({"country", "sea"})
_HILL_KM = 15.0
"""Radius up to which a hill is a place and no region."""
_BACK = 30
"""Places before a noun that it may mean, though they were only named in passing."""
_RECENT = 40
"""Mentions before a plural among which the places are sought that it stands for."""
_AHEAD = 12
"""Places that follow a noun for one and may be what it means."""


@dataclass(slots=True)
class Focus:
    """The place that a passage is about, kept while its text is read on.

    It is the settlement named last, but for those that a clause names beside the place of its event, and for seats of government
    where nothing happened; before the first one, the settlement of the title, or the first that is to come and is no such seat.
    Regions and countries are the subject only of texts that name nothing smaller.
    """

    placed: Sequence[PlaceMention]
    ground: Sequence[int]
    """Mentions that name ground, in text order."""
    title: Sequence[int] = ()
    """Mentions of a title that does not stand in the text."""
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By name the sorts of nouns that the text calls a place by (``called.sorts_by_name``)."""
    headings: frozenset[int] = frozenset()
    """Mentions that head the items of a digest: what follows happened there."""
    fought_in: frozenset[int] = frozenset()
    """Mentions of places of which a part, a side or the country around saw an event: they are no mere seats of government."""
    first_small: tuple[int, ...] = field(init=False)
    first_large: tuple[int, ...] = field(init=False)
    """The first settlement, and the first region or country, of the title and of the text: what a beginning without a place is about."""
    passed: int = 0
    """How many of ``ground`` were passed."""
    settlement: int | None = None
    """The latest that is no region, country or water."""
    town: int | None = None
    """The latest that is a settlement and no district or building of one: what `the city` means."""
    met: dict[str, int] = field(default_factory=dict)
    """The latest mention of each small place, by name, the one named last at the end."""
    region: int | None = None
    """The latest that is."""
    used: int | None = None
    """The latest region or country where an event happened; of a list its first."""

    offset: int = 0
    """How far the text was read."""
    homes: tuple[int | None, ...] = ()
    """What ``the country`` means, once it was asked for."""

    def __post_init__(self) -> None:
        self.first_small = tuple(self._first_of(large=False))
        self.first_large = tuple(self._first_of(large=True))

    def _first_of(self, *, large: bool) -> Iterator[int]:
        for mentions in (self.title, self.ground):
            seats = mentions is not self.title and not large  # what a text names in passing before it comes to its town
            yield from islice((m for m in mentions if self._is_large(m) == large and not (seats and self._is_seat(m))), 1)

    def pass_to(self, offset: int) -> None:
        """Take note of all places named before this offset."""
        self.offset = offset
        while self.passed < len(self.ground) and self.placed[self.ground[self.passed]].mention.end <= offset:
            self._note(self.ground[self.passed])
            self.passed += 1

    def _note(self, mention: int) -> None:
        if mention in self.headings:
            self._meet(mention)
            self.used = self.region = None
            self.town = mention
            return
        if self._is_large(mention):
            self.region = mention
            return
        place = self.placed[mention].place
        if self._is_seat(mention):
            self.met.setdefault(self.placed[mention].mention.name, mention)
            return
        self._meet(mention)
        if place is not None and place.kind == "settlement" and not place.is_described:
            self.town = mention

    def use(self, sites: Iterable[Site], until: int = 0) -> None:
        """Take note of where an event happened: a settlement named there is the subject from now on.

        What its clause names beside it, up to ``until``, is not, unless it lies in the region that was named.
        """
        used = next((site.mention for site in sites if site.mention is not None and site.word != "country"), None)
        if used is None:
            return
        if self._is_large(used):
            self.used = used
        else:
            self._meet(used)
        while self.passed < len(self.ground) and self.placed[self.ground[self.passed]].mention.end <= until:
            if self._is_within(self.ground[self.passed], used):
                self._note(self.ground[self.passed])
            self.passed += 1

    def _is_within(self, mention: int, region: int) -> bool:
        """Tell whether a place lies in a region where something happened, so that it says more of where."""
        place, area = self.placed[mention].place, self.placed[region].place
        return place is not None and area is not None and area.kind == "region" and place.admin1_code == area.admin1_code

    def _meet(self, mention: int) -> None:
        name = self.placed[mention].mention.name
        self.met.pop(name, None)
        self.met[name] = self.settlement = mention

    def place(self, noun: str = "", word: str = "") -> int | None:
        """Return the mention of the place that the passage is about; None where the document names no place.

        Parameters
        ----------
        noun
            As ``Site.noun``: ``town``, ``region``, ``area``, or empty.
        word
            As ``Site.word``: ``village``, ``base``, or empty.
        """
        if word == "country":
            self.homes = self.homes or (self._home(),)
            if self.homes[0] is not None:
                return self.homes[0]
        if (kind := nouns().get(word)) and (mention := self._called(kind)) is not None:
            return mention
        if word == "capital" and (capital := next((m for m in self.ground if self._is_seat(m)), None)) is not None:
            return capital
        large = (self.used, self.region)
        latest = (self.town, self.settlement) if noun == "town" else (self.settlement,)
        small = (*latest, *self.first_small)
        rest = (*self.first_large, *self.ground[:1])
        order = (*large, *small, *rest) if noun == "region" and word != "region" else (*latest, self.used, *self.first_small, *large, *rest)
        return next((mention for mention in order if mention is not None), None)

    def several(self, count: int, word: str) -> tuple[int, ...]:
        """Return the places named last that a plural stands for, in text order: `both towns`; empty where fewer were named.

        Where the text names more than ``count`` of them it means those of its latest list.
        """
        kind = nouns().get(word)
        latest: dict[str, int] = {}
        for mention in reversed(self.ground[max(0, self.passed - _RECENT) : self.passed]):
            name = self.placed[mention].mention.name
            fits = self._fit(kind, mention) > OTHER if kind is not None else not self._is_large(mention)
            if fits and name not in latest:
                latest[name] = mention
            if len(latest) == count:
                return tuple(reversed(latest.values()))
        return ()

    def ahead(self, word: str) -> int | None:
        """Return the settlement that is named after a noun for one: what the text calls by it, else what fits; else the subject."""
        coming = [m for m in self.ground[self.passed : self.passed + _AHEAD] if not self._is_large(m)]
        called = {m: self.called.get(self.placed[m].mention.name, frozenset()) for m in coming}
        fitting = [m for m in coming if how_well(nouns()["town"], self.placed[m], called[m]) > UNLIKE]
        return next((m for m in coming if called[m] & {"town", "city"}), fitting[0] if fitting else self.place("town", word))

    def _home(self) -> int | None:
        """Return a mention of the country in which most of the places lie that are ground; None where the text does not name it."""
        places = [place for m in self.ground if (place := self.placed[m].place) is not None]
        lies = Counter(place.country for place in places if place.kind not in _LANDS)
        home = max(lies, key=lies.__getitem__) if lies else None
        named = ((m, p.place) for m, p in enumerate(self.placed) if p.place is not None and p.place.kind == "country")
        return next((m for m, country in named if country.country == home), None)

    def _called(self, noun: Noun) -> int | None:
        """Return the place that a noun stands for: the subject where it fits, else the latest that it fits better; None: none does."""
        fit = {m: self._fit(noun, m) for m in self.met.values()}
        subject = fit.get(self.settlement, OTHER) if self.settlement is not None else OTHER
        best = max(fit.values(), default=OTHER)
        if subject >= (SAME if noun.sort == "capital" else FITS):
            return self.settlement
        if best < SAME and (passed := self._in_passing(noun, FITS if best == OTHER else SAME)) is not None:
            return passed
        if subject > OTHER and best < (FITS if noun.sort == "city" else SAME):
            return self.settlement
        return next((m for m in reversed(fit) if fit[m] == best > UNLIKE), None)

    def _in_passing(self, noun: Noun, least: int) -> int | None:
        """Return the latest place that a noun fits so well, though it was only named beside another: `a camp north of X`, `the city`."""
        last = bisect_left(self.placed, self.offset, key=lambda p: p.mention.start)
        for m in range(last - 1, max(-1, last - 1 - _BACK), -1):
            mention = self.placed[m]
            fits = mention.mention.role == "literal" and mention.place is not None and mention.place.kind == "settlement"
            if fits and self._fit(noun, m) >= least:
                return m
        return None

    def _fit(self, noun: Noun, mention: int) -> int:
        """Tell how well a noun stands for a mention, as ``called.how_well``."""
        place = self.placed[mention]
        return how_well(noun, place, self.called.get(place.mention.name, frozenset()))

    def _is_seat(self, mention: int) -> bool:
        """Tell whether a mention names a seat of government, which is the subject only where something happened there."""
        return mention not in self.fought_in and is_seat_of_government(self.placed[mention])

    def _is_large(self, mention: int) -> bool:
        place = self.placed[mention].place
        if self._kind(mention) == "relief":
            return place is not None and place.radius_km > _HILL_KM
        return self._kind(mention) in _LARGE

    def _kind(self, mention: int) -> str | None:
        place = self.placed[mention].place
        return place.kind if place else self.placed[mention].mention.kind


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of a text, sorted, to be asked whether they hold an offset."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """The furthest end of the spans up to here."""

    def hold(self, offset: int) -> bool:
        """Tell whether one of the spans holds an offset."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and offset < self.ends[index]


def spans_from_pairs(pairs: Iterable[Span]) -> Spans:
    """Sort spans so that they can be asked."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(pairs):
        starts.append(start)
        ends.append(max(end, ends[-1] if ends else end))
    return Spans(tuple(starts), tuple(ends))


def ground_mentions(placed: Sequence[PlaceMention], sources: Spans) -> tuple[int, ...]:
    """Return the mentions that name ground and are no part of a source's name or title."""
    return tuple(i for i, p in enumerate(placed) if p.mention.role == "literal" and not sources.hold(p.mention.start))
