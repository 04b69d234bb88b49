"""Politics: positions, votes, summits, who joins and who leaves, and what competition is worth to a small state."""
