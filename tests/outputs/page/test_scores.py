"""Scores as waterfalls: the bars add up to the score, nobody stands there by name."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from lxml import html as lxml_html

from socialgraph.outputs.charts import waterfall
from socialgraph.outputs.page.findings import Findings
from socialgraph.outputs.page.scores import planned_scores_section, scores_section
from socialgraph.reach.explain import explain
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town

AS_OF = dt.date(2026, 11, 25)


@pytest.fixture(scope="module")
def suggested(town: Town) -> pd.DataFrame:
    ranked = rank_intermediaries(town, as_of=AS_OF, policy=Policy())
    flat = ranked.loc[ranked["rank"] == 1, "flat"].iloc[0]
    return ranked[ranked["flat"] == flat].sort_values("rank")


def test_the_table_beside_each_picture_adds_up_to_the_score(town: Town, suggested: pd.DataFrame) -> None:
    section = scores_section(explain(town, suggested["flat"].iloc[0], as_of=AS_OF, policy=Policy()), "en")
    tables = lxml_html.fromstring(section).xpath("//table")
    for table, score in zip(tables, suggested["score"], strict=False):
        figures = [float(cell.text) for cell in table.xpath(".//td")]
        assert sum(figures[:-1]) == pytest.approx(figures[-1], abs=0.005)
        assert figures[-1] == pytest.approx(score, abs=0.0006)


def test_nobody_stands_there_by_pseudonym(town: Town, suggested: pd.DataFrame) -> None:
    section = scores_section(explain(town, suggested["flat"].iloc[0], as_of=AS_OF, policy=Policy()), "zh")
    assert not re.search(r"p_[0-9a-f]{6}", section)


def test_a_household_without_a_suggestion_has_no_picture() -> None:
    assert scores_section(pd.DataFrame({"part": ["class"], "value": ["reached"]}), "zh") == ""


def test_every_bar_begins_where_the_last_one_ended() -> None:
    parts = pd.DataFrame({"what": ["a", "b", "c"], "value": [1.0, -0.4, 0.2]})
    (bars,) = [rows for rows in waterfall(parts, total="sum").to_dict()["datasets"].values() if "start" in rows[0]]
    assert [bar["start"] for bar in bars[1:-1]] == pytest.approx([bar["end"] for bar in bars[:-2]])
    assert (bars[-1]["start"], bars[-1]["end"]) == (0.0, pytest.approx(0.8))


def test_every_planned_conversation_stands_on_the_internal_page_with_parts_that_make_its_chance(
    findings: Findings,
) -> None:
    section = lxml_html.fromstring(planned_scores_section(findings, "", "en"))
    assert len(section.xpath("//details")) == len(findings.scores) > 0
    for table, row in zip(section.xpath("//table"), findings.scores.to_dict("records"), strict=True):
        figures = [float(cell.text) for cell in table.xpath(".//td")]
        assert 1 / (1 + math.exp(-figures[-1])) == pytest.approx(row["q"], abs=0.001)
        assert sum(figures[:-1]) == pytest.approx(figures[-1], abs=0.005)


def test_without_a_planned_conversation_there_is_no_section(findings: Findings) -> None:
    assert planned_scores_section(replace(findings, scores=findings.scores[:0]), "", "en") == ""
