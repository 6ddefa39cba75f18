"""For the data-protection officer: what is held by category, what is due, what is out; facts of the assessment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.files.private import write_private
from socialgraph.office.lists.handing_out import anchor_log
from socialgraph.office.residents.plain_files import plain_files_of_ours
from socialgraph.office.residents.purge import purge
from socialgraph.office.session import audit_log, free_texts, opened_store
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Vault
from socialgraph.schema.list_states import OPEN, VOID, is_unexpired

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socialgraph.messages import Lang
    from socialgraph.privacy.vault import Identities
    from socialgraph.project.settings import Project

REGISTER_COLUMNS = ["section", "item", "state", "count", "households", "due_on"]
HELD, RETENTION, EXPORT, STOP, FILE = "held", "retention", "export", "stop", "plain file"
DAYS_AFTER_WORKS = 180
_EXPORTS = frozenset({"export", "report", "picture"})
_NOTHING = frozenset({"", "none"})


@dataclass(frozen=True)
class _Facts:
    """What the register and the assessment are made of."""

    records: Mapping[str, pd.DataFrame]
    identities: Identities
    texts: int
    served: int
    files: list[Path]


def register(project: Project) -> pd.DataFrame:
    """What is held by category, retention dates due, exports out and expired, open stops, plain files; nobody's name.

    Returns
    -------
    DataFrame of REGISTER_COLUMNS: `held` (a table of the graph or a part of the vault: rows, households),
    `retention` (the end of the project's, and households whose works were done long ago), `export` (a number given
    out: rows, the day it expires; `out`, `expired`, `returned`, `void` or, of a page or picture, `made`), `stop` (by
    kind), `plain file` (lists and quarantine workbooks that lie in the project's folder).
    """
    facts = _facts(project)
    rows = [*_held(facts), *_retention(project, facts), *_exports(project, facts.records), *_stops(facts.records)]
    rows += [(FILE, path.name, "in the folder", 1, 0, "") for path in facts.files]
    return pd.DataFrame(rows, columns=REGISTER_COLUMNS)


def write_assessment(project: Project, out: Path, lang: Lang) -> Path:
    """Write the impact assessment's template (Markdown), filled with the project's facts."""
    table = register(project)
    facts = {str(row["item"]): row for row in table[table["section"] == HELD].to_dict("records")}
    exports = table[table["section"] == EXPORT]
    audit = audit_log(project)
    template = (files("socialgraph") / "data" / f"assessment_{lang}.md").read_text(encoding="utf-8")
    end = project.retention_end
    filled = template.format(
        assessment=project.assessment,
        today=project.today().isoformat(),
        handler=project.handler,
        purpose=project.purpose,
        legal_basis=project.legal_basis,
        retention_end=end.isoformat() if end else "",
        days_left=(end - project.today()).days if end else "",
        grievance=project.grievance,
        store=project.store.kind,
        held="\n".join(f"| {name} | {row['count']} |" for name, row in facts.items()),
        flags=facts["flags with consent"]["households"],
        stops=int(table.loc[table["section"] == STOP, "households"].sum()),
        exports=len(exports),
        open_exports=int((exports["state"] == "out").sum()),
        entries=len(audit.entries()),
        head=audit.head(),
    )
    write_private(out, filled.encode("utf-8"))
    audit.append("assessment", files=[out])
    anchor_log(project, audit)
    return out


def _facts(project: Project) -> _Facts:
    audit = audit_log(project)
    with audit.act("register") as act:
        with opened_store(project) as store:
            records = store.read()
        vault = Vault(project.working_folder(), Keys.load(project.key_id))
        identities = vault.read("register", audit)
        act.counts = {"households": len(records["dossiers"])}
    texts = len(free_texts(project).as_written())
    due = purge(project, days_after_works=DAYS_AFTER_WORKS, dry_run=True)
    return _Facts(records, identities, texts, len(due.households), plain_files_of_ours(project))


def _held(facts: _Facts) -> list[tuple[str, str, str, int, int, str]]:
    rows = [
        (HELD, name, "graph", len(frame), frame["household"].nunique() if "household" in frame else 0, "")
        for name, frame in facts.records.items()
        if name != "flats" and len(frame)
    ]
    flags = facts.records["dossiers"][~facts.records["dossiers"]["flags"].isin(_NOTHING)]
    rows.append((HELD, "flags with consent", "graph", len(flags), flags["household"].nunique(), ""))
    known = facts.identities
    rows += [
        (HELD, "names", "vault", len(known.names), 0, ""),
        (HELD, "phones", "vault", len(known.phones), len(known.phones), ""),
        (HELD, "free texts", "vault", facts.texts, 0, ""),
    ]
    return rows


def _retention(project: Project, facts: _Facts) -> list[tuple[str, str, str, int, int, str]]:
    end = project.retention_end
    ended = end is not None and end < project.today()
    households = facts.records["dossiers"]["household"].nunique()
    due_on = end.isoformat() if end else ""
    return [
        (RETENTION, "everything", "due" if ended else "not yet", 0, households, due_on),
        (RETENTION, "works done long ago", "due" if facts.served else "none", 0, facts.served, ""),
    ]


def _exports(project: Project, records: Mapping[str, pd.DataFrame]) -> list[tuple[str, str, str, int, int, str]]:
    """Lists by their rows in the graph; pages and pictures by the log."""
    lists = records["assignments"]
    rows = []
    for export_id, given in lists.groupby("export_id"):
        expires_on = str(given["expires_on"].max())
        rows.append(
            (EXPORT, str(export_id), _state(given, project.today()), len(given),
             given["household"].nunique(), expires_on)
        )  # fmt: skip
    known = {*lists["export_id"]}
    for entry in audit_log(project).entries():
        number = str(entry.get("export_id", ""))
        if entry["event"] in _EXPORTS and number and number not in known:
            known.add(number)
            rows.append((EXPORT, number, "made", int(sum(entry["counts"].values())), 0, str(entry["at"])[:10]))
    return rows


def _state(given: pd.DataFrame, today: dt.date) -> str:
    states = {*given["state"]}
    if OPEN not in states:
        return "void" if states == {VOID} else "returned"
    expires_on = given["expires_on"].replace("", None).to_numpy("datetime64[D]")
    return "out" if is_unexpired(expires_on, today).any() else "expired"


def _stops(records: Mapping[str, pd.DataFrame]) -> list[tuple[str, str, str, int, int, str]]:
    return [
        (STOP, str(kind), "open", len(rows), rows["household"].nunique(), "")
        for kind, rows in records["stops"].groupby("stop")
        if kind not in ("reopened", "new_household")
    ]
