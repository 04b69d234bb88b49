"""Files of Comtrade, Eurostat, Voeten, BACI and the UN Digital Library given where another file belongs."""

from __future__ import annotations

import pytest

from steppe.world.errors import UserError
from steppe.world.readers import import_file

BACI = "no import reads it; take BACI, which CEPII makes from it, with `steppe data import baci`; a file of your own"
TRADE = "for table trade has the columns year, exporter, importer, value, source, basis"
MINE = "a file of your own for table remittances has the columns sender, receiver, year, value, note, source, basis"
LONG = (
    "no import reads it; choose SDMX-CSV, with a row a figure, on Eurostat's page of the table, and name its columns "
    "as below"
)
VOTES = "take the voting file of the UN Digital Library with `steppe data import undl`"
OWN_VOTES = "a file of your own for table roll_call_votes has the columns roll_call, state, seat, vote, source, basis"
GIVEN = [
    (
        "id,Iso3c,session,ccode,IdealPointAll,QO%",
        "undl",
        f"Voeten's file of ideal points: no import reads it: steppe estimates its own from the votes, so {VOTES}; "
        f"{OWN_VOTES}",
    ),
    (
        "agree,year,ccode1,ccode2",
        "undl",
        f"Voeten's file of agreement scores: no import reads it: steppe computes its own from the votes, so {VOTES}; "
        f"{OWN_VOTES}",
    ),
    (
        "Resolution,Date,Title,AFGHANISTAN,ALBANIA,ALGERIA",
        "undl",
        "an older voting file of the UN Digital Library, with a column a member: no import reads it; take its file "
        f"with a row a member and resolution (ms_code, ms_vote), with `steppe data import undl`; {OWN_VOTES}",
    ),
    (
        "V1,ARG_A01_02,ARG_A03,AUS_A01_02,AUT_C10T12",
        "trade",
        "an inter-country input-output table of the OECD: no import reads it; for trade between states take BACI with "
        f"`steppe data import baci`; a file of your own {TRADE}",
    ),
    (
        "reporterCode,partnerCode,flowCode,primaryValue",
        "trade",
        f"a download of UN Comtrade: {BACI} {TRADE}",
    ),
    ("Year,Reporter ISO,Partner ISO,Trade Value (US$)", "baci", f"an older download of UN Comtrade: {BACI} {TRADE}"),
    (
        "freq,partner,geo\\TIME_PERIOD\t2022 \t2023 ",
        "remittances",
        f"a table of Eurostat with a column a year: {LONG}; {MINE}",
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


ENDINGS = {
    "votes.dta": "is a file of Stata: save it there as CSV (`export delimited`)",
    "borders.geojson": "is a map, GeoJSON: no table holds shapes; save the properties of its features as CSV",
    "BACI_HS17_V202501.zip": "is an archive: unpack it, and give one file of it",
    "estat.tsv.gz": "is an archive: unpack it, and give the file in it",
    "old.XLS": "is an older Excel file: save it as .xlsx or CSV",
    "points.RData": "is a file of R: save it there as CSV (`write.csv`)",
    "comtrade.json": "is JSON: save it as CSV, with a row a figure",
    "letter.docx": "is neither .csv nor .xlsx nor .parquet; save it as one of them",
}


@pytest.mark.parametrize(("name", "said"), ENDINGS.items())
def test_a_file_of_another_format(world, tmp_path, name, said):
    (tmp_path / name).write_bytes(b"1")
    for kind in ("remittances", "baci", "undl"):
        with pytest.raises(UserError) as fault:
            import_file(world, kind, tmp_path / name)
        assert str(fault.value) == f"{name} {said}"


@pytest.mark.parametrize("header", ["Reporter ISO;Partner ISO;Trade Value (US$)", "rcid\tccode\tvote"])
def test_a_known_file_is_known_whatever_parts_its_cells(world, tmp_path, header):
    path = tmp_path / "given.txt"
    path.write_text(f"{header}\n1\n")
    with pytest.raises(UserError, match="no import reads it; take"):
        import_file(world, "trade", path)
