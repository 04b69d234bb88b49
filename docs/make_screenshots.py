"""Pictures of the pages of the site at the widths of a desk and of a phone, for people to look at.

    python -m docs.make_screenshots SITE FOLDER [all]

SITE is what `steppe site SITE` wrote. Of a kind with many pages (states, organizations, pairs, studies) the fullest and
the emptiest are taken, with `all` every one. Needs playwright and a Chromium of the machine, and no network.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTHS = (1440, 390)
KINDS = (r"[A-Z]{3}", r"body-.*", r"pair-.*", r"study-.*")
"""Names of the pages of each kind that has many."""


def chosen(pages: Sequence[Path]) -> list[Path]:
    """The pages that stand alone, and the fullest and the emptiest of each kind."""
    alone = [page for page in pages if not any(re.fullmatch(kind, page.stem) for kind in KINDS)]
    for kind in KINDS:
        own = sorted((page for page in pages if re.fullmatch(kind, page.stem)), key=lambda page: page.stat().st_size)
        alone += dict.fromkeys([*own[-1:], *own[:1]])
    return alone


def take(site: Path, folder: Path, every: bool = False) -> list[Path]:
    """One picture a page and width, each of the whole page; `every` page or those of `chosen`."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("There is no Chromium on this machine; install one and try again.")
    pages = sorted(site.glob("*.html"))
    if not pages:
        raise SystemExit(f"{site} holds no pages; write them with `steppe site {site}`.")
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for width in WIDTHS:
            tab = browser.new_page(viewport={"width": width, "height": 900})
            for page in pages if every else chosen(pages):
                tab.goto(page.resolve().as_uri())
                taken.append(folder / f"{page.stem}-{width}.png")
                tab.screenshot(path=taken[-1], full_page=True)
        browser.close()
    return taken


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["all"]):
        raise SystemExit("usage: python -m docs.make_screenshots SITE FOLDER [all]")
    print(f"{len(take(Path(sys.argv[1]), Path(sys.argv[2]), bool(sys.argv[3:])))} pictures in {sys.argv[2]}")
