"""What every workbook that is handed out has in common: its number, its rows in the graph first, what stands on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.errors import InputError
from socialgraph.files.locks import locked
from socialgraph.office.session import opened_store
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_rows import next_export_id
from socialgraph.schema.list_states import VOID

if TYPE_CHECKING:
    import pandas as pd

    from socialgraph.messages import Lang
    from socialgraph.privacy.audit import Act, AuditLog
    from socialgraph.project.settings import Project
    from socialgraph.store import Store

_NUMBERS_LOCK = "numbers.lock"


def number_of(project: Project, audit: AuditLog, given_out: pd.DataFrame) -> str:
    """The next number of today; none that the graph or the log knows is given out again.

    Parameters
    ----------
    given_out : records of `assignments`.
    """
    used = {*given_out["export_id"], *(entry.get("export_id", "") for entry in audit.entries())}
    return next_export_id(project.today(), used, project.code())


@contextmanager
def numbered_act(
    project: Project, audit: AuditLog, given_out: pd.DataFrame, event: str, **details: str
) -> Iterator[tuple[str, Act]]:
    """Reserve the next number by the intent of an act, before anything is made: nobody gets it a second time.

    Parameters
    ----------
    given_out : records of `assignments`.
    event, **details : of the act, as `AuditLog.act` takes them.
    """
    with ExitStack() as stack:
        with locked(project.working_folder() / _NUMBERS_LOCK):
            number = number_of(project, audit, given_out)
            act = stack.enter_context(audit.act(event, export_id=number, **details))
        yield number, act


def context_of(
    project: Project,
    export_id: str,
    *,
    confirmed_by: str,
    audit_head: str,
    lang: Lang,
    scope: str = "",
    phones_for: str = "",
) -> ListContext:
    """What stands on a list besides its rows."""
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


def hand_out(store: Store, open_rows: pd.DataFrame, path: Path, write: Callable[[], object], *, since: str) -> None:
    """The rows into the graph, then the workbook; rows of a workbook that could not be written are void.

    Parameters
    ----------
    open_rows : records of `assignments`.
    path : where `write` will write; nothing may lie there.
    since : the run from which the list was made; another one since then stops it.

    Raises
    ------
    InputError
        If a file lies there already, or the graph has changed.
    """
    if path.exists():
        raise InputError("export.file_exists", file=path.name, folder=path.parent)
    store.append_assignments(open_rows, since=since)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write()
    except BaseException:
        store.append_assignments(open_rows.assign(state=VOID))
        raise


def anchor_log(project: Project, audit: AuditLog) -> None:
    """As `anchor`, of an act that was done with the graph closed."""
    with opened_store(project) as store:
        anchor(store, project, audit)


def anchor(store: Store, project: Project, audit: AuditLog) -> None:
    """Let the graph remember the state of the log."""
    head = audit.head()
    store.anchor_audit(project.code(), head.entries, head.hash)
