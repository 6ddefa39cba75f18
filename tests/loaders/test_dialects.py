"""Sheets by clerks who write as they speak: headings, words and signs of a dialect, read in standard words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from one_sheet import rows_of

from socialgraph.loaders import read_paths
from socialgraph.loaders.layout.explained.legends import read_legend
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone


@pytest.mark.parametrize(
    ("said", "standard"),
    [
        ("唔使换", "不用换"),
        ("屋企有病人", "家里有病人"),
        ("边个都唔好嚟", "谁都不要来"),
        ("佢住边", "他住哪里"),
        ("呒没人", "没有人"),
        ("勿肯换", "不肯换"),
        ("莫得意见", "没有意见"),
        ("不得行", "不行"),
    ],
)
def test_a_dialect_is_put_into_standard_words(said: str, standard: str) -> None:
    assert in_standard_words(said) == standard


@pytest.mark.parametrize("text", ["同意换管", "乜藤篮", "边小鱼", "2栋301", "返修已完", "请勿打扰", "先得到通知"])
def test_what_holds_no_word_of_a_dialect_stays_as_it_is(text: str) -> None:
    assert in_standard_words(text) == text


@pytest.mark.parametrize(
    ("said", "stance"),
    [("唔肯倾", "declined_contact"), ("冇意见", "no_objection"), ("反口", "reversed"), ("搵唔到人", "unreached")],
)
def test_a_stance_in_a_dialect_is_that_stance(said: str, stance: str) -> None:
    cell = Words().stance_cell(said)
    assert cell is not None
    assert dict(cell.stances) == {"": stance}


@pytest.mark.parametrize("said", ["唔同意", "唔签住"])
def test_a_no_in_a_dialect_is_never_a_yes(said: str) -> None:
    cell = Words().stance_cell(said)
    assert cell is None or set(cell.stances.values()) <= {"refused"}


def test_a_wish_in_a_dialect_says_no_reason_and_wants_nobody() -> None:
    assert asks_to_be_left_alone("叫我哋唔好再搵佢")
    assert asks_to_be_left_alone("话以后边个都不要再上去拍他的门")
    assert not asks_to_be_left_alone("施工时不要拍坏门框")
    assert Words().many("refusal_reason", "叫我哋唔好再搵佢").codes == ()
    assert survey_outcome("边个都唔好嚟，畀佢清静") == "wants_nobody"


def test_who_has_nobody_says_so_in_a_dialect_too() -> None:
    assert [survey_outcome(text) for text in ("冇人", "冇边个", "唔想答")] == [
        "named_nobody",
        "named_nobody",
        "declined",
    ]


def test_a_word_may_stand_for_another_in_a_legend() -> None:
    legend = read_legend("√签咗名 ×唔得 睇定=未谂掂")
    cells = [Words().stance_cell(sign, legend) for sign in ("√", "×", "睇定")]
    assert [next(iter(cell.stances.values())) for cell in cells if cell] == ["signed", "refused", "hesitant"]


def test_below_a_heading_of_opinions_stands_a_column_a_pipe(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["√签咗名 ○口头应承 ×唔得"],
        ["房号", "业主意见", "", "", "住客意见"],
        ["", "水管", "厨房污水", "厕所污水", ""],
        ["3栋101", "√", "○", "×", "冇意见"],
        ["3栋201", "√", "√", "√", ""],
    ]
    path = write_xlsx(rows, merges=("B2:D2", "A2:A3", "E2:E3"))
    stances = rows_of(read_paths([path]), "stances", "room", "pipe_kind", "giver", "stance")
    assert stances == [
        ("101", "", "occupant", "no_objection"),
        ("101", "sewage_bath", "owner", "refused"),
        ("101", "sewage_kitchen", "owner", "verbal"),
        ("101", "supply", "owner", "signed"),
        ("201", "sewage_bath", "owner", "signed"),
        ("201", "sewage_kitchen", "owner", "signed"),
        ("201", "supply", "owner", "signed"),
    ]


def test_ties_under_headings_of_a_dialect_are_ties(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["房号", "姓名", "听边个讲", "佢住边", "点识嘅", "几好", "边日问"],
        ["1栋1梯101", "王小禾", "李小满", "1栋1梯201", "互相帮手", "好好", "2026年3月9日"],
        ["1栋1梯102", "赵小雪", "李小满", "1栋1梯201", "佢揸住条锁匙", "一般", "2026年3月9日"],
        ["1栋1梯202", "钱小寒", "李小满", "1栋1梯201", "旧同事", "少少", "2026年3月9日"],
        ["1栋1梯301", "孙小暑", "冇人", "", "", "", "2026年3月9日"],
    ]
    reading = read_paths([write_xlsx(rows)])
    assert rows_of(reading, "ties", "ego_name", "alter_name", "kind", "strength") == [
        ("王小禾", "李小满", "help_exchange", "3"),
        ("赵小雪", "李小满", "key_holding", "2"),
        ("钱小寒", "李小满", "former_colleague", "1"),
    ]
    assert rows_of(reading, "surveys", "room", "outcome") == [("301", "named_nobody")]


def test_a_building_without_doors_is_no_door_of_the_only_building_that_has_some(
    write_xlsx: Callable[..., Path],
) -> None:
    heads = ["小区", "楼号", "梯", "房号", "业主", "居住情况"]
    rows = [["甲大院", "1栋", f"{door}梯", f"{floor}01", "王小禾", "自住"] for door in (1, 2) for floor in range(1, 6)]
    rows += [["甲大院", "2栋", "", f"{floor}01", "李小满", "自住"] for floor in range(1, 6)]
    doors = rows_of(read_paths([write_xlsx([heads, *rows])]), "dossiers", "building", "door", "owner_name")
    assert [(building, door) for building, door, name in doors if name == "李小满"] == [("2", "")] * 5
