"""Tables for people: 80 columns, words in the language of the session, programs' formats untouched."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.errors import InputError
from socialgraph.outputs.screen import SHARE, chosen_columns, fitting_widths, in_words, plain_table, story, story_words
from socialgraph.outputs.widths import display_width, wrapped
from socialgraph.outputs.words import codes_in_words, family_words
from socialgraph.shipped import shipped_table

FRAME = pd.DataFrame(
    [("5-2-301", "weakly_reached", "book_access", "named", 0.25, 1)],
    columns=["flat", "class", "step", "survey", "reach", "x"],
)
texts = st.text(alphabet="ab 楼门户", max_size=40)


def test_a_screen_shows_the_columns_that_are_needed_first() -> None:
    assert chosen_columns(FRAME, "isolated", "") == ["flat", "class", "step", "survey", "reach"]


def test_all_columns_or_some_can_be_asked_for() -> None:
    assert chosen_columns(FRAME, "isolated", "all") == list(FRAME.columns)
    assert chosen_columns(FRAME, "isolated", "x, flat") == ["x", "flat"]


def test_a_column_that_is_none_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(InputError, match="flat, class"):
        chosen_columns(FRAME, "isolated", "flat,nowhere")


def test_headings_and_codes_are_words_of_the_language() -> None:
    shown = FRAME[chosen_columns(FRAME, "isolated", "")]
    assert in_words(shown, "isolated", "zh")[:2] == (
        ["户", "触达程度", "下一步", "问过信任谁吗", "触达"],
        [["5-2-301", "联系较弱", "约入户时间", "说了", "0.250"]],
    )


def test_every_field_of_words_is_there() -> None:
    fields = {field for row in shipped_table("screen_tables") for field in re.split("[+/]", row["words"]) if field}
    assert all(family_words(field, "zh") for field in fields - {SHARE})


def test_codes_within_a_text_are_told_and_numbers_stay() -> None:
    assert codes_in_words("verbal 2026-06-10", ("stance", "giver"), "zh") == "口头同意 2026-06-10"
    assert codes_in_words("0 good of 12 earlier conversations", ("source",), "zh") == "谈得好 0 次，以前共谈 12 次"
    assert codes_in_words("hesitant (cost|design)", ("stance", "concern"), "zh") == "犹豫（自费部分、走管位置）"
    assert codes_in_words("open_meeting", ("source",), "zh") == "open_meeting"  # no part of a longer word


def test_a_share_is_a_percentage_on_a_screen() -> None:
    assert in_words(pd.DataFrame({"building": ["5"], "consent_rate": [0.655]}), "rates", "en")[1] == [["5", "66%"]]


def test_no_line_of_a_cell_begins_with_closing_punctuation() -> None:
    assert wrapped("有老人（怕吵）", 12) == ["有老人（怕", "吵）"]


@given(st.lists(st.tuples(texts, texts, texts), max_size=5), st.integers(30, 100))
def test_a_table_fits_its_width_and_loses_nothing(cells: list[tuple[str, str, str]], width: int) -> None:
    made = plain_table(["a", "楼", "c"], cells, [False] * 3, width)
    assert max(map(display_width, made.split("\n"))) <= width
    for row in cells:
        for text in row:
            assert set(text.replace(" ", "")) <= set(made)


@given(texts, st.integers(2, 20))
def test_wrapping_keeps_every_character_and_its_order(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= width for line in lines)


def test_narrow_columns_keep_their_width_when_others_give_way() -> None:
    assert fitting_widths(["a", "b"], [["12345678", "x" * 100]], 40) == [8, 30]


def test_a_story_says_that_a_household_is_left_alone_and_why() -> None:
    parts = [("consent missing", True, ""), ("stopped", True, "")]
    parts += [("left alone because", "held", "until rights reopen")]
    frame = pd.DataFrame(
        [(part, value, "", source, "") for part, value, source in parts],
        columns=["part", "value", "date", "source", "missing"],
    )
    lines = story_words(story(frame), "zh")
    assert set(lines["part"]) == {"还缺同意", "不再打扰", "为什么"}
    assert lines["value"].iloc[-1] == "有一行还没更正，可能要求别打扰"


def test_a_story_has_ten_lines_and_says_words() -> None:
    parts = [("word of owner", "unreached"), ("class", "unreached"), ("consent missing", True), ("next step", "expert")]
    parts += [(f"q p_{n}", 0.1) for n in range(9)] + [(f"evidence {n}", 1.0) for n in range(50)]
    frame = pd.DataFrame(
        [(*part, "", "", "") for part in parts], columns=["part", "value", "date", "source", "missing"]
    )
    lines = story(frame)
    assert len(lines) <= 10
    value_of = dict(zip(*(story_words(lines, "zh")[name] for name in ("part", "value")), strict=True))
    assert (value_of["业主的话"], value_of["触达程度"], value_of["还缺同意"]) == ("没联系上", "没人说得上话", "是")
