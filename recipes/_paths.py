"""Shortest paths over links of one or several modes (Dijkstra): gauge changes only at transfer places.

A state of the search is (place, gauge of the train). Links without a gauge (road, sea, ferry) keep the gauge free, so a
train that leaves a ferry takes whatever gauge the port has.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

State = tuple[str, float]
NO_GAUGE = 0.0


class Paths:
    """Shortest paths over a choice of links (columns link, from_place, to_place, gauge_mm, km)."""

    def __init__(self, links: pd.DataFrame, transfers: Iterable[str]) -> None:
        self._transfers = frozenset(transfers)
        self._next: dict[str, list[tuple[str, float, float, str]]] = defaultdict(list)
        gauges = links["gauge_mm"].astype(float).fillna(NO_GAUGE)
        for link, a, b, gauge, km in zip(
            links["link"], links["from_place"], links["to_place"], gauges, links["km"].astype(float), strict=True
        ):
            self._next[a].append((b, gauge, km, link))
            self._next[b].append((a, gauge, km, link))

    def shortest(self, start: str, end: str) -> tuple[float, list[str], list[str]]:
        """Kilometres, places and links from one place to another."""
        came: dict[State, tuple[State, str]] = {}
        done: dict[State, float] = {}
        queue: list[tuple[float, State, State | None, str]] = [(0.0, (start, NO_GAUGE), None, "")]
        while queue:
            so_far, state, before, link = heapq.heappop(queue)
            if state in done:
                continue
            done[state] = so_far
            if before:
                came[state] = (before, link)
            if state[0] == end:
                return so_far, *_walk(came, state)
            for place, gauge, km, over in self._next[state[0]]:
                if self._allowed(state, gauge):
                    heapq.heappush(queue, (so_far + km, (place, gauge), state, over))
        raise ValueError(f"no path from {start} to {end} over these links")

    def through(self, stops: list[str]) -> tuple[float, list[str], list[str]]:
        """Kilometres, places and links by way of every stop in order."""
        km = 0.0
        places, links = [stops[0]], list[str]()
        for start, end in pairwise(stops):
            leg, over, used = self.shortest(start, end)
            km, places, links = km + leg, places + over[1:], links + used
        return km, places, links

    def _allowed(self, state: State, gauge: float) -> bool:
        place, own = state
        return NO_GAUGE in (own, gauge) or own == gauge or place in self._transfers


def _walk(came: dict[State, tuple[State, str]], state: State) -> tuple[list[str], list[str]]:
    places, links = [state[0]], []
    while state in came:
        state, link = came[state]
        places.append(state[0])
        links.append(link)
    return places[::-1], links[::-1]
