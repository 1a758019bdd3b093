"""A schema of work for tests of its publication."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.published_world import Work


@pytest.fixture
def work(database: psycopg.Connection) -> Iterator[Work]:
    it = Work(database)
    yield it
    it.forget_login()
