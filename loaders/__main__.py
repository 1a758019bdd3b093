"""The command line of the loaders: `python -m loaders --help`."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from rich.console import Console

from sinkbase import __main__ as shared
from sinkbase.command_line import RegionFile, RegionName, run
from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT
from sinkbase.region.regions import REGIONS, existing_folder, named
from sinkbase.region.settings import Region

DEMO_DATA = ROOT / ".sinkbase" / "demo"
DataFolder = Annotated[Path | None, typer.Option("--data", help="folder of the region's files")]

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
# its verbs are at home in `python -m sinkbase`; scripts of older versions call them here
app.registered_commands += shared.app.registered_commands
app.registered_groups += shared.app.registered_groups


def _data(region: Region, folder: Path | None) -> Path:
    """The folder of the region's files; the demonstration region makes its own."""
    if folder is not None:
        return existing_folder(folder)
    if region.file == REGIONS / "demo.toml":
        from sinkbase.demo import write_demo

        write_demo(DEMO_DATA)
        return DEMO_DATA
    raise SinkbaseError(
        f"where are the files of region {region.name}? Say it with DATA, for example: "
        f"make build REGION={region.name} DATA=/path/to/folder"
    )


@app.command("load")
def load(name: RegionName = "demo", file: RegionFile = None, data: DataFolder = None) -> None:
    """Bring the files of a region onto its grid and into its raw tables."""
    from loaders.load import load_region

    region = named(name, file)
    with database.connect_as_builder() as connection:
        load_region(region, _data(region, data), connection, console=Console(stderr=True))


@app.command("region")
def region_file(
    name: Annotated[str, typer.Argument(help="regions/<name>.toml, which is written")],
    *,
    data: DataFolder = None,
    boundary: Annotated[str, typer.Option(help="file of the boundary, its path from --data")] = "",
    where: Annotated[str, typer.Option(help="which feature of it: adcode=652922")] = "",
) -> None:
    """Write a first region file for a folder of files: guesses are marked, the rest is asked."""
    from loaders.starter import propose
    from loaders.starter.write import write_proposal

    if not name or data is None:
        raise SinkbaseError(
            "say the region's name and the folder of its files: "
            "make region NAME=mycounty DATA=/path/to/folder"
        )
    folder = existing_folder(data)
    write_proposal(name, data, lambda: propose(name, folder, boundary, where), typer.echo)


@app.command("counties")
def counties(
    base: Annotated[str, typer.Argument(help="region whose layers and settings they take over")],
    *,
    data: DataFolder = None,
    boundary: Annotated[str, typer.Option(help="file of polygons, its path from --data")] = "",
    id_field: Annotated[str | None, typer.Option("--id", help="field of codes")] = None,
    title: Annotated[str | None, typer.Option(help="field of names for people")] = None,
    prefix: Annotated[str | None, typer.Option(help="names begin so: aksu -> aksu_652922")] = None,
) -> None:
    """Write a region file for each county of a boundary file."""
    from loaders.starter.counties import Wish, make_counties

    if not base or not boundary or data is None:
        raise SinkbaseError(
            "say whose layers, which folder and which counties: make counties FROM=wensu "
            "DATA=/path/to/folder BOUNDARY=counties.geojson (and ID=field PREFIX=aksu)"
        )
    wish = Wish(base, boundary, id_field, title, prefix)
    made = []
    for county in make_counties(wish, existing_folder(data)):
        typer.echo(str(county), err=bool(county.trouble))
        made.append(county)
    good = [county.name for county in made if not county.trouble]
    if good:
        words = f"{prefix.rstrip('_')}_*" if prefix and len(good) == len(made) else " ".join(good)
        typer.echo(f"Next: make build REGION='{words}' DATA={quote(str(data))}")
    if len(good) < len(made):
        raise SinkbaseError(f"{len(made) - len(good)} of {len(made)} counties have no region file")


def main() -> None:
    """Run the command line; a user's mistake ends with one message and exit code 2."""
    run(app, "nothing half-done was kept")


if __name__ == "__main__":
    main()
