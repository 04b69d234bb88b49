"""The Hessian of the whole problem without writing it down: Newton steps and Laplace variances.

With A the information of the K positions (a band per voter: the random walk), D that of the items (3 × 3 blocks) and
B between the two, all that is needed is the Schur complement of the items,

    S = A - B D⁻¹ B',

since S⁻¹ is the covariance of the positions with the items integrated out (Laplace). An item of one session couples the
voters of that session only, so these items leave S *block tridiagonal* in the sessions: a block of at most some 200
voters a session, and diagonal blocks between neighbours in time. Items that bridge sessions come on top as a
correction of low rank (Woodbury),

    S⁻¹ = S₀⁻¹ + S₀⁻¹ B_b (D_b - B_b' S₀⁻¹ B_b)⁻¹ B_b' S₀⁻¹.

Location and scale are constraints with gradients C (`model.constraints`), and A has the curvature of the second times
its multiplier. With G = S₀⁻¹C all of the above is done with the inverse in the tangent plane of the constraints,

    P = S₀⁻¹ - G (C'G)⁻¹ G'

in place of S₀⁻¹. Outside that plane S₀ need not be positive definite, so its pivots may have negative eigenvalues: as
many as C'G has, if the point is near a maximum (Sylvester's law of inertia).

The cost is some 30 factorizations of 200 × 200 and one of three rows per bridge, where the dense matrix has 5,600 rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular

from steppe.politics.idealpoints.ballots import Ballots, Flags, Floats, Ints
from steppe.politics.idealpoints.model import (
    Model,
    Parameters,
    constraints,
    cross_information,
    derivatives,
    gradient,
    item_information,
    node_information,
    walk_bands,
    walk_curvatures,
)


@dataclass(frozen=True, slots=True)
class Chain:
    """A block tridiagonal matrix, factorized: blocks by session, couplings between a voter's nodes.

    `nodes[t]` are the nodes of session t; `inverses[t]` are the inverses of the pivots; `coupling[t]` has places
    among the nodes of session t - 1, the same voters' places in session t, and what stands between them.
    """

    nodes: tuple[Ints, ...]
    inverses: tuple[Floats, ...]
    coupling: tuple[tuple[Ints, Ints, Floats], ...]

    def solve(self, right: Floats) -> Floats:
        """S₀⁻¹ times the columns of `right`, shape (K, m)."""
        made = np.empty_like(right)
        forward: list[Floats] = []
        for t, inverse in enumerate(self.inverses):
            forward.append(inverse @ (right[self.nodes[t]] - self._from_before(t, forward[-1] if t else right[:0])))
        last = made[self.nodes[-1]] = forward[-1]
        for t in range(len(self.nodes) - 2, -1, -1):
            last = forward[t] - self.inverses[t] @ self._from_after(t, last)
            made[self.nodes[t]] = last
        return made

    def form(self, right: Floats, begun: Ints) -> Floats:
        """right' S₀⁻¹ right, shape (m, m), by half of a solution.

        `begun` (T,) is the number of columns that may differ from zero up to a session.
        """
        made = np.zeros((right.shape[1], right.shape[1]))
        last = np.zeros((0, 0))
        for t, inverse in enumerate(self.inverses):
            size = int(begun[t])
            here = right[self.nodes[t], :size]
            here[:, : last.shape[1]] -= self._from_before(t, last)
            last = inverse @ here
            made[:size, :size] += here.T @ last
        return made

    def _from_before(self, t: int, last: Floats) -> Floats:
        """The coupling to session t times rows of the session before."""
        made = np.zeros((len(self.nodes[t]), last.shape[1]))
        before, here, between = self.coupling[t]
        made[here] = between[:, None] * last[before]
        return made

    def _from_after(self, t: int, last: Floats) -> Floats:
        """The coupling to session t + 1 times rows of that session."""
        made = np.zeros((len(self.nodes[t]), last.shape[1]))
        here, after, between = self.coupling[t + 1]
        made[here] = between[:, None] * last[after]
        return made

    def blocks(self) -> list[Floats]:
        """The diagonal blocks of S₀⁻¹, by session."""
        made = [self.inverses[-1]]
        for t in range(len(self.nodes) - 2, -1, -1):
            gain, across = self._back(t, made[-1])
            made.append(self.inverses[t] + across[:, self.coupling[t + 1][1]] @ gain.T)
        return made[::-1]

    def beside(self, blocks: list[Floats]) -> Floats:
        """What stands in S₀⁻¹ between each node and the voter's node before, shape (K,); 0 where there is none."""
        made = np.zeros(sum(map(len, self.nodes)))
        for t in range(len(self.nodes) - 1):
            here, after, _ = self.coupling[t + 1]
            made[self.nodes[t + 1][after]] = -self._back(t, blocks[t + 1])[1][here, after]
        return made

    def _back(self, t: int, block: Floats) -> tuple[Floats, Floats]:
        """The pivot of session t times the coupling to the session after, alone and times that session's block."""
        here, after, between = self.coupling[t + 1]
        gain = self.inverses[t][:, here] * between
        return gain, gain @ block[after]


@dataclass(frozen=True, slots=True)
class Plane:
    """P: the inverse of a chain in the tangent plane of the constraints."""

    chain: Chain
    constrained: Floats  # (K, 2): G
    weight: Floats  # (2, 2): (C'G)⁻¹

    def solve(self, right: Floats) -> Floats:
        """P times the columns of `right`, shape (K, m)."""
        return np.asarray(self.chain.solve(right) - self.constrained @ (self.weight @ (self.constrained.T @ right)))

    def form(self, right: Floats, begun: Ints) -> Floats:
        """right' P right, as `Chain.form`."""
        across = self.constrained.T @ right
        return np.asarray(self.chain.form(right, begun) - across.T @ self.weight @ across)


@dataclass(frozen=True, slots=True)
class Information:
    """Minus the Hessian of the log posterior at a point, ready to be solved with."""

    votes: Ballots
    cross: Floats  # (V, 3)
    items: Floats  # (J, 3, 3) inverses of the blocks of D
    plane: Plane
    bridging: Floats  # (K, 3 × bridges): B_b
    core: Floats  # Cholesky factor of D_b - B_b' P B_b, lower

    def solve(self, right: Floats) -> Floats:
        """Covariance of the positions times a vector, shape (K,)."""
        plain = self.plane.solve(right[:, None])[:, 0]
        moved = self.bridging @ cho_solve((self.core, True), self.bridging.T @ plain)
        return np.asarray(plain + self.plane.solve(moved[:, None])[:, 0])

    def variances(self) -> Floats:
        """Variances of the positions, shape (K,)."""
        made = np.empty(self.votes.nodes)
        for nodes, covariance in self.covariances():
            made[nodes] = np.diagonal(covariance)
        return made

    def covariances(self) -> Iterator[tuple[Ints, Floats]]:
        """The nodes of each session, and the covariance of their positions."""
        chain, half, weighted = self.plane.chain, self._half(), self.plane.constrained @ self.plane.weight
        for nodes, block in zip(chain.nodes, chain.blocks(), strict=True):
            own = half[:, nodes]
            yield nodes, block + own.T @ own - weighted[nodes] @ self.plane.constrained[nodes].T

    def step_variances(self) -> Floats:
        """Variances of the steps into the nodes, shape (K,); zero for first positions."""
        chain, half, constrained = self.plane.chain, self._half(), self.plane.constrained
        blocks = chain.blocks()
        diagonal, across = np.empty(self.votes.nodes), np.zeros(self.votes.nodes)
        for nodes, block in zip(chain.nodes, blocks, strict=True):
            diagonal[nodes] = np.diagonal(block)
        weighted = constrained @ self.plane.weight
        diagonal += np.einsum("jk,jk->k", half, half) - np.einsum("ka,ka->k", weighted, constrained)
        across[1:] = np.einsum("jk,jk->k", half[:, 1:], half[:, :-1])
        across[1:] -= np.einsum("ka,ka->k", weighted[1:], constrained[:-1])
        together = diagonal + np.append(0.0, diagonal[:-1]) - 2 * (chain.beside(blocks) + across)
        return np.where(self.votes.follows, together, 0.0)

    def _half(self) -> Floats:
        """What the bridges add to the covariance, as a matrix times its transpose, shape (3 × bridges, K)."""
        return np.asarray(solve_triangular(self.core, self.plane.solve(self.bridging).T, lower=True))

    def step(self, gradient: Parameters) -> Parameters:
        """The Newton step."""
        pull = np.stack([gradient.slope, gradient.cut, gradient.gap], axis=1)
        of_item = np.einsum("jab,jb->ja", self.items, pull)
        by_vote = np.einsum("va,va->v", self.cross, of_item[self.votes.item])
        x = self.solve(gradient.x - np.bincount(self.votes.node, by_vote, self.votes.nodes))
        moved = self.cross * x[self.votes.node, None]
        back = np.stack([np.bincount(self.votes.item, moved[:, a], self.votes.items) for a in range(3)], axis=1)
        slope, cut, gap = (of_item - np.einsum("jab,jb->ja", self.items, back)).T
        return Parameters(x, slope, cut, gap)


def information(votes: Ballots, point: Parameters, model: Model, walk: Floats | None = None) -> Information:
    """Minus the Hessian of the log posterior at a normalized point.

    `walk` has the precisions of the steps (K,), by default the curvatures of their prior at the point.

    Raises
    ------
    numpy.linalg.LinAlgError
        It is not positive definite along the constraints: the point is not near a maximum.
    """
    of = derivatives(votes, point, model)
    blocks = item_information(votes, point, model, of)
    cross = cross_information(votes, point, of)
    inverse: Floats = np.asarray(np.linalg.inv(blocks), dtype=np.float64)
    limits = constraints(votes, point.x)
    bands = walk_bands(votes, walk_curvatures(votes, point.x, model) if walk is None else walk)
    bands[1] += node_information(votes, point, of)
    bands[1] += np.where(votes.votes > 0, limits[:, 1] @ gradient(votes, point, model, of).x / 2, 0.0)  # multiplier
    single = _sessions_of(votes) == 1
    plane = _plane(*_chain(votes, bands, cross, inverse, single), limits)
    bridging = _dense(votes, cross, ~single)
    core = _block_diagonal(blocks[~single]) - plane.form(bridging, _begun(votes, bridging))
    return Information(votes, cross, inverse, plane, bridging, cholesky(core, lower=True))


def _plane(chain: Chain, negative: int, limits: Floats) -> Plane:
    constrained = chain.solve(limits)
    across = limits.T @ constrained
    if negative != np.count_nonzero(np.linalg.eigvalsh(across) < 0):
        raise np.linalg.LinAlgError("not positive definite along the constraints")
    return Plane(chain, constrained, np.asarray(np.linalg.inv(across), dtype=np.float64))


def _sessions_of(votes: Ballots) -> Ints:
    """In how many sessions each item was voted on, shape (J,)."""
    session = votes.node_session[votes.node]
    pairs = np.unique(votes.item * len(votes.sessions) + session)
    return np.bincount(pairs // len(votes.sessions), minlength=votes.items)


def _chain(votes: Ballots, bands: Floats, cross: Floats, inverse: Floats, single: Flags) -> tuple[Chain, int]:
    """The block tridiagonal part, positions and items of one session; and its number of negative eigenvalues."""
    session = votes.node_session[votes.node]
    in_one_session = single[votes.item]
    root = np.linalg.cholesky(inverse)
    nodes: list[Ints] = []
    inverses: list[Floats] = []
    coupling: list[tuple[Ints, Ints, Floats]] = []
    negative = 0
    for t in range(len(votes.sessions)):
        here = np.flatnonzero(votes.node_session == t)
        chosen = in_one_session & (session == t)
        weighted = np.einsum("va,vab->vb", cross[chosen], root[votes.item[chosen]])
        columns = _columns(votes.node[chosen], votes.item[chosen], weighted, here)
        later = np.flatnonzero(votes.follows[here])
        before = np.searchsorted(nodes[-1], here[later] - 1) if t else later
        between = bands[0, here[later]]
        block = np.diag(bands[1, here]) - columns @ columns.T
        if t:
            block[np.ix_(later, later)] -= between[:, None] * inverses[-1][np.ix_(before, before)] * between
        made, below = _inverse(block)
        negative += below
        inverses.append(made)
        nodes.append(here)
        coupling.append((before, later, between))
    return Chain(tuple(nodes), tuple(inverses), tuple(coupling)), negative


def _inverse(block: Floats) -> tuple[Floats, int]:
    """Inverse of a symmetric matrix, and how many of its eigenvalues are negative."""
    try:
        return cho_solve(cho_factor(block, lower=True), np.eye(len(block))), 0
    except np.linalg.LinAlgError:
        inverse: Floats = np.asarray(np.linalg.inv(block), dtype=np.float64)
        return inverse, int(np.count_nonzero(np.linalg.eigvalsh(block) < 0))


def _begun(votes: Ballots, columns: Floats) -> Ints:
    """Up to each session, how many leading columns (of nodes) may differ from zero, shape (T,)."""
    last = columns.shape[1] - np.argmax(columns[:, ::-1] != 0, axis=1) if columns.shape[1] else np.zeros(len(columns))
    filled = np.where((columns != 0).any(axis=1), last, 0)
    highest = np.zeros(len(votes.sessions), dtype=np.int64)
    np.maximum.at(highest, votes.node_session, filled.astype(np.int64))
    return np.maximum.accumulate(highest)


def _columns(node: Ints, item: Ints, values: Floats, rows: Ints) -> Floats:
    """Values (v, 3) of votes as a matrix with a row per node of `rows` and three columns per item."""
    items, column = np.unique(item, return_inverse=True)
    made = np.zeros((len(rows), 3 * len(items)))
    for a in range(3):
        made[np.searchsorted(rows, node), 3 * column + a] = values[:, a]
    return made


def _dense(votes: Ballots, cross: Floats, chosen: Flags) -> Floats:
    """B for the chosen items, shape (K, 3 × chosen)."""
    mine = chosen[votes.item]
    place = np.cumsum(chosen) - 1
    made = np.zeros((votes.nodes, 3 * int(chosen.sum())))
    for a in range(3):
        made[votes.node[mine], 3 * place[votes.item[mine]] + a] = cross[mine, a]
    return made


def _block_diagonal(blocks: Floats) -> Floats:
    made = np.zeros((3 * len(blocks), 3 * len(blocks)))
    for place, block in enumerate(blocks):
        made[3 * place : 3 * place + 3, 3 * place : 3 * place + 3] = block
    return made
