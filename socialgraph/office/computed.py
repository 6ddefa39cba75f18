"""What is computed after a load, for whoever looks at the graph: how strong ties are, and where households stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from socialgraph.stacks.flat_states import flat_states
from socialgraph.stacks.words import owners_words
from socialgraph.town.resolving import WITH_HOUSEHOLDS, written_as
from socialgraph.trust.evidence import trust_ties
from socialgraph.trust.network import town_evidence

if TYPE_CHECKING:
    import datetime as dt

    from socialgraph.project.settings import Project
    from socialgraph.store import Store
    from socialgraph.town.snapshot import Town


def show_computed(store: Store, project: Project, town: Town) -> None:
    """Write the strengths of ties, and the word and state of households, into the graph."""
    today = project.today()
    households, people = written_as(store.read(WITH_HOUSEHOLDS))
    ties = computed_ties(town, as_of=today)
    for end in ("ego", "alter"):
        ties = _as_written(ties, end, people)
    stand = _as_written(households_as_they_stand(town, project, today), "id", households)
    store.write_computed(ties, stand, on=today)


def _as_written(table: pd.DataFrame, column: str, written: dict[str, list[str]]) -> pd.DataFrame:
    """A row for each way in which the records write the household or the person of a column."""
    ways = table[column].map(lambda one: written.get(one, [one]))
    return table.assign(**{column: ways}).explode(column, ignore_index=True)


def computed_ties(town: Town, *, as_of: dt.date) -> pd.DataFrame:
    """Every stated pair, `ego` and `alter`, with the `strength` of its tie at a date; 0 where no request may travel."""
    closed = (town.closed.first, town.closed.second)
    ties = trust_ties(town_evidence(town, as_of=as_of), town.n_persons, as_of=as_of, closed=closed)
    stated = np.unique(_pairs(town, town.ties.ego, town.ties.alter))
    pairs, strength = _pairs(town, ties.egos, ties.alters), ties.strength
    order = np.argsort(pairs, kind="stable")
    place = np.minimum(np.searchsorted(pairs[order], stated), max(len(pairs) - 1, 0))
    found = pairs[order][place] == stated if len(pairs) else np.zeros(len(stated), bool)
    of_pair = np.where(found, strength[order][place], 0.0) if len(pairs) else np.zeros(len(stated))
    keys = np.asarray(list(town.persons.key), object)
    return pd.DataFrame(
        {"ego": keys[stated // town.n_persons], "alter": keys[stated % town.n_persons], "strength": of_pair}
    )


def _pairs(town: Town, ego: np.ndarray, alter: np.ndarray) -> np.ndarray:
    return np.asarray(ego.astype(np.int64) * town.n_persons + alter.astype(np.int64))


def households_as_they_stand(town: Town, project: Project, as_of: dt.date) -> pd.DataFrame:
    """Every household, `id`, with the owner's newest word, `stance`, and `state`, as a picture may show it."""
    states = flat_states(town, as_of=as_of, policy=project.policy).drop_duplicates("household")
    state = np.full(town.n_households, None, object)
    state[states["household"]] = states["state"]
    return pd.DataFrame({"id": list(town.households.key), "stance": owners_words(town, as_of=as_of), "state": state})
