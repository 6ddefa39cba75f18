"""Text columns as codes of their different texts: every look-up is done once a text, not once a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.string_index import StringIndex
from socialgraph.arrays.types import Texts
from socialgraph.errors import InputError


@dataclass(frozen=True, eq=False)
class Encoded:
    """A column: `unique[codes]` are its texts.

    Attributes
    ----------
    codes : (rows,) int32.
    unique : object array of the different texts; "" is last (whether or not it occurs).
    """

    codes: NDArray[np.int32]
    unique: Texts

    @classmethod
    def of(cls, column: pd.Series) -> Encoded:
        """Of a column of texts; what is missing is the empty text."""
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, unique = column.cat.codes.to_numpy(), column.cat.categories.to_numpy(object)
        else:
            factors, names = pd.factorize(column)
            codes, unique = factors, np.asarray(names, object)
        return cls(codes.astype(np.int32), np.append(unique, ""))

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def texts(self) -> Texts:
        """(rows,) the texts themselves."""
        return np.asarray(self.unique[self.codes])

    def map(self, of_texts: Callable[[Texts], NDArray[Any]]) -> NDArray[Any]:
        """(rows,) a function of the texts, worked out once for each different one."""
        return np.asarray(of_texts(self.unique)[self.codes])

    def take(self, rows: NDArray[np.integer]) -> Encoded:
        """The column at these rows."""
        return Encoded(self.codes[rows], self.unique)

    def equals(self, text: str) -> NDArray[np.bool_]:
        """(rows,) whether each is this text."""
        return self.map(lambda texts: texts == text)

    def categories(self, first: tuple[str, ...] = ("",)) -> tuple[NDArray[np.int32], tuple[str, ...]]:
        """Codes and what they mean: `first` in that order, then the other texts that occur, sorted."""
        occurs = np.zeros(len(self.unique), bool)
        occurs[self.codes] = True
        known = (*first, *sorted(set(self.unique[occurs]) - set(first)))
        return self.map(StringIndex.of(known).codes), known

    def integers(self, where: str, *, missing: int) -> NDArray[np.int64]:
        """(rows,) whole numbers, `missing` where empty.

        Raises
        ------
        InputError
            If a text is no whole number; `where` says in which table and column.
        """
        try:
            return self.map(lambda texts: np.array([int(t) if t else missing for t in texts], np.int64))
        except (TypeError, ValueError):
            raise InputError("value.not_a_whole_number", where=where) from None
