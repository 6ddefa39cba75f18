"""Columns of records, dictionary-encoded once; a missing table or column is an empty one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.encoded import Encoded
from socialgraph.schema.addresses import SEPARATOR, natural_rank
from socialgraph.schema.records import RECORDS

_ORIGIN = ("sources", "first_on")


class RecordColumns:
    """Records with every table and column there, so that a missing table is an empty one."""

    keyed_by_household = (
        "people",
        "persons",
        "links",
        "visits",
        "measures",
        "surveys",
        "access_windows",
        "stops",
        "assignments",
    )

    def __init__(self, records: Mapping[str, pd.DataFrame]) -> None:
        self._frames = {
            name: _complete(records.get(name), (*record.columns, *_ORIGIN)) for name, record in RECORDS.items()
        }
        self._coded: dict[tuple[str, str], Encoded] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def coded(self, name: str, column: str) -> Encoded:
        """A column as codes of its different texts.

        Parameters
        ----------
        name : of a table.
        column : of that table.

        Returns
        -------
        Encoded
            "" where nothing is recorded.
        """
        if (name, column) not in self._coded:
            self._coded[name, column] = Encoded.of(self._frames[name][column])
        return self._coded[name, column]

    def texts(self, name: str, column: str) -> NDArray[np.object_]:
        """A column as an object array of texts.

        Parameters
        ----------
        name, column : as in `coded`.

        Returns
        -------
        (rows,) object
            A str each, in the order of the records; "" where nothing is recorded.
        """
        return self.coded(name, column).texts

    def visitors(self) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        """(row of visits, visitor): the pseudonyms of everyone who came.

        Returns
        -------
        row : (visitors,) int64
            The row of `visits`, ascending.
        visitor : (visitors,) object
            A pseudonym, never ""; a visit of two people gives two of them.
        """
        written = self.texts("visits", "visitors")
        lists = [text.split("|") for text in written]
        row = np.repeat(np.arange(len(lists)), [len(names) for names in lists])
        who = np.array([name for names in lists for name in names], object)
        return row[who != ""], who[who != ""]

    def pipe_kinds(self) -> tuple[str, ...]:
        """All pipe kinds on record, the empty one (all pipes) first.

        Returns
        -------
        tuple of str
            "" first, which is all pipes, then the named kinds in order of code points; its places are the codes of
            pipes.
        """
        named = [self.coded(name, "pipe_kind").categories()[1] for name in ("flats", "stances", "works")]
        return ("", *sorted(set().union(*named) - {""}))

    def building_keys(self) -> NDArray[np.object_]:
        """`compound:building` of every row of the register.

        Returns
        -------
        (rows,) object
            A str each, in the order of the register; an empty part stays empty.
        """
        return np.asarray(self.texts("flats", "compound") + SEPARATOR + self.texts("flats", "building"))

    def stack_keys(self) -> NDArray[np.object_]:
        """`compound:building:code:pipe_kind` of every row of the register; the code empty where no stack is known.

        Returns
        -------
        (rows,) object
            A str each, in the order of the register.
        """
        code, pipe = self.texts("flats", "stack"), self.texts("flats", "pipe_kind")
        return np.asarray(self.building_keys() + SEPARATOR + code + SEPARATOR + pipe)


def _complete(frame: pd.DataFrame | None, columns: Iterable[str]) -> pd.DataFrame:
    if frame is None:
        return pd.DataFrame({column: pd.Series([], dtype=object) for column in columns})
    missing = [column for column in columns if column not in frame.columns]
    return frame.assign(**dict.fromkeys(missing, "")).reset_index(drop=True)


def places(texts: NDArray[np.object_]) -> NDArray[np.int64]:
    """The place of each text in natural order.

    Parameters
    ----------
    texts : different texts.

    Returns
    -------
    (n,) int64
        From 0, in the order of `texts`: `2` comes before `10`.

    Examples
    --------
    >>> places(np.array(["10", "2", "1A"], object)).tolist()
    [2, 1, 0]
    """
    rank = natural_rank(texts)
    return np.array([rank[text] for text in texts], np.int64)
