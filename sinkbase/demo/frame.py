"""The ground of the synthetic county: its window, its grid of work, smooth random fields.

Every layer is first made on one grid of 7.5 arc-seconds and then coarsened to the resolution in
which its product is usually published: 15 arc-seconds are 2 x 2 of its cells, 30 are 4 x 4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rasterio import Affine

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint8]

WEST, NORTH = 79.4, 42.5
CELL_DEG = 7.5 / 3600
COLUMNS, ROWS = 1056, 816
KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH = 83.2, 111.1  # at 41.65 degrees north


def transform(coarsening: int = 1, row: int = 0, column: int = 0) -> Affine:
    """Georeference of the part of the grid `coarsening` times as coarse from `row`, `column` on."""
    side = CELL_DEG * coarsening
    return Affine(side, 0, WEST + column * side, 0, -side, NORTH - row * side)


def cell_km(coarsening: int = 1) -> tuple[float, float]:
    """East-west and north-south side of a cell, km."""
    side = CELL_DEG * coarsening
    return side * KM_PER_DEGREE_EAST, side * KM_PER_DEGREE_NORTH


def eastings_northings_km(coarsening: int = 1) -> tuple[Floats, Floats]:
    """Distance of the cell centres from the window's south-west corner, km.

    Returns a row (1, columns) and a column (rows, 1).
    """
    east, north = cell_km(coarsening)
    columns, rows = COLUMNS // coarsening, ROWS // coarsening
    eastings = (np.arange(columns, dtype=np.float64) + 0.5) * east
    northings = (rows - np.arange(rows, dtype=np.float64) - 0.5) * north
    return np.atleast_2d(eastings), northings.reshape(-1, 1)


def lon_lat(east_km: Floats, north_km: Floats) -> tuple[Floats, Floats]:
    """Geographic coordinates of points given in km from the south-west corner.

    Returns degrees in the shapes given, (points,) or (rows, columns).
    """
    south = NORTH - ROWS * CELL_DEG
    return WEST + east_km / KM_PER_DEGREE_EAST, south + north_km / KM_PER_DEGREE_NORTH


def seeded(name: str) -> np.random.Generator:
    """A random generator of its own for each thing that is made: changing one leaves the others."""
    return np.random.default_rng([2328, *name.encode()])


def _wavenumbers(shape: tuple[int, int], cell: tuple[float, float]) -> Floats:
    """Spatial frequency of each Fourier coefficient of a real field, cycles per km."""
    along_rows = np.fft.fftfreq(shape[0], cell[1])[:, np.newaxis]
    along_columns = np.fft.rfftfreq(shape[1], cell[0])[np.newaxis, :]
    return np.asarray(np.hypot(along_rows, along_columns))


def noise(name: str, longest_km: float, roughness: float = 2.2, coarsening: int = 1) -> Floats:
    """A fractal field of mean 0 and standard deviation 1 with features up to `longest_km`.

    The amplitude falls with the frequency to the power of -`roughness`: 1.5 is ragged, 3 smooth.

    Returns (rows, columns) of the work grid, or of one so many times as coarse.
    """
    shape = (ROWS // coarsening, COLUMNS // coarsening)
    frequency = np.maximum(_wavenumbers(shape, cell_km(coarsening)), 1e-9)
    amplitude = np.where(frequency < 1 / longest_km, 0.0, frequency**-roughness)
    field = np.fft.irfft2(np.fft.rfft2(seeded(name).standard_normal(shape)) * amplitude, s=shape)
    return np.asarray((field - field.mean()) / field.std())


def line_noise(name: str, longest_km: float, roughness: float = 1.6) -> Floats:
    """A fractal line (columns,) from west to east, mean 0 and standard deviation 1."""
    frequency = np.maximum(np.fft.rfftfreq(COLUMNS, cell_km()[0]), 1e-9)
    amplitude = np.where(frequency < 1 / longest_km, 0.0, frequency**-roughness)
    white = seeded(name).standard_normal(COLUMNS)
    line = np.fft.irfft(np.fft.rfft(white) * amplitude, n=COLUMNS)
    return np.asarray((line - line.mean()) / line.std())


def blur(field: Floats, radius_km: float) -> Floats:
    """The field smoothed by a Gaussian with this standard deviation, edges repeated.

    Returns the field's own shape (rows, columns).
    """
    east, north = cell_km(COLUMNS // field.shape[1])
    margin_rows, margin_columns = int(3 * radius_km / north) + 1, int(3 * radius_km / east) + 1
    padded = np.pad(field, ((margin_rows,), (margin_columns,)), mode="edge")
    frequency = _wavenumbers((padded.shape[0], padded.shape[1]), (east, north))
    smooth = np.fft.rfft2(padded) * np.exp(-2 * (np.pi * radius_km * frequency) ** 2)
    back = np.fft.irfft2(smooth, s=padded.shape)
    return np.asarray(back[margin_rows:-margin_rows, margin_columns:-margin_columns])


def step(value: Floats, low: float, high: float) -> Floats:
    """A smooth step from 0 at `low` to 1 at `high`.

    Returns 0..1 in the values' own shape, (rows, columns) or any other.
    """
    share = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def coarsen(field: Floats, coarsening: int) -> Floats:
    """Means of blocks of `coarsening` x `coarsening` cells.

    Returns (rows, columns) divided by `coarsening`.
    """
    rows, columns = field.shape
    blocks = field.reshape(rows // coarsening, coarsening, columns // coarsening, coarsening)
    return np.asarray(blocks.mean(axis=(1, 3)))


def refine(field: Floats, factor: int) -> Floats:
    """The field on a grid `factor` times as fine, bilinear between the cell centres.

    Returns (rows, columns) times `factor`.
    """
    for axis in (0, 1):
        places = (np.arange(field.shape[axis] * factor) + 0.5) / factor - 0.5
        lower = np.clip(np.floor(places).astype(int), 0, field.shape[axis] - 2)
        share = np.clip(places - lower, 0, 1)
        weights = share[:, np.newaxis] if axis == 0 else share[np.newaxis, :]
        below, above = np.take(field, lower, axis), np.take(field, lower + 1, axis)
        field = below * (1 - weights) + above * weights
    return field


def majority(codes: Codes, radius: int) -> Codes:
    """The commonest code in the square of 2 `radius` + 1 cells around each cell.

    Returns the codes' own shape (rows, columns); of equals the lower code.
    """
    rows, columns = codes.shape
    best, most = codes.copy(), np.zeros(codes.shape, np.uint16)
    width = 2 * radius + 1
    padded = np.pad(codes, radius, mode="edge")
    for code in np.unique(codes):
        here = (padded == code).astype(np.uint16)
        down = sum(here[shift : shift + rows] for shift in range(width))
        count = sum(down[:, shift : shift + columns] for shift in range(width))
        better = count > most
        best[better], most[better] = code, count[better]
    return best
