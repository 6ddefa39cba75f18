"""Every table of the demo town fits a screen of 80 columns, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from socialgraph.cli import main
from socialgraph.outputs.widths import display_width

TABLES = (
    "diagnose",
    "diagnose --checks",
    "diagnose --by building",
    "isolated",
    "suggest",
    "assign",
    "plan",
    "plan --invite",
    "plan --what-if",
    "plan --out-of-reach",
    "plan --weeks 4",
    "forecast",
    "forecast --by building",
    "capital",
    "quarantine",
    "audit show",
    "audit register",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo town with a trained model, and its keys beside it."""
    folder = tmp_path_factory.mktemp("width") / "town"
    run(folder, "demo", str(folder), "--households", "600", "--lang", "zh")
    run(folder, "train", "--project", str(folder))
    return folder


def run(folder: Path, *words: str) -> str:
    """What a command prints on stdout."""
    result = CliRunner(env={"SOCIALGRAPH_KEYS": str(folder.parent / "keys")}).invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", TABLES)
def test_no_line_is_wider_than_a_screen(town: Path, command: str, lang: str) -> None:
    lines = run(town, *command.split(), "--project", str(town), "--lang", lang).splitlines()
    assert lines
    assert [line for line in lines if display_width(line) > 80] == []
