"""Rows of many sheets become one row a thing: a household's dossier, a person; equal rows count once.

Where lines disagree the latest survey date counts; among equally old ones of one sheet the later row, of several sheets
the value that is last in order of code points, so that no order of files counts. What the office hid never overrides
what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.values.dates import date_of_title, end_of_span, older_first
from socialgraph.schema.addresses import SHORTHAND, natural_order
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.records import DECIDER_NAMES
from socialgraph.schema.tables import SOURCE_SEPARATOR, TABLES, united

CanonicalRow = dict[str, str]
_JOINED = (*DECIDER_NAMES, "phone")


def merged_rows(table: str, rows: Iterable[TableRow]) -> list[CanonicalRow]:
    """The rows of any table but `flats`: one a household, person or riser, of other tables equal rows once."""
    if table == "dossiers":
        return _merge_dossiers(rows)
    if table == "people":
        return _merge_people(rows)
    return _merge_works(rows) if table == "works" else _unique_rows(table, rows)


def record_of(row: TableRow) -> CanonicalRow:
    """The row with its address columns, compound and source."""
    record = dict(row.values)
    for prefix, (address, _) in row.addresses.items():
        record[prefix + "building"] = address.building
        record[prefix + "door"] = address.door
        record[prefix + "room"] = address.room.room if address.room else ""
    if row.addresses:
        record["compound"] = _compound_of_all([address.compound for address, _ in row.addresses.values()])
    record["sources"] = row.place.source
    return record


def _compound_of_all(compounds: Sequence[str]) -> str:
    """The one compound that the addresses of a row name; of two none: the building of each tells which is its own."""
    named = set(compounds) - {"", SHORTHAND}
    if len(named) == 1:
        return next(iter(named))
    return SHORTHAND if SHORTHAND in "".join(compounds) else ""


def _unique_rows(table: str, rows: Iterable[TableRow]) -> list[CanonicalRow]:
    """Equal rows once, in the order of their first one, with all their sources."""
    columns = ("compound", *TABLES[table].column_names)
    unique: dict[tuple[str, ...], CanonicalRow] = {}
    for row in rows:
        record = record_of(row)
        key = tuple(record.get(name, "") for name in columns)
        if key in unique:
            _add_sources(unique[key], record["sources"])
        else:
            unique[key] = record
    return list(unique.values())


def _merge_works(rows: Iterable[TableRow]) -> list[CanonicalRow]:
    """One row a stack and pipe: of a sheet the later row counts, of several sheets the later one.

    Later is the sheet whose title states the later day, where all state one; else the later `done_on`.
    """
    by_key: dict[tuple[str, ...], dict[str, CanonicalRow]] = {}
    stated: dict[str, str] = {}
    for row in rows:
        record = record_of(row)
        key = tuple(record[name] for name in TABLES["works"].key)
        by_key.setdefault(key, {})[record["sources"]] = record
        stated[record["sources"]] = _day_titled(row)
    return [_works(list(by_sheet.values()), stated) for by_sheet in by_key.values()]


def _day_titled(row: TableRow) -> str:
    """The whole day that the title above a row states: 进度表（截至2026年5月20日）; the last of a span (5.26-6.1)."""
    titles = (row.place.sheet.block_title, row.place.sheet.title)
    days = (end_of_span(title) or date_of_title(title) for title in titles)
    return next((day for day in days if len(day) == len("2026-05-20")), "")


def _works(records: list[CanonicalRow], stated: Mapping[str, str]) -> CanonicalRow:
    days = [stated[record["sources"]] for record in records]
    by_title = dict(zip((record["sources"] for record in records), days, strict=True)) if all(days) else {}

    def age(record: CanonicalRow) -> tuple[tuple[int, str], tuple[int, str], str]:
        titled = older_first(by_title.get(record["sources"], ""))
        return titled, older_first(record["done_on"]), record["status"]

    latest = max(records, key=age)
    return latest | {"sources": _joined_sources(record["sources"] for record in records)}


def _add_sources(record: CanonicalRow, sources: str) -> None:
    if sources not in record["sources"].split(SOURCE_SEPARATOR):
        record["sources"] = _joined_sources((record["sources"], sources))


def _joined_sources(several: Iterable[str]) -> str:
    return SOURCE_SEPARATOR.join(sorted({source for sources in several for source in sources.split(SOURCE_SEPARATOR)}))


def _grouped(rows: Iterable[TableRow]) -> Iterator[tuple[tuple[str, str, str, str], list[TableRow]]]:
    groups: dict[tuple[str, str, str, str], list[TableRow]] = {}
    for row in rows:
        groups.setdefault(row.home, []).append(row)
    yield from groups.items()


def _merge_dossiers(rows: Iterable[TableRow]) -> list[CanonicalRow]:
    """One dossier a household: its owner's lines, then what only its tenant's lines know; phones of both."""
    return [_dossier(lines) for _, lines in _grouped(rows)]


def _dossier(lines: list[TableRow]) -> CanonicalRow:
    if len(lines) == 1:
        return record_of(lines[0])
    ordered = sorted(lines, key=lambda row: (not row.place.hidden, older_first(row.values["survey_date"])))
    owner = _folded([row for row in ordered if row.speaks == "owner"])
    tenant = _folded([row for row in ordered if row.speaks != "owner"])
    record = record_of(lines[0])
    for name in TABLES["dossiers"].column_names:
        if name not in ("building", "door", "room"):
            record[name] = owner.get(name) or tenant.get(name, "")
    is_public = record["ownership_type"].startswith("public_")  # whatever a list of names calls its lessee
    same = record["owner_name"] == record["public_lessee_name"]
    if same and (is_public or not _called_owner(lines, record["owner_name"])):
        record["owner_name"] = ""  # 户主 of one sheet is the public lessee of another
    if not any(_lives_there(row.values) for row in lines) and _lives_there(record):
        record["occupant_name"] = ""  # one person, named once, unless a sheet says both
    record["phone"] = _united(owner.get("phone", ""), tenant.get("phone", ""))
    dates = [row.values["survey_date"] for row in lines]
    record["survey_date"] = max(dates, key=older_first)
    record["sources"] = _joined_sources(row.place.source for row in lines)
    return record


def _lives_there(values: Mapping[str, str]) -> bool:
    """Whether the occupant is the owner, lessee or tenant."""
    occupant = values["occupant_name"]
    return bool(occupant) and occupant in (values["owner_name"], values["public_lessee_name"], values["tenant_name"])


def _called_owner(lines: list[TableRow], name: str) -> bool:
    """Whether some line says outright that this is the owner; 户主 may be the lessee whom another sheet names."""
    return any(
        row.values["owner_name"] == name
        and "head_name" not in row.place.row.cells
        and not row.values["public_lessee_name"]
        for row in lines
    )


def _folded(lines: list[TableRow]) -> CanonicalRow:
    """Lines of one speaker, oldest first: later values replace earlier ones; names of one sheet and day add up."""
    folded: CanonicalRow = {}
    for _, group in groupby(lines, key=lambda row: (not row.place.hidden, older_first(row.values["survey_date"]))):
        folded |= _agreed(_by_sheet(group))
    if any(row.values["do_not_contact"] == "true" for row in lines):
        folded["do_not_contact"] = "true"
    return folded


def _by_sheet(lines: Iterable[TableRow]) -> list[CanonicalRow]:
    """What each sheet says on one day: its later rows replace earlier ones, names and phones add up."""
    sheets: dict[int, CanonicalRow] = {}
    for row in lines:
        folded = sheets.setdefault(id(row.place.sheet), {})
        for name, value in row.values.items():
            if value:
                folded[name] = _united(folded.get(name, ""), value) if name in _JOINED else value
    return list(sheets.values())


def _agreed(records: list[CanonicalRow]) -> CanonicalRow:
    """Of several sheets on one day the last value in order of code points; of a yes and a no to helping the no."""
    agreed = {name: max(record.get(name, "") for record in records) for name in dict.fromkeys(chain(*records))}
    if any(record.get("willing") == "false" for record in records):
        agreed["willing"] = "false"
    return agreed


def _united(first: str, second: str) -> str:
    return "|".join(dict.fromkeys(part for value in (first, second) for part in value.split("|") if part))


def _merge_people(rows: Iterable[TableRow]) -> list[CanonicalRow]:
    """One row a person and flat: roles and scopes of all rosters, the newest word on willingness."""
    groups: dict[tuple[str, ...], list[TableRow]] = {}
    for row in rows:
        record = record_of(row)
        key = tuple(record[name] for name in ("compound", "building", "door", "room", "name"))
        groups.setdefault(key, []).append(row)
    return [_person(lines) for lines in groups.values()]


def _person(lines: list[TableRow]) -> CanonicalRow:
    record = record_of(lines[0])
    ordered = sorted(lines, key=lambda row: (not row.place.hidden, older_first(row.values["willing_on"])))
    for _, group in groupby(ordered, key=lambda row: (not row.place.hidden, older_first(row.values["willing_on"]))):
        values = _agreed([row.values for row in group])
        for name in ("branch", "capacity"):
            record[name] = values[name] or record[name]
        if values["willing"]:
            record["willing"], record["willing_on"] = values["willing"], values["willing_on"]
    record |= _opt_in_days(lines)
    for name in ("roles", "scope", "phone"):
        record[name] = ""
        for row in lines:
            record[name] = _united(record[name], row.values.get(name, ""))
        record[name] = "|".join(sorted(record[name].split("|"), key=natural_order))
    record["sources"] = _joined_sources(row.place.source for row in lines)
    return record


def _opt_in_days(lines: list[TableRow]) -> CanonicalRow:
    """The days of every dated yes and no to helping, where it is more than one; what is shown hides what is not."""
    shown = [row for row in lines if not row.place.hidden] or lines
    words = {(row.values["willing"], row.values["willing_on"]) for row in shown}
    by_word = {word: [day for willing, day in words if day and willing == word] for word in OPT_IN_DAYS}
    several = sum(len(days) for days in by_word.values()) > 1
    return {column: united(by_word[word]) if several else "" for word, column in OPT_IN_DAYS.items()}


def without_hidden_contradictions(rows: list[TableRow]) -> tuple[list[TableRow], list[Finding]]:
    """A hidden stance that would replace a different visible one is left out and becomes a finding."""
    if not any(row.place.hidden for row in rows):
        return rows, []
    visible: dict[tuple[str, ...], list[TableRow]] = {}
    for row in rows:
        if not row.place.hidden:
            visible.setdefault(_voice(row), []).append(row)
    kept: list[TableRow] = []
    findings: list[Finding] = []
    for row in rows:
        if row.place.hidden and _contradicted(row, visible.get(_voice(row), [])):
            name = _stance_field(row)
            findings.append(Finding(row.place, name, row.place.row.text(name), "hidden_conflict"))
        else:
            kept.append(row)
    return kept, findings


def _voice(row: TableRow) -> tuple[str, ...]:
    return (*row.home, row.values["giver"])


def _contradicted(hidden: TableRow, visible: list[TableRow]) -> bool:
    """Whether the newest visible word on the pipe is another one and not newer than the hidden one."""
    pipe = hidden.values["pipe_kind"]
    related = [row for row in visible if not pipe or row.values["pipe_kind"] in ("", pipe)]
    if not related:
        return False
    newest = max(older_first(row.values["date"]) for row in related)
    current = [row for row in related if older_first(row.values["date"]) == newest]
    return older_first(hidden.values["date"]) >= newest and any(
        row.values["stance"] != hidden.values["stance"] for row in current
    )


def _stance_field(row: TableRow) -> str:
    names = [name for name in row.place.row.cells if name.startswith("stance")]
    return next((name for name in names if row.place.row.text(name)), "stance")
