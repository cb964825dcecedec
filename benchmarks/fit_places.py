"""Fits the weights of geo/words/signs.csv (what is a place) and geo/words/parts.csv (which place is it).

usage: python benchmarks/fit_places.py [--shared DIR] [--write]

Signs and parts are rules with names (src/frontmap/text/places/signs.py, src/frontmap/resolve.py); this script only says how much each
counts, by a logistic and by a conditional logistic regression with a small penalty, so that the result is the same on every run.
It reads the seen two thirds of the development set and the `tune` documents of the gold, nothing else.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench_places import SHARED, Case, read_cases
from frontmap import resolve
from frontmap.data import geo_dir, read_rows
from frontmap.registry.gazetteer import Gazetteer, open_gazetteer
from frontmap.sphere import sphere_km
from frontmap.text.places.candidates import find_candidates
from frontmap.text.places.cells import Cells, cells_from_parsed
from frontmap.text.places.found import Found
from frontmap.text.places.mentions import find_mentions
from frontmap.text.places.persons import find_persons
from frontmap.text.places.signs import Scene, links_from_candidates, scene_from_candidates, signs_alone, signs_together
from frontmap.text.places.wordlists import open_words
from frontmap.text.sentences import parse

FITTED = ("seen", "tune", "tune other")
GOLD_WEIGHT = 2.5
"""What a document about a war counts for beside one of local news."""
SLACK = 14
"""Characters by which a span of the gold, which is scored by overlap, may differ."""
LEAST_SEEN = 5
"""Occurrences below which a sign gets no weight."""
FLOOR_SHIFT = -0.9
"""Added to the fitted floor: on the bench a name left unplaced costs as much as one placed wrongly."""

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A candidate, whether it is a place, and what that counts for."""

    document: int
    found: Found
    is_place: bool
    weight: float
    signs: list[str]


def main() -> None:
    """Fit both tables; print them, or write them with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    cases = [case for case in read_cases(options.shared) if case.set in FITTED]
    _output(geo_dir() / "words" / "signs.csv", "sign,alone,together,seen,origin", fit_signs(cases, gazetteer), options.write)
    _output(geo_dir() / "words" / "parts.csv", "part,weight,meaning,origin", fit_parts(cases, gazetteer), options.write)


def _output(path: Path, header: str, rows: Iterable[str], write: bool) -> None:
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    text = "\n".join([*comments, header, *rows]) + "\n"
    if write:
        path.write_text(text, encoding="utf-8")
    else:
        print(text)


def fit_signs(cases: Sequence[Case], gazetteer: Gazetteer) -> list[str]:
    """Return the rows of signs.csv: a first look at each candidate, then a second with what is thought of the others."""
    joint = [row["sign"] for _, row in read_rows(geo_dir() / "words" / "signs.csv") if "+" in row["sign"]]
    scenes = [_scene(case, gazetteer) for case in cases]
    samples = [sample for number, case in enumerate(cases) for sample in _samples(number, case, *scenes[number])]
    alone = [_with_joint(sample.signs, joint) for sample in samples]
    first, probabilities = _logistic(alone, samples)
    second, together = first, alone
    for _ in range(2):
        together = [
            _with_joint([*s.signs, *extra], joint) for s, extra in zip(samples, _second_look(samples, scenes, probabilities), strict=True)
        ]
        second, probabilities = _logistic(together, samples)
    seen, hits = Counter(), Counter()
    for signs, sample in zip(together, samples, strict=True):
        seen.update(set(signs))
        hits.update(set(signs) if sample.is_place else ())
    return [f"{sign},{first.get(sign, 0.0):.2f},{second[sign]:.2f},{hits[sign]}/{seen[sign]},logistic fit" for sign in sorted(second)]


def _scene(case: Case, gazetteer: Gazetteer) -> tuple[Cells, list[Found], Scene]:
    words = open_words()
    cells = cells_from_parsed(parse(case.document), words.war)
    persons = find_persons(cells, words)
    candidates = find_candidates(cells, persons, words, gazetteer)
    return cells, candidates, scene_from_candidates(cells, persons, words, candidates)


def _samples(number: int, case: Case, cells: Cells, candidates: list[Found], scene: Scene) -> Iterable[Sample]:
    for found in candidates:
        truth = _is_place(cells.starts[found.first], cells.ends[found.last - 1], case)
        weight = 0.0 if truth is None else GOLD_WEIGHT if case.set != "seen" else 1.0
        yield Sample(number, found, bool(truth), weight, signs_alone(found, scene))


def _is_place(start: int, end: int, case: Case) -> bool | None:
    """Tell whether a span was annotated as a place; None where the annotation counts neither way."""
    for gold in case.places:
        if gold["start"] < end and start < gold["end"]:
            if gold.get("kind", "place") != "place":
                return None
            nested = gold["start"] <= start <= end <= gold["end"] or start <= gold["start"] <= gold["end"] <= end
            slack = SLACK if case.set != "seen" else 0
            return (gold["start"], gold["end"]) in ((start, end), (start, end + 1)) or (
                slack > 0 and nested and abs(gold["end"] - gold["start"] - end + start) <= slack
            )
    return False


def _with_joint(signs: list[str], joint: list[str]) -> list[str]:
    shown = set(signs)
    return [*signs, *(sign for sign in joint if shown.issuperset(sign.split("+")))]


def _second_look(samples: Sequence[Sample], scenes: Sequence[Any], probabilities: Vector) -> list[list[str]]:
    scores = {id(s.found): float(p) for s, p in zip(samples, probabilities, strict=True)}
    signs = {}
    for _, candidates, scene in scenes:
        signs |= signs_together(scores, links_from_candidates(candidates, scene))
    return [signs.get(id(s.found), []) for s in samples]


def _logistic(rows: Sequence[list[str]], samples: Sequence[Sample]) -> tuple[dict[str, float], Vector]:
    """Return the weight of each sign and the probability of each row."""
    counts = Counter(sign for row in rows for sign in set(row))
    names = {sign: i for i, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= LEAST_SEEN))}
    cells = [(r, names[sign]) for r, row in enumerate(rows) for sign in set(row) if sign in names]
    matrix = csr_matrix((np.ones(len(cells)), ([r for r, _ in cells], [c for _, c in cells])), shape=(len(rows), len(names)))
    truth = np.array([s.is_place for s in samples], float)
    weight = np.array([s.weight for s in samples])

    def loss(b: Vector) -> tuple[float, Vector]:
        p = 1 / (1 + np.exp(-(matrix @ b)))
        value = -(weight * (truth * np.log(p + 1e-12) + (1 - truth) * np.log(1 - p + 1e-12))).sum() + (b**2).sum() / 2
        return value, matrix.T @ (weight * (p - truth)) + b

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, best, strict=True)), 1 / (1 + np.exp(-(matrix @ best)))


def fit_parts(cases: Sequence[Case], gazetteer: Gazetteer, rounds: int = 4) -> list[str]:
    """Return the rows of parts.csv. The votes depend on the weights, so votes and weights take turns."""
    meanings = resolve.part_meanings()
    weights = resolve.part_weights()  # the table that resolve itself reads: changed in place from round to round
    found = [(case, find_mentions(parse(case.document), gazetteer)) for case in cases]
    for _ in range(rounds):
        weights.update(_conditional([group for case, mentions in found for group in _groups(case, mentions, gazetteer)], weights))
    weights["none"] += FLOOR_SHIFT
    return [f"{part},{weights[part]:.2f},{meanings[part]},conditional logit fit" for part in sorted(weights)]


def _groups(case: Case, mentions: Sequence[Any], gazetteer: Gazetteer) -> Iterable[tuple[list[dict[str, float]], list[bool], float]]:
    """Yield for each annotated name the parts of its candidates, which of them are right (the last: none), and its weight."""
    senses = resolve.senses_from_mentions(mentions, gazetteer)
    resolve.weigh_senses(senses, resolve.votes_from_outside(parse(case.document)), gazetteer)
    for sense in senses:
        golds = [gold for i in sense.mentions if (gold := _gold_of(mentions[i], case))]
        if golds and sense.candidates:
            (lat, lon), _ = Counter((g.get("lat"), g.get("lon")) for g in golds).most_common(1)[0]
            right = _right(sense, lat, lon, golds[0].get("tolerance_km", 25) if case.set != "seen" else 161)
            yield [*sense.parts, {"none": 1.0}], [*right, not any(right)], math.sqrt(len(golds)) * (2.0 if case.set != "seen" else 1.0)


def _gold_of(mention: Any, case: Case) -> dict[str, Any] | None:
    for gold in case.places:
        if gold["start"] < mention.end and mention.start < gold["end"] and gold.get("kind", "place") == "place":
            return gold
    return None


def _right(sense: Any, lat: float | None, lon: float | None, tolerance: float) -> list[bool]:
    if lat is None or lon is None:
        return [False] * len(sense.candidates)
    distances = [sphere_km(lon, lat, place.lon, place.lat) for place, _ in sense.candidates]
    return [d <= min(tolerance, min(distances) + 20) for d in distances]


def _conditional(groups: Sequence[tuple[list[dict[str, float]], list[bool], float]], start: dict[str, float]) -> dict[str, float]:
    names = {part: i for i, part in enumerate(sorted({part for rows, _, _ in groups for row in rows for part in row}))}
    data = []
    for rows, right, weight in groups:
        matrix = np.zeros((len(rows), len(names)))
        for r, row in enumerate(rows):
            for part, value in row.items():
                matrix[r, names[part]] = value
        data.append((matrix, np.array(right), weight))

    def loss(b: Vector) -> tuple[float, Vector]:
        value, slope = 0.15 * (b**2).sum(), 0.3 * b
        for matrix, right, weight in data:
            z = matrix @ b
            p = np.exp(z - z.max())
            p /= p.sum()
            share = p[right].sum() + 1e-12
            value -= weight * math.log(share)
            slope = slope + weight * (matrix.T @ (p - np.where(right, p / share, 0)))
        return value, slope

    first = np.array([start.get(part, 0.0) for part in names])
    best = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    return {part: float(best[i]) for part, i in names.items()}


if __name__ == "__main__":
    main()
