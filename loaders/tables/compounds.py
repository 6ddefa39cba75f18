"""Which compound a row is of: its own word for it, its list's title, its sheet or file; never one that is not told.

Flats of two compounds have the same numbers. What is told apart only by a sheet's name or by an abbreviation must not
become one household, and what nothing tells apart is a finding.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from pathlib import PurePath

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.tables.compound_names import compounds_named, names_in_titles
from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.numbering import parse_room
from socialgraph.schema.addresses import (
    SHORTHAND,
    by_title,
    compound_stem,
    flats_of_room,
    full_name,
    one_compound,
    other_reading,
)

Home = tuple[str, str, str, str]  # compound, building, door, room
# a sheet 铆2, a caption 豆腐桥3号楼
_BRIEF_BUILDING = re.compile(r"^[^\w]*([\u3400-\u9fff]{1,3}?)(?=\s?[甲乙丙丁]?\d{1,3}(?:$|号楼|号院|栋|幢|#))")
_YARD = re.compile(r"(\d+)号院$")
_YARDS = re.compile(r"\d+(?:号?院?[、,，和及与/+]\d+)*号?(?:大|家属)?院")
_ROLES = (("owner_name", "public_lessee_name"), ("tenant_name",), ("occupant_name",))
_PEOPLE = ("name", "respondent", *(name for names in _ROLES for name in names))
_PLACES = ("address_full", "room", "building", "ego_address", "ego_room", "linked_households", "stack")
_KEPT = frozenset(("holds", "closed_pairs"))
_LEAST_SHARED, _MOSTLY = 4, 0.7  # flats that two lists share, and of how many they name other people


def unnamed_sources(rows: Iterable[TableRow]) -> set[str]:
    """The sheets no row of which names a compound, before any is settled."""
    named: dict[str, bool] = {}
    for row in rows:
        names = bool(row.values.get("compound")) or any(address.compound for address, _ in row.addresses.values())
        source = row.place.sheet.source
        named[source] = named.get(source, False) or names
    return {source for source, names in named.items() if not names}


def settle_compounds(
    rows: Sequence[TableRow], homes: Collection[Home] = (), *, into_graph: bool = False
) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """One spelling a compound (新风里, 新风里小区, 新2-1-101); a blank becomes the one that is told.

    A blank is the only compound that the load names, else that of its sheet, of the other address in its row, or the
    only one that has its building; of several it is `missing_compound`. Gives the rows that are kept, the findings, and
    the rows that are lost. Going `into_graph` these are kept too: the register of all files tells whose they are.
    """
    untold = unnamed_sources(rows)
    beside = _named_together(rows)
    known = {compound for compound, *_ in homes if compound and not compound.startswith(SHORTHAND)}
    names = _spellings(rows, {*beside, *known})
    stems = one_compound([*beside, *names.values()])
    spelled = sorted({stem: name for name, stem in stems.items()}.values())
    names[""] = spelled[0] if len(spelled) == 1 else ""
    compound_of_sheet: dict[int, str] = {}
    for row in rows:
        sheet = row.place.sheet
        if id(sheet) not in compound_of_sheet:
            compound_of_sheet[id(sheet)] = _compound_told(sheet, spelled) if len(spelled) > 1 else ""
        _fill(row, names, compound_of_sheet[id(sheet)])
    clashing = _of_clashing_lists(rows, untold)
    missing = _of_no_compound(rows) if len(spelled) > 1 else []
    lost = {id(row.place.row): "bad_address" for row in _of_unknown_shorthand(rows, homes)}
    lost |= {id(row.place.row): "missing_compound" for row in [*missing, *clashing]}
    kept, findings, without = _parted(rows, lost)
    return (kept + without, findings, []) if into_graph else (kept, findings, without)


def compounds_written(rows: Iterable[TableRow]) -> dict[int, dict[str, str]]:
    """The compounds of each row, by id, as its own file writes them, by the prefix of the address.

    Where no row of a sheet names one, what its titles may call it stands there: the town knows which of these is one.
    """
    rows = list(rows)
    told = _told_by_titles(rows)
    written = {}
    for row in rows:
        compounds = {prefix: address.compound for prefix, (address, _) in row.addresses.items()}
        if not any(address.brief for address, _ in row.addresses.values()) and not any(compounds.values()):
            compounds = dict.fromkeys(compounds, told.get(row.place.sheet.source, ""))
        written[id(row)] = compounds or {"": row.values.get("compound", "")}
    return written


def _told_by_titles(rows: Sequence[TableRow]) -> dict[str, str]:
    """What the titles of each sheet may call its compound, but of lists of flats, and where a row names one."""
    listing = {row.place.sheet.source for row in rows if row.table in ("flats", "dossiers", "works")}
    sheets = {row.place.sheet.source: row.place.sheet for row in rows}
    return {
        source: by_title(names_in_titles(_texts_over(sheets[source]))) for source in unnamed_sources(rows) - listing
    }


def _texts_over(sheet: Sheet) -> list[str]:
    """Titles, the names of sheet, file and folders, the nearest to the rows first."""
    return [sheet.block_title, *reversed(sheet.title.split("\n")), sheet.sheet, *reversed(PurePath(sheet.file).parts)]


def with_compounds_as_written(rows: Iterable[TableRow], written: Mapping[int, Mapping[str, str]]) -> None:
    """Every compound as its file has it, in place, so that the graph has one row whatever is loaded with it.

    That of an address in shorthand is marked: the town counts it only where the register has such a flat.
    """
    for row in rows:
        if (compounds := written.get(id(row))) is None:
            continue  # made of one that has been settled
        mark = SHORTHAND if any(address.brief for address, _ in row.addresses.values()) else ""
        if not row.addresses:
            row.values["compound"] = compounds[""]
        for prefix, (address, field_name) in row.addresses.items():
            compound = mark + compounds[prefix]
            if compound != address.compound:
                row.addresses[prefix] = (_in_compound(address, compound), field_name)


def _spellings(rows: Iterable[TableRow], known: set[str]) -> dict[str, str]:
    """Every compound as written, and how it is spelled: as most rows do, an abbreviation in full."""
    written: Counter[str] = Counter()
    listed: set[str] = set()  # compounds that lists of flats name: none of these abbreviates another
    for row in rows:
        for address, _ in row.addresses.values():
            if address.compound:
                written[address.compound] += 1
                if row.table == "flats" and not address.brief:
                    listed.add(address.compound)
        if not row.addresses and row.values.get("compound"):
            written[row.values["compound"]] += 1
    stem = one_compound({*written, *known})
    brief = {name: full_name(name, sorted({*listed, *known})) for name in written if name not in listed | known}
    spelling: dict[str, str] = {}
    for name, _ in written.most_common():
        if not brief.get(name):
            spelling.setdefault(stem[name], name)
    full = {name: brief.get(name) or name for name in written}
    return {name: spelling.get(stem.get(of, of), of) for name, of in full.items()}


def _named_together(rows: Iterable[TableRow]) -> set[str]:
    """Compounds that titles name together (豆腐桥新村+二糖厂宿舍): then a blank is not the one that rows name."""
    sheets = {id(row.place.sheet): row.place.sheet for row in rows}.values()
    titles = {title for sheet in sheets for title in (sheet.block_title, sheet.title) if title}
    return {name for title in titles if len(found := compounds_named(title)) > 1 for name in found}


def _compound_told(sheet: Sheet, compounds: Iterable[str]) -> str:
    """The one compound, of those that the load names, that a sheet's title, name, file or folder names; else ""."""
    names = list(compounds)
    for text in _texts_over(sheet):
        named = _named_in(text, names)
        if named:
            return next(iter(named)) if len(named) == 1 else ""
        if (brief := _BRIEF_BUILDING.match(text.strip())) and (name := full_name(brief[1], names)):
            return name
    return ""


def _named_in(text: str, compounds: Iterable[str]) -> set[str]:
    """The compounds that a text names; one called by its number (12号院) in any spelling: 12院, 12、14号院.

    >>> sorted(_named_in("12、14号院住户", ["12院", "14院", "4号院"])), _named_in("里弄12院", ["枣巷12号院", "14院"])
    (['12院', '14院'], {'枣巷12号院'})
    """
    yards = {number for found in _YARDS.findall(text) for number in re.findall(r"\d+", found)}
    named: set[str] = set()
    for compound in compounds:
        stem = compound_stem(compound)
        if match := _YARD.search(stem):
            if match[1] in yards:
                named.add(compound)
        elif stem in text:
            named.add(compound)
    return named


def _fill(row: TableRow, names: Mapping[str, str], told: str) -> None:
    """The compound of a row in its one spelling, in place; `told` is that of its sheet."""
    if not row.addresses:
        row.values["compound"] = names[row.values.get("compound", "")] or told
        return
    for prefix, (address, field_name) in row.addresses.items():
        compound = names[address.compound] or told
        if compound != address.compound:
            row.addresses[prefix] = (_in_compound(address, compound), field_name)


@lru_cache(maxsize=65536)
def _in_compound(address: Address, compound: str) -> Address:
    return replace(address, compound=compound)


def _of_no_compound(rows: Sequence[TableRow]) -> list[TableRow]:
    """Rows that name no compound, of buildings that several have; where one is left it is filled in, in place.

    One is left where only it has the building, that person in that flat, or that riser in that building; or it is that
    of the other end of a tie.
    """
    known = _Known.of(rows)
    untold = []
    for row in rows:
        beside = {address.compound for address, _ in row.addresses.values()} - {""}
        if not row.addresses and not row.values.get("compound"):
            building, stack = row.values.get("building", ""), row.values.get("stack", "")
            row.values["compound"], several = _one(known.buildings[building], known.risers[building, stack])
            untold += [row] * several
        for prefix, (address, field_name) in row.addresses.items():
            if address.compound:
                continue
            people = known.of_line[id(row.place.row), prefix]
            homes = [known.people[*_flat(address), name] for name in people]
            compound, several = _one(known.buildings[address.building], set().union(*homes) or beside)
            untold += [row] * several
            if compound:
                row.addresses[prefix] = (_in_compound(address, compound), field_name)
    return untold


def _one(of_building: set[str], of_other: set[str]) -> tuple[str, bool]:
    """The one compound that is left, else "" and whether several may be meant."""
    left = of_building if len(of_building) == 1 else of_other
    return (next(iter(left)), False) if len(left) == 1 else ("", len(of_building) > 1)


@dataclass(frozen=True)
class _Known:
    """The compounds that have a building, a riser in it, a person in a flat of it; and whom each line names."""

    buildings: defaultdict[str, set[str]]
    risers: defaultdict[tuple[str, str], set[str]]
    people: defaultdict[tuple[str, ...], set[str]]
    of_line: defaultdict[tuple[int, str], set[str]]

    @classmethod
    def of(cls, rows: Iterable[TableRow]) -> _Known:
        known = cls(defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(set))
        for row in rows:
            for prefix, (address, _) in row.addresses.items():
                names = {part for name in _PEOPLE for part in row.values.get(prefix + name, "").split("|") if part}
                known.of_line[id(row.place.row), prefix] |= names
                if not address.compound:
                    continue
                for name in names:
                    known.people[*_flat(address), name].add(address.compound)
                if row.table == "flats":
                    known.buildings[address.building].add(address.compound)
                    known.risers[address.building, row.values["stack"]].add(address.compound)
        return known


def _flat(address: Address) -> tuple[str, str, str]:
    return address.building, address.door, address.room.room if address.room is not None else ""


def _of_unknown_shorthand(rows: Iterable[TableRow], homes: Iterable[Home]) -> list[TableRow]:
    """Rows with an abbreviated address whose flat neither the register of this load nor that of the graph has."""
    rows = list(rows)
    brief = [row for row in rows if any(address.brief for address, _ in row.addresses.values())]
    if not brief:
        return []
    known = {
        (compound, building, door, flat) for compound, building, door, room in homes for flat in flats_of_room(room)
    }
    for row in rows:
        address = row.addresses[""][0] if row.table == "flats" else Address()
        if address.room is not None and not address.brief:
            known |= {(*_place(address), flat) for flat in flats_of_room(address.room.room)}
    for row in brief:
        row.addresses |= {
            prefix: (read, field_name)
            for prefix, (address, field_name) in row.addresses.items()
            if (read := _read_otherwise(address, known)) is not address
        }
    return [
        row
        for row in brief
        for address, _ in row.addresses.values()
        if address.brief and address.room is not None and (*_place(address), address.room.room) not in known
    ]


def _read_otherwise(address: Address, known: set[tuple[str, str, str, str]]) -> Address:
    """An abbreviated address as the register has it, where it may be read in two ways; else as it is."""
    if not address.brief or address.room is None or (*_place(address), address.room.room) in known:
        return address
    other = other_reading(address.building, address.door, address.room.room)
    if other is None or (address.compound, *other) not in known:
        return address
    building, door, room = other
    return replace(address, building=building, door=door, room=parse_room(room))


def _place(address: Address) -> tuple[str, str, str]:
    return address.compound, address.building, address.door


def _of_clashing_lists(rows: Iterable[TableRow], untold: Collection[str]) -> list[TableRow]:
    """Rows of lists that tell no compound, of flats at which another list mostly names other people."""
    lists: dict[str, dict[Home, list[TableRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.table == "dossiers" and (address := row.addresses[""][0]).room is not None:
            lists[row.place.sheet.source][*_place(address), address.room.room].append(row)
    clashing: list[TableRow] = []
    for one, other in combinations(lists, 2):
        if one not in untold and other not in untold:
            continue
        pairs = [(lists[one][home], lists[other][home]) for home in lists[one].keys() & lists[other].keys()]
        compared = [(pair, verdict) for pair in pairs if (verdict := _are_others(*pair)) is not None]
        others = [pair for pair, verdict in compared if verdict]
        if len(others) >= max(_LEAST_SHARED, _MOSTLY * len(compared)):
            for place, source in enumerate((one, other)):
                clashing += [row for pair in others for row in pair[place]] if source in untold else []
    return clashing


def _are_others(one: Sequence[TableRow], other: Sequence[TableRow]) -> bool | None:
    """Whether two lists name other people in one part at a flat, and share no phone; None: nothing to compare."""
    apart = False
    for names in (*_ROLES, ("phone",)):
        here, there = (
            {part for row in rows for name in names for part in row.values[name].split("|") if part}
            for rows in (one, other)
        )
        if here & there:
            return False
        apart |= bool(here and there) and names != ("phone",)
    return True if apart else None


def _parted(rows: Iterable[TableRow], lost: Mapping[int, str]) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """The rows that are kept, the findings, and the rows that are lost; what protects somebody is never lost."""
    kept: list[TableRow] = []
    without: list[TableRow] = []
    findings: dict[int, Finding] = {}
    for row in rows:
        line = row.place.row
        reason = lost.get(id(line), "")
        if not reason or row.table in _KEPT:
            kept.append(row)
            continue
        without.append(row)
        at = next((name for _, name in row.addresses.values() if line.text(name)), _place_field(row))
        findings.setdefault(id(line), Finding(row.place, at, line.text(at), reason, row_lost=True))
    return kept, list(findings.values()), without


def _place_field(row: TableRow) -> str:
    return next((name for name in _PLACES if row.place.row.text(name)), "compound")
