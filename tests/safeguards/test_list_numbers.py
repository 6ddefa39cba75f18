"""Safeguard: a list has one number in one project, is confirmed by a named person, and is never overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from socialgraph.errors import InputError
from socialgraph.office import export, report
from socialgraph.office.session import audit_log, opened_store


def numbers(office: Any) -> list[str]:
    with opened_store(office.project) as store:
        return sorted(set(store.read(["assignments"])["assignments"]["export_id"]))


@pytest.mark.parametrize("nobody", ["-", "--", " ", "\u200b\u200b", "1234", "·", "张", "张\u200b三"])
def test_who_confirms_is_a_name(office: Any, nobody: str) -> None:
    refused = office.run("export", "--confirmed-by", nobody)
    assert (refused.exit_code, "--confirmed-by" in refused.output, numbers(office)) == (1, True, [])


def test_two_projects_with_one_folder_of_lists_keep_both(office: Any, tmp_path: Path, new_office: Any) -> None:
    other = new_office(tmp_path / "other")
    other.run("load", tmp_path / "tables")
    shared = tmp_path / "lists"
    for project in (office, other):
        assert project.run("export", "--confirmed-by", "Secretary", "--out", shared).exit_code == 0
    assert len(list(shared.glob("*.xlsx"))) == 2
    assert not set(numbers(office)) & set(numbers(other))


def test_another_project_s_list_does_not_count(office: Any, tmp_path: Path, new_office: Any) -> None:
    other = new_office(tmp_path / "other")
    other.run("load", tmp_path / "tables")
    other.run("export", "--confirmed-by", "Secretary", "--out", tmp_path / "lists")
    (foreign,) = (tmp_path / "lists").glob("*.xlsx")
    filled = tmp_path / "filled.csv"
    filled.write_text(f"名单编号,楼号,单元,房号,结果\n{numbers(other)[0]}/1,1,,201,同意\n", encoding="utf-8")
    assert foreign.exists()
    office.run("load", filled)
    with opened_store(office.project) as store:
        assert store.read(["visits"])["visits"].empty


def test_a_kill_between_intent_and_list_uses_the_number_up(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit(137)

    with monkeypatch.context() as patched:
        patched.setattr(export, "build_rows", killed)
        with pytest.raises(SystemExit):
            export.export_list(office.project, confirmed_by="Secretary")
    made = export.export_list(office.project, confirmed_by="Secretary")
    begun = [entry["export_id"] for entry in audit_log(office.project).entries() if entry.get("stage") == "begun"
             and entry["event"] == "export"]  # fmt: skip
    assert (begun[0][-2:], made.export_id[-2:]) == ("01", "02")


def test_rows_of_a_list_that_could_not_be_written_are_void(office: Any, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises((InputError, OSError)):
        export.export_list(office.project, confirmed_by="Secretary", out=blocked / "lists")
    with opened_store(office.project) as store:
        assert set(store.read(["assignments"])["assignments"]["state"]) == {"void"}


def test_a_list_prints_the_state_of_the_log_and_verify_takes_it(office: Any) -> None:
    made = export.export_list(office.project, confirmed_by="Secretary", lang="en")
    cells = [str(cell.value) for row in load_workbook(made.path)["Rules"].iter_rows() for cell in row if cell.value]
    printed = " ".join(cells).partition("State of the log: ")[2].split(".")[0]
    assert office.run("audit", "verify", "--head", printed).exit_code == 0
    for name in ("audit.jsonl", "audit.head"):
        (office.project.working_folder() / name).unlink()
    gone = office.run("audit", "verify")
    assert (gone.exit_code, "the whole log was removed" in gone.output) == (1, True)


def test_the_number_of_a_page_is_reserved_while_it_is_made(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that another command makes meanwhile gets the next one."""
    meanwhile: list[str] = []
    find_all = report.find_all

    def slowly(*words: Any, **options: Any) -> Any:
        meanwhile.append(export.export_list(office.project, confirmed_by="Secretary").export_id)
        return find_all(*words, **options)

    monkeypatch.setattr(report, "find_all", slowly)
    made = report.write_internal(
        office.project, confirmed_by="Secretary", out=office.project.folder / "page.html", lang="en"
    )
    assert (made.export_id[-2:], meanwhile[0][-2:]) == ("01", "02")
    assert office.run("audit", "verify").exit_code == 0
