"""`socialgraph completion`."""

from __future__ import annotations

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import lang_option
from socialgraph.cli.speaking import echo

VARIABLE = "_SOCIALGRAPH_COMPLETE"


@click.command("completion", cls=HelpedCommand)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@lang_option
def command(shell: str) -> None:
    """Print what lets a shell complete commands, options and their choices with the Tab key."""
    from click.shell_completion import get_completion_class

    from socialgraph.cli import main

    kind = get_completion_class(shell)
    if kind is None:  # click knows all three
        raise click.UsageError(shell)
    made = kind(main, {}, "socialgraph", VARIABLE)
    echo(made.source_template % made.source_vars())
