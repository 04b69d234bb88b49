"""Loading: the embedded world, or one with tables of a user in place of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from steppe.world.errors import UserError
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd


def load(folder: Path | str | None = None) -> World:
    """The embedded world, or the embedded world with the tables of a folder in their place.

    Parameters
    ----------
    folder
        A folder of `<table>.parquet` files as `steppe data import` writes them; each replaces the embedded table, but
        for figures in another unit or of a part of a year, which are set aside and said in `doubts`.

    Returns
    -------
    An immutable world; its methods answer questions and make edited copies.

    Raises
    ------
    UserError
        The folder does not exist, or a file in it is no table of the schema, does not keep to it, or has a figure of
        a state that had ended.

    Examples
    --------
    >>> world = load()
    >>> world.members("EAEU", on="2015-01-01")
    ('BLR', 'KAZ', 'RUS')
    """
    world = World()
    if folder is None:
        return world
    if not isinstance(folder, str | Path):
        raise UserError(f"folder: give its path as text, not {folder!r}")
    if not str(folder):
        raise UserError("--data: no folder is named; give one that `steppe data import` has written")
    return _with_folder(world, Path(folder))


def _with_folder(world: World, folder: Path) -> World:
    from steppe.world.plausible import added, doubts_of, refuse_impossible, trusted
    from steppe.world.readers import read_folder
    from steppe.world.schema import table

    kept, doubts = {}, []
    for name, frame in read_folder(folder).items():
        own = added(world, frame, table(name))
        refuse_impossible(world, own, table(name), f"{name}.parquet")
        doubts += doubts_of(world, frame, own, table(name))
        kept[name] = trusted(world, frame, own, table(name))
    return World(doubts=tuple(doubts)).with_tables(kept, {name: str(folder / f"{name}.parquet") for name in kept})


@cache
def embedded() -> World:
    """The embedded world, one for the whole process: what a function takes where no world is given."""
    return load()


def states(group: str | None = None) -> pd.DataFrame:
    """States and territories of the embedded world, or those of a group; see `World.states`.

    Parameters
    ----------
    group
        Name of a group, `central-asia`; all states by default.

    Returns
    -------
    One row a state.

    Examples
    --------
    >>> states("central-asia")["state"].tolist()
    ['KAZ', 'KGZ', 'TJK', 'TKM', 'UZB']
    """
    return embedded().states(group)


def organizations() -> pd.DataFrame:
    """Organizations of the embedded world; see `World.organizations`.

    Returns
    -------
    One row an organization.
    """
    return embedded().organizations()


def layers() -> pd.DataFrame:
    """Layers of ties of the embedded world; see `World.layers`.

    Returns
    -------
    One row a layer.
    """
    return embedded().layers()
