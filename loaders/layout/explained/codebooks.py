"""Codebooks: what an office's own files say its variables (cq, JS, B1) and their codes mean.

字段 | 代码 | 含义; a table titled `JS 结束码` over code and meaning; `SC | 小区：1 丁香坊；2 白鹤弄` beside the
variable; `SF身份 1党员 2楼长；YY意愿 1愿意 2不愿` in a line above a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.text import has_chinese
from socialgraph.loaders.values.words.heading_keys import data_table, normalised

_WORDS = {row["part"]: frozenset(row["headings"].split("|")) for row in data_table("code_lists.csv")}
_NAME = r"[A-Za-z][A-Za-z0-9_.]*\*?"
_NAMES = re.compile(rf"^(?P<names>{_NAME}(?:\s*[/、,，]\s*{_NAME})*)(?:\s+(?P<label>[\u3400-\u9fff].*))?$")
_TITLE = re.compile(
    rf"^(?:(?P<name>{_NAME})\s+(?P<label>[\u3400-\u9fff].*)|(?P<before>[\u3400-\u9fff]+)\s*(?P<after>{_NAME}))$"
)
_IN_LINE = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>[A-Z][A-Z0-9_]{0,7})\s*(?P<label>[\u3400-\u9fff]{1,8})(?P<codes>(?:\s+\d{1,2}[^\s;；]+){2,})"
)
_CODES = re.compile(
    r"(?:^|(?<=[\s;；,，:：]))(?P<code>\d{1,2}|[A-Z])\s*[.=＝、:：]?\s*(?P<meaning>[\u3400-\u9fff][^\s;；]*)"
)
_SAME_AS = re.compile(rf"^同\s*(?P<name>{_NAME})$")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LABEL_ENDS = re.compile(r"[,，;；:：=＝。(（\s]")
_SEPARATOR = re.compile(r"\s*[/、,，]\s*")
_LONGEST_CODE, _LEAST_CODES, _HEADER_ROWS, _PAIR = 6, 2, 6, 2


@dataclass
class Variable:
    """What a codebook says of one variable."""

    label: str = ""
    codes: dict[str, str] = field(default_factory=dict)


@dataclass
class Codebook:
    """The variables of a file or of an office, by name in small letters; `rsn_*` under `rsn_`."""

    variables: dict[str, Variable] = field(default_factory=dict)
    unnamed: list[dict[str, str]] = field(default_factory=list)  # lists of codes that name no variable

    def __bool__(self) -> bool:
        return bool(self.variables or self.unnamed)

    def of(self, heading: str, table: str = "") -> Variable | None:
        """What is said of a heading in a table: mode of visit_log is `visit_log.mode`, rsn_o and rsn are `rsn_*`."""
        key = heading.strip().lower()
        if table and (found := self.variables.get(f"{table.lower()}.{key}")):
            return found
        exact = self.variables.get(key)
        begun = next((v for n, v in self.variables.items() if n.endswith("_") and f"{key}_".startswith(n)), None)
        if exact is None or begun is None:
            return exact or begun
        return Variable(exact.label or begun.label, exact.codes or begun.codes)

    def add(self, name: str, label: str = "", codes: dict[str, str] | None = None) -> None:
        """Note what is said of a variable; a blank among its codes is no label."""
        variable = self.variables.setdefault(name.strip().lower().rstrip("*"), Variable())
        if label and not variable.label and not variable.codes:
            variable.label = label
        variable.codes.update(codes or {})

    def merge(self, other: Codebook) -> None:
        """Take over what another file says."""
        for name, said in other.variables.items():
            self.add(name, said.label, said.codes)
        self.unnamed += other.unnamed


def read_codebook(grid: Grid, book: Codebook) -> bool:
    """Add to the book what a sheet says of variables; whether it is a page of a codebook and no table of its own."""
    if _read_table(grid, book) or _read_list(grid, book):
        return True
    told, rows = 0, sum(1 for cells in grid.rows.values() if any(cell.text for cell in cells.values()))
    for cells in grid.rows.values():
        texts = [cell.text.strip() for cell in own_cells(cells).values() if cell.text.strip()]
        if len(texts) == _PAIR:
            told += _read_pair(texts, book)
        elif len(texts) == 1:
            for match in _IN_LINE.finditer(texts[0]):
                book.add(match["name"], match["label"], _listed(match["codes"]))
    return told >= _LEAST_CODES and 2 * told >= rows


def _read_table(grid: Grid, book: Codebook) -> bool:
    """字段 | 代码 | 含义."""
    for number in list(grid.rows)[:_HEADER_ROWS]:
        headings = {normalised(cell.text): column for column, cell in own_cells(grid.rows[number]).items()}
        about, code, meaning = (
            next((column for text, column in headings.items() if text in _WORDS[part]), None)
            for part in ("field", "code", "meaning")
        )
        if about is None or meaning is None or about == meaning:
            continue
        for below, cells in grid.rows.items():
            text = {column: cell.text.strip() for column, cell in cells.items()}
            if below <= number or not (match := _NAMES.match(text.get(about, ""))):
                continue
            said, sign = text.get(meaning, ""), text.get(code, "") if code is not None else ""
            for name in _SEPARATOR.split(match["names"]):
                if sign and len(sign) <= _LONGEST_CODE and "/" not in sign:
                    book.add(name, codes={sign: said})
                elif said:
                    book.add(name, said)
        return True
    return False


def _read_list(grid: Grid, book: Codebook) -> bool:
    """A table of codes and meanings under a title that names its variable, or none."""
    rows = [
        [cell.text.strip() for cell in own_cells(cells).values() if cell.text.strip()] for cells in grid.rows.values()
    ]
    rows = [row for row in rows if row]
    if len(rows) < _LEAST_CODES + 1 or len(rows[0]) != 1:
        return False
    pairs = [row for row in rows[1:] if len(row) == _PAIR and len(row[0]) <= _LONGEST_CODE and not has_chinese(row[0])]
    codes = {code: meaning for code, meaning in pairs if not _NAMES.match(code) or any(map(str.isdigit, code))}
    if len(codes) < _LEAST_CODES or 2 * len(pairs) < len(rows) - 1 or len(codes) < len(pairs):
        return False
    title = _TITLE.match(rows[0][0])
    if title is None or (title["after"] and rows[0][0].endswith("码")):
        book.unnamed.append(codes)
    else:
        book.add(title["name"] or title["after"], _BRACKETS.sub("", title["label"] or title["before"]), codes)
        book.unnamed.append(codes)
    for row in rows[1:]:
        if len(row) == _PAIR and row[0] not in codes:
            _read_pair(row, book)
    return True


def _read_pair(texts: Sequence[str], book: Codebook) -> int:
    """`LD/DY/SH | 楼栋/单元/室号`, `FS 方式 | 1入户 2电话`, `YT | 用途 1住宅 2商铺`; how many variables."""
    match, said = _NAMES.match(texts[0]), texts[1]
    if match is None or not (has_chinese(said) or _SAME_AS.match(said)):
        return 0
    names = _SEPARATOR.split(match["names"])
    labels = _SEPARATOR.split(said)
    same, codes = _SAME_AS.match(said), _listed(said)
    for place, name in enumerate(names):
        if same:
            book.add(name, match["label"] or "", (book.of(same["name"]) or Variable()).codes)
        elif len(names) > 1 and len(labels) == len(names):
            book.add(name, labels[place])
        else:
            book.add(name, match["label"] or said, codes)
    return len(names)


def _listed(text: str) -> dict[str, str]:
    codes = {match["code"]: match["meaning"] for match in _CODES.finditer(text)}
    return codes if len(codes) >= _LEAST_CODES else {}


def short_label(label: str) -> str:
    """The heading in a variable's description: 立管编号=楼-单元-管种 -> 立管编号, 业主(公房不填) -> 业主."""
    return _LABEL_ENDS.split(label.strip(), maxsplit=1)[0].strip()


def meanings(codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every code with what it says in short: what a bracket explains is left out."""
    for code, meaning in codes.items():
        yield code, _BRACKETS.sub("", meaning).strip() or meaning
