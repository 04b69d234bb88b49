"""Estimates and arithmetic behind the shocks: transfers, workers who return, currencies, and official credit.

Each module is a small model that says what it is: its equation, its data, and whether what it gives is arithmetic or an
estimate. Estimates are scored in `steppe.evidence.hindcasts`.
"""
