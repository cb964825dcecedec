"""Reads the numbers that a clause states of its event: troops, losses, square kilometres."""

from __future__ import annotations

import re

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")  # 110,000  300  1.5
_REACH = 4
"""Words after a number among which stands what it counts."""
_COUNTED = {"losses": "losses", "deployment": "troops", "assault": "troops", "withdrawal": "troops", "displacement": "people"}
"""Claim type -> what the number of its people means."""


def read_numbers(parsed: Parsed, first: int, last: int, event_type: str, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return the numbers among some words with their meaning: ``("troops", "110000")``, ``("area_km2", "300")``."""
    found: dict[str, str] = {}
    for word in range(first, last):
        if not _NUMBER.fullmatch(parsed.lowers[word]):
            continue
        value = float(parsed.lowers[word].replace(",", ""))
        meaning = _counted(parsed, word, last, event_type, lexicon)
        if meaning is not None:
            found.setdefault(meaning[0], f"{value * meaning[1]:g}" if value * meaning[1] < 1e6 else str(int(value * meaning[1])))
    return tuple(found.items())


def _counted(parsed: Parsed, word: int, last: int, event_type: str, lexicon: Lexicon) -> tuple[str, float] | None:
    for after in range(word + 1, min(word + 1 + _REACH, last)):
        lower = parsed.lowers[after]
        if lexicon.is_a(lower, "square") and after + 1 < last and parsed.lowers[after + 1] in lexicon.units:
            return "area_km2", lexicon.units[parsed.lowers[after + 1]] ** 2
        people = lexicon.is_a(lower, "force") or (event_type == "displacement" and lexicon.is_a(lower, "civilian"))
        if people and event_type in _COUNTED:
            return _COUNTED[event_type], 1.0
        if not lower[0].isalpha():
            return None
    return None
