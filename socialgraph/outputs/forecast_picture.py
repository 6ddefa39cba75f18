"""One picture of an evaluation: are the probabilities right, and what does the network add."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from socialgraph.errors import InputError

LEAST_SPREAD = 0.05  # a rate that is nearly the same for all cases has no curve
SUFFIXES = (".png", ".svg", ".pdf")
_COLOURS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#E69F00",
    "#666666",
)  # Okabe & Ito: told apart by all


def draw_evaluation(report: pd.DataFrame, path: Path) -> None:
    """Write calibration (left) and network gain (right) of `models.report.report_table` to a file.

    Raises
    ------
    InputError
        If matplotlib is not installed, or the file's name does not end in .png, .svg or .pdf.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError("forecast.no_picture", file=path.name)
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError("forecast.matplotlib_missing") from error
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1.15, 1))
    _calibration(left, report)
    _gains(right, report)
    figure.savefig(path, dpi=150)


def _calibration(axes: Any, report: pd.DataFrame) -> None:
    first = report["design"].iloc[0]
    chosen = set(report.loc[report["metric"] == "chosen", "model"])
    bins = report[(report["metric"] == "calibration_share") & (report["design"] == first)]
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, label="perfect")
    curves = [(name, rows) for name, rows in bins.groupby("model", sort=False) if np.ptp(rows["at"]) > LEAST_SPREAD]
    for colour, (model, rows) in zip(_COLOURS, curves, strict=False):
        is_chosen = model in chosen
        label = f"{model} (chosen)" if is_chosen else str(model)
        axes.plot(
            rows["at"], rows["value"], marker="o", color=colour, label=label,
            linewidth=2.4 if is_chosen else 1.1, markersize=6 if is_chosen else 3.5, alpha=1.0 if is_chosen else 0.75,
        )  # fmt: skip
    axes.set(
        xlabel="probability given",
        ylabel="share that happened",
        title=f"Calibration, {first}",
        xlim=(0, 1),
        ylim=(0, 1),
    )
    axes.legend(fontsize=8, frameon=False)


def _gains(axes: Any, report: pd.DataFrame) -> None:
    gains = report[report["metric"] == "network_gain"].reset_index(drop=True)
    at = range(len(gains))
    errors = [gains["value"] - gains["low"], gains["high"] - gains["value"]]
    axes.axvline(0, color="#999999", linewidth=1)
    axes.errorbar(gains["value"], list(at), xerr=errors, fmt="o", color=_COLOURS[0], capsize=4)
    axes.set_yticks(list(at), list(gains["design"]))
    axes.set_ylim(len(gains) - 0.5, -0.5)
    axes.set(xlabel="fall of log loss a case (95 % interval)", title="What the network adds: right of 0 it helps")
