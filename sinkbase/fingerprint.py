"""What a stage was made from, as one digest: a run that would repeat the last one is skipped."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import psycopg


def of_files(paths: Iterable[Path], root: Path) -> str:
    """Return a digest of the names below `root` and the bytes of these files, in any order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def of_texts(*texts: str) -> str:
    """Return a digest of these texts in this order."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def recorded(connection: psycopg.Connection, region: str, stage: str) -> str | None:
    """Return the fingerprint of the stage's last complete run, or None."""
    row = connection.execute(
        "select fingerprint from sinkbase.build where region = %s and stage = %s", (region, stage)
    ).fetchone()
    return str(row[0]) if row else None


def record(connection: psycopg.Connection, region: str, stage: str, fingerprint: str) -> None:
    """Keep the fingerprint of a run that has just ended well."""
    connection.execute(
        """
        insert into sinkbase.build (region, stage, fingerprint) values (%s, %s, %s)
        on conflict (region, stage)
        do update set fingerprint = excluded.fingerprint, finished_at = now()
        """,
        (region, stage, fingerprint),
    )


def forget(connection: psycopg.Connection, region: str, stage: str) -> None:
    """Take the stage for not run: what follows changes what its last run left."""
    connection.execute(
        "delete from sinkbase.build where region = %s and stage = %s", (region, stage)
    )
