"""The project's log for whoever looks after it: shown as a table, and checked against what the graph remembers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from socialgraph.office.session import audit_log, free_texts, opened_store
from socialgraph.privacy.audit import BEGUN, Head, Verification

if TYPE_CHECKING:
    from socialgraph.privacy.audit_chain import Entry
    from socialgraph.privacy.texts import FreeTexts
    from socialgraph.project.settings import Project

SHOWN_COLUMNS = ["line", "at", "user", "event", "outcome", "counts", "files", "export_id", "scope", "confirmed_by"]
_JOINT = ", "
NO_OUTCOME = "begun, no outcome"  # a value of the table like done and failed, the same in every language


def verify_log(project: Project, printed: str = "") -> Verification:
    """Check the project's log: its chain, that it goes on from what the graph remembers, and from a printed list.

    Parameters
    ----------
    printed : the state that a list prints (`23-1a2b3c4d`); empty for none.

    Raises
    ------
    InputError
        If `printed` is no such state.
    """
    known = [Head.printed(printed)] if printed else []
    if project.has_graph():
        with opened_store(project) as store:
            anchor = store.audit_anchor(project.code())
        known += [Head(*anchor)] if anchor is not None else []
    return audit_log(project).verify(known)


def shown_log(project: Project, *, since: dt.date | None = None, event: str = "") -> pd.DataFrame:
    """The log's entries, oldest first, one row an act: its intent and outcome together.

    Returns
    -------
    DataFrame with the columns `SHOWN_COLUMNS`; times in UTC.
    """
    entries, texts = audit_log(project).entries(), free_texts(project)
    outcomes = {entry["of"]: entry for entry in entries if "of" in entry}
    rows = [
        _row(entry, outcomes.get(entry.get("line"), {}), texts)
        for entry in entries
        if "of" not in entry and event in ("", entry["event"])
        if since is None or str(entry["at"])[:10] >= since.isoformat()
    ]
    return pd.DataFrame(rows, columns=SHOWN_COLUMNS)


def for_people(log: pd.DataFrame, project: Project) -> pd.DataFrame:
    """The log as people read it: times of the project's zone, to the minute, and only what there was any of."""
    zone = ZoneInfo(project.policy.timezone)
    times = [dt.datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M") for at in log["at"]]
    counts = [_JOINT.join(part for part in text.split(_JOINT) if not part.endswith(" 0")) for text in log["counts"]]
    return log.assign(at=times, counts=counts)


def _row(entry: Entry, outcome: Entry, texts: FreeTexts) -> list[str | int]:
    both = entry | {name: value for name, value in outcome.items() if value and name not in ("line", "at")}
    stage = str(outcome.get("stage", "")) or (NO_OUTCOME if entry.get("stage") == BEGUN else "")
    counts = _JOINT.join(f"{name} {count}" for name, count in both.get("counts", {}).items())
    further = [str(both.get(name, "")) for name in ("export_id", "scope", "confirmed_by")]
    return [
        int(entry["line"]),
        str(entry["at"]),
        str(entry.get("user", "")),
        str(entry["event"]),
        stage,
        counts,
        ", ".join(map(texts.text, both.get("files", []))),
        *further,
    ]
