"""What does not fit is refused before work begins, with the figures."""

from pathlib import Path

import pytest

from sinkbase import capacity
from sinkbase.capacity import Demand, Size, demands, refuse, require_room
from sinkbase.errors import SinkbaseError
from sinkbase.transform.transform import transform
from tests.dbt.test_drawn_sinks import LAYERS
from tests.drawn_region import region_settings, write_raw

MILLION = 1_000_000
GB = 1_000_000_000


def refusal(stage: str, size: Size, *found: Demand) -> str:
    with pytest.raises(SinkbaseError) as refused:
        refuse(stage, "r.toml: [region] cell_size_m = 30", size, found)
    return str(refused.value)


def test_what_fits_is_not_refused() -> None:
    refuse("transform", "r", Size(MILLION, MILLION, 30), [Demand(2 * GB, 2 * GB, "of memory", "")])


def test_the_figures_and_a_size_that_fits_are_told() -> None:
    # four times too much: cells twice as wide
    told = refusal(
        "transform", Size(16 * MILLION, 8 * MILLION, 30),
        Demand(8 * GB, 2 * GB, "of memory", "End other programs."),
        Demand(1 * GB, 5 * GB, "on the disk of /data", "Free some space."),
    )  # fmt: skip
    assert told.startswith(
        "r.toml: [region] cell_size_m = 30: 16,000,000 cells of the grid need, to transform, "
        "about 8.0 GB of memory, 2.0 GB are free. End other programs. Or choose larger cells: "
        "[region] cell_size_m = 60 would fit."
    )
    assert "disk" not in told


def test_a_size_that_fits_is_rounded_up_to_two_digits() -> None:
    # sqrt(2) x 30 = 42.4
    told = refusal("load", Size(1, 1, 30), Demand(2, 1, "of memory", "End other programs."))
    assert "cell_size_m = 43 would fit" in told


def test_one_value_of_the_server_holds_268_million_cells(monkeypatch) -> None:
    monkeypatch.setattr(capacity, "free_memory", lambda: None)
    monkeypatch.setattr(capacity, "free_disk", lambda _: 10**15)
    most = (1 << 30) // 4
    require_room("transform", "r", Size(most, most, 30))
    with pytest.raises(SinkbaseError, match=r"1\.1 GB in one value of PostgreSQL"):
        require_room("transform", "r", Size(most + 1, most, 30))


def test_rows_of_cells_count_where_there_are_any(monkeypatch) -> None:
    monkeypatch.setattr(capacity, "free_disk", lambda _: 0)

    def disk(*, rows: bool) -> float:
        found = demands("transform", Size(2 * MILLION, MILLION, 30, rows))
        return next(it.needed for it in found if "disk" in it.what)

    assert disk(rows=False) == 120 * 2 * MILLION
    assert disk(rows=True) - disk(rows=False) == 3 * 910 * MILLION


def test_a_folder_that_is_not_there_yet_lies_on_a_disk(tmp_path: Path) -> None:
    assert capacity.free_disk(tmp_path / "none" / "none") > 0
    found = demands("export", Size(MILLION, MILLION, 30), out=tmp_path / "out", parquet=True)
    (disk,) = [it for it in found if "disk" in it.what]
    assert disk.needed == 2 * (10 + 30) * MILLION


def test_a_loaded_region_is_refused_before_its_first_model(database, tmp_path, monkeypatch) -> None:
    region = region_settings(tmp_path)
    write_raw(database, region, LAYERS)
    monkeypatch.setattr(capacity, "free_memory", lambda: 1000)
    with pytest.raises(SinkbaseError, match="63 cells of the grid need, to transform, "):
        transform(region)
    assert database.execute("select to_regclass('drawn.nep')").fetchone() == (None,)
    # the advice has been followed
    monkeypatch.setenv("SINKBASE_ROOM", "unchecked")
    require_room("transform", "r", Size(63, 63, 1000))
