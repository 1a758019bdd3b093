"""The command line of what no stage owns: `python -m sinkbase --help`."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from sinkbase.command_line import RegionFile, RegionName, run
from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError
from sinkbase.region.regions import chosen, named
from sinkbase.server import install, server

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
server_app = typer.Typer(no_args_is_help=True, help="The project's own PostgreSQL server.")
app.add_typer(server_app, name="server")


@server_app.command("up")
def server_up() -> None:
    """Start the private server if it is meant and does not run; install the functions."""
    if database.is_private():
        server.up()
    else:
        database.connect().close()
    if install.install():
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
    from sinkbase.server.script import script

    typer.echo(script())


@server_app.command("listen")
def server_listen(
    where: Annotated[str, typer.Argument(help="address:port, on this machine")] = "127.0.0.1:54320",
    off: Annotated[bool, typer.Option("--off", help="close the port")] = False,
) -> None:
    """Open the private server's port for logins by password; stays until --off."""
    from sinkbase.server import listen

    if not database.is_private():
        raise SinkbaseError("PGHOST, PGSERVICE or DATABASE_URL name another server: it has a port")
    if off:
        typer.echo("Port closed." if listen.close_port() else "No port was open.")
        return
    it = listen.open_port(where)
    install.install()
    typer.echo(f"The server listens on {it.address}:{it.port} for logins by password.")


@server_app.command("login")
def server_login(
    name: str,
    *,
    role: Annotated[
        Literal["reader", "builder"], typer.Option(help="what the user may do")
    ] = "reader",
    service: Annotated[str, typer.Option(help="name in the service file (default: NAME)")] = "",
    ask: Annotated[
        bool, typer.Option("--password", help="type the password, or give it on standard input")
    ] = False,
    statement: Annotated[
        str, typer.Option(envvar="SINKBASE_READER_STATEMENT", help="a reader's longest statement")
    ] = "10min",
    idle: Annotated[
        str, typer.Option(envvar="SINKBASE_READER_IDLE", help="... idle time in a transaction")
    ] = "5min",
    files: Annotated[
        str, typer.Option(envvar="SINKBASE_READER_FILES", help="... temporary files, at once")
    ] = "5GB",
    connections: Annotated[
        int, typer.Option(envvar="SINKBASE_READER_CONNECTIONS", help="... connections, at once")
    ] = 8,
) -> None:
    """Make a user who logs in by password, or give it a new one, and its limits."""
    from sinkbase.server import login
    from sinkbase.server.limits import Limits

    limits = Limits(statement, idle, files, connections)

    typed = None
    if ask:
        is_terminal = sys.stdin.isatty()
        typed = (
            typer.prompt("Password", hide_input=True, confirmation_prompt=True)
            if is_terminal
            else sys.stdin.readline().rstrip("\n")
        )
    made = login.make_login(name, role, typed, limits)
    for note in made.notes:
        typer.echo(f"warning: {note}", err=True)
    if made.drawn is None:
        typer.echo(f"Login {name} ({role}) has the password that you gave.")
        return
    path = login.keep(service or name, name, made.drawn)
    typer.echo(f"Login {name} ({role}): service {service or name} in {path}, readable by you only.")
    typer.echo(f"Use it: PGSERVICEFILE={path} PGSERVICE={service or name} psql")


@app.command("transform")
def transform(
    name: RegionName = "demo",
    file: RegionFile = None,
    force: Annotated[bool, typer.Option(help="build again even when nothing changed")] = False,
) -> None:
    """Compute the results of a region from its raw tables."""
    from sinkbase.transform.transform import transform as run

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
    from sinkbase.several import exit_code, run_each

    names = chosen(regions.split())
    raise typer.Exit(exit_code(run_each(verb, names, lambda text: typer.echo(text, err=True))))


@app.command("docs")
def docs(
    name: RegionName = "demo",
    file: RegionFile = None,
    out: Annotated[Path, typer.Option(help="folder for results")] = Path("out"),
) -> None:
    """Write dbt's lineage and column documentation of a region as one web page."""
    from sinkbase.transform.dbt import write_docs

    typer.echo(f"Documentation: {write_docs(named(name, file), out)}")


@app.command("doctor")
def doctor_report() -> None:
    """Say what the server and this machine have and what they lack; exit code 2 for a lack."""
    from sinkbase.server import doctor

    raise typer.Exit(0 if doctor.report(typer.echo) else 2)


def main() -> None:
    """Run the command line; a user's mistake ends with one message and exit code 2."""
    run(app, "nothing half-done was kept")


if __name__ == "__main__":
    main()
