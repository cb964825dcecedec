"""Who acts in Russian and Ukrainian clauses beyond the plain subject: datives, relative clauses, numbers, owners, and names of a foe."""

from __future__ import annotations

import pytest

from claim_cases import placed_names
from frontmap.model import Attribution, Document, Event
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.events.detect import find_events
from frontmap.text.sentences import parse

WAR = {"ru": "На фронте войска и солдаты. ", "uk": "На фронті війська і солдати. "}


def last(text: str, lang: str, conflict: str = "ukraine", speaker: str = "") -> Event:
    """Return the last event of a sentence, said by somebody of a side where one is given."""
    whole = WAR[lang] + text
    document = Document("test", whole, lang=lang, conflict=conflict)
    said = (Attribution((), (), ((0, len(whole)),), "X", None, None, "military", speaker),) if speaker else ()
    return find_events(parse(document), placed_names(whole), open_lexicon(lang), open_sources(), said)[-1]


@pytest.mark.parametrize(
    ("text", "lang", "side"),
    [
        ("Оккупантам удалось захватить Каменку, заявили ВСУ.", "ru", "russia"),
        ("Військам РФ вдалося захопити Кам'янку.", "uk", "russia"),
        ("Бійці ЗСУ бачили загін росіян, який атакував Кам'янку.", "uk", "russia"),
        ("Каменка находится под контролем ВСУ.", "ru", "ukraine"),
        ("Під Кам'янкою 20 росіян відступили.", "uk", "russia"),
    ],
)
def test_who_acts_is_found_beyond_the_nominative(text: str, lang: str, side: str) -> None:
    assert last(text, lang, speaker="ukraine").actor_side == side


def test_whom_one_side_calls_terrorists_stands_against_it() -> None:
    text = "Террористы обстреляли Каменку, силы АТО отвечали."
    assert last(text, "ru", speaker="ukraine").actor_side == "russia"
    assert last("Террористы обстреляли Каменку.", "ru").actor_side is None


def test_who_only_suffers_in_the_dative_does_not_act() -> None:
    assert last("ВСУ нанесли оккупантам потери у Каменки.", "ru").actor_side == "ukraine"


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Росіяни атакували мирні села біля Кам'янки дронами.", "uk"), ("Каменка атакована дронами ВС РФ.", "ru")],
)
def test_what_is_fought_with_is_not_who_acts(text: str, lang: str) -> None:
    assert last(text, lang).actor_side == "russia"
