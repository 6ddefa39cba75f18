"""Scores as bars that add up: one chart a person, the best first; nobody by name."""

from __future__ import annotations

import pandas as pd

from socialgraph.messages import Lang
from socialgraph.outputs import charts
from socialgraph.outputs.page.html import element, number, scroller, section, table
from socialgraph.outputs.words import page_text, page_words
from socialgraph.reach.scoring import PARTS

MOST = 5


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
        made.append(element("h3", label))
        if charts.charts_can_be_drawn():
            svg = charts.chart_svg(charts.waterfall(bars, total=words["score"]), label, f"score{place}")
            made.append(f"<figure>{scroller(label, svg, 'chart')}</figure>")
        lines = [[row["what"], number(row["value"], 3)] for row in bars.to_dict("records")]
        lines.append([words["score"], number(float(bars["value"].sum()), 3)])
        made.append(table(label, [words["part"], words["log_odds"]], lines))
    return (
        section("score", page_words("section", lang)["score"], element("p", page_text("score_line", lang)), *made)
        if made
        else ""
    )
