"""A volunteer's sheet for a phone: the same rows and words as the printed one, one card a household.

The columns are those of the printed sheet, so that nothing stands here that a list may not hold; it can't be filled in,
because the page runs nothing and sends nothing.
"""

from __future__ import annotations

import re
from html import escape

import pandas as pd

from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_texts import list_text, rules_lines, small_line
from socialgraph.outputs.lists import INPUTS, cell_texts, shown_columns
from socialgraph.outputs.page.html import document, element, section
from socialgraph.outputs.words import page_text
from socialgraph.schema.list_words import list_words

_ADDRESS = ("building", "door", "room")
_DIGITS = re.compile(r"\d{11}")


def volunteer_page(own: pd.DataFrame, context: ListContext) -> str:
    """The page of one volunteer.

    Parameters
    ----------
    own : the volunteer's rows of the list (`list_rows.LIST_COLUMNS`), at least one.
    context : number, dates and language of the list.

    Returns
    -------
    str
        HTML that loads nothing.
    """
    lang = context.lang
    heading = list_text("volunteer_heading", lang, name=own["volunteer"].iloc[0], n=len(own))
    cards = "".join(_card(row, own, context) for row in own.to_dict("records"))
    rules = "".join(element("h3" if is_heading else "p", text) for text, is_heading in rules_lines(context))
    rules_title = list_words("own_sheet", lang)["rules"]
    return document(
        title=f"{list_text('title', lang)} {context.export_id}",
        lang=lang,
        head=element("h1", heading) + element("p", small_line(context), "small"),
        body=cards + element("p", page_text("volunteer_how", lang), "small") + section("rules", rules_title, rules),
        foot=element("p", list_text("grievance_line", lang, grievance=context.grievance))
        + element("p", list_text("watermark", lang, export_id=context.export_id, handler=context.handler), "small"),
    )


def _card(row: dict[object, object], own: pd.DataFrame, context: ListContext) -> str:
    """One household: its address above, then each column that holds anything, with its word."""
    columns = [name for name in shown_columns(own, with_volunteer=False) if name not in INPUTS]
    words = list_words("column", context.lang)
    texts = dict(zip(columns, cell_texts(row, columns, context), strict=True))
    address = "-".join(text for name in _ADDRESS if (text := texts.get(name, "")))
    address = f"{texts.get('compound', '')} {address}".strip()
    lines = "".join(
        f"<dt>{escape(words[name])}</dt><dd>{_callable(text) if name == 'phone' else escape(text)}</dd>"
        for name, text in texts.items()
        if text and name not in ("compound", *_ADDRESS)
    )
    return f'<section class="card"><h2>{escape(address)}</h2><dl>{lines}</dl></section>'


def _callable(phone: str) -> str:
    """A whole number can be tapped; a masked one is text."""
    return _DIGITS.sub(lambda number: f'<a href="tel:{number[0]}">{number[0]}</a>', escape(phone))
