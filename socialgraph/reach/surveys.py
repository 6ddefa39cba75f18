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
# of several respondents the later one here counts: a wish to be left alone is never outvoted
OUTCOMES = (NOT_ASKED, NAMED_NOBODY, DECLINED, NAMED, WANTS_NOBODY)


def survey_outcomes(town: Town) -> NDArray[np.int8]:
    """(households,) index into OUTCOMES: each respondent's newest answer, whatever the as-of date.

    Without a survey, a household that has a tie on record as ego has named somebody.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    (n,) object
        The newest answer, "" where nobody asked.
    """
    found = np.zeros(town.n_households, np.int8)
    homes = town.persons.household[np.diff(town.ties.offsets) > 0]
    found[homes[homes >= 0]] = OUTCOMES.index(NAMED)
    surveys = town.tables["surveys"]
    if len(surveys):
        asked = surveys.sort_values("asked_on", kind="stable", na_position="first")
        newest = asked.drop_duplicates(["household", "respondent"], keep="last")
        outcome = newest["outcome"].cat
        places = [OUTCOMES.index(text) if text in OUTCOMES else -1 for text in outcome.categories]
        code = np.array([*places, -1], np.int8)[outcome.codes.to_numpy()]
        household = newest["household"].to_numpy(np.int64)
        told = (code >= 0) & (household >= 0)
        household, code = household[told], code[told]
        found[household] = 0
        np.maximum.at(found, household, code)
    return found
