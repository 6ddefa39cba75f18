"""From an assignment to the secretary's workbook. Used by `export` and `demo`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.assignment.plan import assign
from socialgraph.assignment.tables import assignment_table
from socialgraph.errors import InputError
from socialgraph.messages import text
from socialgraph.office.after_load import VOID
from socialgraph.office.list_pictures import list_pictures
from socialgraph.office.next_steps import written_steps
from socialgraph.office.places import scope_of
from socialgraph.office.session import must_be_safe_to_list, opened_store, town_of
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_rows import assignment_records, build_rows, next_export_id
from socialgraph.outputs.lists import write_list
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.confirming import must_be_a_name
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Identities, Vault
from socialgraph.town.resolving import resolved, resolved_keys

if TYPE_CHECKING:
    import pandas as pd

    from socialgraph.messages import Lang
    from socialgraph.outputs.list_pictures import ListPictures
    from socialgraph.outputs.next_sheets import NextStep
    from socialgraph.project.settings import Project
    from socialgraph.store import Store

LISTS_FOLDER = "lists"


@dataclass(frozen=True)
class Export:
    """What an export made; `path` is None where there was no conversation to propose."""

    export_id: str
    path: Path | None
    conversations: int
    volunteers: int


def export_list(
    project: Project,
    *,
    confirmed_by: str,
    scope: str = "",
    phones_for: str = "",
    out: Path | None = None,
    lang: Lang = "zh",
) -> Export:
    """Assign, name, remember, write: the open rows count as used capacity until they are filled in or expire.

    The log holds the intent, with the list's number, before anything else is done: a number is never given out twice,
    whatever is killed when. The graph knows the rows before anybody can hold the list.
    """
    must_be_a_name(confirmed_by)
    today = project.today()
    keys = Keys.load(project.key_id)
    audit = AuditLog(project.working_folder(), keys)
    with opened_store(project) as store:
        town, unfinished = town_of(store, project)
        must_be_safe_to_list(town, unfinished)
        scope = scope_of(town, scope)
        plan = assign(town, as_of=today, policy=project.policy, today=today)
        written = store.read()
        records, _ = resolved(written)
        used = {*records["assignments"]["export_id"], *(entry.get("export_id", "") for entry in audit.entries())}
        export_id = next_export_id(today, used, project.code())
        with audit.act("export", export_id=export_id, scope=scope, confirmed_by=confirmed_by) as act:
            identities = Vault(project.working_folder(), keys).read("export", audit)
            rows = build_rows(
                assignment_table(plan),
                records,
                identities.names,
                resolved_keys(written, identities.phones) if phones_for else None,
                lang=lang,
                phone_purpose=phones_for,
            )
            rows = _within(rows, scope)
            act.counts = {"rows": len(rows), "whole_phones": len(rows) if phones_for else 0}
            path = None
            if len(rows):
                _must_be_named(rows, identities)
                path = (out or project.folder / LISTS_FOLDER) / text("file_name.list", lang, list=export_id)
                pictures = list_pictures(
                    plan, rows, identities.names, today=today, policy=project.policy, door=scope.partition("-")[2]
                )
                context = _context(project, export_id, confirmed_by, scope, phones_for, lang, str(audit.head()))
                steps = written_steps(plan, identities.names, scope, lang)
                _write(store, path, rows, context, pictures, steps, since=town.run_id)
                act.files = [path]
        head = audit.head()
        store.anchor_audit(project.code(), head.entries, head.hash)
    return Export(export_id, path, len(rows), int(rows["person"].nunique()))


def _write(
    store: Store,
    path: Path,
    rows: pd.DataFrame,
    context: ListContext,
    pictures: ListPictures,
    steps: Sequence[NextStep],
    *,
    since: str,
) -> None:
    """The rows into the graph, then the workbook; rows of a workbook that could not be written are void."""
    open_rows = assignment_records(rows, context.export_id, context.exported_on, context.last_day)
    if path.exists():
        raise InputError("export.file_exists", file=path.name, folder=path.parent)
    store.append_assignments(open_rows, since=since)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_list(path, rows, context, pictures, steps)
    except BaseException:
        store.append_assignments(open_rows.assign(state=VOID))
        raise


def _must_be_named(rows: pd.DataFrame, identities: Identities) -> None:
    """A list says whom to ask by name: without the vault there is none to hand out."""
    nameless = set(rows["person"]) - set(identities.names)
    if nameless:
        raise InputError("export.nameless", volunteers=len(nameless))


def _within(rows: pd.DataFrame, scope: str) -> pd.DataFrame:
    """The rows of a building (`5`) or a door (`5-2`), numbered from 1 again."""
    if scope:
        building, _, door = scope.partition("-")
        inside = (rows["building"] == building) & ((rows["door"] == door) | (not door))
        rows = rows[inside].reset_index(drop=True)
        rows["row_no"] = range(1, len(rows) + 1)
    return rows


def _context(
    project: Project, export_id: str, confirmed_by: str, scope: str, phones_for: str, lang: Lang, audit_head: str
) -> ListContext:
    return ListContext(
        export_id=export_id,
        exported_on=project.today(),
        handler=project.handler,
        purpose=project.purpose,
        grievance=project.grievance,
        confirmed_by=confirmed_by,
        legal_basis=project.legal_basis,
        retention_end=project.retention_end.isoformat() if project.retention_end else "",
        scope=scope,
        phone_purpose=phones_for,
        audit_head=audit_head,
        lang=lang,
    )
