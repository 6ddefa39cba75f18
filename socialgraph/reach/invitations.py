"""Who of the roster may be invited to help: they are asked, and may decline without a reason and unreported."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.dates import known_by
from socialgraph.reach.contacts import ContactBudget
from socialgraph.reach.surveys import OUTCOMES, WANTS_NOBODY, survey_outcomes
from socialgraph.trust.eligibility import first_day_of_offers
from socialgraph.trust.network import TrustNetwork

INVITE = "invite"  # role of an invitation among the rows of exported lists


def may_be_invited(network: TrustNetwork, budget: ContactBudget) -> NDArray[np.bool_]:
    """(persons,) people of the roster whom the secretary may ask to help now.

    Not eligible today; own household without missing key, stop or hold, not one that wants to hear nobody, and with
    contact budget left (an invitation is a contact); the newest word on helping is not a no; not invited within the
    days that an offer to help lasts.

    Parameters
    ----------
    network : who trusts whom on the day that counts.
    budget : which households may be contacted again, and when.

    Returns
    -------
    (persons,) bool
        In the order of the town. False for whoever is not on the roster, is eligible already, said no with their
        newest word, or was invited within the days for which an offer to help lasts (`opt_in_days`).
    """
    town = network.town
    home = town.persons.household
    barred = network.readiness.stopped | budget.used_up | (survey_outcomes(town) == OUTCOMES.index(WANTS_NOBODY))
    at_home = (home < 0) | ~barred[home]
    open_to_it = network.may_carry & at_home & ~_said_no(network) & ~_invited(network)
    return np.asarray(network.on_roster & ~network.eligible & open_to_it, np.bool_)


def _said_no(network: TrustNetwork) -> NDArray[np.bool_]:
    """(persons,) the newest word on helping known at the date is a no; on one day a no outweighs a yes."""
    people = network.town.tables["people"]
    said_on = people["willing_on"].to_numpy("datetime64[D]")
    willing, person = people["willing"].to_numpy(), people["person"].to_numpy(np.int64)
    is_known = (willing >= 0) & known_by(said_on, network.as_of)
    age = np.where(np.isnat(said_on), -(2**62), said_on.astype(np.int64))
    newest = np.full(network.town.n_persons, -(2**63))
    np.maximum.at(newest, person[is_known], age[is_known])
    declined = np.zeros(network.town.n_persons, np.bool_)
    declined[person[is_known & (willing == 0) & (age == newest[person])]] = True
    return declined


def _invited(network: TrustNetwork) -> NDArray[np.bool_]:
    """(persons,) invited so lately that they are not asked again."""
    lists = network.town.tables["assignments"]
    lately = lists["exported_on"].to_numpy("datetime64[D]") >= first_day_of_offers(network.as_of)
    lately &= (lists["role"].astype(str) == INVITE).to_numpy()
    invited = np.zeros(network.town.n_persons, np.bool_)
    person = lists["person"].to_numpy(np.int64)[lately]
    invited[person[person >= 0]] = True
    return invited
