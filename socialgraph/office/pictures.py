"""Pictures for analysts and slides: the network of doors, and buildings' faces as files. Each time an export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.counting import counted
from socialgraph.errors import InputError
from socialgraph.files.private import write_private
from socialgraph.messages import text
from socialgraph.office.findings import find_all
from socialgraph.office.lists.handing_out import anchor_log, numbered_act
from socialgraph.office.places import is_inside, scope_of
from socialgraph.office.report import page_name
from socialgraph.office.session import audit_log, opened_store, town_of
from socialgraph.outputs.charts import picture_png
from socialgraph.outputs.elevation import draw_elevation
from socialgraph.outputs.network_picture import draw_network, network_section
from socialgraph.outputs.page.html import document, element
from socialgraph.outputs.words import page_text
from socialgraph.privacy.confirming import must_be_a_name
from socialgraph.trust.doors import door_ties
from socialgraph.trust.network import trust_network

if TYPE_CHECKING:
    from socialgraph.messages import Lang
    from socialgraph.privacy.audit import Act
    from socialgraph.project.settings import Project
    from socialgraph.town.snapshot import Town


def write_network(project: Project, *, confirmed_by: str, out: Path, lang: Lang) -> str:
    """Doors and the trust between them on one page (or, by the file's ending, as SVG or PNG); the export's number.

    Nobody is in it: figures of five households and more, doors and no flats.

    Raises
    ------
    InputError
        If nobody confirms it, or a PNG can't be drawn here.
    """
    with _begun(project, confirmed_by) as (town, number, act):
        today = project.today()
        network = door_ties(trust_network(town, as_of=today, policy=project.policy, today=today))
        title = page_text("network_title", lang, name=project.name or page_name(project))
        note = page_text("internal_foot", lang, export_id=number, made_on=today.isoformat())
        svg = draw_network(network.doors, network.between, title=title, note=note)
        act.counts, act.files = {"doors": len(network.doors)}, [out]
        if out.suffix.lower() in (".svg", ".png"):
            _write(out, svg)
        else:
            body = network_section(network.doors, network.between, network.left_out, svg, lang)
            head = element("h1", title) + element("p", page_text("internal_mark", lang), "mark")
            foot = element("p", page_text("grievance_line", lang, grievance=project.grievance)) + element(
                "p", note, "small"
            )
            _write(out, document(title=title, lang=lang, head=head, body=body, foot=foot))
    return number


def write_faces(
    project: Project, *, confirmed_by: str, folder: Path, lang: Lang, scope: str = ""
) -> tuple[str, list[Path]]:
    """Every building of the scope as SVG and, where it can be drawn, PNG; the export's number and the files.

    Raises
    ------
    InputError
        If nobody confirms it, or nothing lies in the scope.
    """
    with _begun(project, confirmed_by, scope) as (town, number, act):
        today = project.today()
        scope = scope_of(town, scope)
        if not is_inside(town, scope).any():
            raise InputError("town.nothing_in_scope", scope=scope)
        findings = find_all(town, as_of=today, today=today, policy=project.policy, since=today, scope=scope)
        note = f"{page_text('internal_mark', lang)} · {number}"
        made: list[Path] = []
        for row in counted(findings.buildings.to_dict("records"), "buildings"):
            name = str(row["name"])
            flats = findings.flats[findings.flats["building"] == row["building"]]
            members = findings.members[findings.members["building"] == row["building"]]
            svg = draw_elevation(flats, members, title=name, as_of=today, lang=lang, note=note)
            file = text("file_name.face", lang, building=name.replace("/", "-"), list=number)
            for ending in (".svg", ".png"):
                path = folder / f"{file}{ending}"
                if ending == ".svg" or picture_png(svg) is not None:
                    _write(path, svg)
                    made.append(path)
        act.counts, act.files = {"flats": len(findings.flats), "buildings": len(findings.buildings)}, list(made)
    return number, made


@contextmanager
def _begun(project: Project, confirmed_by: str, scope: str = "") -> Iterator[tuple[Town, str, Act]]:
    """The town, the number of this export, reserved, and its act."""
    must_be_a_name(confirmed_by, InputError("report_page.unconfirmed"))
    with opened_store(project) as store:
        town, _ = town_of(store, project)
        given_out = store.read(["assignments"])["assignments"]
    audit = audit_log(project)
    reserved = numbered_act(
        project, audit, given_out, "picture", scope=scope_of(town, scope), confirmed_by=confirmed_by
    )
    with reserved as (number, act):
        yield town, number, act
    anchor_log(project, audit)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8")
    if path.suffix.lower() == ".png":
        drawn = picture_png(content)
        if drawn is None:
            raise InputError("report_page.no_png")
        data = drawn
    write_private(path, data)
