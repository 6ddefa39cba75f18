"""`socialgraph rights show`, `correct`, `withdraw`, `erase` and `reopen`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.options import format_option, lang_option, project_option
from socialgraph.cli.printing import print_table, say_next
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import language, say
from socialgraph.errors import InputError
from socialgraph.schema.correctable import FIELDS

_name_option = click.option("--name", default="")


@click.group("rights", cls=HelpedGroup)
@lang_option
def command() -> None:
    """Answer a resident: what is held, put it right, take it back, erase it, or be spoken to again."""


@command.command("show")
@click.argument("flat", default="")
@_name_option
@project_option
@lang_option
@format_option
def show(flat: str, name: str, folder: Path, form: str) -> None:
    """Print everything that is held on the household FLAT, or on one person; other people stay unnamed."""
    from socialgraph.office.residents import rights

    print_table(rights.show(open_project(folder), flat, name), form, "rights")


@command.command("correct")
@click.argument("flat")
@click.argument("field", type=click.Choice(FIELDS))
@click.argument("value")
@project_option
@lang_option
def correct(flat: str, field: str, value: str, folder: Path) -> None:
    """Put right a FIELD of the household's dossier; it holds at every later load, whatever a sheet says."""
    from socialgraph.office.residents import rights
    from socialgraph.outputs.words import page_words

    rights.correct(open_project(folder), flat, field, value)
    say("rights.corrected", flat=flat, field=page_words("field", language()).get(field, field))
    say_next("righted", flat)


@command.command("withdraw")
@click.argument("flat", default="")
@click.option("--name", default="")
@click.option("--flags", is_flag=True)
@project_option
@lang_option
def withdraw(flat: str, name: str, flags: bool, folder: Path) -> None:
    """Take back an offer to help (--name), or the consent to hold age, illness and the like (--flags)."""
    from socialgraph.office.residents import rights

    if bool(name) == flags:
        raise InputError("rights.withdraw_what")
    project = open_project(folder)
    if flags:
        say("rights.flags_withdrawn", dossiers=rights.withdraw_flags(project, flat))
    else:
        say("rights.opt_in_withdrawn", rows=rights.withdraw_opt_in(project, flat, name))
    say_next("withdrawn")


@command.command("erase")
@click.argument("flat", default="")
@_name_option
@click.option("--yes", is_flag=True)
@project_option
@lang_option
def erase(flat: str, name: str, yes: bool, folder: Path) -> None:
    """Erase the household FLAT, or one person: graph, ties, results, vault, snapshot, lists, quarantine workbooks."""
    from socialgraph.office.residents import rights

    if not yes:
        raise InputError("rights.say_yes")
    done = rights.erase(open_project(folder), flat, name)
    say("rights.erased", records=done.records, identities=done.identities)
    for path in done.deleted:
        say("rights.deleted_file", file=path)
    for path in done.still_naming:
        say("rights.still_naming", file=path, err=True)
    say_next("erased")


@command.command("reopen")
@click.argument("flat")
@click.option("--confirmed-by", required=True)
@click.option("--new-household", is_flag=True)
@project_option
@lang_option
def reopen(flat: str, confirmed_by: str, new_household: bool, folder: Path) -> None:
    """Let a household that asked to be left alone be spoken to again, on its own word."""
    from socialgraph.office.residents.reopen import reopen_household

    done = reopen_household(open_project(folder), flat, confirmed_by=confirmed_by, new_household=new_household)
    say("rights.reopened", flat=done.flat, stops=done.lifted)
    if done.is_held:
        say("rights.still_held")
    say_next("righted", flat)
