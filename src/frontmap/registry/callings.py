"""Tells what a text calls those who fight a state where it never names their group: ``rebels``, ``insurgents``.

Who reads of `the rebels` only does not learn which group they are, and its key would claim more than the text tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from frontmap.data import geo_dir, read_rows, split_cell
from frontmap.model import Parsed
from frontmap.registry.wars import Conflict

_NOBODY = "nobody"
"""The key of the words in names of sides that name nobody."""
_CREEDS = frozenset(("jihadis", "cartels", "gangs", "rebels"))
"""Keys that are no group's own."""
_AT_LARGE = "rebels"
"""The key of several groups together."""
_PARTS = re.compile(r"[A-Za-z]{3,}")


@cache
def _called() -> Mapping[str, frozenset[str]]:
    """Return the side keys by the words that stand for them, beside the words that name nobody."""
    rows = read_rows(geo_dir() / "words_speech" / "callings.csv")
    return {row["key"]: frozenset(split_cell(row["words"])) for _, row in rows}


@cache
def _words() -> frozenset[str]:
    """Return all words for those who fight a state."""
    return frozenset().union(*(words for key, words in _called().items() if key != _NOBODY))


def tells_of_rebels(parsed: Parsed) -> bool:
    """Tell whether a text has words for those who fight a state, whatever their group."""
    return not _words().isdisjoint(parsed.vocabulary)


def call_as_told(
    parsed: Parsed, conflict: Conflict, side_name: str, names: Mapping[tuple[str, ...], bool], *, alone: bool = True
) -> Conflict:
    """Return a war in which the group whom plain `rebels` mean has the key that a text uses, as far as the text names no group.

    Parameters
    ----------
    side_name
        What the side of that group is called.
    names
        The names of that group, as words in lower case, and whether they are a group's beyond doubt; a man's or a short form otherwise.
    alone
        False where the text names other groups: then `insurgents` are just the rebels at large.
    """
    group = conflict.plain.get("rebels", "rebels")
    own_key = group not in _CREEDS and not group.endswith("_rebels") and group not in conflict.parties.values()
    if not own_key:
        return conflict
    own = tuple({part.lower().rstrip("s") for part in _PARTS.findall(f"{group} {side_name}")} - _called()[_NOBODY])
    if any(low.startswith(own) for low in set(parsed.lowers)) or _is_named(parsed, names):
        return conflict
    keys = [key for key in _called() if key != _NOBODY]
    key = max(keys, key=lambda called: sum(low in _called()[called] for low in parsed.lowers)) if alone else _AT_LARGE
    plain, told = {**conflict.plain, "rebels": key}, f"{conflict.told}|{group}:{key}"
    return replace(conflict, plain=plain, sides=conflict.sides | {key}, called={group: key}, told=told)


def _is_named(parsed: Parsed, names: Mapping[tuple[str, ...], bool]) -> bool:
    """Tell whether a text gives one of the names of a group, a short form in capitals."""
    names = {name: sure for name, sure in names.items() if name[-1] not in _words()}  # "Alphan rebels" are no name
    begun = {name[0] for name in names}
    for i, low in enumerate(parsed.lowers):
        if low in begun and parsed.words[i][0].isupper():
            for name, sure in names.items():
                if parsed.lowers[i : i + len(name)] == name and (sure or (len(name) == 1 and parsed.words[i].isupper())):
                    return True
    return False
