"""The sections of the internal page but the buildings: a chart where one can be drawn, and always its figures."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from socialgraph.messages import Lang
from socialgraph.outputs import charts
from socialgraph.outputs.page.findings import Findings
from socialgraph.outputs.page.html import cards, element, number, percent, scroller, section, table
from socialgraph.outputs.words import page_text, page_words
from socialgraph.stacks.public_counts import CATEGORIES

_RATES = ("reach_rate", "consent_rate", "ready_rate", "completion_rate")
_CAPITAL = ("bonding", "bridging", "linking", "reciprocity", "two_paths_share", "loss_if_one_leaves")


def overview_section(findings: Findings, title: str, lang: Lang) -> str:
    """The four rates against what independent flats would give, where they come from, and how they went."""
    words = page_words("rate", lang)
    parts = []
    for place, row in enumerate(findings.rates.to_dict("records")):
        name = str(row["compound"])
        if len(findings.rates) > 1:
            parts.append(element("h3", name))
        parts.append(cards((percent(row[rate]), words[rate]) for rate in _RATES))
        if row["clustering"] == row["clustering"]:
            shares = {"expected": percent(row["expected_completion"]), "clustering": number(row["clustering"])}
            parts.append(element("p", page_text("baseline", lang, **shares)))
        parts.append(_rate_chart(row, f"rates{place}", lang))
        trend = findings.trend[findings.trend["compound"] == row["compound"]]
        parts.append(_trend(trend, f"trend{place}", lang))
    parts.append(_building_rates(findings.building_rates, lang))
    parts.append(_stack_chart(findings.stacks, lang))
    return section("overview", title, *parts)


def _told_table(name: str, title: str, lang: Lang, headings: list[str], rows: list[list[str]]) -> str:
    """A section of one line and one table, by the codes of their texts."""
    line, caption = page_text(f"{name}_line", lang), page_text(f"{name}_table", lang)
    return section(name, title, element("p", line), table(caption, headings, rows))


def _figure(label: str, draw: Callable[[], str]) -> str:
    if not charts.charts_can_be_drawn():
        return ""
    return f"<figure>{scroller(label, draw(), 'chart')}</figure>"


def _rate_chart(row: dict[object, object], key: str, lang: Lang) -> str:
    words = page_words("rate", lang)
    bars = pd.DataFrame(
        {
            "what": [words[rate] for rate in _RATES],
            "share": [row[rate] for rate in _RATES],
            "expected": [row["expected_completion"] if rate == "ready_rate" else float("nan") for rate in _RATES],
        }
    )
    label = page_text("rates_chart", lang)
    baseline = words["expected_completion"]
    return _figure(label, lambda: charts.chart_svg(charts.rate_bars(bars, baseline=baseline), label, key))


def _trend(trend: pd.DataFrame, key: str, lang: Lang) -> str:
    if len(trend) < 2:
        return ""
    words = page_words("rate", lang)
    long = trend.melt(id_vars="date", value_vars=list(_RATES), var_name="code", value_name="share")
    points = long.assign(series=long["code"].map(words))[["date", "series", "share"]].dropna()
    label = page_text("trend_chart", lang)
    drawn = _figure(label, lambda: charts.chart_svg(charts.lines_by_date(points), label, key))
    rows = [[str(row["date"]), *(percent(row[rate]) for rate in _RATES)] for row in trend.to_dict("records")]
    headings = [page_words("column", lang)["date"], *(words[rate] for rate in _RATES)]
    return element("h3", label) + drawn + table(page_text("trend_table", lang), headings, rows)


def _building_rates(rates: pd.DataFrame, lang: Lang) -> str:
    words = page_words("rate", lang)
    names = [*_RATES, "expected_completion"]
    headings = [page_words("column", lang)["building"], *(words[name] for name in names), words["clustering"]]
    rows = [
        [
            page_text("building_name", lang, building=row["building"]),
            *(percent(row[name]) for name in names),
            number(row["clustering"]),
        ]
        for row in rates.to_dict("records")
    ]
    return table(page_text("building_rates", lang), headings, rows) if rows else ""


def _stack_chart(stacks: pd.DataFrame, lang: Lang) -> str:
    if stacks.empty:
        return ""
    words = page_words("public_column", lang)
    counts = stacks.assign(
        building=[page_text("building_name", lang, building=name) for name in stacks["building"]],
        state=stacks["category"].map(words),
        place=stacks["category"].map(CATEGORIES.index),
    )[["building", "state", "stacks", "place"]]
    label = page_text("stacks_chart", lang)
    states = [words[category] for category in CATEGORIES]
    return _figure(label, lambda: charts.chart_svg(charts.stacked_bars(counts, states=states), label, "stacks"))


def isolation_section(findings: Findings, title: str, lang: Lang) -> str:
    """How many unresolved households trust can reach, by class and by next step."""
    if findings.isolation.empty:
        return section("isolation", title, element("p", page_text("nobody_unresolved", lang)))
    classes, steps = page_words("class", lang), page_words("step", lang)
    counts = {(row["class"], row["step"]): int(row["households"]) for row in findings.isolation.to_dict("records")}
    across = [step for step in steps if any((name, step) in counts for name in classes)]
    rows = []
    for name, word in classes.items():
        line = [counts.get((name, step), 0) for step in across]
        if any(line):
            rows.append([word, *map(str, line), str(sum(line))])
    headings = [page_words("column", lang)["class"], *(steps[s] for s in across), page_words("column", lang)["sum"]]
    return _told_table("isolation", title, lang, headings, rows)


def concerns_section(findings: Findings, title: str, lang: Lang) -> str:
    """Concerns and offers as counts of at least five households."""
    words, columns = page_words("concern", lang), page_words("column", lang)
    few = page_text("few", lang)

    def count(value: float) -> str:
        return few if value != value else str(int(value))

    rows = [
        [
            words.get(str(row["concern"]), str(row["concern"])),
            *(count(row[n]) for n in ("households", "offered", "accepted")),
        ]
        for row in findings.concerns.to_dict("records")
    ]
    headings = [columns[name] for name in ("concern", "households", "offered", "accepted")]
    if not rows:
        return section("concerns", title, element("p", page_text("no_concern", lang)))
    return _told_table("concerns", title, lang, headings, rows)


def forecast_section(findings: Findings, title: str, lang: Lang) -> str:
    """How many stacks are expected, with ranges where there are any."""
    rows = findings.expected.assign(what=findings.expected["what"].map(page_words("expected", lang)))
    if rows.empty:
        return ""
    label = page_text("expected_chart", lang)
    drawn, ends = "", []
    if rows["low"].notna().all():
        ends = ["low", "high"]
        drawn = _figure(label, lambda: charts.chart_svg(charts.intervals(rows, axis=label), label, "expected"))
    columns = page_words("column", lang)
    lines = [
        [row["what"], number(row["value"], 1), *(number(row[end], 1) for end in ends)]
        for row in rows.to_dict("records")
    ]
    headings = [columns[name] for name in ("what", "expected", *ends)]
    assumption = element("p", page_text("assumed", lang))
    return section(
        "forecast",
        title,
        assumption,
        drawn,
        table(f"{label} · {columns['n']}", headings, lines),
        _forecast_by_building(findings, lang),
    )


def _forecast_by_building(findings: Findings, lang: Lang) -> str:
    """What the trained model expects of each building by its day, with 90 % intervals."""
    if findings.forecast.empty or findings.until is None:
        return ""
    columns = page_words("column", lang)
    rows = [
        [
            page_text("building_name", lang, building=row["building"]),
            *(str(int(row[name])) for name in ("finished", "open")),
            *(number(row[name], 1) for name in ("expected", "low", "high")),
            str(int(row["without_forecast"])),
        ]
        for row in findings.forecast.to_dict("records")
    ]
    headings = [
        columns[name] for name in ("building", "finished", "open", "expected", "low", "high", "without_forecast")
    ]
    label = page_text("forecast_until", lang, day=findings.until.isoformat())
    known = findings.forecast.dropna(subset="expected")
    bars = known.rename(columns={"building": "what", "expected": "value"})[["what", "value", "low", "high"]]
    bars["what"] = [page_text("building_name", lang, building=name) for name in bars["what"]]
    drawn = ""
    if len(bars):
        drawn = _figure(label, lambda: charts.chart_svg(charts.intervals(bars, axis=label), label, "forecast"))
    return element("h3", label) + drawn + table(f"{label} · {columns['n']}", headings, rows)


def capital_section(findings: Findings, title: str, lang: Lang) -> str:
    """How the neighbours of each building are tied: a description of buildings, never of residents."""
    if findings.capital.empty:
        return ""
    words = page_words("capital", lang)
    rows = [
        [page_text("building_name", lang, building=row["building"]), *(number(row[name]) for name in _CAPITAL)]
        for row in findings.capital.to_dict("records")
    ]
    headings = [page_words("column", lang)["building"], *(words[name] for name in _CAPITAL)]
    return _told_table("capital", title, lang, headings, rows)


def changes_section(findings: Findings, title: str, lang: Lang) -> str:
    """Then and now."""
    words, columns = page_words("change", lang), page_words("column", lang)
    rows = [
        [words[str(row["what"])], str(row["before"]), str(row["now"])] for row in findings.changes.to_dict("records")
    ]
    headings = [columns["what"], findings.since.isoformat(), findings.as_of.isoformat()]
    return section("changes", title, table(page_text("changes_table", lang), headings, rows)) if rows else ""


def quality_section(findings: Findings, title: str, lang: Lang) -> str:
    """What is stale, unknown or set aside: the limits of every figure above."""
    words, columns = page_words("quality", lang), page_words("column", lang)
    rows = [[words[str(row["what"])], str(row["n"])] for row in findings.quality.to_dict("records")]
    return _told_table("quality", title, lang, [columns["what"], columns["n"]], rows)


def reading_section(findings: Findings, title: str, lang: Lang) -> str:
    """How to read the page."""
    return section(
        "reading",
        title,
        *(element("p", page_text(f"reading_{part}", lang)) for part in ("rates", "face", "outline", "no", "sure")),
    )
