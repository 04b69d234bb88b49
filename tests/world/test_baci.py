"""Files of BACI as CEPII publishes them, whatever the order of their columns and the codes of their year."""

from __future__ import annotations

import pytest

from steppe.world.baci import known_codes, read_baci
from steppe.world.errors import UserError
from steppe.world.readers import import_file


def trade(world, path, text: str) -> dict[tuple[str, str], float]:
    path.write_text(text)
    frame, _ = read_baci(world, path)
    return {(row.exporter, row.importer): row.value for row in frame.itertuples()}


def test_a_file_becomes_rows_of_the_table_trade(world, tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("t,i,j,k,v,q\n2022,56,380,010121,1000500,12.5\n")
    table = import_file(world, "baci", path).tables["trade"]
    assert table.loc[
        table["source"].eq("cepii-baci-import"), ["exporter", "importer", "value"]
    ].to_numpy().tolist() == [["BEL", "ITA", 1000.5]]


@pytest.mark.parametrize("header", ["t,i,j,k,v,q", "t,j,i,k,v,q", "t,k,i,j,v,q", "q,v,k,j,i,t"])
def test_columns_are_found_by_name(world, tmp_path, header):
    cells = {"t": "2022", "i": "156", "j": "417", "k": "010121", "v": "2500", "q": "NA"}
    row = ",".join(cells[name] for name in header.split(","))
    assert trade(world, tmp_path / "b.csv", f"{header}\n{row}\n") == {("CHN", "KGZ"): 2.5}


@pytest.mark.parametrize(
    ("year", "code", "state"),
    [
        (2022, 56, "BEL"), (2005, 58, "BEL"), (2022, 380, "ITA"), (2022, 381, "ITA"), (2022, 710, "ZAF"),
        (2005, 711, "ZAF"), (2005, 891, "SCG"), (2022, 275, "PSE"), (2022, 16, "ASM"), (2022, 86, "IOT"),
        (2022, 175, "MYT"), (2022, 316, "GUM"), (2005, 736, "SDN"), (2022, 849, "UMI"), (2022, 280, "DEU"),
        (2022, 840, "USA"), (2022, 842, "USA"), (2022, 250, "FRA"), (2022, 356, "IND"), (2022, 756, "CHE"),
    ],
)  # fmt: skip
def test_every_code_of_a_state_is_known(world, tmp_path, year, code, state):
    rows = f"t,i,j,k,v,q\n{year},{code},40,010121,1000.5,12.5\n"
    assert trade(world, tmp_path / "b.csv", rows) == {(state, "AUT"): 1.0005}


def test_two_codes_of_one_state_are_one_flow(world, tmp_path):
    rows = "t,i,j,k,v,q\n2022,56,40,1,1000,1\n2022,58,40,1,500,1\n"
    assert trade(world, tmp_path / "b.csv", rows) == {("BEL", "AUT"): 1.5}


def test_a_group_of_states_is_left_out_and_said(world, tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("t,i,j,k,v,q\n2022,697,40,1,2000,1\n2022,56,40,1,500,1\n")
    _, (note,) = read_baci(world, path)
    assert note == "left out, of no single state: 2.0 million USD"


def test_trade_of_a_state_with_itself_is_left_out_and_said(world, tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("t,i,j,k,v,q\n2022,417,417,1,500,1\n2022,56,58,1,250,1\n2022,56,40,1,500,1\n")
    _, (note,) = read_baci(world, path)
    assert note == "left out, of a state with itself: 0.8 million USD"


V202501 = (
    "4 8 12 16 20 24 28 31 32 36 40 44 48 50 51 52 56 58 60 64 68 70 72 76 84 86 90 92 96 100 104 108 112 116 120 124 "
    "132 136 140 144 148 152 156 162 166 170 174 175 178 180 184 188 191 192 196 200 203 204 208 212 214 218 222 226 "
    "231 232 233 238 242 246 251 258 260 262 266 268 270 275 276 278 280 288 292 296 300 304 308 316 320 324 328 332 "
    "340 344 348 352 360 364 368 372 376 380 381 384 388 392 398 400 404 408 410 414 417 418 422 426 428 430 434 440 "
    "442 446 450 454 458 462 466 470 478 480 484 490 496 498 499 500 504 508 512 516 520 524 528 530 531 533 534 535 "
    "540 548 554 558 562 566 570 574 579 580 583 584 585 586 591 598 600 604 608 612 616 620 624 626 634 642 643 646 "
    "652 654 659 660 662 666 670 674 678 682 686 688 690 694 697 699 702 703 704 705 706 710 711 716 724 728 729 736 "
    "740 748 752 757 760 762 764 768 772 776 780 784 788 792 795 796 798 800 804 807 810 818 826 834 842 849 854 858 "
    "860 862 876 882 887 891 894"
)
"""Codes of CEPII's lists from V202201 (which has 381 for Italy) to V202501 (380)."""
EARLIER = "10 74 80 129 239 290 334 336 471 473 492 527 536 568 577 581 636 637 732 837 838 839 879 899"
"""What the lists of 2014 have besides."""


def test_every_code_of_the_lists_is_known(world):
    assert [code for code in f"{V202501} {EARLIER}".split() if int(code) not in known_codes(world)] == []


FAULTS = [
    ("t,i,j,k,v,q\n2022,156,417,1,500,1\n2022,417,156,1,-5,1\n", "row 2: v is -5; it must be a number of thousand USD"),
    ("t,i,j,k,v,q\n2022,156,417,1,abc,1\n", "b.csv, row 1: v is abc; it must be a number of thousand USD from 0 on"),
    ("t,i,j,k,v,q\n2022,156,417,1,5,1\n2022,156,417,1,5 00,1\n", "b.csv, row 2: v is 5 00; it must be a number"),
    ("t,i,j,k,v,q\n2022,156,417,1,5,1\n2022,x,417,1,5,1\n", "b.csv, row 2: i is x; it is in no list of CEPII's"),
    ("t,i,j,k,v,q\n2022,156,417,1,5,1\n2022,156,417,1,5,1,9\n", "b.csv, line 3: it has 7 cells under a header of 6"),
    ("t,i,j,k,v,q\n2022,156,417,1,nan,1\n", "row 1: v is nan; it must be a number of thousand USD from 0 on"),
    ("t,i,j,k,v,q\n2022,156,417,1,,1\n", "row 1: v is empty; it must be a number of thousand USD from 0 on"),
    ("t,i,j,k,v,q\n2022,156,417,1,5,1\n1999,711,276,1,5,1\n", "row 2: t is 1999; give a year from 2000 to 2100"),
    ("t,i,j,k,v,q\n2022,156,9999,1,5,1\n", "row 1: j is 9999; it is in no list of CEPII's"),
    ("t,i,j,k,v,q\n2022,CHN,417,1,5,1\n", "row 1: i is CHN; it is in no list of CEPII's"),
    ("t,i,j,k,v,q\n2022,156.5,417,1,5,1\n", "row 1: i is 156.5; it is in no list of CEPII's"),
    ("t,i,k,v,q\n2022,156,1,5,1\n", "it has no column j; CEPII publishes it with the columns t,i,j,k,v,q"),
    (
        "t,i,j,k,v,q\n2022,697,40,1,5,1\n",
        "has no trade between two states; left out, of no single state: 0.0 million USD",
    ),
    ("t,i,j,k,v,q\n", "has no trade between two states; it has no rows"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_cell_that_cannot_be_used_is_named_in_plain_figures(world, tmp_path, text, said):
    path = tmp_path / "b.csv"
    path.write_text(text)
    with pytest.raises(UserError) as fault:
        read_baci(world, path)
    assert said in str(fault.value) and "np." not in str(fault.value)


@pytest.mark.parametrize(
    "text", ["T;I;J;K;V;Q\n2022;156;417;1;5000;1\n", "t\ti\tj\tk\tv\tq\n2022\t156\t417\t1\t5000\t\n"]
)
def test_other_delimiters_and_large_letters_are_read(world, tmp_path, text):
    path = tmp_path / "b.csv"
    path.write_text(text)
    frame, _ = read_baci(world, path)
    assert frame[["exporter", "importer", "value"]].to_numpy().tolist() == [["CHN", "KGZ", 5.0]]
