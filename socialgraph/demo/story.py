"""What `demo` says at each step: what was found, and why it matters, for somebody who never heard of a riser.

Every function takes a result and returns text; nothing is computed here that an analysis does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from socialgraph.demo.returned_list import AGREED, DECLINED, EMPTY, NO_CONTACT, SOFTENED, STOPPED
from socialgraph.messages import Lang, Note, note, text, texts
from socialgraph.reach.isolation import CLASSES
from socialgraph.schema.policy import Policy

_EXAMPLES = 3
HELD = (AGREED, STOPPED, DECLINED, SOFTENED, NO_CONTACT)


def tell_beginning(lang: Lang) -> str:
    """The problem, in three sentences."""
    return text("story.beginning", lang)


def tell_files(paths: Sequence[Path], households: int, lang: Lang) -> str:
    """The office's files."""
    names = _join([path.name for path in paths[:4]], lang)
    return _step(lang, note("story.files", n=len(paths), households=households, names=names))


def tell_load(changes: pd.DataFrame, quarantine: pd.DataFrame, lang: Lang) -> str:
    """What the graph holds now (`LoadSummary.changes`), and what was set aside rather than guessed."""
    new = dict(zip(changes["table"], changes["new"], strict=True))
    counts = {name: int(new.get(name, 0)) for name in ("dossiers", "stances", "ties", "visits", "people")}
    lines = [note("story.load", **counts)]
    if not quarantine.empty:
        row = quarantine.iloc[0]
        lines.append(note("story.load_quarantine", n=len(quarantine), file=row["file"], row=row["row"]))
    return _step(lang, *lines)


def tell_diagnosis(stacks: pd.DataFrame, compounds: pd.DataFrame, lang: Lang) -> str:
    """Which stacks can begin, and how few households hold up the others."""
    states = stacks["state"].value_counts()
    pivotal = stacks[stacks["pivotal_flats"].map(len) > 0]
    lines = [
        note(
            "story.diagnosis",
            stacks=len(stacks),
            complete=int(states.get("complete", 0)),
            ready=int(states.get("ready", 0)),
            blocked=int(states.get("blocked", 0) + states.get("respected_no", 0) + states.get("partial", 0)),
        )
    ]
    if len(compounds):
        rates = compounds.iloc[0]
        lines.append(note("story.rates", consent=100 * rates["consent_rate"], ready=100 * rates["ready_rate"]))
    if len(pivotal):
        examples = [flats[0] for flats in pivotal["pivotal_flats"].head(_EXAMPLES)]
        lines.append(note("story.pivotal", n=len(pivotal), examples=_join(examples, lang)))
    return _step(lang, *lines)


def tell_isolation(isolated: pd.DataFrame, lang: Lang) -> str:
    """Whether anybody whom these households trust has offered to help."""
    classes = isolated["class"].value_counts()
    counts = {name: int(classes.get(name, 0)) for name in CLASSES}
    return _step(lang, note("story.isolation", n=len(isolated), **counts))


def tell_suggestions(ranked: pd.DataFrame, lang: Lang) -> str:
    """For how many somebody suits, one example, and why there is nobody for the others."""
    suited = ranked[ranked["rank"].notna()]
    lines = [note("story.suggestions", n=suited["flat"].nunique())]
    first = suited[suited["rank"] == 1].sort_values(["score", "flat"], ascending=[False, True], kind="stable")
    if len(first):
        best = first.iloc[0]
        lines.append(note("story.suggestion_example", flat=best["flat"], trust=best["trust"], score=best["score"]))
    nobody = ranked[ranked["rank"].isna()]["reason"]
    if len(nobody):
        lines.append(note("story.nobody", n=len(nobody), reasons=_reasons(nobody, lang)))
    return _step(lang, *lines)


def tell_assignment(plan: pd.DataFrame, ranked: pd.DataFrame, lang: Lang) -> str:
    """How many conversations, what they are worth, and why not with everybody for whom somebody suits.

    Parameters
    ----------
    plan : `assignment_table`.
    ranked : `rank_intermediaries` of the same town and day.
    """
    summary = plan[plan["flat"].isna()].iloc[-1]
    talks = plan[plan["role"] == "primary"]
    lines = [
        note(
            "story.assignment",
            talks=len(talks),
            volunteers=talks["intermediary"].nunique(),
            listens=int((talks["concern"] == "not_yet_heard").sum()),
            expected=float(summary["expected_stacks"]),
            low=float(summary["expected_stacks_low"]),
            high=float(summary["expected_stacks_high"]),
            without=float(summary["expected_stacks_without"]),
        )
    ]
    suited = set(ranked.loc[ranked["rank"].notna(), "flat"])
    left = plan[plan["flat"].isin(suited) & (plan["role"] == "")]["reason"]
    if len(left):
        lines.append(note("story.not_asked", n=len(left), reasons=_reasons(left, lang)))
    return _step(lang, *lines)


def tell_list(path: Path | None, conversations: int, lang: Lang) -> str:
    """Where the secretary's list lies, and what is not in it."""
    return _step(lang, note("story.no_list") if path is None else note("story.list", path=path, n=conversations))


def tell_return(
    outcomes: Mapping[str, int],
    stacks: tuple[pd.DataFrame, pd.DataFrame],
    unresolved: tuple[int, int],
    policy: Policy,
    lang: Lang,
) -> str:
    """What came back in the filled list, and what it changed.

    Parameters
    ----------
    outcomes : how many conversations of each outcome of `returned_list`.
    stacks : `diagnose` by stack, before and after.
    unresolved : households that lack a key, before and after.
    policy : how long somebody is left in peace.
    """
    of = {name: outcomes.get(name, 0) for name in (*HELD, EMPTY)}
    n_held = sum(of[name] for name in HELD)
    return _step(
        lang,
        note(
            "story.returned",
            n=n_held + of[EMPTY],
            held=n_held,
            agreed=of[AGREED],
            stopped=of[STOPPED],
            declined=of[DECLINED],
            softened=of[SOFTENED],
            no_contact=of[NO_CONTACT],
        ),
        note(
            "story.changed",
            stacks=len(stacks[1]),
            done_before=_done(stacks[0]),
            done=_done(stacks[1]),
            unresolved_before=unresolved[0],
            unresolved=unresolved[1],
            declined_days=policy.declined_pause_days,
            gap_days=policy.days_between_contacts,
        ),
    )


def _done(stacks: pd.DataFrame) -> int:
    return int(stacks["state"].isin(["complete", "ready"]).sum())


def next_commands(ranked: pd.DataFrame, plan: pd.DataFrame, isolated: pd.DataFrame) -> list[str]:
    """The commands that have something to show of the town as it is now, in the order in which to try them.

    Parameters
    ----------
    ranked, plan, isolated : `rank_intermediaries`, `assignment_table` and `classify_isolation` of that town.
    """
    suited = ranked.loc[ranked["rank"] == 1].sort_values(["score", "flat"], ascending=[False, True])["flat"]
    talks = set(plan.loc[plan["role"] == "primary", "flat"])
    flats = [*(flat for flat in suited if flat in talks), *suited, *isolated["flat"]][:1]
    commands = ["diagnose"]
    commands += ["isolated", "plan"] if len(isolated) else []
    commands += [f"explain {flat}" for flat in flats]
    commands += [f"suggest {flat}" for flat in flats if len(suited)]
    commands += ["assign"] if (plan["role"] == "primary").any() else []
    return commands


def tell_next(folder: Path, commands: Sequence[str], lang: Lang, command: str = "socialgraph") -> str:
    """What to try now; `commands` as `next_commands` gives them, `command` how the program is called here."""
    lines = "\n".join(f"  {command} {words}" for words in commands)
    return _step(lang, note("story.next", folder=folder, commands=lines, command=command))


def _step(lang: Lang, *lines: Note) -> str:
    """One step of the way, after an empty line."""
    return "\n".join(["", *(line.text(lang) for line in lines)])


def _reason(reason: str, households: int) -> Note:
    """Why nobody suits so many households."""
    known = note(f"story.reason_{reason}", n=households)
    return known if known.code in texts("en") else note("story.reason_other", n=households, reason=reason)


def _reasons(reasons: pd.Series, lang: Lang) -> str:
    counts = reasons.value_counts()
    return _join([_reason(str(reason), int(count)).text(lang) for reason, count in sorted(counts.items())], lang)


def _join(parts: Sequence[str], lang: Lang) -> str:
    return text("story.separator", lang).join(parts)
