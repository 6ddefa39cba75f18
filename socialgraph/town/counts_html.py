"""Counts as a small HTML table: how a Town or a plan shows itself in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape


def counts_html(caption: str, counts: Mapping[str, int]) -> str:
    """One row a count.

    Parameters
    ----------
    caption : what is counted.
    counts : name → how many.

    Returns
    -------
    str
        HTML of one table with every text escaped, numbers with commas; an empty body without counts.

    Examples
    --------
    >>> counts_html("Town", {"flats": 1200})
    "<table><caption>Town</caption><tbody><tr><th scope='row'>flats</th><td>1,200</td></tr></tbody></table>"
    """
    rows = "".join(f"<tr><th scope='row'>{escape(name)}</th><td>{n:,}</td></tr>" for name, n in counts.items())
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"
