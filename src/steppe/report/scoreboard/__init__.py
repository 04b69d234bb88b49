"""How wrong we have been: terminal and page."""
