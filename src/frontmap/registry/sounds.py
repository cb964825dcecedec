"""Tells whether two spellings may be one name: what they sound like, whatever table they were romanised by.

``fold`` brings together what differs by rule. Reports also differ by ear and by haste: ``Shembako`` is Shambuko, ``Soueida`` is
Suwayda, ``Maarzita`` is Maar Zeita. Such names share their consonants and differ in a vowel or two, or, when they are long, in one letter.
"""

from __future__ import annotations

import re

_ALIKE = {
    "j": "dzh dj zh j",
    "s": "tch sch ch sh sz ts tz s",
    "k": "ck c q k",
    "h": "kh gh g x h",
    "f": "ph f",
    "t": "th t",
    "d": "dh d",
    "b": "bh b",
    "u": "aou aoo aw au ow ou oo uu o u w",
    "i": "ai ei ee ea ie e i",
}
"""Spellings that romanisations mix, by the one letter that stands for all of them; folded names hold no ``y``."""
_SOUND = {spelling: letter for letter, spellings in _ALIKE.items() for spelling in spellings.split()}
_SPELLING = re.compile("|".join(sorted(_SOUND, key=lambda s: (-len(s), s))) + r"|(?:^| )al (?=\w)| ")
_TWICE = re.compile(r"(.)\1+")
_SILENT_H = re.compile(r"(?<=[aiu])h$")
_VOWELS = str.maketrans(dict.fromkeys("aiu"))
_SHORTEST = 4
"""Letters of a sound from which an equal one tells something."""
_FEW, _LONG, _LONGEST = 3, 4, 7
"""Consonants from which one vowel, two vowels or any letter, and any two letters may differ."""


def sound(key: str) -> str:
    """Return what a folded name sounds like, the articles left out.

    >>> sound("soueida") == sound("al suwaida"), sound("khanaser"), sound("hanasir")
    (True, 'hanasir', 'hanasir')
    """
    heard = _TWICE.sub(r"\1", _SPELLING.sub(lambda match: _SOUND.get(match[0], ""), key))
    return _SILENT_H.sub("", heard)


def bones(heard: str) -> str:
    """Return the consonants of a sound, none twice in a row.

    >>> bones(sound("bilohorivka")) == bones(sound("belogorovka"))
    True
    """
    return _TWICE.sub(r"\1", heard.translate(_VOWELS))


def is_close(left: str, right: str, distance: int) -> bool:
    """Tell whether two sounds that are ``distance`` edits apart may be one name.

    >>> is_close(sound("shembako"), sound("shambuko"), 2), is_close(sound("karkukli"), sound("kirkuk"), 3)
    (True, False)
    """
    if left == right:
        return len(left) >= _SHORTEST
    one, other = bones(left), bones(right)
    fewest = min(len(one), len(other))
    if one == other:
        return distance <= (2 if fewest >= _LONG else 1 if fewest >= _FEW else 0)
    return distance <= (2 if fewest >= _LONGEST else 1 if fewest >= _LONG else 0)
