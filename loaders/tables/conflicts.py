"""What two rows say of one thing on one day: nobody's order decides, and both places are told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from socialgraph.loaders.tables.findings import Finding, TableRow


def conflicts(rows: Iterable[TableRow]) -> list[Finding]:
    """Findings at every row of a contradiction between equals: words of one day, stacks of one flat and pipe."""
    rows = list(rows)
    words = _contradictions((row for row in rows if row.table == "stances"), _voice, "stance")
    mapped = (row for row in rows if row.table == "flats" and row.values["stack"])
    stacks = _contradictions(mapped, _pipe, "stack", between_sheets=True)
    return [_finding(row, "conflicting_words", _stance_field(row)) for row in words] + [
        _finding(row, "conflicting_stacks", "stack") for row in stacks
    ]


def _contradictions(
    rows: Iterable[TableRow], key: Callable[[TableRow], Hashable], value: str, *, between_sheets: bool = False
) -> list[TableRow]:
    groups: dict[Hashable, list[TableRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    contradicting: list[TableRow] = []
    for everybody in groups.values():
        # what the office hid never contradicts what it shows: that is told as `hidden_conflict`
        members = [row for row in everybody if not row.place.hidden] or everybody
        places = {row.place.sheet.source if between_sheets else str(id(row.place.row)) for row in members}
        if len(places) > 1 and len({row.values[value] for row in members}) > 1:
            contradicting += members
    return contradicting


def _voice(row: TableRow) -> Hashable:
    return (row.home, row.values["giver"], row.values["pipe_kind"], row.values["date"])


def _pipe(row: TableRow) -> Hashable:
    return (row.home, row.values["pipe_kind"], row.values["stack_source"])


def _stance_field(row: TableRow) -> str:
    cells = row.place.row.cells
    return next((name for name in cells if name.startswith("stance") and cells[name].text), "stance")


def _finding(row: TableRow, reason: str, field_name: str) -> Finding:
    return Finding(row.place, field_name, row.place.row.text(field_name), reason)
