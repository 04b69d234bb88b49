"""Method "equilibrium": trade in changes, from events to treatment, shocks, equilibria and an answer."""
