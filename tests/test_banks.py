"""Which bank of a river something happened on, and what its claim says of it."""

from __future__ import annotations

import pytest

from claim_cases import claims_of

WAR = "Fighting went on in the war. "


def banks_of(sentence: str) -> list[tuple[str | None, str | None, list[str]]]:
    claims = claims_of(WAR + sentence)
    return [(c.place_name, c.relation, [words for words, place in c.anchors if place.kind == "river"]) for c in claims]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Marines clashed with the army on the east bank of the Petra River near Lisne.", ("Lisne", "near", ["bank:E"])),
        ("Gunners shelled the left bank of the Petra River near Lisne.", ("Lisne", "near", ["bank:left"])),
        ("Gunners shelled the Petra River's right bank near Lisne.", ("Lisne", "near", ["bank:right"])),
        ("Troops clashed with rebels on the bank of the Petra River at Lisne.", ("Lisne", None, ["bank:"])),
        ("Troops clashed with rebels along the Petra River near Lisne.", ("Lisne", "near", ["bank:"])),
        ("Troops hold the right bank of the Petra River.", ("Petra River", None, ["bank:right"])),
        ("Troops hold the west bank of the Petra River.", ("Petra River", "W part", [])),
        ("Troops clashed with rebels near Lisne.", ("Lisne", "near", [])),
    ],
)
def test_a_claim_at_a_town_keeps_the_bank_of_the_river(sentence: str, expected: tuple[str, str | None, list[str]]) -> None:
    assert expected in banks_of(sentence)
