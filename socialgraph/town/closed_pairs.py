"""Pairs of people that are closed although no row names both of them for certain, and perhaps-same people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.string_index import frozen
from socialgraph.registry import closing_kinds, tie_kinds
from socialgraph.schema.addresses import household_key
from socialgraph.town.columns import RecordColumns
from socialgraph.town.protection import TIE, MayMean, pairs_between, people_at
from socialgraph.town.snapshot import ClosedPairs, Persons, TieEvidence
from socialgraph.town.ties import on_record

_NOWHERE = household_key("", "", "", "")


@dataclass(frozen=True)
class Closed:
    """`pairs`; households `on_hold` because neither end of a row is certain; rows of nobody known, `unplaced`."""

    pairs: ClosedPairs
    on_hold: NDArray[np.int32]
    unplaced: list[tuple[str, str, int]]


@dataclass(frozen=True)
class _End:
    """Whom an end may be: one person for certain, or everybody of some households."""

    people: NDArray[np.int32]
    homes: NDArray[np.int32]
    is_certain: bool
    key: str


def closed_pairs(columns: RecordColumns, persons: Persons, ties: TieEvidence, may_mean: MayMean) -> Closed:
    """What `closed_pairs`, inadmissible ties of nobody known for certain, and `same_persons` close.

    One certain end closes the pairs between that person and everybody of every household that the other end may mean;
    where neither end is certain, both sets of households are held.

    Parameters
    ----------
    columns : the records, a column at a time.
    persons : the persons of the town.
    ties : the town's evidence, a row an observed tie.
    may_mean : which households an address may mean.

    Returns
    -------
    Closed
        Pairs (first < second) in ascending order, each once; empty arrays where nothing closes anything.
    """
    pairs: set[tuple[int, int]] = set()
    people: set[int] = set()
    unplaced: list[tuple[str, str, int]] = []
    for first, second in [*_uncertain(columns, persons, may_mean), *_doubtful(columns, persons, ties, may_mean)]:
        if first.is_certain or second.is_certain:
            pairs |= pairs_between(first.people.tolist(), second.people.tolist())
        else:
            people.update(first.homes.tolist(), second.homes.tolist())
        for end, other in ((first, second), (second, first)):
            if not end.is_certain and len(end.homes) == 0:
                unplaced.append((TIE, end.key, len(other.homes) if not other.is_certain else 0))
    same = _same_persons(columns, persons)
    every = sorted(pairs | same)
    table = np.array(every, np.int32).reshape(-1, 2)
    return Closed(
        ClosedPairs(
            frozen(table[:, 0].copy()),
            frozen(table[:, 1].copy()),
            frozen(np.array([pair in same for pair in every], bool)),
        ),
        np.array(sorted(people), np.int32),
        sorted(set(unplaced)),
    )


def _uncertain(columns: RecordColumns, persons: Persons, may_mean: MayMean) -> list[tuple[_End, _End]]:
    table = columns["closed_pairs"][["ego", "ego_household", "alter", "alter_household"]].drop_duplicates()
    ends = []
    for ego, ego_home, alter, alter_home in table.itertuples(index=False, name=None):
        ends.append((_end(persons, may_mean, ego, ego_home), _end(persons, may_mean, alter, alter_home)))
    return ends


def _end(persons: Persons, may_mean: MayMean, person: str, key: str) -> _End:
    """An end is certain where the person is on record in a household of the register."""
    known = persons.key.find(person) if person else -1
    home = int(persons.household[known]) if known >= 0 else -1
    if home >= 0 and may_mean.has_flat[home]:
        return _End(np.array([known], np.int32), np.array([home], np.int32), True, key)
    homes = may_mean.of(key or _NOWHERE)
    people = people_at(homes, persons.household)
    return _End(np.append(people, np.int32(known)) if known >= 0 else people, homes, False, key)


def _doubtful(
    columns: RecordColumns, persons: Persons, ties: TieEvidence, may_mean: MayMean
) -> list[tuple[_End, _End]]:
    """Inadmissible ties of which an end is of no household of the register, or named nobody on record there."""
    closes = np.array([kind in closing_kinds() for kind in tie_kinds()], bool)[ties.kind]
    homes = np.append(persons.household, -1)
    known = on_record(columns, persons)
    placed = np.append(may_mean.has_flat, False)[homes]
    certain = placed[ties.ego] & placed[ties.alter] & known[ties.alter]  # who names somebody is on record by that
    doubtful = np.flatnonzero(closes & ~certain & (ties.ego != ties.alter))
    ends = sorted({(int(ties.ego[row]), int(ties.alter[row])) for row in doubtful.tolist()})
    end_of = {one: _known_end(persons, may_mean, one, is_known=bool(known[one])) for pair in ends for one in pair}
    return [(end_of[ego], end_of[alter]) for ego, alter in ends]


def _known_end(persons: Persons, may_mean: MayMean, person: int, *, is_known: bool) -> _End:
    """Who lives in a household of the register but is known there from nothing else may be anybody of it."""
    home = int(persons.household[person])
    end = _end(persons, may_mean, persons.key[person], may_mean.key_of(home) if home >= 0 else _NOWHERE)
    if is_known or not end.is_certain:
        return end
    return _End(people_at(end.homes, persons.household), end.homes, False, end.key)


def _same_persons(columns: RecordColumns, persons: Persons) -> set[tuple[int, int]]:
    first = columns.coded("same_persons", "person").map(persons.key.codes)
    second = columns.coded("same_persons", "other").map(persons.key.codes)
    both = (first >= 0) & (second >= 0) & (first != second)
    return {(min(a, b), max(a, b)) for a, b in zip(first[both].tolist(), second[both].tolist(), strict=True)}
