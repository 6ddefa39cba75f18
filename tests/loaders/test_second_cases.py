"""The second set of public bug reports, as far as reading goes: what each file means is read, or named as not read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from socialgraph.loaders import Reading, read_paths


@pytest.fixture(scope="session")
def cases(fixtures: Path) -> Path:
    return fixtures / "cases"


def hold_rows(reading: Reading) -> dict[str, str]:
    return {row["room"]: row["reason"] for row in reading.tables["holds"].to_dict("records")}


def test_a_wish_in_a_sentence_stops_or_holds(cases: Path) -> None:
    reading = read_paths([cases / "n01_stop_in_a_sentence"])
    stopped = set(reading.tables["dossiers"].query("do_not_contact == 'true'")["room"])
    stopped |= set(reading.tables["visits"].query("result == 'asked_to_stop'")["room"])
    assert stopped | hold_rows(reading).keys() == {"201", "301", "401", "501", "601"}


def test_a_roster_that_says_who_is_gone(cases: Path) -> None:
    reading = read_paths([cases / "n02_roster_says_gone"])
    assert hold_rows(reading) == dict.fromkeys(("101", "401", "501"), "person_gone")
    assert list(reading.tables["people"]["room"]) == ["201"]


@pytest.mark.parametrize("name", ["a_pair_far_apart", "b_two_opening", "c_one_opening", "d_nickname_inside"])
def test_a_stray_quotation_mark_eats_no_row(name: str, cases: Path) -> None:
    reading = read_paths([cases / "n05_stray_quotes" / f"{name}.csv"])
    assert list(reading.tables["stances"]["stance"]) == ["verbal", "refused", "verbal", "refused", "verbal"]


def test_a_cell_of_several_lines_stays_one_cell_beside_a_stray_mark(tmp_path: Path) -> None:
    lines = '楼号,单元,房号,意见,原因\n5,2,101,不同意,"怕吵\n怕脏"\n5,2,201,同意,"老\n5,2,301,同意,\n'
    (tmp_path / "s.csv").write_text(lines, encoding="utf-8")
    assert list(read_paths([tmp_path]).tables["flats"]["room"]) == ["101", "201", "301"]


def test_a_file_name_that_is_no_text_is_shown_with_replacements(cases: Path, tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"\xc3\xfe\xc5\xc5\xb1\xed.csv")
    try:
        shutil.copy(os.fsencode(cases / "n07_gbk_file_name" / "survey.csv"), name)
    except OSError:
        pytest.skip("this file system takes names of text only")
    reading = read_paths([tmp_path])
    assert len(reading.tables["flats"]) == 2
    assert all("\ufffd" in source and source.encode("utf-8") for source in reading.sources)


def test_subfolders_are_read_and_what_is_not_read_is_named(cases: Path) -> None:
    reading = read_paths([cases / "n08_subfolders" / "workbooks"])
    assert list(reading.tables["flats"]["building"]) == ["4", "5", "6"]
    assert {report.file for report in reading.reports if report.kind == "not_read"} == reading.unread_files
    assert reading.unread_files == {"3号楼.wps", "扫描件.pdf", "旧台账.xlsb"}
    assert len(reading.sources) == 3


def test_five_dots_in_one_name_are_one_name(cases: Path) -> None:
    reading = read_paths([cases / "n11_interpunct"])
    assert set(reading.tables["ties"]["alter_name"]) == set(reading.tables["people"]["name"]) == {"艾力·孟甲"}


@pytest.mark.parametrize("name", ["backslashes", "capitals", "shared_strings_capital"])
def test_parts_of_a_workbook_have_names_in_any_case_and_slash(name: str, cases: Path) -> None:
    assert len(read_paths([cases / "n13_zip_part_names" / f"{name}.xlsx"]).tables["flats"]) == 2


@pytest.mark.parametrize("name", ["survey", "survey_rows_swapped"])
def test_two_owners_who_disagree_on_one_day_are_told_with_both_places(name: str, cases: Path) -> None:
    reading = read_paths([cases / "n03_co_owners_disagree" / f"{name}.csv"])
    conflicts = reading.quarantine.query("reason == 'conflicting_words'")
    assert len(conflicts) == 2
    assert set(reading.tables["stances"].query("room == '301'")["stance"]) == {"signed", "refused"}


def test_a_sign_in_sheet_is_an_activity_and_no_flat(cases: Path) -> None:
    reading = read_paths([cases / "n06_sign_in_sheet"])
    assert list(reading.tables["flats"]["room"]) == ["101", "201", "301"]
    events = reading.tables["activities"]
    assert (len(events), set(events["date"]), set(events["activity"])) == (4, {"2026-09-03"}, {"幸福里社区合唱团"})


def test_a_list_of_fees_is_named_and_adds_no_flat(cases: Path, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("姓名,楼门牌号,联系电话,物业费\n测试甲,9-1-101,13900000001,120\n", encoding="utf-8")
    reading = read_paths([tmp_path, cases / "n06_sign_in_sheet" / "survey.csv"])
    assert list(reading.tables["flats"]["room"]) == ["101", "201", "301"]
    assert [report.kind for report in reading.reports if report.file == "f.csv"] == ["unknown"]


def test_a_number_that_its_format_shows_as_a_code_is_that_code(cases: Path) -> None:
    reading = read_paths([cases / "n12_number_formats"])
    assert set(reading.tables["flats"]["stack"]) == {"KL-1"}
    assert reading.quarantine.empty


def test_so_it_is_in_an_old_excel_file(cases: Path, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("摸排")
    as_code = xlwt.easyxf(num_format_str='"KL-"0')
    for column, heading in enumerate(("楼号", "单元", "房号", "串号", "产权人")):
        sheet.write(0, column, heading)
    for row, floor in enumerate((1, 2), start=1):
        for column, value in enumerate((5, 2, 100 * floor + 1)):
            sheet.write(row, column, value)
        sheet.write(row, 3, 1, as_code)
        sheet.write(row, 4, "孟甲")
    book.save(str(tmp_path / "a.xls"))
    reading = read_paths([tmp_path / "a.xls", cases / "n12_number_formats" / "riser_map.csv"])
    assert set(reading.tables["flats"]["stack"]) == {"KL-1"}


def test_so_it_is_in_an_opendocument_file(cases: Path, tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="摸排")
    document.spreadsheet.addElement(table)
    for line in (("楼号", "单元", "房号", "串号", "产权人"), ("5", "2", "101", "KL-1", "孟甲")):
        row = TableRow()
        for text in line:
            number = {"KL-1": "1"}.get(text, text)
            kind = {"valuetype": "float", "value": number} if number.isdigit() else {"valuetype": "string"}
            cell = TableCell(**kind)
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.save(str(tmp_path / "a.ods"))
    reading = read_paths([tmp_path / "a.ods", cases / "n12_number_formats" / "riser_map.csv"])
    assert set(reading.tables["flats"]["stack"]) == {"KL-1"}


def test_two_sheets_that_give_one_flat_two_stacks_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("楼号,单元,房号,串号\n5,2,101,KL-1\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("楼号,单元,房号,串号\n5,2,101,KL-2\n", encoding="utf-8")
    assert list(read_paths([tmp_path]).quarantine["reason"]) == ["conflicting_stacks"] * 2
