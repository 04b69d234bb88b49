"""Membership: chances to join, freeze and leave, estimated on the world and then on the region.

* `hazard`: the logit of a year, with a prior, and errors that allow for clusters;
* `panel`: who belonged to what, covariates, risk sets and moves; `panels`: the two panels from the bundle;
* `stages`: the world's estimate, and the region's that starts from it;
* `model`: the fitted model, from what the bundle keeps;
* `forecast`: chances over a horizon with intervals, ranks and reasons;
* `backtest`, `permutation`, `trials`: forecasts of the past, the exact test of ranks, covariates tried alone;
* `evidence`: how weak it is, in sentences that follow from the tables.

`docs/explanation/membership.md` has the maths, what was written down before the test, and what failed.
"""
