"""The command line: `python -m loaders --help`."""

from pathlib import Path
from typing import Annotated

import typer

from loaders import database, doctor, server
from loaders.errors import SinkbaseError

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


@app.command("doctor")
def doctor_report() -> None:
    """Say what the server and this machine have and what they lack; exit code 2 for a lack."""
    raise typer.Exit(0 if doctor.report(typer.echo) else 2)


def main() -> None:
    """Run the command line; a user's mistake ends with one message and exit code 2."""
    try:
        app()
    except SinkbaseError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        typer.echo("interrupted: nothing half-done was kept", err=True)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
