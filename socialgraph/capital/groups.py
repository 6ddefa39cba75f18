"""Social capital of buildings and compounds: how neighbours are tied, to whom, and how much hangs on one person.

A description of buildings, never a ranking of residents: no row and no column names anybody.
"""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.types import Floats, Ints
from socialgraph.capital.measures import (
    Neighbours,
    household_ties,
    key_reach,
    person_measures,
    resilience,
    tie_measures,
)
from socialgraph.errors import InputError
from socialgraph.schema.choices import GROUPINGS, Grouping
from socialgraph.schema.constants import LEAST_HOUSEHOLDS, NO_FLOOR
from socialgraph.schema.policy import Policy
from socialgraph.stacks.suppression import hidden_groups
from socialgraph.town.snapshot import Town
from socialgraph.town.views import building_labels
from socialgraph.trust.network import TrustNetwork, trust_network

LINKING_ROLES = frozenset({"party_member", "building_captain", "door_captain"})
MEASURES = (
    "bonding",
    "bridging",
    "linking",
    "reciprocity",
    "cross_door_share",
    "cross_floor_share",
    "clustering",
    "constraint",
    "effective_size",
    "efficiency",
    "hierarchy",
    "coordinator",
    "itinerant",
    "gatekeeper",
    "representative",
    "liaison",
    "fragmentation",
    "needed_share",
    "loss_if_one_leaves",
    "key_reach",
    "two_paths_share",
)
_UNDEFINED = {
    "reciprocity": "no ties inside",
    "cross_door_share": "no ties inside",
    "cross_floor_share": "no ties inside between known floors",
    "clustering": "nobody with two contacts inside",
    "constraint": "nobody with contacts",
    "effective_size": "nobody with contacts",
    "efficiency": "nobody with contacts",
    "hierarchy": "nobody with two contacts",
    "fragmentation": "fewer than two people",
    "needed_share": "no people on record",
    "loss_if_one_leaves": "fewer than three people",
    "key_reach": "no people on record",
}


def social_capital(
    town: Town, *, as_of: dt.date, policy: Policy, by: Grouping = "building", network: TrustNetwork | None = None
) -> pd.DataFrame:
    """One row a building or compound of the register, in natural order.

    Columns after the group's name: households (in flats of the register), people (who live in one), ties (admissible,
    from its people to those of other households);
    bonding, bridging: ties a household to people behind the same door, and to people elsewhere;
    linking: share of households with a tie to a party member or captain of another household;
    reciprocity, cross_door_share, cross_floor_share: shares of the ties inside the group that are returned, or lead to
    another door or floor; clustering: transitivity of its undirected network;
    constraint, effective_size, efficiency, hierarchy: Burt's measures (`structural_holes`), mean over its people;
    coordinator … liaison: Gould-Fernandez openings brokered by its people, doors as groups (`brokerage`);
    fragmentation, needed_share, loss_if_one_leaves: see `capital_measures.resilience`, one figure a group;
    key_reach: Borgatti's reach of the best three of its people who opted in;
    two_paths_share: share of households with two open paths to eligible intermediaries that share no tie.

    A measure that is not defined is NaN, and `undefined` says why. Groups of fewer than five households are
    suppressed, and so many others that no difference of two tables gives one (`stacks.suppression`).

    Parameters
    ----------
    town : the snapshot.
    as_of : ties and opt-ins as they stood that day.
    policy : who carries requests.
    by : "building" or "compound".
    network : the trust network of that day, where it is there already.

    Returns
    -------
    DataFrame
        One row a group; NaN and the reason where a measure is not defined.

    Raises
    ------
    InputError
        If `by` is neither building nor compound.

    References
    ----------
    Szreter & Woolcock (2004), Int. J. Epidemiol. 33(4), 650-667: bonding, bridging, linking. Burt (1992), Structural
    Holes; Gould & Fernandez (1989), Sociological Methodology 19, 89-126; Borgatti (2006), Comput. Math. Organ. Theory
    12, 21-34: the measures, see where each is computed.
    """
    _must_be_a_grouping(by)
    network = network or trust_network(town, as_of=as_of, policy=policy)
    neighbours = neighbours_of(network, by)
    # sorting and kernels leave the GIL: the ties are figured beside the rest
    with ThreadPoolExecutor(1) as beside:
        ties = beside.submit(tie_measures, neighbours)
        paths = beside.submit(two_paths, network)
        measures = {
            **person_measures(neighbours),
            **resilience(neighbours),
            "key_reach": key_reach(neighbours),
            **ties.result(),
            "two_paths_share": _share_of_households(neighbours, paths.result()),
        }
    ego, _, _ = neighbours.between_households
    group, n = neighbours.group, neighbours.n_groups
    counts = {
        "households": neighbours.n_households,
        "people": np.bincount(group[group >= 0], minlength=n),
        "ties": np.bincount(group[ego], minlength=n),
    }
    shown = {name: measures[name] for name in MEASURES}
    table = _table(_group_names(town, by), counts, shown, by, _hidden(town, neighbours, by))
    return table[_in_register(town, by)].reset_index(drop=True)


def _must_be_a_grouping(by: str) -> None:
    if by not in GROUPINGS:
        raise InputError("town.capital_by")


def capital_change(
    town: Town,
    *,
    before: dt.date,
    after: dt.date,
    policy: Policy,
    rng: np.random.Generator,
    by: Grouping = "building",
    n_permutations: int = 999,
    earlier: Town | None = None,
) -> pd.DataFrame:
    """What changed between two dates in the measures that each household has, with a permutation test.

    One row a group and measure (bonding, bridging, linking, two_paths_share): before, after, change and p_value. The
    test swaps before and after within households at random: p = (1 + permutations whose |change| is at least the one
    seen) ÷ (1 + n_permutations), two-sided; 1 where no household changed. Groups of fewer than five households are
    left out. Buildings are compared with themselves, so a p-value says nothing of what caused the change.

    Parameters
    ----------
    town : the snapshot.
    before, after : two days.
    policy : who carries requests.
    rng : of the permutations.
    by : "building" or "compound".
    n_permutations : how many are drawn.
    earlier : the town as it was on record on the day `before`; without it, `town`.

    Returns
    -------
    DataFrame
        One row a group and measure; p_value in (0, 1].

    References
    ----------
    Phipson & Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9(1), article 39: why 1 is added to both counts.
    """
    _must_be_a_grouping(by)
    values = []
    for day, on_record in ((before, earlier or town), (after, town)):
        network = trust_network(on_record, as_of=day, policy=policy)
        measures = {**household_ties(neighbours_of(network, by)), "two_paths_share": two_paths(network)}
        place = on_record.households.key.codes(np.array(town.households.key.texts, object))
        values.append({name: np.append(measure.astype(np.float64), 0.0)[place] for name, measure in measures.items()})
    neighbours = neighbours_of(network, by)
    rows = []
    for g in np.flatnonzero(_in_register(town, by) & ~_hidden(town, neighbours, by) & (neighbours.n_households > 0)):
        of_group = neighbours.home_group == g
        signs = rng.choice([-1.0, 1.0], size=(n_permutations, int(of_group.sum())))
        for name in values[0]:
            difference = values[1][name][of_group] - values[0][name][of_group]
            seen = abs(difference.mean())
            as_large = int((np.abs(signs @ difference) / len(difference) >= seen - 1e-12).sum())
            rows.append(
                {
                    by: _group_names(town, by)[g],
                    "measure": name,
                    "before": values[0][name][of_group].mean(),
                    "after": values[1][name][of_group].mean(),
                    "change": difference.mean(),
                    "p_value": (1 + as_large) / (1 + n_permutations),
                }
            )
    return pd.DataFrame(rows, columns=[by, "measure", "before", "after", "change", "p_value"])


def neighbours_of(network: TrustNetwork, by: Grouping) -> Neighbours:
    """The town's people and admissible ties, seen by building or compound.

    People are numbered by where they live: neighbours then lie side by side in memory, and no figure depends on the
    order of the pseudonyms.

    Parameters
    ----------
    network : the trust network.
    by : "building" or "compound".

    Returns
    -------
    Neighbours
        People numbered by where they live, so that neighbours lie side by side.
    """
    town = network.town
    order = np.argsort(town.persons.household, kind="stable")
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    ties = network.ties
    ego, place = Csr(ties.offsets, np.arange(len(ties.alters), dtype=np.int32)).expand(order)
    home = town.persons.household[order].astype(np.int64)
    has_flat = _has_flat(town)
    home[~np.append(has_flat, False)[home]] = -1
    lives = home >= 0
    home_group = town.households.building.astype(np.int64)
    if by == "compound":
        home_group = town.buildings.compound.astype(np.int64)[home_group]
    home_group[~has_flat] = -1
    floors = np.full(town.n_households, -1, np.int64)
    flat = np.full(town.n_households, -1, np.int64)
    flat[has_flat] = town.household_flats.items[town.household_flats.offsets[:-1][has_flat]]
    floor = town.flats.floor[flat[has_flat]].astype(np.int64)
    # floors below the ground count as floors of their own, above every real one, so that -1 stays "not known"
    floors[has_flat] = np.where(floor == NO_FLOOR, -1, np.where(floor < 0, 1000 - floor, floor))
    return Neighbours(
        n_groups=len(town.compounds) if by == "compound" else len(town.buildings.key),
        home_group=home_group,
        home=home,
        door=np.where(lives, town.households.door.astype(np.int64)[home], -1),
        floor=np.where(lives, floors[home], -1),
        is_linking=_in_layer(town)[order],
        is_willing=network.eligible[order],
        ego=ego,
        alter=number[ties.alters[place]],
        strength=ties.strength[place],
    )


def _has_flat(town: Town) -> NDArray[np.bool_]:
    """(households,) who lives in a flat of the register: an address that it lacks makes a building no larger."""
    return np.asarray(town.household_flats.counts > 0)


def two_paths(network: TrustNetwork) -> NDArray[np.bool_]:
    """(households,) whether two open paths to eligible intermediaries share no tie; exact, see `kernels.two_paths`.

    Parameters
    ----------
    network : with all its open paths.

    Returns
    -------
    (households,) bool
        In the order of the town. False where fewer than two paths lead to anybody, and where every two share a tie.
    """
    from socialgraph.kernels.jit import in_blocks
    from socialgraph.kernels.two_paths import have_two_paths

    paths = network.paths
    households = np.arange(network.town.n_households)
    arrays = (paths.homes, paths.ties, paths.targets, paths.closed)
    blocks = in_blocks(have_two_paths, paths.steps(len(households)), (households,), arrays)
    return np.concatenate([np.zeros(0, np.bool_), *blocks])


def _in_layer(town: Town) -> NDArray[np.bool_]:
    people = town.tables["people"]
    roles = people["roles"].astype(str)
    listed = {text: bool(LINKING_ROLES & set(text.split("|"))) for text in roles.unique()}
    in_layer = np.zeros(town.n_persons, np.bool_)
    in_layer[people["person"].to_numpy(np.int64)[roles.map(listed).to_numpy(bool)]] = True
    return in_layer


def _share_of_households(neighbours: Neighbours, holds: NDArray[np.bool_]) -> Floats:
    groups = neighbours.home_group[holds]
    counts = np.bincount(groups[groups >= 0], minlength=neighbours.n_groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(neighbours.n_households > 0, counts / neighbours.n_households, np.nan)


def _hidden(town: Town, neighbours: Neighbours, by: Grouping) -> NDArray[np.bool_]:
    """Groups of too few households; of buildings also those that keep such a one from being subtracted out."""
    parent = town.buildings.compound.astype(np.int64) if by == "building" else None
    return np.asarray(hidden_groups(neighbours.n_households, parent) | (neighbours.n_households == 0))


def _in_register(town: Town, by: Grouping) -> NDArray[np.bool_]:
    """Whether the register has a flat of each group: who lives elsewhere makes no building of this office."""
    of_flats = np.bincount(town.flats.building, minlength=len(town.buildings.key)) > 0
    if by == "building":
        return of_flats
    return np.isin(np.arange(len(town.compounds)), town.buildings.compound[of_flats])


def _group_names(town: Town, by: Grouping) -> NDArray[np.object_]:
    return building_labels(town) if by == "building" else np.array(list(town.compounds), object)


def _table(
    names: NDArray[np.object_],
    counts: dict[str, Ints],
    measures: dict[str, Floats],
    by: Grouping,
    hidden: NDArray[np.bool_],
) -> pd.DataFrame:
    small = counts["households"] < LEAST_HOUSEHOLDS
    shown = {name: np.where(hidden, np.nan, values) for name, values in measures.items()}
    why = []
    for g in range(len(names)):
        if small[g]:
            why.append(f"fewer than {LEAST_HOUSEHOLDS} households: suppressed")
            continue
        if hidden[g]:
            why.append("suppressed, so that a smaller group cannot be subtracted out")
            continue
        missing = [name for name in measures if np.isnan(measures[name][g])]
        why.append("; ".join(f"{name}: {_UNDEFINED.get(name, 'no households')}" for name in missing))
    people = {name: pd.array(np.where(hidden, -1, counts[name])).astype("Int64") for name in ("people", "ties")}
    for column in people.values():
        column[hidden] = pd.NA
    return pd.DataFrame({by: names, "households": counts["households"], **people, **shown, "undefined": why})
