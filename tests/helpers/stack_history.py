"""Small towns with a history, as records of text."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from socialgraph.models.completion.history import History
from socialgraph.schema.addresses import household_key
from socialgraph.schema.records import RECORDS

Row = dict[str, str]
TODAY = dt.date(2026, 11, 25)


def home(room: str) -> str:
    """The household of a room of building 1."""
    return household_key("", "1", "", room)


def history(loaded_on: dt.date = TODAY, **tables: list[Row]) -> History:
    """Records of these rows, blanks elsewhere; days of first load and retirement where a row has them."""
    records = {}
    for name, record in RECORDS.items():
        rows = tables.get(name, [])
        further = [column for column in ("first_on", "retired_on") if any(column in row for row in rows)]
        frame = pd.DataFrame(rows, dtype=object).reindex(columns=[*record.columns, *further], fill_value="")
        records[name] = frame.fillna("")
    return History(records, loaded_on)


def flats(stack: str, *rooms: str) -> list[Row]:
    """A stack of known source."""
    return [
        {
            "flat": home(room), "stack_key": f":1:{stack}:", "building": "1", "room": room, "floor": str(k + 1),
            "stack": stack, "stack_source": "drawing", "kind": "dwelling",
        }
        for k, room in enumerate(rooms)
    ]  # fmt: skip


def word(room: str, stance: str, date: str, **more: str) -> Row:
    """An owner's word, which is the occupant's too where nothing else is said."""
    return {"household": home(room), "giver": "owner", "stance": stance, "date": date, "rank": "1", **more}
