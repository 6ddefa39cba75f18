"""Weights fitted to conversations, where a project asks for them: in ties, scores, explanations, project file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_town_rows import Rows, flats, signed, tie, willing

from socialgraph.errors import InputError, ProjectError
from socialgraph.office.forecast import choose_weights
from socialgraph.project.settings import Project, write_project
from socialgraph.project.weights import FILE, read_weights
from socialgraph.reach.explain import explain
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.scoring import PARTS
from socialgraph.schema.policy import Policy
from socialgraph.schema.weights import FittedWeights
from socialgraph.town.snapshot import Town
from socialgraph.trust.evidence import kinds_of, registered_kinds
from socialgraph.trust.network import trust_network

AS_OF = date(2026, 11, 25)
Make = Callable[..., Town]
FITTED = FittedWeights(
    412, "2026-11-01", -0.3, (("trust", 0.6), ("second_path", 0.5), ("success", 2.0)), (("key_holding", 0.8),)
)
EVERYBODY = ("102", "103", "104")


def policy(weights: FittedWeights = FITTED) -> Policy:
    return Policy(weights="fitted", fitted=weights)


def town(town_of: Make) -> Town:
    """101 leaves keys with 102 and 103, and 103 with 102; 104 is known from far away."""
    rows: dict[str, Rows] = {
        "flats": flats("101", *EVERYBODY),
        "people": [willing(room, capacity="4") for room in EVERYBODY],
        "ties": [tie("101", "102"), tie("101", "103"), tie("103", "102"), tie("101", "104", "acquaintance")],
        "stances": signed(*EVERYBODY),
    }
    return town_of(**rows)


def ranked(of: Town, chosen: Policy, **options: Any) -> pd.DataFrame:
    return rank_intermediaries(of, as_of=AS_OF, policy=chosen, unlikely_too=True, **options).set_index("intermediary")


def test_a_key_left_today_has_the_fitted_weight_factor_and_level(town_of: Make) -> None:
    row = ranked(town(town_of), policy()).loc["P103@1--103"]
    assert row["trust"] == pytest.approx(-0.3 + 0.6 * log(0.8 / 0.2))


def test_a_second_path_counts_half_as_much_where_its_factor_is_a_half(town_of: Make) -> None:
    row = ranked(town(town_of), policy()).loc["P102@1--102"]
    assert row["second_path"] == pytest.approx(0.5 * 0.5 * 0.8 * 0.8)


def test_the_parts_add_up_to_the_score_under_fitted_weights(town_of: Make) -> None:
    rows = ranked(town(town_of), policy())
    assert rows[list(PARTS)].sum(axis=1).tolist() == pytest.approx(rows["score"].tolist())


def test_what_was_not_fitted_keeps_its_default(town_of: Make) -> None:
    of = town(town_of)
    fitted, assumed = ranked(of, policy()), ranked(of, Policy())
    for part in ("experience", "load", "stance"):
        assert fitted[part].tolist() == assumed.loc[fitted.index, part].tolist()


def test_without_the_choice_fitted_weights_change_nothing(town_of: Make) -> None:
    of = town(town_of)
    pd.testing.assert_frame_equal(ranked(of, policy().assumed()), ranked(of, Policy()))


@pytest.mark.parametrize("seed", range(12))
def test_the_best_few_are_the_best_of_all_under_any_weights(town_of: Make, seed: int) -> None:
    rng = np.random.default_rng(seed)
    factor, level, top = rng.uniform(0, 3), rng.uniform(-2, 2), int(rng.integers(1, 4))
    weights = FittedWeights(300, "2026-11-01", level, (("trust", factor), ("second_path", 3.0 - factor)), ())
    of = town(town_of)
    everybody, few = ranked(of, policy(weights)), ranked(of, policy(weights), top=top)
    assert few.index.tolist() == everybody.index.tolist()[:top]


def test_no_weight_opens_a_kind_that_is_closed_or_changes_a_half_life() -> None:
    kinds, own = kinds_of(FittedWeights(300, "", 0.0, (), (("kin", 0.9), ("key_holding", 0.5)))), registered_kinds()
    assert kinds.is_admissible.tolist() == own.is_admissible.tolist()
    assert kinds.half_life_days.tolist() == own.half_life_days.tolist()
    changed = kinds.weight != own.weight
    assert [name for name, is_changed in zip(own.names, changed, strict=True) if is_changed] == ["key_holding"]


def test_isolation_and_suggestions_read_the_same_fitted_ties(town_of: Make) -> None:
    network = trust_network(town(town_of), as_of=AS_OF, policy=policy())
    assert network.ties.strength.max() == pytest.approx(0.8)


def test_explain_says_that_weights_are_fitted_or_assumed(town_of: Make) -> None:
    of = town(town_of)
    fitted = explain(of, "1-101", as_of=AS_OF, policy=policy()).set_index("part")
    assert fitted.loc["weights", "value"] == "fitted"
    assert fitted.loc["weight trust", "value"] == 0.6
    assert fitted.loc["weight load", "source"] == "assumed"
    assert "412 conversations" in fitted.loc["weight level", "source"]
    assert explain(of, "1-101", as_of=AS_OF, policy=Policy()).set_index("part").loc["weights", "value"] == "assumed"


def card(source: str = "fitted", weight: float = 0.7, kind: float = 0.6) -> dict[str, Any]:
    parts = [{"part": "intercept", "weight": -0.1, "source": source}]
    parts += [{"part": "trust", "weight": weight, "source": source}]
    kinds = [{"kind": "key_holding", "weight": kind, "source": source}]
    kinds += [{"kind": "confidant", "weight": 0.9, "source": "assumed"}]
    return {"conversations": 300, "fitted_on": "2026-11-01", "parts": parts, "kinds": kinds}


def written(folder: Path, page: dict[str, Any]) -> Path:
    (folder / FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(page), encoding="utf-8")
    return folder


def test_a_card_gives_the_weights_that_are_fitted_and_no_others(tmp_path: Path) -> None:
    weights = read_weights(written(tmp_path, card()))
    assert weights == FittedWeights(300, "2026-11-01", -0.1, (("trust", 0.7),), (("key_holding", 0.6),))


def test_no_card_or_one_of_assumed_weights_gives_none(tmp_path: Path) -> None:
    assert read_weights(tmp_path) is None
    assert read_weights(written(tmp_path, card("assumed"))) is None


@pytest.mark.parametrize("page", [card(weight=-0.1), card(weight=float("nan")), card(kind=1.0), {"conversations": 3}])
def test_weights_that_are_none_stop_with_one_sentence(tmp_path: Path, page: dict[str, Any]) -> None:
    with pytest.raises(ProjectError) as error:
        read_weights(written(tmp_path, page))
    assert error.value.code == "project.weights_unreadable"


def test_the_choice_stands_in_the_project_file_and_the_weights_in_their_card(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    with pytest.raises(InputError) as error:
        choose_weights(project, "fitted")
    assert error.value.code == "forecast.no_fitted_weights"
    written(project.working_folder(), card())
    assert choose_weights(project, "fitted").policy.fitted is not None
    text = (tmp_path / "socialgraph.toml").read_text(encoding="utf-8")
    assert 'weights = "fitted"' in text
    assert "key_holding" not in text
    assert choose_weights(Project.open(tmp_path), "assumed").policy.fitted is None


def test_fitted_is_asked_for_but_not_there_yet_gives_the_defaults(tmp_path: Path) -> None:
    project = write_project(tmp_path, policy=Policy(weights="fitted"))
    assert (project.policy.weights, project.policy.fitted) == ("fitted", None)
