"""Where every flat of a building stands on its face: columns, rows, cells and the heads of the stacks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from socialgraph.schema.addresses import natural_order
from socialgraph.schema.constants import NO_FLOOR

# 301, 1204, B1-03, -103: the last two digits say where on the floor a flat lies
_ROOM = re.compile(r"(?:B|-|负|地下)?\d+?-?(\d{2})")
_DWELLING = "dwelling"
_SETTLED = frozenset({"ready", "done", "outside"})
Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class FlatCell:
    """One household's part of one floor: it covers `span` columns from `column` on, or 1/`parts` of a column.

    `floor` is NO_FLOOR where nobody knows it; `flats` are the register flats drawn (several where they are merged).
    """

    column: int
    span: int
    part: int
    parts: int
    floor: int
    room: str
    kind: str
    state: str
    planned: bool
    flats: tuple[int, ...]


@dataclass(frozen=True)
class StackHead:
    """A stack over the columns `first` to `last`; `planned` counts its flats with a conversation or an appointment.

    `state` is `complete`, `ready` (only where every flat drawn below is) or empty: nobody is found by subtraction.
    """

    level: int
    first: int
    last: int
    code: str
    state: str
    planned: int


@dataclass(frozen=True)
class BuildingGrid:
    """A building's face: the door of each column, floors from the top down, cells, heads and their levels."""

    doors: tuple[str, ...]
    floors: tuple[int, ...]
    cells: tuple[FlatCell, ...]
    heads: tuple[StackHead, ...]

    @property
    def levels(self) -> int:
        """Rows of heads above the top floor."""
        return 1 + max((head.level for head in self.heads), default=-1)


def building_grid(flats: pd.DataFrame, stacks: pd.DataFrame) -> BuildingGrid:
    """The face of one building.

    Parameters
    ----------
    flats : rows of `flat_states` of one building.
    stacks : rows of `stack_members` of the same building.

    Returns
    -------
    BuildingGrid. A flat's column is its door and the last two digits of its room; one without such a number (a shop)
    stands under the stack that serves it where that place is free, else in a column of its own at the end.
    """
    register = flats.drop_duplicates("flat")
    columns, doors = _columns(register, stacks)
    cells = _cells(flats, columns)
    floors = sorted({cell.floor for cell in cells}, reverse=True)
    return BuildingGrid(tuple(doors), tuple(floors), tuple(cells), tuple(_heads(flats, stacks, columns)))


def _columns(register: pd.DataFrame, stacks: pd.DataFrame) -> tuple[dict[int, int], list[str]]:
    """Flat → column, and the door of each column."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    taken: set[tuple[tuple[str, str], int]] = set()
    odd: list[Row] = []
    for row in register.to_dict("records"):
        match = _ROOM.fullmatch(str(row["room"]))
        place = (str(row["door"]), match.group(1) if match else "")
        if not match or (place, row["floor"]) in taken:
            odd.append(row)
            continue
        taken.add((place, row["floor"]))
        places[place].append(int(row["flat"]))
    by_stack, of_flat = _neighbours(stacks)
    home = {flat: place for place, own in places.items() for flat in own}
    for other_row in odd:
        flat = int(other_row["flat"])
        near = [home[other] for stack in of_flat[flat] for other in by_stack[stack] if other in home]
        free = [place for place in near if (place, other_row["floor"]) not in taken]
        place = free[0] if free else (str(other_row["door"]), f"~{other_row['room']}")
        home[flat] = place
        taken.add((place, other_row["floor"]))
    order = sorted(set(home.values()), key=lambda place: (place[0] == "", natural_order(place[0]), place[1]))
    number = {place: column for column, place in enumerate(order)}
    return {flat: number[place] for flat, place in home.items()}, [door for door, _ in order]


def _neighbours(stacks: pd.DataFrame) -> tuple[dict[str, list[int]], dict[int, list[str]]]:
    by_stack: dict[str, list[int]] = defaultdict(list)
    of_flat: dict[int, list[str]] = defaultdict(list)
    for code, flat in zip(stacks["stack"].tolist(), stacks["flat"].tolist(), strict=True):
        by_stack[code].append(flat)
        of_flat[flat].append(code)
    return by_stack, of_flat


def _cells(flats: pd.DataFrame, columns: Mapping[int, int]) -> list[FlatCell]:
    """One cell a household and floor; neighbouring flats of a merged household become one."""
    households = Counter(flats["flat"].tolist())
    cells: list[FlatCell] = []
    drawn: Counter[int] = Counter()
    runs: dict[tuple[int, int], list[tuple[int, int, Row]]] = defaultdict(list)
    for row in flats.to_dict("records"):
        flat = int(row["flat"])
        if households[flat] > 1:  # a split flat: side by side
            cells.append(_cell(row, columns[flat], 1, drawn[flat], households[flat], (flat,)))
            drawn[flat] += 1
        else:
            runs[int(row["household"]), int(row["floor"])].append((columns[flat], flat, row))
    for parts in runs.values():
        parts.sort(key=lambda part: part[0])
        start = 0
        for end in range(1, len(parts) + 1):
            if end == len(parts) or parts[end][0] != parts[end - 1][0] + 1:
                run = parts[start:end]
                cells.append(_cell(run[0][2], run[0][0], len(run), 0, 1, tuple(flat for _, flat, _ in run)))
                start = end
    return sorted(cells, key=lambda cell: (-cell.floor, cell.column, cell.part))


def _cell(row: Row, column: int, span: int, part: int, parts: int, flats: tuple[int, ...]) -> FlatCell:
    return FlatCell(
        column=column,
        span=span,
        part=part,
        parts=parts,
        floor=int(row["floor"]),
        room=str(row["home"] if span > 1 or parts > 1 else row["room"]),
        kind=str(row["kind"] or _DWELLING),
        state=str(row["state"]),
        planned=bool(row["planned"]),
        flats=flats,
    )


def _heads(flats: pd.DataFrame, stacks: pd.DataFrame, columns: Mapping[int, int]) -> list[StackHead]:
    """Heads on as few levels as keep them apart; pipes of one code over the same flats share one."""
    planned = set(flats.loc[flats["planned"], "flat"].tolist())
    unsettled = set(flats.loc[~flats["state"].isin(_SETTLED), "flat"].tolist())
    spans: dict[tuple[str, tuple[int, ...]], set[str]] = defaultdict(set)
    for (code, _), own in stacks.groupby(["stack", "pipe_kind"], sort=False):
        members = tuple(flat for flat in own["flat"].tolist() if flat in columns)
        spans[str(code), members].update(own["state"])
    free_from: list[int] = []
    heads = []
    for (code, members), states in sorted(spans.items(), key=lambda item: _extent(item[0][1], columns)):
        first, last = _extent(members, columns)
        level = next((i for i, free in enumerate(free_from) if free <= first), len(free_from))
        free_from[level : level + 1] = [last + 1]
        state = "complete" if states == {"complete"} else "" if unsettled & set(members) else "ready"
        head_state = state if state != "ready" or states <= {"ready", "complete"} else ""
        heads.append(StackHead(level, first, last, code, head_state, len(planned & set(members))))
    return heads


def _extent(members: tuple[int, ...], columns: Mapping[int, int]) -> tuple[int, int]:
    own = [columns[flat] for flat in members]
    return min(own), max(own)


def floor_name(floor: int) -> str:
    """`3`, `B1` for the first basement, `?` where nobody knows it."""
    if floor == NO_FLOOR:
        return "?"
    return f"B{-floor}" if floor < 0 else str(floor)
