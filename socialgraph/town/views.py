"""A Town as pandas knows it; `trust.graph` shows it to networkx."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.schema.constants import STACK_SOURCES
from socialgraph.schema.records import DECIDERS
from socialgraph.schema.tables import GIVERS
from socialgraph.town.snapshot import Town


def to_pandas(town: Town) -> dict[str, pd.DataFrame]:
    """All of the Town as data frames, with labels, pseudonyms and codes in place of indices.

    `households`, `flats`, `stacks`, `flat_households`, `flat_stacks`, `persons`, `ties`, `stances`, and the small
    tables under their own names. Results join on the same keys: `household` is `flat` of `isolated`, `suggest`,
    `assign`, `plan`, `person` is `intermediary`, and `building`, `stack`, `pipe_kind` are those of `diagnose`.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    dict of str to DataFrame
        Name of a group or table → frame, a row an element, in the order of the arrays. "" where a text is not known,
        NaT where a date is not; an empty frame keeps its columns.
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
                "stack_key": stack,
                "building": building_labels(town)[town.stacks.building],
                "stack": np.array(town.stacks.code.texts, object),
                "pipe_kind": pipes[town.stacks.pipe],
                "source": sources[town.stacks.source],
                "status": np.array(town.codes.works_statuses, object)[town.stacks.status],
                "done_on": town.stacks.done_on.astype("datetime64[s]"),
            }
        ),
        "flat_households": pd.DataFrame(
            {"flat": flat[town.flats.households.rows], "household": household[town.flats.households.items]}
        ),
        "flat_stacks": pd.DataFrame(
            {"flat": flat[town.flats.stacks.rows], "stack_key": stack[town.flats.stacks.items]}
        ),
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


def building_labels(town: Town) -> NDArray[np.object_]:
    """(buildings,) what people read: `5`; `新风里 5` where more than one compound is loaded.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    (buildings,) object
        One text a building, in the order of `town.buildings`.
    """
    parts = [key.partition(":") for key in town.buildings.key]
    several = len(town.compounds) > 1
    return np.array([f"{c} {b}" if several and c else b for c, _, b in parts], object)
