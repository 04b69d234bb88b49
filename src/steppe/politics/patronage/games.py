"""Games between a state and its patrons: what each side wants, and the policy that is best for all of them together.

The state chooses a policy a and values it at u(a); power k values it at V_k(a). Both are money, so that one side
can pay another. All that the theory of truthful equilibria needs of a game is, for each set of powers S,

    W(S) = max_a [u(a) + Σ_{k∈S} V_k(a)],

so a game here is an object with the method `best(weights)`, which finds the policy that maximises u + Σ_k w_k V_k.
Weights of 0 and 1 pick a set S; other weights scale the means of a power (`steppe.politics.patronage.restraint`).

Four kinds, the fourth in `steppe.politics.patronage.simplex`:

* `Menu`: a list of policies; exact.
* `Quadratic`: u = -½ d'C d with d = a - ideal, V_k = g_k'd - ½ d'B_k d; exact. With B = 0 the stakes are linear; a
  power with a peak p and a weight matrix B has g = B (p - ideal), up to a constant that no rent depends on.
* `Concave`: any smooth functions with a concave sum over a box, by bounded quasi-Newton steps (L-BFGS-B) from two
  starting points. Where the two disagree the sum is not concave, or not smooth, and the game is refused.
* `Simplex`: shares that add to one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]
Utility = Callable[[Array], float]

MOST_POWERS = 6
"""2^K coalitions, and as many rows in each linear programme."""
AGREEMENT = 1e-6
"""Two maximisations of one concave function must agree to this, relative to the value."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """A policy and what it is worth to each.

    Attributes
    ----------
    action
        The policy, shape (D,); for a menu the position of the choice, shape (1,).
    utility
        u at that policy.
    stakes
        V_k at that policy, shape (K,).
    """

    action: Array
    utility: float
    stakes: Array

    def worth(self, weights: ArrayLike) -> float:
        """The sum u + Σ w_k V_k."""
        return self.utility + float(np.asarray(weights, dtype=float) @ self.stakes)


class Game(Protocol):
    """A state and the powers that compete for its policy."""

    @property
    def powers(self) -> tuple[str, ...]:
        """Names of the powers."""

    def best(self, weights: ArrayLike) -> Optimum:
        """The policy that maximises u + Σ_k w_k V_k; weights of shape (K,), not negative."""


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Menu:
    """A finite list of policies.

    Attributes
    ----------
    powers
        K names.
    utility
        u of each policy, shape (A,).
    stakes
        V_k of each policy, shape (K, A).

    Examples
    --------
    Two powers bid for one prize that the state does not care for:

    >>> auction = Menu(("A", "B"), [0, 0], [[3, 0], [0, 2]])
    >>> auction.best([1, 1]).stakes.tolist()
    [3.0, 0.0]
    """

    powers: tuple[str, ...]
    utility: Array
    stakes: Array

    def __init__(self, powers: Sequence[str], utility: ArrayLike, stakes: ArrayLike) -> None:
        values = finite("utility", utility)
        if values.ndim != 1 or not len(values):
            raise ValueError("a menu needs the utility of at least one policy, as a list")
        set_fields(self, powers, utility=values, stakes=shaped("stakes", stakes, (len(powers), len(values))))

    def best(self, weights: ArrayLike) -> Optimum:
        """The policy that maximises the weighted sum; the first of several."""
        total = self.utility + weights_of(self, weights) @ self.stakes
        place = int(total.argmax())
        return Optimum(np.array([float(place)]), float(self.utility[place]), self.stakes[:, place])


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Quadratic:
    """Quadratic costs of leaving the state's ideal; linear or quadratic stakes.

    Attributes
    ----------
    powers
        K names.
    curvature
        C, shape (D, D), symmetric and positive definite: what it costs the state to leave its ideal.
    stakes
        g_k, shape (K, D): what one step in each direction is worth to each power, measured at the ideal.
    ideal
        The state's own choice, shape (D,).
    bend
        B_k, shape (K, D, D), symmetric and positive semidefinite: zero for linear stakes.

    Examples
    --------
    >>> game = Quadratic(("A", "B"), [[4.0]], [[2.0], [-1.0]])
    >>> game.best([1, 1]).action.tolist()
    [0.25]
    """

    powers: tuple[str, ...]
    curvature: Array
    stakes: Array
    ideal: Array
    bend: Array = field(repr=False)

    def __init__(
        self,
        powers: Sequence[str],
        curvature: ArrayLike,
        stakes: ArrayLike,
        ideal: ArrayLike | None = None,
        bend: ArrayLike | None = None,
    ) -> None:
        size, count = len(np.atleast_1d(np.asarray(curvature, dtype=float))), len(powers)
        shape = (size, size)
        bends = np.zeros((count, *shape)) if bend is None else shaped("bend", bend, (count, *shape))
        set_fields(
            self,
            powers,
            curvature=symmetric("curvature", shaped("curvature", curvature, shape), strict=True),
            stakes=shaped("stakes", stakes, (count, size)),
            ideal=np.zeros(size) if ideal is None else shaped("ideal", ideal, (size,)),
            bend=np.array([symmetric("bend", each, strict=False) for each in bends]).reshape(count, *shape),
        )

    @classmethod
    def peaks(
        cls, powers: Sequence[str], curvature: ArrayLike, peaks: ArrayLike, weights: ArrayLike, ideal: ArrayLike
    ) -> Quadratic:
        """Powers with an ideal of their own, V_k = -½ (a - p_k)'B_k (a - p_k) up to a constant.

        Parameters
        ----------
        peaks
            p_k, shape (K, D).
        weights
            B_k, shape (K, D, D).
        """
        bend, centre = np.asarray(weights, dtype=float), np.asarray(ideal, dtype=float)
        stakes = np.einsum("kde,ke->kd", bend, np.asarray(peaks, dtype=float) - centre)
        return cls(powers, curvature, stakes, centre, bend)

    @property
    def linear(self) -> bool:
        """Whether all stakes are linear."""
        return not self.bend.any()

    def best(self, weights: ArrayLike) -> Optimum:
        """The policy that maximises the weighted sum, by the first-order condition."""
        chosen = weights_of(self, weights)
        pull, brake = chosen @ self.stakes, self.curvature + np.tensordot(chosen, self.bend, axes=1)
        step = np.asarray(np.linalg.solve(brake, pull), dtype=float)
        return Optimum(self.ideal + step, *self._values(step))

    def on(self, actions: ArrayLike) -> Menu:
        """The same game with only these policies, shape (A, D)."""
        steps = finite("actions", actions).reshape(-1, len(self.ideal)) - self.ideal
        utility, stakes = self._all(steps)
        return Menu(self.powers, utility, stakes)

    def _all(self, steps: Array) -> tuple[Array, Array]:
        utility = -0.5 * np.einsum("ad,de,ae->a", steps, self.curvature, steps)
        bent = np.einsum("ad,kde,ae->ka", steps, self.bend, steps)
        return utility, self.stakes @ steps.T - 0.5 * bent

    def _values(self, step: Array) -> tuple[float, Array]:
        utility, stakes = self._all(step[None, :])
        return float(utility[0]), stakes[:, 0]


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Concave:
    """Smooth functions of a policy in a box whose sum is concave.

    Attributes
    ----------
    powers
        K names.
    utility
        u, a function of a policy of shape (D,).
    stakes
        V_k, one function a power.
    bounds
        Least and greatest value of each dimension of the policy, shape (D, 2).
    """

    powers: tuple[str, ...]
    utility: Utility
    stakes: tuple[Utility, ...]
    bounds: Array

    def __init__(self, powers: Sequence[str], utility: Utility, stakes: Sequence[Utility], bounds: ArrayLike) -> None:
        box = finite("bounds", bounds)
        if box.ndim != 2 or box.shape[1] != 2 or (box[:, 0] >= box[:, 1]).any():
            raise ValueError(
                "bounds must be rows of a lower and an upper value, one row for each dimension of the policy"
            )
        if len(stakes) != len(powers):
            raise ValueError(f"{len(powers)} powers need as many functions, not {len(stakes)}")
        set_fields(self, powers, utility=utility, stakes=tuple(stakes), bounds=box)

    def best(self, weights: ArrayLike) -> Optimum:
        """The policy that maximises the weighted sum.

        Raises
        ------
        ValueError
            Two starting points lead to different values: the sum is not concave, or not smooth.
        """
        chosen = weights_of(self, weights)

        def loss(action: Array) -> float:
            sums = sum(w * value(action) for w, value in zip(chosen, self.stakes, strict=True) if w)
            return -(self.utility(action) + float(sums))

        low, high = self.bounds.T
        starts = (low + 0.5 * (high - low), low + 0.1 * (high - low))
        options = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000}
        optima = [minimize(loss, start, method="L-BFGS-B", bounds=self.bounds, options=options) for start in starts]
        first, second = (float(each.fun) for each in optima)
        if not abs(first - second) <= AGREEMENT * (1 + abs(first)):
            raise ValueError(
                f"two starting points lead to {-first:.6g} and {-second:.6g}: the sum of the functions is not concave "
                "and smooth; list the policies and use a Menu"
            )
        action = np.asarray(min(optima, key=lambda each: float(each.fun)).x, dtype=float)
        return Optimum(action, float(self.utility(action)), np.array([float(value(action)) for value in self.stakes]))


def weights_of(game: Game, weights: ArrayLike) -> Array:
    """Weights of the powers, checked: shape (K,), not negative."""
    chosen = shaped("weights", weights, (len(game.powers),))
    if (chosen < 0).any():
        raise ValueError(f"weights of powers must not be negative; the smallest is {chosen.min():.3g}")
    return chosen


def checked_powers(powers: Sequence[str]) -> tuple[str, ...]:
    """Names of one to six powers, each once, without the sign that joins a block."""
    names = tuple(powers)
    if not 1 <= len(names) <= MOST_POWERS:
        raise ValueError(f"a game has 1 to {MOST_POWERS} powers, not {len(names)}")
    if len(set(names)) < len(names):
        raise ValueError(f"each power needs a different name: {', '.join(names)}")
    if any(not name or "+" in name for name in names):
        raise ValueError('names of powers must not be empty or hold "+", which joins the names of a block')
    return names


def finite(name: str, values: ArrayLike) -> Array:
    """An array of finite numbers."""
    array = np.array(values, dtype=float)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers")
    return array


def shaped(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Array:
    """A finite array of one shape."""
    array = finite(name, values)
    if array.shape != shape:
        raise ValueError(f"{name} must have the shape {shape}, not {array.shape}")
    return array


def symmetric(name: str, matrix: Array, strict: bool) -> Array:
    """A symmetric matrix that bends no way upwards; with `strict`, downwards in all directions."""
    scale = float(abs(matrix).max())
    if abs(matrix - matrix.T).max() > 1e-12 * scale:
        raise ValueError(f"{name} must be symmetric")
    least = float(np.linalg.eigvalsh(matrix).min())
    if least < -1e-12 * scale or (strict and least <= 1e-12 * scale):
        kind = "definite" if strict else "semidefinite"
        raise ValueError(f"{name} must be positive {kind}; its smallest eigenvalue is {least:.3g}")
    return matrix


def set_fields(game: object, powers: Sequence[str], **fields: object) -> None:
    """Fill a frozen game and check the names of its powers."""
    object.__setattr__(game, "powers", checked_powers(powers))
    for name, value in fields.items():
        object.__setattr__(game, name, value)
