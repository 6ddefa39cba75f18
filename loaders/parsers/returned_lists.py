"""A secretary's list that comes back filled in: visits, and the words that were said, dated that day.

A row is known by its list number (`L20261125-01/3`), and its volunteer by that row, so that no name is needed. A row
with nothing filled in was not held: it gives nothing, and is told to the caller. A result alone is never consent:
only 意见 is a word of whoever holds the missing key (the owner, or the occupant where access alone is missing), and
可入户 one of the occupant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.tables.kept_stops import PROTECTING, is_stop
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.text import pieces, squeeze
from socialgraph.messages import note
from socialgraph.schema.list_words import list_codes

_LIST_ROW = re.compile(r"'?(?P<export_id>L(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})-(?:[A-Z0-9]{4}-)?\d+)/(?P<row_no>\d+)")
_FILLED = ("result", "stance", "access_granted", "date")


class ReturnedRow(NamedTuple):
    """One row of a returned list: held, or left empty."""

    export_id: str
    row_no: int
    held: bool


def parse_returned_list(context: Context) -> Parsed:
    """Visits and stances of one returned sheet; `Parsed.returned` says of each row whether it was held."""
    parsed = read_lines(context, _read)
    n_held = sum(was_held for _, _, was_held in parsed.returned)
    if parsed.returned:
        lists = "、".join(sorted({export_id for export_id, _, _ in parsed.returned}))
        parsed.notes.append(note("report.returned_list", lists=lists, held=n_held, empty=len(parsed.returned) - n_held))
    return parsed


def first_sheet_counts(sheets: Sequence[Parsed]) -> None:
    """A list row filled in on two sheets of one file counts once, as its first sheet says; a wish on any of them stays.

    Afterwards `Parsed.returned` names each list row once over all sheets: held where any of them says so.
    """
    counted: dict[tuple[str, str, int], Parsed] = {}
    for parsed in sheets:
        kept = []
        for row in parsed.rows:
            key = _list_row_of(row.place.row.text("list_row"))
            counts = key is None or counted.setdefault((row.place.sheet.file, *key), parsed) is parsed
            if counts or row.table in PROTECTING or is_stop(row):
                kept.append(row)
        parsed.rows[:] = kept
    held_rows = {row[:2] for parsed in sheets for row in parsed.returned if row[2]}
    seen: set[tuple[str, int]] = set()
    for parsed in sheets:
        listed = [(row[0], row[1], row[:2] in held_rows) for row in parsed.returned if row[:2] not in seen]
        parsed.returned[:] = dict.fromkeys(listed)
        seen |= {row[:2] for row in parsed.returned}


def sources_of_lists(sheets: Iterable[tuple[Sheet, Parsed]]) -> set[str]:
    """The rows of returned lists that say something: a blank row takes nothing away that another copy said."""
    lists = [(sheet, parsed) for sheet, parsed in sheets if sheet.kind == "returned_list"]
    filled = {sheet.source_of(row) for sheet, _ in lists for row in sheet.rows if any(map(row.text, _FILLED))}
    return filled | {row.place.source for _, parsed in lists for row in parsed.rows}


def without_blank_lists(sheets: Sequence[tuple[Sheet, Parsed]]) -> list[Sheet]:
    """All sheets but those of lists in which nothing was filled in: they take nothing of another copy away."""
    lists = {sheet.file for sheet, _ in sheets if sheet.kind == "returned_list"}
    blank = lists - {sheet.file for sheet, parsed in sheets if any(held for _, _, held in parsed.returned)}
    return [sheet for sheet, _ in sheets if sheet.file not in blank]


def _list_row_of(text: str) -> tuple[str, int] | None:
    match = _LIST_ROW.fullmatch(squeeze(text))
    return (match["export_id"], int(match["row_no"])) if match else None


def _read(line: Line) -> None:
    text = line.text("list_row")
    match = _LIST_ROW.fullmatch(squeeze(text))
    filled = any(line.row.text(name) for name in _FILLED)
    if match is None:
        if filled:
            raise RowLostError("list_row", "bad_list_row")
        line.context.parsed.dropped_rows.append(line.row)  # a volunteer's heading, a note
        return
    export_id, row_no = match["export_id"], int(match["row_no"])
    if not filled:
        line.context.parsed.returned.append(ReturnedRow(export_id, row_no, held=False))
        return
    home = line.address()
    _must_be_given_out(line, export_id, row_no, home[0])
    exported_on = f"{match['y']}-{match['m']}-{match['d']}"
    result = _code(line, "result", "result", "visit_result")
    held_on = _held_on(line, exported_on, must_keep=result == "asked_to_stop")
    visit = {"date": held_on, "visitors": f"@{export_id}/{row_no}", "mode": "", "result": result}
    line.add("visits", visit, household=home)
    if held_on:
        _add_words(line, home, held_on)
    line.context.parsed.returned.append(ReturnedRow(export_id, row_no, held=True))


def _must_be_given_out(line: Line, export_id: str, row_no: int, address: Address) -> None:
    """A word counts only for the household that this row of the list was made for: a mixed-up row is not guessed."""
    given_out = line.context.options.given_out
    if given_out is None:
        return
    asked = given_out.get((export_id, row_no))
    if asked is None:
        raise RowLostError("list_row", "unknown_list_row")
    compound, *place = asked
    room = address.room.room if address.room else ""
    same_compound = not compound or not address.compound or address.compound == compound
    if not same_compound or place != [address.building, address.door, room]:
        raise RowLostError("room", "not_the_listed_address")


def _held_on(line: Line, exported_on: str, *, must_keep: bool) -> str:
    """The day of the talk; the day of the list where none is given.

    No talk was held before the list was made. A day that can't be right loses the row, so that the mended row is
    not a second visit; only a wish to be left alone is kept, undated.
    """
    if not line.row.text("date"):
        return exported_on
    findings_before = len(line.context.parsed.findings)
    held_on = line.date("date")
    if held_on and held_on >= exported_on[: len(held_on)]:
        return held_on
    del line.context.parsed.findings[findings_before:]
    if not must_keep:
        raise RowLostError("date", "bad_date")
    line.find("date", "bad_date")
    return ""


def _add_words(line: Line, home: tuple[Address, str], held_on: str) -> None:
    """The stance of whoever holds the missing key, and the occupant's word on access."""
    keys = _missing_keys(line)
    words, reasons = _said(line)
    giver = "owner" if "consent" in keys else "occupant"
    if words and not keys:
        line.find("missing_key", "unknown_value")
        words = {}
    access = _access(line)
    if giver == "occupant" and access and words and set(words.values()) != {access}:
        line.find("access_granted", "conflicting_words")
        return
    if giver == "occupant" and words and access:
        access = ""  # said already
    for pipe_kind, stance in words.items():
        values = {"pipe_kind": pipe_kind, "giver": giver, "stance": stance, "reasons": reasons, "date": held_on}
        line.add("stances", values, household=home)
    if access:
        values = {"pipe_kind": "", "giver": "occupant", "stance": access, "reasons": "", "date": held_on}
        line.add("stances", values, household=home)


def _missing_keys(line: Line) -> set[str]:
    known = {squeeze(word): code for word, code in list_codes("missing_key").items()}
    return {
        known[word] for piece in pieces(line.text("missing_key"), blanks=False) if (word := squeeze(piece)) in known
    }


def _said(line: Line) -> tuple[dict[str, str], str]:
    """Stance by pipe kind ("" all pipes) of the cell 意见, and its reasons; none where it is empty or unknown."""
    text = line.text("stance")
    listed = _listed("stance", text)
    if listed or not text:
        return ({"": listed} if listed else {}), ""
    cell = line.context.words.stance_cell(text)
    if cell is None:
        line.unknown("stance", "stance")
        return {}, ""
    return dict(cell.stances), "|".join(cell.reasons)


def _access(line: Line) -> str:
    text = line.text("access_granted")
    return _listed("access", text) or {"true": "verbal", "false": "refused", "": ""}[line.boolean("access_granted")]


def _code(line: Line, field_name: str, listed_field: str, vocabulary: str) -> str:
    text = line.text(field_name)
    return _listed(listed_field, text) or line.code(field_name, vocabulary)


def _listed(listed_field: str, text: str) -> str:
    """The code of a word that the list itself offered, in either language."""
    known = {squeeze(word): code for word, code in list_codes(listed_field).items()}
    return known.get(squeeze(text), "")
