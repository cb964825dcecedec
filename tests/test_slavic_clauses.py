"""Where one Russian or Ukrainian clause ends and the next begins, and how what an event is done to may stand on either side of it."""

from __future__ import annotations

import pytest

from claim_cases import events_of

WAR = {"ru": "На фронте войска и солдаты. ", "uk": "На фронті війська і солдати. "}


def told(text: str, lang: str) -> list[tuple[str, str]]:
    """Return the types of the events of a sentence with the words that state each."""
    whole = WAR[lang] + text
    return [(event.type, whole[event.start : event.end]) for event in events_of(whole, lang) if event.start >= len(WAR[lang])]


@pytest.mark.parametrize(
    ("text", "lang", "clauses"),
    [
        (
            "Повстанцы захватили Каменку, а армия отступила из города.",
            "ru",
            [("capture", "Повстанцы захватили Каменку"), ("withdrawal", "армия отступила из города")],
        ),
        (
            "Талибы обстреляли Каменку и отошли.",
            "ru",
            [("strike", "Талибы обстреляли Каменку"), ("withdrawal", "отошли")],
        ),
        (
            "Загони звільнили Кам'янку та просунулися на схід.",
            "uk",
            [("capture", "Загони звільнили Кам'янку"), ("advance", "просунулися на схід")],
        ),
    ],
)
def test_a_verb_after_and_or_a_comma_begins_a_clause(text: str, lang: str, clauses: list[tuple[str, str]]) -> None:
    assert told(text, lang) == clauses


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Артиллерия, авиация и дроны обстреляли Каменку.", "ru"), ("Артилерія та авіація обстріляли Кам'янку.", "uk")],
)
def test_two_subjects_of_one_verb_are_no_clauses(text: str, lang: str) -> None:
    assert [evidence for _, evidence in told(text, lang)] == [text[:-1]]


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Колонна стоит, чтобы захватить Каменку.", "ru"), ("Колона стоїть, щоб захопити Кам'янку.", "uk")],
)
def test_what_somebody_only_aims_at_is_no_event(text: str, lang: str) -> None:
    assert not any(kind == "capture" for kind, _ in told(text, lang))


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("У Каменки танк подбит.", "ru", "losses"),
        ("Подбит танк у Каменки.", "ru", "losses"),
        ("Уничтожен жилой дом в Каменке.", "ru", "damage"),
        ("Боец погиб под Каменкой.", "ru", "losses"),
        ("Біля Кам'янки танк підбито.", "uk", "losses"),
        ("Загорівся будинок у Кам'янці.", "uk", "damage"),
    ],
)
def test_what_something_is_done_to_may_stand_before_it_or_after(text: str, lang: str, kind: str) -> None:
    assert [found for found, _ in told(text, lang)] == [kind]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Нападение на Каменку солдаты отбили.", "ru"),
        ("Все штурмы Каменки были отбиты.", "ru"),
        ("Наступление на Каменку провалилось.", "ru"),
        ("Усі атаки на Кам'янку були відбиті.", "uk"),
        ("Штурм Кам'янки провалився.", "uk"),
    ],
)
def test_an_attack_that_its_clause_calls_stopped_is_a_repulse_alone(text: str, lang: str) -> None:
    assert [found for found, _ in told(text, lang)] == ["repulse"]


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Силы взяли Каменку под полный контроль.", "ru", "capture"),
        ("Войска взяли Каменку в кольцо.", "ru", "encirclement"),
        ("Загони атакували Кам'янку дронами.", "uk", "strike"),
    ],
)
def test_a_name_may_stand_inside_a_phrase(text: str, lang: str, kind: str) -> None:
    found = told(text, lang)
    assert [one for one, _ in found] == [kind]
    assert events_of(WAR[lang] + text, lang)[-1].sites


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Армия отбила у боевиков Каменку.", "ru", "capture"),
        ("Армия отбила атаку боевиков у Каменки.", "ru", "repulse"),
        ("Солдаты ушли из Каменки.", "ru", "withdrawal"),
        ("Жители ушли из Каменки, там идут бои.", "ru", "clash"),
        ("Жители уезжают из Каменки.", "ru", "displacement"),
        ("Війська відбили Кам'янку.", "uk", "capture"),
        ("Бійці вийшли з Кам'янки.", "uk", "withdrawal"),
        ("Бійці вийшли з оточення біля Кам'янки.", "uk", "encirclement"),
        ("Мешканці виїжджають з Кам'янки.", "uk", "displacement"),
        ("Міста Каменка армія визволила.", "uk", "capture"),
    ],
)
def test_who_or_what_is_named_beside_a_verb_tells_what_it_means(text: str, lang: str, kind: str) -> None:
    assert kind in [found for found, _ in told(text, lang)]
    assert {"capture", "repulse"} > {found for found, _ in told(text, lang)} & {"capture", "repulse"}


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Боевики 5 раз обстреляли Каменку, трижды — город.", "ru", "strike"),
        ("За ночь освобождены: Каменка.", "ru", "capture"),
        ("Звільнено: Кам'янка.", "uk", "capture"),
    ],
)
def test_a_count_is_no_dateline_and_a_list_behind_a_colon_belongs_to_its_verb(text: str, lang: str, kind: str) -> None:
    assert told(text, lang)[0] == (kind, text[:-1])


def test_the_lines_below_a_colon_name_where_it_happened() -> None:
    text = WAR["uk"] + "За добу армія звільнила:\n\n• у районі – село Кам'янка;\n\n• Каменка.\n\nСолдати стоять у Кам'янці."
    captures = [event for event in events_of(text, "uk") if event.type == "capture"]
    assert [text[event.start : event.end] for event in captures] == ["• у районі – село Кам'янка;", "• Каменка."]
    assert all(event.actor == "армія" for event in captures)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ворог обстріляв з артилерії Кам'янку, Каменку.", "uk"),
        ("Боевики обстреляли из минометов Каменку, дважды — Кам'янку.", "ru"),
    ],
)
def test_what_is_fired_with_is_no_place_to_come_from(text: str, lang: str) -> None:
    event = events_of(WAR[lang] + text, lang)[-1]
    assert (len(event.sites), event.directions) == (2, ())


def test_an_attack_that_is_only_counted_further_is_stopped_too() -> None:
    kinds = [
        kind for kind, _ in told("Захисники відбили 5 атак біля Каменки і ще тоді зранку та ввечері 7 ворожих атак біля Кам'янки.", "uk")
    ]
    assert kinds == ["repulse", "repulse"]


def test_a_participle_that_describes_a_noun_tells_nothing() -> None:
    assert not told("Солдаты стоят у уничтоженных домов в Каменке.", "ru")
