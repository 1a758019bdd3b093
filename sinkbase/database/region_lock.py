"""One lock a region: its holder alone changes the region, and the others are told who that is.

The lock is a row of `sinkbase.region_lock`, locked by an open transaction of a connection of its
own: it ends with the process that holds it, however that ends, and a reader cannot take it.
"""

import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psycopg

from sinkbase.database import connection as database
from sinkbase.database.connection import Connection
from sinkbase.database.parents import Process, makes_above, signal_children
from sinkbase.errors import SinkbaseError

SECONDS_BETWEEN_LOOKS = 1.0
# for the end of what runs: short without the lock, since another run may hold it by now
SECONDS_WITHOUT_LOCK = 1.5
SECONDS_WITHOUT_PARENT = 10.0
EXIT_CODE = 2


@dataclass
class Held:
    """The lock of a region, held by this process; `lost` says why it is held no more."""

    region: str
    verb: str
    connection: Connection
    lost: str = ""
    users: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    watcher: threading.Thread | None = None

    def require(self) -> None:
        """See that the lock is held.

        Raises SinkbaseError when it was lost.
        """
        if self.lost:
            raise SinkbaseError(self.lost)


_held: dict[tuple[str, str], Held] = {}
_turn = threading.Lock()


@contextmanager
def held(region: str, verb: str) -> Iterator[Held]:
    """Hold the region's lock; within the process that holds it, an inner verb joins the outer.

    A run that loses the lock, or whose `make` was killed, is interrupted like by Ctrl-C.

    Raises SinkbaseError when another run holds the lock, with who that is, and when it was lost.
    """
    key = (database.url(), region)
    with _turn:
        it = _held.get(key) or _taken(region, verb)
        _held[key] = it
        it.users += 1
    try:
        try:
            yield it
        finally:
            with _turn:
                it.users -= 1
                if not it.users:
                    del _held[key]
                    _let_go(it)
    except BaseException:
        if it.lost:  # whatever the interrupt made of it
            raise SinkbaseError(it.lost) from None
        raise
    it.require()


@contextmanager
def held_by_builder(region: str, verb: str) -> Iterator[None]:
    """Hold the region's lock as a builder; a reader, who changes nothing there, goes without.

    Raises SinkbaseError as `held` does.
    """
    with database.connect(autocommit=True) as connection:
        (is_builder,) = connection.execute(
            """
            select exists (
                select from pg_class
                inner join pg_roles on pg_has_role(current_user, pg_roles.oid, 'member')
                where
                    pg_class.relname = 'region_lock'
                    and pg_class.relnamespace = to_regnamespace('sinkbase')
                    and pg_roles.rolname = %s
            )
            """,
            [database.BUILDER],
        ).fetchone() or (False,)
    if not is_builder:
        yield
        return
    with held(region, verb):
        yield


def _taken(region: str, verb: str) -> Held:
    connection = database.connect_as_builder(autocommit=True)
    try:
        connection.execute("set idle_in_transaction_session_timeout = 0")
        connection.execute(
            "insert into sinkbase.region_lock (region) values (%s) on conflict do nothing", [region]
        )
        connection.execute("begin")
        connection.execute(
            "select from sinkbase.region_lock where region = %s for update nowait", [region]
        )
        _sign(connection, region, verb)
    except psycopg.errors.LockNotAvailable:
        connection.execute("rollback")
        told = _holder(connection, region)
        connection.close()
        raise SinkbaseError(
            f"region {region} is being built: {told}. Wait for its end, or stop it."
        ) from None
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        connection.close()
        raise SinkbaseError(
            "the functions of schema sinkbase on this server are of an older version, without the "
            "table of locks. Type `make db-up` (on another server as a superuser)."
        ) from None
    except BaseException:
        connection.close()
        raise
    it = Held(region, verb, connection)
    it.watcher = threading.Thread(target=_watch, args=(it, makes_above()), daemon=True)
    it.watcher.start()
    return it


def _sign(lock: Connection, region: str, verb: str) -> None:
    """Write who holds the lock where others can read it: outside the transaction that holds it."""
    with database.connect_as_builder(autocommit=True) as connection:
        connection.execute(
            """
            insert into sinkbase.region_builder (region, login, host, pid, backend, verb, since)
            values (%s, session_user, %s, %s, %s, %s, clock_timestamp())
            on conflict (region) do update set
                login = excluded.login, host = excluded.host, pid = excluded.pid,
                backend = excluded.backend, verb = excluded.verb, since = excluded.since
            """,
            [region, socket.gethostname(), os.getpid(), lock.info.backend_pid, verb],
        )


def _holder(connection: Connection, region: str) -> str:
    """Say who holds the lock; the row of one that was killed tells of nobody."""
    for _ in range(5):
        row = connection.execute(
            """
            select builder.verb, builder.login, builder.host, builder.pid, builder.since
            from sinkbase.region_builder as builder
            inner join pg_stat_activity as activity on builder.backend = activity.pid
            where builder.region = %s
            """,
            [region],
        ).fetchone()
        if row:
            verb, login, host, pid, since = row
            when = since.astimezone().strftime("%H:%M, %Y-%m-%d")
            return f"{verb} by {login} on {host} (process {pid}) since {when}"
        time.sleep(0.1)
    return "a run that has begun just now"


def _let_go(it: Held) -> None:
    it.ended.set()
    if it.watcher is not None and it.watcher is not threading.current_thread():
        it.watcher.join()
    if it.lost:
        signal_children(signal.SIGKILL)
    else:
        with suppress(psycopg.Error):
            it.connection.execute(
                "delete from sinkbase.region_builder where region = %s", [it.region]
            )
            it.connection.execute("commit")
    it.connection.close()


def _watch(it: Held, makes: list[Process]) -> None:
    """Look each second whether the lock is held and the parents live; end the process if not."""
    while not it.ended.is_set():
        if not _is_held(it):
            it.lost = (
                f"the lock of region {it.region} is lost: the server ended the connection that "
                f"held it, so the {it.verb} was stopped before another run meets it. "
                "Start it again; `make doctor` says whether the server is well."
            )
            return _end(it, SECONDS_WITHOUT_LOCK)
        if not all(make.lives() for make in makes):
            it.lost = (
                f"the {it.verb} of region {it.region} was stopped, because the `make` that began "
                "it has been killed. Start it again."
            )
            return _end(it, SECONDS_WITHOUT_PARENT)
        # whatever the server sends unasked, its end among it, is looked at at once
        with suppress(OSError, psycopg.Error, ValueError):
            _wait(it, SECONDS_BETWEEN_LOOKS)
    return None


def _wait(it: Held, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not it.ended.wait(0.02) and time.monotonic() < until:
        if select.select([it.connection.fileno()], [], [], 0.08)[0]:
            return


def _is_held(it: Held) -> bool:
    try:
        it.connection.execute("select")
    except psycopg.Error:
        return it.ended.is_set()
    return True


def _end(it: Held, seconds: float) -> None:
    """Interrupt the process and its children; end it where that does not help in time."""
    if it.ended.is_set():
        return
    signal_children(signal.SIGINT)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    if it.ended.wait(seconds):
        return
    sys.stderr.write(f"error: {it.lost}\n")
    sys.stderr.flush()
    signal_children(signal.SIGKILL)
    os._exit(EXIT_CODE)


def _forget_in_child() -> None:
    """A forked child holds nothing: with its copy of the socket the lock would outlive a kill."""
    global _turn  # noqa: PLW0603
    _turn = threading.Lock()
    for it in _held.values():
        with suppress(OSError, psycopg.Error):
            os.close(it.connection.fileno())
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)
