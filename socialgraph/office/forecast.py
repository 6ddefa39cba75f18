"""What `train`, `forecast` and `evaluate` do, without click: from a project or from files to tables and model."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from socialgraph.errors import InputError, ProjectError
from socialgraph.messages import Note, note
from socialgraph.office.session import opened_store
from socialgraph.project.weights import read_weights
from socialgraph.schema.choices import Weights

if TYPE_CHECKING:
    from socialgraph.models.completion.history import History
    from socialgraph.models.completion.stack_evaluation import StackEvaluation
    from socialgraph.models.completion.windows import StackCases
    from socialgraph.models.learning.populations.people import PeopleEvaluation
    from socialgraph.project.settings import Project

MODELS = "models"
SEED = 0
Say = Callable[[Note], None]


def require_models() -> None:
    """Stop with one sentence where what the models need is not installed.

    Raises
    ------
    InputError
        If scikit-learn, SciPy or skops is missing.
    """
    if any(find_spec(name) is None for name in ("sklearn", "scipy", "skops")):
        raise InputError("forecast.models_missing")


def history_of(project: Project) -> tuple[History, str]:
    """Everything on record with the days on which it was known, and the id of the last run.

    Raises
    ------
    ProjectError
        If nothing has been loaded yet.
    """
    from socialgraph.models.completion.history import History

    with opened_store(project) as store:
        run = store.last_run()
        if run is None:
            raise ProjectError("session.nothing_loaded")
        started = dt.datetime.fromisoformat(run.started_at.replace("Z", "+00:00"))
        loaded_on = started.astimezone(ZoneInfo(project.policy.timezone)).date()
        versions = store.read_history()
        records = {
            name: frame.assign(first_on=frame["since_on"]) if "since_on" in frame else frame
            for name, frame in versions.items()
        }
        return History(records, loaded_on), run.run_id


def cases_of(project: Project, history: History, as_of: dt.date, days: int) -> StackCases:
    """The training cases of a project.

    Raises
    ------
    InputError
        If not one window lies between the first dated word and the as-of date.
    """
    from socialgraph.models.completion.windows import stack_cases

    cases = stack_cases(history, cut_off=as_of, policy=project.policy, horizon_days=days)
    if len(cases.sample) == 0:
        raise InputError("forecast.too_short", days=days, day=as_of.isoformat())
    return cases


def train(project: Project, as_of: dt.date, days: int, say: Say) -> pd.DataFrame:
    """Fit, evaluate, choose and save the project's model with its card; the figures of all models as a table."""
    from threadpoolctl import threadpool_limits

    from socialgraph.models.completion.card import card_of, save_model
    from socialgraph.models.completion.stack_model import train_stack_model

    history, run_id = history_of(project)
    cases = cases_of(project, history, as_of, days)
    with threadpool_limits(1):  # small matrices: threads would only wait for each other
        training = train_stack_model(cases, cut_off=as_of, horizon_days=days, rng=np.random.default_rng(SEED))
    card = card_of(training, cases, run_id=run_id, policy=_forecast_policy(project))
    folder = project.working_folder() / MODELS
    save_model(training.model, card, folder)
    _fit_conversations(project, history, as_of, folder, say)
    say(said_of_cases(cases, as_of, days))
    if training.evaluation is None:
        say(note("forecast.too_few", finished=cases.n_finished))
        return pd.DataFrame([{"model": training.model.chosen, "cases": len(cases.sample)}])
    say(note("forecast.chosen", model=note(f"page.model.{training.model.chosen}"), card=folder / "completion.md"))
    figures = training.evaluation.figures
    return figures[["model", "metric", "value", "low", "high"]].reset_index(drop=True)


def _fit_conversations(project: Project, history: History, as_of: dt.date, folder: Path, say: Say) -> None:
    """Fit the weights of the score to past conversations, where there are enough, and write them beside the model."""
    from socialgraph.models.conversations.card import conversation_card, save_conversation_card
    from socialgraph.models.conversations.talks import talks
    from socialgraph.models.conversations.weights import fit_weights

    cases = talks(history, until=as_of, policy=project.policy)
    weights = fit_weights(cases, np.random.default_rng(SEED))
    save_conversation_card(conversation_card(weights, cases, fitted_on=as_of.isoformat()), folder)
    if weights.gain is None:
        say(note("forecast.few_conversations", count=weights.n))
    else:
        low, high = f"{weights.gain.low:.3f}", f"{weights.gain.high:.3f}"
        say(note("forecast.conversations", count=weights.n, gain=f"{weights.gain.value:.3f}", low=low, high=high))


def choose_weights(project: Project, weights: Weights) -> Project:
    """Write into the project's file which weights `suggest`, `assign` and every other analysis use from now on.

    Raises
    ------
    InputError
        If fitted ones are wanted and there are none: too few conversations.
    """
    if weights == "fitted" and read_weights(project.working_folder()) is None:
        raise InputError("forecast.no_fitted_weights")
    return project.changed(policy=dataclasses.replace(project.policy, weights=weights))


def _forecast_policy(project: Project) -> dict[str, Any]:
    """The choices that a forecast follows: which weights `suggest` uses is none of them."""
    return {name: value for name, value in project.policy.choices().items() if name != "weights"}


def said_of_cases(cases: StackCases, as_of: dt.date, days: int) -> Note:
    """What was learned from, in one sentence."""
    return note(
        "forecast.cases",
        stacks=cases.n_judged,
        day=as_of.isoformat(),
        finished=cases.n_finished,
        complete=cases.n_complete,
        undated=cases.n_without_outcome,
        cases=len(cases.sample),
        windows=len(cases.windows),
        days=days,
    )


@dataclass(frozen=True)
class Forecast:
    """`stacks`: a row an open stack; `buildings`: a row a building; `until`: the day the probabilities are for."""

    stacks: pd.DataFrame
    buildings: pd.DataFrame
    until: dt.date


def forecast(project: Project, as_of: dt.date, say: Say) -> Forecast:
    """The saved model's forecast for every stack that is not finished, from what is known at the as-of date."""
    from socialgraph.models.completion.card import load_model
    from socialgraph.models.completion.features import stack_features
    from socialgraph.models.completion.forecasting import forecast_buildings, forecast_stacks
    from socialgraph.models.completion.outcomes import states_on
    from socialgraph.models.completion.windows import building_of, open_stacks

    model, card = load_model(project.working_folder() / MODELS)
    history, _ = history_of(project)
    town = history.known_on(as_of)
    stacks = town.stacks.key
    states = states_on(history, stacks, as_of, project.policy)
    features = stack_features(history, stacks, as_of, project.policy)
    is_open = open_stacks(states)
    until = as_of + dt.timedelta(model.horizon_days)
    of_stacks = forecast_stacks(model, features[is_open])
    building = building_of(np.array(stacks.texts, object))
    counts = pd.Series(building[states.is_finished]).value_counts()
    finished = {str(name): int(counts.get(name, 0)) for name in np.unique(building[states.is_judged])}
    per_building = forecast_buildings(of_stacks, finished, np.random.default_rng(SEED))
    if model.logistic is None:
        say(note("forecast.baselines_only", finished=card["data"]["finished"]))
    if card["policy"] != _forecast_policy(project):
        say(note("forecast.other_policy"))
    say(note("forecast.until", day=until.isoformat()))
    return Forecast(_addressed(of_stacks), _addressed(per_building), until)


def _addressed(table: pd.DataFrame) -> pd.DataFrame:
    """Building, stack and pipe kind in place of keys; the compound only where there are several."""
    keys = table["building"] if "building" in table else pd.Series(table.index)
    parts = [str(key).split(":") for key in keys]
    several = len({part[0] for part in parts}) > 1
    building = [f"{part[0]} {part[1]}" if several and part[0] else part[1] for part in parts]
    if "building" in table:
        return table.assign(building=building)
    table = table.reset_index(drop=True)
    table.insert(0, "building", building)
    table.insert(1, "stack", [part[2] for part in parts])
    table.insert(2, "pipe_kind", [part[3] for part in parts])
    return table


@dataclass(frozen=True)
class EvaluationReport:
    """`report`: one long table of all figures; `chosen`: the model that forecasts."""

    report: pd.DataFrame
    chosen: str


def evaluate_project(project: Project, as_of: dt.date, days: int, say: Say, *, full: bool = False) -> EvaluationReport:
    """How good the forecast is on this project's own stacks; below 30 finished ones only how good baselines would be.

    Raises
    ------
    InputError
        If there are too few finished stacks for any evaluation.
    """
    from threadpoolctl import threadpool_limits

    from socialgraph.models.completion.stack_evaluation import can_be_fitted, evaluate_stacks

    history, _ = history_of(project)
    cases = cases_of(project, history, as_of, days)
    say(said_of_cases(cases, as_of, days))
    if not can_be_fitted(cases):
        raise InputError("forecast.too_few", finished=cases.n_finished)
    with threadpool_limits(1):
        evaluated = evaluate_stacks(cases, np.random.default_rng(SEED), full=full)
    return _reported(evaluated, say)


def evaluate_files(
    nodes: Path,
    ties: Path | None,
    outcomes: Path,
    say: Say,
    *,
    outcome: str,
    group: str,
    time: str | None = None,
    identity: str = "id",
    without: tuple[str, ...] = (),
    full: bool = False,
) -> EvaluationReport:
    """The same for people, ties and decisions of any source, from CSV files.

    Raises
    ------
    InputError
        If a file can't be read, or a column is missing.
    """
    from threadpoolctl import threadpool_limits

    from socialgraph.models.learning.populations.people import evaluate_people
    from socialgraph.models.learning.populations.population import population

    people = read_table(nodes).rename(columns={identity: "id"})
    decided = read_table(outcomes).rename(columns={identity: "id"})
    tied = read_table(ties) if ties is not None else pd.DataFrame({"source": [], "target": []}, dtype=str)
    sample = population(people, tied, decided, outcome=outcome, group=group, time=time, without=without)
    for warning in sample.warnings:
        say(warning)
    if len(np.unique(sample.y)) < 2 or len(np.unique(sample.group)) < 2:
        raise InputError("forecast.nothing_to_evaluate")
    with threadpool_limits(1):
        evaluated = evaluate_people(sample, np.random.default_rng(SEED), full=full)
    return _reported(evaluated, say)


def read_table(path: Path) -> pd.DataFrame:
    """A CSV file as text.

    Raises
    ------
    InputError
        If it can't be read as one.
    """
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError("forecast.no_table", file=path.name) from error


def _reported(evaluated: StackEvaluation | PeopleEvaluation, say: Say) -> EvaluationReport:
    """The long table, and what may honestly be said of it."""
    from socialgraph.models.learning.report import beats_ahead, beats_baselines, network_verdict, report_table
    from socialgraph.models.learning.sample import FORWARD

    report = report_table(evaluated.evaluations, evaluated.gains, evaluated.curve, evaluated.chosen)
    chosen = evaluated.chosen
    model = note(f"page.model.{chosen}")
    if beats_baselines(report, chosen):
        say(note("forecast.beats", model=model))
    else:
        say(note("forecast.beats_not", model=model))
    if beats_ahead(report, chosen, FORWARD) is False:
        say(note("forecast.ahead_not", model=model))
    adds, takes, unclear = (
        note("forecast.network_adds"),
        note("forecast.network_takes"),
        note("forecast.network_unclear"),
    )
    say({"adds": adds, "takes": takes, "unclear": unclear}[network_verdict(evaluated.gains)])
    return EvaluationReport(report, chosen)
