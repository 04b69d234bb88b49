"""Votes in the UN General Assembly: the chances that one of the twelve says yes, abstains or says no.

Models of one vote, from the least information to the most: `past` (a forecast, from years before), `others` (given how
every seat but the twelve votes too) and `powers` (given the votes of the United States, China and Russia too); and
`present`, which knows the others and the powers but no record of the past. The maths stands in the module that does it:

* `votes.rolls`: roll calls as arrays, and how alike two questions are;
* `votes.past`: records of the past, each drawn towards the next wider one;
* `votes.others`: shares of the roll call itself, without the voter and without the twelve;
* `votes.logit`: the multinomial logit with a ridge;
* `votes.baselines`: the naive rivals; `votes.record`: the strongest of them;
* `votes.backtest`: rolling origins; `votes.tuning`: how the settings were chosen, on years before the test;
* `votes.forecast`: one vote, taken apart.

`docs/explanation/votes.md` says what was fixed before the test, and how well it went.
"""

from steppe.politics.votes.backtest import CONDITIONAL, TEST, backtest, scores
from steppe.politics.votes.baselines import BASELINES
from steppe.politics.votes.forecast import Forecast, forecast, forecast_of_roll_call
from steppe.politics.votes.models import MODELS

__all__ = [
    "BASELINES",
    "CONDITIONAL",
    "MODELS",
    "TEST",
    "Forecast",
    "backtest",
    "forecast",
    "forecast_of_roll_call",
    "scores",
]
