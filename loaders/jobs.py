"""Which raw tables a region needs, from which sources, and whether they are up to date."""

from dataclasses import dataclass, replace
from pathlib import Path

from loaders.raster.inputs import Frame, Input
from loaders.raster.land_cover_input import land_cover_input
from loaders.raster.origin_input import ORIGIN, OriginInput
from loaders.raster.raster_input import RasterInput, raster_input
from loaders.raster.shares import CodeLayer
from loaders.raster.values.legends import legend_file
from loaders.soil.soil_input import soil_input
from loaders.terrain.slope_input import SlopeInput
from loaders.vector.lines import line_input, presence_raster
from loaders.vector.vector import PolygonInput, polygon_input
from loaders.vector.vector_file import is_vector
from sinkbase.region.files import FileState, one_file, resolve, state
from sinkbase.region.layers import LAYERS, Layer
from sinkbase.region.method import Setting
from sinkbase.region.settings import Region
from sinkbase.region.sources import Source

SHARE_TABLE = "land_use_share"


@dataclass(frozen=True)
class SourceFiles:
    """A source with its files as they are now: data, and the legend or attribute table."""

    source: Source
    data: tuple[FileState, ...]
    tables: tuple[FileState, ...]

    @property
    def all_files(self) -> tuple[FileState, ...]:
        """Everything that the source's cells depend on."""
        return (*self.data, *self.tables)


@dataclass(frozen=True)
class Job:
    """One raw table to be loaded from the sources of one layer."""

    table: str
    layer: Layer
    sources: tuple[SourceFiles, ...]

    @property
    def is_derived(self) -> bool:
        """Whether another table of the same sources says already what is missing."""
        return self.table != self.layer.table or self.sources[0].source.layer != self.layer.name

    @property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest value that a cell may have, in the layer's unit."""
        source = self.sources[0].source
        own = source.plausible if source.layer == self.layer.name else None
        return own or self.layer.plausible


def find_files(source: Source, data: Path, known: dict[str, FileState]) -> SourceFiles:
    """The source's files and their states.

    Raises SinkbaseError when one is missing.
    """
    files = resolve(source, data)
    tables = []
    if LAYERS[source.layer].kind == "code":
        tables.append(legend_file(source, data))
    if source.attributes:
        tables.append(one_file(source, data, source.attributes))
    return SourceFiles(
        source,
        tuple(state(path, known, data) for path in files),
        tuple(state(path, known) for path in tables),
    )


def jobs(region: Region, data: Path, known: dict[str, FileState]) -> list[Job]:
    """A job for each raw table: each layer's own, and those derived from the same sources.

    Raises SinkbaseError when a file is missing.
    """
    result = []
    for name, sources in region.layers.items():
        found = tuple(find_files(source, data, known) for source in sources)
        result.append(Job(LAYERS[name].table, LAYERS[name], found))
        if name == "elevation" and "slope" not in region.layers:
            result.append(Job("slope", LAYERS["slope"], found))
        if name == "land_use":
            result.append(Job(SHARE_TABLE, LAYERS["land_use"], found))
        if name == "npp":
            result.append(Job(ORIGIN.table, ORIGIN, found))
    return result


def open_input(files: SourceFiles, data: Path, frame: Frame, method: dict[str, Setting]) -> Input:
    """The source ready to give cells.

    Raises SinkbaseError for files that cannot be used.
    """
    source, paths = files.source, tuple(Path(file.path) for file in files.data)
    if source.layer == "slope" and source.unit == "m":  # a DEM of its own for the slope
        source = replace(source, layer="elevation", written_as="slope")
    if source.layer == "soil":
        return soil_input(source, paths, data, frame, method)
    if LAYERS[source.layer].kind == "presence":
        make = line_input if is_vector(source, paths) else presence_raster
        return make(source, paths, frame)
    if source.layer == "vegetation" and is_vector(source, paths):
        return polygon_input(source, paths, data, frame)
    if source.codes == "igbp":
        return land_cover_input(source, paths, frame, method)
    return raster_input(source, paths, data, frame, method)


def inputs_of(job: Job, opened: list[Input]) -> list[Input]:
    """The inputs as the job's table wants them: slopes of an elevation, origins of an NPP."""
    made = {"slope": _slope, ORIGIN.table: _origin}.get(job.table)
    return [made(item) for item in opened] if made else opened


def _slope(item: Input) -> Input:
    if isinstance(item, RasterInput) and item.source.layer == "elevation":
        return SlopeInput(item)
    return item


def _origin(item: Input) -> Input:
    assert isinstance(item, RasterInput)
    return OriginInput(item)


def by_area(inputs: list[Input]) -> CodeLayer:
    """The inputs of a layer of codes, put together by area."""
    return CodeLayer([item for item in inputs if isinstance(item, RasterInput | PolygonInput)])
