"""What Russian and Ukrainian sentences say happened, where, how firmly and in which direction."""

from __future__ import annotations

import pytest

from claim_cases import events_of
from frontmap.text.places.cyrillic import towns_of_adjective, units_of_adjective

WAR = {"ru": "На фронте войска и солдаты. ", "uk": "На фронті війська і солдати. "}


def kinds(text: str, lang: str) -> set[str]:
    return {event.type for event in events_of(WAR[lang] + text, lang)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Каменка взята штурмом.", "capture"),
        ("Повстанцы установили контроль над Каменкой.", "capture"),
        ("Каменка находится под контролем повстанцев.", "hold"),
        ("Гарнизон был вынужден покинуть город Каменку.", "withdrawal"),
        ("Отряд вклинился в оборону у Каменки.", "advance"),
        ("Каменка взята армией в полукольцо.", "encirclement"),
        ("Армия перешла в наступление под Каменкой.", "assault"),
        ("У Каменки отражены три атаки.", "repulse"),
        ("В Каменке слышна стрельба.", "clash"),
        ("По Каменке нанесен удар.", "strike"),
        ("В Каменку введены войска.", "deployment"),
        ("У Каменки уничтожены два танка.", "losses"),
        ("В Каменке выбиты окна после обстрела.", "damage"),
        ("Из Каменки эвакуируют жителей.", "displacement"),
    ],
)
def test_each_kind_of_event_is_read_in_russian(text: str, kind: str) -> None:
    assert kind in kinds(text, "ru")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Кам'янку звільнено.", "capture"),
        ("Кам'янка під окупацією.", "hold"),
        ("Загони залишили місто Кам'янку.", "withdrawal"),
        ("Загони просочилися до Кам'янки.", "advance"),
        ("Загони обходять з півночі Кам'янку.", "encirclement"),
        ("Ворог безуспішно штурмував Кам'янку.", "repulse"),
        ("Біля Кам'янки відбито атаку.", "repulse"),
        ("У Кам'янці точаться бої.", "clash"),
        ("По Кам'янці завдано удару.", "strike"),
        ("Над Кам'янкою збито безпілотник.", "strike"),
        ("До Кам'янки стягнуто резерви.", "deployment"),
        ("Біля Кам'янки ворог зазнав втрат.", "losses"),
        ("У Кам'янці пошкоджено школу.", "damage"),
        ("Родини покинули домівки у Кам'янці.", "displacement"),
    ],
)
def test_each_kind_of_event_is_read_in_ukrainian(text: str, kind: str) -> None:
    assert kind in kinds(text, "uk")


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Захватчики стоят у Каменки.", "ru", "capture"),
        ("Хакерская атака остановила порт в Каменке.", "ru", "assault"),
        ("Боевая готовность объявлена в Каменке.", "ru", "clash"),
        ("Солдаты идут к Каменке с целью освобождения города.", "ru", "capture"),
        ("Наступного дня у Кам'янці стояли війська.", "uk", "assault"),
        ("На напрямку Кам'янки наступальних дій ворог не проводив.", "uk", "assault"),
        ("Загарбники стоять у Кам'янці.", "uk", "capture"),
        ("Нападающий нанёс удар из-за штрафной, трибуны Каменки ликуют.", "ru", "strike"),
        ("Клуб Кам'янки атакував ворота гостей.", "uk", "assault"),
    ],
)
def test_words_that_only_look_like_an_event_are_none(text: str, lang: str, kind: str) -> None:
    assert kind not in kinds(text, lang)


@pytest.mark.parametrize(
    ("text", "lang", "modality"),
    [
        ("Повстанцы якобы заняли Каменку.", "ru", "hedged"),
        ("Армия готовится к штурму Каменки.", "ru", "possible"),
        ("Отряд не контролирует Каменку.", "ru", "denied"),
        ("Загони, ймовірно, зайняли Кам'янку.", "uk", "hedged"),
        ("Не лише артилерія обстрілювала Кам'янку.", "uk", "asserted"),
    ],
)
def test_particles_say_how_firmly_it_is_stated(text: str, lang: str, modality: str) -> None:
    assert events_of(WAR[lang] + text, lang)[-1].modality == modality


@pytest.mark.parametrize(
    ("text", "lang", "way"),
    [
        ("Боевики отступили из Каменки на восток.", "ru", ("toward:E",)),
        ("Войска наступают на Каменку с юга.", "ru", ("from:S",)),
        ("Загони відступили з Кам'янки на схід.", "uk", ("toward:E",)),
        ("Бои войск идут на востоке Каменки.", "ru", ()),
    ],
)
def test_where_something_moves_is_told_by_the_case(text: str, lang: str, way: tuple[str, ...]) -> None:
    assert events_of(WAR[lang] + text, lang)[-1].directions == way


@pytest.mark.parametrize(
    ("text", "lang", "relation"),
    [
        ("Ворог атакував на північний захід від Кам'янки.", "uk", "NW of"),
        ("К северу от Каменки идут бои.", "ru", "N of"),
        ("В районах населенных пунктов Каменка идут бои.", "ru", "near"),
        ("Поруч з Кам'янкою тривають бої.", "uk", "near"),
    ],
)
def test_relations_are_read_before_declined_names(text: str, lang: str, relation: str) -> None:
    assert events_of(WAR[lang] + text, lang)[-1].sites[0].relation == relation


def test_the_last_of_a_list_belongs_to_it() -> None:
    events = events_of(WAR["uk"] + "Ворог обстріляв Кам'янку та Каменку.", "uk")
    assert len(events[-1].sites) == 2


@pytest.mark.parametrize(
    ("adjective", "town"),
    [
        ("Покровском", "Покровск"),
        ("мелітопольському", "Мелітополь"),
        ("Запорізькому", "Запоріжжя"),
        ("Харьковском", "Харьков"),
        ("Гуляйпільському", "Гуляйполе"),
    ],
)
def test_the_adjective_of_a_sector_is_made_of_its_town(adjective: str, town: str) -> None:
    assert town in towns_of_adjective(adjective)


def test_a_word_that_is_no_adjective_names_no_unit() -> None:
    assert units_of_adjective("Бахмут", "области") == ()
    assert towns_of_adjective("Бахмут") == ()
    assert "Сумська область" in units_of_adjective("Сумської", "областей")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Наступление холодов ожидается в Каменке в четверг.", "ru"),
        ("Чемпион выиграл бой в Каменке в девятом раунде.", "ru"),
        ("Гости захватили инициативу и победили в Каменке.", "ru"),
        ("Чемпіон виграв бій у Кам'янці.", "uk"),
        ("Гості захопили ініціативу в Кам'янці.", "uk"),
    ],
)
def test_weather_boxing_and_football_are_no_war(text: str, lang: str) -> None:
    assert kinds(text, lang) == set()
