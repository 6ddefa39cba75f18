"""A real Chromium for tests of pages, from the system; nothing is downloaded, no page may ask anything of a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "axe" / "axe.min.js"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def why_not() -> str:
    """Why no browser can be had here; empty where one can."""
    if find_spec("playwright") is None:
        return "playwright is not installed: pip install 'socialgraph[test]'"
    return "" if _chromium() else "no chromium on this computer: apt-get install chromium fonts-noto-cjk"


def _chromium() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


@dataclass
class Opened:
    """A page, and what it said and asked for: `console` and `requests` (but the file itself)."""

    page: Any
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """What axe-core finds, rule by rule with the element; its script runs beside the page's policy."""
        self.page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
        result = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{rule['id']}: {node['html'][:160]}" for rule in result["violations"] for node in rule["nodes"]]


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=_chromium(), headless=True, args=_FLAGS)
        try:
            yield running
        finally:
            running.close()


def opened(running: Any, path: Path, *, width: int, height: int = 900) -> Opened:
    """The file in a window of that width; whatever leaves it is noted and refused."""
    made = Opened(running.new_page(viewport={"width": width, "height": height}))
    made.page.on("console", lambda message: made.console.append(message.text))
    made.page.on("pageerror", lambda error: made.console.append(str(error)))

    def guard(route: Any) -> None:
        if route.request.url == path.as_uri():
            route.continue_()
        else:
            made.requests.append(route.request.url)
            route.abort()

    made.page.route("**/*", guard)
    made.page.goto(path.as_uri())
    return made
