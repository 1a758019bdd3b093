"""The region's schema for work: what dbt has built there, and what each relation was made from."""

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

from sinkbase.region.settings import Region
from sinkbase.transform.nodes import Fingerprints

OVERVIEWS = "overviews."  # + a raster result: its smaller copies are no node of dbt


class Work:
    """`<region>_work`: every node that dbt builds, with the digest of what it was made from."""

    def __init__(self, connection: psycopg.Connection, region: Region) -> None:
        """Look at the region's schema through this connection, which commits by itself."""
        self.connection, self.region = connection, region.name
        self.schema = f"{region.name}_work"
        self.name = sql.Identifier(self.schema)

    def ensure(self) -> None:
        """The schema and its record are there."""
        self.connection.execute("select sinkbase.ensure_work(%s::name)", (self.region,))

    def forget(self) -> None:
        """Nothing here is taken for current any more."""
        self._execute("delete from {}.built_nodes")

    def built(self) -> Fingerprints:
        """The fingerprint of every node whose relation is still the one that was built."""
        rows = self._execute(
            """
            select built.node, built.fingerprint
            from {}.built_nodes as built
            left join pg_class on built.relation = pg_class.oid
            where
                built.relation is null
                or pg_class.relnamespace = {}::regnamespace
            """,
            sql.Literal(self.schema),
        ).fetchall()
        return {str(node): str(print_) for node, print_ in rows}

    def record(self, passed: Fingerprints) -> None:
        """Keep what tests have passed on."""
        with self.connection.cursor() as cursor:
            cursor.executemany(
                sql.SQL(
                    """
                    insert into {}.built_nodes (node, fingerprint) values (%s, %s)
                    on conflict (node) do update set
                        fingerprint = excluded.fingerprint, built_at = now()
                    """
                ).format(self.name),
                [*passed.items()],
            )

    def drop_others(self, nodes: Iterable[str]) -> None:
        """Drop the relations of nodes that are no more, and forget them."""
        known = [*nodes]
        rows = self._execute(
            """
            select built.node, pg_class.oid::regclass::text, pg_class.relkind::text
            from {}.built_nodes as built
            left join pg_class on
                built.relation = pg_class.oid and pg_class.relnamespace = {}::regnamespace
            where built.node <> all(%s) and built.node not like 'overviews.%%'
            """,
            sql.Literal(self.schema),
            given=(known,),
        ).fetchall()
        for node, relation, kind in rows:
            with self.connection.transaction():
                if relation is not None:
                    what = "view" if kind == "v" else "table"
                    self.connection.execute(f"drop {what} if exists {relation} cascade".encode())
                self._execute("delete from {}.built_nodes where node = %s", given=(node,))

    def make_overviews(self, rasters: dict[str, str]) -> None:
        """Make the smaller copies of these raster results (name -> fingerprint) where they are old.

        Not by dbt's models: it reads raster_columns, which locks every raster table for a moment,
        and models that run side by side would deadlock.
        """
        built = self.built()
        for name, print_ in rasters.items():
            node = OVERVIEWS + name
            if built.get(node) == print_:
                continue
            with self.connection.transaction():
                self.connection.execute(
                    "select sinkbase.make_overviews(%s::regclass)", (f"{self.schema}.{name}",)
                )
                self.record({node: print_})

    def label(self, tables: Iterable[str], title: str, title_zh: str, mark: str) -> None:
        """Let these results say the region's titles as they are now.

        A title is no input of a model: nothing is built for it. `mark` distinguishes the titles.
        """
        with self.connection.transaction():
            for table in tables:
                self.connection.execute(
                    sql.SQL(
                        "update {}.{} set title = %s, title_zh = %s"
                        " where (title, title_zh) is distinct from (%s, %s)"
                    ).format(self.name, sql.Identifier(table)),
                    (title, title_zh, title, title_zh),
                )
                self._execute(
                    """
                    update {}.built_nodes
                    set fingerprint = split_part(fingerprint, ':', 1) || ':' || %s
                    where node = %s
                    """,
                    given=(mark, f"model.sinkbase.{table}"),
                )

    def _execute(
        self, query: str, *more: sql.Composable, given: tuple[Any, ...] | None = None
    ) -> psycopg.Cursor[Any]:
        return self.connection.execute(sql.SQL(query).format(self.name, *more), given)
