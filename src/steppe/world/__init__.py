"""The system as data: states, organizations, spells, ties, chronology, transport, sources; readers of public files."""
