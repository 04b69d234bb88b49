"""A brief on exactly one page of A4, for those who carry it into a meeting: paper and terminal."""
