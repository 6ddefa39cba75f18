"""A project folder: who handles the data, why, until when, and the choices that the commands follow.

All of it stands in `socialgraph.toml`, which an analyst can edit; working files lie in `.socialgraph/`.
"""

from __future__ import annotations

import dataclasses
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypedDict

from socialgraph.errors import ProjectError
from socialgraph.files.locks import locked
from socialgraph.files.private import make_private_folder, write_private
from socialgraph.messages import Lang, reason_of
from socialgraph.project.file import FILE_NAME, PURPOSE_FIELDS, parse_project, time_zone, toml_text
from socialgraph.project.weights import read_weights
from socialgraph.schema.choices import Engine
from socialgraph.schema.policy import DEFAULT_POLICY, Policy

WORKING_FOLDER = ".socialgraph"
_CODE_FILE = "project.code"
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that a reader takes for one another
_CODE = re.compile(f"[{_CODE_LETTERS}]{{4}}")


class StoreFields(TypedDict):
    """The fields of `socialgraph.store.StoreSettings`."""

    kind: Engine
    folder: Path
    uri: str
    user: str
    password: str
    database: str


class NumberingFields(TypedDict):
    """The fields of `socialgraph.loaders.values.numbering.RoomNumbering`."""

    flats_per_floor: Mapping[str, int]
    skipped_floors: frozenset[int]


@dataclass(frozen=True)
class StoreChoice:
    """The `[store]` table: which engine, and the *name* of the environment variable with the password."""

    kind: Engine = "embedded"
    uri: str = ""
    user: str = ""
    database: str = "neo4j"
    password_variable: str = "SOCIALGRAPH_NEO4J_PASSWORD"


@dataclass(frozen=True)
class NumberingSettings:
    """How one compound numbers its flats.

    Attributes
    ----------
    flats_per_floor : flats on a floor behind one door, of every building (0: not said) or by building.
    skipped_floors : floor numbers that no building has.
    """

    flats_per_floor: int | Mapping[str, int] = 0
    skipped_floors: tuple[int, ...] = ()


class _EveryBuilding(Mapping[str, int]):
    """The same count for whatever building is asked for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __getitem__(self, building: str) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Project:
    """An opened project; see `Project.open` and `write_project`.

    Attributes
    ----------
    folder : where `socialgraph.toml` lies.
    handler, purpose, legal_basis, assessment, grievance : texts of `[purpose]`, empty where not filled in.
    retention_end : the last day on which the data may be used, or None where not filled in.
    name, lang : `[project]`; lang is "zh" or "en".
    policy, store, key_id, numbering : the tables of these names; numbering by compound.
    """

    folder: Path
    handler: str = ""
    purpose: str = ""
    legal_basis: str = ""
    assessment: str = ""
    retention_end: date | None = None
    grievance: str = ""
    name: str = ""
    lang: Lang = "zh"
    policy: Policy = DEFAULT_POLICY
    store: StoreChoice = StoreChoice()
    key_id: str = ""
    numbering: Mapping[str, NumberingSettings] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path | str = ".") -> Project:
        """Read the project of `folder`.

        Raises
        ------
        ProjectError
            If there is no `socialgraph.toml`, it cannot be parsed (the line is given), or a table, key or value
            in it is not known (each is named). An unfilled purpose is no error here; see `require_purpose`.
        """
        path = Path(folder) / FILE_NAME
        try:
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ProjectError("project.missing", file=FILE_NAME, folder=Path(folder).resolve()) from error
        except OSError as error:
            raise ProjectError("project.unreadable", path=path, reason=reason_of(error)) from error
        values = parse_project(content, path)
        policy = Policy(**values.pop("policy"))
        if policy.weights == "fitted":
            policy = dataclasses.replace(policy, fitted=read_weights(Path(folder) / WORKING_FOLDER))
        return cls(
            folder=Path(folder),
            store=StoreChoice(**values.pop("store")),
            policy=policy,
            numbering={
                compound: NumberingSettings(choice.get("flats_per_floor", 0), tuple(choice.get("skipped_floors", ())))
                for compound, choice in values.pop("numbering").items()
            },
            **values,
        )

    def require_purpose(self) -> None:
        """Let work with personal data go on only with a complete purpose that has not ended.

        Raises
        ------
        ProjectError
            Naming exactly the fields of `[purpose]` that are missing, or the day on which retention ended.
        """
        missing = [name for name in PURPOSE_FIELDS if not getattr(self, name)]
        if missing:
            raise ProjectError(
                "project.purpose_missing", file=FILE_NAME, folder=self.folder.resolve(), missing=", ".join(missing)
            )
        if self.retention_end is not None and self.retention_end < self.today():
            raise ProjectError("project.retention_ended", day=self.retention_end.isoformat(), file=FILE_NAME)

    def now(self) -> datetime:
        """The time now in the project's time zone."""
        return datetime.now(time_zone(self.policy.timezone))

    def today(self) -> date:
        """The date now in the project's time zone."""
        return self.now().date()

    def working_folder(self) -> Path:
        """`.socialgraph/` of the project, made for its owner only (mode 700) where it is not there yet."""
        return make_private_folder(self.folder / WORKING_FOLDER)

    def has_graph(self) -> bool:
        """Whether there may be a graph to ask: a server's, or files of the embedded engine."""
        return self.store.kind == "neo4j" or (self.folder / WORKING_FOLDER / "graph").is_dir()

    def code(self) -> str:
        """Four characters that tell this project's lists from another project's; made once, kept in its folder."""
        path = self.working_folder() / _CODE_FILE
        with locked(path.with_suffix(".lock")):
            code = path.read_text(encoding="ascii", errors="replace").strip() if path.exists() else ""
            if not _CODE.fullmatch(code):
                code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(4))
                write_private(path, code.encode("ascii"))
        return code

    def store_settings(self) -> StoreFields:
        """The fields of `StoreSettings`, the password from the environment variable that `[store]` names.

        Raises
        ------
        ProjectError
            If a server is chosen without address or user, or the variable is not set.
        """
        password = ""
        if self.store.kind == "neo4j":
            missing = [name for name in ("uri", "user", "password_variable") if not getattr(self.store, name)]
            if missing:
                raise ProjectError("project.server_incomplete", file=FILE_NAME, missing=", ".join(missing))
            password = os.environ.get(self.store.password_variable, "")
            if not password:
                raise ProjectError(
                    "project.password_not_set", where=self.store.uri, variable=self.store.password_variable
                )
        return StoreFields(
            kind=self.store.kind,
            folder=self.folder,
            uri=self.store.uri,
            user=self.store.user,
            password=password,
            database=self.store.database,
        )

    def room_numbering(self) -> NumberingFields:
        """The fields of `loaders.values.numbering.RoomNumbering`, which knows one way of numbering at a time.

        Raises
        ------
        ProjectError
            If several compounds are numbered differently: then each is loaded on its own.
        """
        choices = list(self.numbering.values())
        if any(choice != choices[0] for choice in choices):
            raise ProjectError("project.several_numberings", file=FILE_NAME)
        choice = choices[0] if choices else NumberingSettings()
        counts = choice.flats_per_floor
        return NumberingFields(
            flats_per_floor=_EveryBuilding(counts) if isinstance(counts, int) else counts,
            skipped_floors=frozenset(choice.skipped_floors),
        )

    def changed(self, **changes: Any) -> Project:
        """Write these fields into the project's file, the others as they are; the project so changed."""
        return _write(dataclasses.replace(self, **changes))


def write_project(
    folder: Path | str,
    *,
    handler: str = "",
    purpose: str = "",
    legal_basis: str = "",
    assessment: str = "",
    retention_end: date | None = None,
    grievance: str = "",
    name: str = "",
    lang: Lang = "zh",
    policy: Policy = DEFAULT_POLICY,
    store: StoreChoice = StoreChoice(),
    key_id: str = "",
    numbering: Mapping[str, NumberingSettings] | None = None,
    overwrite: bool = False,
) -> Project:
    """Write `socialgraph.toml` into `folder` (made where missing), whole or not at all, and open it.

    Raises
    ------
    ProjectError
        If there is one already and `overwrite` is not set, or a value is not one that `Project.open` takes.
    InputError
        If it cannot be written.
    """
    path = Path(folder) / FILE_NAME
    if path.exists() and not overwrite:
        raise ProjectError("project.exists", path=path.resolve())
    return _write(
        Project(
            folder=Path(folder),
            handler=handler,
            purpose=purpose,
            legal_basis=legal_basis,
            assessment=assessment,
            retention_end=retention_end,
            grievance=grievance,
            name=name,
            lang=lang,
            policy=policy,
            store=store,
            key_id=key_id,
            numbering=dict(numbering or {}),
        )
    )


def _write(project: Project) -> Project:
    values = dataclasses.asdict(project)
    tables: dict[str, Mapping[str, Any]] = {
        "purpose": {name: values[name] for name in PURPOSE_FIELDS},
        "project": {"name": project.name, "lang": project.lang},
        "policy": project.policy.choices(),
        "store": values["store"],
        "keys": {"id": project.key_id},
        **{f"numbering.{compound}": choice for compound, choice in values["numbering"].items()},
    }
    path = project.folder / FILE_NAME
    content = toml_text(tables, _text_before(path)).encode("utf-8")
    parse_project(content, path)  # what could not be read back is not written
    try:
        project.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError("files.folder_not_made", folder=project.folder, reason=reason_of(error)) from error
    write_private(path, content)
    return Project.open(project.folder)


def _text_before(path: Path) -> str:
    """What the project file says now: comments of an analyst outlive a change by a command."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
