"""Vegetation polygons: attribute text or code through a legend, then cells by shares of area."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from rasterio.features import rasterize

from kernel.coverage import coded_polygon_shares
from loaders.grid.grid import Cells
from loaders.raster.files.mosaic import Mask
from loaders.raster.inputs import Facts, Frame
from loaders.raster.shares import Floats, HasShares, Shares, largest_code
from loaders.raster.values.legends import Legend, read_legend
from loaders.raster.values.plausible import listed
from loaders.raster.warp import LARGEST_SHARE
from loaders.vector.reading import Shapes
from loaders.vector.vector_file import (
    POLYGONS,
    VectorFile,
    mended,
    open_vector,
    plain_text,
    read_features,
    refuse_kinds,
)
from sinkbase.region.sources import Source


@dataclass(frozen=True)
class PolygonInput:
    """Polygons in the region's CRS with their codes (0: known to be missing)."""

    source: Source
    frame: Frame
    shapes: Shapes
    texts: tuple[str, ...]
    legend: Legend
    path: Path
    crs: str

    @property
    def facts(self) -> Facts:
        """Provenance."""
        how = "cell centre in polygon" if self._by_centre else LARGEST_SHARE
        count = f"{len(self.shapes)} polygons"
        unit = "vegetation_subtype_code"
        return Facts(self.crs, count, None, how, unit, codes=self.legend.yields)

    @property
    def _by_centre(self) -> bool:
        return self.source.resampling == "nearest"

    def check(self) -> None:
        """Look at the texts of the polygons in the region.

        Raises SinkbaseError for those that the legend does not know, each with its polygons.
        """
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
        if nameless := unknown.pop("", 0):
            raise self.source.error(
                self.path, f"{nameless} polygon{'s' * (nameless > 1)} in the region without a "
                f"value in {self.source.column!r}. Expected a name or code of the legend in each: "
                "fill it in, or delete the polygon."
            )  # fmt: skip
        if unknown:
            raise self.source.error(
                self.path,
                f"values of {self.source.column!r} that the legend {self.legend.path} does not "
                f"know: {listed(unknown, 'polygons')}. Add them to a legend of your own and name "
                "it with legend = \"...\". Garbled text? Set encoding, for example \"gbk\".",
            )  # fmt: skip

    def cells(self, cells: Cells) -> npt.NDArray[np.generic]:
        """The code of the largest share of each cell, (1, rows, columns); 0 where there is none.

        With resampling = "nearest" that of the polygon over its centre; the later of two wins.
        """
        if not self._by_centre:
            return largest_code(self.shares(cells), cells)
        near = np.flatnonzero(shapely.intersects(self.shapes, shapely.box(*cells.bounds)))
        meanings = self.codes()
        pairs = [(self.shapes[i], meanings[i]) for i in near]
        if not pairs:
            return np.zeros((1, *cells.shape), np.uint8)
        drawn = rasterize(pairs, cells.shape, fill=0, transform=cells.transform, dtype="uint8")
        return np.asarray(drawn)[np.newaxis]

    @property
    def pixel_m(self) -> None:
        """None: polygons have no pixels."""

    def knows(self, x: Floats, y: Floats, crs: CRS) -> Mask:
        """Nowhere: pixels of a later source are too many to be looked for among polygons.

        Returns False for every point, in the shape of `x`, (rows, columns) or any other.
        """
        return np.zeros(x.shape, bool)

    def shares(self, cells: Cells, beside: Sequence[HasShares] = ()) -> Shares:
        """Share of each cell's area inside polygons of each code: (rows, columns), 0..1.

        Where polygons overlap, the shares of a cell are scaled to a whole. Polygons are taken
        whole, whatever lies in `beside`.
        """
        del beside
        near = np.flatnonzero(shapely.intersects(self.shapes, shapely.box(*cells.bounds)))
        meanings = self.codes()
        coded = (
            (meanings[i], _rings(part, cells))
            for i in near
            if meanings[i]
            for part in shapely.get_parts(self.shapes[i])
            if part.geom_type == "Polygon"
        )
        return coded_polygon_shares(coded, *cells.shape)

    def codes(self) -> list[int]:
        """The code of each polygon, 0 where the legend leaves it empty or does not know it."""
        known = {text: self.legend.meaning(text) or 0 for text in set(self.texts)}
        return [known[text] for text in self.texts]


def _rings(polygon: shapely.Polygon, cells: Cells) -> list[Floats]:
    """The outer ring and the holes, each (corners, 2), in cells from the top left, y down."""
    rings = (polygon.exterior, *polygon.interiors)
    corner, scale = np.array([cells.left, cells.top]), np.array([1, -1]) / cells.size
    return [(shapely.get_coordinates(ring)[:-1] - corner) * scale for ring in rings]


def _column(source: Source, file: VectorFile) -> str:
    if source.column is None:
        names = ", ".join(file.fields)
        raise source.error(file.path, f"column is missing: which of {names} names the vegetation?")
    file.opened.require(source.column)
    return source.column


def polygon_input(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame
) -> PolygonInput:
    """The polygons of a vegetation source that touch the grid.

    Raises SinkbaseError for a file that is no vector file or lacks the column.
    """
    legend = read_legend(source, data)
    shapes: list[Shapes] = []
    texts: list[str] = []
    name = ""
    for path in files:
        file = open_vector(source, path)
        column = _column(source, file)
        found, fields = read_features(source, file, frame, (column,))
        refuse_kinds(source, file, found, POLYGONS, "Polygons were expected")
        shapes.append(mended(source, file, found))
        texts.extend(plain_text(value) for value in fields[column])
        name = file.crs_name
    everything = np.concatenate(shapes) if shapes else np.array([], object)
    return PolygonInput(source, frame, everything, tuple(texts), legend, files[0], name)
