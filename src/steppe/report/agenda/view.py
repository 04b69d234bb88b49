"""An agenda before its body, ready to be shown in sentences that follow the numbers.

Terminal and page take the same `BargainView`. What the bodies' rule decides is said of the alternative nearest to the
compromise, for that is what would lie on the table; what happened stands beside it where it is known. The challenge
model is a contrast and is never part of the forecast.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from steppe.display.format import chance, day, listed, number
from steppe.politics.bargaining.agenda import Agenda, Issue, Stance
from steppe.politics.bargaining.bodies import member_figures
from steppe.politics.bargaining.challenge import Round
from steppe.politics.bargaining.compromise import compromise
from steppe.politics.bargaining.negotiate import COVERAGE, Negotiation
from steppe.politics.bargaining.pivotality import MOST_MEMBERS, BodyProfile, profile
from steppe.politics.bargaining.rules import AGAINST, ASIDE, BLOCKS, RESERVES, SIGNS
from steppe.politics.bargaining.session import Session
from steppe.world.sources import sources_of, weo
from steppe.world.world import World

STANCES = {
    SIGNS: "sign",
    RESERVES: "sign with a reservation",
    ASIDE: "stand aside",
    AGAINST: "vote against",
    BLOCKS: "block",
}
"""What actors do, in the plural."""
SIZES = {
    "gdp_usd": "output in dollars, the year before",
    "gdp_ppp": "output at purchasing power, the year before",
    "population": "population, the year before",
    "equal": "the same for all",
}
TOP = 3
"""How many inputs and exchanges are named."""
LEVELS = {
    "head_of_state": "heads of state",
    "head_of_government": "heads of government",
    "minister": "ministers",
    "other": "below that",
    "absent": "absent",
}


@dataclass(frozen=True)
class IssueView:
    """One issue: what was asked, what came out, and the row of scores where the outcome is known."""

    issue: Issue
    result: Negotiation
    stances: Mapping[str, Stance]
    rounds: tuple[Round, ...]
    score: Mapping[str, Any] | None

    @property
    def put(self) -> str:
        """The alternative that lies on the table."""
        return self.result.question.nearest(self.result.compromise)

    @property
    def shares(self) -> Mapping[str, float]:
        """Share of each actor in all capability."""
        actors = self.result.actors
        return dict(zip(actors.names, actors.capability / actors.capability.sum(), strict=True))


@dataclass(frozen=True)
class BargainView:
    """A session with what showing it needs."""

    session: Session
    issues: tuple[IssueView, ...]
    names: Mapping[str, str]
    came: pd.DataFrame
    body: BodyProfile | None
    sources: pd.DataFrame
    asked: Agenda
    seed: int
    draws: int

    def named(self, code: str) -> str:
        """The name of a state; any other actor keeps its own."""
        return self.names.get(code, code)

    def list(self, codes: tuple[str, ...]) -> str:
        """Actors as a list in a sentence."""
        return listed([self.named(code) for code in codes])


def view(session: Session, world: World, asked: Agenda, draws: int, seed: int) -> BargainView:
    """A session ready to be shown; `asked` is the agenda before seats were given out."""
    scores = session.scores
    rows = {} if scores.empty else {row["issue"]: row for row in scores.to_dict("records")}
    issues = tuple(
        IssueView(
            issue,
            session.negotiations[issue.name],
            {stance.actor: stance for stance in session.agenda.position if stance.issue == issue.name},
            session.contrasts[issue.name],
            rows.get(issue.name),
        )
        for issue in session.agenda.issue
    )
    came = world.sql("select state, level from attendance where meeting = ?", [asked.meeting])
    body, sources = _body(session, world), _sources(session.agenda, world)
    return BargainView(session, issues, world.state_names, came, body, sources, asked, seed, draws)


def _body(session: Session, world: World) -> BodyProfile | None:
    """The body on the day, all its members in law; None where it has none, or more than can be counted."""
    agenda = session.agenda
    if agenda.body not in world.organization_names:
        return None
    members = world.members(agenda.body, on=agenda.date.isoformat())
    if not 1 < len(members) <= MOST_MEMBERS:
        return None
    known = member_figures(world, members, agenda.date.year)
    return profile(session.rule, known.states, known.capability, known.ideal) if len(known.states) > 1 else None


def _sources(agenda: Agenda, world: World) -> pd.DataFrame:
    """Sources of the documents that the agenda cites and of its capabilities."""
    cited = " ".join(
        [stance.document for stance in agenda.position] + [issue.reference_document for issue in agenda.issue]
    )
    names = {f"text-{text}" for text in re.findall(r"\bT[0-4]\b", cited)}
    names |= {"general-knowledge"} if "general knowledge" in cited else set()
    names |= {"wdi", weo(world)} if agenda.unsized and agenda.capability != "equal" else set()
    return sources_of(world, sorted(names))


# ------------------------------------------------------------------ sentences
def head_words(of: BargainView) -> str:
    """Body, rule and day."""
    agenda, rule = of.session.agenda, of.session.rule
    by = f"{agenda.body} {agenda.organ}".strip()
    document = f" ({rule.document})" if rule.document else ""
    other = f", instead of {of.asked.body}" if is_elsewhere(of) else ""
    veto = f"; veto: {of.list(rule.veto)}" if rule.veto else ""
    return f"{day(agenda.date)} · {by}{other}: {rule.title[:1].lower()}{rule.title[1:]}{document}{veto}"


def seats_words(of: BargainView) -> str:
    """Who of the agenda has no seat here; empty where all have one."""
    kept = {actor.name for actor in of.session.agenda.actor}
    out = tuple(actor.name for actor in of.asked.actor if actor.name not in kept)
    return f"No seat in the {of.session.agenda.body} that day: {of.list(out)}." if out else ""


def present_words(of: BargainView) -> list[str]:
    """The body that day, who of the agenda has no seat in it, and who came; what is not known is left out."""
    return [said for said in (body_words(of), seats_words(of), came_words(of)) if said]


def body_words(of: BargainView) -> str:
    """Who leads the body, how far apart it is and whose vote turns a decision; empty where that is not known."""
    body, name = of.body, of.session.agenda.body
    if body is None:
        return ""
    return (
        f"The {name} that day: {of.named(body.leader)} has {100 * body.leader_share:.0f} % of the members’ output and "
        f"{100 * body.leader_shapley:.0f} % of the power to swing a decision; the members’ ideal points in United "
        f"Nations votes spread by {body.dispersion:.2f}."
    )


def came_words(of: BargainView) -> str:
    """Who came to the meeting, by level; empty where that is not on record."""
    if of.came.empty:
        return ""
    levels = dict.fromkeys([*LEVELS, *of.came["level"]])
    found = {level: tuple(of.came.loc[of.came["level"].eq(level), "state"]) for level in levels}
    said = [
        f"{LEVELS.get(level, level.replace('_', ' '))}: {of.list(states)}" for level, states in found.items() if states
    ]
    return f"Who came: {'; '.join(said)}."


def forecast_words(one: IssueView) -> str:
    """The plain mean of the positions, which has done best where outcomes are known; then what the model says."""
    result = one.result
    plain = float(np.mean(result.actors.position))
    held = "" if abs(result.point - result.compromise) < 0.05 else f", held at {number(result.point, 1)} by the rule"
    likeliest = float(result.probability.max())
    return (
        f"The plain mean of the positions is {number(plain)}. The model for contrast: compromise "
        f"{number(result.compromise, 1)}{held}; {100 * COVERAGE:.0f} % interval {number(result.low)} to "
        f"{number(result.high)} on a scale of {number(one.issue.low)} to {number(one.issue.high)}. "
        f"Most likely: {result.likeliest}, {chance(likeliest)}."
    )


def vote_words(of: BargainView, one: IssueView) -> str:
    """What becomes of the alternative on the table, and who does what."""
    vote = one.result.decision
    today = one.result.question.nearest(one.issue.reference)
    if one.put == today:
        return f"Nearest to the compromise is the status quo, {today}: nothing to sign."
    verdict = "is adopted" if vote.adopted else f"fails, and {today} remains"
    said = [f"{of.list(vote.who(stance))} {_verb(stance, vote.who(stance))}" for stance in STANCES if vote.who(stance)]
    return f"Put to the vote, {one.put} {verdict}: {'; '.join(said)}."


def _verb(stance: str, who: tuple[str, ...]) -> str:
    if len(who) > 1:
        return STANCES[stance]
    return {RESERVES: "signs with a reservation"}.get(stance, stance)


def nash_words(one: IssueView) -> str:
    """What those would agree on who can fall back on the status quo."""
    bargain = one.result.nash
    if bargain.agreement:
        return f"Nash bargaining from the status quo at {number(one.issue.reference)}: {number(bargain.outcome, 1)}."
    return "Nash bargaining: no outcome leaves every actor better off than the status quo."


def moves_words(of: BargainView, one: IssueView) -> str:
    """Which inputs move the compromise most, each by its own uncertainty."""
    rows = one.result.sensitivity.head(TOP).to_dict("records")
    said = [f"{row['input']} of {of.named(row['actor'])} ({number(row['swing'], 1)})" for row in rows]
    actors = one.result.actors
    equal = float(compromise(replace(actors, capability=np.ones(len(actors.names)))))
    return (
        f"What moves the compromise most, in points from one standard deviation down to one up: {listed(said)}. "
        f"With equal capability it would be {number(equal, 1)}."
    )


def is_elsewhere(of: BargainView) -> bool:
    """Whether another body than the agenda's own decides here, so that what happened is no test."""
    own, asked = of.session.agenda, of.asked
    return (own.body, own.organ) != (asked.body, asked.organ)


def happened_words(of: BargainView, one: IssueView) -> str:
    """What happened, and how the forecasts did; empty where that is not known."""
    if one.issue.outcome is None or one.score is None:
        return ""
    outcome, score = one.issue.outcome, one.score
    if is_elsewhere(of):
        return (
            f"What happened before the agenda’s own body ({of.asked.body}), {day(outcome.date)}: {score['happened']}, "
            f"at {number(outcome.position)} ({outcome.document}). That is no test of what another body would do."
        )
    inside = "inside" if score["inside"] else "outside"
    note = f" {outcome.note}" if outcome.note else ""
    signed = f" Signed by {listed(list(outcome.signed))}." if outcome.signed else ""
    return (
        f"What happened, {day(outcome.date)}: {score['happened']}, at {number(outcome.position)} ({outcome.document}); "
        f"{inside} the interval, given {chance(score['probability'])}. Errors in points of 100: this forecast "
        f"{number(score['error'], 1)}, the status quo {number(score['error_status_quo'], 1)}, the mean of the "
        f"positions {number(score['error_mean'], 1)}.{signed}{note}"
    )


def contrast_words(one: IssueView) -> str:
    """The medians of the challenge model, labelled; or that it has nothing to say."""
    label = "For contrast, not a forecast: the challenge model"
    if len(one.rounds) < 2:
        return f"{label} gives no result, since all actors have the same position or are equally exposed."
    medians = [step.median for step in one.rounds[1:]]
    rounds = f"round {len(medians)}" if len(medians) == 1 else f"rounds 1 to {len(medians)}"
    low, high = number(min(medians)), number(max(medians))
    run = f"stays at {low}" if low == high else f"runs from {low} to {high}"
    return f"{label}’s median {run} in {rounds}."


def package_words(of: BargainView) -> list[str]:
    """What votes could be traded for, and what comes of it; none where the agenda has no package."""
    package = of.session.package
    if package is None:
        return []
    if package.trades.empty:
        return ["No two actors stand on opposite sides of two outcomes: nothing to trade."]
    said = [_trade_words(of, row) for row in package.trades.head(TOP).itertuples()]
    rest = len(package.trades) - TOP
    said += [f"{rest} more, of smaller gain."] if rest > 0 else []
    moves = [
        f"{issue} {number(package.outcome(issue, after=False), 1)} to {number(package.outcome(issue, after=True), 1)}"
        for issue in package.table.issues
    ]
    pairs = sorted(zip(package.table.actors, package.gains, strict=True), key=lambda pair: -pair[1])
    gain = [f"{of.named(name)} {number(value, 1)}" for name, value in pairs if round(value, 1) > 0]
    lose = [f"{of.named(name)} {number(value, 1)}" for name, value in reversed(pairs) if round(value, 1) < 0]
    sums = [f"{words} {listed(found)}" for words, found in (("gain:", gain), ("lose:", lose)) if found]
    return [*said, f"Outcomes with all exchanges: {'; '.join(moves)}.", f"In all, {'; '.join(sums)}."]


def _trade_words(of: BargainView, row: Any) -> str:
    votes = f"{number(row[3])} to {number(row[4])}", f"{number(row.from_too)} to {number(row.to_too)}"
    return (
        f"{of.named(row.giver)} moves on {row.moves_on} from {votes[0]}, {of.named(row.taker)} on {row.moves_on_too} "
        f"from {votes[1]}; each gains {number(row.gain, 2)}."
    )


def notes(of: BargainView) -> list[str]:
    """What a reader must know."""
    agenda = of.session.agenda
    basis = [stance.basis for stance in agenda.position]
    noise = agenda.coding
    said = [
        f"{basis.count('assumed')} of {len(basis)} positions are assumed, {basis.count('derived')} derived from data "
        f"and {basis.count('reported')} on record.",
        f"Capability, unless stated: {SIZES[agenda.capability]}. {of.draws:,} noisy copies, seed {of.seed}: positions "
        f"off by {100 * noise.position:.0f} % of the scale, saliences by {100 * noise.salience:.0f} % and capabilities "
        f"by {100 * noise.capability:.0f} % (standard deviations, assumed).",
        "Probabilities: mean of linear, square and quartic contests, widened by the residuals of 351 issues of the "
        "European Union.",
    ]
    if agenda.status == "reproduction":
        said.append("A reproduction: the positions were coded with the outcome known, so it does not prove foresight.")
    return [*said, *([agenda.note] if agenda.note else [])]
