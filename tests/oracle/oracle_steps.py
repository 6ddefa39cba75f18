"""The oracle's next step of every household: the rules of the definitions, one household at a time.

Knows the package's data files (`steps.csv`: the order of the rules and their chances; `bridges.csv`) and nothing else
of it.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta

from oracle_keys import Keys, Stack
from oracle_tables import DATA, Address, Person, Row, address, first_day, is_on_record, shareable_concerns
from oracle_trust import Trust

CONTACT_WINDOW_DAYS, CONTACTS = 30, 2
NOT_GIVEN = {"refused", "reversed", "declined_contact"}


def step_rules() -> list[Row]:
    """The rows of `steps.csv` in their order."""
    with (DATA / "steps.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expert_concerns() -> set[str]:
    """Concerns that somebody of neither side can answer."""
    with (DATA / "bridges.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["concern"] for row in csv.DictReader(file) if row["bridge"] == "neutral_expert"}


class Steps:
    """Who has which next step apart from a conversation; the as-of date is today."""

    def __init__(self, trust: Trust) -> None:
        self.trust, self.keys, self.tables, self.today = trust, trust.keys, trust.tables, trust.as_of

    def other(self, household: Address) -> str:
        """The first rule other than `conversation` that holds."""
        return next(
            row["step"] for row in step_rules() if row["step"] != "conversation" and self.holds(row["step"], household)
        )

    def holds(self, step: str, household: Address) -> bool:
        """Whether the rule of this step holds."""
        rules = {
            "leave_alone": self.wants_nobody,
            "wait_until": self.is_paused,
            "book_access": self.lacks_access_alone,
            "find_offer": lambda at: bool(self.trust.concerns(at)) and not self.trust.has_offer(at),
            "invite": lambda at: bool(self.invitable(at)),
            "ask_survey": self.was_never_asked,
            "expert": lambda at: bool(self.trust.concerns(at) & shareable_concerns() & expert_concerns()),
            "open_day": self.works_were_seen_next_door,
            "open_meeting": lambda at: True,
        }
        return rules[step](household)

    def chance(self, household: Address) -> float:
        """C of the first rule other than `conversation`; 0 for `leave_alone`, stops and holds."""
        if household in self.keys.stopped:
            return 0.0
        return float(next(row["chance"] for row in step_rules() if row["step"] == self.other(household)))

    def wants_nobody(self, household: Address) -> bool:
        """The household's newest survey answer; of the same day, any respondent's."""
        answers = [row for row in self.tables["surveys"] if address(row) == household]
        days = [first_day(row["asked_on"]) or date.min for row in answers]
        return any(
            row["outcome"] == "wants_nobody" and day == max(days) for row, day in zip(answers, days, strict=True)
        )

    def is_paused(self, household: Address) -> bool:
        """At most 2 contacts in 30 days; declined contact stands in no list for 90 days."""
        contacts = {first_day(row["date"]) for row in self.tables["visits"] if address(row) == household} - {None}
        last = sorted(contacts)[-CONTACTS:]
        full = len(last) == CONTACTS and last[0] + timedelta(days=CONTACT_WINDOW_DAYS) > self.today
        return full or "budget" in self.trust.left_alone(household)

    def lacks_access_alone(self, household: Address) -> bool:
        """Only the occupant's access is missing and the occupant has not refused."""
        if self.keys.missing[household] != {"access"}:
            return False
        words = {
            word
            for stack, keys in self.missing_stacks(household)
            if "access" in keys
            for word in self.keys.counting_words(household, "occupant", stack.pipe_kind)
        }
        return not words & NOT_GIVEN

    def missing_stacks(self, household: Address) -> list[tuple[Stack, set[str]]]:
        """The stacks that wait for the household, and for which keys."""
        return [
            (stack, keys)
            for stack in self.keys.judged
            for (_, at), keys in self.keys.missing_in[stack].items()
            if at == household
        ]

    def invitable(self, household: Address) -> list[Person]:
        """Roster people on an open path who are not eligible, no stop, no missing key, whose newest word is no no.

        An invitation is a contact with their household.
        """
        people = []
        for row in self.tables["people"]:
            person, home = self.trust.person_of_roster(row), address(row)
            if person in self.trust.eligible() or row["willing"] == "false":
                continue
            barred = home in self.keys.missing or home in self.keys.stopped
            if barred or (home is not None and (self.wants_nobody(home) or self.is_paused(home))):
                continue
            if self.trust.open_paths(household, person):
                people.append(person)
        return people

    def was_never_asked(self, household: Address) -> bool:
        """No survey on record, and it named nobody of its own accord: nobody asked whom they trust."""
        asked = any(address(row) == household for row in self.tables["surveys"])
        named = any(
            address(row, "ego_") == household and row.get("known", "") != "false" for row in self.tables["ties"]
        )
        return not asked and not named

    def works_were_seen_next_door(self, household: Address) -> bool:
        """Works are done in a stack of the same building."""
        return any(
            row["status"] == "done"
            and (row["compound"], row["building"]) == household[:2]
            and is_on_record(row["done_on"], self.today)
            and any((s.compound, s.building, s.code, s.pipe_kind) == _key(row) for s in self.keys.stacks)
            for row in self.tables["works"]
        )


def _key(row: Row) -> tuple[str, str, str, str]:
    return row["compound"], row["building"], row["stack"], row["pipe_kind"]


def steps_of(tables: dict[str, list[Row]], today: date, consent: str = "agreed") -> dict[str, str]:
    """Label of every unresolved household → its step other than a conversation."""
    keys = Keys(tables, today, consent)
    steps = Steps(Trust(keys))
    return {household.label: steps.other(household) for household in keys.unresolved()}
