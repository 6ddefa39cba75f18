"""A column for each answer, with ticks below: 改造意见 over 同意 | 不同意 | 未表态, 特殊情况 over 老人 | 残疾."""

from __future__ import annotations

from dataclasses import replace

from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.values.text import squeeze

_TICKS = frozenset("√✓✔☑●■VY是有对") | {"YES"}
_EMPTY = frozenset("×✗✘☒╳XN否无-/—") | {"NO", "--"}


def answered(cell: Cell, answer: str, earlier: Cell | None) -> Cell | None:
    """The cell as if the answer stood in it where it is ticked (or counted), beside what earlier columns said.

    Any other text stays: it is read, or not understood, like the cell of an ordinary column.
    """
    text = squeeze(cell.text)
    if not cell.formula_without_value:
        if not text or text in _EMPTY or (text.isdigit() and int(text) == 0):
            return earlier
        if text in _TICKS or text.isdigit():
            cell = replace(cell, text=answer)
    if earlier is None or not earlier.text:
        return cell
    return replace(cell, text=f"{earlier.text}、{cell.text}", struck=cell.struck or earlier.struck)
