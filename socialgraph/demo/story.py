"""What `demo` says at each step: what was found, and why it matters, for somebody who never heard of a riser.

Every function takes a result and returns text; nothing is computed here that an analysis does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from socialgraph.demo.story_texts import passage, reason_text
from socialgraph.messages import Lang

_EXAMPLES = 3


def tell_beginning(lang: Lang) -> str:
    """The problem, in three sentences."""
    return passage("beginning", lang)


def tell_files(paths: Sequence[Path], households: int, lang: Lang) -> str:
    """The office's files."""
    names = _join([path.name for path in paths[:4]], lang)
    return passage("files", lang).format(n=len(paths), households=households, names=names)


def tell_load(tables: Mapping[str, pd.DataFrame], quarantine: pd.DataFrame, lang: Lang) -> str:
    """What was read, and what was set aside rather than guessed."""
    counts = {name: len(tables[name]) for name in ("dossiers", "stances", "ties", "visits", "people")}
    told = passage("load", lang).format(**counts)
    if quarantine.empty:
        return told
    row = quarantine.iloc[0]
    return told + passage("load_quarantine", lang).format(n=len(quarantine), file=row["file"], row=row["row"])


def tell_diagnosis(stacks: pd.DataFrame, compounds: pd.DataFrame, lang: Lang) -> str:
    """Which stacks can begin, and how few households hold up the others."""
    states = stacks["state"].value_counts()
    pivotal = stacks[stacks["pivotal_flats"].map(len) > 0]
    examples = [flats[0] for flats in pivotal["pivotal_flats"].head(_EXAMPLES)]
    told = passage("diagnosis", lang).format(
        stacks=len(stacks),
        complete=int(states.get("complete", 0)),
        ready=int(states.get("ready", 0)),
        blocked=int(states.get("blocked", 0) + states.get("respected_no", 0) + states.get("partial", 0)),
    )
    if len(compounds):
        rates = compounds.iloc[0]
        told += passage("rates", lang).format(
            consent=_percent(rates["consent_rate"]), ready=_percent(rates["ready_rate"])
        )
    if len(pivotal):
        told += passage("pivotal", lang).format(n=len(pivotal), examples=_join(examples, lang))
    return told


def tell_isolation(isolated: pd.DataFrame, lang: Lang) -> str:
    """Whether anybody whom these households trust has offered to help."""
    classes = isolated["class"].value_counts()
    counts = {name: int(classes.get(name, 0)) for name in ("reached", "weakly_reached", "unreached", "enclave")}
    return passage("isolation", lang).format(n=len(isolated), **counts)


def tell_suggestions(ranked: pd.DataFrame, lang: Lang) -> str:
    """For how many somebody suits, one example, and why there is nobody for the others."""
    suited = ranked[ranked["rank"].notna()]
    told = passage("suggestions", lang).format(n=suited["flat"].nunique())
    first = suited[suited["rank"] == 1].sort_values(["score", "flat"], ascending=[False, True], kind="stable")
    if len(first):
        best = first.iloc[0]
        told += passage("suggestion_example", lang).format(flat=best["flat"], trust=best["trust"], score=best["score"])
    nobody = ranked[ranked["rank"].isna()]["reason"].value_counts()
    if len(nobody):
        reasons = [reason_text(str(reason), lang).format(n=count) for reason, count in sorted(nobody.items())]
        told += passage("nobody", lang).format(n=int(nobody.sum()), reasons=_join(reasons, lang))
    return told


def tell_assignment(plan: pd.DataFrame, lang: Lang) -> str:
    """How many conversations, and what they are worth."""
    summary = plan[plan["flat"].isna()].iloc[-1]
    talks = plan[plan["role"] == "primary"]
    listens = int((talks["concern"] == "not_yet_heard").sum())
    return passage("assignment", lang).format(
        talks=len(talks),
        volunteers=talks["intermediary"].nunique(),
        listens=listens,
        expected=float(summary["expected_stacks"]),
        without=float(summary["expected_stacks_without"]),
    )


def tell_list(path: Path | None, conversations: int, lang: Lang) -> str:
    """Where the secretary's list lies, and what is not in it."""
    if path is None:
        return passage("no_list", lang)
    return passage("list", lang).format(path=path, n=conversations)


def tell_next(folder: Path, flat: str, lang: Lang, command: str = "socialgraph") -> str:
    """What to try now; `flat` is a household worth explaining, `command` how the program is called here."""
    return passage("next", lang).format(folder=folder, flat=flat, command=command)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _join(parts: Sequence[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(parts)
