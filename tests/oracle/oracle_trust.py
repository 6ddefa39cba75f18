"""The oracle's trust network: ties, closed pairs, open paths, isolation, intermediaries. All by enumeration."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations, pairwise, permutations, product

import networkx as nx
from oracle_keys import Keys
from oracle_tables import (
    Address,
    Person,
    Row,
    address,
    constants,
    first_day,
    is_on_record,
    natural,
    shareable_concerns,
    tie_kinds,
)

CLOSENESS = {"3": 1.0, "2": 0.6, "1": 0.3, "": 0.5, "0": 0.0}
BIGGEST_EVENT = 50
LONGEST_PATH = 3
DECLINED_DAYS = 90
SAME = 1e-12  # products of the same factors in another order are equally strong

TiePath = list[tuple[Person, Person]]


def logit(p: float) -> float:
    """Log-odds."""
    return math.log(p / (1 - p))


class Trust:
    """Ties on one date and all that follows from them."""

    def __init__(self, keys: Keys) -> None:
        self.keys, self.tables, self.as_of = keys, keys.tables, keys.as_of
        self.constants, self.kinds = constants(), tie_kinds()
        self.rows = [row for row in self.tables["ties"] if self._counts(row)]
        self.closed = self._closed_pairs()
        self.strength = self._strengths()
        self._eligible: dict[Person, Row] | None = None  # worked out once: it is asked for often
        self.paths_of: dict[Address, dict[Person, list[TiePath]]] = {}
        self.graph = nx.DiGraph()
        for (ego, alter), strength in self.strength.items():
            self.graph.add_edge(ego, alter, strength=strength)

    # ---- ties

    def _counts(self, row: Row) -> bool:
        """Later than the as-of date does not count; `known = false` is not kept."""
        return is_on_record(row["observed_on"], self.as_of) and row.get("known", "") != "false"

    def ends(self, row: Row) -> tuple[Person, Person]:
        """The two people of a tie row."""
        return (
            Person(address(row, "ego_"), row["ego_name"]),
            Person(address(row, "alter_"), row["alter_name"]),
        )

    def _closed_pairs(self) -> set[frozenset[Person]]:
        """Any inadmissible kind recorded between two people closes the pair both ways."""
        return {frozenset(self.ends(row)) for row in self.rows if self.kinds[row["kind"]]["admissible"] != "yes"}

    def worth(self, kind: str, closeness: float, day: date | None) -> float:
        """w · c · 2^(−age/half-life); an undated tie is one half-life old."""
        half_life = float(self.kinds[kind]["half_life_days"])
        age = half_life if day is None else (self.as_of - day).days
        return float(self.kinds[kind]["weight"]) * closeness * 2 ** (-age / half_life)

    def _strengths(self) -> dict[tuple[Person, Person], float]:
        """strength(a, b) = 1 − Π over kinds (1 − …); within a kind the strongest row counts."""
        worths: dict[tuple[Person, Person], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            if self.kinds[row["kind"]]["admissible"] == "yes":
                day = first_day(row["observed_on"])
                worths[self.ends(row)][row["kind"]].append(self.worth(row["kind"], CLOSENESS[row["strength"]], day))
        for pair, (closeness, day) in self._activity_mates().items():
            worths[pair]["activity_mate"].append(self.worth("activity_mate", closeness, day))
        strength = {
            pair: 1 - math.prod(1 - max(of_kind) for of_kind in by_kind.values()) for pair, by_kind in worths.items()
        }
        return {
            (ego, alter): value
            for (ego, alter), value in strength.items()
            if value > 0 and ego != alter and frozenset((ego, alter)) not in self.closed
        }

    def _activity_mates(self) -> dict[tuple[Person, Person], tuple[float, date | None]]:
        """Both ways, c = min(1, Σ over shared events 1/(participants − 1)), dated by the last shared event.

        An event of more than 50 people gives none.
        """
        events: dict[tuple[str, str, date | None], set[Person]] = defaultdict(set)
        for row in self.tables["activities"]:
            if is_on_record(row["date"], self.as_of) and address(row) is not None:
                events[row["compound"], row["activity"], first_day(row["date"])].add(Person(address(row), row["name"]))
        shared: dict[tuple[Person, Person], list[tuple[date | None, int]]] = defaultdict(list)
        for (_, _, day), people in events.items():
            if len(people) <= BIGGEST_EVENT:
                for pair in permutations(people, 2):
                    shared[pair].append((day, len(people)))
        return {
            pair: (
                min(1.0, sum(1 / (size - 1) for _, size in of_pair)),
                max((day for day, _ in of_pair if day is not None), default=None),
            )
            for pair, of_pair in shared.items()
        }

    # ---- paths

    def is_closed(self, one: Person, other: Person) -> bool:
        """Whether an inadmissible kind is recorded between the two, in either direction."""
        return frozenset((one, other)) in self.closed

    def is_open(self, household: Address, people: list[Person]) -> bool:
        """No two of its people, and no person of the household and the intermediary, have an inadmissible kind.

        Not returning to the household, not through people of households with a missing key.
        """
        on_the_way, intermediary = people[1:], people[-1]
        if any(person.household == household or person.household in self.keys.missing for person in on_the_way):
            return False
        if any(self.is_closed(one, other) for one, other in combinations(people, 2)):
            return False
        return not any(
            intermediary in pair and any(person.household == household for person in pair - {intermediary})
            for pair in self.closed
        )

    def deciders(self, household: Address) -> list[Person]:
        """Those of its people from whom a tie leaves: who is ego of no tie begins no path."""
        return [person for person in self.graph if person.household == household and self.graph.out_degree(person)]

    def open_paths(self, household: Address, intermediary: Person) -> list[TiePath]:
        """Every simple path of at most 3 ties from a decider to the intermediary that is open, as its ties."""
        if household not in self.paths_of:
            self.paths_of[household] = self._paths_from(household)
        return self.paths_of[household][intermediary]

    def _paths_from(self, household: Address) -> dict[Person, list[TiePath]]:
        """The open paths from the household's deciders to everybody."""
        paths: dict[Person, list[TiePath]] = defaultdict(list)
        for decider in self.deciders(household):
            everybody = set(self.graph) - {decider}
            for people in nx.all_simple_paths(self.graph, decider, everybody, cutoff=LONGEST_PATH):
                if self.is_open(household, people):
                    paths[people[-1]].append(list(pairwise(people)))
        return paths

    def strength_of(self, path: TiePath) -> float:
        """The product of its ties' strengths."""
        return math.prod(self.strength[tie] for tie in path)

    # ---- intermediaries

    def person_of_roster(self, row: Row) -> Person:
        """The person of a roster row."""
        return Person(address(row), row["name"])

    def eligible(self) -> dict[Person, Row]:
        """`willing` within 180 days of the as-of date, capacity left (blank = 1), own household without missing key
        and without stop. (Not of this household: no path returns to it.)"""
        if self._eligible is not None:
            return self._eligible
        barred = set(self.keys.missing) | self.keys.stopped
        self._eligible = {
            self.person_of_roster(row): row
            for row in self.tables["people"]
            if self._has_opted_in(row) and int(row["capacity"] or 1) > 0 and address(row) not in barred
        }
        return self._eligible

    def _has_opted_in(self, row: Row) -> bool:
        """An undated opt-in is none."""
        day = first_day(row["willing_on"])
        days = timedelta(days=self.constants["opt_in_days"])
        return row["willing"] == "true" and day is not None and self.as_of - days <= day <= self.as_of

    def trust_in(self, household: Address) -> dict[Person, float]:
        """t_i, the strongest open path, of every eligible intermediary that has one."""
        strength_of = {}
        for person in self.eligible():
            paths = self.open_paths(household, person)
            if paths:
                strength_of[person] = max(map(self.strength_of, paths))
        return strength_of

    # ---- isolation

    def isolation(self) -> dict[Address, dict[str, object]]:
        """Every unresolved household, the reached too, with reach and class."""
        rows = {}
        for household in self.keys.unresolved():
            # reach = 1 − Π over eligible i (1 − t_i)
            trust = self.trust_in(household)
            reach = 1 - math.prod(1 - t for t in trust.values())
            rows[household] = {"reach": reach, "class": self._class(household, trust, reach)}
        return rows

    def enclave_share(self, household: Address) -> float | None:
        """Share of the summed strength of ties leaving the household that ends in households with a missing key."""
        leaving = {
            (ego, alter): s
            for (ego, alter), s in self.strength.items()
            if ego.household == household and alter.household != household
        }
        inside = sum(s for (_, alter), s in leaving.items() if alter.household in self.keys.missing)
        return inside / sum(leaving.values()) if leaving else None

    def _class(self, household: Address, trust: dict[Person, float], reach: float) -> str:
        share = self.enclave_share(household)
        if share is not None and share >= self.constants["enclave_share"]:
            return "enclave"
        if not trust:
            return "unreached"
        return "weakly_reached" if reach < self.constants["weak_reach"] else "reached"

    # ---- the score

    def score(self, household: Address, person: Person) -> dict[str, float]:
        """The six parts and their sum, all in log-odds."""
        paths = self.open_paths(household, person)
        clip = self.constants["trust_clip"]
        t, second = self._strongest_and_second(paths)
        capacity = int(self.eligible()[person]["capacity"] or 1)
        parts = {
            "trust": logit(min(max(t, clip), 1 - clip)),
            "second_path": self.constants["second_path_weight"] * second,
            "experience": self._experience(household, person),
            "success": self._success(person),
            # canonical tables hold no exported lists: nothing is assigned yet
            "load": self.constants["load_weight"] * 0 / capacity,
            "stance": self._stance(household),
        }
        return parts | {"score": sum(parts.values())}

    def _stance(self, household: Address) -> float:
        """−.7 if any counting word on any missing key is a refusal, else +.3 if any is conditional, else 0.

        Both keys, all pipe kinds of its incomplete stacks.
        """
        words: set[str] = set()
        for stack in self.keys.judged:
            for (_, at), keys in self.keys.missing_in[stack].items():
                if at == household:
                    givers = [giver for giver, key in (("owner", "consent"), ("occupant", "access")) if key in keys]
                    words.update(*(self.keys.counting_words(household, giver, stack.pipe_kind) for giver in givers))
        if words & {"refused", "reversed", "declined_contact"}:
            return self.constants["stance_refused"]
        return self.constants["stance_conditional"] if "conditional" in words else 0.0

    def q(self, household: Address, person: Person) -> float:
        """1/(1 + e^−score)."""
        return 1 / (1 + math.exp(-self.score(household, person)["score"]))

    def _strongest_and_second(self, paths: list[TiePath]) -> tuple[float, float]:
        """s₂: the strongest open path sharing no tie with the strongest; of equally strong ones the best s₂."""
        t = max(map(self.strength_of, paths))
        second = 0.0
        for first, other in product(paths, paths):
            if self.strength_of(first) >= t * (1 - SAME) and not set(first) & set(other):
                second = max(second, self.strength_of(other))
        return t, second

    def concerns(self, household: Address) -> set[str]:
        """What is recorded as a household's concern: of its measures, and the reasons of its words so far."""
        cells = [row["concern"] for row in self.tables["measures"] if address(row) == household]
        for giver in ("owner", "occupant"):
            cells += [row["reasons"] for row in self.keys.words(household, giver)]
        return {concern for cell in cells for concern in cell.split("|")} - {"", "no_reason"}

    def _experience(self, household: Address, person: Person) -> float:
        """.4 if the intermediary's household had the same shareable concern and now consents.

        + .4 if works are done there.
        """
        own = person.household
        same = self.concerns(household) & self.concerns(own) & shareable_concerns()
        points = 0.0
        if same and self.now_consents(own):
            points += self.constants["experience_same_concern"]
        stacks_at_home = [
            stack
            for stack in self.keys.stacks  # works done are a fact, whatever the stack's source
            if any(own in self.keys.households_of[flat] for flat in self.keys.stacks[stack])
        ]
        if any(self.keys.is_complete(stack) for stack in stacks_at_home):
            points += self.constants["experience_works_done"]
        return points

    def now_consents(self, household: Address) -> bool:
        """In scope, and no consent missing in any stack."""
        in_scope = any(household in self.keys.households_of[flat] for flat in self.keys.in_scope)
        return in_scope and "consent" not in self.keys.missing.get(household, set())

    def _success(self, person: Person) -> float:
        """logit((2 + k)/(4 + n)): n earlier visits with a result other than `no_contact`, k agreed or softened."""
        results = [
            row["result"]
            for row in self.tables["visits"]
            if is_on_record(row["date"], self.as_of)
            and row["result"] not in ("", "no_contact")
            and person in visitors(row)
        ]
        k, n = sum(result in ("agreed", "softened") for result in results), len(results)
        agreed, other = self.constants["success_prior_agreed"], self.constants["success_prior_other"]
        return logit((agreed + k) / (agreed + other + n))

    # ---- suggestions

    def has_offer(self, household: Address) -> bool:
        """No concern recorded: the offer is to listen. Else a measure that was not refused; `none_possible` is one.

        A refused measure is no offer under whatever concern.
        """
        rows = [row for row in self.tables["measures"] if address(row) == household]
        refused = {row["measure"] for row in rows if row["accepted"] == "false"}
        offers = [row for row in rows if row["concern"] and row["measure"] and row["measure"] not in refused]
        return bool(offers) or not self.concerns(household)

    def left_alone(self, household: Address) -> list[str]:
        """The reasons why a household is left alone for good or for now.

        A household whose newest survey answer is that it wants nobody is left alone; `declined_contact` stands in no
        list for 90 days (its reason is that of a pause: budget). Like the contact budget this uses everything on
        record, a refusal to talk that came after the as-of date too.
        """
        words = [row for row in self.tables["stances"] if address(row) == household]
        declined = [first_day(row["date"]) for row in words if row["stance"] == "declined_contact"]
        surveys = [row for row in self.tables["surveys"] if address(row) == household]
        newest = max((first_day(row["asked_on"]) or date.min for row in surveys), default=date.min)
        reasons = []
        if any(
            row["outcome"] == "wants_nobody" and (first_day(row["asked_on"]) or date.min) == newest for row in surveys
        ):
            reasons.append("wants_nobody")
        if any(day is not None and (self.as_of - day).days < DECLINED_DAYS for day in declined):
            reasons.append("budget")
        return reasons

    def ranking(
        self, household: Address, pseudonyms: dict[Person, str] | None = None
    ) -> list[tuple[Person, dict[str, float]]]:
        """Best score first; equal scores: address in natural order, then pseudonym (name, where nobody has one).

        A conversation below `least_q` is not proposed.
        """
        likely = [p for p in self.trust_in(household) if self.q(household, p) >= self.constants["least_q"]]
        scored = [(person, self.score(household, person)) for person in likely]
        return sorted(
            scored,
            key=lambda pair: (
                -round(pair[1]["score"], 9),
                [natural(part) for part in pair[0].household],
                (pseudonyms or {}).get(pair[0], pair[0].name),
            ),
        )

    def reason(self, household: Address) -> str:
        """The first reason that holds of a household without a suggestion."""
        if self.left_alone(household):
            return self.left_alone(household)[0]
        if not self.has_offer(household):
            return "no_measure"
        if self.trust_in(household):
            return "unlikely"
        trusted = [
            row
            for row in self.tables["people"]
            if address(row) not in self.keys.stopped and self.open_paths(household, self.person_of_roster(row))
        ]
        if not trusted:
            return "no_path"
        return "no_places_left" if any(self._has_opted_in(row) for row in trusted) else "no_opted_in"


def visitors(row: Row) -> set[Person]:
    """A visitor written `name(5-2-301)` is that person; a bare name is a visitor only, with no household."""
    people = set()
    for written in re.split(r"\|(?![^(]*\))", row["visitors"]):  # the | of a merged flat's room parts no visitors
        match = re.fullmatch(r"(.*)\((.*)\)", written)
        if match:
            parts = match[2].split("-", 2)
            building, door, room = parts if len(parts) == 3 else (parts[0], "", parts[1])
            people.add(Person(Address(row["compound"], building, door, room), match[1]))
        else:
            people.add(Person(None, written))
    return people


def count_states(keys: Keys) -> Counter[str]:
    """How many judged stacks are in each state."""
    return Counter(keys.state(stack) for stack in keys.judged)
