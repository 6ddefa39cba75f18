"""读表确认.xlsx: what the program asks about an office's sheets, to be answered in drop-downs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.files.workbooks import empty_book, save_workbook
from socialgraph.loaders.files.workbook_text import plain_text
from socialgraph.loaders.report.confirming.choices import fields, general, label_of
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.values.words.confirmed import COLUMN, PLACE, TABLE, WORD
from socialgraph.messages import Lang, text

OPTIONS_SHEET = "_confirm"
HIDDEN_COLUMNS = ("part", "form", "heading", "word", "field", "harmless", "closing", "reads")
PARTS = (TABLE, COLUMN, WORD, PLACE)
BESIDES = "besides"  # the column of what a word says besides
# part -> visible columns (codes of `confirm.column.*`)
VISIBLE = {
    TABLE: ("files", "headings", "answer_kind", "why"),
    COLUMN: ("files", "heading", "samples", "answer_field", "why"),
    WORD: ("word", "under", "count", "answer_word", BESIDES, "why"),
    PLACE: ("files", "place_part", "answer_place", "why"),
}
_WIDTHS = {"files": 30, "headings": 44, "samples": 30, "why": 26, "word": 26, "heading": 20, "under": 16}
_NARROW, _ANSWER = 10, 24  # characters
_LINE, _LATIN = 15, 0x2E7F  # points; the last sign that is one character wide
_ANSWER_FILL = PatternFill("solid", fgColor="FFF2CC")
_READ_FILL = PatternFill("solid", fgColor="EDEDED")
_FILES_NAMED = 3
_FIRST_ROW = 3
_LINES = Border(*(Side("thin", color="BFBFBF") for _ in range(4)))


def write_confirmation(
    questions: Sequence[Question], path: Path, lang: Lang, readings: Sequence[Question] = ()
) -> None:
    """Write the workbook of questions, readable by its owner only: one page a part, the likely answers filled in.

    Pages that ask something come first. Below the questions of a page stand its `readings`: what was read already, to
    be overruled.

    Raises
    ------
    InputError
        If the file can't be written.
    """
    book = empty_book()
    options = _Options()
    for part in sorted(PARTS, key=lambda part: all(question.part != part for question in questions)):
        asked, read = ([one for one in many if one.part == part] for many in (questions, readings))
        if asked or read:
            page = book.create_sheet(text(f"confirm.sheet.{part}", lang))
            _write_page(page, part, [*_by_sheet(asked), *_by_sheet(read)], options, lang)
    options.write(book.create_sheet(OPTIONS_SHEET))
    save_workbook(book, path)


class _Options:
    """The lists behind the drop-downs: one column each of a hidden sheet."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ...], int] = {}

    def formula(self, labels: Iterable[str]) -> str:
        """The range of these answers; "" where there are none."""
        labels = tuple(labels)
        if not labels:
            return ""
        column = self._lists.setdefault(labels, len(self._lists) + 1)
        letter = get_column_letter(column)
        return f"{OPTIONS_SHEET}!${letter}$1:${letter}${len(labels)}"

    def write(self, page: Worksheet) -> None:
        """Fill the hidden sheet."""
        for labels, column in self._lists.items():
            for row, label in enumerate(labels, start=1):
                page.cell(row, column).value = label
        page.sheet_state = "hidden"


def _write_page(page: Worksheet, part: str, asked: Sequence[Question], options: _Options, lang: Lang) -> None:
    names = VISIBLE[part]
    page.append([text(f"confirm.how_to.{part}", lang)])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(names))
    page.append([*(text(f"confirm.column.{name}", lang) for name in names), *HIDDEN_COLUMNS])
    lists: dict[str, DataValidation] = {}
    for number, question in enumerate(asked, start=_FIRST_ROW):
        page.row_dimensions[number].height = _LINE * max(_lines(_shown(question, name, lang), name) for name in names)
        for column, name in enumerate(names, start=1):
            cell = page.cell(number, column)
            cell.value, cell.number_format = plain_text(_shown(question, name, lang)), "@"
            cell.alignment, cell.border = Alignment(wrap_text=True, vertical="center"), _LINES
            labels = _choices(question, name, lang)
            if labels or name.startswith("answer"):
                cell.fill = _READ_FILL if question.reads else _ANSWER_FILL
                _add_choice(page, cell.coordinate, options.formula(labels), lists, free=part == PLACE)
        for column, name in enumerate(HIDDEN_COLUMNS, start=len(names) + 1):
            page.cell(number, column).value = plain_text(str(getattr(question, name)))
    _lay_out(page, names)


def _by_sheet(asked: Sequence[Question]) -> list[Question]:
    """What is asked about one sheet stands together; words stay in the order of how often they are met."""
    first = {question.files[:1]: place for place, question in reversed(list(enumerate(asked)))}
    return sorted(asked, key=lambda question: 0 if question.part == WORD else first[question.files[:1]])


def _lines(shown: str, name: str) -> int:
    """How many lines a cell takes at its column's width; a Chinese character is two wide."""
    wide = (sum(1 + (ord(sign) > _LATIN) for sign in line) for line in shown.split("\n"))
    return sum(max(1, -(-width // (_width(name) - 1))) for width in wide)


def _width(name: str) -> int:
    return _ANSWER if name.startswith("answer") or name == BESIDES else _WIDTHS.get(name, _NARROW)


def _choices(question: Question, name: str, lang: Lang) -> dict[str, str]:
    if name == BESIDES:
        return question.second_labels(lang)
    return question.labels(lang) if name.startswith("answer") else {}


def _add_choice(page: Worksheet, cell: str, formula: str, lists: dict[str, DataValidation], *, free: bool) -> None:
    """A drop-down; with `free` anything else may be written too."""
    if not formula:
        return
    if formula not in lists:
        lists[formula] = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=not free)
        page.add_data_validation(lists[formula])
    lists[formula].add(cell)


def _shown(question: Question, name: str, lang: Lang) -> str:
    if name == "files":
        more = " …" if len(question.files) > _FILES_NAMED else ""
        return "\n".join(question.files[:_FILES_NAMED]) + more
    if name == "headings" or name == "word":
        return question.shown
    if name == "heading":
        return question.shown
    if name == "under":
        return "、".join(question.under[:_FILES_NAMED]) + (" …" if len(question.under) > _FILES_NAMED else "")
    if name == BESIDES:
        return ""
    if name == "samples":
        return "、".join(question.samples)
    if name == "count":
        return str(question.count)
    if name == "place_part":
        return text(f"confirm.field.{question.field}", lang)
    if name == "why":
        return _why(question, lang)
    return label_of(question.labels(lang), question.proposed) or (question.proposed if question.part == PLACE else "")


def _why(question: Question, lang: Lang) -> str:
    if question.reads:
        return text("confirm.why.read", lang)
    if question.part == PLACE:
        return text(f"confirm.why.no_{question.field}", lang, count=question.count)
    if question.part == WORD:
        if not question.harmless:
            return text("confirm.why.closing" if question.closing else "confirm.why.protective", lang)
        return text("confirm.why.like", lang, word=question.nearest) if question.nearest else ""
    if not question.proposed:
        return text("confirm.why.nothing_like_it", lang)
    return "\n".join(f"{_part(name, lang)}（{weight:+.1f}）" for name, weight in question.why)


def _part(name: str, lang: Lang) -> str:
    """A part of the evidence in words: the column that it is of, or a sort of evidence."""
    kind = "field" if general(name) in fields() else "evidence"
    return text(f"confirm.{kind}.{general(name)}", lang)


def _lay_out(page: Worksheet, names: Sequence[str]) -> None:
    page.freeze_panes = f"A{_FIRST_ROW}"
    page.row_dimensions[1].height = 48
    page["A1"].alignment = Alignment(wrap_text=True, vertical="center")
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:2"
    for column, name in enumerate(names, start=1):
        page.column_dimensions[get_column_letter(column)].width = _width(name)
        page.cell(2, column).font = Font(bold=True)
    for column in range(len(names) + 1, len(names) + len(HIDDEN_COLUMNS) + 1):
        page.column_dimensions[get_column_letter(column)].hidden = True
    page.print_area = f"A1:{get_column_letter(len(names))}{page.max_row}"
