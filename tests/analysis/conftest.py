"""A small region with results, and one without."""

from pathlib import Path

import psycopg
import pytest
from drawn_looks import tables
from drawn_results import BREAKS, LEVELS, NEP, PROVENANCE, SUMMARY, VECTORS, VEGETATION, Drawn

from analysis.export import export


@pytest.fixture(autouse=True)
def without_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out maps and report, which take seconds; the tests of them ask for a language."""
    monkeypatch.setattr("analysis.export.LANGUAGES", ())


@pytest.fixture
def empty(database: psycopg.Connection, tmp_path: Path) -> Drawn:
    """A name and nothing in the database."""
    return Drawn(database, tmp_path / "out")


@pytest.fixture
def drawn(empty: Drawn) -> Drawn:
    """A small region with two rasters, three tables and three vectors, of which one is empty."""
    return _filled(empty)


@pytest.fixture(scope="module")
def exported(
    module_database: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory
) -> Drawn:
    """The same region with its files, for tests that only read."""
    folder = tmp_path_factory.mktemp("exported")
    drawn = _filled(Drawn(module_database, folder / "out"))
    export(drawn.region, drawn.out, languages=())
    return drawn


def _filled(empty: Drawn) -> Drawn:
    for statement in ("create schema drawn", SUMMARY, BREAKS, VEGETATION, VECTORS, PROVENANCE):
        empty.connection.execute(statement)
    empty.connection.execute(tables("drawn"))
    empty.draw("nep", NEP, "Net ecosystem production, made (Eq. 1). More. Unit: gC/m2/a. 32-bit.")
    empty.draw("importance_level", LEVELS, "Level (Fig. 12). Unit: level. 8-bit.", "8BUI")
    return empty
