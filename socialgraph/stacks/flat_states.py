"""Where each flat stands, as a picture may show it: six states in which nobody is branded.

Who said no and who still hesitates are one state, and whoever is to be left alone looks like somebody not yet asked.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import known_by
from socialgraph.arrays.types import Bools
from socialgraph.schema.addresses import parts_of_key
from socialgraph.schema.policy import Policy
from socialgraph.schema.tables import GIVERS
from socialgraph.stacks.completion import BLOCKED, STATES, stack_states
from socialgraph.stacks.readiness import Readiness, households
from socialgraph.town.snapshot import Town

FLAT_STATES = ("done", "ready", "access", "condition", "talking", "not_asked", "outside")
DONE, READY, ACCESS, CONDITION, TALKING, NOT_ASKED, OUTSIDE = range(len(FLAT_STATES))
FLAT_COLUMNS = ["building", "door", "floor", "room", "home", "flat", "household", "kind", "state", "planned"]
STACK_COLUMNS = ["building", "stack", "pipe_kind", "flat", "state"]
# words that say nothing of where a household stands
_SILENT = frozenset({"", "unreached", "declined_contact", "respected_refusal", "not_applicable"})
_CONDITIONAL = "conditional"


def flat_states(
    town: Town,
    *,
    as_of: dt.date,
    policy: Policy,
    planned: NDArray[np.bool_] | None = None,
    left_alone: NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Every flat of the register with each of its households, and how it may be drawn.

    The first state that holds: `outside` (no stack of known source, or it counts in none), `done` (the works of all
    its stacks), `not_asked` (a stop, a hold, or `left_alone`: whatever was said), `ready` (both keys), `access`
    (consent only), `condition` (the owner agrees on a condition), `talking` (another word of the owner), `not_asked`.

    Parameters
    ----------
    planned : (households,) has a conversation or an appointment in the present plan; only these are outlined. Where
        a household is drawn like "not asked" because it is to be left alone, it is never planned.
    left_alone : (households,) to be drawn like "not asked" beside those with a stop, e.g. who wants nobody.

    Returns
    -------
    DataFrame of FLAT_COLUMNS in natural order of address: `building` is an index into `town.buildings`, `floor` an
    integer (NO_FLOOR where nobody knows it), `flat` and `household` indices, `room` the room of the
        register, `home` that of the household (`302|303` merged, `501A` split).
    """
    keys = households(town, as_of=as_of, policy=policy)
    none = np.zeros(town.n_households, bool)
    silent = town.households.stopped | (none if left_alone is None else left_alone)
    flat, household = town.flats.households.rows, town.flats.households.items
    state = _states(town, keys, flat, household, silent, _tones(town, as_of))
    parts = [parts_of_key(key) for key in town.flats.key]
    shown = (none if planned is None else planned) & ~silent
    table = pd.DataFrame(
        {
            "building": town.flats.building[flat],
            "door": np.array([door for _, _, door, _ in parts], object)[flat],
            "floor": town.flats.floor[flat].astype(np.int64),
            "room": np.array([room for _, _, _, room in parts], object)[flat],
            "home": np.array([parts_of_key(key)[3] for key in town.households.key], object)[household],
            "flat": flat,
            "household": household,
            "kind": np.array(town.codes.flat_kinds, object)[town.flats.kind[flat]],
            "state": np.array(FLAT_STATES, object)[state],
            "planned": shown[household] & np.isin(state, (ACCESS, CONDITION, TALKING, NOT_ASKED)),
        }
    )
    return table[FLAT_COLUMNS]


def stack_members(town: Town, *, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """Every flat of every stack of known source with the state of that stack, as `diagnose` names it.

    Parameters
    ----------
    town, as_of, policy : as in `flat_states`.

    Returns
    -------
    DataFrame of STACK_COLUMNS; `building` and `flat` are indices as in `flat_states`. `respected_no` reads `blocked`:
    a picture names no stack in which only stopped households are left.
    """
    keys = households(town, as_of=as_of, policy=policy)
    state = np.array(STATES, object)[stack_states(town, keys, as_of=as_of, policy=policy)]
    state[state == "respected_no"] = BLOCKED
    known = keys.stack_in_scope[keys.edge_stack]
    flat, stack = keys.edge_flat[known], keys.edge_stack[known]
    columns = (
        town.stacks.building[stack],
        town.stacks.code[stack],
        np.array(town.codes.pipe_kinds, object)[town.stacks.pipe[stack]],
        flat,
        state[stack],
    )
    return pd.DataFrame(dict(zip(STACK_COLUMNS, columns, strict=True)))


def _states(
    town: Town,
    keys: Readiness,
    flat: NDArray[np.int32],
    household: NDArray[np.int32],
    silent: Bools,
    tones: NDArray[np.int8],
) -> NDArray[np.int8]:
    """(flat and household pairs,) index into FLAT_STATES."""
    judged = keys.stack_in_scope[keys.edge_stack] & keys.edge_counts
    open_edges = judged & ~keys.stack_complete[keys.edge_stack]
    has_stack = np.bincount(keys.edge_flat[judged], minlength=town.n_flats) > 0
    is_open = np.bincount(keys.edge_flat[open_edges], minlength=town.n_flats) > 0
    choices = [
        (~has_stack[flat], OUTSIDE),
        (~is_open[flat], DONE),
        (silent[household], NOT_ASKED),
        (~keys.has_missing_key[household], READY),
        (~keys.missing_consent[household], ACCESS),
    ]
    return np.select([holds for holds, _ in choices], [code for _, code in choices], tones[household]).astype(np.int8)


def _tones(town: Town, as_of: dt.date) -> NDArray[np.int8]:
    """(households,) CONDITION, TALKING or NOT_ASKED, of the owner's newest word on each pipe kind."""
    stances = town.stances
    rows = np.flatnonzero((stances.giver == GIVERS.index("owner")) & known_by(stances.on, as_of))
    household, pipe = stances.household[rows], stances.pipe[rows]
    newest = np.ones(len(rows), bool)
    newest[:-1] = (household[1:] != household[:-1]) | (pipe[1:] != pipe[:-1])
    household, stance = household[newest], stances.stance[rows[newest]]
    tones = np.full(town.n_households, NOT_ASKED, np.int8)
    speaks = np.array([word not in _SILENT for word in town.codes.stances], bool)
    agrees_if = np.array([word == _CONDITIONAL for word in town.codes.stances], bool)
    tones[household[speaks[stance]]] = TALKING
    tones[household[agrees_if[stance]]] = CONDITION
    return tones
