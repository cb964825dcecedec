"""Knows who speaks: sources with kind, side and grade, the wars with their parties, and the words that tell a side.

The knowledge is rows: ``geo/sources.csv``, ``geo/sides.csv``, ``geo/conflicts.csv`` and, under ``geo/words_speech``,
``parties.csv`` (names of parties), ``plain_parties.csv`` (``the army``, ``the rebels``), ``demonyms.csv`` (countries) and ``roles.csv``
(nouns for those who speak).
A side that the words do not tell is ``unknown``; it is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product
from typing import NamedTuple

from frontmap.data import geo_dir, read_rows, split_cell
from frontmap.errors import DataError
from frontmap.model import Parsed, PlaceMention, Source
from frontmap.names import fold
from frontmap.registry.belonging import THIRD_PARTY as THIRD_PARTY
from frontmap.registry.belonging import UNKNOWN as UNKNOWN
from frontmap.registry.belonging import as_party, side_in, side_of_source
from frontmap.registry.callings import call_as_told, tells_of_rebels
from frontmap.registry.stems import is_cyrillic, stem, subject_forms
from frontmap.registry.wars import Conflict as Conflict
from frontmap.registry.wars import Wars, abbreviated_names, names_of_fighters, with_named_groups, year_told

_LONGEST = 8  # words of the longest name that is looked up inside a phrase
_CACHED = 20_000
_MOST_GROUPS = 40  # names of groups that a text introduces; more are no report

# How much a word tells about the side of the phrase that holds it.
_WEAK, _AFFIX, _COMMON, _PEOPLE, _ROLE, _NAME = range(6)
_PARTY = {"gangs": "rebels"}
"""Which party of a war else unknown some plain words mean."""
_STRENGTH = {"common": _COMMON, "people": _PEOPLE, "role": _ROLE, "name": _NAME}

# What a hyphen may add to a name: "Russian-installed" still tells a side, "rebel-held" does not.
_WEAK_AFFIXES = frozenset(
    ("backed", "installed", "appointed", "allied", "aligned", "affiliated", "linked", "run", "controlled", "imposed", "led", "supported")
)
_OWN_AFFIXES = frozenset(("installed", "appointed", "imposed"))
"""Those that say whose somebody is: a mayor whom rebels appointed is none of the state."""
_VOID_AFFIXES = frozenset(
    ("held", "occupied", "based", "born", "made", "speaking", "language", "brokered", "mediated", "built", "supplied")
)
_ENVOYS = frozenset(("ambassador", "envoy", "representative", "delegate"))
_ALLIED = frozenset(("allied", "aligned", "affiliated", "linked"))
_BACKED = frozenset(("backed", "supported", "aided", "helped", "armed", "trained", "funded"))
_BESIDE = frozenset(("ally", "rival", "backer", "foe", "enemy"))  # "Hamas ally Islamic Jihad" is about the latter
_GONE = frozenset(("defector", "defectors", "deserter", "deserters"))
_RIVAL = frozenset(("proclaimed", "styled", "declared", "breakaway", "shadow", "parallel", "exile", "exiled"))
_FIGHTING = frozenset(("rebel", "rebels", "guerrilla", "guerrillas", "insurgent", "militia", "separatist"))
_RAW = re.compile(r"[^\s\"“”«»()\[\],;:/]+")
_PARTS = re.compile(r"\w+(?:['’ʼ]\w+)*")  # the parts of "пресс-служба", "м'янмський" as one
POSSESSIVE = re.compile(r"['’][sS]?$")
_CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
_JOINED = re.compile(r"\band\b|/|\bor\b|\bи\b|\bта\b")
_LOCAL_AND = re.compile(
    r"(?:the |an? )?(?:(?:local|medical|hospital|tribal|administrative) [a-z ]*|officials |residents |witnesses |medics )\b(?:and|or) ",
    re.IGNORECASE,
)
"""How a phrase begins that joins people of no side to some of one (``local officials and residents``, who serve whoever holds the town)."""
_JOINT = re.compile(r" and (?:the|a|an) ", re.IGNORECASE)  # "the army and a monitor", not "the Alphan and Betan armies"


@dataclass(frozen=True, slots=True)
class Side:
    """One row of ``geo/sides.csv``."""

    key: str
    name: str
    family: str
    """Hue of the map, see ``layers/style.toml``."""
    description: str


class Role(NamedTuple):
    """A noun for someone who speaks."""

    kind: str
    number: str
    """``one``, ``many`` or ``body``."""
    title: bool
    """True where it stands before a person's name."""


class _Tell(NamedTuple):
    """What a name inside a phrase tells."""

    side: str
    kind: str
    strength: int
    country: str = ""
    source: Source | None = None
    plain: str = ""
    """``home`` or ``rebels`` where the war says whose side that is."""
    capital: bool = False
    """Whether it is a capital, which says whose ministry sits there."""


class _Token(NamedTuple):
    """A word of a phrase, or a part of a hyphenated one."""

    text: str
    """Folded, as names are looked up."""
    plain: str
    """Lower case, as words are looked up."""
    raw: int
    """Index of the written word that it is a part of."""
    capital: bool = False


@dataclass(slots=True)
class SourceRegistry:
    """Sources by name and id, wars, and what words tell about sides."""

    sources: tuple[Source, ...]
    sides: Mapping[str, Side]
    wars: Wars
    roles: Mapping[str, Role]
    role_nouns: frozenset[str]
    """The keys of ``roles``."""
    ranks: frozenset[str]
    """Those of them that stand before a person's name as a title."""
    plain: Mapping[str, frozenset[tuple[str, ...]]]
    """What reports call the parties of a war without naming them, as words: ``home`` (the army, officials), ``rebels`` and ``gangs``."""
    _words: Mapping[str, frozenset[str]]
    """Classes of ``function.csv`` that tell the groups of a text: nouns in their names, nouns for fighters, creeds, times."""
    _plain_words: Mapping[str, frozenset[str]] = field(init=False, repr=False)
    """Those names of ``plain`` that are one word."""
    _by_name: dict[str, Source] = field(default_factory=dict, repr=False)
    _by_id: dict[str, Source] = field(default_factory=dict, repr=False)
    _tells: dict[str, dict[str, _Tell]] = field(default_factory=dict, repr=False)
    _starts: set[str] = field(default_factory=set, repr=False)
    _by_stems: dict[str, Source] = field(default_factory=dict, repr=False)
    """By names that change with their case, without their endings."""
    _persons: dict[str, Source | None] = field(default_factory=dict, repr=False)
    """Persons by their names in other cases, as they were asked for."""
    _role_stems: dict[str, Role] = field(default_factory=dict, repr=False)
    """The roles of nouns that change with their case, by their stem."""
    _latest: tuple[Parsed, Sequence[PlaceMention], Conflict | None] | None = field(default=None, repr=False)
    """The document whose war was asked for last: several stages ask for the same."""
    _cache: dict[tuple[str, str, bool], tuple[str, str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._plain_words = {party: frozenset(name[0] for name in names if len(name) == 1) for party, names in self.plain.items()}

    @property
    def conflicts(self) -> Mapping[str, Conflict]:
        """The wars of ``geo/conflicts.csv`` by their keys."""
        return self.wars.conflicts

    def find(self, name: str) -> Source | None:
        """Find a source by its name or an alias, in any case or transliteration; None where it is not in the registry."""
        folded = fold(name)
        found = self._by_name.get(folded) or self._by_name.get(folded.removeprefix("the "))
        if found or name.isascii() or not is_cyrillic(name.lstrip(_OPENERS)):
            return found
        return self._by_stems.get(_key(name)) or self._find_person(name)

    def _find_person(self, name: str) -> Source | None:
        """Find a person whose Russian or Ukrainian name stands in the genitive or dative: ``Сергія Гайдая``."""
        words = name.split()
        if len(words) > _NAMES or not all(word.istitle() and len(word) > _NAMES for word in words):
            return None
        if name not in self._persons:
            if len(self._persons) > _CACHED:
                self._persons.clear()
            forms = (fold(" ".join(form)) for form in product(*map(subject_forms, words)))
            found = (self._by_name.get(form) for form in forms)
            self._persons[name] = next((one for one in found if one and one.source_id.startswith("person:")), None)
        return self._persons[name]

    def by_id(self, source_id: str) -> Source | None:
        """Find a source by its id."""
        return self._by_id.get(source_id)

    def role(self, noun: str) -> Role | None:
        """Return what kind of speaker a noun (lower case) stands for; None for any other word."""
        return self.roles.get(noun) or (None if noun.isascii() or not is_cyrillic(noun) else self._role_stems.get(stem(noun)))

    def is_country_word(self, word: str) -> bool:
        """Tell whether a word names a country, its people or its capital."""
        tell = self._tells["*"].get(fold(word) if word.isascii() else " ".join(_folded(word)))
        return tell is not None and bool(tell.country)

    def find_conflict(self, parsed: Parsed, placed: Sequence[PlaceMention] = ()) -> Conflict | None:
        """Find the war that a document is about, with what the document tells about its parties; None where it is about none.

        Where no row knows the war, or only one that was over, it is one of the state of most places against those who fight it.
        """
        if self._latest is None or self._latest[0] is not parsed or self._latest[1] is not placed:
            self._latest = parsed, placed, self._find_conflict(parsed, placed)
        return self._latest[2]

    def _find_conflict(self, parsed: Parsed, placed: Sequence[PlaceMention]) -> Conflict | None:
        year = year_told(parsed, self._words["fresh"])
        conflict = self.wars.find(parsed, placed, year)
        if conflict is None or conflict.was_over(year):
            conflict = self._unknown_war(parsed, placed) or conflict
        if conflict is None:
            return None
        groups = dict(islice(self._groups_of_text(parsed.text, conflict), _MOST_GROUPS))
        if not conflict.key:
            groups |= self._fighters_of_text(parsed, placed, conflict, self._words["rebel"])
        named = self.wars.count_groups(parsed, conflict, groups)
        if not conflict.key:
            groups |= self._fighters_of_text(parsed, placed, conflict, self._words["troop"])
        told, group = with_named_groups(conflict, groups, named), conflict.plain.get("rebels", "")
        if group not in self.sides or told.plain != conflict.plain or not tells_of_rebels(parsed):
            return told
        alone = not set(named) - {*told.parties.values(), *told.friends, told.plain.get("home"), group}
        return call_as_told(parsed, told, self.sides[group].name, self.wars.names_of(told, group, self._words["groupname"]), alone=alone)

    def _unknown_war(self, parsed: Parsed, placed: Sequence[PlaceMention]) -> Conflict | None:
        """Return a war between a state and whoever fights it there, where a text names both by plain words; None where it does not."""
        fighting = next((party for party in ("rebels", "gangs") if not self._plain_words[party].isdisjoint(parsed.vocabulary)), None)
        if fighting is None or self._plain_words["home"].isdisjoint(parsed.vocabulary):
            return None
        return self.wars.improvise(placed, fighting)

    def _groups_of_text(self, text: str, conflict: Conflict) -> Iterator[tuple[str, str]]:
        """Yield the names of armed groups that only a text knows, long and short, as looked up, with their side: their own."""
        for name, short in abbreviated_names(text):
            armed = any(word.lower() in self._words["groupname"] for word in name.split())
            if armed and self.side_of(name, conflict)[0] == self.side_of(short, conflict)[0] == UNKNOWN:
                side = "_".join(fold(short).split())
                yield from ((_key(name), side), (_key(short), side))

    def _fighters_of_text(
        self, parsed: Parsed, placed: Sequence[PlaceMention], conflict: Conflict, nouns: frozenset[str]
    ) -> dict[str, str]:
        """Return the names before nouns for fighters that only a text knows, as looked up, with their side: their own."""
        others = self._words["creed"] | self._words["time"]
        names = islice(names_of_fighters(parsed, placed, nouns, others), _MOST_GROUPS)
        return {_key(name): "_".join(_key(name).split()) for name in names if self.side_of(name, conflict, actor=True)[0] == UNKNOWN}

    def is_plain(self, party: str, lowers: Sequence[str]) -> bool:
        """Tell whether a phrase holds one of the plain words for a party: ``home`` (``a police officer``) or ``rebels``."""
        known = self.plain[party]
        return any(tuple(lowers[i : i + length]) in known for i in range(len(lowers)) for length in (1, 2, 3))

    def side_in(self, source: Source, conflict: Conflict | None) -> str:
        """Return the side of a registered source in a war: who is no party to it is a third party.

        So is an independent outlet of a state that fights those who rise against it: its newspapers are not its army.
        """
        side = side_in(source, conflict)
        return conflict.called.get(side, side) if conflict else side

    def side_of(self, words: str, conflict: Conflict | None = None, *, actor: bool = False) -> tuple[str, str]:
        """Tell the side and the kind of a source or actor from the words that name it.

        Parameters
        ----------
        words
            A noun phrase: ``Ukrainian officials``, ``the RSF``, ``a soldier of the ‘East’ group``.
        conflict
            The war of the document, which decides who ``the rebels`` or ``the army`` are. None: not known.
        actor
            True for someone who does something: an outsider then has its country's key instead of ``third_party``.

        Returns
        -------
        tuple
            Side key and kind, each ``unknown`` where the words do not tell.
        """
        key = (words, f"{conflict.key}|{conflict.told}" if conflict else "", actor)
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) > _CACHED:
                self._cache.clear()
            side, kind = self._read_side(words[:400], conflict, actor)
            known = self._cache[key] = (conflict.called.get(side, side) if conflict else side), kind
        return known

    def _read_side(self, words: str, conflict: Conflict | None, actor: bool) -> tuple[str, str]:
        source = self.find(words)
        if source is not None and words != words.lower() and not self._is_told_by_war(words, conflict):
            return side_of_source(source, conflict, actor), source.kind
        if (joint := _JOINT.search(words)) is not None:  # of two who speak together, the first one counts
            first_side = self._read_side(words[: joint.start()], conflict, actor)
            if first_side[0] != UNKNOWN:
                return first_side
        raws = _RAW.findall(words)
        tokens = _tokens(raws)
        kind = self._kind(tokens)
        tells = list(self._read_tells(tokens, raws, conflict))
        if not tells:
            return UNKNOWN, kind
        strongest = max(tell.strength for tell in tells)
        if strongest == _WEAK and kind == "person":  # "an activist in Damascus"
            return UNKNOWN, kind
        seat = next((tell for tell in tells if tell.capital and conflict and tell.country in conflict.parties), None)
        if strongest == _COMMON and seat is not None and kind in ("military", "ministry", "official"):
            return _side(seat, conflict, actor), kind  # "the army command in Alphopolis"
        first, *others = [tell for tell in tells if tell.strength == strongest]
        if strongest == _COMMON and kind == "person" and _LOCAL_AND.match(words):
            return UNKNOWN, kind
        if any(_is_joined(words, first, other) for other in others if _side(first, conflict, actor) != _side(other, conflict, actor)):
            return UNKNOWN, kind
        return _side(first, conflict, actor), kind if kind != UNKNOWN else first.kind or UNKNOWN

    def _is_told_by_war(self, words: str, conflict: Conflict | None) -> bool:
        """Tell whether the rows of a war give these very words a side there, whoever has that name elsewhere."""
        return conflict is not None and _key(words).removeprefix("the ") in self._tells.get(conflict.key, {})

    def _kind(self, tokens: Sequence[_Token]) -> str:
        """Return the kind of the head noun: the last noun for speakers before the first preposition."""
        kind, done = UNKNOWN, 0
        for i, token in enumerate(tokens):
            if i < done:
                continue
            if i and token.plain in _AFTER_HEAD and kind != UNKNOWN:
                break
            pair = f"{token.plain} {tokens[i + 1].plain}" if i + 1 < len(tokens) else ""
            role = self.roles.get(pair) or self.role(token.plain)
            if role:
                kind, done = role.kind, i + 1 + (pair in self.roles)
        return kind

    def _read_tells(self, tokens: Sequence[_Token], raws: Sequence[str], conflict: Conflict | None) -> Iterator[_Tell]:
        """Yield what the names inside a phrase tell, left to right, the longest names first."""
        tables = self._tables(conflict)
        texts = [token.text for token in tokens]
        own = {name.split(" ", 1)[0] for name in conflict.groups} if conflict else frozenset()
        i = 0
        while i < len(tokens):
            longest = _LONGEST if texts[i] in self._starts or texts[i] in own else 0
            for length in range(min(longest, len(tokens) - i), 0, -1):
                if texts[i] == "the" and _is_hyphenated(tokens, i + length):
                    continue  # "the UN-backed government": a longer name may begin at its second word
                tell = self._tell(" ".join(texts[i : i + length]), tables)
                if tell and (tell.source is None or length > 1 or self._is_name_alone(raws, tokens[i].raw)):
                    weighed = _weigh(tell, tokens, i, i + length)
                    if weighed:
                        yield weighed
                    i += length
                    break
            else:
                i += 1

    def _tables(self, conflict: Conflict | None) -> Sequence[Mapping[str, _Tell]]:
        """Return what names tell in a war: those of the text, of the war's rows, its plain words, and what they tell everywhere."""
        if conflict is None:
            return (self._tells["*"],)
        own = {name: _Tell(side, "group", _NAME) for name, side in conflict.groups.items()}
        plain = (self._tells[f"*{party}"] for party in conflict.plain)
        return (own, self._tells[conflict.key], *plain, self._tells["*"])

    def _is_name_alone(self, raws: Sequence[str], index: int) -> bool:
        """Tell a registered one-word name (``Planet``, ``Putin``) from the plain word and from a part of another's name."""
        if not raws[index][:1].isupper():
            return False
        after = () if POSSESSIVE.search(raws[index]) else raws[index + 1 : index + 2]  # "the OSCE's Ann Ames"
        before = () if raws[index].isupper() and len(raws[index]) > 1 else raws[max(0, index - 1) : index]  # "Senior UN officials"
        beside = (*before, *after)
        return all(not raw[:1].isupper() or raw.isupper() or self._is_describing(raw) for raw in beside)

    def _is_describing(self, raw: str) -> bool:
        """Tell whether a capitalised word beside a name only describes it (``President Putin``, ``Iran’s Tasnim``)."""
        bare = POSSESSIVE.sub("", raw).lower()
        return self.role(bare) is not None or bare in self._words["det"] or self.is_country_word(bare)

    @staticmethod
    def _tell(name: str, tables: Sequence[Mapping[str, _Tell]]) -> _Tell | None:
        for table in tables:
            if name in table:
                return table[name]
        return None


_ARTICLES = frozenset(("the", "a", "an"))
_NAMES = 3
"""Words of a person's name at most; each has more letters."""
_OPENERS = '«„“"'
"""Marks that open a name in quotation marks."""
_AFTER_HEAD = frozenset(
    ("of", "for", "in", "from", "with", "at", "on", "near", "by", "to", "who", "which", "that", "about", "against", "under")
)


def _tokens(raws: Sequence[str]) -> list[_Token]:
    """Cut the words of a phrase for look-up; a hyphenated word gives several tokens."""
    found: list[_Token] = []
    for index, raw in enumerate(raws):
        bare = _bare(raw)
        folded = _folded(bare)
        plain = bare.lower().replace("-", " ").split()
        if len(plain) != len(folded):
            plain = folded
        found += [_Token(text, word, index, raw[:1].isupper()) for text, word in zip(folded, plain, strict=True)]
    return found


def _bare(raw: str) -> str:
    """Return a word without the marks at its ends and its possessive ending."""
    return raw if raw.count(".") > 1 else POSSESSIVE.sub("", raw.strip("'’‘.")) or raw


def _folded(word: str) -> list[str]:
    """Fold the parts of a word, each without its case ending."""
    if word.isascii():
        return fold(word).split()
    return [stem(part) if is_cyrillic(part) else folded for part in _PARTS.findall(word.lower()) for folded in fold(part).split()[:1]]


def _key(name: str) -> str:
    """Return the tokens under which a name is looked up inside a phrase.

    >>> _key("People's Militia")
    'people militia'
    """
    return " ".join([text for raw in _RAW.findall(name) for text in _folded(_bare(raw))])


def _weigh(tell: _Tell, tokens: Sequence[_Token], start: int, end: int) -> _Tell | None:
    """Lower or drop what a name tells where its prefix, suffix or the noun after it takes it back (``anti-``, ``-held``, ``rival``)."""
    if start and tokens[start - 1].raw == tokens[start].raw and tokens[start - 1].plain == "anti":
        return None
    if end + 1 < len(tokens) and tokens[end].plain in _BESIDE:
        return None
    if tokens[start].plain == "western" and end < len(tokens) and (tokens[end].capital or tokens[end].plain in _FIGHTING):
        return None  # the Western Command, a Western rebel commander
    if end < len(tokens) and tokens[end].plain in _GONE:
        return None  # "an army defector"
    if tell.strength == _COMMON and start and tokens[start - 1].plain in _RIVAL:
        return None  # "the self-styled government"
    if _is_hyphenated(tokens, end):
        affix = tokens[end].plain
        if affix in _VOID_AFFIXES:
            return None
        if affix in _WEAK_AFFIXES and not (tell.strength >= _ROLE and affix in _OWN_AFFIXES):
            return tell._replace(strength=_AFFIX)
    if _is_posting(tokens, start, end) or _is_backing(tokens, start):
        return tell._replace(strength=_WEAK)
    if tell.strength == _PEOPLE and start and tokens[start - 1].plain in ("in", "near", "across", "from", "at", "outside"):
        return tell._replace(strength=_WEAK)
    return tell


def _is_backing(tokens: Sequence[_Token], start: int) -> bool:
    """Tell whether a name only backs those who are meant (``troops backed by the Alphan army``, ``officers allied to Alpha``)."""
    before = [token.plain for token in tokens[max(0, start - 3) : start] if token.plain not in _ARTICLES]
    if len(before) < 2:
        return False
    return (before[-1] == "by" and before[-2] in _BACKED) or (before[-1] in ("to", "with") and before[-2] in _ALLIED)


def _is_hyphenated(tokens: Sequence[_Token], end: int) -> bool:
    """Tell whether a name ends inside a written word (``UN-backed``)."""
    return end < len(tokens) and tokens[end].raw == tokens[end - 1].raw


def _is_posting(tokens: Sequence[_Token], start: int, end: int) -> bool:
    """Tell whether a name is only where an envoy is sent (``the Alphan ambassador to the UN``)."""
    before = [token.plain for token in tokens[max(0, start - 3) : start] if token.plain not in _ARTICLES]
    sent = end < len(tokens) and bool(before) and tokens[end].plain in _ENVOYS  # "Alphia's UN ambassador"
    return sent or (before[-1:] == ["to"] and bool(_ENVOYS.intersection(before)))


def _is_joined(words: str, first: _Tell, other: _Tell) -> bool:
    """Tell whether two sides share the phrase (``Russian and Ukrainian sources``)."""
    return first.strength == other.strength and bool(_JOINED.search(words))


def _side(tell: _Tell, conflict: Conflict | None, actor: bool) -> str:
    """Return the side of what was told, in a war and for a source or an actor."""
    if tell.plain:
        return conflict.plain.get(tell.plain, UNKNOWN) if conflict else UNKNOWN
    if tell.country:
        if conflict and tell.country in conflict.parties:
            return conflict.parties[tell.country]
        return tell.side if actor or conflict is None else THIRD_PARTY
    if tell.source:
        return side_of_source(tell.source, conflict, actor)
    return tell.side if actor else as_party(tell.side, conflict)


# ---------------------------------------------------------------- loading


@cache
def open_sources() -> SourceRegistry:
    """Load the registry of sources; the same object at every call."""
    sides = {
        row["side"]: Side(row["side"], row["name"], row["family"], row["description"]) for _, row in read_rows(geo_dir() / "sides.csv")
    }
    roles = {row["noun"]: Role(row["kind"], row["number"], row["title"] == "yes") for _, row in _rows("roles.csv")}
    parties = list(_rows("parties.csv"))
    wars = Wars(parties, list(_rows("demonyms.csv")))
    sources = tuple(_load_sources(sides))
    ranks = frozenset(noun for noun, role in roles.items() if role.title)
    registry = SourceRegistry(sources, sides, wars, roles, frozenset(roles), ranks, _load_plain(), _load_words())
    registry._role_stems.update({stem(noun): role for noun, role in reversed(roles.items()) if is_cyrillic(noun)})
    _index(registry, parties)
    return registry


def _rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    return read_rows(geo_dir() / "words_speech" / name)


def _load_sources(sides: Mapping[str, Side]) -> Iterator[Source]:
    path = geo_dir() / "sources.csv"
    for number, row in read_rows(path):
        if row["side"] not in sides:
            raise DataError(f"{path} line {number}: side {row['side']!r} has no row in sides.csv")
        yield Source(
            source_id=row["id"],
            name=row["name"],
            kind=row["kind"],
            side=row["side"],
            grade=row["grade"],
            country=row["country"] or None,
            owner=row["owner"] or None,
            aliases=split_cell(row["aliases"]),
            origin=row["origin"],
        )


def _load_plain() -> dict[str, frozenset[tuple[str, ...]]]:
    words: dict[str, set[tuple[str, ...]]] = {"home": set(), "rebels": set(), "gangs": set()}
    for _, row in _rows("plain_parties.csv"):
        words[row["party"]].update(tuple(name.split()) for name in split_cell(row["words"]))
    return {party: frozenset(names) for party, names in words.items()}


def _load_words() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {kind: set() for kind in ("groupname", "rebel", "troop", "creed", "time", "fresh", "det")}
    for _, row in _rows("function.csv"):
        if row["class"] in words:
            words[row["class"]].add(row["word"])
    return {kind: frozenset(known) for kind, known in words.items()}


def _index(registry: SourceRegistry, parties: Sequence[tuple[int, dict[str, str]]]) -> None:
    """Fill the look-up tables of a registry."""
    everywhere: dict[str, _Tell] = {}
    for source in registry.sources:
        registry._by_id[source.source_id] = source
        for name in (source.name, *source.aliases):
            registry._by_name.setdefault(fold(name), source)
            if is_cyrillic(name):
                registry._by_stems.setdefault(_key(name), source)
            everywhere.setdefault(_key(name), _Tell(source.side, source.kind, _NAME, source=source))
    demonyms = list(_rows("demonyms.csv"))
    for _, row in demonyms:
        capitals = split_cell(row["capitals"])
        for name in (*split_cell(row["names"]), *split_cell(row["demonyms"]), *capitals):
            tell = _Tell(row["key"], "", _PEOPLE, row["code"], capital=name in capitals)
            folded = _key(name).removeprefix("the ")
            everywhere.setdefault(folded, tell)
            everywhere.setdefault(folded + "s", tell)  # "Syrias", where an outlet drops its apostrophes
    tables: dict[str, dict[str, _Tell]] = {"*": everywhere, **{key: {} for key in registry.conflicts}, "": {}}
    for _, row in parties:
        tell = _Tell(row["side"], row["kind"], _STRENGTH[row["sort"]])
        for name in split_cell(row["words"]):
            tables[row["conflict"]].setdefault(_key(name).removeprefix("the "), tell)
    for conflict in registry.conflicts.values():
        _add_peoples(tables[conflict.key], conflict, [row for _, row in demonyms])
    _add_plain(tables)
    registry._tells.update(tables)
    registry._starts.update(name.split(" ", 1)[0] for table in tables.values() for name in table)


def _add_peoples(table: dict[str, _Tell], conflict: Conflict, demonyms: Iterable[Mapping[str, str]]) -> None:
    """Let a people's name that several countries share (``Congolese``) mean the one that fights in this war."""
    for row in demonyms:
        if row["code"] in conflict.parties:
            for name in split_cell(row["demonyms"]):
                table.setdefault(_key(name), _Tell(row["key"], "", _PEOPLE, row["code"]))


def _add_plain(tables: dict[str, dict[str, _Tell]]) -> None:
    """Let ``the army`` and ``the rebels`` mean whatever a war says, where no row of its own says otherwise."""
    for _, row in _rows("plain_parties.csv"):
        party = _PARTY.get(row["party"], row["party"])
        tell = _Tell(UNKNOWN, row["kind"], _STRENGTH[row["sort"]], plain=party)
        for name in split_cell(row["words"]):
            tables.setdefault(f"*{party}", {}).setdefault(_key(name).removeprefix("the "), tell)
