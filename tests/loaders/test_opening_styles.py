"""What an office says by style, and what stands in a cell apart from its text."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from python_calamine import CalamineWorkbook

from socialgraph.loaders.files.grids import number_text
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.opening import open_sheets
from socialgraph.loaders.options import ReadOptions

HEADER = ["楼号", "单元", "房号", "户主", "意见", "摸排日期"]


@pytest.fixture
def read_cell(tmp_path: Path) -> Callable[..., Cell]:
    """Write a value under 户主 and give back its cell; `change` may style it."""

    def read(value: object, change: Callable[[object], None] = lambda cell: None, *, field: str = "head_name") -> Cell:
        book = Workbook()
        book.active.append(HEADER)
        book.active.append(["5", "1", "101", None, "同意"])
        column = {"head_name": 4, "survey_date": 6}[field]
        cell = book.active.cell(2, column, value)
        change(cell)
        book.save(tmp_path / "a.xlsx")
        return open_sheets(tmp_path / "a.xlsx")[0].rows[0].cell(field)

    return read


def test_a_struck_cell_says_so(read_cell: Callable[..., Cell]) -> None:
    assert read_cell("甲", lambda cell: setattr(cell, "font", Font(strike=True))).struck


def test_a_cell_is_struck_when_every_part_of_its_text_is(read_cell: Callable[..., Cell]) -> None:
    struck = InlineFont(strike=True)
    assert read_cell(CellRichText(TextBlock(struck, "甲"), TextBlock(struck, "乙"))).struck
    assert not read_cell(CellRichText(TextBlock(struck, "甲"), "乙")).struck


def test_a_fill_is_its_colour_also_in_an_empty_cell(read_cell: Callable[..., Cell]) -> None:
    red = PatternFill("solid", fgColor="FFFF0000")
    assert read_cell("甲", lambda cell: setattr(cell, "fill", red)).fill == "FF0000"
    assert read_cell(None, lambda cell: setattr(cell, "fill", red)).fill == "FF0000"


def test_white_is_no_fill(read_cell: Callable[..., Cell]) -> None:
    white = PatternFill("solid", fgColor="FFFFFFFF")
    assert read_cell("甲", lambda cell: setattr(cell, "fill", white)).fill == ""


def test_a_comment_comes_with_its_cell(read_cell: Callable[..., Cell]) -> None:
    assert read_cell("甲", lambda cell: setattr(cell, "comment", Comment("已搬走", "某"))).comment.endswith("已搬走")


def test_a_formula_that_was_never_calculated_is_told_apart_from_an_empty_cell(read_cell: Callable[..., Cell]) -> None:
    cell = read_cell("=VLOOKUP(A2,B:C,2,0)")
    assert (cell.text, cell.formula_without_value) == ("", True)
    assert not read_cell(None).formula_without_value


def test_a_date_is_iso_text_and_marked(read_cell: Callable[..., Cell]) -> None:
    cell = read_cell(datetime.datetime(2026, 9, 15), field="survey_date")
    assert (cell.text, cell.is_date, cell.raw) == ("2026-09-15", True, datetime.datetime(2026, 9, 15))


def test_a_serial_number_without_a_date_format_stays_a_number(read_cell: Callable[..., Cell]) -> None:
    cell = read_cell(46150, field="survey_date")
    assert (cell.text, cell.is_date) == ("46150", False)


def test_the_date_formats_of_chinese_excel_are_dates(tmp_path: Path, patch_part: Callable[..., Path]) -> None:
    book = Workbook()
    book.active.append(HEADER)
    book.active.append(["5", "1", "101", "甲", "同意", 46280])
    book.active.cell(2, 6).number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    # openpyxl cannot write the built-in format 31 (2026年9月15日), Excel does
    patch_part(tmp_path / "a.xlsx", "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="2"', b'numFmtId="31"'))
    assert open_sheets(tmp_path / "a.xlsx")[0].rows[0].text("survey_date") == "2026-09-15"


def test_workbooks_that_count_days_from_1904_give_the_same_dates(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = datetime.datetime(1904, 1, 1)
    book.active.append(HEADER)
    book.active.append(["5", "1", "101", "甲", "同意", datetime.datetime(2026, 9, 15)])
    book.save(tmp_path / "a.xlsx")
    assert open_sheets(tmp_path / "a.xlsx")[0].rows[0].text("survey_date") == "2026-09-15"


def test_merged_is_not_blank(fixtures: Path) -> None:
    (sheet,) = open_sheets(fixtures / "cases" / "g01_merged.xlsx")
    building = [(row.number, row.text("building"), row.cell("building").merged) for row in sheet.rows]
    assert building[:5] == [
        (3, "5号楼", False), (4, "5号楼", True), (5, "5号楼", True), (6, "5号楼", True), (7, "", False)
    ]  # fmt: skip
    stance = sheet.rows[3].cell("stance")
    assert (stance.text, stance.merged, stance.merge_rows) == ("已签字", True, 2)


def test_blanks_are_filled_down_only_when_asked_and_it_is_said(fixtures: Path) -> None:
    path = fixtures / "cases" / "g01_merged.xlsx"
    (sheet,) = open_sheets(path, ReadOptions(ffill=("building", "door")))
    row = next(row for row in sheet.rows if row.number == 7)
    assert (row.text("building"), row.text("door"), row.text("stance")) == ("5号楼", "2", "不同意")
    assert [note.code for note in sheet.notes].count("report.filled_down") == 2


def test_old_excel_keeps_strikethrough_fill_merges_and_hidden_rows(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("摸排")
    for column, heading in enumerate(HEADER):
        sheet.write(0, column, heading)
    sheet.write_merge(1, 2, 0, 0, "5号楼")
    for row in (1, 2):
        sheet.write(row, 2, 300 + row)
    sheet.write(1, 3, "甲", xlwt.easyxf("font: struck_out true; pattern: pattern solid, fore_colour red"))
    sheet.write(2, 5, datetime.datetime(2026, 9, 15), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.row(2).hidden = True
    book.save(str(tmp_path / "a.xls"))
    (read,) = open_sheets(tmp_path / "a.xls")
    first, second = read.rows
    assert (first.cell("head_name").struck, first.cell("head_name").fill) == (True, "FF0000")
    assert (second.text("building"), second.cell("building").merged, second.hidden) == ("5号楼", True, True)
    assert (second.text("room"), second.text("survey_date")) == ("302", "2026-09-15")


def test_a_hidden_column_is_read_and_counted(fixtures: Path) -> None:
    sheet = open_sheets(fixtures / "workbooks" / "single_traps" / "hidden_parts.xlsx")[0]
    assert (sheet.hidden_columns, sheet.rows[0].cell("stance").hidden, sheet.rows[0].cell("room").hidden) == (
        1, True, False
    )  # fmt: skip


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_has_no_point(number: int) -> None:
    assert number_text(float(number)) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_the_text_of_a_number_is_that_number_without_an_exponent(number: float) -> None:
    assert float(number_text(number)) == pytest.approx(number, rel=1e-9, abs=1e-6)
    assert "e" not in number_text(number)


def test_every_cell_of_the_sample_workbooks_is_what_calamine_and_openpyxl_read(xinfeng: Path) -> None:
    for path in sorted(xinfeng.glob("*.xlsx")):
        plain = load_workbook(path)
        for sheet in open_sheets(path):
            rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet.sheet).to_python(skip_empty_area=False)
            columns = {name: _column_of(plain[sheet.sheet], heading) for name, heading in sheet.fields.items()}
            for row in sheet.rows:
                for name, column in columns.items():
                    cell = row.cell(name)
                    if not cell.merged:
                        assert _same(cell, rows[row.number - 1][column]), (path.name, sheet.sheet, row.number, name)


def _column_of(sheet: object, heading: str) -> int:
    """The column whose heading, or whose lower heading, is this one; right to left for lower cells."""
    upper, _, lower = heading.partition("-")
    rows = [["".join(str(v or "").split()) for v in row] for row in sheet.iter_rows(max_row=4, values_only=True)]
    if not lower:
        return next(row.index(heading) for row in rows if heading in row)
    start = next(row.index(upper) for row in rows if upper in row)
    return next(row.index(lower, start) for row in rows if lower in row[start:])


def _same(cell: Cell, value: object) -> bool:
    if isinstance(value, datetime.date):
        return cell.is_date and cell.text == value.isoformat()[:10]
    if isinstance(value, float):
        return cell.text == f"{value:.15g}"
    return cell.text == str(value)
