"""The contract of what a package may import: tried on drawn imports, and on the project's own."""

import pytest
from allowed_imports import AllowedImportsContract
from grimp import ImportGraph


def graph(**imports: list[str]) -> ImportGraph:
    """An import graph: each module with what it imports, on line 1 of its file."""
    drawn = ImportGraph()
    for importer, imported in imports.items():
        for name in imported:
            importer_name = importer.replace("__", ".")
            drawn.add_import(
                importer=importer_name,
                imported=name,
                line_number=1,
                line_contents=f"import {name}",
            )
    return drawn


def contract() -> AllowedImportsContract:
    options = {"packages": ["kernel"], "allowed": ["numpy"]}
    return AllowedImportsContract("a name", {"root_packages": ["kernel"]}, options)


def test_what_is_listed_the_standard_library_and_its_own_modules_are_allowed():
    drawn = graph(kernel__breaks=["numpy", "dataclasses", "kernel.costs"], loaders=["rasterio"])
    assert contract().check(drawn, verbose=False).kept


@pytest.mark.parametrize("imported", ["rasterio", "sinkbase.errors", "numpy_financial"])
def test_an_import_that_is_not_listed_breaks_it(imported, capsys):
    drawn = graph(kernel__breaks=["numpy", imported], loaders=["rasterio"])
    broken = contract().check(drawn, verbose=False)
    assert not broken.kept
    contract().render_broken_contract(broken)
    assert f"kernel.breaks:1: import {imported}" in capsys.readouterr().out
