"""How far the expected figures of a plan move with the constants that they rest on.

The plan stays as it is; each assumed constant may lie anywhere between the ends of `data/sensitivity.csv`. Both figures
grow or fall with every constant, so the least and the greatest are taken where all constants lie at their unfavourable,
or all at their favourable ends: this is the range over the whole box, and no confidence interval of anything observed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from socialgraph.arrays.types import Floats
from socialgraph.assignment.figures import Figures
from socialgraph.assignment.setting import Setting
from socialgraph.reach.scoring import PARTS, Candidates, Scorer
from socialgraph.shipped import shipped_table
from socialgraph.trust.constants import constants
from socialgraph.trust.open_paths import PathPairs

ENDS = ("low", "high")
TIE_STRENGTH, STEP_CHANCE = "tie_strength", "step_chance"  # factors; the others are constants of `data/score.csv`


def figure_ranges(setting: Setting, primary: Mapping[int, int], figures: Figures) -> dict[str, float]:
    """Least and greatest of both figures of a plan that stays as it is.

    Parameters
    ----------
    setting : what was planned.
    primary : household → person of the plan.
    figures : the plan's own.

    Returns
    -------
    dict
        `expected_stacks_low`, `expected_stacks_high`, `expected_with_steps_low`, `expected_with_steps_high`; the plan's
        own figures lie between them.
    """
    routes = conversation_routes(setting, primary)
    moved = [figures, *(_figures(setting, primary, figures, end, routes) for end in ENDS)]
    now, later = [at.now for at in moved], [at.with_steps for at in moved]
    return {  # own weights of an office may turn a part around: then its favourable end is the other one
        "expected_stacks_low": min(now),
        "expected_stacks_high": max(now),
        "expected_with_steps_low": min(later),
        "expected_with_steps_high": max(later),
    }


def moved_constants(end: str) -> dict[str, float]:
    """The constants of the score and the factors at one end, "low" or "high".

    Parameters
    ----------
    end : `low` or `high`.

    Returns
    -------
    dict of str to float
        Name of a constant → its value at that end, in the constant's own unit (`data/sensitivity.csv`).

    Raises
    ------
    KeyError
        If `end` is neither.

    Examples
    --------
    >>> low, high = moved_constants("low"), moved_constants("high")
    >>> low.keys() == high.keys()
    True
    """
    return {row["name"]: float(row[end]) for row in shipped_table("sensitivity")}


def conversation_routes(setting: Setting, pairs: Mapping[int, int]) -> PathPairs:
    """The paths of conversations, which no constant moves.

    Parameters
    ----------
    setting, pairs : as in `conversation_chances`.

    Returns
    -------
    PathPairs
        In the order of `pairs`.
    """
    homes, people = np.fromiter(pairs, np.int64), np.fromiter(pairs.values(), np.int64)
    return setting.network.paths.between(homes, people)


def conversation_chances(
    setting: Setting, pairs: Mapping[int, int], end: str, routes: PathPairs | None = None
) -> Floats:
    """q of conversations with the constants at one end.

    Parameters
    ----------
    setting : the town, its network and concerns.
    pairs : household → person who talks with it.
    end : "low" or "high".
    routes : `conversation_routes` of the same pairs, where they are known.

    Returns
    -------
    (households,) float64
        0 where nobody talks.
    """
    fixed = moved_constants(end)
    success = np.zeros(setting.town.n_households)
    if not pairs:
        return success
    homes, people = np.fromiter(pairs, np.int64), np.fromiter(pairs.values(), np.int64)
    scorer = Scorer(setting.network, setting.concerns, fixed=constants() | fixed)
    scored = scorer.scored(Candidates(homes, people, np.ones(len(homes))), routes)
    weaker = fixed[TIE_STRENGTH] ** scored["path_ties"].to_numpy(np.float64)
    scored["trust"] = scorer.trust(np.minimum(scored["path_strength"].to_numpy() * weaker, 1.0))
    scored["second_path"] = scorer.second_path_weight * np.minimum(scored["second_strength"] * weaker, 1.0)
    score = scored[list(PARTS)].sum(axis=1).to_numpy(np.float64)
    success[homes] = 1.0 / (1.0 + np.exp(-score))
    return success


def _figures(setting: Setting, primary: Mapping[int, int], base: Figures, end: str, routes: PathPairs) -> Figures:
    chance = np.clip(base.chance * moved_constants(end)[STEP_CHANCE], 0.0, 1.0)
    return Figures(base.missing, base.judged, chance, conversation_chances(setting, primary, end, routes))
