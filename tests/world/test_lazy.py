"""Importing steppe, and asking it for help, costs next to nothing: heavy libraries load when a command needs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"altair", "duckdb", "jinja2", "numpy", "pandas", "scipy", "vl_convert", "xarray"}
HELP = "import sys; sys.argv = ['steppe', *{words}]; from steppe.cli.main import main; main()"


def loaded(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded when it ends."""
    at_end = "import atexit, sys; atexit.register(lambda: print('\\n' + ' '.join(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", f"{at_end}\n{code}"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return {name.partition(".")[0] for name in ran.stdout.splitlines()[-1].split()}


def test_import_loads_nothing_heavy() -> None:
    assert loaded("import steppe") & (HEAVY | {"rich", "typer"}) == set()


@pytest.mark.parametrize("words", [["--help"], ["members", "--help"], ["data", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded(HELP.format(words=words)) & HEAVY == set()


def test_public_names_load_when_they_are_used() -> None:
    assert "duckdb" in loaded("import steppe; assert steppe.load().members('EAEU'); assert steppe.UserError")


def test_an_unknown_name_is_an_attribute_error() -> None:
    import steppe

    with pytest.raises(AttributeError, match="module steppe has no attribute 'laod'"):
        steppe.laod  # noqa: B018
