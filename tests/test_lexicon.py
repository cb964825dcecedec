from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import frontmap
from claim_cases import events_of
from frontmap.data import geo_dir, read_rows
from frontmap.registry.lexicon import match, noun_forms, open_lexicon, verb_forms

LANGUAGES = sorted(folder.name for folder in (geo_dir() / "lexicon").iterdir() if folder.is_dir())
WAR = {
    "en": "The rebels and the army have infantry and howitzers. ",
    "ru": "На фронте войска противника и солдаты. ",
    "uk": "На фронті війська противника і солдати. ",
}
"""What tells that a document is about a war, as its other sentences would."""
TRIGGERS = {t.trigger_id: (lang, t) for lang in LANGUAGES for found in open_lexicon(lang).triggers.values() for t in found}
SHOWN = sorted(trigger_id for trigger_id, (_, trigger) in TRIGGERS.items() if trigger.example)


@pytest.mark.parametrize("trigger_id", SHOWN)
def test_every_trigger_names_its_event_in_its_example(trigger_id: str) -> None:
    lang, trigger = TRIGGERS[trigger_id]
    found = {event.type for event in events_of(WAR[lang] + trigger.example, lang)}
    assert set(trigger.types) <= found, trigger.example


@pytest.mark.parametrize("trigger_id", SHOWN)
def test_every_example_happens_at_its_place(trigger_id: str) -> None:
    lang, trigger = TRIGGERS[trigger_id]
    events = [event for event in events_of(WAR[lang] + trigger.example, lang) if event.type in trigger.types]
    assert all(event.places or event.heads_for for event in events), trigger.example


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_has_an_origin_and_its_own_id(lang: str) -> None:
    for path in sorted((geo_dir() / "lexicon" / lang).glob("*.csv")):
        rows = [row for _, row in read_rows(path)]
        assert all(row["origin"] for row in rows), path
        ids = [row["id"] for row in rows if "id" in row]
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_table_is_lower_case(lang: str) -> None:
    for path in sorted((geo_dir() / "lexicon" / lang).glob("*.csv")):
        for number, row in read_rows(path):
            words = row.get("words") or row.get("pattern") or ""
            assert words == words.lower(), f"{Path(path).name} line {number}"


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("push", {"push", "pushes", "pushed", "pushing"}),
        ("occupy", {"occupy", "occupies", "occupied", "occupying"}),
        ("storm", {"storm", "storms", "stormed", "storming"}),
    ],
)
def test_verbs_are_inflected_by_the_spelling_rules(lemma: str, forms: set[str]) -> None:
    assert verb_forms(lemma, {}) == forms


def test_irregular_forms_come_from_their_table() -> None:
    assert verb_forms("take", {"take": ("takes", "took", "taken", "taking")}) == {"take", "takes", "took", "taken", "taking"}


def test_nouns_have_a_plural() -> None:
    assert noun_forms("assault") == {"assault", "assaults"}
    assert noun_forms("casualty") == {"casualty", "casualties"}


def test_a_gap_skips_two_words_and_no_verb() -> None:
    _, trigger = TRIGGERS["capture.take_control"]
    assert any(slot.gap for slot in trigger.slots)
    assert match(trigger, ("took", "full", "military", "control", "of"), 0, 5) == 5
    assert match(trigger, ("took", "far", "more", "and", "longer", "control", "of"), 0, 7) is None
    assert match(trigger, ("took", ",", "control", "of"), 0, 4) is None


def test_a_language_without_tables_falls_back_on_english() -> None:
    assert open_lexicon("xx").lang == "en"


def classes_asked_for(module: Path) -> Iterator[str]:
    """Return the classes of words that a module asks for by name."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("is_a", "any_is"):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def test_every_class_of_words_that_the_code_asks_for_has_rows() -> None:
    known = {kind for lang in ("en", "ru", "uk") for kinds in open_lexicon(lang).classes.values() for kind in kinds}
    modules = (Path(frontmap.__file__).parent / "text").rglob("*.py")
    assert {kind for module in modules for kind in classes_asked_for(module)} - known == set()
