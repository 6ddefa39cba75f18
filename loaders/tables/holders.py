"""Who holds a flat, where only another sheet of the office tells how it is owned.

承租人（私产填产权人） names the lessee of a public flat and the owner of a private one; 户主 is whoever a clerk takes
for the head of the household; 公房 says less than 单位自管公房. What one sheet leaves open, the other rows of the same
flat settle, whatever their order; where they don't, or disagree, nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.values.same_person import without_lives_here
from socialgraph.loaders.values.text import squeeze
from socialgraph.schema.constants import PRIVATE_OWNERSHIP, PUBLIC_OWNERSHIP

HOLDER, LESSEE = "holder_name", "lessee_name"  # names in a dossier's row that wait for the ownership
UNSETTLED_GIVER = "lessee"  # of a stance that the owner gives if the flat is public, else the occupant
FAMILY_GIVER = "family"  # of a stance that a relative gave: the occupant's where the family has the flat to itself
PLAIN_PUBLIC = frozenset(("公房", "公产", "公有", "公有住房", "承租公房", "公家的", "公"))
_WITH_OWNERS = frozenset({"central"})  # sold in part: their owners are named as such
_OPEN = "ambiguous_lessee"
Home = tuple[str, str, str, str]
_OLD = re.compile("^老(?=父亲|母亲|爸爸?|妈妈?)")  # 老父亲 is 父亲


def settle_holders(rows: list[TableRow], findings: Iterable[Finding]) -> tuple[list[TableRow], list[Finding]]:
    """Names and words that waited for the ownership of their flat in their place (in place); what stays open is left.

    Rows come back without words whose giver nobody knows, findings without those that are settled.
    """
    homes: dict[Home, list[TableRow]] = {}
    for row in rows:
        if row.table == "dossiers":
            homes.setdefault(row.home, []).append(row)
    settled: dict[int, str] = {}  # row of a sheet -> who gave its words
    for lines in homes.values():
        _name_plain_public(lines)
        _settle(lines, settled)
        _name_lessees(lines)
        _heads_live_there(lines)
    _settle_by_name(rows, homes)
    _settle_families(rows, homes)
    kept = []
    for row in rows:
        if row.table == "stances" and row.values["giver"] == UNSETTLED_GIVER:
            giver = settled.get(id(row.place.row), "")
            if not giver:
                continue
            row.values["giver"] = giver
        kept.append(row)
    return kept, [f for f in findings if f.reason != _OPEN or id(f.place.row) not in settled]


def _settle_families(rows: list[TableRow], homes: dict[Home, list[TableRow]]) -> None:
    """What a relative said is the occupant's word if a sheet names that relative as who lives there, else the owner's.

    女儿 of a flat with 女儿苑芦花 for its resident; of a flat that the family lives in 女儿 alone speaks for the owner.
    """
    for row in rows:
        if row.table == "stances" and row.values["giver"] == FAMILY_GIVER:
            relation = squeeze(without_lives_here(_who_answered(row)))
            lives_there = any(_is_resident(line, relation) for line in homes.get(row.home, ()))
            of_lessee = any(line.values["public_lessee_name"] for line in homes.get(row.home, ()))
            says_so = not of_lessee and squeeze(_who_answered(row)) != relation  # 儿子（住这）
            row.values["giver"] = "occupant" if lives_there or says_so else "owner"


def _who_answered(row: TableRow) -> str:
    line = row.place.row
    return line.text("respondent_relation") or line.text("respondent_name")


def _settle_by_name(rows: list[TableRow], homes: dict[Home, list[TableRow]]) -> None:
    """What somebody said by name is the occupant's word if a sheet has that name for who rents the flat."""
    for row in rows:
        cells = row.place.row
        name = squeeze(cells.text("respondent_name"))
        if row.table != "stances" or row.values["giver"] != "owner" or not name or cells.text("respondent_relation"):
            continue
        lines = homes.get(row.home, ())
        hold, rent = (
            {one for line in lines for column in columns for one in line.values.get(column, "").split("|")}
            for columns in (("owner_name", "public_lessee_name"), ("tenant_name",))
        )
        if name in rent - hold:
            row.values["giver"] = "occupant"


def _name_lessees(lines: list[TableRow]) -> None:
    """房主 in a questionnaire is what the lessee of a public flat calls themself, where another sheet has that name."""
    owned = {row.values["ownership_type"] for row in lines} - {"", "unknown", "disputed"}
    if not owned or not owned <= PUBLIC_OWNERSHIP - _WITH_OWNERS:
        return
    told = [row for row in lines if row.values["ownership_type"] in owned]
    named = {row.values[column] for row in told for column in ("public_lessee_name", "occupant_name")} - {""}
    for row in lines:
        claims = row.place.row.text("respondent_relation") and not row.values["ownership_type"]
        if claims and row.values["owner_name"] in named and not row.values["public_lessee_name"]:
            row.values["public_lessee_name"], row.values["owner_name"] = row.values["owner_name"], ""


def _is_resident(line: TableRow, relation: str) -> bool:
    """Whether a flat that the family has to itself has this relative, or a relative by name, for its resident."""
    if line.values["occupancy"] != "family_occupied" or not line.values["occupant_name"]:
        return False
    cells = (squeeze(line.place.row.text(name)) for name in ("occupant_name", "tenant_name", "occupancy"))
    return any(_OLD.sub("", cell).startswith(_OLD.sub("", relation)) for cell in cells if cell)


def _settle(lines: list[TableRow], settled: dict[int, str]) -> None:
    owned = {row.values["ownership_type"] for row in lines} - {"", "unknown", "disputed"}
    public = bool(owned) and owned <= PUBLIC_OWNERSHIP - _WITH_OWNERS
    private = bool(owned) and owned <= PRIVATE_OWNERSHIP | _WITH_OWNERS
    for row in lines:
        for waits, column in ((HOLDER, "owner_name"), (LESSEE, "tenant_name")):
            name = row.values.pop(waits, "")
            if not name or not (public or private):
                continue
            column = "public_lessee_name" if public else column
            row.values[column] = row.values[column] or name
            settled[id(row.place.row)] = "owner" if public or waits == HOLDER else "occupant"


def _name_plain_public(lines: list[TableRow]) -> None:
    """公房 is what another row of the flat calls it more closely: the unit's, the army's."""
    public = [row for row in lines if row.values["ownership_type"] in PUBLIC_OWNERSHIP]
    plain = [row for row in public if squeeze(row.place.row.text("ownership_type")) in PLAIN_PUBLIC]
    closer = {row.values["ownership_type"] for row in public if all(row is not other for other in plain)}
    if plain and len(closer) == 1:
        for row in plain:
            row.values["ownership_type"] = next(iter(closer))


def _heads_live_there(lines: list[TableRow]) -> None:
    """户主 is whoever lives there where another sheet names somebody else for the lessee or owner outright."""
    for column in ("public_lessee_name", "owner_name"):
        named = {row.values[column] for row in lines if row.values[column] and "head_name" not in row.place.row.cells}
        for row in lines:
            name = row.values[column]
            if not named or not name or name in named or "head_name" not in row.place.row.cells:
                continue
            if row.values["occupancy"] == "family_occupied" and not row.values["occupant_name"]:
                row.values[column], row.values["occupant_name"] = "", name
