"""What a user should know of a source's files although they are loaded."""

from collections.abc import Iterator

from loaders.raster.files.mosaic import Mosaic
from loaders.raster.values.decode import Decoder, Quantity
from loaders.raster.values.other_units import other_unit
from loaders.raster.values.plausible import LEAST_YEAR_MM, exact
from loaders.raster.values.survey import Survey
from loaders.raster.values.units import says_nothing
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
        if error := other_unit(source, mosaic.first.path, unit.unknown):
            raise error
        yield LoadWarning(
            Kind.UNKNOWN_UNIT, table, number, details={"text": unit.unknown, "unit": unit.unit}
        )
    year = sum(survey.highest.values())
    if isinstance(decoder, Quantity) and _may_be_tenths(mosaic, year):
        yield LoadWarning(Kind.TENTHS_POSSIBLE, table, number, value=year)
    if survey.block:
        block = survey.block
        more: dict[str, str | float] = {
            "pixels": block.pixels, "raw": exact(block.raw), "unit": LAYERS[source.layer].unit,
        }  # fmt: skip
        yield LoadWarning(Kind.CONSTANT_BLOCK, table, number, value=block.value, details=more)


def _may_be_tenths(mosaic: Mosaic, year_mm: float) -> bool:
    """Whether rain in whole numbers, of which no scale and no unit tells, could be tenths."""
    if mosaic.source.layer != "precipitation" or mosaic.source.scale is not None:
        return False
    facts = [file.facts[band - 1] for file, band in map(mosaic.pieces[0].place_of, range(12))]
    silent = all(fact.scale == 1 and says_nothing(fact.unit) for fact in facts)
    return silent and mosaic.dtype.kind in "iu" and year_mm >= 10 * LEAST_YEAR_MM
