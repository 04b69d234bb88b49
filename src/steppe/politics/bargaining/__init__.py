"""Bargaining: what a body is likely to decide, who signs, who reserves and who blocks.

Pure functions over arrays: actors with capability, salience and position on an issue. `compromise` is the point
forecast, `condorcet` the election between named alternatives that gives the spread, `exchange` trades votes over
packages, `nash` bargains from a reference point, `rules` lets the body's rule decide. `spatial` and `challenge` are
the expected-utility models, kept as a labelled contrast and never used for a forecast.
"""

from steppe.politics.bargaining.actors import Actors
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.negotiate import Negotiation, negotiate
from steppe.politics.bargaining.reading import read_agenda
from steppe.politics.bargaining.rules import Rule, decide, rule_of

__all__ = ["Actors", "Agenda", "Negotiation", "Rule", "decide", "negotiate", "read_agenda", "rule_of"]
