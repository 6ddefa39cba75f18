"""Several lists of one sheet under the same headings: side by side, or one below another, each with its own title."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.header_rows import own_cells, says_something
from socialgraph.loaders.values.words.heading_keys import heading_key


def side_by_side(sheet: Grid, header: int) -> list[Grid]:
    """A grid for each of several lists under repeated headings, the rows above them in each; else the sheet itself."""
    columns = sorted(own_cells(sheet.rows[header]))
    keys = [heading_key(sheet.rows[header][column].text) for column in columns]
    for count in range(2, len(keys) // 2 + 1):
        length, rest = divmod(len(keys), count)
        if rest or any(keys[at : at + length] != keys[:length] for at in range(0, len(keys), length)):
            continue
        groups = [set(columns[at : at + length]) for at in range(0, len(keys), length)]
        return [
            replace(
                sheet,
                rows={
                    number: cells if number < header else {at: cell for at, cell in cells.items() if at in group}
                    for number, cells in sheet.rows.items()
                },
            )
            for group in groups
        ]
    return [sheet]


def one_below_another(sheet: Grid, header: int) -> list[Grid]:
    """A grid for each list that begins with a title and the same headings again; none where there is only one.

    What stands above the first list's own title is of all of them.
    The same headings without a title above them stand on a new page of the same list.
    """
    filled = [number for number in sheet.rows if says_something(sheet.rows[number])]
    headings = _texts(sheet, header)
    starts = filled[:1]
    for above, number in pairwise(filled):
        if number > header and _texts(sheet, number) == headings:
            if len(own_cells(sheet.rows[above])) != 1 or above <= header:
                return []
            starts.append(above)
    if len(starts) == 1 or filled[0] == header:
        return []
    ends = [*starts[1:], filled[-1] + 1]
    of_all = [number for number in filled if number < header][:-1]  # 2025年活动签到, above the first list's own title
    return [
        replace(
            sheet,
            rows={number: cells for number, cells in sheet.rows.items() if start <= number < end or number in of_all},
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _texts(sheet: Grid, number: int) -> dict[int, str]:
    return {column: cell.text.strip() for column, cell in own_cells(sheet.rows[number]).items()}
