"""The buildings of the internal page, the one where most can be won next first; a face each, folded until asked for."""

from __future__ import annotations

from collections import defaultdict
from html import escape

import pandas as pd

from socialgraph.counting import counted
from socialgraph.messages import Lang
from socialgraph.outputs.elevation import draw_elevation
from socialgraph.outputs.page.findings import Findings
from socialgraph.outputs.page.html import element, scroller, section
from socialgraph.outputs.words import page_text, page_words
from socialgraph.stacks.public_counts import CATEGORIES


def buildings_section(findings: Findings, title: str, lang: Lang) -> str:
    """The filter, then every building; the first one is open."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in findings.stacks.to_dict("records"):
        counts[str(row["building"])][str(row["category"])] = int(row["stacks"])
    made = [
        _building(row, counts[str(row["name"])], findings, lang, is_open=place == 0)
        for place, row in enumerate(counted(findings.buildings.to_dict("records"), "buildings"))
    ]
    if not made:
        return ""
    return section("buildings", title, element("p", page_text("buildings_order", lang)), _filter(lang), *made)


def _filter(lang: Lang) -> str:
    """Three choices that work by style alone: the page runs no script."""
    words = page_words("filter", lang)
    choices = "".join(
        f'<label for="f-{code}"><input type="radio" name="filter" id="f-{code}"{" checked" if code == "all" else ""}>'
        f"{escape(words[code])}</label>"
        for code in ("all", "planned", "open")
    )
    return f"<fieldset><legend>{escape(words['legend'])}</legend>{choices}</fieldset>"


def _building(
    row: dict[object, object], counts: dict[str, int], findings: Findings, lang: Lang, *, is_open: bool
) -> str:
    index, name = row["building"], str(row["name"])
    flats = findings.flats[findings.flats["building"] == index]
    members = findings.members[findings.members["building"] == index]
    n = [counts.get(category, 0) for category in CATEGORIES]
    summary = page_text(
        "building_summary", lang, stacks=sum(n), complete=n[0], ready=n[1], not_yet=n[2], planned=row["planned"]
    )
    if row["winnable"]:
        summary += page_text("building_winnable", lang, winnable=row["winnable"])
    shown = page_text("building_name", lang, building=name)
    kinds = ["building", *(["is-planned"] if row["planned"] else []), *(["is-open"] if n[2] else [])]
    face = draw_elevation(flats, members, title=name, as_of=findings.as_of, lang=lang)
    return (
        f'<details class="{" ".join(kinds)}"{" open" if is_open else ""}><summary>{escape(shown)} '
        f'<span class="small">{escape(summary)}</span></summary>{scroller(shown, face, "face")}</details>'
    )


def building_order(buildings: pd.DataFrame) -> pd.DataFrame:
    """Most stacks that the present plan could finish first, then most planned talks, then the address."""
    keys = buildings.assign(first=-buildings["winnable"], then=-buildings["planned"])
    return buildings.loc[keys.sort_values(["first", "then", "building"], kind="stable").index].reset_index(drop=True)
