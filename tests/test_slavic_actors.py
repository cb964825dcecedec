"""Who acts in Russian and Ukrainian sentences, read by case, and who `the enemy` is in whose mouth."""

from __future__ import annotations

from functools import cache

import pytest

from frontmap.model import Attribution, Document
from frontmap.pipeline import Engine, Settings, extract_document, open_engine
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.events.inflected import form_of
from frontmap.text.events.speaking import find_speakers
from frontmap.text.sentences import parse

WAR = {"ru": "На фронте войска и солдаты. ", "uk": "На фронті війська і солдати. ", "en": "Troops fought at the front. "}


@cache
def engine() -> Engine:
    return open_engine(Settings())


def acting(text: str, lang: str, publisher: str | None = None) -> dict[str, str | None]:
    """Return the side of who acts for each type of event in a text."""
    document = Document("d", WAR[lang] + text, lang=lang, publisher=publisher)
    return {claim.type: claim.actor_side for claim in extract_document(document, engine()).claims}


@pytest.mark.parametrize(
    ("text", "kind", "side"),
    [
        ("Российские войска захватили Купянск.", "capture", "russia"),
        ("Купянск захвачен российскими войсками.", "capture", "russia"),
        ("Захват Купянска российскими войсками ожидался.", "capture", "russia"),
        ("Купянск после штурма освободила украинская бригада, и бои идут у окраин.", "capture", "ukraine"),
        ("Новые атаки украинских подразделений у Купянска продолжались.", "assault", "ukraine"),
        ("Со стороны украинских войск обстрелян Донецк.", "strike", "ukraine"),
        ("Российская артиллерия обстреляла Купянск.", "strike", "russia"),
        ("У Пальмиры сирийская армия отбила атаку боевиков, бои продолжаются и в Хомсе.", "repulse", "syria"),
        ("Удары по Идлибу и Алеппо нанесены израильскими самолетами.", "strike", "israel"),
        ("Азербайджанские военные обстреляли Степанакерт и Мартуни.", "strike", "azerbaijan"),
        ("Под Купянском ВСУ потеряли двадцать солдат и танк.", "losses", "russia"),
    ],
)
def test_cases_tell_who_acts_in_russian(text: str, kind: str, side: str) -> None:
    assert acting(text, "ru")[kind] == side


@pytest.mark.parametrize(
    ("text", "kind", "side"),
    [
        ("Російські війська захопили Куп'янськ.", "capture", "russia"),
        ("Куп'янськ захоплено російськими військами.", "capture", "russia"),
        ("Українські захисники відбили штурм біля Куп'янська.", "repulse", "ukraine"),
        ("Внаслідок російського обстрілу в Херсоні пошкоджено школу.", "damage", "russia"),
        ("Херсон знову обстріляли росіяни.", "strike", "russia"),
        ("Ізраїльська авіація завдала ударів по Бейруту в Лівані.", "strike", "israel"),
    ],
)
def test_cases_tell_who_acts_in_ukrainian(text: str, kind: str, side: str) -> None:
    assert acting(text, "uk")[kind] == side


def test_a_prepositional_group_is_no_subject() -> None:
    assert acting("Под Купянском по российским войскам нанесен удар.", "ru")["strike"] == "ukraine"


def test_who_is_cited_does_not_fight() -> None:
    text = "Українська поліція зафіксувала руйнування будинків у Херсоні."
    assert acting(text, "uk").get("damage") in (None, "russia")


@pytest.mark.parametrize(
    ("text", "lang", "side"),
    [
        ("Генштаб ЗСУ повідомив, що ворог обстріляв Херсон.", "uk", "russia"),
        ("Минобороны России сообщило, что противник обстрелял Донецк.", "ru", "ukraine"),
        ("Наші війська обстріляли Донецьк, а ворог відступив. Слава Україні!", "uk", "ukraine"),
        ('"The enemy shelled Kherson," a Ukrainian army spokesman said.', "en", "russia"),
        ('"The enemy shelled Donetsk," the Russian Defence Ministry said.', "en", "ukraine"),
    ],
)
def test_the_enemy_is_another_in_each_mouth(text: str, lang: str, side: str) -> None:
    assert acting(text, lang)["strike"] == side


def test_an_enemy_of_nobody_known_has_no_side() -> None:
    assert acting("The enemy shelled Kherson at dawn.", "en")["strike"] is None


@pytest.mark.parametrize(("publisher", "side"), [("TASS", "azerbaijan"), ("Russian Ministry of Defence", "russia")])
def test_whoever_liberates_a_place_is_on_the_speakers_side(publisher: str, side: str) -> None:
    text = "The Azerbaijani Defence Ministry said that Hadrut was liberated." if side == "azerbaijan" else "Kupiansk was liberated."
    assert acting(text, "en", publisher)["capture"] == side


def test_an_outsider_who_is_cited_leaves_the_reports_own_side() -> None:
    sources = open_sources()
    document = Document("d", "x" * 100, lang="uk")
    cited = (
        Attribution(source=((0, 3),), cue=(), content=((10, 20),), name="UN", side="third_party"),
        Attribution(source=((30, 35),), cue=(), content=((40, 60),), name="Moscow", side="russia"),
    )
    speakers = find_speakers(cited, parse(document), sources, sources.conflicts["ukraine"])
    assert [speakers.at(offset) for offset in (15, 50, 80)] == ["ukraine", "russia", "ukraine"]
    assert [speakers.name(offset) for offset in (2, 15, 34, 36)] == [True, False, True, False]


@pytest.mark.parametrize("lang", ["ru", "uk"])
def test_each_form_has_an_example_that_shows_it(lang: str) -> None:
    words = {
        "ru": {"захватили": "verb", "захвачена": "passive", "захват": "noun", "обстрел": "noun", "отступили": "verb"},
        "uk": {"захопили": "verb", "захоплено": "passive", "захоплення": "noun", "обстріл": "noun", "атакував": "verb"},
    }[lang]
    assert {word: form_of([word], open_lexicon(lang)) for word in words} == words


@pytest.mark.parametrize(
    ("text", "lang", "kind", "side"),
    [
        ("Наши вошли в Курахово, сказал представитель Минобороны РФ.", "ru", "advance", "russia"),
        ("Мы вошли в Курахово, сказал представитель Минобороны РФ.", "ru", "advance", "russia"),
        ("Противник атаковал наши позиции под Курахово, сказал представитель Минобороны РФ.", "ru", "assault", "ukraine"),
        ("Украинские пехотинцы взяли Угледар, заявили в Минобороны РФ.", "ru", "capture", "ukraine"),
        ("Українські морські піхотинці звільнили Роботине, повідомив Генштаб ЗСУ.", "uk", "capture", "ukraine"),
        ("Російським військам вдалося закріпитися в Роботиному, повідомив Генштаб ЗСУ.", "uk", "advance", "russia"),
        ("Минобороны РФ заявило об освобождении Угледара.", "ru", "capture", "russia"),
    ],
)
def test_we_and_nouns_for_men_act_and_who_is_cited_does_not_suffer(text: str, lang: str, kind: str, side: str) -> None:
    assert acting(text, lang)[kind] == side
