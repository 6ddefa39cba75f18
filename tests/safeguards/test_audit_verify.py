"""Safeguard: `audit verify` finds any change of the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from socialgraph.cli import main
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.keys import Keys
from socialgraph.project.settings import Project, write_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    keys = Keys.ensure()
    project = write_project(tmp_path, key_id=keys.key_id)
    log = AuditLog(project.working_folder(), keys)
    for event in ("load", "vault_read", "export"):
        log.append(event, counts={"households": 3})
    return project


def verify(project: Project) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["audit", "verify", "--project", str(project.folder)])
    return result.exit_code, result.output


def test_an_untouched_log_is_confirmed(project: Project) -> None:
    code, said = verify(project)
    assert (code, "3" in said) == (0, True)


def test_one_altered_row_makes_the_check_fail_and_is_named(project: Project) -> None:
    path = project.working_folder() / "audit.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace('"households": 3', '"households": 2')
    path.write_text("".join(lines), encoding="utf-8")
    code, said = verify(project)
    assert (code, "ine 2" in said) == (1, True)


def test_a_row_cut_off_makes_the_check_fail(project: Project) -> None:
    path = project.working_folder() / "audit.jsonl"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    code, said = verify(project)
    assert (code, "ine 3" in said) == (1, True)
