"""Ideal points: where states stand in the votes of the United Nations General Assembly.

An ordered logit of votes on positions along one line, with a random walk of positions in time and cut points that
repeated resolutions share, after Bailey, Strezhnev and Voeten (2017). The maths stands in the module that does it:

* `idealpoints.ballots`: roll calls as arrays, and which questions are the same;
* `idealpoints.model`: likelihood, priors, derivatives, what fixes location and scale;
* `idealpoints.information`: Newton steps and variances from a block tridiagonal Hessian with bridges;
* `idealpoints.fit`: the way to the maximum;
* `idealpoints.likelihood`: links between support and answer;
* `idealpoints.holdout`: which model, decided by votes that the fit has not seen, of the same and of later sessions;
* `idealpoints.estimate`, `idealpoints.trajectory`: from the tables of a world to positions and paths;
* `idealpoints.comparison`, `idealpoints.baselines`: ours beside the published ones and beside what is naive;
* `idealpoints.reproduction`: levels, changes and distances beside the published ones, and positions as a DataFrame;
* `idealpoints.simulate`: votes from known positions.

The bundle has the positions as the table `ideal_points`; nobody need run the fit to read them.
"""

from steppe.politics.idealpoints.ballots import Ballots, ballots
from steppe.politics.idealpoints.comparison import comparison
from steppe.politics.idealpoints.estimate import estimate, positions
from steppe.politics.idealpoints.fit import IdealPointFit, NoMaximumError, fit
from steppe.politics.idealpoints.simulate import simulate
from steppe.politics.idealpoints.trajectory import Link, link, trajectory

__all__ = [
    "Ballots",
    "IdealPointFit",
    "Link",
    "NoMaximumError",
    "ballots",
    "comparison",
    "estimate",
    "fit",
    "link",
    "positions",
    "simulate",
    "trajectory",
]
