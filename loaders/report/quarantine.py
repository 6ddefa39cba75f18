"""The workbook of what could not be read (待更正): a clerk mends the red cells in it and loads it again.

Every sheet of it holds rows of one sheet of the office, under its own headings, with the file, sheet and row that
they came from. Loaded again, such rows count as rows of that sheet; nothing else of that sheet is retired by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.files.seals import seal
from socialgraph.files.workbooks import save_workbook
from socialgraph.loaders.files.sheets import WISHES, Cell, Row, Sheet
from socialgraph.loaders.files.workbook_text import plain_text, sheet_name
from socialgraph.loaders.report.mends import CHECK, check_text
from socialgraph.loaders.report.origins import ORIGIN, as_read_back
from socialgraph.loaders.report.wording import PROTECTIVE_WORD, label, problem, remedy
from socialgraph.loaders.tables.doors import SETTLED_DOOR
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.tables.sheet_places import outer_of
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.names import GONE_MARK
from socialgraph.loaders.values.text import without_id_numbers
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.lexicon import with_legend
from socialgraph.messages import Lang

if TYPE_CHECKING:
    from socialgraph.loaders.report.reading import Reading

_CHECK_PAGE = "_check"
_EXPLAINING = ("origin_problem", "origin_remedy")
_RED = PatternFill("solid", fgColor="FFC7CE")
_GREY = PatternFill("solid", fgColor="EDEDED")
_TITLED = {
    "compound": "小区",
    "building": "楼号",
    "door": "单元",
    "room": "房号",
}  # what a title or a mend may give, and its heading
# what stands in these cells is not this household's word: it must not come back as one
_WHOSE = ("提名人", "被提名人")
_STOP, _STOP_HEADING = "do_not_contact", "免打扰"
_LEFT_EMPTY = frozenset({"merged_consent", "hidden_conflict"})


def write_quarantine_workbook(load: Reading, path: str | Path, lang: Lang = "zh") -> None:
    """Write the workbook of all rows with findings, readable by their owner only; its name should contain 待更正.

    Columns that are dropped on purpose are not in it, since the sheets no longer have them.
    """
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    groups = _grouped(load.findings)
    taken: set[str] = set()
    for place, (sheet, rows) in enumerate(groups):
        page = first if place == 0 else book.create_sheet()
        page.title = sheet_name(sheet.sheet or Path(sheet.file).stem, taken)
        _write_page(page, sheet, rows, lang)
    if groups:
        _keep_checks(book, lang)
    else:
        first.append([label("nothing", lang)])
    seal(book)
    save_workbook(book, Path(path))


def _keep_checks(book: Workbook, lang: Lang) -> None:
    """The hidden columns once more, on a page that no spreadsheet program shows: a column is deleted easily."""
    columns = (*range(1, len(ORIGIN) + 1), len(ORIGIN) + len(_EXPLAINING) + 1)
    rows = [[page.cell(row, at).value for at in columns] for page in book for row in range(3, page.max_row + 1)]
    kept = book.create_sheet(_CHECK_PAGE)
    kept.sheet_state = "veryHidden"
    for number, texts in enumerate([[label(name, lang) for name in (*ORIGIN, CHECK)], *rows], start=1):
        for column, text in enumerate(texts, start=1):
            _put(kept, number, column, str(text or ""))


def _grouped(findings: Sequence[Finding]) -> list[tuple[Sheet, list[tuple[Row, list[Finding]]]]]:
    """Findings by sheet and row, both in the order of the office."""
    sheets: dict[int, tuple[Sheet, dict[int, tuple[Row, list[Finding]]]]] = {}
    for finding in findings:
        sheet, row = finding.place.sheet, finding.place.row
        if sheet.kind == WISHES:  # loaded again, such a line would be taken for a row of a sheet that is read
            continue
        rows = sheets.setdefault(id(sheet), (sheet, {}))[1]
        rows.setdefault(id(row), (row, []))[1].append(finding)
    return [(sheet, sorted(rows.values(), key=lambda pair: pair[0].number)) for sheet, rows in sheets.values()]


def _write_page(page: Worksheet, sheet: Sheet, rows: list[tuple[Row, list[Finding]]], lang: Lang) -> None:
    outer = outer_of(sheet)
    columns = _columns(sheet, rows, outer)
    headings = [label(name, lang) for name in (*ORIGIN, *_EXPLAINING, CHECK)] + list(columns)
    page.append([label("how_to", lang)])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=min(len(headings), 12))
    page.append([plain_text(heading) for heading in headings])
    for row, findings in rows:
        door = row.text(SETTLED_DOOR) or outer.door
        elsewhere = {"compound": outer.compound, "building": outer.building, "door": door}
        marked = {finding.field: finding for finding in findings}
        unread = next((finding for finding in findings if _is_unread_wish(finding)), None)
        if unread is not None:
            marked.setdefault(_STOP, unread)
        number = page.max_row + 1
        explained = [
            sheet.file,
            sheet.sheet,
            str(row.number),
            "|".join(dict.fromkeys(finding.reason for finding in findings)),
            "\n".join(dict.fromkeys(_problem(finding, sheet, lang) for finding in findings)),
            "\n".join(dict.fromkeys(remedy(finding.reason, lang, finding.nearest) for finding in findings)),
        ]
        for column, text in enumerate(explained, start=1):
            _put(page, number, column, text).fill = _GREY
        shown: dict[str, str] = {}
        emptied: list[str] = []
        for column, names in enumerate(columns.values(), start=len(explained) + 2):
            finding = next((marked[name] for name in names if name in marked), None)
            is_emptied = finding is not None and finding.reason in _LEFT_EMPTY
            text = "" if is_emptied else _shown_text(sheet, row, names[0]) or elsewhere.get(names[0], "")
            cell = _write_cell(page, (number, column), text, row.cell(names[0]), finding)
            shown |= dict.fromkeys(names, as_read_back(str(cell.value)))
            emptied += names if is_emptied else []
        _put(page, number, len(explained) + 1, check_text(sheet, row, shown, emptied))
    _lay_out(page, headings)


def _columns(sheet: Sheet, rows: list[tuple[Row, list[Finding]]], outer: Address) -> dict[str, list[str]]:
    """Heading → fields: the sheet's own headings, then those of fields that a finding misses or a title gives."""
    columns: dict[str, list[str]] = {}
    dictionary = heading_dictionary()
    for name, heading in sheet.fields.items():
        if name in sheet.given_by_mends & _TITLED.keys():
            continue
        tiers = sheet.extra.get(name)
        text = "".join(tiers) if tiers and all(tiers) else heading
        is_own = text not in columns or name in sheet.ambiguous.get(text, ())  # else a cell of it was split in two
        known = text if is_own and text != name and dictionary.look_up(text) else _known_heading(name, columns)
        columns.setdefault(known, []).append(name)
    present = {name for names in columns.values() for name in names}
    for name in _TITLED:
        missing = name in sheet.given_by_mends or any(
            finding.field == name for _, findings in rows for finding in findings
        )
        missing |= name != "room" and bool(getattr(outer, name))
        missing |= name == "door" and any(row.text(SETTLED_DOOR) for row, _ in rows)
        if missing and name not in present:
            columns[_TITLED[name]] = [name]
    if _STOP not in present and any(_is_unread_wish(finding) for _, findings in rows for finding in findings):
        columns[_STOP_HEADING] = [_STOP]
    return columns


def _is_unread_wish(finding: Finding) -> bool:
    """Whether it stands in a column that is not kept: the clerk needs a cell to say that it is a wish."""
    return finding.reason == PROTECTIVE_WORD and finding.field not in finding.place.sheet.fields


def _known_heading(name: str, taken: Mapping[str, list[str]]) -> str:
    """A heading in words that is read back as this field, else the field's name: the sheet's own is not known."""
    return next((heading for heading in _headings().get(name, ()) if heading not in taken), name)


@lru_cache(maxsize=1)
def _headings() -> dict[str, list[str]]:
    """Field → headings that mean it and nothing else; those of addresses are made of whose and what."""
    headings: dict[str, list[str]] = defaultdict(list)
    dictionary = heading_dictionary()
    known = [heading for heading in dictionary.variants if not heading.isascii()]
    for heading in known + [whose + what for whose in _WHOSE for what in ("住址", *_TITLED.values())]:
        fields = dictionary.look_up(heading)
        if len(fields) == 1:
            headings[fields[0]].append(heading)
    return headings


@lru_cache(maxsize=1)
def _coded_fields() -> frozenset[str]:
    """Fields whose signs a legend may explain: never those of an address, a name or a number."""
    return frozenset(heading_dictionary().answers)


def _problem(finding: Finding, sheet: Sheet, lang: Lang) -> str:
    heading = sheet.fields.get(finding.field, "")
    where = "".join(part for part in sheet.extra.get(finding.field, ()) if part) or heading
    return f"{where}: {problem(finding.reason, lang)}" if where else problem(finding.reason, lang)


def _shown_text(sheet: Sheet, row: Row, name: str) -> str:
    """A cell as the clerk sees it: what its sign means where a legend says so, id numbers blotted out."""
    text = row.text(name)
    if name in _coded_fields() or name.startswith("has_"):
        text = with_legend(text, {**sheet.legend, **sheet.column_legends.get(name, {})})
    return without_id_numbers(text)


def _write_cell(page: Worksheet, at: tuple[int, int], text: str, source: Cell, finding: Finding | None) -> XlsxCell:
    cell = _put(page, *at, text)
    if source.struck:
        cell.font = Font(strike=True)
    if source.comment and GONE_MARK.search(source.comment):
        cell.comment = Comment(label("gone_mark", "zh"), "socialgraph")
    if finding is not None:
        cell.fill = _RED
    return cell


def _put(page: Worksheet, row: int, column: int, text: str) -> XlsxCell:
    """A text cell: no formula, no date, no number is made of what the office wrote."""
    cell = page.cell(row, column)
    assert isinstance(cell, XlsxCell)
    cell.value = plain_text(text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _lay_out(page: Worksheet, headings: list[str]) -> None:
    page.freeze_panes = "A3"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:2"
    page.row_dimensions[1].height = 32
    page["A1"].alignment = Alignment(wrap_text=True, vertical="center")
    for column, heading in enumerate(headings, start=1):
        head = page.cell(2, column)
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        wide = heading in {label(name, lang) for name in _EXPLAINING for lang in ("zh", "en")}
        page.column_dimensions[get_column_letter(column)].width = 32 if wide else 14
    page.column_dimensions[get_column_letter(len(ORIGIN) + len(_EXPLAINING) + 1)].hidden = True
