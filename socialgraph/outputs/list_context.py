"""What stands on every list besides its rows: number, dates, who made it and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from socialgraph.messages import Lang, text
from socialgraph.schema.list_states import LIST_DAYS


@dataclass(frozen=True)
class ListContext:
    """What stands on every list besides its rows.

    `grievance` is whom to complain to, `scope` what the list covers (empty: everything), `phone_purpose` what whole
    phone numbers are needed for (empty: masked). `audit_head` is the state of the audit log when the list was made:
    the printed list shows later whether that log was replaced. `expires_on` is 30 days after `exported_on` where not
    given.
    """

    export_id: str
    exported_on: dt.date
    handler: str
    purpose: str
    grievance: str
    confirmed_by: str
    legal_basis: str = ""
    retention_end: str = ""
    scope: str = ""
    phone_purpose: str = ""
    expires_on: dt.date | None = None
    audit_head: str = ""
    lang: Lang = "zh"

    @property
    def last_day(self) -> dt.date:
        """The day after which the list no longer holds."""
        return self.expires_on or self.exported_on + dt.timedelta(days=LIST_DAYS)

    def shown_day(self, day: dt.date) -> str:
        """A day on which the list still holds, else a word for later.

        Parameters
        ----------
        day : the first day on which something may be done.

        Returns
        -------
        str
        """
        return day.isoformat() if day <= self.last_day else text("next.later", self.lang)

    @property
    def page_foot(self) -> str:
        """What stands at the foot of every printed page: when it was made, and whom to complain to."""
        return f"{self.exported_on} · {self.grievance}"  # no line break: LibreOffice prints its code
