"""What a user should know of a source's files although they are loaded."""

from collections.abc import Iterator

from loaders.raster.decode import Decoder, Quantity
from loaders.raster.mosaic import Mosaic
from loaders.raster.plausible import exact
from loaders.raster.survey import Survey
from loaders.warning import Kind, LoadWarning
from sinkbase.region.layers import LAYERS


def told(mosaic: Mosaic, decoder: Decoder, survey: Survey) -> Iterator[LoadWarning]:
    """The warnings of one mosaic: a CRS that does not count, a unit unknown, a constant block."""
    source = mosaic.source
    layer, number = source.written_as or source.layer, source.number
    table = LAYERS[layer].table
    own = next((file.own_crs for p in mosaic.pieces for file in p.files if file.own_crs), "")
    if own:
        details: dict[str, str | float] = {"own": own, "given": source.crs or ""}
        yield LoadWarning(Kind.OTHER_CRS, table, number, details=details)
    if isinstance(decoder, Quantity) and decoder.units and decoder.units[0].unknown:
        unit = decoder.units[0]
        yield LoadWarning(
            Kind.UNKNOWN_UNIT, table, number, details={"text": unit.unknown, "unit": unit.unit}
        )
    if survey.block:
        block = survey.block
        more: dict[str, str | float] = {
            "pixels": block.pixels, "raw": exact(block.raw), "unit": LAYERS[source.layer].unit,
        }  # fmt: skip
        yield LoadWarning(Kind.CONSTANT_BLOCK, table, number, value=block.value, details=more)
