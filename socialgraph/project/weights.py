"""The fitted weights of a project, as `train` left them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from socialgraph.errors import ProjectError
from socialgraph.schema.weights import FittedWeights

FILE = Path("models") / "conversations.json"  # below the working folder
FITTED, LEVEL = "fitted", "intercept"


def read_weights(folder: Path) -> FittedWeights | None:
    """The weights that `train` fitted; None where it has not run, or had too few conversations.

    Parameters
    ----------
    folder : the working folder.

    Returns
    -------
    FittedWeights or None

    Raises
    ------
    ProjectError
        If the file is there and cannot be used.
    """
    path = folder / FILE
    try:
        return weights_of(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ProjectError("project.weights_unreadable", path=path) from error


def weights_of(page: Mapping[str, Any]) -> FittedWeights | None:
    """The weights of a page that `train` wrote; None where nothing in it is fitted.

    Parameters
    ----------
    page : `conversations`, `fitted_on`, and the rows `parts` and `kinds`.

    Returns
    -------
    FittedWeights or None

    Raises
    ------
    ValueError
        If a weight is none: a factor below 0, or a kind outside (0, 1).
    """
    parts = {row["part"]: float(row["weight"]) for row in page["parts"] if row["source"] == FITTED}
    kinds = {row["kind"]: float(row["weight"]) for row in page["kinds"] if row["source"] == FITTED}
    level = parts.pop(LEVEL, 0.0)
    if not parts:
        return None
    if not math.isfinite(level) or not all(0.0 <= value < math.inf for value in parts.values()):
        raise ValueError("a factor below 0")
    if not all(0.0 < value < 1.0 for value in kinds.values()):
        raise ValueError("a kind's weight outside (0, 1)")
    return FittedWeights(
        int(page["conversations"]), str(page["fitted_on"]), level, tuple(parts.items()), tuple(kinds.items())
    )
