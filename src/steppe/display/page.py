"""From a template to a page that stands alone, and from a page to a file.

A template stands beside the module that fills it, extends `base.html.j2`, and names the style sheets that it needs
after `page.css`. The page asks for nothing from anywhere, and its policy forbids it to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from steppe.display.charts import tokens
from steppe.display.charts.theme import to_inline
from steppe.world.errors import UserError


def render(template: Path, context: Mapping[str, Any], sheets: Sequence[str] = ()) -> str:
    """The page of a template as text; a name that the template asks for and `context` lacks is an error.

    `sheets` stand after `page.css`. With links of a site in `context` (`site`: address, words, whether the page is
    there) these are the page's navigation. A figure and its per cent sign stay on one line.
    """
    styles = "".join(_sheet(part) for part in ("page", *sheets))
    dressed = {"tokens": Markup(tokens.css()), "sheet": Markup(styles), "site": (), **context}
    text = _environment(template.parent).get_template(template.name).render(dressed)
    return re.sub(r"(?<=\d) %", "\u00a0%", text)


@cache
def _environment(folder: Path) -> Environment:
    """Templates of a folder beside the shared ones; each is compiled once."""
    return Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent / "templates"]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
    )


@cache
def _sheet(name: str) -> str:
    return files("steppe.display").joinpath(f"static/{name}.css").read_text(encoding="utf-8")


def inline(chart: alt.TopLevelMixin, name: str) -> Markup:
    """A chart to stand in a page; `name` keeps its ids apart from those of other charts."""
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
    """Write a file; its folder is made if need be.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UserError(
            f"--out: {path} cannot be written ({error.strerror}); name a folder that you can write to"
        ) from None
    return path
