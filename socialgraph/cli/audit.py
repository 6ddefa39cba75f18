"""`socialgraph audit verify`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.options import lang_option, project_option
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say
from socialgraph.office.session import audit_log


@click.group("audit", cls=HelpedGroup)
@lang_option
def command() -> None:
    """Check the log of loads, readings of the vault, suggestions and exports."""


@command.command("verify")
@project_option
@lang_option
def verify(folder: Path) -> None:
    """Say whether every entry is as it was written."""
    from socialgraph.errors import InputError

    finding = audit_log(open_project(folder)).verify()
    if finding.problem:
        raise InputError("audit.broken", line=finding.line, problem=finding.problem)
    say("audit.intact", entries=finding.entries)
