"""Who says what in Russian and Ukrainian sentences: word order, prepositions and cases."""

from __future__ import annotations

import pytest

from frontmap.model import Attribution, Document
from frontmap.registry.sources import open_sources
from frontmap.registry.stems import stem
from frontmap.text.attribution.covering import attribution_at
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.sentences import parse


def said(text: str, part: str, conflict: str = "ukraine") -> Attribution | None:
    document = Document("d", text, conflict=conflict, lang="uk" if any(letter in text for letter in "іїє") else "ru")
    found = find_attributions(parse(document), (), open_sources())
    start = text.index(part)
    return attribution_at(found, start, start + len(part))


def who(text: str, part: str, conflict: str = "ukraine") -> str:
    found = said(text, part, conflict)
    return found.name if found else ""


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Губернатор Пётр Зимин сообщил, что мост разрушен.", "мост разрушен", "Пётр Зимин"),
        ("Мост разрушен, сообщил губернатор Пётр Зимин.", "Мост разрушен", "Пётр Зимин"),
        ("Міст зруйновано, повідомив голова районної адміністрації Іван Лозовий.", "Міст зруйновано", "Іван Лозовий"),
        ("Міст зруйновано, повідомили журналістам у штабі.", "Міст зруйновано", "штабі"),
        ("«Колонна остановлена у реки», — заявили в штабе армии.", "Колонна остановлена", "штабе армии"),
        ("В министерстве утверждают, что колонна остановлена.", "колонна остановлена", "министерстве"),
        ("По словам майора Зимина, колонна остановлена.", "колонна остановлена", "майора Зимина"),
        ("Колона, за даними штабу, зупинена біля річки.", "зупинена біля річки", "штабу"),
        ("Как сообщили в пресс-службе бригады, колонна остановлена.", "колонна остановлена", "пресс-службе бригады"),
        ("Полковник, комментируя бой, заявил, что колонна остановлена.", "колонна остановлена", "Полковник"),
    ],
)
def test_the_speaker_is_found_in_any_word_order(text: str, part: str, name: str) -> None:
    assert who(text, part) == name


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Ночью обстреляли порт. Об этом сообщил мэр Олег Зорин.", "обстреляли порт", "Олег Зорин"),
        ("Вночі обстріляли порт. Про це йдеться у зведенні Генштабу.", "обстріляли порт", "Генштабу"),
        ("Ночью обстреляли порт. Мэр Олег Зорин рассказал об этом в Telegram.", "обстреляли порт", "Олег Зорин"),
        ("Ночью обстреляли порт.\n\nОб этом сообщил мэр Олег Зорин.\n\nПовреждены два склада.", "Повреждены два склада", "Олег Зорин"),
        ("Вночі обстріляли порт.\n\nПро це повідомив мер Олег Зорін.\n\nНагадаємо, торік порт закрили.", "торік порт закрили", ""),
    ],
)
def test_a_sentence_may_point_back_at_what_was_said(text: str, part: str, name: str) -> None:
    assert who(text, part) == name


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Речник бригади Іван Лозовий заявив, що бої тривають. За його словами, ворог відступив.", "ворог відступив", "Іван Лозовий"),
        ("Мэр Олег Зорин сообщил, что порт цел. Чиновник добавил, что бои идут.", "бои идут", "Олег Зорин"),
        ("Мэр Олег Зорин сообщил, что порт цел. «Бои идут у моста весь день», — отметил он.", "Бои идут", "Олег Зорин"),
        ("Агентство САНА сообщает, что город взят. По данным агентства, бои окончены.", "бои окончены", "Агентство САНА"),
    ],
)
def test_pronouns_and_bare_nouns_mean_who_spoke_before(text: str, part: str, name: str) -> None:
    assert who(text, part, "syria" if "САНА" in text else "ukraine") == name


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Киев. 3 марта. ИНТЕРФАКС - Штаб ополчения заявил о начале боя у моста.", "начале боя", "Штаб ополчения"),
        ("Колонна разбита у реки, сообщил глава районной администрации (ОРА) Пётр Зимин.", "Колонна разбита", "Пётр Зимин"),
        ("Міст, за даними А. Лозового, під обстрілом.", "під обстрілом", "А. Лозового"),
        ("Колонна разбита у реки, передаёт Интерфакс слова майора Зимина.", "Колонна разбита", "майора Зимина"),
        ("Колонна разбита у реки. Такое заявление сделал генерал Пётр Зимин.", "Колонна разбита", "Пётр Зимин"),
        ("Согласно сводке штаба, колонна разбита у реки.", "колонна разбита", "штаба"),
        ("Згідно зі зведенням штабу, колону розбито біля річки.", "колону розбито", "штабу"),
        ("Колонна разбита у реки, сообщило радио «Зимина».", "Колонна разбита", "радио «Зимина»"),
        ("Колонна разбита у реки. Об этом сообщается в Telegram-канале губернатора Зимина.", "Колонна разбита", "губернатора Зимина"),
        ("Мер Олег Зорін повідомив про бій. Як повідомлялося, торік порт закрили.", "торік порт закрили", ""),
        ("Мэр Олег Зорин сообщил о бое у моста. Также стало известно, что порт закрыт.", "порт закрыт", ""),
        ("Ганна Зиміна, речниця Сил оборони: колону розбито біля річки.", "колону розбито", "Ганна Зиміна"),
    ],
)
def test_a_speaker_is_found_behind_datelines_brackets_initials_and_outlets(text: str, part: str, name: str) -> None:
    assert who(text, part) == name


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("За даними Генштабу станом на ранок:\nБіля мосту тривають бої.\nВорог обстріляв порт.", "обстріляв порт", "Генштабу"),
        ("⚡️Генштаб ЗСУ:\nБіля мосту тривають бої.", "тривають бої", "Генштаб ЗСУ"),
        ("Под мостом идут бои — Минобороны", "идут бои", "Минобороны"),
        ("Гарнізон тримає міст.\n\n– зазначив полковник Іван Лозовий.", "тримає міст", "Іван Лозовий"),
    ],
)
def test_lines_colons_and_dashes_name_who_speaks(text: str, part: str, name: str) -> None:
    assert who(text, part) == name


def test_whom_an_outlet_cites_is_the_source_and_the_outlet_relays() -> None:
    found = said("Захоплено міст. Про це повідомляє Укрінформ з посиланням на речника бригади Івана Лозового.", "Захоплено міст")
    assert found is not None
    assert found.name == "Івана Лозового"
    assert found.via == ("Укрінформ",)


@pytest.mark.parametrize(
    ("text", "part", "conflict", "side"),
    [
        ("Город взят, сообщило Минобороны.", "Город взят", "ukraine", "russia"),
        ("Місто взято, повідомило Міноборони.", "Місто взято", "ukraine", "ukraine"),
        ("Город взят, заявил представитель азербайджанской армии.", "Город взят", "karabakh", "azerbaijan"),
        ("Город взят, сообщили в сирийской армии.", "Город взят", "syria", "syria"),
        ("Місто взято, заявив речник ізраїльських військових.", "Місто взято", "gaza", "israel"),
        ("Город взят, сообщили в Силах быстрой поддержки.", "Город взят", "sudan", "rsf"),
    ],
)
def test_a_declined_name_tells_its_side(text: str, part: str, conflict: str, side: str) -> None:
    found = said(text, part, conflict)
    assert found is not None
    assert found.side == side


@pytest.mark.parametrize(
    "text", ["Ночью обстреляли порт и мост.", "Это третий бой за день.", "Утром войска вошли в город, а вечером отошли."]
)
def test_what_nobody_is_said_to_say_has_no_source(text: str) -> None:
    assert said(text, text.split()[1]) is None


@pytest.mark.parametrize(
    ("forms", "bare"),
    [
        ("российский российского российская российским", "российск"),
        ("росіяни росіянами росіянам", "росіян"),
        ("армия армии армией армию", "арм"),
        ("рф зсу", None),
        ("forces", "forces"),
    ],
)
def test_all_forms_of_a_word_have_one_stem(forms: str, bare: str | None) -> None:
    assert all(stem(form) == (bare or form) for form in forms.split())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Генштаб інформує. Біля мосту тривають бої.\nВорог обстріляв порт.", "Генштаб"),
        ("Генштаб оприлюднив ранкове зведення.\nБіля мосту тривають бої.\nВорог обстріляв порт.", "Генштаб"),
        ("Минобороны о ходе операции\n\nУ моста идут бои.\nПротивник обстрелял порт.", "Минобороны"),
        ("Головне зі зведення Генштабу:\n▪️Біля мосту тривають бої.\n▪️Ворог обстріляв порт.", "Генштабу"),
        ("Біля мосту тривають бої.\nВорог обстріляв порт.\n\nДжерело: Генштаб", "Генштаб"),
        ("Біля мосту тривають бої.\nВорог обстріляв порт.\n\nГенеральний штаб ЗСУ", "Генеральний штаб ЗСУ"),
    ],
)
def test_the_body_that_issues_a_post_vouches_for_all_of_it(text: str, name: str) -> None:
    assert who(text, text.split("\n")[-3 if text.endswith(("Генштаб", "ЗСУ")) else -1].strip("▪️")) == name


def test_a_post_that_ends_in_a_greeting_is_nobodys() -> None:
    assert who("Біля мосту тривають бої.\nВорог обстріляв порт.\n\nСлава Україні!", "обстріляв порт") == ""


def test_an_outlet_that_quotes_the_speaker_relays_him() -> None:
    found = said("Бої тривають біля річки. Про це повідомив мер Олег Зорін, якого цитує Reuters.", "Бої тривають")
    assert found is not None
    assert (found.name, found.via) == ("Олег Зорін", ("Reuters",))


def test_broken_quotations_and_dashes_raise_nothing() -> None:
    text = "— " * 2000 + "сообщил «" * 300 + "мост взят, сообщил"
    assert isinstance(find_attributions(parse(Document("d", text, lang="ru")), (), open_sources()), tuple)
