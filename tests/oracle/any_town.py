"""Hypothesis makes small towns as canonical tables, in which everything can happen."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from oracle_tables import TABLE_NAMES, Address, Person, Row, Tables, with_compound
from towns import complete

DAYS = ["", "2026", "2026-09", "2026-09-01", "2026-10-10", "2026-11-24", "2026-11-25", "2026-11-26", "2027-01"]
OLD_DAYS = ["", "2016-05-05", "2023", "2025-11", "2026-05-28", "2026-06-01", "2026-10-01", "2026-11-25", "2026-11-30"]
OPT_INS = ["2026-10-01", "2026-10-01", "2026-05-29", "2026-05-28", "2026", "", "2026-11-26"]
STANCES = ["signed", "signed", "signed", "signed", "verbal", "verbal", "refused", "not_applicable", "not_applicable"]
STANCES += ["conditional", "hesitant", "no_objection", "reversed", "unreached", "respected_refusal", "declined_contact"]
PIPES = ["", "", "supply", "sewage_bath"]
KINDS = ["nominated", "key_holding", "confidant", "help_exchange", "acquaintance", "activity_mate", "former_colleague"]
KINDS += ["party_link", "kin", "conflict", "employer_superior"]
CONCERNS = ["cost", "design", "exam", "official_distrust", "cost|elderly_or_ill", "no_reason"]
RESULTS = ["agreed", "softened", "unchanged", "hardened", "no_contact", ""]
OCCUPANCIES = ["", "owner_occupied", "owner_occupied", "rented", "shared_rental", "vacant"]


class ReadableTables(dict[str, list[Row]]):
    """Tables that print as a few lines, the filled cells of each row, so that a counterexample can be read."""

    def __repr__(self) -> str:
        lines = []
        for name, rows in self.items():
            lines += [f"{name}: " + " ".join(f"{column}={v}" for column, v in row.items() if v) for row in rows]
        return "\n" + "\n".join(lines)


def one_of(values: list[str]) -> SearchStrategy[str]:
    """One of these words; the first ones are the simplest."""
    return st.sampled_from(values)


def some(strategy: SearchStrategy[Row], at_most: int) -> SearchStrategy[list[Row]]:
    """Some rows."""
    return st.lists(strategy, max_size=at_most)


def place(address: Address, prefix: str = "") -> Row:
    """An address as columns."""
    return {prefix + part: getattr(address, part) for part in ("building", "door", "room")}


@st.composite
def registers(draw: DrawFn, compound: str) -> tuple[list[Row], list[Address]]:
    """Flat rows of a register (flats with none, one or two stacks), and its flats."""
    addresses = [
        Address(compound, building, door, f"{floor}0{position}")
        for building, door in draw(st.sampled_from([[("1", "")], [("1", "1"), ("1", "2")], [("2", "1"), ("10", "")]]))
        for floor in range(1, draw(st.integers(2, 3)) + 1)
        for position in range(1, draw(st.integers(1, 2)) + 1)
    ]
    rows = []
    for address in addresses:
        stacks = draw(
            st.lists(
                st.tuples(one_of(["A", "A", "B"]), one_of(PIPES)),
                max_size=2,
                min_size=draw(st.integers(0, 1)),
                unique=True,
            )
        )
        for code, pipe in stacks or [("", "")]:
            source = draw(one_of(["drawing", "derived", "site_verified", "sheet", "drawing", "derived", "unknown"]))
            rows.append(
                place(address)
                | {
                    "compound": compound,
                    "floor": address.room[0],
                    "stack": code,
                    "pipe_kind": pipe,
                    "stack_source": source if code else "unknown",
                    "kind": "dwelling",
                }
            )
    return rows, addresses


@st.composite
def households_of(draw: DrawFn, flats: list[Address]) -> list[Address]:
    """Households as offices write them: most flats whole, some split, some merged with the next, some unrecorded."""
    households, left = [], list(flats)
    while left:
        flat = left.pop(0)
        how = draw(one_of(["whole", "whole", "whole", "whole", "split", "merged", "unrecorded"]))
        if how == "split":
            households += [flat._replace(room=flat.room + suffix) for suffix in "AB"]
        elif how == "merged" and left and left[0][:3] == flat[:3]:
            households.append(flat._replace(room=f"{flat.room}|{left.pop(0).room}"))
        elif how != "unrecorded":
            households.append(flat)
    return households


@st.composite
def towns(draw: DrawFn, *, trusting: bool) -> Tables:
    """A whole town; a trusting one has many ties, willing people and fewer missing keys, so that paths open."""
    compound = draw(one_of(["", "新风里"]))
    flat_rows, flats = draw(registers(compound))
    homes = draw(households_of(flats)) or flats[:1]
    home = st.sampled_from(homes)
    people = [Person(at, name) for at in homes for name in ("甲", "乙")]
    person = st.sampled_from(people)
    roster = draw(st.lists(person, unique=True, min_size=min(len(people), 3 * trusting), max_size=8))
    stacks = sorted({(row["building"], row["stack"], row["pipe_kind"]) for row in flat_rows if row["stack"]})

    @st.composite
    def stance(draw: DrawFn) -> Row:
        giver = draw(one_of(["owner", "owner", "occupant"]))
        words = {"pipe_kind": draw(one_of(PIPES)), "giver": giver, "stance": draw(one_of(STANCES))}
        return place(draw(home)) | words | {"reasons": draw(one_of(["", "", *CONCERNS])), "date": draw(one_of(DAYS))}

    @st.composite
    def dossier(draw: DrawFn, at: Address) -> Row:
        return place(at) | {
            "owner_name": draw(one_of(["甲", "", "丙"])),
            "public_lessee_name": draw(one_of(["", "", "乙"])),
            "tenant_name": draw(one_of(["", "", "", "乙"])),
            "occupant_name": draw(one_of(["", "乙"])),
            "occupancy": draw(one_of(OCCUPANCIES)),
            "do_not_contact": draw(one_of(["", "", "", "", "false", "true"])),
        }

    @st.composite
    def rostered(draw: DrawFn, who: Person) -> Row:
        return place(who.household) | {
            "name": who.name,
            "roles": draw(one_of(["volunteer", "door_captain", "party_member"])),
            "willing": draw(one_of(["true", "true", "true", "true", "false", ""])),
            "willing_on": draw(one_of(OPT_INS[: 3 if trusting else None])),
            "capacity": draw(one_of(["", "3", "1", "0"])),
        }

    @st.composite
    def tie(draw: DrawFn) -> Row:
        ego, alter = draw(person), draw(st.sampled_from(roster * 3 + people if trusting else people))
        named = {"ego_name": ego.name, "alter_name": alter.name}
        return (
            named
            | place(ego.household, "ego_")
            | place(alter.household, "alter_")
            | {
                "kind": draw(one_of(KINDS[:8] * 4 + KINDS if trusting else KINDS)),
                "strength": draw(one_of(["3", "3", "3", "2", "2", "1", "", "0"])),
                "observed_on": draw(one_of(OLD_DAYS)),
                "known": draw(one_of(["", "true", "", "", "", "true", "false"])),
            }
        )

    @st.composite
    def visit(draw: DrawFn) -> Row:
        who = draw(person)
        visitors = draw(
            one_of([f"{who.name}({who.household.label})", "小李", f"小李|{who.name}({who.household.label})"])
        )
        result = draw(one_of([*RESULTS * 2, "asked_to_stop"]))
        return place(draw(home)) | {"date": draw(one_of(DAYS)), "visitors": visitors, "mode": "home", "result": result}

    @st.composite
    def measure(draw: DrawFn) -> Row:
        offer = draw(one_of(["临时用水点", "none_possible", "样板间"]))
        accepted = draw(one_of(["", "true", "false"]))
        return place(draw(home)) | {"concern": draw(one_of(CONCERNS[:5])), "measure": offer, "accepted": accepted}

    @st.composite
    def survey(draw: DrawFn) -> Row:
        outcome = draw(one_of(["named", "named_nobody", "declined", "wants_nobody"]))
        return place(draw(home)) | {"respondent": "甲", "asked_on": "2026-09-01", "outcome": outcome}

    @st.composite
    def activity(draw: DrawFn) -> Row:
        who = draw(person)
        return place(who.household) | {
            "name": who.name,
            "activity": draw(one_of(["合唱", "遛弯"])),
            "date": draw(one_of(["", "2025-10-01", "2026-10-01", "2026-12-01"])),
        }

    # most households consent, or nothing could pass through them; the free rows follow
    base = [
        place(at) | {"giver": "owner", "stance": draw(one_of(STANCES[:7])), "date": "2026-08-01"}
        for at in homes
        if draw(st.integers(0, 4))
    ]
    # every household is on record; what a room that only ties name stands for, the definitions leave open
    silent = [at for at in homes if place(at) not in [{part: row[part] for part in place(at)} for row in base]]
    recorded = [at for at in homes if at in silent or draw(st.integers(0, 3)) < (1 if trusting else 2)]
    done = draw(st.lists(st.sampled_from(stacks), unique=True, max_size=2)) if stacks else []
    statuses = ["done", "done", "bypassed", "in_progress", "not_started"]
    rows: Tables = {
        "flats": flat_rows,
        "dossiers": [draw(dossier(at)) for at in recorded],
        "stances": base + draw(some(stance(), 2 if trusting else 8)),
        "people": [draw(rostered(who)) for who in roster],
        "ties": draw(st.lists(tie(), min_size=12, max_size=30) if trusting else some(tie(), 8)),
        "visits": draw(some(visit(), 4)),
        "measures": _unique(draw(some(measure(), 4)), ("building", "door", "room", "concern", "measure")),
        "surveys": _unique(draw(some(survey(), 2)), ("building", "door", "room")),
        "activities": draw(some(activity(), 5)),
        "works": [
            {
                "building": building,
                "stack": code,
                "pipe_kind": pipe,
                "status": draw(one_of(statuses)),
                "done_on": draw(one_of(["", "2026-09-30", "2026-12-01"])),
            }
            for building, code, pipe in done
        ],
    }
    town = with_compound(
        {
            name: [complete(name, row) | {"compound": row.get("compound", "")} for row in rows.get(name, [])]
            for name in TABLE_NAMES
        }
    )
    return ReadableTables(town)


def _unique(rows: list[Row], key: tuple[str, ...]) -> list[Row]:
    """The last row of every key."""
    return list({tuple(row[part] for part in key): row for row in rows}.values())
