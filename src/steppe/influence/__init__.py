"""Influence: who depends on whom, through what, since when.

>>> from steppe.influence import dependence
>>> from steppe.world.world import load
>>> frame = dependence(load(), of="KGZ", on=["RUS", "CHN"], layer="trade", year=2019)
>>> frame.round(2)[["partner", "share"]].values.tolist()
[['RUS', 0.24], ['CHN', 0.28]]
"""

from steppe.influence.dependence import coverage, dependence, matrix

__all__ = ["coverage", "dependence", "matrix"]
