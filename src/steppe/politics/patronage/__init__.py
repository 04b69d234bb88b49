"""Patronage: what competition between powers is worth to a small state, and what joint action and threats cost it.

Several powers offer one state payments that depend on its policy: a common agency (Bernheim and Whinston 1986;
Grossman and Helpman 1994). This module is the door to it; the maths is told where it is done:

* `patronage.games`: the games, and W(S) = max_a [u(a) + Σ_{k∈S} V_k(a)];
* `patronage.equilibrium`: truthful equilibria, the rent as an interval, the best-reply certificate;
* `patronage.linear`: closed forms for linear stakes;
* `patronage.simplex`: shares that add to one, and how much sympathy makes rivals one camp;
* `patronage.joint`: joint action of any partition of the powers, coercion, a power that leaves;
* `patronage.voice`, `patronage.caps`: the two ways in which a state's position is lost, not only its rent;
* `patronage.restraint`: transit rents and shrinking means;
* `patronage.many`: the rents of thousands of draws at once.

Nothing here knows a state or a year: stakes, costs and losses are handed in, in one unit of money, and each is an
assumption of the study that does so. `docs/explanation/patronage.md` says which conclusion holds where.

>>> game = coalitions(Quadratic(("A", "B"), [[1.0]], [[1.0], [-1.0]]))
>>> rent(game).rent.low, cost_of_joint_action(game, [("A", "B")]).low
(1.0, 1.0)
"""

from steppe.politics.patronage.caps import Capped, capped
from steppe.politics.patronage.equilibrium import (
    Coalitions,
    Interval,
    Rent,
    best_reply_gains,
    coalitions,
    is_equilibrium,
    rent,
    schedule_gains,
)
from steppe.politics.patronage.games import Concave, Game, Menu, Optimum, Quadratic
from steppe.politics.patronage.joint import (
    StateOutcome,
    cost_of_joint_action,
    cost_of_leaving,
    offers,
    partitions,
    policy,
    state_outcome,
)
from steppe.politics.patronage.linear import affinities, all_rivals, camps, rent_of_camps, two_powers
from steppe.politics.patronage.restraint import Course, course_of_means, credible_loss, credible_losses, with_transit
from steppe.politics.patronage.simplex import (
    Simplex,
    Sympathy,
    interior_rent,
    map_of_sympathy,
    sympathy_threshold,
    with_sympathy,
)
from steppe.politics.patronage.voice import Voice, spheres, voice

__all__ = [
    "Capped",
    "Coalitions",
    "Concave",
    "Course",
    "Game",
    "Interval",
    "Menu",
    "Optimum",
    "Quadratic",
    "Rent",
    "Simplex",
    "StateOutcome",
    "Sympathy",
    "Voice",
    "affinities",
    "all_rivals",
    "best_reply_gains",
    "camps",
    "capped",
    "coalitions",
    "cost_of_joint_action",
    "cost_of_leaving",
    "course_of_means",
    "credible_loss",
    "credible_losses",
    "interior_rent",
    "is_equilibrium",
    "map_of_sympathy",
    "offers",
    "partitions",
    "policy",
    "rent",
    "rent_of_camps",
    "schedule_gains",
    "spheres",
    "state_outcome",
    "sympathy_threshold",
    "two_powers",
    "voice",
    "with_sympathy",
    "with_transit",
]
