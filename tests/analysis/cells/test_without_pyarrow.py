"""The file of all cells is refused where its writer is not installed."""

import pytest
from drawn_results import Drawn

from analysis.cells import write
from analysis.export import export
from sinkbase.errors import SinkbaseError


def test_the_refusal_says_how_it_is_installed(drawn: Drawn, monkeypatch) -> None:
    monkeypatch.setattr(write, "find_spec", lambda _: None)
    with pytest.raises(SinkbaseError, match="make export REGION=drawn CELLS=parquet"):
        export(drawn.region, drawn.out, languages=(), cells=True)
    assert not drawn.folder.exists()
