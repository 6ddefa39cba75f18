"""Files of a project's folder in plain text: quarantine workbooks and lists of ours, workbooks of the office."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.loaders.values.words.confirmed import CONFIRMED_NAME
from socialgraph.messages import LANGS, text
from socialgraph.office.export import LISTS_FOLDER
from socialgraph.office.reading.mends import quarantine_workbooks

if TYPE_CHECKING:
    from socialgraph.project.settings import Project

_OURS = (
    *(text("file_name.confirm", lang, digest="*") for lang in LANGS),
    CONFIRMED_NAME,
    f"{LISTS_FOLDER}/*.xlsx",
    f"{LISTS_FOLDER}/*.html",
)
_READ_AT_MOST = 200_000_000


def plain_files_of_ours(project: Project) -> list[Path]:
    """Quarantine workbooks, questions and lists that the program wrote into the project's folder."""
    ours = {path for pattern in _OURS for path in project.folder.glob(pattern)}
    return sorted({*quarantine_workbooks(project.folder), *ours})


def remove_ours(project: Project, secrets: Iterable[str], home: str = "") -> tuple[Path, ...]:
    """Delete our plain files that hold one of these texts, or a row of the household `home`; which they were.

    A list is not rewritten: its rows are void, whoever holds it on paper is told so by `rights erase`.
    """
    wanted = list(secrets)
    rooms = [home] if home else []
    files = tuple(path for path in plain_files_of_ours(project) if holds_any(path, [*wanted, *rooms]))
    for path in files:
        path.unlink(missing_ok=True)
    return files


def theirs_naming(project: Project, secrets: Iterable[str]) -> tuple[Path, ...]:
    """Files of the office in the project's folder that hold one of these texts: the office deletes or mends them."""
    wanted = list(secrets)
    working = project.folder / ".socialgraph"
    inside = (path for path in sorted(project.folder.rglob("*")) if path.is_file() and working not in path.parents)
    return tuple(path for path in inside if holds_any(path, wanted))


def holds_any(path: Path, secrets: Iterable[str]) -> bool:
    """Whether a file, or a member of it where it is a zip (xlsx, npz), holds one of these texts in UTF-8 or GBK."""
    wanted = [secret.encode(code) for secret in secrets if secret for code in ("utf-8", "gb18030")]
    return any(secret in content for content in contents(path) for secret in wanted)


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, then those of its members where it is a zip; nothing of a file that cannot be read."""
    try:
        if path.stat().st_size > _READ_AT_MOST:
            return
        yield path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield archive.read(name)
    except (OSError, zipfile.BadZipFile):
        return
