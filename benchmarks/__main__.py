"""Lists and runs the benchmarks.

    python -m benchmarks [NAME ...] [--list]

Every module of this folder that is not private is one; its `main()` prints medians, ratios or counts. `mutants`,
`interruptions`, `holdout`, `bands` and `ensembles`, which take many minutes, are run only where they are named.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from pathlib import Path

LONG = ("mutants", "interruptions", "holdout", "bands", "ensembles")


def modules() -> list[str]:
    """Names of the benchmarks."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name for module in found if not module.name.startswith("_"))


def main() -> None:
    """Run those that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="benchmarks to run; by default all but the long ones")
    parser.add_argument("--list", action="store_true", help="list them and stop")
    options = parser.parse_args()
    unknown = set(options.names) - set(modules())
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(modules())}")
    for name in options.names or modules():
        if name in LONG and not (options.names or options.list):
            continue
        module = importlib.import_module(f"benchmarks.{name}")
        print(f"== {name}: {(module.__doc__ or '').strip().splitlines()[0]}")
        if not options.list:
            module.main()


if __name__ == "__main__":
    main()
