"""Who is what to whom, a column a relation: 愿听谁的, 钥匙放谁家, 平时互相帮忙的邻居, each answered by a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.legends import legend_named
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.layout.weighing.readings import is_person
from socialgraph.loaders.layout.written_out.repeats import repeats_resolved
from socialgraph.loaders.values.dates import looks_dated
from socialgraph.loaders.values.households import is_address, split_household
from socialgraph.loaders.values.text import pieces, squeeze
from socialgraph.loaders.values.words.heading_keys import ANY, heading_key, kind_headings
from socialgraph.loaders.values.words.outcomes import survey_outcome

_KINDS = (
    ("有矛盾", r"矛盾|合不来|过节|不对付|闹翻|吵过|不和|处不来|不说话"),
    ("保管钥匙", r"钥匙"),
    ("亲戚", r"亲戚|亲属"),
    ("老同事", r"同事|工友|老单位|一个单位"),
    ("能说心里话", r"心里话|知心|谈得来|说得来|聊得来|无话不"),
    ("互相帮忙", r"帮忙|互助|帮衬|搭把手|照应|照看|关照|借东西"),
    ("一起活动", r"一起(?:跳|打|玩|散步|活动|锻炼|买菜)|牌友|舞伴|棋友"),
    ("提名", r"听|信|服|商量|管用|说得上话|做工作|找谁"),
)
_END = re.compile(r"^被?(?:倾?听|信任?|推荐|提名|点名)(?:的)?(?:者|人|方|对象)")  # ends of a tie, no questions
_STRENGTH = re.compile(r"程度|远近|[近熟亲]不[近熟亲]|深浅|亲疏|[信任紧亲密熟悉切近]度|多信|有多")
_HEADED_ROWS, _SAMPLE = 8, 60
_LEAST_RELATIONS, _LEAST_SHARE, _LEAST_ANSWERS = 2, 0.6, 3
_BLANK = re.compile(r"^(?:没有?|无|没|-+|/|\(空\)|（空）|\(跳过\)|（跳过）)$")
_EGO_HEADINGS = {"address_full": "住址", "building": "楼号", "door": "单元", "room": "房号"}
_FIXED = ("信任的人", "关系", "熟悉程度", "对方住址")
_WHAT_RELATION = re.compile(r"关系|怎么认识|交情|渊源")


@dataclass(frozen=True)
class _Columns:
    """Which column holds what: relations with their kinds, what stands beside each, who answers, and all others."""

    relations: dict[int, str]
    strengths: dict[int, int]
    kinds: dict[int, int]  # relation -> the column that says what the two are to each other: 信得过的人 | 什么关系
    places: dict[int, int]  # relation -> where the one named lives
    ego: dict[str, int]  # heading of the list -> column
    rest: dict[int, str]  # column -> its heading


def relations_form(sheet: Grid) -> Unfolded | None:
    """A line an answer of a table that asks for several relations, each in its column; None where the sheet is none."""
    numbers = list(sheet.rows)
    for place, number in enumerate(numbers[:_HEADED_ROWS]):
        below = numbers[place + 1 :]
        columns = _columns(sheet, number, below[:_SAMPLE])
        if columns is not None:
            break
    else:
        return None
    unfolded = Unfolded((*columns.ego, *_FIXED, *columns.rest.values()))
    asked = {heading_key(own_cells(sheet.rows[number])[column].text) for column in columns.strengths.values()}
    above = (cell.text for row in numbers[:place] for cell in own_cells(sheet.rows[row]).values())
    unfolded.titles = tuple(dict.fromkeys(_with_signs(text, asked) for text in above))
    repeats_resolved(sheet, below)  # a line an answer: what stands above is of another question
    for row in below:
        unfolded.lines += _lines(sheet.rows[row], row, columns)
    unfolded.used = {*numbers[: place + 1], *(row for row, _ in unfolded.lines)}
    return unfolded


def _with_signs(text: str, asked: Collection[str]) -> str:
    """近不近：3天天见面 2常走动 above such a column as 3=天天见面: in the list the column has another heading."""
    heading, legend = legend_named(text)
    if heading_key(heading) not in asked:
        return text
    return "；".join(f"{sign}={meaning}" for sign, meaning in legend.items())


def _columns(sheet: Grid, header: int, below: Sequence[int]) -> _Columns | None:
    headings = {column: cell.text for column, cell in own_cells(sheet.rows[header]).items()}
    asked = {
        column: kind
        for column, heading in headings.items()
        if (kind := _kind(heading)) and not _STRENGTH.search(heading)
    }
    if len(asked) < _LEAST_RELATIONS:
        return None
    cells = {
        column: [text for row in below if column in sheet.rows[row] and (text := sheet.rows[row][column].text.strip())]
        for column in headings
    }
    relations = {column: kind for column, kind in asked.items() if _are_people(cells[column])}
    if len(relations) < _LEAST_RELATIONS or "提名" not in relations.values():
        return None
    ego = _ego(headings, cells, set(relations))
    if ego is None:
        return None
    beside = partial(_beside, headings, relations)
    strengths = beside(lambda column: bool(_STRENGTH.search(headings[column])))
    kinds = beside(lambda column: bool(_WHAT_RELATION.search(headings[column])) and column not in strengths.values())
    places = beside(lambda column: column not in ego.values() and _share(_is_place, cells[column]))
    taken = {*relations, *strengths.values(), *kinds.values(), *places.values(), *ego.values()}
    rest = {at: text for at, text in headings.items() if at not in taken}
    return _Columns(relations, strengths, kinds, places, ego, rest)


def _beside(headings: Mapping[int, str], relations: Collection[int], is_one: Callable[[int], bool]) -> dict[int, int]:
    """Relation -> the first such column between it and the next one."""
    beside: dict[int, int] = {}
    for column in headings:
        before = [other for other in relations if other < column]
        if before and column not in relations and is_one(column):
            beside.setdefault(before[-1], column)
    return beside


def _kind(heading: str) -> str:
    if _END.match(heading):
        return ""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, heading)), "")


def _are_people(texts: Sequence[str]) -> bool:
    """Whether most answers that are not "nobody" name somebody, alone or with an address."""
    named = [text for text in texts if not _BLANK.match(squeeze(text)) and not survey_outcome(text)]
    return len(named) >= _LEAST_ANSWERS and sum(map(_names, named)) >= _LEAST_SHARE * len(named)


def _names(text: str) -> bool:
    return all(is_person(part) or split_household(part) is not None for part in pieces(text))


def _ego(headings: dict[int, str], cells: dict[int, list[str]], taken: set[int]) -> dict[str, int] | None:
    """Where the one who answers lives, and perhaps the name and the day."""
    general = kind_headings()[ANY]
    ego: dict[str, int] = {}
    for column, heading in headings.items():
        texts = cells[column]
        if column in taken or not texts:
            continue
        meant = general.get(heading_key(heading), ())
        if _share(_is_place, texts) and "住址" not in ego:
            ego["住址"] = column
        elif _share(is_person, texts) and "姓名" not in ego:
            ego["姓名"] = column
        elif _share(looks_dated, texts) and "日期" not in ego and not set(meant) & set(_EGO_HEADINGS):
            ego["日期"] = column
        elif place := next((name for name in ("building", "door", "room") if name in meant), ""):
            ego.setdefault(_EGO_HEADINGS[place], column)
    return ego if {"住址", "房号"} & set(ego) else None


def _is_place(text: str) -> bool:
    """Whether a text is an address; a bare number of one or two digits counts the answers."""
    return is_address(text) and not re.fullmatch(r"\d{1,2}", squeeze(text))


def _share(test: Callable[[str], bool], texts: Sequence[str]) -> bool:
    return sum(map(test, texts)) >= _LEAST_SHARE * len(texts)


def _lines(cells: dict[int, Cell], row: int, columns: _Columns) -> list[tuple[int, tuple[Cell | None, ...]]]:
    """A line for each person named, in the columns' order; whatever else the row says stands in its first line."""
    who = tuple(cells.get(column) for column in columns.ego.values())
    if not any(who):
        return []
    rest = tuple(cells.get(column) for column in columns.rest)
    lines: list[tuple[int, tuple[Cell | None, ...]]] = []
    lived: dict[str, Cell] = {}  # where somebody lives whom the row names twice
    for column, kind in columns.relations.items():
        text = cells[column].text.strip() if column in cells else ""
        if not text or (kind != "提名" and _BLANK.match(squeeze(text))):
            continue
        strength = cells.get(columns.strengths.get(column, -1))
        place = cells.get(columns.places.get(column, -1))
        said = cells.get(columns.kinds.get(column, -1))
        said = said if said is not None and said.text.strip() else text_cell(kind)
        named = pieces(text) if _names(text) else [text]
        for person in islice(named, _SAMPLE):
            if place is not None and place.text.strip() and len(named) == 1:
                lived.setdefault(person, place)
            answer = (text_cell(person), said, strength, lived.get(person))
            lines.append((row, (*who, *answer, *(rest if not lines else (None,) * len(rest)))))
    if not lines and any(cell is not None and cell.text for cell in rest):
        lines.append((row, (*who, *(None,) * len(_FIXED), *rest)))
    return lines
