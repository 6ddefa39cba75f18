"""What is said to the user beside tables: notes and errors, in the language of the option, project or computer."""

from __future__ import annotations

import locale
import logging
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any, cast

import click

from socialgraph.errors import SocialgraphError
from socialgraph.files.formulas import without_controls
from socialgraph.messages import LANGS, Lang, Note, note

VARIABLE = "SOCIALGRAPH_LANG"
INTERRUPTED = 130  # as a shell says of what SIGINT ended
_LANG, _FOLDER = "socialgraph.lang", "socialgraph.folder"


def remember_asked(ctx: click.Context, words: Sequence[str]) -> None:
    """Language and project, wherever they are asked for in `words`: also what click refuses has a language."""
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word == "--":
            return
        name, equals, value = word.partition("=")
        value = value if equals else following
        if name == "--lang" and _known(value):
            ctx.meta[_LANG] = value
        elif name == "--project" and value:
            ctx.meta[_FOLDER] = Path(value)


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


def _meta(ctx: click.Context | None) -> Mapping[str, Any]:
    ctx = ctx or click.get_current_context(silent=True)
    return ctx.meta if ctx is not None else {}


def asked_language(ctx: click.Context | None = None) -> Lang | None:
    """The language of `--lang`, None where it was not given."""
    return _known(_meta(ctx).get(_LANG))


def chosen_language(ctx: click.Context | None = None) -> Lang | None:
    """The language of `--lang`, else of the project file, else of `SOCIALGRAPH_LANG`; None where nobody chose one."""
    folder = _meta(ctx).get(_FOLDER, Path("."))
    return asked_language(ctx) or _of_project(folder) or _known(os.environ.get(VARIABLE, "")[:2])


def language(ctx: click.Context | None = None) -> Lang:
    """The language to speak: the chosen one, else the computer's where that is Chinese, else English.

    `ctx` is the command that speaks, the running one where none is given.
    """
    return chosen_language(ctx) or ("zh" if _of_computer().lower().startswith(("zh", "chinese")) else "en")


def _of_computer() -> str:
    """The variables first: `getlocale` knows only locales that are installed, which a container's seldom are."""
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, settings), None) or locale.getlocale()[0] or ""


def spoken(what: str | Note | SocialgraphError, /, **values: object) -> str:
    """A code of `messages` with its values, a note or an error, in the language to speak."""
    sentence = note(what, **values) if isinstance(what, str) else what
    return sentence.text(language())


def echo(text: str = "", *, err: bool = False, file: IO[Any] | None = None) -> None:
    """The one way in which a line gets onto the screen: no cell and no file name commands the terminal.

    On a terminal a long sentence ends its lines between words.
    """
    lines, stream = without_controls(text), file or (sys.stderr if err else sys.stdout)
    if stream.isatty():
        from socialgraph.outputs.widths import in_screen

        width = shutil.get_terminal_size().columns
        lines = "\n".join(part for line in lines.split("\n") for part in in_screen(line, width))
    click.echo(lines, file=file, err=err)


def say(what: str | Note, /, *, err: bool = False, **values: object) -> None:
    """Print a code of `messages` or a note on its own line, on stderr where stdout belongs to a table."""
    echo(spoken(what, **values), err=err)


class SpeakingHandler(logging.Handler):
    """What the layers below have to say meanwhile: a note a record, on stderr, in the language to speak."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the note."""
        if isinstance(record.msg, Note):
            say(record.msg, err=True)


class Refusal(click.ClickException):
    """The work failed: one line in the language to speak, exit code 1."""

    def __init__(self, error: SocialgraphError) -> None:
        super().__init__(spoken(error))
        self._line = spoken("error.opening", error=self.message)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line."""
        echo(self._line, file=file, err=True)


def _translated(sentence: str) -> str:
    """What click says, in the language to speak."""
    from socialgraph.cli.click_words import click_note

    spoken_note = click_note(sentence)
    return spoken_note if isinstance(spoken_note, str) else spoken(spoken_note)


class Interrupted(click.ClickException):
    """Somebody stopped the command: one line, exit code 130."""

    exit_code = INTERRUPTED

    def __init__(self) -> None:
        super().__init__(spoken("system.stopped"))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line."""
        echo(self.message, file=file, err=True)


class WrongUse(click.UsageError):
    """Wrong use, which click found: its usage line and its sentence in the language to speak, exit code 2."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(_translated(error.format_message()), error.ctx)
        opening = []
        if error.ctx is not None:
            opening = [error.ctx.get_usage(), spoken("click.try_help", command=error.ctx.command_path), ""]
        self._page = "\n".join([*opening, spoken("error.opening", error=self.message)])

    def show(self, file: IO[Any] | None = None) -> None:
        """Print usage and sentence."""
        echo(self._page, file=file, err=True)


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
