"""The chart of gains: one mark a score that has a rival, the smallest gain first."""

from __future__ import annotations

from steppe.evidence.mechanisms import scoreboard
from steppe.report.scoreboard.charts import chart_gains


def test_every_score_with_a_rival_is_drawn_and_the_smallest_gain_comes_first(world):
    board = scoreboard(world)
    known = board[board["baseline_score"].notna() & board["baseline_score"].ne(0)]
    assert 0 < len(known) < len(board)  # some mechanism has no baseline, and the chart leaves it out
    drawn = max(chart_gains(board).to_dict()["datasets"].values(), key=len)
    values = [row["value"] for row in drawn if "value" in row]
    assert len(values) == len(known) and values == sorted(values)
