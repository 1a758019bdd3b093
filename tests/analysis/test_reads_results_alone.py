"""All that the files tell stands in the region's own schema: no stage before it is read."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drawn_results import Drawn

from analysis.export import export
from sinkbase.paths import ROOT

BEFORE = (ROOT / "regions", ROOT / "dbt_project", ROOT / "loaders", ROOT / "sql")


@contextmanager
def opened() -> Iterator[set[Path]]:
    """The files that Python opens meanwhile."""
    found: set[Path] = set()
    is_watching = True

    def watch(event: str, arguments: tuple) -> None:
        if is_watching and event == "open" and isinstance(arguments[0], str | bytes | Path):
            found.add(Path(str(arguments[0])).absolute())

    sys.addaudithook(watch)  # for good: Python takes none away
    try:
        yield found
    finally:
        is_watching = False


def test_an_export_opens_no_region_file_and_no_seed(drawn: Drawn) -> None:
    with opened() as files:
        export(drawn.region, drawn.out, languages=("en",))
    assert "summary.md" in {file.name for file in files}
    assert [file for file in sorted(files) if any(map(file.is_relative_to, BEFORE))] == []
