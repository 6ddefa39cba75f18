"""An evaluation as one long table, and as what may honestly be said of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from socialgraph.models.learning.evaluation import Evaluation

COLUMNS = ["design", "model", "metric", "at", "value", "low", "high"]
SKILL, FIGURES = "skill_over_", "figures"


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
        The columns COLUMNS: texts, and at, value, low and high as float64, NaN where a figure has none.
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


def screen_tables(report: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The figures as people read them, each table with its name.

    Parameters
    ----------
    report : figures of every model.

    Returns
    -------
    list[tuple[str, DataFrame]]
        `figures` a design, a row a model and metric; `calibration` of the model that forecasts; `gains`, what the
        network adds, a row a design; with `--full` the learning `curve`.
    """
    further = (("calibration", _calibration(report)), ("gains", _gains(report)), ("curve", _curve(report)))
    figures = [(FIGURES, table) for table in _figures(report)]
    return figures + [(name, table) for name, table in further if len(table)]


def _figures(report: pd.DataFrame) -> list[pd.DataFrame]:
    shown = report[report["at"].isna() & ~report["metric"].isin(("chosen", "network_gain", "permutation_p"))]
    shown = shown[np.isfinite(shown["value"])].drop(columns="at")
    return [shown[shown["design"] == design] for design in dict.fromkeys(shown["design"])]


def _calibration(report: pd.DataFrame) -> pd.DataFrame:
    chosen = report.loc[report["metric"] == "chosen", "model"].iloc[0]
    rows = report[(report["metric"] == "calibration_share") & (report["model"] == chosen)]
    return pd.DataFrame(
        {
            "design": rows["design"].to_numpy(),
            "model": chosen,
            "mean_probability": rows["at"].to_numpy(float).round(3),
            "share_finished": rows["value"].to_numpy(float).round(3),
        }
    )


def _gains(report: pd.DataFrame) -> pd.DataFrame:
    rows = report[report["metric"] == "network_gain"]
    p_value = report[report["metric"] == "permutation_p"].set_index("design")["value"]
    texts = [_with_interval(row) for _, row in rows.iterrows()]
    p_texts = ["" if design not in p_value else f"{p_value[design]:.3f}" for design in rows["design"]]
    return pd.DataFrame({"design": rows["design"].to_numpy(), "network_gain": texts, "permutation_p": p_texts})


def _curve(report: pd.DataFrame) -> pd.DataFrame:
    rows = report[report["metric"].str.startswith("learning_")]
    table = rows.pivot(index="at", columns="metric", values="value").round(3).rename_axis("share_of_groups")
    return table.rename_axis(None, axis=1).reset_index()


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
    model : its name in the report.

    Returns
    -------
    bool
        False where the report has no skill of the model, and where a lower end is not known.
    """
    first = report["design"].iloc[0]
    skill = report[(report["design"] == first) & (report["model"] == model) & report["metric"].str.startswith(SKILL)]
    return bool(len(skill)) and bool((skill["low"] > 0).all())


def beats_ahead(report: pd.DataFrame, model: str, design: str) -> bool | None:
    """The same for another design; None where the report has none or the model is a baseline.

    Parameters
    ----------
    report : figures of every model.
    model : its name in the report.
    design : how the held-out part was chosen.

    Returns
    -------
    bool or None
        True where the skill over every baseline lies above 0 with its whole interval.
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
        `adds`, `takes` or `unclear`; `unclear` too where the interval is not known.
    """
    first = gains.iloc[0]
    return "adds" if first["low"] > 0 else "takes" if first["high"] < 0 else "unclear"
