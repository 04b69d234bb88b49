"""One grammar of charts: tokens and theme, lines, intervals, bars, arcs and maps."""
