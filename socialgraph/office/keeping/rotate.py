"""A fresh key for a project's vault, with or without a passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socialgraph.office.session import audit_log
from socialgraph.privacy.keys import Keys, keys_folder
from socialgraph.privacy.sealing.vault_keys import (
    create_key,
    current_key,
    remove_others,
    use_from_now_on,
)
from socialgraph.privacy.texts import FreeTexts
from socialgraph.privacy.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from socialgraph.project.settings import Project


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: the new key's id, where it lies, and how many earlier ones were deleted."""

    key_id: str
    folder: Path
    deleted: int


def rotate_key(project: Project, passphrase: str = "") -> Rotated:
    """Seal vault and texts with a fresh key; with a passphrase its file opens nothing alone.

    Killed at any point, all is still there: a file names the key that it is sealed with, and no key is deleted before
    both files are sealed with the new one. Pseudonyms and the log keep the project's own key.

    Raises
    ------
    KeyMissingError
        If the present key, or its passphrase, is missing.
    """
    keys, folder = Keys.load(project.key_id), project.working_folder()
    audit = audit_log(project)
    current_key(folder, keys)  # the present passphrase is asked for before anything is done
    with audit.act("key_rotate") as act:
        key = create_key(project.code(), passphrase)
        use_from_now_on(folder, key)
        Vault(folder, keys).seal_again()
        FreeTexts(folder, keys).seal_again()
        deleted = remove_others(project.code(), key.key_id)
        act.counts = {"deleted": deleted, "passphrase": int(bool(passphrase))}
    return Rotated(key.key_id, keys_folder(), deleted)
