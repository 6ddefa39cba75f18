"""CSR arrays: `starts[a] : starts[a + 1]` are the places of a's ties in `alters` and the arrays beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]


def csr_starts(rows: NDArray[np.integer], n_rows: int) -> Ints:
    """(n_rows + 1,) starts of a CSR whose entries lie in ascending order of `rows`."""
    starts = np.zeros(n_rows + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=n_rows), out=starts[1:])
    return starts


def csr_rows(starts: Ints) -> Nodes:
    """The row of every entry."""
    return np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))


def csr_filter(starts: Ints, keep: Bools) -> Ints:
    """The starts after dropping the entries where `keep` is false."""
    kept = np.zeros(len(keep) + 1, np.int64)
    np.cumsum(keep, out=kept[1:])
    return kept[starts]


def group(members: NDArray[np.integer], n_groups: int) -> tuple[Ints, Nodes]:
    """CSR of the indices of `members` by group, ascending within a group; negative groups are left out."""
    order = np.argsort(members, kind="stable")
    order = order[np.searchsorted(members[order], 0) :]
    return csr_starts(members[order], n_groups), order.astype(np.int32)


def order_within(egos: NDArray[np.integer], place: NDArray[np.uint64], bits: int) -> Ints:
    """The order by ego and then by `place`, a number below 2^bits; `egos` ascending, equal entries stay in order.

    One stable sort of a single packed key, seven times as fast as a sort by two keys at 10 million ties.
    """
    key = (np.asarray(egos, np.uint64) << np.uint64(bits)) | place
    return np.argsort(key, kind="stable")


def strongest_first(egos: NDArray[np.integer], strength: Floats) -> Ints:
    """The order that puts each ego's ties strongest first (to 2^-38), equal ones as they are; `egos` ascending."""
    return order_within(egos, ((1.0 - strength) * (2.0**38 - 1)).astype(np.uint64), 38)
