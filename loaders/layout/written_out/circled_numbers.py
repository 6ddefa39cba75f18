"""Circled numbers in cells, written out by what a line of the same file says that they mean: △④, 不同意①⑤, ②."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ITEM = re.compile(rf"(?P<number>[{_NUMBERS}])\s*[.、:：=＝]?\s*(?P<meaning>[^{_NUMBERS}\n]{{2,24}})")
_CODED = re.compile(rf"^(?P<word>[^{_NUMBERS}]{{0,6}}?)\s*(?P<numbers>[{_NUMBERS}](?:[、,，/+\s]*[{_NUMBERS}])*)$")
_AFTER = " \t、,，;；。/|"
_ASKS = re.compile(r"[?？吗呢]$")
_LEAST_ITEMS = 3


def write_out_numbers(grids: Sequence[Grid]) -> None:
    """In place: each number with the meaning that its own sheet gives it, else that of all others that do."""
    legends = [_legend(grid) for grid in grids]
    filled = [legend for legend in legends if legend]
    shared = filled[0] if filled and all(legend == filled[0] for legend in filled) else {}
    for grid, own in zip(grids, legends, strict=True):
        legend = own or shared
        for cells in grid.rows.values() if legend else ():
            for column, cell in cells.items():
                match = _CODED.match(cell.text.strip())
                if match and all(number in legend for number in match["numbers"] if number in _NUMBERS):
                    cells[column] = replace(cell, text=_written_out(match["word"], match["numbers"], legend))


def _written_out(word: str, numbers: str, legend: dict[str, str]) -> str:
    means = "，".join(legend[number] for number in numbers if number in legend)
    return f"{word}（{means}）" if word else means


def _legend(grid: Grid) -> dict[str, str]:
    """What one cell lists, from ① on and in order; {} where none does, and for the questions of an interview."""
    for cells in grid.rows.values():
        for cell in cells.values():
            if cell.merged or _NUMBERS[0] not in cell.text:
                continue
            items = [(match["number"], match["meaning"].strip(_AFTER)) for match in _ITEM.finditer(cell.text)]
            numbers = "".join(number for number, _ in items)
            if len(items) < _LEAST_ITEMS or numbers != _NUMBERS[: len(items)]:
                continue
            if not any(_ASKS.search(meaning) for _, meaning in items):
                return dict(items)
    return {}
