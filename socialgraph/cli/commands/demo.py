"""`socialgraph demo`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import own_lang_option
from socialgraph.messages import Lang


@click.command("demo", cls=HelpedCommand)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--households", type=click.IntRange(min=60, max=2400), default=400, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@own_lang_option(None)
def command(folder: Path, households: int, seed: int, lang: Lang) -> None:
    """Show the whole way on an invented town: workbooks, graph, diagnosis, lists; offline, in seconds."""
    from socialgraph.office.demo import show_town

    show_town(folder, households=households, seed=seed, lang=lang)
