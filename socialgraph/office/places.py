"""A flat, a building or a door as people type it: one reading of addresses for every command."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from socialgraph.errors import InputError
from socialgraph.loaders.values.addresses import Address, parse_address
from socialgraph.loaders.values.numbering import NumberingError, parse_building
from socialgraph.schema.addresses import SEPARATOR
from socialgraph.town.snapshot import Town

_MOST_NAMED = 3


def household_labels(town: Town, flats: Iterable[str]) -> list[str]:
    """The labels of households from addresses in any usual form.

    Parameters
    ----------
    town : the snapshot.
    flats : `5-2-301`, `5号楼2单元301`, `5#2-301`, full width digits; where there are several compounds,
        with that in front.

    Returns
    -------
    list of str
        `town.households.label` of each, in the order given.

    Raises
    ------
    InputError
        If an address is none of this town, with the nearest ones; or several households live there, with their labels.
    """
    return [town.households.label[_household(town, flat)] for flat in flats]


def _household(town: Town, written: str) -> int:
    household = town.find_household(written)
    if household >= 0:
        return household
    label = _label(town, written)
    household = town.find_household(label)
    if household >= 0:
        return household
    flat = town.flats.label.find(label)
    if flat >= 0:
        several = ", ".join(town.households.label[town.flats.households[flat]])
        raise InputError("place.several_households", flat=label, households=several)
    raise InputError("place.no_flat", flat=written, nearest=_nearest(label, town.households.label.texts))


def _label(town: Town, written: str) -> str:
    """The label that an address would have here; what cannot be read stays as it is."""
    compound, rest = _compound(town, written)
    try:
        address = parse_address(rest)
    except NumberingError:
        return written
    room = address.room.room if address.room is not None else ""
    return f"{compound} ".lstrip() + "-".join(part for part in (address.building, address.door, room) if part)


def scope_of(town: Town, written: str) -> str:
    """A building (`5`) or a door (`5-2`) of this town, from any usual form.

    Parameters
    ----------
    town : the snapshot.
    written : `5`, `2号楼`, `5-2`, `5#2`, `5号楼2单元`, full width digits, the compound in front; "" for everything.

    Returns
    -------
    str
        `5` or `5-2`, with the compound in front where there are several; "" where "" is written.

    Raises
    ------
    InputError
        If there is no such building or door, with the nearest ones.
    """
    if not written.strip():
        return ""
    compound, rest = _compound(town, written)
    building, door = _building_and_door(rest)
    scope = f"{compound} ".lstrip() + "-".join(part for part in (building, door) if part)
    known = scopes(town)
    if scope in known:
        return scope
    if compound == "" and len(town.compounds) > 1:
        known_there = [text for text in known if text.split(" ")[-1] == scope]
        if len(known_there) == 1:
            return known_there[0]
    raise InputError("place.no_scope", scope=written, nearest=_nearest(scope, known))


def is_inside(town: Town, scope: str) -> NDArray[np.bool_]:
    """Which households lie in a scope.

    Parameters
    ----------
    town : the snapshot.
    scope : as `scope_of` gives it.

    Returns
    -------
    (n,) bool
        All of them where the scope is "".
    """
    if not scope:
        return np.ones(town.n_households, np.bool_)
    labels = np.array(town.households.label.texts, object)
    return np.array([label.startswith(scope + "-") for label in labels], np.bool_)


def scopes(town: Town) -> list[str]:
    """Every building and door of a town as a scope, in natural order.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    list of str
    """
    several = len(town.compounds) > 1
    names: dict[str, None] = {}
    for key in (*town.buildings.key.texts, *town.doors.key.texts):
        compound, *parts = key.split(SEPARATOR)
        address = "-".join(part for part in parts if part)
        names[f"{compound} {address}" if several and compound else address] = None
    return list(names)


def _compound(town: Town, written: str) -> tuple[str, str]:
    """The compound in front (empty where the town has but one) and the rest."""
    text = written.strip()
    for name in sorted(filter(None, town.compounds.texts), key=len, reverse=True):
        if text.startswith(name):
            return (name if len(town.compounds) > 1 else ""), text.removeprefix(name).strip()
    return "", text


def _building_and_door(text: str) -> tuple[str, str]:
    try:
        address = parse_address(text)
    except NumberingError:
        address = Address()
    if not address.building:
        try:
            return parse_building(text), ""
        except NumberingError:
            return text, ""
    if address.room is not None and not address.door:  # `5#2`: a single figure behind the building is its door
        return address.building, address.room.room
    return address.building, address.door


def _nearest(text: str, known: Iterable[str]) -> str:
    """The most alike, joined by commas."""
    return ", ".join(match for match, *_ in process.extract(text, list(known), scorer=fuzz.ratio, limit=_MOST_NAMED))
