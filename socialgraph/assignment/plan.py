"""Assignment: who is asked to talk with whom, what comes next for everybody else, and what it is worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Floats, Ints
from socialgraph.assignment.backups import backups
from socialgraph.assignment.figures import Figures
from socialgraph.assignment.optimum.comparison import greedy_choice, linear_choice
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.assignment.optimum.solve import Solution, Watch, solve, without_idle_talks
from socialgraph.assignment.reasons import reasons_of
from socialgraph.assignment.sensitivity import figure_ranges
from socialgraph.assignment.setting import Limits, Setting, setting_of
from socialgraph.schema.choices import Method
from socialgraph.schema.policy import Policy
from socialgraph.stacks.waiting import fewest_waiting
from socialgraph.town.counts_html import counts_html
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import TrustNetwork

NOTHING = 1e-12  # less is rounding


@dataclass(frozen=True, eq=False)
class Assignment:
    """A plan of a town: conversations, and one next step for every other unresolved household.

    `tables.assignment_table`, `tables.plan_table` show it; `office` exports it.

    Attributes
    ----------
    setting : what was planned.
    with_steps : whether the figure "with the next steps" was maximised (else "now", the strict one).
    primary, backup : household → person.
    q : (households,) success of each primary conversation, 0 without one.
    bound : what no plan can exceed in the maximised figure.
    strict_best : the figure "now" of the best strict plan.
    cut_off : the search was ended by a clock or by the user.
    """

    setting: Setting
    with_steps: bool
    primary: dict[int, int]
    backup: dict[int, int]
    q: Floats
    bound: float
    strict_best: float
    cut_off: bool

    @property
    def town(self) -> Town:
        """The town."""
        return self.setting.town

    @cached_property
    def figures(self) -> Figures:
        """The plan's figures."""
        keys = self.setting.network.readiness
        return Figures(self.setting.missing, keys.stack_in_scope, self.setting.steps.chance, self.q)

    @property
    def figure(self) -> float:
        """The maximised figure."""
        return self.figures.with_steps if self.with_steps else self.figures.now

    @property
    def gap(self) -> float:
        """(bound − figure)/bound, 0 at 0."""
        return max(self.bound - self.figure, 0.0) / self.bound if self.bound > 0 else 0.0

    @property
    def summary(self) -> dict[str, float | bool]:
        """The summary record: both figures with their ranges, bound and gap of the maximised one."""
        return {
            **self.ranges,
            "expected_stacks": self.figures.now,
            "expected_stacks_without": self.figures.without,
            "expected_with_steps": self.figures.with_steps,
            "expected_strict_best": self.strict_best,
            "bound": self.bound,
            "gap": self.gap,
            "cut_off": self.cut_off,
        }

    @cached_property
    def ranges(self) -> dict[str, float]:
        """How far both figures move with the assumed constants while the plan stays: `sensitivity.figure_ranges`."""
        return figure_ranges(self.setting, self.primary, self.figures)

    @cached_property
    def step(self) -> NDArray[np.object_]:
        """(households,) the one next step of each unresolved household, "" for the others."""
        return self.setting.steps.decided(self.q > 0)

    @cached_property
    def reasons(self) -> NDArray[np.object_]:
        """(households,) why an unresolved household has no conversation; "" for the others."""
        return reasons_of(self.setting, self.primary, self.figures.values if self.with_steps else self.q)

    @cached_property
    def order(self) -> Ints:
        """Unresolved households as they are shown: stacks that wait for the fewest first, then by address."""
        stack, fewest = self.lead
        homes = np.flatnonzero(self.setting.network.readiness.unresolved)
        return homes[np.lexsort((homes, stack[homes], fewest[homes]))].astype(np.int64)

    @cached_property
    def lead(self) -> tuple[NDArray[np.int32], Ints]:
        """For each household the stack under which it is shown, and for how many households that waits."""
        in_scope = self.setting.network.readiness.stack_in_scope
        return fewest_waiting(self.setting.missing, in_scope, self.town.n_households)

    def _repr_html_(self) -> str:
        """Both figures, the bound, and how many households have which next step, for a notebook."""
        line = (
            f"Expected stacks: {self.figures.now:.2f} now, {self.figures.with_steps:.2f} with the next steps, of "
            f"whatever plan at most {self.bound:.2f} in the maximised figure."
        )
        steps = pd.Series(self.step[self.step != ""]).value_counts()
        return f"<p>{line}</p>" + counts_html("Next steps", {str(step): int(n) for step, n in steps.items()})

    def step_of(self, flats: pd.Series) -> NDArray[np.object_]:
        """The step of each of these household labels, as every command says it.

        Parameters
        ----------
        flats : labels of households.

        Returns
        -------
        (flats,) object
            The name of a step each, in the order given; "" for a label that is no household or needs no step.
        """
        household = self.town.households.label.codes(flats)
        return np.where(household >= 0, self.step[household], "")


def assign(
    town: Town,
    *,
    as_of: dt.date,
    policy: Policy,
    today: dt.date,
    steps: bool = True,
    method: Method = "best",
    limits: Limits | None = None,
    watch: Watch | None = None,
    network: TrustNetwork | None = None,
) -> Assignment:
    """Plan conversations so that as many stacks as possible are expected to complete, and decide every next step.

    Maximises the expected number of completed stacks "with the next steps" (without `steps`: "now", conversations
    alone) within places, contact budgets, evenings, refusals and promises. Equal plans: the better "now", then rank
    in natural order. DEFINITIONS, "Next step and plan"; the model is written out in docs/assignment.md.

    Parameters
    ----------
    as_of : trust, stances and opt-ins are those of this day.
    today : stops, contact budget and first days are those of today, with everything on record.
    method : `best` (exact where it is small, else relaxed and repaired), or for comparison `greedy` and `linear`.
    limits : evenings, refusals, promises.
    watch : stops the search after some seconds, or when told to; without it the work is bounded by counts.

    Returns
    -------
    Assignment
        Its `bound` is valid whatever the method.
    """
    setting = setting_of(town, as_of=as_of, policy=policy, today=today, limits=limits, network=network)
    return planned(setting, steps=steps, method=method, watch=watch)


def planned(setting: Setting, *, steps: bool = True, method: Method = "best", watch: Watch | None = None) -> Assignment:
    """The plan of a setting; see `assign`.

    Parameters
    ----------
    setting : the town on its day, with the pairs, chances and limits of the plan.
    steps : whether next steps count.
    method : how it is searched for, "best", "greedy" or "linear".
    watch : counts and ends the work.

    Returns
    -------
    Assignment
        Feasible, with `figure` ≤ `bound`, both in stacks; where the clock cut it off it is the best plan met so far.
    """
    watch = watch or Watch()
    problem = setting.problem(with_steps=steps)
    solution = solve(problem, watch)
    if method != "best":
        choice = without_idle_talks(problem, {"greedy": greedy_choice, "linear": linear_choice}[method](problem))
        solution = Solution(choice, problem.worth(choice), max(solution.bound, problem.worth(choice)))
    primary, q = _talks(setting, problem, solution.choice)
    in_scope = setting.network.readiness.stack_in_scope
    base = float((setting.missing.counts[in_scope] == 0).sum())
    strict = solution
    if steps or method != "best":
        strict = solve(setting.problem(with_steps=False), watch)
    plan = Assignment(
        setting=setting,
        with_steps=steps,
        primary=primary,
        backup=backups(setting, primary),
        q=q,
        bound=0.0,
        strict_best=base + strict.worth,
        cut_off=watch.cut_off,
    )
    # the two sums are made in different order: a bound never lies below the figure by a rounding
    bound = max(base + solution.bound, plan.figure)
    if bound - plan.figure < NOTHING * max(bound, 1.0):
        bound = plan.figure
    best = max(plan.strict_best, plan.figures.now)
    return Assignment(setting, steps, primary, plan.backup, q, bound, best, watch.cut_off)


def _talks(setting: Setting, problem: Problem, choice: Ints) -> tuple[dict[int, int], Floats]:
    """Household → person in natural order, and q of every household; no talk that no stack gains by."""
    talked = np.flatnonzero(choice >= 0)
    q = np.zeros(setting.town.n_households)
    q[problem.households[talked]] = problem.q[choice[talked]]
    person = problem.people[problem.person[choice[talked]]]
    pairs = zip(problem.households[talked].tolist(), person.tolist(), strict=True)
    return dict(sorted(pairs)), q
