"""A vector file opened and read: one layer, its texts decoded, its coordinate system known."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from loaders.vector.container import (
    GDAL_ERRORS,
    Complain,
    VectorLayer,
    layers_of,
    missing_part,
    not_readable,
)
from loaders.vector.encoding import CHINESE, Encoding, candidates, refuse_mixed
from sinkbase.region.crs import horizontal
from sinkbase.region.keys import nearest

Shapes = npt.NDArray[Any]
Texts = dict[str, npt.NDArray[Any]]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Opened:
    """One layer of a vector file."""

    path: Path
    layer: VectorLayer
    encodings: tuple[Encoding, ...]  # to be tried in order; those that failed are left out
    said_crs: str | None
    fields: tuple[str, ...]
    geometry: str
    complain: Complain

    def require(self, field: str) -> None:
        """Do nothing but where the layer lacks the field.

        Raises what `complain` makes then, the missing .dbf named.
        """
        if field in self.fields:
            return
        if said := missing_part(self.path, ".dbf"):
            raise self.complain(self.path, f"{said}: copy all files of this name.")
        raise self.complain(
            self.path, f"there is no column {field!r}. {nearest(field, self.fields)}"
        )

    def read(self, **options: Any) -> tuple[Shapes | None, Texts]:
        """The features as WKB, and their attributes by name.

        Returns (features,) WKB, None where the layer has no geometry; (features,) values a name.
        Raises what `complain` makes for a layer that cannot be read or decoded.
        """

        def run(encoding: Encoding) -> tuple[Shapes | None, Texts]:
            meta, _, shapes, fields = pyogrio.raw.read(
                self.layer.address, layer=self.layer.inner, encoding=encoding, **options
            )
            if encoding == CHINESE and len(self.encodings) > 1:
                refuse_mixed(text for column in fields for text in column)
            names = (str(name) for name in meta["fields"])
            return shapes, dict(zip(names, fields, strict=True))

        return _first_that_works(self.path, self.encodings, run, self.complain)[0]

    def decoded_by(self) -> Encoding:
        """The encoding in which all texts can be read; none where it is the file's own."""

        def run(encoding: Encoding) -> None:
            _, _, _, fields = pyogrio.raw.read(
                self.layer.address, layer=self.layer.inner, encoding=encoding, read_geometry=False
            )
            if encoding == CHINESE and len(self.encodings) > 1:
                refuse_mixed(text for column in fields for text in column)

        return _first_that_works(self.path, self.encodings, run, self.complain)[1][0]


def open_layer(
    path: Path, layer: str | None, encoding: Encoding, kinds: tuple[str, ...], complain: Complain
) -> Opened:
    """The layer of a file that is named, or the only one of these kinds of geometry.

    Raises what `complain` makes for a file that cannot be read, and where several layers fit.
    """
    place = _chosen(path, layers_of(path, complain), layer, kinds, complain)
    tried = candidates(path, place.address, encoding, complain)
    info, left = _first_that_works(path, tuple(tried), lambda one: _described(place, one), complain)
    fields = tuple(str(name) for name in info["fields"])
    geometry = info["geometry_type"] or ""
    return Opened(path, place, left, info["crs"], fields, geometry, complain)


def _described(place: VectorLayer, encoding: Encoding) -> dict[str, Any]:
    return dict(pyogrio.read_info(place.address, layer=place.inner, encoding=encoding))


def _first_that_works(
    path: Path,
    encodings: tuple[Encoding, ...],
    run: Callable[[Encoding], Found],
    complain: Complain,
) -> tuple[Found, tuple[Encoding, ...]]:
    """The result under the first encoding that can decode all texts, and those from it on."""
    for number, encoding in enumerate(encodings):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # GDAL's; what matters is looked at here
                return run(encoding), encodings[number:]
        except UnicodeDecodeError:
            continue
        except GDAL_ERRORS as error:
            raise complain(path, not_readable(error)) from None
    told = " nor ".join(f"{encoding or 'what it says'}" for encoding in encodings)
    raise complain(
        path, f"its texts are not in {told}. Set encoding, for example encoding = \"latin-1\"."
    )  # fmt: skip


def _chosen(
    path: Path,
    layers: list[VectorLayer],
    wanted: str | None,
    kinds: tuple[str, ...],
    complain: Complain,
) -> VectorLayer:
    names = [layer.name for layer in layers]
    if wanted is not None:
        for layer in layers:
            if wanted in (layer.name, layer.inner):
                return layer
        raise complain(path, f"there is no layer {wanted!r}. {nearest(wanted, names)}")
    fitting = [layer for layer in layers if layer.has(kinds)]
    if len(layers) == 1 or len(fitting) == 1:
        return fitting[0] if fitting else layers[0]
    told = ", ".join(f"{layer.name} ({layer.geometry or 'no geometry'})" for layer in layers)
    raise complain(
        path, f"the file has {len(layers)} layers: {told}. Say which, for example "
        f'layer = "{(fitting or layers)[-1].name}".'
    )  # fmt: skip


def crs_of(opened: Opened, given: str | None) -> CRS:
    """The coordinate system: the region file's, else the layer's own.

    Raises where none is.
    """
    text = given or opened.said_crs
    try:
        whole = CRS.from_user_input(text) if text else None
    except CRSError:
        whole = None
        if given:
            raise opened.complain(
                opened.path, f"crs = {given!r} is not a coordinate system. "
                'Expected one like crs = "EPSG:4326".'
            ) from None  # fmt: skip
    crs = horizontal(whole) if whole else None
    if crs:
        return crs
    if given:
        raise opened.complain(
            opened.path, f"crs = {given!r} places nothing on the map. "
            'Expected one like crs = "EPSG:4326".'
        )  # fmt: skip
    raise opened.complain(opened.path, _no_crs(opened, whole))


def _no_crs(opened: Opened, whole: CRS | None) -> str:
    what = "the file has no coordinate system"
    if whole:
        what += f" that places it on the map (its own, {whole.name!r}, is a {whole.type_name})"
    said = missing_part(opened.path, ".prj")
    copy = f": {said}. Copy it too, or say" if said else ". Say"
    return f'{what}{copy} which it is: crs = "EPSG:4326".'


MOST = 1e9  # no coordinate of the earth is larger, in degrees or metres


def are_places(shapes: Shapes) -> bool:
    """Whether all coordinates are numbers that a place of the earth can have."""
    coordinates = shapely.get_coordinates(shapes)
    return bool((np.abs(coordinates) < MOST).all())  # of NaN too this is false


def geometries(shapes: Shapes, *, close: bool = False) -> tuple[Shapes, list[int]]:
    """Shapes from WKB, in two dimensions, and the numbers of those whose rings are not closed.

    Returns (features,) geometries, None for those, or closed by their first point (`close`).
    """
    with np.errstate(invalid="ignore"):  # of NaN, which is looked for afterwards
        made = shapely.from_wkb(shapes, on_invalid="ignore")
    lost = [
        i
        for i, (wkb, shape) in enumerate(zip(shapes, made, strict=True))
        if wkb is not None and shape is None
    ]
    if close and lost:
        made = np.array(made, object)
        made[lost] = shapely.from_wkb(shapes[lost], on_invalid="fix")
    return np.asarray(shapely.force_2d(made)), lost
