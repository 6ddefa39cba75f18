"""The first page and the elevations of one list, from the plan that it was made of. Used by `export`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.assignment.expected_stacks import stack_chances
from socialgraph.assignment.plan import Assignment
from socialgraph.office.findings import appointments, left_alone
from socialgraph.outputs.list_pictures import ListPictures, hope
from socialgraph.schema.policy import Policy
from socialgraph.stacks.completion import diagnose
from socialgraph.stacks.flat_states import flat_states, stack_members
from socialgraph.town.views import building_labels

_STACK_COLUMNS = ["building", "door", "stack", "households", "hope"]


def list_pictures(
    plan: Assignment, rows: pd.DataFrame, names: Mapping[str, str], *, today: dt.date, policy: Policy, door: str = ""
) -> ListPictures:
    """Stacks in the order of their chance, backups, and the elevations of the buildings that the list touches.

    Parameters
    ----------
    plan : the assignment that the list was made of; its backups are named here.
    rows : the list's rows, from `build_rows`.
    door : only this door's flats are drawn, where the list is of one door.
    """
    town = plan.town
    listed = np.zeros(town.n_households, bool)
    listed[town.households.key.codes(rows["household"])] = True
    planned = (listed | appointments(plan)) & ~town.households.stopped
    alone = left_alone(plan) & ~planned
    flats = flat_states(town, as_of=today, policy=policy, planned=planned, left_alone=alone)
    flats = flats[flats["building"].isin(np.unique(town.households.building[listed]))]
    if door:
        flats = flats[flats["door"] == door]
    shown = np.zeros(town.n_households, bool)
    shown[flats["household"].to_numpy()] = True
    members = stack_members(town, as_of=today, policy=policy)
    names_of_buildings = building_labels(town)
    return ListPictures(
        stacks=_stacks(plan, planned & shown, today, policy),
        backups=_backups(plan, rows, names),
        flats=flats,
        members=members[members["flat"].isin(flats["flat"])],
        buildings={int(index): str(names_of_buildings[index]) for index in sorted(set(flats["building"]))},
    )


def _stacks(plan: Assignment, shown: NDArray[np.bool_], today: dt.date, policy: Policy) -> pd.DataFrame:
    """Every stack that waits for a household with a conversation or an appointment: these only; its chance in words."""
    town, missing = plan.town, plan.setting.missing
    chance = stack_chances(missing, plan.figures.values)
    diagnosis = diagnose(town, as_of=today, policy=policy)
    ordered_rows = []
    for stack in range(town.n_stacks):
        own = [household for household in missing[stack].tolist() if shown[household]]
        if own:
            row = diagnosis.iloc[stack]
            keys = [town.households.key[household] for household in own]
            short = str(row["stack"]).rpartition("/")[2]
            order = (-float(chance[stack]), len(own), stack)
            ordered_rows.append((order, (row["building"], row["door"], short, keys, hope(float(chance[stack])))))
    ordered_rows.sort(key=lambda one: one[0])
    return pd.DataFrame([row for _, row in ordered_rows], columns=_STACK_COLUMNS)


def _backups(plan: Assignment, rows: pd.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    """Household key → name of the backup, for the households of the list."""
    town = plan.town
    backups = {town.households.key[household]: town.persons.key[person] for household, person in plan.backup.items()}
    return {key: names.get(backups[key], "") for key in rows["household"] if key in backups}
