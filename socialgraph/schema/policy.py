"""The project's choices that change what counts: consent, stack policy, contact budget, stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
    """

    consent: Literal["agreed", "signed"] = "agreed"
    stack: Literal["strict", "contiguous_from_bottom", "bypass"] = "strict"
    timezone: str = "Asia/Shanghai"
    contacts_per_30_days: int = 2
    days_between_contacts: int = 7
    declined_pause_days: int = 90


DEFAULT_POLICY = Policy()
