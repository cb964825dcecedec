"""Makes ids for sources that the registry does not hold."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from frontmap import names


@lru_cache(maxsize=65_536)
def slug(name: str) -> str:
    """Write a name in lower-case letters, digits and single hyphens.

    >>> slug("The Daily Example"), slug("L’Écho")
    ('the-daily-example', 'lecho')
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("'", "").replace("’", "")
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join("".join(kept).split()) or "unnamed"


def outlet_id(publisher: str) -> str:
    """Make the id of an outlet.

    >>> outlet_id("The Daily Example")
    'outlet:the-daily-example'
    """
    return f"outlet:{slug(publisher)}"


def made_id(name: str, side: str) -> str:
    """Make the id of a person or body that is quoted. Its side is part of it: officials of two sides are two sources.

    The name is folded, so that other romanisations of it are the same source.

    >>> made_id("local officials", "ukraine"), made_id("Oleksii Kovalenko", "unknown") == made_id("Oleksiy Kovalenko", "unknown")
    ('source:local-officials@ukraine', True)
    """
    made = f"source:{slug(names.fold(name))}"
    return made if side == "unknown" else f"{made}@{side}"
