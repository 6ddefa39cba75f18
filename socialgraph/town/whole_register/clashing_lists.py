"""Two lists that name other people at the same flats: one that names no compound is of another one, nobody knows which.

Told from everything on record, so that it is no matter which list was loaded first, or whether they came together.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from socialgraph.schema.addresses import SEPARATOR, SHORTHAND
from socialgraph.town.register import HOUSEHOLDS, Register, mapped
from socialgraph.town.whole_register.lost import PROTECTING

_LEAST_SHARED, _MOSTLY = 4, 0.7  # flats that two lists share, and of how many they name other people
_NOWHERE = SHORTHAND + "?"  # before a key that names no compound: of one that nobody knows
_PAIR = ["source", "source_other"]


def with_doubted_places(
    records: Mapping[str, pd.DataFrame], register: Register
) -> tuple[dict[str, pd.DataFrame], list[tuple[str, int]]]:
    """The records, with what only lists say that name no compound at no place that is known, where others live there.

    Where the other list names its compound it counts; of two that name none neither does. Whoever only such a list
    names is at home nowhere. What becomes of rows at no known place, `without_unknown_places` says: stops hold.

    Parameters
    ----------
    records : tables of text by name, as they were written.
    register : of the same records.

    Returns
    -------
    records : dict of str to DataFrame
        The same frames where no lists clash.
    doubted : list of (str, int)
        How many rows of each table are at no known place now.
    """
    marked: dict[str, pd.DataFrame] = dict(records)
    counts: list[tuple[str, int]] = []
    doubted, believed = _doubted(records, register)
    if doubted.empty:
        return marked, counts
    persons = records["persons"]
    is_stranger = _given_by(doubted, persons, "household", register, wholly=False)
    is_stranger &= ~_given_by(believed, persons, "household", register, wholly=False)
    strangers = set(persons.loc[is_stranger, "person"])
    for name, (column, *_) in HOUSEHOLDS.items():
        frame = records.get(name, pd.DataFrame())
        if name in PROTECTING - {"persons"} or frame.empty or "sources" not in frame:
            continue
        if name in ("persons", "people"):
            leaves = frame["person"].isin(strangers)
        else:
            leaves = _given_by(doubted, frame, column, register, wholly=True)
        leaves &= frame[column].str.startswith(SEPARATOR)
        if leaves.any():
            counts += [(name, int(leaves.sum()))] if name != "persons" else []
            marked[name] = frame.assign(**{column: frame[column].mask(leaves, _NOWHERE + frame[column])})
    return marked, counts


def _given_by(given: pd.MultiIndex, frame: pd.DataFrame, column: str, register: Register, *, wholly: bool) -> pd.Series:
    """Of each row, whether a source that gave it, or `wholly` all of them, are `given` together with its household."""
    homes, each = mapped(frame[column], register.key_of), frame["sources"].str.split("\n").explode()
    is_given = pd.MultiIndex.from_arrays([homes.loc[each.index], each]).isin(given)
    of_row = pd.Series(is_given, index=each.index).groupby(level=0)
    return of_row.all() if wholly else of_row.any()


def _doubted(records: Mapping[str, pd.DataFrame], register: Register) -> tuple[pd.MultiIndex, pd.MultiIndex]:
    """Households with lists that are not to be believed there, and with the lists that name their compound."""
    dossiers, persons = (records.get(name, pd.DataFrame()) for name in ("dossiers", "persons"))
    nothing = pd.MultiIndex.from_arrays([[], []]), pd.MultiIndex.from_arrays([[], []])
    if not {"sources", "household"} <= set(dossiers) or not {"sources", "twin"} <= set(persons):
        return nothing
    tells = ~dossiers["household"].str.startswith(SEPARATOR)
    homes = mapped(dossiers["household"], register.key_of)
    several = homes.duplicated(keep=False) | dossiers["sources"].str.contains("\n", regex=False)
    if tells.all() or homes[several].nunique() < _LEAST_SHARED:
        return nothing
    compound_sources = {source for sources in dossiers.loc[tells, "sources"].unique() for source in sources.split("\n")}
    lists = pd.DataFrame({"home": homes[several], "source": dossiers.loc[several, "sources"].str.split("\n")})
    lists = lists.explode("source").drop_duplicates()
    named = persons.assign(
        home=mapped(persons["household"], register.key_of),
        who=persons["twin"].where(persons["twin"] != "", persons["person"]),
        source=persons["sources"].str.split("\n"),
    )
    named = named[named["home"].isin(lists["home"])].explode("source")[["home", "source", "who"]].drop_duplicates()
    believed = pd.MultiIndex.from_frame(lists[lists["source"].isin(compound_sources)])
    return _clashing(named.merge(lists, on=["home", "source"]), compound_sources), believed


def _clashing(named: pd.DataFrame, compound_sources: set[str]) -> pd.MultiIndex:
    """Of each two lists that mostly have other people, one of which tells no compound: those that tell none."""
    have = named[["home", "source"]].drop_duplicates()
    pairs = _of_two(have.merge(have, on="home", suffixes=("", "_other")))
    same = _of_two(named.merge(named, on=["home", "who"], suffixes=("", "_other")))[["home", *_PAIR]].drop_duplicates()
    pairs = pairs.merge(same.assign(same=True), on=["home", *_PAIR], how="left")
    others = pairs[pairs["same"].isna()]
    compared, differ = pairs.groupby(_PAIR).size(), others.groupby(_PAIR).size()
    clash = differ[(differ >= _LEAST_SHARED) & (differ >= _MOSTLY * compared.reindex(differ.index))]
    others = others.set_index(_PAIR).loc[clash.index].reset_index()
    doubted = pd.concat([others[["home", column]].set_axis(["home", "source"], axis=1) for column in _PAIR])
    return pd.MultiIndex.from_frame(doubted[~doubted["source"].isin(compound_sources)].drop_duplicates())


def _of_two(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[pairs["source"] < pairs["source_other"]]
