"""What files for an office suite share: the extra that writes them, and bytes that are the same each time.

A .xlsx and a .docx are zip archives of XML. Their writers put the time of writing into both; here every part has the
first day that a zip can hold, and the properties that of the data.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from importlib.util import find_spec

from steppe.world.errors import UserError

FIRST = (1980, 1, 1, 0, 0, 0)
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def need(library: str, option: str, kind: str) -> None:
    """Refuse in one sentence where the library that writes a kind of file is not installed."""
    if find_spec(library) is None:
        raise UserError(f"{option}: {kind} needs the extra `files`; install it with `pip install 'steppe[files]'`")


def same_bytes(archive: bytes, on: date) -> bytes:
    """The archive with `on` as the day on which it was made and changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = _WRITTEN.sub(rb"\g<1>%sT00:00:00Z" % on.isoformat().encode(), content)
            new.writestr(zipfile.ZipInfo(part.filename, FIRST), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
