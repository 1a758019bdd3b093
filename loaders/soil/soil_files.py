"""Which band or file of a soil raster holds which property of which depth."""

import re
from dataclasses import dataclass

from loaders.raster.files.raster_file import RasterFile
from loaders.soil.soil_columns import DEPTHS
from loaders.soil.soil_layers import SUBSOIL, TOPSOIL
from sinkbase.region.sources import Source

Depth = tuple[float, float]
_OF_NAME = re.compile(r"(?<!\d)(\d+)[-_](\d+)[-_ ]?cm", re.IGNORECASE)
_OF_KEY = {"topsoil": TOPSOIL, "subsoil": SUBSOIL, "": (0.0, 100.0)}


@dataclass(frozen=True)
class Part:
    """A property of a depth (cm), and the place of its band among those read."""

    name: str
    key: str  # topsoil, subsoil or nothing, as the region file has it
    depth: Depth
    place: int


def split(key: str) -> tuple[str, str]:
    """`topsoil_clay` as (`topsoil`, `clay`), `clay` as (``, `clay`)."""
    for depth in DEPTHS:
        if key.startswith(f"{depth}_"):
            return depth, key.removeprefix(f"{depth}_")
    return "", key


def by_band(source: Source) -> tuple[tuple[int, ...], tuple[Part, ...]]:
    """The bands to read of every file, and what they hold."""
    bands = tuple(sorted({int(band) for band in source.properties.values()}))
    parts = []
    for key, band in source.properties.items():
        depth, name = split(key)
        parts.append(Part(name, depth, _OF_KEY[depth], bands.index(int(band))))
    return bands, tuple(parts)


def by_file(
    source: Source, files: list[RasterFile]
) -> tuple[tuple[RasterFile, ...], tuple[Part, ...]]:
    """The files to read, one band each, and what they hold: told by how their names begin.

    A depth stands in the name (`soc_5-15cm_mean.tif`) or in the key (`topsoil_clay`).
    Raises SinkbaseError for a name that fits no file, and for two files of one depth.
    """
    used: list[RasterFile] = []
    parts: list[Part] = []
    for key, text in source.properties.items():
        depth, name = split(key)
        fitting = [file for file in files if _begins(file.path.name, str(text))]
        if not fitting:
            names = ", ".join(file.path.name for file in files)
            raise source.error(
                files[0].path, f"no file's name begins with {text!r} ({key}). path means {names}."
            )
        for file in fitting:
            found = _depth_of(file, depth)
            if found is None:
                continue
            if twice := next((p for p in parts if (p.name, p.depth) == (name, found)), None):
                raise source.error(
                    file.path, f"a second file of {name}, {found[0]:g}-{found[1]:g} cm, after "
                    f"{used[twice.place].path.name}. One file for each was expected: join tiles "
                    "with gdalbuildvrt, or narrow path."
                )  # fmt: skip
            parts.append(Part(name, depth, found, len(used)))
            used.append(file)
    return tuple(used), tuple(parts)


def _begins(name: str, text: str) -> bool:
    rest = name.lower().removeprefix(text.lower())
    return rest != name.lower() and not rest[:1].isalnum()


def _depth_of(file: RasterFile, key: str) -> Depth | None:
    """The depth in a file's name, within that of the key; nothing when it lies outside."""
    if not (found := _OF_NAME.search(file.path.name)):
        return _OF_KEY[key]
    top, bottom = float(found[1]), float(found[2])
    within = _OF_KEY[key]
    if bottom <= within[0] or top >= within[1]:
        return None
    return top, bottom
