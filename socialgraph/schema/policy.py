"""The project's choices that change what counts: consent, stack policy, contact budget, stages."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from socialgraph.schema.choices import Consent, Weights
from socialgraph.schema.weights import FittedWeights

StackPolicy = Literal["strict", "contiguous_from_bottom", "bypass"]


@dataclass(frozen=True)
class Policy:
    """Choices of the `[policy]` table in `socialgraph.toml`; every analysis takes one.

    Attributes
    ----------
    consent : "agreed" (signed or verbal; the survey stage) or "signed" (the signing stage).
    stack : "strict" (every flat), "contiguous_from_bottom" or "bypass".
    timezone : local time, for "today".
    contacts_per_30_days, days_between_contacts : the contact budget of one household.
    declined_pause_days : how long a household that declined contact appears in no list.
    weights : of the score and the kinds of tie: "assumed" (the package's) or "fitted" (to this office's conversations).
    fitted : the fitted weights to use, no choice of the file; None under "assumed", and where none are fitted yet.
    """

    consent: Consent = "agreed"
    stack: StackPolicy = "strict"
    timezone: str = "Asia/Shanghai"
    contacts_per_30_days: int = 2
    days_between_contacts: int = 7
    declined_pause_days: int = 90
    weights: Weights = "assumed"
    fitted: FittedWeights | None = None

    def choices(self) -> dict[str, Any]:
        """What the `[policy]` table holds.

        Returns
        -------
        dict
            Name → value, without the fitted weights themselves.
        """
        return {name: value for name, value in dataclasses.asdict(self).items() if name != "fitted"}

    def assumed(self) -> Policy:
        """The same with the package's own weights: what is learned from the past must not turn with what it taught.

        Returns
        -------
        Policy
        """
        return dataclasses.replace(self, weights="assumed", fitted=None)


DEFAULT_POLICY = Policy()
