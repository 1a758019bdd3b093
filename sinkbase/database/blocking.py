"""Whose transaction a session waits for, and an end of waiting that names it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql

from sinkbase.database import connection as database
from sinkbase.database.connection import Connection
from sinkbase.errors import SinkbaseError

SECONDS = "SINKBASE_LOCK_SECONDS"
DEFAULT_SECONDS = 10.0


def seconds_to_wait() -> float:
    """Return how long a build waits for a lock that somebody holds.

    Raises SinkbaseError when the variable SINKBASE_LOCK_SECONDS holds no such number.
    """
    text = os.environ.get(SECONDS) or str(DEFAULT_SECONDS)
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= 86_400:
        raise SinkbaseError(
            f"{SECONDS}={text}: expected the seconds that a build waits for a table that somebody "
            f"keeps locked: a number above 0, up to 86400, such as {DEFAULT_SECONDS:g}."
        )
    return seconds


def blockers(connection: Connection, pid: int) -> list[str]:
    """Return the sessions that the server process `pid` waits for, each as a phrase."""
    rows = connection.execute("select * from sinkbase.blockers(%s)", [pid]).fetchall()
    return [
        f"{login} (server process {process}, {state} since "
        f"{since.astimezone().strftime('%H:%M:%S, %Y-%m-%d')})"
        for process, login, state, since in rows
    ]


@contextmanager
def patient(connection: Connection, what: str) -> Iterator[None]:
    """Wait for a lock for some seconds only, so that nobody queues behind this session for ever.

    `what` says what was not done in the message: "the load of region demo".

    Raises SinkbaseError when the time is over, with the login that holds the lock and since when.
    """
    seconds = seconds_to_wait()
    timeout = sql.SQL("set lock_timeout = {}").format(f"{round(seconds * 1000)}ms")
    was_idle = connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    connection.execute(timeout)
    if was_idle and not connection.autocommit:
        connection.commit()  # the caller's transactions begin as they would have
    seen: list[str] = []
    ended = threading.Event()
    pid = connection.info.backend_pid
    watcher = threading.Thread(target=_watch, args=(pid, seconds, ended, seen), daemon=True)
    watcher.start()
    try:
        yield
    except psycopg.errors.LockNotAvailable:
        who = "; ".join(seen) or "somebody who has ended it meanwhile"
        raise SinkbaseError(
            f"{what} waited {seconds:g} s for a table that is locked by {who}. Ask them to end "
            "their transaction (a superuser ends it: select pg_terminate_backend(number of the "
            f"process)), and start again; {SECONDS}=60 waits for longer."
        ) from None
    finally:
        ended.set()
        watcher.join()


def _watch(pid: int, seconds: float, ended: threading.Event, seen: list[str]) -> None:
    """Keep who blocked last: once the waiting is over the server does not tell any more."""
    with (
        suppress(SinkbaseError, psycopg.Error),
        database.connect_as_builder(autocommit=True) as connection,
    ):
        while not ended.wait(min(0.5, seconds / 4)):
            if found := blockers(connection, pid):
                seen[:] = found
