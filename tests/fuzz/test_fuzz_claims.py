"""Claims of a user, made from shipped ones by changes at random: judged, or refused in a sentence for each fault."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import Run
from tests.fuzz.contract import EACH, check, stream, watched
from tests.fuzz.mutate import GOOD, mutated

OTHERS = (
    2019,
    2015,
    1850,
    "2015-06-30",
    "2015",
    "KGZ",
    "CHN",
    "CIS",
    "central-asia",
    "Kyrgyzstan",
    True,
    -1,
    0.5,
    ["RUS"],
)
"""Values that belong to other arguments."""


def shipped() -> dict[str, dict[str, Any]]:
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(Path(str(files("steppe.evidence") / "claims")).iterdir())
    ]
    return {name: fields for text in texts for name, fields in tomllib.loads(text).items()}


def written(value: Any) -> str:
    """A value as TOML has it, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool | int | float) else str(value)


def as_toml(name: str, fields: dict[str, Any]) -> str:
    return f"[{name}]\n" + "".join(f"{key} = {written(one)}\n" for key, one in fields.items())


def changed(fields: dict[str, Any], rng: Random) -> dict[str, Any]:
    """A claim with an argument or two of another value, another name, or gone; now and then of another query."""
    for _ in range(rng.randint(1, 2)):
        measure = rng.choice(fields.get("measures") or [{}])
        args = measure.get("args") or {"year": 2019}
        key = rng.choice(list(args))
        if rng.random() < 0.7:
            args[key] = rng.choice(OTHERS) if rng.random() < 0.7 else rng.choice(GOOD)
        elif rng.random() < 0.5:
            args[rng.choice(("of", "year", "no such", key.upper()))] = args.pop(key)
        else:
            args.pop(key)
    return fields


@pytest.mark.parametrize("number", range(EACH))
def test_a_file_of_claims(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rng = stream("claims", number)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mine.toml"
    name, fields = rng.choice(list(shipped().items()))
    text = as_toml(name, changed(fields, rng) if number % 3 else fields)
    file.write_bytes(text.encode() if number % 3 else mutated(text, rng))
    options = [*rng.choice(([], [name], ["--now"])), "--format", rng.choice(("table", "json", "csv"))]
    with watched(tmp_path):
        ran = run("claims", "--file", "mine.toml", *options)
    check(ran, tmp_path, {file})
