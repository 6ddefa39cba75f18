"""A Town as other tools know it: networkx, pandas, and a line for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from socialgraph.schema.records import DECIDERS
from socialgraph.town.snapshot import GIVERS, STACK_SOURCES

if TYPE_CHECKING:
    import networkx as nx

    from socialgraph.town.snapshot import Town


def to_networkx(town: Town) -> nx.MultiDiGraph:
    """A MultiDiGraph: a node a person (its pseudonym), an edge a row of evidence, ego → alter ("ego trusts alter").

    Nodes carry `household` (label, "" if unknown), `roles` (as on the roster) and `decider` (named in the dossier).
    Edges carry `kind`, `strength` (stated closeness, None if missing) and `observed_on` (ISO date, "" if undated).
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    people = town.tables["people"]
    roles = dict(zip(people["person"].tolist(), people["roles"].astype(str), strict=True))
    decides = np.zeros(town.n_persons, bool)
    decides[town.deciders.items] = True
    names = town.person.texts
    homes = town.household_label[town.person_household]
    for i, name in enumerate(names):
        graph.add_node(name, household=homes[i], roles=roles.get(i, ""), decider=bool(decides[i]))
    days = np.where(np.isnat(town.tie_observed_on), "", np.datetime_as_string(town.tie_observed_on, "D"))
    for ego, alter, kind, strength, day, confirmed in zip(
        town.tie_ego.tolist(),
        town.tie_alter.tolist(),
        town.tie_kind.tolist(),
        town.tie_strength.tolist(),
        days.tolist(),
        town.tie_confirmed.tolist(),
        strict=True,
    ):
        stated = None if strength < 0 else strength
        facts = {"kind": town.tie_kinds[kind], "strength": stated, "observed_on": day, "confirmed": confirmed}
        graph.add_edge(names[ego], names[alter], **facts)
    return graph


def to_pandas(town: Town) -> dict[str, pd.DataFrame]:
    """All of the Town as data frames, with labels, pseudonyms and codes in place of indices.

    `households`, `flats`, `stacks`, `flat_households`, `flat_stacks`, `persons`, `ties`, `stances`, and the small
    tables under their own names.
    """
    household, person = np.array(town.household_label.texts, object), np.array(town.person.texts, object)
    flat, stack = np.array(town.flat_label.texts, object), np.array(town.stack_key.texts, object)
    pipes = np.array(town.pipe_kinds, object)
    sources = np.array(STACK_SOURCES, object)
    frames = {
        "households": pd.DataFrame({"household": household, "stopped": town.stopped}),
        "flats": pd.DataFrame(
            {
                "flat": flat,
                "floor": town.flat_floor,
                "kind": np.array(town.flat_kinds, object)[town.flat_kind],
            }
        ),
        "stacks": pd.DataFrame(
            {
                "stack": stack,
                "pipe_kind": pipes[town.stack_pipe],
                "source": sources[town.stack_source],
                "status": np.array(town.works_statuses, object)[town.stack_status],
                "done_on": town.stack_done_on.astype("datetime64[s]"),
            }
        ),
        "flat_households": pd.DataFrame(
            {"flat": flat[town.flat_households.rows], "household": household[town.flat_households.items]}
        ),
        "flat_stacks": pd.DataFrame({"flat": flat[town.flat_stacks.rows], "stack": stack[town.flat_stacks.items]}),
        "persons": pd.DataFrame({"person": person, "household": town.household_label[town.person_household]}),
        "ties": pd.DataFrame(
            {
                "ego": person[town.tie_ego],
                "alter": person[town.tie_alter],
                "kind": np.array(town.tie_kinds, object)[town.tie_kind],
                "strength": town.tie_strength,
                "observed_on": town.tie_observed_on.astype("datetime64[s]"),
                "confirmed": town.tie_confirmed,
            }
        ),
        "stances": pd.DataFrame(
            {
                "household": household[town.word_household],
                "pipe_kind": pipes[town.word_pipe],
                "giver": np.array(GIVERS, object)[town.word_giver],
                "stance": np.array(town.stances, object)[town.word_stance],
                "reasons": np.array(town.reasons, object)[town.word_reasons],
                "date": town.word_on.astype("datetime64[s]"),
            }
        ),
    }
    texts = {"household": town.household_label, "stack": town.stack_key}
    texts |= dict.fromkeys(("person", "member", "respondent", *DECIDERS), town.person)
    for name, table in town.tables.items():
        named = {column: texts[column][table[column].to_numpy()] for column in table.columns if column in texts}
        frames[name] = table.assign(**named)
    return frames


def describe(town: Town) -> str:
    """`Town(252 households, 251 flats, …)`: what is in it, and from when to when."""
    days = np.concatenate(
        [town.word_on, town.tie_observed_on, town.tables["visits"]["date"].to_numpy().astype("datetime64[D]")]
    )
    days = days[~np.isnat(days)]
    span = f"{days.min()} to {days.max()}" if len(days) else "nothing dated"
    return (
        f"Town({town.n_households} households, {town.n_flats} flats, {town.n_stacks} stacks, "
        f"{town.n_persons} people, {town.n_ties} ties, {int(town.stopped.sum())} households with a stop, {span})"
    )
