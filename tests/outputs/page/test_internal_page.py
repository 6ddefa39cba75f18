"""The internal page's text: everything in its place, nobody named."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import re

import pandas as pd
import pytest
from lxml import html as lxml_html

from socialgraph.messages import Lang
from socialgraph.outputs import charts
from socialgraph.outputs.page.findings import Findings, PageHead
from socialgraph.outputs.page.html import policy, style_sheet, table
from socialgraph.outputs.page.internal import internal_page
from socialgraph.town.snapshot import Town

SECTIONS = [
    "overview",
    "buildings",
    "isolation",
    "concerns",
    "forecast",
    "score",
    "capital",
    "changes",
    "quality",
    "reading",
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_section_is_there_and_the_contents_lead_to_it(findings: Findings, head: PageHead, lang: Lang) -> None:
    page = lxml_html.fromstring(internal_page(findings, dataclasses.replace(head, lang=lang)))
    assert [link.get("href") for link in page.xpath("//nav//a")] == [f"#{key}" for key in SECTIONS]
    assert [node.get("id") for node in page.xpath("//section")] == SECTIONS


def test_it_says_that_it_is_internal_who_confirmed_it_and_whom_to_complain_to(internal_html: str) -> None:
    for words in ("内部使用 不得张贴转发", "L20261125-01", "示例书记", "010-00000000", "2026-11-25"):
        assert words in internal_html


def test_it_is_small_and_runs_styles_or_loads_nothing(internal_html: str) -> None:
    assert len(internal_html.encode("utf-8")) < 1_000_000
    assert not re.search(r"<script|\sstyle=|\son\w+=|\bsrc=|<link|@import|url\(\s*['\"]?http", internal_html)
    assert internal_html.count("<style>") == 1


def test_the_policy_names_the_style_sheet_by_its_hash() -> None:
    digest = base64.b64encode(hashlib.sha256(style_sheet().encode()).digest()).decode()
    assert policy() == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_nobody_is_named_and_no_phone_stands_there(internal_html: str, town: Town) -> None:
    text = " ".join(lxml_html.fromstring(internal_html).xpath("//body//text()"))
    assert not [key for key in town.persons.key.texts if key in text]
    assert not re.search(r"1[3-9]\d{9}", text)


def test_the_buildings_stand_in_the_order_of_what_can_be_won_next(findings: Findings) -> None:
    order = list(
        zip(
            -findings.buildings["winnable"], -findings.buildings["planned"], findings.buildings["building"], strict=True
        )
    )
    assert order == sorted(order)


def test_concerns_of_fewer_than_five_households_are_not_counted(findings: Findings) -> None:
    assert (findings.concerns["households"] >= 5).all()
    for name in ("offered", "accepted"):
        counts = findings.concerns[name].dropna()
        assert ((counts == 0) | (counts >= 5)).all()


def test_without_the_extra_the_page_has_its_figures_and_no_chart(
    findings: Findings, head: PageHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "charts_can_be_drawn", lambda: False)
    page = lxml_html.fromstring(internal_page(findings, head))
    assert (page.xpath("//figure"), [node.get("id") for node in page.xpath("//section")]) == ([], SECTIONS)


def test_every_text_is_escaped() -> None:
    made = table("<b>", ["a&b", "n"], [["<i>", "1<2"]])
    assert [word for word in ("<b>", "<i>", "1<2", "a&b") if word in made] == []


def test_what_a_model_expects_of_each_building_stands_there_with_its_interval(
    findings: Findings, head: PageHead
) -> None:
    nan = float("nan")
    expected = pd.DataFrame(
        [("1", 5, 3, 1.25, 0.0, 2.0, 1), ("2", 6, 4, nan, nan, nan, 4)],
        columns=["building", "finished", "open", "expected", "low", "high", "without_forecast"],
    )
    shown = dataclasses.replace(findings, forecast=expected, until=dt.date(2027, 1, 31))
    page = lxml_html.fromstring(internal_page(shown, dataclasses.replace(head, lang="en")))
    table = page.xpath("//section[@id='forecast']//table[caption[contains(., '2027-01-31')]]")[0]
    rows = [[cell.text_content() for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tbody/tr")]
    assert rows == [
        ["Building 1", "5", "3", "1.2", "0.0", "2.0", "1"],
        ["Building 2", "6", "4", "—", "—", "—", "4"],
    ]
