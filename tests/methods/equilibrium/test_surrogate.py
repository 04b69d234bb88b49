"""Interpolated outcomes are those of the equilibria, as far as their error says; where none is, all is solved."""

from __future__ import annotations

import numpy as np

from steppe.economy import Closure, Draws
from steppe.economy.batch import FailedDraw
from steppe.scenario.policy.effects import Drawn
from steppe.scenario.policy.surrogate import NODES, TESTS, at_points
from steppe.world.points import REPLICATES, Points

POINTS = Points(3, 1024, ("theta", "a", "b"))


def outcome(effects, theta):
    """Smooth, and like a gain: (exp(a) - 1 + ab) / θ, with a column that has no figure."""
    gain = (np.exp(effects[:, 0]) - 1 + effects[:, 0] * effects[:, 1]) / theta
    return np.stack([gain, np.full_like(gain, np.nan)], axis=1)[:, None, :]


class Solver:
    def __init__(self, fails=lambda effects, theta: np.zeros(len(theta), bool)):
        self.asked, self.fails = 0, fails

    def __call__(self, effects, theta):
        self.asked += len(theta)
        bad = self.fails(effects, theta)
        failed = tuple(FailedDraw(int(place), "none") for place in np.flatnonzero(bad))
        solved = tuple(np.flatnonzero(~bad).tolist())
        return Draws(outcome(effects, theta)[~bad], solved, failed, Closure.ADDITIVE)


def drawn(shift=0.0):
    effects = np.stack([shift + 0.2 * POINTS.normal("a"), 0.1 * POINTS.normal("b")], axis=1)
    return Drawn(effects, 5 * np.exp(0.5 * POINTS.normal("theta")))


def test_interpolated_outcomes_are_those_of_the_equilibria():
    solve, made = Solver(), {"typical": drawn(), "eu": drawn(0.4)}
    found = at_points(made, solve)
    assert solve.asked == 2 * REPLICATES * (NODES + TESTS) < 2 * 1024
    for depth, one in made.items():
        exact = outcome(one.effects, one.theta)
        one_of, other = (np.quantile(values[:, 0, 0], [0.05, 0.5, 0.95]) for values in (found[depth].values, exact))
        assert np.abs(one_of - other).max() <= found[depth].error[0, 0] < 0.002
        assert np.abs(found[depth].values - exact)[..., 0].max() < 0.01
        assert np.isnan(found[depth].values[..., 1]).all() and found[depth].failed == 0


def test_what_does_not_vary_is_solved_once():
    solve = Solver()
    same = Drawn(np.zeros((1024, 2)), np.full(1024, 5.0))
    found = at_points({"typical": same, "eu": same}, solve)
    assert solve.asked == 1 and (found["typical"].error == 0).all() and found["eu"].values.shape == (1024, 1, 2)


def test_a_node_without_an_equilibrium_makes_every_point_be_solved_and_counted():
    solve, made = Solver(lambda effects, theta: effects[:, 0] > 0.3), {"typical": drawn()}
    found = at_points(made, solve)["typical"]
    bad = made["typical"].effects[:, 0] > 0.3
    assert bad.sum() > 10 and found.failed == bad.sum()
    assert found.solved == tuple(np.flatnonzero(~bad).tolist()) and (found.error == 0).all()
    assert np.allclose(found.values, outcome(made["typical"].effects, made["typical"].theta)[~bad], equal_nan=True)
