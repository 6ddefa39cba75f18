"""From paths to canonical tables: open, parse by kind, find doors, merge, derive stacks, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.loaders.canonical import CanonicalInput, canonical_input
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.layout.dated_titles import year_of
from socialgraph.loaders.layout.linked_sheets import link_files
from socialgraph.loaders.no_collection import no_collection
from socialgraph.loaders.opening import Grids, named_files, open_sheets
from socialgraph.loaders.options import DEFAULT_OPTIONS, ReadOptions
from socialgraph.loaders.parsers import returned_lists
from socialgraph.loaders.parsers.access_windows import parse_access_windows
from socialgraph.loaders.parsers.activities import parse_activities
from socialgraph.loaders.parsers.households.dossiers import parse_survey
from socialgraph.loaders.parsers.households.owners import join_owners
from socialgraph.loaders.parsers.known_people import KnownBefore, turn_of
from socialgraph.loaders.parsers.lines import Context
from socialgraph.loaders.parsers.links import parse_links
from socialgraph.loaders.parsers.measures import parse_measures
from socialgraph.loaders.parsers.people import parse_people
from socialgraph.loaders.parsers.protection.passes import add_protection
from socialgraph.loaders.parsers.protection.unread_rows import stops_of_unread
from socialgraph.loaders.parsers.protection.unread_wishes import holds_of_unread, source_of_wishes
from socialgraph.loaders.parsers.registers import parse_flat_register
from socialgraph.loaders.parsers.riser_maps import parse_riser_map
from socialgraph.loaders.parsers.surveys import parse_surveys
from socialgraph.loaders.parsers.ties import parse_ties
from socialgraph.loaders.parsers.visitors import colleagues_in
from socialgraph.loaders.parsers.visits import parse_visits
from socialgraph.loaders.parsers.works import parse_works
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.report.confirming.questions import proposals, questions_of, readings_of
from socialgraph.loaders.report.confirming.returned import is_own_output
from socialgraph.loaders.report.dependence import NAMES, NUMBERS, OWNERS, SIDES, Dependence, owners_asked_and_told
from socialgraph.loaders.report.mends import key_rows, mends_applied, with_homes
from socialgraph.loaders.report.origins import take_origins
from socialgraph.loaders.report.reading import Reading
from socialgraph.loaders.report.reports import mend_notes, namesake_notes, of_sheet, report_of
from socialgraph.loaders.report.sheet_report import SheetReport
from socialgraph.loaders.tables.compounds import compounds_written, settle_compounds, with_compounds_as_written
from socialgraph.loaders.tables.conflicts import conflicts
from socialgraph.loaders.tables.findings import Finding, Parsed, TableRow
from socialgraph.loaders.tables.frames import fill_compounds, frame_of, quarantine_frame, sort_table
from socialgraph.loaders.tables.holders import settle_holders
from socialgraph.loaders.tables.kept_stops import PROTECTING, stops_of_lost
from socialgraph.loaders.tables.merging import (
    CanonicalRow,
    merged_rows,
    without_hidden_contradictions,
)
from socialgraph.loaders.tables.observed import rows_of_canonical, without_future
from socialgraph.loaders.tables.stacks import register, register_as_written, shops_named
from socialgraph.loaders.tables.strays import places_as_written, settle_places
from socialgraph.loaders.tables.unknown_ends import KnownHomes, unknown_ends, without_self_ties
from socialgraph.loaders.tables.workbooks import Workbook
from socialgraph.loaders.values.words.confirmed import Confirmed, merged
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.messages import Lang, Note, note
from socialgraph.schema.tables import TABLES

_FILES_NAMED = 3  # of a whole folder that is of no use

# A new kind of sheet is one line here (and one in kinds.py, which recognises it).
PARSERS: dict[str, Callable[[Context], Parsed]] = {
    "survey": parse_survey,
    "flat_register": parse_flat_register,
    "riser_map": parse_riser_map,
    "party_roster": parse_people,
    "people_roster": parse_people,
    "links": parse_links,
    "ties": parse_ties,
    "visits": parse_visits,
    "measures": parse_measures,
    "works": parse_works,
    "activities": parse_activities,
    "surveys": parse_surveys,
    "access_windows": parse_access_windows,
    "returned_list": returned_lists.parse_returned_list,
}


def read_paths(
    paths: Iterable[str | Path],
    *,
    lang: Lang = "zh",
    options: ReadOptions = DEFAULT_OPTIONS,
    grids: Grids | None = None,
    ask: bool = True,
) -> Reading:
    """Read files and folders: workbooks of any kind, canonical tables, returned lists, mended quarantine workbooks.

    Who reads the same files again gives the same `grids`: they are opened once. Without `ask` no questions are
    worked out.

    Raises
    ------
    InputError
        Where a path is missing, a file can't be opened, canonical input breaks its own rules, or nothing at all
        could be used.
    """
    with no_collection():
        sheets: list[tuple[Path, Sheet]] = []
        canonical: list[CanonicalInput] = []
        files, unread = named_files(paths, options.again)
        opened = grids or Grids()
        workbooks: dict[Path, str] = {}
        for file, name in files.items():
            if (given := canonical_input(file, name)) is not None:
                canonical.append(given)
            elif not is_own_output(file):
                workbooks[file] = name
        broken = opened.open_all(workbooks, options.sides, options.dictionary)
        for file, name in workbooks.items():
            if name not in broken:
                sheets_of_file = open_sheets(file, options, name, opened)
                sheets += [(file, sheet) for sheet in sheets_of_file]
                if grids is None and all(sheet.open is None for sheet in sheets_of_file):
                    opened.forget(file)
        if len(broken) == len(files):
            raise next(iter(broken.values()))
        by_number = link_files([sheet for _, sheet in sheets])
        reader = _Reader(sheets, canonical, options, lang)
        reader.dependence.add(NUMBERS, *by_number)
        reader.dependence.add(SIDES, opened.by_side, (name for name, said in opened.sides.items() if said))
        reading = reader.load()
        if ask:
            reading.questions = _questions(sheets, reading.findings, files, options, opened)
            reading.readings = readings_of([sheet for _, sheet in sheets])
    reading.sides = dict(opened.sides)
    reading.unread_files = {*unread, *broken}
    reasons: dict[str, Note | InputError] = {name: note(reason) for name, reason in unread.items()} | broken
    reading.reports += [
        SheetReport(name, "", "not_read", 0, 0, 0, notes=[why.text(lang)]) for name, why in reasons.items()
    ]
    return reading


def _questions(
    sheets: Sequence[tuple[Path, Sheet]],
    findings: list[Finding],
    files: Mapping[Path, str],
    options: ReadOptions,
    grids: Grids,
) -> list[Question]:
    """What to ask, the words included that would be unknown once the likely kinds and columns are confirmed."""
    opened = [sheet for _, sheet in sheets]
    likely = proposals(opened)
    if not likely:
        return questions_of(opened, findings)
    known = replace(options, confirmed=Confirmed(merged(options.confirmed.answers, likely)))
    again: list[Sheet] = []
    reread = {file for file, sheet in sheets if sheet.open is not None and file in files}
    for file in sorted(reread):
        again += open_sheets(file, known, files[file], grids)
    words = Words.of(options.dictionary)
    names = {files[file] for file in reread}
    unsettled = [finding for finding in findings if finding.place.sheet.file not in names]
    for sheet in again:
        if parser := PARSERS.get(sheet.kind):
            context = Context(sheet, words, known)
            parser(context)
            unsettled += context.parsed.findings
    return questions_of(opened, unsettled, again)


class _Reader:
    """One run of `read_paths` after opening."""

    def __init__(
        self, sheets: list[tuple[Path, Sheet]], canonical: list[CanonicalInput], options: ReadOptions, lang: Lang
    ) -> None:
        self.canonical = canonical
        self.options = options
        self.lang: Lang = lang
        self.sheets, self.mended = take_origins(sheets)
        self.applied = mends_applied(
            self.sheets, [sheet for book in self.mended for sheet in book.sheets], options.mends
        )
        self.findings: list[Finding] = list(self.applied.findings)
        self.parsed: list[tuple[Sheet, Parsed]] = []
        self.unread: list[TableRow] = []  # stops in rows that were left out as asked
        self.of_nobody: list[str] = []  # wishes of nobody known
        self.dependence = Dependence()

    def load(self) -> Reading:
        """Parse, settle, merge, report."""
        self._parse()
        rows = [row for _, parsed in self.parsed for row in parsed.rows]
        rows, later = without_future(rows + self.unread, self.options.today)
        self.findings += later
        self._cut_canonical()
        written = compounds_written(rows)
        rows, untold, nowhere = settle_compounds(rows, self.options.homes, into_graph=self.options.into_graph)
        rows, misplaced, lost = (places_as_written if self.options.into_graph else settle_places)(rows)
        if self.options.into_graph:
            with_compounds_as_written([*nowhere, *lost], written)
        rows += stops_of_lost([*nowhere, *lost])
        self.dependence.add(OWNERS, *owners_asked_and_told(rows))
        rows, self.findings = settle_holders(rows, self.findings)
        self.findings += conflicts(rows)
        rows, selves = without_self_ties(rows)
        self.findings += [*untold, *misplaced, *selves]
        if self.options.into_graph:
            with_compounds_as_written(rows, written)
        records, hidden = self._records(rows)
        tables = {name: self._frame(name, records.get(name, [])) for name in TABLES}
        self.findings += hidden + self._unknown_ends(rows, tables)
        key_rows(self.sheets, of=self.findings)
        reports = self._reports(rows)
        asked = any(sheet.open is not None and sheet.open.asked for sheet in self.sheets)
        asked |= bool(self.dependence.asks[NUMBERS])  # a later load may tell whose they are
        if not self.canonical and not asked and not any(row.table == "holds" for row in rows):
            _refuse_nothing(reports)
        if not self.options.into_graph:
            fill_compounds(tables)
        read = self._speaking_sheets()
        sources = {sheet.source for sheet in read if sheet.kind in PARSERS or sheet.kind == "owners"}
        sources |= {given.source for given in self.canonical} | returned_lists.sources_of_lists(self.parsed)
        return Reading(
            tables={name: sort_table(name, frame) for name, frame in tables.items()},
            quarantine=quarantine_frame(self.findings),
            reports=reports + [given.report(self.lang) for given in self.canonical],
            sources=sources,
            wish_sources={source_of_wishes(sheet) for sheet in read},
            wishes_of_nobody=self.of_nobody,
            notes=[*mend_notes(self.applied, self.lang), *namesake_notes(rows, records, self.lang)],
            findings=self.findings,
            dependence=self.dependence,
            visible_only_sources=self._partly_left_out(),
            returned=[row for _, parsed in self.parsed for row in parsed.returned],
            mended={book.path: book.unusable_rows(self.findings) for book in self.mended},
            mends=with_homes(self.applied, rows),
        )

    def _speaking_sheets(self) -> list[Sheet]:
        """Those whose missing rows mean something: not a mended workbook's, and no list that came back blank."""
        mended = {id(sheet) for book in self.mended for sheet in book.sheets}
        return [sheet for sheet in returned_lists.without_blank_lists(self.parsed) if id(sheet) not in mended]

    def _cut_canonical(self) -> None:
        """What canonical input dates after the day of loading, or ties to oneself, is left out too."""
        for given in self.canonical:
            self.findings += given.cut(self.options.today)

    def _unknown_ends(self, rows: list[TableRow], tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
        """Ends of ties that are not known to this load or to the graph."""
        given = [given for given in self.canonical if given.table == "ties"]
        ties = [row for one in given for row in rows_of_canonical("ties", one.file, one.frame)]
        return unknown_ends([*rows, *ties], KnownHomes.of(tables, self.options.homes))

    def _partly_left_out(self) -> set[str]:
        """Sources with hidden rows that were not read, as asked."""
        if not self.options.visible_only:
            return set()
        return {sheet.source for sheet in self.sheets if sheet.hidden or sheet.hidden_rows}

    def _parse(self) -> None:
        words = Words.of(self.options.dictionary)
        by_file: dict[str, list[Sheet]] = {}
        for sheet in self.sheets:
            by_file.setdefault(sheet.file, []).append(sheet)
        self.findings += [finding for group in by_file.values() for finding in join_owners(group)]
        workbooks = {f: Workbook.of(map(year_of, group), colleagues_in(group)) for f, group in by_file.items()}
        known = KnownBefore()
        contexts: dict[int, Context] = {}
        for sheet in sorted(self.sheets, key=turn_of):
            book, people = workbooks[sheet.file], known.people(sheet)
            context = contexts[id(sheet)] = Context(sheet, words, self.options, book, people)
            if parser := PARSERS.get(sheet.kind):
                parser(context)
                add_protection(context)
                book.add(context.parsed.rows)
                known.add(sheet, context.parsed.rows)
        for sheet in self.sheets:
            parser = PARSERS.get(sheet.kind)
            self.parsed.append((sheet, contexts[id(sheet)].parsed))
            self.unread += stops_of_unread(sheet, words, self.options, parser) if parser else []
            wishes = holds_of_unread(sheet, words, self.options)
            self.unread, self.findings = self.unread + wishes.rows, self.findings + wishes.findings
            self.of_nobody += [of_sheet(sheet, text, self.lang) for text in wishes.notes]
        self.dependence.add(NAMES, *known.asked_and_told())
        returned_lists.first_sheet_counts([parsed for sheet, parsed in self.parsed if sheet.kind == "returned_list"])
        self.findings += [finding for _, parsed in self.parsed for finding in parsed.findings]

    def _records(self, rows: Sequence[TableRow]) -> tuple[dict[str, list[CanonicalRow]], list[Finding]]:
        by_table: dict[str, list[TableRow]] = {}
        for row in rows:
            by_table.setdefault(row.table, []).append(row)
        stances, hidden = without_hidden_contradictions(by_table.get("stances", []))
        by_table["stances"] = sorted(stances, key=lambda row: not row.place.hidden)
        records = {name: self._merged(name, members) for name, members in by_table.items()}
        if not self.options.into_graph:
            shops_named(records.get("flats", []), records.get("dossiers", []))
        return records, hidden

    def _merged(self, name: str, rows: list[TableRow]) -> list[CanonicalRow]:
        if name == "flats":
            gather = register_as_written if self.options.into_graph else register
            return gather(rows, self.options.numbering)
        return merged_rows(name, rows)

    def _frame(self, name: str, records: list[CanonicalRow]) -> pd.DataFrame:
        """The table of all sheets and of canonical input; of the same thing the canonical row counts."""
        frame = frame_of(name, records)
        given = [source.frame for source in self.canonical if source.table == name]
        if not given:
            return frame
        if name in ("dossiers", "people", "works"):
            keys = list(TABLES[name].key)
            of_canonical = pd.MultiIndex.from_frame(pd.concat([one[keys] for one in given]))
            frame = frame[~pd.MultiIndex.from_frame(frame[keys]).isin(of_canonical)]
        together = pd.concat([frame, *given], ignore_index=True)
        columns = [column for column in together.columns if column != "sources"]
        together = together.drop_duplicates(columns, keep="first")
        return together.reset_index(drop=True)

    def _reports(self, rows: Sequence[TableRow]) -> list[SheetReport]:
        used = {id(row.place.row) for row in rows if row.table not in PROTECTING}
        by_sheet: dict[int, list[Finding]] = {}
        for finding in self.findings:
            by_sheet.setdefault(id(finding.place.sheet), []).append(finding)
        reports = []
        for sheet, parsed in self.parsed:
            seen = used | {id(row) for row in parsed.dropped_rows}
            used_rows = sum(1 for row in sheet.rows if id(row) in seen)
            if sheet.kind == "owners":
                used_rows = len(sheet.rows) - len(by_sheet.get(id(sheet), []))
            reports.append(
                report_of(sheet, parsed.notes, used_rows, by_sheet.get(id(sheet), []), self.options, self.lang)
            )
        return reports


def _refuse_nothing(reports: Sequence[SheetReport]) -> None:
    """Nothing usable at all is an error; a sheet of a known kind without rows (an empty template) is not."""
    if all(report.kind not in PARSERS and report.kind != "owners" for report in reports):
        files = list(dict.fromkeys(report.file for report in reports))
        named = ", ".join(files[:_FILES_NAMED]) + (" …" if len(files) > _FILES_NAMED else "")
        raise InputError("load.no_known_sheet", files=named)
