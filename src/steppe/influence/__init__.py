"""Influence: who depends on whom, through what, since when, and what it would cost to be cut off.

>>> from steppe.influence import dependence
>>> dependence("KGZ", ["RUS", "CHN"], layer="trade", year=2019).frame.round(2)[["partner", "share"]].values.tolist()
[['RUS', 0.15], ['CHN', 0.45]]
"""

from steppe.influence.capacity import capacity
from steppe.influence.composite import Composite, composite
from steppe.influence.cut import if_cut
from steppe.influence.dependence import Dependence, dependence
from steppe.influence.diversification import diversification, effective_powers, hedging_profile, joint_action
from steppe.influence.exposure import exposures
from steppe.influence.layers import LAYERS
from steppe.influence.leverage import aid, credit, gas_rent, leverage, transit
from steppe.influence.measure import coverage, figures, matrix
from steppe.influence.mutual import mutual_trade
from steppe.influence.overlap import centrality, joining, shared
from steppe.influence.ranking import compare, powers, rank, rank_by_shares
from steppe.influence.size import flow_parts, flow_sums
from steppe.influence.vulnerability import vulnerability
from steppe.world.actors import POWERS

__all__ = [
    "LAYERS",
    "POWERS",
    "Composite",
    "Dependence",
    "aid",
    "capacity",
    "centrality",
    "compare",
    "composite",
    "coverage",
    "credit",
    "dependence",
    "diversification",
    "effective_powers",
    "exposures",
    "figures",
    "flow_parts",
    "flow_sums",
    "gas_rent",
    "hedging_profile",
    "if_cut",
    "joining",
    "joint_action",
    "leverage",
    "matrix",
    "mutual_trade",
    "powers",
    "rank",
    "rank_by_shares",
    "shared",
    "transit",
    "vulnerability",
]
