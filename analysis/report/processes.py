"""Processes that draw and write beside the one that reads, with their tools at hand."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, parent_process

MOST = 4
TOOLS = "analysis.report.tools"


def prepare() -> None:
    """Begin to import the tools in a process of their own, from which the others are split off."""
    forkserver.set_forkserver_preload([TOOLS])
    forkserver.ensure_running()


@contextmanager
def processes() -> Iterator[ProcessPoolExecutor]:
    """Give processes, one a processor; after an error they begin nothing more."""
    pool = ProcessPoolExecutor(
        min(MOST, os.cpu_count() or 1), mp_context=get_context("forkserver"), initializer=_begin
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """End with the process that waits for the work, however that ends."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    os.read(sentinel, 1)
    os._exit(1)
