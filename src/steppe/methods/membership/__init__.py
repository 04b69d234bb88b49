"""Method "membership": who is likely to leave, freeze or join."""
