"""Rows that the office hid and the user left out: nothing of them is used but what protects somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.parsers.lines import Context
from socialgraph.loaders.parsers.protection.passes import add_protection
from socialgraph.loaders.tables.findings import Parsed, TableRow
from socialgraph.loaders.tables.kept_stops import PROTECTING, closes_pair, is_stop
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.schema.tables import TABLES


def stops_of_unread(
    sheet: Sheet, words: Words, options: ReadOptions, parser: Callable[[Context], Parsed]
) -> list[TableRow]:
    """Stops, holds and closed pairs of the rows that were left out; their findings are not told."""
    if not sheet.unread_rows:
        return []
    context = Context(replace(sheet, rows=sheet.unread_rows, unread_rows=[], notes=[]), words, options)
    parser(context)
    add_protection(context)
    return [
        _only_the_stop(row)
        for row in context.parsed.rows
        if row.table in PROTECTING or closes_pair(row) or is_stop(row)
    ]


def _only_the_stop(row: TableRow) -> TableRow:
    """Of a dossier nothing but the stop and its day."""
    if row.table != "dossiers":
        return row
    values = {name: "" for name in TABLES["dossiers"].column_names if name not in ("building", "door", "room")}
    values |= {name: row.values[name] for name in ("do_not_contact", "do_not_contact_on")}
    return replace(row, values=values)
