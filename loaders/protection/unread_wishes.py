"""Wishes in lines that no parser reads: a line that names a household holds it, the others are said in the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from socialgraph.loaders.files.sheets import WISHES, Sheet
from socialgraph.loaders.layout.kinds import UNKNOWN
from socialgraph.loaders.layout.unread_wishes import NOT_OF_HOUSEHOLDS
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.parsers.lines import Context, Line
from socialgraph.loaders.protection.known_parts import known_address
from socialgraph.loaders.tables.findings import Parsed
from socialgraph.loaders.words.lexicon import Words
from socialgraph.messages import note

_MOST_NAMED = 10


def source_of_wishes(sheet: Sheet) -> str:
    """The source of the holds that a sheet's unread lines give."""
    return replace(sheet, kind=WISHES).source


def holds_of_unread(sheet: Sheet, words: Words, options: ReadOptions) -> Parsed:
    """Holds and findings of the lines of a sheet that no parser reads; a note on `sheet` names the other lines.

    A line of a sheet of unknown kind holds as much as its address says, of other sheets only a flat: a line of works
    is about a whole building.
    """
    context = Context(replace(sheet, kind=WISHES, rows=sheet.wishes, unread_rows=[]), words, options)
    nowhere: dict[int, None] = {}
    for row in sheet.wishes:
        line = Line(context, row)
        address, field_name = known_address(line)
        if address.building and (address.room is not None or sheet.kind == UNKNOWN):
            values = {"name": "", "reason": "protective_word", "held_on": ""}
            line.add("holds", values, household=(address, field_name))
            line.find(row.marks[0].heading, "protective_word", value="")
        else:
            nowhere[row.number] = None
    if nowhere and sheet.kind in NOT_OF_HOUSEHOLDS - {"owners"}:  # an owner's row speaks for the flat beside it
        sheet.notes.append(note("report.wish_of_nobody_known", rows=_listed(nowhere)))
    return context.parsed


def _listed(rows: Iterable[int]) -> str:
    numbers = [str(row) for row in rows]
    return "、".join(numbers[:_MOST_NAMED]) + (" …" if len(numbers) > _MOST_NAMED else "")
