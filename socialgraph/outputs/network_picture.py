"""Doors on a circle and the trust between them: the same door stands at the same place in every picture of a town."""

from __future__ import annotations

from html import escape
from math import cos, pi, sin, sqrt

import pandas as pd

from socialgraph.messages import Lang
from socialgraph.outputs.charts import DEEP, GREY, WARM
from socialgraph.outputs.elevation.look import FONTS
from socialgraph.outputs.page.html import element, number, scroller, section, table
from socialgraph.outputs.words import page_text, page_words

SIZE, RADIUS, LABEL = 760, 290, 34
_WIDEST, _LARGEST, _GAP = 9.0, 20.0, 0.6  # of a line, of a door, between buildings (in doors)


def draw_network(doors: pd.DataFrame, between: pd.DataFrame, *, title: str, note: str) -> str:
    """The picture as an `<svg>`: no script, no reference to anything outside.

    A door's area is its households, its ring the ties within it; a line's width the ties between two doors. Places are
    of the address alone (doors in natural order around a circle, a gap between buildings), never of the ties.

    Parameters
    ----------
    doors, between : of `trust.doors.door_ties`.
    title : what it shows.
    note : date and number.

    Returns
    -------
    str
    """
    place = _places(doors)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" '
        f'role="img" font-family="{escape(FONTS)}" font-size="13" fill="#1a1a1a">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{SIZE}" height="{SIZE}" fill="#ffffff"/>',
        f'<text x="12" y="24" font-size="16" font-weight="700">{escape(title)}</text>',
        f'<text x="12" y="{SIZE - 12}" font-size="11">{escape(note)}</text>',
    ]
    most = max(between["ties"].max(), 1) if len(between) else 1
    for row in between.sort_values(["ties", "first", "second"], kind="stable").to_dict("records"):
        (x, y), (u, v) = (_at(place[str(row[end])], RADIUS) for end in ("first", "second"))
        width = max(1.0, _WIDEST * int(row["ties"]) / most)
        caption = escape(f"{row['first']} – {row['second']}: {row['ties']}")
        parts.append(
            f'<path d="M{x:.1f} {y:.1f}Q{(x + u) / 4 + SIZE / 4:.1f} {(y + v) / 4 + SIZE / 4:.1f} {u:.1f} {v:.1f}" '
            f'fill="none" stroke="{GREY}" stroke-opacity=".55" stroke-width="{width:.1f}">'
            f"<title>{caption}</title></path>"
        )
    return "".join([*parts, *_doors(doors, place), "</svg>"])


def _places(doors: pd.DataFrame) -> dict[str, float]:
    """Door → its angle, clockwise from the top."""
    building = doors["building"].tolist()
    steps, turn = [], 0.0
    for one, before in zip(building, [None, *building], strict=False):
        turn += 1.0 if before is None or one == before else 1.0 + _GAP
        steps.append(turn)
    whole = (steps[-1] if steps else 1.0) + _GAP
    return {str(door): 2 * pi * step / whole for door, step in zip(doors["door"], steps, strict=True)}


def _at(angle: float, radius: float) -> tuple[float, float]:
    return SIZE / 2 + radius * sin(angle), SIZE / 2 - radius * cos(angle)


def _doors(doors: pd.DataFrame, place: dict[str, float]) -> list[str]:
    most_homes = max(doors["households"].max(), 1) if len(doors) else 1
    most_ties = max(doors["ties"].max(), 1) if len(doors) else 1
    made = []
    for row in doors.to_dict("records"):
        angle = place[str(row["door"])]
        (x, y), (u, v) = _at(angle, RADIUS), _at(angle, RADIUS + LABEL)
        radius = _LARGEST * sqrt(int(row["households"]) / most_homes)
        ring = 6.0 * int(row["ties"]) / most_ties
        anchor = "middle" if abs(sin(angle)) < 0.2 else "start" if sin(angle) > 0 else "end"
        caption = escape(f"{row['door']}: {row['households']} / {row['ties']}")
        made.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{DEEP}" stroke="{WARM}" '
            f'stroke-width="{ring:.1f}"><title>{caption}</title>'
            f'</circle><text x="{u:.1f}" y="{v + 4:.1f}" text-anchor="{anchor}">{escape(str(row["door"]))}</text>'
        )
    return made


def network_section(doors: pd.DataFrame, between: pd.DataFrame, left_out: int, svg: str, lang: Lang) -> str:
    """The picture with its legend, and both tables."""
    words = page_words("column", lang)
    title = page_words("section", lang)["network"]
    lines = [
        [
            str(row["door"]),
            str(row["households"]),
            str(row["ties"]) if row["ties"] else page_text("few", lang),
            number(row["strength"]) if row["ties"] else "—",
        ]
        for row in doors.to_dict("records")
    ]
    pairs = [
        [f"{row['first']} – {row['second']}", str(row["ties"]), number(row["strength"])]
        for row in between.sort_values("ties", ascending=False, kind="stable").to_dict("records")
    ]
    return section(
        "network",
        title,
        element("p", page_text("network_line", lang)),
        f"<figure>{scroller(page_text('network_picture', lang), svg, 'chart')}</figure>",
        table(
            page_text("network_doors", lang),
            [words["door"], words["households"], words["ties_within"], words["strength"]],
            lines,
        ),
        table(page_text("network_between", lang), [words["doors"], words["ties"], words["strength"]], pairs),
        element("p", page_text("network_left_out", lang, n=left_out), "small"),
    )
