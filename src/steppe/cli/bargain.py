"""`steppe bargain`: an agenda before its body."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.cli import completion
from steppe.cli.command import Command, examples
from steppe.cli.output import FORMAT, MOST_DRAWS, PAGE, SEED, Format, screen, show, tell, the_world

if TYPE_CHECKING:
    from steppe.politics.bargaining.session import Session
    from steppe.report.agenda.view import BargainView


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command(cls=Command)(bargain)


@examples(
    {
        "bargain": "all agendas that come with steppe",
        "bargain cis-summit-2024 --draws 200": "the CIS summit of 2024: the forecast, and what happened",
    }
)
def bargain(
    agenda: str | None = typer.Argument(
        None,
        help="An agenda by name, or a file: TOML, KTAB, exchange model; without one, lists them.",
        autocompletion=completion.agenda,
    ),
    draws: int = typer.Option(
        1024, "--draws", min=2, max=MOST_DRAWS, help="Noisy copies of the actors, rounded up to a power of two."
    ),
    seed: int = SEED,
    body: str = typer.Option(
        "",
        "--body",
        help="Another body decides: SCO, CIS, CSTO, EAEU Collegium, bilateral …",
        autocompletion=completion.organization,
    ),
    reference: float | None = typer.Option(
        None, "--reference", help="For a file of KTAB or the exchange model: what holds without agreement."
    ),
    log: Path | None = typer.Option(None, "--log", help="Folder for the log of every intermediate quantity."),
    out: Path | None = PAGE,
    format: Format = FORMAT,
) -> None:
    """What a body would agree on: compromise, elections, who signs, reserves or blocks; and what happened."""
    if agenda is None:
        return _list(format, {"--body": body, "--reference": reference is not None, "--log": log, "--out": out})
    from steppe.politics.bargaining.reading import read_agenda
    from steppe.politics.bargaining.session import negotiate_agenda
    from steppe.report.agenda.view import view

    world = the_world()
    asked = read_agenda(agenda, world, body, reference)
    session = negotiate_agenda(asked, world, draws=draws, seed=seed, body=body)
    seen = view(session, world, asked, draws, seed)
    if log is not None:
        _log(session, log, say=format is Format.TABLE)
    if out is not None:
        from steppe.display.page import save
        from steppe.report.agenda.page import page

        tell(str(save(out, page(seen))))
    else:
        _print(seen, format)


def _print(seen: BargainView, format: Format) -> None:
    from steppe.report.agenda import tables
    from steppe.report.agenda import view as bargaining
    from steppe.report.agenda.terminal import show as show_agenda

    if format is Format.TABLE:
        with screen() as out:
            show_agenda(seen, out)
    else:
        title = seen.session.agenda.title
        show(tables.results(seen), format, title, bargaining.notes(seen), tables.totals(seen))


def _list(format: Format, useless: dict[str, object]) -> None:
    import pandas as pd

    from steppe.politics.bargaining.reading import agenda_names, read_agenda
    from steppe.world.errors import UserError

    for option, value in useless.items():
        if value:
            raise UserError(f"{option}: no agenda is named; name one, such as {agenda_names()[0]}")
    rows = []
    for name in agenda_names():
        one = read_agenda(name)
        known = sum(issue.outcome is not None for issue in one.issue)
        body = f"{one.body} {one.organ}".strip()
        rows.append((name, one.title, one.date.isoformat(), body, len(one.issue), known, one.status))
    heads = ["agenda", "title", "date", "body", "issues", "outcomes_known", "status"]
    notes = ["`steppe bargain AGENDA` shows one; a file of yours, AGENDA.toml, is read in the same way."]
    frame, spare = pd.DataFrame(rows, columns=heads), ("outcomes_known", "status")
    show(frame, format, "Agendas", notes, spare=spare)


def _log(session: Session, folder: Path, *, say: bool) -> None:
    from steppe.politics.bargaining.log import write_log

    paths = write_log(session.log, folder)
    if say:
        tell(f"Log: {', '.join(str(path) for path in paths)}")
