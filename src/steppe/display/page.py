"""From a template to a page that stands alone, and from a page to a file.

A template stands beside the module that fills it, extends `base.html.j2`, and names the style sheets that it needs
after `page.css`. A page alone holds its sheets and its script; the pages of a site share them as files beside them
(`shared_files`). Neither asks for anything from anywhere, and their policy forbids it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from steppe.display import glossary
from steppe.display.charts import tokens
from steppe.world.files import whole_file

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


def render(template: Path, context: Mapping[str, Any], sheets: Sequence[str] = ()) -> str:
    """The page of a template as text; a name that the template asks for and `context` lacks is an error.

    `sheets` stand after `page.css`. With links of a site in `context` (`site`: address, words, whether the page is
    there) these are the page's navigation, and sheets and scripts are files beside it. `description` is what others
    show of the page; without one it is the headline or the lead. A figure and its per cent sign stay on one line. On
    a page of a site each term of the glossary is explained where it is first used.
    """
    shared = bool(context.get("site"))
    names = ("page", *sheets)
    dressed = {
        "dress": _links(names) if shared else _within(names),
        "policy": _policy(shared),
        "site": (),
        "description": _description(context),
        **context,
    }
    text = _environment(template.parent).get_template(template.name).render(dressed)
    text = re.sub(r"(?<=\d) %", "\u00a0%", text)
    return glossary.explained(text) if shared else text


def shared_files() -> dict[str, str]:
    """Sheets and scripts that the pages of a site share: name and text."""
    texts = {one.name: one.read_text(encoding="utf-8") for one in files("steppe.display").joinpath("static").iterdir()}
    return {**dict(sorted(texts.items())), "page.css": tokens.css() + texts["page.css"]}


def _links(names: Sequence[str]) -> Markup:
    """Sheets, and the scripts of every page of a site; the theme is set before the page is drawn."""
    sheets = "".join(f'<link rel="stylesheet" href="{name}.css">' for name in names)
    return Markup(f'{sheets}<script src="page.js"></script><script src="finder.js" defer></script>')


def _within(names: Sequence[str]) -> Markup:
    """Sheets and script of a page that stands alone."""
    styles = tokens.css() + "".join(_static(f"{name}.css") for name in names)
    return Markup(f"<style>\n{styles}</style>\n<script>{_static('page.js')}</script>")


def _policy(shared: bool) -> Markup:
    """What the page may load: nothing but its own sheets and scripts, and pictures that its script makes."""
    digest = base64.b64encode(hashlib.sha256(_static("page.js").encode()).digest()).decode()
    script, style = ("'self'", "'self' 'unsafe-inline'") if shared else (f"'sha256-{digest}'", "'unsafe-inline'")
    return Markup(f"default-src 'none'; style-src {style}; script-src {script}; img-src data: blob:")


def _description(context: Mapping[str, Any]) -> str:
    says = context.get("says") or {}
    return str(context.get("headline") or says.get("lead") or says.get("headline") or context["title"])


@cache
def _environment(folder: Path) -> Environment:
    """Templates of a folder beside the shared ones; each is compiled once."""
    environment = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent / "templates"]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["abbr"] = glossary.abbr
    return environment


@cache
def _static(name: str) -> str:
    return files("steppe.display").joinpath("static", name).read_text(encoding="utf-8")


def inline(chart: alt.TopLevelMixin, name: str) -> Markup:
    """A chart to stand in a page; `name` keeps its ids apart from those of other charts."""
    from steppe.display.charts.theme import to_inline

    return Markup(to_inline(chart, name))


def source_rows(sources: pd.DataFrame, *, numbered: bool = False) -> list[dict[str, str]]:
    """Sources as the list at the foot of a page shows them, each once; what is missing is empty.

    `numbered` gives each an anchor, `s1` the first, for figures to point at.
    """
    rows = sources.drop_duplicates("source")
    rows = rows.assign(anchor=[f"s{place}" if numbered else "" for place in range(1, len(rows) + 1)])
    return [
        {str(key): value if isinstance(value, str) else "" for key, value in row.items()}
        for row in rows.to_dict("records")
    ]


def save(path: Path, text: str) -> Path:
    """Write a page; its folder is made if need be. Raises as `save_bytes`."""
    return save_bytes(path, text.encode())


def save_bytes(path: Path, content: bytes) -> Path:
    """Write a file, whole or not at all; its folder is made if need be.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    with whole_file(path) as part:
        part.write_bytes(content)
    return path
