"""Endless texts: whatever a text repeats, reading four times as much takes four times the steps."""

from __future__ import annotations

import pytest

from frontmap.model import Document
from frontmap.pipeline import Settings, extract_document, open_engine
from steps import is_linear

UNITS = {
    "claims": "Rebels shelled the town of Zarnovia, the army said. ",
    "losses": "300 soldiers died in Aleppo. ",
    "quotations and their speaker": '"We hold Kyiv," General Ivan Petrov said. ',
    "open quotations": "“We ",
    "quotation marks": '" ',
    "relays": "According to the agency, citing the ministry, troops took Bakhmut. ",
    "denials": "He denied it. ",
    "answers": "Reports that Kyiv fell were rejected by Ukraine. ",
    "pronouns": "He said that they had left. ",
    "headed lines": "Hama Province: troops fled.\n",
    "headings": "A\n\n",
    "bullets": "- bullet\n",
    "one town": "KYIV. ",
    "one town in a list": "Kyiv, ",
    "aliases": "Kyiv (Kiev) ",
    "unknown villages": "Zarnovia village, ",
    "ways from a town": "20 km south of Kyiv ",
    "names": "Mr. Hale ",
    "initials": "The U.S. ",
    "verbs of saying": "the army said ",
    "relative clauses": "who said that ",
    "colons": ": ",
    "days": "12 May 2023, ",
    "attacks spoken of": "the attack on Kyiv ",
    "a Russian bulletin": "Войска взяли Авдеевку, сообщил Конашенков. ",
    "a Ukrainian bulletin": "Захисники відбили атаку біля Покровська. ",
}


DENSE = 2_000
"""Characters of a text in which every other word is a claim, whose reading takes the most steps."""


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_an_endless_text_is_read_in_linear_time(unit: str) -> None:
    engine = open_engine(Settings())
    assert is_linear(lambda text: extract_document(Document("d", text), engine), unit)


@pytest.mark.parametrize("unit", ["Troops advanced from Kyiv to Kharkiv, ", "clashes in Aleppo, Homs and Hama, "])
def test_claims_without_end_are_made_in_linear_time(unit: str) -> None:
    engine = open_engine(Settings())
    assert is_linear(lambda text: extract_document(Document("d", text), engine), unit, DENSE)
