"""Options that several commands share, so that one thing has one name everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from socialgraph.cli.speaking import asked_language, language, remember_folder, remember_lang, spoken
from socialgraph.messages import LANGS, Lang
from socialgraph.schema.choices import FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])


class IsoDate(click.ParamType[dt.date]):
    """A date as 2026-11-25."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date, or a usage error."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(spoken("option.not_a_date"), param, ctx)


def project_option(command: Command) -> Command:
    """`--project DIR`: the folder of socialgraph.toml."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("."),
        show_default="here",
        is_eager=True,
        callback=remember_folder,
    )(command)


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`: stances, ties, visits, works and opt-ins up to that day."""
    return click.option("--as-of", type=IsoDate(), default=None, show_default="today")(command)


def format_option(command: Command) -> Command:
    """`--format table|csv|json`."""
    return click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)(command)


def columns_option(command: Command) -> Command:
    """`--columns`: other columns than the usual ones."""
    return click.option("--columns", default="", metavar="all|NAME,NAME")(command)


def lang_option(command: Command) -> Command:
    """`--lang zh|en` of messages, lists and pages; the command asks `speaking.language` for it."""
    return click.option(
        "--lang",
        type=click.Choice(LANGS),
        default=None,
        show_default="project file",
        is_eager=True,
        callback=remember_lang,
        expose_value=False,
    )(command)


def own_lang_option(default: Lang | None) -> Callable[[Command], Command]:
    """`--lang zh|en` of a command that makes a project or a file before any project can say its language.

    Where it is not given, what was said before the command counts, then `default`; None is the computer's language.
    """
    return click.option(
        "--lang",
        type=click.Choice(LANGS),
        default=lambda: asked_language() or default or language(),
        show_default=default or "language of the computer",
        is_eager=True,
        callback=remember_lang,
    )


def listing_options(command: Command) -> Command:
    """How a table is printed: `--lang`, `--format`, `--columns`."""
    return lang_option(format_option(columns_option(command)))


def save_option(command: Command) -> Command:
    """`--save`: write the result into the graph too."""
    return click.option("--save", is_flag=True)(command)
