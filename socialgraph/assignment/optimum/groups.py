"""From a town to a problem: stacks that some plan can complete, those waiting for the same households as one, and the
groups into which shared households tie them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from socialgraph.arrays.csr import Csr, offsets_of, taken_rows, unique_sorted
from socialgraph.arrays.types import Floats, Ints
from socialgraph.assignment.optimum.pairs import Pairs
from socialgraph.assignment.optimum.problem import Problem


def problem_of(
    missing: Csr,
    idle: Floats,
    pairs: Pairs,
    places: Ints,
    *,
    release: Ints | None = None,
    weeks: Ints | None = None,
    promised: Mapping[int, int] | None = None,
) -> Problem:
    """The problem of a town.

    Parameters
    ----------
    missing : stacks → the households whose keys they wait for; a stack waiting for nobody is no part of it.
    idle : (households,) c; 0 with no pair makes every stack of the household worth nothing.
    pairs : who could talk with whom.
    places : (persons,) places left.
    release : (households,) first week in which each may be talked with.
    weeks : (w,) how many conversations may be held from week w on.
    promised : household → person agreed already; kept as long as the pair and a place are there.

    Returns
    -------
    Problem
        Its households and people by place, with `households` and `people` leading back to the town; without any group
        where no stack that waits for somebody has a chance.
    """
    n = len(idle)
    alive = np.zeros(n, np.bool_)
    alive[pairs.household] = True
    alive |= idle > 0
    dead = np.bincount(missing.rows[~alive[missing.items]], minlength=len(missing)) > 0
    live = np.flatnonzero(~dead & (missing.counts > 0))
    starts, members, weight = _different_sets(missing, live)
    row = np.repeat(np.arange(len(weight)), np.diff(starts))
    graph = coo_array((np.ones(len(row), np.int8), (row, len(weight) + members)), shape=(len(weight) + n,) * 2)
    _, label = connected_components(graph, directed=False)
    homes = unique_sorted(members.astype(np.int64))
    first = np.full(label.max(initial=-1) + 1, n)  # groups in the natural order of their first household
    np.minimum.at(first, label[len(weight) + homes], homes)
    homes = homes[np.lexsort((homes, first[label[len(weight) + homes]]))]
    order = np.argsort(first[label[: len(weight)]], kind="stable")
    lengths = np.diff(starts)[order]
    members = members[taken_rows(starts, order)[1]]
    place = np.full(n, -1)
    place[homes] = np.arange(len(homes))
    groups = unique_sorted(first[label[len(weight) + homes]].astype(np.int64))
    pairs = pairs.rows((place[pairs.household] >= 0) & (places[pairs.person] > 0))
    pairs = pairs.rows(np.argsort(place[pairs.household], kind="stable"))
    people, person = np.unique(pairs.person, return_inverse=True)
    options = offsets_of(np.bincount(place[pairs.household], minlength=len(homes)))
    return Problem(
        households=homes.astype(np.int64),
        idle=idle[homes],
        release=np.zeros(len(homes), np.int64) if release is None else release[homes].astype(np.int64),
        fixed=_fixed(homes, options, pairs, places, promised or {}, release, weeks),
        starts=options,
        person=person.astype(np.int64),
        q=pairs.q,
        people=people.astype(np.int64),
        capacity=places[people].astype(np.int64),
        weeks=np.zeros(0, np.int64) if weeks is None else weeks.astype(np.int64),
        stack_starts=offsets_of(lengths),
        members=place[members].astype(np.int64),
        weight=weight[order],
        group_starts=offsets_of(_counts(first[label[len(weight) + homes]], groups)),
        group_stacks=offsets_of(_counts(first[label[: len(weight)]], groups)),
    )


def _counts(labels: Ints, groups: Ints) -> Ints:
    return np.bincount(np.searchsorted(groups, labels), minlength=len(groups)).astype(np.int64)


def _different_sets(missing: Csr, stacks: Ints) -> tuple[Ints, Ints, Floats]:
    """The different sets of missing households among these stacks: offsets, members, how many stacks have each."""
    length, begins = missing.counts[stacks], missing.offsets[:-1][stacks]
    width = int(missing.items.max(initial=0)) + 1
    number = np.zeros(len(stacks), np.int64)  # of the set, among sets of its length whose first items are the same
    for place in range(int(length.max(initial=0))):
        rows = np.flatnonzero(length > place)
        number[rows] = np.unique(number[rows] * width + missing.items[begins[rows] + place], return_inverse=True)[1]
    _, first, counts = np.unique(length * (len(stacks) + 1) + number, return_index=True, return_counts=True)
    order = np.argsort(first)
    offsets, rows = taken_rows(missing.offsets, stacks[first[order]])
    return offsets, missing.items[rows].astype(np.int64), counts[order].astype(np.float64)


def _fixed(
    homes: Ints,
    options: Ints,
    pairs: Pairs,
    places: Ints,
    promised: Mapping[int, int],
    release: Ints | None,
    weeks: Ints | None,
) -> Ints:
    """(n,) the promised option of each household, -1 for none or where it can't be kept."""
    evenings = np.zeros(0, np.int64) if weeks is None else weeks.copy()
    fixed = np.full(len(homes), -1, np.int64)
    left = places.copy()
    place_of = {home: place for place, home in enumerate(homes.tolist()) if home in promised}
    for home in sorted(place_of):  # where not all can be kept, the first in natural order
        place, person = place_of[home], promised[home]
        mine = np.arange(options[place], options[place + 1])
        kept = mine[pairs.person[mine] == person]
        first = 0 if release is None else int(release[home])
        if len(kept) and left[person] > 0 and np.all(evenings[: first + 1] > 0):
            left[person] -= 1
            evenings[: first + 1] -= 1
            fixed[place] = kept[0]
    return fixed
