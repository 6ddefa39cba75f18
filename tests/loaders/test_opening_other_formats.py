"""OpenDocument, HTML and Excel's XML of 2003: what they say beside the text, and what they may try to cost."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableCellProperties, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from socialgraph.errors import InputError
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.opening import open_sheets

HEADINGS = ("楼号", "单元", "房号", "户主", "摸排日期")


@pytest.fixture
def ods(tmp_path: Path) -> Path:
    """Two rows: the building merged over both; the first name struck, red and commented, the second row hidden."""
    document = OpenDocumentSpreadsheet()
    style = Style(name="red", family="table-cell")
    style.addElement(TableCellProperties(backgroundcolor="#ff0000"))
    style.addElement(TextProperties(textlinethroughstyle="solid"))
    document.automaticstyles.addElement(style)
    table = Table(name="摸排")
    document.spreadsheet.addElement(table)

    def cell(text: str, **attributes: object) -> TableCell:
        made = TableCell(**{"valuetype": "string", **attributes})
        made.addElement(P(text=text))
        return made

    def line(*cells: object, **attributes: object) -> None:
        row = TableRow(**attributes)
        for made in cells:
            row.addElement(made)
        table.addElement(row)

    name = cell("甲", stylename=style)
    name.addElement(Annotation())
    name.childNodes[-1].addElement(P(text="已搬走"))
    day = cell("2026年9月15日", valuetype="date", datevalue="2026-09-15")
    room = cell("301", valuetype="float", value="301")
    line(*map(cell, HEADINGS))
    line(cell("5号楼", numberrowsspanned=2, numbercolumnsspanned=1), cell("2"), room, name, day)
    line(CoveredTableCell(), cell("2"), cell("302"), cell("乙"), visibility="filter")
    document.save(str(tmp_path / "a.ods"))
    return tmp_path / "a.ods"


def test_opendocument_keeps_dates_numbers_styles_comments_merges_and_hidden_rows(ods: Path) -> None:
    (sheet,) = open_sheets(ods)
    first, second = sheet.rows
    name = first.cell("head_name")
    assert (name.text, name.struck, name.fill, name.comment) == ("甲", True, "FF0000", "已搬走")
    assert (first.text("room"), first.text("survey_date"), first.cell("survey_date").is_date) == (
        "301",
        "2026-09-15",
        True,
    )
    assert (second.text("building"), second.cell("building").merged, second.hidden) == ("5号楼", True, True)


def with_rows(ods: Path, rows: str) -> Path:
    """The same file with more rows at the end of its table."""
    with zipfile.ZipFile(ods) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", rows.encode() + b"</table:table>")
    with zipfile.ZipFile(ods, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return ods


def test_a_million_repeated_empty_rows_are_no_rows(ods: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    assert len(open_sheets(with_rows(ods, empty))[0].rows) == 2


def test_a_filled_row_repeated_a_million_times_is_refused(ods: Path) -> None:
    filled = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048573">{filled * 5}</table:table-row>'
    with pytest.raises(InputError, match="filled cells"):
        open_sheets(with_rows(ods, row))


def read_html(tmp_path: Path, rows: str) -> Sheet:
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    (tmp_path / "a.xls").write_text(f"<table><tr>{head}</tr>{rows}</table>", encoding="utf-8")
    return open_sheets(tmp_path / "a.xls")[0]


def test_html_keeps_strikethrough_fills_and_hidden_rows(tmp_path: Path) -> None:
    cells = '<td>5</td><td>2</td><td bgcolor="#FFFF00">301</td><td style="text-decoration:line-through">甲</td>'
    sheet = read_html(tmp_path, f'<tr style="display:none">{cells}</tr>')
    (row,) = sheet.rows
    assert (row.cell("room").fill, row.cell("head_name").struck, row.hidden) == ("FFFF00", True, True)


def test_a_table_inside_a_cell_is_part_of_that_cell(tmp_path: Path) -> None:
    sheet = read_html(tmp_path, "<tr><td>5</td><td>2</td><td>301</td><td><table><tr><td>甲</td></tr></table></td></tr>")
    assert [row.text("head_name") for row in sheet.rows] == ["甲"]


def test_spans_over_everything_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="filled cells"):
        read_html(tmp_path, '<tr><td rowspan="65000" colspan="16000">x</td></tr>')


def test_a_page_without_a_table_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<html><body>请先登录</body></html>", encoding="utf-8")
    with pytest.raises(InputError, match="without a table"):
        open_sheets(tmp_path / "a.xls")


def test_xml_of_2003_keeps_places_merges_dates_and_hidden_parts(tmp_path: Path) -> None:
    head = "".join(f'<Cell><Data ss:Type="String">{heading}</Data></Cell>' for heading in HEADINGS)
    rows = (
        f"<Row>{head}</Row>"
        '<Row ss:Index="4"><Cell ss:MergeDown="1"><Data ss:Type="String">5号楼</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="Number">301</Data></Cell>'
        '<Cell ss:Index="5"><Data ss:Type="DateTime">2026-09-15T00:00:00.000</Data></Cell></Row>'
        '<Row ss:Hidden="1"><Cell><Data ss:Type="String">2</Data></Cell>'
        '<Cell><Data ss:Type="Number">302</Data></Cell></Row>'
    )
    (tmp_path / "a.xls").write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="摸排">'
        f"<Table>{rows}</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    first, second = open_sheets(tmp_path / "a.xls")[0].rows
    assert (first.number, first.text("room"), first.text("survey_date")) == (4, "301", "2026-09-15")
    assert (second.text("building"), second.text("door"), second.text("room")) == ("5号楼", "2", "302")
    assert (second.cell("building").merged, second.hidden) == (True, True)


def test_scrambled_files_of_these_kinds_are_read_or_refused(ods: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(ods) as archive:
        content = archive.read("content.xml")
    page = (
        "<table><tr><th>楼号</th><th>房号</th></tr><tr><td rowspan=3>5</td><td colspan=2>301</td></tr></table>".encode()
    )

    @settings(max_examples=200)
    @given(st.sampled_from([content, page]), st.data())
    def scramble(source: bytes, data: st.DataObject) -> None:
        changed = bytearray(source)
        for place in data.draw(st.lists(st.integers(0, len(source) - 1), max_size=20)):
            changed[place] = data.draw(st.sampled_from(list(b'<>/"=& 09az\xff')))
        path = tmp_path / "b.xls"
        if source is page:
            path.write_bytes(bytes(changed))
        else:
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                archive.writestr("content.xml", bytes(changed))
            path.write_bytes(out.getvalue())
        with contextlib.suppress(InputError):
            open_sheets(path)

    scramble()
