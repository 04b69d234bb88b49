"""The system as data: states, organizations, spells, ties, chronology, corridors, sources; readers of public files."""
