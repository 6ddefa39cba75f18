"""Past conversations as cases: the parts of the score as known before, the ties between the two, what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Floats, Ints
from socialgraph.models.completion.history import History
from socialgraph.reach.concerns import concerns
from socialgraph.reach.scoring import GOOD_RESULTS, NO_CONTACT, Candidates, Scorer
from socialgraph.schema.policy import Policy
from socialgraph.trust.evidence import Evidence, registered_kinds, row_strength
from socialgraph.trust.network import trust_network
from socialgraph.trust.open_paths import OpenPaths

PARTS = ("trust", "second_path", "experience", "success", "stance")


@dataclass(frozen=True)
class Talks:
    """Conversations of known people with households, in order of date.

    Attributes
    ----------
    parts : (n,) columns of PARTS, as the score of that day had them.
    evidence : (n, kinds) closeness × decay of the strongest direct tie of each kind from the household to the visitor;
        all 0 where there is none.
    good : (n,) 1 where it ended agreed or softened.
    building, household : (n,) labels. on : (n,) days.
    """

    parts: pd.DataFrame
    evidence: Floats
    good: Ints
    building: Ints
    household: Ints
    on: np.ndarray

    def __len__(self) -> int:
        return len(self.good)


def talks(history: History, *, until: dt.date, policy: Policy) -> Talks:
    """All dated conversations until a day, visits that met nobody left out.

    The network is that of the first day of the visit's month, from what was known then: nothing of the conversation
    itself, and nothing later, is in its parts. Load is not known of the past and is left out.

    Parameters
    ----------
    history : everything on record, with the days on which it was known.
    until : the last day that counts.
    policy : who carries requests; the weights of the score are the assumed ones whatever it says.

    Returns
    -------
    Talks
        n rows by date, household and person; of length 0 where no conversation is dated.
    """
    policy = policy.assumed()  # the weights are fitted around the defaults, whatever is used now
    town = history.known_on(until)
    visits, visitors = town.tables["visits"], town.tables["visitors"]
    rows = visitors.merge(visits, on="visit")
    result = rows["result"].astype(str)
    rows = rows[rows["date"].notna() & ~result.isin(("", NO_CONTACT))].sort_values(["date", "household", "person"])
    months = rows["date"].to_numpy("datetime64[M]")
    parts, evidence = [], []
    for month in np.unique(months):
        of_month = rows[months == month]
        talks_of_month = _of_month(history, town.households.key.texts, town.persons.key.texts, of_month, month, policy)
        parts.append(talks_of_month[0])
        evidence.append(talks_of_month[1])
    n_kinds = len(registered_kinds().names)
    household = rows["household"].to_numpy(np.int64)
    return Talks(
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(PARTS), dtype=float),
        np.concatenate(evidence) if evidence else np.zeros((0, n_kinds)),
        np.asarray(rows["result"].astype(str).isin(GOOD_RESULTS).to_numpy(bool), np.int64),
        town.households.building[household].astype(np.int64),
        household,
        rows["date"].to_numpy("datetime64[D]"),
    )


def _of_month(
    history: History, homes: list[str], people: list[str], rows: pd.DataFrame, month: np.datetime64, policy: Policy
) -> tuple[pd.DataFrame, Floats]:
    """Parts and evidence of the conversations of a month; who was not known before it has neither."""
    day: dt.date = month.astype("datetime64[D]").astype(object)
    town = history.known_on(day)
    network = trust_network(town, as_of=day, policy=policy)
    household = town.households.key.codes(np.array(homes, object)[rows["household"]]).astype(np.int64)
    person = town.persons.key.codes(np.array(people, object)[rows["person"]]).astype(np.int64)
    known = (household >= 0) & (person >= 0)
    is_visitor = np.zeros(town.n_persons, bool)
    is_visitor[person[known]] = True
    # whoever came may be asked about, whether or not their own household still lacked a key
    may_carry = network.may_carry | is_visitor
    paths = OpenPaths(network.ties, town.persons.household, town.n_households, may_carry, is_visitor)
    routes = paths.between(household[known], person[known])
    scorer = Scorer(network, concerns(town, as_of=day))
    pairs = Candidates(household[known], person[known], routes.first)
    values = np.zeros((len(rows), len(PARTS)))
    values[:, 0] = scorer.trust(np.zeros(len(rows)))
    values[known] = np.column_stack(
        [
            scorer.trust(routes.first),
            scorer.second_path_weight * routes.second,
            scorer.experience(pairs),
            scorer.success[person[known]],
            scorer.stance[household[known]],
        ]
    )
    kinds = registered_kinds()
    direct = np.zeros((len(rows), len(kinds.names)))
    evidence = Evidence.join(*network.evidence)
    strength = row_strength(evidence, day, kinds)
    carries = strength > 0
    value = strength[carries] / kinds.weight[evidence.kind[carries]]
    ego_home = town.persons.household[evidence.ego[carries]].astype(np.int64)
    key = ego_home * max(town.n_persons, 1) + evidence.alter[carries]
    wanted = household * max(town.n_persons, 1) + person
    unique, place = np.unique(wanted, return_inverse=True)
    at = np.minimum(np.searchsorted(unique, key), len(unique) - 1)
    hit = (unique[at] == key) & (ego_home >= 0)
    table = np.zeros((len(unique), len(kinds.names)))
    np.maximum.at(table, (at[hit], evidence.kind[carries][hit]), value[hit])
    direct[known] = table[place][known]
    return pd.DataFrame(values, columns=list(PARTS)), direct
