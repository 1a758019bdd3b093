"""One run a region: load, transform and export of a builder hold the region's lock.

The lock is a row of sinkbase.region_lock, held by an open transaction of a connection of its own:
it ends with the process, however that ends, and a reader can neither take nor see it.
"""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError

SECONDS_TO_END = 30
SECONDS = 1.0  # between two looks at the lock's connection, and at the parent
HOLDER = """
    select verb, login, host, pid, to_char(since, 'HH24:MI, YYYY-MM-DD')
    from sinkbase.region_builder where region = %s
"""


@dataclass
class Held:
    """The lock of a region, as this process holds it."""

    region: str
    connection: psycopg.Connection
    lost: str = ""  # why it is not held any more
    done: threading.Event = field(default_factory=threading.Event)

    def require(self) -> None:
        """See that it is still held.

        Raises SinkbaseError when it was lost: another run may have begun.
        """
        if self.lost:
            raise SinkbaseError(self.lost)


_HELD: dict[str, Held] = {}  # of this process


@contextmanager
def held(region: str, verb: str) -> Iterator[Held]:
    """Hold the region's lock; within it the same process may hold it again.

    A watcher ends the run like Ctrl-C when the lock is lost (the server ended its connection), and
    when make started the run and is gone: nobody waits for it any more.

    Raises SinkbaseError when another run holds it, with who and since when.
    """
    if region in _HELD:
        yield _HELD[region]
        return
    with database.connect_as_builder() as connection:
        it = Held(region, connection)
        _take(connection, region, verb)
        _HELD[region] = it
        _obey()
        watcher = threading.Thread(target=_watch, args=(it, _parent()), daemon=True)
        watcher.start()
        try:
            yield it
        except KeyboardInterrupt:
            it.require()
            raise
        finally:
            it.done.set()
            watcher.join()
            del _HELD[region]
            if not connection.closed and not connection.broken:
                connection.rollback()


def _take(connection: psycopg.Connection, region: str, verb: str) -> None:
    connection.execute("set idle_in_transaction_session_timeout = 0")
    connection.execute(
        "insert into sinkbase.region_lock (region) values (%s) on conflict do nothing", [region]
    )
    connection.commit()
    try:
        connection.execute(
            "select from sinkbase.region_lock where region = %s for update nowait", [region]
        )
    except psycopg.errors.LockNotAvailable:
        connection.rollback()
        raise SinkbaseError(_taken(connection, region)) from None
    with database.connect_as_builder(autocommit=True) as teller:
        teller.execute(
            """
            insert into sinkbase.region_builder (region, verb, login, host, pid, since)
            values (%s, %s, session_user, %s, %s, now())
            on conflict (region) do update set
                verb = excluded.verb, login = excluded.login, host = excluded.host,
                pid = excluded.pid, since = excluded.since
            """,
            [region, verb, socket.gethostname(), os.getpid()],
        )


def _taken(connection: psycopg.Connection, region: str) -> str:
    row = connection.execute(HOLDER, [region]).fetchone()
    if row is None:  # it has begun this very moment
        return f"region {region} is being built by another run. Wait for its end, or stop it."
    verb, login, host, pid, since = row
    return (
        f"region {region} is being built by another run: {verb} by {login} on {host} (process "
        f"{pid}) since {since}. Wait for its end, or stop it, and start again."
    )


def _obey() -> None:
    """Let the watcher's signal end the run like Ctrl-C, also where a shell had Ctrl-C ignored."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _parent() -> int | None:
    """The make that started this process, if one did."""
    return os.getppid() if os.environ.get("MAKELEVEL") else None


def _watch(it: Held, parent: int | None) -> None:
    """Look after the lock and the parent until the run is done."""
    while not it.done.wait(SECONDS):
        if parent is not None and os.getppid() != parent:
            it.lost = f"the make that started this run of region {it.region} is gone: it ends, too."
        else:
            try:
                it.connection.execute("select")
                continue
            except psycopg.Error as error:
                it.lost = (
                    f"the run of region {it.region} has lost its lock ({str(error).strip()}): the "
                    "server or somebody on it ended the connection. What was published before is "
                    f"in place. Start again: make build REGION={it.region}"
                )
        if not it.done.is_set():
            os.kill(os.getpid(), signal.SIGTERM)
            if not it.done.wait(SECONDS_TO_END):
                os._exit(2)  # whatever it waits for: without the lock it may not go on
        return
