"""Whole columns of text at once: distinct rows, order, and one row a key. For tables of millions of rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SOURCE_SEPARATOR = "\n"  # as in canonical tables; a test holds the two together


def distinct_rows(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """Which distinct row each row is, and the distinct rows of `columns`, numbered by first appearance.

    Returns
    -------
    codes : (n,) int64
    distinct : (k, len(columns)) frame; `distinct.iloc[codes]` equals `frame[columns]`.
    """
    codes = np.zeros(len(frame), dtype=np.int64)
    for column in columns:
        values, words = pd.factorize(frame[column])
        # n rows make at most n distinct rows, so that the product stays below 2**63 for n below 3e9
        codes = pd.factorize(codes * max(len(words), 1) + values)[0].astype(np.int64)
    first = np.flatnonzero(~pd.Series(codes).duplicated().to_numpy())
    return codes, frame[list(columns)].iloc[first].reset_index(drop=True)


def row_order(frame: pd.DataFrame, columns: Sequence[str]) -> NDArray[np.int64]:
    """The places that sort `frame` by `columns`, each compared as text; equal rows keep their order."""
    ranks = [pd.factorize(frame[column], sort=True)[0] for column in columns]
    return np.lexsort(ranks[::-1]).astype(np.int64) if ranks else np.arange(len(frame))


def place_in_group(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each row the number of earlier rows with the same code: 0 for the first of its kind."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(codes) else codes
    places = np.arange(len(codes)) - np.repeat(starts, np.diff(np.r_[starts, len(codes)]))
    result = np.empty(len(codes), dtype=np.int64)
    result[order] = places
    return result


def merge_rows(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """One row a key: of each further column the last value that is not empty, of `sources` all of them."""
    codes, distinct = distinct_rows(frame, key)
    if len(distinct) == len(frame):
        return frame.reset_index(drop=True)
    repeated = np.bincount(codes)[codes] > 1
    several, rest = frame[repeated], frame[~repeated]
    values = [column for column in frame.columns if column not in key and column != "sources"]
    group = codes[repeated]
    merged = several[~pd.Series(group).duplicated(keep="last").to_numpy()].copy()
    wanted = group[~pd.Series(group).duplicated(keep="last").to_numpy()]
    for column in values:
        filled = several[column] != ""
        last = pd.Series(several.loc[filled, column].to_numpy(), index=group[filled.to_numpy()])
        merged[column] = last.groupby(level=0).last().reindex(wanted, fill_value="").to_numpy()
    merged["sources"] = _joined_sources(several["sources"], group).reindex(wanted).to_numpy()
    return pd.concat([rest, merged], ignore_index=True)


def _joined_sources(sources: pd.Series, group: NDArray[np.int64]) -> pd.Series:
    """The distinct sources of each group, sorted and joined again."""
    pairs = pd.DataFrame({"group": group, "source": sources.to_numpy()}).drop_duplicates()
    alone = ~pairs["group"].duplicated(keep=False)
    result = pd.Series(pairs.loc[alone, "source"].to_numpy(), index=pairs.loc[alone, "group"].to_numpy())
    several = pairs[~alone]
    if several.empty:
        return result
    single = several.assign(source=several["source"].str.split(SOURCE_SEPARATOR)).explode("source")
    single = single[single["source"] != ""].drop_duplicates().sort_values(["group", "source"])
    joined = single.groupby("group")["source"].agg(SOURCE_SEPARATOR.join)
    missing = pd.Index(several["group"].unique()).difference(joined.index)
    return pd.concat([result, joined, pd.Series("", index=missing)])
