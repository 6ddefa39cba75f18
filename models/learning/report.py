"""An evaluation as one long table, and as what may honestly be said of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from socialgraph.models.learning.evaluation import Evaluation

COLUMNS = ["design", "model", "metric", "at", "value", "low", "high"]
SKILL = "skill_over_"


def report_table(
    evaluations: Sequence[Evaluation], gains: pd.DataFrame, curve: pd.DataFrame | None, chosen: str
) -> pd.DataFrame:
    """One row a figure. `at` is the mean probability of a calibration bin, or the share of groups trained on.

    Metrics besides those of `evaluate_specs`: `calibration_share` (with `at`), `network_gain` (log loss a case),
    `permutation_p`, `learning_log_loss`, `learning_auc` (with `at`), `chosen` (1 at the model that forecasts).

    Parameters
    ----------
    evaluations : one a model.
    gains : difference of two models, with interval.
    curve : share of the data and skill, where it was asked for.
    chosen : name of the model that is used.

    Returns
    -------
    DataFrame
    """
    parts = [evaluation.figures.assign(at=np.nan) for evaluation in evaluations]
    for evaluation in evaluations:
        table = evaluation.calibration
        parts.append(table.assign(metric="calibration_share", at=table["mean_probability"], value=table["share"]))
    parts.append(gains.assign(model="network", metric="network_gain", value=gains["network_gain"]))
    tested = gains[gains["p_value"].notna()]
    parts.append(
        tested.drop(columns=["low", "high"]).assign(model="network", metric="permutation_p", value=tested["p_value"])
    )
    if curve is not None:
        parts += [
            pd.DataFrame(
                {
                    "design": evaluations[0].design,
                    "model": "logistic",
                    "metric": f"learning_{metric}",
                    "at": curve["share_of_groups"],
                    "value": curve[metric],
                }
            )
            for metric in ("log_loss", "auc")
        ]
    parts.append(pd.DataFrame([{"design": evaluations[0].design, "model": chosen, "metric": "chosen", "value": 1.0}]))
    whole = pd.concat([part.reindex(columns=COLUMNS) for part in parts if len(part)], ignore_index=True)
    return whole.astype(dict.fromkeys(("at", "value", "low", "high"), float))


def screen_table(report: pd.DataFrame) -> pd.DataFrame:
    """The figures as people read them: a row a design and model, a column a metric, value (low to high).

    Parameters
    ----------
    report : figures of every model.

    Returns
    -------
    DataFrame
    """
    shown = report[report["at"].isna() & ~report["metric"].isin(("chosen", "network_gain", "permutation_p"))]
    text = shown.apply(_with_interval, axis=1)
    metrics = list(dict.fromkeys(shown["metric"]))
    table = shown.assign(text=text).pivot(index=["design", "model"], columns="metric", values="text")
    order = shown[["design", "model"]].drop_duplicates()
    return table.reindex(pd.MultiIndex.from_frame(order)).reindex(columns=metrics).fillna("").reset_index()


def _with_interval(row: pd.Series) -> str:
    if not np.isfinite(row["value"]):
        return ""
    if not np.isfinite(row["low"]):
        return f"{row['value']:.3f}"
    return f"{row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})"


def beats_baselines(report: pd.DataFrame, model: str) -> bool:
    """Whether the model's skill over every baseline lies above 0 with its whole interval, groups left out.

    Parameters
    ----------
    report : figures of every model.
    model : what was fitted, or its name.

    Returns
    -------
    bool
    """
    first = report["design"].iloc[0]
    skill = report[(report["design"] == first) & (report["model"] == model) & report["metric"].str.startswith(SKILL)]
    return bool(len(skill)) and bool((skill["low"] > 0).all())


def beats_ahead(report: pd.DataFrame, model: str, design: str) -> bool | None:
    """The same for another design; None where the report has none or the model is a baseline.

    Parameters
    ----------
    report : figures of every model.
    model : what was fitted, or its name.
    design : how the held-out part was chosen.

    Returns
    -------
    bool | None
    """
    skill = report[(report["design"] == design) & (report["model"] == model) & report["metric"].str.startswith(SKILL)]
    return bool((skill["low"] > 0).all()) if len(skill) else None


def network_verdict(gains: pd.DataFrame) -> str:
    """`adds` where the first design's interval lies above 0, `takes` where below, else `unclear`.

    Parameters
    ----------
    gains : difference of two models, with interval.

    Returns
    -------
    str
    """
    first = gains.iloc[0]
    return "adds" if first["low"] > 0 else "takes" if first["high"] < 0 else "unclear"
