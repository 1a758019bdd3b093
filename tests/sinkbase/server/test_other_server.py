"""A server of others: a superuser installs once, then builders build, each other's regions too."""

import subprocess

import psycopg
import pytest

from loaders import write
from sinkbase.database import connection as database
from sinkbase.errors import SinkbaseError
from sinkbase.server import install
from sinkbase.server.script import script
from tests.own_cluster import own_cluster

OWNERS = """
    select distinct pg_get_userbyid(relowner) from pg_class
    where relnamespace::regnamespace::text in ('demo', 'demo_raw', 'demo_work')
    union
    select pg_get_userbyid(nspowner) from pg_namespace
    where nspname in ('demo', 'demo_raw', 'demo_work')
"""


@pytest.fixture(scope="module")
def shared():
    """A server of somebody else with the builders ann and bob and a user who is none."""
    with own_cluster() as it:
        assert it.loaders("server", "up").returncode == 0
        it.let_anybody_in()
        with superuser(it) as connection:
            for name in ("ann", "bob", "guest"):
                connection.execute(f"create role {name} login")
            connection.execute("grant sinkbase_builder to ann, bob")
        yield it


def superuser(shared, name="sinkbase"):
    return psycopg.connect(shared.url("sinkbase", name), autocommit=True)


def run(shared, user, *command):
    url = shared.url(user, "sinkbase")
    return shared.loaders(*command, private=False, DATABASE_URL=url)


def test_what_the_superuser_made_of_a_region_any_builder_goes_on_with(shared):
    for user in ("sinkbase", "ann", "bob"):
        done = run(shared, user, "load")
        assert done.returncode == 0, done.stderr
        with superuser(shared) as connection:
            assert connection.execute(OWNERS).fetchall() == [("sinkbase_builder",)]
            connection.execute("delete from demo_raw.load_log")  # the next one loads all again


def test_one_who_is_no_builder_is_told_what_to_ask_for(shared):
    done = run(shared, "guest", "load")
    assert done.returncode == 2
    assert done.stderr == (
        'error: the database user "guest" is no builder and may make no regions. '
        'A superuser types: grant sinkbase_builder to "guest"\n'
    )


def test_before_the_install_a_builder_is_told_so(shared, monkeypatch):
    with own_cluster() as it:
        assert it.loaders("server", "up").returncode == 0
        with psycopg.connect(it.loaders("server", "url").stdout.strip(), autocommit=True) as fresh:
            fresh.execute("drop owned by sinkbase_builder, sinkbase_reader, sinkbase_owner cascade")
            fresh.execute("drop role sinkbase_builder")
            fresh.execute("create role sinkbase_other")
        monkeypatch.setenv("SINKBASE_HOME", str(it.home))
        with pytest.raises(SinkbaseError, match="it has no role sinkbase_builder"):
            database.connect_as_builder()


@pytest.fixture
def old(shared):
    """Regions as an older version left them, and a schema of others that looks like one."""
    comment = "Old: input layers on one grid, as loaded. One raster table a layer."
    with superuser(shared) as connection:
        connection.execute(
            f"""
            create role carl;
            create schema old_raw; create table old_raw.nep (x int);
            comment on schema old_raw is '{comment}';
            create schema old_work; create table old_work.patch (x int);
            create view old_work.stg_nep as select * from old_raw.nep;
            create schema old; create table old.nep (x int); create table old.carls (x int);
            alter table old.carls owner to carl;
            create schema sales_raw; create table sales_raw.load_log (x int);
            create schema sales;
            comment on schema sinkbase is 'an older version';
            """
        )
        yield connection
        connection.execute(
            "drop schema old_raw, old_work, old, sales_raw, sales cascade; drop role carl"
        )


def test_the_install_hands_regions_of_an_older_version_to_the_builders(shared, old):
    url = shared.url("sinkbase", "sinkbase")
    assert shared.loaders("server", "up", private=False, DATABASE_URL=url).returncode == 0
    owners = old.execute(
        """
        select
            nspname || coalesce('.' || relname, ''), pg_get_userbyid(coalesce(relowner, nspowner))
        from pg_namespace
        left join pg_class on relnamespace = pg_namespace.oid and relkind in ('r', 'v')
        where nspname ~ '^(old|sales)'
        """
    ).fetchall()
    assert dict(owners) == {
        "old_raw.nep": "sinkbase_builder",
        "old_work.patch": "sinkbase_builder",
        "old_work.stg_nep": "sinkbase_builder",
        "old.nep": "sinkbase_builder",
        "old.carls": "carl",
        "sales_raw.load_log": "sinkbase",
        "sales": "sinkbase",
    }


def test_the_comment_by_which_the_install_knows_a_region_is_the_loaders(shared):
    with superuser(shared) as connection:
        told = connection.execute("select obj_description('demo_raw'::regnamespace)").fetchone()
    assert told[0].endswith(" on one grid, as loaded. One raster table a layer.")
    assert write.RAW_COMMENT in (install.SQL / "grants.sql").read_text()


def test_an_administrator_installs_by_hand_with_one_script(shared):
    with superuser(shared, "postgres") as connection:
        connection.execute("create database by_hand")
    ran = subprocess.run(
        ["psql", "-Xq", "-o", "/dev/null", "-f", "-", shared.url("sinkbase", "by_hand")],
        input=script(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    url = shared.url("ann", "by_hand")
    for command in (["server", "up"], ["doctor"]):
        done = shared.loaders(*command, private=False, DATABASE_URL=url)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_script_changes_nothing_when_it_fails(shared):
    with superuser(shared, "postgres") as connection:
        connection.execute("create database half")
    ran = subprocess.run(
        ["psql", "-Xq", "-o", "/dev/null", "-f", "-", shared.url("sinkbase", "half")],
        input=script().replace("\ncommit;", "\nselect 1 / 0;\ncommit;"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 3
    assert "division by zero" in ran.stderr
    with superuser(shared, "half") as connection:
        assert connection.execute("select to_regnamespace('sinkbase')").fetchone() == (None,)
