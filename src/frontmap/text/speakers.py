"""Resolves the sources of attributions: full names for pronouns, surnames and roles, titles, sides and relays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from frontmap.model import Attribution, PlaceMention, Span
from frontmap.registry.sources import UNKNOWN, SourceRegistry
from frontmap.text.phrases import Reader, Words


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
    """Who was told, who relays it where it is an outlet."""
    antecedent: Words | None = None
    """What a relative pronoun stands for."""
    needs_known: bool = False
    """True where it only counts with a source that is registered or met before."""
    runs_on: list[Words] = field(default_factory=list)


def resolve(r: Reader, found: Sequence[Found], placed: Sequence[PlaceMention], sources: SourceRegistry) -> tuple[Attribution, ...]:
    """Resolve the sources of what was found, in text order."""
    conflict = sources.find_conflict(r.parsed, placed)
    made: list[Attribution] = []
    for one in found:
        words = one.antecedent or one.source
        name = r.parsed.text[r.parsed.starts[words[0]] : r.parsed.ends[words[1] - 1]] if words else ""
        side, kind = sources.side_of(name, conflict) if name else (UNKNOWN, UNKNOWN)
        source = sources.find(name) if name else None
        made.append(
            Attribution(
                source=_spans(r, [one.source] if one.source else []),
                cue=_spans(r, [one.cue]),
                content=_spans(r, one.contents),
                name=name,
                source_id=source.source_id if source else None,
                kind=kind,
                side=side,
                stance=one.stance,
                rule=one.rule,
                runs_on=_spans(r, one.runs_on),
            )
        )
    return tuple(made)


def _spans(r: Reader, words: Sequence[Words]) -> tuple[Span, ...]:
    """Turn word spans into character spans."""
    return tuple((r.parsed.starts[start], r.parsed.ends[end - 1]) for start, end in words)
