"""What a user should know of a load: a kind and its values; the console's sentence is made here."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Every kind of warning that a load can give."""

    MISSING_CELLS = "missing_cells"
    WITHOUT_SUBSOIL = "without_subsoil"
    NOTHING_THERE = "nothing_there"
    VALUES_OUTSIDE_RANGE = "values_outside_range"
    COARSE_TERRAIN = "coarse_terrain"
    ASSUMED_BULK_DENSITY = "assumed_bulk_density"
    ASSUMED_NO_GRAVEL = "assumed_no_gravel"
    ASSUMED_ONE_DEPTH = "assumed_one_depth"
    SOURCE_WITHOUT_INORGANIC_CARBON = "source_without_inorganic_carbon"
    OTHER_CRS = "other_crs"
    UNKNOWN_UNIT = "unknown_unit"
    CONSTANT_BLOCK = "constant_block"
    TENTHS_POSSIBLE = "tenths_possible"
    TWO_COLUMNS = "two_columns"
    LAYERS_OF_PART = "layers_of_part"
    LEGEND_WITHOUT_CODES = "legend_without_codes"


Details = dict[str, str | float]

_SENTENCES = {  # with {s}: an s where there are several cells
    Kind.MISSING_CELLS: (
        "{layer}: {share_percent:.2f} % of the region's cells have a value; "
        "{cells} cell{s} without stay missing in all results"
    ),
    Kind.WITHOUT_SUBSOIL: (
        "soil: {cells} cell{s} with topsoil but no subsoil values; the soil carbon stays missing"
    ),
    Kind.NOTHING_THERE: (
        "{layer}: nothing of the layer lies in the region. If that is wrong, correct "
        "path, layer, where or crs of [layers.{layer}]"
    ),
    Kind.VALUES_OUTSIDE_RANGE: (
        "{layer}: {cells} cell{s} outside {lowest:g}..{highest:g} {unit} after the resampling, "
        "taken as missing"
    ),
    Kind.COARSE_TERRAIN: (
        "slope: derived from an elevation with pixels of {value:.0f} m, which flatten mountains. "
        "Give a finer one as [layers.slope]"
    ),
    Kind.ASSUMED_BULK_DENSITY: (
        "soil, source {source_number}: no bulk density, so it is derived from texture and organic "
        "carbon (Saxton and Rawls 2006)"
    ),
    Kind.ASSUMED_NO_GRAVEL: "soil, source {source_number}: no gravel, so it is taken as 0",
    Kind.ASSUMED_ONE_DEPTH: (
        "soil, source {source_number}: one depth only, so the subsoil has the values of the topsoil"
    ),
    Kind.SOURCE_WITHOUT_INORGANIC_CARBON: (
        "soil, source {source_number}: no inorganic carbon, which other sources of the layer have; "
        "the soil carbon of its {cells} cell{s} stays missing"
    ),
    Kind.OTHER_CRS: (
        "{layer}, source {source_number}: crs = {given} of the region file is in force; the file "
        "itself says {own}"
    ),
    Kind.UNKNOWN_UNIT: (
        "{layer}, source {source_number}: the file names its unit {text}, which is not known here; "
        "it is taken as {unit}"
    ),
    Kind.TENTHS_POSSIBLE: (
        "{layer}, source {source_number}: whole numbers without a scale, up to {value:.0f} mm in a "
        "year. If they are tenths, set scale = 0.1 for this layer; scale = 1 says that they are not"
    ),
    Kind.CONSTANT_BLOCK: (
        "{layer}, source {source_number}: {pixels} pixels side by side are all {value:g} {unit}. "
        "If that means missing, set nodata = {raw} for this layer"
    ),
    Kind.TWO_COLUMNS: (
        "soil, source {source_number}: {property} is taken from the column {first}, where that is "
        "empty from {second}. Name one in columns to have it alone"
    ),
    Kind.LAYERS_OF_PART: (
        "soil, source {source_number}: {value:.0f} soils have layers for a part of 0-30 or "
        "30-100 cm only, whose mean stands for all of it"
    ),
    Kind.LEGEND_WITHOUT_CODES: (
        "land_use: the legend yields no {codes}, so these restoration patterns can never be "
        "found: {patterns}. A legend of your own may tell such land"
    ),
}


@dataclass(frozen=True)
class LoadWarning:
    """One fact of a raw table; the source's number only where one source is meant."""

    kind: Kind
    layer: str
    source_number: int | None = None
    cells: int | None = None
    share_percent: float | None = None
    value: float | None = None
    details: Details = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The fact in English, for the console."""
        values = {name: value for name, value in vars(self).items() if name != "details"}
        ending = "" if self.cells == 1 else "s"
        return _SENTENCES[self.kind].format(**values | self.details, s=ending)
