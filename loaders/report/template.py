"""An empty workbook to fill in: our headings, drop-downs from the vocabulary, an explanation row; it loads empty."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.files.workbooks import empty_book, save_workbook
from socialgraph.loaders.report.wording import label
from socialgraph.loaders.values.words.dictionary import vocabulary_variants
from socialgraph.loaders.values.words.heading_keys import data_table
from socialgraph.messages import Lang

_ROWS_WITH_LISTS = 3000
_LONGEST_LIST = 255  # Excel refuses a longer list in a drop-down
_GREY = PatternFill("solid", fgColor="EDEDED")


@dataclass(frozen=True)
class _Column:
    sheet: str
    heading: str
    vocabulary: str
    hint: str


def write_template(path: str | Path, lang: Lang = "zh") -> None:
    """Write the empty workbook; sheet names follow the language, headings stay those that offices know.

    Raises
    ------
    InputError
        If the file can't be written.
    """
    book = empty_book()
    for name, columns in _sheets(lang).items():
        _write_sheet(book.create_sheet(name), columns, lang)
    save_workbook(book, Path(path))


def _sheets(lang: Lang) -> dict[str, list[_Column]]:
    sheets: dict[str, list[_Column]] = {}
    for row in data_table("template.csv"):
        column = _Column(row["sheet_zh"], row["heading"], row["vocabulary"], row["hint"])
        sheets.setdefault(row[f"sheet_{lang}"], []).append(column)
    return sheets


def _write_sheet(page: Worksheet, columns: list[_Column], lang: Lang) -> None:
    page.append([label("template_how_to", lang)])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    page.append([column.heading for column in columns])
    page.append([column.hint for column in columns])
    page.freeze_panes = "A4"
    page.row_dimensions[3].height = 48
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = 16
        head, hint = page.cell(2, place), page.cell(3, place)
        head.font = Font(bold=True)
        hint.font, hint.fill = Font(italic=True, color="666666"), _GREY
        hint.alignment = Alignment(wrap_text=True, vertical="top")
        for row in page.iter_rows(min_row=4, max_row=203, min_col=place, max_col=place):
            row[0].number_format = "@"  # 2-301 stays 2-301 and becomes no date
        if column.vocabulary:
            words = _choices(column.vocabulary)
            head.comment = Comment("、".join(words), "socialgraph")
            _add_list(page, letter, words, several="可多选" in column.hint)


def _choices(vocabulary: str) -> list[str]:
    """One word a code, the most usual one; codes stand in the order of the vocabulary."""
    first: dict[str, str] = {}
    for word, code in vocabulary_variants()[vocabulary].items():
        if word:
            first.setdefault(code, word)
    return list(first.values())


def _add_list(page: Worksheet, letter: str, words: list[str], *, several: bool) -> None:
    """A drop-down; where a cell may hold several words, other text is allowed too."""
    listed = [word for word in words if "," not in word]
    while len(",".join(listed)) > _LONGEST_LIST:
        listed.pop()
    choice = DataValidation(type="list", formula1=f'"{",".join(listed)}"', allow_blank=True)
    choice.showErrorMessage = not several
    choice.add(f"{letter}4:{letter}{_ROWS_WITH_LISTS}")
    page.add_data_validation(choice)
