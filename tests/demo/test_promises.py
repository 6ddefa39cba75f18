"""The demo keeps its word: every command that it and the README suggest shows something, and all agree on figures."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from socialgraph.cli import main
from socialgraph.loaders import read_paths
from socialgraph.office.session import opened_store
from socialgraph.project.settings import Project

ROOT = Path(__file__).parents[2]
_PAGE_COMMAND = re.compile(r"^socialgraph +([^#\n]*)", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "town"


@pytest.fixture(scope="module")
def story_text(folder: Path) -> str:
    """The whole story, once."""
    return invoked(folder, "demo", str(folder)).output


def invoked(folder: Path, *words: str) -> Result:
    """A command in English, with the keys of this demo."""
    runner = CliRunner(env={"SOCIALGRAPH_KEYS": str(folder.parent / "keys")})
    result = runner.invoke(main, [*words, "--lang", "en"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def run(folder: Path, *words: str) -> Result:
    """A command in the demo's folder."""
    return invoked(folder, *words, "--project", str(folder))


def records(folder: Path, *words: str) -> pd.DataFrame:
    return pd.DataFrame(json.loads(run(folder, *words, "--format", "json").stdout))


def suggested(story_text: str) -> list[list[str]]:
    """The commands under "Try next"."""
    lines = story_text[story_text.index("Try next") :].splitlines()
    return [shlex.split(line.rpartition("socialgraph ")[2]) for line in lines if re.match("  .*socialgraph ", line)]


def rows_of(stdout: str) -> list[str]:
    """The lines of a table below its rule."""
    lines = stdout.splitlines()
    rule = next(place for place, line in enumerate(lines) if line and set(line) <= {"-", " "})
    return [line for line in lines[rule + 1 :] if line.strip()]


def numbers(story_text: str, pattern: str) -> list[int]:
    match = re.search(pattern, " ".join(story_text.split()))  # long sentences end their lines between words
    assert match, pattern
    return [int(text) for text in match.groups()]


def test_every_command_that_the_story_suggests_shows_rows_of_people_to_talk_with(story_text: str, folder: Path) -> None:
    commands = suggested(story_text)
    assert {words[0] for words in commands} >= {"diagnose", "isolated", "plan", "explain", "suggest", "assign"}
    for words in commands:
        shown = run(folder, *words).stdout
        assert len(rows_of(shown)) >= 1, words
        assert all(len(line) <= 80 for line in shown.splitlines()), words


def test_the_flat_that_the_story_suggests_has_somebody_to_be_asked(story_text: str, folder: Path) -> None:
    (flat,) = {words[1] for words in suggested(story_text) if words[0] == "suggest"}
    assert records(folder, "suggest", flat)["rank"].notna().any()
    talks = records(folder, "assign")
    assert (talks["role"] == "primary").any()


def test_the_story_and_the_commands_agree_on_every_figure_after_the_list_came_back(
    story_text: str, folder: Path
) -> None:
    done, stacks, unresolved = numbers(
        story_text, r"What changed: (\d+) of (\d+) stacks are done or can begin, before \d+\. (\d+) households still"
    )
    shown = records(folder, "diagnose")
    assert (len(shown), shown["state"].isin(["complete", "ready"]).sum()) == (stacks, done)
    assert len(records(folder, "isolated")) == unresolved
    assert records(folder, "suggest")["flat"].nunique() == unresolved
    assert records(folder, "plan")["flat"].nunique() == unresolved
    assert records(folder, "assign")["flat"].dropna().nunique() == unresolved


def test_the_figures_of_reading_are_those_of_the_graph(story_text: str, folder: Path) -> None:
    households, words, ties, visits, people = numbers(
        story_text, r"holds (\d+) households, (\d+) words of theirs, (\d+) trust ties, (\d+) visits and (\d+) people"
    )
    n_held = numbers(story_text, r"load: (\d+) of \d+ talks")[0]
    with opened_store(Project.open(folder)) as store:
        stored = store.read(["dossiers", "stances", "ties", "visits", "people"])
    assert (len(stored["dossiers"]), len(stored["ties"]), len(stored["people"])) == (households, ties, people)
    assert len(stored["visits"]) == visits + n_held
    assert len(stored["stances"]) > words


def test_the_story_says_why_not_all_that_somebody_suits_are_asked(story_text: str) -> None:
    (suits,) = numbers(story_text, r"For (\d+) households somebody suits")
    (asked,) = numbers(story_text, r"asked to talk with (\d+) households")
    story = " ".join(story_text.split())
    left = re.search(r"The other (\d+) for whom somebody suits are not asked now: ([^.]*)\.", story)
    assert left
    assert suits - asked == int(left[1]) == sum(int(text) for text in re.findall(r"(\d+) [a-z]", left[2]))


def test_the_list_came_back_with_agreement_with_a_stop_and_with_a_refusal_to_talk(
    story_text: str, folder: Path
) -> None:
    agreed, stopped, declined = numbers(story_text, r"(\d+) agreed, (\d+) said “do not come again”, (\d+) did not wish")
    assert agreed >= 3
    assert (stopped, declined) == (1, 1)
    with opened_store(Project.open(folder)) as store:
        stored = store.read(["stops", "visits", "holds"])
    assert (stored["visits"]["result"] == "asked_to_stop").sum() >= 1
    assert not any("lists/" in row or "visits-L" in row for row in stored["holds"]["sources"])


def test_no_sheet_of_our_own_list_is_unknown_when_it_comes_back(story_text: str, folder: Path) -> None:
    assert "list" in story_text
    kinds = {report.sheet: report.kind for report in read_paths([folder / "lists"]).reports}
    assert "unknown" not in kinds.values(), kinds


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_every_command_on_the_first_page_works_on_the_demo_and_shows_something(
    story_text: str, folder: Path, page: str, tmp_path: Path
) -> None:
    assert story_text
    commands = [
        shlex.split(words)
        for line in _PAGE_COMMAND.findall((ROOT / page).read_text(encoding="utf-8"))
        for words in line.replace("socialgraph ", "").rstrip("\\").split("&&")
    ]
    of_demo = {"diagnose", "isolated", "suggest", "explain", "plan", "assign", "quarantine"}
    commands = [words for words in commands if words]
    shown = {words[0]: rows_of(run(folder, *words).stdout) for words in commands if words[0] in of_demo}
    assert shown.keys() == of_demo - ({"quarantine"} - shown.keys())
    assert all(shown.values()), shown
    page_file = tmp_path / "page.html"
    for words in commands:
        if words[0] == "report":
            run(folder, "report", "--out", str(page_file))
    assert page_file.stat().st_size > 5_000
