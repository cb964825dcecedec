"""frontmap: reads news reports about a war and maps who claims what, where, and who disagrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Map", "build", "extract", "read_layers"]

if TYPE_CHECKING:
    from frontmap.api import Map, build, extract, read_layers


def __getattr__(name: str) -> Any:
    # Imported when first asked for: `frontmap --help` and `import frontmap.model` stay fast.
    if name in __all__:
        from frontmap import api

        return getattr(api, name)
    raise AttributeError(f"module 'frontmap' has no attribute {name!r}")
