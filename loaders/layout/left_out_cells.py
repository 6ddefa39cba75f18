"""Cells of columns that are left out, looked at once for what must not be lost: only the bit is kept.

A remark is dropped before anything is stored (the allow-list); a wish to be left alone in it, or a mark that somebody
has died, is a bit that a safeguard needs. So are comments on any cell, and ticks under a heading that is itself a wish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell, Mark
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.words.asking_flats import asking_flats
from socialgraph.loaders.values.words.gone import says_household_gone, says_person_gone
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, digits_alike, heads_a_wish, is_clear_no
from socialgraph.loaders.values.words.sentences import closes_a_pair
from socialgraph.loaders.values.words.speech.asides import (
    doubts_its_row,
    doubts_the_owner,
    leaves_somebody_out,
    says_family_spoke,
    says_planned,
    says_shop,
    says_tenant_spoke,
)

_ASIDES: dict[str, Callable[[str], bool]] = {
    "doubted": doubts_its_row,
    "planned": says_planned,
    "owner_unclear": doubts_the_owner,
    "shop": says_shop,
    "tenant_spoke": says_tenant_spoke,
    "family_spoke": says_family_spoke,
    "left_out": leaves_somebody_out,
    "closes_pair": closes_a_pair,
}


def marks_of(cells: Mapping[int, Cell], read: Iterable[int], headings: Mapping[int, str]) -> tuple[Mark, ...]:
    """The bits in a row's cells outside the columns `read`, and in the comments of all its cells."""
    marks: list[Mark] = []
    for column in sorted(cells.keys() - set(read)):
        heading = headings.get(column, "")
        text = cells[column].text
        if not text:
            continue
        asks, gone, asides = _bits_of(digits_alike(text))
        if asks or (heads_a_wish(heading) and not is_clear_no(text)):
            marks.append(Mark(heading, "left_alone", tuple(asking_flats(text))))
        else:
            marks += [Mark(heading, kind) for kind in gone]
        marks += [Mark(heading, kind) for kind in asides]
    for column, cell in cells.items():
        if cell.comment:
            heading = headings.get(column, "")
            if asks_to_be_left_alone(cell.comment):
                marks.append(Mark(heading, "left_alone", tuple(asking_flats(cell.comment))))
            else:
                marks += [Mark(heading, kind) for kind in _gone(cell.comment)]
    return tuple(dict.fromkeys(marks))


@lru_cache(maxsize=65536)
def _bits_of(text: str) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Whether a text, its digits alike, asks to be left alone; whose end it tells; which asides it holds."""
    asides = tuple(kind for kind, says in _ASIDES.items() if says(text))
    return asks_to_be_left_alone(text), _gone(text), asides


def _gone(text: str) -> tuple[str, ...]:
    """Whose end a text tells: of the household's deciders, or of the one person that the row is about."""
    if says_household_gone(text):
        return ("household_gone",)
    return ("person_gone",) if says_person_gone(text) else ()


def columns_without_heading(grid: Grid, block: Block, sample: int) -> int:
    """Columns between the headings that hold something and have none; seen in the first rows."""
    headed = {heading.column for heading in block.header.headings}
    inside = range(min(headed), max(headed))
    filled = {column for number in block.rows[:sample] for column in own_cells(grid.rows[number])}
    return len(filled & set(inside) - headed)
