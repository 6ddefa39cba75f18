"""Who lives in the flats, what they first say, and why: the part of the town that is drawn before anybody talks.

The process, so that a fitted model can be held against it:

refusal logit = −3.1 + building effect (normal, sd 0.8) + effect of the door (sd 0.4) + 1.3 where newly fitted
+ 0.7 where isolated + 0.3 where rented. A household does not consent at first with that probability; 3 % (15 % of the
vacant and absent) are not reached at all. The effect shared by a building is what makes refusals cluster. Behind one
door in twenty three households (an enclave) refuse together and trust only each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socialgraph.arrays.types import Bools, Floats, Ints, Texts
from socialgraph.demo.layout import Layout
from socialgraph.demo.names import name_pool, phone_pool

BASE_LOGIT, BUILDING_SD, DOOR_SD = -3.1, 0.8, 0.4
NEW_FITOUT_LOGIT, ISOLATED_LOGIT, RENTED_LOGIT = 1.3, 0.7, 0.3
_ISOLATED_SHARE = 0.08
_ENCLAVE_DOORS_SHARE = 0.05
ENCLAVE_PLACES = (1, 3, 5)  # which flats of the door

_OCCUPANCIES = ("owner_occupied", "family_occupied", "rented", "vacant", "absentee")
_OCCUPANCY_SHARES = (0.70, 0.09, 0.15, 0.02, 0.04)
_OWNERSHIPS = ("private_commodity", "private_reform", "public_direct", "central")
_OWNERSHIP_SHARES = (0.38, 0.46, 0.08, 0.08)
_FLAGS = ("elderly", "elderly_alone", "disabled", "seriously_ill", "exam_candidate", "infant")
_REFUSALS = ("refused", "hesitant", "conditional", "no_objection", "declined_contact", "respected_refusal")
_REFUSAL_SHARES = (0.40, 0.25, 0.22, 0.04, 0.05, 0.04)
_CONCERNS = (
    "new_fitout",
    "restoration_quality",
    "tenant_disruption",
    "elderly_or_ill",
    "noise_dust_water",
    "cost",
    "compensation",
    "no_need",
    "design",
    "quality_distrust",
    "official_distrust",
    "neighbour_conflict",
    "absentee",
)


@dataclass(frozen=True)
class Residents:
    """One household a flat; arrays are indexed by the flat's number, days count back from today."""

    owner: Texts
    lessee: Texts
    tenant: Texts
    resident: Texts  # who lives there and has ties: the tenant, or the owner or lessee
    phone: Texts
    ownership: Texts
    occupancy: Texts
    renovation: Texts
    flags: Texts
    isolated: Bools
    enclave: Bools
    rented: Bools
    p_refuse: Floats
    first_word: Texts  # signed, verbal, a refusal's word, unreached
    concern: Texts
    surveyed_days_ago: Ints
    occupant_word: Texts  # verbal, refused or empty; only where rented
    do_not_contact: Bools


def settle(layout: Layout, rng: np.random.Generator) -> Residents:
    """Draw the households of a layout."""
    n = layout.n
    names = name_pool()
    first, second = names[rng.integers(names.size, size=n)], names[rng.integers(names.size, size=n)]
    occupancy = np.array(_OCCUPANCIES, dtype=object)[rng.choice(5, size=n, p=_OCCUPANCY_SHARES)]
    occupancy[layout.is_shop] = "commercial"
    rented = occupancy == "rented"
    ownership = np.array(_OWNERSHIPS, dtype=object)[rng.choice(4, size=n, p=_OWNERSHIP_SHARES)]
    ownership[layout.is_shop | (rented & (ownership == "public_direct"))] = "private_commodity"
    public = ownership == "public_direct"
    fitted = rng.random(n) < 0.12
    isolated = rng.random(n) < _ISOLATED_SHARE
    enclave = _enclaves(layout, rng) & ~isolated
    p_refuse = _refusal_probability(layout, fitted, isolated, rented, rng)
    p_refuse[enclave] = 1.0
    flags = np.where(rng.random(n) < 0.22, np.array(_FLAGS, dtype=object)[rng.integers(len(_FLAGS), size=n)], "")
    flags[layout.is_shop] = ""
    tenant = np.where(rented, second, "")
    owner = np.where(public, "", first)
    lessee = np.where(public, first, "")
    phones = phone_pool()
    return Residents(
        owner=owner,
        lessee=lessee,
        tenant=tenant,
        resident=np.where(rented, second, first),
        phone=phones[rng.permutation(n) % phones.size],
        ownership=ownership,
        occupancy=occupancy,
        renovation=np.where(fitted, "recent", np.where(rng.random(n) < 0.6, "basic", "none")).astype(object),
        flags=flags.astype(object),
        isolated=isolated,
        enclave=enclave,
        rented=rented,
        p_refuse=p_refuse,
        first_word=_first_words(occupancy, p_refuse, rng),
        concern=_concerns(fitted, rented, flags, rng),
        surveyed_days_ago=rng.integers(60, 200, size=n),
        occupant_word=np.where(
            rented & (rng.random(n) < 0.9), np.where(rng.random(n) < 0.92, "verbal", "refused"), ""
        ).astype(object),
        do_not_contact=rng.random(n) < 0.004,
    )


def _refusal_probability(
    layout: Layout, fitted: Bools, isolated: Bools, rented: Bools, rng: np.random.Generator
) -> Floats:
    building = rng.normal(0.0, BUILDING_SD, int(layout.building_no.max()) + 1)[layout.building_no]
    door = rng.normal(0.0, DOOR_SD, int(layout.near.max()) + 1)[layout.near]
    logit = BASE_LOGIT + building + door
    logit += NEW_FITOUT_LOGIT * fitted + ISOLATED_LOGIT * isolated + RENTED_LOGIT * rented
    return np.asarray(1.0 / (1.0 + np.exp(-logit)), dtype=np.float64)


def _enclaves(layout: Layout, rng: np.random.Generator) -> Bools:
    chosen = rng.random(int(layout.near.max()) + 1) < _ENCLAVE_DOORS_SHARE
    place = np.arange(layout.n) - layout.near_start
    return np.asarray(chosen[layout.near] & np.isin(place, ENCLAVE_PLACES) & ~layout.is_shop, dtype=np.bool_)


def _first_words(occupancy: Texts, p_refuse: Floats, rng: np.random.Generator) -> Texts:
    n = occupancy.size
    yes = np.where(rng.random(n) < 0.6, "signed", "verbal")
    no = np.array(_REFUSALS, dtype=object)[rng.choice(len(_REFUSALS), size=n, p=_REFUSAL_SHARES)]
    away = (occupancy == "vacant") | (occupancy == "absentee")
    unreached = rng.random(n) < np.where(away, 0.15, 0.03)
    return np.where(unreached, "unreached", np.where(rng.random(n) < p_refuse, no, yes)).astype(object)


def _concerns(fitted: Bools, rented: Bools, flags: Texts, rng: np.random.Generator) -> Texts:
    """Each household's main concern, drawn with weights that its circumstances raise."""
    weights = np.tile(np.array([0.2, 1, 0.2, 0.3, 3, 1, 1, 1.2, 1, 1, 0.3, 0.3, 0.3]), (fitted.size, 1))
    weights[fitted, 0:2] += (8.0, 3.0)
    weights[rented, 2] += 6.0
    weights[(flags != "") & (flags != "exam_candidate"), 3] += 4.0
    threshold = rng.random(fitted.size)[:, None] * weights.sum(axis=1, keepdims=True)
    choice = (np.cumsum(weights, axis=1) < threshold).sum(axis=1)
    return np.asarray(np.array(_CONCERNS, dtype=object)[np.minimum(choice, len(_CONCERNS) - 1)])
