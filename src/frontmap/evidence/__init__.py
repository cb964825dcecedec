"""Claims to evidence: what agrees is joined by the roots of its attribution chains, what differs is kept side by side.

**Root.** The first link that vouches for a claim: the named source; the outlet that a text relays; the publisher for the narrator's own
words. Whoever the registry says owns the root stands for it, so an outlet never corroborates its owner, two reports that relay one source
have one root, and two outlets that print the same sentence word for word have one root. A report without a publisher is its own root.

**Group.** Claims that state the same of the same place (or the same part of it) at a common time. Capture and hold both state control. A
claim means the days that it gives; without a date, the three days up to publication. Groups are formed with a tolerance of a day, a week
or a month by time precision 1, 2 or 3 (three days more for control, which lasts), so that all members overlap; undated claims join only
where there is one group to join.

**Contradiction** and **support** are tables with windows of days: ``layers/contradictions.csv`` (a capture against a hold) and
``layers/corroborations.csv`` (a withdrawal supports the capture by the other side). What is said of the whole of a place meets what is
said of its parts (``containment``): a region taken against a town in it that is held.

**Credibility** (Admiralty) of a claim with w witnesses (the roots that say it or support it) and o opponents (other roots that contradict):

1  o = 0 and three witnesses, or two of two sides that fight each other there
2  o = 0 and two witnesses, or one that speaks against its own side's interest (its withdrawal, its loss of the place)
3  o = 0, one witness, and another root reports something else of the same place and time; or w > o > 0
4  w = o > 0
5  w < o
6  nothing to compare with, or the claim is of something merely possible

**Control** by the latest word of each side: what is older than a later capture, or than the withdrawal of whom it puts there, is history.
The capture of the whole of a place, or the withdrawal from it, counts for each part of it of which anybody says who holds it; what is said
of a part changes nothing for the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from frontmap.evidence.groups import group_voices
from frontmap.evidence.rules import link_groups
from frontmap.evidence.states import group_records, place_states
from frontmap.evidence.verdicts import fighting_sides, judge, standings
from frontmap.evidence.voices import SourceLookup, voices_from_claims
from frontmap.model import Claim, Document, Evidence

__all__ = ["weigh"]


def weigh(claims: Sequence[Claim], documents: Mapping[str, Document], sources: SourceLookup) -> Evidence:
    """Group the claims that agree, find the groups that contradict each other, and judge every claim by both."""
    voices = voices_from_claims(claims, documents, sources)
    groups = group_voices(voices)
    stands = standings(groups, link_groups(groups))
    parties = fighting_sides(groups)
    grade = judge(stands, parties)
    judged = tuple(_judged(voice.claim, grade.get(voice.claim.claim_id, 6), voice.grade) for voice in voices)
    return Evidence(judged, group_records(stands), place_states(stands, parties, documents))


def _judged(claim: Claim, credibility: int, grade: str) -> Claim:
    if claim.credibility == credibility and claim.source_grade == grade:
        return claim
    return replace(claim, credibility=credibility, source_grade=grade)
