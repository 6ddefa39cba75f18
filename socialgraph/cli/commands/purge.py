"""`socialgraph purge`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import lang_option, project_option
from socialgraph.cli.printing import say_next
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say


@click.command("purge", cls=HelpedCommand)
@click.option(
    "--days-after-works",
    type=click.IntRange(min=0),
    default=180,
    show_default=True,
)
@click.option("--dry-run", is_flag=True)
@project_option
@lang_option
def command(days_after_works: int, dry_run: bool, folder: Path) -> None:
    """Delete what has served: households after their works, and everything after the retention end."""
    from socialgraph.office.residents.purge import purge

    done = purge(open_project(folder), days_after_works=days_after_works, dry_run=dry_run)
    if done.everything:
        say("purge.everything", files=len(done.files))
    else:
        say("purge.households", households=len(done.households), files=len(done.files))
    if dry_run:
        say("load.dry_run", err=True)
    say_next("purge")
