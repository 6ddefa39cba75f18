"""Text for workbooks that we write: no formula can hide in it, and sheet names that every program accepts."""

from __future__ import annotations

import re

from socialgraph.files.formulas import neutral, without_controls

_NOT_IN_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t\ufffe\uffff]")
_LONGEST_NAME = 31


def plain_text(text: str) -> str:
    """Text for a cell: control characters that a workbook can't hold are left out, formulas neutralised."""
    return neutral(_NOT_IN_CELLS.sub("", text))


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A sheet name like the wanted one: allowed characters, short enough, not yet taken (it is taken then)."""
    base = _NOT_IN_NAMES.sub(" ", without_controls(wanted)).strip(" '")[:_LONGEST_NAME] or "表"
    name, number = base, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = base[: _LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name
