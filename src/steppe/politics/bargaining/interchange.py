"""Agendas of other programs: who wants what, from KTAB and from the exchange model, as a document of an agenda.

* **KTAB, CSV** (spatial model): a line with the name, a description, the numbers of actors and of dimensions; a header;
  then name, description, power and, for each dimension, position and salience of each actor.
* **KTAB, XML**: `Scenario` with `Dimensions/dName` and `Actors/Actor` (`name, capability, Position/dCoord,
  Salience/dSal`).
* **Exchange model** (Stokman and Van Oosten): lines `#A` actor, `#P` issue, `#M` issue, place on the scale and what it
  means, `#D` actor, issue, position, salience and power; or a table with the columns actor, issue, position, salience,
  power.

None of them says who decides, by which rule, or what holds without agreement, which have to be given. Saliences above 1
are taken for percent; the alternatives are the places of the scale with a meaning, the positions and the reference.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from steppe.world.dates import TODAY
from steppe.world.errors import UserError
from steppe.world.names import fold
from steppe.world.toml import LARGEST
from steppe.world.world import World

ENDINGS = (".csv", ".tsv", ".txt", ".xml")
GUIDE = "docs/how-to/write-an-agenda.md shows what is read"
FLAT = ("actor", "issue", "position", "salience", "power")
CUT = 60
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one actor wants on one issue."""

    actor: str
    issue: str
    position: float
    salience: float
    power: float


@dataclass(slots=True)
class Coded:
    """A file of another program: its title, what places of the scales mean, and its entries."""

    program: str
    title: str
    entries: list[Entry] = field(default_factory=list)
    scales: dict[str, dict[float, str]] = field(default_factory=dict)


def coded_document(path: Path, body: str, reference: float | None, world: World | None) -> dict[str, Any]:
    """The document of an agenda from a file of another program.

    Parameters
    ----------
    body
        Who decides: `CIS`, `EAEU Collegium`, `bilateral`.
    reference
        What holds without agreement, on the scale of every issue.
    world
        Whose states the actors may be, by code or name; others keep their name.

    Raises
    ------
    UserError
        It is no such file, a cell cannot be read (its line is named), or body or reference is not given.
    """
    coded = _read(path)
    lacking = [f"{option} ({what})" for option, what, given in (
        ("--body", "who decides", body), ("--reference", "what holds without agreement", reference is not None)
    ) if not given]  # fmt: skip
    if reference is None or lacking:
        raise UserError(
            f"{path.name} of {coded.program} says who wants what; add {' and '.join(lacking)}: `steppe bargain "
            f"{path.name} --body CIS --reference 0`"
        )
    return _document(path, coded, body, reference, world)


def _document(path: Path, coded: Coded, body: str, reference: float, world: World | None) -> dict[str, Any]:
    names = {one.actor: _actor(one.actor, world) for one in coded.entries}
    percent = 100.0 if any(one.salience > 1 for one in coded.entries) else 1.0
    said = f"as coded in {path.name}"
    name, _, organ = body.partition(" ")
    assumed = "Of today; the alternatives are the positions, the reference and the places of the scale with a meaning."
    return {
        "title": coded.title,
        "question": f"What comes of {coded.title}?",
        "date": TODAY,
        "body": name,
        "organ": organ,
        "status": "forecast",
        "note": f"Read from {path.name}, a file of {coded.program}. {assumed}",
        "issue": [_issue(coded, issue, reference, said) for issue in dict.fromkeys(one.issue for one in coded.entries)],
        "actor": [{"name": actor} for actor in names.values()],
        "position": [
            {
                "actor": names[one.actor],
                "issue": one.issue,
                "position": one.position,
                "salience": one.salience / percent,
                "capability": one.power,
                "capability_reason": said,
                "reason": said,
                "document": path.name,
                "basis": "assumed",
            }
            for one in coded.entries
        ],
    }


def _issue(coded: Coded, issue: str, reference: float, said: str) -> dict[str, Any]:
    scale = coded.scales.get(issue, {})
    places = {reference, *scale, *(one.position for one in coded.entries if one.issue == issue)}
    named = {place: (scale.get(place) or f"at {place:g}")[:CUT] for place in sorted(places)}
    twice = len(set(named.values())) < len(named)
    return {
        "name": issue,
        "question": f"Where on {issue}?",
        "low": min(scale, default=0.0),
        "high": max(scale, default=100.0),
        "scale": said,
        "alternatives": {(f"{place:g}: {name}"[:CUT] if twice else name): place for place, name in named.items()},
        "reference": reference,
        "reference_reason": "given with --reference",
        "reference_document": "--reference",
    }


def _actor(name: str, world: World | None) -> str:
    """The code of a state where the name is one, else the name."""
    if world is None:
        return name
    try:
        return world.state(name)
    except UserError:
        return name


def _read(path: Path) -> Coded:
    if path.stat().st_size > LARGEST:
        raise UserError(
            f"{path.name} has {path.stat().st_size / 1e6:.1f} MB; an agenda has {LARGEST / 1e6:g} MB at most"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path.name} is not in UTF-8; save it as CSV in UTF-8") from None
    coded = _ktab_xml(path, text) if path.suffix.lower() == ".xml" else _table(path, text)
    if not coded.entries:
        raise UserError(f"{path.name} has no positions; give each actor one on each issue")
    if len({one.actor for one in coded.entries}) < 2:
        raise UserError(f"{path.name} has positions of {coded.entries[0].actor} alone; give another actor one")
    return coded


def _table(path: Path, text: str) -> Coded:
    """A file of lines, whichever program wrote it."""
    lines = [(number, cells) for number, cells in _lines(path, text) if any(cells)]
    heads = {fold(cell) for cell in (lines[0][1] if lines else [])}
    if any(re.fullmatch(r"#[APMD]", cells[0]) for _, cells in lines):
        return _exchange(path, lines)
    if set(FLAT) <= heads:
        return _flat(path, lines)
    if len(lines) > 1 and [fold(cell) for cell in lines[1][1][:2]] == ["actor", "description"]:
        return _ktab(path, lines)
    raise UserError(f"{path.name} is no agenda of KTAB or of the exchange model; {GUIDE}")


def _lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered lines as cells, without blanks and single quotes around them and without empty cells at the end."""
    first = text.lstrip().partition("\n")[0]
    mark = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells in reader:
            stripped = [cell.strip().strip("'") for cell in cells]
            while stripped and not stripped[-1]:
                stripped.pop()
            yield reader.line_num, stripped
    except csv.Error as error:
        raise UserError(
            f"{path.name}:{reader.line_num}: this is not a well-formed CSV ({error}); save it again"
        ) from None


def _exchange(path: Path, lines: list[tuple[int, list[str]]]) -> Coded:
    coded = Coded("the exchange model", path.name)
    for number, (kind, *cells) in lines:
        if kind == "#D":
            _expect(path, number, cells, 5)
            coded.entries.append(Entry(cells[0][:CUT], cells[1][:CUT], *_numbers(path, number, cells[2:5], FLAT[2:])))
        elif kind == "#M":
            _expect(path, number, cells, 2)
            (place,) = _numbers(path, number, cells[1:2], ("the place on the scale",))
            coded.scales.setdefault(cells[0][:CUT], {})[place] = cells[2] if len(cells) > 2 else ""
        elif kind not in ("#A", "#P", "#0", "#/"):
            raise UserError(f'{path.name}:{number}: a line begins with #A, #P, #M or #D, not "{kind}"; {GUIDE}')
    return coded


def _flat(path: Path, lines: list[tuple[int, list[str]]]) -> Coded:
    coded = Coded("the exchange model", path.name)
    heads = [fold(cell) for cell in lines[0][1]]
    at = [heads.index(name) for name in FLAT]
    for number, cells in lines[1:]:
        _expect(path, number, cells, max(at) + 1)
        actor, issue, *figures = (cells[place] for place in at)
        coded.entries.append(Entry(actor[:CUT], issue[:CUT], *_numbers(path, number, figures, FLAT[2:])))
    return coded


def _ktab(path: Path, lines: list[tuple[int, list[str]]]) -> Coded:
    (_, first), (_, heads), *rows = lines
    issues = [re.sub(r"\s*position$", "", head, flags=re.IGNORECASE)[:CUT] for head in heads[3::2]]
    coded = Coded("KTAB", first[0] if len(first[0]) > 2 else path.name)
    stated = first[2] if len(first) > 2 else ""
    if stated != str(len(rows)):
        raise UserError(
            f'{path.name}:1: the number of actors is "{stated}", and there are {len(rows)}; correct one of them'
        )
    for number, cells in rows:
        _expect(path, number, cells, 3 + 2 * len(issues))
        power, *figures = _numbers(path, number, cells[2 : 3 + 2 * len(issues)], heads[2:])
        for issue, position, salience in zip(issues, figures[::2], figures[1::2], strict=True):
            coded.entries.append(Entry(cells[0][:CUT], issue, position, salience, power))
    return coded


def _ktab_xml(path: Path, text: str) -> Coded:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UserError(f"{path.name} declares a document type; KTAB writes none: leave it out")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise UserError(f"{path.name}:{error.position[0]}: this is not well-formed XML; save it again") from None
    if root.tag != "Scenario":
        raise UserError(f"{path.name} is no scenario of KTAB, which begins with <Scenario>; {GUIDE}")
    title = (root.findtext("name") or "").strip()
    coded = Coded("KTAB", title if len(title) > 2 else path.name)
    issues = [(one.text or "").strip()[:CUT] for one in root.iterfind("Dimensions/dName")]
    for one in root.iterfind("Actors/Actor"):
        name = (one.findtext("name") or "").strip()[:CUT]
        (power,) = _numbers(path, 0, [one.findtext("capability") or ""], (f"capability of {name}",))
        positions, saliences = (
            _numbers(path, 0, [cell.text or "" for cell in one.iterfind(places)], [f"{places} of {name}"] * len(issues))
            for places in ("Position/dCoord", "Salience/dSal")
        )
        if len(positions) != len(issues) or len(saliences) != len(issues):
            raise UserError(f"{path.name}: {name} needs a position and a salience for each of {len(issues)} dimensions")
        each = zip(issues, positions, saliences, strict=True)
        coded.entries += [Entry(name, issue, position, salience, power) for issue, position, salience in each]
    return coded


def _expect(path: Path, number: int, cells: list[str], least: int) -> None:
    if len(cells) < least:
        raise UserError(f"{path.name}:{number}: a cell is missing; {least} are needed: add what is not there")


def _numbers(path: Path, number: int, cells: list[str], names: Any) -> list[float]:
    """Cells as numbers; the first that is none is named."""
    found = []
    for cell, name in zip(cells, names, strict=False):
        if not re.fullmatch(r"[+-]?(\d{1,15}\.?\d{0,15}|\.\d{1,15})", cell.strip()):
            place = f"{path.name}:{number}" if number else path.name
            raise UserError(f'{place}: {fold(name)} is "{cell.strip()}"; it must be a number with a point')
        found.append(float(cell))
    return found
