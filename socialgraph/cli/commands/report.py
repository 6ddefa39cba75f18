"""`socialgraph report`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import as_of_option, lang_option, project_option
from socialgraph.cli.printing import say_next
from socialgraph.cli.progress import working
from socialgraph.cli.session import day_of, open_project
from socialgraph.cli.speaking import language, say
from socialgraph.errors import InputError

if TYPE_CHECKING:
    from socialgraph.project.settings import Project


@click.command("report", cls=HelpedCommand)
@project_option
@click.option("--internal", is_flag=True)
@click.option("--network", is_flag=True)
@click.option("--pictures", type=click.Path(path_type=Path, file_okay=False))
@click.option("--confirmed-by", default="")
@click.option("--scope", default="", metavar="BUILDING[-DOOR]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@as_of_option
@lang_option
def command(
    folder: Path,
    internal: bool,
    network: bool,
    pictures: Path | None,
    confirmed_by: str,
    scope: str,
    out: Path | None,
    as_of: dt.date | None,
) -> None:
    """Write one page that opens offline, on a phone too: public figures, or everything with --internal."""
    from socialgraph.office.report import write_internal, write_public

    project = open_project(folder)
    project.require_purpose()
    if network or pictures is not None:
        if as_of not in (None, project.today()):
            raise InputError("export.today_only")
        if network:
            _network(project, confirmed_by, out or project.folder / "network.html")
        if pictures is not None:
            _pictures(project, confirmed_by, pictures, scope)
        return
    if not internal:
        if scope or as_of not in (None, project.today()):
            raise InputError("report_page.public_is_all")
        with working("report"):
            made = write_public(project, out=out or project.folder / "report.html", lang=language())
        say("report_page.public", path=made.path)
        say_next("report")
        return
    day = day_of(project, as_of)
    with working("report"):
        made = write_internal(
            project,
            confirmed_by=confirmed_by,
            out=out or project.folder / "report-internal.html",
            lang=language(),
            scope=scope,
            as_of=day,
        )
    say("report_page.internal", path=made.path, list=made.export_id)
    say_next("report")


def _network(project: Project, confirmed_by: str, out: Path) -> None:
    from socialgraph.office.pictures import write_network

    with working("report"):
        number = write_network(project, confirmed_by=confirmed_by, out=out, lang=language())
    say("report_page.network", path=out, list=number)


def _pictures(project: Project, confirmed_by: str, folder: Path, scope: str) -> None:
    from socialgraph.office.pictures import write_faces

    with working("report"):
        number, files = write_faces(project, confirmed_by=confirmed_by, folder=folder, lang=language(), scope=scope)
    say("report_page.faces", folder=folder, n=len(files), list=number)
