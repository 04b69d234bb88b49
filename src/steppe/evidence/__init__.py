"""Are we right? Claims of the literature, coverage of the texts, search over what is known."""
