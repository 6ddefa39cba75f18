"""What each source last said of a record that several sources give and that they don't agree on.

A record is a function of what its sources say now, and of which of them has changed its mind last, so a file that is
loaded again unchanged changes nothing, whatever was loaded in between. Of a record with one source, or whose sources
agree, nothing need be kept beside its values. Needs and whoever a home belongs to stand in no such note: of them only
a digest tells whether a source has changed its mind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from socialgraph.schema.kinds import first_day
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.records import RECORDS
from socialgraph.schema.shapes import SENSITIVE
from socialgraph.schema.tables import united
from socialgraph.store.several_sources.merging import DATED_BY, LEAST

SAID = "said"
WITH_SAYINGS = frozenset(("dossiers", "people", "measures", "surveys", "access_windows", "works"))
_APART = frozenset((*SENSITIVE, "owner", "public_lessee", "tenant", "occupant", "phone_digest"))
_NEVER_FORGOTTEN = frozenset(OPT_IN_DAYS.values())  # days of all words on helping, whoever said them
_DIGEST, _TURN = "others", "turn"  # of which change of mind a saying came: 1, 2 …
_JOINT = "joint"  # several sources gave a row in one load, and what each of them said was made one before
ALL_JOINT = "*"
_UNITED = frozenset(("roles", "scope"))
_MARKS = frozenset((_DIGEST, _TURN, _JOINT))
Values = Mapping[str, str]
Sayings = dict[str, dict[str, str]]


def kept_apart(columns: Sequence[str]) -> list[str]:
    """The columns of which only a digest is kept by source."""
    return [column for column in columns if column in _APART]


def of_row(row: Values, columns: Sequence[str]) -> dict[str, str]:
    """What a source says in a row: its values that are not blank, and a digest of those that stay apart."""
    apart = "\x1f".join(row[column] for column in columns if column in _APART)
    said = {column: row[column] for column in columns if row[column] and column not in _APART | _NEVER_FORGOTTEN}
    if apart.strip("\x1f"):
        said[_DIGEST] = hashlib.blake2b(apart.encode(), digest_size=6).hexdigest()
    return said


def sayings(text: str, stored: Values, sources: Collection[str], columns: Sequence[str]) -> Sayings:
    """Source → what it last said; one of which nothing is noted said what is stored."""
    plain = of_row(stored, columns)
    if text == ALL_JOINT:
        return {source: {**plain, _JOINT: "1"} for source in sources}
    noted: Sayings = json.loads(text) if text else {}
    return {source: noted.get(source, plain) for source in sources}


def apart_from_records(name: str, stored: pd.DataFrame) -> pd.DataFrame:
    """A row for each source that doesn't say what its record says: what it said of it, the record's key, its source."""
    record = RECORDS[name]
    stored = stored if SAID in stored else stored.assign(**{SAID: ""})
    differ = stored.loc[~stored["retired"].astype(bool) & ~stored[SAID].isin(["", ALL_JOINT])]
    rows = [
        {**{column: row[column] for column in record.key}, **_without_marks(said), "sources": source}
        for row in differ.to_dict("records")
        for source, said in json.loads(row[SAID]).items()
    ]
    return pd.DataFrame(rows, columns=[*record.columns, "sources"], dtype=object).fillna("").astype("str")


def _without_marks(said: Values) -> dict[str, str]:
    return {column: value for column, value in said.items() if column not in _MARKS}


def _noted(by_source: Sayings, after: Values, columns: Sequence[str]) -> str:
    """What is to be kept of the sources that don't say all that the record says; "" where all do."""
    plain = of_row(after, columns)
    others = {source: said for source, said in by_source.items() if said != plain}
    if len(others) == len(by_source) and all(said == {**plain, _JOINT: "1"} for said in others.values()):
        return ALL_JOINT
    return json.dumps(others, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if others else ""


def is_unchanged(by_source: Sayings, told: Values, sources: Collection[str]) -> bool:
    """Whether one source alone says all that it said before."""
    return len(sources) == 1 and all(_plain(by_source[source]) == told for source in sources if source in by_source)


def says_again(by_source: Sayings, told: Values, sources: Collection[str]) -> bool:
    """Whether these sources give a row as they gave it before, as far as it stays apart."""
    digests = [by_source[source].get(_DIGEST, "") for source in sources if source in by_source]
    return len(digests) == len(sources) and set(digests) <= {told.get(_DIGEST, "")}


def was_told_alone(by_source: Sayings, sources: Collection[str]) -> bool:
    """Whether one of these sources has said before, by itself, what it says of the record."""
    return any(source in by_source and _JOINT not in by_source[source] for source in sources)


def told_by(name: str, by_source: Sayings, told: dict[str, str], sources: Collection[str]) -> Sayings:
    """What these sources say by this load: of one that says something else than before it counts as said later.

    Several that say together what they said one by one say it again; what each of several says is not known before
    it comes alone, and then it has not changed its mind.
    """
    turn = str(1 + max((int(said.get(_TURN, "0")) for said in by_source.values()), default=0))
    if len(sources) > 1:
        before = {source: by_source[source] for source in sources if source in by_source}
        if len(before) == len(sources) and all(
            told.get(column, "") == _resolved(name, column, before)
            for column in {*told, *(column for said in before.values() for column in said)} - _MARKS
        ):
            return before
        return {source: {**told, _JOINT: "1", **({_TURN: turn} if before else {})} for source in sources}
    (source,) = sources
    said = by_source.get(source)
    if said is None or _JOINT in said:
        return {source: told}
    if _plain(said) != told:
        return {source: {**told, _TURN: turn}}
    return {source: said}


def _plain(said: Values) -> dict[str, str]:
    return {column: value for column, value in said.items() if column not in (_TURN, _JOINT)}


def together(name: str, by_source: Sayings, record: Values, columns: Sequence[str]) -> dict[str, str]:
    """The record as all its sources make it together, with what is to be kept of what each says."""
    made = {**record, **_all_resolved(name, by_source, columns)}
    return {**made, SAID: _noted(by_source, made, columns)}


def _all_resolved(name: str, by_source: Sayings, columns: Sequence[str]) -> dict[str, str]:
    """Its values that are kept by source; the order in which the sources came is of no matter.

    Of two values the one of the later day counts, of one day that of the source which changed its mind last, else the
    last in order of code points (of a yes and a no the no); roles and scopes are united.
    """
    told = [column for column in columns if column not in _APART | _NEVER_FORGOTTEN]
    return {column: _resolved(name, column, by_source) for column in told}


def _resolved(name: str, column: str, by_source: Sayings) -> str:
    if column in _UNITED:
        return united(said.get(column, "") for said in by_source.values())
    dated = DATED_BY.get(name, "")
    values = [
        ((first_day(said.get(dated, "")), int(said.get(_TURN, "0"))), said[column])
        for said in by_source.values()
        if said.get(column)
    ]
    last = max((when for when, _ in values), default=("", 0))
    return (min if column in LEAST else max)((value for when, value in values if when == last), default="")
