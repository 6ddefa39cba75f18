"""What the other sheets of a workbook say where one leaves it out: the year, and where a riser stands.

Other files say nothing: what a sheet means must not turn on what is loaded with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from socialgraph.loaders.tables.findings import TableRow

_MOST_AGREE = 0.75  # of the sheets that say a year


@dataclass
class Workbook:
    """What its sheets say; empty where nothing is known."""

    year: int = 0  # 0 where the sheets disagree or say none
    colleagues: frozenset[str] = frozenset()  # who goes to see households, and who stands in rosters
    stacks: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))  # code: building, pipe

    @classmethod
    def of(cls, years: Iterable[int], colleagues: frozenset[str]) -> Workbook:
        """With the year of most sheets, if they agree well enough."""
        counts = Counter(year for year in years if year)
        year, most = counts.most_common(1)[0] if counts else (0, 0)
        return cls(year if most >= _MOST_AGREE * counts.total() else 0, colleagues)

    def add(self, rows: Iterable[TableRow]) -> None:
        """Learn where the risers stand that sheets of flats name."""
        for row in rows:
            if row.table == "flats" and row.values["stack"]:
                building = row.addresses[""][0].building
                if building:
                    self.stacks[row.values["stack"]].add((building, row.values["pipe_kind"]))

    def building_of(self, stack: str) -> str:
        """The one building in which a riser of this code stands, else "": the same code in two is two risers."""
        buildings = {building for building, _ in self.stacks.get(stack, ())}
        return next(iter(buildings)) if len(buildings) == 1 else ""

    def pipe_of(self, stack: str, building: str) -> str:
        """The one kind of pipe that a riser of this code is in a building, else ""."""
        pipes = {pipe for at, pipe in self.stacks.get(stack, ()) if at == building}
        return next(iter(pipes)) if len(pipes) == 1 else ""
