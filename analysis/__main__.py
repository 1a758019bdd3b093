"""The command line: `python -m analysis --help`."""

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from analysis.export import Report, export
from analysis.results.built import require_built
from analysis.results.snapshot import snapshot
from sinkbase.command_line import run
from sinkbase.database.region_lock import held_by_builder
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.words.language import Language

if TYPE_CHECKING:
    from analysis.write import Progress

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.callback()
def _verbs() -> None:
    """Read a region's results and write files that people use."""


@app.command("export")
def export_command(
    region: Annotated[str, typer.Option(help="a built region: the name of its schema")] = "demo",
    out: Annotated[Path | None, typer.Option(help="folder for results (default: out)")] = None,
    force: Annotated[bool, typer.Option(help="write even when nothing has changed")] = False,
    language: Annotated[
        Language | None, typer.Option(help="of maps and report (default: both)")
    ] = None,
    cells: Annotated[
        str | None, typer.Option(help="parquet: the values of all cells as one file, too")
    ] = None,
) -> None:
    """Write rasters, tables, maps, report and summary.md to out/<region>/."""
    if cells not in (None, "", "parquet"):
        raise SinkbaseError(f"--cells {cells}: expected parquet, or nothing.")
    with snapshot() as connection:
        require_built(connection, region)
    with held_by_builder(region, "export"), _progress() as progress:
        report = export(
            region,
            out or ROOT / "out",
            force=force,
            progress=progress,
            languages=(language,) if language else None,
            cells=cells == "parquet",
        )
    _tell(report, region)


@app.command("styles")
def styles_command(
    region: Annotated[str, typer.Option(help="a built and exported region")] = "demo",
    out: Annotated[Path | None, typer.Option(help="folder of results (default: out)")] = None,
) -> None:
    """Write the legends of out/<region>/styles/ into the database, where QGIS finds them."""
    from analysis.gis.styles_table import write_styles

    folder = (out or ROOT / "out") / region
    written = write_styles(region, folder)
    if written == 0:
        raise SinkbaseError(
            f"{folder}/styles holds no legends. Write them first: make export REGION={region}"
        )
    if written is None:
        raise SinkbaseError(
            "this connection may not write the table public.layer_styles. "
            "Do it as a builder of the database; `make db-up` makes the table."
        )
    typer.echo(f"{written} legends of {region} are in public.layer_styles.")


@app.command("compare")
def compare_command(
    a: Annotated[str, typer.Argument(help="a built region, or a run of it: demo@3")],
    b: Annotated[str, typer.Argument(help="another one, or another run of the same")],
    layer: Annotated[list[str] | None, typer.Option(help="these rasters alone")] = None,
    out: Annotated[Path | None, typer.Option(help="folder for results (default: out)")] = None,
) -> None:
    """Write what differs between two regions to out/compare/<a>-<b>/."""
    from analysis.compare import compare

    if not (a and b):
        raise SinkbaseError("a comparison needs two regions: make compare A=demo B=other")
    done = compare(a, b, out or ROOT / "out", layer or ())
    if done.no_maps is not None:
        typer.secho(f"No difference maps: {done.no_maps}.", fg="yellow", err=True)
    folder = _short(done.folder)
    typer.echo(f"Wrote: {done.files} files in {folder}; open {folder}/comparison.html first.")


@app.command("serve")
def serve_command(
    region: Annotated[str, typer.Option(help="whose files: out/<region>/")] = "demo",
    port: Annotated[str, typer.Option(help="another one if taken")] = "8000",
    out: Annotated[Path | None, typer.Option(help="folder of results (default: out)")] = None,
) -> None:
    """Show out/<region>/ in the browser, on this machine alone, until Ctrl-C."""
    from analysis.serve.serve import open_server, port_of

    if not re.fullmatch(r"[a-z][a-z0-9_]*|compare/[a-z0-9_@]+-[a-z0-9_@]+", region):
        raise SinkbaseError(
            f"--region {region!r}: expected a region's name, such as demo, or compare/<a>-<b>."
        )
    wanted = port_of(port)
    with open_server((out or ROOT / "out") / region, wanted) as server:
        if wanted not in (0, server.server_port):
            typer.echo(f"Port {wanted} is taken; another one stands in:", err=True)
        # a shell that starts a program in the background has it ignore Ctrl-C
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        try:
            typer.echo(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends)")
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("Stopped.")


@contextmanager
def _progress() -> "Iterator[Progress | None]":
    """Give a function that shows the file in work; nothing is shown outside a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with Console(stderr=True).status("Exporting") as status:
        yield lambda name, done, of: status.update(f"Exporting {name} ({done + 1} of {of})")


def _tell(report: Report, region: str) -> None:
    if report.notice:
        typer.secho(report.notice, fg="yellow", bold=True)
    width = max((len(label) for label, _ in report.headlines), default=0)
    for label, told in report.headlines:
        # styles are left out where the output is not a terminal
        typer.echo(typer.style(label.ljust(width), bold=True) + f"  {told}")
    folder = _short(report.folder)
    did = "Unchanged" if report.skipped else "Wrote"
    typer.echo(f"{did}: {report.files} files in {folder}; read {folder}/report.html first.")
    typer.echo(f"The map: {folder}/map/index.html, or make serve REGION={region}")
    query = f"table {region}.region_summary"
    typer.echo(f"In the database: psql \"$(make -s url)\" -xc '{query}'")


def _short(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def main() -> None:
    """Run the command line; a user's mistake ends with one message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    run(app, "the old files are in place")


if __name__ == "__main__":
    main()
