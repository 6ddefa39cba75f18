"""Whole columns of text at once: unique rows, order, and one row a key. For tables of millions of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SOURCE_SEPARATOR = "\n"  # as in canonical tables; a test holds the two together


def unique_rows(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """Which unique row each row is, and the unique rows of `columns`, numbered by first appearance.

    Returns
    -------
    codes : (n,) int64
    unique : (k, len(columns)) frame; `unique.iloc[codes]` equals `frame[columns]`.
    """
    codes = np.zeros(len(frame), dtype=np.int64)
    for column in columns:
        values, words = pd.factorize(frame[column])
        if len(words) < 2:
            continue
        # n rows make at most n unique rows, so that the product stays below 2**63 for n below 3e9
        codes = pd.factorize(codes * len(words) + values)[0].astype(np.int64)
    first = np.flatnonzero(~pd.Series(codes).duplicated().to_numpy())
    return codes, frame[list(columns)].iloc[first].reset_index(drop=True)


def row_order(frame: pd.DataFrame, columns: Sequence[str]) -> NDArray[np.int64]:
    """The places that sort `frame` by `columns`; equal rows keep their order."""
    ranks = [pd.factorize(frame[column], sort=True)[0] for column in columns]
    return np.lexsort(ranks[::-1]).astype(np.int64) if ranks else np.arange(len(frame))


def merge_rows(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """One row a key: of each further column the last value that is not empty, of `sources` all of them.

    Keys that stand once come first, in their order.
    """
    codes, unique = unique_rows(frame, key)
    if len(unique) == len(frame):
        return frame.reset_index(drop=True)
    repeated = np.bincount(codes)[codes] > 1
    several, group = frame[repeated], codes[repeated]
    last = ~pd.Series(group).duplicated(keep="last").to_numpy()
    merged, wanted = several[last].copy(), group[last]
    for column in frame.columns.difference([*key, "sources"]):
        filled = (several[column] != "").to_numpy()
        values = pd.Series(several[column].to_numpy()[filled], index=group[filled])
        values = values[~values.index.duplicated(keep="last")]
        merged[column] = values.reindex(wanted, fill_value="").to_numpy()
    joined = _joined_sources(several["sources"], group)
    merged["sources"] = [joined[place] for place in wanted.tolist()]
    return pd.concat([frame[~repeated], merged], ignore_index=True)


def _joined_sources(sources: pd.Series, group: NDArray[np.int64]) -> dict[int, str]:
    """The unique sources of each group, sorted and joined again."""
    pairs = pd.DataFrame({"group": group, "source": sources.to_numpy()}).drop_duplicates().sort_values("group")
    rows = zip(pairs["group"].tolist(), pairs["source"].tolist(), strict=True)
    return {place: join_sources(source for _, source in group) for place, group in groupby(rows, itemgetter(0))}


def join_sources(cells: Iterable[str]) -> str:
    """All sources of these cells, each once, sorted."""
    given = list(cells)
    if len(given) == 1:
        return given[0]
    return SOURCE_SEPARATOR.join(sorted({source for cell in given for source in cell.split(SOURCE_SEPARATOR)} - {""}))
