"""The notice board: nobody is found in a figure, nor in the difference between two pages."""

from __future__ import annotations

import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.outputs.page.public import public_page
from socialgraph.outputs.page.public_figures import PublicFigures, public_figures, read_figures, totals
from socialgraph.stacks.public_counts import CATEGORIES

DAY, LATER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)
Counts = dict[str, tuple[int, int]]


def stacks(buildings: dict[str, Counts], compound: str = "示例里") -> pd.DataFrame:
    rows = [
        (compound, building, category, n_stacks, n_flats)
        for building, counts in buildings.items()
        for category, (n_stacks, n_flats) in counts.items()
    ]
    return pd.DataFrame(rows, columns=["compound", "building", "category", "stacks", "flats"])


def rate(flats: int, of: int) -> pd.DataFrame:
    return pd.DataFrame([("示例里", "consent_rate", flats, of)], columns=["compound", "rate", "flats", "of"])


def figures(buildings: dict[str, Counts], *, last: PublicFigures | None = None, on: dt.date = DAY) -> PublicFigures:
    return public_figures(stacks(buildings), rate(80, 100), on=on, last=last)


LARGE: Counts = {"complete": (2, 12), "ready": (1, 6), "not_yet": (3, 18)}


def test_a_building_of_five_stacks_stands_by_itself() -> None:
    (group,) = figures({"1": LARGE})["groups"]
    assert (group["building"], group["stacks"]) == ("1", [2, 1, 3])


def test_smaller_buildings_are_counted_together() -> None:
    small: Counts = {"ready": (2, 12), "not_yet": (1, 6)}
    groups = figures({"1": LARGE, "2": small, "3": small})["groups"]
    assert [(group["building"], group["stacks"]) for group in groups] == [("1", [2, 1, 3]), ("", [0, 4, 2])]


def test_a_pool_that_is_still_too_small_is_left_out_of_the_sum_too() -> None:
    made = figures({"1": LARGE, "2": {"not_yet": (2, 12)}})
    assert [group["building"] for group in made["groups"]] == ["1"]
    assert totals(made) == {"示例里": [2, 1, 3]}


def test_a_stack_of_fewer_than_five_flats_is_no_figure_of_its_own() -> None:
    assert figures({"1": {"complete": (5, 30), "not_yet": (1, 4)}})["groups"] == []


@pytest.mark.parametrize(("flats", "shown"), [(95, True), (96, False), (99, False), (100, True), (4, False), (0, True)])
def test_a_rate_needs_five_flats_on_either_side(flats: int, shown: bool) -> None:
    (made,) = public_figures(stacks({}), rate(flats, 100), on=DAY)["rates"]
    assert made["shown"] is shown


def test_a_small_change_keeps_the_earlier_figure_and_its_date() -> None:
    first = figures({"1": LARGE})
    one_more_small_stack: Counts = {"complete": (3, 16), "ready": (1, 6), "not_yet": (2, 14)}
    second = figures({"1": one_more_small_stack}, last=first, on=LATER)
    assert second["groups"] == first["groups"]
    assert second["date"] == LATER.isoformat()


def test_a_change_of_a_whole_stack_is_shown() -> None:
    first = figures({"1": LARGE})
    second = figures({"1": {"complete": (3, 18), "ready": (1, 6), "not_yet": (2, 12)}}, last=first, on=LATER)
    assert second["groups"][0]["stacks"] == [3, 1, 2]
    assert second["groups"][0]["date"] == LATER.isoformat()


@pytest.mark.parametrize(("after", "shown"), [(80, 80), (81, 80), (84, 80), (85, 85), (79, 80), (75, 75)])
def test_a_rate_moves_only_with_five_flats(after: int, shown: int) -> None:
    first = public_figures(stacks({}), rate(80, 100), on=DAY)
    (made,) = public_figures(stacks({}), rate(after, 100), on=LATER, last=first)["rates"]
    assert made["flats"] == shown


counts = st.tuples(st.integers(0, 6), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] * pair[1]))
building = st.fixed_dictionaries(dict.fromkeys(CATEGORIES, counts)).map(
    lambda pairs: {name: pair for name, pair in pairs.items() if pair[0]}
)
months = st.lists(st.dictionaries(st.sampled_from(["1", "2", "3"]), building, max_size=3), min_size=1, max_size=5)


@given(months)
def test_whoever_keeps_all_pages_never_sees_fewer_than_five_flats_change(pages: list[dict[str, Counts]]) -> None:
    last: PublicFigures | None = None
    for month, buildings in enumerate(pages, start=1):
        now = figures(buildings, last=last, on=dt.date(2026, month, 1))
        before = {group["building"]: group for group in last["groups"]} if last else {}
        for group in now["groups"]:
            assert sum(group["stacks"]) >= 5
            assert all(n == 0 or n >= 5 for n in group["flats"])
            earlier = before.get(group["building"])
            if earlier:
                moved = [abs(a - b) for a, b in zip(group["flats"], earlier["flats"], strict=True)]
                assert all(n == 0 or n >= 5 for n in moved)
        last = now


def test_what_is_kept_is_read_back_and_anything_else_is_a_first_page() -> None:
    made = figures({"1": LARGE})
    assert read_figures(json.loads(json.dumps(made))) == made
    assert [read_figures(kept) for kept in (None, [], {"date": "2026"}, {**made, "groups": [{}]})] == [None] * 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_public_page_names_no_flat_no_stack_and_no_missing_count(lang: str) -> None:
    html = public_page(
        figures({"1": LARGE}), name="示例", handler="示例街道", grievance="010-00000000", lang=lang  # type: ignore[arg-type]
    )  # fmt: skip
    assert not [word for word in ("<svg", "<script", "301", "p_", "missing", "缺") if word in html]
    assert "010-00000000" in html
