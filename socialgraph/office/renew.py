"""A new key for a project whose key is lost: people and ties go, every stop stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialgraph.office.session import opened_store, snapshot_path
from socialgraph.office.snapshot import remove_snapshot
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.sealing.vault_keys import MARKER
from socialgraph.privacy.texts import FILE_NAME as TEXTS
from socialgraph.privacy.vault import FILE_NAME as VAULT

if TYPE_CHECKING:
    from socialgraph.project.settings import Project


def renew_key(project: Project) -> tuple[str, int]:
    """Make a new key, remove everybody from the graph, and put the sealed vault of the lost key aside.

    Returns
    -------
    The new key's id, and how many people are gone from the graph.
    """
    keys = Keys.create()
    with opened_store(project) as store:
        forgotten = store.forget_people()
    for name in (VAULT, TEXTS):
        sealed = project.working_folder() / name
        if sealed.exists():
            sealed.rename(sealed.with_suffix(f".{project.key_id or 'old'}"))
    (project.working_folder() / MARKER).unlink(missing_ok=True)  # what is sealed from now on is so with the new key
    remove_snapshot(snapshot_path(project))
    project.changed(key_id=keys.key_id)
    AuditLog(project.working_folder(), keys).append("new_key", counts={"people": forgotten})
    return keys.key_id, forgotten
