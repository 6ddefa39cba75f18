"""The first page of the secretary's workbook: which stacks first, and with whom to begin.

Only here do priority and hope stand; volunteers' sheets have neither. A stack waits only for households of this list:
nobody else is found by subtraction.
"""

from __future__ import annotations

import pandas as pd
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.messages import text
from socialgraph.outputs.elevation.look import LOOKS
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_pictures import ListPictures
from socialgraph.outputs.words import page_text, page_words
from socialgraph.outputs.workbooks import SECTION, SMALL, TITLE, put_line, put_table_row, set_widths
from socialgraph.schema.addresses import label
from socialgraph.schema.list_words import list_words

_WIDTHS = (8.0, 12.0, 18.0, 16.0, 16.0, 18.0)
_FILLS = {"good": LOOKS["ready"].fill, "fair": LOOKS["access"].fill, "start": LOOKS["talking"].fill}


def write_secretary_page(
    sheet: Worksheet, rows: pd.DataFrame, pictures: ListPictures, context: ListContext, *, small_line: str
) -> None:
    """Two tables on one page: the stacks with what each waits for, then the conversations in that order."""
    set_widths(sheet, _WIDTHS)
    width, columns = sum(_WIDTHS), len(_WIDTHS)
    put_line(sheet, 1, columns, page_text("title_first", context.lang), TITLE, width, centre=True)
    put_line(sheet, 2, columns, small_line, SMALL, width)
    put_line(sheet, 3, columns, page_text("first_note", context.lang), SMALL, width)
    by_household = {str(row["household"]): row for row in rows.to_dict("records")}
    line = _stacks(sheet, 5, by_household, pictures, context)
    _conversations(sheet, line + 1, by_household, pictures, context)


def _stacks(
    sheet: Worksheet, line: int, rows: dict[str, dict[object, object]], pictures: ListPictures, context: ListContext
) -> int:
    """The stacks, each with the colour of its hope; the next free line."""
    lang = context.lang
    words, hopes = page_words("first", lang), page_words("hope", lang)
    put_line(sheet, line, len(_WIDTHS), words["stacks"], SECTION, sum(_WIDTHS))
    headings = [words[name] for name in ("building", "stack", "waits_for", "hope")]
    _row(sheet, line + 1, headings, header=True)
    line += 2
    comma = text("list.comma", lang)
    for row in pictures.stacks.to_dict("records"):
        waits = comma.join(label(str(key)).replace("|", "+") for key in row["households"])
        building = "-".join(str(row[part]) for part in ("building", "door") if row[part])
        _row(sheet, line, [building, str(row["stack"]), waits, hopes[row["hope"]]])
        colour = PatternFill("solid", fgColor=_FILLS[str(row["hope"])][1:].upper())
        for column in (2, len(_WIDTHS)):
            sheet.cell(row=line, column=column).fill = colour
        line += 1
    return line


def _row(sheet: Worksheet, line: int, texts: list[str], *, header: bool = False) -> None:
    """Building, stack, what it waits for (over three columns), hope."""
    spread = [texts[0], texts[1], texts[2], "", "", texts[3]]
    widths = [_WIDTHS[0], _WIDTHS[1], sum(_WIDTHS[2:5]), 9.0, 9.0, _WIDTHS[5]]
    put_table_row(sheet, line, spread, widths, header=header, centred=frozenset({0, 1, 5}))
    sheet.merge_cells(start_row=line, end_row=line, start_column=3, end_column=5)


def _conversations(
    sheet: Worksheet, line: int, rows: dict[str, dict[object, object]], pictures: ListPictures, context: ListContext
) -> None:
    lang = context.lang
    words, keys = page_words("first", lang), list_words("missing_key", lang)
    put_line(sheet, line, len(_WIDTHS), words["talks"], SECTION, sum(_WIDTHS))
    headings = [words[name] for name in ("place", "row", "household", "volunteer", "backup", "missing")]
    put_table_row(sheet, line + 1, headings, _WIDTHS, header=True)
    order = pictures.order()
    in_order = sorted(rows.values(), key=lambda row: (order.get(str(row["household"]), len(order)), row["row_no"]))
    for place, row in enumerate(in_order, start=1):
        household = str(row["household"])
        missing = text("list.comma", lang).join(keys[key] for key in str(row["missing_key"]).split("|") if key)
        texts = [
            str(place),
            f"/{row['row_no']}",
            label(household).replace("|", "+"),
            str(row["volunteer"]),
            pictures.backups.get(household, ""),
            missing,
        ]
        put_table_row(sheet, line + 1 + place, texts, _WIDTHS, centred=frozenset(range(6)))
