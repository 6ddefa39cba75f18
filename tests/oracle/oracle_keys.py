"""The oracle's two keys to a flat, stops, stacks and rates. Each function quotes the sentence it stands for."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from oracle_tables import Address, Row, Tables, address, first_day, flats_of_household, is_on_record, pipe_kinds


class Stack(NamedTuple):
    """A stack is compound, building, code, pipe kind (empty = all pipes)."""

    compound: str
    building: str
    code: str
    pipe_kind: str


SOURCES = ("site_verified", "drawing", "sheet", "derived", "unknown")  # the best one first
RENTED = ("rented", "shared_rental")


class Keys:
    """Who consents, who lets in, which stacks are ready, on one date under one consent policy."""

    def __init__(self, tables: Tables, as_of: date, consent: str = "agreed") -> None:
        self.tables, self.as_of = tables, as_of
        self.consenting = {"agreed": {"signed", "verbal"}, "signed": {"signed"}}[consent]
        self.register = {address(row) for row in tables["flats"]}
        self.dossiers = {address(row): row for row in tables["dossiers"]}
        self.words_by = self._words_by()
        self.households_of = self._households_of_flats()
        self.stacks, self.source = self._stacks()
        self.judged = [stack for stack in self.stacks if self.source[stack] != "unknown"]
        self.in_scope = {flat for stack in self.judged for flat in self.stacks[stack]}
        self.missing_in = {stack: self._missing_in(stack) for stack in self.judged}
        self.missing = self._missing_keys()
        self.stopped = self._stopped()

    def _households_of_flats(self) -> dict[Address, list[Address]]:
        """A household's key is its label with the room as written, or the flat's label where nothing is recorded."""
        households: dict[Address, list[Address]] = {flat: [] for flat in self.register}
        for row in self.tables["dossiers"] + self.tables["stances"]:
            for flat in flats_of_household(address(row), self.register):
                if address(row) not in households[flat]:
                    households[flat].append(address(row))
        return {flat: recorded or [flat] for flat, recorded in households.items()}

    def _stacks(self) -> tuple[dict[Stack, list[Address]], dict[Stack, str]]:
        """The register's flats of every stack, and the best source that says so."""
        flats: dict[Stack, list[Address]] = defaultdict(list)
        source: dict[Stack, str] = {}
        for row in self.tables["flats"]:
            if row["stack"]:
                stack = Stack(row["compound"], row["building"], row["stack"], row["pipe_kind"])
                if address(row) not in flats[stack]:
                    flats[stack].append(address(row))
                source[stack] = min(source.get(stack, "unknown"), row["stack_source"] or "unknown", key=SOURCES.index)
        return dict(flats), source

    # ---- words

    def words(self, household: Address, giver: str) -> list[Row]:
        """That giver's stances up to the as-of date, in the order of the table."""
        return self.words_by[household, giver]

    def _words_by(self) -> dict[tuple[Address | None, str], list[Row]]:
        """`--as-of DATE` filters stances by date."""
        words: dict[tuple[Address | None, str], list[Row]] = defaultdict(list)
        for row in self.tables["stances"]:
            if is_on_record(row["date"], self.as_of):
                words[address(row), row["giver"]].append(row)
        return words

    def newest(self, household: Address, giver: str, kind: str) -> list[str]:
        """The newest words on that kind or on all pipes; those of equal standing are a set.

        On the same day the word on the single kind. An undated stance is older than any dated one.
        """
        dated_words = [
            ((first_day(row["date"]) or date.min, row["pipe_kind"] == kind), row["stance"])
            for row in self.words(household, giver)
            if row["pipe_kind"] in (kind, "")
        ]
        newest = max((order for order, _ in dated_words), default=None)
        return [word for order, word in dated_words if order == newest]

    def counting_words(self, household: Address, giver: str, pipe_kind: str) -> list[str]:
        """The words that count for a stack: the newest set for a single kind; for all pipes every kind's."""
        kinds = [pipe_kind] if pipe_kind else pipe_kinds()
        return [word for kind in kinds for word in self.newest(household, giver, kind)]

    def consents(self, household: Address, pipe_kind: str) -> bool:
        """Every word that counts must consent; mixed, `not_applicable` counts as consent."""
        words = self.counting_words(household, "owner", pipe_kind)
        return bool(words) and all(word in self.consenting | {"not_applicable"} for word in words)

    def lets_in(self, household: Address, pipe_kind: str) -> bool:
        """As one, consent gives access, unless the occupant's own word is recorded; otherwise the occupant's word."""
        occupant = self.counting_words(household, "occupant", pipe_kind)
        if occupant:
            return all(word in ("signed", "verbal") for word in occupant)
        dossier = self.dossiers.get(household, {})
        as_one = dossier.get("occupancy", "") not in RENTED and not dossier.get("tenant_name", "")
        return as_one and self.consents(household, pipe_kind)

    def leaves(self, flat: Address, pipe_kind: str) -> bool:
        """A flat leaves the denominator only when every owner's word that counts is `not_applicable`."""
        words = [self.counting_words(household, "owner", pipe_kind) for household in self.households_of[flat]]
        return all(own and set(own) == {"not_applicable"} for own in words)

    # ---- stops

    def _stopped(self) -> set[Address]:
        """Stops use everything on record, whatever its date: the column, a visit's result, the stance."""
        by_column = {address(row) for row in self.tables["dossiers"] if row.get("do_not_contact", "") == "true"}
        by_visit = {address(row) for row in self.tables["visits"] if row["result"] == "asked_to_stop"}
        by_stance = {address(row) for row in self.tables["stances"] if row["stance"] == "respected_refusal"}
        return by_column | by_visit | by_stance

    # ---- stacks

    def works(self, stack: Stack) -> str:
        """The works' status of a stack up to the as-of date."""
        for row in self.tables["works"]:
            same = Stack(row["compound"], row["building"], row["stack"], row["pipe_kind"]) == stack
            if same and is_on_record(row["done_on"], self.as_of):
                return row["status"]
        return ""

    def is_complete(self, stack: Stack) -> bool:
        """Complete: works done; such a stack asks for no key any more."""
        return self.works(stack) == "done"

    def counted_flats(self, stack: Stack) -> list[Address]:
        """The stack's flats that have not left the denominator."""
        return [flat for flat in self.stacks[stack] if not self.leaves(flat, stack.pipe_kind)]

    def _missing_in(self, stack: Stack) -> dict[tuple[Address, Address], set[str]]:
        """(flat, household) to the keys missing in this stack; a split flat needs all its households."""
        missing: dict[tuple[Address, Address], set[str]] = {}
        if self.is_complete(stack):
            return missing
        for flat in self.counted_flats(stack):
            for household in self.households_of[flat]:
                keys = set()
                if not self.consents(household, stack.pipe_kind):
                    keys.add("consent")
                if not self.lets_in(household, stack.pipe_kind):
                    keys.add("access")
                if keys:
                    missing[flat, household] = keys
        return missing

    def _missing_keys(self) -> dict[Address, set[str]]:
        """A household with a missing key lacks consent or access in a stack that is judged and not complete."""
        missing: dict[Address, set[str]] = defaultdict(set)
        for stack in self.judged:
            for (_, household), keys in self.missing_in[stack].items():
                missing[household] |= keys
        return dict(missing)

    def unresolved(self) -> set[Address]:
        """Unresolved household: in scope, a key missing, no stop."""
        return set(self.missing) - self.stopped

    def state(self, stack: Stack) -> str:
        """complete, ready, respected_no (all missing keys are of stopped households), partial (bypassed), blocked."""
        missing = {household for _, household in self.missing_in[stack]}
        if self.is_complete(stack):
            return "complete"
        if not missing:
            return "ready"
        if missing <= self.stopped:
            return "respected_no"
        return "partial" if self.works(stack) == "bypassed" else "blocked"

    def pivotal(self, stack: Stack) -> list[str]:
        """The one household whose keys alone are missing, in a stack; a stopped household is never named."""
        missing = {household for _, household in self.missing_in[stack]}
        return [household.label for household in missing - self.stopped] if len(missing) == 1 else []

    def flats_missing(self, stack: Stack, key: str) -> set[Address]:
        """The flats of a stack where some household lacks this key."""
        return {flat for (flat, _), keys in self.missing_in[stack].items() if key in keys}

    def diagnose(self) -> list[dict[str, object]]:
        """One row a judged stack, as the issue names the columns."""
        rows = []
        for stack in self.judged:
            doors = {flat.door for flat in self.stacks[stack]}
            counted = self.counted_flats(stack)
            consent, access = self.flats_missing(stack, "consent"), self.flats_missing(stack, "access")
            rows.append(
                {
                    "building": stack.building,
                    "door": doors.pop() if len(doors) == 1 else "",
                    "stack": stack.code,
                    "pipe_kind": stack.pipe_kind,
                    "flats": len(counted),
                    "ready": len(set(counted) - consent - access),
                    "missing_consent": len(consent),
                    "missing_access": len(access),
                    "state": self.state(stack),
                    "pivotal_flats": self.pivotal(stack),
                }
            )
        return rows

    # ---- rates

    def rates(self, by: str) -> dict[tuple[str, ...], dict[str, float | None]]:
        """Rates of each building or compound; the flat register is the denominator, never the flats reached."""
        groups: dict[tuple[str, ...], list[Stack]] = defaultdict(list)
        for stack in self.judged:
            groups[(stack.compound, stack.building) if by == "building" else (stack.compound,)].append(stack)
        return {group: self._rates_of(stacks) for group, stacks in groups.items()}

    def _rates_of(self, stacks: list[Stack]) -> dict[str, float | None]:
        flats = {flat for stack in stacks for flat in self.counted_flats(stack)}
        no_consent = {flat for stack in stacks for flat in self.flats_missing(stack, "consent")}
        not_ready = {flat for stack in stacks for flat, _ in self.missing_in[stack]}
        reached = {flat for flat in flats if self._is_reached(flat)}

        def share(part: int, whole: int) -> float | None:
            return part / whole if whole else None

        ready_share = share(len(flats - not_ready), len(flats))
        ready_rate = share(sum(self.state(stack) in ("ready", "complete") for stack in stacks), len(stacks))
        # expected_completion: mean over stacks of p^flats, p the group's share of ready flats
        powers = [(ready_share or 0.0) ** len(self.counted_flats(stack)) for stack in stacks]
        expected = sum(powers) / len(powers)
        return {
            "reach_rate": share(len(reached), len(flats)),
            "consent_rate": share(len(flats - no_consent), len(flats)),
            "ready_rate": ready_rate,
            "completion_rate": share(sum(self.is_complete(stack) for stack in stacks), len(stacks)),
            "expected_completion": expected,
            # clustering: ready_rate ÷ expected_completion, not defined at 0
            "clustering": ready_rate / expected if expected else None,
        }

    def _is_reached(self, flat: Address) -> bool:
        """reach_rate: in-scope flats with an owner's word other than `unreached`."""
        words = [row["stance"] for home in self.households_of[flat] for row in self.words(home, "owner")]
        return any(word != "unreached" for word in words)
