"""Compares extracted claims with hand-annotated ones: how many agree, how deeply, and what kinds of errors are left.

A found claim matches an annotated one, one to one, where their evidence overlaps by at least half of the shorter, the found one is no
longer than four times the other (or 400 characters), and at each level
``event`` the type is the same, ``claim`` and the place, ``attributed`` and the source with its side, ``full`` and modality, directions
and relation. Deeper matches are made first, then larger overlaps.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontmap.errors import InputError
from frontmap.model import NARRATOR, Claim
from frontmap.sphere import sphere_km

LEVELS = ("event", "claim", "attributed", "full")
TOLERANCE_KM = 25.0
"""Distance between two points of the same place where the annotation states none."""
_LONGEST = 400
_TITLES = frozenset(
    re.findall(
        r"\w+",
        "the a an of for and in at by to from its his her their head chief commander general president minister spokesman spokesperson "
        "spokeswoman colonel major captain lieutenant mr mrs ms dr counselor adviser advisor fighter soldier russian ukrainian",
    )
)
"""Words of a source's name that tell nothing about who it is."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is compared of a claim, annotated or found."""

    start: int
    end: int
    type: str
    point: tuple[float, float] | None
    """Latitude and longitude. None: unplaced."""
    tolerance_km: float
    source: str
    side: str | None
    via: frozenset[str]
    modality: str
    relation: str
    directions: frozenset[str]
    date: str | None
    actor_side: str | None
    implicit: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what is annotated was found, and how much of what was found is annotated."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the found that is right; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that was found; 0 where nothing is annotated."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures over all documents, and the errors by class."""

    documents: int
    levels: Mapping[str, Score]
    """By ``LEVELS``."""
    beyond_constants: Mapping[str, Score]
    """Of values other than the commonest: modality, relation, directions, via, date."""
    fields: Mapping[str, float]
    """Share of matched events whose field is right."""
    errors: Mapping[str, int]
    """Class -> count, most first."""


def read_gold(path: Path) -> dict[str, tuple[Statement, ...]]:
    """Read annotated claims by document id: JSON Lines with ``id`` and ``claims`` as ``frontmap extract`` writes them.

    Raises
    ------
    InputError
        A line is no such record.
    """
    gold: dict[str, tuple[Statement, ...]] = {}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            gold[str(record["id"])] = tuple(_annotated(claim) for claim in record["claims"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path} line {number}: no annotated document ({error!r}); expected id and claims with start, end and type"
            ) from error
    return gold


def evaluate(gold: Mapping[str, Sequence[Statement]], found: Mapping[str, Sequence[Claim]]) -> Evaluation:
    """Compare the claims of documents with their annotation; a document without claims counts as read."""
    pairs = [(golds, [_extracted(c) for c in found.get(document_id, ())]) for document_id, golds in gold.items()]
    matches = [_matched(golds, founds) for golds, founds in pairs]
    total_gold, total_found = sum(len(golds) for golds, _ in pairs), sum(len(founds) for _, founds in pairs)
    reached = Counter(level for matched in matches for _, _, depth in matched for level in LEVELS[: depth + 1])
    errors = Counter(error for pair, matched in zip(pairs, matches, strict=True) for error in _errors(*pair, matched))
    return Evaluation(
        len(pairs),
        {level: Score(reached[level], total_found, total_gold) for level in LEVELS},
        {name: _beyond_constants(pairs, name) for name in _VALUES},
        _fields(pairs, matches),
        dict(errors.most_common()),
    )


def report_lines(evaluation: Evaluation, most: int = 20) -> Iterator[str]:
    """Yield the figures and the commonest error classes for people to read."""
    yield f"{evaluation.documents} documents"
    for level, score in evaluation.levels.items():
        figures = f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
        yield f"{level:11} {figures}  ({score.right} of {score.gold}, {score.found} found)"
    yield "of matched events: " + "  ".join(f"{name} {share:.3f}" for name, share in evaluation.fields.items())
    yield "beyond constants, F1: " + "  ".join(
        f"{name} {score.f1:.3f} ({score.gold})" for name, score in evaluation.beyond_constants.items()
    )
    yield "errors:"
    for error, count in list(evaluation.errors.items())[:most]:
        yield f"{count:6}  {error}"


def _annotated(claim: Mapping[str, Any]) -> Statement:
    place = claim.get("place") or {}
    point = None if place.get("lat") is None else (float(place["lat"]), float(place["lon"]))
    return Statement(
        int(claim["start"]),
        int(claim["end"]),
        claim["type"],
        point,
        float(place.get("tolerance_km", TOLERANCE_KM)),
        claim.get("source") or NARRATOR,
        claim.get("source_side"),
        frozenset(name.casefold() for name in claim.get("via") or ()),
        claim.get("modality", "asserted"),
        _plain_relation(claim.get("relation")),
        _plain_directions(claim.get("directions") or ()),
        claim.get("date"),
        claim.get("actor_side"),
        bool(claim.get("implicit")),
    )


def _extracted(claim: Claim) -> Statement:
    return Statement(
        claim.start,
        claim.end,
        claim.type,
        (claim.place.lat, claim.place.lon) if claim.place else None,
        TOLERANCE_KM,
        claim.source,
        claim.source_side,
        frozenset(name.casefold() for name in claim.via),
        claim.modality,
        _plain_relation(claim.relation),
        _plain_directions(claim.directions),
        claim.date,
        claim.actor_side,
        claim.implicit,
    )


def _plain_relation(relation: str | None) -> str:
    plain = (relation or "in").casefold()
    return "in" if plain == "at" else plain


def _plain_directions(directions: Sequence[str]) -> frozenset[str]:
    return frozenset(direction.replace(" ", "").casefold() for direction in directions)


def _matched(golds: Sequence[Statement], founds: Sequence[Statement]) -> list[tuple[int, int, int]]:
    """Match one to one; return (annotated, found, index of the deepest level)."""
    candidates = []
    for i, gold in enumerate(golds):
        for j, found in enumerate(founds):
            depth = _depth(gold, found)
            if depth >= 0:
                candidates.append((-depth, -_overlap(gold, found), i, j))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    matched = []
    for depth, _, i, j in sorted(candidates):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            matched.append((i, j, -depth))
    return matched


def _depth(gold: Statement, found: Statement) -> int:
    if not _same_evidence(gold, found) or gold.type != found.type:
        return -1
    if not _same_place(gold, found):
        return 0
    if not _same_source(gold, found) or (gold.source != NARRATOR and gold.side != found.side):
        return 1
    same = gold.modality == found.modality and gold.directions == found.directions and gold.relation == found.relation
    return 3 if same else 2


def _overlap(gold: Statement, found: Statement) -> int:
    return min(gold.end, found.end) - max(gold.start, found.start)


def _same_evidence(gold: Statement, found: Statement) -> bool:
    long, short = gold.end - gold.start, found.end - found.start
    return 2 * _overlap(gold, found) >= min(long, short) > 0 and short <= max(4 * long, _LONGEST)


def _same_place(gold: Statement, found: Statement) -> bool:
    if gold.point is None or found.point is None:
        return gold.point is None and found.point is None
    return sphere_km(*gold.point[::-1], *found.point[::-1]) <= gold.tolerance_km


def _same_source(gold: Statement, found: Statement) -> bool:
    if NARRATOR in (gold.source, found.source):
        return gold.source == found.source
    if len(found.source.split()) > max(12, len(gold.source.split()) + 4):
        return False
    a, b = _telling_words(gold.source), _telling_words(found.source)
    return bool(a & b) and (a <= b or b <= a or len(a & b) >= 2)


def _telling_words(name: str) -> set[str]:
    words = re.findall(r"\w+", name.casefold())
    return {word for word in words if word not in _TITLES} or set(words)


def _values_of_modality(statement: Statement) -> frozenset[str]:
    return frozenset() if statement.modality == "asserted" else frozenset({statement.modality})


def _values_of_relation(statement: Statement) -> frozenset[str]:
    return frozenset() if statement.relation == "in" else frozenset({statement.relation})


_VALUES: dict[str, Callable[[Statement], frozenset[str]]] = {
    "modality": _values_of_modality,
    "relation": _values_of_relation,
    "directions": lambda statement: statement.directions,
    "via": lambda statement: statement.via,
    "date": lambda statement: frozenset({statement.date}) if statement.date else frozenset(),
}


def _beyond_constants(pairs: Sequence[tuple[Sequence[Statement], Sequence[Statement]]], name: str) -> Score:
    """Score the values of a field that are not its default, on evidence that matches."""
    values = _VALUES[name]
    right = found = gold = 0
    for golds, founds in pairs:
        pool = [(statement, set(values(statement))) for statement in founds]
        found += sum(len(given) for _, given in pool)
        for statement in golds:
            for value in values(statement):
                gold += 1
                hit = next((g for s, g in pool if value in g and s.type == statement.type and _same_evidence(statement, s)), None)
                if hit is not None:
                    hit.discard(value)
                    right += 1
    return Score(right, found, gold)


def _fields(
    pairs: Sequence[tuple[Sequence[Statement], Sequence[Statement]]], matches: Sequence[Sequence[tuple[int, int, int]]]
) -> dict[str, float]:
    right: Counter[str] = Counter()
    total = 0
    for (golds, founds), matched in zip(pairs, matches, strict=True):
        for i, j, _ in matched:
            total += 1
            right.update(name for name, same in _compared(golds[i], founds[j]) if same)
    names = [name for name, _ in _compared(_NOTHING, _NOTHING)]
    return {name: right[name] / total if total else 0.0 for name in names}


def _compared(gold: Statement, found: Statement) -> tuple[tuple[str, bool], ...]:
    return (
        ("place", _same_place(gold, found)),
        ("source", _same_source(gold, found)),
        ("side", gold.side == found.side or gold.source == NARRATOR == found.source),
        ("modality", gold.modality == found.modality),
        ("directions", gold.directions == found.directions),
        ("relation", gold.relation == found.relation),
        ("actor_side", gold.actor_side is None or gold.actor_side == found.actor_side),
        ("date", gold.date is None or gold.date == found.date),
    )


_NOTHING = Statement(0, 0, "", None, 0.0, NARRATOR, None, frozenset(), "", "", frozenset(), None, None, implicit=False)


def _errors(golds: Sequence[Statement], founds: Sequence[Statement], matched: Sequence[tuple[int, int, int]]) -> Iterator[str]:
    """Yield the class of each error of a document."""
    missed = [golds[i] for i in sorted(set(range(len(golds))) - {i for i, _, _ in matched})]
    spurious = [founds[j] for j in sorted(set(range(len(founds))) - {j for _, j, _ in matched})]
    for gold in missed:
        other = next((found for found in spurious if _same_evidence(gold, found)), None)
        yield f"type: {gold.type} read as {other.type}" if other else f"missed: {gold.type}"
    for found in spurious:
        if not any(_same_evidence(gold, found) for gold in missed):
            yield f"not annotated: {found.type}"
    for i, j, _ in matched:
        yield from _field_errors(golds[i], founds[j])


def _field_errors(gold: Statement, found: Statement) -> Iterator[str]:
    wrong = {name for name, same in _compared(gold, found) if not same}
    if "place" in wrong:
        how = "unplaced" if found.point is None else "taken from the passage" if found.implicit else "another place"
        yield f"place: {how}"
    if "source" in wrong:
        yield "source: " + (
            "given to the narrator" if found.source == NARRATOR else "narrator's" if gold.source == NARRATOR else "somebody else"
        )
    elif "side" in wrong:
        yield f"side: {gold.side} read as {found.side}"
    if "modality" in wrong:
        yield f"modality: {gold.modality} read as {found.modality}"
    if "relation" in wrong:
        yield "relation: " + ("not read" if found.relation == "in" else "none stated" if gold.relation == "in" else "another")
    if "directions" in wrong:
        yield "directions: " + ("not read" if not found.directions else "none stated" if not gold.directions else "another")
    if "actor_side" in wrong:
        yield "actor's side: " + ("not read" if found.actor_side is None else "another")
    if "date" in wrong:
        yield "date: " + ("not read" if found.date is None else "another")
