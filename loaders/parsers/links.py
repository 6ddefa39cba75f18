"""Party members' assigned households (党员联系户): an assignment, never trust."""

from __future__ import annotations

import re

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.names import name_and_address
from socialgraph.loaders.values.numbering import is_room_alone
from socialgraph.loaders.values.room_lists import addresses_listed
from socialgraph.loaders.values.text import NOTHING, tidy

_OWN_HOUSE = re.compile(r"本(?:号|栋|幢|座|楼|门|单元|梯)")
_COUNT_ONLY = re.compile(r"^\d{1,2}$|^\d+户$")


def parse_links(context: Context) -> Parsed:
    """One link a household of the row; a household that can't be read is a finding, the others stay."""

    def read(line: Line) -> None:
        add_links(line, required=True)

    return read_lines(context, read)


def add_links(line: Line, *, required: bool = False) -> None:
    """The links of a roster line, whose member needs an address: a name alone names nobody."""
    in_columns = line.context.has("linked_room")
    text = line.text("linked_households")
    if not in_columns and (tidy(text) in NOTHING or _COUNT_ONLY.match(tidy(text))):
        if required:
            raise RowLostError("linked_households", "missing_room")
        return
    name = line.name("name", gone_loses_row=True)
    member = line.context.people.at_home(name, line.address(required=False))
    if member[0].room is None:
        raise RowLostError("address_full", "name_only")
    households = [line.address("linked_")] if in_columns else _readable(line, _parts(line, text, member[0]))
    if required and not households:
        raise RowLostError("linked_households", "bad_address")
    for household in households:
        line.add("links", {"member_name": name}, household=household, member=member)


def _parts(line: Line, text: str, member: Address) -> list[str]:
    """The households that a cell lists, those of 101—103 apart, with the building and door that stand beside them.

    Under 联系户(本号) they are those of the member's own house.
    """
    parts = addresses_listed(text)
    before = "-".join(filter(None, (line.row.text(name).strip() for name in ("linked_building", "linked_door"))))
    if not before and _OWN_HOUSE.search(line.context.sheet.fields.get("linked_households", "")) and member.building:
        before = f"{member.building}-{member.door}" if member.door else f"{member.building}号楼"
    return [part if not before or not is_room_alone(part) else _behind(before, part) for part in parts]


def _behind(before: str, room: str) -> str:
    """3号楼 1单元 and 301, 118弄3号 and 301, 3 and 301."""
    return f"{before}-{room}" if before[-1:].isdigit() else f"{before}{room}"


def _readable(line: Line, parts: list[str]) -> list[tuple[Address, str]]:
    """The addresses among these; each of the others is a finding."""
    addresses = []
    for part in parts:
        try:
            addresses.append(line.address_in("linked_households", name_and_address(part)[1] or part))
        except RowLostError as lost:
            line.find("linked_households", lost.reason, value=part)
    return addresses
