"""Rows that are no data are left out and counted; rows that are data never are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from socialgraph.loaders.files.grids import Grid, finish, value_cell
from socialgraph.loaders.files.limits import Budget
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.layout.explained.legends import read_legend
from socialgraph.loaders.layout.sheet_building import sheets_of
from socialgraph.loaders.opening import open_sheets
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.words.dictionary import heading_dictionary

HEADER = ["楼号", "单元", "房号", "户主", "意见"]
DATA = ["5号楼", "1", "101", "甲", "同意"]


@pytest.fixture
def read(write_xlsx: Callable[..., Path]) -> Callable[..., list[Sheet]]:
    """The sheets of a workbook with these rows."""
    return lambda rows, merges=(): open_sheets(write_xlsx(rows, merges))


def numbers(sheet: Sheet) -> list[int]:
    return [row.number for row in sheet.rows]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["小计", None, "12户", None, "同意11户"], "subtotal"),
        ([None, "1门小计", "12户", None, None], "subtotal"),
        (["合计", None, "48", None, "92%"], "subtotal"),
        (["同意率", None, None, None, "92%"], "subtotal"),
        (["填表人：周某", None, "审核人：", None, "2026年9月30日"], "signature"),
        (["负责人签字:", None, None, None, None], "signature"),
        (["注:本表一式两份", None, None, None, None], "note"),
        (["导入时请保留该行", None, None, None, None], "instruction"),
    ],
)
def test_a_row_that_is_no_data_is_left_out_and_counted(
    read: Callable[..., list[Sheet]], row: list[str | None], reason: str
) -> None:
    (sheet,) = read([HEADER, DATA, DATA, DATA, DATA, row])
    assert (numbers(sheet), sheet.skipped[reason]) == ([2, 3, 4, 5], 1)


@pytest.mark.parametrize(
    "row",
    [
        ["5号楼", "1", None, "甲", "已签字"],
        ["5号楼", "1", "01户", "甲", "同意"],
        ["5号楼", "1", None, "总工", "不同意"],
        [None, None, "102", None, None],
        ["5号楼", None, "底商1", None, "如有补偿就同意"],
    ],
)
def test_a_row_of_data_is_kept_however_little_it_says(read: Callable[..., list[Sheet]], row: list[str | None]) -> None:
    (sheet,) = read([HEADER, DATA, DATA, DATA, DATA, row])
    assert numbers(sheet) == [2, 3, 4, 5, 6]


def test_a_row_that_explains_the_header_is_dropped_and_its_legend_read(fixtures: Path) -> None:
    (sheet,) = open_sheets(fixtures / "workbooks" / "single_traps" / "instruction_row.xlsx")
    assert (numbers(sheet), sheet.skipped["instruction"]) == ([3, 4, 5], 1)
    assert sheet.column_legends == {"stance": {"1": "是", "0": "否"}}


def test_an_example_row_is_dropped(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([["序号", *HEADER], ["例", "5号楼", "2", "301", "张三", "同意"], [1, *DATA]])
    assert numbers(sheet) == [3]


def test_a_row_that_numbers_the_columns_is_dropped(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([["序号", *HEADER], [1, 2, 3, 4, 5, 6], [1, *DATA]])
    assert numbers(sheet) == [3]


def test_a_title_printed_again_with_its_header_is_no_new_table(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([["某里摸排表"], HEADER, DATA, ["某里摸排表(续)"], HEADER, DATA], ("A1:E1", "A4:E4"))
    assert (numbers(sheet), sheet.skipped) == ([3, 6], {"title": 2, "header": 2})


def test_rows_numbered_in_advance_are_empty(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([["序号", *HEADER], [1, *DATA], [2], [3]])
    assert (numbers(sheet), sheet.skipped["empty"]) == ([2], 2)


def test_a_column_of_instructions_is_dropped_and_counted(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([[*HEADER, "导入时请保留该列"], DATA])
    assert (sheet.skipped["instruction_column"], sheet.dropped_columns) == (1, [])


def test_notes_beside_and_below_the_table_are_no_rows_but_their_legend_counts(read: Callable[..., list[Sheet]]) -> None:
    beside = [
        [*HEADER, None, "说明"],
        [*DATA, None, "1.√为同意"],
        [*DATA, None, "2.×为不同意"],
        [*[None] * 6, "3.其余不填"],
    ]
    (sheet,) = read([*beside, [], ["注:△再考虑"]])
    assert (numbers(sheet), sheet.dropped_columns) == ([2, 3], [])
    assert sheet.legend == {"√": "同意", "×": "不同意", "△": "再考虑"}


def test_several_tables_on_a_sheet_each_carry_the_line_above_them(read: Callable[..., list[Sheet]]) -> None:
    head = ["房号", "户主", "意见"]
    first, second = read(
        [
            ["摸排表"],
            ["5号楼1门"],
            head,
            ["101", "甲", "同意"],
            [],
            ["5号楼2门"],
            head,
            ["101", "乙", "拒绝"],
            ["填表人:某"],
        ]
    )
    assert (first.block_title, numbers(first), second.block_title, numbers(second)) == (
        "5号楼1门",
        [4],
        "5号楼2门",
        [8],
    )
    assert (first.title, second.title) == ("摸排表", "摸排表")


@pytest.mark.parametrize("merges", [(), ("A2:C2", "A4:C4")])
def test_a_line_that_names_a_door_begins_a_part_of_the_table(
    read: Callable[..., list[Sheet]], merges: tuple[str, ...]
) -> None:
    parts = read(
        [["房号", "户主", "意见"], ["5号楼1门"], ["101", "甲", "同意"], ["5号楼2门"], ["101", "乙", "拒绝"]], merges
    )
    assert [(part.block_title, numbers(part)) for part in parts] == [("5号楼1门", [3]), ("5号楼2门", [5])]


def test_a_header_printed_again_on_a_new_page_is_no_new_table(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([HEADER, DATA, HEADER, DATA])
    assert (numbers(sheet), sheet.skipped["header"]) == ([2, 4], 2)


def test_another_header_further_down_begins_another_table(read: Callable[..., list[Sheet]]) -> None:
    survey, visits = read(
        [HEADER, DATA, ["走访时间", "地址", "走访人", "走访结果"], ["2026.5.1", "5-1-101", "王某", "同意"]]
    )
    assert (survey.kind, numbers(survey), visits.kind, numbers(visits)) == ("survey", [2], "visits", [4])


def test_tables_side_by_side_are_two_tables(read: Callable[..., list[Sheet]]) -> None:
    head = ["房号", "户主", "意见"]
    left, right = read([[*head, None, *head], ["101", "甲", "同意", None, "201", "乙", "拒绝"]])
    assert (left.rows[0].text("room"), right.rows[0].text("room")) == ("101", "201")


def test_several_visits_in_one_row_are_several_tables(read: Callable[..., list[Sheet]]) -> None:
    upper = ["楼号", "单元", "房号", "第一次走访", None, None, "第二次走访", None, None]
    lower = [None, None, None, *["时间", "走访人", "结果"] * 2]
    rows = [
        ["1", "1", "101", "5月1日", "王", "无人", "6月1日", "李", "同意"],
        ["1", "1", "102", "5月2日", "王", "同意"],
    ]
    first, second = read([upper, lower, *rows], ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:I1"))
    assert [(row.text("room"), row.text("date")) for row in first.rows] == [("101", "5月1日"), ("102", "5月2日")]
    assert [(row.text("room"), row.text("date")) for row in second.rows] == [("101", "6月1日")]


def test_several_trusted_people_in_one_row_are_several_tables(read: Callable[..., list[Sheet]]) -> None:
    head = ["住户姓名", "住户地址", "信任的人1", "信任的人1地址", "关系1", "信任的人2", "信任的人2地址", "关系2"]
    first, second = read([head, ["甲", "1-1-101", "乙", "1-1-102", "棋友", "丙", "1-1-201", "老同事"]])
    ends = [(part.kind, part.rows[0].text("ego_name"), part.rows[0].text("alter_address")) for part in (first, second)]
    assert ends == [("ties", "甲", "1-1-102"), ("ties", "甲", "1-1-201")]


def test_a_legend_below_the_table_is_that_of_the_column_it_names(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([HEADER, ["5", "1", "101", "甲", "1"], [], ["意见:1=同意,2=不同意"]])
    assert (sheet.column_legends, sheet.legend) == ({"stance": {"1": "同意", "2": "不同意"}}, {})


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("说明:√同意 ×不同意 △再考虑 ○未见面", {"√": "同意", "×": "不同意", "△": "再考虑", "○": "未见面"}),
        ("1=是,0=否", {"1": "是", "0": "否"}),
        ("注：1＝同意；2＝不同意", {"1": "同意", "2": "不同意"}),
        ("1001=自然人、1002=单位", {"1001": "自然人", "1002": "单位"}),
        ("同意打√，不同意打×", {"√": "同意", "×": "不同意"}),
        ("红色表示不同意，黄色=犹豫", {"红": "不同意", "黄": "犹豫"}),
        ("A:同意 B：不同意", {"A": "同意", "B": "不同意"}),
        ("某社区摸排表(截至2026年6月30日)", {}),
        ("1、请如实填写 2、每户一行", {}),
    ],
)
def test_a_legend_is_what_a_sheet_says_of_its_signs(text: str, legend: dict[str, str]) -> None:
    assert read_legend(text) == legend


def test_a_heading_may_carry_its_own_legend(read: Callable[..., list[Sheet]]) -> None:
    (sheet,) = read([["楼号", "单元", "房号", "意见(√同意 ×不同意)"], ["5", "1", "101", "√"]])
    assert sheet.column_legends == {"stance": {"√": "同意", "×": "不同意"}}


def test_filled_cells_of_a_legend_row_say_what_the_colour_means(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["图例:", "不同意"], HEADER, DATA):
        book.active.append(row)
    book.active["B1"].fill = PatternFill("solid", fgColor="FFFF0000")
    book.save(tmp_path / "a.xlsx")
    assert open_sheets(tmp_path / "a.xlsx")[0].legend == {"#FF0000": "不同意"}


WORDS = st.sampled_from(
    [
        "",
        "",
        "楼号",
        "房号",
        "意见",
        "户主",
        "5号楼",
        "5号楼2门",
        "301",
        "12户",
        "小计",
        "合计",
        "填表人:某",
        "同意",
        "必填",
        "注:如图",
    ]
)


@settings(max_examples=400)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=14))
def test_every_filled_row_is_a_row_of_a_sheet_or_counted_as_left_out(rows: list[list[str]]) -> None:
    filled = {number for number, row in enumerate(rows, 1) if any(row)}
    cells = {n: {c: value_cell(text) for c, text in enumerate(row) if text} for n, row in enumerate(rows, 1)}
    grid = finish(Grid(rows={n: row for n, row in cells.items() if row}), Budget("a"))
    sheets = sheets_of(grid, "a", heading_dictionary(), ReadOptions())
    read = [row.number for sheet in sheets for row in sheet.rows]
    left_out = sum(count for sheet in sheets for why, count in sheet.skipped.items() if why != "instruction_column")
    if len({sheet.rows[0].number for sheet in sheets if sheet.rows}) == len([s for s in sheets if s.rows]):
        assert (len(read) + left_out, set(read) - filled) == (len(filled), set())
