"""How our workbooks look in WPS and Excel: fonts, borders, widths, print set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.files.formulas import neutral
from socialgraph.outputs.widths import wrapped_lines

_HEAD, _BODY = "微软雅黑", "宋体"
TITLE = Font(name=_HEAD, size=16, bold=True)
SECTION = Font(name=_HEAD, size=13, bold=True)
HEADER = Font(name=_HEAD, size=11, bold=True)
BODY = Font(name=_BODY, size=11)
SMALL = Font(name=_BODY, size=11, color="595959")
_LINE = Side(style="thin", color="808080")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEADER_FILL = PatternFill("solid", fgColor="DDE6EE")
INPUT_FILL = PatternFill("solid", fgColor="FFF9E3")
_WRAP = Alignment(wrap_text=True, vertical="center")
_BOXED = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
_CENTRE = Alignment(wrap_text=True, vertical="center", horizontal="center")
_LINE_HEIGHT_PT = 15.0
_A4 = 9


def new_workbook() -> Workbook:
    """An empty workbook whose column widths count in our body font, so that a Chinese character is two wide."""
    book = Workbook()
    book._named_styles["Normal"].font = BODY
    return book


def put(sheet: Worksheet, row: int, column: int, text: str, font: Font = BODY, *, centre: bool = False) -> None:
    """One text cell; whatever would be a formula is text."""
    cell = sheet.cell(row=row, column=column)
    cell.value = neutral(text) or None
    cell.font = font
    cell.alignment = _CENTRE if centre else _WRAP


def put_line(
    sheet: Worksheet, row: int, columns: int, text: str, font: Font, width: float, *, centre: bool = False
) -> None:
    """One text over all columns, as high as its lines need."""
    put(sheet, row, 1, text, font, centre=centre)
    if columns > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    size = float(font.size or BODY.size)
    lines = wrapped_lines(text, width * BODY.size / size)
    sheet.row_dimensions[row].height = lines * size * 1.4 + 4


def put_table_row(
    sheet: Worksheet,
    row: int,
    texts: Sequence[str],
    widths: Sequence[float],
    *,
    header: bool = False,
    inputs: frozenset[int] = frozenset(),
    centred: frozenset[int] = frozenset(),
    least_height_pt: float = 24.0,
) -> None:
    """A boxed row; `inputs` are the 0-based columns to be filled in, tinted."""
    for index, text in enumerate(texts):
        put(sheet, row, index + 1, text, HEADER if header else BODY, centre=header or index in centred)
        cell = sheet.cell(row=row, column=index + 1)
        cell.border = BOX
        if not header and index not in centred:
            cell.alignment = _BOXED
        if header:
            cell.fill = HEADER_FILL
        elif index in inputs:
            cell.fill = INPUT_FILL
    lines = max(wrapped_lines(text, width - 1) for text, width in zip(texts, widths, strict=True))
    sheet.row_dimensions[row].height = max(least_height_pt, lines * _LINE_HEIGHT_PT + 6)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Column widths in characters."""
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width


def offer_choices(sheet: Worksheet, cells: str, choices: Sequence[str], title: str, prompt: str) -> None:
    """A drop-down; another value asks first and is not forbidden: what people write is theirs."""
    rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    rule.errorStyle = "warning"
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle = rule.promptTitle = title[:30]
    rule.error = rule.prompt = prompt[:250]
    sheet.add_data_validation(rule)
    rule.add(cells)


def print_on_a4(
    sheet: Worksheet,
    *,
    landscape: bool,
    repeat_rows: str | None,
    header: str,
    footer: Mapping[str, str],
) -> None:
    """A4, one page wide, as many long as it takes; `header` and `footer` (left, center, right) on every page."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.7, 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    if repeat_rows:
        sheet.print_title_rows = repeat_rows
    sheet.oddHeader.center.text = _plain(header)
    sheet.oddHeader.center.size = 9
    for part, text in footer.items():
        section = getattr(sheet.oddFooter, part)
        section.text, section.size = text, 9


def _plain(text: str) -> str:
    """In headers and footers & begins a code."""
    return text.replace("&", "&&")
