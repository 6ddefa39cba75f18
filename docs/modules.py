"""Names of all modules that the API reference shows, a line each."""

from __future__ import annotations

import pkgutil

import socialgraph

print(
    *(m.name for m in pkgutil.walk_packages(socialgraph.__path__, "socialgraph.") if "__main__" not in m.name), sep="\n"
)
