"""Hard stops: the households that asked to be left alone, or whose refusal is respected. They appear in no list."""

from __future__ import annotations

import pandas as pd

from socialgraph.privacy.columns import merge_rows
from socialgraph.schema.constants import STOP_WORDS, StopWord

_MARK = "do_not_contact"


def stops_on_record(dossiers: pd.DataFrame, visits: pd.DataFrame, stances: pd.DataFrame) -> pd.DataFrame:
    """The stops that these tables give: their rows with a word of `STOP_WORDS`.

    Nothing in a table lifts a stop: a blank, a later stance or a "no" in the column gives no row here, and a stop
    already on record stays (`store` never retires one).

    Parameters
    ----------
    dossiers, visits, stances : frames with `household` and `sources`, and their canonical columns.

    Returns
    -------
    DataFrame: household, stop, stopped_on (the first known day, empty where none is), sources.
    """
    tables = {"dossiers": dossiers, "visits": visits, "stances": stances}
    parts = [_stop(tables[word.table], word) for word in STOP_WORDS]
    stops = pd.concat(parts, ignore_index=True)
    stops = stops[stops["household"] != ""]
    # the last value that is not empty is kept: with the latest first, that is the earliest known day
    return merge_rows(stops.sort_values("stopped_on", ascending=False, kind="stable"), ["household", "stop"])


def with_new_marks(
    stops: pd.DataFrame, dossiers: pd.DataFrame, known: pd.DataFrame, on_record: pd.DataFrame, on: str
) -> pd.DataFrame:
    """The same stops, and one of this day for every household that reopened and whose mark is written anew.

    The day of the sheet says nothing: it is that of its survey, and a mark may be written long after.

    Parameters
    ----------
    stops : what `stops_on_record` gives of a load.
    dossiers, known : dossiers as the load and as the graph have them.
    on_record : the stops of the graph, of which those `reopened` count.
    on : the day of the load.

    Returns
    -------
    DataFrame: as `stops`; a new mark has no source, so that no file that says again what it said takes it for its own.
    """
    marked, before = (set(table.loc[table["do_not_contact"] == "true", "household"]) for table in (dossiers, known))
    reopened = set(on_record.loc[on_record["stop"] == "reopened", "household"])
    anew = sorted((marked - before) & reopened & set(known["household"]))
    if not anew:
        return stops
    told = stops["household"].isin(anew) & (stops["stop"] == _MARK)
    rows = pd.DataFrame({"household": anew, "stop": _MARK, "stopped_on": on, "sources": ""}, dtype=str)
    return pd.concat([stops[~told], rows], ignore_index=True)


def _stop(table: pd.DataFrame, word: StopWord) -> pd.DataFrame:
    rows = table[table[word.column] == word.word]
    return pd.DataFrame(
        {
            "household": rows["household"],
            "stop": word.stop,
            "stopped_on": rows[word.dated_by],
            "sources": rows["sources"],
        },
        dtype=str,
    )
