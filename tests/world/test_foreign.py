"""Files of Comtrade, Eurostat, Voeten, BACI and the UN Digital Library given where another file belongs."""

from __future__ import annotations

import pytest

from steppe.world.errors import UserError
from steppe.world.readers import import_file

BACI = "no import reads it; take BACI, which CEPII makes from it, with `steppe data import baci`; a file of your own"
TRADE = "for table trade has the columns year, exporter, importer, value, source, basis"
MINE = "a file of your own for table remittances has the columns sender, receiver, year, value, note, source, basis"
GIVEN = [
    (
        "reporterCode,partnerCode,flowCode,primaryValue",
        "trade",
        f"a download of UN Comtrade: {BACI} {TRADE}",
    ),
    ("Year,Reporter ISO,Partner ISO,Trade Value (US$)", "baci", f"an older download of UN Comtrade: {BACI} {TRADE}"),
    (
        "freq,partner,geo\\TIME_PERIOD\t2022 \t2023 ",
        "remittances",
        f"a table of Eurostat: no import reads it; {MINE}",
    ),
    (
        "DATAFLOW,freq,geo,TIME_PERIOD,OBS_VALUE",
        "undl",
        "a table of Eurostat or another in SDMX-CSV: no import reads it; a file of your own for table trade_eu has the "
        "columns state, year, flow, value_eur, source, basis",
    ),
    (
        '"rcid","ccode","member","vote"',
        "undl",
        "Voeten's file of votes: no import reads it; take the voting file of the UN Digital Library with `steppe data "
        "import undl`; a file of your own for table roll_call_votes has the columns roll_call, state, seat, vote, "
        "source, basis",
    ),
    ("t,i,j,k,v,q", "trade", "a file of BACI: read it with `steppe data import baci`"),
    (
        "undl_id,ms_code,ms_name,ms_vote",
        "roll_call_votes",
        "the voting file of the UN Digital Library: read it with `steppe data import undl`",
    ),
]


@pytest.mark.parametrize(("header", "kind", "said"), GIVEN)
def test_a_known_file_in_the_wrong_place(world, tmp_path, header, kind, said):
    path = tmp_path / "given.csv"
    path.write_text(f"{header}\n1,2,3,4,5\n", encoding="utf-8-sig")
    with pytest.raises(UserError) as fault:
        import_file(world, kind, path)
    assert str(fault.value) == f"given.csv is {said}"
