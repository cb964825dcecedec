"""Who is told what, what runs on from whom, and whom outlets and lines below a report name, in Russian and Ukrainian."""

from __future__ import annotations

import pytest

from frontmap.registry.sources import open_sources
from test_slavic import said, who


@pytest.mark.parametrize(
    ("text", "part", "name", "via"),
    [
        ("Источник сообщил ТАСС, что колонна остановлена.", "колонна остановлена", "Источник", ("ТАСС",)),
        ("Колонна остановлена, сообщили ТАСС в штабе армии.", "Колонна остановлена", "штабе армии", ("ТАСС",)),
        ("Колону зупинено. Про це Axios повідомили урядовці.", "Колону зупинено", "урядовці", ("Axios",)),
        ("Колонна остановлена, сообщает ТАСС.", "Колонна остановлена", "ТАСС", ()),
    ],
)
def test_an_outlet_that_somebody_tells_only_relays(text: str, part: str, name: str, via: tuple[str, ...]) -> None:
    found = said(text, part)
    assert found is not None
    assert (found.name, found.via) == (name, via)


def test_the_air_on_which_it_was_told_is_nobody_who_speaks() -> None:
    text = "Колону зупинено. Про це речник Іван Лозовий повідомив в ефірі телемарафону."
    assert who(text, "Колону зупинено") == "Іван Лозовий"


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Про це повідомляє Генштаб: колону зупинено біля річки.", "колону зупинено", "Генштаб"),
        ("Колону зупинено. Джерело: Генштаб у Facebook.", "Колону зупинено", "Генштаб"),
        ("Колонна (а по словам военных, их две) стоит. Мост разрушен.", "Мост разрушен", ""),
        ("Колонна (а по словам военных, их две) стоит. Мост разрушен.", "их две", "военных"),
    ],
)
def test_colons_labels_and_brackets_bound_what_is_said(text: str, part: str, name: str) -> None:
    assert who(text, part) == name


def test_a_headline_is_the_outlets_own() -> None:
    text = "Порт обстріляли вночі\n\nДва склади згоріли. Про це повідомив мер Олег Зорін."
    assert (who(text, "Два склади згоріли"), who(text, "Порт обстріляли")) == ("Олег Зорін", "")


def test_a_last_line_that_tells_something_signs_nothing() -> None:
    text = "У реки колонна остановлена.\n\nУ моста сирийская армия отбила атаку."
    assert (who(text, "колонна остановлена", "syria"), who(text, "отбила атаку", "syria")) == ("", "")


def test_an_outlet_is_known_by_its_russian_name_in_any_case() -> None:
    found = said("По данным «Аль-Джазиры», колонна остановлена.", "колонна остановлена", "sudan")
    assert found is not None
    assert (found.source_id, found.side) == ("outlet:aljazeera", "third_party")


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Джерело: Генштаб\n\nДеталі: Колону зупинено біля річки. Міст зруйновано.", "Міст зруйновано", "Генштаб"),
        ("Ранкове зведення Генштабу.\n\nКолону зупинено біля річки.", "Колону зупинено", "Генштабу"),
        ("Про ситуацію біля річки повідомив Генштаб.\n\nКолону зупинено.", "Колону зупинено", "Генштаб"),
        ("Колону зупинено, – Генштаб.", "Колону зупинено", "Генштаб"),
        ("Вербовое обстреляно, - Зорин.", "Вербовое обстреляно", "Зорин"),
    ],
)
def test_what_stands_above_or_behind_a_report_names_its_source(text: str, part: str, name: str) -> None:
    assert who(text, part) == name


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("В заявлении министра Зимина говорится, что колонна остановлена.", "колонна остановлена", "министра Зимина"),
        ("Информацию подтвердил мэр Олег Зорин: колонна остановлена.", "колонна остановлена", "Олег Зорин"),
        ("Со своей стороны военные заявляют, что колонна остановлена.", "колонна остановлена", "военные"),
        ("Штаб армии в письме, опубликованном на сайте, сообщает, что колонна остановлена.", "колонна остановлена", "Штаб армии"),
    ],
)
def test_papers_and_turns_of_phrase_are_no_speakers(text: str, part: str, name: str) -> None:
    assert who(text, part) == name


def test_who_tells_of_what_happened_is_named_between_two_sentences() -> None:
    text = "Вночі зруйновано склад. Про наслідки удару розповів мер Олег Зорін. За його словами, колону зупинено."
    assert (who(text, "зруйновано склад"), who(text, "колону зупинено")) == ("Олег Зорін", "Олег Зорін")


def test_a_relative_clause_before_the_verb_is_no_speaker() -> None:
    assert who("Штаб армії, якою командує генерал Лозовий, заявив, що колону зупинено.", "колону зупинено") == "Штаб армії"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Мэр Мелитополя Иван Зимин сообщил, что колонна остановлена.", "Иван Зимин"),
        ("По словам главы ВГА Орехова Ивана Зимина, колонна остановлена.", "Ивана Зимина"),
        ("Представитель Минобороны Армении Арам Саргсян заявил, что колонна остановлена.", "Арам Саргсян"),
        ("За словами речниці Сил оборони Півдня Наталії Зорич, колону зупинено.", "Наталії Зорич"),
        ("Генерал Зимин Иван Петрович сообщил, что колонна остановлена.", "Зимин Иван Петрович"),
        ("Депутат Насир Ахмад Факири сообщил, что колонна остановлена.", "Насир Ахмад Факири"),
    ],
)
def test_whose_ground_an_office_is_on_is_no_part_of_a_name(text: str, name: str) -> None:
    assert who(text, "колон") == name


def test_a_last_line_of_its_own_tells_whose_a_long_post_is() -> None:
    lines = ["Окупанти накрили вогнем область", "Колону зупинено.", "Склад зруйновано.", "Порт горить.", "Міст стоїть.", "Дорога порожня."]
    text = "\n\n".join([*lines, "Про це повідомив мер Олег Зорін."])
    assert who(text, "Колону зупинено") == "Олег Зорін"
    assert who(text + "\n\nНагадаємо, влітку на річці було тихо.", "Колону зупинено") == "Олег Зорін"
    assert who(text + "\n\nКілька вулиць міста досі стоять без води й світла.", "Колону зупинено") == ""


@pytest.mark.parametrize(
    ("first", "then", "name"),
    [
        ("Колонна остановлена, сообщает телеканал «Аль-Джазира».", "По данным «Аль-Джазиры», мост взят.", "телеканал «Аль-Джазира»"),
        ("Колонна остановлена, сообщил Иван Зимин.", "По словам Ивана Зимина, мост взят.", "Иван Зимин"),
        ("По словам Ивана Зимина, колонна остановлена.", "Мост взят, добавил Иван Зимин.", "Иван Зимин"),
        ("По словам Ивана Зимина, колонна остановлена.", "По данным штаба, мост взят.", "штаба"),
        ("За даними Ірини Лозової, колону зупинено.", "Мост взят, повідомила Ірина Лозова.", "Ірина Лозова"),
        ("Колона стоїть, заявив Олег Зорін.", "За словами Павла Зоріна, мост взят.", "Павла Зоріна"),
    ],
)
def test_whom_a_text_names_in_several_cases_is_named_as_a_subject(first: str, then: str, name: str) -> None:
    assert who(f"{first} {then}", "ост взят") == name


STORY = "Нас атаковали каждый день.\n\nМы держали посадку у реки.\n\nМост разрушен, а школа сгорела.\n\nМы отошли на холм."


@pytest.mark.parametrize(
    ("top", "name"),
    [
        ("Боец с позывным «Грач» рассказал, что было на высоте.", "Грач"),
        ("Командир взвода Олег Зимин рассказал об обороне холма.", "Олег Зимин"),
        ("Мы поговорили с командиром взвода Олегом Зиминым.", "Олегом Зиминым"),
        ("Бои за холм длились неделю.", ""),
    ],
)
def test_the_one_person_at_the_top_tells_all_that_is_told_as_we(top: str, name: str) -> None:
    assert who(f"{top}\n\n{STORY}", "Мост разрушен") == name


def test_a_story_is_not_his_where_somebody_else_speaks_too() -> None:
    top = "Командир взвода Олег Зимин рассказал об обороне холма.\n\nПо данным Генштаба, колонна стоит."
    assert who(f"{top}\n\n{STORY}", "Мост разрушен") != "Олег Зимин"


def test_he_is_the_only_person_who_has_spoken_however_far_above() -> None:
    between = "Мост разрушен.\n\nШкола сгорела.\n\nХолм пуст.\n\nРека высохла.\n\nДорога цела."
    assert who(f"Колонна стоит, сообщил мэр Олег Зимин.\n\n{between}\n\nСклад взорван, добавил он.", "Склад взорван") == "Олег Зимин"


def test_a_short_name_in_quotation_marks_ends_no_clause_and_i_o_is_part_of_a_title() -> None:
    assert who("Мэр Олег Зимин написал, что «Грач» удерживает мост.", "удерживает мост") == "Олег Зимин"
    assert who("И. о. губернатора Олег Зимин объявил об эвакуации посёлка.", "эвакуации") == "Олег Зимин"


def test_eyewitnesses_vouch_for_their_own_sentence_alone() -> None:
    text = "По словам очевидцев, колонна стоит. Мост разрушен."
    assert (who(text, "колонна стоит"), who(text, "Мост разрушен")) == ("очевидцев", "")


LIST = "▪️Східний: ворог атакував біля річки.\n▪️Північний напрямок: міст зруйновано.\n▪️На півдні колона стоїть."


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("Генштаб ЗСУ: оперативна інформація на ранок", "Генштаб ЗСУ"),
        ("Генштаб про ситуацію на фронті:", "Генштаб"),
        ("Головне зі зведення Генштабу станом на 18:00:", "Генштабу"),
        ("700-та доба. Ранкове зведення від Генштабу ЗСУ:", "Генштабу ЗСУ"),
        ("У Генштабі повідомили, що за добу відбулося 78 боїв.", "Генштабі"),
        ("#Генштаб #зведення", "Генштаб"),
    ],
)
def test_the_first_line_of_a_post_tells_whose_are_all_the_lines_below(first: str, name: str) -> None:
    for part in ("ворог", "міст", "колона"):
        assert who(f"{first}\n{LIST}", part) == name
        assert who(f"❗️\n \n{first}\n{LIST}", part) == name


def test_what_a_bulletin_is_about_is_no_bulletin_itself() -> None:
    text = "Генштаб про ситуацію на фронті: біля річки йдуть бої. Колона стоїть."
    assert (who(text, "йдуть бої"), who(text, "Колона")) == ("Генштаб", "Генштаб")


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("Генштаб ЗСУ у Facebook", "Генштаб ЗСУ"),
        ("Генштаб ЗСУ, ранкове зведення", "Генштаб ЗСУ"),
        ("Дані: Генштаб ЗСУ.", "Генштаб ЗСУ"),
        ("Десантно-штурмові війська", "Десантно-штурмові війська"),
        ("Мер Олег Зимін", "Олег Зимін"),
        ("Нацполіція", "Нацполіція"),
    ],
)
def test_forces_and_persons_sign_a_post_with_the_place_or_the_paper_behind_them(last: str, name: str) -> None:
    assert who(f"{LIST}\n{last}", "ворог") == name


def test_a_registered_person_is_known_in_other_cases() -> None:
    for name in ("Игоря Конашенкова", "Конашенкова", "Олегу Синєгубову", "Кирила Буданова"):
        found = open_sources().find(name)
        assert found is not None
        assert found.source_id.startswith("person:")


def test_a_surname_behind_an_honorific_is_who_was_named_before() -> None:
    text = "Колона стоїть, повідомив речник штабу Олег Зимін.\n\n«Міст зруйновано», - додав пан Зимін."
    assert who(text, "Міст") == "Олег Зимін"
    assert who("Так, сообщается, что мост взят.", "мост взят") == ""
