"""Lists of codes that a workbook brings along on a sheet or beside a table.

业主类型 | 1001 | 自然人, or pairs side by side: 意愿码 | 含义 | 原因码 | 含义. A list is of the columns that it
names: by field, by a heading that holds its name (R1意愿 for 意愿码), or by the number of a questionnaire's question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.text import has_chinese
from socialgraph.loaders.values.words.heading_keys import data_table, field_vocabularies, heading_key, normalised
from socialgraph.loaders.values.words.headings import HeadingDictionary
from socialgraph.loaders.values.words.lexicon import Words

_WORDS = {row["part"]: frozenset(row["headings"].split("|")) for row in data_table("code_lists.csv")}
_CODES, _MEANINGS, _FIELDS = _WORDS["code"], _WORDS["meaning"], _WORDS["field"]
_CODE_WORD = re.compile(r"(?:代码|编码|编号|码)$")
_QUESTION = re.compile(r"^\s*(\d{1,2})\s*[、.．]")
_SAME_WORDS = {  # a column a pipe, or the occupant's own, takes the codes of the opinions
    **dict.fromkeys(
        ("stance_supply", "stance_sewage", "stance_kitchen", "stance_bathroom", "stance_heating", "occupant_stance"),
        "stance",
    ),
    "occupant_reasons": "reasons",
}
_LEAST_KEY = 2  # characters of a heading that may be a part of a longer one
_LONGEST_CODE = 6
_LEAST_PAIRS = 2
SAME_AS_LEFT = "同左"
_SAME_AS_LEFT = re.compile(
    r"^(?P<sign>[^\s=＝:：]{1,2})\s*[=＝]\s*(?:跟|和|与|同)左(?:边|面|列|栏|一列|一栏)(?:的)?(?:一样|相同)?"
)
_LINE = re.compile(r"^(?P<about>[^:：=＝]{1,20})[:：](?P<pairs>.*[=＝].*)$")
_PAIR = re.compile(r"(?:^|[\s,，;；、])([^\s=＝,，;；、]{1,3})\s*[=＝]\s*([^\s=＝,，;；]{1,24})")
_ABOUT_COLUMNS = re.compile(r"(?:这|那)?[一两二三四几]?(?:列|栏|项).*$")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_SEARCHED_ROWS = 10
_LEGEND = re.compile("^(?:图例|符号|记号|代号)|(?:图例|符号|记号|代号)(?:说明)?$")
_SIGN = re.compile(r"^[^\s\d]{1,2}$")  # of a page of signs, each beside its meaning


@dataclass
class CodeLists:
    """What codes mean: those of one field, of one heading, and those that name no column."""

    of_field: dict[str, dict[str, str]] = field(default_factory=dict)
    of_heading: dict[str, dict[str, str]] = field(default_factory=dict)  # heading as the list writes it
    general: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.of_field or self.of_heading or self.general)


@dataclass(frozen=True)
class _List:
    """One pair of columns below a header row; `about` is the column that names what the codes are of, if any."""

    code: int
    meaning: int
    about: int | None = None
    named: str = ""


def read_code_lists(grid: Grid, dictionary: HeadingDictionary) -> CodeLists:
    """The code lists of a sheet, empty when it has none.

    A list has a column of codes and one of meanings; a third may name the column that the codes stand in, once for
    several codes, or the heading over the codes names it.
    """
    lists = CodeLists()
    numbers = list(grid.rows)
    for place, number in enumerate(numbers[:_SEARCHED_ROWS]):
        pairs = _lists_below(grid, number)
        if not pairs:
            continue
        about = ""
        for below in numbers[place + 1 :]:
            cells = grid.rows[below]
            for pair in pairs:
                if pair.about is not None and pair.about in cells and cells[pair.about].text:
                    about = cells[pair.about].text
                if pair.code in cells and pair.meaning in cells and cells[pair.code].text:
                    code, meaning = cells[pair.code].text.strip(), cells[pair.meaning].text.strip()
                    if len(code) <= _LONGEST_CODE:
                        _add(lists, dictionary, pair.named or about, code, meaning)
        return lists
    is_legend = bool(_LEGEND.search(grid.name)) or any(
        _LEGEND.search(cell.text) for number in numbers[:1] for cell in own_cells(grid.rows[number]).values()
    )
    for cells in grid.rows.values():
        written = [cell.text for cell in cells.values() if cell.text]
        if len(written) == 1:
            _add_line(lists, dictionary, written[0])
        elif is_legend and len(written) == _LEAST_PAIRS and _SIGN.match(sign := written[0].strip()):
            lists.general[sign] = written[1].strip()
    return lists


def _add_line(lists: CodeLists, dictionary: HeadingDictionary, text: str) -> None:
    """A line of a page of notes that names columns and what their signs mean: 产：私=商品房 改=房改房."""
    if same := _SAME_AS_LEFT.match(text.strip()):
        lists.general[same["sign"]] = SAME_AS_LEFT
        return
    if (match := _LINE.match(text.strip())) is None:
        return
    pairs = _PAIR.findall(match["pairs"])
    if len(pairs) < _LEAST_PAIRS:
        return
    for heading in re.split(r"[、,，/和]", _ABOUT_COLUMNS.sub("", match["about"])):
        for sign, meaning in pairs:
            _add(lists, dictionary, heading.strip(), sign, _IN_BRACKETS.sub("", meaning))


def is_code_list(grid: Grid) -> bool:
    """Whether a sheet holds nothing but code lists: every heading of its header row belongs to one."""
    for number in list(grid.rows)[:_SEARCHED_ROWS]:
        if pairs := _lists_below(grid, number):
            used = {column for pair in pairs for column in (pair.code, pair.meaning, pair.about)}
            return set(own_cells(grid.rows[number])) <= used
    return False


def _lists_below(grid: Grid, number: int) -> Sequence[_List]:
    headings = {column: normalised(cell.text) for column, cell in own_cells(grid.rows[number]).items()}
    beside = [column for column, text in headings.items() if text in _CODES and headings.get(column + 1) in _MEANINGS]
    if len(beside) > 1:
        return [_List(column, column + 1, named=_named_above(grid, number, column)) for column in beside]
    code, meaning = (_first(headings, words) for words in (_CODES, _MEANINGS))
    if code is not None and meaning is not None:
        return [_List(code, meaning, _first(headings, _FIELDS))]
    pairs = [
        _List(column - 1, column, named=headings[column - 1])
        for column, heading in headings.items()
        if heading in _MEANINGS and headings.get(column - 1, "") not in _MEANINGS | {""}
    ]
    return [pair for pair in pairs if _has_codes(grid, number, pair.code)]


def _named_above(grid: Grid, number: int, column: int) -> str:
    """What the row above says that the codes of a column are of: 态度（下拉） over 代码 | 含义."""
    above = next((row for row in reversed(grid.rows) if row < number), None)
    texts = own_cells(grid.rows[above]) if above is not None else {}
    named = next((texts[at].text for at in sorted(texts, reverse=True) if at <= column), "")
    return _IN_BRACKETS.sub("", normalised(named))


def _has_codes(grid: Grid, number: int, column: int) -> bool:
    """Short signs, each once: what a list of codes has and a table of households has not."""
    below = [cells[column].text.strip() for row, cells in grid.rows.items() if row > number and column in cells]
    filled = [text for text in below if text]
    return len(filled) > 1 and len(set(filled)) == len(filled) and max(map(len, filled)) <= _LONGEST_CODE


def explain_codes(sheets: list[Sheet], lists: CodeLists) -> None:
    """Give the sheets of a workbook its code lists; what a sheet says of its own signs comes first.

    A code that no column is named for counts only in sheets that have no list of their own for it, and never for
    numbers: a plain 1 or 0 may mean something else in each column.
    """
    for sheet in sheets:
        for name, heading in sheet.fields.items():
            codes = {**lists.of_field.get(_SAME_WORDS.get(name, name), {}), **codes_under(lists.of_heading, heading)}
            codes = {code: meaning for code, meaning in codes.items() if not _is_described(name, code, meaning)}
            if codes:
                sheet.column_legends[name] = {**codes, **sheet.column_legends.get(name, {})}
        _take_from_left(sheet, {code for code, meaning in lists.general.items() if meaning == SAME_AS_LEFT})
        named = {code: meaning for code, meaning in lists.general.items() if not (code.isdigit() and len(code) < 3)}
        sheet.legend = {**named, **sheet.legend}


def _is_described(name: str, word: str, description: str) -> bool:
    """Whether a list only describes a word that says itself what it is: 人在外地, 房子没人住，电话联系得到."""
    vocabulary = field_vocabularies().get(name, "")
    if len(word) < _LEAST_KEY or not has_chinese(word) or not vocabulary:
        return False
    words = Words()[vocabulary]
    return words.exact(word) is not None and words.exact(description) is None


def _take_from_left(sheet: Sheet, signs: set[str]) -> None:
    """Cells that hold a sign for the column on their left say what that says, in place."""
    columns = list(sheet.fields)
    for row in sheet.rows if signs else ():
        for left, name in pairwise(columns):
            cell = row.cells.get(name)
            if cell is not None and cell.text.strip() in signs and row.text(left):
                row.cells[name] = replace(row.cells[left], comment="")


def codes_under(of_heading: Mapping[str, dict[str, str]], heading: str) -> dict[str, str]:
    """The list that a heading names: the same words, its own within longer ones, or the same question's number."""
    question, key = _QUESTION.match(heading), heading_key(heading)
    for about, codes in of_heading.items():
        asked, known = _QUESTION.match(about), _CODE_WORD.sub("", heading_key(about))
        if question and asked:
            if question.group(1) == asked.group(1):
                return codes
        elif known and (known == key or (len(known) >= _LEAST_KEY and known in key)):
            return codes
    return {}


def _first(headings: Mapping[int, str], words: frozenset[str]) -> int | None:
    return next((column for column, heading in headings.items() if heading in words), None)


def _add(lists: CodeLists, dictionary: HeadingDictionary, about: str, code: str, meaning: str) -> None:
    if not about:
        lists.general[code] = meaning
        return
    lists.of_heading.setdefault(about, {})[code] = meaning
    for name in dictionary.look_up(about):
        lists.of_field.setdefault(name, {})[code] = meaning
