"""Which of several evaluated models forecasts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from socialgraph.arrays.types import Floats
from socialgraph.models.learning import metrics
from socialgraph.models.learning.baselines import Independence
from socialgraph.models.learning.metrics import resampled_rows
from socialgraph.models.learning.sample import Sample
from socialgraph.models.learning.specs import Spec


def choose(
    sample: Sample, specs: Sequence[Spec], held_out: dict[str, Floats], rng: np.random.Generator
) -> tuple[str, str]:
    """Which model forecasts, and which is best by held-out log loss.

    The simplest fitted model (they come simplest first) not more than one standard error worse than the best; where a
    baseline is best, the simplest baseline by the same rule. A baseline never takes the place of a better model by
    that rule: a shrunken model draws itself towards the base rate as far as the data say, so that the rule would only
    add the noise of the choice. Whether the model is *surely* better than the baselines is told by its skill.
    Independence is a yardstick and never chosen: its one number fits no calibration.

    The standard error is that of the paired difference of log loss, over groups.

    Parameters
    ----------
    sample, specs, held_out : as in `evaluate_specs`; specs come simplest first.
    rng : draws the groups of the bootstrap.

    Returns
    -------
    chosen, best : str
        Names of the model that forecasts and of the one with the least held-out log loss, often the same one.

    References
    ----------
    Breiman et al. (1984), Classification and Regression Trees, 3.4.3.
    """
    specs = [spec for spec in specs if spec.make is not Independence]
    losses = {spec.name: metrics.log_losses(sample.y, held_out[spec.name]) for spec in specs}
    best = min(specs, key=lambda spec: losses[spec.name].mean())
    draws = resampled_rows(sample.group, rng)
    for spec in (one for one in specs if one.is_baseline == best.is_baseline):
        difference = losses[spec.name] - losses[best.name]
        error = float(np.std([difference[rows].mean() for rows in draws], ddof=1))
        if difference.mean() <= error:
            return spec.name, best.name
    return best.name, best.name
