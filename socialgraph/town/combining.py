"""Several rows on one thing become one: of each column what was said latest, whatever order the rows are in."""

from __future__ import annotations

import pandas as pd

from socialgraph.schema.kinds import first_day
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.records import RECORDS

_DATED_BY = {"dossiers": "survey_date", "people": "willing_on", "works": "done_on"}
_ONE_A = {"dossiers": "household", "people": "person", "works": "stack_key", "persons": "person"}
_UNITED = frozenset({"roles", "scope", *OPT_IN_DAYS.values()})


def combined(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """One row a dossier, roster entry, stack's works and person; of any other table each different row once.

    Of each column the value of the latest day counts, of one day the last in order of code points; roles, scopes and
    the days of words on helping are united; a stop in any row is one. Copies of one row of an exported list are
    one visit: the one that was asked to stop, else the latest, of one day one where somebody was met.

    Parameters
    ----------
    name : of a table, a model or a column set.
    frame : records of one table.

    Returns
    -------
    DataFrame
        The columns of `frame`, all text; "" where no record says anything. A key of "" is nobody's: such
        rows are not united.
    """
    columns = (
        [column for column in RECORDS[name].columns if column in frame]
        if name in RECORDS
        else [str(column) for column in frame]
    )
    if name == "visits" and "list_row" in frame:
        frame = _one_visit_a_list_row(frame)
    key = _ONE_A.get(name)
    if key is None or key not in frame or not frame[key].duplicated().any():
        return frame if key is not None else _without_repeats(frame, columns)
    several = frame[key].duplicated(keep=False) & (frame[key] != "")
    rows = [_one(name, group) for _, group in frame[several].groupby(key, sort=True)]
    return pd.concat([frame[~several], pd.DataFrame(rows, columns=frame.columns)], ignore_index=True)


def _one_visit_a_list_row(frame: pd.DataFrame) -> pd.DataFrame:
    copies = frame[(frame["list_row"] != "") & frame["list_row"].duplicated(keep=False)]
    if copies.empty:
        return frame
    order = copies.assign(
        stop=copies["result"] == "asked_to_stop",
        day=copies["date"].map(first_day),
        met=copies["result"] != "no_contact",
    ).sort_values(["stop", "day", "met", "result", "mode", "visitors"])
    others = order.index[order["list_row"].duplicated(keep="last")]
    return frame.drop(index=others).reset_index(drop=True)


def _without_repeats(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    repeats = frame.duplicated(columns)
    return frame[~repeats].reset_index(drop=True) if repeats.any() else frame


def _one(name: str, group: pd.DataFrame) -> dict[str, str]:
    dated_by = _DATED_BY.get(name, "")
    days = [first_day(day) for day in group[dated_by]] if dated_by in group else [""] * len(group)
    row: dict[str, str] = {}
    for column in group.columns:
        cells = [str(cell) for cell in group[column]]
        if column == "sources":
            row[column] = "\n".join(sorted({one for cell in cells for one in cell.split("\n")} - {""}))
        elif column in _UNITED:
            row[column] = "|".join(sorted({part for cell in cells for part in cell.split("|")} - {""}))
        elif column == "do_not_contact" and "true" in cells:
            row[column] = "true"
        elif column == "willing":
            row[column] = _no_before_yes(days, cells)
        else:
            row[column] = max(((day, cell) for day, cell in zip(days, cells, strict=True) if cell), default=("", ""))[1]
    return row


def _no_before_yes(days: list[str], cells: list[str]) -> str:
    """The word on helping of the latest day; of a yes and a no of one day the no."""
    dated = [(day, cell) for day, cell in zip(days, cells, strict=True) if cell]
    newest = max((day for day, _ in dated), default="")
    return min((cell for day, cell in dated if day == newest), default="")
