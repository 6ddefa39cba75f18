"""From an assignment to the secretary's workbook. Used by `export` and `demo`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.assignment.plan import assign
from socialgraph.assignment.tables import assignment_table
from socialgraph.counting import counted
from socialgraph.errors import InputError
from socialgraph.files.private import write_private
from socialgraph.messages import text
from socialgraph.office.lists.handing_out import anchor, context_of, hand_out, numbered_act
from socialgraph.office.lists.next_steps import asked_records, written_steps
from socialgraph.office.lists.pictures import list_pictures
from socialgraph.office.places import is_inside, scope_of
from socialgraph.office.session import must_be_safe_to_list, opened_store, town_of
from socialgraph.outputs.list_rows import assignment_records, build_rows, from_day_on
from socialgraph.outputs.lists import write_list
from socialgraph.outputs.page.volunteer import volunteer_page
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.confirming import must_be_a_name
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Identities, Vault
from socialgraph.reach.quiet_hours import first_contact_day
from socialgraph.town.resolving import resolved, resolved_keys

if TYPE_CHECKING:
    from socialgraph.messages import Lang
    from socialgraph.outputs.list_context import ListContext
    from socialgraph.outputs.list_pictures import ListPictures
    from socialgraph.outputs.next_sheets import NextStep
    from socialgraph.project.settings import Project
    from socialgraph.town.snapshot import Town

LISTS_FOLDER = "lists"


@dataclass(frozen=True)
class Export:
    """What an export made; `path` is None where there was neither a conversation nor another step to propose."""

    export_id: str
    path: Path | None
    conversations: int
    volunteers: int
    steps: int


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
        reserved = numbered_act(
            project, audit, records["assignments"], "export", scope=scope, confirmed_by=confirmed_by
        )
        with reserved as (export_id, act):
            identities = Vault(project.working_folder(), keys).read("export", audit)
            rows = build_rows(
                assignment_table(plan),
                records,
                identities.names,
                resolved_keys(written, identities.phones) if phones_for else None,
                lang=lang,
                phone_purpose=phones_for,
            )
            rows = _within(town, rows, scope)
            first = first_contact_day(project.now())
            rows = from_day_on(rows, first)
            steps = written_steps(plan, identities.names, scope, lang, first)
            act.counts = {"rows": len(rows), "steps": len(steps), "whole_phones": len(rows) if phones_for else 0}
            path = None
            if len(rows) or steps:
                _must_be_named(rows, identities)
                path = (out or project.folder / LISTS_FOLDER) / text("file_name.list", lang, list=export_id)
                pictures = list_pictures(
                    plan, rows, identities.names, today=today, policy=project.policy, door=scope.partition("-")[2]
                )
                context = context_of(
                    project,
                    export_id,
                    confirmed_by=confirmed_by,
                    audit_head=str(audit.head()),
                    lang=lang,
                    scope=scope,
                    phones_for=phones_for,
                )
                open_rows = assignment_records(rows, export_id, context.exported_on, context.last_day)
                asked = asked_records(steps, open_rows, context)
                write = partial(_write, path, rows, context, pictures, steps)
                hand_out(store, pd.concat([open_rows, asked], ignore_index=True), path, write, since=town.run_id)
                act.files = [path, *_phone_paths(path, rows, lang)]
        anchor(store, project, audit)
    return Export(export_id, path, len(rows), int(rows["person"].nunique()), len(steps))


def _write(
    path: Path, rows: pd.DataFrame, context: ListContext, pictures: ListPictures, steps: Sequence[NextStep]
) -> None:
    """The workbook, and beside it each volunteer's sheet for a phone, in the order of the printed ones."""
    write_list(path, rows, context, pictures, steps)
    sheets = zip(_phone_paths(path, rows, context.lang), rows.groupby("person", sort=False), strict=True)
    for page, (_, own) in counted(list(sheets), "phone_sheets"):
        write_private(page, volunteer_page(own, context).encode("utf-8"))


def _phone_paths(path: Path, rows: pd.DataFrame, lang: Lang) -> list[Path]:
    """Where the sheets for phones lie; no file's name holds a person's."""
    names = (text("file_name.phone", lang, list=path.stem, n=n + 1) for n in range(rows["person"].nunique()))
    return [path.with_name(name) for name in names]


def _must_be_named(rows: pd.DataFrame, identities: Identities) -> None:
    """A list says whom to ask by name: without the vault there is none to hand out."""
    nameless = set(rows["person"]) - set(identities.names)
    if nameless:
        raise InputError("export.nameless", volunteers=len(nameless))


def _within(town: Town, rows: pd.DataFrame, scope: str) -> pd.DataFrame:
    """The rows of a building (`5`) or a door (`5-2`), numbered from 1 again."""
    if scope:
        inside = is_inside(town, scope)[town.households.key.codes(rows["household"])]
        rows = rows[inside].reset_index(drop=True)
        rows["row_no"] = range(1, len(rows) + 1)
    return rows
