"""What the reading of a file owes to others: addresses by number or name, how flats are owned, the numbers of sides.

Which files ask and which tell, so that a load can read again what an earlier one had to read without the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from socialgraph.loaders.tables.findings import TableRow
from socialgraph.loaders.tables.holders import FAMILY_GIVER, HOLDER, LESSEE, UNSETTLED_GIVER

NUMBERS, NAMES, OWNERS, SIDES = "numbers", "names", "owners", "sides"


@dataclass
class Dependence:
    """By what is asked for: the files that ask, and those that tell."""

    asks: dict[str, set[str]] = field(default_factory=dict)
    tells: dict[str, set[str]] = field(default_factory=dict)

    def add(self, what: str, asks: Iterable[str], tells: Iterable[str]) -> None:
        """Note the files that ask for something and those that tell it."""
        self.asks[what] = {*self.asks.get(what, ()), *asks}
        self.tells[what] = {*self.tells.get(what, ()), *tells}

    def of_file(self, name: str) -> dict[str, list[str]]:
        """What a file asks for and what it tells; empty where its reading owes nothing to others, nor theirs to it."""
        parts = {"asks": self.asks, "tells": self.tells}
        said = {part: sorted(what for what, files in by.items() if name in files) for part, by in parts.items()}
        return said if any(said.values()) else {}

    def wanted(self, earlier: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
        """The earlier files, by what they ask and tell, whose reading these may change, or that may change theirs."""
        names: set[str] = set()
        for what in self.asks.keys() | self.tells.keys():
            asking = {name for name, said in earlier.items() if self.tells.get(what) and what in said["asks"]}
            if what != SIDES and (asking or self.asks.get(what)):  # what is told of sides is kept
                names |= {name for name, said in earlier.items() if what in said["tells"]}
            names |= asking
        return sorted(names)


def owners_asked_and_told(rows: Iterable[TableRow]) -> tuple[set[str], set[str]]:
    """Files with names and words whose part the ownership of their flat decides; files that say how flats are owned."""
    asks, tells = set(), set()
    for row in rows:
        values, file = row.values, row.place.sheet.file
        if row.table == "dossiers":
            if values.get(HOLDER) or values.get(LESSEE):
                asks.add(file)
            if values["ownership_type"] or values["occupancy"]:
                tells.add(file)
        elif row.table == "stances" and values["giver"] in (UNSETTLED_GIVER, FAMILY_GIVER):
            asks.add(file)
    return asks, tells
