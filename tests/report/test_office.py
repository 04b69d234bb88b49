"""What is written for an office suite opens in one: LibreOffice turns it into pages with the same words and figures."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run

SOFFICE, TEXT = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None or TEXT is None, reason="LibreOffice or pdftotext is not on this machine"),
]


def words(path: Path) -> str:
    """The words on the pages that LibreOffice makes of a file."""
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    made = [str(SOFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(made, check=True, capture_output=True)
    shown = subprocess.run(
        [str(TEXT), "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    )
    return " ".join(shown.stdout.split())


def test_a_brief_opens(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kgz.docx"
    assert run("brief", "KGZ", "--out", path).code == 0
    shown = words(path)
    assert shown.startswith("State · KGZ · GDP") and "What this cannot tell" in shown
    assert "National Statistical Committee of Kyrgyzstan" in shown and "page 1 of " in shown


def test_a_workbook_opens(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kgz.xlsx"
    ran = run("dependence", "KGZ", "--on", "CHN", "--layer", "trade", "--format", "xlsx")
    path.write_bytes(ran.out.encode("utf-8", "surrogateescape"))
    shown = words(path)
    assert "share (0 to 1)" in shown and "0.3404001615481" in shown
    assert "https://stat.gov.kg" in shown and "Trade in goods: dependence of Kyrgyzstan on China" in shown
