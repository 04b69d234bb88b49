"""What events do to states and pairs of states: bonds before and after, tariffs, routes, as arrays."""
