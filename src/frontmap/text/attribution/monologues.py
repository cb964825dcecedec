"""Gives a Russian or Ukrainian text to the one person whose story it is: named at its top, and told as ``мы`` and ``я`` from there on."""

from __future__ import annotations

from frontmap.registry.stems import stem
from frontmap.text.attribution.lines import DASHES, Line, sentence_at
from frontmap.text.attribution.phrases import Reader, Words, name_at_end
from frontmap.text.attribution.speakers import Found

_TOP = 4
"""Sentences at the top of a text among which the teller is named."""
_FEWEST = 3
"""Sentences below them, of which a story has more."""
_SHARE = 4
"""Every so many sentences of a story one is told as ``мы``, or begins with a dash."""
_TELLS = ("verb", "inverted", "label", "tail")
"""Rules that find who speaks by himself."""


def speak_on(line: Line, found: list[Found]) -> None:
    """Let the one person who tells his story vouch for all of it, be he only introduced: ``Мы поговорили с медиком Иваном ...``."""
    r, sentences = line.r, line.r.parsed.sentences
    if len(sentences) <= _FEWEST or r.speech.classes["myself"].isdisjoint(r.lowers):
        return
    teller = min(found, key=lambda one: one.cue, default=None)
    source, here = (teller.source, sentence_at(r, teller.cue[0])) if teller else _introduced(line)
    if source is None or here >= _TOP or (teller and not (teller.rule.startswith(_TELLS) and teller.stance == "asserted")):
        return
    names = _names(r, source)
    if not names or not _is_person(line, source) or any(_is_another(r, one.source, names) for one in found):
        return
    below = sentences[here + 1 :]
    told = sum(_is_told_by_himself(r, (sentence.first, sentence.last)) for sentence in below)
    if len(below) < _FEWEST or _SHARE * told < len(below):
        return
    if teller is None:
        found.append(Found(source, (source[0], source[0] + 1), [(below[0].first, below[0].last)], "monologue"))
        teller = found[-1]
    teller.runs_on.append((below[0].first, below[-1].last))


def _introduced(line: Line) -> tuple[Words | None, int]:
    """Return the person whom the top of a text names with what he is, and in which sentence."""
    r = line.r
    for here, sentence in enumerate(r.parsed.sentences[:_TOP]):
        for i in range(sentence.first, sentence.last):
            role = line.role(r.lowers[i])
            if role is None or role.number != "one" or not role.title or r.words[i].isupper():
                continue
            phrase = line.phrase(i, sentence.last)
            if phrase is not None and (name_at_end(r, line.role, *phrase) or len(_names(r, phrase)) > 0):
                return phrase, here
    return None, 0


def _names(r: Reader, words: Words) -> set[str]:
    """Return the stems of the names in a phrase, and of a nickname behind it."""
    names = {stem(r.lowers[i]) for i in range(*words) if r.is_capital(i)}
    signs = (i for i in range(words[0], min(words[1] + 2, len(r.words))) if r.lowers[i] in r.speech.classes["callsign"])
    return names | {stem(low) for i in signs for low in r.lowers[i + 1 : i + 3] if low[0].isalpha()}


def _is_person(line: Line, words: Words) -> bool:
    """Tell whether a phrase names one person: by name behind an office, or by what he is."""
    role = next((role for i in range(*words) if (role := line.role(line.r.lowers[i])) is not None), None)
    return role.number == "one" if role is not None else name_at_end(line.r, line.role, *words) is not None


def _is_another(r: Reader, words: Words | None, names: set[str]) -> bool:
    """Tell whether a source is named otherwise than who tells the story."""
    if words is None:
        return False
    own = {stem(r.lowers[i]) for i in range(*words) if r.is_capital(i)}
    return bool(own) and own.isdisjoint(names)


def _is_told_by_himself(r: Reader, words: Words) -> bool:
    mine = r.speech.classes["myself"]
    return r.words[words[0]] in DASHES or any(r.lowers[i] in mine for i in range(*words))
