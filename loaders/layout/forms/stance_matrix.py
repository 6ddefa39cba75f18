"""What households say as a matrix: a row a floor, a column a side of a door or a riser, a sign or a word a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.legends import read_legend
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell, text_over
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import building_named
from socialgraph.loaders.values.numbering import DOOR_WORD, floor_named
from socialgraph.loaders.values.numerals import arabic
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.pipes import COLUMN_OF_PIPE, names_of_pipes, pipe_named
from socialgraph.loaders.values.words.speech.sayings import likely_meaning

_SIDE = re.compile(r"^(?:0(?P<short>[1-9])|0?(?P<side>[1-9])(?:户|室|号房?|房))$")
_DOOR = re.compile(rf"^第?(?P<door>\d{{1,2}}|[一二三四五六七八九十]){DOOR_WORD}$")
_CODE = re.compile(r"^[A-Za-z\u3400-\u9fff]{0,4}[-_.#]?\d{1,2}[#号]?$")
_CODE_AND_PIPE = re.compile(
    r"^(?P<code>[A-Za-z]{1,4}[-_.#]?\d{1,3})[号#]?[(（:：]?(?P<pipe>[\u3400-\u9fff]{2,8})[)）]?$"
)
_SPEAKER = re.compile(r"^(?P<who>房东|房主|业主|产权人|承租人|租客|租户|房客)\s*[:：,，]?\s*(?P<rest>.*)$")
_OF_TENANT = re.compile(
    r"^(?:租客|租户|房客|租房人|租的人)(?:的?(?:意见|态度|话))?(?:[/、或](?:住的人|现住人|住户|实际住户|同住人))?(?:的?意见)?$"
)
_OF_WORKS = re.compile(r"^(?:施工|进度|工程|进展|状态|完工|做到哪|干到哪)(?:进度|情况|状态|进展|没有)?$")
_DONE_ON = re.compile(r"(?:20\d\d[-./年])?\d{1,2}[-./月]\d{1,2}日?$")
_WORKS = ("楼号", "立管编号", "管道类型", "状态", "完成日期")
_AS_OF = re.compile(r"(?:截至|截止|统计到|更新至)[^\d]{0,4}(20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2})")
_SIGN = re.compile(r"^[^\w\s]$|^[A-Za-z\d]{1,2}$|^[\u3400-\u9fff]$|^[①-⑳]$")
_MEANING = re.compile(r"^[\u3400-\u9fff].+$")
_LEAST_FLOORS, _LEAST_CELLS, _LEAST_READ = 3, 6, 0.8
_TITLE_ROWS = 3
_NOT_APPLICABLE, _REFUSED = "not_applicable", "refused"
_CODE_OF_PIPE, _STANCE = "立管编号", "意见"
_PLACE = ("楼号", "单元", "房号")
_DAY = "征询日期"
_OF_TENANTS = "租客意见"
# 402△:别人换他就换, in a note: what that sign of that flat means
_EXPLAINED = re.compile(
    r"^(?P<floor>\d{1,2})(?P<side>0[1-9])(?:室|户|号)?\s*(?P<sign>[^\w\s:：,，])\s*[:：]\s*(?P<words>.+)$"
)

Explained = Mapping[tuple[int, int, str], str]  # of floor, side and sign


@dataclass
class _Matrix:
    """Rows of floors, and the rows between the matrix above and this one."""

    floors: dict[int, int]  # row of the sheet -> floor
    above: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Column:
    """One column of a matrix: where its cells lie, and what their signs are about."""

    column: int
    door: str
    side: int
    pipe: str
    code: str
    of_tenant: bool = False  # what the tenant says, beside columns of what the owner says


def stance_matrix_form(sheet: Grid) -> Unfolded | None:
    """A line a household and pipe; None where no rows of floors hold what households say, each at a known room."""
    if not _matrices(sample(sheet)):
        return None
    matrices = _matrices(sheet)
    legend = _legend(sheet, {number for matrix in matrices for number in (*matrix.floors, *matrix.above)})
    explained = _explained(sheet, {number for matrix in matrices for number in matrix.floors})
    first = matrices[0].above
    titles = [own.text for number in first[:_TITLE_ROWS] for own in _lone(sheet, number)]
    building = building_named(*titles, sheet.name)
    as_of = next((match[1] for text in titles if (match := _AS_OF.search(text))), "")
    entries: list[tuple[int, dict[str, Cell]]] = []
    used: set[int] = set()
    works: list[Unfolded] = []
    for matrix in matrices:
        columns = _columns(sheet, matrix)
        filled = {column for number in matrix.floors for column in own_cells(sheet.rows[number])}
        if columns is None or len(filled) < 2 or filled - {min(filled)} - {column.column for column in columns}:
            return None
        for number, floor in matrix.floors.items():
            entries += [(number, entry) for entry in _entries(sheet.rows[number], columns, floor, legend, explained)]
        used |= {*matrix.floors}
        works += filter(None, [_works(sheet, matrix, columns, building)])
    if len(entries) < _LEAST_CELLS or _read_share(entries) < _LEAST_READ:
        return None
    for _, entry in entries:
        entry |= {"楼号": text_cell(building)} | ({_DAY: text_cell(as_of)} if as_of else {})
    listed = _listed(entries, tuple(titles), used)
    for last, following in pairwise([listed, *works]):
        last.also = following
    return listed


def _listed(entries: list[tuple[int, dict[str, Cell]]], titles: tuple[str, ...], used: set[int]) -> Unfolded:
    """The entries as lines under the headings that any of them fills."""
    order = [*_PLACE, *(pipe + of for pipe in _pipes() for of in (_CODE_OF_PIPE, _STANCE)), _STANCE, _OF_TENANTS, _DAY]
    headings = [name for name in order if any(name in entry for _, entry in entries)]
    lines = [(number, tuple(entry.get(name) for name in headings)) for number, entry in entries]
    return Unfolded(tuple(headings), lines=lines, titles=titles, used=used)


def _matrices(sheet: Grid) -> list[_Matrix]:
    matrices: list[_Matrix] = []
    above: list[int] = []
    floors: dict[int, int] = {}
    for number in [*sheet.rows, 0]:
        own = own_cells(sheet.rows.get(number, {}))
        if own and (floor := _floor(own)):
            floors[number] = floor
            continue
        if not own and number:
            continue
        if len(floors) >= _LEAST_FLOORS and len(set(floors.values())) == len(floors):
            matrices.append(_Matrix(floors, above))
            above = []
        floors = {}
        above.append(number)
    return matrices


def _floor(own: Mapping[int, Cell]) -> int:
    """The floor that the first cell of a row names, where the others are signs or short words."""
    first, *others = own.values()
    return floor_named(first.text) if all(len(cell.text) <= 20 for cell in others) else 0


def _columns(sheet: Grid, matrix: _Matrix) -> list[_Column] | None:
    """The columns that have a side, by the rows above them; None where a pipe or a door is named twice over one."""
    heads = [number for number in matrix.above if number and len(own_cells(sheet.rows[number])) > 1]
    captions = [cell.text for number in matrix.above if number for cell in _lone(sheet, number)]
    named = {pipe for text in captions[-1:] if (pipe := pipe_named(text))}
    width = max((max(sheet.rows[number]) for number in heads), default=0)
    columns = []
    for column in range(1, width + 1):
        tiers = [squeeze(text) for number in heads if (text := text_over(sheet, number, column))]
        sides = {int(m["short"] or m["side"]) for text in tiers if (m := _SIDE.match(text))}
        doors = {arabic(m["door"]) for text in tiers if (m := _DOOR.match(text))}
        pipes = {pipe for text in tiers if (pipe := pipe_named(text))} or named
        tiers = [part for text in tiers for part in _parts(text)]
        codes = [t for t in tiers if _CODE.match(t) and not _SIDE.match(t) and not _DOOR.match(t) and not t.isdigit()]
        if not sides:
            continue
        if len(sides) > 1 or len(doors) > 1 or len(pipes) > 1:
            return None
        door, pipe = next(iter(doors), ""), next(iter(pipes), "")
        code = codes[0] if len(codes) == 1 and pipe else ""
        of_tenant = not pipes and any(map(_OF_TENANT.match, tiers))
        columns.append(_Column(column, door, sides.pop(), pipe, code, of_tenant))
    places = [(column.door, column.side, column.pipe) for column in columns]
    return columns if columns and len(set(places)) == len(places) else None


def _parts(text: str) -> tuple[str, ...]:
    """FL-1厨房 is a riser's number and its pipe."""
    match = _CODE_AND_PIPE.match(text)
    return (match["code"], match["pipe"]) if match and pipe_named(match["pipe"]) else (text,)


def _lone(sheet: Grid, number: int) -> list[Cell]:
    own = list(own_cells(sheet.rows[number]).values())
    return own if len(own) == 1 else []


def _entries(
    cells: Mapping[int, Cell], columns: list[_Column], floor: int, legend: Mapping[str, str], explained: Explained
) -> list[dict[str, Cell]]:
    entries = []
    for column in columns:
        cell = cells.get(column.column)
        text = cell.text.strip() if cell is not None else ""
        if cell is None or not (text or cell.comment):
            continue
        note = explained.get((floor, column.side, text[:1]), "")
        words = _in_words(text, legend)
        if note and (_stance(note) or _stance(words) != _REFUSED):  # 问他为什么,不讲 leaves a no what it is
            words = note + (text[1:] if text[1:2] in ("(", "（") else "")
        opinion = replace(cell, text=words, merged=False, merge_rows=1)
        entry = {"房号": text_cell(f"{floor}{column.side:02d}"), "单元": text_cell(column.door)}
        pipe = names_of_pipes()[column.pipe] if column.pipe in COLUMN_OF_PIPE else ""
        if column.code and pipe and _stance(opinion.text) != _NOT_APPLICABLE:
            entry[pipe + _CODE_OF_PIPE] = text_cell(column.code)
        entries.append(entry | {_OF_TENANTS if column.of_tenant else pipe + _STANCE: opinion})
    return entries


def _in_words(text: str, legend: Mapping[str, str]) -> str:
    """A sign in words, with what stands behind it (× 刚贴好砖); that of whom it begins with, as a word of theirs."""
    if (whole := legend.get(squeeze(text))) is not None:
        return whole
    meaning, rest = legend.get(text[:1], ""), text[1:].strip()
    if not meaning or not rest:
        return text
    if speaker := _SPEAKER.match(rest):
        return f"{speaker['who']}:{meaning}" + (f",{speaker['rest']}" if speaker["rest"] else "")
    return f"{meaning}{rest}" if rest[0] in "(（" else f"{meaning},{rest}"


def _works(sheet: Grid, matrix: _Matrix, columns: list[_Column], building: str) -> Unfolded | None:
    """A line a riser, of a row below the floors that says how far the works are: 施工 | 正在做 | 未开工."""
    number = min((row for row in sheet.rows if row > max(matrix.floors)), default=None)
    if number is None or number in matrix.above:
        return None
    own = own_cells(sheet.rows[number])
    if len(own) < 2 or not _OF_WORKS.match(squeeze(next(iter(own.values())).text)):
        return None
    of_riser = {
        (column.code, column.pipe): cell
        for column in columns
        if column.code and (cell := sheet.rows[number].get(column.column)) is not None and cell.text.strip()
    }
    lines: list[tuple[int, tuple[Cell | None, ...]]] = [
        (number, (text_cell(building), text_cell(code), text_cell(names_of_pipes()[pipe]), *_status(cell)))
        for (code, pipe), cell in of_riser.items()
    ]
    return Unfolded(_WORKS, lines=lines, titles=("立管施工进度",), used={number}) if lines else None


def _status(cell: Cell) -> tuple[Cell, Cell]:
    """已完工 5.22 is a status and its day."""
    text = cell.text.strip()
    day = match.group() if (match := _DONE_ON.search(text)) else ""
    return text_cell(text.removesuffix(day).strip(" ,，(（")), text_cell(day)


def _pipes() -> list[str]:
    """How the pipes that have columns are called, in their order."""
    return [names_of_pipes()[pipe] for pipe in COLUMN_OF_PIPE]


def _stance(text: str) -> str:
    cell = Words().stance_cell(text)
    return (cell.stances.get("", "") if cell else "") or likely_meaning("stance", text)


def _read_share(entries: list[tuple[int, dict[str, Cell]]]) -> float:
    """The share of cells that say something of the works, in words or by the legend: a bare tick may say anything."""
    texts = [squeeze(cell.text) for _, entry in entries for name, cell in entry.items() if name.endswith(_STANCE)]
    texts = [text for text in texts if text]
    return sum(1 for text in texts if len(text) > 1 and _stance(text)) / len(texts) if texts else 0.0


def _explained(sheet: Grid, without: set[int]) -> Explained:
    """What notes around the matrix say of single cells, by floor, side and sign."""
    notes = (cell.text for number in sheet.rows.keys() - without for cell in _lone(sheet, number))
    matches = (match for text in notes for line in text.splitlines() if (match := _EXPLAINED.match(line.strip())))
    return {(int(m["floor"]), int(m["side"]), m["sign"]): m["words"] for m in matches}


def _legend(sheet: Grid, without: set[int]) -> dict[str, str]:
    """What the sheet says its signs mean: a sign and its words side by side, or in one line."""
    legend: dict[str, str] = {}
    for number, cells in sheet.rows.items():
        own = own_cells(cells)
        if number in without or not own:
            continue
        for column, cell in own.items():
            beside = own.get(column + 1)
            sign = squeeze(cell.text)
            if beside is not None and _SIGN.match(sign) and _MEANING.match(beside.text.strip()):
                legend.setdefault(sign, beside.text.strip())
        if len(own) == 1:
            for sign, meaning in read_legend(next(iter(own.values())).text).items():
                legend.setdefault(squeeze(sign), meaning)
    return legend
