"""The map of the system says `present` of what is there, and `planned` of what is not."""

from __future__ import annotations

from importlib.resources import files

import pytest
import typer

from steppe.cli.main import app
from steppe.evidence.coverage import parts
from steppe.scenario.events import KINDS


def there() -> set[str]:
    """Names of the commands, studies, agendas and kinds of event that the package has."""
    group = typer.main.get_command(app)
    package = files("steppe")
    return {
        *(f"command:{name}" for name in group.commands),  # type: ignore[attr-defined]
        *(f"study:{path.name.removesuffix('.toml')}" for path in package.joinpath("studies").iterdir()),
        *(f"agenda:{path.name.removesuffix('.toml')}" for path in package.joinpath("agendas").iterdir()),
        *(f"event:{kind}" for kind in KINDS),
    }


@pytest.mark.parametrize("kind", ["command", "study", "agenda", "event"])
def test_what_is_said_to_be_present_is_there_and_what_is_planned_is_not(kind):
    map_ = parts()
    own = map_[map_["name"].str.startswith(f"{kind}:")]
    present = set(own.loc[own["status"] == "present", "name"])
    assert present == {name for name in there() if name.startswith(f"{kind}:")}
