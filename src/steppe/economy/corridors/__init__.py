"""Ways over the transport network: what they take in kilometres, days and money, and what events make of them."""

from steppe.economy.corridors.graph import By
from steppe.economy.corridors.network import Changes, Shut
from steppe.economy.corridors.route import Way, Ways, link_rows, through, ways

__all__ = ["By", "Changes", "Shut", "Way", "Ways", "link_rows", "through", "ways"]
