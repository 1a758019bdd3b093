"""What the user sees while loading: bars on a terminal, plain lines otherwise."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

T = TypeVar("T")
_NO_TASK = TaskID(0)


class Reporter:
    """Tells of checks, tiles and rates."""

    def __init__(self, console: Console) -> None:
        """Speak on this console."""
        self.console = console

    def line(self, text: str, style: str = "") -> None:
        """One line of plain text."""
        self.console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """One warning."""
        self.line(f"warning: {text}", style="yellow")

    @contextmanager
    def checking(self, names: list[str]) -> Iterator["Task"]:
        """A bar over the layers that are looked at."""
        with self._bar("checking", len(names), "layers") as task:
            yield task

    @contextmanager
    def loading(self, table: str, files: int, tiles: int) -> Iterator["Task"]:
        """A bar over the tiles of a table."""
        with self._bar(f"{table} ({files} file{'s' * (files != 1)})", tiles, "tiles") as task:
            yield task

    @contextmanager
    def computing(self) -> Iterator["Task"]:
        """A bar over the models and checks of a build; how many there are is told by its steps."""
        with self._bar("computing", 0, "steps") as task:
            yield task

    @contextmanager
    def _bar(self, text: str, total: int, unit: str) -> Iterator["Task"]:
        if not self.console.is_terminal:
            yield Task(None)
            return
        columns = (
            TextColumn("{task.description:<36}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(f"{unit} {{task.fields[rate]}}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as progress:
            yield Task(progress, progress.add_task(text, total=total, rate=""))


class Task:
    """One running bar, or none."""

    def __init__(self, progress: Progress | None, number: TaskID = _NO_TASK) -> None:
        """Wrap a bar of rich."""
        self.progress, self.number = progress, number
        self.started, self.done = time.perf_counter(), 0

    def each(self, items: Iterator[T]) -> Iterator[T]:
        """The same items, each of them a step."""
        for item in items:
            yield item
            self.step()

    def at(self, name: str, number: int, total: int) -> None:
        """Work on this one of so many has begun."""
        if self.progress is not None:
            self.progress.update(
                self.number, description=f"computing {name}", completed=number - 1, total=total
            )

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.progress is not None:
            rate = self.done / max(time.perf_counter() - self.started, 1e-9)
            self.progress.update(self.number, advance=1, rate=f"{rate:.1f}/s")
