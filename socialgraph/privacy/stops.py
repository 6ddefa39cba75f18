"""Hard stops: the households that asked to be left alone, or whose refusal is respected. They appear in no list."""

from __future__ import annotations

import pandas as pd

from socialgraph.privacy.columns import merge_rows

DO_NOT_CONTACT = "do_not_contact"
RESPECTED_REFUSAL = "respected_refusal"


def stops_on_record(dossiers: pd.DataFrame, visits: pd.DataFrame, stances: pd.DataFrame) -> pd.DataFrame:
    """The stops that these tables give: the column, a visit's `asked_to_stop`, a stance `respected_refusal`.

    Nothing in a table lifts a stop: a blank, a later stance or a "no" in the column gives no row here, and a stop
    already on record stays (`store` never retires one).

    Parameters
    ----------
    dossiers, visits, stances : frames with `household` and `sources`, and their canonical columns.

    Returns
    -------
    DataFrame: household, stop, stopped_on (the first known day, empty where none is), sources.
    """
    parts = [
        _stop(dossiers[dossiers["do_not_contact"] == "true"], DO_NOT_CONTACT, "do_not_contact_on"),
        _stop(visits[visits["result"] == "asked_to_stop"], DO_NOT_CONTACT, "date"),
        _stop(stances[stances["stance"] == "respected_refusal"], RESPECTED_REFUSAL, "date"),
    ]
    stops = pd.concat(parts, ignore_index=True)
    stops = stops[stops["household"] != ""]
    # the last value that is not empty is kept: with the latest first, that is the earliest known day
    return merge_rows(stops.sort_values("stopped_on", ascending=False, kind="stable"), ["household", "stop"])


def _stop(rows: pd.DataFrame, stop: str, dated_by: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "household": rows["household"],
            "stop": stop,
            "stopped_on": rows[dated_by],
            "sources": rows["sources"],
        },
        dtype=str,
    )
