"""One table, however an office saved it, reads the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from socialgraph.errors import InputError
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.opening import find_files, open_sheets
from socialgraph.loaders.options import ReadOptions

TABLE = [
    ["楼号", "单元", "房号", "户主", "意见"],
    ["5号楼", "2", "301", "甲𠮷", "同意"],
    ["5号楼", "2", "302", "乙", "再考虑"],
]


def texts(sheet: Sheet) -> list[list[str]]:
    return [[row.text(name) for name in ("building", "door", "room", "head_name", "stance")] for row in sheet.rows]


def as_csv(delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(TABLE)
    return out.getvalue()


def write_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("摸排")
    for i, row in enumerate(TABLE):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    book.save(str(path))


def write_ods(path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="摸排")
    for row in TABLE:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))


def write_html(path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in TABLE)
    path.write_bytes(f'<html><meta charset="gb2312"><body><table>{rows}</table></body></html>'.encode("gb18030"))


def write_xml_2003(path: Path) -> None:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{value}</Data></Cell>' for value in row) + "</Row>"
        for row in TABLE
    )
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="摸排"><Table>{rows}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )


WRITERS: dict[str, Callable[[Path], object]] = {
    "old excel": write_xls,
    "opendocument": write_ods,
    "html": write_html,
    "xml of 2003": write_xml_2003,
    "csv": lambda path: path.write_text(as_csv(","), encoding="utf-8"),
    "csv in gb18030": lambda path: path.write_text(as_csv(","), encoding="gb18030"),
    "semicolons": lambda path: path.write_text(as_csv(";"), encoding="utf-8"),
    "stated delimiter": lambda path: path.write_text("sep=;\r\n" + as_csv(";"), encoding="utf-8"),
    "tabs in utf-16": lambda path: path.write_text(as_csv("\t"), encoding="utf-16"),
    "tabs in utf-16 without mark": lambda path: path.write_text(as_csv("\t"), encoding="utf-16-le"),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_table_named_xls_reads_the_same_whatever_it_is_inside(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    WRITERS[kind](path)
    (sheet,) = open_sheets(path)
    assert texts(sheet) == TABLE[1:]


def test_an_xlsx_named_csv_is_a_workbook(write_xlsx: Callable[..., Path]) -> None:
    (sheet,) = open_sheets(write_xlsx(TABLE, name="台账.csv"))
    assert texts(sheet) == TABLE[1:]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("g02_utf8_nobom.csv", "utf-8"),
        ("g02_utf8_bom.csv", "utf-8 with BOM"),
        ("g02_two_boms.csv", "utf-8 with BOM"),
        ("g02_gb18030.csv", "gb18030"),
        ("g02_utf16_tab.txt", "utf-16-le"),
    ],
)
def test_five_encodings_are_one_table_and_the_encoding_is_named(fixtures: Path, name: str, encoding: str) -> None:
    (sheet,) = open_sheets(fixtures / "cases" / name)
    (reference,) = open_sheets(fixtures / "cases" / "g02_utf8_nobom.csv")
    assert (texts(sheet), sheet.encoding) == (texts(reference), encoding)
    assert any("𠮷" in cell.text for row in sheet.rows for cell in row.cells.values())


def test_utf8_that_would_also_be_legal_gb18030_is_read_as_utf8(fixtures: Path) -> None:
    (sheet,) = open_sheets(fixtures / "cases" / "g02_utf8_even.csv")
    assert (sheet.encoding, sheet.rows[0].text("building")) == ("utf-8", "3号楼")


def test_a_record_counts_as_one_row_though_its_cell_has_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('楼号,单元,房号\n5,1,101\n5,1,"102\n东"\n\n5,1,103\n', encoding="utf-8")
    (sheet,) = open_sheets(path)
    assert [(row.number, row.text("room")) for row in sheet.rows] == [(2, "101"), (3, "102\n东"), (5, "103")]


def test_a_quote_that_never_closes_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('楼号,单元,房号,户主\n5,1,101,"甲\n5,1,102,乙\n5,1,103,丙\n', encoding="utf-8")
    (sheet,) = open_sheets(path)
    assert [row.text("room") for row in sheet.rows] == ["101", "102", "103"]
    assert [note.code for note in sheet.notes] == ["report.unclosed_quote"]


def test_wps_stating_a_wrong_dimension_loses_no_row(
    write_xlsx: Callable[..., Path], patch_part: Callable[..., Path]
) -> None:
    path = patch_part(
        write_xlsx(TABLE), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:E3"', b'ref="A1"')
    )
    assert texts(open_sheets(path)[0]) == TABLE[1:]


def test_lock_files_and_other_files_of_a_folder_are_ignored(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "~$a.xlsx", ".~lock.a.csv#", ".~lock.b.csv", "照片.jpg"):
        (tmp_path / name).write_text("楼号,单元,房号\n", encoding="utf-8")
    assert [path.name for path in find_files(tmp_path).tables] == ["a.csv", "b.csv"]


def test_a_folder_without_tables_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no workbook"):
        find_files(tmp_path)


def test_hidden_rows_and_sheets_are_read_and_counted(fixtures: Path) -> None:
    shown, hidden = open_sheets(fixtures / "cases" / "g04_filtered.xlsx")
    assert (len(shown.rows), shown.hidden_rows, shown.hidden) == (6, 4, False)
    assert (len(hidden.rows), hidden.hidden) == (1, True)


def test_visible_only_leaves_hidden_rows_and_sheets_out_and_counts_them(fixtures: Path) -> None:
    options = ReadOptions(visible_only=True)
    shown, hidden = open_sheets(fixtures / "cases" / "g04_filtered.xlsx", options)
    assert ([row.number for row in shown.rows], shown.skipped["hidden"], hidden.rows) == ([4, 6], 4, [])


def test_words_that_look_like_missing_stay_text(fixtures: Path) -> None:
    (sheet,) = open_sheets(fixtures / "cases" / "g03_na_words.csv")
    assert [row.text("building") for row in sheet.rows] == ["NA"] * 4
    assert [row.text("owner_name") for row in sheet.rows] == ["nan", "None", "null", ""]


def test_html_row_and_column_spans_are_merges_and_rows_count_by_tr(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        "<table><tr><th>楼号</th><th>单元</th><th>房号</th></tr>"
        "<tr><td rowspan=2>5号楼</td><td>1</td><td>101</td></tr><tr><td>1</td><td>102</td></tr></table>",
        encoding="utf-8",
    )
    (sheet,) = open_sheets(path)
    cells = [(row.number, row.cell("building").text, row.cell("building").merged) for row in sheet.rows]
    assert cells == [(2, "5号楼", False), (3, "5号楼", True)]
