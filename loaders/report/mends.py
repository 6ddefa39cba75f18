"""Mends: what a clerk wrote into a quarantine workbook, in force until the mended cell itself changes in its sheet.

A mended cell is known by file, sheet, the row's address cells (several rows of equal address: their order; no address:
all its cells) and its field. A quarantine workbook carries in a hidden column, of each of its rows, this key and a hash
of each cell as its sheet has it and as the workbook shows it: so what was changed in it is known wherever it is loaded.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.options import Mend, MendKey, RowKey
from socialgraph.loaders.report.wording import MEND_OUTDATED
from socialgraph.loaders.tables.findings import Finding, Place, TableRow
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.text import tidy
from socialgraph.schema.addresses import household_key, label

CHECK = "origin_check"
_EMPTIED = "!"  # a cell that the workbook shows empty on purpose: left so, that is its mend
_ADDRESS = re.compile(r"^(?:\w+_)?(?:compound|building|door|room|address|address_full|grid)$")
_SEPARATOR = "\x1f"


def text_hash(text: str) -> str:
    """A short hash of a cell's normalised text; empty where the cell is."""
    normal = tidy(text)
    return blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest() if normal else ""


def key_rows(sheets: Iterable[Sheet], of: Iterable[Finding] | None = None) -> None:
    """Give every row of these sheets its key: they are all the sheets of their files, in order.

    With `of` only those of files and sheets that have one of these findings.
    """
    wanted = None if of is None else {finding.place.sheet.source for finding in of}
    seen: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        if wanted is not None and sheet.source not in wanted:
            continue
        fields = [name for name in sheet.fields if name not in sheet.given_by_mends]
        names = [name for name in fields if _ADDRESS.match(name)]
        for row in sheet.rows:
            texts = [tidy(sheet.text_before_mend(row, name)) for name in names]
            if not any(texts):
                texts = [tidy(sheet.text_before_mend(row, name)) for name in fields]
            address = text_hash(_SEPARATOR.join([tidy(sheet.block_title), *texts]))
            seen[sheet.source, address] += 1
            sheet.row_keys[id(row)] = f"{address}.{seen[sheet.source, address]}"


def check_text(sheet: Sheet, row: Row, shown: Mapping[str, str], emptied: Iterable[str]) -> str:
    """What a quarantine workbook writes down of one row: its key, and a hash of each cell as it was and is shown.

    Parameters
    ----------
    shown : field -> the text that the workbook shows.
    emptied : the fields that are shown empty on purpose.
    """
    before = _Check.read(row.text(CHECK))
    left_empty = set(emptied)
    parts = [before.row or sheet.row_keys.get(id(row), "")]
    for name, text in shown.items():
        was = before.was.get(name, "") if before.row else text_hash(sheet.text_before_mend(row, name))
        sign = _EMPTIED if name in left_empty else ""
        now = text_hash(text)
        parts.append(f"{name}={was}" + (f"/{now}" if now != was else "") + sign)
    return ";".join(parts)


@dataclass(frozen=True)
class _Check:
    """A check cell read back: the row's key; field -> hash of the cell as it was, and as it was shown."""

    row: str
    was: dict[str, str]
    shown: dict[str, str]
    emptied: frozenset[str]

    @classmethod
    def read(cls, text: str) -> _Check:
        row, *cells = text.split(";")
        was, shown, emptied = {}, {}, set()
        for cell in cells:
            name, _, hashes = cell.partition("=")
            if hashes.endswith(_EMPTIED):
                hashes = hashes[: -len(_EMPTIED)]
                emptied.add(name)
            was[name], divided, now = hashes.partition("/")
            shown[name] = now if divided else was[name]
        return cls(row, was, shown, frozenset(emptied))


@dataclass
class Mended:
    """What the rows of quarantine workbooks say: the cells mended in them, and those left as their sheet has them."""

    mends: dict[MendKey, Mend]
    left: dict[MendKey, str]  # -> hash of the cell as it was
    sources: set[str] = field(default_factory=set)  # `file::sheet` of the rows
    rows: int = 0
    unchecked: int = 0  # rows without the hidden column: nobody can tell what was changed in them


def read_mends(parts: Iterable[Sheet]) -> Mended:
    """The mends in sheets that came back in quarantine workbooks."""
    mended = Mended({}, {})
    for sheet in parts:
        mended.sources.add(sheet.source)
        mended.rows += len(sheet.rows)
        for row in sheet.rows:
            check = _Check.read(row.text(CHECK))
            if not check.row:
                mended.unchecked += 1
                continue
            for name, shown in check.shown.items():
                if name not in sheet.fields:  # somebody took the column out of the workbook
                    continue
                key = (sheet.file, sheet.sheet, check.row, name)
                text = row.text(name)
                changed = text_hash(text) != shown
                if changed or (name in check.emptied and not tidy(text)):
                    mended.mends[key] = Mend(*key, was=check.was[name], text=text)
                elif key not in mended.mends:
                    mended.left[key] = check.was[name]
    return mended


@dataclass
class Applied:
    """What became of mends in a reading.

    Attributes
    ----------
    in_force : all that are kept, those of sheets that were not read too.
    rows : key of each row that has one -> the row.
    written : how many cells were written over.
    findings : cells that changed in their sheet after they were mended; the sheet counts.
    rowless : mends of sheets that were read and have no such row any more.
    unchecked : rows of quarantine workbooks that lost their hidden column, so that nothing of them is kept.
    """

    in_force: dict[MendKey, Mend]
    rows: dict[RowKey, Row]
    findings: list[Finding]
    written: int = 0
    rowless: int = 0
    unchecked: int = 0


def merge_mends(known: Iterable[Mend], mended: Mended) -> dict[MendKey, Mend]:
    """Mends known before and found now; a cell left as its sheet has it now settles an older mend of other text."""
    merged = {mend.key: mend for mend in known}
    for key, was in mended.left.items():
        if key in merged and merged[key].was != was:
            del merged[key]
    return merged | mended.mends


def apply_mends(sheets: Sequence[Sheet], mends: Mapping[MendKey, Mend]) -> Applied:
    """Write mends over the cells that they are of; `sheets` are those of the office's own files."""
    by_row: dict[RowKey, list[Mend]] = defaultdict(list)
    for mend in mends.values():
        by_row[mend.row_key].append(mend)
    applied = Applied(dict(mends), {}, [])
    concerned = {(mend.file, mend.sheet) for mend in mends.values()}
    read = [sheet for sheet in sheets if (sheet.file, sheet.sheet) in concerned]
    key_rows(read)
    for sheet in read:
        for row in sheet.rows:
            key = (sheet.file, sheet.sheet, sheet.row_keys[id(row)])
            for mend in by_row.get(key, ()):
                applied.rows[key] = row
                if _write(sheet, row, mend):
                    applied.written += 1
                else:
                    heading = mend.field if mend.field in sheet.fields else "room"
                    text = row.text(mend.field)
                    applied.findings.append(Finding(Place(sheet, row), heading, text, MEND_OUTDATED, nearest=mend.text))
    here = {(sheet.file, sheet.sheet) for sheet in read}
    applied.rowless = sum(key[:2] in here and key not in applied.rows for key in by_row)
    return applied


def leave_to_sources(parts: Iterable[Sheet], own: Iterable[Sheet]) -> None:
    """Drop rows of quarantine workbooks whose own sheets are read too: there their mends are applied."""
    read = {(sheet.file, sheet.sheet) for sheet in own}
    for part in parts:
        if (part.file, part.sheet) in read:
            part.rows = [row for row in part.rows if not row.text(CHECK)]


def with_homes(applied: Applied, rows: Iterable[TableRow]) -> list[Mend]:
    """The mends in force, each with the households that its row speaks of: so they can be erased with them."""
    keys = {id(row): key for key, row in applied.rows.items()}
    homes: dict[RowKey, set[str]] = defaultdict(set)
    for row in rows:
        sheet, line = row.place.sheet, row.place.row
        check = line.text(CHECK)
        key = (sheet.file, sheet.sheet, _Check.read(check).row) if check else keys.get(id(line))
        if key is not None:
            addresses = (address for address, _ in row.addresses.values() if address.room)
            homes[key] |= {_home(address) for address in addresses}
    return [
        replace(mend, homes=tuple(sorted(homes[mend.row_key]))) if homes.get(mend.row_key) else mend
        for mend in applied.in_force.values()
    ]


def mends_applied(sheets: Sequence[Sheet], returned: Sequence[Sheet], known: Iterable[Mend]) -> Applied:
    """The mends known before and those in the sheets `returned` in quarantine workbooks, over all other `sheets`."""
    ids = {id(sheet) for sheet in returned}
    own = [sheet for sheet in sheets if id(sheet) not in ids]
    mended = read_mends(returned)
    applied = apply_mends(own, merge_mends(known, mended))
    applied.unchecked = mended.unchecked
    leave_to_sources(returned, own)
    return applied


def _write(sheet: Sheet, row: Row, mend: Mend) -> bool:
    """Put a mend in its cell; False where the cell is not as it was."""
    cell = row.cell(mend.field)
    if text_hash(cell.text) != mend.was:
        return tidy(cell.text) == tidy(mend.text)  # the office put the same into its sheet
    sheet.before_mends[id(row), mend.field] = cell.text
    row.cells[mend.field] = _mended(cell, mend.text)
    if mend.field not in sheet.fields:
        sheet.fields[mend.field] = mend.field
        sheet.given_by_mends.add(mend.field)
    return True


def _mended(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text, raw=text, is_date=False, merged=False, merge_rows=1, formula_without_value=False)


def _home(address: Address) -> str:
    room = address.room.room if address.room is not None else ""
    return label(household_key("", address.building, address.door, room))
