"""What the command lines of the stages share: options, and how a run ends."""

from pathlib import Path
from typing import Annotated

import typer

from sinkbase import server_errors
from sinkbase.errors import SinkbaseError

RegionName = Annotated[str, typer.Option("--region", help="regions/<name>.toml")]
RegionFile = Annotated[Path | None, typer.Option("--region-file", help="a region file elsewhere")]
INTERRUPTED = 130  # typer's code for Ctrl-C


def run(app: typer.Typer, left: str) -> None:
    """Run a command line; a user's mistake or a server that goes ends with a message and code 2.

    `left` says what an interrupted run leaves behind.
    """
    try:
        app()
    except SinkbaseError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(2) from None
    except SystemExit as ending:
        if ending.code == INTERRUPTED:
            typer.echo(f"interrupted: {left}", err=True)
        raise
    except Exception as error:
        told = server_errors.told(error)
        if told is None:
            raise
        typer.echo(f"error: {told}", err=True)
        raise SystemExit(2) from None
