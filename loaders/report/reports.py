"""What a load says of each sheet: kind, rows read, used and quarantined, columns dropped, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.layout.kinds import OWN_SHEET
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.parsers.people import shared_doors
from socialgraph.loaders.report.mends import Applied
from socialgraph.loaders.report.sheet_report import SheetReport
from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.tables.merging import CanonicalRow
from socialgraph.messages import Lang, Note, note
from socialgraph.schema.addresses import household_key, label
from socialgraph.schema.records import DECIDER_NAMES

_MOST_NAMED = 10  # addresses named in one note


def report_of(
    sheet: Sheet,
    notes: Sequence[Note | str],
    used: int,
    findings: Sequence[Finding],
    options: ReadOptions,
    lang: Lang,
) -> SheetReport:
    """The report of one sheet; its notes quote no cell."""
    all_notes = [*_reading_notes(sheet, options), *sheet.notes, *notes, *_finding_notes(findings)]
    return SheetReport(
        sheet.file,
        sheet.sheet,
        sheet.kind,
        len(sheet.rows),
        used,
        len({finding.place.row.number for finding in findings}),
        list(sheet.dropped_columns),
        [text.text(lang) if isinstance(text, Note) else text for text in all_notes],
    )


def _reading_notes(sheet: Sheet, options: ReadOptions) -> Iterable[Note]:
    if sheet.kind == "unknown":
        yield note("report.unknown_sheet")
    if sheet.kind == OWN_SHEET:
        yield note("report.own_sheet")
    if sheet.encoding:
        yield note("report.encoding", encoding=sheet.encoding)
    if sheet.hidden:
        yield note("report.hidden_sheet_left_out" if options.visible_only else "report.hidden_sheet")
    if sheet.hidden_rows:
        yield note(
            "report.hidden_rows_left_out" if options.visible_only else "report.hidden_rows", count=sheet.hidden_rows
        )
    if sheet.hidden_columns:
        yield note("report.hidden_columns", count=sheet.hidden_columns)
    comments = sum(1 for row in sheet.rows for cell in row.cells.values() if cell.comment)
    if comments:
        yield note("report.comments", count=comments)
    for heading, known in sheet.near_misses.items():
        yield note("report.near_miss", heading=heading, known=known)


def _finding_notes(findings: Sequence[Finding]) -> Iterable[Note]:
    hidden = [finding for finding in findings if finding.reason == "hidden_conflict"]
    if hidden:
        rows = dict.fromkeys(str(finding.place.row.number) for finding in hidden)
        yield note("report.hidden_conflict", count=len(hidden), rows="、".join(list(rows)[:_MOST_NAMED]))
    merged = {finding.place.row.number for finding in findings if finding.reason == "merged_consent"}
    if merged:
        yield note("report.merged_consents", count=len(merged))


def of_sheet(sheet: Sheet, said: Note | str, lang: Lang) -> str:
    """What is said of a sheet, with its place before it."""
    place = " ".join(filter(None, (sheet.file, sheet.sheet)))
    return note("report.of_sheet", place=place, note=said.text(lang) if isinstance(said, Note) else said).text(lang)


def mend_notes(applied: Applied, lang: Lang) -> list[str]:
    """What became of the cells mended in quarantine workbooks, in figures."""
    counts = {
        "report.mends_in_force": applied.written,
        "report.mends_outdated": len(applied.findings),
        "report.mends_rowless": applied.rowless,
        "report.mends_unchecked": applied.unchecked,
    }
    return [note(code, count=count).text(lang) for code, count in counts.items() if count]


def namesake_notes(rows: Sequence[TableRow], records: Mapping[str, Sequence[CanonicalRow]], lang: Lang) -> list[str]:
    """People of a roster without an address, with the households where somebody of that name lives: by address only."""
    homes: dict[str, dict[str, None]] = {}
    for dossier in records.get("dossiers", []):
        address = label(household_key("", dossier["building"], dossier["door"], dossier["room"]))
        for column in DECIDER_NAMES:
            for name in filter(None, dossier[column].split("|")):
                homes.setdefault(name, {})[address] = None
    for person in records.get("people", []):
        if person["room"]:
            address = label(household_key("", person["building"], person["door"], person["room"]))
            homes.setdefault(person["name"], {})[address] = None
    notes = []
    for row in rows:
        if row.table != "people" or row.addresses[""][0].room is not None:
            continue
        flats = list(homes.get(row.values["name"], {}))
        where = f"{row.place.sheet.file}{' ' + row.place.sheet.sheet if row.place.sheet.sheet else ''}: "
        code = "report.unmatched_person" if flats else "report.unmatched_person_alone"
        message = note(code, row=row.place.row.number, flats="、".join(flats[:_MOST_NAMED]))
        notes.append(where + message.text(lang))
    doors = shared_doors(records.get("people", []))
    if doors:
        notes.append(note("report.overlapping_doors", doors="、".join(doors)).text(lang))
    return notes
