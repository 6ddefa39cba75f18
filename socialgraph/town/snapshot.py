"""Town: one immutable snapshot of an office's records, as arrays; every analysis is a pure function of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.dates import Days, known_by
from socialgraph.arrays.string_index import Indices, Vocabulary
from socialgraph.errors import InputError

if TYPE_CHECKING:
    import datetime as dt

    import networkx as nx

STACK_SOURCES = ("site_verified", "drawing", "sheet", "derived", "unknown")
GIVERS = ("owner", "occupant")
NO_FLOOR = -(2**15)
DO_NOT_CONTACT, RESPECTED_REFUSAL = 1, 2


@dataclass(frozen=True, eq=False, repr=False)
class Town:
    """Everything on record, dated rows of all dates included: the cut by an as-of date is made in the analyses.

    Households, flats, doors and buildings are in natural order of compound, building, door and room (`2-9-301`
    before `10-1-101`), stacks in that of building, code and pipe kind, persons in order of pseudonym: an index here
    does not depend on the order of any sheet. Arrays are read-only. Indices are int32, -1 means none; dates are
    datetime64[D], a date known only to the month or year is its first day, NaT is undated.

    Attributes
    ----------
    run_id : the store's last run this was read from, "" if from tables; a saved Town is reused while it is the same.

    household_key, household_label : Vocabulary of n households (`town.household_label[i]`, an int or an index array).
    household_door, household_building : (n,) int32, indices into `doors`, `buildings`.
    stop : (n,) int8, 0 or the sum of DO_NOT_CONTACT and RESPECTED_REFUSAL, from the column, the visits that were asked
        to stop, the stances and the `stops` records, whatever their date.
    flat_key, flat_label : Vocabulary of f register flats.
    flat_floor : (f,) int16, NO_FLOOR where none is known.   flat_door, flat_building : (f,) int32.
    flat_kind : (f,) int8, index into `flat_kinds`.
    flat_households, household_flats : Csr flats → households and back; many-to-many: a merged flat's household has
        several flats, a split flat several households, a household without a register flat has none.
    stack_key, stack_code : Vocabularies of s stacks: `compound:building:code:pipe_kind`, and the code as written
        ("" for flats whose stack nobody knows).
    stack_pipe : (s,) int8, index into `pipe_kinds`, 0 is all pipes.   stack_building : (s,) int32.
    stack_source : (s,) int8, index into STACK_SOURCES: the best source that any of its rows names.
    stack_status : (s,) int8, index into `works_statuses` (0 is "", nothing recorded).   stack_done_on : (s,) dates.
    flat_stacks, stack_flats : Csr flats → stacks and back, also of stacks of unknown source.
    compounds, buildings, doors : Vocabulary of `compound`, `compound:building`, `compound:building:door`.
    door_building, building_compound : indices upward.

    person : Vocabulary of p pseudonyms.   person_household : (p,) int32, -1 for one known by name only.
    deciders : Csr households → persons named as owner, public lessee, tenant or occupant in the dossier
        (`town.deciders_on(as_of)` adds the egos of ties).

    tie_ego, tie_alter : (t,) int32 persons: ego trusts alter, evidence row by row, all kinds, sorted by ego, alter,
        kind and date; rows whose alter does not know of being named are not kept.   tie_offsets : (p + 1,) int64, the
        rows of each ego.
    tie_kind : (t,) int8, index into `tie_kinds` (the registry's order).
    tie_strength : (t,) int8 stated closeness 0 to 3, -1 where missing.   tie_observed_on : (t,) dates.
    tie_confirmed : (t,) bool, the alter knows of being named and would talk.

    word_household, word_giver, word_pipe, word_stance, word_rank, word_on : (w,) the stances: int32; int8 index into
        GIVERS, `pipe_kinds`, `stances`; int32 order in the sheet; date. Sorted by household, giver, pipe, date, rank.
    word_reasons : (w,) int32, index into `reasons` (texts joined by |, index 0 is "").

    tables : DataFrames with typed columns, sorted: household, person, stack as indices; dates datetime64[s]; codes and
        texts categorical ("" where nothing is recorded); truth values int8 (1, 0, -1 unknown); integers -1 if blank.
        dossiers(household, owner, public_lessee, tenant, occupant, ownership_type, occupancy, renovation_level, flags,
        flags_consent_on, do_not_contact, do_not_contact_on, survey_date), people(person, household, roles, branch,
        scope, willing, willing_on, capacity), links(member, household), visits(visit, household, date, mode, result),
        visitors(visit, person), measures(household, concern, measure, accepted), surveys(household, respondent,
        asked_on, outcome), activities(person, activity, date), access_windows(household, date, from, to),
        works(stack, status, done_on), stops(household, stop, stopped_on), assignments(export_id, row_no, household,
        person, role, missing_key, concern, measure, not_before, exported_on, expires_on, state).
    """

    run_id: str
    household_key: Vocabulary
    household_label: Vocabulary
    household_door: Indices
    household_building: Indices
    stop: NDArray[np.int8]
    flat_key: Vocabulary
    flat_label: Vocabulary
    flat_floor: NDArray[np.int16]
    flat_door: Indices
    flat_building: Indices
    flat_kind: NDArray[np.int8]
    flat_households: Csr
    stack_key: Vocabulary
    stack_code: Vocabulary
    stack_pipe: NDArray[np.int8]
    stack_building: Indices
    stack_source: NDArray[np.int8]
    stack_status: NDArray[np.int8]
    stack_done_on: Days
    flat_stacks: Csr
    compounds: Vocabulary
    buildings: Vocabulary
    doors: Vocabulary
    door_building: Indices
    building_compound: Indices
    person: Vocabulary
    person_household: Indices
    deciders: Csr
    tie_ego: Indices
    tie_alter: Indices
    tie_offsets: NDArray[np.int64]
    tie_kind: NDArray[np.int8]
    tie_strength: NDArray[np.int8]
    tie_observed_on: Days
    tie_confirmed: NDArray[np.bool_]
    word_household: Indices
    word_giver: NDArray[np.int8]
    word_pipe: NDArray[np.int8]
    word_stance: NDArray[np.int8]
    word_rank: Indices
    word_on: Days
    word_reasons: Indices
    flat_kinds: tuple[str, ...]
    pipe_kinds: tuple[str, ...]
    works_statuses: tuple[str, ...]
    tie_kinds: tuple[str, ...]
    stances: tuple[str, ...]
    reasons: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]

    @classmethod
    def from_records(cls, records: Mapping[str, pd.DataFrame], *, run_id: str = "") -> Town:
        """The snapshot of records as `privacy.pseudonymise` makes and `store.read` returns them.

        Raises
        ------
        InputError
            If a date, a number or a tie kind is none.
        """
        from socialgraph.town.building import build_town

        return build_town(records, run_id)

    @classmethod
    def from_tables(cls, tables: str | os.PathLike[str] | Mapping[str, pd.DataFrame], keys: Any = None) -> Town:
        """The same Town without any graph: from a folder of canonical tables, or from the tables themselves.

        Parameters
        ----------
        tables : a folder (or file) that the loaders can read, or canonical tables by name.
        keys : `privacy.keys.Keys` for the pseudonyms; without them the key of this user's projects, so that the
            pseudonyms are those of the graph; where there is none, a key that everybody knows.
        """
        from socialgraph.town.building import records_of_tables

        return cls.from_records(records_of_tables(tables, keys))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the snapshot to one file, readable by its owner only; an existing one is replaced whole."""
        from socialgraph.town.file import save_town

        save_town(self, Path(path))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Town:
        """The snapshot saved at `path`.

        Raises
        ------
        InputError
            If there is none, or none that this version can read.
        """
        town = cls.saved(path)
        if town is None:
            raise InputError("There is no saved town that this version can read; save it again with Town.save.")
        return town

    @classmethod
    def saved(cls, path: str | os.PathLike[str], *, run_id: str | None = None) -> Town | None:
        """The snapshot saved at `path`; None where there is none that is usable, or it is of another run.

        The run is compared before anything but the file's head is read.
        """
        from socialgraph.town.file import load_town

        return load_town(Path(path), run_id)

    @property
    def n_households(self) -> int:
        return len(self.household_key)

    @property
    def n_flats(self) -> int:
        return len(self.flat_key)

    @property
    def n_stacks(self) -> int:
        return len(self.stack_key)

    @property
    def n_persons(self) -> int:
        return len(self.person)

    @property
    def n_ties(self) -> int:
        return len(self.tie_ego)

    @cached_property
    def household_flats(self) -> Csr:
        """Households → flats."""
        return self.flat_households.inverse(self.n_households)

    @cached_property
    def stack_flats(self) -> Csr:
        """Stacks → flats."""
        return self.flat_stacks.inverse(self.n_stacks)

    @cached_property
    def household_persons(self) -> Csr:
        """Households → everybody known to belong to them."""
        known = np.flatnonzero(self.person_household >= 0)
        return Csr.of_pairs(self.person_household[known], known, self.n_households)

    @property
    def stack_is_known(self) -> NDArray[np.bool_]:
        """(s,) whether the source of the stack is not `unknown`: these are judged, the others listed."""
        return np.asarray(self.stack_source < STACK_SOURCES.index("unknown"))

    @property
    def stopped(self) -> NDArray[np.bool_]:
        """(n,) whether a hard stop stands, of whatever date."""
        return np.asarray(self.stop > 0)

    def deciders_on(self, as_of: dt.date) -> Csr:
        """Households → owner, public lessee, tenant, occupant, and whoever of them is ego of a tie known by then."""
        egos = self.tie_ego[known_by(self.tie_observed_on, as_of)]
        homes = self.person_household[egos]
        return Csr.of_pairs(
            np.concatenate([self.deciders.rows, homes[homes >= 0]]),
            np.concatenate([self.deciders.items, egos[homes >= 0]]),
            self.n_households,
        )

    def find_household(self, label: str) -> int:
        """The household with this label or key (a merged flat also by one of its rooms); -1 if none or several."""
        for vocabulary in (self.household_label, self.household_key):
            if (found := vocabulary.find(label)) >= 0:
                return found
        flat = self.flat_label.find(label)
        if flat < 0 or self.flat_households.counts[flat] != 1:
            return -1
        return int(self.flat_households[flat][0])

    def to_networkx(self) -> nx.MultiDiGraph:
        """Persons and ties as networkx knows them: see `town_views.to_networkx`."""
        from socialgraph.town.views import to_networkx

        return to_networkx(self)

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """Everything as data frames with labels and pseudonyms in place of indices: see `town_views.to_pandas`."""
        from socialgraph.town.views import to_pandas

        return to_pandas(self)

    def __repr__(self) -> str:
        from socialgraph.town.views import describe

        return describe(self)
