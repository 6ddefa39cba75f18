"""The figures of a plan: expected stacks now and with the next steps, and what each step is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.types import Bools, Floats
from socialgraph.assignment.expected_stacks import stack_chances


@dataclass(frozen=True, eq=False)
class Figures:
    """Chances of every stack in scope under one plan.

    Attributes
    ----------
    missing : stacks → households whose keys they wait for, those with a stop too.
    judged : (s,) stacks in scope.
    chance : (n,) c of each household's next step.
    success : (n,) q of its conversation, 0 without one.
    """

    missing: Csr
    judged: Bools
    chance: Floats
    success: Floats

    @property
    def now(self) -> float:
        """Expected stacks from conversations alone (c = 0); complete and ready stacks count 1."""
        return float(stack_chances(self.missing, self.success)[self.judged].sum())

    @property
    def without(self) -> float:
        """Stacks complete or ready whatever is done."""
        return float((self.missing.counts[self.judged] == 0).sum())

    @property
    def values(self) -> Floats:
        """(n,) 1 - (1 - c)(1 - q)."""
        return 1.0 - (1.0 - self.chance) * (1.0 - self.success)

    @property
    def with_steps(self) -> float:
        """Expected stacks where keys may also come by the next step, with its assumed chance."""
        return float(stack_chances(self.missing, self.values)[self.judged].sum())

    def worth(self) -> Floats:
        r"""(n,) what `with_steps` loses where one household's step fails and the rest of the plan stays.

        A conversation's q is set to 0 (c stays), any other step's c.

        :math:`w_h = \sum_s (v_h - k_h) \prod_{g \in s, g \ne h} v_g` over the judged stacks s that wait for h: v is a
        household's chance under the plan, k the chance that is left where its step fails.

        Returns
        -------
        (households,) float64
            In expected stacks, at least 0, in the order of the town; 0 for a household that no stack waits for.
        """
        value = self.values
        kept = np.where(self.success > 0, self.chance, 0.0)
        rows, members = self.missing.rows, self.missing.items
        loss = self._others(value) * (value - kept)[members] * self.judged[rows]
        return np.bincount(members, loss, len(value)).astype(np.float64)

    def _others(self, value: Floats) -> Floats:
        """(pairs,) the product over all other households of the stack."""
        rows, members = self.missing.rows, self.missing.items
        mine, n = value[members], len(self.missing)
        zeros = np.bincount(rows, mine == 0, n)[rows] - (mine == 0)
        product = np.ones(n)
        np.multiply.at(product, rows, np.where(mine == 0, 1.0, mine))
        return np.where(zeros > 0, 0.0, product[rows] / np.where(mine == 0, 1.0, mine))
