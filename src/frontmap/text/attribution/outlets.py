"""Finds which outlet ``the paper``, ``the agency`` or ``the station`` is: the last one of that kind that the text named before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from frontmap.registry.sources import SourceRegistry
from frontmap.text.attribution.phrases import Reader, Words
from frontmap.text.attribution.relays import OUTLETS
from frontmap.text.attribution.speech import open_speech

_AGENCY = "agency"
_LONGEST = 5
"""Words of an outlet's name."""


@cache
def _nouns() -> frozenset[str]:
    """Return the nouns that may call an outlet by its kind."""
    classes = open_speech().classes
    return classes["printnoun"] | classes["airnoun"] | classes["outletnoun"] | {_AGENCY}


class OutletsNamed:
    """The outlets that a document names; each word is read once, and only when somebody is called by the kind of an outlet."""

    def __init__(self, r: Reader, sources: SourceRegistry) -> None:
        self._r = r
        self._sources = sources
        self._read = 0
        self._last: dict[str, Words | None] = {}

    def meant_by(self, words: Words) -> Words | None:
        """Return the words that named the outlet meant by ``the paper`` or ``the news agency``; None where none was named before."""
        lowers = self._r.lowers[words[0] : words[1]]
        noun = lowers[-1]
        described = len(lowers) == 3 and lowers[1] in self._r.speech.classes["newsword"]
        if noun not in _nouns() or lowers[0] != "the" or not (len(lowers) == 2 or described):
            return None
        for named, kind in self._named_until(words[0]):
            self._note(named, kind)
        return self._last.get(noun)

    def _note(self, named: Words | None, kind: str) -> None:
        """Keep an outlet for all nouns that may call it; an agency of another trade takes the noun from those before."""
        if named is None or kind == _AGENCY:
            self._last[_AGENCY] = named
        if named is None:
            return
        own = frozenset(self._r.lowers[named[0] : named[1]])
        classes = self._r.speech.classes
        nouns = set(classes["outletnoun"])
        if kind != _AGENCY and not own & (classes["airnoun"] | classes["airname"]):
            nouns |= classes["printnoun"]
        if kind != _AGENCY and not own & (classes["printnoun"] | classes["printname"]):
            nouns |= classes["airnoun"]
        self._last.update(dict.fromkeys(nouns, named))

    def _named_until(self, end: int) -> Iterator[tuple[Words | None, str]]:
        """Yield what is named from where the last question ended up to a word, with its kind."""
        i = self._read
        while i < end:
            found = self._named_at(i, end)
            if found is not None:
                yield found
            i = found[0][1] if found is not None and found[0] is not None else i + 1
        self._read = max(self._read, end)

    def _named_at(self, i: int, end: int) -> tuple[Words | None, str] | None:
        """Return the outlet named from a word on: by a registered name, or by any behind its kind (``the newspaper Alpha``)."""
        r = self._r
        if r.is_capital(i):
            for stop in range(min(end, i + _LONGEST), i, -1):
                named = r.is_capital(stop - 1) or r.words[stop - 1].isdigit()
                source = self._sources.find(" ".join(r.words[i:stop])) if named else None
                if source and source.kind in OUTLETS and not r.words[stop].isdigit():
                    return (i, stop), source.kind  # not the offensive "Dawn 8"
            return self._named_before_kind(i, end)
        if r.lowers[i] not in _nouns() or not i:
            return None
        stop = next((j for j in range(i + 1, min(end, i + _LONGEST)) if not r.is_capital(j)), i + 1)
        of_news = r.lowers[i] != _AGENCY or r.lowers[i - 1] in r.speech.classes["newsword"]
        if of_news and stop > i + 1 and self._named_at(i + 1, end) is None:
            return (i, stop), _AGENCY if r.lowers[i] == _AGENCY else "outlet"
        return None if of_news or r.lowers[i - 1] in r.det else (None, _AGENCY)  # "the aid agency"

    def _named_before_kind(self, i: int, end: int) -> tuple[Words, str] | None:
        """Return the outlet of ``the Alpha news agency``, whose name stands before its kind."""
        r = self._r
        stop = next((j for j in range(i + 1, min(end - 1, i + _LONGEST)) if not r.is_capital(j)), end)
        if stop + 1 >= end or r.lowers[i - 1 : i] != ("the",) or r.lowers[stop] not in r.speech.classes["newsword"]:
            return None
        return ((i, stop), _AGENCY) if r.lowers[stop + 1] == _AGENCY else None
