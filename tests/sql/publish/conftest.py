"""A schema of work for tests of its publication."""

import psycopg
import pytest

from tests.published_world import Work


@pytest.fixture
def work(database: psycopg.Connection) -> Work:
    return Work(database)
