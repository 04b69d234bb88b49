"""The page of the ledger: every episode in time, its counts, what thirty of them looked like when looked up again."""

from __future__ import annotations

from steppe.influence.ledger import WHY_NO_RATE, ledger
from steppe.report.episodes.view import again, listing
from steppe.report.site.index import index
from steppe.report.site.registry import Made, page
from steppe.world.world import World


@page("episodes.html", under="pairs.html")
def episodes(world: World) -> Made:
    """Inducements, coercion and use of force since 1991, with counts and without rates."""
    rows = ledger(world)
    view = listing(world, rows, "All states")
    places = {source: place for place, source in enumerate(view.sources["source"], start=1)}
    return index(
        world,
        "episodes",
        "overview",
        "site",
        title="Offers and pressure",
        headline=view.title.removeprefix("All states: "),
        why=WHY_NO_RATE,
        rows=[(*one.cells, [places[source] for source in one.pages]) for one in view.entries],
        counts=[(title, list(frame.columns), frame.values.tolist()) for title, frame in view.counts],
        again=again(rows),
        reopened=[
            (
                row.sender,
                row.target,
                row.start.year,
                row.instrument.replace("_", " "),
                row.reopened_result,
                row.reopened_note,
            )
            for row in rows[rows["reopened"].notna()].itertuples()
        ],
        pages=view.sources.to_dict("records"),
    )
