"""People with ties and a decision each, of any source: what is known of them as features.

Three blocks: `covariates` (the columns of the table of people), `position` (where somebody stands in the network) and
`neighbours` (how many of those tied to them decided so, themselves left out).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Floats, Ints
from socialgraph.errors import InputError
from socialgraph.messages import Note, note
from socialgraph.models.learning.sample import Sample

COVARIATES, POSITION, NEIGHBOURS = "covariates", "position", "neighbours"
MOST_LEVELS = 20  # of a column of text
LEAST_LEVEL = 10  # a category of fewer people has no column of its own
_LOST_DIGITS = re.compile(r"[+-]?\d+(\.\d+)?[eE]\+?(1[5-9]|[2-9]\d|\d{3,})")


@dataclass(frozen=True)
class Population:
    """People by place: their columns as text, ties as places, decisions and, where known, when.

    Attributes
    ----------
    people : (n,) rows of text columns, without id, group, outcome and time.
    ego, alter : (t,) places of the ends of each tie, a pair and direction once; weight : (t,).
    y : (n,) 0 or 1. group : (n,) text. time : (n,) float, when they decided; NaN for who did not; None: not recorded.
    warnings : what was found wrong and put right, a sentence each.
    """

    people: pd.DataFrame
    ego: Ints
    alter: Ints
    weight: Floats
    y: Ints
    group: NDArray[np.object_]
    time: Floats | None
    warnings: tuple[Note, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.y)

    def sample(self) -> Sample:
        """All blocks; the neighbours' share supposes that everybody else's decision is known.

        Returns
        -------
        Sample
            n cases in the order of the people; `time` is all 0. NaN where nothing is known.
        """
        covariates = covariate_columns(self.people)
        position = position_columns(self)
        shares = neighbour_columns(self, np.ones(len(self), bool))
        features = pd.concat([covariates, position, shares], axis=1)
        block = {
            **dict.fromkeys(map(str, covariates), COVARIATES),
            **dict.fromkeys(map(str, position), POSITION),
            **dict.fromkeys(map(str, shares), NEIGHBOURS),
        }
        return Sample(features, block, self.y, self.group, np.zeros(len(self), np.int64))


def population(
    nodes: pd.DataFrame,
    ties: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    outcome: str,
    group: str,
    time: str | None = None,
    without: tuple[str, ...] = (),
) -> Population:
    """People of three tables of text.

    `nodes` has `id` and columns about people; `ties` has `source` and `target` (and `weight`); `outcomes` has `id` and
    the outcome. The group may stand in `nodes` or `outcomes`. People without an outcome are left out of what is
    predicted; ties to people unknown are left out; both are said.

    Parameters
    ----------
    nodes : one row a person.
    ties : a row a tie.
    outcomes : one row a person with an outcome.
    outcome : name of the outcome column.
    group : (rows,) the building or village of each row.
    time : name of the column with the day of the outcome.
    without : without the features in question.

    Returns
    -------
    Population
        People with a known decision, in the order of `nodes`; ties of a pair and direction added up, ties to others
        left out, each with a warning.

    Raises
    ------
    InputError
        If a column is not there, an id stands twice, or the outcome is not made of two values.
    """
    _check_columns(nodes, ties, outcomes, outcome=outcome, group=group, time=time)
    notes: list[Note] = []
    known = outcomes[outcomes[outcome].str.strip() != ""]
    joined = nodes.merge(known, on="id", how="inner", suffixes=("", " (outcomes)"))
    if len(joined) < len(nodes):
        notes.append(note("population.without_outcome", count=len(nodes) - len(joined)))
    y = _binary(joined[_told(outcome, nodes)], outcome)
    place = pd.Series(np.arange(len(joined)), index=joined["id"].to_numpy())
    ego, alter = (ties[end].map(place).to_numpy(float) for end in ("source", "target"))
    inside = np.isfinite(ego) & np.isfinite(alter) & (ego != alter)
    if not inside.all():
        notes.append(note("population.ties_outside", count=int((~inside).sum())))
    weight = (
        pd.to_numeric(ties["weight"], errors="coerce").fillna(1.0).to_numpy(float)
        if "weight" in ties
        else np.ones(len(ties))
    )
    pairs = pd.DataFrame({"ego": ego, "alter": alter, "weight": weight})[inside & (weight > 0)]
    pairs = pairs.groupby(["ego", "alter"], sort=True)["weight"].sum().reset_index()
    groups = joined[group].to_numpy(object)
    when = pd.to_numeric(joined[_told(time, nodes)], errors="coerce").to_numpy(float) if time else None
    leave_out = {"id", group, outcome, time, *without}
    kept = [c for c in nodes.columns if c not in leave_out]
    people, reading_notes = _readable(joined[kept])
    single = [g for g in np.unique(groups.astype(str)) if len(np.unique(y[groups.astype(str) == g])) == 1]
    if single:
        notes.append(note("population.single_class", count=len(single)))
    return Population(
        people,
        pairs["ego"].to_numpy(np.int64),
        pairs["alter"].to_numpy(np.int64),
        pairs["weight"].to_numpy(float),
        y,
        groups.astype(str).astype(object),
        None if when is None else np.where(y == 1, when, np.nan),
        (*notes, *reading_notes),
    )


def _check_columns(
    nodes: pd.DataFrame, ties: pd.DataFrame, outcomes: pd.DataFrame, *, outcome: str, group: str, time: str | None
) -> None:
    for table, name, needed in (
        (nodes, "nodes", ["id"]),
        (ties, "ties", ["source", "target"]),
        (outcomes, "outcomes", ["id", outcome, *([time] if time else [])]),
    ):
        for column in needed:
            if column not in table:
                raise InputError("population.column_missing", table=name, column=column)
    for table, name in ((nodes, "nodes"), (outcomes, "outcomes")):
        if table["id"].duplicated().any():
            raise InputError("population.id_twice", table=name)
    if group not in nodes and group not in outcomes:
        raise InputError("population.no_group", column=group)


def _told(column: str, nodes: pd.DataFrame) -> str:
    """The column of outcomes, also where the table of people has one of the same name."""
    return f"{column} (outcomes)" if column in nodes else column


_YES, _NO = {"1", "1.0", "true", "yes", "y"}, {"0", "0.0", "false", "no", "n"}


def _binary(column: pd.Series, name: str) -> Ints:
    texts = column.str.strip().str.lower()
    if not texts.isin(_YES | _NO).all():
        raise InputError("population.not_binary", column=name)
    return np.asarray(texts.isin(_YES).to_numpy(bool), np.int64)


def _readable(people: pd.DataFrame) -> tuple[pd.DataFrame, list[Note]]:
    """The columns that say something, and a sentence on those that do not."""
    notes: list[Note] = []
    kept = {}
    for name in people:
        column = people[name].astype(str).str.strip()
        lost = column.str.fullmatch(_LOST_DIGITS)
        if lost.any():
            notes.append(note("population.lost_digits", column=str(name)))
            column = column.mask(lost, "")
        if column.str.lower().isin(("", "na", "nan", "null", "none")).all() or column.nunique() < 2:
            notes.append(note("population.constant", column=str(name)))
            continue
        kept[name] = column
    return pd.DataFrame(kept, index=people.index), notes


def covariate_columns(people: pd.DataFrame) -> pd.DataFrame:
    """Numbers, and coded numbers, as numbers; of text a column for each of its frequent values.

    Parameters
    ----------
    people : (people, columns) of text.

    Returns
    -------
    DataFrame
        The same rows, all float64; NaN where nothing is known. A column that is a number in 90 % of its filled cells
        stays one (what is none becomes NaN), any other becomes a column of 0 and 1 for each of its frequent values.
    """
    made: dict[str, Floats] = {}
    for name in people:
        column = people[name].mask(people[name].str.lower().isin(("na", "nan", "null", "none")), "")
        numbers = pd.to_numeric(column, errors="coerce")
        is_number = numbers.notna().sum() >= 0.9 * max((column != "").sum(), 1)
        if is_number:
            made[str(name)] = numbers.to_numpy(float)
            continue
        counts = column[column != ""].value_counts()
        for level in sorted(counts.index[counts >= LEAST_LEVEL][:MOST_LEVELS]):
            made[f"{name}={level}"] = np.where(column == "", np.nan, (column == level).astype(float))
    return pd.DataFrame(made, index=people.index)


def position_columns(people: Population) -> pd.DataFrame:
    """Where each person stands: named by, naming, returned ties, weights, clustering, core, PageRank.

    Parameters
    ----------
    people : who they are, their ties and their decisions.

    Returns
    -------
    DataFrame
        A row a person, float64; counts and weights as log(1 + x), clustering in [0, 1], PageRank as the log of its
        ratio to the mean.
    """
    n = len(people)
    named, names = np.bincount(people.alter, minlength=n), np.bincount(people.ego, minlength=n)
    key, back = people.ego * n + people.alter, people.alter * n + people.ego
    returned = np.bincount(people.ego[np.isin(key, back)], minlength=n)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(people.ego.tolist(), people.alter.tolist(), strict=True))
    directed = nx.DiGraph()
    directed.add_nodes_from(range(n))
    directed.add_edges_from(zip(people.ego.tolist(), people.alter.tolist(), strict=True))
    clustering, core, rank = nx.clustering(graph), nx.core_number(graph), nx.pagerank(directed)
    strength = np.bincount(people.alter, people.weight, n)
    degree = np.array([graph.degree(v) for v in range(n)], float)
    beyond = np.array([np.mean([degree[u] for u in graph[v]]) if degree[v] else 0.0 for v in range(n)])
    crosses = people.group[people.ego] != people.group[people.alter]
    return pd.DataFrame(
        {
            "named_by": np.log1p(named),
            "names": np.log1p(names),
            "named_strength": np.log1p(strength),
            "returned": np.log1p(returned),
            "isolated": (degree == 0).astype(float),
            "clustering": [clustering[v] for v in range(n)],
            "core": np.log1p([core[v] for v in range(n)]),
            "pagerank": np.log(n * np.array([rank[v] for v in range(n)])),
            "neighbours_degree": np.log1p(beyond),
            "bridging": np.log1p(np.bincount(people.ego[crosses], minlength=n)),
        },
        index=people.people.index,
    )


def neighbour_columns(people: Population, revealed: NDArray[np.bool_]) -> pd.DataFrame:
    """Of those a person names, and of those who name them, the share that decided so, among the revealed others.

    Shares are drawn towards the revealed rate by one imagined neighbour, so that one neighbour is no certainty;
    NaN where no neighbour is revealed.

    :math:`(k + r) / (n + 1)` of n revealed neighbours, k of whom decided so, r the share of all revealed (1/2 where
    nobody is).

    Parameters
    ----------
    people : who they are, their ties and their decisions.
    revealed : (persons,) whose outcome is known.

    Returns
    -------
    DataFrame
        A row a person, on the index of the people: `share_of_named` and `share_of_tied`, in [0, 1]; NaN where no
        neighbour's decision is revealed.
    """
    n, rate = len(people), float(people.y[revealed].mean()) if revealed.any() else 0.5
    made = {}
    both = np.r_[people.ego, people.alter], np.r_[people.alter, people.ego]
    for name, (of, by) in {
        "share_of_named": (people.ego, people.alter),
        "share_of_tied": both,
    }.items():
        is_revealed = revealed[by]
        yes = np.bincount(of[is_revealed], people.y[by[is_revealed]], n)
        seen = np.bincount(of[is_revealed], minlength=n)
        made[name] = np.where(seen > 0, (yes + rate) / (seen + 1.0), np.nan)
    return pd.DataFrame(made, index=people.people.index)
