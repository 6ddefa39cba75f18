"""Texts in a fixed order, and their indices: the one place where ids meet array positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar, overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Nodes

ArrayT = TypeVar("ArrayT", bound=NDArray[Any])


class StringIndex:
    """Texts, each known by its position; kept as one UTF-8 block, so that millions load in a moment.

    Attributes
    ----------
    block : (n_bytes,) uint8, all texts one after the other.
    offsets : (n + 1,) int64, where each begins in `block`.
    """

    def __init__(self, block: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self.block = frozen(block)
        self.offsets = frozen(offsets)

    @classmethod
    def of(cls, texts: Iterable[str]) -> StringIndex:
        """A vocabulary of these texts, in this order."""
        listed = list(texts)
        joined = "".join(listed)
        encoded = joined.encode()
        if len(encoded) == len(joined):
            lengths = np.fromiter(map(len, listed), np.int64, len(listed))
        else:
            lengths = _utf8_lengths(listed, encoded)
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        vocabulary = cls(np.frombuffer(encoded, np.uint8), ends)
        vocabulary.__dict__["texts"] = listed  # known already: not to be decoded again
        return vocabulary

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    @overload
    def __getitem__(self, index: int | np.integer) -> str: ...
    @overload
    def __getitem__(self, index: NDArray[np.integer]) -> NDArray[np.object_]: ...
    def __getitem__(self, index: int | np.integer | NDArray[np.integer]) -> str | NDArray[np.object_]:
        """The text at an index, or an object array of the texts at an array of indices (-1 gives "")."""
        if isinstance(index, np.ndarray):
            different, place = np.unique(index, return_inverse=True)
            begins, ends = self.offsets[different].tolist(), self.offsets[different + 1].tolist()
            view = self.block.data
            texts = np.empty(len(different), object)
            # at -1 a text would begin at the end and end at the beginning: none
            texts[:] = [str(view[a:b], "utf-8") for a, b in zip(begins, ends, strict=True)]
            return np.asarray(texts[place])
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._text(int(index) % len(self))

    def _text(self, index: int) -> str:
        return self.block[self.offsets[index] : self.offsets[index + 1]].tobytes().decode()

    @cached_property
    def texts(self) -> list[str]:
        """All texts in order."""
        whole = self.block.tobytes()
        ends = self.offsets.tolist()
        return [whole[a:b].decode() for a, b in pairwise(ends)]

    @cached_property
    def _index(self) -> pd.Index:
        return pd.Index(self.texts, dtype=object)

    def find(self, text: str) -> int:
        """The index of a text, -1 where it is none of ours."""
        return int(self._index.get_indexer(pd.Index([text], dtype=object))[0])

    def codes(self, column: pd.Series | NDArray[np.object_]) -> Nodes:
        """The indices of a whole column of texts, -1 where a text is none of ours."""
        return frozen(self._index.get_indexer(pd.Index(np.asarray(column, object), dtype=object)).astype(np.int32))


def _utf8_lengths(texts: list[str], encoded: bytes) -> NDArray[np.int64]:
    """Bytes of each text, from the bytes of all: one to four a character, told by its first byte."""
    is_first = (np.frombuffer(encoded, np.uint8) & 0xC0) != 0x80
    begins = np.append(np.flatnonzero(is_first), len(encoded))  # of every character, and the end
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    return np.diff(begins[ends], prepend=0).astype(np.int64)


def frozen(array: ArrayT) -> ArrayT:
    """The same array, not to be written to any more."""
    array.flags.writeable = False
    return array
