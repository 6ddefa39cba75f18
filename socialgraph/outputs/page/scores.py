"""Scores as bars that add up: one chart a person, the best first; nobody by name."""

from __future__ import annotations

from html import escape

import pandas as pd

from socialgraph.counting import counted
from socialgraph.messages import Lang
from socialgraph.outputs import charts
from socialgraph.outputs.page.findings import Findings
from socialgraph.outputs.page.html import element, number, scroller, section, table
from socialgraph.outputs.words import page_text, page_words
from socialgraph.reach.scoring import PARTS

MOST = 5
MOST_DRAWN = 12  # of a page: it stays small, and every score has its table


def scores_section(parts: pd.DataFrame, lang: Lang) -> str:
    """The section of one household's scores, from the table of `explain`; empty where nobody was suggested.

    Each chart begins at nought; every bar begins where the last one ended, and the last bar is the score.
    """
    values = dict(zip(parts["part"], parts["value"], strict=True))
    people = [name.removeprefix("q ") for name in values if str(name).startswith("q ")][:MOST]
    words = page_words("score_part", lang)
    made = []
    for place, person in enumerate(people, start=1):
        bars = pd.DataFrame(
            {
                "what": [words[part] for part in PARTS],
                "value": [float(values[f"score {person}: {part}"]) for part in PARTS],
            }
        )
        label = page_text("score_of", lang, place=place, q=f"{float(values[f'q {person}']):.2f}")
        made += [element("h3", label), *_waterfall(bars, label, f"score{place}", lang)]
    return (
        section("score", page_words("section", lang)["score"], element("p", page_text("score_line", lang)), *made)
        if made
        else ""
    )


def planned_scores_section(findings: Findings, title: str, lang: Lang) -> str:
    """The score of every planned conversation as bars that add up, folded; nobody by name."""
    words, made = page_words("score_part", lang), []
    for place, row in enumerate(counted(findings.scores.to_dict("records"), "scores")):
        bars = pd.DataFrame({"what": [words[p] for p in PARTS], "value": [float(row[part]) for part in PARTS]})
        label = page_text("score_planned", lang, flat=row["flat"], q=f"{float(row['q']):.2f}")
        inner = "".join(_waterfall(bars, label, f"planned{place}", lang, drawn=place < MOST_DRAWN))
        made.append(f"<details class='fold'><summary>{escape(label)}</summary>{inner}</details>")
    return section("score", title, element("p", page_text("score_line", lang)), *made) if made else ""


def _waterfall(bars: pd.DataFrame, label: str, key: str, lang: Lang, *, drawn: bool = True) -> list[str]:
    """The chart where one can be drawn, and always its table, whose last row is the score."""
    words, made = page_words("score_part", lang), []
    if drawn and charts.charts_can_be_drawn():
        svg = charts.chart_svg(charts.waterfall(bars, total=words["score"]), label, key)
        made.append(f"<figure>{scroller(label, svg, 'chart')}</figure>")
    lines = [[str(row["what"]), number(float(row["value"]), 3)] for row in bars.to_dict("records")]
    lines.append([words["score"], number(float(bars["value"].sum()), 3)])
    return [*made, table(f"{label} · {words['log_odds']}", [words["part"], words["log_odds"]], lines)]
