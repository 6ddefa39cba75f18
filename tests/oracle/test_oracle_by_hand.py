"""The oracle itself, against tiny towns worked out by hand in the comments."""

from __future__ import annotations

import math
from datetime import date

import pytest
from oracle_keys import Keys, Stack
from oracle_tables import Address, Person
from oracle_trust import Trust, visitors
from towns import town

AS_OF = date(2026, 11, 25)
# 101, 201 and 301 on one riser of every pipe, drawn from the plans
RISER = """at stack stack_source
1--101 A drawing
1--201 A drawing
1--301 A drawing"""
WHOLE = Stack("", "1", "A", "")


def at(room: str, building: str = "1") -> Address:
    """The household or flat of a room, buildings without doors."""
    return Address("", building, "", room)


def keys(consent: str = "agreed", as_of: date = AS_OF, **tables: str) -> Keys:
    """The keys of a town on RISER unless the tables say otherwise."""
    return Keys(town(**{"flats": RISER} | tables), as_of, consent)


def trust(as_of: date = AS_OF, **tables: str) -> Trust:
    """The trust network of such a town."""
    return Trust(keys(as_of=as_of, **tables))


# ---- words and keys


def test_verbal_consents_in_the_survey_stage_and_not_in_the_signing_stage() -> None:
    words = "at giver stance date\n1--101 owner signed 2026-10-01\n1--201 owner verbal 2026-10-01"
    # agreed: 101 and 201 ready, 301 said nothing. As owner and occupant are one, a missing consent is missing access.
    (row,) = keys(stances=words).diagnose()
    assert (row["flats"], row["ready"], row["missing_consent"], row["missing_access"]) == (3, 2, 1, 1)
    assert row["pivotal_flats"] == ["1-301"]
    (row,) = keys("signed", stances=words).diagnose()
    assert (row["ready"], row["missing_consent"], row["pivotal_flats"]) == (1, 2, [])


@pytest.mark.parametrize(
    ("words", "consents"),
    [
        (["supply signed 2026-09-01", ". refused 2026-08-01"], False),  # sewage: still the refusal on all
        (["supply signed 2026-09-01", ". refused 2026-10-01"], False),
        (["supply refused 2026-09-01", ". signed 2026-10-01"], True),  # the later word on all replaces the refusal
        (["supply refused 2026-09-01", ". signed 2026-09-01"], False),  # same day: the single kind
        (["supply signed 2026-09-01", "gas not_applicable 2026-09-01"], True),
        (["supply not_applicable .", "gas refused 2026-09-01"], False),
        ([". signed .", ". refused 2020"], False),  # undated is older than any dated
        ([". refused 2026-09", ". signed 2026-09-01"], False),  # same day: a set, and all of it must consent
        ([". signed 2026-09-01", ". refused 2026-11-26"], True),  # the refusal comes after the as-of date
    ],
)
def test_a_stack_of_all_pipes_needs_the_newest_word_on_every_kind(words: list[str], consents: bool) -> None:
    rows = "\n".join(f"1--101 owner {word}" for word in words)
    assert keys(stances="at giver pipe_kind stance date\n" + rows).consents(at("101"), "") is consents


@pytest.mark.parametrize(
    ("occupancy", "tenant", "occupant", "lets_in"),
    [
        ("owner_occupied", ".", ".", True),  # as one: consent gives access
        (".", ".", ".", True),
        ("owner_occupied", ".", "refused", False),  # the occupant's own word decides
        ("rented", ".", ".", False),
        ("shared_rental", ".", ".", False),
        ("owner_occupied", "T", ".", False),  # a tenant is named
        ("rented", "T", "verbal", True),
        ("rented", "T", "no_objection", False),
    ],
)
def test_access_is_the_occupants_where_owner_and_occupant_are_two(
    occupancy: str, tenant: str, occupant: str, lets_in: bool
) -> None:
    stances = "at giver stance date\n1--101 owner signed 2026-10-01\n"
    stances += "" if occupant == "." else f"1--101 occupant {occupant} 2026-10-01"
    dossiers = f"at owner_name occupancy tenant_name\n1--101 O {occupancy} {tenant}"
    for policy in ("agreed", "signed"):  # the occupant's verbal word is enough under either
        assert keys(policy, stances=stances, dossiers=dossiers).lets_in(at("101"), "") is lets_in


def test_a_split_flat_needs_all_its_households_and_a_merged_one_has_one_word_for_both() -> None:
    # 101A signed, 101B silent: 101 not ready. 201|301 signed: both ready. One household's key is missing: pivotal.
    readiness = keys(
        dossiers="at owner_name\n1--101A X\n1--101B Y\n1--201|301 Z",
        stances="at giver stance date\n1--101A owner signed 2026-10-01\n1--201|301 owner signed 2026-10-01",
    )
    (row,) = readiness.diagnose()
    assert (row["ready"], row["missing_consent"], row["pivotal_flats"]) == (2, 1, ["1-101B"])
    assert readiness.unresolved() == {at("101B")}


def test_a_flat_leaves_the_denominator_only_when_every_word_that_counts_is_not_applicable() -> None:
    # 101: all not_applicable: two flats stay. 201: one of two households only, the other signed: it stays, ready.
    readiness = keys(
        dossiers="at owner_name\n1--201A X\n1--201B Y",
        stances="""at giver pipe_kind stance date
1--101 owner supply not_applicable 2026-10-01
1--201A owner . not_applicable 2026-10-01
1--201B owner . signed 2026-10-01""",
    )
    (row,) = readiness.diagnose()
    assert (row["flats"], row["ready"]) == (2, 1)
    assert readiness.unresolved() == {at("301")}


SIGNED_BELOW = "at giver stance date\n1--101 owner signed 2026-10-01\n1--201 owner signed 2026-10-01\n"


@pytest.mark.parametrize(
    ("tables", "state", "pivotal"),
    [
        ({"stances": SIGNED_BELOW}, "blocked", ["1-301"]),
        ({"stances": SIGNED_BELOW + "1--301 owner verbal 2026-10-01"}, "ready", []),
        ({"stances": SIGNED_BELOW, "works": "building stack status done_on\n1 A done 2026-11-25"}, "complete", []),
        (
            {"stances": SIGNED_BELOW, "works": "building stack status done_on\n1 A done 2026-11-26"},
            "blocked",
            ["1-301"],
        ),
        ({"stances": SIGNED_BELOW, "works": "building stack status\n1 A bypassed"}, "partial", ["1-301"]),
        ({"stances": SIGNED_BELOW + "1--301 owner respected_refusal 2026-12-01"}, "respected_no", []),
        ({"stances": SIGNED_BELOW, "visits": "at date result\n1--301 . asked_to_stop"}, "respected_no", []),
        ({"stances": SIGNED_BELOW, "dossiers": "at do_not_contact\n1--301 true"}, "respected_no", []),
    ],
)
def test_the_state_of_a_stack(tables: dict[str, str], state: str, pivotal: list[str]) -> None:
    readiness = keys(**tables)
    assert (readiness.state(WHOLE), readiness.pivotal(WHOLE)) == (state, pivotal)


def test_a_respected_refusal_and_an_open_refusal_leave_the_stack_blocked_without_a_pivotal_flat() -> None:
    readiness = keys(
        stances="at giver stance date\n1--101 owner signed 2026-10-01\n1--201 owner respected_refusal 2026-10-01"
    )
    assert (readiness.state(WHOLE), readiness.pivotal(WHOLE), readiness.unresolved()) == ("blocked", [], {at("301")})


def test_the_four_rates_of_a_building() -> None:
    # Riser A: 101 signed, 201 signed, done. Riser B: 102 signed but rented without the tenant's word, 202 unreached.
    # reach: 101, 201, 102 of 4. consent: A asks for no key, so 101, 201, and 102: 3/4. ready flats: 2/4.
    # ready 1/2, complete 1/2; expected: mean(.5², .5²) = .25; clustering .5/.25 = 2.
    readiness = keys(
        flats="""at stack stack_source
1--101 A drawing
1--201 A drawing
1--102 B derived
1--202 B derived
1--103 C unknown""",
        works="building stack status done_on\n1 A done 2026-10-01",
        dossiers="at occupancy\n1--102 rented",
        stances="""at giver stance date
1--101 owner signed 2026-09-01
1--201 owner signed 2026-09-01
1--102 owner signed 2026-09-01
1--202 owner unreached 2026-09-01""",
    ).rates("building")
    assert readiness == {
        ("", "1"): {
            "reach_rate": 0.75,
            "consent_rate": 0.75,
            "ready_rate": 0.5,
            "completion_rate": 0.5,
            "expected_completion": 0.25,
            "clustering": 2.0,
        }
    }


# ---- ties and paths

# everybody on the ground floor consents, 201 and 301 refuse; C of 103 would help
READY = """at giver stance date
1--101 owner signed 2026-10-01
1--102 owner signed 2026-10-01
1--103 owner signed 2026-10-01
1--201 owner refused 2026-10-01
1--301 owner refused 2026-10-01"""
FLATS = """at stack stack_source
1--101 A drawing
1--201 A drawing
1--301 A drawing
1--102 B drawing
1--103 B drawing"""
HELPER = "name at willing willing_on capacity\nC 1--103 true 2026-10-01 ."
DAY = "2026-11-25"
X, A, B, C, Y = (Person(at(r), n) for n, r in [("X", "201"), ("A", "101"), ("B", "102"), ("C", "103"), ("Y", "301")])
TIE = "ego alter kind strength observed_on\n"


def network(*ties: str, **tables: str) -> Trust:
    """The town of FLATS with these ties."""
    return trust(**{"flats": FLATS, "stances": READY, "people": HELPER} | tables, ties=TIE + "\n".join(ties))


def test_a_tie_of_two_kinds_is_one_minus_the_product() -> None:
    # key_holding .9 · closeness 2 → .6, 1095 days old (one half-life): .27; the older, closer row is weaker: .9 · .25;
    # help_exchange .7 · blank → .5, undated (one half-life): .175. 1 − .73 · .825 = .39775
    trust = network(
        "X@1--201 A@1--101 key_holding 2 2023-11-26",
        "X@1--201 A@1--101 key_holding 3 2020-11-26",
        "X@1--201 A@1--101 help_exchange . .",
        "X@1--201 B@1--102 confidant 0 2026-11-01",
        "X@1--201 C@1--103 confidant 3 2026-11-26",
    )
    assert trust.strength == pytest.approx({(X, A): 1 - 0.73 * 0.825})


def test_activities_tie_both_ways_by_newman() -> None:
    # choir of 3 on two days (1/2 + 1/2) → c = 1; walk of 2 more than c = 1 would allow: 1/2 + 1/2 + 1 → 1. X–B: 1.
    # dated by the last shared event: A–X the walk, one half-life (365 days) before: .4 · ½; B–X and A–B 730 days: .1
    rows = "name at activity date\n"
    for day in ("2023-11-26", "2024-11-25"):
        rows += f"X 1--201 choir {day}\nA 1--101 choir {day}\nB 1--102 choir {day}\n"
    rows += "X 1--201 walk 2025-11-25\nA 1--101 walk 2025-11-25\n"
    rows += "".join(f"P{i} 1--102 fair 2026-11-25\n" for i in range(50)) + "X 1--201 fair 2026-11-25\n"
    trust = network(activities=rows).strength
    assert set(trust) == {(X, A), (A, X), (X, B), (B, X), (A, B), (B, A)}
    assert trust[X, A] == trust[A, X] == pytest.approx(0.4 / 2)
    assert trust[X, B] == trust[B, A] == pytest.approx(0.4 / 4)


def test_the_strongest_open_path_and_the_second_that_shares_no_tie() -> None:
    # X→A .9, A→C .9: .81; X→B .54, B→C .9: .486; X→C .2: the second is the better of .486 and .2
    trust = network(
        f"X@1--201 A@1--101 key_holding 3 {DAY}",
        f"A@1--101 C@1--103 key_holding 3 {DAY}",
        f"X@1--201 B@1--102 key_holding 2 {DAY}",
        f"B@1--102 C@1--103 key_holding 3 {DAY}",
        f"X@1--201 C@1--103 acquaintance 3 {DAY}",
    )
    assert trust.trust_in(at("201")) == pytest.approx({C: 0.81})
    parts = trust.score(at("201"), C)
    assert parts["trust"] == pytest.approx(math.log(0.81 / 0.19))
    assert parts["second_path"] == pytest.approx(0.243)
    # no experience; logit(2/4) = 0; no load; 201 refused
    assert parts["score"] == pytest.approx(math.log(0.81 / 0.19) + 0.243 - 0.7)


def test_of_equally_strong_paths_the_one_that_leaves_the_best_second() -> None:
    # X→A→D→C and X→A→E→C: .729 each, sharing X→A. X→D→C = .06 · .9 shares D→C with the first only.
    trust = network(
        f"X@1--201 A@1--101 key_holding 3 {DAY}",
        f"A@1--101 D@1--102 key_holding 3 {DAY}",
        f"D@1--102 C@1--103 key_holding 3 {DAY}",
        f"A@1--101 E@1--102 key_holding 3 {DAY}",
        f"E@1--102 C@1--103 key_holding 3 {DAY}",
        f"X@1--201 D@1--102 acquaintance 1 {DAY}",
    )
    assert trust.trust_in(at("201")) == pytest.approx({C: 0.729})
    assert trust.score(at("201"), C)["second_path"] == pytest.approx(0.027)


@pytest.mark.parametrize(
    ("tie", "reach"),
    [
        ("C@1--103 X@1--201 kin 3 .", 0.0),  # first and last of the path, against the direction of trust
        ("C@1--103 W@1--201 employer_superior 3 .", 0.0),  # a person of the household and the intermediary
        ("W@1--201 A@1--101 conflict . .", 0.81),  # between the household's other member and a messenger: allowed
        ("A@1--101 C@1--103 creditor_commercial 1 .", 0.0),
        ("X@1--201 A@1--101 kin . 2026-11-26", 0.81),  # recorded after the as-of date
        ("B@1--102 C@1--103 kin . .", 0.81),  # not on the path
    ],
)
def test_a_path_is_open_only_without_an_inadmissible_kind_among_its_people(tie: str, reach: float) -> None:
    trust = network(f"X@1--201 A@1--101 key_holding 3 {DAY}", f"A@1--101 C@1--103 key_holding 3 {DAY}", tie).isolation()
    assert trust[at("201")]["reach"] == pytest.approx(reach)


def test_two_messengers_who_are_not_neighbours_on_the_path_close_it_too() -> None:
    chain = [
        f"X@1--201 A@1--101 key_holding 3 {DAY}",
        f"A@1--101 B@1--102 key_holding 3 {DAY}",
        f"B@1--102 C@1--103 key_holding 3 {DAY}",
    ]
    assert network(*chain).trust_in(at("201")) == pytest.approx({C: 0.729})
    assert network(*chain, f"C@1--103 A@1--101 benefits 1 {DAY}").trust_in(at("201")) == {}


def test_a_tie_whose_alter_does_not_know_is_not_there() -> None:
    row = "ego alter kind strength observed_on known\nX@1--201 C@1--103 nominated 3 2026-11-25 "
    known = [trust(flats=FLATS, stances=READY, ties=row + word).strength for word in ("false", "true", ".")]
    assert known == [{}, {(X, C): pytest.approx(0.9)}, {(X, C): pytest.approx(0.9)}]


def test_an_enclave_has_four_fifths_of_its_leaving_trust_among_missing_keys() -> None:
    # to Y of 301 .7, to A .2: .7/.9 = .78. The tie within 201 leaves nothing.
    ties = [
        f"X@1--201 Y@1--301 help_exchange 3 {DAY}",
        f"X@1--201 A@1--101 acquaintance 3 {DAY}",
        f"X@1--201 W@1--201 confidant 3 {DAY}",
        f"Y@1--301 W@1--301 confidant 3 {DAY}",
    ]
    assert network(*ties).enclave_share(at("201")) == pytest.approx(0.7 / 0.9)
    assert network(*ties).enclave_share(at("301")) is None
    classes = {household: row["class"] for household, row in network(*ties).isolation().items()}
    assert classes == {at("201"): "unreached", at("301"): "unreached"}
    ties[1] = f"X@1--201 A@1--101 party_link . {DAY}"  # .15: .7/.85 = .82
    assert network(*ties).isolation()[at("201")]["class"] == "enclave"


def test_a_visitor_of_a_merged_flat_is_one_person() -> None:
    (row,) = town(visits="at visitors\n1--301 D(1-102|103)|B")["visits"]
    assert visitors(row) == {Person(at("102|103"), "D"), Person(None, "B")}


def test_who_declined_contact_is_left_alone_for_ninety_days_and_who_wants_nobody_for_good() -> None:
    trust = network(
        stances="""at giver stance date
1--101 owner declined_contact 2026-09-01
1--201 owner declined_contact 2026-08-01
1--301 owner refused 2026-10-01""",
        surveys="at respondent asked_on outcome\n1--301 Y 2026-10-01 wants_nobody\n1--201 X 2026-10-01 named_nobody",
    )
    alone = [trust.left_alone(at(room)) for room in ("101", "201", "301")]
    assert alone == [["budget"], [], ["wants_nobody"]]


def test_works_done_at_home_are_experience() -> None:
    trust = network(
        f"X@1--201 C@1--103 acquaintance 3 {DAY}", works="building stack status done_on\n1 B done 2026-11-01"
    )
    assert trust.score(at("201"), C)["experience"] == 0.4


def test_no_path_runs_through_a_household_with_a_missing_key_or_over_four_ties() -> None:
    through_301 = network(f"X@1--201 Y@1--301 nominated 3 {DAY}", f"Y@1--301 C@1--103 nominated 3 {DAY}")
    assert through_301.isolation()[at("201")] == {"reach": 0.0, "class": "enclave"}
    four = network(
        f"X@1--201 A@1--101 nominated 3 {DAY}",
        f"A@1--101 B@1--102 nominated 3 {DAY}",
        f"B@1--102 D@1--102 nominated 3 {DAY}",
        f"D@1--102 C@1--103 nominated 3 {DAY}",
    )
    assert four.isolation()[at("201")] == {"reach": 0.0, "class": "unreached"}


def test_reach_of_two_intermediaries_and_its_class() -> None:
    # t = .2 over the acquaintance to C, .2 · .6 = .12 to B: 1 − .8 · .88 = .296 < .3
    trust = network(
        f"X@1--201 C@1--103 acquaintance 3 {DAY}",
        f"X@1--201 B@1--102 acquaintance 2 {DAY}",
        people=HELPER + "\nB 1--102 true 2026-10-01 2",
    )
    assert trust.isolation()[at("201")] == {"reach": pytest.approx(0.296), "class": "weakly_reached"}


@pytest.mark.parametrize(
    ("helper", "extra", "eligible"),
    [
        ("C 1--103 true 2026-05-29 .", "", True),  # 180 days
        ("C 1--103 true 2026-05-28 .", "", False),
        ("C 1--103 true . .", "", False),
        ("C 1--103 true 2026-11-26 .", "", False),
        ("C 1--103 false 2026-11-01 3", "", False),
        ("C 1--103 true 2026-11-01 0", "", False),
        ("Y 1--301 true 2026-11-01 3", "", False),  # a key is missing at home
        ("C 1--103 true 2026-11-01 3", "1--103 2026-12-24 asked_to_stop", False),
    ],
)
def test_who_is_eligible(helper: str, extra: str, eligible: bool) -> None:
    visits = "at date result\n" + extra
    trust = network(people="name at willing willing_on capacity\n" + helper, visits=visits)
    assert bool(trust.eligible()) is eligible


def test_experience_success_and_the_ranking() -> None:
    # B: same concern cost, signed: .4; works are not done on riser B. C: no concern; 3 visits count, 2 went well:
    # logit(4/7) = ln(4/3). Both t = .2.
    trust = network(
        f"X@1--201 B@1--102 acquaintance 3 {DAY}",
        f"X@1--201 C@1--103 acquaintance 3 {DAY}",
        people=HELPER + "\nB 1--102 true 2026-10-01 2",
        measures="at concern measure\n1--201 cost|exam offer\n1--102 cost old\n1--103 exam old",
        visits="""at date visitors result
1--301 2026-01-01 C(1-103) agreed
1--301 . C(1-103)|B softened
1--301 2026-01-03 C(1-103) hardened
1--301 2026-01-04 C(1-103) no_contact
1--301 2026-01-05 C(1-103) .
1--301 2026-12-01 C(1-103) agreed""",
    )
    base = math.log(0.2 / 0.8) - 0.7  # 201 refused
    ranked = trust.ranking(at("201"))
    assert [person for person, _ in ranked] == [B, C]
    assert [parts["score"] for _, parts in ranked] == pytest.approx([base + 0.4, base + math.log(4 / 3)])


def test_reasons_of_households_without_a_suggestion() -> None:
    # 201: its only offer was not accepted, and it trusts nobody. 301 trusts A, who has not opted in.
    trust = network(
        f"Y@1--301 A@1--101 nominated 3 {DAY}",
        measures="at concern measure accepted\n1--201 cost offer false\n1--301 cost offer .",
        people=HELPER + "\nA 1--101 false 2026-10-01 3",
    )
    assert trust.reason(at("201")) == "no_measure"
    assert trust.reason(at("301")) == "no_opted_in"
