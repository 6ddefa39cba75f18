"""Words written by somebody who has not seen the code: how many wishes are heard, and how many harmless cells held.

The files were measured before anything was tuned to them, then improved by kind of sentence on the even rows alone;
the odd rows were only ever counted. First run: 71 of 300 wishes missed, 26 of 300 harmless cells held, 49 of 120 marks
of people gone missed, 12 of 120 of people still there taken for gone, 4 of 40 headings not known.
That run judged cells under 免打扰 by the sentence detector too, so it is no like measure to what is counted here; all
headings were tuned to.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.gone import says_person_gone
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, heads_a_wish, is_clear_no
from socialgraph.registry import closing_kinds

BLIND = Path(__file__).parents[1] / "fixtures" / "blind"
WORDS = Words()


def rows(name: str) -> list[dict[str, str]]:
    with (BLIND / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def is_held(row: dict[str, str]) -> bool:
    """As a cell of that column: under 免打扰 whatever is not a clear no."""
    if row.get("place") == "dnd_cell":
        return not is_clear_no(row["text"])
    return asks_to_be_left_alone(row["text"])


def is_gone(row: dict[str, str]) -> bool:
    return says_person_gone(row["text"])


@pytest.mark.parametrize(
    ("name", "judge", "right", "most_wrong_tuned", "most_wrong_held_out"),
    [
        ("leave_alone", is_held, True, 0, 6),
        ("harmless", is_held, False, 1, 11),
        ("gone", is_gone, True, 0, 12),
        ("still_here", is_gone, False, 1, 11),
    ],
)
def test_so_many_are_read_right_on_rows_that_were_tuned_to_and_on_rows_that_were_not(
    name: str,
    judge: Callable[[dict[str, str]], bool],
    right: bool,
    most_wrong_tuned: int,
    most_wrong_held_out: int,
) -> None:
    wrong = [judge(row) != right for row in rows(name)]
    assert sum(wrong[::2]) <= most_wrong_tuned
    assert sum(wrong[1::2]) <= most_wrong_held_out


def test_of_a_second_view_no_wish_is_missed_and_nobody_held_for_nothing() -> None:
    """Three rounds of new sentences, each counted before the words were widened by kind of sentence.

    Missed at first 14 of 60, 14 of 30 and 8 of 20 wishes; held for nothing 0 of 40, 2 of 25 and 2 of 15.
    """
    wrong = [row["text"] for row in rows("second_view") if is_held(row) != (row["is_wish"] == "true")]
    assert wrong == []


def test_of_a_second_view_only_the_end_of_a_former_one_is_left_open() -> None:
    """Forty sentences counted before the words were widened (4 of 30 gone missed, 0 of 10 others taken), twenty after.

    原楼长 may be another person than the one of the row.
    """
    wrong = [row["text"] for row in rows("gone_second_view") if is_gone(row) != (row["gone"] == "true")]
    assert wrong == ["原楼长今年三月病逝"]


def test_every_heading_that_is_a_wish_is_known() -> None:
    headings = [line for line in (BLIND / "headings.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
    dictionary = heading_dictionary()
    unknown = [
        heading
        for heading in headings
        if not {"do_not_contact", "do_not_contact_on"} & set(dictionary.look_up(heading)) and not heads_a_wish(heading)
    ]
    assert unknown == []


def test_no_word_of_a_tie_that_should_close_its_pair_is_read_as_one_that_carries_requests() -> None:
    opened = [
        row["text"]
        for row in rows("ties")
        if row["kind"] not in ("neighbour_or_friend_or_other_ok", "unclear")
        and (WORDS.code("tie_type", row["text"]) or "kin") not in closing_kinds()
    ]
    assert opened == []


def test_of_a_third_view_no_wish_is_missed_and_nobody_held_for_nothing() -> None:
    """Three rounds, each of other clerks and counted before the words were widened.

    Missed at first 13 of 165, 24 of 82 and 29 of 48 wishes; held for nothing 1 of 97, 1 of 62 and 0 of 30.
    """
    wrong = [row["text"] for row in rows("third_view") if is_held(row) != (row["is_wish"] == "true")]
    assert wrong == []


def test_of_a_fourth_view_most_of_what_was_never_looked_at_is_read_right() -> None:
    """Dialects, classical lines, chats and signs, written before the words were looked at.

    Before the words were widened by kind of sentence, on the even rows alone: 7 of 87 wishes missed and 2 of 90
    harmless sentences held there; of the odd rows 6 of 87 and 5 of 90, and nobody has seen which they are.
    """
    view = rows("fourth_view")
    missed = [row["is_wish"] == "true" and not is_held(row) for row in view]
    held = [row["is_wish"] == "false" and is_held(row) for row in view]
    assert (sum(missed[::2]), sum(held[::2])) == (0, 0)
    assert sum(missed[1::2]) <= 5
    assert sum(held[1::2]) <= 4


def test_of_a_fifth_view_no_wish_is_missed_and_nobody_held_for_nothing() -> None:
    """A tester's sentences and neighbours of those that were missed, written before the words were widened.

    Of the tester's own 183 wishes 18 were missed at first and 2 harmless cells held; of all 338 wishes 138, and 6 of
    281 harmless cells held.
    """
    wrong = [row["text"] for row in rows("fifth_view") if is_held(row) != (row["is_wish"] == "true")]
    assert wrong == []


def test_what_a_sixth_tester_missed_is_heard_and_its_harmless_neighbours_are_not() -> None:
    wrong = [row["text"] for row in rows("sixth_view") if is_held(row) != (row["is_wish"] == "true")]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "is_wish"),
    [
        ("话说完了，以后就当没我这户", True),
        ("就当我不存在", True),
        ("权当没我们这家", True),
        ("当没这回事", False),
        ("叫我们少去他家", True),
        ("请社区少往这儿跑", True),
        ("叫我们少去物业", False),
        ("他说不想再见到任何人", True),
        ("不愿见到社区的人", True),
        ("他说不想再见到漏水", False),
        ("原来不让进门，现在愿意", False),
        ("起初不让进门，后来同意了", False),
        ("原来说不要来，现在还是不要", True),
        ("原来愿意，现在不让进门", True),
        ("原来不让进门，现在愿意，但别再打电话", True),
    ],
)
def test_who_wants_to_count_as_not_there_is_left_alone_and_what_was_so_once_holds_nobody(
    text: str, is_wish: bool
) -> None:
    assert asks_to_be_left_alone(text) == is_wish


NOS = "勿要 勿 覅 甭 莫 莫要 唔好 唔使 毋 休 别 不要 不用 不必 毋须 弗要 咪 咪再 不许 勿再 莫再 免再 甮 嫑 切勿"
CONTACTS = (
    "来 上门 登门 敲门 打电话 寻伊 寻我 揾我 睬我 叫我 惊动 吵醒伊 再讲 再提 烦我 缠牢我 派人来 发微信 拉我进群 "
    "上楼 叩门 访 复至 来搅 劝伊"
)


@pytest.mark.parametrize("no", NOS.split())
def test_every_no_of_a_dialect_meets_every_way_of_contact(no: str) -> None:
    """What stands on either side is of one kind whatever the dialect, so that none of the pairs may be unheard."""
    assert [contact for contact in CONTACTS.split() if not asks_to_be_left_alone(f"户主讲{no}{contact}")] == []


def test_of_a_third_view_of_people_who_are_gone_every_line_is_read_right() -> None:
    """Two rounds: missed at first 4 of 75 and 11 of 34, taken for gone 7 of 41 and 2 of 20."""
    wrong = [row["text"] for row in rows("gone_third_view") if is_gone(row) != (row["gone"] == "true")]
    assert wrong == []


def test_of_a_fourth_view_of_people_who_are_gone_most_unseen_lines_are_read_right() -> None:
    """Written before the words were looked at; the even rows were tuned to, nobody has seen which odd ones are wrong.

    At first 2 and 4 of 20 gone were missed on the even and on the odd rows, 3 and 7 of 20 others taken for gone. On the
    even rows only 已退群 is left, which is in doubt and holds the person.
    """
    view = rows("gone_fourth_view")
    missed = [row["gone"] == "true" and not is_gone(row) for row in view]
    taken = [row["gone"] == "false" and is_gone(row) for row in view]
    assert (sum(missed[::2]), sum(taken[::2])) == (0, 1)
    assert sum(missed[1::2]) <= 1
    assert sum(taken[1::2]) <= 7
