"""Small helpers on arrays that the kernels share."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def as_cube(values: ArrayLike, states: int, sectors: int, what: str) -> Array:
    """Values as [importer, exporter, sector]; a matrix holds for every sector alike.

    Raises
    ------
    ValueError
        The shape is wrong or a value is negative or not a number.
    """
    cube = np.asarray(values, dtype=float)
    if cube.ndim == 2:
        cube = np.repeat(cube[:, :, None], sectors, axis=2)
    return checked(cube, (states, states, sectors), what)


def checked(values: ArrayLike, shape: tuple[int, ...], what: str) -> Array:
    """Values as floats of that shape, none negative, none missing (infinity is allowed)."""
    array = np.asarray(values, dtype=float)
    if array.shape != shape:
        raise ValueError(f"{what} must have shape {shape}, not {array.shape}")
    if not (array >= 0).all():
        where = tuple(int(i) for i in np.argwhere(~(array >= 0))[0])
        raise ValueError(f"{what} must be numbers that are not negative; at {where} it is {array[where]}")
    return array


def largest(values: Array) -> tuple[float, tuple[int, ...]]:
    """The largest absolute value and its place."""
    place = np.unravel_index(int(np.argmax(np.abs(values))), values.shape)
    return float(abs(values[place])), tuple(int(i) for i in place)
