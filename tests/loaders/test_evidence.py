"""What a column's cells say about it where its heading is nobody's word, and phrases of little words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import read_paths
from socialgraph.loaders.layout.weighing.readings import READ_FIELDS, field_share, person_share
from socialgraph.loaders.values.words.lexicon import Words

HOMES = ["5-1-101", "5-1-102", "5-1-201", "5-1-202", "5-1-301", "5-1-302"]


def of_column(write: Callable[..., Path], heading: str, cells: list[str]) -> Path:
    return write([["住址", "业主", heading], *([home, "试甲", cell] for home, cell in zip(HOMES, cells, strict=True))])


def test_a_column_that_speaks_one_vocabulary_is_that_field_under_any_heading(write_xlsx: Callable[..., Path]) -> None:
    path = of_column(write_xlsx, "咋回事", ["自住", "出租", "空着", "自住", "出租房", "自己住"])
    assert list(read_paths([path]).tables["dossiers"]["occupancy"]) == [
        *("owner_occupied", "rented", "vacant", "owner_occupied", "rented", "owner_occupied")
    ]


def test_words_that_answer_any_question_make_no_stance_of_an_unknown_heading(write_xlsx: Callable[..., Path]) -> None:
    path = of_column(write_xlsx, "充电棚", ["同意", "不同意", "同意", "犹豫", "同意", "不同意"])
    assert read_paths([path]).tables["stances"].empty


def test_a_heading_that_hints_is_believed_where_its_cells_agree(write_xlsx: Callable[..., Path]) -> None:
    path = of_column(write_xlsx, "对换管子的意见", ["同意", "不同意", "签了", "还在犹豫", "口头答应", "不同意"])
    assert list(read_paths([path]).tables["stances"]["stance"]) == [
        *("verbal", "refused", "signed", "hesitant", "verbal", "refused")
    ]


def test_a_heading_that_hints_is_asked_where_its_cells_say_something_else(write_xlsx: Callable[..., Path]) -> None:
    path = of_column(write_xlsx, "对换管子的意见", ["三口", "两口", "五口", "四口", "一口", "三口"])
    reading = read_paths([path])
    assert reading.tables["stances"].empty
    assert "对换管子的意见" in {question.heading for question in reading.questions}


def test_the_only_column_of_recent_dates_is_the_day_of_the_survey(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(
        [
            ["住址", "业主", "意见", "啥辰光"],
            *([home, "试甲", "同意", f"2026-09-0{day}"] for day, home in enumerate(HOMES, 1)),
        ]
    )
    assert list(read_paths([path]).tables["stances"]["date"]) == [f"2026-09-0{day}" for day in range(1, 7)]


def test_dates_of_long_ago_are_no_day_of_the_survey(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(
        [["住址", "业主", "意见", "搬进来"], *([home, "试甲", "同意", "1998-05-01"] for home in HOMES)],
    )
    assert set(read_paths([path]).tables["stances"]["date"]) == {""}


def test_rooms_are_rooms_under_any_heading(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(
        {
            "5号楼1门": [
                ["哪间", "业主", "意见"],
                *([room, "试甲", "同意"] for room in ("101", "102", "201", "202", "301", "302")),
            ]
        }
    )
    assert list(read_paths([path]).tables["stances"]["room"]) == ["101", "102", "201", "202", "301", "302"]


@pytest.mark.parametrize(("texts", "share"), [(["张三", "老钟", "王主任"], 1.0), (["同意", "自住", "没意见"], 0.0)])
def test_people_are_told_by_surname_or_title(texts: list[str], share: float) -> None:
    assert person_share(texts) == share


def test_digits_and_ticks_are_words_of_no_vocabulary() -> None:
    shares = {name: field_share(name, ["1", "0", "√", "×", "Y"]) for name in READ_FIELDS}
    of_words = ("stance", "result", "occupancy", "ownership_type", "roles", "kind", "status", "pipe_kind", "flags")
    assert [shares[name] for name in of_words] == [0.0] * len(of_words)


def test_a_share_counts_filled_cells_only() -> None:
    assert field_share("occupancy", ["自住", "", "出租", "没听说"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "stance"),
    [("还在犹豫", "hesitant"), ("答应，字还没签", "verbal"), ("说没意见", "no_objection"), ("家里没人", "unreached")],
)
def test_a_known_word_among_harmless_little_words_is_read(text: str, stance: str) -> None:
    cell = Words().stance_cell(text)
    assert cell is not None
    assert cell.stances == {"": stance}


@pytest.mark.parametrize("text", ["不太同意", "未必同意", "同意了才怪", "没说同意", "老伴不同意", "签了一半"])
def test_a_word_beside_one_that_may_turn_it_is_left_to_a_person(text: str) -> None:
    assert Words().stance_cell(text) is None
