"""Claims of the literature, coverage of the texts, search over all of it, and how wrong the models are."""

from steppe.evidence.mechanisms import scoreboard

__all__ = ["scoreboard"]
