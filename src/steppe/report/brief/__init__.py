"""A state on one page: terminal, HTML and PDF."""
