"""One spelling a person: what sources write each in its own way becomes the name of `tables/person_names.csv`."""

from __future__ import annotations

import pandas as pd

from recipes._tables import hand


def spelled(state: pd.Series[str], written: pd.Series[str]) -> pd.Series[str]:
    """The name of each person of a state; a name without a row in the table stands as it is written.

    Examples
    --------
    >>> spelled(pd.Series(["KGZ", "RUS"]), pd.Series(["Almazbek Atambaev", "Vladimir Putin"])).tolist()
    ['Almazbek Atambayev', 'Vladimir Putin']
    """
    names = {(one.state, one.written): one.name for one in hand("person_names").itertuples(index=False)}
    pairs = zip(state, written, strict=True)
    return pd.Series([names.get(pair, pair[1]) for pair in pairs], index=written.index, dtype=object)
