"""The workbook that a clerk mends: what it shows, and that mended rows go where they came from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.loaders import read_paths, write_quarantine_workbook

WriteXlsx = Callable[..., Path]
HEAD = ["楼号", "单元", "房号", "产权人", "身份证号", "联系电话", "意见"]


@pytest.fixture
def quarantined(write_xlsx: WriteXlsx, tmp_path: Path) -> Path:
    """Building 5 with two doors: a row without its door, and a row with a bad phone and an unknown stance."""
    lines = [
        ["5", "1", "101", "甲", "990101197109049947", "13900000001", "同意"],
        ["5", "2", "101", "乙", "990101197109049947", "1.39E+10", "嗯嗯"],
        ["5", None, "201", "+丙", "990101197109049947", "13900000003", "不同意"],
    ]
    path = write_xlsx([HEAD, *lines])
    write_quarantine_workbook(read_paths([path]), tmp_path / "待更正.xlsx")
    return tmp_path / "待更正.xlsx"


def page(path: Path) -> Worksheet:
    return load_workbook(path).active


def headings(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[2]}


def red(sheet: Worksheet, row: int) -> set[str]:
    return {name for name, column in headings(sheet).items() if sheet.cell(row, column).fill.fgColor.rgb == "00FFC7CE"}


def test_the_cells_to_mend_are_marked_and_explained(quarantined: Path) -> None:
    sheet = page(quarantined)
    assert (red(sheet, 3), red(sheet, 4)) == ({"联系电话", "意见"}, {"单元"})
    columns = headings(sheet)
    assert sheet.cell(4, columns["原行号"]).value == "4"
    assert "没有写门号" in sheet.cell(4, columns["读不出的原因"]).value
    assert "2门" in sheet.cell(4, columns["怎样改"]).value


def test_forbidden_columns_are_not_in_it_and_formulas_are_text(quarantined: Path) -> None:
    sheet = page(quarantined)
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "身份证号" not in headings(sheet)
    assert not any("990101197109049947" in text for text in texts)
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert "'+丙" in texts


def test_only_its_owner_can_read_it(quarantined: Path) -> None:
    assert quarantined.stat().st_mode & 0o777 == 0o600


def test_unmended_rows_stay_in_quarantine_with_their_own_place(quarantined: Path) -> None:
    load = read_paths([quarantined])
    assert set(load.quarantine[["file", "row", "reason"]].itertuples(index=False, name=None)) == {
        ("台账.xlsx", "3", "bad_phone"),
        ("台账.xlsx", "3", "unknown_value"),
        ("台账.xlsx", "4", "missing_door"),
    }
    assert load.mended == {quarantined: 2}


def test_mended_rows_load_as_rows_of_their_own_sheet_which_is_not_read_whole(quarantined: Path) -> None:
    book = load_workbook(quarantined)
    sheet, columns = book.active, headings(book.active)
    sheet.cell(3, columns["联系电话"]).value = "13900000002"
    sheet.cell(3, columns["意见"]).value = "同意"
    sheet.cell(4, columns["单元"]).value = "2"
    book.save(quarantined)
    load = read_paths([quarantined])
    stances = load.tables["stances"][["door", "room", "stance", "sources"]]
    assert list(stances.itertuples(index=False, name=None)) == [
        ("2", "101", "verbal", "台账.xlsx::摸排"),
        ("2", "201", "refused", "台账.xlsx::摸排"),
    ]
    assert (load.mended, load.sources, len(load.quarantine)) == ({quarantined: 0}, set(), 0)


def test_what_was_never_this_households_word_does_not_come_back_as_one(fixtures: Path, tmp_path: Path) -> None:
    for name in ("g01_merged.xlsx", "g04_filtered.xlsx"):
        write_quarantine_workbook(read_paths([fixtures / "cases" / name]), tmp_path / "待更正.xlsx")
        assert read_paths([tmp_path / "待更正.xlsx"]).tables["stances"].empty


def test_the_door_that_the_whole_load_settled_is_written_down(write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    path = write_xlsx([["地址", "产权人", "联系电话"], ["6-1-201", "甲", None], ["6-202", "乙", "123"]])
    write_quarantine_workbook(read_paths([path]), tmp_path / "待更正.xlsx")
    assert list(read_paths([tmp_path / "待更正.xlsx"]).tables["dossiers"]["door"]) == ["1"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_loads_back_in_both_languages(lang: str, xinfeng: Path, tmp_path: Path) -> None:
    load = read_paths([xinfeng])
    write_quarantine_workbook(load, tmp_path / "quarantine.xlsx", lang)  # type: ignore[arg-type]
    again = read_paths([tmp_path / "quarantine.xlsx"])
    columns = ["file", "sheet", "row", "reason"]
    assert set(again.quarantine[columns].itertuples(index=False, name=None)) == set(
        load.quarantine[columns].itertuples(index=False, name=None)
    )


def test_the_nearest_known_word_is_named(write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    path = write_xlsx([["楼号", "单元", "房号", "产权人", "装修情况"], ["5", "1", "101", "甲", "新装秀"]])
    write_quarantine_workbook(read_paths([path]), tmp_path / "待更正.xlsx")
    sheet = page(tmp_path / "待更正.xlsx")
    assert "最接近的写法：新装修" in sheet.cell(3, headings(sheet)["怎样改"]).value


def test_a_formula_like_name_comes_back_as_it_was(quarantined: Path) -> None:
    book = load_workbook(quarantined)
    sheet = book.active
    sheet.cell(4, headings(sheet)["单元"]).value = "2"
    book.save(quarantined)
    assert "+丙" in set(read_paths([quarantined]).tables["dossiers"]["owner_name"])


def test_nothing_to_mend_is_said(fixtures: Path, tmp_path: Path) -> None:
    write_quarantine_workbook(read_paths([fixtures / "cases" / "g13_console.csv"]), tmp_path / "待更正.xlsx")
    assert page(tmp_path / "待更正.xlsx")["A1"].value == "没有需要更正的内容。"


def test_a_building_of_the_title_is_written_out_for_the_clerk(write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    head = ["单元", "房号", "主要顾虑", "拟采取措施"]
    path = write_xlsx([["3号楼一户一策"], head, ["1", "201", "担心甲醛", "检测"]])
    write_quarantine_workbook(read_paths([path]), tmp_path / "待更正.xlsx")
    again = read_paths([tmp_path / "待更正.xlsx"])
    assert list(again.quarantine["reason"]) == ["unknown_value"]
    assert list(again.tables["measures"]["building"]) == ["3"]


def test_a_missing_building_is_not_guessed_from_the_name_of_its_page(write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    data = [["3", "1", "101", "甲"], [None, "1", "102", "乙"], ["4", "1", "101", "丙"]]
    path = write_xlsx({"3号楼": [["楼号", "单元", "房号", "业主"], *data]})
    write_quarantine_workbook(read_paths([path]), tmp_path / "待更正.xlsx")
    again = read_paths([tmp_path / "待更正.xlsx"])
    assert list(again.quarantine["reason"]) == ["missing_building"]


def test_a_legend_of_one_column_says_nothing_of_the_others(write_xlsx: WriteXlsx, tmp_path: Path) -> None:
    head = ["楼号", "单元", "房号", "业主", "居住状态"]
    note = ["说明：居住状态：1=自住，2=出租"]
    path = write_xlsx([head, ["2", "1", "101", "甲", "2"], ["2", "1", "201", "乙", "9"], note])
    load = read_paths([path])
    write_quarantine_workbook(load, tmp_path / "待更正.xlsx")
    assert list(load.tables["dossiers"]["occupancy"]) == ["rented", ""]
    assert list(read_paths([tmp_path / "待更正.xlsx"]).quarantine["reason"]) == ["unknown_value"]
