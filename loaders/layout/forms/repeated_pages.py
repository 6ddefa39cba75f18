"""A document of one form a household, filled in again and again, as one list: its labels head the columns.

Nobody need know the labels: what stands at the same place of every form is one, and what stands behind it is its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.header_rows import own_cells

_LEAST_FORMS, _LEAST_ROWS, _LEAST_LABELS = 3, 2, 4
_LONGEST_LABEL = 12
_LEAST_VARIED = 0.5  # of the values: of repeated headings nothing varies
_CAPTION = "表头"

Row = list[tuple[str, Cell]]  # labels with their values


def as_lists(grids: Sequence[Grid]) -> list[Grid]:
    """The tables of a document, those that are the same form one after the other as one list."""
    listed: list[Grid] = []
    for labels, group in groupby(grids, key=_labels):
        forms = list(group)
        if labels is None or len(forms) < _LEAST_FORMS or not _vary(forms):
            listed += forms
        else:
            listed.append(_list_of(forms, labels))
    for before, grid in pairwise(listed):
        if grid.before is not None:
            grid.before = before
    return listed


def _labels(grid: Grid) -> tuple[str, ...] | None:
    """The labels of a form, in order; None where a table is none."""
    labels = [label for row in _rows(grid) for label, _ in row]
    if any(len(own_cells(cells)) > 1 for cells in _above(grid)):
        return None  # more labels, above a line of one cell
    fit = len(labels) >= _LEAST_LABELS and len(set(labels)) == len(labels) and len(_rows(grid)) >= _LEAST_ROWS
    return tuple(labels) if fit and all(0 < len(label) <= _LONGEST_LABEL for label in labels) else None


def _rows(grid: Grid) -> list[Row]:
    """The rows below the last line of one cell, each as labels with their values; [] where one has a cell too many."""
    rows: list[Row] = []
    for cells in reversed(grid.rows.values()):
        own = [cell for _, cell in sorted(cells.items()) if not cell.merged]  # a blank is a value too
        if len(own) <= 1:
            break
        if len(own) % 2:
            return []
        rows.append([(label.text.strip(), value) for label, value in zip(own[::2], own[1::2], strict=True)])
    return rows[::-1]


def _vary(forms: Sequence[Grid]) -> bool:
    values = zip(*[[value.text for row in _rows(form) for _, value in row] for form in forms], strict=True)
    varied = [len(set(texts)) > 1 for texts in values]
    return sum(varied) >= _LEAST_VARIED * len(varied)


def _above(form: Grid) -> list[dict[int, Cell]]:
    return list(form.rows.values())[: len(form.rows) - len(_rows(form))]


def _texts(cells: dict[int, Cell]) -> list[str]:
    return [cell.text for cell in own_cells(cells).values()]


def _list_of(forms: Sequence[Grid], labels: tuple[str, ...]) -> Grid:
    """The first form's titles, a header of the labels, and a line a form with all that stands above it alone."""
    first = forms[0]
    rows = dict(list(first.rows.items())[: max(0, len(_above(first)) - 1)])  # the last line is that form's own caption
    titles = {text for cells in rows.values() for text in _texts(cells)}
    head = max(rows, default=0) + 1
    rows[head] = {column: Cell(text, text) for column, text in enumerate((*labels, _CAPTION))}
    for number, form in enumerate(forms, head + 1):
        values = [value for row in _rows(form) for _, value in row]
        caption = " ".join(text for cells in _above(form) for text in _texts(cells) if text not in titles)
        cells = [replace(value, merged=False, merge_rows=1) for value in values] + [Cell(caption, caption)]
        rows[number] = {column: cell for column, cell in enumerate(cells) if cell.text}
    return replace(first, rows=rows, merges=[], groups={}, continued={})
