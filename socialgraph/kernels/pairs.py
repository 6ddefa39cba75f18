"""Whether a pair is closed, by bisection."""

from __future__ import annotations

from socialgraph.arrays.types import Ints, Nodes
from socialgraph.kernels.jit import njit


@njit
def place_in_row(offsets: Ints, items: Nodes, row: int, item: int) -> int:
    """The place of the first item of a row that is not below `item`; the row's end where all are.

    Parameters
    ----------
    offsets, items : compressed rows, ascending within each.
    row, item : which row, and what to look for.

    Returns
    -------
    int
        A place in `items`, from the row's begin to its end.

    Examples
    --------
    >>> place_in_row([0, 2, 4], [3, 8, 1, 3], 1, 2), place_in_row([0, 2, 4], [3, 8, 1, 3], 0, 9)
    (3, 2)
    """
    low, high = offsets[row], offsets[row + 1]
    while low < high:
        middle = (low + high) // 2
        if items[middle] < item:
            low = middle + 1
        else:
            high = middle
    return int(low)


@njit
def find_in_row(offsets: Ints, items: Nodes, row: int, item: int) -> int:
    """The place of `item` in a row of ascending items, -1 if it is not there.

    Parameters
    ----------
    offsets, items : compressed rows, ascending within each.
    row, item : which row, and what to look for.

    Returns
    -------
    int
        A place in `items`, or -1.

    Examples
    --------
    >>> find_in_row([0, 2, 4], [3, 8, 1, 3], 1, 3), find_in_row([0, 2, 4], [3, 8, 1, 3], 0, 1)
    (3, -1)
    """
    at = place_in_row(offsets, items, row, item)
    if at < offsets[row + 1] and items[at] == item:
        return int(at)
    return -1


@njit
def is_closed(offsets: Ints, people: Nodes, a: int, b: int) -> bool:
    """Whether an inadmissible kind stands between a and b, in either direction.

    Parameters
    ----------
    offsets, people : the closed pairs, both ways, as compressed rows.
    a, b : two people.

    Returns
    -------
    bool
        The same for (a, b) and (b, a), as the pairs are stored both ways.
    """
    # not by `find_in_row`: its -1 costs the inner loops, which ask nothing else, half as much time again
    at = place_in_row(offsets, people, a, b)
    return bool(at < offsets[a + 1] and people[at] == b)


@njit
def mark_closed_to(
    closed_offsets: Ints, closed_people: Nodes, offsets: Ints, people: Nodes, household: int, marks: Ints, mark: int
) -> None:
    """Mark everybody between whom and anybody of a household an inadmissible kind stands.

    Parameters
    ----------
    closed_offsets, closed_people : the closed pairs, both ways, as compressed rows.
    offsets, people : the people of each household, as compressed rows.
    household : whose people.
    marks, mark : (people,) int64, written to, and what is written.
    """
    for at in range(offsets[household], offsets[household + 1]):
        p = people[at]
        for c in range(closed_offsets[p], closed_offsets[p + 1]):
            marks[closed_people[c]] = mark
