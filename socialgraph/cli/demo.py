"""`socialgraph demo`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.options import own_lang_option


@click.command("demo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--households", type=click.IntRange(min=60, max=2400), default=400, show_default=True, help="Size.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same town.")
@own_lang_option("en", "Of the story and lists.")
def command(folder: Path, households: int, seed: int, lang: str) -> None:
    """Show the whole way on an invented town: workbooks, graph, diagnosis, lists; offline, in seconds.

    DIR becomes a project folder like any other, so that every command can be tried in it. A demo that is there
    already is made anew.

    \b
    Example: socialgraph demo my-town
    """
    from socialgraph.office.demo import show_town

    show_town(folder, households=households, seed=seed, lang=lang)  # type: ignore[arg-type]
