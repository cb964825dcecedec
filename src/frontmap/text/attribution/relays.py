"""Names the outlets that relay what others say: who was told, who quotes, whose report holds it."""

from __future__ import annotations

import re
from itertools import takewhile

from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.naming import Naming
from frontmap.text.attribution.phrases import Words, phrase_after

_ENDINGS = ("News", "Press", "Post", "Times", "Media", "Online", "TV")
_PRESS = frozenset({"media", "channels", "stations", "newspapers", "agencies"})
STATIONS = frozenset({"radio", "television", "tv"})
_DESCRIBED = frozenset(
    {"agency", "newspaper", "daily", "weekly", "website", "broadcaster", "network", "press", "news", "channel", *STATIONS}
)
"""Words that say what kind of outlet a name stands for."""
_ON_AIR = 7
"""Words after a verb of saying within which the station stands."""
_CLASS_WORDS = frozenset({"news", "agency", "tv", "radio"})
_MARKS = '«»„“”"'
"""Marks around a name in quotation marks."""
OUTLETS = frozenset({"outlet", "agency"})
"""Kinds of sources that relay others."""


def outlet_name(naming: Naming, words: Words, *, bodies: bool = False) -> str | None:
    """Return the name of an outlet that was told or that relays, with ``bodies`` also of a monitor; None for ``reporters`` and persons."""
    first = words[0] + (naming.r.lowers[words[0]] in ("citing", "quoting"))
    words = (first + (naming.r.lowers[first] in naming.r.poss and first + 1 < words[1]), words[1])  # "their Alpha TV"
    relay = naming.read(words)
    if relay is None:
        return None
    name = re.sub(r"^(?:the|an?|A|An)\s+", "", relay.name).strip(_MARKS)  # "The Irrawaddy" keeps its article
    if name == naming.r.parsed.document.publisher:
        return name
    source = naming.sources.find(name)
    if source and (source.kind in OUTLETS or (bodies and source.kind in ("monitor", "think_tank", "ngo"))):
        return name
    lowers = naming.r.lowers[words[0] : words[1]]
    head = naming.head(*words)
    if lowers[-1] in _PRESS and head > words[0] and lowers[-2] not in naming.r.det:
        return relay.name  # "the Alphan media", "TV channels", "local media"
    if lowers[-1] in naming.r.venue and lowers[-1] not in naming.r.speech.classes["outletword"]:
        return None  # "a news conference"
    role = naming.sources.role(naming.r.lowers[head])
    if role and role.number in ("many", "one"):
        return _outlet_within(naming, words)
    within = _outlet_within(naming, words)
    if within:
        return within
    if " " not in name and (name.endswith(_ENDINGS) or (source is None and _is_acronym(name))):
        return name  # "BasNews", "IANS"
    known = relay.kind in OUTLETS or any(w in naming.r.speech.classes["outletword"] for w in lowers)
    return bare_outlet(naming.sources, relay.name) if known else None


def bare_outlet(sources: SourceRegistry, name: str) -> str:
    """Return an outlet's own name without what describes it: `SRNA` of ``the Serb news agency SRNA``; all of it where it has no other."""
    name = name.strip(_MARKS)
    registered = registered_in(sources, name)
    if registered:
        return registered
    words = re.sub(r"\s*\([^)]*\)", "", name).split()[:12]
    classes = [i for i, word in enumerate(words) if word in _DESCRIBED]
    if not classes:
        owned = next((i for i, word in enumerate(words) if word.startswith("state-")), None)
        return name if owned is None else " ".join(words[owned + 1 :]) or name
    after = list(takewhile(lambda word: word[0].isupper(), words[classes[-1] + 1 :]))
    before = list(takewhile(lambda word: word[0].isupper(), reversed(words[: classes[0]])))[::-1]
    own = [word for word in before if not sources.is_country_word(word.lower()) and word not in ("The", "A")]
    plain = words[classes[-1]] in STATIONS  # "Sarajevo radio" is named so
    return " ".join(after) or (" ".join(own) if own and not plain else "") or name


def _is_acronym(name: str) -> bool:
    """Tell whether a name is one of three to five capitals, as agencies and stations have."""
    return 3 <= len(name) <= 5 and name.isalpha() and name.isupper()


def outlet_on_air(naming: Naming, start: int) -> str | None:
    """Return the station in ``said on Sarajevo radio`` and ``said in a speech on state television``, ``start`` being after the verb."""
    r = naming.r
    last = len(r.words)
    for i in range(start, min(start + _ON_AIR, last - 1)):
        if r.lowers[i] in ("on", "over") and (phrase := phrase_after(r, i + 1, min(i + 1 + _ON_AIR, last))) is not None:
            if r.lowers[phrase[1] - 1] in STATIONS and phrase[1] - phrase[0] > 1:
                return outlet_name(naming, phrase)
        elif not r.words[i][0].isalnum() or r.lowers[i] == "that" or (r.is_verb(i) and r.lowers[i + 1] not in ("on", "over")):
            return None  # but "in a statement read over state radio"
    return None


def _outlet_within(naming: Naming, words: Words) -> str | None:
    """Return the outlet of ``an AFP reporter``."""
    return registered_in(naming.sources, naming.text(words))


def registered_in(sources: SourceRegistry, name: str) -> str | None:
    """Return the registered outlet among the capitalised words of ``Iran’s Tasnim news agency``."""
    whole = sources.find(name.partition(" (")[0])
    words = name.split()[:12] if whole is None or whole.kind in OUTLETS else []  # "the National Liberation Front" is no Libération
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
