"""An export and a comparison whose session the server ends: told in words, nothing half-written."""

import pytest

from tests.ended import GONE, told_after_the_end


@pytest.mark.parametrize("verb", [["export", "--region", "drawn"], ["compare", "drawn", "other"]])
def test_what_reads_results(drawn, tmp_path, verb):
    lock = "lock table drawn.region_summary in access exclusive mode"
    out = tmp_path / "results"
    assert GONE in told_after_the_end(drawn.connection, lock, "analysis", *verb, "--out", str(out))
    assert not [path for path in out.rglob("*") if path.is_file()]
