"""Keys that say nothing where they stand: refused, never read without a word."""

from sinkbase.region.keys import Keys
from sinkbase.region.layers import LAYERS

# the formats whose end of a name says whether a file holds polygons and lines, or a raster
VECTORS = (
    ".shp", ".gpkg", ".geojson", ".json", ".gml", ".kml", ".kmz", ".gdb", ".tab", ".mif", ".fgb",
)  # fmt: skip
RASTERS = (
    ".tif", ".tiff", ".img", ".asc", ".bil", ".flt", ".nc", ".vrt", ".hdf", ".grb", ".png", ".jp2",
)  # fmt: skip
_OF_RASTERS = ("bands", "nodata", "variable")
_OF_VECTORS = ("layer", "where", "encoding")
_OF_VALUES = ("unit", "scale", "offset", "ignore_unit")
_OF_CODES = ("nearest", "mode")


def refuse_without_effect(keys: Keys, layer: str, paths: tuple[str, ...]) -> None:
    """Hold a source's keys to what its files and its layer heed.

    Raises SinkbaseError for a key that would have no effect.
    """
    if layer in ("vegetation", "roads"):
        ends = {path[path.rfind(".") :].lower() for path in paths}
        if "column" in keys.values or ends <= set(VECTORS):
            _refuse(keys, _OF_RASTERS, "polygons or lines")
            _refuse_resampling(keys, layer)
        elif ends <= set(RASTERS):
            _refuse(keys, _OF_VECTORS if layer == "roads" else _OF_VECTORS[:2], "a raster")
    if LAYERS[layer].kind == "code" or keys.values.get("codes") == "igbp":
        how = keys.values.get("resampling")
        if how is not None and how not in _OF_CODES:
            raise keys.error(
                f'resampling = {how!r} would mix codes, which are labels. Expected "nearest" or '
                '"mode", or leave it out: the largest share of the cell\'s area then decides.',
                "resampling",
            )
    if layer == "npp" and keys.values.get("codes") == "igbp":
        _refuse(keys, _OF_VALUES, 'codes = "igbp", whose classes are no quantity')


def _refuse(keys: Keys, names: tuple[str, ...], what: str) -> None:
    for name in names:
        if name in keys.values:
            raise keys.error(f"{name} has no effect on {what}. Take it out, or correct path.", name)


def _refuse_resampling(keys: Keys, layer: str) -> None:
    how = keys.values.get("resampling")
    if how is not None and (layer == "roads" or how != "nearest"):
        expected = "" if layer == "roads" else ', but for "nearest"'
        raise keys.error(
            f"resampling = {how!r} has no effect on polygons or lines{expected}. Take it out.",
            "resampling",
        )
