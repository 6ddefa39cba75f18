"""The dated words of people on helping: which column lists the days of a yes, which those of a no."""

from __future__ import annotations

OPT_IN_DAYS = {"true": "opted_in_on", "false": "opted_out_on"}
"""The column of the days on which that was said, by the value of `willing`."""
