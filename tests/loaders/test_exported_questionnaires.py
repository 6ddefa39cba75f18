"""What an online questionnaire exports: a question a pipe, worries to tick, and a page that describes its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]
HEAD = [
    "楼栋",
    "单元",
    "门牌号",
    "填表人",
    "填表人身份",
    "给水管更换",
    "厨房下水管更换",
    "卫生间下水管更换",
    "主要顾虑（可多选）",
    "提交时间",
]
ANSWERS = [
    ["2栋", "1单元", "301", "谷秤砣", "产权人", "同意", "不同意", "不同意", "刚装修┋家有孕妇", "2026-03-02"],
    ["2栋", "1单元", "302", "简书签", "租客", "没意见", "没意见", "没意见", "", "2026-03-03"],
    ["2栋", "1单元", "401", "敖冬瓜", "产权人", "看大家", "看大家", "看大家", "费用", "2026-03-03"],
    ["2栋", "1单元", "402", "佘斗笠", "产权人", "同意", "同意", "同意", "", "2026-03-04"],
]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].to_numpy().tolist()))


def test_each_question_is_on_the_pipe_it_names_and_worries_are_the_reasons_of_a_no(write_xlsx: WriteXlsx) -> None:
    reading = read_paths([write_xlsx([HEAD, *ANSWERS], name="收集表.xlsx")])
    said = rows(reading, "stances", "room", "pipe_kind", "giver", "stance", "reasons")
    assert [row for row in said if row[0] == "301"] == [
        ("301", "sewage_bath", "owner", "refused", "new_fitout|infant_pregnancy"),
        ("301", "sewage_kitchen", "owner", "refused", "new_fitout|infant_pregnancy"),
        ("301", "supply", "owner", "verbal", ""),
    ]
    assert {row[1:] for row in said if row[0] == "401"} == {
        (pipe, "owner", "conditional", "cost") for pipe in ("supply", "sewage_kitchen", "sewage_bath")
    }
    assert {row[2:4] for row in said if row[0] == "302"} == {("occupant", "no_objection")}


def test_a_list_that_only_describes_a_known_word_does_not_change_what_it_means(tmp_path: Path) -> None:
    book = Workbook()
    flats = book.active
    flats.title = "户档"
    for row in (
        ["楼栋", "单元", "房号", "产权人", "产权", "承租人", "居住情况"],
        ["2栋", "1单元", "101", "聂铜壶", "商品房", "勾粉面", "门面经营"],
        ["2栋", "1单元", "201", "谯镰刀", "商品房", "", "人在外地"],
        ["2栋", "1单元", "202", "卞莲藕", "商品房", "", "甲"],
    ):
        flats.append(row)
    words = book.create_sheet("下拉值")
    for row in (
        ["字段", "值", "说明"],
        ["居住情况", "人在外地", "房子没人住，电话联系得到"],
        ["居住情况", "甲", "空置"],
    ):
        words.append(row)
    book.save(tmp_path / "户档.xlsx")
    reading = read_paths([tmp_path / "户档.xlsx"])
    assert rows(reading, "dossiers", "room", "occupancy", "tenant_name", "public_lessee_name") == [
        ("101", "commercial", "勾粉面", ""),
        ("201", "absentee", "", ""),
        ("202", "vacant", "", ""),
    ]
