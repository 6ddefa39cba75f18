"""Isolation: which unresolved households nobody they trust can reach, and which bridge would help."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Bools, Floats, Ints
from socialgraph.reach.concerns import Concerns, concerns, shareable_concerns
from socialgraph.reach.surveys import NOT_ASKED, OUTCOMES, WANTS_NOBODY, survey_outcomes
from socialgraph.registry import rows
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import TrustNetwork, constants, trust_network

ENCLAVE, UNREACHED, WEAKLY_REACHED, REACHED = "enclave", "unreached", "weakly_reached", "reached"
CLASSES = (ENCLAVE, UNREACHED, WEAKLY_REACHED, REACHED)
COLUMNS = ["flat", "reach", "class", "best_bridge", "survey"]
# sums of equal ties may miss the share by a rounding
_ROUNDING = 1e-12


def classify_isolation(
    town: Town, *, as_of: dt.date, policy: Policy, network: TrustNetwork | None = None
) -> pd.DataFrame:
    """Every unresolved household with its reach and class, the reached too, in natural order of address.

    reach = 1 − Π over eligible i (1 − t_i), t_i the strength of the strongest open path to i. Class, in this order:
    `enclave` (at least 80 % of the summed strength of admissible ties leaving the household ends in households with a
    missing key; none leaving, no enclave), `unreached` (no open path), `weakly_reached` (reach < 0.3), `reached`.

    `best_bridge`, the first that holds: `none` (reached), `leave_alone` (wants nobody), `ask_survey` (nobody asked
    whom they trust), `shared_circumstance` (somebody eligible of the same
    building had the same shareable concern and now consents),
    `neutral_expert` (a recorded concern that an expert of neither side can answer: `data/bridges.csv`), else
    `open_meeting`. It looks for a common ground, never for a hold over anybody.

    `survey` is `not_asked`, `named`, `named_nobody`, `wants_nobody` or `declined`.

    Parameters
    ----------
    town : the snapshot.
    as_of : ties, words and opt-ins as they stood that day.
    policy : what counts as a missing key.
    network : the trust network of that day, where it is there already.

    Returns
    -------
    DataFrame of the columns flat, reach (in [0, 1], unrounded), class, best_bridge, survey.
    """
    network = network or trust_network(town, as_of=as_of, policy=policy)
    return isolation_of(network, np.flatnonzero(network.readiness.unresolved).astype(np.int64))


def isolation_of(network: TrustNetwork, households: Ints) -> pd.DataFrame:
    """The rows of `classify_isolation` for these households.

    Parameters
    ----------
    network : the trust network.
    unresolved : (rows,) household indices.

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
    bridge = _best_bridge(network, concerns(town, as_of=network.as_of), households, kind, survey)
    columns = (
        town.households.label[households],
        reach,
        np.array(CLASSES, object)[kind],
        bridge,
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
    network : the trust network.

    Returns
    -------
    (n,) bool
        False where no tie leaves the household.
    """
    leaving, inside = leaving_strength(network)
    return (leaving > 0) & (inside >= leaving * (constants()["enclave_share"] - _ROUNDING))


def _best_bridge(
    network: TrustNetwork, found: Concerns, households: Ints, kind: Ints, survey: NDArray[np.int8]
) -> NDArray[np.object_]:
    expert = {row["concern"] for row in rows("bridges") if row["bridge"] == "neutral_expert"}
    expert_bits = sum(1 << k for k, name in enumerate(shareable_concerns()) if name in expert)
    homes = network.town.persons.household[network.eligible]
    homes = homes[homes >= 0]
    homes = homes[network.readiness.consents[homes]]
    buildings = network.town.households.building
    lived = np.zeros(int(buildings.max(initial=0)) + 1, np.int64)
    np.bitwise_or.at(lived, buildings[homes], found.shareable[homes])
    concern = found.shareable[households]
    return np.select(
        [
            kind == CLASSES.index(REACHED),
            survey == OUTCOMES.index(WANTS_NOBODY),
            survey == OUTCOMES.index(NOT_ASKED),
            (concern & lived[buildings[households]]) > 0,
            (concern & expert_bits) > 0,
        ],
        np.array(["none", "leave_alone", "ask_survey", "shared_circumstance", "neutral_expert"], object),
        default="open_meeting",
    ).astype(object)
