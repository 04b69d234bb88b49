"""Pictures of the pages of the site at the widths of a desk and of a phone, light and dark, for people to look at.

    python -m docs.make_screenshots SITE FOLDER [all]

SITE is what `steppe site SITE` wrote. Of a kind with many pages (the registry of the site knows which) the fullest and
the emptiest are taken, with `all` every one. Needs playwright and a Chromium of the machine, and no network.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

import steppe
from steppe.report.site.registry import addresses

WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")


def of_each_kind(site: Path, wanted: Mapping[str, tuple[str, str]]) -> list[Path]:
    """The fullest and the emptiest page of each kind; `wanted` has kind and key of every address."""
    kinds: dict[str, list[Path]] = {}
    for address, (kind, _) in wanted.items():
        if address.endswith(".html") and (site / address).is_file():
            kinds.setdefault(kind, []).append(site / address)
    by_size = {kind: sorted(own, key=lambda page: page.stat().st_size) for kind, own in kinds.items()}
    return [page for own in by_size.values() for page in dict.fromkeys((own[-1], own[0]))]


def take(site: Path, folder: Path, every: bool = False) -> list[Path]:
    """One picture a page, width and colour scheme, each of the whole page; `every` page or those of `of_each_kind`."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("There is no Chromium on this machine; install one and try again.")
    pages = sorted(site.glob("*.html")) if every else of_each_kind(site, addresses(steppe.load()))
    if not pages:
        raise SystemExit(f"{site} holds no pages; write them with `steppe site {site}`.")
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for width, scheme in product(WIDTHS, SCHEMES):
            tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for page in pages:
                tab.goto(page.resolve().as_uri())
                taken.append(folder / f"{page.stem}-{width}-{scheme}.png")
                tab.screenshot(path=taken[-1], full_page=True)
            tab.close()
        browser.close()
    return taken


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["all"]):
        raise SystemExit("usage: python -m docs.make_screenshots SITE FOLDER [all]")
    print(f"{len(take(Path(sys.argv[1]), Path(sys.argv[2]), bool(sys.argv[3:])))} pictures in {sys.argv[2]}")
