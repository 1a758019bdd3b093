"""A MODIS tile as it is delivered: HDF4 with an HDF-EOS grid in the sinusoidal projection."""

from pathlib import Path

import numpy as np
from pyhdf.HDF import HC, HDF
from pyhdf.SD import SD, SDC
from pyhdf.V import *  # noqa: F403  gives HDF its vgstart

RADIUS = 6371007.181
SINUSOIDAL = f"+proj=sinu +lon_0=0 +x_0=0 +y_0=0 +R={RADIUS} +units=m +no_defs"
_GRID = "MOD_Grid_MOD17A3H"
_STRUCTURE = """\
GROUP=SwathStructure
END_GROUP=SwathStructure
GROUP=GridStructure
\tGROUP=GRID_1
\t\tGridName="{grid}"
\t\tXDim={columns}
\t\tYDim={rows}
\t\tUpperLeftPointMtrs=({left:.6f},{top:.6f})
\t\tLowerRightMtrs=({right:.6f},{bottom:.6f})
\t\tProjection=GCTP_SNSOID
\t\tProjParams=(6371007.181000,0,0,0,0,0,0,0,0,0,0,0,0)
\t\tSphereCode=-1
\t\tGROUP=Dimension
\t\tEND_GROUP=Dimension
\t\tGROUP=DataField
{fields}\t\tEND_GROUP=DataField
\t\tGROUP=MergedFields
\t\tEND_GROUP=MergedFields
\tEND_GROUP=GRID_1
END_GROUP=GridStructure
GROUP=PointStructure
END_GROUP=PointStructure
END
"""
_FIELD = """\
\t\t\tOBJECT=DataField_{number}
\t\t\t\tDataFieldName="{name}"
\t\t\t\tDataType=DFNT_INT16
\t\t\t\tDimList=("YDim","XDim")
\t\t\tEND_OBJECT=DataField_{number}
"""


def write_tile(
    path: Path, fields: dict[str, np.ndarray], left: float, top: float, pixel: float
) -> None:
    """Write int16 fields (rows, columns), scaled by 0.0001, fill 32767."""
    rows, columns = next(iter(fields.values())).shape
    told = "".join(_FIELD.format(number=i, name=name) for i, name in enumerate(fields, 1))
    text = _STRUCTURE.format(
        grid=_GRID, columns=columns, rows=rows, left=left, top=top, fields=told,
        right=left + columns * pixel, bottom=top - rows * pixel,
    )  # fmt: skip
    file = SD(str(path), SDC.WRITE | SDC.CREATE | SDC.TRUNC)
    file.attr("HDFEOSVersion").set(SDC.CHAR, "HDFEOS_V2.19")
    file.attr("StructMetadata.0").set(SDC.CHAR, text.ljust(32000, "\0"))
    references = []
    for name, values in fields.items():
        data = file.create(name, SDC.INT16, (rows, columns))
        data.dim(0).setname(f"YDim:{_GRID}")
        data.dim(1).setname(f"XDim:{_GRID}")
        data[:] = values.astype("int16")
        data.setfillvalue(32767)
        data.attr("scale_factor").set(SDC.FLOAT64, 0.0001)
        references.append(data.ref())
        data.endaccess()
    file.end()
    _group(path, references)


def _group(path: Path, references: list[int]) -> None:
    """The groups by which an HDF-EOS library finds the grid's fields."""
    file = HDF(str(path), HC.WRITE)
    groups = file.vgstart()
    grid, data, attributes = (
        groups.create(name) for name in (_GRID, "Data Fields", "Grid Attributes")
    )
    grid._class = "GRID"
    data._class = attributes._class = "GRID Vgroup"
    for reference in references:
        data.add(HC.DFTAG_NDG, reference)
    for inner in (data, attributes):
        grid.insert(inner)
        inner.detach()
    grid.detach()
    groups.end()
    file.close()
