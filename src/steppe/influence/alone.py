"""Trade of a year as one record has it, BACI's or a state's own, and not the record that stands flow by flow.

A share of trade has a range over its records (`steppe.influence.trade`). The share that one record gives by itself need
not lie between those where every flow has its least or its greatest figure: both parts of a share move together. So
the range is taken over these shares too, and each that is named for a figure is within its range.

A figure outside the range of its flow is a record that was passed over. BACI is whole by itself and takes nothing from
others; it has a share of a state only where what it lacks, and what of it was passed over, is at most `LACKING` of the
state's trade as it stands. A state's own statistics (`trade_national`: imports less 6 % for freight; exports that
include services are left out) have what stands where they have no figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from steppe.world.tables import remembered
from steppe.world.ties import trade_cube

if TYPE_CHECKING:
    from steppe.world.tables import Tables

FREIGHT = 1.06
"""Imports over exports of the same goods: the IMF's factor, as in docs/explanation/trade-by-record.md."""
NEAR = 1e-6
"""Part of a figure within which two are one."""
LACKING = 0.05
"""Part of a state's trade that BACI may lack and still have a share of it."""
OF_BACI = """
select year, exporter, importer, value, source, basis from trade where coalesce(record, 'baci') = 'baci'
union all
select year, exporter, importer, old, 'cepii-baci-2023', 'reconciled' from trade_review r
join trade t using (year, exporter, importer)
where r.old > 0 and (
    r.old between .999999 * t.low_record and 1.000001 * t.high_record
    or regexp_matches(r.reason, 'passed over:.*baci '))
"""
"""BACI's figures, as SQL: those that stand, and those that gave way to another record; our fills are none."""
OWN = f"""
select year, if(flow = 'X', reporter, partner) as exporter, if(flow = 'X', partner, reporter) as importer,
       if(flow = 'X', value, value / {FREIGHT}) as value, source, reporter
from trade_national where not (flow = 'X' and reporter = 'UZB')
"""
"""States' own statistics, as SQL, free on board."""
WITHIN = f"between (1 - {NEAR}) * least(f.value, f.low_record) and (1 + {NEAR}) * greatest(f.value, f.high_record)"
"""That a figure is within the range of a flow `f`, as SQL."""
_ALONE = f"""
select f.exporter, f.importer, s.value, s.reporter, s.value {WITHIN} as within from trade f
join (select year, exporter, importer, value, '' as reporter from ({OF_BACI})
      union all select year, exporter, importer, value, reporter from ({OWN})) s using (year, exporter, importer)
where f.year = $1 and (s.reporter = '' or s.value {WITHIN})
"""


@remembered(maxsize=64)
def alone(world: Tables, year: int) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Trade of a year in BACI, and in each state's own statistics.

    Returns
    -------
    In the order of `steppe.world.ties.trade_cube`: BACI's flows, million current USD, and whether they are there and
    within the range of the flow, both of shape (exporters, importers); exports plus imports as each state has them, or
    as they stand, million current USD, shape (states, partners).
    """
    cube = trade_cube(world)
    stands, _ = cube.year(year)
    frame = world.sql(_ALONE, [year])
    at = frame["exporter"].map(cube.states).to_numpy(), frame["importer"].map(cube.states).to_numpy()
    value, reporter = frame["value"].to_numpy(float), frame["reporter"].to_numpy()
    baci, within = np.zeros_like(stands), np.zeros(stands.shape, dtype=bool)
    exports, imports = stands.copy(), stands.T.copy()
    for flows, (row, column), said in (
        (baci, at, reporter == ""),
        (exports, at, reporter == frame["exporter"]),
        (imports, at[::-1], reporter == frame["importer"]),
    ):
        flows[row[said], column[said]] = value[said]
    held = (reporter == "") & frame["within"].to_numpy(bool)
    within[at[0][held], at[1][held]] = True
    return baci, within, exports + imports
