"""Are we right? Claims of the literature, coverage of the texts, search over what is known, and how wrong we are."""

from steppe.evidence.mechanisms import scoreboard

__all__ = ["scoreboard"]
