from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from frontmap.data import layers_dir, read_rows
from frontmap.evidence import weigh
from frontmap.evidence.areas import claimed_areas
from frontmap.evidence.containment import lies_in
from frontmap.evidence.days import day_range
from frontmap.evidence.groups import statement_of
from frontmap.evidence.rules import read_rules
from frontmap.geometry import crs
from frontmap.geometry.locate import locate_claims
from frontmap.model import CLAIM_TYPES, MODALITIES, Claim, Document, Evidence, Place, Source

TOWN = Place("t:town", "Krasnopillia", 37.18, 48.28, "settlement", radius_km=4.0)
VILLAGE = Place("t:village", "Zelene", 36.60, 48.28, "settlement", radius_km=1.0)
REGION = Place("t:region", "District", 37.5, 48.5, "region", radius_km=100.0)
OBLAST = Place("t:oblast", "Step Oblast", 37.5, 48.5, "region", admin1_code="XA.05", radius_km=100.0)
CITY = Place("t:city", "Bilyi Bereh", 37.60, 48.60, "settlement", admin1_code="XA.05", radius_km=6.0)
QUARTER = Place("t:quarter", "Old Mill", 37.63, 48.62, "district", admin1_code="XA.05", radius_km=1.0)
BASE = Place("t:base", "Northern Airfield", 37.60, 48.80, "facility", admin1_code="XA.05", radius_km=2.0)  # 22 km from the city
COUNTER = itertools.count()


class Registry:
    """A small source registry of invented bodies."""

    entries = (
        Source("outlet:redwire", "Redwire", "agency", "russia", "C", owner="ministry:red"),
        Source("ministry:red", "Red Ministry", "ministry", "russia", "D"),
        Source("outlet:bluepost", "Blue Post", "outlet", "ukraine", "B"),
        Source("outlet:grey", "Grey Monitor", "think_tank", "third_party", "A"),
        Source("outlet:loop-a", "Loop A", "outlet", "unknown", "E", owner="outlet:loop-b"),
        Source("outlet:loop-b", "Loop B", "outlet", "unknown", "E", owner="outlet:loop-a"),
    )

    def find(self, name: str) -> Source | None:
        return next((entry for entry in self.entries if entry.name == name), None)

    def by_id(self, source_id: str) -> Source | None:
        return next((entry for entry in self.entries if entry.source_id == source_id), None)


def report(publisher: str | None, published: str | None = "2025-12-02") -> Document:
    return Document(f"d{next(COUNTER)}", "", publisher=publisher, published=published)


def say(
    document: Document, kind: str, actor: str | None = None, day: str | None = "2025-12-01", place: Place | None = TOWN, **more: Any
) -> Claim:
    number = next(COUNTER)
    fields: dict[str, Any] = {"quote": f"sentence {number}", "date": day, "time_precision": 1 if day else None, "actor_side": actor} | more
    return Claim(f"c_{number}", document.id, 0, 1, type=kind, place_name=place.name if place else None, place=place, **fields)


def judge(*said: tuple[Document, Claim]) -> Evidence:
    return weigh([claim for _, claim in said], {document.id: document for document, _ in said}, Registry())


def told(
    publisher: str | None, kind: str, actor: str | None = None, published: str | None = "2025-12-02", **more: Any
) -> tuple[Document, Claim]:
    document = report(publisher, published)
    return document, say(document, kind, actor, **more)


# --- roots --------------------------------------------------------------------------------------------------------------------------------


def test_two_outlets_that_relay_one_source_have_one_root() -> None:
    evidence = judge(
        told("Outlet One", "capture", "russia", source="Ivan Petrenko", source_side="russia"),
        told("Outlet Two", "capture", "russia", source="Ivan Petrenko", source_side="russia", via=("Outlet One",)),
    )
    (group,) = evidence.groups
    assert group.roots == ("source:ivan-petrenko@russia",)
    assert group.agreement == "single"
    assert {claim.credibility for claim in evidence.claims} == {6}


def test_an_outlet_does_not_corroborate_its_owner() -> None:
    evidence = judge(
        told("Redwire", "capture", "russia"), told("Outlet Two", "capture", "russia", source="Red Ministry", source_side="russia")
    )
    assert evidence.groups[0].roots == ("ministry:red",)
    assert evidence.places[0].agreement == "single"


def test_the_root_of_the_narrators_words_is_the_publisher() -> None:
    evidence = judge(told("Blue Post", "clash"), told("Somewhere Press", "clash"), told(None, "clash"))
    roots = evidence.groups[0].roots
    assert roots[:2] == ("outlet:bluepost", "outlet:somewhere-press")
    assert roots[2].startswith("document:")


def test_a_narrator_who_relays_an_outlet_speaks_for_that_outlet() -> None:
    evidence = judge(told("Somewhere Press", "clash", via=("Redwire",)))
    assert evidence.groups[0].roots == ("ministry:red",)


def test_a_sentence_that_two_outlets_print_word_for_word_has_one_root() -> None:
    words = "Heavy fighting went on around the railway station of the town all night"
    evidence = judge(told("Outlet One", "clash", quote=words), told("Outlet Two", "clash", quote=words.upper() + "."))
    assert len(evidence.groups[0].roots) == 1
    short = judge(told("Outlet One", "clash", quote="Fighting went on."), told("Outlet Two", "clash", quote="Fighting went on."))
    assert len(short.groups[0].roots) == 2


def test_short_and_long_forms_of_one_name_are_one_root_and_officials_are_not() -> None:
    def roots(*sources: str) -> set[str]:
        said = [told(f"Outlet {n}", "clash", source=name, source_side="russia") for n, name in enumerate(sources)]
        return set(judge(*said).groups[0].roots)

    assert roots("General Ivan Petrenko", "Petrenko", "Ivan Petrenko") == {"source:petrenko@russia"}
    assert len(roots("Ivan Petrenko", "Ivan Sidorenko")) == 2
    assert len(roots("local officials", "officials")) == 2


def test_owners_that_own_each_other_do_not_hang() -> None:
    assert judge(told("Loop A", "clash")).groups[0].roots


def test_the_grade_of_the_source_comes_from_the_registry() -> None:
    evidence = judge(told("Grey Monitor", "clash"), told("Nobody's Blog", "clash"), told("Blue Post", "clash", source="Red Ministry"))
    assert [claim.source_grade for claim in evidence.claims] == ["A", "F", "D"]


# --- grouping -----------------------------------------------------------------------------------------------------------------------------


def test_capture_and_hold_state_the_same_control() -> None:
    evidence = judge(told("Outlet One", "capture", "russia"), told("Outlet Two", "hold", "russia"))
    assert [group.type for group in evidence.groups] == ["control:russia"]
    assert evidence.groups[0].agreement == "agreed"


@pytest.mark.parametrize(
    ("first", "second", "groups"),
    [
        ({"day": "2025-12-01"}, {"day": "2025-12-02"}, 1),
        ({"day": "2025-12-01"}, {"day": "2025-12-09"}, 2),
        ({"day": "2025-12-01"}, {"day": "2025-12-09", "time_precision": 2}, 1),
        ({"day": "2025-11-20/2025-12-05"}, {"day": "2025-12-05"}, 1),
        ({"day": "2025-12-01"}, {"day": "2025-12-01", "place": VILLAGE}, 2),
        ({"day": "2025-12-01"}, {"day": "2025-12-01", "relation": "S part"}, 2),
        ({"day": "2025-12-01"}, {"day": "2025-12-01", "modality": "hedged"}, 1),
        ({"day": "2025-12-01"}, {"day": "2025-12-01", "modality": "possible"}, 2),
        ({"day": "2025-12-01"}, {"day": None}, 1),  # news: published on 2 December
        ({"day": None, "published": None}, {"day": None, "published": None}, 1),
        ({"day": "XXXX-12-01"}, {"day": "2025-12-01"}, 1),
    ],
)
def test_claims_of_one_place_and_time_are_grouped(first: dict[str, Any], second: dict[str, Any], groups: int) -> None:
    evidence = judge(told("Outlet One", "advance", "russia", **first), told("Outlet Two", "advance", "russia", **second))
    assert len(evidence.groups) == groups


def test_control_lasts_longer_than_an_event() -> None:
    held = judge(told("One", "capture", "russia"), told("Two", "hold", "russia", day="2025-12-07"))
    assert [len(group.claim_ids) for group in held.groups] == [2]
    fought = judge(told("One", "clash"), told("Two", "clash", day="2025-12-07"))
    assert [len(group.claim_ids) for group in fought.groups] == [1, 1]


def test_a_claim_that_names_no_actor_joins_the_only_actor_named() -> None:
    joined = judge(told("Outlet One", "capture", None), told("Outlet Two", "capture", "russia"))
    assert [group.type for group in joined.groups] == ["control:russia"]
    open_ = judge(told("One", "strike", None), told("Two", "strike", "russia"), told("Three", "strike", "ukraine"))
    assert len(open_.groups) == 3


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(1, 3)), min_size=1, max_size=12))
def test_all_members_of_a_group_overlap_and_none_is_lost(days: list[tuple[int, int]]) -> None:
    said = [told("Outlet", "clash", day=f"2025-12-{day:02d}", time_precision=precision) for day, precision in days]
    evidence = judge(*said)
    by_id = {claim.claim_id: claim for claim in evidence.claims}
    assert sorted(i for group in evidence.groups for i in group.claim_ids) == sorted(by_id)
    for group in evidence.groups:
        members = [by_id[i] for i in group.claim_ids]
        for one, other in itertools.combinations(members, 2):
            apart = abs(date.fromisoformat(str(one.date)) - date.fromisoformat(str(other.date))).days
            tolerance = {1: 1, 2: 7, 3: 31}
            assert apart <= tolerance[one.time_precision or 1] + tolerance[other.time_precision or 1]


def test_group_ids_do_not_depend_on_other_claims() -> None:
    alone, more = told("Outlet One", "clash"), told("Outlet Two", "strike", "russia", place=VILLAGE)
    assert judge(alone).groups[0].group_id in {group.group_id for group in judge(more, alone).groups}


def test_every_claim_comes_back_in_its_place() -> None:
    said = [told("One", "clash"), told("Two", "clash", place=None), told("Three", "strike")]
    assert [claim.claim_id for claim in judge(*said).claims] == [claim.claim_id for _, claim in said]


@pytest.mark.parametrize(
    ("edtf", "published", "expected"),
    [
        ("2025-12-01", None, ("2025-12-01", "2025-12-01")),
        ("2025-02", None, ("2025-02-01", "2025-02-28")),
        ("2024", None, ("2024-01-01", "2024-12-31")),
        ("2025-12-01/2025-12-05", None, ("2025-12-01", "2025-12-05")),
        ("XXXX-12-01", "2025-12-20", ("2025-12-01", "2025-12-01")),
        ("XXXX-12-30", "2026-01-05", ("2025-12-30", "2025-12-30")),
        ("XXXX-12-01", None, None),
        ("2025-12-05/2025-12-01", None, None),
        ("soon", None, None),
        ("2025-13-01", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_dates_are_ranges_of_days(edtf: str | None, published: str | None, expected: tuple[str, str] | None) -> None:
    found = day_range(edtf, day_range(published))
    assert (tuple(date.fromordinal(day).isoformat() for day in found) if found else None) == expected


# --- contradiction ------------------------------------------------------------------------------------------------------------------------


def disputed(first: tuple[Document, Claim], second: tuple[Document, Claim]) -> bool:
    groups = judge(first, second).groups
    linked = [bool(group.contradicts) for group in groups]
    assert len(set(linked)) == 1, "a contradiction has two sides"
    return linked[0]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("capture", "russia", {}), ("hold", "ukraine", {"day": "2025-12-05"}), True),
        (("capture", "russia", {}), ("hold", "ukraine", {"day": "2025-11-28"}), False),  # it was still held before
        (("capture", "russia", {}), ("hold", "ukraine", {"day": "2026-06-05"}), False),  # it may have been retaken
        (("capture", "russia", {}), ("hold", "russia", {}), False),
        (("capture", "russia", {}), ("capture", "ukraine", {"day": "2025-12-20"}), False),  # it changed hands
        (("capture", "russia", {}), ("capture", "russia", {"modality": "denied"}), True),
        (("capture", "russia", {}), ("capture", None, {"modality": "denied"}), True),
        (("capture", "russia", {}), ("capture", "ukraine", {"modality": "denied"}), False),
        (("capture", "russia", {}), ("capture", None, {"modality": "denied", "source": "Blue Staff", "source_side": "ukraine"}), True),
        (("capture", "ukraine", {}), ("capture", None, {"modality": "denied", "source": "Blue Staff", "source_side": "ukraine"}), False),
        (("capture", "russia", {"modality": "possible"}), ("capture", "russia", {"modality": "denied"}), False),
        (("withdrawal", "ukraine", {}), ("hold", "ukraine", {"day": "2025-12-03"}), True),
        (("withdrawal", "ukraine", {}), ("withdrawal", "ukraine", {"modality": "denied"}), True),
        (("capture", "russia", {}), ("repulse", "ukraine", {"day": "2025-12-03"}), True),
        (("encirclement", "russia", {}), ("encirclement", "russia", {"modality": "denied"}), True),
        (("encirclement", "russia", {}), ("hold", "ukraine", {}), False),
        (("capture", "russia", {"relation": "S part"}), ("hold", "ukraine", {}), True),
        (("capture", "russia", {"relation": "S part"}), ("hold", "ukraine", {"relation": "N part"}), False),
        (("capture", "russia", {"relation": "near"}), ("hold", "ukraine", {}), False),
        (("withdrawal", "ukraine", {"relation": "C part"}), ("hold", "ukraine", {}), False),  # the rest may be held
        (("withdrawal", "ukraine", {}), ("hold", "ukraine", {"relation": "C part"}), True),
        (("advance", "russia", {}), ("repulse", "ukraine", {}), True),
        (("advance", "russia", {"place": REGION}), ("repulse", "ukraine", {"place": REGION}), False),  # at two ends of it
        (("capture", "russia", {"place": REGION}), ("hold", "ukraine", {"place": REGION}), True),
        (("capture", "russia", {"day": None, "published": None}), ("hold", "ukraine", {"day": None, "published": None}), True),
        (("capture", "russia", {}), ("hold", "ukraine", {"place": VILLAGE}), False),
    ],
)
def test_the_rule_table_says_what_contradicts_what(first: Any, second: Any, expected: bool) -> None:
    one, other = (told(name, kind, actor, **more) for name, (kind, actor, more) in zip(("One", "Two"), (first, second), strict=True))
    assert disputed(one, other) is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("capture", "russia", {"place": OBLAST}), ("hold", "ukraine", {"place": CITY}), True),
        (("capture", "russia", {"place": OBLAST, "relation": "in"}), ("hold", "ukraine", {"place": CITY}), False),  # something in it
        (("capture", "russia", {"place": OBLAST, "relation": "S part"}), ("hold", "ukraine", {"place": CITY}), False),
        (("capture", "russia", {"place": OBLAST}), ("repulse", "ukraine", {"place": QUARTER, "day": "2025-12-03"}), True),
        (("capture", "russia", {"place": OBLAST}), ("hold", "ukraine", {"place": TOWN}), False),  # it lies elsewhere
        (("capture", "russia", {"place": CITY}), ("hold", "ukraine", {"place": QUARTER, "relation": "N part"}), True),
        (("capture", "russia", {"place": CITY}), ("hold", "ukraine", {"place": QUARTER, "relation": "near"}), False),
        (("capture", "russia", {"place": CITY}), ("hold", "ukraine", {"place": BASE}), False),  # it lies outside of the city
        (("capture", "russia", {"place": CITY}), ("hold", "ukraine", {"place": QUARTER, "day": "2025-11-20"}), False),  # before
        (
            ("capture", "russia", {"place": QUARTER}),
            ("hold", "ukraine", {"place": CITY, "day": "2025-12-03"}),
            False,
        ),  # it may hold the rest
        (("withdrawal", "ukraine", {"place": CITY}), ("hold", "ukraine", {"place": QUARTER}), True),
        (("advance", "russia", {"place": OBLAST}), ("repulse", "ukraine", {"place": CITY}), False),
        (("capture", "russia", {"place": CITY}), ("capture", "russia", {"place": QUARTER, "modality": "denied"}), True),
        (
            ("capture", "russia", {"place": CITY}),
            ("capture", "russia", {"place": QUARTER, "modality": "denied", "day": "2025-11-20"}),
            False,
        ),  # it fell later
        (("capture", "russia", {"place": QUARTER}), ("capture", "russia", {"place": CITY, "modality": "denied"}), False),
    ],
)
def test_what_is_said_of_the_whole_meets_what_is_said_of_its_parts(first: Any, second: Any, expected: bool) -> None:
    one, other = (told(name, kind, actor, **more) for name, (kind, actor, more) in zip(("One", "Two"), (first, second), strict=True))
    assert disputed(one, other) is expected


def test_who_reports_the_fall_of_a_town_supports_the_report_of_its_quarter_and_not_the_other_way() -> None:
    quarter, city = judge(
        told("One", "capture", "russia", place=QUARTER, day="2025-11-25"), told("Two", "capture", "russia", place=CITY)
    ).groups
    assert quarter.supported_by == (city.group_id,)
    assert not city.supported_by


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (("capture", "russia", "2025-12-01"), ("hold", "russia", "2025-12-05")),
        (("withdrawal", "ukraine", "2025-12-01"), ("capture", "russia", "2025-12-02")),
        (("withdrawal", "ukraine", "2025-12-01"), ("withdrawal", "ukraine", "2025-11-25")),
    ],
)
def test_what_befell_the_whole_supports_what_is_said_of_its_parts_and_not_the_other_way(whole: Any, part: Any) -> None:
    city, quarter = judge(
        told("One", whole[0], whole[1], place=CITY, day=whole[2]), told("Two", part[0], part[1], place=QUARTER, day=part[2])
    ).groups
    assert quarter.supported_by == (city.group_id,)
    assert not city.supported_by


# What the whole's fate means for who holds a part of it: the word about the part, the word about the whole, what then holds of the part.
@pytest.mark.parametrize(
    ("part", "whole", "status", "holder"),
    [
        (("hold", "ukraine", "2025-11-20"), ("capture", "russia", "2025-12-01", {}), "claimed_by_one", "russia"),  # it fell with the city
        (("hold", "ukraine", "2025-12-05"), ("capture", "russia", "2025-12-01", {}), "contested", None),  # it still stands, one side says
        (("capture", "ukraine", "2025-12-09"), ("capture", "russia", "2025-12-01", {}), "claimed_by_one", "ukraine"),  # it was retaken
        (("capture", "russia", "2025-11-25"), ("capture", "russia", "2025-12-01", {}), "claimed_by_one", "russia"),
        (("hold", "ukraine", "2025-11-20"), ("withdrawal", "ukraine", "2025-12-01", {}), "conceded", None),  # who left the city left it
        (("capture", "russia", "2025-11-25"), ("withdrawal", "ukraine", "2025-12-01", {}), "agreed_by_both", "russia"),
        (("hold", "ukraine", "2025-11-20"), ("hold", "russia", "2025-12-01", {}), "claimed_by_one", "ukraine"),  # no event
        (("hold", "ukraine", "2025-11-20"), ("capture", "russia", "2025-12-01", {"modality": "denied"}), "claimed_by_one", "ukraine"),
        (("hold", "ukraine", "2025-11-20"), ("capture", "russia", "2025-12-01", {"modality": "possible"}), "claimed_by_one", "ukraine"),
        (("hold", "ukraine", "2025-11-20"), ("capture", "russia", "2025-12-01", {"relation": "in"}), "claimed_by_one", "ukraine"),
        (("hold", "ukraine", "2025-11-20"), ("capture", "russia", "2025-12-01", {"relation": "S part"}), "claimed_by_one", "ukraine"),
        (("hold", "ukraine", "2025-11-20"), ("capture", "russia", "2025-12-01", {"place": TOWN}), "claimed_by_one", "ukraine"),
        (("clash", None, "2025-11-20"), ("capture", "russia", "2025-12-01", {}), "", None),  # nobody says who holds it
    ],
)
def test_the_fall_of_the_whole_makes_older_words_about_its_parts_history(part: Any, whole: Any, status: str, holder: str | None) -> None:
    def speaker(actor: str | None) -> str:
        return "Redwire" if actor == "russia" else "Blue Post"

    about_part = told(speaker(part[1]), part[0], part[1], place=QUARTER, day=part[2])
    about_whole = told(speaker(whole[1]), whole[0], whole[1], day=whole[2], **{"place": CITY, **whole[3]})
    states = {state.place_id: state for state in judge(about_part, about_whole).places}
    assert (states[QUARTER.place_id].control_status, states[QUARTER.place_id].holder) == (status, holder)


def test_the_fall_of_a_part_changes_nothing_for_the_whole() -> None:
    states = judge(
        told("Blue Post", "hold", "ukraine", place=CITY, day="2025-11-20"), told("Redwire", "capture", "russia", place=QUARTER)
    ).places
    assert [(state.control_status, state.holder) for state in states if state.place_id == CITY.place_id] == [("claimed_by_one", "ukraine")]


PLACES = st.builds(
    Place,
    place_id=st.text(min_size=1, max_size=3),
    name=st.just("somewhere"),
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    kind=st.sampled_from(["settlement", "district", "facility", "region", "country", "river"]),
    admin1_code=st.sampled_from([None, "XA.05", "XA.06"]),
    radius_km=st.floats(0.5, 20000),
)


@given(PLACES, PLACES, PLACES)
def test_nothing_contains_itself_and_parts_of_parts_are_parts(one: Place, two: Place, three: Place) -> None:
    assert not lies_in(one, one)
    assert not (lies_in(one, two) and lies_in(two, one))
    if lies_in(one, two) and lies_in(two, three):
        assert lies_in(one, three)


def test_a_source_that_changes_its_mind_contradicts_nobody() -> None:
    assert not disputed(told("One", "capture", "russia"), told("One", "capture", "russia", modality="denied"))


def test_two_sources_that_disagree_are_both_kept() -> None:
    evidence = judge(told("Redwire", "capture", "russia"), told("Blue Post", "hold", "ukraine", day="2025-12-02"))
    (state,) = evidence.places
    assert state.agreement == "disputed"
    assert set(state.sides) == {"russia", "ukraine"}
    assert {group.agreement for group in evidence.groups} == {"disputed"}
    assert len(evidence.claims) == 2
    assert [(day, agreement) for day, agreement, _ in state.by_date] == [("2025-12-01", "disputed"), ("2025-12-02", "disputed")]


def test_every_row_of_the_contradictions_is_complete_and_fires() -> None:
    rows = [row for _, row in read_rows(layers_dir() / "contradictions.csv")]
    assert len({row["id"] for row in rows}) == len(rows)
    for row, rule in zip(rows, read_rules("contradictions"), strict=True):
        assert row["note"]
        assert row["origin"]
        assert rule.from_days <= rule.to_days
        first, second = ("clash" if kind == "*" else kind for kind in (rule.first, rule.second))
        modality = {"yes": "asserted", "no": "denied"}
        assert disputed(
            told("One", first, "russia", modality=modality[rule.first_says]),
            told("Two", second, "russia" if rule.sides == "same" else "ukraine", modality=modality[rule.second_says]),
        ), rule.rule_id


@pytest.mark.parametrize("rule", read_rules("corroborations"), ids=lambda rule: rule.rule_id)
def test_every_row_of_the_corroborations_fires_and_goes_one_way(rule: Any) -> None:
    modality = {"yes": "asserted", "no": "denied"}
    whole, part = (CITY, QUARTER) if rule.reach == "inside" else (TOWN, TOWN)
    first = told("One", rule.first, "russia", modality=modality[rule.first_says], place=whole)
    second = told("Two", rule.second, "russia" if rule.sides == "same" else "ukraine", modality=modality[rule.second_says], place=part)
    supporting, supported = judge(first, second).groups
    assert supported.supported_by == (supporting.group_id,)
    assert supported.agreement == "agreed"
    back = [] if rule.reach == "inside" else [r for r in read_rules("corroborations") if (r.first, r.second) == (rule.second, rule.first)]
    assert bool(supporting.supported_by) == bool(back)


def test_a_source_does_not_support_itself() -> None:
    assert not any(group.supported_by for group in judge(told("One", "repulse", "ukraine"), told("One", "assault", "russia")).groups)


# --- verdicts -----------------------------------------------------------------------------------------------------------------------------


def grades(*said: tuple[Document, Claim]) -> list[int]:
    return [claim.credibility for claim in judge(*said).claims]


def test_credibility_counts_roots_for_and_against() -> None:
    taken = [told(f"Outlet {n}", "capture", "russia") for n in range(4)]
    held = [told(f"Paper {n}", "hold", "ukraine") for n in range(3)]
    assert grades(taken[0]) == [6]
    assert grades(*taken[:2]) == [2, 2]
    assert grades(*taken[:3]) == [1, 1, 1]
    assert grades(taken[0], held[0]) == [4, 4]
    assert grades(*taken[:2], held[0]) == [3, 3, 5]
    assert grades(told("One", "capture", "russia", modality="possible")) == [6]
    assert grades(told("One", "assault", "russia"), told("Two", "strike", "russia")) == [3, 3]


def test_two_sides_that_say_the_same_confirm_it() -> None:
    assert grades(
        told("Redwire", "capture", "russia"),
        told("Blue Post", "capture", "russia"),
        told("Blue Post", "repulse", "ukraine", day="2025-11-01"),
    )[:2] == [1, 1]


def test_a_side_that_reports_its_own_retreat_is_believed() -> None:
    assert grades(told("Blue Post", "withdrawal", "ukraine")) == [2]
    assert grades(told("Redwire", "withdrawal", "ukraine")) == [6]


def test_a_retreat_confirms_the_capture_and_a_stopped_attack_the_attack() -> None:
    assert grades(told("Redwire", "capture", "russia"), told("Blue Post", "withdrawal", "ukraine")) == [1, 1]
    assert grades(told("Redwire", "assault", "russia"), told("Grey Monitor", "repulse", "ukraine")) == [2, 3]


def test_what_is_older_than_a_change_of_hands_is_history() -> None:
    retaken = judge(told("Redwire", "capture", "russia", day="2025-10-01"), told("Blue Post", "capture", "ukraine")).places[0]
    assert (retaken.control_status, retaken.holder, retaken.agreement) == ("claimed_by_one", "ukraine", "single")
    lost = judge(told("Blue Post", "hold", "ukraine", day="2025-11-20"), told("Redwire", "capture", "russia")).places[0]
    assert (lost.control_status, lost.holder) == ("claimed_by_one", "russia")
    answered = judge(
        told("Redwire", "capture", "russia", day="2025-10-01"),
        told("Blue Post", "capture", "ukraine"),
        told("Redwire", "hold", "russia", day="2025-12-02"),
    ).places[0]
    assert answered.control_status == "contested"


def test_agreed_by_both_is_told_apart_from_claimed_by_one() -> None:
    claimed = judge(told("Redwire", "capture", "russia")).places[0]
    assert (claimed.control_status, claimed.holder) == ("claimed_by_one", "russia")
    agreed = judge(told("Redwire", "capture", "russia"), told("Blue Post", "withdrawal", "ukraine")).places[0]
    assert (agreed.control_status, agreed.holder) == ("agreed_by_both", "russia")
    contested = judge(told("Redwire", "capture", "russia"), told("Blue Post", "hold", "ukraine")).places[0]
    assert (contested.control_status, contested.holder) == ("contested", None)
    denied = judge(told("Redwire", "capture", "russia"), told("Blue Post", "capture", "russia", modality="denied")).places[0]
    assert (denied.control_status, denied.holder) == ("contested", "russia")
    assert judge(told("Blue Post", "withdrawal", "ukraine")).places[0].control_status == "conceded"
    assert judge(told("Blue Post", "clash")).places[0].control_status == ""


def test_control_is_kept_in_time_order_as_each_side_tells_it() -> None:
    state = judge(
        told("Blue Post", "withdrawal", "ukraine", day="2025-12-09"),
        told("Redwire", "capture", "russia", day="2025-12-01"),
        told("Blue Post", "hold", "ukraine", day="2025-12-03"),
        told("Blue Post", "hold", "ukraine", day="2025-12-04", relation="N part"),  # a part is not the place
    ).places[0]
    assert state.control == (
        ("2025-12-01", "russia", "russia"),
        ("2025-12-03", "ukraine", "ukraine"),
        ("2025-12-09", "ukraine", "not:ukraine"),
    )
    assert (state.control_status, state.holder) == ("agreed_by_both", "russia")
    assert (state.date_start, state.date_end) == ("2025-12-01", "2025-12-09")


@given(st.permutations(range(5)))
def test_the_verdict_does_not_depend_on_the_order_of_reports(order: list[int]) -> None:
    said = [
        told("Redwire", "capture", "russia"), told("Blue Post", "hold", "ukraine"), told("Grey Monitor", "capture", "russia"),
        told("One", "clash"), told("Two", "capture", "russia", modality="denied"),
    ]  # fmt: skip
    usual = {claim.claim_id: claim.credibility for claim in judge(*said).claims}
    assert {claim.claim_id: claim.credibility for claim in judge(*(said[i] for i in order)).claims} == usual


any_claim = st.builds(
    dict,
    publisher=st.sampled_from(["Redwire", "Blue Post", "One", None]),
    kind=st.sampled_from(CLAIM_TYPES),
    actor=st.sampled_from(["russia", "ukraine", None]),
    modality=st.sampled_from(MODALITIES),
    relation=st.sampled_from([None, "S part", "outskirts", "near", "W of"]),
    day=st.sampled_from([None, "2025-12-01", "2025-12-03/2025-12-09", "XXXX-12-05", "2025-11", "soon"]),
    published=st.sampled_from([None, "2025-12-02", "0001-01-01", "no date"]),
    source=st.sampled_from(["narrator", "Red Ministry", "Ivan Petrenko", ""]),
    place=st.sampled_from([TOWN, VILLAGE, REGION, None]),
)


@given(st.lists(any_claim, max_size=15))
def test_any_claims_are_weighed_and_links_go_both_ways(several: list[dict[str, Any]]) -> None:
    evidence = judge(*(told(**fields) for fields in several))
    placed = [claim.claim_id for claim in evidence.claims if claim.place]
    assert sorted(claim_id for group in evidence.groups for claim_id in group.claim_ids) == sorted(placed)
    by_id = {group.group_id: group for group in evidence.groups}
    for group in evidence.groups:
        assert all(group.group_id in by_id[other].contradicts for other in group.contradicts)
        assert group.agreement == ("disputed" if group.contradicts else group.agreement)
        assert group.group_id not in (*group.contradicts, *group.supported_by)
    assert all(1 <= claim.credibility <= 6 for claim in evidence.claims)
    assert {state.place_id for state in evidence.places} == {group.place_id for group in evidence.groups}


def test_nothing_gives_nothing() -> None:
    assert weigh([], {}, Registry()) == Evidence((), (), ())


def test_every_combination_of_type_modality_and_actor_has_a_statement() -> None:
    document = report("One")
    claims = [
        say(document, kind, actor, modality=modality) for kind in CLAIM_TYPES for modality in MODALITIES for actor in ("russia", None)
    ]
    assert (
        len({statement_of(claim) for claim in claims}) == (len(CLAIM_TYPES) - 1) * 3 * 2
    )  # capture and hold are one, asserted and hedged too
    assert weigh(claims, {document.id: document}, Registry()).claims


# --- square kilometres --------------------------------------------------------------------------------------------------------------------


def measure(*said: tuple[Document, Claim], regions: bool = False, footprint: Any = None) -> dict[tuple[str, str], Any]:
    claims = [
        replace(claim, source_side={"Redwire": "russia", "Blue Post": "ukraine"}[str(document.publisher)]) for document, claim in said
    ]
    located, _ = locate_claims(claims, lambda _: footprint)
    found = claimed_areas(claims, located, {document.id: document for document, _ in said}, regions=regions)
    return {(area.claimant, area.holder): area for area in found}


def disc(km: float) -> float:
    return 3.141592653589793 * km**2


def test_each_claimant_gets_its_square_kilometres_and_what_only_it_claims() -> None:
    found = measure(
        told("Redwire", "capture", "russia"),
        told("Redwire", "hold", "russia", place=VILLAGE),
        told("Blue Post", "capture", "russia", place=VILLAGE),
    )
    red = found["russia", "russia"]
    assert red.area_km2 == pytest.approx(disc(4) + disc(1), rel=1e-3)
    assert red.only_km2 == pytest.approx(disc(4), rel=1e-3)
    assert found["ukraine", "russia"].only_km2 == pytest.approx(0, abs=1e-6)
    assert red.disputed_km2 == 0


def test_ground_that_two_sides_give_to_different_sides_is_disputed() -> None:
    found = measure(told("Redwire", "capture", "russia", relation="S part"), told("Blue Post", "hold", "ukraine"))
    assert found["russia", "russia"].disputed_km2 == pytest.approx(found["russia", "russia"].area_km2, rel=5e-3)
    assert found["ukraine", "ukraine"].disputed_km2 == pytest.approx(found["russia", "russia"].area_km2, rel=5e-3)


def test_what_is_claimed_twice_counts_once_and_what_is_taken_back_not_at_all() -> None:
    twice = measure(told("Redwire", "capture", "russia"), told("Redwire", "hold", "russia", day="2025-12-03"))
    assert twice["russia", "russia"].area_km2 == pytest.approx(disc(4), rel=1e-3)
    left = measure(told("Blue Post", "hold", "ukraine"), told("Blue Post", "withdrawal", "ukraine", day="2025-12-09"))
    assert left == {}
    before = measure(told("Blue Post", "withdrawal", "ukraine", day="2025-11-09"), told("Blue Post", "hold", "ukraine"))
    assert len(before) == 1


def test_ground_that_changed_hands_counts_for_who_took_it_last() -> None:
    found = measure(told("Redwire", "capture", "russia", day="2025-10-01"), told("Blue Post", "capture", "ukraine"))
    assert list(found) == [("ukraine", "ukraine")]
    at_once = measure(told("Redwire", "capture", "russia"), told("Blue Post", "capture", "ukraine"))
    assert set(at_once) == {("ukraine", "ukraine"), ("russia", "russia")}


def test_ground_in_a_town_that_fell_later_is_history_and_in_one_that_fell_before_is_not() -> None:
    city = told("Redwire", "capture", "russia", place=CITY)
    fell = measure(told("Blue Post", "hold", "ukraine", place=QUARTER, day="2025-11-20"), city)
    assert list(fell) == [("russia", "russia")]
    stands = measure(told("Blue Post", "hold", "ukraine", place=QUARTER, day="2025-12-05"), city)
    assert set(stands) == {("ukraine", "ukraine"), ("russia", "russia")}
    left = measure(
        told("Blue Post", "hold", "ukraine", place=QUARTER, day="2025-11-20"), told("Blue Post", "withdrawal", "ukraine", place=CITY)
    )
    assert left == {}


def test_regions_count_only_when_asked_for() -> None:
    box = shapely.box(36.5, 47.8, 38.5, 49.2)
    said = told("Redwire", "hold", "russia", place=REGION)
    assert measure(said, footprint=box) == {}
    assert measure(said, footprint=box, regions=True)["russia", "russia"].area_km2 == pytest.approx(crs.area_km2(box), rel=1e-6)
