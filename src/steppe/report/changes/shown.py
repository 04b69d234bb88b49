"""Shown figures: what the overview, the briefs and the claims of a version of the tables say, as one table.

They come from the reports themselves: `overview.records`, the frames of each `Brief`, the results of the claims. Beside
them stand what the tables say of a figure (a row of `trade_review`, a decision on a date) and a checksum of the rows of
each source, so that a later version can tell why a figure moved. One Parquet file a version is kept in
`bundle/derived/shown`; `python -m recipes --derived` writes that of the present one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from steppe.evidence.listing import in_words
from steppe.evidence.verdicts import ClaimResult, evaluate_claims
from steppe.influence import LAYERS, POWERS, figures
from steppe.influence.reasons import worded
from steppe.report.brief.view import Brief, brief
from steppe.report.changes import origins
from steppe.report.overview.frames import THEN
from steppe.report.overview.records import records
from steppe.report.overview.view import overview
from steppe.world.actors import actors
from steppe.world.world import World

PAGES = ("overview", "briefs", "claims")
KEY = ("page", "subject", "item", "partner", "slot", "figure")
"""What a figure is: where it stands, of whom, what of, with whom, of which fixed year, and which of its numbers."""
COLUMNS = (
    *KEY,
    *("value", "text", "unit", "when", "low", "high", "record", "basis", "source", "missing", "rule", "reason"),
)
"""`rule` says how a figure is defined, `reason` what the tables say of it."""
PARTNER = "partner in goods"
AT_ONCE = 25
"""Briefs whose figures are computed together."""
FIXED = ("trade", "trade share", "imputed part of the trade", "first partner", "trade of members with each other")
"""Measures of the overview that stand in the columns of fixed years."""
Rows = Iterator[pd.DataFrame]


def shown(world: World, states: Sequence[str] | None = None, pages: Sequence[str] = PAGES) -> pd.DataFrame:
    """Every figure shown of a world.

    Parameters
    ----------
    states
        Whose briefs; by default those of all states of today, and of the EU.
    pages
        Of which pages: overview, briefs, claims.

    Returns
    -------
    One row a figure, in the columns of `COLUMNS`; `value` is a number in `unit`, `text` what is said in words, and
    `missing` says why there is neither. Rows of the page `tables` hold the checksums of the sources' rows.
    """
    parts = [origins.checksums(world)]
    parts += _overview(world) if "overview" in pages else []
    parts += _briefs(world, everyone(world) if states is None else states) if "briefs" in pages else []
    parts += _claims(evaluate_claims(world)) if "claims" in pages else []
    found = _table(pd.concat(parts, ignore_index=True))
    reasons = {**origins.reviewed(world), **origins.decided(world)}
    keys = zip(found["item"], found["subject"], found["partner"], found["when"].str[:4], strict=True)
    found["reason"] = [reasons.get(key) or reasons.get((*key[:3], "")) or "" for key in keys]
    return found.sort_values(list(KEY), kind="stable", ignore_index=True)


def everyone(world: World) -> list[str]:
    """States of today, and the EU as one."""
    codes = world.sql('select state from states where "end" is null order by state')["state"]
    return list(dict.fromkeys(one.name for one in actors(world, [*codes, "EU"])))


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the columns of `COLUMNS`: numbers where they are numbers, text elsewhere, blank for none."""
    numbers = ("value", "low", "high")
    frame = rows.reindex(columns=list(COLUMNS))
    blank = {name: frame[name].astype(object).where(frame[name].notna(), "").map(str) for name in COLUMNS}
    return frame.assign(**{name: frame[name].astype(float) if name in numbers else blank[name] for name in COLUMNS})


# --------------------------------------------------------------------------- pages
def _overview(world: World) -> Rows:
    found = records(overview(world))
    mutual = found["measure"].eq("trade of members with each other")
    years = found["year"].astype(str)
    votes = years.eq(str(THEN[1])).map({True: "then", False: ""}).where(found["measure"].eq("UN votes cast alike"), "")
    rows = found.assign(
        page="overview",
        item=found["measure"].where(~mutual, found["measure"].str.cat(found["text"].fillna(""), sep=", ")),
        text=found["text"].where(~mutual, None),
        slot=years.where(found["measure"].isin(FIXED), votes),
        figure=found["unit"].map({"": "text", "million USD": "amount"}).fillna(found["unit"]),
        when=years.where(years.ne("None") & years.ne("<NA>"), ""),
    )
    rows = rows.assign(item=rows["item"].replace("trade", "trade share"))
    both = rows["value"].notna() & rows["text"].notna()
    yield rows.assign(text=rows["text"].where(~both, None))
    yield rows[both].assign(figure="text", value=None, unit="")


def _briefs(world: World, states: Sequence[str]) -> Rows:
    for first in range(0, len(states), AT_ONCE):
        some = list(states[first : first + AT_ONCE])
        known = worded(figures(world, some, POWERS))
        for state, own in known.groupby("state", sort=False):
            yield from _brief(brief(world, str(state), own[own["partner"] != state].reset_index(drop=True)))


def _brief(view: Brief) -> Rows:
    """The figures of one brief: its ties, partners, losses, seats and facts."""
    page = {"page": "briefs", "subject": view.code}
    ties = view.cells.assign(item=view.cells["layer"], rule=view.cells["whole"], **page)
    yield ties.assign(figure="share", value=ties["share"], unit="share")
    amounts = ties[ties["unit"].notna()]
    yield amounts.assign(figure="amount", value=amounts["amount"])
    partners = view.partners.assign(item=PARTNER, when=view.partners["year"], missing=None, **page)
    shares = partners.assign(figure="share", value=partners["share"], unit="share", missing=partners["withheld"])
    yield shares.assign(value=shares["value"].where(shares["withheld"].isna()))
    for name in ("amount", "exports", "imports"):
        yield partners[partners["withheld"].isna()].assign(
            figure=name, value=partners[name], unit="million current USD", low=None, high=None
        )
    lost = view.losses
    yield lost.assign(item="loss: " + lost["layer"], when=lost["year"], rule=lost["method"], **page).assign(
        figure="share", value=lost["loss"]
    )
    seats = view.seats
    held = seats["status"].str.cat(seats["practice"], sep=", ")
    since = [f"since {view.since(body)}" for body in seats["organization"]]
    yield seats.assign(item="seat", partner=seats["organization"], figure="text", text=held, when="", **page)
    yield seats.assign(item="seat", partner=seats["organization"], figure="since", text=since, when="", **page)
    facts = [{"item": one.what, "value": one.value, "when": one.year, "source": one.source} for one in view.facts]
    yield pd.DataFrame([{**page, "figure": "value", **one} for one in facts])


def _claims(results: Iterable[ClaimResult]) -> Rows:
    rows: list[dict[str, object]] = []
    for result in results:
        one, sources = result.claim, sorted({source for found in result.findings for source in found.sources})
        mine = {"page": "claims", "subject": one.id}
        verdict = {"item": "verdict", "figure": "text", "text": result.verdict, "rule": str(one.claimed or "")}
        rows.append({**mine, **verdict, "source": ";".join(sources)})
        for found in result.findings:
            args = ", ".join(f"{name}={value}" for name, value in found.measure.args.items())
            number = isinstance(found.value, int | float) and not isinstance(found.value, bool)
            rows.append(
                {
                    **mine,
                    "item": found.measure.name,
                    "figure": "value" if number else "text",
                    "value": found.value if number else None,
                    "text": None if number or found.value is None else in_words(found),
                    "unit": found.unit,
                    "source": ";".join(found.sources),
                    "missing": (found.note or "no data") if found.value is None else None,
                    "rule": f"{found.measure.query}({args})",
                }
            )
    yield pd.DataFrame(rows)


def title_of(item: str) -> str:
    """What a figure is of, in words."""
    name = item.removeprefix("loss: ")
    words = LAYERS[name].title if name in LAYERS else name.replace("gdp", "GDP")
    return f"if cut: {words}" if name != item else words
