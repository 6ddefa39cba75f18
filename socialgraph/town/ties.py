"""The rows of ties that count as evidence, and who is known from something else than having been named."""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.csr import offsets_of
from socialgraph.arrays.dates import first_days
from socialgraph.arrays.string_index import StringIndex, frozen
from socialgraph.arrays.types import Bools
from socialgraph.errors import InputError
from socialgraph.registry import closing_kinds
from socialgraph.schema.records import PERSON_COLUMNS
from socialgraph.town.columns import RecordColumns
from socialgraph.town.protection import MayMean
from socialgraph.town.snapshot import Persons, TieEvidence

_NAMED_ONLY = frozenset({"persons", "holds", "closed_pairs", "same_persons"})  # tables that repeat whom others name


def tie_evidence(
    columns: RecordColumns, persons: Persons, may_mean: MayMean, registered: tuple[str, ...]
) -> TieEvidence:
    """The evidence of trust, sorted so that the order of the rows is no matter.

    Left out, but for those of a kind that closes the pair: namings that the alter does not know of, and ties with an
    end that is neither in the register nor in a roster. They count once it is.

    Parameters
    ----------
    columns : the records, a column at a time.
    persons : the persons of the town.
    may_mean : which households are of the register.
    registered : the kinds of tie.

    Returns
    -------
    TieEvidence
        t rows; empty arrays where no tie is on record. Ties of somebody to themselves, or to nobody known, are left
        out.

    Raises
    ------
    InputError
        If a kind is none of these.
    """
    person = persons.key
    kind = columns.coded("ties", "kind").map(StringIndex.of(registered).codes)
    ego, alter = (columns.coded("ties", end).map(person.codes) for end in ("ego", "alter"))
    placed = np.append(_placed(columns, persons, may_mean), False)
    counts = ~columns.coded("ties", "known").equals("false") & placed[ego] & placed[alter]
    counts |= (kind >= 0) & np.isin(kind, [registered.index(name) for name in closing_kinds()])
    is_stated = ~columns.coded("ties", "known").equals("false")
    if (kind[is_stated] < 0).any():
        raise InputError("town.unknown_tie_kinds", rows=int((kind[is_stated] < 0).sum()))
    kind, ego, alter = kind[counts], ego[counts], alter[counts]
    strength = columns.coded("ties", "strength").integers("ties.strength", missing=-1)[counts].astype(np.int8)
    observed = first_days(columns.coded("ties", "observed_on"), "ties.observed_on")[counts]
    named = (ego >= 0) & (alter >= 0) & (ego != alter)
    pair = ego.astype(np.int64) * max(len(person), 1) + alter
    days = np.where(np.isnat(observed), 0, observed.astype(np.int64) + 2**20)
    confirmed = columns.coded("ties", "known").equals("true")[counts]
    stated = (strength.astype(np.int64) + 1) * 2 + confirmed
    order = np.lexsort(((kind.astype(np.int64) << 22 | days) << 8 | stated, pair))
    order = order[named[order]]
    return TieEvidence(
        ego=frozen(ego[order]),
        alter=frozen(alter[order]),
        offsets=frozen(offsets_of(np.bincount(ego[order], minlength=len(person)))),
        kind=frozen(kind[order].astype(np.int8)),
        strength=frozen(strength[order]),
        observed_on=frozen(observed[order]),
        confirmed=frozen(confirmed[order]),
    )


def _placed(columns: RecordColumns, persons: Persons, may_mean: MayMean) -> Bools:
    """(n,) who lives in a flat of the register, or appears in a roster; everybody where there is no register yet."""
    if not may_mean.has_flat.any():
        return np.ones(len(persons.key), bool)
    placed = np.append(may_mean.has_flat, False)[persons.household]
    rostered = columns.coded("people", "person").map(persons.key.codes)
    placed[rostered[rostered >= 0]] = True
    return placed


def on_record(columns: RecordColumns, persons: Persons) -> Bools:
    """Who is known from something else than having been named in a tie: a dossier, a roster, an answer of their own.

    Parameters
    ----------
    columns : the records, a column at a time.
    persons : the persons of the town.

    Returns
    -------
    (persons,) bool
        In the order of `persons`. False for one who is only named in somebody else's tie, or in a record
        that repeats one.
    """
    known = np.zeros(len(persons.key) + 1, bool)
    for table, names in PERSON_COLUMNS.items():
        if table not in _NAMED_ONLY:
            for name in names:
                if (table, name) not in (("ties", "alter"), ("visits", "visitors")):
                    known[columns.coded(table, name).map(persons.key.codes)] = True
    known[persons.key.codes(columns.visitors()[1])] = True
    return known[:-1]
