"""The registry: every row can be checked, and the words of a phrase tell its side, which is never guessed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontmap.data import geo_dir, read_rows
from frontmap.model import Document
from frontmap.names import fold
from frontmap.registry.sources import SourceRegistry, open_sources
from frontmap.text.sentences import parse

KINDS = {"outlet", "agency", "ministry", "official", "military", "think_tank", "monitor", "ngo", "person", "group"}
FAMILIES = {"vermilion", "blue", "green", "purple", "amber", "sky", "grey"}
OPPONENTS = [
    ("russia", "ukraine"),
    ("saf", "rsf"),
    ("syria", "rebels"),
    ("israel", "hamas"),
    ("azerbaijan", "armenia"),
    ("ethiopia", "tplf"),
]


@pytest.fixture(scope="module")
def registry() -> SourceRegistry:
    return open_sources()


def rows(name: str) -> list[dict[str, str]]:
    return [row for _, row in read_rows(geo_dir() / name)]


TABLES = ["sources.csv", "sides.csv", "conflicts.csv"] + [
    f"words_speech/{name}.csv"
    for name in ("parties", "plain_parties", "demonyms", "roles", "cues", "frames", "said_nouns", "function", "abbreviations", "openers")
]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_where_it_can_be_checked(table: str) -> None:
    assert all(row["origin"] for row in rows(table))


def test_the_registry_is_wide() -> None:
    sources = rows("sources.csv")
    assert len(sources) >= 300
    assert len({row["side"] for row in sources}) >= 30
    assert len(rows("conflicts.csv")) >= 30


def test_every_source_has_a_known_kind_side_grade_and_owner() -> None:
    sources = rows("sources.csv")
    ids = Counter(row["id"] for row in sources)
    assert max(ids.values()) == 1
    sides = {row["side"] for row in rows("sides.csv")}
    for row in sources:
        assert row["kind"] in KINDS, row["id"]
        assert row["side"] in sides, row["id"]
        assert row["grade"] in set("ABCDEF"), row["id"]
        assert not row["owner"] or row["owner"] in ids, row["id"]
        assert row["id"].split(":")[0] in {"outlet", "body", "person"}, row["id"]


def test_who_belongs_to_a_party_is_never_reliable_beyond_doubt() -> None:
    for row in rows("sources.csv"):
        if row["side"] != "third_party":
            assert row["grade"] not in "AB" or row["id"] in {"outlet:yonhap"}, row["id"]


def test_no_name_stands_for_two_sources() -> None:
    known: dict[str, str] = {}
    for row in rows("sources.csv"):
        for name in {fold(part) for part in [row["name"], *row["aliases"].split("|")] if part}:
            assert known.setdefault(name, row["id"]) == row["id"], name


def test_sides_have_a_family_and_opponents_are_told_apart() -> None:
    sides = {row["side"]: row["family"] for row in rows("sides.csv")}
    assert set(sides.values()) <= FAMILIES
    for one, other in OPPONENTS:
        assert {sides[one], sides[other]} == {"vermilion", "blue"}
    assert sides["third_party"] == sides["unknown"] == "grey"


def test_parties_and_wars_name_known_sides() -> None:
    sides = {row["side"] for row in rows("sides.csv")}
    wars = {row["conflict"] for row in rows("conflicts.csv")}
    for row in rows("words_speech/parties.csv"):
        assert row["side"] in sides, row
        assert row["conflict"] in wars | {"*"}, row
        assert row["sort"] in {"name", "role", "people", "common"}, row
    for row in rows("words_speech/plain_parties.csv"):
        assert row["party"] in {"home", "rebels", "gangs"}, row
        assert row["sort"] in {"role", "common"}, row
    for row in rows("conflicts.csv"):
        assert {part.split(":")[1] for part in row["parties"].split("|")} <= sides, row
        assert {row["home"], row["rebels"]} <= sides | {""}, row


@pytest.mark.parametrize(
    ("name", "source_id"),
    [
        ("TASS", "outlet:tass"),
        ("the ISW", "body:isw"),
        ("Institute for the Study of War", "body:isw"),
        ("Volodymyr Zelenskyy", "person:volodymyr-zelensky"),
        ("volodymyr zelensky", "person:volodymyr-zelensky"),
        ("Минобороны РФ", "body:russia-mod"),
        ("Syrian Observatory for Human Rights", "body:sohr"),
        ("Nobody At All", None),
    ],
)
def test_a_source_is_found_in_any_spelling(registry: SourceRegistry, name: str, source_id: str | None) -> None:
    source = registry.find(name)
    assert (source.source_id if source else None) == source_id
    if source:
        assert registry.by_id(source.source_id) is source


SIDES = [
    ("ukraine", "Ukrainian officials", "ukraine", "official"),
    ("ukraine", "a Russian milblogger", "russia", "person"),
    ("ukraine", "DPR officials", "russia", "official"),
    ("ukraine", "pro-Russian separatists", "russia", "group"),
    ("ukraine", "Russian-installed officials in Kherson", "russia", "official"),
    ("ukraine", "the ‘Centre’ group of forces", "russia", "group"),
    ("ukraine", "Ukraine’s eastern military command", "ukraine", "military"),
    ("ukraine", "the General Staff", "ukraine", "military"),
    ("ukraine", "US officials", "third_party", "official"),
    ("ukraine", "the US-based think tank", "third_party", "think_tank"),
    ("ukraine", "European leaders", "third_party", "official"),
    ("ukraine", "AFP journalists", "third_party", "outlet"),
    ("ukraine", "aid workers", "third_party", "ngo"),
    ("ukraine", "witnesses", "unknown", "person"),
    ("ukraine", "military analysts", "unknown", "person"),
    ("ukraine", "Russian and Ukrainian sources", "unknown", "person"),
    ("ukraine", "residents of Russian-occupied Melitopol", "unknown", "person"),
    ("ukraine", "the 92nd Brigade", "unknown", "military"),
    ("syria", "the rebels", "rebels", "group"),
    ("syria", "regime forces", "syria", "military"),
    ("syria", "a pro-government source", "syria", "person"),
    ("syria", "The Kurdish YPG forces", "sdf", "military"),
    ("syria", "Turkish-backed rebels", "turkey", "group"),
    ("syria", "the US-led coalition", "coalition", "group"),
    ("syria", "the Russian Defence Ministry", "russia", "ministry"),
    ("syria", "the Britain-based monitor", "third_party", "monitor"),
    ("sudan", "the RSF", "rsf", "military"),
    ("sudan", "military sources", "saf", "person"),
    ("sudan", "medical sources", "unknown", "person"),
    ("gaza", "the Israeli army", "israel", "military"),
    ("gaza", "the Hamas-run health ministry", "palestinian", "ministry"),
    ("karabakh", "an RIA Novosti correspondent", "third_party", "outlet"),
    ("karabakh", "Artsakh authorities", "armenia", "official"),
    ("el_salvador", "THE GUERRILLAS", "fmln", "group"),
    ("el_salvador", "THE ARMED FORCES", "government", "military"),
    ("myanmar", "the junta", "junta", "military"),
    ("mali", "the jihadists", "jihadis", "group"),
    ("ethiopia", "federal forces", "ethiopia", "military"),
    ("sri_lanka", "the army", "sri_lanka", "military"),
    ("sri_lanka", "a police spokesman", "sri_lanka", "official"),
    ("sri_lanka", "the insurgents", "ltte", "group"),
    ("sri_lanka", "witnesses in Jaffna", "unknown", "person"),
    ("somalia", "the defence ministry", "somalia", "ministry"),
    ("somalia", "the US military", "us", "military"),
    ("libya_2011", "Libyan officials", "gaddafi", "official"),
    ("libya_2011", "the rebel army", "rebels", "military"),
    ("drc", "Congolese authorities", "drc", "official"),
    ("drc", "the Rwandan army", "rwanda", "military"),
    ("karabakh", "the army", "unknown", "military"),
    ("ukraine", "a leader of the Luhansk People's Republic", "russia", "official"),
    ("syria", "the army and a local monitor", "syria", "military"),
    ("syria", "the Syrian Observatory for Human Rights and the army", "third_party", "monitor"),
    ("nepal", "Maoist rebels", "maoists", "group"),
    ("sierra_leone", "the army", "sierra_leone", "military"),
    ("uganda_lra", "the insurgents", "lra", "group"),
    ("haiti", "a police officer", "haiti", "military"),
    (None, "the rebels", "unknown", "group"),
    (None, "French officials", "france", "official"),
]


@pytest.mark.parametrize(("conflict", "words", "side", "kind"), SIDES)
def test_the_words_of_a_source_tell_its_side_and_kind(
    registry: SourceRegistry, conflict: str | None, words: str, side: str, kind: str
) -> None:
    assert registry.side_of(words, registry.conflicts[conflict] if conflict else None) == (side, kind)


@pytest.mark.parametrize(
    ("conflict", "words", "side"),
    [
        ("ukraine", "North Korean troops", "russia"),
        ("syria", "Israeli warplanes", "israel"),
        ("syria", "The United States Armed Forces", "us"),
        ("el_salvador", "HONDURAN TROOPS", "honduras"),
        ("ukraine", "British instructors", "uk"),
    ],
)
def test_an_actor_from_outside_keeps_its_country(registry: SourceRegistry, conflict: str, words: str, side: str) -> None:
    assert registry.side_of(words, registry.conflicts[conflict], actor=True)[0] == side


@pytest.mark.parametrize(
    ("text", "conflict"),
    [
        ("Shells hit Pokrovsk as Russian and Ukrainian troops fought.", "ukraine"),
        ("The RSF shelled Omdurman, the Sudanese army said.", "sudan"),
        ("Rebels fired at Aleppo; the Syrian army answered.", "syria"),
        ("Azerbaijani units advanced near Hadrut in Karabakh.", "karabakh"),
        ("THE FMLN ATTACKED A POST IN CHALATENANGO.", "el_salvador"),
        ("The Arakan Army took a base in Rakhine from the junta.", "myanmar"),
        ("M23 rebels entered Goma.", "drc"),
        ("LURD rebels shelled Monrovia; the Liberian army fled.", "liberia"),
        ("Maoists stormed a post near Nepalgunj, Kathmandu said.", "nepal"),
        ("Gaddafi’s tanks left Ajdabiya.", "libya_2011"),
        ("Shares of the bank rose in Frankfurt.", None),
        ("", None),
    ],
)
def test_the_war_of_a_document_is_found_by_its_words(registry: SourceRegistry, text: str, conflict: str | None) -> None:
    found = registry.find_conflict(parse(Document("d", text)))
    assert (found.key if found else None) == conflict


@pytest.mark.parametrize(
    ("published", "conflict"),
    [("2004-07-01", "darfur"), ("2025-03-02", "sudan"), (None, "sudan"), ("2004", "darfur"), ("undated", "sudan")],
)
def test_a_war_that_began_after_the_report_is_not_its_war(registry: SourceRegistry, published: str | None, conflict: str) -> None:
    text = "Khartoum denied the raid on Omdurman. Janjaweed burnt huts, refugees from Darfur said."
    found = registry.find_conflict(parse(Document("d", text, published=published)))
    assert found is not None
    assert found.key == conflict


@pytest.mark.parametrize(
    ("conflict", "words", "side"),
    [
        ("darfur", "the Sudan Liberation Army", "darfur_rebels"),
        ("darfur", "government-backed militias", "sudan"),
        ("sudan_south", "an SPLA commander", "spla"),
        ("drc", "Mai-Mai fighters", "militias"),
        ("drc", "the rebels of the CNDP", "cndp"),
        ("chad", "the rebels", "rebels"),
        ("ethiopia_eritrea", "Asmara", "eritrea"),
        ("somalia", "the Islamic Courts Union", "courts"),
        ("pakistan", "the Balochistan Liberation Army", "baloch"),
        ("india_pakistan", "Hizbul Mujahideen", "kashmir_militants"),
        ("lebanon", "Fatah al-Islam", "jihadis"),
        ("afghanistan", "an opposition commander", "northern_alliance"),
        ("cambodia", "Khmer Rouge guerrillas", "khmer_rouge"),
        ("western_sahara", "the Polisario Front", "polisario"),
        ("myanmar", "Rohingya militants", "arsa"),
        ("car", "the bishop of Bambari", "unknown"),
    ],
)
def test_the_armed_groups_of_a_war_have_their_side(registry: SourceRegistry, conflict: str, words: str, side: str) -> None:
    assert registry.side_of(words, registry.conflicts[conflict])[0] == side


@pytest.mark.parametrize(
    ("conflict", "words", "side"),
    [
        ("yemen", "local officials and villagers", "unknown"),
        ("sudan", "the local authorities and residents", "unknown"),
        ("nigeria", "an army source and residents", "nigeria"),
        ("mali", "local officials", "mali"),
        ("nigeria", "Boko Haram and residents", "boko_haram"),
    ],
)
def test_officials_who_speak_with_townsfolk_are_of_no_told_side(registry: SourceRegistry, conflict: str, words: str, side: str) -> None:
    assert registry.side_of(words, registry.conflicts[conflict])[0] == side


def test_the_metadata_may_name_the_war(registry: SourceRegistry) -> None:
    found = registry.find_conflict(parse(Document("d", "Troops left.", conflict="Sudan")))
    assert found is not None
    assert found.key == "sudan"


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_words_have_a_side(words: str) -> None:
    registry = open_sources()
    side, kind = registry.side_of(words, registry.conflicts["ukraine"])
    assert side
    assert kind
