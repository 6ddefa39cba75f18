"""`socialgraph init`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import IsoDate, own_lang_option, project_option
from socialgraph.cli.speaking import remember_folder, say, spoken
from socialgraph.messages import Lang
from socialgraph.schema.choices import CONSENTS, ENGINES, Consent


@click.command("init", cls=HelpedCommand)
@click.argument(
    "directory",
    metavar="[DIR]",
    default=None,
    type=click.Path(path_type=Path, file_okay=False),
    callback=remember_folder,
)
@project_option
@click.option("--handler")
@click.option("--purpose")
@click.option("--legal-basis")
@click.option("--assessment")
@click.option("--retention-end", type=IsoDate())
@click.option("--grievance")
@click.option("--name", default="")
@own_lang_option("zh")
@click.option("--consent", type=click.Choice(CONSENTS), default="agreed", show_default=True)
@click.option("--store", type=click.Choice(ENGINES), default="embedded", show_default=True)
@click.option("--uri", default="bolt://localhost:7687", show_default=True)
@click.option("--user", default="neo4j", show_default=True)
@click.option("--database", default="neo4j", show_default=True)
@click.option("--password-variable", default="SOCIALGRAPH_NEO4J_PASSWORD", show_default=True)
@click.option("--new-key", is_flag=True)
def command(directory: Path | None, folder: Path, new_key: bool, **options: str | dt.date | None) -> None:
    """Say who uses the data, why and how long; writes socialgraph.toml and a key."""
    from socialgraph.privacy.keys import Keys, keys_folder
    from socialgraph.project.file import FILE_NAME, PURPOSE_FIELDS, PurposeFields
    from socialgraph.project.settings import Project, StoreChoice, write_project
    from socialgraph.schema.policy import Policy

    if directory is not None:
        if folder not in (Path("."), directory):
            raise click.UsageError(spoken("init.two_folders", folder=folder, other=directory))
        folder = directory
    if new_key:
        from socialgraph.office.renew import renew_key

        key_id, forgotten = renew_key(Project.open(folder))
        say("init.renewed", key=key_id, folder=keys_folder(), people=forgotten)
        return
    if (folder / FILE_NAME).exists():
        write_project(folder)  # raises, naming the file, before anything is asked
    answers = {name: options[name] or _ask(name) for name in PURPOSE_FIELDS}
    key = Keys.ensure()
    neo4j = options["store"] == "neo4j" or "@" in str(options["uri"])  # a password in the address is refused either way
    store = (
        StoreChoice(
            kind="neo4j",
            uri=str(options["uri"]),
            user=str(options["user"]),
            database=str(options["database"]),
            password_variable=str(options["password_variable"]),
        )
        if neo4j
        else StoreChoice()
    )
    project = write_project(
        folder,
        **cast("PurposeFields", answers),
        name=str(options["name"]),
        lang=cast("Lang", options["lang"]),
        policy=Policy(consent=cast("Consent", options["consent"])),
        store=store,
        key_id=key.key_id,
    )
    project.working_folder()
    say("init.written", file=folder / FILE_NAME, key=key.key_id, folder=keys_folder())
    project_words = "" if folder == Path(".") else f" --project {folder}"
    say("init.next", option=project_words)


def _ask(name: str) -> str | dt.date:
    kind = IsoDate() if name == "retention_end" else str
    return cast("str | dt.date", click.prompt(spoken(f"init.{name}"), type=kind))
