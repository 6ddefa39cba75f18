"""`socialgraph export`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import as_of_option, lang_option, project_option
from socialgraph.cli.printing import say_next
from socialgraph.cli.progress import working
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import language, say
from socialgraph.errors import InputError


@click.command("export", cls=HelpedCommand)
@project_option
@click.option("--confirmed-by", required=True)
@click.option("--scope", default="", metavar="BUILDING[-DOOR]")
@click.option("--phones-for", default="", metavar="PURPOSE")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False))
@as_of_option
@lang_option
def command(
    folder: Path,
    confirmed_by: str,
    scope: str,
    phones_for: str,
    out: Path | None,
    as_of: dt.date | None,
) -> None:
    """Write the secretary's workbook: whom to ask to talk with whom, about what, with which offer."""
    from socialgraph.office.export import export_list

    project = open_project(folder)
    project.require_purpose()
    if as_of not in (None, project.today()):
        raise InputError("export.today_only")
    with working("export"):
        made = export_list(
            project,
            confirmed_by=confirmed_by,
            scope=scope,
            phones_for=phones_for,
            out=out,
            lang=language(),
        )
    if made.path is None:
        say("export.nothing_to_propose")
        return
    say(
        "export.written",
        path=made.path,
        conversations=made.conversations,
        volunteers=made.volunteers,
        steps=made.steps,
        list=made.export_id,
    )
    say_next("export")
