"""`train`, `forecast` and `evaluate` as an office runs them."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from lxml import html

from socialgraph.cli import main
from socialgraph.errors import InputError
from socialgraph.models.completion.card import load_model
from socialgraph.models.completion.forecasting import forecast_buildings
from socialgraph.office import forecast as office
from socialgraph.office.forecast import choose_weights
from socialgraph.project.settings import Project


def run(*words: str | Path, code: int = 0) -> Result:
    """Run a command in English."""
    result = CliRunner(env={"SOCIALGRAPH_LANG": "en"}).invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo town of some 340 stacks with a trained model."""
    folder = tmp_path_factory.mktemp("forecast") / "town"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOCIALGRAPH_KEYS", str(folder.parent / "keys"))
        run("demo", folder, "--households", "1500", "--lang", "en")
        run("train", "--project", folder, "--days", "60")
    return folder


@pytest.fixture
def project(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town, with its keys."""
    monkeypatch.setenv("SOCIALGRAPH_KEYS", str(town.parent / "keys"))
    return town


def rows(*words: str | Path) -> list[dict[str, Any]]:
    """What a command prints as JSON."""
    records: list[dict[str, Any]] = json.loads(run(*words, "--format", "json").stdout)
    return records


def test_every_open_stack_has_a_probability_in_its_interval_or_a_reason(project: Path) -> None:
    stacks = rows("forecast", "--project", project)
    assert stacks
    for row in stacks:
        if row["probability"] is None:
            assert row["note"].startswith("not enough data")
        else:
            assert 0 < row["low"] <= row["probability"] <= row["high"] < 1
        assert 0 < row["base_rate"] < 1
        assert 0 < row["independence"] < 1


def test_the_parts_of_a_probability_add_up_to_its_log_odds(project: Path) -> None:
    for row in rows("forecast", "--project", project):
        if row["model"].startswith("logistic"):
            parts = sum(float(part.split()[1]) for part in row["reasons"].split("|") if part)
            log_odds = np.log(row["probability"] / (1 - row["probability"]))
            assert parts + row["rest"] == pytest.approx(log_odds, abs=1e-6)


def test_the_expected_number_of_a_building_is_the_sum_of_its_probabilities(project: Path) -> None:
    stacks = pd.DataFrame(rows("forecast", "--project", project))
    for row in rows("forecast", "--project", project, "--by", "building"):
        own = stacks[stacks["building"] == row["building"]]
        if row["expected"] is None:
            assert row["low"] is row["high"] is None
            assert row["without_forecast"] == row["open"] == len(own) > 0
            continue
        assert row["expected"] == pytest.approx(own["probability"].sum())
        assert row["open"] == len(own)
        assert row["low"] <= row["high"] <= row["open"]


def test_a_building_without_any_probability_is_expected_to_give_no_number() -> None:
    stacks = pd.DataFrame(
        {"probability": [0.5, np.nan, np.nan], "low": [0.4, np.nan, np.nan], "high": [0.6, np.nan, np.nan]},
        index=["t:1:1:1", "t:1:1:2", "t:2:1:1"],
    )
    forecast = forecast_buildings(stacks, {"t:1": 1, "t:3": 2}, np.random.default_rng(1)).set_index("building")
    assert forecast["expected"].fillna(-1).to_dict() == {"t:1": 0.5, "t:2": -1, "t:3": 0}
    assert forecast["without_forecast"].to_dict() == {"t:1": 1, "t:2": 1, "t:3": 0}


def test_the_internal_page_shows_what_the_trained_model_expects(project: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run("report", "--internal", "--confirmed-by", "测试书记", "--project", project, "--out", page, "--lang", "en")
    shown = html.fromstring(page.read_text(encoding="utf-8"))
    (table,) = shown.xpath("//section[@id='forecast']//table[caption[contains(., 'forecast')]]")
    cells = [[cell.text_content() for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tbody/tr")]
    records = {row["building"]: row for row in rows("forecast", "--project", project, "--by", "building")}
    assert len(cells) == len(records)
    for name, finished, still_open, expected, low, high, without in cells:
        row = records[name.removeprefix("Building ")]
        assert [finished, still_open, without] == [str(row[key]) for key in ("finished", "open", "without_forecast")]
        ends = ["—" if row[key] is None else f"{row[key]:.1f}" for key in ("expected", "low", "high")]
        assert [expected, low, high] == ends
    assert len(page.read_bytes()) < 5_000_000


def test_no_output_of_the_forecast_is_about_a_person_or_a_household(project: Path) -> None:
    columns = set(rows("forecast", "--project", project)[0])
    assert not columns & {"flat", "household", "person", "name", "intermediary"}


def test_the_evaluation_draws_its_picture_and_tells_what_the_network_adds(project: Path, tmp_path: Path) -> None:
    result = run("evaluate", "--project", project, "--days", "60", "--picture", tmp_path / "it.png")
    assert "network" in result.stderr
    assert (tmp_path / "it.png").read_bytes().startswith(b"\x89PNG")


def test_the_card_says_data_features_metrics_and_hashes(project: Path) -> None:
    folder = project / ".socialgraph" / "models"
    card = json.loads((folder / "completion.json").read_text(encoding="utf-8"))
    assert card["data"]["finished"] >= 30
    assert {feature["block"] for feature in card["features"]} == {"stack", "dossier", "process", "network"}
    assert any(row["metric"] == "brier" for row in card["metrics"])
    assert len(card["model_sha256"]) == len(card["data"]["sha256"]) == 64
    assert card["model_sha256"] in (folder / "completion.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("completion.json", '"feature_version": "1"', '"feature_version": "0"', "forecast.other_features"),
        ("completion.json", '"model_sha256": "', '"model_sha256": "0', "forecast.other_file"),
    ],
)
def test_a_model_of_another_version_or_file_is_refused(
    project: Path, tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    for source in (project / ".socialgraph" / "models").iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    text = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_model(tmp_path)
    assert error.value.code == code


def test_a_saved_model_gives_the_same_probabilities_again(project: Path) -> None:
    assert rows("forecast", "--project", project) == rows("forecast", "--project", project)


def test_under_thirty_finished_stacks_nothing_but_baselines_is_fitted(tmp_path: Path) -> None:
    run("demo", tmp_path / "small", "--households", "120", "--lang", "en")
    result = run("train", "--project", tmp_path / "small", "--days", "60")
    assert "under 30 only baselines are fitted" in result.stderr
    stacks = rows("forecast", "--project", tmp_path / "small")
    assert {row["model"] for row in stacks} == {"beta_binomial"}
    refused = run("evaluate", "--project", tmp_path / "small", "--days", "60", code=1)
    assert "under 30" in refused.stderr


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_spec", lambda name: None if name == "skops" else find_spec(name))
    assert "pip install 'socialgraph[models]'" in run("forecast", code=1).stderr


def test_before_any_training_the_forecast_says_so(project: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load_model(tmp_path)
    assert error.value.code == "forecast.no_model"


def test_suggest_has_the_fitted_weights_once_the_project_says_so_and_says_which_it_has(project: Path) -> None:
    card = project / ".socialgraph" / "models" / "conversations.json"
    before = card.read_text(encoding="utf-8")
    assumed = run("suggest", "--project", project, "--format", "json")
    parts = [{"part": name, "weight": 0.5, "source": "fitted"} for name in ("intercept", "trust")]
    page = {"conversations": 300, "fitted_on": "2026-11-01", "parts": parts, "kinds": []}
    card.write_text(json.dumps(page), encoding="utf-8")
    try:
        choose_weights(Project.open(project), "fitted")
        fitted = run("suggest", "--project", project, "--format", "json")
    finally:
        choose_weights(Project.open(project), "assumed")
        card.write_text(before, encoding="utf-8")
    assert "the defaults, assumed" in assumed.stderr
    assert "fitted to 300 conversations until 2026-11-01" in fitted.stderr
    trust = {(row["flat"], row["intermediary"]): row["trust"] for row in json.loads(assumed.stdout) if row["rank"]}
    both = [row for row in json.loads(fitted.stdout) if (row["flat"], row["intermediary"]) in trust]
    assert both
    assert all(row["trust"] == pytest.approx(0.5 + 0.5 * trust[row["flat"], row["intermediary"]]) for row in both)


def test_the_text_of_an_evaluation_has_calibration_gain_test_and_learning_curve(fixtures: Path) -> None:
    file = fixtures / "cases" / "g11_stacks.csv"
    words = ["--nodes", file, "--outcomes", file, "--id", "stack", "--group", "building", "--outcome", "completed"]
    figures, _, calibration, gain, curve = run("evaluate", *words, "--full").stdout.strip().split("\n\n")
    assert "skill over base rate" in figures
    assert "base rate" in calibration
    assert "share finished" in calibration
    assert "by chance (p)" in gain
    assert len(curve.splitlines()) >= 6


def test_g11_from_files_uses_the_baseline(fixtures: Path) -> None:
    file = fixtures / "cases" / "g11_stacks.csv"
    words = ["--nodes", file, "--outcomes", file, "--id", "stack", "--group", "building", "--outcome", "completed"]
    assert "the forecast uses base rate" in " ".join(run("evaluate", *words).stderr.split())
