"""What is mutated: the demonstration county's files, and the same layers in other formats."""

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import rasterio
from rasterio.shutil import copy

from sinkbase.demo import write_demo
from sinkbase.paths import ROOT

DEMO = ROOT / "regions" / "demo.toml"
_HEAD = '[region]\nname = "fuzz"\nbase = "{base}"\nsynthetic = true\n'


@dataclass(frozen=True)
class Target:
    """A file that is mutated, the layer that reads it, and the region file's lines for it."""

    path: str
    layer: str
    lines: str = ""


def write_inputs(folder: Path) -> list[Target]:
    """Write the files below `folder`; return what may be mutated, one a format and layer."""
    write_demo(folder)
    (folder / "VERSION").unlink(missing_ok=True)
    targets = [
        Target("boundary.geojson", "elevation"),
        Target("dem/n4165_e7940.tif", "elevation"),
        Target("land_use.tif", "land_use"),
        Target("npp.tif", "npp"),
        Target("temperature.tif", "temperature"),
        Target("precipitation/pre_7.tif", "precipitation"),
        Target("population.tif", "population"),
        *(Target(f"vegetation/vegetation.{e}", "vegetation") for e in ("shp", "dbf", "shx", "prj")),
        Target("soil/mapping_units.tif", "soil"),
        Target("soil/soils.csv", "soil"),
        Target("roads.gpkg", "roads"),
    ]  # fmt: skip
    return targets + _other_formats(folder)


def _other_formats(folder: Path) -> list[Target]:
    more = folder / "more"
    more.mkdir()
    copy(folder / "npp.tif", more / "npp.img", driver="HFA")
    copy(folder / "npp.tif", more / "npp.asc", driver="AAIGrid")
    copy(folder / "npp.tif", more / "npp.vrt", driver="VRT")
    copy(folder / "population.tif", more / "population.nc", driver="netCDF")
    with rasterio.open(folder / "land_use.tif") as file:
        profile, codes = file.profile, file.read()
    with rasterio.open(more / "land_use.bil", "w", **(profile | {"driver": "EHdr"})) as file:
        file.write(codes)
    with zipfile.ZipFile(more / "pre.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for month in range(1, 13):
            archive.write(folder / "precipitation" / f"pre_{month}.tif", f"pre_{month:02}.tif")
    text = (more / "npp.vrt").read_text()
    text = re.sub(
        "<SourceFilename[^>]*>[^<]*<", '<SourceFilename relativeToVRT="1">../npp.tif<', text
    )
    (more / "npp.vrt").write_text(text)
    npp = 'unit = "kgC/m2/a"\nscale = 0.0001\ncodes = "mod17"\n'
    rain, people = 'unit = "mm"\nscale = 0.1\n', 'measure = "count"\n'
    return [
        Target("more/npp.img", "npp", npp),
        Target("more/npp.asc", "npp", npp + 'crs = "EPSG:4326"\n'),
        Target("more/npp.vrt", "npp", npp),
        Target("more/population.nc", "population", people),
        Target("more/land_use.bil", "land_use", 'crs = "EPSG:4326"\n'),
        Target("more/land_use.hdr", "land_use", 'crs = "EPSG:4326"\n'),
        Target("more/pre.zip", "precipitation", rain),
    ]


def region_text(target: Target, base: Path) -> str:
    """A region file on the demonstration's in which the target is its layer's source."""
    text = _HEAD.format(base=base)
    if not target.lines:
        return text
    path = target.path.replace(".hdr", ".bil")
    return f'{text}[layers.{target.layer}]\npath = "{path}"\n{target.lines}'


def copy_for(target: Target, original: Path, place: Path) -> Path:
    """A folder of links to the originals, in which the target alone may be written."""
    if place.exists():
        shutil.rmtree(place)
    for source in original.rglob("*"):
        link = place / source.relative_to(original)
        if source.is_dir():
            link.mkdir(parents=True, exist_ok=True)
        else:
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(source)
    path = place / target.path
    path.unlink()
    return path
