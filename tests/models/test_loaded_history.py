"""Features of a day from a graph that was loaded twice: what the second load took away is still seen on days before."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from office_words import GIVEN

from socialgraph.cli import main
from socialgraph.models.completion.features import stack_features
from socialgraph.models.completion.outcomes import states_on
from socialgraph.office.forecast import history_of
from socialgraph.project.settings import Project
from socialgraph.schema.policy import DEFAULT_POLICY

BETWEEN, AFTER = dt.date(2026, 10, 15), dt.date(2026, 11, 10)


class Office:
    """A project whose loads happen on days of our choice."""

    def __init__(self, folder: Path, source: Path, patch: pytest.MonkeyPatch) -> None:
        self.tables, self.patch = folder / "tables", patch
        shutil.copytree(source, self.tables)
        self.folder = folder / "office"
        self.run("init", *GIVEN)

    def run(self, *words: str | Path) -> None:
        """A command in this project."""
        result = CliRunner().invoke(main, [*map(str, words), "--project", str(self.folder)])
        assert result.exit_code == 0, result.output

    def load(self, day: str) -> None:
        """Load all tables as they are now; nothing else is there any more."""
        self.patch.setattr("socialgraph.store.store.new_run_id", lambda: f"{day}T040000Z-000000")
        self.run("load", self.tables, "--full")

    def without(self, name: str, **cells: str) -> None:
        """Take the rows with these cells out of a table."""
        path = self.tables / f"{name}.csv"
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        gone = (table[list(cells)] == list(cells.values())).all(axis=1)
        assert gone.any()
        table[~gone].to_csv(path, index=False)

    def seen(self, on: dt.date) -> tuple[pd.DataFrame, list[bool]]:
        """Features and outcomes of all stacks on a day."""
        history, _ = history_of(Project.open(self.folder))
        stacks = history.known_on(on).stacks.key
        finished = states_on(history, stacks, on, DEFAULT_POLICY).is_finished
        return stack_features(history, stacks, on, DEFAULT_POLICY), finished.tolist()


def test_words_ties_offers_and_dossiers_retired_later_are_still_seen(
    tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCIALGRAPH_KEYS", str(tmp_path / "keys"))
    office = Office(tmp_path, fixtures / "cases" / "g10", monkeypatch)
    office.load("20261002")
    before, finished = office.seen(BETWEEN)
    office.without("stances", building="1", room="102")
    office.without("ties", ego_building="1", ego_room="101")
    office.without("measures", building="1", room="101")
    office.without("dossiers", building="1", room="101")
    office.load("20261101")
    again, finished_again = office.seen(BETWEEN)
    pd.testing.assert_frame_equal(again, before)
    assert finished_again == finished
    assert not office.seen(AFTER)[0].equals(before)
