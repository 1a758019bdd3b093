"""Two runs of built regions, demo@3 and demo@4, from what their history keeps."""

from collections.abc import Sequence

from sqlalchemy import Connection

from analysis.compare.content import Content
from analysis.compare.history import (
    differing_layers,
    differing_settings,
    read_run,
    region_of,
)
from analysis.compare.lines import side_by_side
from analysis.compare.sinks import land_of_sinks
from analysis.looks.region import read_region
from analysis.webmap.layers import texts
from sinkbase.errors import SinkbaseError
from sinkbase.words.phrases import LANGUAGES, phrases


def content_of_runs(connection: Connection, a: str, b: str, layers: Sequence[str]) -> Content:
    """Return what differs between two runs; a side without a number is its region's newest.

    Raises SinkbaseError when a run is not there, when both are the same one, or when rasters are
    asked for.
    """
    if layers:
        raise SinkbaseError(
            f"no difference map of {', '.join(layers)}: of runs of the past numbers and sinks are "
            "kept, no rasters. Leave LAYER out, or build the other run as a region of its own "
            "(docs/compare.md)."
        )
    sides = [read_run(connection, read_region(connection, region_of(it)), it) for it in (a, b)]
    one, other = sides
    if one.grid.region == other.grid.region:
        raise SinkbaseError(
            f"{one.grid.region} was to be compared with itself. Name another run: "
            f"table {region_of(a)}.build_history has them."
        )
    return Content(
        a=one.grid,
        b=other.grid,
        lines=side_by_side(one.facts(), other.facts()),
        settings=differing_settings(one, other),
        layers=differing_layers(one, other),
        warnings=[],
        no_maps=texts(*(phrases(it)["comparison"]["past"] for it in LANGUAGES)),
        changes=[],
        transitions=[],
        land=land_of_sinks(connection, one, other),
    )
