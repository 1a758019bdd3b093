"""A verb whose session the server ends in the middle.

A lock of the test holds the verb up where it works on the database, and the session that waits
for it is ended.
"""

import os
import subprocess
import sys
import time

import psycopg

from sinkbase.paths import ROOT

GONE = "the server ended the connection in the middle of the work"
WAITING = """
    select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()
"""


def told_after_the_end(connection, lock: str, *command: str, **variables: str) -> str:
    """What the verb says when its session, held up by the lock, is ended."""
    with psycopg.connect(connection.info.dsn) as holder:
        holder.execute(lock)
        with subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=os.environ | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            while (row := connection.execute(WAITING).fetchone()) is None:
                assert process.poll() is None, process.communicate()
                time.sleep(0.05)
            assert connection.execute("select pg_terminate_backend(%s)", [row[0]]).fetchone()[0]
            holder.rollback()
            _, told = process.communicate(timeout=60)
    assert process.returncode == 2, told
    assert "error: " in told
    assert "Traceback" not in told
    return told
