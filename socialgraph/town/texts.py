"""The free texts of a town changed all at once: closed on the way to its file, opened on the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from socialgraph.schema.records import FREE_TEXTS
from socialgraph.town.snapshot import Town


def with_texts(town: Town, of_text: Callable[[str], str], of_source: Callable[[str], str]) -> Town:
    """The town with every free text, and the name of every file, changed by a function; nothing else moves.

    Parameters
    ----------
    town : the snapshot.
    of_text : what becomes of one free text; called for every different one, also for "".
    of_source : what becomes of the name of one file.

    Returns
    -------
    Town
        A new one that shares every array with `town` but those of texts; two texts that become the same are one.
    """

    def of_parts(cell: str) -> str:
        return "|".join(map(of_text, cell.split("|")))

    tables = dict(town.tables)
    for name, columns in FREE_TEXTS.items():
        for column in columns:
            values = tables[name][column]
            texts = pd.Index([of_parts(str(text)) for text in values.cat.categories], dtype=object)
            codes, kept = pd.factorize(texts)  # two texts may come to be the same
            places = pd.Series([*codes, -1]).to_numpy()[values.cat.codes.to_numpy()]
            changed = pd.Categorical.from_codes(places, categories=pd.Index(kept, dtype=object))
            tables[name] = tables[name].assign(**{column: changed})
    sources = tuple(map(of_source, town.codes.sources))
    return replace(town, tables=tables, codes=replace(town.codes, sources=sources))
