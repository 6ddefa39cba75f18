"""Whom a wish in a read row comes from, where its own words name a flat: 402家不让再敲门 beside a helper's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from socialgraph.loaders.files.sheets import Row
from socialgraph.loaders.parsers.lines import Line
from socialgraph.loaders.tables.protective_cells import flats_asking
from socialgraph.loaders.values.addresses import Address, AddressError, address_of_cells
from socialgraph.loaders.values.mentions import Mention, behind_door, places_in
from socialgraph.loaders.values.room_lists import addresses_listed
from socialgraph.loaders.values.words.asking_flats import filled
from socialgraph.schema.addresses import flats_of_room

Home = tuple[Address, str]
_LOOKED_AFTER = ("linked_households", "scope")


def homes_that_ask(line: Line, homes: Sequence[Home], *, of_helper: bool) -> list[Home]:
    """The homes to hold for the wishes of a row: those that the wishes name, where they are not the row's own.

    They are in a helper's row, and where the row has no flat (a round of a door) or several of which they name some.
    A household's row speaks for it, whatever flat its remark names.
    """
    named = list(dict.fromkeys(home for home in _named(line, homes[0][0]) if home is not None))
    if not named:
        return list(homes)
    own = {flat for address, _ in homes if address.room is not None for flat in flats_of_room(address.room.room)}
    asking = {flat for address, _ in named if address.room is not None for flat in flats_of_room(address.room.room)}
    return named if of_helper or not own or asking < own else list(homes)


def _named(line: Line, home: Address) -> Iterable[Home | None]:
    for mention in flats_asking(line.row, line.context.legend):
        yield _home_of(_completed(mention, line.row, home), home)


def _completed(mention: Mention, row: Row, home: Address) -> Mention:
    """With the building and door of those whom a helper looks after, else of the row's own home."""
    beside = [
        place
        for name in _LOOKED_AFTER
        for part in addresses_listed(row.text(name)) or [row.text(name)]
        for place in places_in(part)
    ]
    for place in beside:  # 1-501 beside 5栋1-201、1-501
        if behind_door(mention, place.building).door == place.door and place.room == mention.room:
            return place
    own = Mention(0, 0, home.building, home.door)
    return filled(mention, [*beside, own])


def _home_of(mention: Mention, home: Address) -> Home | None:
    door = mention.door or (home.door if mention.building == home.building else "")
    try:
        address = address_of_cells(
            compound=mention.compound or home.compound, building=mention.building, door=door, room=mention.room
        )
    except AddressError:
        return None
    return address, "room"
