"""`socialgraph dictionary add` and `dictionary list`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.options import format_option, lang_option, project_option
from socialgraph.cli.printing import print_table, say_next
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say
from socialgraph.office.session import audit_log


@click.group("dictionary", cls=HelpedGroup)
@lang_option
def command() -> None:
    """Teach the loaders this office's own headings and words, without touching Python."""


@command.command("add")
@click.argument("field")
@click.argument("variant")
@project_option
@lang_option
def add(field: str, variant: str, folder: Path) -> None:
    """Take the heading VARIANT for FIELD from now on; FIELD=CODE takes it as a word for that code."""
    from socialgraph.loaders.values.words.dictionary import add_word
    from socialgraph.office.reading.choices import DICTIONARY

    project = open_project(folder)
    words = add_word(project.folder / DICTIONARY, field, variant)
    audit_log(project).append("dictionary", counts={"words": len(words)}, details={"field": field, "word": variant})
    say("dictionary.has_words", file=DICTIONARY, words=len(words))
    say_next("words")


@command.command("list")
@project_option
@lang_option
@format_option
def list_words(folder: Path, form: str) -> None:
    """List this office's own headings and words, and what it confirmed about its sheets."""
    import pandas as pd

    from socialgraph.loaders.values.words.confirmed import COLUMNS
    from socialgraph.office.reading.confirmations import own_words

    answers = own_words(open_project(folder))
    listed = pd.DataFrame([[getattr(a, name) for name in COLUMNS] for a in answers], columns=list(COLUMNS))
    print_table(listed, form, "dictionary")


@command.command("export")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@project_option
@lang_option
def export(path: Path, folder: Path) -> None:
    """Write this office's headings, words and confirmed sheets for another office; nothing that names somebody."""
    from socialgraph.office.reading.confirmations import export_words

    project = open_project(folder)
    words, kept_back = export_words(project, path, audit_log(project))
    say("dictionary.exported", file=path.name, words=words, kept_back=kept_back)
    say_next("words_exported")


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@project_option
@lang_option
def import_words(path: Path, folder: Path) -> None:
    """Take the headings, words and confirmed sheets that another office exported."""
    from socialgraph.office.reading.confirmations import imported

    project = open_project(folder)
    words = imported(project, path, audit_log(project))
    say("dictionary.imported", words=words)
    say_next("words")
