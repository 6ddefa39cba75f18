"""Whether a household was asked whom it trusts, and what it answered.

Not asked, named nobody, wants nobody and no path are four different findings: the first is proposed for the survey,
the third is left alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.town.snapshot import Town

NOT_ASKED, NAMED_NOBODY, DECLINED, NAMED, WANTS_NOBODY = (
    "not_asked",
    "named_nobody",
    "declined",
    "named",
    "wants_nobody",
)
# of several respondents of one day the later one here counts: a wish to be left alone is never outvoted
OUTCOMES = (NOT_ASKED, NAMED_NOBODY, DECLINED, NAMED, WANTS_NOBODY)

_UNDATED = np.iinfo(np.int64).min


def survey_outcomes(town: Town) -> NDArray[np.int8]:
    """(households,) index into OUTCOMES: the household's newest answer, of whatever date.

    Of several respondents on that day, the one furthest down OUTCOMES; an undated answer is older than any dated one.

    Without a survey, a household that has a tie on record as ego has named somebody.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    (n,) object
        The newest answer, "" where nobody asked.
    """
    outcome_code = np.zeros(town.n_households, np.int8)
    homes = town.persons.household[np.diff(town.ties.offsets) > 0]
    outcome_code[homes[homes >= 0]] = OUTCOMES.index(NAMED)
    surveys = town.tables["surveys"]
    if len(surveys):
        outcome = surveys["outcome"].cat
        places = [OUTCOMES.index(text) if text in OUTCOMES else -1 for text in outcome.categories]
        code = np.array([*places, -1], np.int8)[outcome.codes.to_numpy()]
        household = surveys["household"].to_numpy(np.int64)
        asked_on = surveys["asked_on"].to_numpy("datetime64[D]")
        days = np.where(np.isnat(asked_on), _UNDATED, asked_on.astype(np.int64))
        counts = (code >= 0) & (household >= 0)
        newest = np.full(town.n_households, _UNDATED)
        np.maximum.at(newest, household[counts], days[counts])
        counts[counts] = days[counts] == newest[household[counts]]
        household, code = household[counts], code[counts]
        outcome_code[household] = 0
        np.maximum.at(outcome_code, household, code)
    return outcome_code
