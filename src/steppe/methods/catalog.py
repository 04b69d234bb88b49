"""The catalogue of studies: which questions come with steppe."""

from __future__ import annotations

import pandas as pd

from steppe.methods.loader import list_studies


def studies() -> pd.DataFrame:
    """The shipped studies by name.

    Returns
    -------
    Columns study (what `steppe.run` takes), question, method, baseline (year; empty where the method has none).

    Examples
    --------
    >>> studies().set_index("study").loc["eaeu-only", "method"]
    'equilibrium'
    """
    rows = [
        (one.name, one.study.question, one.study.method, getattr(one.study, "baseline", None)) for one in list_studies()
    ]
    return pd.DataFrame(rows, columns=["study", "question", "method", "baseline"])
