"""`--names`: people's names on the screen in place of pseudonyms; never into a file, a pipe or another program."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import spoken

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from socialgraph.project.settings import Project

Command = TypeVar("Command", bound=Callable[..., Any])
_PSEUDONYM = re.compile(r"p_[0-9a-f]{8,64}")


def names_option(command: Command) -> Command:
    """`--names`: for the eyes in front of this screen."""
    return click.option("--names", is_flag=True)(command)


def goes_to_screen() -> bool:
    """Whether a person looks at what is printed."""
    return sys.stdout.isatty()


def known_names(project: Project, event: str, form: str, *, wanted: bool) -> Mapping[str, str]:
    """Pseudonym → name from the vault, whose reading stands in the log; nothing where nobody asked.

    Raises
    ------
    click.UsageError
        If the table does not go to a screen.
    """
    if not wanted:
        return {}
    if form != "table" or not goes_to_screen():
        raise click.UsageError(spoken("names.only_on_screen"))
    from socialgraph.office.session import audit_log
    from socialgraph.privacy.keys import Keys
    from socialgraph.privacy.vault import Vault

    vault = Vault(project.working_folder(), Keys.load(project.key_id))
    return vault.read(event, audit_log(project)).names


def project_with_names(folder: Path, event: str, form: str, *, wanted: bool) -> tuple[Project, Mapping[str, str]]:
    """The project, whose purpose is confirmed, and its `known_names`."""
    project = open_project(folder)
    project.require_purpose()
    return project, known_names(project, event, form, wanted=wanted)


def with_names(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The table with every pseudonym that is known in words; the others stay."""
    import pandas as pd

    if not names:
        return frame

    def named(cell: object) -> object:
        if not isinstance(cell, str):
            return cell
        return _PSEUDONYM.sub(lambda match: names.get(match[0], match[0]), cell)

    texts = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{name: frame[name].map(named) for name in texts})
