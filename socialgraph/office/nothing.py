"""Why a command has nothing to show: an empty table is an answer only with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from socialgraph.messages import Note, note
from socialgraph.stacks.readiness import households

if TYPE_CHECKING:
    import datetime as dt

    from socialgraph.schema.policy import Policy
    from socialgraph.town.snapshot import Town


def why_nothing(
    town: Town, *, as_of: dt.date, policy: Policy, flats: Sequence[str] = (), shown: Collection[str] = ()
) -> list[Note]:
    """A sentence for each of `flats` that is not in `shown`, or one for the whole town where nothing is.

    Parameters
    ----------
    flats : labels of households that were asked for; empty where all were.
    shown : labels that the command has rows of.

    Returns
    -------
    list of Note
        Empty where there is something to show of everything that was asked for.
    """
    if flats:
        keys = households(town, as_of=as_of, policy=policy)
        return [
            note(_of_household(keys.stopped[home], keys.in_scope[home]), flat=flat)
            for flat in flats
            if flat not in shown and (home := town.find_household(flat)) >= 0
        ]
    if shown:
        return []
    keys = households(town, as_of=as_of, policy=policy)
    if not keys.in_scope.any():
        return [note("nothing.no_scope", households=town.n_households)]
    stopped = int((keys.stopped & keys.has_missing_key & keys.in_scope).sum())
    return [note("nothing.nobody_unresolved", households=int(keys.in_scope.sum()), stopped=stopped)]


def _of_household(stopped: bool, in_scope: bool) -> str:
    """Which sentence answers for one household without a row."""
    if stopped:
        return "nothing.left_alone"
    return "nothing.no_key_missing" if in_scope else "nothing.not_in_scope"
