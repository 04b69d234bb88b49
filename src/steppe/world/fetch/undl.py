"""Votes of the General Assembly: the file of the UN Digital Library, record 4060887.

`GET /api/v1/file?recid=4060887` lists the files of the record (`name`, `format`, `url`); the one whose name ends in
`ga_voting` is the CSV that `steppe.world.undl` reads. The library often answers programs with a page that only a
browser can pass.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from steppe.world.errors import UserError
from steppe.world.fetch import Fetched, Producer
from steppe.world.fetch.rows import changed
from steppe.world.fetch.web import Web
from steppe.world.undl import SOURCE
from steppe.world.world import World

TITLE = "UN Digital Library, voting data of the General Assembly"
HOST = "https://digitallibrary.un.org"
RECORD = f"{HOST}/record/4060887"
LIST = f"{HOST}/api/v1/file?recid=4060887"
LARGEST = 1_000_000_000
"""Bytes of the file, which has some 360 million."""
BY_HAND = f"take the file from {RECORD} in a browser, then `steppe data import undl FILE`"


def read(world: World, web: Web, folder: Path) -> Fetched:
    """The roll calls that the tables lack."""
    try:
        address, published = _newest(web.json(LIST, folder))
        path = web.file(address, folder / "undl.csv", LARGEST)
    except UserError as error:
        raise UserError(f"{str(error).partition('; ')[0]}; {BY_HAND}") from None
    return Fetched(files={"undl": path}, source={"url": RECORD, "published": published})


def _newest(listed: Any) -> tuple[str, str]:
    """Address and date of the newest file of votes in a list of files."""
    if not isinstance(listed, list):
        changed(TITLE, "the list of files has another form")
    found = []
    for one in listed:
        name, address = (str(one.get(key, "")) if isinstance(one, dict) else "" for key in ("name", "url"))
        day = re.fullmatch(r"(\d{4})_(\d{1,2})_(\d{1,2})_ga_voting(\.csv)?", name)
        if day and urlsplit(address).path.endswith(".csv"):
            found.append((f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}", address))
    if not found:
        changed(TITLE, "no file of the record is one of votes")
    published, address = max(found)
    if not address.startswith(f"{HOST}/"):
        changed(TITLE, f"the file of votes lies elsewhere, at {urlsplit(address).netloc}")
    return address, published


PRODUCER = Producer(
    name="undl",
    title=TITLE,
    addresses=(LIST, f"{RECORD}/files/…_ga_voting.csv"),
    licence="United Nations terms of use: not for commercial use",
    replaces="nothing; adds to tables roll_calls and roll_call_votes what was voted on since 2020 (some 360 MB)",
    template=SOURCE,
    read=read,
)
