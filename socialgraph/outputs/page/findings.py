"""Everything that the internal page shows, as result tables; no name, no phone and no pseudonym among them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from socialgraph.messages import Lang


@dataclass(frozen=True)
class PageHead:
    """Who made the page, of what, for whom.

    `name` is the project's, `scope` what the page covers in words (empty: everything), `grievance` whom to complain to.
    """

    name: str
    export_id: str
    made_on: dt.date
    handler: str
    confirmed_by: str
    grievance: str
    scope: str
    lang: Lang


@dataclass(frozen=True)
class Findings:
    """The tables behind the page, cut to its scope.

    Attributes
    ----------
    as_of : the day of all figures.
    rates, building_rates : `diagnose` by compound and by building.
    trend : date, compound and the four rates, a row a date and compound.
    stacks : `stack_counts`: compound, building, category, stacks, flats.
    flats, members : `flat_states` and `stack_members`.
    buildings : building (index), name, planned (flats to be talked to or visited), winnable (stacks whose every missing
        household is planned), sorted by what can be won next.
    isolation : class, step, households.
    concerns : concern, households, offered, accepted; only counts of five and more, NaN else.
    expected : what, value, low, high: expected stacks with the plan and without; NaN where there is no range.
    capital : `social_capital` by building.
    changes : what (a code of the page's words), before, now.
    since : the day with which `changes` compares.
    quality : what (a code of the page's words), n.
    scores : flat, the parts of the score and q of every planned conversation; nobody by name.
    forecast : building, finished, open, expected, low, high, without_forecast: the fitted model's, empty where none was
        trained.
    until : the day that `forecast` is for.
    """

    as_of: dt.date
    rates: pd.DataFrame
    building_rates: pd.DataFrame
    trend: pd.DataFrame
    stacks: pd.DataFrame
    flats: pd.DataFrame
    members: pd.DataFrame
    buildings: pd.DataFrame
    isolation: pd.DataFrame
    concerns: pd.DataFrame
    expected: pd.DataFrame
    capital: pd.DataFrame
    changes: pd.DataFrame
    since: dt.date
    quality: pd.DataFrame
    scores: pd.DataFrame = field(default_factory=pd.DataFrame)
    forecast: pd.DataFrame = field(default_factory=pd.DataFrame)
    until: dt.date | None = None
