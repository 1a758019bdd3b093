"""What a load would put into the raw tables, without a database: every check, every cell."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS

from loaders.jobs import Job, by_area, inputs_of, jobs, open_input
from loaders.load import _region_grid
from loaders.raster.files.gdal import environment
from loaders.raster.files.mosaic import close_all
from loaders.raster.inputs import Frame
from loaders.vector.boundary import put_together
from sinkbase.region.settings import Region, read_region

Tables = dict[str, np.ndarray]


def tables_of(region: Region, data: Path, layers: Iterable[str] | None = None) -> Tables:
    """The cells of each raw table, 0 or NaN outside of the county; and what was warned of.

    The key `warnings` holds the sentences. Raises SinkbaseError as a load does.
    """
    try:
        with environment():
            return _tables(region, data, layers)
    finally:
        close_all()


def _tables(region: Region, data: Path, layers: Iterable[str] | None) -> Tables:
    boundary, grid, inside = _region_grid(region, data)
    frame = Frame(CRS.from_user_input(region.crs), grid.cells, boundary)
    found: Tables = {"grid": np.array([*grid.cells.bounds, grid.cells.size, inside])}
    found["boundary"] = np.array([boundary.area, shapely.get_num_coordinates(boundary)])
    told = put_together(region, data)
    warnings = [told] if told else []
    opened = {}
    wanted = [job for job in jobs(region, data, {}) if layers is None or job.layer.name in layers]
    for job in wanted:
        name = job.sources[0].source.layer
        if name not in opened:
            opened[name] = [open_input(f, data, frame, region.method) for f in job.sources]
            for item in opened[name]:
                item.check()
        found[job.table] = _cells(job, inputs_of(job, opened[name]), frame)
        warnings += [told.sentence for item in opened[name] for told in item.facts.warnings]
    found["warnings"] = np.array(sorted(warnings))
    return found


def _cells(job: Job, inputs: list, frame: Frame) -> np.ndarray:
    if job.layer.kind == "code" and job.table != "npp_origin":
        shares, _ = by_area(inputs).shares(frame.cells)
        codes = np.array(sorted(shares))
        return np.concatenate([codes, *(np.asarray(shares[code]).ravel() for code in codes)])
    return np.stack([np.asarray(item.cells(frame.cells), float) for item in inputs])


def region_of(path: Path) -> Region:
    """The region of a file. Raises SinkbaseError."""
    return read_region(path)


def differences(one: Tables, other: Tables) -> list[str]:
    """The tables of the first that are not the same in the other (those it lacks, too)."""
    return [
        name
        for name, values in one.items()
        if name != "warnings" and (name not in other or not _same(values, other[name]))
    ]


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool(np.array_equal(one, other, equal_nan=True))
