"""Safeguard: data goes when its retention ends, and household by household after the works."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from socialgraph.office.residents.purge import purge, served
from socialgraph.office.session import audit_log, opened_store

TODAY = dt.date(2026, 11, 25)
FLATS = pd.DataFrame(
    [(":1::101", ":1:A:"), (":1::102", ":1:A:"), (":1::102", ":1:B:"), (":1::103", "")], columns=["flat", "stack_key"]
)


@pytest.mark.parametrize(
    ("done_a", "done_b", "due"),
    [
        ("2026-05-28", "", [":1::101"]),
        ("2026-05-30", "", []),
        ("2026-05-28", "2026-05-28", [":1::101", ":1::102", ":1::101|102"]),
        ("", "", []),
    ],
)
def test_a_household_has_served_when_all_its_stacks_were_done_long_ago(
    done_a: str, done_b: str, due: list[str]
) -> None:
    works = pd.DataFrame([(":1:A:", done_a), (":1:B:", done_b)], columns=["stack_key", "done_on"])
    households = {":1::101", ":1::102", ":1::103", ":1::101|102"}
    assert served(FLATS, works, households, TODAY, 180) == sorted(due)


def test_after_the_retention_end_everything_goes_but_the_log(office: Any) -> None:
    office.run("export", "--confirmed-by", "Secretary")
    ended = office.project.changed(retention_end=office.project.today() - dt.timedelta(1))
    assert purge(ended, days_after_works=180, dry_run=True).everything
    assert (ended.working_folder() / "vault.enc").exists()
    assert office.run("suggest").exit_code == 1
    (ended.working_folder() / ".vault.enc.abc.part").write_bytes(b"half")  # of a process that was killed
    result = office.run("purge")
    assert result.exit_code == 0, result.output
    left = {path.name for path in ended.folder.rglob("*") if path.is_file()}
    assert {"vault.enc", "town.npz", ".vault.enc.abc.part"}.isdisjoint(left)
    assert not (ended.working_folder() / "graph").exists()
    assert not list(Path(ended.folder).glob("lists/*"))
    assert audit_log(ended).verify().problem is None


def test_before_that_nothing_goes_without_finished_works(office: Any, tmp_path: Path) -> None:
    assert purge(office.project, days_after_works=0).households == ()
    works = [{"building": "1", "stack": "1-1", "status": "done", "done_on": "2026-01-01"}]
    pd.DataFrame(works).to_csv(tmp_path / "works.csv", index=False)
    assert office.run("load", tmp_path / "works.csv").exit_code == 0
    assert len(purge(office.project, days_after_works=180).households) == 4
    with opened_store(office.project) as store:
        assert store.read(["dossiers"])["dossiers"].empty
