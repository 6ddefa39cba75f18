"""Words of the loaders' own workbooks: why a cell can't be used and what to do; they are rows of `messages`."""

from __future__ import annotations

from socialgraph.messages import Lang, note, text

PROTECTIVE_WORD = "protective_word"
MEND_OUTDATED = "mend_outdated"  # a cell that has changed in its sheet since it was mended


def problem(reason: str, lang: Lang) -> str:
    """Why a cell can't be used, as a sentence."""
    return text(f"problem.{reason}", lang)


def remedy(reason: str, lang: Lang, nearest: str = "") -> str:
    """What would make it usable; `nearest` is the known word that it resembles, or what it was mended to earlier."""
    what = note(f"remedy.{reason}")
    ending = "remedy.and_earlier" if reason == MEND_OUTDATED else "remedy.and_nearest"
    return text(ending, lang, remedy=what, nearest=nearest) if nearest else what.text(lang)


def label(code: str, lang: Lang) -> str:
    """A heading or button of the loaders' own workbooks."""
    return text(f"sheet.{code}", lang)
