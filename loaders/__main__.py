"""The command line: `python -m loaders --help`."""

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated, Literal

import typer
from rich.console import Console

from loaders import database, server
from loaders.errors import SinkbaseError
from loaders.regions import REGIONS, chosen, existing_folder, named
from loaders.settings import Region

DEMO_DATA = server.ROOT / ".sinkbase" / "demo"

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
server_app = typer.Typer(no_args_is_help=True, help="The project's own PostgreSQL server.")
app.add_typer(server_app, name="server")

RegionName = Annotated[str, typer.Option("--region", help="regions/<name>.toml")]
RegionFile = Annotated[Path | None, typer.Option("--region-file", help="a region file elsewhere")]
DataFolder = Annotated[Path | None, typer.Option("--data", help="folder of the region's files")]


@server_app.command("up")
def server_up() -> None:
    """Start the private server if it is meant and does not run; install the functions."""
    if database.is_private():
        server.up()
    else:
        database.connect().close()
    if database.install():
        typer.echo("Installed the functions of schema sinkbase.")


@server_app.command("down")
def server_down() -> None:
    """Stop the private server."""
    typer.echo("Server stopped." if server.down() else "The server was not running.")


@server_app.command("url")
def server_url() -> None:
    """Print the libpq URL of the database."""
    typer.echo(database.url())


@server_app.command("script")
def server_script() -> None:
    """Print what a superuser runs once on another server, as one psql script."""
    from loaders.script import script

    typer.echo(script())


@server_app.command("listen")
def server_listen(
    where: Annotated[str, typer.Argument(help="address:port, on this machine")] = "127.0.0.1:54320",
    off: Annotated[bool, typer.Option("--off", help="close the port")] = False,
) -> None:
    """Open the private server's port for logins by password; stays until --off."""
    from loaders import listen

    if not database.is_private():
        raise SinkbaseError("PGHOST, PGSERVICE or DATABASE_URL name another server: it has a port")
    if off:
        typer.echo("Port closed." if listen.close_port() else "No port was open.")
        return
    it = listen.open_port(where)
    database.install()
    typer.echo(f"The server listens on {it.address}:{it.port} for logins by password.")


@server_app.command("login")
def server_login(
    name: str,
    role: Annotated[
        Literal["reader", "builder"], typer.Option(help="what the user may do")
    ] = "reader",
    service: Annotated[str, typer.Option(help="name in the service file (default: NAME)")] = "",
    ask: Annotated[
        bool, typer.Option("--password", help="type the password, or give it on standard input")
    ] = False,
) -> None:
    """Make a user who logs in by password, or give it a new one."""
    from loaders import login

    typed = None
    if ask:
        is_terminal = sys.stdin.isatty()
        typed = (
            typer.prompt("Password", hide_input=True, confirmation_prompt=True)
            if is_terminal
            else sys.stdin.readline().rstrip("\n")
        )
    drawn = login.make_login(name, role, typed)
    if drawn is None:
        typer.echo(f"Login {name} ({role}) has the password that you gave.")
        return
    path = login.keep(service or name, name, drawn)
    typer.echo(f"Login {name} ({role}): service {service or name} in {path}, readable by you only.")
    typer.echo(f"Use it: PGSERVICEFILE={path} PGSERVICE={service or name} psql")


def _data(region: Region, folder: Path | None) -> Path:
    """The folder of the region's files; the demonstration region makes its own."""
    if folder is not None:
        return existing_folder(folder)
    if region.file == REGIONS / "demo.toml":
        from loaders.demo import write_demo

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


@app.command("transform")
def transform(
    name: RegionName = "demo",
    file: RegionFile = None,
    force: Annotated[bool, typer.Option(help="build again even when nothing changed")] = False,
) -> None:
    """Compute the results of a region from its raw tables."""
    from loaders.transform import transform as run

    region = named(name, file)
    report = run(region, force=force, console=Console(stderr=True))
    if report.skipped:
        typer.echo(f"Results of {region.name}: nothing changed.")
        return
    for warning in report.warnings:
        typer.echo(f"warning: {warning}", err=True)
    typer.echo(
        f"Results of {region.name}: {report.models} models built, {report.tests} checks passed, "
        f"{report.seconds:.1f} s."
    )


@app.command("each")
def each(
    verb: Annotated[str, typer.Argument(help="of the Makefile: build, load, transform, export")],
    regions: Annotated[str, typer.Argument(help="names, patterns such as 'aksu_*'")],
) -> None:
    """Run a verb of the Makefile for several regions, one after another."""
    from loaders.several import exit_code, run_each

    names = chosen(regions.split())
    raise typer.Exit(exit_code(run_each(verb, names, lambda text: typer.echo(text, err=True))))


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
    from loaders.counties import Wish, make_counties

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


@app.command("docs")
def docs(
    name: RegionName = "demo",
    file: RegionFile = None,
    out: Annotated[Path, typer.Option(help="folder for results")] = Path("out"),
) -> None:
    """Write dbt's lineage and column documentation of a region as one web page."""
    from loaders.dbt import write_docs

    typer.echo(f"Documentation: {write_docs(named(name, file), out)}")


@app.command("doctor")
def doctor_report() -> None:
    """Say what the server and this machine have and what they lack; exit code 2 for a lack."""
    from loaders import doctor

    raise typer.Exit(0 if doctor.report(typer.echo) else 2)


def main() -> None:
    """Run the command line; a user's mistake ends with one message and exit code 2."""
    try:
        app()
    except SinkbaseError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(2) from None
    except SystemExit as ending:
        if ending.code == 130:  # typer's for Ctrl-C
            typer.echo("interrupted: nothing half-done was kept", err=True)
        raise


if __name__ == "__main__":
    main()
