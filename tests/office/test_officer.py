"""The officer's page: what is held, due and out, by category; the assessment with the project's facts; no names."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from socialgraph.cli import main
from socialgraph.messages import LANGS
from socialgraph.privacy.keys import Keys
from socialgraph.project.settings import Project, write_project

PURPOSE = {
    "handler": "测试街道",
    "purpose": "上下水改造",
    "legal_basis": "测试",
    "assessment": "PIA-7",
    "grievance": "12345",
}


def run(project: Project, *words: str | Path) -> Result:
    result = CliRunner().invoke(main, [*map(str, words), "--project", str(project.folder)])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three flats on a riser: 101 helps, 201 refuses over noise and trusts 101, 301 asked to be left alone."""
    project = write_project(
        tmp_path / "office", **PURPOSE, retention_end=dt.date(2099, 1, 1), lang="en", key_id=Keys.ensure().key_id
    )
    folder = tmp_path / "tables"
    folder.mkdir()
    at = {"building": ["5"] * 3, "door": [""] * 3, "room": ["101", "201", "301"]}
    flats = pd.DataFrame(at | {"floor": ["1", "2", "3"], "stack": ["1"] * 3, "stack_source": ["drawing"] * 3})
    flats.to_csv(folder / "flats.csv", index=False)
    dossiers = pd.DataFrame(at | {"owner_name": ["甲一样", "甲二样", "甲三样"], "phone": ["13900000001", "", ""]})
    dossiers["flags"], dossiers["flags_consent_on"] = ["elderly", "", ""], ["2026-01-01", "", ""]
    dossiers.assign(do_not_contact=["", "", "true"]).to_csv(folder / "dossiers.csv", index=False)
    one = {name: values[1:2] for name, values in at.items()}
    stances = pd.DataFrame(one | {"giver": ["owner"], "stance": ["refused"], "reasons": ["noise_dust_water"]})
    stances.assign(date="2026-10-01").to_csv(folder / "stances.csv", index=False)
    pd.DataFrame(one | {"concern": ["noise_dust_water"], "measure": ["临时用水点"]}).to_csv(
        folder / "measures.csv", index=False
    )
    people = {name: values[:1] for name, values in at.items()} | {"name": ["甲一样"], "roles": ["volunteer"]}
    today = dt.date.today().isoformat()
    pd.DataFrame(people | {"willing": ["true"], "willing_on": [today]}).to_csv(folder / "people.csv", index=False)
    ends = {"ego_name": ["甲二样"], "ego_building": ["5"], "ego_room": ["201"], "alter_name": ["甲一样"]}
    tie = ends | {"alter_building": ["5"], "alter_room": ["101"], "kind": ["confidant"], "strength": ["3"]}
    pd.DataFrame(tie | {"observed_on": ["2026-10-01"]}).to_csv(folder / "ties.csv", index=False)
    run(project, "load", folder)
    return project


def register(project: Project) -> pd.DataFrame:
    table = pd.DataFrame(json.loads(run(project, "audit", "register", "--format", "json").stdout))
    return table.set_index(["section", "item"])


def test_what_is_held_is_counted_by_category(project: Project) -> None:
    counts = register(project).loc["held"]
    assert counts.loc[["dossiers", "names", "phones", "flags with consent", "free texts"], "count"].tolist()[:4] == [
        3, 3, 1, 1,
    ]  # fmt: skip
    assert counts.loc["free texts", "count"] >= 1


def test_open_stops_and_the_end_of_retention_are_there(project: Project) -> None:
    table = register(project)
    assert table.loc[("stop", "do_not_contact"), "households"] == 1
    assert table.loc[("retention", "everything"), ["state", "due_on"]].tolist() == ["not yet", "2099-01-01"]


def test_a_list_is_out_until_it_expires(project: Project) -> None:
    assert "export" not in register(project).index.get_level_values(0)
    run(project, "export", "--confirmed-by", "Secretary Wang")
    table = register(project)
    assert table.loc["export", "state"].tolist() == ["out"]
    assert "plain file" in table.index.get_level_values(0)


def test_nobody_is_named(project: Project) -> None:
    run(project, "export", "--confirmed-by", "Secretary Wang")
    output = run(project, "audit", "register").output + run(project, "audit", "register", "--format", "csv").output
    assert [name for name in ("甲一样", "甲二样", "甲三样", "13900000001", "5-201") if name in output] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_assessment_has_the_projects_facts_and_no_hole(project: Project, tmp_path: Path, lang: str) -> None:
    out = tmp_path / "assessment.md"
    run(project, "audit", "assessment", "--out", out, "--lang", lang)
    text = out.read_text(encoding="utf-8")
    assert [fact for fact in (*PURPOSE.values(), "2099-01-01", "| names | 3 |") if fact not in text] == []
    assert "{" not in text
    assert "甲一样" not in text
    assert out.stat().st_mode & 0o077 == 0
