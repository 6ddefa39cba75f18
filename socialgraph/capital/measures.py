"""Social capital of groups of households, from arrays; `capital` takes them from a Town and makes the table.

Ties between people of one household are not counted: they say nothing of the neighbourhood.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from socialgraph.arrays.csr import offsets_of_kept
from socialgraph.arrays.types import Bools, Floats, Ints, Nodes
from socialgraph.capital.brokerage import ROLES, brokerage
from socialgraph.capital.key_players import KEY_PLAYERS, best_reach
from socialgraph.capital.structural_holes import holes_of, mutual


@dataclass(frozen=True)
class Neighbours:
    """People and admissible ties, with where everybody lives; -1 stands for "not known".

    Attributes
    ----------
    n_groups : buildings or compounds. home_group : (households,) group of each household.
    home, door, floor : (people,) household, door and floor of each person. is_linking : (people,) party member or
    captain. is_willing : (people,) may be asked to talk with neighbours.
    ego, alter : (ties,) "ego trusts alter". strength : (ties,) in (0, 1].
    """

    n_groups: int
    home_group: Ints
    home: Ints
    door: Ints
    floor: Ints
    is_linking: Bools
    is_willing: Bools
    ego: Ints
    alter: Ints
    strength: Floats

    @cached_property
    def group(self) -> Ints:
        """(people,) the group each person lives in."""
        return np.where(self.home >= 0, self.home_group[self.home], -1) if len(self.home_group) else self.home

    @cached_property
    def n_households(self) -> Ints:
        """(groups,) households of each."""
        return np.bincount(self.home_group[self.home_group >= 0], minlength=self.n_groups)

    @cached_property
    def between_households(self) -> tuple[Ints, Ints, Floats]:
        """The ties whose ego lives somewhere, to people of another household."""
        keep = (self.home[self.ego] >= 0) & (self.home[self.ego] != self.home[self.alter])
        return self.ego[keep], self.alter[keep], self.strength[keep]

    @cached_property
    def contacts(self) -> tuple[Ints, Nodes, Floats]:
        """CSR of those ties, undirected: starts, contacts, z_ij + z_ji; see `structural_holes.mutual`."""
        return mutual(len(self.home), *self.between_households)

    @cached_property
    def contacts_inside(self) -> tuple[Ints, Nodes]:
        """CSR of the undirected ties between people of one group and different households: starts, contacts."""
        starts, contacts, _ = self.contacts
        inside = np.repeat(self.group, np.diff(starts)) == self.group[contacts]
        return offsets_of_kept(starts, inside), contacts[inside]


def _share(part: Ints | Floats, whole: Ints | Floats) -> Floats:
    """part ÷ whole, NaN where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def household_ties(town: Neighbours) -> dict[str, Ints]:
    """Per household: ties to people behind the same door, to people elsewhere, and whether one is to the layer.

    Parameters
    ----------
    town : people, ties and groups.

    Returns
    -------
    dict of (households,) arrays
        bonding, bridging, linking of each household; 0 without ties.
    """
    ego, alter, _ = town.between_households
    n, home = len(town.home_group), town.home[ego]
    same_door = (town.door[ego] == town.door[alter]) & (town.home[alter] >= 0)
    return {
        "bonding": np.bincount(home[same_door], minlength=n),
        "bridging": np.bincount(home[~same_door], minlength=n),
        "linking": (np.bincount(home[town.is_linking[alter]], minlength=n) > 0).astype(np.int64),
    }


def tie_measures(town: Neighbours) -> dict[str, Floats]:
    """bonding and bridging (ties a household), linking (share of households), and the shapes of ties in a group.

    reciprocity: share of ties inside the group that are returned. cross_door_share, cross_floor_share: of ties inside,
    those to another door or floor (both floors known). clustering: transitivity of the group's undirected network.

    Parameters
    ----------
    town : as in `household_ties`, with floors where they are known.

    Returns
    -------
    dict of (groups,) float64
        NaN where a group has no ties to count.
    """
    ego, alter, _ = town.between_households
    group, n = town.group, town.n_groups
    members, households = town.home_group, town.n_households
    measures = {
        name: _share(np.bincount(members[members >= 0], values[members >= 0], minlength=n), households)
        for name, values in household_ties(town).items()
    }
    inside = group[ego] == group[alter]
    ego, alter = ego[inside], alter[inside]
    at = group[ego]

    def of_ties(is_such: Bools, among: Bools | None = None) -> Floats:
        among = np.ones(len(at), bool) if among is None else among
        return _share(np.bincount(at[is_such & among], minlength=n), np.bincount(at[among], minlength=n))

    has_floors = (town.floor[ego] >= 0) & (town.floor[alter] >= 0)
    measures["reciprocity"] = _share(_returned(ego, alter, group, n), np.bincount(at, minlength=n))
    measures["cross_door_share"] = of_ties(town.door[ego] != town.door[alter])
    measures["cross_floor_share"] = of_ties(town.floor[ego] != town.floor[alter], has_floors)
    return measures


def _returned(ego: Ints, alter: Ints, group: Ints, n_groups: int) -> Ints:
    """(groups,) how many of these ties inside groups are returned; both sides sorted, as neighbours in memory."""
    there = np.sort(ego * len(group) + alter, kind="stable")
    back = np.sort(alter * len(group) + ego)
    if len(there) == 0:
        return np.zeros(n_groups, np.int64)
    is_returned = there[np.minimum(np.searchsorted(there, back), len(there) - 1)] == back
    return np.bincount(group[back[is_returned] // len(group)], minlength=n_groups)


def person_measures(town: Neighbours) -> dict[str, Floats]:
    """Burt's measures averaged over the group's people for whom they are defined, and brokerage counts by door.

    Parameters
    ----------
    town : ties between households, groups and doors.

    Returns
    -------
    dict of (groups,) float64
        NaN where nobody of a group has a defined value.
    """
    ego, alter, _ = town.between_households
    group, n = town.group, town.n_groups
    holes = holes_of(*town.contacts)
    measures = {}
    for name in ("constraint", "effective_size", "efficiency", "hierarchy"):
        values = getattr(holes, name)
        counts = (group >= 0) & ~np.isnan(values)
        total = np.bincount(group[counts], values[counts], minlength=n)
        measures[name] = _share(total, np.bincount(group[counts], minlength=n))
    roles = brokerage(len(group), ego, alter, town.door)
    lives = group >= 0
    for role in ROLES:
        measures[role] = np.bincount(group[lives], roles[role].to_numpy()[lives], minlength=n).astype(np.float64)
    return measures


def resilience(town: Neighbours) -> dict[str, Floats]:
    """How the undirected network inside each group hangs together, as one figure a group, never as persons.

    fragmentation F = 1 − Σ s (s − 1) ÷ (n (n − 1)), s the sizes of its components (Borgatti 2006, eq. 4);
    needed_share: people whose leaving separates others; loss_if_one_leaves: the largest rise of F, over who leaves,
    among those who stay; clustering: transitivity. NaN with fewer than two people (loss: three).

    Parameters
    ----------
    town : undirected ties inside groups are looked at.

    Returns
    -------
    dict of (groups,) float64
        clustering, fragmentation, needed_share, loss_if_one_leaves.

    References
    ----------
    Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34, eq. 4 (fragmentation).
    Hopcroft & Tarjan (1973), Commun. ACM 16(6), 372-378: who separates others.
    """
    from socialgraph.kernels.jit import in_blocks
    from socialgraph.kernels.resilience import closed_pairs, split_by_leaving

    starts, contacts = town.contacts_inside
    group, n = town.group, town.n_groups
    lives = group >= 0
    people = np.bincount(group[lives], minlength=n).astype(np.float64)
    steps = len(contacts) + len(group)
    component, pairs, parts = split_by_leaving.for_steps(steps)(starts, contacts)
    size = np.bincount(component, minlength=len(group))[component].astype(np.float64)
    connected = np.bincount(group[lives], size[lives] - 1, minlength=n)  # Σ s (s − 1), person by person
    fragmentation = 1 - _share(connected, people * (people - 1))
    left = connected[group] - size * (size - 1) + pairs
    after = 1 - _share(left, (people[group] - 1) * (people[group] - 2))
    loss = np.full(n, -np.inf)
    np.maximum.at(loss, group[lives], np.nan_to_num(after - fragmentation[group], nan=-np.inf)[lives])
    degree = np.diff(starts).astype(np.float64)
    parts_closed = in_blocks(closed_pairs, int(degree[contacts].sum()), (np.arange(len(group)),), (starts, contacts))
    closed = np.concatenate([np.zeros(0), *parts_closed])
    return {
        "clustering": _share(
            np.bincount(group[lives], closed[lives], minlength=n),
            np.bincount(group[lives], (degree * (degree - 1))[lives], minlength=n),
        ),
        "fragmentation": fragmentation,
        "needed_share": _share(np.bincount(group[lives & (parts > 1)], minlength=n), people),
        "loss_if_one_leaves": np.where(np.isfinite(loss), np.maximum(loss, 0.0), np.nan),
    }


def key_reach(town: Neighbours) -> Floats:
    """(groups,) KPP-Pos: how near the group's people are to the best few of its willing people; 0 without any.

    Parameters
    ----------
    town : whose willing people are the possible sources.

    Returns
    -------
    (groups,) float64
        In [0, 1], NaN for a group without people.

    References
    ----------
    Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34, eq. 14.
    """
    from socialgraph.kernels.resilience import nearness_from

    starts, contacts = town.contacts_inside
    group = town.group
    order = np.argsort(group, kind="stable")
    people = np.bincount(group[group >= 0], minlength=town.n_groups)
    ends = np.cumsum(people)
    place = np.empty(len(group), np.int64)
    place[order] = np.arange(len(group)) - (group < 0).sum()
    place -= np.where(group >= 0, (ends - people)[group], 0)
    willing = np.flatnonzero(town.is_willing & (group >= 0))
    willing = willing[np.argsort(group[willing], kind="stable")]
    offsets = np.concatenate([[0], np.cumsum(people[group[willing]])])
    steps = int(len(willing) * (1 + len(contacts) / max(len(group), 1)) * people.max(initial=0))
    near = nearness_from.for_steps(steps)(starts, contacts, willing, offsets, place)
    reach = np.where(people > 0, 0.0, np.nan)
    first = np.concatenate([[0], np.cumsum(np.bincount(group[willing], minlength=town.n_groups))])
    for g in np.flatnonzero(np.diff(first)):
        rows = near[offsets[first[g]] : offsets[first[g + 1]]].reshape(-1, people[g])
        reach[g] = best_reach(rows, KEY_PLAYERS)
    return reach
