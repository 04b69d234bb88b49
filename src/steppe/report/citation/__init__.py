"""How to cite what steppe shows: the package, a table, figures of dependence, a run, a claim."""
