"""`socialgraph audit verify` and `audit show`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.options import IsoDate, columns_option, format_option, lang_option, project_option
from socialgraph.cli.printing import print_table, say_next
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import language, say


@click.group("audit", cls=HelpedGroup)
@lang_option
def command() -> None:
    """Show and check the log of loads, readings of the vault, suggestions, previews and exports."""


@command.command("verify")
@project_option
@click.option("--head", default="", metavar="STATE")
@lang_option
def verify(folder: Path, head: str) -> None:
    """Say whether every entry is as it was written, and that no older log was put in its place."""
    from socialgraph.errors import InputError
    from socialgraph.office.audit import verify_log

    finding = verify_log(open_project(folder), head)
    if finding.problem:
        raise InputError("audit.broken", line=finding.line, problem=finding.problem)
    say("audit.intact", entries=finding.entries)
    say_next("verified")


@command.command("show")
@project_option
@click.option("--since", type=IsoDate(), default=None)
@click.option("--event", default="")
@lang_option
@format_option
@columns_option
def show(folder: Path, since: dt.date | None, event: str, form: str, columns: str) -> None:
    """List who did what, when and to how much; no resident appears in it."""
    from socialgraph.office.audit import for_people, shown_log

    project = open_project(folder)
    log = shown_log(project, since=since, event=event)
    print_table(for_people(log, project) if form == "table" else log, form, "audit", columns)


@command.command("register")
@project_option
@lang_option
@format_option
def register(folder: Path, form: str) -> None:
    """List what is held by category, retention dates due, exports out and expired, open stops; nobody's name."""
    from socialgraph.office.keeping.officer import register as registered

    print_table(registered(open_project(folder)), form, "register")


@command.command("assessment")
@project_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None)
@lang_option
def assessment(folder: Path, out: Path | None) -> None:
    """Write the impact assessment's template, filled with this project's facts."""
    from socialgraph.office.keeping.officer import write_assessment

    project = open_project(folder)
    project.require_purpose()
    written = write_assessment(project, out or project.folder / "assessment.md", language())
    say("audit.assessment_written", path=written)
    say_next("assessment")
