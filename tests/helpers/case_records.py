"""The office's small case files (G06 to G09) as records, without loaders or keys: pseudonyms are made up here.

Run as a program it is one load of its own process: `python case_records.py SETTINGS.json FILE.csv BATCH KILL_AFTER`;
with KILL_AFTER it kills itself, as `kill -9` does, when so many rows of stances are written. It prints what an error
says and exits with 1, as the command line does.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from pathlib import Path

import pandas as pd

from socialgraph.errors import StoreError
from socialgraph.schema.records import RECORDS
from socialgraph.store import StoreSettings, open_store

_STANCES = {"已签字": "signed", "不同意": "refused"}


def records_of(file: Path) -> tuple[dict[str, pd.DataFrame], set[str]]:
    """Records of one file, and its source; rows without building, door or room are left to the loaders."""
    source = f"{file.name}::1"
    rows: dict[str, list[dict[str, str]]] = {"flats": [], "dossiers": [], "persons": [], "stances": [], "measures": []}
    for row in csv.DictReader(file.open(encoding="utf-8-sig")):
        building, door, room = row["楼号"].removesuffix("号楼"), row["单元"], row["房号"]
        if not (building and door and room):
            continue
        key = f":{building}:{door}:{room}"
        place = {"building": building, "door": door, "room": room}
        stack = f"{building}/{door}/{room[-1]}"
        owner = f"p_{key.strip(':').replace(':', '')}" if row.get("户主") else ""
        rows["flats"].append(
            place | {"flat": key, "stack_key": f":{building}:{stack}:", "stack": stack, "stack_source": "derived"}
        )
        digest = f"d{row['联系电话']}" if row.get("联系电话") else ""
        rows["dossiers"].append(place | {"household": key, "owner": owner, "phone_digest": digest})
        if owner:
            rows["persons"].append({"person": owner, "household": key})
        if row.get("意见"):
            stance = _STANCES[row["意见"]]
            rows["stances"].append({"household": key, "giver": "owner", "stance": stance})
        if row.get("核心关切"):
            rows["measures"].append({"household": key, "concern": row["核心关切"]})
    return {name: table_of(name, given, source) for name, given in rows.items()}, {source}


def table_of(name: str, given: list[dict[str, str]], source: str) -> pd.DataFrame:
    """A table of records: what is not said is empty."""
    empty = dict.fromkeys(RECORDS[name].columns, "") | {"sources": source}
    return pd.DataFrame([empty | row for row in given], columns=[*empty])


def settings_to_json(settings: StoreSettings) -> str:
    """For a subprocess."""
    return json.dumps(vars(settings) | {"folder": str(settings.folder)})


def settings_from_json(text: str) -> StoreSettings:
    """As `settings_to_json` wrote it."""
    given = json.loads(text)
    return StoreSettings(**given | {"folder": Path(given["folder"])})


def load(settings: StoreSettings, file: Path, batch_size: int = 10_000, kill_after: int = 0) -> None:
    """One load of one file."""

    def progress(table: str, done: int, total: int) -> None:
        if kill_after and table == "stances" and done >= kill_after:
            os.kill(os.getpid(), signal.SIGKILL)

    records, sources = records_of(file)
    with open_store(settings) as store:
        store.write(records, sources=sources, batch_size=batch_size, progress=progress)


if __name__ == "__main__":
    try:
        load(settings_from_json(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    except StoreError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
