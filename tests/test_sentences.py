"""Words, sentences and quotations: exact offsets whatever the text, and the boundaries that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontmap.data import geo_dir, read_rows
from frontmap.model import Document, Parsed
from frontmap.text.sentences import parse
from steps import is_linear


def parse_text(text: str, title: str | None = None) -> Parsed:
    return parse(Document("d", text, title=title))


def sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in parse_text(text).sentences]


def quotations(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in parse_text(text).quotations]


WORDS = """Hale said the U.S. Gen. . ! ? … , " “ ” ‘ ’ '' `` « » ' - • 1. 10,000 12:30 🔥 قال заявил Київ é tass.com [12]"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\r\n", "\n    ", " ", "  ", "\u202e", "\x00", "e\u0301"])
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.lists(PIECES, max_size=60).map(" ".join), st.text(max_size=200))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_words_and_sentences_keep_their_offsets_in_any_text(text: str) -> None:
    parsed = parse_text(text)
    spans = [*zip(parsed.starts, parsed.ends, parsed.words, strict=True)]
    written = [(start, end, word) for start, end, word in spans if start < end]
    assert all(text[start:end] in (word, "″", "_") for start, end, word in written)
    assert all(span == (len(text.rstrip()), len(text.rstrip()), ".") for span in spans[len(written) :])
    covered = [i for sentence in parsed.sentences for i in range(sentence.first, sentence.last)]
    assert covered == list(range(len(written)))
    for sentence in parsed.sentences:
        span = text[sentence.start : sentence.end]
        assert span
        assert span == span.strip()
        assert (sentence.start, sentence.end) == (parsed.starts[sentence.first], parsed.ends[sentence.last - 1])
    paragraphs = [sentence.paragraph for sentence in parsed.sentences]
    assert paragraphs == sorted(paragraphs)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_quotations_never_overlap_and_hold_their_words(text: str) -> None:
    parsed = parse_text(text)
    end = 0
    for quotation in parsed.quotations:
        assert quotation.start >= end
        end = quotation.end
        assert parsed.starts[quotation.first - 1] == quotation.start
        last = quotation.last if quotation.closed else quotation.last - 1
        assert parsed.ends[last] == quotation.end


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_every_visible_character_belongs_to_a_word(text: str) -> None:
    parsed = parse_text(text)
    written = [word for word, start, end in zip(parsed.words, parsed.starts, parsed.ends, strict=True) if start < end]
    assert "".join(written) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. J. R. Hale left. He ran.", ["Gen. J. R. Hale left.", "He ran."]),
        (
            "Lt. Gen. Hale spoke on Jan. 5 in the U.S. capital. It rained.",
            ["Lt. Gen. Hale spoke on Jan. 5 in the U.S. capital.", "It rained."],
        ),
        ("It ended in 2023.According to him it did.", ["It ended in 2023.", "According to him it did."]),
        ("They left Zelene,.Russian forces came.", ["They left Zelene,.", "Russian forces came."]),
        ("They left.[12] Others came.", ["They left.[12]", "Others came."]),
        ("“Will it end?” Hale asked. Nobody knew.", ["“Will it end?” Hale asked.", "Nobody knew."]),
        ("“Will it end?” Nobody knew.", ["“Will it end?”", "Nobody knew."]),
        ("Read tass.com for more. Or not.", ["Read tass.com for more.", "Or not."]),
        ("Prices rose 3.5 percent. Then fell.", ["Prices rose 3.5 percent.", "Then fell."]),
        ("They asked Mr. Hale to go … Then silence.", ["They asked Mr. Hale to go …", "Then silence."]),
        ("Взят г. Бахмут. Бои идут.", ["Взят г. Бахмут.", "Бои идут."]),
        ("1. Shelling went on.\n2. Troops left.", ["1. Shelling went on.", "2. Troops left."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "row", [row for _, row in read_rows(geo_dir() / "words_speech" / "abbreviations.csv")], ids=lambda row: row["abbreviation"]
)
def test_the_example_of_each_abbreviation_is_one_sentence(row: dict[str, str]) -> None:
    assert sentences(row["example"]) == [row["example"]]


def test_wire_copy_wrapped_at_a_width_keeps_its_sentences_together() -> None:
    text = (
        "The council of the harbour said on Monday that the eastern\n"
        "pier had collapsed during the night after weeks of heavy rain\n"
        "and that nobody had been hurt.\n"
        "    Dockers were told to stay away until the damage had been\n"
        "assessed by engineers.\n"
    )
    assert [" ".join(sentence.split()) for sentence in sentences(text)] == [
        "The council of the harbour said on Monday that the eastern pier had collapsed during the night after weeks of heavy rain "
        "and that nobody had been hurt.",
        "Dockers were told to stay away until the damage had been assessed by engineers.",
    ]


def test_wrapped_capitals_keep_their_sentences_together() -> None:
    text = (
        "THE COUNCIL OF THE HARBOUR SAID ON MONDAY THAT THE PIER IN\n"
        "SAN MIGUEL HAD COLLAPSED DURING THE NIGHT AFTER WEEKS OF RAIN\n"
        "AND STORMS. NOBODY WAS HURT."
    )
    parsed = parse_text(text)
    assert parsed.all_caps
    assert [sentence.paragraph for sentence in parsed.sentences] == [0, 0]


def test_lines_of_a_post_are_paragraphs_and_its_items_bullets() -> None:
    parsed = parse_text("🔥 Evening summary\n\n- Shelling in the north.\n- Calm in the south.\n\nMore tomorrow.")
    assert [sentence.kind for sentence in parsed.sentences] == ["heading", "bullet", "bullet", "body"]
    assert [sentence.paragraph for sentence in parsed.sentences] == [0, 1, 2, 3]


def test_the_title_in_the_text_is_a_heading() -> None:
    parsed = parse_text("Pier collapses\n\nThe pier collapsed at night.", title="Pier collapses")
    assert [sentence.kind for sentence in parsed.sentences] == ["heading", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “a b” and “c”.", ["“a b”", "“c”"]),
        ('He said "a b" and "c".', ['"a b"', '"c"']),
        ("He said ''a b'' and ``c''.", ["''a b''", "``c''"]),
        ("He said «a b» and „c“.", ["«a b»", "„c“"]),
        ("The soldiers’ post was ‘near the tunnels’ and it’s gone.", ["‘near the tunnels’"]),
        ("It was 'near the soldiers' tunnels' then.", ["'near the soldiers' tunnels'"]),
        ("Don't say it's the men's '90s music.", []),
        ("“One “inner” word,” he said.", ["“One “inner” word,”"]),
        ("‘One “inner” word,’ he said.", ["‘One “inner” word,’"]),
        ("“Never closed\nNext paragraph", ["“Never closed"]),
        ("“One.\n“Two.”", ["“One.", "“Two.”"]),
        ("A stray closing mark” stands here.", []),
    ],
)
def test_quotations_are_found_whatever_their_marks(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


@pytest.mark.parametrize(
    "unit",
    ["said the ", "'", '"a ', "a.B", "\n", "(", "A. "],
    ids=["long sentence", "apostrophes", "open quotes", "glued stops", "line breaks", "brackets", "initials"],
)
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    assert is_linear(parse_text, unit)


def test_nested_quotations_are_read_in_linear_time() -> None:
    assert is_linear(lambda text: parse_text(text + "x" + text.replace("“", "”")), "“")


@pytest.mark.parametrize("text", ["said the " * 500_000, "“" * 9_000 + "”" * 9_000, "\n" * 90_000], ids=["5 MB", "quotes", "lines"])
def test_the_words_of_hostile_text_are_its_exact_slices(text: str) -> None:
    parsed = parse_text(text)
    words = [word for word in zip(parsed.starts, parsed.ends, parsed.words, strict=True) if word[0] < word[1]]
    assert all(text[start:end] == word for start, end, word in words)
    assert "".join(word for _, _, word in words) == "".join(text.split())


def test_an_empty_document_has_no_words() -> None:
    parsed = parse_text("")
    assert (parsed.words, parsed.sentences, parsed.quotations) == ((), (), ())


def test_one_long_notice_does_not_make_headings_of_wrapped_lines() -> None:
    wrapped = [
        "ZENICA, July 3 - Shells fell on the edge of the town this morning as",
        "Bosnian Serb guns fired from the hills above the river, while the",
        "soldiers of the garrison answered with mortars, the local radio in",
        "Zenica said, and nobody could leave the shelters until noon, when",
        "the firing stopped and convoys began to move towards the south of",
        "the valley again.",
    ]
    notice = "This bulletin may be copied by subscribers of the service alone and must not be printed, sold or read aloud without leave."
    found = parse(Document("d", "\n".join([*wrapped, notice])))
    assert found.sentences[0].kind == "body"
    assert found.document.text[found.sentences[0].start : found.sentences[0].end].endswith("the valley again.")


def test_the_marks_of_an_agency_archive_are_read_as_those_they_stand_for() -> None:
    text = "BEIRUT (AP) _ Druse gunners hit the port, the radio said. ″We saw two ships burn,″ a docker said. ″Then they left.″"
    assert quotations(text) == ["″We saw two ships burn,″", "″Then they left.″"]
    assert "—" in parse_text(text).words
    assert "_" in parse_text("the file war_diary and a lone _").words
