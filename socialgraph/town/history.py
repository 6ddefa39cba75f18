"""The records as they were known on a day, out of all their versions.

A dated word, visit, tie, opt-in or finished work counts from its own date, whenever it was loaded; what is undated, and
dossiers, rosters, measures and links, count from the load that brought them up to the one that changed or retired
them, and before the first load of their table as they were first loaded. What took the place of something else that was
known on that day does not count yet. What a further file says of a record takes no place: it counts with what the files
before it said, so that the order of files is no matter. The register, stops, holds and lists given out are as now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import day, first_days
from socialgraph.arrays.encoded import Encoded
from socialgraph.arrays.types import Bools, Days
from socialgraph.schema.kinds import first_day
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.records import RECORDS
from socialgraph.schema.tables import joined_sources, split_sources, united
from socialgraph.town.building import build_town
from socialgraph.town.snapshot import CONTACTS, Town

# table -> what a record is about: one that comes in the run that ends another on the same thing takes its place
_THING: dict[str, tuple[str, ...]] = {
    "stances": ("household", "giver", "pipe_kind"),
    "visits": ("household", "visitors"),
    "ties": ("ego", "alter", "kind"),
    "surveys": ("household", "respondent"),
    "activities": ("person", "activity"),
    "access_windows": ("household",),
    "works": ("stack_key",),
    "dossiers": ("household",),
    "people": ("person",),
    "persons": ("person",),
    "links": ("household",),
    "measures": ("household",),
}
# table -> the column that dates its rows
DATED_BY = {
    "stances": "date",
    "visits": "date",
    "ties": "observed_on",
    "surveys": "asked_on",
    "activities": "date",
    "access_windows": "date",
    "works": "done_on",
}
_UNITED = frozenset({"roles", "scope", *OPT_IN_DAYS.values()})
_ONE_A_THING = frozenset({"works"})  # what is known later would stand in place of what was known then
_NEVER = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True)
class Past:
    """The town on any day.

    Attributes
    ----------
    now : the town as it is on record now.
    versions : tables of text by name; of those with a history every version, with `since_run`, `since_on`,
        `retired_run` and `retired_on` as `Store.read_history` gives them.
    """

    now: Town
    versions: Mapping[str, pd.DataFrame]
    _towns: dict[dt.date, Town] = field(default_factory=dict, repr=False, compare=False)

    def town_on(self, on: dt.date) -> Town:
        """The town as it was on record on a day, built once a day.

        Parameters
        ----------
        on : the day.

        Returns
        -------
        Town
            `now` itself where nothing was on record otherwise.
        """
        if on not in self._towns:
            records = known_on(self.versions, on)
            if records is None:
                self._towns[on] = self.now
            else:
                self._towns[on] = _with_contacts_of(self.now, build_town(records, self.now.run_id))
        return self._towns[on]


def _with_contacts_of(now: Town, town: Town) -> Town:
    """The contact budget counts visits as they are on record now: one whose date was corrected since is one."""
    visits = now.tables["visits"][["household", "date"]]
    household = town.households.key.codes(np.array(now.households.key.texts, object)[visits["household"]])
    contacts = visits.assign(household=household)[household >= 0].reset_index(drop=True)
    return replace(town, tables={**town.tables, CONTACTS: contacts})


def known_on(versions: Mapping[str, pd.DataFrame], on: dt.date) -> dict[str, pd.DataFrame] | None:
    """The records known on a day, for `build_town`; None where they are those of now.

    Rows dated later than that day stay in, where nothing of that day is known in their place: analyses cut them off by
    date, stops and the contact budget use them.

    Parameters
    ----------
    versions : as in `Past`.
    on : the day.

    Returns
    -------
    dict of DataFrame, or None
        The same tables and columns.
    """
    known = {name: _known(name, frame, on) for name, frame in versions.items() if "since_on" in frame}
    is_now = all((mask == _is_live(versions[name])).all() for name, mask in known.items())
    if is_now and not (_said_later(versions["people"], on).any() if "people" in known else False):
        return None
    known_rows = {
        name: _with_further_files(name, frame, known[name], on) if name in known else frame
        for name, frame in versions.items()
    }
    if "people" in known:
        people = _with_opt_ins(with_words_of(known_rows["people"], on), versions["people"], on)
        known_rows["people"] = _with_capacity_of_now(people, versions["people"])
    return {name: frame.reset_index(drop=True) for name, frame in known_rows.items()}


def _is_live(frame: pd.DataFrame) -> Bools:
    return (frame["retired_run"] == "").to_numpy(bool)


def _known(name: str, frame: pd.DataFrame, on: dt.date) -> Bools:
    """(rows,) which versions of a table are known on a day."""
    if frame.empty:
        return np.zeros(0, bool)
    since = _days(frame, "since_on")
    until = np.where(_is_live(frame), _NEVER, _days(frame, "retired_on"))
    took_a_place = takes_a_place(name, frame)
    lasts = until > day(on)
    as_first = _is_as_first_loaded(name, frame) & ~took_a_place
    known = lasts & (since <= day(on) if _has_begun(frame, on) else as_first)
    if name in DATED_BY:
        date = first_days(Encoded.of(frame[DATED_BY[name]]), f"{name}.{DATED_BY[name]}")
        takes_later = took_a_place & (since > day(on))
        by_date = lasts & (date <= day(on)) & ~takes_later
        later = (until == _NEVER) & (date > day(on))
        if name in _ONE_A_THING:
            later &= ~takes_later
        known = np.where(np.isnat(date), known, by_date | later)
    return _one_a_record(name, frame, np.asarray(known))


def _has_begun(frame: pd.DataFrame, on: dt.date) -> bool:
    """Whether anything of a table had been loaded by a day."""
    return bool(_days(frame, "since_on").min() <= day(on))


def _is_as_first_loaded(name: str, frame: pd.DataFrame) -> Bools:
    """(rows,) whether a version came on the first day of what it is about, or before anything on that was ended."""
    since, things = _days(frame, "since_on"), pd.Series(_things(name, frame))
    first = pd.Series(since).groupby(things).transform("min").to_numpy("datetime64[D]")
    ended = ~_is_live(frame) & ~was_added_to(name, frame)
    went = frame["retired_run"].reset_index(drop=True)[ended].groupby(things[ended]).min()
    before = frame["since_run"].to_numpy(object) < things.map(went).astype(object).fillna("~").to_numpy(object)
    return np.asarray((since == first) | before.astype(bool))


def _with_further_files(name: str, frame: pd.DataFrame, known: Bools, on: dt.date) -> pd.DataFrame:
    """The known versions, with what further files have added to each of them since.

    Before the first load of the table all of it counts; later what is dated does, from its date. What a file that had
    given the record before says otherwise since then is left out.
    """
    columns, added = [*RECORDS[name].values, "sources"], was_added_to(name, frame)
    if not added.any() or len(columns) == 1:
        return frame[known]
    counts = np.ones(len(frame), bool)
    if _has_begun(frame, on):
        dated = first_days(Encoded.of(frame[DATED_BY[name]]), name) if name in DATED_BY else None
        counts = np.zeros(len(frame), bool) if dated is None else np.asarray(dated <= day(on))
    records = pd.factorize(frame[list(RECORDS[name].key)].agg("\x1f".join, axis=1))[0]
    cells = {column: frame[column].to_numpy(object, copy=True) for column in columns}
    into = -1  # the known version of the record that is looked at
    for place in range(len(frame)):
        if known[place]:
            into = place
        elif into >= 0 and records[into] == records[place] and added[place - 1] and counts[place]:
            for column in columns:
                before, now = (str(frame[column].iloc[at]) for at in (place - 1, place))
                if before != now:
                    cells[column][into] = _with_added(column, str(cells[column][into]), before, now)
    return frame.assign(**cells)[known]


def _with_added(column: str, cell: str, before: str, now: str) -> str:
    """A cell with what another one has gained; what lists nothing takes the new value."""
    if column == "sources":
        own, ended, more = map(split_sources, (cell, before, now))
        return joined_sources(own | (more - ended))
    return united([cell, *(set(now.split("|")) - set(before.split("|")))]) if column in _UNITED else now


def _one_a_record(name: str, frame: pd.DataFrame, known: Bools) -> Bools:
    """(rows,) of several versions of one record the oldest of those known: the one that held on that day.

    A record that went and came back counts by its date in both of its versions.
    """
    places = np.flatnonzero(known)
    again = frame[list(RECORDS[name].key)].iloc[places].duplicated().to_numpy(bool)
    once = known.copy()
    once[places[again]] = False
    return once


def _days(frame: pd.DataFrame, column: str) -> Days:
    return first_days(Encoded.of(frame[column]), column)


def takes_a_place(name: str, versions: pd.DataFrame, came: str = "since_run", went: str = "retired_run") -> Bools:
    """Whether what brought a version ended another one on the same thing: it took that one's place.

    A dossier, opt-in or works of the same household, person or stack; another member assigned to the same household,
    another plan for it. What a further file adds to a record takes no place.

    Parameters
    ----------
    name : of the table.
    versions : of its records.
    came, went : the columns that say what brought a version and what ended it, "" where nothing did: runs, or where
        those are not known days.

    Returns
    -------
    (rows,) bool
        All false for a table whose records take no place of each other.
    """
    ended = (versions[went] != "").to_numpy(bool) & ~was_added_to(name, versions)
    if name not in _THING or not ended.any():
        return np.zeros(len(versions), bool)
    thing = _things(name, versions)
    pairs = pd.MultiIndex.from_arrays([thing[ended], versions[went].to_numpy(object)[ended]])
    return np.asarray(pd.MultiIndex.from_arrays([thing, versions[came].to_numpy(object)]).isin(pairs))


def was_added_to(name: str, versions: pd.DataFrame) -> Bools:
    """Whether what ended a version was a further file that said more of the record, beside those that gave it.

    Parameters
    ----------
    name : of the table.
    versions : of its records, those of one record together, oldest first.

    Returns
    -------
    (rows,) bool
        As the load noted in `added_to`; where it did not, by the sources of the next version.
    """
    added = np.zeros(len(versions), bool)
    if not {"sources", "since_run"} <= set(versions):
        return added
    key = list(RECORDS[name].key)
    following = versions[[*key, "since_run", "sources"]].shift(-1, fill_value="")
    is_same = (versions[key] == following[key]).all(axis=1) & (versions["retired_run"] != "")
    goes_on = is_same & (versions["retired_run"] == following["since_run"])
    noted = versions["added_to"] if "added_to" in versions else pd.Series("", index=versions.index)
    for place in np.flatnonzero(goes_on.to_numpy(bool)):
        own, more = (split_sources(frame["sources"].iloc[place]) for frame in (versions, following))
        added[place] = noted.iloc[place] == "true" or (noted.iloc[place] == "" and own < more)
    return added


def _things(name: str, versions: pd.DataFrame) -> NDArray[np.int64]:
    """(rows,) a number for what each version is about."""
    return np.asarray(pd.factorize(versions[list(_THING[name])].agg("\x1f".join, axis=1))[0])


def _with_capacity_of_now(people: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    now = versions[_is_live(versions)].set_index("person")["capacity"]
    capacity = people["person"].map(now)
    return people.assign(capacity=capacity.where(capacity.notna(), people["capacity"]))


def with_words_of(people: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """People of whom the newest word on helping was said later than a day, with the one that was the newest then.

    Parameters
    ----------
    people : records of rosters, text.
    on : the day.

    Returns
    -------
    DataFrame
        `willing` and `willing_on` as of that day; of a yes and a no of one day the no. Who had said nothing yet keeps
        the word that is dated later, which no analysis of that day counts.
    """
    later = _said_later(people, on)
    if not later.any():
        return people
    words = [
        (place, first_day(said), word == "false", word, said)
        for word, column in OPT_IN_DAYS.items()
        for place, cell in enumerate(people[column].where(later, ""))
        for said in cell.split("|")
        if said and first_day(said) <= on.isoformat()
    ]
    willing, willing_on = people["willing"].tolist(), people["willing_on"].tolist()
    for place, _, _, word, said in sorted(words):
        willing[place], willing_on[place] = word, said
    return people.assign(willing=willing, willing_on=willing_on)


def _said_later(people: pd.DataFrame, on: dt.date) -> Bools:
    """(rows,) whose newest word on helping is dated after a day, and who said another before."""
    said_on = first_days(Encoded.of(people["willing_on"]), "people.willing_on")
    several = np.zeros(len(people), bool)
    for column in OPT_IN_DAYS.values():
        several |= people[column].to_numpy(object) != "" if column in people else False
    return np.asarray((said_on > day(on)) & several)


def _with_opt_ins(people: pd.DataFrame, versions: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """A word on helping that another roster added counts from its date, as other dated words do.

    One that the same roster put in place of its earlier one counts from the day of that load.
    """
    versions = with_words_of(versions, on)
    said_on = first_days(Encoded.of(versions["willing_on"]), "people.willing_on")
    added = (_days(versions, "since_on") > day(on)) & (said_on <= day(on)) & _adds(versions)
    if not added.any():
        return people
    words = versions[added].assign(said_on=said_on[added]).sort_values(["said_on", "willing"], ascending=[True, False])
    newest = words.drop_duplicates("person", keep="last").set_index("person")
    known_since = first_days(Encoded.of(people["willing_on"]), "people.willing_on")
    other_on = people["person"].map(newest["said_on"]).to_numpy("datetime64[D]")
    later = ~np.isnat(other_on) & (np.isnat(known_since) | (other_on > known_since))
    word = {name: people[name].where(~later, people["person"].map(newest[name])) for name in ("willing", "willing_on")}
    return people.assign(**word)


def _adds(versions: pd.DataFrame) -> Bools:
    """(rows,) whether a version came by a further source beside those of the one before it."""
    return np.concatenate([np.zeros(1, bool), was_added_to("people", versions)[:-1]])[: len(versions)]
