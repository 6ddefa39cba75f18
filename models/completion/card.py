"""A fitted model in a file that holds no code, and the card beside it: what it is made of and how good it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from socialgraph.errors import InputError
from socialgraph.models.completion.features import FEATURE_VERSION, FEATURES
from socialgraph.models.completion.stack_model import StackModel, Training
from socialgraph.models.completion.windows import StackCases
from socialgraph.models.learning.sample import Sample

MODEL_FILE, CARD_JSON, CARD_TEXT = "completion.skops", "completion.json", "completion.md"
# what a model file may hold besides numbers, texts and scikit-learn's own: nothing else is ever loaded
TRUSTED = frozenset(
    f"socialgraph.models.{name}"
    for name in (
        "learning.baselines.BaseRate",
        "learning.baselines.BetaBinomial",
        "learning.baselines.Independence",
        "learning.fitted.Preparation",
        "learning.fitted.Calibration",
        "learning.fitted.FittedBoosted",
        "learning.fitted.FittedLogistic",
        "learning.grouped_logistic.GroupedLogistic",
        "learning.conditional_fit.ConditionalFit",
        "learning.grouped_logistic.ConditionalFit",  # as models call it that were saved before it had a module
        "completion.stack_model.StackModel",
    )
) | {
    "sklearn._loss.link.Interval",
    "sklearn._loss.link.LogitLink",
    "sklearn._loss.loss.HalfBinomialLoss",
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
}
LIMITS = (
    "Probabilities are of stacks, never of a household or a person, and hold for the horizon and policy named here.",
    "Learned from this office's own stacks: another compound, another stage or another policy is another model.",
    "What is associated is not caused: neighbours who consent need not be why a stack completes.",
    "Stacks outside the range of the training cases get no probability.",
    "Health, age and disability are not among the features.",
)


def card_of(training: Training, cases: StackCases, *, run_id: str, policy: Mapping[str, Any]) -> dict[str, Any]:
    """The card as plain values, without the hash of the model file (`save_model` adds it).

    Parameters
    ----------
    training : what was fitted, on what.
    cases : stacks at their cut-off days, with outcomes.
    run_id : of the load that was read.
    policy : the choices of the project.

    Returns
    -------
    dict
        Texts, numbers, lists and None only, so that JSON holds all of it; without the hash of the model's file.
        `metrics` and `calibration` are empty, and `network_gain` None, where nothing was evaluated.

    References
    ----------
    Mitchell et al. (2019), Proc. FAT* '19, 220-229: model cards.
    """
    model, sample = training.model, cases.sample
    figures = [] if training.evaluation is None else plain_rows(training.evaluation.figures)
    tables = [] if training.evaluation is None else plain_rows(training.evaluation.calibration)
    lift = training.network_gain
    return {
        "model": model.chosen,
        "best_by_log_loss": training.best,
        "feature_version": model.feature_version,
        "software": f"socialgraph {version('socialgraph')}",
        "trained_on": model.trained_on,
        "horizon_days": model.horizon_days,
        "windows": [[begin.isoformat(), end.isoformat()] for begin, end in cases.windows],
        "policy": dict(policy),
        "data": {
            "run": run_id,
            "stacks": cases.n_judged,
            "finished": cases.n_finished,
            "complete": cases.n_complete,
            "without_outcome": cases.n_without_outcome,
            "cases": len(sample),
            "finished_in_window": int(sample.y.sum()),
            "buildings": sample.n_groups,
            "sha256": sample_hash(sample),
        },
        "features": [
            {
                "name": name,
                "block": FEATURES[name][0],
                "meaning": FEATURES[name][1],
                "used": name in model.columns,
                "range": list(model.ranges[name][:2]) if name in model.ranges else None,
            }
            for name in FEATURES
        ],
        "metrics": figures,
        "calibration": tables,
        "network_gain": None if lift is None else {"value": lift.value, "low": lift.low, "high": lift.high},
        "limits": list(LIMITS),
    }


def sample_hash(sample: Sample) -> str:
    """SHA-256 of the cases: the same cases in the same order give the same.

    Parameters
    ----------
    sample : every column counts, and the order of the rows.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256(sample.features.to_csv(index=False).encode("utf-8"))
    digest.update(
        "\n".join(f"{y} {g} {t}" for y, g, t in zip(sample.y, sample.group, sample.time, strict=True)).encode()
    )
    return digest.hexdigest()


def save_model(model: StackModel, card: dict[str, Any], folder: Path) -> None:
    """Write model and card into a folder; the card names the hash of the model's file.

    Parameters
    ----------
    model : the fitted model.
    card : the facts of the model.
    folder : where the model lies.
    """
    from skops.io import dumps

    folder.mkdir(parents=True, exist_ok=True)
    content = dumps(model)
    (folder / MODEL_FILE).write_bytes(content)
    card = {**card, "model_sha256": hashlib.sha256(content).hexdigest()}
    (folder / CARD_JSON).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / CARD_TEXT).write_text(card_text(card), encoding="utf-8")


def load_model(folder: Path) -> tuple[StackModel, dict[str, Any]]:
    """The model and its card.

    Parameters
    ----------
    folder : where the model lies.

    Returns
    -------
    model : StackModel
        As it was saved.
    card : dict
        The content of its card: texts, numbers and lists.

    Raises
    ------
    InputError
        If there is none; if the file is not the one that the card was written for, or holds anything but a model of
        this program; or if it was made of another version of the features.
    """
    from skops.io import get_untrusted_types, loads

    if not (folder / MODEL_FILE).exists() or not (folder / CARD_JSON).exists():
        raise InputError("forecast.no_model")
    content = (folder / MODEL_FILE).read_bytes()
    card = json.loads((folder / CARD_JSON).read_text(encoding="utf-8"))
    if card.get("feature_version") != FEATURE_VERSION:
        raise InputError("forecast.other_features")
    if hashlib.sha256(content).hexdigest() != card.get("model_sha256"):
        raise InputError("forecast.other_file")
    unknown = set(get_untrusted_types(data=content)) - TRUSTED
    if unknown:
        raise InputError("forecast.unknown_types")
    model = loads(content, trusted=sorted(TRUSTED))
    if not isinstance(model, StackModel) or model.feature_version != FEATURE_VERSION:
        raise InputError("forecast.other_features")
    return model, card


def card_text(card: dict[str, Any]) -> str:
    """The card as Markdown.

    Parameters
    ----------
    card : the facts of the model.

    Returns
    -------
    str
        Markdown, in English; names no person and no household.
    """
    data, lift = card["data"], card["network_gain"]
    lines = [
        "# Which stacks will complete: model card",
        "",
        f"Model: `{card['model']}` (best by log loss: `{card['best_by_log_loss']}`), {card['software']}, "
        f"feature version {card['feature_version']}. Trained on {card['trained_on']} "
        f"for {card['horizon_days']} days ahead.",
        "",
        "## Data",
        "",
        f"{data['stacks']} stacks, {data['finished']} finished (ready), {data['complete']} of them with works done; "
        f"{data['without_outcome']} without a dated outcome left out. {data['cases']} cases in {data['buildings']} "
        f"buildings, {data['finished_in_window']} finished within their window. A stack not finished is not yet "
        "finished, never a failure. Windows: " + "; ".join(f"{a} to {b}" for a, b in card["windows"]) + ".",
        "",
        f"Run `{data['run']}`, cases SHA-256 `{data['sha256']}`, model SHA-256 `{card.get('model_sha256', '')}`.",
        "",
        "## How good it is, on buildings left out",
        "",
        "| model | metric | value | low | high |",
        "|---|---|---|---|---|",
        *(
            f"| {r['model']} | {r['metric']} | {_n(r['value'])} | {_n(r['low'])} | {_n(r['high'])} |"
            for r in card["metrics"]
        ),
        *([] if card["metrics"] else ["", "Fewer than 30 finished stacks: nothing but baselines was fitted."]),
        "",
        "What the network adds, in log loss a case: "
        + ("not measured." if lift is None else f"{_n(lift['value'])} ({_n(lift['low'])} to {_n(lift['high'])})."),
        "",
        "## Calibration",
        "",
        "| model | cases | mean probability | share |",
        "|---|---|---|---|",
        *(
            f"| {r['model']} | {r['cases']} | {_n(r['mean_probability'])} | {_n(r['share'])} |"
            for r in card["calibration"]
        ),
        "",
        "## Features",
        "",
        "| feature | block | what it is | used | range in training |",
        "|---|---|---|---|---|",
        *(
            f"| {f['name']} | {f['block']} | {f['meaning']} | {'yes' if f['used'] else 'no'} | "
            + ("never known" if f["range"] is None else " to ".join(map(_n, f["range"])))
            + " |"
            for f in card["features"]
        ),
        "",
        "## Limits",
        "",
        *(f"- {limit}" for limit in card["limits"]),
        "",
    ]
    return "\n".join(lines)


def _n(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def plain_rows(frame: Any) -> list[dict[str, Any]]:
    """Rows as plain values; what is not defined is null.

    Parameters
    ----------
    frame : records of one table.

    Returns
    -------
    list of dict
        One a row, in their order: texts, bool, int and float; None for NaN and for what is not finite.
    """
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=10))
    return rows
