"""Lists of codes that a workbook brings along on a sheet or beside a table: 业主类型 | 1001 | 自然人."""

from __future__ import annotations

from dataclasses import dataclass, field

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.words.headings import HeadingDictionary, normalised

_CODES = frozenset(("代码", "编码", "代号", "代码值", "选项代码", "值", "符号", "标记"))
_MEANINGS = frozenset(
    ("含义", "名称", "意义", "释义", "代码名称", "代码含义", "选项", "选项名称", "中文", "表示", "解释")
)
_FIELDS = frozenset(("字段", "项目", "列名", "栏目", "字段名", "字段名称", "指标", "类别", "数据项", "代码类别"))
_SEARCHED_ROWS = 10


@dataclass
class CodeLists:
    """What codes mean: those of one column, and those that name no column."""

    of_field: dict[str, dict[str, str]] = field(default_factory=dict)
    general: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.of_field or self.general)


def read_code_lists(grid: Grid, dictionary: HeadingDictionary) -> CodeLists:
    """The code list of a sheet, empty when the sheet is none.

    A list has a column of codes and one of meanings; a third may name the column that the codes stand in, once for
    several codes.
    """
    lists = CodeLists()
    numbers = list(grid.rows)
    for place, number in enumerate(numbers[:_SEARCHED_ROWS]):
        headings = {normalised(cell.text): column for column, cell in own_cells(grid.rows[number]).items()}
        code, meaning = (_first(headings, words) for words in (_CODES, _MEANINGS))
        if code is None or meaning is None:
            continue
        named = _first(headings, _FIELDS)
        about = ""
        for below in numbers[place + 1 :]:
            cells = grid.rows[below]
            if named is not None and named in cells and cells[named].text:
                about = cells[named].text
            if code in cells and meaning in cells and cells[code].text:
                _add(lists, dictionary, about, cells[code].text.strip(), cells[meaning].text.strip())
        return lists
    return lists


def explain_codes(sheets: list[Sheet], lists: CodeLists) -> None:
    """Give the sheets of a workbook its code lists; what a sheet says of its own signs comes first.

    A code that no column is named for counts only in sheets that have no list of their own for it, and never for
    numbers: a plain 1 or 0 may mean something else in each column.
    """
    for sheet in sheets:
        for name in sheet.fields:
            if name in lists.of_field:
                sheet.column_legends[name] = {**lists.of_field[name], **sheet.column_legends.get(name, {})}
        named = {code: meaning for code, meaning in lists.general.items() if not (code.isdigit() and len(code) < 3)}
        sheet.legend = {**named, **sheet.legend}


def _first(headings: dict[str, int], words: frozenset[str]) -> int | None:
    return next((column for heading, column in headings.items() if heading in words), None)


def _add(lists: CodeLists, dictionary: HeadingDictionary, about: str, code: str, meaning: str) -> None:
    if not about:
        lists.general[code] = meaning
    for name in dictionary.look_up(about) if about else ():
        lists.of_field.setdefault(name, {})[code] = meaning
