"""Charts as SVG text: drawn by Vega-Lite without a browser or a network, in the extra `report`.

A page must also stand where the extra is not installed: each chart has its table beside it, and `chart_svg` then
returns nothing.
"""

from __future__ import annotations

import re
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from socialgraph.outputs.elevation.look import FONTS

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

DEEP, SKY, WARM, GREY = "#0b4f8a", "#8cc3ec", "#f5b041", "#8a949d"
SERIES = [DEEP, "#d55e00", "#009e73", "#7a5195"]
_WIDTH = 560
_ARIA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_CLIP = re.compile(r"(?<=[\"#])(clip\d+|gradient_\d+)(?=[\")])")


def charts_can_be_drawn() -> bool:
    """Whether the extra `report` is installed."""
    return find_spec("altair") is not None and find_spec("vl_convert") is not None


def chart_svg(chart: alt.LayerChart | alt.Chart, label: str, key: str) -> str:
    """An `<svg>` without script, style or reference; `label` is read out, `key` keeps its ids apart from others'."""
    import vl_convert

    chart = chart.configure(font=FONTS.replace("'", ""), background="#ffffff").configure_view(stroke=None)
    drawn = _ARIA.sub("", vl_convert.vegalite_to_svg(chart.to_json()))
    drawn = _CLIP.sub(rf"{key}-\1", drawn).replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def picture_png(svg: str, *, scale: float = 2.0) -> bytes | None:
    """An SVG as PNG, twice its size on a screen; None where the extra `report` is not installed."""
    if find_spec("vl_convert") is None:
        return None
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return drawn


def rate_bars(rates: pd.DataFrame, *, baseline: str) -> alt.LayerChart:
    """Bars of shares and, as a tick on the bars it belongs to, what independent flats would give.

    `rates` has the columns what, share, expected (NaN where there is no baseline); `baseline` names the tick.
    """
    import altair as alt

    order = rates["what"].tolist()
    y = alt.Y("what:N", sort=order, title=None, axis=alt.Axis(labelFontSize=13, labelLimit=260))
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5), title=None)
    bars = alt.Chart(rates).mark_bar(color=DEEP, height=20).encode(x=x, y=y)
    texts = bars.mark_text(align="left", dx=4, color="#1a1f24", fontSize=12).encode(
        text=alt.Text("share:Q", format=".0%")
    )
    expected = rates[rates["expected"].notna()].assign(name=baseline)
    ticks = alt.Chart(expected).mark_tick(thickness=4, size=32).encode(
        x="expected:Q", y=y, color=alt.Color("name:N", title=None, scale=alt.Scale(range=[WARM]), legend=_legend())
    )  # fmt: skip
    drawn_chart: alt.LayerChart = (bars + texts + ticks).properties(width=_WIDTH, height=44 * len(order))
    return drawn_chart


def lines_by_date(points: pd.DataFrame) -> alt.LayerChart:
    """Shares over dates, a line a series with its own dash: columns date (ISO), series, share."""
    import altair as alt

    names = points["series"].drop_duplicates().tolist()
    scale = alt.Scale(domain=names, range=SERIES[: len(names)])
    dashes = alt.Scale(domain=names, range=[[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]][: len(names)])
    base = alt.Chart(points).encode(
        x=alt.X("date:T", title=None, axis=alt.Axis(format="%Y-%m", labelAngle=0, labelOverlap=True)),
        y=alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)),
        color=alt.Color("series:N", title=None, scale=scale, legend=_legend()),
    )
    dashed = base.mark_line(strokeWidth=2.5).encode(
        strokeDash=alt.StrokeDash("series:N", scale=dashes, title=None, legend=None)
    )
    drawn_chart: alt.LayerChart = (dashed + base.mark_point(filled=True, size=40)).properties(width=_WIDTH, height=220)
    return drawn_chart


def stacked_bars(counts: pd.DataFrame, *, states: list[str]) -> alt.Chart:
    """Stacks of each building by state: columns building, state, stacks; `states` in their order."""
    import altair as alt

    scale = alt.Scale(domain=states, range=[DEEP, SKY, "#d9dee3"][: len(states)])
    chart: alt.Chart = (
        alt.Chart(counts)
        .mark_bar(stroke="#ffffff")
        .encode(
            x=alt.X("stacks:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("building:N", sort=counts["building"].drop_duplicates().tolist(), title=None),
            color=alt.Color("state:N", title=None, scale=scale, legend=_legend()),
            order="place:Q",
        )
        .properties(width=_WIDTH, height=alt.Step(26))
    )
    return chart


def intervals(rows: pd.DataFrame, *, axis: str) -> alt.LayerChart:
    """Expected figures with their ranges: columns what, value, low, high."""
    import altair as alt

    y = alt.Y("what:N", sort=rows["what"].tolist(), title=None, axis=alt.Axis(labelLimit=260, labelFontSize=13))
    base = alt.Chart(rows).encode(y=y)
    bars = base.mark_rule(strokeWidth=3, color=GREY).encode(
        x=alt.X("low:Q", title=axis, scale=alt.Scale(zero=True)), x2="high:Q"
    )
    drawn_chart: alt.LayerChart = (
        bars + base.mark_point(filled=True, size=90, color=DEEP).encode(x="value:Q")
    ).properties(width=_WIDTH, height=alt.Step(34))
    return drawn_chart


def waterfall(parts: pd.DataFrame, *, total: str) -> alt.LayerChart:
    """Parts that add up, each bar beginning where the last one ended: columns what, value; `total` names the sum."""
    import altair as alt
    import pandas as pd

    ends = parts["value"].cumsum()
    bars = pd.DataFrame({"what": parts["what"], "start": ends - parts["value"], "end": ends, "value": parts["value"]})
    whole = float(parts["value"].sum())
    summed = pd.DataFrame([{"what": total, "start": 0.0, "end": whole, "value": whole}])
    bars = pd.concat([bars, summed], ignore_index=True)
    kinds = [
        "sum" if what == total else "more" if value >= 0 else "less"
        for what, value in zip(bars["what"], bars["value"], strict=True)
    ]
    bars = bars.assign(kind=kinds, right=bars[["start", "end"]].max(axis=1))
    colours = alt.Scale(domain=["more", "less", "sum"], range=[SKY, WARM, DEEP])
    y = alt.Y("what:N", sort=bars["what"].tolist(), title=None, axis=alt.Axis(labelLimit=260, labelFontSize=13))
    edges = [0.0, *bars["start"], *bars["end"]]
    room = 0.12 * (max(edges) - min(edges) or 1.0)  # for the figure behind the last bar
    x = alt.X("start:Q", title=None, scale=alt.Scale(domain=[min(edges), max(edges) + room], nice=False))
    base = alt.Chart(bars).encode(y=y)
    drawn = base.mark_bar(height=18).encode(x=x, x2="end:Q", color=alt.Color("kind:N", scale=colours, legend=None))
    texts = base.mark_text(align="left", dx=4, fontSize=12).encode(x="right:Q", text=alt.Text("value:Q", format="+.2f"))
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color="#444").encode(x="x:Q")
    drawn_chart: alt.LayerChart = (drawn + texts + zero).properties(width=_WIDTH, height=alt.Step(28))
    return drawn_chart


def _legend() -> Any:
    import altair as alt

    return alt.Legend(orient="top", labelFontSize=12, symbolSize=120)
