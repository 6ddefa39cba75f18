"""Isolation: which unresolved households nobody they trust can reach."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Bools, Floats, Ints
from socialgraph.reach.surveys import OUTCOMES, survey_outcomes
from socialgraph.schema.policy import Policy
from socialgraph.stacks.waiting import fewest_waiting
from socialgraph.town.snapshot import Town
from socialgraph.trust.constants import constants
from socialgraph.trust.network import TrustNetwork, trust_network

ENCLAVE, UNREACHED, WEAKLY_REACHED, REACHED = "enclave", "unreached", "weakly_reached", "reached"
CLASSES = (ENCLAVE, UNREACHED, WEAKLY_REACHED, REACHED)
COLUMNS = ["flat", "reach", "class", "survey"]
# sums of equal ties may miss the share by a rounding
_ROUNDING = 1e-12


def classify_isolation(
    town: Town, *, as_of: dt.date, policy: Policy, network: TrustNetwork | None = None
) -> pd.DataFrame:
    """Every unresolved household with its reach and class, the reached too.

    reach = 1 − Π over eligible i (1 − t_i), t_i the strength of the strongest open path to i. Class, in this order:
    `enclave` (at least 80 % of the summed strength of admissible ties leaving the household ends in households with a
    missing key; none leaving, no enclave), `unreached` (no open path), `weakly_reached` (reach < 0.3), `reached`.

    Stacks that wait for the fewest households come first, then natural order of address; never reach. What comes next
    for each, `socialgraph.assign` decides: `assignment.step_of(table["flat"])`.

    `survey` is `not_asked`, `named`, `named_nobody`, `wants_nobody` or `declined`.

    Parameters
    ----------
    town : the snapshot.
    as_of : ties, words and opt-ins as they stood that day.
    policy : what counts as a missing key.
    network : the trust network of that day, where it is there already.

    Returns
    -------
    DataFrame
        `flat`, `reach` (a probability in [0, 1], unrounded; 0 without a path), `class`, `survey`; a row a household,
        those first for whom the stack waits that waits for the fewest. Empty where every household is resolved.

    References
    ----------
    Pearl (1988), Probabilistic Reasoning in Intelligent Systems, section 4.3.2: reach is a noisy or of the paths.
    """
    network = network or trust_network(town, as_of=as_of, policy=policy)
    homes = np.flatnonzero(network.readiness.unresolved).astype(np.int64)
    _, fewest = fewest_waiting(
        network.readiness.missing_of_stacks(town.n_stacks), network.readiness.stack_in_scope, town.n_households
    )
    return isolation_of(network, homes[np.lexsort((homes, fewest[homes]))])


def isolation_of(network: TrustNetwork, households: Ints) -> pd.DataFrame:
    """The rows of `classify_isolation` for these households.

    Parameters
    ----------
    network : the trust network.
    households : (rows,) household indices.

    Returns
    -------
    DataFrame
        One row a household, in the order given.
    """
    town = network.town
    reach, n_reached = network.paths.reach_of(households)
    kind = np.select(
        [is_enclave(network)[households], n_reached == 0, reach < constants()["weak_reach"]],
        [0, 1, 2],
        default=3,
    )
    survey = survey_outcomes(town)[households]
    columns = (
        town.households.label[households],
        reach,
        np.array(CLASSES, object)[kind],
        np.array(OUTCOMES, object)[survey],
    )
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def leaving_strength(network: TrustNetwork) -> tuple[Floats, Floats]:
    """(households,) summed strength of ties leaving each household, and of those to households with a missing key.

    Parameters
    ----------
    network : the trust network.

    Returns
    -------
    (n,) and (n,) float64
        Summed strength of a household's ties to others, and of those that end in households with a missing key.
    """
    home, ties, n = network.town.persons.household, network.ties, network.town.n_households
    ego_home = np.repeat(home, np.diff(ties.offsets))
    alter_home = home[ties.alters]
    leaves = (ego_home >= 0) & (ego_home != alter_home)
    inside = leaves & ~network.may_carry[ties.alters]
    return (
        np.bincount(ego_home[leaves], ties.strength[leaves], n).astype(np.float64),
        np.bincount(ego_home[inside], ties.strength[inside], n).astype(np.float64),
    )


def is_enclave(network: TrustNetwork) -> Bools:
    """(households,) whether nearly all their trust stays among households with a missing key.

    Parameters
    ----------
    network : ties, and who may carry a request.

    Returns
    -------
    (n,) bool
        False where no tie leaves the household.
    """
    leaving, inside = leaving_strength(network)
    return (leaving > 0) & (inside >= leaving * (constants()["enclave_share"] - _ROUNDING))
