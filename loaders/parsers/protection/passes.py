"""What must hold although a row can't be used, or says it in a cell that nobody reads: holds and closed pairs.

A pass over a sheet after its parser, the same for every kind of sheet: whoever asks to be left alone in any cell is
held, a stop in a row that is lost is kept with the address parts that are known, and a tie whose kind is inadmissible
or can't be read closes its pair.
"""

from __future__ import annotations

from collections.abc import Iterable

from socialgraph.loaders.files.sheets import Row
from socialgraph.loaders.parsers.lines import Context, Line
from socialgraph.loaders.parsers.protection.known_parts import known_address, known_name
from socialgraph.loaders.parsers.protection.named_flats import homes_that_ask
from socialgraph.loaders.tables.findings import TableRow
from socialgraph.loaders.tables.protective_cells import (
    answer_to_no_contact,
    flats_asking,
    left_alone_cells,
    people_gone,
    stop_named,
)
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.dates import parse_date
from socialgraph.loaders.values.text import pieces
from socialgraph.loaders.values.words.sentences import closes_a_pair
from socialgraph.registry import closing_kinds

_DATES = ("date", "survey_date", "asked_on", "observed_on", "signed_date", "willing_on", "do_not_contact_on")
_ROSTERS = frozenset(("party_roster", "people_roster"))
_OF_HELPERS = _ROSTERS | {"links"}  # a row is a helper's: its remark speaks of the households that it names
_NOT_OF_HOUSEHOLDS = frozenset(("works", "flat_register"))
Home = tuple[Address, str]


def add_protection(context: Context) -> None:
    """Rows of `holds` and `closed_pairs`, and the stops of columns that the sheet's own parser does not read."""
    if context.sheet.kind in _NOT_OF_HOUSEHOLDS:
        return
    parsed = context.parsed
    rows_of: dict[int, list[TableRow]] = {}
    for made in parsed.rows:
        rows_of.setdefault(id(made.place.row), []).append(made)
    lost = {id(finding.place.row): finding.reason for finding in parsed.findings if finding.row_lost}
    notes = {id(row) for row in parsed.dropped_rows}
    for row in context.sheet.rows:
        if id(row) in notes and not known_address(Line(context, row))[0].building:
            continue  # a heading or a note between the rows of households
        _protect(Line(context, row), rows_of.get(id(row), []), lost.get(id(row), ""))


def _protect(line: Line, made: list[TableRow], lost: str) -> None:
    homes = _homes(line, made)
    held_on = _day(line.row)
    answer = answer_to_no_contact(line.row, line.context.legend)
    stopped = answer == "stop" or stop_named(line.row, line.context.legend, line.context.words)
    cells = left_alone_cells(line.row, line.context.legend)
    if "result" in cells and _stops_itself(made) and not flats_asking(line.row, line.context.legend):
        cells.remove("result")  # a stop for certain waits for no mend
    if answer == "unclear":
        cells.append("do_not_contact")
    for field_name in cells if answer != "stop" else ():  # a clear stop beside it says what the words mean
        _find(line, field_name, "protective_word")
    asking = homes_that_ask(line, homes, of_helper=line.context.sheet.kind in _OF_HELPERS) if cells else []
    for home in homes:
        if answer == "stop" and made and not any(row.table == "dossiers" for row in made):
            _add_stop(line, home, held_on)
        if stopped and not made:
            _hold(line, home, "unresolved_stop", held_on)
    for home in asking if made or not stopped else ():
        _hold(line, home, "protective_word", held_on, _person(line) if home[0].room is None else "")
    _hold_those_gone(line, homes, held_on, lost)
    if line.context.sheet.kind == "ties":
        _close_pairs(line, held_on, is_used=bool(made))


def _stops_itself(made: Iterable[TableRow]) -> bool:
    return any(row.table == "visits" and row.values["result"] == "asked_to_stop" for row in made)


def _person(line: Line) -> str:
    """Whom a row of a roster is about; "" in rows about a household."""
    if line.context.sheet.kind not in _ROSTERS:
        return ""
    return known_name(line, "captain_name" if line.context.has("captain_name") else "name")


def _homes(line: Line, made: Iterable[TableRow]) -> list[Home]:
    """The households that the row is about: those of its table rows, else as far as its address can be read."""
    homes: dict[Address, Home] = {}
    for row in made:
        home = row.addresses.get("") or row.addresses.get("ego_")
        if home is not None:
            homes.setdefault(home[0], home)
    prefix = "ego_" if line.context.sheet.kind == "ties" else ""
    return list(homes.values()) or [known_address(line, prefix)]


def _day(row: Row) -> str:
    """The first readable date of the row."""
    dates = (parse_date(row.text(name)) for name in _DATES)
    return next((date for date in dates if date), "")


def _find(line: Line, name: str, reason: str) -> None:
    """A finding at a field, or at the heading of a column that is left out: there without the cell's text."""
    line.find(name, reason, value="" if name not in line.row.cells else None)


def _hold(line: Line, home: Home, reason: str, held_on: str, name: str = "") -> None:
    line.add("holds", {"name": name, "reason": reason, "held_on": held_on}, household=home)


def _add_stop(line: Line, home: Home, stopped_on: str) -> None:
    """A certain stop under a heading that this kind of sheet does not read: as if a visit had heard it."""
    values = {"date": stopped_on, "visitors": "", "mode": "", "result": "asked_to_stop"}
    line.add("visits", values, household=home)


def _hold_those_gone(line: Line, homes: list[Home], held_on: str, lost: str) -> None:
    """A roster's mark holds the one person; another row's holds the household, if its subject is a decider."""
    kind = line.context.sheet.kind
    if kind in _ROSTERS:
        marked = people_gone(line.row, line.context.legend, person=True)
        if lost == "person_gone" or marked:
            for home in homes:
                _hold(line, home, "person_gone", held_on, _person(line))
        if marked and lost != "person_gone":
            _find(line, marked[0], "person_gone")
        return
    marked = people_gone(line.row, line.context.legend, person=False)
    for field_name in marked:
        _find(line, field_name, "protective_word")
    if marked or any(line.marks_gone(name) for name in ("owner_name", "public_lessee_name", "tenant_name")):
        for home in homes:
            _hold(line, home, "person_gone", held_on)


def _close_pairs(line: Line, observed_on: str, *, is_used: bool) -> None:
    """A tie row that gave no tie: its kind is inadmissible, or something is written that can't be read.

    Of any row: words beside the kind name an inadmissible one (邻居, and 其实是表弟 in the remarks).
    """
    kind = None if is_used else _written_kind(line)
    beside = _says_beside(line)
    if kind is None and not beside:
        return
    if is_used:
        _find(line, beside, "unknown_tie_kind")
    values = {
        "ego_name": known_name(line, "ego_name"),
        "alter_name": known_name(line, "alter_name"),
        "kind": kind or "",
        "observed_on": observed_on,
    }
    line.add("closed_pairs", values, ego=known_address(line, "ego_"), alter=known_address(line, "alter_"))


def _written_kind(line: Line) -> str | None:
    text = line.row.text("kind")
    is_blank = not text.strip() and not line.row.cell("kind").formula_without_value
    return None if is_blank else _inadmissible(line, text)


def _says_beside(line: Line) -> str:
    """The field, or heading of a column that is left out, whose words name an inadmissible kind; "" where none does."""
    if closes_a_pair(line.row.text("strength")):
        return "strength"
    return next((mark.heading for mark in line.row.marks if mark.kind == "closes_pair"), "")


def _inadmissible(line: Line, text: str) -> str | None:
    """The inadmissible kind that a cell names, "" where it can't be read, None where its kind carries requests."""
    words, legend = line.context.words, line.context.legend("kind")
    code = words.code("tie_type", text, legend)
    if code:
        return code if code in closing_kinds() else None
    codes = words.many("tie_type", text, legend).codes
    named, _ = words["tie_type"].scan(text)
    parts = [words.code("tie_type", piece) or "" for piece in pieces(text)]
    return next((kind for kind in (*codes, *named, *parts) if kind in closing_kinds()), "")
