"""What `demo` says at each step: what was found, and why it matters, for somebody who never heard of a riser.

Every function takes a result and returns text; nothing is computed here that an analysis does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from socialgraph.messages import Lang, Note, note, text, texts

_EXAMPLES = 3


def tell_beginning(lang: Lang) -> str:
    """The problem, in three sentences."""
    return text("story.beginning", lang)


def tell_files(paths: Sequence[Path], households: int, lang: Lang) -> str:
    """The office's files."""
    names = _join([path.name for path in paths[:4]], lang)
    return _step(lang, note("story.files", n=len(paths), households=households, names=names))


def tell_load(tables: Mapping[str, pd.DataFrame], quarantine: pd.DataFrame, lang: Lang) -> str:
    """What was read, and what was set aside rather than guessed."""
    counts = {name: len(tables[name]) for name in ("dossiers", "stances", "ties", "visits", "people")}
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
    counts = {name: int(classes.get(name, 0)) for name in ("reached", "weakly_reached", "unreached", "enclave")}
    return _step(lang, note("story.isolation", n=len(isolated), **counts))


def tell_suggestions(ranked: pd.DataFrame, lang: Lang) -> str:
    """For how many somebody suits, one example, and why there is nobody for the others."""
    suited = ranked[ranked["rank"].notna()]
    lines = [note("story.suggestions", n=suited["flat"].nunique())]
    first = suited[suited["rank"] == 1].sort_values(["score", "flat"], ascending=[False, True], kind="stable")
    if len(first):
        best = first.iloc[0]
        lines.append(note("story.suggestion_example", flat=best["flat"], trust=best["trust"], score=best["score"]))
    nobody = ranked[ranked["rank"].isna()]["reason"].value_counts()
    if len(nobody):
        reasons = [_reason(str(reason), count).text(lang) for reason, count in sorted(nobody.items())]
        lines.append(note("story.nobody", n=int(nobody.sum()), reasons=_join(reasons, lang)))
    return _step(lang, *lines)


def tell_assignment(plan: pd.DataFrame, lang: Lang) -> str:
    """How many conversations, and what they are worth."""
    summary = plan[plan["flat"].isna()].iloc[-1]
    talks = plan[plan["role"] == "primary"]
    return _step(
        lang,
        note(
            "story.assignment",
            talks=len(talks),
            volunteers=talks["intermediary"].nunique(),
            listens=int((talks["concern"] == "not_yet_heard").sum()),
            expected=float(summary["expected_stacks"]),
            without=float(summary["expected_stacks_without"]),
        ),
    )


def tell_list(path: Path | None, conversations: int, lang: Lang) -> str:
    """Where the secretary's list lies, and what is not in it."""
    return _step(lang, note("story.no_list") if path is None else note("story.list", path=path, n=conversations))


def tell_next(folder: Path, flat: str, lang: Lang, command: str = "socialgraph") -> str:
    """What to try now; `flat` is a household worth explaining, `command` how the program is called here."""
    return _step(lang, note("story.next", folder=folder, flat=flat, command=command))


def _step(lang: Lang, *lines: Note) -> str:
    """One step of the way, after an empty line."""
    return "\n".join(["", *(line.text(lang) for line in lines)])


def _reason(reason: str, households: int) -> Note:
    """Why nobody suits so many households."""
    known = note(f"story.reason_{reason}", n=households)
    return known if known.code in texts("en") else note("story.reason_other", n=households, reason=reason)


def _join(parts: Sequence[str], lang: Lang) -> str:
    return text("story.separator", lang).join(parts)
