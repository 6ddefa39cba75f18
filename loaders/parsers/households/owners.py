"""Linked sheets: flats carry an owner's number, names and phones are in another sheet of the same file."""

from __future__ import annotations

from collections.abc import Iterable

from socialgraph.loaders.files.sheets import Row, Sheet
from socialgraph.loaders.tables.findings import Finding, Place
from socialgraph.loaders.values.text import squeeze

_TAKEN = ("owner_name", "phone", "phone_alt")


def join_owners(sheets: Iterable[Sheet]) -> list[Finding]:
    """Put names and phones beside the flats, by the owner's number; a number without a partner is a finding."""
    sheets = list(sheets)
    lists = [sheet for sheet in sheets if sheet.kind == "owners"]
    if not lists:
        return []
    owners = {squeeze(row.text("owner_no")): Place(sheet, row) for sheet in lists for row in sheet.rows}
    findings: list[Finding] = []
    used: set[str] = set()
    for sheet in (sheet for sheet in sheets if sheet.kind != "owners" and "owner_no" in sheet.fields):
        for row in sheet.rows:
            number = squeeze(row.text("owner_no"))
            if not number:
                continue
            if number in owners:
                used.add(number)
                _take(sheet, row, owners[number])
            else:
                findings.append(Finding(Place(sheet, row), "owner_no", row.text("owner_no"), "unmatched_key"))
    for number, place in owners.items():
        if number not in used:
            findings.append(Finding(place, "owner_no", place.row.text("owner_no"), "unmatched_key", row_lost=True))
    return findings


def _take(sheet: Sheet, row: Row, owner: Place) -> None:
    """Cells of the owner's row that the flat's row lacks, and what it says of leaving the household alone."""
    marks = tuple(mark for mark in owner.row.marks if mark.kind != "person_gone" and mark not in row.marks)
    row.marks += marks
    for name in _TAKEN:
        cell = owner.row.cells.get(name)
        if cell is not None and cell.text and not row.text(name):
            row.cells[name] = cell
            sheet.fields.setdefault(name, owner.sheet.fields.get(name, name))
