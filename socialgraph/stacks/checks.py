"""What somebody should look at: contradictions, perhaps-same people, rows of no flat. Nothing here changes a figure."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from socialgraph.arrays.dates import day, known_by
from socialgraph.schema.constants import REFUSALS, STALE_DAYS, UNSIGNED
from socialgraph.schema.tables import GIVERS
from socialgraph.stacks.fairness import alerts, contact_fairness
from socialgraph.stacks.readiness import standing
from socialgraph.town.snapshot import Town

_YES = frozenset({"signed", "verbal"})
CHECK_COLUMNS = ["check", "flat", "other", "detail", "places"]
CONFLICTING_WORDS, UNDATED_NO, SAME_PERSON, UNPLACED, MISSING_COMPOUND, STALE_WORD, ABOVE_SHARE = (
    "conflicting_words",
    "undated_no_beside_a_yes",
    "perhaps_same_person",
    "unplaced",
    "missing_compound",
    "stale_word",
    "contacts_above_share",
)


def checks(town: Town, *, as_of: dt.date) -> pd.DataFrame:
    """Everything on record that a person should confirm or mend.

    Parameters
    ----------
    town : the snapshot.
    as_of : the day on which words are stale or not; the other checks are of whatever date.

    Returns
    -------
    DataFrame of CHECK_COLUMNS, a row a finding:

    - `conflicting_words`: words of one giver, pipe kind and day that are not the same; `detail` gives them, `places`
      the `file::sheet` of each. Consent needs all of them.
    - `undated_no_beside_a_yes`: a refusal without a date, of a giver (`other`) whose newest dated word is a yes:
      it counts as the older one; `detail` gives both, `places` where the refusal stands. Its date should be asked for.
    - `perhaps_same_person`: one phone at `flat` and `other`; `detail` are the two pseudonyms.
    - `unplaced`: a stop, hold or inadmissible tie (`detail`) whose address `other` is of no flat of the register.
    - `missing_compound`: how many rows (`detail`) of the table `other` name no compound where several may be meant.
    - `stale_word`: the newest word of a giver (`other`) was not signed and is older than 90 days: it counts as unknown
      in a forecast; `detail` gives it. Households that asked to be left alone are not among them.
    - `contacts_above_share`: a kind of household (`other`) is visited more than 1.5 times as often as its share.
    """
    rows = [
        *_conflicting_words(town),
        *_undated_noes(town, as_of),
        *_same_persons(town),
        *_unplaced(town),
        *_stale_words(town, as_of),
        *_above_share(town),
    ]
    return pd.DataFrame(rows, columns=CHECK_COLUMNS, dtype=object)


def _conflicting_words(town: Town) -> list[tuple[str, str, str, str, str]]:
    given = town.stances
    if not len(given.stance):
        return []
    place = np.lexsort((given.stance, standing(given), given.pipe, given.giver, given.household))
    keys = np.stack([given.household, given.giver, given.pipe, standing(given)])[:, place]
    begins = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
    rows = []
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(place)], strict=True):
        words = place[begin:end]
        if len(np.unique(given.stance[words])) < 2:
            continue
        first = int(words[0])
        pipe = town.codes.pipe_kinds[given.pipe[first]]
        day = "" if np.isnat(given.on[first]) else str(given.on[first])
        stances = ", ".join(sorted({town.codes.stances[given.stance[word]] for word in words}))
        about = " ".join(part for part in (GIVERS[given.giver[first]], pipe, day) if part)
        places = sorted({one for word in words for one in town.codes.sources[given.sources[word]].split("\n") if one})
        flat = town.households.label[int(given.household[first])]
        rows.append((CONFLICTING_WORDS, flat, "", f"{about}: {stances}", "; ".join(places)))
    return rows


def _undated_noes(town: Town, as_of: dt.date) -> list[tuple[str, str, str, str, str]]:
    given = town.stances
    stances, pipes = town.codes.stances, town.codes.pipe_kinds
    is_yes, is_no = (np.array([word in words for word in stances], bool)[given.stance] for words in (_YES, REFUSALS))
    rows = []
    for row in np.flatnonzero(is_no & np.isnat(given.on)).tolist():
        same_giver = (given.household == given.household[row]) & (given.giver == given.giver[row])
        about_it = (given.pipe == given.pipe[row]) | (given.pipe == pipes.index(""))
        dated = np.flatnonzero(same_giver & about_it & ~np.isnat(given.on) & known_by(given.on, as_of))
        newest = dated[given.on[dated] == given.on[dated].max()] if len(dated) else dated
        if not is_yes[newest].any():
            continue
        yes = int(newest[is_yes[newest]][0])
        flat = town.households.label[int(given.household[row])]
        detail = f"{stances[given.stance[row]]}; {stances[given.stance[yes]]} {given.on[yes]}"
        places = "; ".join(town.codes.sources[given.sources[row]].split("\n"))
        rows.append((UNDATED_NO, flat, GIVERS[given.giver[row]], detail, places))
    return rows


def _same_persons(town: Town) -> list[tuple[str, str, str, str, str]]:
    same = town.closed.same
    pairs = zip(town.closed.first[same].tolist(), town.closed.second[same].tolist(), strict=True)
    home = town.households.label[town.persons.household]
    key = town.persons.key
    return [(SAME_PERSON, home[a], home[b], f"{key[a]}, {key[b]}", "") for a, b in pairs]


def _unplaced(town: Town) -> list[tuple[str, str, str, str, str]]:
    unplaced, missing = town.tables["unplaced"], town.tables["missing_compound"]
    lost = zip(unplaced["row"].astype(str), unplaced["key"].astype(str), strict=True)
    unnamed = zip(missing["table"].astype(str), missing["rows"].tolist(), strict=True)
    return [
        *((UNPLACED, "", key, row, "") for row, key in lost),
        *((MISSING_COMPOUND, "", table, str(rows), "") for table, rows in unnamed),
    ]


def _stale_words(town: Town, as_of: dt.date) -> list[tuple[str, str, str, str, str]]:
    """The newest dated word of each household and giver by `as_of`, where it is unsigned and too old."""
    words = town.stances
    rows = np.flatnonzero(known_by(words.on, as_of) & ~np.isnat(words.on) & ~town.households.stopped[words.household])
    rows = rows[np.lexsort((words.stance[rows], words.on[rows], words.giver[rows], words.household[rows]))]
    who = np.stack([words.household[rows], words.giver[rows].astype(words.household.dtype)])
    is_last = np.r_[(who[:, 1:] != who[:, :-1]).any(axis=0), True] if len(rows) else np.zeros(0, bool)
    unsigned = np.array([stance in UNSIGNED for stance in town.codes.stances], bool)
    old = words.on[rows] + np.timedelta64(STALE_DAYS, "D") < day(as_of)
    stale = rows[is_last & old & unsigned[words.stance[rows]]]
    return [
        (
            STALE_WORD,
            town.households.label[int(words.household[word])],
            GIVERS[words.giver[word]],
            f"{town.codes.stances[words.stance[word]]} {words.on[word]}",
            "",
        )
        for word in stale
    ]


def _above_share(town: Town) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            ABOVE_SHARE,
            "",
            f"{row.attribute}: {row.group}",
            f"{row.ratio:.1f} = {row.contact_share:.0%} of contacts / {row.household_share:.0%} of households",
            "",
        )
        for row in alerts(contact_fairness(town)).itertuples()
    ]
