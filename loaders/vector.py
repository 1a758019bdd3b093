"""Vegetation polygons: attribute text or code through a legend, then cells by their centre."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from rasterio.features import rasterize

from loaders.crs import project, transformer
from loaders.grid import Cells
from loaders.inputs import Facts, Frame
from loaders.keys import nearest
from loaders.legends import Legend, read_legend
from loaders.plausible import listed
from loaders.raster import given_crs
from loaders.sources import Source

VECTOR_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json", ".gml", ".kml", ".gdb", ".tab", ".zip")


@dataclass(frozen=True)
class PolygonInput:
    """Polygons in the region's CRS with their codes (0: known to be missing)."""

    source: Source
    frame: Frame
    shapes: npt.NDArray[Any]
    texts: tuple[str, ...]
    legend: Legend
    path: Path
    crs: str

    @property
    def facts(self) -> Facts:
        """Provenance."""
        count = f"{len(self.shapes)} polygons"
        return Facts(self.crs, count, 0.0, "cell centre in polygon", "vegetation_subtype_code")

    def check(self) -> None:
        """Raise for texts that the legend does not know, each with its polygons in the region."""
        touching = shapely.intersects(self.shapes, shapely.box(*self.frame.boundary.bounds))
        shapely.prepare(self.frame.boundary)
        index = np.flatnonzero(touching)
        index = index[shapely.intersects(self.shapes[index], self.frame.boundary)]
        if not len(index):
            raise self.source.error(
                self.path, "no polygon touches the region. Correct path, crs or where."
            )
        unknown: dict[str, int] = {}
        for i in index:
            if not self.legend.knows(self.texts[i]):
                unknown[self.texts[i]] = unknown.get(self.texts[i], 0) + 1
        if unknown:
            raise self.source.error(
                self.path,
                f"values of {self.source.column!r} that the legend {self.legend.path} does not "
                f"know: {listed(unknown, 'polygons')}. Add them to a legend of your own and name "
                "it with legend = \"...\". Garbled text? Set encoding, for example \"gbk\".",
            )  # fmt: skip

    def cells(self, cells: Cells) -> npt.NDArray[np.generic]:
        """The code of the polygon over each cell's centre; the later of two wins."""
        near = np.flatnonzero(shapely.intersects(self.shapes, shapely.box(*cells.bounds)))
        meanings = self.codes()
        pairs = [(self.shapes[i], meanings[i]) for i in near]
        if not pairs:
            return np.zeros((1, *cells.shape), np.uint8)
        drawn = rasterize(pairs, cells.shape, fill=0, transform=cells.transform, dtype="uint8")
        return np.asarray(drawn)[np.newaxis]

    def codes(self) -> list[int]:
        """The code of each polygon, 0 where the legend leaves it empty or does not know it."""
        known = {text: self.legend.meaning(text) or 0 for text in set(self.texts)}
        return [known[text] for text in self.texts]


def is_vector(source: Source, files: tuple[Path, ...]) -> bool:
    """Whether the source is polygons: it names a column, or its file is of a vector format."""
    return source.column is not None or files[0].suffix.lower() in VECTOR_SUFFIXES


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _column(source: Source, path: Path, names: list[str]) -> str:
    if source.column is None:
        raise source.error(
            path, f"column is missing: which of {', '.join(names)} names the vegetation?"
        )
    if source.column not in names:
        raise source.error(
            path, f"there is no column {source.column!r}. {nearest(source.column, names)}"
        )
    return source.column


def _read_file(source: Source, path: Path, frame: Frame) -> tuple[npt.NDArray[Any], list[str], str]:
    try:
        info = pyogrio.read_info(path, layer=source.vector_layer, encoding=source.encoding)
        text = info["crs"] or source.crs
        if not text:
            raise source.error(
                path, 'the file has no coordinate system. Say which: crs = "EPSG:4326".'
            )
        crs = given_crs(source, text, path)
        bounds = project(shapely.box(*frame.cells.bounds), frame.crs, crs).bounds
        column = _column(source, path, [str(name) for name in info["fields"]])
        wanted = list(dict.fromkeys([column, *source.where]))
        missing = [key for key in wanted if key not in info["fields"]]
        if missing:
            raise source.error(
                path, f"there is no column {missing[0]!r}. {nearest(missing[0], info['fields'])}"
            )
        meta, _, shapes, fields = pyogrio.raw.read(
            path,
            layer=source.vector_layer,
            encoding=source.encoding,
            columns=wanted,
            bbox=bounds,
        )
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise source.error(
            path,
            f"not a vector file that GDAL can read, no such layer, or another encoding: {error}. "
            'Correct path or layer, or set encoding, for example "gbk".',
        ) from None
    names = [str(name) for name in meta["fields"]]
    chosen = np.array([shape is not None for shape in shapes], bool)
    for key, value in source.where.items():
        allowed = {str(item) for item in (value if isinstance(value, list) else [value])}
        chosen &= np.array([_text(v) in allowed for v in fields[names.index(key)]], bool)
    texts = [_text(value) for value in fields[names.index(column)][chosen]]
    geometries = shapely.force_2d(shapely.from_wkb(shapes[chosen]))
    return _projected(geometries, crs, frame.crs), texts, text


def _projected(shapes: npt.NDArray[Any], crs: CRS, target: CRS) -> npt.NDArray[Any]:
    """All shapes in the target CRS, in one call: one by one PROJ is set up 5,000 times."""
    if crs != target:
        change = transformer(crs, target)
        shapes = shapely.transform(shapes, change.transform, interleaved=False)
    return np.asarray(shapely.make_valid(shapes))


def polygon_input(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame
) -> PolygonInput:
    """The polygons of a vegetation source that touch the grid."""
    legend = read_legend(source, data)
    shapes: list[npt.NDArray[Any]] = []
    texts: list[str] = []
    crs = ""
    for path in files:
        found, values, crs = _read_file(source, path, frame)
        shapes.append(found)
        texts.extend(values)
    everything = np.concatenate(shapes) if shapes else np.array([], object)
    name = f"EPSG:{code}" if (code := CRS.from_user_input(crs).to_epsg()) else crs
    return PolygonInput(source, frame, everything, tuple(texts), legend, files[0], name)
