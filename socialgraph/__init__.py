"""socialgraph: which few flats hold up which stacks, and whom in the neighbourhood those residents already trust.

`import socialgraph as sg` is all that a data scientist needs: the names below are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from socialgraph.assignment.plan import assign
    from socialgraph.capital.groups import social_capital
    from socialgraph.errors import InputError, SocialgraphError
    from socialgraph.loaders import read_paths
    from socialgraph.office.export import export_list
    from socialgraph.office.load import load_paths as load_office
    from socialgraph.office.town import town_from_tables
    from socialgraph.outputs.elevation.of_town import elevation
    from socialgraph.project.settings import Project
    from socialgraph.reach.explain import explain
    from socialgraph.reach.intermediaries import rank_intermediaries
    from socialgraph.reach.isolation import classify_isolation
    from socialgraph.schema.policy import Policy
    from socialgraph.stacks.completion import diagnose
    from socialgraph.town.building import build_town
    from socialgraph.town.file import load_town, save_town
    from socialgraph.town.snapshot import Town
    from socialgraph.town.views import to_pandas
    from socialgraph.trust.graph import to_networkx

__version__ = "0.1.0"

# public name -> module:name
_PUBLIC = {
    "InputError": "errors:InputError",
    "Policy": "schema.policy:Policy",
    "Project": "project.settings:Project",
    "SocialgraphError": "errors:SocialgraphError",
    "Town": "town.snapshot:Town",
    "assign": "assignment.plan:assign",
    "build_town": "town.building:build_town",
    "classify_isolation": "reach.isolation:classify_isolation",
    "diagnose": "stacks.completion:diagnose",
    "elevation": "outputs.elevation.of_town:elevation",
    "explain": "reach.explain:explain",
    "export_list": "office.export:export_list",
    "load_office": "office.load:load_paths",
    "load_town": "town.file:load_town",
    "rank_intermediaries": "reach.intermediaries:rank_intermediaries",
    "read_paths": "loaders:read_paths",
    "save_town": "town.file:save_town",
    "social_capital": "capital.groups:social_capital",
    "to_networkx": "trust.graph:to_networkx",
    "to_pandas": "town.views:to_pandas",
    "town_from_tables": "office.town:town_from_tables",
}

__all__ = [
    "InputError",
    "Policy",
    "Project",
    "SocialgraphError",
    "Town",
    "__version__",
    "assign",
    "build_town",
    "classify_isolation",
    "diagnose",
    "elevation",
    "explain",
    "export_list",
    "load_office",
    "load_town",
    "rank_intermediaries",
    "read_paths",
    "save_town",
    "social_capital",
    "to_networkx",
    "to_pandas",
    "town_from_tables",
]


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for (PEP 562)."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'socialgraph' has no attribute {name!r}")
    module, _, attribute = _PUBLIC[name].partition(":")
    value = getattr(import_module(f"socialgraph.{module}"), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
