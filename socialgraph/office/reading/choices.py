"""How files are read for a project, and what is said of the reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.numbering import RoomNumbering
from socialgraph.loaders.values.words.confirmed import CONFIRMED_NAME, read_confirmed

if TYPE_CHECKING:
    from socialgraph.loaders import Reading
    from socialgraph.project.settings import Project

FILL_DOWN = ("building", "door")
DICTIONARY = "dictionary.csv"


def read_options(
    project: Project | None = None, *, ffill: Sequence[str] = (), visible_only: bool = False
) -> ReadOptions:
    """The reader's choices of a user and of the project.

    Raises
    ------
    InputError
        If `ffill` names another column than building and door.
    """
    if set(ffill) - set(FILL_DOWN):
        raise InputError("option.bad_ffill")
    dictionary = project.folder / DICTIONARY if project is not None else None
    confirmed = project.folder / CONFIRMED_NAME if project is not None else None
    return ReadOptions(
        ffill=tuple(ffill),
        visible_only=visible_only,
        dictionary=dictionary if dictionary is not None and dictionary.exists() else None,
        confirmed=read_confirmed(confirmed),
        today=project.today() if project is not None else None,
        numbering=RoomNumbering(**project.room_numbering()) if project is not None else RoomNumbering(),
    )


def sheet_table(reading: Reading) -> pd.DataFrame:
    """One row a sheet: its kind, rows read, used and quarantined, and the columns dropped."""
    columns = ["file", "sheet", "kind", "rows_read", "used", "quarantined", "columns_dropped", "notes"]
    return pd.DataFrame([[getattr(report, name) for name in columns] for report in reading.reports], columns=columns)
