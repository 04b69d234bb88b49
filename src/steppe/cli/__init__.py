"""The command line: one door to every room."""

STOPPED = 130
"""Exit code after Ctrl-C: 128 and the number of SIGINT."""
