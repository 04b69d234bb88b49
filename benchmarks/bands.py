"""Ideal points: how much of the truth the 90 % bands hold, on votes simulated at full size (ten minutes)."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from steppe.display.interval import LEVEL
from steppe.politics.idealpoints.estimate import WIDER
from steppe.politics.idealpoints.fit import MODEL
from steppe.politics.idealpoints.simulate import recovered

CALIBRATION, TEST = (11, 12, 13, 14), (21, 22, 23, 24)
"""Seeds on which the factor is chosen, and on which it is tested."""
SIZE = {"voters": 190, "sessions": 30, "items": 85, "repeated": 0.3}


def main() -> None:
    """Print the coverage of Laplace's bands, the factor that makes it right, and the coverage on other seeds."""
    limit = float(norm.ppf(0.5 + LEVEL / 2))
    for name, seeds in (("calibration", CALIBRATION), ("test", TEST)):
        every = []
        for seed in seeds:
            every.append(abs(recovered(MODEL, seed=seed, **SIZE)[1]))
            plain, wider = (100 * (every[-1] < limit * factor).mean() for factor in (1.0, WIDER))
            print(f"{name} seed {seed}: Laplace {plain:.1f} %, times {WIDER}: {wider:.1f} %", flush=True)
        all_of = np.concatenate(every)
        print(
            f"{name}: Laplace {100 * (all_of < limit).mean():.1f} %, times {WIDER}: "
            f"{100 * (all_of < limit * WIDER).mean():.1f} %; factor for {100 * LEVEL:.0f} %: "
            f"{np.quantile(all_of, LEVEL) / limit:.3f}"
        )


if __name__ == "__main__":
    main()
