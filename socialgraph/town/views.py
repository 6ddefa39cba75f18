"""A Town as other tools know it: networkx and pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from socialgraph.schema.constants import STACK_SOURCES
from socialgraph.schema.records import DECIDERS
from socialgraph.schema.tables import GIVERS
from socialgraph.town.snapshot import Town

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(town: Town) -> nx.MultiDiGraph:
    """A MultiDiGraph: a node a person (its pseudonym), an edge a row of evidence, ego → alter ("ego trusts alter").

    Nodes carry `household` (label, "" if unknown), `roles` (as on the roster) and `decider` (named in the dossier).
    Edges carry `kind`, `strength` (stated closeness, None if missing) and `observed_on` (ISO date, "" if undated).

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    networkx.MultiDiGraph
        n_persons nodes and n_ties edges.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    people = town.tables["people"]
    roles = dict(zip(people["person"].tolist(), people["roles"].astype(str), strict=True))
    decides = np.zeros(town.n_persons, bool)
    decides[town.households.deciders.items] = True
    names = town.persons.key.texts
    homes = town.households.label[town.persons.household]
    for i, name in enumerate(names):
        graph.add_node(name, household=homes[i], roles=roles.get(i, ""), decider=bool(decides[i]))
    days = np.where(np.isnat(town.ties.observed_on), "", np.datetime_as_string(town.ties.observed_on, "D"))
    for ego, alter, kind, strength, day, confirmed in zip(
        town.ties.ego.tolist(),
        town.ties.alter.tolist(),
        town.ties.kind.tolist(),
        town.ties.strength.tolist(),
        days.tolist(),
        town.ties.confirmed.tolist(),
        strict=True,
    ):
        stated = None if strength < 0 else strength
        facts = {"kind": town.codes.tie_kinds[kind], "strength": stated, "observed_on": day, "confirmed": confirmed}
        graph.add_edge(names[ego], names[alter], **facts)
    return graph


def to_pandas(town: Town) -> dict[str, pd.DataFrame]:
    """All of the Town as data frames, with labels, pseudonyms and codes in place of indices.

    `households`, `flats`, `stacks`, `flat_households`, `flat_stacks`, `persons`, `ties`, `stances`, and the small
    tables under their own names.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    dict of DataFrame
    """
    household, person = np.array(town.households.label.texts, object), np.array(town.persons.key.texts, object)
    flat, stack = np.array(town.flats.label.texts, object), np.array(town.stacks.key.texts, object)
    pipes = np.array(town.codes.pipe_kinds, object)
    sources = np.array(STACK_SOURCES, object)
    frames = {
        "households": pd.DataFrame({"household": household, "stopped": town.households.stopped}),
        "flats": pd.DataFrame(
            {
                "flat": flat,
                "floor": town.flats.floor,
                "kind": np.array(town.codes.flat_kinds, object)[town.flats.kind],
            }
        ),
        "stacks": pd.DataFrame(
            {
                "stack": stack,
                "pipe_kind": pipes[town.stacks.pipe],
                "source": sources[town.stacks.source],
                "status": np.array(town.codes.works_statuses, object)[town.stacks.status],
                "done_on": town.stacks.done_on.astype("datetime64[s]"),
            }
        ),
        "flat_households": pd.DataFrame(
            {"flat": flat[town.flats.households.rows], "household": household[town.flats.households.items]}
        ),
        "flat_stacks": pd.DataFrame({"flat": flat[town.flats.stacks.rows], "stack": stack[town.flats.stacks.items]}),
        "persons": pd.DataFrame({"person": person, "household": town.households.label[town.persons.household]}),
        "ties": pd.DataFrame(
            {
                "ego": person[town.ties.ego],
                "alter": person[town.ties.alter],
                "kind": np.array(town.codes.tie_kinds, object)[town.ties.kind],
                "strength": town.ties.strength,
                "observed_on": town.ties.observed_on.astype("datetime64[s]"),
                "confirmed": town.ties.confirmed,
            }
        ),
        "stances": pd.DataFrame(
            {
                "household": household[town.stances.household],
                "pipe_kind": pipes[town.stances.pipe],
                "giver": np.array(GIVERS, object)[town.stances.giver],
                "stance": np.array(town.codes.stances, object)[town.stances.stance],
                "reasons": np.array(town.codes.reasons, object)[town.stances.reasons],
                "date": town.stances.on.astype("datetime64[s]"),
            }
        ),
    }
    texts = {"household": town.households.label, "stack": town.stacks.key}
    texts |= dict.fromkeys(("person", "member", "respondent", *DECIDERS), town.persons.key)
    for name, table in town.tables.items():
        named = {column: texts[column][table[column].to_numpy()] for column in table.columns if column in texts}
        frames[name] = table.assign(**named)
    return frames
