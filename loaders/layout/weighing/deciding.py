"""Which of the kinds that a sheet may be it is, and whether that needs no question."""

from __future__ import annotations

from collections.abc import Sequence

from socialgraph.loaders.layout.weighing.column_evidence import weights
from socialgraph.loaders.layout.weighing.verdict import Verdict
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED


def complete_first(verdicts: list[Verdict]) -> list[Verdict]:
    """The same, but first a complete one: of those that are even the likeliest by sheets of other hands.

    Before one that lacks what it must have it comes only where it is likely and hardly behind.
    """
    scale = weights()
    complete = [verdict for verdict in verdicts if verdict.complete]
    if not complete:
        return verdicts
    even = [verdict for verdict in complete if complete[0].sum - verdict.sum < scale["least_margin"]]
    best = max(even, key=lambda verdict: verdict.chance)
    if not verdicts[0].complete:
        is_behind = verdicts[0].sum - best.sum > scale["complete_ahead"]
        if is_behind or best.chance < scale["least_rival"]:
            return verdicts
    return [best, *(verdict for verdict in verdicts if verdict is not best)]


def is_certain(verdicts: Sequence[Verdict], *, guessed: bool = False) -> bool:
    """Whether the first kind may be read without asking: complete, heavy enough, and ahead of every other.

    Where two are even, it is the one that nearly every sheet of other hands with such headings and cells is.

    More is asked of a table whose header was `guessed` since the dictionary knows too few of its headings.
    """
    least = weights()["least_certain_guessed" if guessed else "least_certain"]
    if not verdicts or not verdicts[0].complete or verdicts[0].sum < least:
        return False
    if verdicts[0].chance_of_none >= weights()["least_chance_of_none"]:
        return False
    rest = [verdict.sum for verdict in verdicts[1:] if verdict.complete and not _says_too(verdicts[0], verdict)]
    even = bool(rest) and verdicts[0].sum - max(rest) < weights()["least_margin"]
    return not even or verdicts[0].chance >= weights()["least_chance_of_even"]


def _says_too(best: Verdict, other: Verdict) -> bool:
    """Whether the two say the same: opinions with who went and what came of it are visits too.

    And a log of visits is a survey too, which only takes what was told for an opinion.
    """
    kinds = (best.kind, other.kind)
    survey = best if kinds == ("survey", "visits") else other if kinds == ("visits", "survey") else None
    if survey is None or not {survey.fields[column] for column in survey.sure} >= {"visitors", "result"}:
        return False
    stances = {column for column in survey.sure if survey.fields[column] in STANCES_AND_SIGNED}
    return survey is best or not stances & set(best.fields)
