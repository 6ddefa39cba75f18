"""Weights of the score and of the kinds of tie that an office's own conversations gave."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FittedWeights:
    """What conversations gave; whatever is not named keeps its default.

    Attributes
    ----------
    conversations : how many were learned from.
    fitted_on : ISO date until which they were counted.
    level : log-odds added to every score.
    parts : (part of the score, factor, 0 or more) pairs; 1 is the default.
    kinds : (admissible kind of tie, weight in (0, 1)) pairs.

    Examples
    --------
    >>> weights = FittedWeights(312, "2026-11-25", -0.2, (("trust", 0.7),), (("key_holding", 0.6),))
    >>> weights.of("trust"), weights.of("load")
    (0.7, 1.0)
    """

    conversations: int
    fitted_on: str
    level: float
    parts: tuple[tuple[str, float], ...]
    kinds: tuple[tuple[str, float], ...]

    def of(self, part: str) -> float:
        """The factor of a part of the score.

        Parameters
        ----------
        part : one of the score's parts.

        Returns
        -------
        float
            1 where it was not fitted.
        """
        return dict(self.parts).get(part, 1.0)
