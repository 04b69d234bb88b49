"""The pages of the site: address to maker, and the menu and the search that follow from them.

A module of `steppe.report.site.pages` registers what it makes with `page`; nothing else names it. The writer walks
`addresses`, a server can make the page of one address, and `links` is the menu at the head of each. A page stands in
the menu if it has `words`, at its `place`; a page without stands `under` an address that has them. What can be found
is registered with `finds`: a function from the world to entries, which needs no page to be made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from steppe.world.modules import modules_of
from steppe.world.world import World

Links = list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Made:
    """A page: its text, and the sentence with which another page leads to it."""

    text: str
    lead: str = ""


def slug(words: str) -> str:
    """Words in small letters and hyphens, for addresses and anchors.

    Examples
    --------
    >>> slug("C5+1_USA")
    'c5-1-usa'
    """
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


Maker = Callable[..., Made]


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page.

    Attributes
    ----------
    make
        From the world, the key where there are `keys`, and for each of `shows` the leads of its pages by key.
    pattern
        Its address; `{key}` stands for the key of a page, `{slug}` for the key in small letters and hyphens.
    keys
        What there is a page of, each; None: there is one page.
    words, place
        How the menu names it, and where; a page without words stands `under` an address that has them. A script
        (`pattern` ends in .js) stands nowhere.
    shows
        Kinds of page to which it leads with a sentence each: they are made before.
    seconds
        How long a page takes, about: what takes longest is begun first.
    """

    make: Maker
    pattern: str
    keys: Callable[[World], Sequence[str]] | None = None
    words: str = ""
    place: int = 0
    under: str = ""
    shows: tuple[str, ...] = ()
    seconds: float = 1

    def address(self, key: str = "") -> str:
        """The address of the page of a key.

        Examples
        --------
        >>> body = pages()["body"]
        >>> body.address("C5+1_USA"), body.address("17+1"), body.address("SouthCaucasus_3+3")
        ('body-c5-1-usa.html', 'body-17-1.html', 'body-southcaucasus-3-3.html')
        """
        return self.pattern.format(key=key, slug=slug(key))

    def made(self, world: World, key: str, leads: Mapping[str, Mapping[str, str]]) -> Made:
        """The page of a key; `leads` are those of pages that were made, by kind and key."""
        return self.make(world, *([key] if self.keys else []), *(leads[kind] for kind in self.shows))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the finder shows of one thing.

    Attributes
    ----------
    title, where
        Its name, and the address that leads to it.
    names
        What else it is called, apart by spaces: found, not shown.
    about
        A line under the title; found too.
    """

    title: str
    where: str
    names: str = ""
    about: str = ""


Finds = Callable[[World], Iterable[Entry]]

_PAGES: dict[str, Page] = {}
_FINDS: dict[str, tuple[float, Finds]] = {}


def page(pattern: str, **more: Any) -> Callable[[Maker], Maker]:
    """Register a maker as the kind of page that its name says; `more` as in `Page`."""

    def register(make: Maker) -> Maker:
        _PAGES[make.__name__] = Page(make, pattern, **more)
        return make

    return register


def finds(kind: str, weight: float = 1.0) -> Callable[[Finds], Finds]:
    """Register what can be found of a kind ("State", "Claim", as the finder names it); what weighs more comes first."""

    def register(entries: Finds) -> Finds:
        _FINDS[kind] = (weight, entries)
        return entries

    return register


def findable() -> Mapping[str, tuple[float, Finds]]:
    """Weight and entries of every kind of thing that can be found, what weighs most first."""
    pages()
    return dict(sorted(_FINDS.items(), key=lambda item: -item[1][0]))


@cache
def pages() -> Mapping[str, Page]:
    """Every kind of page by name."""
    modules_of("steppe.report.site.pages")
    return _PAGES


def addresses(world: World) -> dict[str, tuple[str, str]]:
    """Kind and key of every page of a world by its address."""
    return {
        one.address(key): (kind, key)
        for kind, one in pages().items()
        for key in (one.keys(world) if one.keys else ("",))
    }


def address(kind: str, key: str = "") -> str:
    """The address of a page."""
    return pages()[kind].address(key)


@cache
def navigation() -> Mapping[str, str]:
    """Words of the menu by address, in order."""
    return {
        one.address(): one.words
        for one in sorted((one for one in pages().values() if one.words), key=lambda one: one.place)
    }


def links(kind: str) -> Links:
    """The navigation as pages of a kind have it: address, words, whether the page is there.

    Examples
    --------
    >>> [words for _, words, inside in links("pair") if inside]
    ['Pairs']
    """
    inside = pages()[kind].under or address(kind)
    return [(where, words, where == inside) for where, words in navigation().items()]
