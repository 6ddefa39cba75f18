"""`socialgraph note`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import IsoDate, lang_option, project_option
from socialgraph.cli.printing import say_next
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import echo, language, say
from socialgraph.errors import InputError

STANCES = (
    *("signed", "verbal", "conditional", "hesitant", "no_objection", "refused", "reversed"),
    *("declined_contact", "respected_refusal"),
)


@click.command("note", cls=HelpedCommand)
@click.argument("flat")
@click.option("--stop", is_flag=True)
@click.option("--stance", type=click.Choice(STANCES), metavar="STANCE", default=None)
@click.option("--giver", type=click.Choice(["owner", "occupant"]), default="owner", show_default=True)
@click.option("--on", type=IsoDate(), default=None, show_default="today")
@project_option
@lang_option
def command(flat: str, stop: bool, stance: str | None, giver: str, on: dt.date | None, folder: Path) -> None:
    """Note at once what a household said: to be left alone, or a word on the works."""
    from socialgraph.office.residents.notes import note_stance, note_stop

    if stop == (stance is not None):
        raise InputError("note.what")
    project = open_project(folder)
    project.require_purpose()
    day = on or project.today()
    sentence = note_stop(project, flat, day) if stance is None else note_stance(project, flat, stance, day, giver=giver)
    say("note.done", flat=flat, day=day.isoformat())
    for one in sentence:
        echo(one.text(language()), err=True)
    say_next("note", flat)
