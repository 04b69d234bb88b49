"""Finding sentences follow the figures: other figures, another sentence."""

import pandas as pd

from steppe.report.overview import findings
from steppe.report.overview.tally import Tally


def _first(**partners):
    rows = [
        (state, year, partner)
        for state, pair in partners.items()
        for year, partner in zip((2000, 2023), pair, strict=True)
    ]
    return _on_baci(pd.DataFrame(rows, columns=["state", "year", "partner"]).assign(share=0.5))


def _on_baci(frame):
    return frame.assign(record="baci", basis="reconciled")


def test_the_headline_counts_the_states_whose_first_partner_is_china():
    few = _first(KGZ=("RUS", "CHN"), MDA=("EU", "EU"))
    more = _first(KGZ=("CHN", "CHN"), MDA=("EU", "CHN"))
    assert findings.headline(few, 12) == (
        "In 2023 China is the first trade partner of one of the twelve; in 2000 it was of none"
    )
    assert findings.headline(more, 12).endswith("of two of the twelve; in 2000 it was of one")


def test_the_headline_says_so_where_nothing_changed_or_nothing_is_known():
    assert findings.headline(_first(KGZ=("CHN", "CHN")), 12).endswith("as many as in 2000")
    assert findings.headline(_first().iloc[:0], 12).startswith("No trade")


def _trade(russia, china):
    rows = [
        (state, partner, year, value)
        for partner, states in (("RUS", russia), ("CHN", china))
        for state, pair in states.items()
        for year, value in zip((2000, 2023), pair, strict=True)
    ]
    return _on_baci(pd.DataFrame(rows, columns=["state", "partner", "year", "share"]))


def test_years_on_another_record_are_not_compared():
    first = _first(KGZ=("RUS", "CHN"), MDA=("EU", "EU"))
    other = first.assign(record=first["record"].mask(first["year"].eq(2023) & first["state"].eq("KGZ"), "importer"))
    assert findings.headline(other, 12).endswith("; on the record of earlier years it was of none in 2000")
    frame = _trade({"KGZ": (0.2, 0.1)}, {"KGZ": (0.1, 0.5)})
    own = frame.assign(record=frame["record"].mask(frame["year"].eq(2023), "importer"))
    assert findings.about_trade(own) == "Shares of trade are on record from 2000 on"


def test_a_state_without_a_share_in_both_years_is_not_counted():
    frame = _trade({"KGZ": (0.2, 0.1), "TJK": (0.4, 0.5)}, {"KGZ": (0.1, 0.5), "GEO": (0.1, None)})
    assert findings.about_trade(frame) == (
        "From 2000 to 2023 Russia’s share fell in one of two states, China’s rose in one of one"
    )


def test_votes_name_who_moved_and_whom_they_resemble():
    agreement = {
        ("KGZ", "RUS"): (0.6, 0.5),
        ("KGZ", "CHN"): (0.6, 0.8),
        ("UKR", "RUS"): (0.6, 0.7),
        ("UKR", "CHN"): (0.6, 0.3),
    }
    rows = [
        (*pair, time, value)
        for pair, values in agreement.items()
        for time, value in zip(("then", "now"), values, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["state", "partner", "time", "share"])
    frame["first"] = frame["time"].map({"then": 1992, "now": 2023})
    frame["last"] = frame["time"].map({"then": 1994, "now": 2023})
    assert findings.about_votes(frame) == (
        "One of two states votes less with Russia in 2023 than in 1992–1994; one of two votes most like China"
    )


def test_forces_without_consent_are_said_apart():
    forces = pd.DataFrame(
        {"state": ["RUS", "ARM", "GEO", "UZB"], "sites": [0, 2, 1, 0], "contested": [False, False, True, False]}
    )
    names = {"GEO": "Georgia"}
    assert findings.about_forces(forces, names, 2026) == (
        "Russian forces or sites are on record in two of the other three in 2026, in Georgia as an occupation or "
        "without the host’s consent"
    )
    assert findings.about_forces(forces.assign(contested=False), names, 2026).endswith("in 2026")


def test_the_members_sentence_follows_the_counts():
    rows = [("CIS", 12, 12), ("CIS", 10, 8), ("SCO", 6, 6), ("SCO", 10, 10)]
    counts = pd.DataFrame(rows, columns=["organization", "law", "practice"])
    assert findings.about_members(counts) == (
        "The CIS has ten members in law and eight in practice, twelve at most; the SCO, with ten, is at its largest"
    )


def test_the_tally_sentence_counts_only_what_was_tested():
    tally = Tally({"supported": 7, "consistent": 1, "contradicted": 2, "pending C": 5}, ())
    assert findings.about_claims(tally) == "Of 15 claims of five texts the data test 10: 8 hold, 2 fail"
