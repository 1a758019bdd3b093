"""Results of one region -> files in out/<region>/, or nothing when they are there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.folder.former import Former
from analysis.folder.publish import publish
from analysis.folder.stamp import is_current
from analysis.folder.unfinished import tidy, unfinished
from analysis.report.processes import prepare
from analysis.results.built import require_built
from analysis.results.files import read_manifest
from analysis.results.fingerprint import read_origins
from analysis.results.room import require_room_for
from analysis.results.snapshot import snapshot
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES

if TYPE_CHECKING:
    from analysis.write import Progress


@dataclass(frozen=True)
class Report:
    """What an export did and the lines to tell of it."""

    skipped: bool
    folder: Path
    files: int
    notice: str | None
    headlines: tuple[tuple[str, str], ...]


def export(
    region: str,
    out: Path,
    *,
    force: bool = False,
    progress: "Progress | None" = None,
    languages: Sequence[Language] | None = None,
    cells: bool = False,
) -> Report:
    """Write out/<region>/ anew unless it is what these results gave the last time.

    All that the files tell is read from the schema `region`. Maps and report are written in the
    `languages`, both unless told otherwise, none for (). With `cells` there is a file of all cells.

    Raises SinkbaseError when the region is not built or the files cannot be written; then the
    old files are in place.
    """
    folder = out / region
    with snapshot() as connection:
        require_built(connection, region)
        languages = LANGUAGES if languages is None else languages
        extra = _cells(region, wanted=cells)
        origins = read_origins(connection, region)
        made_from = "-".join((origins.of_all, *languages, *extra))
        if not force and is_current(folder, made_from):
            tidy(folder)
            return _report(folder, skipped=True)
        require_room_for(connection, region, folder, cells_file=cells)
        if languages:
            prepare()
        # GDAL and numpy take longer to import than all of the above to run
        from analysis.write import write_all  # noqa: PLC0415

        with unfinished(folder) as new:
            report = progress or (lambda *_: None)
            former = Former(new, None if force else folder)
            manifest = write_all(
                connection,
                region,
                former,
                origins,
                progress=report,
                languages=languages,
                cells=cells,
            )
            publish(new, folder, manifest, former.stamp(made_from), former.digests)
    from analysis.gis.styles_table import write_styles  # noqa: PLC0415

    write_styles(region, folder)  # for QGIS; after the files, that are read for it
    return _report(folder, skipped=False)


def _cells(region: str, *, wanted: bool) -> tuple[str, ...]:
    """What the file of all cells adds to a fingerprint: its name, and its writer's version."""
    if not wanted:
        return ()
    from analysis.cells import FILE, require_pyarrow  # noqa: PLC0415

    require_pyarrow(region)
    return FILE, version("pyarrow")


def _report(folder: Path, *, skipped: bool) -> Report:
    manifest = read_manifest(folder)
    lines = tuple((label, told) for label, told in manifest["headlines"])
    return Report(skipped, folder, len(manifest["files"]), manifest["notice"], lines)
