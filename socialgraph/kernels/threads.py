"""Work on all cores: one pool of threads a process, as starting threads costs more than most blocks take."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

_pools: dict[int, ThreadPoolExecutor] = {}  # by process: a forked child has none of its parent's threads


def n_cores() -> int:
    """How many threads the pool has.

    Returns
    -------
    int
        At least 1, also where the system does not tell; hyperthreads count, limits of a container do not.
    """
    return os.cpu_count() or 1


def on_all_cores(work: Callable[[ItemT], ResultT], items: Iterable[ItemT]) -> list[ResultT]:
    """The result of each item, in their order; a single item is worked on at once.

    Parameters
    ----------
    work : spends its time outside Python (numpy, compiled kernels) and never calls `on_all_cores` itself.
    items : what it is called with.

    Returns
    -------
    list
        A result an item, in the order of the items; empty without items.

    Raises
    ------
    Exception
        Whatever `work` raised first, in the order of the items.

    Examples
    --------
    >>> on_all_cores(len, ["a", "bcd"])
    [1, 3]
    """
    listed = list(items)
    if len(listed) <= 1:
        return [work(item) for item in listed]
    process = os.getpid()
    if process not in _pools:
        _pools[process] = ThreadPoolExecutor(n_cores(), "socialgraph")
    return list(_pools[process].map(work, listed))
