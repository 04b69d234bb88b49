"""Commands about influence: dependence, rank, powers; `compare` is registered by `steppe.cli.compare`."""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, MOST_DRAWS, SEED, Format, show, the_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from steppe.world.errors import UserError
    from steppe.world.world import World

POWERS = "RUS,CHN,EU,USA,TUR"
DRAWS = 2000
BY = "flows: what passes between the two, over GDP (the economy); shares: the mean of the power's shares (the rest)."
WEIGHTS = "Of shares: weights of layers, trade=2,debt=1; those of the registry by default."
SHARES, AMOUNTS = ("share", "size", "reverse", "slope"), ("amount",)
SPREAD, CHANCES = ("value", "low", "high"), dict.fromkeys(("first", "ahead"), "probability, 0 to 1")
UNITS = {
    **dict.fromkeys(("share", "low", "high", "reverse", "imputed"), "0 to 1"),
    **{"size": "ratio to `size_of`", "asymmetry": "-1 to 1", "change": "of the share", "slope": "share a year"},
}
"""Of columns of dependence."""
FEW = 2
"""Powers whose amounts stand beside their shares in a table."""
NOTES = 6
"""Different notes of figures that are still printed below a table of years."""
BAND = r"; between [\d.]+ and [\d.]+$"
"""The end of a note that gives the band of an amount, other in each year."""
TO_CITE = "To cite a source: `steppe data sources NAME`."
OF_WEIGHTS_ALONE = "Of shares, intervals and probabilities are over the weights, not over errors in the data."


class Domain(enum.StrEnum):
    """Domains of dependence."""

    ECONOMIC = "economic"
    SECURITY = "security"
    POLITICAL = "political"
    CULTURAL = "cultural"


class By(enum.StrEnum):
    """What dependence is measured by."""

    FLOWS = "flows"
    SHARES = "shares"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (dependence, rank, powers):
        app.command(cls=Command)(command)


@examples(
    {
        "dependence TJK --on CHN": "all ties of Tajikistan with China, the latest year of each",
        "dependence TJK --on CHN --layer debt -f csv": "what it owes to China, year by year, for a spreadsheet",
    }
)
def dependence(
    state: str = typer.Argument(
        ...,
        help="Who depends: a state, a group, or several separated by commas.",
        autocompletion=completion.several(completion.actor),
    ),
    on: str = typer.Option(POWERS, "--on", help="On whom.", autocompletion=completion.several(completion.actor)),
    layer: str = typer.Option(
        None,
        "--layer",
        "-l",
        help="Layers or domains: trade, energy, security …; all.",
        autocompletion=completion.several(completion.layer),
    ),
    year: str | None = typer.Option(None, "--year", "-y", help="2019 or 2008-2017; the latest; of one layer all."),
    format: Format = FORMAT,
) -> None:
    """How much a state depends on powers: share, size, reverse share, trend, source; or why there is no figure."""
    from steppe.display.frames import with_digits
    from steppe.influence.exposure import told
    from steppe.influence.latest import latest
    from steppe.influence.layers import LAYERS, chosen
    from steppe.influence.measure import figures, titled
    from steppe.world.dates import TODAY, in_year

    world = the_world()
    frame = figures(world, state, on, layer, year)
    if frame["state"].eq(frame["partner"]).all():
        raise _mistake(f"--on {on}: a state does not depend on itself; name another power")
    alone = year is None and frame["layer"].nunique() == 1 and frame["state"].nunique() == 1
    found = frame if year is not None else _with_figures(frame) if alone else latest(frame)[list(frame.columns)]
    notes = [] if year is not None or alone else ["Each figure is the latest on record of its power."]
    told_of = found.loc[found["share"].notna() | found["amount"].notna(), "layer"]
    notes += [f"{name}: {LAYERS[name].defects}" for name in dict.fromkeys(told_of)][:6]
    title = titled(world, found)
    last = int(frame["year"].max())
    if last > TODAY.year:
        title += f" in {in_year(last)}"
    if format is Format.TABLE and alone and found["year"].nunique() > 1:
        notes = [*_why_not(frame, found), *notes]
        found = _course(found)
    elif format is Format.TABLE:
        found, silent = _spoken(found)
        notes = [*_units(found), *silent, *notes]
        found = with_digits(_readable(found, several=found["state"].nunique() > 1), SHARES, AMOUNTS)
    notes += [*told(world, frame), TO_CITE] if format is Format.TABLE else []
    layers = {one.name: {"whole": one.whole, "unit": one.unit, "defects": one.defects} for one in chosen(layer)}
    spare = ("slope", "breaks", "why not", "basis", "reverse", "source")
    show(found, format, title, notes, {"layers": layers}, spare, units=UNITS)


@examples(
    {
        "rank --on CHN": "whose economy depends most on China, by what flows between the two",
        "rank --on RUS --domain security --of central-asia": "who of Central Asia depends most on Russia for security",
    }
)
def rank(
    on: str = typer.Option(..., "--on", help="The power.", autocompletion=completion.actor),
    domain: Domain = typer.Option(Domain.ECONOMIC, "--domain", "-d", help="The domain."),
    year: int = typer.Option(
        2023, "--year", "-y", help="The year; figures up to five years older are used where needed."
    ),
    of: str = typer.Option("twelve", "--of", help="States to rank: a group, or codes separated by commas."),
    by: By = typer.Option(None, "--by", help=BY),
    weights: str = typer.Option(None, "--weights", "-w", help=WEIGHTS),
    draws: int = typer.Option(DRAWS, "--draws", min=1, max=MOST_DRAWS, help="Of shares: random weightings."),
    seed: int = SEED,
    format: Format = FORMAT,
) -> None:
    """States by how much they depend on one power, with how sure the order is."""
    chosen = by or (By.FLOWS if domain is Domain.ECONOMIC else By.SHARES)
    if chosen is By.SHARES:
        return _rank_by_shares(on, domain, year, of, weights, draws, seed, format)
    if domain is not Domain.ECONOMIC:
        raise _mistake(f"--by flows: ties of the {domain.value} domain have no common unit; add --by shares")
    for option, given in {"--weights": weights is not None, "--draws": draws != DRAWS, "--seed": seed != 1}.items():
        if given:
            raise _mistake(f"{option}: this is for means of shares; add --by shares, or leave it out")
    from steppe.cli import flows
    from steppe.influence.ranking import rank as ordered

    world = the_world()
    table, parts = ordered(world, on, year, of)
    flows.show_rank(table, parts, format, flows.headline(table, world.state_names, _named(world, on), year))


def _rank_by_shares(
    on: str, domain: Domain, year: int, of: str, weights: str | None, draws: int, seed: int, format: Format
) -> None:
    from steppe.display.frames import with_chances, with_digits
    from steppe.influence.ranking import rank_by_shares
    from steppe.world.dates import in_year

    world = the_world()
    table, made = rank_by_shares(world, on, domain.value, year, of, _weights(weights), draws, seed)
    entered = table["layers"].iloc[0].split(", ")
    notes = [
        "value: mean of the power's shares over these layers, a small tie counted like a large one.",
        "Weights: " + ", ".join(f"{name} {value:.2f}" for name, value in made.weights.items() if name in entered) + ".",
        "first: share of the weightings in which the state depends most; ahead: in which it is ahead of the next.",
        OF_WEIGHTS_ALONE,
    ]
    gone = [name for name in made.weights if name not in entered]
    if gone:
        notes.insert(2, f"Left out, since not all states have it: {', '.join(gone)}.")
    if format is Format.TABLE:
        table = with_chances(with_digits(table.drop(columns="layers"), ("value", "low", "high")), "first", "ahead")
    title = f"Dependence on {_named(world, on)} by mean share, {domain.value} domain, {in_year(year)}"
    weighted, ends = {"weights": dict(made.weights)}, ("basis", ("rank_low", "rank_high"))
    show(table, format, title, notes, weighted, ends, units=dict.fromkeys(SPREAD, "mean share, 0 to 1") | CHANCES)


def compare(first: str, second: str, on: str, year: int, by: By | None, format: Format) -> None:
    """Two states side by side: on whom each depends more, by domain; `steppe.cli.compare` has the options."""
    from steppe.cli import flows
    from steppe.influence.ranking import compare as paired
    from steppe.world.dates import in_year

    world = the_world()
    table = paired(world, first, second, on, year, (by or By.FLOWS).value)
    notes = [flows.MORE, OF_WEIGHTS_ALONE]
    if format is Format.TABLE:
        layers = table.dropna(subset=["layers"]).drop_duplicates(["domain", "measure"])
        notes += [f"{row.domain}, {row.measure}: {row.layers}." for row in layers.itertuples() if row.layers]
        table = flows.side_by_side(table.drop(columns="layers"))
    title = f"{_named(world, first)} and {_named(world, second)}, {in_year(year)}: who depends more"
    spread = tuple(name for name in table.columns if name.endswith(("_low", "_high")))
    show(table, format, title, notes, spare=(spread, "missing"))


@examples(
    {
        "powers": "where each power is ahead of the others in 2023",
        "powers --year 2010 --on RUS,CHN": "Russia and China in 2010",
    }
)
def powers(
    year: int = typer.Option(
        2023, "--year", "-y", help="The year; figures up to five years older are used where needed."
    ),
    on: str = typer.Option(POWERS, "--on", help="The powers.", autocompletion=completion.several(completion.actor)),
    of: str = typer.Option("twelve", "--of", help="Over which states: a group, or codes separated by commas."),
    format: Format = FORMAT,
) -> None:
    """The powers' pull by domain: mean over the states, and where each is ahead of the others."""
    from steppe.cli import flows
    from steppe.influence.ranking import powers as pulls
    from steppe.world.dates import in_year

    world = the_world()
    table = pulls(world, year, on, of)
    notes = [
        "leads: where the power is first, in the economy by flows and by shares alike; certain: where it leads in 90 % "
        "of the weightings, and in the economy no record of another power's flows reaches its own.",
        *flows.disputed(table),
        OF_WEIGHTS_ALONE,
    ]
    if format is Format.TABLE:
        notes += [f"{row.domain}, shares: {row.layers}." for row in table.drop_duplicates("domain").itertuples()]
        table = flows.readable(table, "mean").drop(columns=["layers", "by_size", "by_shares"])
    show(table, format, f"Powers, {in_year(year)}", notes)


# --------------------------------------------------------------------------- words
def _named(world: World, name: str) -> str:
    """A state, or a group that acts as one, as a sentence has it."""
    from steppe.world.actors import actors

    (one, *_) = actors(world, name)
    return one.title


def _mistake(words: str) -> UserError:
    """A user's mistake, in words."""
    from steppe.world.errors import UserError

    return UserError(words)


def _weights(text: str | None) -> dict[str, float] | None:
    """Weights from `trade=2,debt=1`."""
    if text is None:
        return None
    found = {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        try:
            found[name.strip()] = float(value) if equals else math.nan
        except ValueError:
            found[name.strip()] = math.nan
        if math.isnan(found[name.strip()]):
            raise _mistake(f'--weights: "{part.strip()}" is not a weight; write trade=2,debt=1')
    return found


def _with_figures(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the years in which any of the powers has a figure; the latest year where none has."""
    known = frame["share"].notna() | frame["amount"].notna()
    years = frame.loc[known, "year"] if known.any() else frame["year"].tail(1)
    return frame[frame["year"].isin(years)].reset_index(drop=True)


def _course(frame: pd.DataFrame) -> pd.DataFrame:
    """One layer of one state: years as rows, the share of each power, and of few powers the amount, side by side."""
    from steppe.display.frames import with_digits

    shown = with_digits(frame, ("share", "low", "high"), AMOUNTS)
    wide = shown.pivot(index="year", columns="partner", values=["amount", "share"])
    powers = list(dict.fromkeys(frame["partner"]))
    figures = ("amount", "share") if len(powers) <= FEW and frame["unit"].notna().any() else ("share",)
    columns = {f"{one} {what}": wide[what, one] for one in powers for what in figures}
    if len(powers) == 1 and frame["record"].notna().any():
        columns |= {"range": _spans(shown), "record": frame.set_index("year")["record"]}
    known = frame[frame["share"].notna() | frame["amount"].notna()].groupby("year")[["basis", "source"]].agg(_each)
    return type(frame)({**columns, "basis": known["basis"], "source": known["source"]}).reset_index()


def _each(names: pd.Series[str]) -> str:
    """Names of bases or of sources, each once."""
    return ", ".join(sorted({one.strip() for several in names for one in several.replace(";", ",").split(",")}))


def _spans(frame: pd.DataFrame) -> pd.Series:
    """The span of the share over the records, by year; blank where no record differs."""
    rows = frame.set_index("year")
    low, high = (rows[name].astype(str) for name in ("low", "high"))
    return (low + "–" + high).where(rows["low"].notna())


def _why_not(frame: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """The unit of the amounts; the years left out with their reasons, and why a year has an amount and no share."""
    from steppe.world.layers import spans

    unit, few = found["unit"].iloc[0], found["partner"].nunique() <= FEW
    told = [
        f"amount: {unit}; share: part of the state's total." if unit and few else "share: part of the state's total."
    ]
    told += [] if few or not unit else ["Amounts: ask for one or two powers, or `--format csv`."]
    without = frame[frame["missing"].notna() & (frame["state"] != frame["partner"])]
    turned = found.dropna(subset=["breaks"]).drop_duplicates("partner")
    told += [f"The trend of {row.partner}'s share breaks in {row.breaks}." for row in turned.itertuples() if row.breaks]
    for why, rows in without.groupby("missing", sort=False):
        told.append(f"– {', '.join(dict.fromkeys(rows['partner']))} {spans(rows['year'])}: {why}.")
    return told + (_notes(found, spans) if few else [])


def _notes(found: pd.DataFrame, spans: Callable[[Iterable[int]], str]) -> list[str]:
    """What figures say of themselves, with their years; nothing where each says something else."""
    said = found.loc[found["note"].notna() & found["amount"].notna(), ["partner", "year", "note"]]
    said["note"] = said["note"].str.replace(BAND, "", regex=True)
    groups = said.groupby(["partner", "note"], sort=False)["year"]
    return [f"{who} {spans(years)}: {note}." for (who, note), years in groups] if len(groups) <= NOTES else []


def _spoken(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows of layers with a figure, and a sentence for each reason why others have none."""
    known = frame["share"].notna() | frame["amount"].notna()
    silent = frame[~frame["layer"].isin(frame.loc[known, "layer"])].drop_duplicates("layer")
    if len(silent) == frame["layer"].nunique():
        return frame, []
    told = [f"Not covered: {row.layer} ({row.missing})." for row in silent.itertuples()]
    return frame[~frame["layer"].isin(silent["layer"])], told


def _units(frame: pd.DataFrame) -> list[str]:
    """What amounts are in, and what sizes are over: each once, with its layers."""
    known = frame[frame["state"] != frame["partner"]]
    told = []
    for what, figure, unit in (("Amounts are in", "amount", "unit"), ("Sizes are amounts over", "size", "size_of")):
        rows = known[known[figure].notna()].drop_duplicates("layer")
        each = [f"{name} ({', '.join(own['layer'])})" for name, own in rows.groupby(unit, sort=False)]
        told += [f"{what} {'; '.join(each)}."] if each else []
    return told


def _readable(frame: pd.DataFrame, several: bool) -> pd.DataFrame:
    """Columns for people: powers as rows, why there is no figure in one column."""
    frame = frame[frame["state"] != frame["partner"]]
    table = frame[["state", "layer", "partner", "when", "share", "amount", "size"]].assign(
        reverse=frame["reverse"],
        breaks=frame["breaks"],
        slope=frame["slope"],
        basis=frame["basis"],
        source=frame["source"],
    )
    table["why not"] = frame["missing"]
    return table if several else table.drop(columns="state")
