"""The parts of an intermediary's score, in log-odds; constants in `data/score.csv`, assumed until fitted.

Under fitted weights every part is multiplied by its own factor, and `trust` holds the fitted level too: the log-odds
that a path of that strength carries a request. So the parts add up to the score, fitted or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.arrays.dates import known_by
from socialgraph.arrays.types import Bools, Floats, Ints
from socialgraph.reach.concerns import Concerns
from socialgraph.reach.posterior import posterior_log_odds
from socialgraph.stacks.tones import tones
from socialgraph.trust.constants import constants
from socialgraph.trust.network import TrustNetwork
from socialgraph.trust.open_paths import OpenPaths, PathLists, PathPairs

PARTS = ("trust", "second_path", "experience", "success", "load", "stance")
GOOD_RESULTS, NO_CONTACT = ("agreed", "softened"), "no_contact"
# scores that differ by less are equal: their parts were added in another order
SCORE_DIGITS = 9


@dataclass
class Candidates:
    """Pairs of a household and an eligible person whom it trusts; `strength` is t, the strongest open path."""

    household: Ints
    person: Ints
    strength: Floats

    @staticmethod
    def none() -> Candidates:
        """No pairs.

        Returns
        -------
        Candidates
            Three arrays of length 0.
        """
        empty = np.zeros(0, np.int64)
        return Candidates(empty, empty, np.zeros(0))


def conversations(network: TrustNetwork) -> tuple[Ints, Ints]:
    """(persons,) good conversations k and all conversations n by the as-of date; an undated visit counts.

    A conversation is a visit with a result other than `no_contact`; a good one ended `agreed` or `softened`.

    Parameters
    ----------
    network : who trusts whom on the day that counts.

    Returns
    -------
    k, n : (persons,) int64
        In conversations, 0 ≤ k ≤ n, in the order of the town; both 0 for a person without any. A visit to several
        households of a flat is one, and each of its visitors had it.
    """
    visits, visitors = network.town.tables["visits"], network.town.tables["visitors"]
    result = visits["result"].astype(str)
    in_time = known_by(visits["date"].to_numpy("datetime64[D]"), network.as_of)
    met = in_time & ~result.isin(("", NO_CONTACT)).to_numpy()
    good = met & result.isin(GOOD_RESULTS).to_numpy()
    # one visit to several households of a flat is one conversation
    is_first = ~visits["occasion"].duplicated().to_numpy()
    met, good = met & is_first, good & is_first
    visit, person = visitors["visit"].to_numpy(np.int64), visitors["person"].to_numpy(np.int64)
    n_persons = network.town.n_persons
    return (
        np.bincount(person[good[visit]], minlength=n_persons),
        np.bincount(person[met[visit]], minlength=n_persons),
    )


class Scorer:
    """Scores candidates of one network; what belongs to a person alone is worked out once.

    `fixed` are other constants than those of `data/score.csv`, to see how much hangs on them.
    """

    def __init__(
        self,
        network: TrustNetwork,
        known_concerns: Concerns,
        paths: OpenPaths | None = None,
        fixed: Mapping[str, float] | None = None,
    ) -> None:
        self.network, self.concerns, self.constants = network, known_concerns, fixed or constants()
        self.paths = paths or network.paths
        fitted = network.weights
        self.factor = {part: 1.0 if fitted is None else fitted.of(part) for part in PARTS}
        self.level = 0.0 if fitted is None else fitted.level
        self.second_path_weight = self.constants["second_path_weight"] * self.factor["second_path"]
        tone = tones(network.town, network.readiness, as_of=network.as_of)
        conditional = tone.conditional * self.constants["stance_conditional"]
        self.stance = self.factor["stance"] * np.where(tone.refused, self.constants["stance_refused"], conditional)
        n_good, n_met = conversations(network)
        self.success = self.factor["success"] * posterior_log_odds(
            n_good,
            n_met,
            prior_agreed=self.constants["success_prior_agreed"],
            prior_other=self.constants["success_prior_other"],
        )
        # + 0.0: nobody assigned is a load of 0, not of -0
        self.load = (
            self.factor["load"] * self.constants["load_weight"] * network.assigned / np.maximum(network.capacity, 1)
            + 0.0
        )

    def candidates(self, block: PathLists) -> Candidates:
        """A block of path lists, a row a pair.

        Parameters
        ----------
        block : open paths of a block of households.

        Returns
        -------
        Candidates
            In the order of the block: household indices, person indices, and t in (0, 1].
        """
        household = np.repeat(block.households, np.diff(block.offsets))
        return Candidates(household, block.targets.astype(np.int64), block.strength)

    def trust(self, strength: Floats) -> Floats:
        r"""logit(t), t clipped; under fitted weights times their factor, and the level added.

        With the package's own weights the part is :math:`\ln \frac{t}{1 - t}`, t cut to [`trust_clip`, 1 -
        `trust_clip`] of `data/score.csv`; under fitted ones :math:`a + b \ln \frac{t}{1 - t}`.

        Parameters
        ----------
        strength : (pairs,) strongest open path, in (0, 1].

        Returns
        -------
        (pairs,) float64
            In log-odds; finite, as t is cut away from 0 and 1. It says nothing of pairs without a path: leave them out.
        """
        clip = self.constants["trust_clip"]
        t = np.clip(strength, clip, 1.0 - clip)
        return self.level + self.factor["trust"] * np.log(t / (1.0 - t))

    def same_concern(self, pairs: Candidates) -> Bools:
        """The person's household had the same shareable concern and now consents.

        Parameters
        ----------
        pairs : of households and people.

        Returns
        -------
        (pairs,) bool
            In the order of `pairs`. False for a person without a home here, and where either household has no concern
            that may be named in a list.
        """
        home = self.network.town.persons.household[pairs.person]
        bits = self.concerns.shareable
        return (home >= 0) & ((bits[home] & bits[pairs.household]) > 0) & self.network.readiness.consents[home]

    def works_done(self, pairs: Candidates) -> Bools:
        """Works are done in the person's home.

        Parameters
        ----------
        pairs : whose people are looked up.

        Returns
        -------
        (pairs,) bool
            In the order of `pairs`. False for a person without a home here.
        """
        home = self.network.town.persons.household[pairs.person]
        return (home >= 0) & self.network.readiness.works_done[home]

    def experience(self, pairs: Candidates) -> Floats:
        """Lived experience: the same concern met, works already done at home.

        Parameters
        ----------
        pairs : households and people who could talk.

        Returns
        -------
        (pairs,) float64
            In log-odds: the sum of the two constants (`data/score.csv`) that hold, times the fitted factor; 0 where
            neither does.
        """
        fixed = self.constants
        same, done = self.same_concern(pairs), self.works_done(pairs)
        experience = same * fixed["experience_same_concern"] + done * fixed["experience_works_done"]
        return self.factor["experience"] * experience

    def sure(self, pairs: Candidates) -> Floats:
        """The score without a second path.

        Parameters
        ----------
        pairs : with the strength of their strongest path.

        Returns
        -------
        (pairs,) float64
            In log-odds, finite: all parts but the second path's, which is never negative.
        """
        return (
            self.trust(pairs.strength)
            + self.experience(pairs)
            + self.success[pairs.person]
            + self.load[pairs.person]
            + self.stance[pairs.household]
        )

    def likely(self, pairs: Candidates) -> Candidates:
        """The pairs whose q can still be `least_q`: s₂ is at most t.

        A second path is never stronger than the first, so that :math:`t` bounds what it may add; a pair left out here
        could not have come to q ≥ `least_q`, rounding included.

        Parameters
        ----------
        pairs : as in `sure`.

        Returns
        -------
        Candidates
            Some of `pairs`, in their order; perhaps none.
        """
        least = self.constants["least_q"]
        hoped = self.sure(pairs) + self.second_path_weight * pairs.strength
        keep = hoped >= np.log(least / (1.0 - least)) - 10.0**-SCORE_DIGITS
        return Candidates(pairs.household[keep], pairs.person[keep], pairs.strength[keep])

    def best(self, pairs: Candidates, top: int) -> Candidates:
        """The pairs that can still be among the `top` best of their household.

        s₂ is at most t, so that a pair whose score could not reach the sure score of the `top`-th one is out.

        Parameters
        ----------
        pairs : as in `sure`, by household.
        top : at most so many a household.

        Returns
        -------
        Candidates
            Some of `pairs`, in their order: at least the best `top` of each household, more where a second path could
            lift them; all where a household has no more than `top`.
        """
        if len(pairs.household) == 0:
            return pairs
        sure = self.sure(pairs)
        order = np.lexsort((-sure, pairs.household))
        begins = np.flatnonzero(np.r_[True, np.diff(pairs.household) != 0])
        sizes = np.diff(np.r_[begins, len(sure)])
        worst = np.repeat(sure[order][begins + np.minimum(sizes, top) - 1], sizes)
        hoped = sure + self.second_path_weight * pairs.strength
        keep = hoped >= worst - 2.0 * 10.0**-SCORE_DIGITS
        return Candidates(pairs.household[keep], pairs.person[keep], pairs.strength[keep])

    def scored(self, pairs: Candidates, routes: PathPairs | None = None) -> pd.DataFrame:
        """A row a pair: household, person, home, the PARTS, score, and what they were made of.

        Parameters
        ----------
        pairs : as in `sure`.
        routes : their first and second paths; searched now where None.

        Returns
        -------
        DataFrame
            A row a pair, in their order. The PARTS and their sum `score` in log-odds, all finite; q = 1 ÷ (1 +
            e^−score), in (0, 1), the probability that the request is heard and met. `home` is -1 for a person without
            one here, `path_ties` counts the ties of the first path (1 to 3), `second_strength` is 0 without a second
            path.
        """
        routes = routes or self.paths.between(pairs.household, pairs.person)
        rows = pd.DataFrame(
            {
                "household": pairs.household,
                "person": pairs.person,
                "home": self.network.town.persons.household[pairs.person],
                "trust": self.trust(routes.first),
                "second_path": self.second_path_weight * routes.second,
                "experience": self.experience(pairs),
                "success": self.success[pairs.person],
                "load": self.load[pairs.person],
                "stance": self.stance[pairs.household] + 0.0,
                "path_strength": routes.first,
                "path_ties": 1 + (routes.first_route[:, 1:] >= 0).sum(axis=1),
                "second_strength": routes.second,
            }
        )
        score = np.zeros(len(rows))
        for part in PARTS:
            score += rows[part].to_numpy()
        return rows.assign(score=score, q=1.0 / (1.0 + np.exp(-score)))
