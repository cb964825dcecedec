"""Finds the side of a speaker whose own words tell none: from who spoke before, whom he speaks for and where the report was written."""

from __future__ import annotations

import re
from collections.abc import Callable

from frontmap.registry.sources import THIRD_PARTY, UNKNOWN
from frontmap.text.attribution.cast import Cast
from frontmap.text.attribution.declension import side_of_declined
from frontmap.text.attribution.naming import Speaker
from frontmap.text.attribution.phrases import Words
from frontmap.text.clauses import dateline_end

_STATE = ("military", "ministry", "official")
_ARMED = ("military", "group")
_SEATED = ("military", "ministry", "official", "outlet")
"""Kinds of bodies that may sit in the capital of their state."""
_SPOKESMEN = frozenset(("spokesman", "spokeswoman", "spokesperson"))
_NO_ARMY = frozenset(("PS",))
_DOMAIN = re.compile(r"^(?:https?://)?[\w-]+(?:\.[\w-]+)*\.([a-z]{2})(?:[/:]|$)", re.IGNORECASE)
"""The country in the name of a site: ``Alpha.az``, ``https://alpha.com.ua/news``."""
_DATELINE = 4
"""Words before the agency in ``Yerevan /Agency/``, at most."""
_LONGEST_CAPITAL = 7
"""Words from the start of a sentence to the end of the capital that opens it, at most."""
_NEAR = 2
"""Sentences between a person described by a role and his name, at most."""


def side_from_context(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Return the side of a speaker by the first rule that tells one; ``unknown`` where none does, and where there is no war."""
    if cast.conflict is None:
        return UNKNOWN
    if cast.r.lowers[words[0]] in cast.r.poss:
        owner = cast.last(words[0], person=True if cast.r.lowers[words[0]] in ("his", "her") else None)
        return owner.side if owner else UNKNOWN
    return next((side for rule in _RULES if (side := rule(cast, speaker, words)) != UNKNOWN), UNKNOWN)


def side_of_seat(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Return the party where a body sits that plain words name: ``state radio in Alpha``, ``In Alpha, the army said``, ``ALPHA - ...``.

    Who reports from the capital of one party calls its own ministry ``the defence ministry``, on whoever's ground the war is fought.
    """
    r, conflict = cast.r, cast.conflict
    if conflict is None or speaker.title or speaker.source_id or speaker.kind not in _SEATED or speaker.side != cast.home:
        return speaker.side
    lowers = r.lowers[words[0] : words[1]]
    central = speaker.kind == "outlet" or not r.speech.classes["central"].isdisjoint(lowers)
    if not central or not cast.sources.is_plain("home", lowers) or any(map(cast.sources.is_country_word, lowers)):
        return speaker.side
    seats = (_side_of_place(cast, words), _side_of_opening(cast, words), conflict.parties.get(_dateline_country(cast) or "", UNKNOWN))
    return next((side for side in seats if side not in (UNKNOWN, THIRD_PARTY)), speaker.side)


def _side_of_opening(cast: Cast, words: Words) -> str:
    """Return the party in whose town the sentence of a speaker opens: ``In Alpha, a defence ministry spokesman said``."""
    first = cast.r.parsed.sentences[cast.sentence_of(words[0])].first
    opens = cast.r.lowers[first] in ("in", "from")
    return _side_of_place(cast, (first + 1, min(first + _LONGEST_CAPITAL, words[0]))) if opens else UNKNOWN


def _side_of_place(cast: Cast, words: Words) -> str:
    """Return the party on whose ground the first place lies that some words name."""
    starts, (first, last) = cast.r.parsed.starts, words
    if cast.conflict is None or first >= last:
        return UNKNOWN
    here = cast.naming.placed_between(starts[first], starts[last - 1] + 1)
    if not here:
        return UNKNOWN
    mention = here[0]
    side = cast.sources.side_of(mention.mention.surface, cast.conflict)[0]
    country = mention.place.country if mention.place else None
    return side if side not in (UNKNOWN, THIRD_PARTY) else cast.conflict.parties.get(country or "", UNKNOWN)


def _of_its_like(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Read ``another milblogger`` after a milblogger, ``another fighter`` after a militiaman."""
    first = cast.r.lowers[words[0]]
    of_them = cast.r.lowers[words[0] : words[0] + 3] == ("one", "of", "these")
    if first not in ("another", "other", "the", "second") and not of_them:
        return UNKNOWN
    head = cast.r.lowers[words[1] - 1] if of_them else cast.r.lowers[cast.naming.head(*cast.naming.trim(words))]
    armed = first == "another" and speaker.kind in _ARMED
    known = (other for other in cast.latest() if other.side != UNKNOWN)
    return next((other.side for other in known if head in other.words or (armed and other.kind in _ARMED)), UNKNOWN)


def _of_the_body_before(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Read an officer or official after the army, ministry or government that spoke in the same sentence or the one before."""
    if not speaker.person or speaker.kind not in ("official", "military") or _has_a_body(cast, words):
        return UNKNOWN
    body = _body_before(cast, words[0])
    return body.side if body else UNKNOWN


def _of_the_capital_he_speaks_in(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Read ``In Alpha, a defence ministry spokesman said``, where a capital opens the sentence."""
    return _side_of_opening(cast, words) if speaker.kind in _STATE else UNKNOWN


def _has_a_body(cast: Cast, words: Words) -> bool:
    """Tell whether a phrase says to which body somebody belongs: ``an adviser to the health ministry``, ``speaking for the opposition``."""
    lowers = cast.r.lowers
    return any(lowers[i] in ("to", "for", "of", "with") and lowers[i + 1] in cast.r.det for i in range(words[0], words[1] - 1))


def _of_whom_he_speaks_for(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Read ``a spokeswoman`` after the party that just spoke, ``the MCS spokesman`` after one who was named as a spokesman."""
    bare = (speaker.title or "").lower() in _SPOKESMEN
    if not bare and not cast.r.lowers[cast.naming.head(*cast.naming.trim(words))].startswith("spokes"):
        return UNKNOWN
    just = cast.just_spoke(words[0], 2) if words[1] - words[0] == 2 or bare else None
    if just and just.side != UNKNOWN:
        return just.side
    if just:
        return UNKNOWN
    return next((other.side for other in cast.latest() if "spokes" in (other.title or "").lower()), UNKNOWN)


def _of_the_army_at_war(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Read plain words for a state where two fight (``the army said``): who spoke before, or whom the sentence is about."""
    lowers = cast.r.lowers[words[0] : words[1]]
    if cast.home is not None or speaker.kind == "person" or not cast.sources.is_plain("home", lowers):
        return UNKNOWN
    body = _body_before(cast, words[0]) or _namesake_at_the_start(cast, words)
    return body.side if body else UNKNOWN


def _of_the_group(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Read ``one militiaman`` after the armed group that the text named last."""
    if not speaker.person or speaker.kind != "group":
        return UNKNOWN
    group = cast.named_group(words[0])
    return group.side if group else UNKNOWN


def _of_the_unnamed(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Read a bare name after a role without one: ``the defence minister said ... “...,” Daniel Hale told reporters``."""
    before = next((other for other in cast.latest() if other.at < words[0]), None)
    if before is None or speaker.title or speaker.kind != UNKNOWN or not cast.naming.is_name(*words):
        return UNKNOWN
    role = before.person and not before.title and before.kind in ("official", "military", "group") and before.name.split()[-1].islower()
    near = cast.sentence_of(words[0]) - cast.sentence_of(before.at) <= _NEAR
    return before.side if role and near else UNKNOWN


def _of_the_office(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Return the side of the state at war where an office of a state or a plain word for one is named and nothing else.

    That is the state on whose ground the war is fought, else the one where the report was written or nearly all its places lie.
    """
    lowers = cast.r.lowers[words[0] : words[1]]
    if speaker.kind == "person" or cast.conflict is None:
        return UNKNOWN
    office = bool(cast.r.speech.classes["office"].intersection(lowers)) and speaker.person
    if cast.home:
        return cast.home if office else UNKNOWN
    states = [foe for foe in cast.conflict.foes if foe in cast.conflict.parties.values()]
    if office and len(states) == 1 and speaker.kind == "military":
        return states[0]  # of a state and a group that fight, only the state has generals
    if not (office or cast.sources.is_plain("home", lowers)):
        return UNKNOWN
    own = cast.naming.country() if len(cast.conflict.countries) == 1 else None
    written = own or _dateline_country(cast)
    side = cast.conflict.parties.get(written or "", UNKNOWN) if written not in _NO_ARMY or speaker.kind != "military" else UNKNOWN
    return side if side != UNKNOWN else _side_of_publisher(cast)


_RULES: tuple[Callable[[Cast, Speaker, Words], str], ...] = (
    _of_its_like,
    _of_the_capital_he_speaks_in,
    _of_the_body_before,
    _of_whom_he_speaks_for,
    _of_the_army_at_war,
    _of_the_group,
    _of_the_unnamed,
    side_of_declined,
    _of_the_office,
)


def _body_before(cast: Cast, before: int) -> Speaker | None:
    """Return the army, ministry or government that spoke in the same sentence or the one before."""
    here = cast.sentence_of(before)
    for other in reversed(cast.speakers[-4:]):
        near = other.at < before and cast.sentence_of(other.at) >= here - 1
        told = other.side != UNKNOWN and (other.side != THIRD_PARTY or cast.home is None or other is cast.speakers[-1])
        named = other.person and (other.title or " and " in other.name)  # who speaks for himself, or with others
        body = not named and other.kind in _STATE
        if near and told and (body or cast.sources.is_country_word(other.name.lower())):
            return other
    return None


def _namesake_at_the_start(cast: Cast, words: Words) -> Speaker | None:
    """Return the body that the sentence is about where it shares a word: ``The Iranian army took it, an army spokesman said``."""
    sentence = cast.r.parsed.sentences[cast.sentence_of(words[0])]
    opener = cast.opener(sentence.first, words[0], same=False)
    return opener if opener and opener.side != UNKNOWN and opener.words.intersection(cast.r.lowers[words[0] + 1 : words[1]]) else None


def _side_of_publisher(cast: Cast) -> str:
    """Return the side of an outlet of a party, or published in its country, which calls its own ministry ``the Ministry of Defence``."""
    document = cast.r.parsed.document
    publisher = cast.sources.find(document.publisher or "")
    side = cast.sources.side_in(publisher, cast.conflict) if publisher else UNKNOWN
    if side not in (THIRD_PARTY, UNKNOWN) or cast.conflict is None:
        return side
    domains = (match[1].upper() for name in (document.publisher, document.url) if name and (match := _DOMAIN.search(name)))
    return next((cast.conflict.parties[domain] for domain in domains if domain in cast.conflict.parties), UNKNOWN)


def _dateline_country(cast: Cast) -> str | None:
    """Return the country where the report was written (``ADDIS ABABA, Ethiopia (Agency) -``)."""
    parsed = cast.r.parsed
    if not parsed.sentences:
        return None
    end = dateline_end(parsed, parsed.sentences[0])
    if end <= parsed.sentences[0].first:
        slash = parsed.words.index("/") if "/" in parsed.words[:_DATELINE] else 0  # "Yerevan /Agency/."
        end = slash or parsed.sentences[0].first
    if end <= parsed.sentences[0].first:
        return None
    written = (m.place.country for m in cast.naming.placed_between(0, parsed.starts[end]) if m.place)
    return next((country for country in written if country), None)
