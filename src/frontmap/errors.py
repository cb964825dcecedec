"""The errors that frontmap raises, with one root, so that a caller can catch them all at once.

A message says what was given, what was expected and what to do next.
"""

from __future__ import annotations


class FrontmapError(Exception):
    """The root of every error that frontmap raises on purpose."""


class InputError(FrontmapError):
    """One input cannot be read: missing, binary, too large, not what its name says."""


class UsageError(FrontmapError):
    """The caller asked for something that makes no sense: an impossible date, two options that exclude each other."""


class GazetteerError(FrontmapError):
    """A gazetteer, or one row of it, cannot be used."""


class DataError(FrontmapError):
    """Packaged knowledge (geo/, layers/) is missing or broken: a row without origin, an unknown code."""


class OutputError(FrontmapError):
    """A result cannot be written: no permission, no space, a server that refuses."""
