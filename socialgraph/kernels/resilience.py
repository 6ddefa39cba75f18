"""Loops over the undirected network inside each group: what one person's leaving splits, and distances from a few."""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Floats, Ints, Nodes
from socialgraph.kernels.jit import njit


@njit
def split_by_leaving(starts: Ints, contacts: Nodes) -> tuple[Ints, Ints, Ints]:
    """For every person: component number, Σ size (size − 1) of the parts their leaving makes, and how many parts.

    One depth-first walk with low points (Hopcroft & Tarjan 1973), without recursion. Parts are counted within the
    person's own component: 0 for a person without contacts, 1 for one who is not needed, 2 or more for one who is.

    Parameters
    ----------
    starts, contacts : an undirected network, as compressed rows.

    Returns
    -------
    component : (people,) int64
        Number of each person's component, from 0.
    pairs, parts : (people,) int64
        Σ size · (size − 1), ordered pairs of people, and the number of the parts that are left of that component
        without the person; both 0 for a person without contacts.

    References
    ----------
    Hopcroft & Tarjan (1973), Commun. ACM 16(6), 372-378.

    Examples
    --------
    In a path of three the one in the middle leaves two parts of one person, and each end a part of two:

    >>> component, pairs, parts = split_by_leaving(np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1], np.int32))
    >>> component.tolist(), pairs.tolist(), parts.tolist()
    ([0, 0, 0], [2, 0, 2], [1, 2, 1])
    """
    n = len(starts) - 1
    component = np.full(n, -1, np.int64)
    entered = np.full(n, -1, np.int64)
    low = np.zeros(n, np.int64)
    size = np.ones(n, np.int64)
    parent = np.full(n, -1, np.int64)
    following = np.zeros(n, np.int64)
    cut_off = np.zeros(n, np.int64)  # people in parts below that lose the rest when this person leaves
    pairs = np.zeros(n, np.int64)
    parts = np.zeros(n, np.int64)
    root_of = np.full(n, -1, np.int64)
    stack = np.zeros(n, np.int64)
    clock, n_components = 0, 0
    for root in range(n):
        if entered[root] >= 0:
            continue
        depth = 0
        stack[0] = root
        entered[root] = low[root] = clock
        clock += 1
        following[root] = starts[root]
        while depth >= 0:
            v = stack[depth]
            component[v] = n_components
            root_of[v] = root
            if following[v] < starts[v + 1]:
                w = contacts[following[v]]
                following[v] += 1
                if entered[w] < 0:
                    parent[w] = v
                    entered[w] = low[w] = clock
                    clock += 1
                    following[w] = starts[w]
                    depth += 1
                    stack[depth] = w
                elif w != parent[v] and entered[w] < low[v]:
                    low[v] = entered[w]
                continue
            depth -= 1
            above = parent[v]
            if above >= 0:
                size[above] += size[v]
                if low[v] < low[above]:
                    low[above] = low[v]
                if low[v] >= entered[above]:
                    cut_off[above] += size[v]
                    pairs[above] += size[v] * (size[v] - 1)
                    parts[above] += 1
        n_components += 1
    for v in range(n):
        rest = size[root_of[v]] - 1 - cut_off[v]
        if rest > 0:
            pairs[v] += rest * (rest - 1)
            parts[v] += 1
    return component, pairs, parts


@njit
def nearness_from(starts: Ints, contacts: Nodes, sources: Ints, offsets: Ints, place: Ints) -> Floats:
    """1/d from every source to the people of its group: the row of source k is at `offsets[k] : offsets[k + 1]`.

    `place` is each person's position within their group; the source itself counts 1, people out of reach 0.

    Parameters
    ----------
    starts, contacts : an undirected network, as compressed rows.
    sources : (k,) person indices.
    offsets : (k + 1,) where each source's row begins.
    place : (people,) each person's place in a row.

    Returns
    -------
    (offsets[-1],) float64
        In [0, 1].
    """
    n = len(starts) - 1
    near = np.zeros(offsets[-1])
    seen_by = np.full(n, -1, np.int64)
    distance = np.zeros(n, np.int64)
    queue = np.zeros(n, np.int64)
    for k in range(len(sources)):
        queue[0] = sources[k]
        seen_by[sources[k]] = k
        distance[sources[k]] = 0
        near[offsets[k] + place[sources[k]]] = 1.0
        head, tail = 0, 1
        while head < tail:
            v = queue[head]
            head += 1
            for m in range(starts[v], starts[v + 1]):
                w = contacts[m]
                if seen_by[w] != k:
                    seen_by[w] = k
                    distance[w] = distance[v] + 1
                    near[offsets[k] + place[w]] = 1.0 / distance[w]
                    queue[tail] = w
                    tail += 1
    return near


@njit
def closed_pairs(people: Ints, starts: Ints, contacts: Nodes) -> Floats:
    """For each of `people` the number of ordered pairs of their contacts that are contacts of each other.

    Parameters
    ----------
    people : (rows,) whose contacts.
    starts, contacts : an undirected network, as compressed rows.

    Returns
    -------
    (rows,) float64
        In ordered pairs, a whole number from 0 to k · (k − 1) for k contacts; 0 with fewer than two. Over k · (k − 1)
        it is the share of a person's contacts that know each other.

    Examples
    --------
    In a triangle with a tail the corner with the tail has three contacts, and one pair of them closed, both ways round:

    >>> starts, contacts = np.array([0, 3, 5, 7, 8]), np.array([1, 2, 3, 0, 2, 0, 1, 0], np.int32)
    >>> closed_pairs(np.array([0, 1, 3]), starts, contacts).tolist()
    [2.0, 2.0, 0.0]
    """
    closed = np.zeros(len(people))
    marked_by = np.full(len(starts) - 1, -1, np.int32)
    for at in range(len(people)):
        v = people[at]
        for k in range(starts[v], starts[v + 1]):
            marked_by[contacts[k]] = v
        for k in range(starts[v], starts[v + 1]):
            q = contacts[k]
            for m in range(starts[q], starts[q + 1]):
                if marked_by[contacts[m]] == v:
                    closed[at] += 1.0
    return closed
