"""What a load means for the whole town: whom it holds, which list rows it voids, who is perhaps one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Days
from socialgraph.messages import Note, note
from socialgraph.office.session import town_of
from socialgraph.privacy.protection import gone_namesake_records, same_person_records
from socialgraph.reach.steps import ASK_SURVEY, BOOK_ACCESS
from socialgraph.schema.addresses import label
from socialgraph.schema.constants import DO_NOT_CONTACT, HELD, RESPECTED_REFUSAL
from socialgraph.schema.list_states import TOOK_PLACE, VOID, is_open
from socialgraph.schema.records import DECIDERS
from socialgraph.stacks.words import households_as_they_stand
from socialgraph.town.register import without_unsurveyed
from socialgraph.town.resolving import WITH_HOUSEHOLDS, written_as
from socialgraph.trust.stated import stated_ties

if TYPE_CHECKING:
    from socialgraph.privacy.vault import Identities
    from socialgraph.project.settings import Project
    from socialgraph.store import Store
    from socialgraph.town.snapshot import Town

_FLATS_NAMED = 5


def from_the_vault(
    identities: Identities, holds: pd.DataFrame, *persons: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What only names tell of everybody on record, before this load or by it.

    Pairs of perhaps one person; and holds of the namesakes of whoever is gone (in `holds`) and of no known household.
    """
    home_of = {p: home for table in persons for p, home in zip(table["person"], table["household"], strict=True)}
    gone = set(holds.loc[holds["reason"] == "person_gone", "person"]) - {""}
    homeless = {person for person in gone if not home_of.get(person)}
    return same_person_records(identities, home_of), gone_namesake_records(identities, homeless, home_of)


def after_load(store: Store, project: Project) -> list[Note]:
    """Look at the town as it is now; void rows of open lists that must not be walked any more; show what is
    computed of it; what there is to say.

    What protects is said first.
    """
    town, _ = town_of(store, project)
    notes = [*_compound_notes(town), *_unplaced_notes(town), *_register_notes(store)]
    notes += _void(store, project, town)
    _close_answered(store, project, town)
    show_computed(store, project, town)
    same = int(town.closed.same.sum())
    if same:
        notes.append(note("protection.same_persons", pairs=same))
    return notes + _stop_notes(town)


def show_computed(store: Store, project: Project, town: Town) -> None:
    """Write the strengths of ties, and the word and state of households, into the graph for whoever looks at it."""
    today = project.today()
    households, people = written_as(store.read(WITH_HOUSEHOLDS))
    ties = stated_ties(town, as_of=today)
    for end in ("ego", "alter"):
        ties = _as_written(ties, end, people)
    stand = households_as_they_stand(town, as_of=today, policy=project.policy)
    store.write_computed(ties, _as_written(stand, "id", households), on=today)


def _as_written(table: pd.DataFrame, column: str, written: dict[str, list[str]]) -> pd.DataFrame:
    """A row for each way in which the records write the household or the person of a column."""
    ways = table[column].map(lambda one: written.get(one, [one]))
    return table.assign(**{column: ways}).explode(column, ignore_index=True)


def _compound_notes(town: Town) -> list[Note]:
    """Rows that name no compound, of a building that several compounds have."""
    rows = int(town.tables["missing_compound"]["rows"].sum())
    return [note("load.missing_compound", rows=rows)] if rows else []


def _unplaced_notes(town: Town) -> list[Note]:
    """Stops, holds and inadmissible ties of no household of the register."""
    unplaced = town.tables["unplaced"]
    notes = []
    if len(unplaced):
        n_held = int((town.households.stop & HELD > 0).sum())
        notes.append(note("protection.unplaced", rows=len(unplaced), households=n_held))
    nobody = int((unplaced["held"] == 0).sum())
    if nobody:
        notes.append(note("protection.no_building", rows=nobody))
    return notes


def _stop_notes(town: Town) -> list[Note]:
    """How many asked to be left alone: no mend is asked of a sentence that was taken for a wish for certain."""
    stopped = int((town.households.stop & (DO_NOT_CONTACT | RESPECTED_REFUSAL) > 0).sum())
    return [note("protection.left_alone", households=stopped)] if stopped else []


def _register_notes(store: Store) -> list[Note]:
    """Flats that only sheets without a survey column list, in compounds that a survey covers now."""
    _, left = without_unsurveyed(store.read(["flats"]))
    return (
        [note("load.left_register", count=len(left), flats=_listed([label(flat, with_compound=True) for flat in left]))]
        if left
        else []
    )


def _void(store: Store, project: Project, town: Town) -> list[Note]:
    """Open rows of unexpired lists whose household has a stop now, or whose volunteer is held."""
    lists = town.tables["assignments"]
    stopped = np.append(town.households.stopped, False)[lists["household"].to_numpy()]
    is_held = np.append(town.persons.on_hold, False)[lists["person"].to_numpy()]
    places = _set_state(store, lists[is_open(lists, project.today()) & (stopped | is_held)], VOID)
    return [note("protection.row_void", list=export_id, row=row_no) for export_id, row_no in places]


def _close_answered(store: Store, project: Project, town: Town) -> None:
    """Open surveys and appointments whose answer is on record since their list was made: no contact is open any more.

    They come back as rows of the survey form, as visits or as the household's word: never by a number.
    """
    lists, surveys, visits = (town.tables[name] for name in ("assignments", "surveys", "visits"))
    given_on = lists["exported_on"].to_numpy("datetime64[D]")
    answered = np.zeros(len(lists), np.bool_)
    for role, household, days in (
        (ASK_SURVEY, surveys["household"].to_numpy(np.int64), surveys["asked_on"].to_numpy("datetime64[D]")),
        (BOOK_ACCESS, visits["household"].to_numpy(np.int64), visits["date"].to_numpy("datetime64[D]")),
        (BOOK_ACCESS, town.stances.household, town.stances.on),
    ):
        newest = _newest_day(town.n_households, household, days)[lists["household"].to_numpy(np.int64)]
        answered |= (lists["role"].astype(str) == role).to_numpy() & (newest >= given_on)
    _set_state(store, lists[is_open(lists, project.today()) & answered], TOOK_PLACE)


def _newest_day(n: int, household: NDArray[np.integer], days: Days) -> Days:
    """(n + 1,) newest of the days of each household, the first of all days without one."""
    kept = ~np.isnat(days) & (household >= 0)
    newest = np.full(n + 1, np.datetime64("0001-01-01", "D"))
    np.maximum.at(newest, household[kept], days[kept])
    return newest


def _set_state(store: Store, hit: pd.DataFrame, state: str) -> list[tuple[str, str]]:
    """Give rows of lists another state; their list's number and row."""
    if hit.empty:
        return []
    places = set(zip(hit["export_id"].astype(str), hit["row_no"].astype(str), strict=True))
    given_out = store.read(["assignments"])["assignments"]
    rows = [place in places for place in zip(given_out["export_id"], given_out["row_no"], strict=True)]
    store.append_assignments(given_out[rows].assign(state=state))
    return sorted(places)


def perhaps_new_households(before: pd.DataFrame, now: pd.DataFrame) -> list[Note]:
    """What there is to say of flats where nobody is left of those who owned or occupied them, nor their phone.

    A changed name lifts nothing by itself: somebody has to say that another household lives there.
    """
    both = before.merge(now, on="household", suffixes=("", "_now"))
    changed = np.zeros(len(both), bool)
    for role in DECIDERS:
        changed |= (both[role] != both[f"{role}_now"]).to_numpy()
    labels = []
    for row in both[changed].to_dict("records"):
        were, are = ({p for role in DECIDERS for p in row[role + tail].split("|")} - {""} for tail in ("", "_now"))
        same_phone = row["phone_digest"] and row["phone_digest"] == row["phone_digest_now"]
        if were and are and not were & are and not same_phone:
            labels.append(label(row["household"], with_compound=True))
    if not labels:
        return []
    return [note("load.perhaps_new_household", flats=_listed(labels), count=len(labels))]


def _listed(flats: list[str]) -> str:
    """The first of them, for a sentence."""
    return ", ".join(flats[:_FLATS_NAMED]) + (" …" if len(flats) > _FLATS_NAMED else "")
