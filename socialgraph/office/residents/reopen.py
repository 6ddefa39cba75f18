"""A household asks to be spoken to again, or another one moved in: the only ways in which a stop is lifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socialgraph.errors import InputError
from socialgraph.office.lists.handing_out import anchor_log
from socialgraph.office.session import opened_store, town_of
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.keys import Keys
from socialgraph.schema.addresses import SHORTHAND, flats_of_room, parts_of_key
from socialgraph.town.resolving import WITH_HOUSEHOLDS, written_as

if TYPE_CHECKING:
    from socialgraph.project.settings import Project
    from socialgraph.store import Store


@dataclass(frozen=True)
class Reopened:
    """What a reopening did: the household's label, how many stops it lifted, and whether a hold still stands."""

    flat: str
    lifted: int
    is_held: bool


def reopen_household(project: Project, flat: str, *, confirmed_by: str, new_household: bool = False) -> Reopened:
    """Lift the stops of a household up to today, on its own word; with `new_household` its earlier words go too.

    A hold stays: it waits for somebody to mend the cell that asks to be left alone.

    Parameters
    ----------
    flat : the household's label, as `isolated` prints it.
    confirmed_by : who heard the household say so, or saw that another one lives there; stands in the log.
    new_household : another household lives there: what the earlier one asked for and said is no longer its.

    Raises
    ------
    InputError
        If nobody confirms it, or no household has that label, or there is nothing to lift.
    """
    if not confirmed_by.strip():
        raise InputError("rights.unconfirmed")
    keys = Keys.load(project.key_id)
    with opened_store(project) as store:
        town, _ = town_of(store, project)
        household = town.find_household(flat)
        if household < 0:
            raise InputError("rights.no_household", flat=flat)
        if not new_household and not town.households.said_no[household]:
            raise InputError("rights.only_held" if town.households.stopped[household] else "rights.no_stop", flat=flat)
        own = town.households.key[household]
        written = _written_keys(store, own)
        is_stopped = bool(town.households.said_no[household])  # perhaps by a word said again, of which no stop is kept
        lifted = store.reopen(own, project.today(), written=written, new_household=new_household)
        lifted = max(lifted, int(is_stopped))
        after, _ = town_of(store, project)
    result = Reopened(town.households.label[household], lifted, bool(after.households.stopped[household]))
    audit = AuditLog(project.working_folder(), keys)
    audit.append(
        "rights_reopen",
        counts={"stops": lifted, "new_households": int(new_household)},
        details={"confirmed_by": confirmed_by},
    )
    anchor_log(project, audit)
    return result


def _written_keys(store: Store, own: str) -> list[str]:
    """The keys under which stops of this household are on record: its address, also without compound or door.

    Those whose compound stands in a title or in shorthand are its own only where the register reads them so.
    """
    records = store.read(WITH_HOUSEHOLDS)
    keys = {key for key in records["stops"]["household"] if not key.startswith(SHORTHAND)}
    read_so, _ = written_as(records)
    return sorted({key for key in keys | {own} if _means(key, own)} | set(read_so.get(own, ())))


def _means(key: str, own: str) -> bool:
    (compound, building, door, room), (of_compound, of_building, of_door, of_room) = map(parts_of_key, (key, own))
    same_room = set(room.split("|")) & set(of_room.split("|")) or {*flats_of_room(room)} == {*flats_of_room(of_room)}
    return building == of_building and compound in ("", of_compound) and door in ("", of_door) and bool(same_room)
