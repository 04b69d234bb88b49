"""What is published: an archive that holds all that its Makefile needs, and versions that are as declared."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CALLERS = ("Makefile", ".ci/run", ".pre-commit-config.yaml")


def named_by(text: str) -> set[str]:
    """Files and folders of the repository that a script names, as paths or as modules to run."""
    modules = (name.replace(".", "/") for name in re.findall(r"-m ([\w.]+)", text))
    return {
        path.relative_to(ROOT).parts[0]
        for word in {*re.findall(r"[\w./-]+", text), *modules}
        for path in (ROOT / word, ROOT / f"{word}.py")
        if path.is_relative_to(ROOT) and path != ROOT and ".." not in word and path.exists()
    } - {".venv", "build"}


@pytest.mark.slow
def test_the_source_archive_holds_what_its_scripts_name(tmp_path):
    built = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path], cwd=ROOT)
    assert built.returncode == 0
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        held = {Path(*Path(name).parts[1:]).parts[0] for name in archive.getnames()}
    for caller in CALLERS:
        wanted = named_by((ROOT / caller).read_text(encoding="utf-8"))
        assert wanted
        assert wanted - held == set(), caller


def test_what_a_script_names_is_found():
    text = "pip install -r requirements.txt ../x\n\tpython -m docs.make_screenshots; python -m pytest tests/conftest.py"
    assert named_by(text) == {"requirements.txt", "docs", "tests"}


def pinned() -> dict[str, str]:
    """The exact version of each distribution that the requirement files install."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("requirements*.txt"))
    return {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE)}


def declared() -> list[Requirement]:
    """The ranges of pyproject.toml, those of the extras too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for text in [*project["dependencies"], *(text for extra in extras for text in extra)]]


@pytest.mark.parametrize("requirement", [pytest.param(each, id=each.name) for each in declared()])
def test_the_pinned_version_is_in_the_declared_range(requirement):
    assert pinned()[canonicalize_name(requirement.name)] in requirement.specifier
