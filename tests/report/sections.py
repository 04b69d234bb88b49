"""What a page of the site says, section by section."""

from __future__ import annotations

from html.parser import HTMLParser


class Sections(HTMLParser):
    """Text, tags and classes of each section of a page, by id; all tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.inside: dict[str, set[str]] = {}
        self.classes: dict[str, set[str]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "section":
            self._open = str(found.get("id"))
            self.texts[self._open], self.inside[self._open], self.classes[self._open] = "", set(), set()
        elif self._open:
            self.inside[self._open].add(tag)
            self.classes[self._open] |= set((found.get("class") or "").split())

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open] += data
