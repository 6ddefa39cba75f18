"""`socialgraph audit verify`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.options import project_option
from socialgraph.cli.session import open_project


@click.group("audit")
def command() -> None:
    """Check the log of loads, readings of the vault, suggestions and exports.

    \b
    Example: socialgraph audit verify
    """


@command.command("verify")
@project_option
def verify(folder: Path) -> None:
    """Say whether every entry is as it was written.

    \b
    Example: socialgraph audit verify --project office
    """
    from socialgraph.errors import InputError
    from socialgraph.privacy.audit import AuditLog
    from socialgraph.privacy.keys import Keys

    project = open_project(folder)
    finding = AuditLog(project.working_folder(), Keys.load(project.key_id)).verify()
    if not finding.is_whole:
        raise InputError(finding.sentence)
    click.echo(finding.sentence)
