"""Classic NetCDF files of twelve months over the drawn world, as climate data is published."""

from pathlib import Path
from typing import Any

import numpy as np
from scipy.io import netcdf_file

from tests.world import LEFT, TOP


def write_netcdf(
    path: Path,
    name: str,
    values: Any,
    *,
    units: str = "",
    times: Any = None,
    since: str = "months since 2015-01-01",
    calendar: str = "",
    dtype: str = "f4",
    attributes: dict[str, Any] | None = None,
) -> None:
    """Values a band, or (bands, 3, 4) north first; rows lie from south to north in the file."""
    bands = np.asarray(values, float)
    bands = bands if bands.ndim == 3 else np.broadcast_to(bands[:, None, None], (len(bands), 3, 4))
    file = netcdf_file(path, "w")
    for dimension, size in (("time", len(bands)), ("y", 3), ("x", 4)):
        file.createDimension(dimension, size)
    x, y = file.createVariable("x", "f8", ("x",)), file.createVariable("y", "f8", ("y",))
    x[:] = LEFT + 500 + np.arange(4) * 1000
    y[:] = TOP - 2500 + np.arange(3) * 1000
    x.standard_name, y.standard_name = "projection_x_coordinate", "projection_y_coordinate"
    x.units = y.units = "m"
    if times is not None:
        time = file.createVariable("time", "f8", ("time",))
        time[:] = times
        time.units = since
        if calendar:
            time.calendar = calendar
    variable = file.createVariable(name, dtype, ("time", "y", "x"))
    if units:
        variable.units = units
    for key, value in (attributes or {}).items():
        setattr(variable, key, value)
    variable[:] = bands[:, ::-1].astype(dtype)
    file.close()
