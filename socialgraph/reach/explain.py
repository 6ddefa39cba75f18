"""Everything behind what is said of one household: each figure with its parts, their dates, and what was missing."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import known_by
from socialgraph.errors import InputError
from socialgraph.reach.concerns import NO_REASON, SEPARATOR, concerns, shareable_concerns
from socialgraph.reach.intermediaries import COLUMNS as SUGGESTED
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.isolation import isolation_of, leaving_strength
from socialgraph.reach.scoring import PARTS, conversations
from socialgraph.reach.surveys import OUTCOMES, survey_outcomes
from socialgraph.schema.constants import DO_NOT_CONTACT, HELD, RESPECTED_REFUSAL
from socialgraph.schema.policy import Policy
from socialgraph.schema.tables import GIVERS
from socialgraph.shipped import shipped_table
from socialgraph.town.snapshot import Town
from socialgraph.trust.explain_ties import pair_rows, tie_strength
from socialgraph.trust.network import TrustNetwork, trust_network

COLUMNS = ["part", "value", "date", "source", "missing"]
Lines = list[tuple[str, Any, str, str, str]]
_STOPS = (
    (DO_NOT_CONTACT, "do_not_contact", "until rights reopen"),
    (RESPECTED_REFUSAL, "respected_refusal", "until rights reopen"),
    (HELD, "held", "until every row that may ask for it is mended"),
)


def explain(town: Town, flat: str, *, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """Every part of every figure of one household, a row a part.

    Parts are named so that they can be added again by hand: `score P` is the sum of `score P: trust` …; `reach` is
    one minus the product of one minus every `path to P`; the value of a path is the product of its `tie A > B`; a tie
    is one minus the product over kinds of one minus the strongest `evidence A > B: kind` of each kind. People are
    pseudonyms; a closed pair is told without its kind, a private concern without its name. `household` is whoever the
    label names; one that nothing is asked of has its words and keys explained only.

    Parameters
    ----------
    town : the snapshot.
    flat : label or key of a household.
    as_of : the day at which it is explained.
    policy : the choices that the figures followed.

    Returns
    -------
    DataFrame of part, value (number or text), date, source, missing (what was not on record and which default took
    its place).

    Raises
    ------
    InputError
        If no household has this label.
    """
    household = town.find_household(flat)
    if household < 0:
        raise InputError("town.no_household", flat=flat)
    network = trust_network(town, as_of=as_of, policy=policy)
    lines = [*_keys(network, household), *_words(network, household), *_offers(network, household)]
    if network.readiness.unresolved[household]:
        lines += _isolation(network, household)
        lines += _suggestions(network, household, policy)
        lines += [
            (f"constant {row['name']}", float(row["value"]), "", f"score.csv, {row['source']}", "")
            for row in shipped_table("score")
        ]
        lines += _weights(network)
    return pd.DataFrame(lines, columns=COLUMNS)


def _keys(network: TrustNetwork, household: int) -> Lines:
    keys, town = network.readiness, network.town
    lines: Lines = [
        (name, bool(flags[household]), "", source, "")
        for name, flags, source in (
            ("in scope", keys.in_scope, "served by a stack of known source"),
            ("consent missing", keys.missing_consent, "the owner's words that count"),
            ("access missing", keys.missing_access, "the occupant's words that count"),
            ("stopped", keys.stopped, "own word or a hold, of whatever date"),
            ("unresolved", keys.unresolved, "in scope, a key missing, no stop"),
        )
    ]
    stop = int(town.households.stop[household])
    lines += [("left alone because", code, "", source, "") for bit, code, source in _STOPS if stop & bit]
    for pair in np.flatnonzero(keys.pair_household == household):
        stack = keys.edge_stack[keys.pair_edge[pair]]
        gone = [
            key
            for key, missing in (("consent", keys.pair_missing_consent), ("access", keys.pair_missing_access))
            if missing[pair]
        ]
        state = "works done" if keys.stack_complete[stack] else "nothing missing"
        name = " ".join(
            text for text in (town.stacks.code[stack], town.codes.pipe_kinds[town.stacks.pipe[stack]]) if text
        )
        unknown = "" if keys.stack_in_scope[stack] else "source of the stack: not judged"
        lines.append((f"stack {name}", SEPARATOR.join(gone) or state, "", "flats, stances, works", unknown))
    return lines


def _words(network: TrustNetwork, household: int) -> Lines:
    """Words by the as-of date, newest last; a private reason is not named."""
    town = network.town
    stances = np.flatnonzero((town.stances.household == household) & known_by(town.stances.on, network.as_of))
    lines: Lines = []
    for word in stances:
        giver, pipe = GIVERS[town.stances.giver[word]], town.codes.pipe_kinds[town.stances.pipe[word]]
        reasons = _shown(town.codes.reasons[town.stances.reasons[word]])
        lines.append(
            (
                f"word of {giver}" + (f" on {pipe}" if pipe else ""),
                town.codes.stances[town.stances.stance[word]] + (f" ({reasons})" if reasons else ""),
                date_text(town.stances.on[word]),
                "stances",
                "date: older than any dated word" if np.isnat(town.stances.on[word]) else "",
            )
        )
    for giver in GIVERS:
        if not any(GIVERS[town.stances.giver[word]] == giver for word in stances):
            lines.append((f"word of {giver}", "", "", "stances", "none recorded"))
    return lines


def _offers(network: TrustNetwork, household: int) -> Lines:
    town = network.town
    measures = town.tables["measures"]
    mine = measures[measures["household"] == household]
    known_concerns = concerns(town, as_of=network.as_of)
    lines: Lines = []
    for row in mine.to_dict("records"):
        answer = {1: "accepted", 0: "refused: no offer", -1: "open"}[int(row["accepted"])]
        concern = _shown(str(row["concern"]))
        lines.append((f"offer for {concern or 'no concern'}", str(row["measure"]), "", f"measures, {answer}", ""))
    if not known_concerns.has_concern[household]:
        lines.append(("concern", "not_yet_heard", "", "stances, measures", "none recorded: to listen is the offer"))
    elif not known_concerns.has_offer[household]:
        lines.append(("offer", "", "", "measures", "none that was not refused: nobody is suggested"))
    survey = OUTCOMES[survey_outcomes(town)[household]]
    asked = (town.tables["surveys"]["household"] == household).any()
    lines.append(("survey", survey, "", "surveys" if asked else "ties", "" if asked else "no survey on record"))
    return lines


def _isolation(network: TrustNetwork, household: int) -> Lines:
    town = network.town
    row = isolation_of(network, np.array([household])).iloc[0]
    leaving, inside = (sums[household] for sums in leaving_strength(network))
    lines: Lines = [
        ("reach", float(row["reach"]), "", "1 - product over people of (1 - path to each)", ""),
        (
            "class",
            str(row["class"]),
            "",
            "enclave, unreached, weakly_reached, reached: the first that holds",
            "",
        ),
        (
            "strength leaving",
            float(leaving),
            "",
            "sum of ties to other households",
            "" if leaving else "no tie leaves",
        ),
        ("strength among undecided", float(inside), "", "of these, to households with a missing key", ""),
    ]
    own = town.household_persons[household]
    outgoing = {
        (int(ego), int(alter))
        for ego in own
        for alter in network.ties.alters[network.ties.offsets[ego] : network.ties.offsets[ego + 1]]
    }
    targets = [block.targets for block in network.paths.paths_of(np.array([household]))]
    people = np.sort(np.concatenate(targets)) if targets else np.zeros(0, np.int32)
    routes = network.paths.between(np.full(len(people), household), people)
    pairs = set(outgoing)
    for k, person in enumerate(people.tolist()):
        ways = [("path to", routes.first_route[k], routes.first[k])]
        ways.append(("second path to", routes.second_route[k], routes.second[k]))
        for name, route, strength in ways:
            chain = [*(int(p) for p in route if p >= 0), person] if strength > 0 else []
            ties = list(pairwise(chain))
            pairs.update(ties)
            factors = " * ".join(repr(tie_strength(network.ties, tie)) for tie in ties)
            source = f"{' > '.join(town.persons.key[p] for p in chain)}: {factors}" if ties else ""
            missing = "" if ties else "none shares no tie with the strongest"
            lines.append((f"{name} {town.persons.key[person]}", float(strength), "", source, missing))
    return lines + pair_rows(network, own, pairs)


def _suggestions(network: TrustNetwork, household: int, policy: Policy) -> Lines:
    town = network.town
    label = town.households.key[household]
    suggested = rank_intermediaries(
        town, as_of=network.as_of, policy=policy, flats=[label], network=network, unlikely_too=True
    )
    n_good, n_met = conversations(network)
    fitted = network.weights
    lines: Lines = []
    for row in suggested[[*SUGGESTED, "q"]].to_dict("records"):
        if row["reason"]:
            lines.append(("suggestion", "", "", "suggest", str(row["reason"])))
            continue
        name = str(row["intermediary"])
        person = town.persons.key.find(name)
        capacity, assigned = int(network.capacity[person]), int(network.assigned[person])
        sources = {
            "trust": "logit of the path, clipped" if fitted is None else "level + factor * logit of the path, clipped",
            "second_path": "weight * second path",
            "experience": "the same shareable concern met and now consents; works done at home",
            "success": f"{n_good[person]} good of {n_met[person]} earlier conversations",
            "load": f"{assigned} assigned of {capacity}",
            "stance": "the household's words on its missing keys: a refusal, else a condition",
        }
        nothing = {"success": n_met[person] == 0, "experience": row["experience"] == 0, "stance": row["stance"] == 0}
        lines.append((f"score {name}", float(row["score"]), "", f"rank {row['rank']}: sum of its parts", ""))
        lines.append((f"q {name}", float(row["q"]), "", "1 / (1 + e^-score)", ""))
        for part in PARTS:
            absent = "none on record" if nothing.get(part, False) else ""
            lines.append((f"score {name}: {part}", float(row[part]), "", sources[part], absent))
    return lines


def _weights(network: TrustNetwork) -> Lines:
    """The factors of the score's parts: fitted, or 1 and assumed. The weights of ties stand in their formulas."""
    fitted = network.weights
    if fitted is None:
        return [("weights", "assumed", "", "factor 1 of every part; kinds of tie as in tie_kinds.csv", "")]
    source = f"fitted to {fitted.conversations} conversations"
    lines: Lines = [("weights", "fitted", fitted.fitted_on, source, "")]
    lines.append(("weight level", fitted.level, fitted.fitted_on, source, ""))
    names = dict(fitted.parts)
    return lines + [
        (f"weight {part}", fitted.of(part), fitted.fitted_on if part in names else "", source, "")
        if part in names
        else (f"weight {part}", 1.0, "", "assumed", "")
        for part in PARTS
    ]


def _shown(concern: str) -> str:
    """Shareable concerns by name, any other as `private`."""
    parts = [part for part in concern.split(SEPARATOR) if part not in ("", NO_REASON)]
    shown = [part for part in parts if part in shareable_concerns()]
    return SEPARATOR.join([*shown, *(["private"] if len(shown) < len(parts) else [])])


def date_text(day: np.datetime64 | NDArray[np.datetime64]) -> str:
    """ISO, empty where undated.

    Parameters
    ----------
    day : a datetime64[D], NaT where undated.

    Returns
    -------
    str
        ISO date, "" where undated.
    """
    return "" if np.isnat(day) else str(day)
