"""Pictures of the pages of the site at the widths of a desk and of a phone, for people to look at.

    python -m docs.make_screenshots SITE FOLDER

SITE is what `steppe site SITE` wrote. Needs playwright and a Chromium of the machine, and no network.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTHS = (1440, 390)


def take(site: Path, folder: Path) -> list[Path]:
    """One picture a page and width, each of the whole page."""
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
            for page in pages:
                tab.goto(page.resolve().as_uri())
                taken.append(folder / f"{page.stem}-{width}.png")
                tab.screenshot(path=taken[-1], full_page=True)
        browser.close()
    return taken


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: python -m docs.make_screenshots SITE FOLDER")
    print(f"{len(take(Path(sys.argv[1]), Path(sys.argv[2])))} pictures in {sys.argv[2]}")
