"""The demo's town has something of everything, and its story tells it with the right figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from socialgraph.assignment.reasons import STACK_WAITS
from socialgraph.demo import story
from socialgraph.demo.town import DEMO_SEED, DEMO_TIES, SyntheticTown, generate
from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.reach.intermediaries import REASONS, STOPPED, rank_intermediaries
from socialgraph.reach.isolation import classify_isolation
from socialgraph.reach.steps import BOOK_ACCESS
from socialgraph.schema.policy import Policy
from socialgraph.stacks.completion import diagnose
from socialgraph.town.snapshot import Town

TODAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="module")
def drawn() -> SyntheticTown:
    return generate(400, DEMO_SEED, today=TODAY, ties_per_household=DEMO_TIES)


@pytest.fixture(scope="module")
def town(drawn: SyntheticTown) -> Town:
    return town_from_tables(drawn.tables, Keys(b"0" * 32))


@pytest.fixture(scope="module")
def stacks(town: Town) -> pd.DataFrame:
    return diagnose(town, as_of=TODAY, policy=Policy())


@pytest.fixture(scope="module")
def ranked(town: Town) -> pd.DataFrame:
    return rank_intermediaries(town, as_of=TODAY, policy=Policy())


def test_the_demo_town_has_stacks_of_every_state_and_several_that_wait_for_one_household(stacks: pd.DataFrame) -> None:
    assert {"complete", "ready", "blocked"} <= set(stacks["state"])
    assert (stacks["pivotal_flats"].map(len) > 0).sum() >= 5


def test_the_demo_town_has_households_of_every_class(town: Town) -> None:
    isolated = classify_isolation(town, as_of=TODAY, policy=Policy())
    assert set(isolated["class"]) == {"enclave", "unreached", "weakly_reached", "reached"}


def test_the_demo_town_has_suggestions_and_households_that_nobody_suits(ranked: pd.DataFrame) -> None:
    assert (ranked["rank"] == 1).sum() >= 15
    assert {"no_path", "no_measure", "no_opted_in"} <= set(ranked.loc[ranked["rank"].isna(), "reason"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_story_of_the_diagnosis_gives_its_own_figures(stacks: pd.DataFrame, town: Town, lang: story.Lang) -> None:
    story_text = story.tell_diagnosis(stacks, diagnose(town, as_of=TODAY, policy=Policy(), by="compound"), lang)
    counts = stacks["state"].value_counts()
    for number in (len(stacks), counts["complete"], counts["ready"]):
        assert str(number) in story_text
    assert stacks["pivotal_flats"][stacks["pivotal_flats"].map(len) > 0].iloc[0][0] in story_text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_story_of_suggestions_says_why_nobody_suits(ranked: pd.DataFrame, lang: story.Lang) -> None:
    story_text = story.tell_suggestions(ranked, lang)
    assert str(ranked.loc[ranked["rank"].notna(), "flat"].nunique()) in story_text
    for count in ranked.loc[ranked["rank"].isna(), "reason"].value_counts():
        assert str(count) in story_text


def test_the_story_of_reading_names_the_first_row_set_aside() -> None:
    quarantine = pd.DataFrame([{"file": "走访记录.xlsx", "row": 17, "reason": "bad_room"}])
    changes = pd.DataFrame([{"table": "dossiers", "new": 400}, {"table": "ties", "new": 2069}])
    story_text = story.tell_load(changes, quarantine, "zh")
    assert "2069 条信任联系" in story_text
    assert "走访记录.xlsx 第 17 行" in story_text
    assert "400 户" in story_text


@pytest.fixture
def plan() -> pd.DataFrame:
    """One conversation; one household for whom somebody suits and that is not asked."""
    return pd.DataFrame(
        {
            "flat": ["5-2-301", "5-2-302", None],
            "role": ["primary", "", ""],
            "intermediary": ["p_a", "", ""],
            "concern": ["not_yet_heard", "", ""],
            "reason": ["", "stack_waits", ""],
            "expected_stacks": [None, None, 12.34],
            "expected_stacks_low": [None, None, 11.1],
            "expected_stacks_high": [None, None, 13.5],
            "expected_stacks_without": [None, None, 10.0],
        }
    )


@pytest.fixture
def suited() -> pd.DataFrame:
    """What `suggest` says of the same two."""
    return pd.DataFrame({"flat": ["5-2-301", "5-2-302"], "rank": [1, 1], "score": [2.0, 1.0]})


def test_the_story_of_the_assignment_compares_with_doing_nothing_and_says_why_not_the_others(
    plan: pd.DataFrame, suited: pd.DataFrame
) -> None:
    story_text = story.tell_assignment(plan, suited, "en")
    assert "12.3 stacks (11.1 to 13.5: the constants are assumed), against 10.0" in story_text
    assert "1 households (1 of them" in story_text
    assert "The other 1 for whom somebody suits are not asked now: 1 where every stack" in story_text


def test_the_next_commands_are_those_that_have_something_to_show(plan: pd.DataFrame, suited: pd.DataFrame) -> None:
    isolated = pd.DataFrame({"flat": ["5-2-301", "5-2-302", "5-2-401"]})
    assert story.next_commands(suited, plan, isolated) == [
        *("diagnose", "isolated", "plan", "explain 5-2-301", "suggest 5-2-301", "assign")
    ]
    nobody = suited.assign(rank=float("nan"))
    assert story.next_commands(nobody, plan[plan["role"] == ""], isolated) == [
        *("diagnose", "isolated", "plan", "explain 5-2-301")
    ]
    assert story.next_commands(nobody, plan[plan["role"] == ""], isolated.iloc[:0]) == ["diagnose"]


def test_a_demo_without_a_conversation_says_so() -> None:
    assert "没有写名单" in story.tell_list(None, 0, "zh")
    assert "list.xlsx" in story.tell_list(Path("list.xlsx"), 3, "en")


def test_a_reason_never_contradicts_the_class(town: Town, ranked: pd.DataFrame) -> None:
    isolated = classify_isolation(town, as_of=TODAY, policy=Policy()).set_index("flat")["class"]
    without = ranked[ranked["rank"].isna()]
    pairs = set(zip(without["reason"], without["flat"].map(isolated), strict=True))
    page = (Path(__file__).parents[2] / "docs" / "reasons.md").read_text(encoding="utf-8")
    allowed = {cells[1].strip("` "): cells[3] for line in page.splitlines() if len(cells := line.split("|")) == 5}
    assert len(pairs) >= 4
    for reason, kind in pairs:
        words = [word.strip() for word in allowed[str(reason)].split(";")[0].split(",")]
        assert words == ["any"] or kind in words, (reason, kind)


def test_every_reason_is_on_its_page_and_means_one_thing() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reasons.md").read_text(encoding="utf-8")
    words = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert sorted(words) == sorted({*REASONS, STOPPED, STACK_WAITS, BOOK_ACCESS})
    meanings = [line.split("|")[2] for line in page.splitlines() if line.startswith("| `")]
    assert len(set(meanings)) == len(meanings)
