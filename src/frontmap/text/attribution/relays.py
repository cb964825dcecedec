"""Names the outlets that relay what others say: who was told, who quotes, whose report holds it."""

from __future__ import annotations

import re
from itertools import takewhile

from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.naming import Naming
from frontmap.text.attribution.phrases import Words

_ENDINGS = ("News", "Press", "Post", "Times", "Media", "Online", "TV")
_CLASS_WORDS = frozenset({"news", "agency", "tv", "radio"})
OUTLETS = frozenset({"outlet", "agency"})
"""Kinds of sources that relay others."""


def outlet_name(naming: Naming, words: Words, *, bodies: bool = False) -> str | None:
    """Return the name of an outlet that was told or that relays, with ``bodies`` also of a monitor; None for ``reporters`` and persons."""
    relay = naming.read(words)
    if relay is None:
        return None
    name = re.sub(r"^(?:the|an?|A|An)\s+", "", relay.name)  # "The Irrawaddy" keeps its article
    if name == naming.r.parsed.document.publisher:
        return name
    source = naming.sources.find(name)
    if source and (source.kind in OUTLETS or (bodies and source.kind in ("monitor", "think_tank", "ngo"))):
        return name
    lowers = naming.r.lowers[words[0] : words[1]]
    if lowers[-1] in naming.r.venue and lowers[-1] not in naming.r.speech.classes["outletword"]:
        return None  # "a news conference"
    role = naming.sources.role(naming.r.lowers[naming.head(*words)])
    if role and role.number in ("many", "one"):
        return _outlet_within(naming, words)
    within = _outlet_within(naming, words)
    if within:
        return within
    if " " not in name and name.endswith(_ENDINGS):
        return name  # "BasNews"
    return relay.name if relay.kind in OUTLETS or any(w in naming.r.speech.classes["outletword"] for w in lowers) else None


def _outlet_within(naming: Naming, words: Words) -> str | None:
    """Return the outlet of ``an AFP reporter``."""
    return registered_in(naming.sources, naming.text(words))


def registered_in(sources: SourceRegistry, name: str) -> str | None:
    """Return the registered outlet among the capitalised words of ``Iran’s Tasnim news agency``."""
    words = name.split()[:12]
    for start in range(len(words)):
        stop = start
        while stop < len(words) and words[stop][0].isupper():
            stop += 1
        for end in range(stop, start, -1):
            part = " ".join(words[start:end])
            source = sources.find(part)
            if source and source.kind in OUTLETS:
                return " ".join([part, *takewhile(lambda word: word.lower() in _CLASS_WORDS, words[end:stop])])
    return None
