"""A process that reads mutated inputs one after another: a crash or a hang ends it alone."""

import multiprocessing
import os
import tempfile
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sinkbase.errors import SinkbaseError

SECONDS = 60  # longest that one input may take


@dataclass(frozen=True)
class Outcome:
    """What became of one input: `refused`, `read`, or a `failure` in words."""

    kind: str
    text: str = ""
    tables: Any = None


class Worker:
    """One process; started again when it died or was ended for taking too long."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: Any = None
        self._pipe: Any = None

    def read(self, region_file: Path, data: Path, layers: list[str] | None) -> Outcome:
        """The outcome of one input."""
        if self._process is None or not self._process.is_alive():
            self._start()
        self._pipe.send((str(region_file), str(data), layers))
        if not self._pipe.poll(self.seconds):
            self.close()
            return Outcome("failure", f"took over {self.seconds:g} s")
        try:
            return self._pipe.recv()
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            self._process = None
            return Outcome("failure", f"the process died (exit code {code})")

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()


def _serve(pipe: Connection) -> None:
    noise = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the process
    os.dup2(noise.fileno(), 2)  # whatever a library writes to stderr by itself
    while True:
        try:
            region_file, data, layers = pipe.recv()
        except EOFError:
            return
        noise.seek(0)
        noise.truncate()
        outcome = _outcome(Path(region_file), Path(data), layers)
        noise.seek(0)
        said = noise.read().decode(errors="replace").strip()
        if said and outcome.kind != "failure":
            outcome = Outcome("failure", f"noise on stderr: {said[:2000]}")
        pipe.send(outcome)


def _outcome(region_file: Path, data: Path, layers: list[str] | None) -> Outcome:
    from sinkbase.region.settings import read_region
    from tests.fuzz.reading import tables_of

    try:
        tables = tables_of(read_region(region_file), data, layers)
    except SinkbaseError as error:
        text = str(error)
        is_plain = bool(text.strip()) and "Traceback" not in text
        return Outcome("refused", text) if is_plain else Outcome("failure", f"message: {text!r}")
    except BaseException:
        return Outcome("failure", traceback.format_exc())
    return Outcome("read", tables=tables)
