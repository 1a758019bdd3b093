"""The command line of the whole way: `python -m pipeline --help`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis.__main__ import export_command
from loaders.__main__ import DataFolder, load
from sinkbase.__main__ import server_up, transform
from sinkbase.command_line import RegionFile, RegionName, run
from sinkbase.words.language import Language

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.callback()
def _verbs() -> None:
    """Take a region through all stages in one process, under one lock."""


@app.command("build")
def build(
    name: RegionName = "demo",
    file: RegionFile = None,
    *,
    data: DataFolder = None,
    language: Annotated[
        Language | None, typer.Option(help="of maps and report (default: both)")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="folder for results (default: out)")] = None,
    cells: Annotated[
        str | None, typer.Option(help="parquet: the values of all cells as one file, too")
    ] = None,
    force: Annotated[bool, typer.Option(help="build all again, changed or not")] = False,
) -> None:
    """Load what changed, compute what depends on it, publish it as one, and write its files."""
    from sinkbase.database.region_lock import held
    from sinkbase.region.regions import named

    region = named(name, file)
    server_up()
    with held(region.name, "build"):
        load(name, file, data)
        transform(name, file, force)
        export_command(region.name, out, force=force, language=language, cells=cells)


def main() -> None:
    """Run the command line; a user's mistake ends with one message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    run(app, "what was published before is in place")


if __name__ == "__main__":
    main()
