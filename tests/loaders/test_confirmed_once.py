"""A confirmed word, kind or column reaches every cell that it stands for, and makes nothing wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.values.words.confirmed import LEFT_ALONE, TABLE, WORD, Answer, Confirmed

PLACE = ["楼号", "单元", "房号"]
PARTS = [
    ["2026年10月征询", None, None, None],
    [*PLACE, "意见"],
    ["5", "1", "101", "中意10.8"],
    ["5", "1", "102", "中意；怕吵"],
    ["5", "1", "201", "中意10.9"],
    ["5", "1", "202", "中意"],
]
DAYS = [
    ["2026年 晚上扭秧歌", None, None, None, None],
    ["谁", "住", "9.5", "9.12", "9.19"],
    ["小测", "5-1-101", "√", None, "√"],
    ["老验", "5-1-102", "√", "√", None],
    ["阿检", "5-1-201", None, "迟到", "请假"],
]


def reading(path: Path, *answers: Answer) -> Reading:
    return read_paths([path], options=ReadOptions(confirmed=Confirmed(answers)))


def asked(load: Reading, part: str) -> list[Question]:
    return [question for question in load.questions if question.part == part]


def test_a_word_with_a_day_beside_it_is_asked_once_whatever_the_day(write_xlsx: Callable[..., Path]) -> None:
    shown = [question.shown for question in asked(reading(write_xlsx(PARTS)), WORD)]
    assert shown.count("中意") == 1
    assert not any("10." in word for word in shown)


def test_a_confirmed_word_is_read_beside_a_day_and_beside_a_reason(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(PARTS)
    word = next(question for question in asked(reading(path), WORD) if question.shown == "中意")
    stances = reading(path, word.answered("conditional")).tables["stances"].set_index("room")
    assert list(stances.loc[["101", "102", "201", "202"], "stance"]) == ["conditional"] * 4
    assert stances.loc["102", "reasons"] == "noise_dust_water"
    assert stances.loc["101", "date"] == "2026-10-08"


@pytest.mark.parametrize("cell", ["免了吧10.8", "同意；免了吧"])
def test_a_word_confirmed_to_be_a_wish_holds_its_household_in_a_longer_cell_too(
    cell: str, write_xlsx: Callable[..., Path]
) -> None:
    path = write_xlsx(
        [[*PLACE, "意见"], ["5", "1", "101", cell], ["5", "1", "102", "免了吧"], ["5", "1", "201", "同意"]]
    )
    word = next(question for question in asked(reading(path), WORD) if question.shown == "免了吧")
    load = reading(path, word.answered(LEFT_ALONE))
    held = {tuple(row) for row in load.tables["holds"][["building", "door", "room"]].astype(str).to_numpy()}
    assert {("5", "1", "101"), ("5", "1", "102")} <= held
    assert ("5", "1", "201") not in held


def test_people_under_days_are_asked_about_and_read_by_the_day_once_confirmed(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(DAYS)
    (table,) = asked(reading(path), TABLE)
    assert table.proposed == "activities"
    activities = reading(path, table.answered("activities")).tables["activities"]
    came = sorted(zip(activities["name"], activities["date"], strict=True))
    assert came == [
        ("小测", "2026-09-05"),
        ("小测", "2026-09-19"),
        ("老验", "2026-09-05"),
        ("老验", "2026-09-12"),
        ("阿检", "2026-09-12"),
    ]


def test_the_days_of_such_a_list_are_no_questions_of_their_own(write_xlsx: Callable[..., Path]) -> None:
    assert [question.part for question in reading(write_xlsx(DAYS)).questions] == [TABLE]


def test_a_list_of_duties_under_days_is_asked_and_never_taken(write_xlsx: Callable[..., Path]) -> None:
    duties = [["2026年垃圾分类值班", None, None, None, None], *DAYS[1:]]
    load = reading(write_xlsx(duties))
    assert load.tables["activities"].empty
    assert [question.proposed for question in asked(load, TABLE)] == ["activities"]


def test_words_that_open_a_whole_cell_are_asked_before_parts_of_long_ones(write_xlsx: Callable[..., Path]) -> None:
    rows = [[*PLACE, "意见", "原因"]]
    rows += [
        ["5", "1", f"{floor}01", "同意", "；".join(f"某{floor}{n}话" for n in "甲乙丙丁")] for floor in range(1, 4)
    ]
    rows += [["5", "1", "402", "中意", "甲乙话"]]
    words = [question.shown for question in asked(reading(write_xlsx(rows)), WORD)]
    assert set(words[:2]) == {"中意", "甲乙话"}


LIST = [
    ["样本号", "LD", "DY", "SH", "LG"],
    ["D001", "5", "1", "101", "CL-1"],
    ["D002", "5", "1", "102", "CL-2"],
    ["D003", "5", "1", "201", "CL-1"],
]
ROUND = [
    ["样本号", "RQ", "FS", "JG"],
    ["D001", "2026-10-02", "上门", "没见着人"],
    ["D003", "2026-10-03", "电话", "答应了"],
    ["D003", "2026-10-09", "上门", "没见着人"],
]
NAMED = [
    ["样本号", "提名姓名", "提名住址"],
    ["D001", "小测", "5-1-102"],
    ["D002", "老验", "5-1-201"],
    ["D003", "小测", "5-1-102"],
]


def _answered(load: Reading, meanings: dict[str, str]) -> list[Answer]:
    """An answer to every question about a table or column that is named here, by its heading or its file."""
    return [
        question.answered(meanings[name])
        for question in load.questions
        for name in (question.shown, question.files[0].split(".")[0])
        if name in meanings and (question.part == TABLE) == (name != question.shown)
    ]


def test_a_number_of_the_household_gives_other_files_its_address_once_confirmed(
    write_xlsx: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    for name, rows in (("list", LIST), ("round", ROUND), ("named", NAMED)):
        write_xlsx(rows).rename(folder / f"{name}.xlsx")
    asked_of = read_paths([folder])
    assert {question.proposed for question in asked_of.questions if question.shown == "样本号"} == {"house_no"}
    columns = {"样本号": "house_no", "LD": "building", "DY": "door", "SH": "room", "LG": "stack_kitchen"}
    columns |= {"RQ": "date", "FS": "mode", "JG": "result"}
    kinds = {"list": "survey", "round": "visits", "named": "ties"}
    load = reading(folder, *_answered(asked_of, columns | kinds))
    visits = load.tables["visits"]
    assert sorted(zip(visits["room"], visits["result"], strict=True)) == [
        ("101", "no_contact"),
        ("201", "agreed"),
        ("201", "no_contact"),
    ]
    ties = load.tables["ties"]
    assert sorted(zip(ties["ego_room"], ties["alter_room"], strict=True)) == [
        ("101", "102"),
        ("102", "201"),
        ("201", "102"),
    ]
    flats = load.tables["flats"].set_index("room")
    assert list(flats.loc[["101", "102", "201"], "stack"]) == ["CL-1", "CL-2", "CL-1"]


def test_people_of_a_confirmed_column_are_called_as_the_office_calls_them(write_xlsx: Callable[..., Path]) -> None:
    rows = [["门牌", "日期", "方式", "结果", "某某"]]
    rows += [[f"5-1-{room}", "2026-10-02", "上门", "没见着人", who] for room, who in (("101", "测"), ("102", "验、测"))]
    path = write_xlsx(rows)
    column = next(question for question in reading(path).questions if question.shown == "某某")
    visits = reading(path, column.answered("visitors")).tables["visits"]
    assert sorted(visits["visitors"]) == ["测", "验|测"]


OPINIONS = [
    ["室", "房主", "今住", "心意"],
    *([f"7-1-{floor}01", f"测某{name}", "自住", "九月三日签讫"] for floor, name in enumerate("甲乙丙丁", start=1)),
    ["7-1-501", "测某戊", "自住", "踌躇"],
    ["7-1-502", "测某己", "自住", "踌躇。怕吵"],
    ["7-1-601", "测某庚", "自住", "踌躇，后来签字了"],
]


def _heart(path: Path, **meanings: str) -> Reading:
    """The reading once 心意 is a stance and some of its words are known."""
    asked_of = reading(path)
    answers = [question.answered("stance") for question in asked_of.questions if question.shown == "心意"]
    words = {question.shown: question for question in asked_of.questions if question.part == WORD}
    return reading(path, *answers, *(words[word].answered(meaning) for word, meaning in meanings.items()))


def test_a_survey_that_asks_nothing_else_has_its_words_on_the_works_in_the_likely_column_of_reasons(
    write_xlsx: Callable[..., Path],
) -> None:
    questions = reading(write_xlsx(OPINIONS)).questions
    assert [question.proposed for question in questions if question.shown == "心意"] in ([], ["stance"])
    words = {question.shown: (question.field, question.count) for question in questions if question.part == WORD}
    assert words["签讫"] == ("stance", 4)


def test_a_confirmed_word_that_begins_a_cell_is_read_with_the_reason_behind_it(write_xlsx: Callable[..., Path]) -> None:
    stances = _heart(write_xlsx(OPINIONS), 踌躇="hesitant").tables["stances"].set_index("room")
    assert tuple(stances.loc["502", ["stance", "reasons"]]) == ("hesitant", "noise_dust_water")


def test_what_follows_a_confirmed_word_may_take_it_back(write_xlsx: Callable[..., Path]) -> None:
    stances = _heart(write_xlsx(OPINIONS), 踌躇="hesitant").tables["stances"].set_index("room")
    assert "601" not in stances.index or stances.loc["601", "stance"] != "hesitant"


def test_the_building_that_a_likely_table_leaves_out_is_asked_in_the_same_round(
    write_xlsx: Callable[..., Path],
) -> None:
    rows = [["何家", "所虑", "拟为之办", "其人肯否"]]
    rows += [[f"一单元{floor}02", "怕吵", "白天去活动室歇", "肯"] for floor in range(2, 6)]
    load = reading(write_xlsx({"一户一议": rows}))
    assert any(question.part == TABLE for question in load.questions)
    assert [question.field for question in load.questions if question.part == "place"] == ["building"]


@pytest.mark.parametrize(("cell", "households"), [("最多3家", "3"), ("五家以内", "5"), ("4户", "4")])
def test_how_many_households_somebody_would_take_on_may_be_said_as_a_limit(
    cell: str, households: str, write_xlsx: Callable[..., Path]
) -> None:
    path = write_xlsx([["姓名", "住址", "身份", "可包户数"], ["测某某", "5-1-101", "志愿者", cell]])
    assert list(reading(path).tables["people"]["capacity"].astype(str)) == [households]
