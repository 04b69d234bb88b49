"""The review of trade in 2023: what was replaced, and what is to be looked at before it is used.

Every flow whose figure is not that of BACI 2023, or of the fill that stood where BACI has none, is listed with both
(`old` and `value`), the record that stands and the reason. Listed too are the pairs that touch the region (the twelve,
their neighbours, China, India and Türkiye) with at least 10 mn USD in 2020 or in 2023 between which the value changed
tenfold or more, appeared or vanished; pairs of the twelve whose records are five times apart and whose figure is five
times that of 2020 or a fifth of it; and pairs anywhere that `steppe data check` calls absurd.

The kind and the reason of a pair that changed so come from `tables/trade_review_reasons.csv`, first match in the order
of the file: `history` (the change is real and its cause known), `error` (the figure is known to be wrong), `open`
(nobody has looked, or both are possible). What was only replaced is `replaced`.
"""

from __future__ import annotations

import pandas as pd

from recipes._cite import Citations
from recipes._ladder import APART, PAIR
from recipes._rows import TWELVE
from recipes._tables import hand
from steppe.world.consistency import ABSURD, ABSURD_FROM

REVIEW_FLOOR = 10.0  # million USD in one of the two years
REVIEW_FACTOR = 10.0
REVIEWED = (*TWELVE, "CHN", "TUR", "IRN", "IND", "MNG", "AFG", "EST", "LVA", "LTU")
SETS = ("west", "twelve")  # groups that the reasons may name
WORDS = {
    "importer": "The importer's own statistics by country of origin, less 6 % for freight",
    "exporter": "The exporter's own statistics",
    "press": "The figure that officials gave to the press",
    "baci": "BACI",
    "imts": "The IMF's estimate from Russia's partners",
    "exporter_services": "The exporter's own statistics, with services",
    "imputed": "A fill, the figure of 2020 grown with both sides",
}
COLUMNS = [
    *("year", *PAIR, "value", "old", "record", "value_2020", "ratio"),
    *("kind", "reason", "reason_source", "source", "basis"),
]


def review(standing: pd.DataFrame, before: pd.DataFrame, base: pd.DataFrame, citations: Citations) -> pd.DataFrame:
    """The table `trade_review`.

    Parameters
    ----------
    standing
        What stands for 2023, zeros too, as `recipes._ladder.stand` gives it.
    before
        BACI 2023 and its fills.
    base
        BACI 2020.
    citations
        Takes the sources of the reasons.
    """
    pairs = _compared(standing, before, base)
    replaced = (pairs["value"] - pairs["old"].fillna(0.0)).abs() > 1e-6
    absurd = _absurd(pairs)
    listed = pairs.assign(old=pairs["old"].fillna(0.0).where(replaced))[replaced | absurd]
    listed = _explained(listed, absurd[listed.index], citations)
    return listed[COLUMNS]


def _compared(standing: pd.DataFrame, before: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """Every pair of 2020 or 2023 of states that both years know; what is absent is 0."""
    kept = [*PAIR, "value", "record", "source", "basis", "passed_over", "spread"]
    pairs = standing[kept].merge(before[[*PAIR, "value"]].rename(columns={"value": "old"}), on=PAIR, how="outer")
    pairs = pairs.merge(base[[*PAIR, "value"]].rename(columns={"value": "value_2020"}), on=PAIR, how="outer")
    known = _traders(base) & _traders(before)
    pairs = pairs[pairs["exporter"].isin(known) & pairs["importer"].isin(known) | pairs["old"].ne(pairs["value"])]
    pairs = pairs[pairs["exporter"].isin(_traders(before)) & pairs["importer"].isin(_traders(before))]
    pairs = pairs.fillna({"value": 0.0, "value_2020": 0.0, "basis": "reconciled", "record": "baci"})
    pairs["source"] = pairs["source"].fillna("cepii-baci-2023")
    ratio = (pairs["value"] / pairs["value_2020"]).where(pairs["value_2020"] > 0)
    return pairs.assign(
        year=2023, ratio=ratio.round(6), both=pairs["exporter"].isin(known) & pairs["importer"].isin(known)
    )


def _absurd(pairs: pd.DataFrame) -> pd.Series[bool]:
    """Pairs that changed so much between 2020 and 2023 that they are to be looked at."""
    greatest, ratio = pairs[["value", "value_2020"]].max(axis=1), pairs["ratio"]
    regional = pairs["exporter"].isin(REVIEWED) | pairs["importer"].isin(REVIEWED)
    changed = regional & (greatest >= REVIEW_FLOOR) & _by(ratio, REVIEW_FACTOR)
    among = pairs["exporter"].isin(TWELVE) & pairs["importer"].isin(TWELVE)
    disputed = among & (pairs["spread"] >= APART) & _by(ratio, APART)
    anywhere = (greatest >= ABSURD_FROM) & ratio.notna() & _by(ratio, ABSURD)
    return pairs["both"] & (changed | disputed | anywhere)


def _by(ratio: pd.Series[float], factor: float) -> pd.Series[bool]:
    """Where a ratio is the factor, its inverse, or further off; a figure that appeared is."""
    return ratio.isna() | (ratio >= factor) | (ratio <= 1 / factor)


def _explained(listed: pd.DataFrame, absurd: pd.Series[bool], citations: Citations) -> pd.DataFrame:
    """Kind, reason and its source of each pair."""
    rules = hand("trade_review_reasons")
    why = rules.loc[_first_reason(listed)].set_axis(listed.index)
    mended = listed["old"].notna() & ~absurd
    said = why.assign(reason_source=why["source"])
    unseen = said["source"].eq("general knowledge")
    said.loc[unseen, "reason_source"] = citations.cite(said.loc[unseen, "source"])
    frame = listed.assign(kind=said["kind"], reason=said["reason"], reason_source=said["reason_source"])
    frame.loc[mended, "kind"] = "replaced"
    frame.loc[mended, "reason"] = _replacements(listed[mended])
    frame.loc[mended, "reason_source"] = listed.loc[mended, "source"]
    return frame


def _replacements(pairs: pd.DataFrame) -> list[str]:
    """Why the figure of each pair took the place of the old one."""
    faults = hand("trade_faults").query("first_year <= '2023' <= last_year").set_index(PAIR)["reason"].to_dict()
    said = []
    for row in pairs.itertuples():
        out = f"; passed over: {row.passed_over}" if isinstance(row.passed_over, str) else ""
        fault = faults.get((row.exporter, row.importer))
        said.append(WORDS[str(row.record)] + out + (f" ({fault})" if fault else ""))
    return said


def _traders(flows: pd.DataFrame) -> set[str]:
    return set(flows["exporter"]) | set(flows["importer"])


def _first_reason(pairs: pd.DataFrame) -> pd.Series[int]:
    """For each pair the row of `tables/trade_review_reasons.csv` that fits it first; the last row fits every pair."""
    first = pd.Series(-1, index=pairs.index)
    groups = {name: _group(name) for name in SETS}
    changes = {
        "any": pd.Series(True, index=pairs.index),
        "rise": pairs["value"] > pairs["value_2020"],
        "fall": pairs["value"] < pairs["value_2020"],
        "appeared": pairs["value_2020"] == 0,
        "imputed": pairs["basis"] == "imputed",
    }
    rules = hand("trade_review_reasons")[["exporter", "importer", "change"]]
    for row, (exporter, importer, change) in enumerate(rules.to_numpy().tolist()):
        fits = _is(pairs["exporter"], exporter, groups) & _is(pairs["importer"], importer, groups) & changes[change]
        first = first.mask(fits & (first < 0), row)
    return first


def _is(codes: pd.Series[str], wanted: str, groups: dict[str, set[str]]) -> pd.Series[bool]:
    """Whether each code is the one wanted: `*` any, the name of a group, or a code."""
    return codes.notna() if wanted == "*" else codes.isin(groups.get(wanted, {wanted}))


def _group(name: str) -> set[str]:
    """The states of a fixed group of `tables/group_members.csv`."""
    members = hand("group_members")
    return set(";".join(members.loc[members["group"] == name, "state"]).split(";"))
