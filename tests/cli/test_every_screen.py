"""Every screen of the demo town fits 80 columns, and says in a Chinese session nothing that is not Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from socialgraph.cli import main, printing
from socialgraph.outputs.widths import display_width

SCREENS = (
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
    "explain FLAT",
    "explain FLAT --parts",
    "train",
    "forecast",
    "forecast --by building",
    "evaluate",
    "capital",
    "capital --before 2026-06-01",
    "load workbooks --dry-run",
    "quarantine",
    "dictionary list",
    "rights show FLAT",
    "audit show",
    "audit register",
    "audit verify",
)
EVERY_COLUMN = ("diagnose", "isolated", "suggest", "assign", "plan", "plan --weeks 4", "forecast", "audit show")
# what stays as it is in every language: pseudonyms, files, options, commands, numbers of lists, risers, formats
AS_IT_IS = re.compile(
    r"`[^`]*`|\bp_[0-9a-f\n ]+|\b[0-9a-f]{12,}\b|--[a-z-]+|L\d{8}-\w+-\d+|\bL\d+|\S*\.(xlsx|xls|csv|html|md|json)\b"
    r"|\b(AUC|Brier|WPS|Excel|gb18030|utf-8( with BOM)?|logit|e\^-)\b|\broot\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo town with a trained model, and its keys beside it."""
    folder = tmp_path_factory.mktemp("screens") / "town"
    run(folder, "demo", str(folder), "--households", "600", "--lang", "zh")
    run(folder, "train", "--project", str(folder))
    return folder


@pytest.fixture(scope="module")
def flat(town: Path) -> str:
    """A household of which there is something to tell."""
    rows = run(town, "suggest", "--project", str(town), "--format", "csv")[0].splitlines()
    return next(line.split(",")[0] for line in rows[1:] if ",1," in line)


def run(folder: Path, *words: str) -> tuple[str, str]:
    """What a command prints on stdout and stderr."""
    result = CliRunner(env={"SOCIALGRAPH_KEYS": str(folder.parent / "keys")}).invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def screen(town: Path, command: str, flat: str, lang: str) -> tuple[str, str]:
    """A command of the list above, as it is said in a language."""
    words = [str(town / word) if word == "workbooks" else word for word in command.replace("FLAT", flat).split()]
    return run(town, *words, "--project", str(town), "--lang", lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", SCREENS)
def test_no_line_is_wider_than_a_screen(town: Path, flat: str, command: str, lang: str) -> None:
    lines = screen(town, command, flat, lang)[0].splitlines()
    assert lines
    assert [line for line in lines if display_width(line) > 80] == []


@pytest.mark.parametrize("command", [*SCREENS, *(f"{command} --columns all" for command in EVERY_COLUMN)])
def test_a_chinese_session_says_nothing_in_english(
    town: Path, flat: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "SCREEN", 10_000)  # no pseudonym and no file name is broken
    text = "\n".join(screen(town, command, flat, "zh"))
    assert re.search("[\u4e00-\u9fff]", text)
    assert sorted(set(re.findall("[A-Za-z_]{2,}", AS_IT_IS.sub("", text)))) == []
