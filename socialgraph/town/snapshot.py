"""Town: one immutable snapshot of an office's records, as arrays; every analysis is a pure function of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.string_index import StringIndex
from socialgraph.arrays.types import Bools, Days, Nodes
from socialgraph.schema.constants import DO_NOT_CONTACT, RESPECTED_REFUSAL, STACK_SOURCES
from socialgraph.town.counts_html import counts_html

CONTACTS = "contacts"
"""The table of a town of an earlier day that has `household` and `date` of all visits as they are on record now."""


@dataclass(frozen=True, eq=False, repr=False)
class Households:
    """The n households, in natural order of compound, building, door and room.

    Attributes
    ----------
    key, label : StringIndex of n texts: `compound:building:door:room`, and `5-2-301` as people read it
        (`town.households.label[i]`, an int or an index array).
    door, building : (n,) int32, indices into `town.doors`, `town.buildings`.
    stop : (n,) int8, 0 or the sum of DO_NOT_CONTACT, RESPECTED_REFUSAL and HELD, from the column, the visits that were
        asked to stop, the stances, the `stops` and the `holds` records, whatever their date (`town.protection`).
    deciders : Csr households → persons named as owner, public lessee, tenant or occupant in the dossier.
    """

    key: StringIndex
    label: StringIndex
    door: Nodes
    building: Nodes
    stop: NDArray[np.int8]
    deciders: Csr

    @property
    def stopped(self) -> NDArray[np.bool_]:
        """(n,) whether a hard stop or a hold stands, of whatever date: these households are left alone."""
        return np.asarray(self.stop > 0)

    @property
    def said_no(self) -> NDArray[np.bool_]:
        """(n,) whether the household itself asked for its stop; a hold waits for somebody to mend what was written."""
        return np.asarray(self.stop & (DO_NOT_CONTACT | RESPECTED_REFUSAL) > 0)


@dataclass(frozen=True, eq=False, repr=False)
class Flats:
    """The f flats of the register, in natural order.

    Attributes
    ----------
    key, label : StringIndex of f texts, as for households.
    floor : (f,) int16, NO_FLOOR where none is known.
    door, building : (f,) int32.
    kind : (f,) int8, index into `town.codes.flat_kinds`.
    households : Csr flats → households; many-to-many: a merged flat's household has several flats, a split flat several
        households, a household without a register flat has none. `town.household_flats` leads back.
    stacks : Csr flats → stacks, also those of unknown source.
    """

    key: StringIndex
    label: StringIndex
    floor: NDArray[np.int16]
    door: Nodes
    building: Nodes
    kind: NDArray[np.int8]
    households: Csr
    stacks: Csr


@dataclass(frozen=True, eq=False, repr=False)
class Stacks:
    """The s stacks, in natural order of building, code and pipe kind.

    Attributes
    ----------
    key, code : StringIndex of s texts: `compound:building:code:pipe_kind`, and the code as written ("" for flats whose
        stack nobody knows).
    pipe : (s,) int8, index into `town.codes.pipe_kinds`, 0 is all pipes.
    building : (s,) int32.
    source : (s,) int8, index into STACK_SOURCES: the best source that any of its rows names.
    status : (s,) int8, index into `town.codes.works_statuses` (0 is "", nothing recorded).
    done_on : (s,) datetime64[D].
    """

    key: StringIndex
    code: StringIndex
    pipe: NDArray[np.int8]
    building: Nodes
    source: NDArray[np.int8]
    status: NDArray[np.int8]
    done_on: Days

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """(s,) whether the source of the stack is not `unknown`: these are judged, the others listed."""
        return np.asarray(self.source < STACK_SOURCES.index("unknown"))


@dataclass(frozen=True, eq=False, repr=False)
class Buildings:
    """Buildings: `key`, StringIndex of `compound:building`; `compound`, int32 indices into `town.compounds`."""

    key: StringIndex
    compound: Nodes


@dataclass(frozen=True, eq=False, repr=False)
class Doors:
    """Doors: `key`, StringIndex of `compound:building:door`; `building`, int32 indices into `town.buildings`."""

    key: StringIndex
    building: Nodes


@dataclass(frozen=True, eq=False, repr=False)
class Persons:
    """The p persons.

    Attributes
    ----------
    key : StringIndex of p pseudonyms.
    household : (p,) int32, -1 for one known by name only.
    on_hold : (p,) bool, marked as dead, moved away or resigned by words that nobody has read for certain: nobody's
        intermediary until they are.
    """

    key: StringIndex
    household: Nodes
    on_hold: Bools


@dataclass(frozen=True, eq=False, repr=False)
class TieEvidence:
    """Evidence of trust row by row, all kinds, sorted by ego, alter, kind and date.

    Rows whose alter does not know of being named are kept only where their kind closes the pair.

    Attributes
    ----------
    ego, alter : (t,) int32 persons: ego trusts alter.
    offsets : (p + 1,) int64, the rows of each ego.
    kind : (t,) int8, index into `town.codes.tie_kinds` (the registry's order).
    strength : (t,) int8 stated closeness 0 to 3, -1 where missing.
    observed_on : (t,) datetime64[D].
    confirmed : (t,) bool, the alter knows of being named and would talk.
    """

    ego: Nodes
    alter: Nodes
    offsets: NDArray[np.int64]
    kind: NDArray[np.int8]
    strength: NDArray[np.int8]
    observed_on: Days
    confirmed: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class ClosedPairs:
    """Pairs of people between whom no request goes, beside those whom an inadmissible tie names for certain.

    Attributes
    ----------
    first, second : (c,) int32 persons, first < second, ascending, each pair once.
    same : (c,) bool, perhaps one person (same name and phone at two flats); else an end of an inadmissible or
        unreadable tie is not certain, and everybody whom it may mean is closed.
    """

    first: Nodes
    second: Nodes
    same: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class Stances:
    """What the households said, word by word, sorted by household, giver, pipe and date.

    Attributes
    ----------
    household : (w,) int32.
    giver, pipe, stance : (w,) int8, indices into GIVERS, `town.codes.pipe_kinds` and `town.codes.stances`.
    first_on : (w,) datetime64[D], the day on which the word was first loaded; orders undated ones. NaT where unknown.
    on : (w,) datetime64[D].
    reasons, sources : (w,) int32, indices into `town.codes.reasons` and `town.codes.sources`.
    """

    household: Nodes
    giver: NDArray[np.int8]
    pipe: NDArray[np.int8]
    stance: NDArray[np.int8]
    first_on: Days
    on: Days
    reasons: Nodes
    sources: Nodes


@dataclass(frozen=True, eq=False, repr=False)
class Codes:
    """The texts behind the small integers; "" is the first of each, but of `tie_kinds` (`reasons`: joined by |,
    `sources`: the `file::sheet` of a word, joined by a line feed)."""

    flat_kinds: tuple[str, ...]
    pipe_kinds: tuple[str, ...]
    works_statuses: tuple[str, ...]
    tie_kinds: tuple[str, ...]
    stances: tuple[str, ...]
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Town:
    """Everything on record, dated rows of all dates included: the cut by an as-of date is made in the analyses.

    Households, flats, doors and buildings are in natural order of compound, building, door and room (`2-9-301`
    before `10-1-101`), stacks in that of building, code and pipe kind, persons in order of pseudonym: an index here
    does not depend on the order of any sheet. Arrays are read-only. Nodes are int32, -1 means none; dates are
    datetime64[D], a date known only to the month or year is its first day, NaT is undated.

    `town.building.build_town` makes it of records, `town.file` keeps it in a file, `town.views` shows it to networkx
    and pandas.

    Attributes
    ----------
    run_id : the store's last run this was read from, "" if from tables; a saved Town is reused while it is the same.
    households, flats, stacks, buildings, doors, persons, ties, closed, stances : groups of arrays of one length each.
    compounds : StringIndex of the compounds' names.
    codes : what the small integers mean.
    tables : DataFrames with typed columns, sorted; see `town.tables`.
    """

    run_id: str
    households: Households
    flats: Flats
    stacks: Stacks
    compounds: StringIndex
    buildings: Buildings
    doors: Doors
    persons: Persons
    ties: TieEvidence
    closed: ClosedPairs
    stances: Stances
    codes: Codes
    tables: Mapping[str, pd.DataFrame]

    @property
    def n_households(self) -> int:
        """Number of households."""
        return len(self.households.key)

    @property
    def n_flats(self) -> int:
        """Number of flats of the register."""
        return len(self.flats.key)

    @property
    def n_stacks(self) -> int:
        """Number of stacks."""
        return len(self.stacks.key)

    @property
    def n_persons(self) -> int:
        """Number of persons."""
        return len(self.persons.key)

    @property
    def n_ties(self) -> int:
        """Number of rows of evidence."""
        return len(self.ties.ego)

    @cached_property
    def household_flats(self) -> Csr:
        """Households → flats."""
        return self.flats.households.inverse(self.n_households)

    @cached_property
    def household_persons(self) -> Csr:
        """Households → everybody known to belong to them."""
        home = self.persons.household
        known = np.flatnonzero(home >= 0)
        return Csr.of_pairs(home[known], known, self.n_households)

    def find_household(self, label: str) -> int:
        """The household with this label or key (a merged flat also by one of its rooms); -1 if none or several.

        Parameters
        ----------
        label : as people read it, or a key.

        Returns
        -------
        int
            Index of a household, -1 if none or several.
        """
        for index in (self.households.label, self.households.key):
            if (household := index.find(label)) >= 0:
                return household
        flat = self.flats.label.find(label)
        if flat < 0 or self.flats.households.counts[flat] != 1:
            return -1
        return int(self.flats.households[flat][0])

    def __repr__(self) -> str:
        """`Town(252 households, 251 flats, …)`: what is in it, and from when to when."""
        days = np.concatenate(
            [self.stances.on, self.ties.observed_on, self.tables["visits"]["date"].to_numpy().astype("datetime64[D]")]
        )
        days = days[~np.isnat(days)]
        span = f"{days.min()} to {days.max()}" if len(days) else "nothing dated"
        return (
            f"Town({self.n_households} households, {self.n_flats} flats, {self.n_stacks} stacks, {self.n_persons} "
            f"people, {self.n_ties} ties, {int(self.households.stopped.sum())} households with a stop, {span})"
        )

    def _repr_html_(self) -> str:
        """The same as a small table, for a notebook; counts only, nobody by name or address."""
        counts = {
            "buildings": len(self.buildings.key),
            "stacks": self.n_stacks,
            "flats": self.n_flats,
            "households": self.n_households,
            "with a stop": int(self.households.stopped.sum()),
            "people": self.n_persons,
            "ties": self.n_ties,
            "words": len(self.stances.household),
            "visits": len(self.tables["visits"]),
        }
        return counts_html("Town", counts)
