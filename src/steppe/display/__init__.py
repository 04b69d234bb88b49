"""How figures, words, tables, charts and pages look; nothing here knows the domain."""
