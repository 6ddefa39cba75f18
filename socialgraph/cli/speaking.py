"""What is said to the user beside tables: notes and errors, in the language of the option, project or computer."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

import click

from socialgraph.messages import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")
VARIABLE = "SOCIALGRAPH_LANG"
_LANG, _FOLDER = "socialgraph.lang", "socialgraph.folder"


def remember_lang(ctx: click.Context, param: click.Parameter, lang: Any) -> Any:
    """Callback of `--lang`: what is said from now on is said in it."""
    if lang is not None:
        ctx.meta[_LANG] = lang
    return lang


def remember_folder(ctx: click.Context, param: click.Parameter, folder: Any) -> Any:
    """Callback of `--project`: whose language is spoken where no `--lang` says otherwise."""
    if folder is not None:
        ctx.meta[_FOLDER] = folder
    return folder


def chosen_language() -> Lang | None:
    """The language of `--lang`, else of the project file, else of `SOCIALGRAPH_LANG`; None where nobody chose one."""
    ctx = click.get_current_context(silent=True)
    said: Mapping[str, Any] = ctx.meta if ctx is not None else {}
    return (
        _known(said.get(_LANG)) or _of_project(said.get(_FOLDER, Path("."))) or _known(os.environ.get(VARIABLE, "")[:2])
    )


def language() -> Lang:
    """The language to speak: the chosen one, else the computer's where that is Chinese, else English."""
    computer = (locale.getlocale()[0] or "").lower()
    return chosen_language() or ("zh" if computer.startswith(("zh", "chinese")) else "en")


def spoken(sentence: str) -> str:
    """An English sentence in the language to speak; every such sentence has a row in `data/messages_zh.csv`."""
    from socialgraph.messages import in_language

    return in_language(sentence, language())


def say(sentence: str, *, err: bool = False) -> None:
    """Print a sentence on its own line, on stderr where stdout belongs to a table."""
    click.echo(spoken(sentence), err=err)


class Refusal(click.ClickException):
    """The work failed: one line in the language to speak, exit code 1."""

    def __init__(self, sentence: str) -> None:
        super().__init__(spoken(sentence))
        self._opening = _opening()

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line."""
        click.echo(f"{self._opening}{self.message}", file=file, err=True)


class WrongUse(click.UsageError):
    """Wrong use, which click found: its usage line and its sentence in the language to speak, exit code 2."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(spoken(error.format_message()), error.ctx)
        usage = "" if error.ctx is None else spoken(error.ctx.get_usage()) + "\n"
        hint = "" if error.ctx is None else spoken(f"Try '{error.ctx.command_path} --help' for help.") + "\n\n"
        self._page = f"{usage}{hint}{_opening()}{self.message}"

    def show(self, file: IO[Any] | None = None) -> None:
        """Print usage and sentence."""
        click.echo(self._page, file=file, err=True)


def _opening() -> str:
    return {"zh": "错误：", "en": "Error: "}[language()]


def _known(lang: Any) -> Lang | None:
    return cast("Lang", lang) if lang in LANGS else None


def _of_project(folder: Path) -> Lang | None:
    """What the project file says, Chinese where it says nothing; None where there is none that can be read.

    Read here and not by `Project.open`: also the sentence that a project file is wrong has a language.
    """
    import tomllib

    from socialgraph.project.file import FILE_NAME

    try:
        tables = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    project = tables.get("project")
    return _known(project.get("lang") or "zh") if isinstance(project, dict) else "zh"
