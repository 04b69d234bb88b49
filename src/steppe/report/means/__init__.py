"""What a power paid out, and beside it what it asked."""
