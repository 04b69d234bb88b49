"""The answer of a study: a verdict from a closed list, a sentence, a caveat; at most `MOST_WORDS` words together.

The verdict says what may be quoted. A sign is in it only where it holds over the draws and over every check of the run;
what rests on stakes that nobody observes *depends on an assumption* and gives conditions; what the data leave open is
said to be so. Figures in sentence and caveat are in % of GDP where a state's income is meant, medians with the middle
90 % of the draws, and no digit is printed below twice its Monte Carlo error.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

MOST_WORDS = 40


class Verdict(StrEnum):
    """What an answer may begin with."""

    GAINS = "Likely gains"
    LOSES = "Likely loses"
    BOTH = "Some likely gain, others likely lose"
    NOTHING = "Probably nothing measurable"
    TURNS = "About zero; the sign depends on a choice"
    OPEN = "The data cannot tell"
    ASSUMED = "Depends on an assumption"
    RECORDED = "On record"
    LIKELY = "Likely"
    UNLIKELY = "Unlikely"
    NOT_ANSWERABLE = "Not answerable"


@dataclass(frozen=True, slots=True)
class Answer:
    """Verdict, sentence and caveat; the last may be empty."""

    verdict: Verdict
    sentence: str
    caveat: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.verdict}.", self.sentence, self.caveat) if part)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(str(self).split())

    def document(self) -> dict[str, str]:
        """The three parts by name."""
        return {name: str(value) for name, value in asdict(self).items()}
