"""Asking an address: bounded in time, size and tries, and refused in one sentence where the answer is no data.

An address is tried `TRIES` times where the other side is busy, breaks off or does not answer, with `PAUSES` between. No
answer goes on without end: neither a silent one (`SILENCE`), nor a slow one (`LONGEST`), nor a large one.
"""

from __future__ import annotations

import http.client
import json
import os
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from steppe.world.dates import VERSION
from steppe.world.errors import UserError

MIRROR = "STEPPE_FETCH_FROM"
"""Environment variable with the address of a mirror, `http://127.0.0.1:8000`, that stands for every producer's."""
TRIES = 3
PAUSES = (2.0, 8.0)
SILENCE, LONGEST = 60.0, 1800.0
"""Seconds without a word, and for one answer."""
CHUNK = 1 << 16
LARGEST = 100_000_000
"""Bytes of an answer, unless more is expected."""
BUSY = (429, 500, 502, 503, 504)
"""What a server says when it may answer a later time."""
AGENT = f"steppe/{VERSION} (data fetch)"

CHANGED = "its interface may have changed, and a newer steppe may know it"
BY_HAND = "take the file in a browser, and read it with `steppe data import`"
OFFLINE = "see whether you are connected, or behind a proxy that HTTPS_PROXY must name"


class _Passing(Exception):
    """A fault that may pass; the message says what it is."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to the same protocol only."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """The request to the new address."""
        if urlsplit(newurl).scheme != urlsplit(req.full_url).scheme:
            fp.close()
            raise UserError(f"{req.full_url} leads to {newurl}, another protocol; nothing was read from there")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(frozen=True)
class Web:
    """How addresses are asked.

    say
        Called with each address before it is asked, and with why it is asked again.
    tell
        Called with the bytes that have come and those that will.
    pause
        Waits for so many seconds.
    """

    say: Callable[[str], None] = lambda words: None
    tell: Callable[[int, int], None] = lambda done, total: None
    pause: Callable[[float], None] = time.sleep

    def json(self, address: str, folder: Path) -> Any:
        """The document at an address.

        Raises
        ------
        UserError
            It cannot be had, or is no JSON.
        """
        raw = self.file(address, folder / "answer.json").read_bytes()
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise UserError(f"{address} did not answer with whole JSON; try again later") from None

    def file(self, address: str, path: Path, largest: int = LARGEST) -> Path:
        """The answer of an address as a file; nothing of a try that failed is left in it.

        Raises
        ------
        UserError
            It cannot be had, is a web page, or is larger than that.
        """
        asked = mirrored(address)
        self.say(f"Asking {asked}")
        for pause in (*PAUSES, None):
            try:
                self._try(asked, path, largest)
                return path
            except _Passing as fault:
                if pause is None:
                    raise UserError(f"{asked} {fault}, {TRIES} times; try again later") from None
                self.say(f"It {fault}; asking again in {pause:g} s")
                self.pause(pause)
        raise AssertionError("the last try returns or raises")

    def _try(self, address: str, path: Path, largest: int) -> None:
        opener = urllib.request.build_opener(_Redirects)
        request = urllib.request.Request(address, headers={"User-Agent": AGENT, "Accept": "*/*"})
        try:
            with opener.open(request, timeout=SILENCE) as answer:
                self._write(answer, address, path, largest)
        except urllib.error.HTTPError as error:
            error.close()
            said = f"answered {error.code} ({error.reason})"
            if error.code in BUSY:
                raise _Passing(said) from None
            raise UserError(f"{address} {said}; {_repair(error.code)}") from None
        except (TimeoutError, http.client.HTTPException, ConnectionError) as error:
            raise _Passing(_broken(error)) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError | ConnectionError):
                raise _Passing(_broken(error.reason)) from None
            raise UserError(f"{urlsplit(address).netloc} cannot be reached ({_reason(error)}); {OFFLINE}") from None

    def _write(self, answer: Any, address: str, path: Path, largest: int) -> None:
        """Write an answer as it comes, once its head says that it is data."""
        if answer.status != 200 or "html" in answer.headers.get("Content-Type", ""):
            raise UserError(f"{address} answered with a web page and no data; {BY_HAND}")
        expected = int(length) if (length := answer.headers.get("Content-Length", "")).isdigit() else None
        if (expected or 0) > largest:
            raise UserError(f"{address} offers {expected or 0:,} bytes, and {largest:,} are the most; {CHANGED}")
        began, done = time.monotonic(), 0
        with path.open("wb") as file:
            while chunk := answer.read(CHUNK):
                done += file.write(chunk)
                if expected:
                    self.tell(done, expected)
                if done > largest:
                    raise UserError(f"{address} gives more than {largest:,} bytes; {CHANGED}")
                if time.monotonic() - began > LONGEST:
                    raise UserError(f"{address} took more than {LONGEST / 60:g} minutes; try again later")
        if expected is not None and done < expected:
            raise _Passing(f"broke off after {done:,} of {expected:,} bytes")
        if done == 0:
            raise UserError(f"{address} answered with nothing; {BY_HAND}")


def mirrored(address: str) -> str:
    """The address, or that of its path under the mirror that the environment names."""
    mirror = os.environ.get(MIRROR, "")
    if not mirror:
        return address
    base, parts = urlsplit(mirror), urlsplit(address)
    if base.scheme not in ("http", "https") or not base.netloc:
        raise UserError(f"{MIRROR} is {mirror}; give an address that begins with https:// or http://, or unset it")
    return urlunsplit((base.scheme, base.netloc, base.path.rstrip("/") + parts.path, parts.query, ""))


def _repair(code: int) -> str:
    """What to do about an answer that no second try would change."""
    if code in (401, 403, 406):
        return f"it does not let programs in: {BY_HAND}"
    return CHANGED


def _broken(error: Exception) -> str:
    return f"did not answer for {SILENCE:g} s" if isinstance(error, TimeoutError) else "broke off"


def _reason(error: urllib.error.URLError) -> str:
    if isinstance(error.reason, ssl.SSLError):
        return f"its certificate is not accepted, {error.reason.reason or error.reason}"
    return str(getattr(error.reason, "strerror", None) or error.reason)
