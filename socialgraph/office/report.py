"""The report page: the public edition for a notice board, and the internal one, which is an export."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.errors import InputError
from socialgraph.files.private import write_private
from socialgraph.office.findings import find_all
from socialgraph.office.forecast import MODELS, forecast
from socialgraph.office.lists.handing_out import anchor_log, numbered_act
from socialgraph.office.places import scope_of
from socialgraph.office.session import audit_log, opened_store, town_of
from socialgraph.outputs.page.findings import Findings, PageHead
from socialgraph.outputs.page.internal import internal_page
from socialgraph.outputs.page.public import public_page
from socialgraph.outputs.page.public_figures import PublicFigures, public_figures, read_figures
from socialgraph.privacy.confirming import must_be_a_name
from socialgraph.stacks.public_counts import flat_counts, stack_counts
from socialgraph.town.history import Past

if TYPE_CHECKING:
    from socialgraph.messages import Lang
    from socialgraph.privacy.audit import AuditLog
    from socialgraph.project.settings import Project
    from socialgraph.store import Store

LAST_PUBLIC = "public_report.json"
_COMPARED_DAYS = 30


@dataclass(frozen=True)
class Report:
    """Where a page lies, and the number of its export ("" for a public one)."""

    path: Path
    export_id: str = ""


def write_public(project: Project, *, out: Path, lang: Lang) -> Report:
    """Write the page for the notice board, and remember its figures: the next page is made with them in mind."""
    today = project.today()
    with opened_store(project) as store:
        town, _ = town_of(store, project)
    kept = project.working_folder() / LAST_PUBLIC
    figures = public_figures(
        stack_counts(town, as_of=today, policy=project.policy),
        flat_counts(town, as_of=today, policy=project.policy),
        on=today,
        last=_last_public(kept),
    )
    name = project.name or page_name(project)
    html = public_page(figures, name=name, handler=project.handler, grievance=project.grievance, lang=lang)
    audit = audit_log(project)
    audit.append("report_public", counts={"groups": len(figures["groups"])}, files=[out])
    write_private(kept, json.dumps(figures, ensure_ascii=False).encode("utf-8"))
    _write(out, html)
    anchor_log(project, audit)
    return Report(out)


def write_internal(
    project: Project, *, confirmed_by: str, out: Path, lang: Lang, scope: str = "", as_of: dt.date | None = None
) -> Report:
    """Write the internal page: confirmed, numbered, scoped and audited like every export.

    Raises
    ------
    InputError
        If nobody confirms it, or nothing lies in the scope.
    """
    must_be_a_name(confirmed_by, InputError("report_page.unconfirmed"))
    today = project.today()
    audit = audit_log(project)
    with opened_store(project) as store:
        past = Past(town_of(store, project)[0], store.read_history())
        town = past.town_on(as_of or today)
        scope = scope_of(town, scope)
        since = _since(store, today)
        given_out = store.read(["assignments"])["assignments"]
    quarantined = _quarantined(audit)
    with numbered_act(project, audit, given_out, "report", scope=scope, confirmed_by=confirmed_by) as (export_id, act):
        findings = find_all(
            town,
            as_of=as_of or today,
            today=today,
            policy=project.policy,
            since=since,
            scope=scope,
            quarantined=quarantined,
            town_on=past.town_on,
        )
        findings = _with_forecast(findings, project, as_of or today, scope)
        head = PageHead(
            name=project.name or page_name(project),
            export_id=export_id,
            made_on=today,
            handler=project.handler,
            confirmed_by=confirmed_by,
            grievance=project.grievance,
            scope=scope,
            lang=lang,
        )
        act.counts, act.files = {"flats": len(findings.flats)}, [out]
        _write(out, internal_page(findings, head))
    anchor_log(project, audit)
    return Report(out, export_id)


def _with_forecast(findings: Findings, project: Project, as_of: dt.date, scope: str) -> Findings:
    """The findings with what the trained model expects of the buildings shown; as they are where none was trained."""
    if not (project.working_folder() / MODELS).exists():
        return findings
    made = forecast(project, as_of, lambda news: None)
    shown = {scope.partition("-")[0]} if scope else set(made.buildings["building"])
    return replace(findings, forecast=made.buildings[made.buildings["building"].isin(shown)], until=made.until)


def page_name(project: Project) -> str:
    """What the page calls a project without a name: its folder."""
    return project.folder.resolve().name


def _last_public(kept: Path) -> PublicFigures | None:
    try:
        return read_figures(json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _since(store: Store, today: dt.date) -> dt.date:
    """The day of the last load before today, else thirty days ago."""
    days = [dt.date.fromisoformat(run.started_at[:10]) for run in store.runs() if run.kind == "load"]
    return max((day for day in days if day < today), default=today - dt.timedelta(days=_COMPARED_DAYS))


def _quarantined(audit: AuditLog) -> int:
    """Rows set aside in the last load."""
    loads = [entry for entry in audit.entries() if entry.get("event") == "load"]
    return int((loads[-1].get("counts") or {}).get("quarantined", 0)) if loads else 0


def _write(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, html.encode("utf-8"))
