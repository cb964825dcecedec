"""Leaves out what nobody did to anybody: deaths and ruins of a sentence that tells of an accident, a disaster or a court."""

from __future__ import annotations

from collections.abc import Sequence

from frontmap.text.events.passages import Hit, Passage

_HARM = frozenset({"losses", "damage", "displacement"})
"""Types that accidents and disasters do as well."""
_VIOLENT = frozenset({"ranged", "attack_word", "fight", "deadly"})
"""Classes of words by which a sentence of an accident tells of war after all: `the rescuers were hit by an air strike`."""


def without_mishaps(passage: Passage, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out the harm that a sentence tells of without a word of violence, where it has one of a mishap: `hurt when a lorry skidded`."""
    sentence = passage.sentence
    if not hits or not passage.any_is("mishap", sentence.first, sentence.last):
        return list(hits)
    if any(passage.lexicon.is_any(lower, _VIOLENT) for lower in passage.lowers(sentence.first, sentence.last)):
        return list(hits)
    return [hit for hit in hits if _HARM.isdisjoint(hit.types)]
