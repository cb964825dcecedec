"""Where those live who are quoted, and when that tells where it happened, on passages of several wars."""

from __future__ import annotations

import pytest

from frontmap.model import Document
from frontmap.pipeline import Engine, extract_document


def _place_of(words: str, text: str, engine: Engine) -> str | None:
    return next(c.place_name for c in extract_document(Document("d", text, lang="en"), engine).claims if words in c.quote)


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        (
            "The Taliban took Zaranj in Afghanistan on Friday. "
            '"They stand in the main square with their flags," said Abdul Aziz, a Kunduz resident.',
            "main square",
            "Kunduz",
        ),
        (
            "Rebels attacked Bria in the Central African Republic. "
            'The mayor of Bambari, Abel Matchi, said gunmen had burned down houses. "Thousands have fled," he said.',
            "Thousands have fled",
            "Bambari",
        ),
        (
            "The army shelled Kutkai in Myanmar. A Lashio resident said that jets had bombed the market.",
            "bombed the market",
            "Lashio",
        ),
    ],
)
def test_what_a_witness_tells_of_happened_in_the_town_of_the_witness(text: str, words: str, place: str, engine: Engine) -> None:
    assert _place_of(words, text, engine) == place


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        # from the capital one speaks of everywhere
        ("Rebels attacked Bria in the Central African Republic. Ten soldiers were killed, said an officer in Bangui.", "killed", "Bria"),
        # the witness names a place, and goes on about that
        (
            "Rebels hold Sake in Congo. A Minova resident said gunmen had stormed Bweremana. She said houses were burned down.",
            "burned down",
            "Bweremana",
        ),
    ],
)
def test_the_town_of_a_speaker_gives_way(text: str, words: str, place: str, engine: Engine) -> None:
    assert _place_of(words, text, engine) == place
