"""Finding the header of a table: one, two or three rows whose cells the dictionary knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.heading_grammar import heading_sense, without_round
from socialgraph.loaders.values.words.heading_keys import (
    MAX_HEADING_CHARACTERS,
    heading_key,
    heading_keys,
    normalised,
    shown,
)
from socialgraph.loaders.values.words.headings import HeadingDictionary
from socialgraph.loaders.values.words.pipes import COLUMN_OF_PIPE, pipe_named
from socialgraph.loaders.values.words.sentences import sentence_code

SEARCHED_ROWS = 10
SEARCHED_BELOW_NOTES = 60  # only where the first rows hold no header
LEAST_HITS = 3
_LEAST_TABLE_ROWS = 3  # a header, a row, and what stands above the next header
_LONGEST_COMPOSED = 16
_LONGEST_ANSWER = 6  # letters of a heading over ticks
_REPEATED_SHARE = 0.6  # of a later row's cells, when it is a header again
_QUESTION = re.compile(r"^\s*[Qq]?\d{1,2}\s*[、.．]\s*(?=\D).{4,}[?？:：]")  # of a questionnaire's export
_RISERS_OF = {pipe: f"stack_{column}" for pipe, column in COLUMN_OF_PIPE.items() if pipe != "sewage"}  # of single pipes


@dataclass(frozen=True)
class Heading:
    """One column of a header."""

    column: int
    upper: str  # as written; "" without an upper tier
    lower: str
    fields: tuple[str, ...]  # what it may mean; () when unknown
    group: str = ""  # the cell above it, also where that says nothing about the column
    answer: str = ""  # what a tick in this column says, where the heading is an answer (不同意)
    settled: bool = False  # confirmed by the office, also where it is not to be read
    codes_only: bool = False  # free text that the office confirmed to say reasons: nothing else of it is kept

    @property
    def text(self) -> str:
        """How reports name the column: `信任的人-住址`."""
        return "-".join(shown(part) for part in (self.upper, self.lower) if part)


@dataclass(frozen=True)
class Header:
    """The header rows of one table and its columns from left to right."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]

    @property
    def signature(self) -> tuple[tuple[int, str], ...]:
        """Equal for the same header printed again."""
        return tuple((heading.column, normalised(heading.text)) for heading in self.headings)


def own_cells(cells: dict[int, Cell]) -> dict[int, Cell]:
    """The cells that say something themselves: not empty, no copies of a merged range."""
    return {
        column: cell
        for column, cell in cells.items()
        if not cell.merged and (((text := cell.text) and not text.isspace()) or cell.formula_without_value)
    }


def says_something(cells: Mapping[Any, Cell]) -> bool:
    """Whether a row has any own cell."""
    for cell in cells.values():
        if not cell.merged and (((text := cell.text) and not text.isspace()) or cell.formula_without_value):
            return True
    return False


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def has_header(grid: Grid, dictionary: HeadingDictionary) -> bool:
    """Whether a sheet has a table, so that `blocks_of` finds one."""
    numbers = [number for number, cells in grid.rows.items() if says_something(cells)]
    return find_header(grid, numbers, dictionary) is not None


def find_header(grid: Grid, numbers: Sequence[int], dictionary: HeadingDictionary) -> Header | None:
    """The first header among the first rows of `numbers`, else further down; None without one."""
    columns = {column for number in numbers for column in own_cells(grid.rows[number])}
    needed = max(1, min(LEAST_HITS, len(columns)))
    for searched in (numbers[:SEARCHED_ROWS], numbers[SEARCHED_ROWS:SEARCHED_BELOW_NOTES]):
        hits = {number: len(_hits(grid, number, dictionary)) for number in searched}
        rows = [number for number, n_hits in hits.items() if n_hits >= needed and _is_mostly_headings(grid, number)]
        if rows:
            best = max(rows, key=lambda number: (hits[number], -number))
            return read_header(grid, _first_table(grid, rows, best, hits), dictionary)
        if header := _split_header(grid, searched, dictionary, needed):
            return header
    return None


def _first_table(grid: Grid, rows: Sequence[int], best: int, hits: Mapping[int, int]) -> int:
    """The row with most hits, unless a whole table stands above it: another header, and rows that are none."""
    for number in rows:
        if best - number < _LEAST_TABLE_ROWS or hits[number] < _REPEATED_SHARE * len(own_cells(grid.rows[number])):
            continue
        between = (between for between in hits if number < between < best)
        if any(2 * hits[row] < len(own_cells(grid.rows[row])) for row in between):
            return number
    return best


def _split_header(grid: Grid, numbers: Sequence[int], dictionary: HeadingDictionary, needed: int) -> Header | None:
    """A two-tier header whose rows have too few hits each, e.g. 住户 | 信任的人 over 姓名 住址 姓名 住址."""
    for number in numbers:
        if _hits(grid, number, dictionary) and _is_lower_tier(grid, number + 1, number, dictionary):
            header = read_header(grid, number, dictionary)
            if sum(1 for heading in header.headings if heading.fields) >= needed:
                return header
    return None


def is_repeated_header(grid: Grid, number: int, cells: dict[int, Cell], dictionary: HeadingDictionary) -> bool:
    """Whether a later row, with these own cells, is a header again: enough headings, and little else."""
    probe = [cell.text for cell in islice(cells.values(), 4)]
    keys = heading_keys()
    if sum(1 for key in map(normalised_cheaply, probe) if key in dictionary.variants or key in keys) < 2:
        return False
    hits = len(_hits(grid, number, dictionary))
    return hits >= LEAST_HITS and hits >= _REPEATED_SHARE * len(cells)


def normalised_cheaply(text: str) -> str:
    """Enough for a first look at thousands of rows; the full normalising follows where it matters."""
    return text if len(text) < 8 and text.isalpha() else normalised(text[:MAX_HEADING_CHARACTERS])


def read_header(grid: Grid, base: int, dictionary: HeadingDictionary, *, after: int = 0) -> Header:
    """The header around its best row: an upper tier of groups above it (but below `after`), a lower tier below."""
    tiers = [base]
    if _is_lower_tier(grid, base + 1, base, dictionary):
        tiers.append(base + 1)
    if base - 1 > after and _is_upper_tier(grid, base - 1, base):
        tiers.insert(0, base - 1)
    texts = [_tier_texts(grid, number, tiers[place + 1 :]) for place, number in enumerate(tiers)]
    columns = sorted(set().union(*texts))
    headings = [_heading(column, [row.get(column, "") for row in texts], dictionary) for column in columns]
    headings = _with_answers(headings, dictionary)
    return Header(tiers[0], tiers[-1], _without_notes_beside([heading for heading in headings if heading.lower]))


def _with_answers(headings: list[Heading], dictionary: HeadingDictionary) -> list[Heading]:
    """Neighbouring columns 同意 | 不同意 without a word above them are columns of ticks for the stance."""
    words = dictionary.answers.get("stance", ())
    alone = {
        h.column for h in headings if not h.fields and not h.upper and len(h.lower) > 1 and normalised(h.lower) in words
    }
    if any("stance" in heading.fields for heading in headings):
        return headings
    runs = {column for column in alone if {column - 1, column + 1} & alone}
    phrases = {h.column for h in headings if not (h.fields or h.upper) and 1 < _letters(h.lower) <= _LONGEST_ANSWER}
    phrases = {h.column for h in headings if h.column in phrases and sentence_code("stance", h.lower)}
    while more := {column for column in phrases - runs if {column - 1, column + 1} & runs}:
        runs |= more  # 签字同意 | 有条件 | 还要想想 | 未见到: what stands among answers is one
    return [replace(h, fields=("stance",), answer=h.lower) if h.column in runs else h for h in headings]


def _letters(text: str) -> int:
    return sum(1 for character in text if character.isalnum())


def _without_notes_beside(headings: list[Heading]) -> tuple[Heading, ...]:
    """A last heading like 说明 behind an empty column stands over notes, not over a column of the table."""
    while len(headings) > 1 and headings[-1].column > headings[-2].column + 1:
        if headings[-1].fields not in ((), ("remarks",)):
            break
        headings = headings[:-1]
    return tuple(headings)


def _hits(grid: Grid, number: int, dictionary: HeadingDictionary) -> list[int]:
    continued: Set[int] = grid.continued.get(number, set())
    return [
        column
        for column, cell in grid.rows.get(number, {}).items()
        if isinstance(cell.raw, str) and (not cell.merged or column in continued) and _is_heading(cell.text, dictionary)
    ]


def _is_heading(text: str, dictionary: HeadingDictionary) -> bool:
    """A heading of the dictionary, or one that names a field in some kind of sheet."""
    if dictionary.look_up(text):
        return True
    if _QUESTION.match(text):
        return True
    key = heading_key(text) if len(text) <= MAX_HEADING_CHARACTERS else ""
    key = in_standard_words(key)
    if key in heading_keys():
        return True
    sense = heading_sense(without_round(key)[0]) if 1 < len(key) <= _LONGEST_COMPOSED else None
    return sense is not None and sense.whole and sense.field not in ("", "remarks")


def _is_mostly_headings(grid: Grid, number: int) -> bool:
    """A line of data may hold words that are also headings (业主, 志愿者), a header holds little else, and no flat."""
    cells = own_cells(grid.rows[number])
    share_of = shares([cell.text for cell in cells.values()])
    if share_of["address"] or share_of["phone"]:
        return False
    plain = sum(1 for cell in cells.values() if not isinstance(cell.raw, str))
    return plain * 4 <= len(cells)


def _groups(grid: Grid, number: int, width: int) -> dict[int, tuple[int, int]]:
    """Columns of merged ranges that lie within one row and span some columns, not all: first column -> span.

    Where a program has written out merges, neighbouring cells with the same words are such a range.
    """
    spans = [(area.left, area.right) for area in grid.groups.get(number, ())]
    spans += [] if spans else _runs(own_cells(grid.rows.get(number, {})))
    return {left: (left, right) for left, right in spans if 0 < right - left < width - 1}


def _runs(cells: dict[int, Cell]) -> list[tuple[int, int]]:
    """Neighbouring columns with the same text."""
    runs: list[tuple[int, int]] = []
    for column in sorted(cells):
        if runs and runs[-1][1] == column - 1 and cells[column].text == cells[column - 1].text:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return [run for run in runs if run[0] < run[1]]


def _written_down(upper: dict[int, Cell], lower: dict[int, Cell]) -> set[int]:
    """Columns whose heading stands in both tiers: a merge over them, written out."""
    return {column for column, cell in upper.items() if column in lower and lower[column].text == cell.text}


def _width(grid: Grid, *numbers: int) -> int:
    return 1 + max((max(grid.rows[number]) for number in numbers if grid.rows.get(number)), default=0)


def _is_lower_tier(grid: Grid, lower: int, upper: int, dictionary: HeadingDictionary) -> bool:
    """Whether a row completes the header above it: words only, known under their group, each below a gap."""
    below, above = own_cells(grid.rows.get(lower, {})), own_cells(grid.rows.get(upper, {}))
    below = {column: cell for column, cell in below.items() if column not in _written_down(above, below)}
    if not below or any(not isinstance(cell.raw, str) for cell in below.values()):
        return False
    spans = _groups(grid, upper, _width(grid, lower, upper)).values()
    known = 0
    for column, cell in below.items():
        in_group = any(left <= column <= right for left, right in spans)
        group = next((above[left].text for left, right in spans if left <= column <= right and left in above), "")
        if not in_group and not spans:  # no merges, as in a csv: a group is a heading followed by blanks
            group = _heading_to_the_left(above, column)
            in_group = bool(group) and (column not in above or (column + 1 in below and column + 1 not in above))
        if not in_group:
            return False
        known += bool(
            _fields_under(group, cell.text, dictionary) or dictionary.answer_field(group, cell.text)
            if group
            else dictionary.look_up(cell.text)
        )
    if (
        spans
        and len(below) > 1
        and all(
            row not in grid.rows.get(lower, {})
            or _is_blank(grid.rows[lower][row].text)
            or any(left <= row <= right for left, right in spans)
            or row in grid.continued.get(lower, set())
            for row in above
        )
    ):  # merged groups over it, and nothing under any other heading
        answers = dictionary.answers.get("stance", ())
        return known > 0 or sum(normalised(cell.text) in answers for cell in below.values()) >= LEAST_HITS
    return known * 2 >= len(below) and known > 0


def _heading_to_the_left(above: dict[int, Cell], column: int) -> str:
    at_or_left = [place for place in above if place <= column]
    return above[max(at_or_left)].text if at_or_left else ""


def _is_upper_tier(grid: Grid, upper: int, base: int) -> bool:
    """Whether the row above holds names of groups of columns; a title spans them all and is none."""
    above = own_cells(grid.rows.get(upper, {}))
    if not above or any(not isinstance(cell.raw, str) or len(cell.text) > 30 for cell in above.values()):
        return False
    below = own_cells(grid.rows.get(base, {}))
    written_down = _written_down(above, below)
    groups = _groups(grid, upper, _width(grid, base))
    if not groups and written_down:  # in a csv a group's name stands before blanks
        groups = {c: (c, c + 1) for c in above if c not in written_down and c + 1 in below and c + 1 not in above}
    if not groups or not set(groups) & set(above):
        return False
    plain: Set[int] = grid.continued.get(base, set()) | written_down
    return all(
        column in plain or column not in below or any(left <= column <= right for left, right in groups.values())
        for column in above
    )


def _tier_texts(grid: Grid, number: int, lower_tiers: list[int]) -> dict[int, str]:
    """A tier's text by column. Without merges a group's name stands over the blanks that follow it."""
    cells = grid.rows.get(number, {})
    texts = {column: cell.text for column, cell in cells.items() if not _is_blank(cell.text)}
    if lower_tiers and not _groups(grid, number, _width(grid, number, *lower_tiers)):
        below = own_cells(grid.rows.get(lower_tiers[0], {}))
        for column in sorted(below):
            if column not in texts and column - 1 in texts:
                texts[column] = texts[column - 1]
    return texts


def _heading(column: int, tiers: list[str], dictionary: HeadingDictionary) -> Heading:
    parts: list[str] = []
    for text in tiers:
        if text and (not parts or normalised(text) != normalised(parts[-1])):
            parts.append(text)
    if not parts:
        return Heading(column, "", "", ())
    if len(parts) == 1:
        return Heading(column, "", parts[0], dictionary.look_up(parts[0]))
    upper, lower = parts[-2], parts[-1]
    fields = _fields_under(upper, lower, dictionary)
    if not fields and (answered := dictionary.answer_field(upper, lower)):
        return Heading(column, upper, lower, (answered,), group=upper, answer=lower)
    if fields and not (
        dictionary.look_up(upper) or fields[0] in _RISERS_OF.values()
    ):  # 基本信息 over 楼号 says nothing about the column
        return Heading(column, "", lower, fields, group=upper)
    return Heading(column, upper, lower, fields, group=upper)


def _fields_under(upper: str, lower: str, dictionary: HeadingDictionary) -> tuple[str, ...]:
    """The fields of a lower heading under an upper one; under a word for risers a column a pipe: its numbers."""
    fields = dictionary.look_up_tiers(upper, lower)
    if fields in ((), ("stack",)) and (pipe := pipe_named(lower)) in _RISERS_OF and _is_of_risers(upper, dictionary):
        return (_RISERS_OF[pipe],)
    return fields


def _is_of_risers(upper: str, dictionary: HeadingDictionary) -> bool:
    """Whether a group of columns, one a pipe, holds riser numbers: 所在立管编号 over 厨排FL | 卫排WL."""
    sense = heading_sense(heading_key(upper))
    return dictionary.look_up(upper) == ("stack",) or (sense is not None and sense.field == "stack")
