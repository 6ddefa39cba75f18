"""What a household says between two loads: a stop, or a word, noted at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.office.after_load import after_load
from socialgraph.office.session import audit_log, opened_store
from socialgraph.privacy.rights import household_subject
from socialgraph.privacy.stops import stops_on_record
from socialgraph.schema.records import RECORDS

if TYPE_CHECKING:
    from socialgraph.messages import Note
    from socialgraph.project.settings import Project


def note_stop(project: Project, flat: str, on: dt.date) -> list[Note]:
    """The household wants to be left alone from now on; what its open lists mean now.

    Raises
    ------
    InputError
        If no household, or more than one, has that label, or the day is yet to come.
    """
    return _note(project, flat, on, stance="")


def note_stance(project: Project, flat: str, stance: str, on: dt.date, *, giver: str = "owner") -> list[Note]:
    """A word of the household: `stance` is a code of the vocabulary, `giver` owner or occupant.

    Raises
    ------
    InputError
        If no household, or more than one, has that label, or the day is yet to come.
    """
    return _note(project, flat, on, stance=stance, giver=giver)


def _note(project: Project, flat: str, on: dt.date, *, stance: str, giver: str = "owner") -> list[Note]:
    if on > project.today():
        raise InputError("rights.future", day=on.isoformat())
    audit = audit_log(project)
    with audit.act("note") as act, opened_store(project) as store:
        records = store.read(["dossiers", "persons", "flats"])
        household = household_subject(records, flat).household
        written = {"stops": _stop(household, on)}
        if stance:
            word = _word(household, stance, giver, on)
            written = {"stances": word, "stops": _stops_of(word)}
        act.counts = {"stops": len(written["stops"]), "stances": len(written.get("stances", ()))}
        store.write({name: rows for name, rows in written.items() if len(rows)}, sources=set())
        notes = after_load(store, project)
        head = audit.head()
        store.anchor_audit(project.code(), head.entries, head.hash)
    return notes


def _stop(household: str, on: dt.date) -> pd.DataFrame:
    row = {"household": household, "stop": "do_not_contact", "stopped_on": on.isoformat(), "sources": ""}
    return pd.DataFrame([row], dtype=str)


def _word(household: str, stance: str, giver: str, on: dt.date) -> pd.DataFrame:
    """One row; of several words of one day all have to consent, whatever their order."""
    row = dict.fromkeys([*RECORDS["stances"].columns, "sources"], "")
    row |= {"household": household, "giver": giver, "date": on.isoformat(), "stance": stance}
    return pd.DataFrame([row], dtype=str)


def _stops_of(word: pd.DataFrame) -> pd.DataFrame:
    """A refusal to be respected is a stop at once."""
    nothing = pd.DataFrame(columns=["household", "sources", "do_not_contact", "do_not_contact_on", "result", "date"])
    return stops_on_record(nothing, nothing, word)
