"""Safeguard: `audit verify` finds any change of the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from socialgraph.cli import main
from socialgraph.office.audit import shown_log
from socialgraph.privacy.audit import AuditLog, Head
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
    code, output = verify(project)
    assert (code, "3" in output) == (0, True)


def test_one_altered_row_makes_the_check_fail_and_is_named(project: Project) -> None:
    path = project.working_folder() / "audit.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace('"households": 3', '"households": 2')
    path.write_text("".join(lines), encoding="utf-8")
    code, output = verify(project)
    assert (code, "ine 2" in output) == (1, True)


def test_a_row_cut_off_makes_the_check_fail(project: Project) -> None:
    path = project.working_folder() / "audit.jsonl"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    code, output = verify(project)
    assert (code, "ine 3" in output) == (1, True)


def saved(project: Project) -> dict[str, bytes]:
    return {name: (project.working_folder() / name).read_bytes() for name in ("audit.jsonl", "audit.head")}


def log_of(project: Project) -> AuditLog:
    return AuditLog(project.working_folder(), Keys.load(project.key_id))


def test_removing_the_whole_log_is_named_by_what_the_graph_remembers(project: Project) -> None:
    head = log_of(project).head()
    for name in saved(project):
        (project.working_folder() / name).unlink()
    verification = log_of(project).verify([head])
    assert (verification.line, "removed" in str(verification.problem)) == (1, True)


def test_an_older_pair_of_log_and_head_is_named(project: Project) -> None:
    older = saved(project)
    log_of(project).append("load")
    head = log_of(project).head()
    for name, content in older.items():
        (project.working_folder() / name).write_bytes(content)
    assert log_of(project).verify().problem is None
    verification = log_of(project).verify([head])
    assert (verification.line, "older copy" in str(verification.problem)) == (4, True)


@pytest.mark.parametrize(
    "act",
    [("report", "--out", "page.html"), ("report", "--internal", "--confirmed-by", "测试书记", "--out", "page.html")],
)
def test_a_page_that_is_taken_back_out_of_the_log_is_named(office: Any, tmp_path: Path, act: tuple[str, ...]) -> None:
    older = saved(office.project)
    made = office.run(*(tmp_path / word if word.endswith(".html") else word for word in act))
    assert made.exit_code == 0, made.output
    assert verify(office.project)[0] == 0
    for name, content in older.items():
        (office.project.working_folder() / name).write_bytes(content)
    assert verify(office.project)[0] == 1


def test_another_log_of_the_same_length_is_named(project: Project) -> None:
    log, head = log_of(project), log_of(project).head()
    for name in saved(project):
        (project.working_folder() / name).unlink()
    for _ in range(3):
        log.append("load")
    assert log.verify().problem is None
    assert "replaced" in str(log.verify([head]).problem)
    assert "replaced" in str(log.verify([Head.printed(str(head))]).problem)


@pytest.mark.parametrize("head", [b"", b"[]", b"{}", b'{"count": "x"}', b"\xff\xfe", b'{"count": -1, "hash": 3}'])
def test_a_malformed_head_is_a_finding_and_no_crash(project: Project, head: bytes) -> None:
    (project.working_folder() / "audit.head").write_bytes(head + b"\n")
    code, output = verify(project)
    assert (code, "Traceback" in output) == (1, False)


def test_the_intent_stands_before_the_outcome_also_of_what_failed(project: Project) -> None:
    log = log_of(project)
    stages = []
    with log.act("export", export_id="L1") as act:
        stages = [entry["stage"] for entry in log.entries() if "stage" in entry]
        act.counts = {"rows": 2}
    with pytest.raises(KeyboardInterrupt), log.act("export"):
        raise KeyboardInterrupt
    assert stages == ["begun"]
    assert [entry.get("stage", "") for entry in log.entries()][3:] == ["begun", "done", "begun", "failed"]
    assert log.verify().problem is None


def test_show_tells_an_act_in_one_row_with_its_outcome(project: Project) -> None:
    with log_of(project).act("export", export_id="L1") as act:
        act.counts = {"rows": 2}
    log_of(project).append("export", stage="begun")
    shown = shown_log(project, event="export")
    assert shown["outcome"].tolist() == ["", "done", "begun, no outcome"]
    assert shown.loc[1, ["export_id", "counts"]].tolist() == ["L1", "rows 2"]
