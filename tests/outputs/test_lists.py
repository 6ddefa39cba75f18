"""The secretary's workbook, read back with openpyxl."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from socialgraph.errors import InputError
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_rows import build_rows
from socialgraph.outputs.lists import write_list

TownFrames = dict[str, pd.DataFrame]
ZH_HEADINGS = [
    "名单编号", "志愿者", "楼号", "门", "房号", "联系谁", "还缺什么", "关切", "可提供的帮助", "最早日期", "结果",
    "意见", "可入户", "日期", "备注",
]  # fmt: skip


@pytest.fixture
def rows(assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str]) -> pd.DataFrame:
    return build_rows(assignment, town_frames, names)


@pytest.fixture
def book(tmp_path: Path, rows: pd.DataFrame, context: ListContext) -> Workbook:
    write_list(tmp_path / "list.xlsx", rows, context)
    return load_workbook(tmp_path / "list.xlsx")


def texts(book: Workbook) -> list[str]:
    """Every text of the workbook, headers and footers included."""
    cells = [str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line if cell]
    for sheet in book:
        cells += [str(sheet.oddHeader.center.text), str(sheet.oddFooter.left.text)]
    return cells


def test_there_is_a_sheet_of_conversations_one_per_volunteer_and_the_rules(book: Workbook) -> None:
    assert book.sheetnames == ["走访清单", "按志愿者打印", "规则与申诉"]


def test_the_first_sheet_says_who_talks_with_whom_about_what(book: Workbook) -> None:
    sheet = book["走访清单"]
    assert [cell.value for cell in sheet[4]] == ZH_HEADINGS
    assert [cell.value for cell in sheet[6]] == [
        "L20261125-01/2", "孙志愿", "5", "2", "301", "欧阳（业主）、租（租户）", "业主同意、入户时间", "刚装修",
        "拍照留底，找某某谈 ****", "2026-11-27", None, None, None, None, None,
    ]  # fmt: skip


def test_no_day_of_a_conversation_is_beyond_the_list_s_own_validity(
    tmp_path: Path, rows: pd.DataFrame, context: ListContext
) -> None:
    ends = dataclasses.replace(context, expires_on=dt.date(2026, 11, 26))  # a day before the first row's earliest day
    write_list(tmp_path / "short.xlsx", rows, ends)
    book = load_workbook(tmp_path / "short.xlsx")
    assert rows["not_before"].max() > "2026-11-26"
    assert not any("2026-11-27" in cell for cell in texts(book))
    assert book["走访清单"][6][9].value == "不在本单有效期内"


@pytest.mark.parametrize(("retention_end", "shown"), [("2026-12-20", True), ("2027-12-31", False)])
def test_the_rules_say_how_long_data_are_kept_and_no_day_beyond_the_lists_validity(
    tmp_path: Path, rows: pd.DataFrame, context: ListContext, retention_end: str, shown: bool
) -> None:
    write_list(tmp_path / "kept.xlsx", rows, dataclasses.replace(context, retention_end=retention_end))
    cells = texts(load_workbook(tmp_path / "kept.xlsx"))
    days = {day for cell in cells for day in re.findall(r"\d{4}-\d{2}-\d{2}", cell)}
    assert max(days) <= context.last_day.isoformat()
    assert (retention_end in days) is shown
    assert any("保存到" in cell or "保存期限" in cell for cell in cells)


def test_what_looks_like_a_formula_is_text(book: Workbook) -> None:
    assert book["走访清单"]["I7"].value == '\'=HYPERLINK("http://example.invalid")'
    assert book["走访清单"]["I7"].data_type == "s"


def test_results_words_and_access_are_chosen_from_drop_downs_over_all_rows(book: Workbook) -> None:
    rules = {str(rule.sqref): rule.formula1 for rule in book["走访清单"].data_validations.dataValidation}
    assert rules["K5:K7"] == '"做通,态度缓和,没变化,态度恶化,无人,不要再来"'
    assert rules["L5:L7"].startswith('"已签字,口头同意,有条件同意')
    assert rules["M5:M7"] == '"是,否"'


def test_the_printed_sheet_fits_a4_repeats_its_header_and_gives_each_volunteer_a_page(book: Workbook) -> None:
    sheet = book["按志愿者打印"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$4"
    headings = [row[0].row for row in sheet.iter_rows() if str(row[0].value).startswith("志愿者：")]
    assert len(headings) == 2
    assert [page.id for page in sheet.row_breaks.brk] == [headings[1] - 1]


def test_the_header_of_the_first_sheet_stays_in_sight(book: Workbook) -> None:
    assert book["走访清单"].freeze_panes == "C5"


def test_the_third_sheet_says_who_why_how_to_refuse_and_whom_to_complain_to(book: Workbook) -> None:
    text = "\n".join(str(row[0].value) for row in book["规则与申诉"].iter_rows())
    for words in (
        "示例街道办事处",
        "核实并协商示例小区上下水改造",
        "怎样拒绝",
        "向谁申诉：示例社区书记室 010-00000000",
    ):
        assert words in text


def test_every_page_carries_the_export_id(book: Workbook) -> None:
    assert all("L20261125-01" in sheet.oddHeader.center.text for sheet in book)


def test_cells_are_set_in_chinese_fonts_and_wrapped(book: Workbook) -> None:
    cell = book["走访清单"]["I6"]
    assert cell.font.name == "宋体"
    assert cell.alignment.wrap_text


def test_only_its_owner_can_read_the_file(tmp_path: Path, rows: pd.DataFrame, context: ListContext) -> None:
    write_list(tmp_path / "list.xlsx", rows, context)
    assert (tmp_path / "list.xlsx").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["list.xlsx"]


def test_a_list_that_nobody_confirmed_is_not_written(tmp_path: Path, rows: pd.DataFrame, context: ListContext) -> None:
    with pytest.raises(InputError, match="--confirmed-by"):
        write_list(tmp_path / "list.xlsx", rows, dataclasses.replace(context, confirmed_by=" "))
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, rows: pd.DataFrame, context: ListContext
) -> None:
    with pytest.raises(InputError, match=r"list\.xlsx cannot be written"):
        write_list(tmp_path / "nowhere" / "list.xlsx", rows, context)


def test_an_empty_list_still_opens(tmp_path: Path, rows: pd.DataFrame, context: ListContext) -> None:
    records = write_list(tmp_path / "list.xlsx", rows.iloc[:0], context)
    assert len(records) == 0
    assert load_workbook(tmp_path / "list.xlsx")["走访清单"].max_row == 4


def test_the_compound_stands_beside_the_address_where_households_have_one(
    tmp_path: Path, rows: pd.DataFrame, context: ListContext
) -> None:
    write_list(tmp_path / "list.xlsx", rows.assign(compound="示例里"), context)
    sheet = load_workbook(tmp_path / "list.xlsx")["走访清单"]
    assert [cell.value for cell in sheet[4]][2:4] == ["小区", "楼号"]
    assert sheet["C5"].value == "示例里"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_name_of_a_third_person_and_no_whole_phone_is_anywhere(
    lang: str, tmp_path: Path, assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str],
    phones: dict[str, str], context: ListContext,
) -> None:  # fmt: skip
    context = dataclasses.replace(context, lang=lang)
    write_list(tmp_path / "list.xlsx", build_rows(assignment, town_frames, names, phones, lang=lang), context)
    text = "\n".join(texts(load_workbook(tmp_path / "list.xlsx")))
    assert not re.search(r"1\d{10}", text)
    assert not [name for person, name in names.items() if person not in ("p_sun", "p_qian") and name in text]
    assert not [person for person in names if person in text]


free_text = st.text(alphabet="=+-@王样例周旁人1390 abc\t\r\n，。", max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(offer=free_text)
def test_whatever_an_offer_says_no_cell_is_a_formula_and_nobody_is_named(
    offer: str, tmp_path: Path, assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str],
    context: ListContext,
) -> None:  # fmt: skip
    rows = build_rows(assignment.assign(measure=offer), town_frames, names)
    write_list(tmp_path / "list.xlsx", rows, context)
    cells = texts(load_workbook(tmp_path / "list.xlsx"))
    signs = [text for text in cells if text.lstrip().startswith(("=", "+", "-", "@"))]  # behind a tab they count too
    assert not [text for text in signs if not re.fullmatch(r"-?\d+", text)]
    assert not [text for text in cells if "\r" in text]
    assert not [text for text in cells if "王样例" in text or "周旁人" in text or re.search(r"1390\d{7}", text)]
