"""Reads the directions that a text reports by points of the compass: ``from the south and northeast``, ``pushed east``."""

from __future__ import annotations

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.text.events.directions import is_joint

_LISTED = 3
"""Commas, conjunctions and articles that may stand between two compass words of a list."""


def compass_directions(parsed: Parsed, first: int, last: int, lexicon: Lexicon) -> tuple[tuple[int, str], ...]:
    """Return the compass directions that a stretch of words reports without a place, each with its word.

    ``from the south and northeast``, ``pushed east``.
    """
    found: list[tuple[int, str]] = []
    word = first
    while word < last:
        code, form = lexicon.compass.get(parsed.lowers[word], ("", ""))
        if not code or code == "C":
            word += 1
            continue
        end = _compass_run(parsed, word, last, lexicon)
        if way := _way(parsed, word, end, first, last, form, lexicon):
            found += [(word, f"{way}:{lexicon.compass[w][0]}") for w in parsed.lowers[word:end] if w in lexicon.compass]
        word = end
    return tuple(found)


def _compass_run(parsed: Parsed, word: int, last: int, lexicon: Lexicon) -> int:
    """Return the word after a list of compass words: `south and northeast`, `the west, south, and east`."""
    end = word + 1
    while True:
        step = end
        while step < min(last, end + _LISTED) and (is_joint(parsed.lowers[step], lexicon) or lexicon.is_a(parsed.lowers[step], "article")):
            step += 1
        if step >= last or parsed.lowers[step] not in lexicon.compass:
            return end
        end = step + 1


def _way(parsed: Parsed, word: int, end: int, first: int, last: int, form: str, lexicon: Lexicon) -> str | None:
    """Tell whether compass words are where something comes from or goes to; None where they only locate."""
    after = parsed.lowers[end] if end < last else ""
    if form == "adverb":
        return "toward"
    if form == "locative":
        return None
    before = [w for w in parsed.lowers[max(first, word - 3) : word] if not lexicon.is_a(w, "lead_in")]
    nearest = before[-1] if before else ""
    led = next((way for way in ("from", "toward") if lexicon.is_a(nearest, way)), None)
    if lexicon.is_a(nearest, "turning"):  # `отступили на восток`: before a compass word only
        led = "toward"
    if led == "toward" and word > 0 and lexicon.is_a(parsed.lowers[word - 1], "own"):
        return None  # `villages to its south`
    if led == "from" and after and parsed.words[word].istitle() and parsed.words[end].istitle():
        return None  # `from the East African force`, `from the Northern Front`
    if form == "adjective":
        if lexicon.is_a(after, "way") and parsed.lowers[max(first, word - 2) : word] == ("in", "a"):  # `in a northerly direction`
            return "toward"
        return led if lexicon.is_a(after, "way") or (led == "from" and lexicon.is_a(after, "rim")) else None
    if lexicon.is_a(after, "of") and (led == "from" or nearest.startswith("toward")):
        return led
    if lexicon.is_a(after, "of") or after.startswith("'") or (not led and is_described(parsed, end, last, lexicon)):
        return None
    return led or ("toward" if form == "noun" and (nearest in lexicon.verbs or nearest.endswith("ed")) else None)


def is_described(parsed: Parsed, word: int, last: int, lexicon: Lexicon) -> bool:
    """Tell whether compass words only describe the noun behind them: `entered northwest Syrian towns`."""
    if word >= last or not parsed.lowers[word][0].isalpha():
        return False
    lower = parsed.lowers[word]
    if lower == "out":  # `drove north out of X`
        return False
    preposed = any(slot in ("plain", "from", "toward", "to", "along", "near", "aim") for _, slot, _ in lexicon.relations.get(lower, ()))
    return not (preposed or lower in lexicon.clauses or lower in lexicon.calendar or lexicon.is_a(lower, "joint") or lower.endswith("ly"))
