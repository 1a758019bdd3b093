"""A region's schema of work made by hand, and its publication."""

import os
from typing import Any

import psycopg
from psycopg.rows import tuple_row
from psycopg.types.json import Jsonb

SRID = 2328
READER = f"wen_reader_{os.getpid()}"  # roles are the whole server's
RUN = {
    "started_at": "2026-01-02T03:04:05Z",
    "settings": {"patch_share": "0.5"},
    "years": {"npp": 2015},
    "layers": {"npp": "a" * 64},
    "seeds": {"grades": "b" * 64},
    "software": "Sinkbase 1",
    "runs_kept": 2,
}


class Work:
    """Schema wen_work of region `wen`; what is made belongs to the builders, as a build's does."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.tables: list[str] = []
        self.views: list[str] = []
        self.fingerprints: dict[str, str] = {}
        self.build("select sinkbase.ensure_work('wen')")

    def build(self, query: str, *values: Any) -> None:
        """Run statements as a builder."""
        self.connection.execute("set role sinkbase_builder")
        try:
            self.connection.execute(query, values or None)
        finally:
            self.connection.execute("reset role")

    def table(self, name: str, fingerprint: str, query: str, key: str = "") -> None:
        """Build a table of results anew, as a run does whose input changed."""
        self.build(f"drop table if exists wen_work.{name} cascade")
        self.build(f"create table wen_work.{name} as {query}")
        if key:
            self.build(f"alter table wen_work.{name} add primary key ({key})")
        self._built(name, fingerprint)
        self.tables = sorted({*self.tables, name})

    def raster(
        self, name: str, fingerprint: str, drawing: str, cell: float = 10, kind: str = "32BF"
    ) -> None:
        """Build a raster of results of one tile, registered."""
        self.table(
            name,
            fingerprint,
            f"select 1 as tile_id, sinkbase.drawn_raster('{drawing}', '{kind}', {cell}, 0, 0, "
            f"{SRID}) as rast",
            "tile_id",
        )
        self.build(f"select addrasterconstraints('wen_work'::name, '{name}'::name, 'rast'::name)")

    def view(self, name: str, query: str) -> None:
        """Build a view of results; its query finds the tables of the schema of work."""
        self.build(f"drop view if exists wen_work.{name} cascade")
        self.build(
            f"set search_path = wen_work, public; create view wen_work.{name} as {query}; "
            "reset search_path"
        )
        self._built(name, "view")
        self.views = sorted({*self.views, name})

    def _built(self, name: str, fingerprint: str) -> None:
        self.build(
            f"insert into wen_work.built_nodes values (%s, 'wen_work.{name}'::regclass, %s) "
            "on conflict (node) do update set relation = excluded.relation, "
            "fingerprint = excluded.fingerprint",
            f"model.sinkbase.{name}",
            fingerprint,
        )

    def publish(self, **run: Any) -> int:
        """Publish what there is; the number of the run."""
        self.connection.execute("set role sinkbase_builder")
        try:
            row = self.connection.execute(
                "select sinkbase.publish('wen', %s::name[], %s::name[], %s)",
                (self.tables, self.views, Jsonb(RUN | run)),
            ).fetchone()
        finally:
            self.connection.execute("reset role")
        assert row is not None
        return int(row[0])

    def rows(self, query: str) -> list[Any]:
        """Rows of a query, as tuples."""
        return self.connection.cursor(row_factory=tuple_row).execute(query).fetchall()

    def login(self) -> psycopg.Connection:
        """A connection with the rights of a reader, READER, that has a schema of its name.

        The login itself stays the tests' own: who logs in elsewise needs another system user.
        """
        self.connection.execute(
            f"do $$ begin if to_regrole('{READER}') is null then create role {READER}; end if; "
            f"end $$; grant sinkbase_reader to {READER}; "
            f"create schema if not exists {READER} authorization {READER}"
        )
        reader = psycopg.connect(self.connection.info.dsn, autocommit=True)
        reader.execute(f"set session authorization {READER}; set statement_timeout = '20s'")
        return reader

    def forget_login(self) -> None:
        """Drop the reader's role, where a test made it."""
        if self.rows(f"select to_regrole('{READER}')") != [(None,)]:
            self.connection.execute(f"drop owned by {READER} cascade; drop role {READER}")
