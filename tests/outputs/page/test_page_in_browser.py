"""The pages as people see them: in Chromium, on a phone, a desktop and on paper; nothing leaves them."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import browser as chromium
import pandas as pd
import pytest
from browser import Opened

from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_rows import build_rows
from socialgraph.outputs.network_picture import draw_network, network_section
from socialgraph.outputs.page.html import document, element
from socialgraph.outputs.page.volunteer import volunteer_page
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town
from socialgraph.trust.doors import door_ties
from socialgraph.trust.network import trust_network

AS_OF = dt.date(2026, 11, 25)
SIZES = {"phone": 390, "desktop": 1280}


@pytest.fixture(params=["internal", "public", "network", "phone"])
def page_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"{request.param}.html"
    path.write_text(request.getfixturevalue(f"{request.param}_html"), encoding="utf-8")
    return path


@pytest.fixture
def network_html(town: Town) -> str:
    """The network of doors as a page."""
    ties = door_ties(trust_network(town, as_of=AS_OF, policy=Policy()))
    svg = draw_network(ties.doors, ties.between, title="示例", note="L20261125-01")
    body = network_section(ties.doors, ties.between, ties.left_out, svg, "zh")
    return document(title="示例", lang="zh", head=element("h1", "示例"), body=body, foot=element("p", "示例"))


@pytest.fixture
def phone_html(
    assignment: pd.DataFrame, town_frames: dict[str, pd.DataFrame], names: dict[str, str], context: ListContext
) -> str:
    """A volunteer's sheet."""
    rows = build_rows(assignment, town_frames, names)
    return volunteer_page(rows[rows["person"] == rows["person"].iloc[0]], context)


@pytest.fixture
def internal(running: Any, internal_html: str, tmp_path: Path) -> Opened:
    path = tmp_path / "internal.html"
    path.write_text(internal_html, encoding="utf-8")
    return chromium.opened(running, path, width=SIZES["desktop"])


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_quiet_asks_nothing_and_fits_its_window(running: Any, page_file: Path, size: str) -> None:
    seen = chromium.opened(running, page_file, width=SIZES[size])
    assert (seen.console, seen.requests) == ([], [])
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]
    assert (
        seen.page.evaluate("getComputedStyle(document.querySelector('h2')).borderLeftWidth") == "5px"
    )  # style applies


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_barrier(running: Any, page_file: Path, size: str) -> None:
    seen = chromium.opened(running, page_file, width=SIZES[size])
    seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert seen.violations() == []


def test_the_policy_stops_a_script_that_somebody_puts_in(running: Any, internal_html: str, tmp_path: Path) -> None:
    path = tmp_path / "forged.html"
    forged = internal_html.replace(
        "</main>", "<script>document.title='ran'</script><img src='https://x.invalid/'></main>"
    )
    path.write_text(forged, encoding="utf-8")
    seen = chromium.opened(running, path, width=800)
    assert seen.page.title() != "ran"
    assert seen.requests == []
    assert "Content Security Policy" in "".join(seen.console)


def visible(seen: Opened) -> int:
    return sum(one.is_visible() for one in seen.page.query_selector_all("details.building"))


def test_the_filter_leaves_only_the_buildings_that_fit(running: Any, internal_html: str, tmp_path: Path) -> None:
    path = tmp_path / "internal.html"
    path.write_text(internal_html.replace('class="building is-planned', 'class="building', 1), encoding="utf-8")
    seen = chromium.opened(running, path, width=1280)
    planned = seen.page.locator("details.building.is-planned").count()
    assert 0 < planned < visible(seen)
    seen.page.check("#f-planned")
    assert visible(seen) == planned
    seen.page.check("#f-all")
    assert visible(seen) == seen.page.locator("details.building").count()


def test_a_building_opens_and_shows_its_face(internal: Opened) -> None:
    second = internal.page.locator("details.building").nth(1)
    assert not second.locator("svg").is_visible()
    second.locator("summary").click()
    assert second.locator("svg").is_visible()


def test_on_paper_every_face_is_there_and_nothing_is_cut_off(internal: Opened) -> None:
    page = internal.page
    page.set_viewport_size({"width": 700, "height": 1000})
    page.emulate_media(media="print")
    faces = [svg.bounding_box() for svg in page.query_selector_all("details.building svg")]
    assert all(box and box["height"] > 50 and box["x"] >= 0 and box["x"] + box["width"] <= 700 for box in faces)
    assert not page.locator("fieldset").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_face_on_a_phone_scrolls_inside_its_own_box(running: Any, internal_html: str, tmp_path: Path) -> None:
    path = tmp_path / "internal.html"
    path.write_text(internal_html, encoding="utf-8")
    page = chromium.opened(running, path, width=390).page
    wide = page.evaluate("[...document.querySelectorAll('.face')].some(box => box.scrollWidth > box.clientWidth)")
    assert wide


_PICTURE = """character => {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    pen.font = "40px " + getComputedStyle(document.body).fontFamily;
    pen.fillText(character, 5, 50);
    return canvas.toDataURL();
}"""


def test_chinese_characters_are_drawn_and_not_as_empty_boxes(internal: Opened) -> None:
    drawn = {internal.page.evaluate(_PICTURE, character) for character in "楼串户立管"}
    assert len(drawn) == len("楼串户立管")


def test_it_opens_in_less_than_two_seconds(running: Any, internal_html: str, tmp_path: Path) -> None:
    path = tmp_path / "internal.html"
    path.write_text(internal_html, encoding="utf-8")
    began = time.perf_counter()
    chromium.opened(running, path, width=1280)
    assert time.perf_counter() - began < 2
