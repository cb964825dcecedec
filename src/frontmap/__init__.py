"""frontmap: reads news reports about a war and maps who claims what, where, and who disagrees."""

from __future__ import annotations

__version__ = "0.1.0"
