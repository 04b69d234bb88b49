"""Sources that no raw file brings: the texts themselves, assumptions of a user, files that a user imports."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import ACCESSED

TEXTS = (
    ("T0", "Russia and the CIS in 2019: Relying on the Chinese Way", "Asian Survey", "2020"),
    ("T1", "E. Zolotova, Russia's Strategy to Revitalize the CIS", "Geopolitical Futures", "2024-10-16"),
    ("T2", "I. Bolgova on Russia's policy in the post-Soviet space", "Russian International Affairs Council", "2016"),
    ("T3", "I. Bolgova on the CIS summit of 16 October 2015", "Russian International Affairs Council", "2015"),
    ("T4", "N. Miholjcic, Implications of Sino-Russian Rapprochement for Central Asia", "CABAR", "2019"),
)


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Rows of `sources` for the texts, for assumptions and for imported files."""
    texts = [_text(*text) for text in TEXTS]
    own = [
        _own("assumption", "An assumption of the user", "stated where it was made"),
        _own("steppe-attributes", "What the attributes of states measure, in our words", "steppe compilation"),
        _own("cepii-baci-import", "BACI as imported by the user", "CEPII, BACI: cite the release that you imported"),
        _own("undl-import", "Votes as imported by the user", "UN Digital Library, voting data: cite its day and terms"),
    ]
    return {"sources": pd.DataFrame([*texts, *own])}


def _text(name: str, title: str, producer: str, published: str) -> dict[str, str | None]:
    return {
        "source": f"text-{name}",
        "title": title,
        "producer": producer,
        "citation": f"{title}. {producer}, {published}",
        "url": None,
        "published": published,
        "accessed": ACCESSED,
        "licence": "copyright of its author; paraphrased and cited, not reproduced",
        "licence_class": "open",
        "note": "what it states is a claim under test, never evidence for it",
    }


def _own(name: str, title: str, citation: str) -> dict[str, str | None]:
    return {
        "source": name,
        "title": title,
        "producer": "the steppe authors" if name.startswith("steppe") else "the user",
        "citation": citation,
        "url": None,
        "published": None,
        "accessed": ACCESSED,
        "licence": "CC BY 4.0" if name.startswith("steppe") else "the user's own",
        "licence_class": "open",
        "note": None,
    }
