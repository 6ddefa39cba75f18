"""`socialgraph key rotate`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.options import lang_option, project_option
from socialgraph.cli.printing import say_next
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say, spoken


@click.group("key", cls=HelpedGroup)
@lang_option
def command() -> None:
    """Change the key that names, phones and free text are sealed with."""


@command.command("rotate")
@project_option
@click.option("--passphrase", is_flag=True)
@lang_option
def rotate(folder: Path, passphrase: bool) -> None:
    """Seal names, phones and free text with a fresh key; a copy of the old one opens nothing from then on."""
    from socialgraph.office.keeping.rotate import rotate_key
    from socialgraph.privacy.sealing.passphrase import NEW_VARIABLE

    project = open_project(folder)
    chosen = ""
    if passphrase:
        chosen = os.environ.get(NEW_VARIABLE, "") or click.prompt(
            spoken("key.new_passphrase"), hide_input=True, confirmation_prompt=spoken("key.again"), err=True
        )
    done = rotate_key(project, chosen)
    say("key.rotated", key=done.key_id, folder=done.folder, deleted=done.deleted)
    say_next("key")
