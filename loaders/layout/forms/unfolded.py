"""A sheet of another form as a list: the first form that fits, with the row that each line came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import islice

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.text import tidy
from socialgraph.loaders.values.words.confirmed import TABLE, Answer, Confirmed, form_of, form_text
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

_TITLE, _HEADER = 1, 2
_SAMPLE = 60  # rows that show whether a sheet may be of a form at all


@dataclass
class Unfolded:
    """A list made of a sheet: `titles` above it, `headings`, and its lines, each with its row in the sheet."""

    headings: tuple[str, ...]
    lines: list[tuple[int, tuple[Cell | None, ...]]] = field(default_factory=list)
    titles: tuple[str, ...] = ()
    used: set[int] = field(default_factory=set)  # rows of the sheet that the list holds all of
    also: Unfolded | None = None  # what else the same rows say, as a list of its own
    kind: str = ""  # what the office confirmed that it is, "" where its headings and titles say it

    def grid(self, sheet: Grid) -> Grid:
        """The list as a sheet of its own: title, header, a line a row."""
        grid = Grid(name=sheet.name, hidden=sheet.hidden, encoding=sheet.encoding, notes=list(sheet.notes))
        title = " ".join(self.titles)
        grid.rows[_TITLE] = {0: Cell(title, title)} if title else {}
        grid.rows[_HEADER] = {column: Cell(text, text) for column, text in enumerate(self.headings)}
        for place, (number, cells) in enumerate(self.lines, start=_HEADER + 1):
            grid.rows[place] = {column: _alone(cell) for column, cell in enumerate(cells) if cell is not None}
            if number in sheet.hidden_rows:
                grid.hidden_rows.add(place)
        return grid

    def known_as(self, options: ReadOptions) -> ReadOptions:
        """The options with what the office confirmed of this list among its answers."""
        if not self.kind:
            return options
        answer = Answer(TABLE, form_text(form_of(self.headings)), meaning=self.kind)
        return replace(options, confirmed=Confirmed((*options.confirmed.answers, answer)))

    def row_of(self, number: int) -> int:
        """The sheet's own row of a line."""
        place = number - _HEADER - 1
        return self.lines[place][0] if 0 <= place < len(self.lines) else number

    def rest(self, sheet: Grid, in_part: Set[int]) -> Grid:
        """What the list does not hold; of a row that it holds only `in_part`, the whole row."""
        listed = self.used - in_part
        left = {number: cells for number, cells in sheet.rows.items() if number not in listed}
        return replace(sheet, rows=left, whole=sheet.whole or sheet)

    def in_part(self, sheet: Grid) -> frozenset[int]:
        """The rows whose wish to be left alone stands in a cell that the list has no use for."""
        texts: dict[int, set[str]] = {}
        for number, cells in self.lines:
            texts.setdefault(number, set()).update(cell.text for cell in cells if cell is not None)
        return frozenset(
            number
            for number in self.used & sheet.rows.keys()
            if _leaves_out_a_wish(sheet.rows[number], texts.get(number, set()))
        )


def sample(sheet: Grid) -> Grid:
    """The first rows of a sheet: what a form looks at before it walks through all of a long list."""
    return replace(sheet, rows=dict(islice(sheet.rows.items(), _SAMPLE)))


def unfolded(sheet: Grid, forms: tuple[Callable[[Grid], Unfolded | None], ...]) -> Unfolded | None:
    """What the first of the forms that fits makes of a sheet; None where none does."""
    for form in forms:
        lines_of_form = form(sheet)
        if lines_of_form is not None and lines_of_form.lines:
            return lines_of_form
    return None


def text_over(sheet: Grid, number: int, column: int) -> str:
    """The text that a row has over a column: its own, or of the group that begins to its left."""
    cells = sheet.rows[number]
    return next((text for place in range(column, 0, -1) if place in cells and (text := cells[place].text.strip())), "")


def text_cell(text: str) -> Cell:
    """A cell of a text that the form gives."""
    return Cell(text, text)


def _leaves_out_a_wish(cells: Mapping[int, Cell], listed: Set[str]) -> bool:
    """Whether a row has a wish that the list does not hold; of a text it may hold a part, or other words for it."""
    asking = {text for cell in cells.values() if asks_to_be_left_alone(text := tidy(cell.text))}
    wishes = sorted((tidy(text) for text in listed if asks_to_be_left_alone(text)), key=len, reverse=True)
    in_words = [wish for wish in wishes if not any(wish in text for text in asking)]
    unheld = 0
    for text in asking:
        rest = text
        for wish in wishes:
            rest = rest.replace(wish, " ")
        if rest != text and asks_to_be_left_alone(rest):
            return True
        unheld += rest == text
    return unheld > len(in_words)


def _alone(cell: Cell) -> Cell:
    return replace(cell, merged=False, merge_rows=1)
