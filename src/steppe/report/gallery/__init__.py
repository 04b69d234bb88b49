"""Charts by name, each with what it needs to stand alone: title, unit, years and source, and the figures behind it."""
