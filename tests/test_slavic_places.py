"""Which words of Russian and Ukrainian texts name places, judged by grammar where the weights of English reports do not help."""

from __future__ import annotations

import pytest

from frontmap.model import Document
from frontmap.registry.gazetteer import open_gazetteer
from frontmap.text.places.mentions import find_mentions
from frontmap.text.sentences import parse

WAR = {"ru": "Войска и бригада ведут бои, артиллерия наносит удары. ", "uk": "Війська і бригада ведуть бої, артилерія завдає ударів. "}


def surfaces(text: str, lang: str) -> list[str]:
    """Return the places that a report about a war names."""
    return [mention.surface for mention in find_mentions(parse(Document("test", WAR[lang] + text, lang=lang)), open_gazetteer())]


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        ("Армия заняла деревни Тельгамыш, Абурамун и Вардика.", "ru", ["Тельгамыш", "Абурамун", "Вардика"]),
        ("Под контроль взяты населённые пункты Гюлькенд и Ашагат.", "ru", ["Гюлькенд", "Ашагат"]),
        ("Загони зайшли в села Дольгюль, Мугарти та Ходжаба.", "uk", ["Дольгюль", "Мугарти", "Ходжаба"]),
    ],
)
def test_unknown_names_in_a_list_after_a_class_word_are_places(text: str, lang: str, names: list[str]) -> None:
    assert surfaces(text, lang) == names


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Солдаты обстреляли Дружковку и Артемовск.", "ru", "Дружковку"),
        ("Колонна вышла из Идлиба к Алеппо.", "ru", "Алеппо"),
        ("Ворог наступає в районі Синьківки.", "uk", "Синьківки"),
    ],
)
def test_a_known_place_of_the_country_is_one_behind_what_leads_to_ground(text: str, lang: str, name: str) -> None:
    assert name in surfaces(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Армянские войска стоят в поле.", "ru"),
        ("Силы быстрого реагирования обстреляли мост.", "ru"),
        ("Об этом пишет портал Alpha Online.", "ru"),
        ("Командир служит у Президентській бригаді.", "uk"),
        ("Атаки тривають усю ніч.", "uk"),
        ("Про це передає 24 Канал.", "uk"),
    ],
)
def test_adjectives_forces_and_outlets_are_no_places(text: str, lang: str) -> None:
    assert surfaces(text, lang) == []


def test_a_town_lies_in_the_region_right_after_it() -> None:
    text = WAR["uk"] + "Обстріляно центр Вовчанська Харківської області."
    town, region = find_mentions(parse(Document("test", text, lang="uk")), open_gazetteer())
    assert (town.surface, region.surface, town.container) == ("Вовчанська", "Харківської області", 1)


def test_a_village_ends_before_the_adjective_of_its_union() -> None:
    assert "Дольгюль" in surfaces("Обстріляно село Дольгюль Мугартівської громади.", "uk")


def test_a_surname_behind_a_first_name_is_no_place() -> None:
    assert surfaces("Солдаты ждут сторонников Мансура Хадирова.", "ru") == []


def test_a_town_in_the_genitive_is_no_adjective_of_the_people_behind_it() -> None:
    assert surfaces("У північній частині Покровська росіяни стоять.", "uk") == ["Покровська"]


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        ("Отбиты атаки у Красногоровки Донецкой Народной Республики.", "ru", ["Красногоровки", "Донецкой Народной Республики"]),
        ("Обстреляны Муром и Нехотеевка Белгородского округа.", "ru", ["Муром", "Нехотеевка", "Белгородского округа"]),
        ("Комендатуры в Заводском и Октябрьском районах окружены.", "ru", []),
        ("Бойца с позывным «Лиман» ранили.", "ru", []),
        ("Наша бригада стоит. Первый штурм отбит.", "ru", []),
        ("Росіяни вдарили КАБами. Тоді загинули люди.", "uk", []),
        ("Авіація Сил оборони завдала удару.", "uk", []),
    ],
)
def test_units_end_a_town_and_districts_nicknames_and_arms_are_none(text: str, lang: str, names: list[str]) -> None:
    assert surfaces(text, lang) == names


def test_an_adjective_in_the_plural_describes_what_was_agreed() -> None:
    assert surfaces("Зброя, що заборонена Мінськими домовленостями, стріляла по Авдіївці.", "uk") == ["Авдіївці"]
