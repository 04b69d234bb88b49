"""The way between two ends in words, as a table and on a map."""
