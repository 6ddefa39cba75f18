"""Exports of questionnaires, numbers of risers that say where they are, sheets told apart by what they ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.tables.compound_names import compounds_named

WriteXlsx = Callable[..., Path]
QUESTIONS = ["序号", "提交答卷时间", "所用时间", "1、您住在哪个小区？", "2、您的住址是？（例：3幢1单元301室）"]
QUESTIONS += ["3、怎么称呼您？（请填写姓名）", "4、您是这套房子的：", "5、对更换【厨房废水立管】，您家的意见是："]
QUESTIONS += [
    "6、对更换【卫生间污水立管】，您家的意见是：",
    "7、对更换【楼道给水立管】，您家的意见是：",
    "8、还有什么想说的？（选填）",
]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].to_numpy().tolist()))


def test_a_questionnaires_questions_head_its_answers_and_name_the_pipe(write_xlsx: WriteXlsx) -> None:
    said = [("同意，已签协议", "同意，已签协议", "同意，已签协议"), ("不同意", "还在犹豫", "同意，已签协议")]
    said += [("同意，已签协议", "同意，已签协议", "不同意"), ("同意，已签协议",) * 3]
    answers = [
        [
            str(n),
            f"2026/10/1{n} 21:19:05",
            "349秒",
            "采菱新村",
            f"3幢1单元{n}01室",
            f"甲{'一二三四'[n - 1]}",
            "房主本人",
            *words,
            "辛苦了",
        ]
        for n, words in enumerate(said, 1)
    ]
    reading = read_paths([write_xlsx([QUESTIONS, *answers], name="意愿问卷.xlsx")])
    of_second = [row[1:] for row in rows(reading, "stances", "room", "pipe_kind", "stance") if row[0] == "201"]
    assert of_second == [("sewage_bath", "hesitant"), ("sewage_kitchen", "refused"), ("supply", "signed")]
    assert len(reading.tables["dossiers"]) == 4


def test_the_number_of_a_riser_may_begin_with_building_and_door(write_xlsx: WriteXlsx) -> None:
    head = ["立管编号", "类别", "经过哪些户"]
    reading = read_paths(
        [
            write_xlsx(
                [["立管对照"], head, ["3-2-C1", "厨房废水", "101、201、301"], ["WL-2", "卫生间污水", "102、202、302"]]
            )
        ]
    )
    assert rows(reading, "flats", "building", "door", "room", "stack") == [
        ("3", "2", "101", "3-2-C1"),
        ("3", "2", "201", "3-2-C1"),
        ("3", "2", "301", "3-2-C1"),
    ]


def test_the_only_other_column_of_names_is_whom_somebody_is_close_to(write_xlsx: WriteXlsx) -> None:
    head = ["谁（姓名）", "住址", "和谁（姓名）", "对方住址", "关系", "亲疏", "记录日期"]
    lines = [
        [f"甲{n}一", f"3幢1单元{n}01室", f"乙{n}二", f"3幢1单元{n}02室", "老同事", "近", f"2026-10-2{n}"]
        for n in "一二三四五六"
    ]
    lines = [
        [
            cell.translate(str.maketrans("一二三四五六", "123456")) if "幢" in cell or "-" in cell else cell
            for cell in line
        ]
        for line in lines
    ]
    reading = read_paths([write_xlsx([head, *lines], name="关系线索.xlsx")])
    assert len(reading.tables["ties"]) == 6
    assert set(reading.tables["ties"]["kind"]) == {"former_colleague"}


def test_a_column_to_sign_in_makes_a_titled_list_one_of_those_who_came(write_xlsx: WriteXlsx) -> None:
    head = ["序号", "姓名", "小区", "住址", "签到"]
    lines = [[str(n), f"甲{'一二三'[n - 1]}", "采菱新村", f"3幢1单元{n}01室", "√"] for n in (1, 2, 3)]
    reading = read_paths([write_xlsx([["管道更新居民恳谈会 2026年10月14日"], head, *lines], name="恳谈会.xlsx")])
    assert [row[1] for row in rows(reading, "activities", "room", "date")] == ["2026-10-14"] * 3
    assert reading.tables["dossiers"].empty


def test_a_list_of_offers_with_day_and_clerk_is_no_log_of_visits(write_xlsx: WriteXlsx) -> None:
    head = ["住址", "居民顾虑", "答复口径/措施", "居民反馈", "答复日期", "经办"]
    answers = ["接受", "不接受", "接受", "接受", "不接受", "接受"]
    lines = [
        [f"3幢1单元{n}01室", "怕瓷砖配不上", f"提供第{n}种瓷砖小样由住户选", a, f"2026-11-0{n}", "蒲青团"]
        for n, a in enumerate(answers, 1)
    ]
    reading = read_paths([write_xlsx([head, *lines], name="一户一策答复表.xlsx")])
    assert reading.tables["visits"].empty
    assert [accepted for _, accepted in rows(reading, "measures", "room", "accepted")] == [
        {"接受": "true", "不接受": "false"}[answer] for answer in answers
    ]


@pytest.mark.parametrize(
    ("title", "names"), [("塔儿弄户档（2026年10月版）", ("塔儿弄",)), ("412弄住户", ()), ("弄好了的", ())]
)
def test_a_lane_with_a_name_is_a_compound(title: str, names: tuple[str, ...]) -> None:
    assert compounds_named(title) == names
