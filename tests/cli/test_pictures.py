"""Pictures as files: each an export with a number, in the log, nobody named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SECRETARY = ("--confirmed-by", "测试书记")


@pytest.fixture
def loaded(office: Any, xinfeng: Path) -> Any:
    """The sample office, loaded."""
    office.load(xinfeng)
    return office


def events(office: Any, name: str) -> list[dict[str, Any]]:
    """Entries of the log of one kind."""
    lines = (office.folder / ".socialgraph" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if entry["event"] == name]


def test_the_network_of_doors_is_a_numbered_export_as_a_page_or_a_picture(loaded: Any, tmp_path: Path) -> None:
    page, svg, png = (tmp_path / f"network.{ending}" for ending in ("html", "svg", "png"))
    for out in (page, svg, png):
        loaded.run("report", "--network", "--out", out, *SECRETARY)
    numbers = [entry["export_id"] for entry in events(loaded, "picture") if entry["stage"] == "begun"]
    assert len(set(numbers)) == 3
    html = page.read_text(encoding="utf-8")
    assert numbers[0] in html
    assert "default-src 'none'" in html
    assert "script" not in html
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "p_" not in html
    assert page.stat().st_mode & 0o077 == 0


def test_buildings_are_pictures_for_slides_that_say_they_are_internal(loaded: Any, tmp_path: Path) -> None:
    loaded.run("report", "--pictures", tmp_path / "faces", "--scope", "3", *SECRETARY)
    files = sorted(path.name for path in (tmp_path / "faces").iterdir())
    (number,) = {entry["export_id"] for entry in events(loaded, "picture") if entry["stage"] == "begun"}
    assert files == [f"爬楼图-3号楼-{number}.png", f"爬楼图-3号楼-{number}.svg"]
    assert "内部使用" in (tmp_path / "faces" / files[1]).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("--network",), ("--pictures", "faces"), ("--network", "--confirmed-by", "-")])
def test_no_picture_without_a_name(
    loaded: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    loaded.run("report", *words, code=1)
    assert not (tmp_path / "faces").exists()
    assert not (loaded.folder / "network.html").exists()


def test_every_volunteer_has_a_sheet_for_the_phone_beside_the_workbook_and_no_name_in_its_name(loaded: Any) -> None:
    loaded.run("export", *SECRETARY)
    (book,) = (loaded.folder / "lists").glob("*.xlsx")
    pages = sorted((loaded.folder / "lists").glob("*.html"))
    sheet = openpyxl.load_workbook(book)["走访清单"]
    column = next(cell.column for cell in sheet[4] if cell.value == "志愿者")
    volunteers = {sheet.cell(row, column).value for row in range(5, sheet.max_row + 1)} - {None}
    assert [page.name for page in pages] == [f"{book.stem}-手机版-{n:02d}.html" for n in range(1, len(volunteers) + 1)]
    assert all(page.stat().st_mode & 0o077 == 0 for page in pages)
    done = next(entry for entry in events(loaded, "export") if entry["stage"] == "done")
    assert len(done["files"]) == 1 + len(pages)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_what_completes_commands(cli: Any, shell: str) -> None:
    assert "_SOCIALGRAPH_COMPLETE" in cli("completion", shell).stdout


def test_the_tab_key_knows_commands_and_options() -> None:
    from click.shell_completion import ShellComplete

    from socialgraph.cli import main

    complete = ShellComplete(main, {}, "socialgraph", "_SOCIALGRAPH_COMPLETE")
    assert {"explain", "export"} <= {item.value for item in complete.get_completions([], "exp")}
    assert [item.value for item in complete.get_completions(["plan"], "--inv")] == ["--invite"]
