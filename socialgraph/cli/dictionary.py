"""`socialgraph dictionary add` and `dictionary list`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.options import format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
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
    from socialgraph.loaders.words.dictionary import add_word
    from socialgraph.office.reading.choices import DICTIONARY

    project = open_project(folder)
    words = add_word(project.folder / DICTIONARY, field, variant)
    audit_log(project).append("dictionary", counts={"words": len(words)}, details={"field": field, "word": variant})
    say("dictionary.has_words", file=DICTIONARY, words=len(words))


@command.command("list")
@project_option
@lang_option
@format_option
def list_words(folder: Path, form: str) -> None:
    """List this office's own words."""
    import pandas as pd

    from socialgraph.loaders.words.dictionary import read_additions
    from socialgraph.office.reading.choices import DICTIONARY

    additions = read_additions(open_project(folder).folder / DICTIONARY)
    print_table(pd.DataFrame([(word.field, word.variant) for word in additions], columns=["field", "variant"]), form)
