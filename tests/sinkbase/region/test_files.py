"""Finding files and knowing them again."""

from pathlib import Path

import pytest

from sinkbase.region.files import hash_file, resolve, state
from sinkbase.region.settings import read_region
from sinkbase.region.sources import Source
from tests.world import World


def test_months_sort_as_people_count(world: World) -> None:
    for month in (10, 2, 1, 12, 9):
        world.text(f"t/t_{month}.tif", "")
    world.layers["temperature"] = {"path": "t/*.tif"}
    (source,) = read_region(world.write()).layers["temperature"]
    names = [path.stem for path in resolve(source, world.data)]
    assert names == ["t_1", "t_2", "t_9", "t_10", "t_12"]


def test_a_list_of_paths_keeps_its_order(world: World) -> None:
    for name in ("b", "a"):
        world.text(f"{name}.tif", "")
    world.layers["elevation"] = {"path": ["b.tif", "a.tif"]}
    (source,) = read_region(world.write()).layers["elevation"]
    assert [path.stem for path in resolve(source, world.data)] == ["b", "a"]


def test_a_file_of_the_same_size_and_time_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"abc")
    first = state(path, {})
    assert first.sha256 == hash_file(path)
    monkeypatch.setattr("sinkbase.region.files.hash_file", lambda path: "read again")
    assert state(path, {str(path): first}) == first
    path.write_bytes(b"abcd")
    assert state(path, {str(path): first}).sha256 == "read again"


def test_a_changed_table_of_a_shapefile_is_a_changed_shapefile(tmp_path: Path) -> None:
    for suffix in (".shp", ".dbf", ".txt"):
        (tmp_path / f"soils{suffix}").write_bytes(b"1")
    before = state(tmp_path / "soils.shp", {})
    (tmp_path / "soils.txt").write_bytes(b"22")
    assert state(tmp_path / "soils.shp", {}) == before
    (tmp_path / "soils.dbf").write_bytes(b"2")
    after = state(tmp_path / "soils.shp", {})
    assert (before.size_bytes, after.size_bytes) == (2, 2)
    assert after.sha256 != before.sha256


def test_a_folder_that_is_a_data_set_is_hashed_whole(tmp_path: Path) -> None:
    folder = tmp_path / "roads.gdb"
    folder.mkdir()
    (folder / "a").write_bytes(b"1")
    before = state(folder, {})
    (folder / "b").write_bytes(b"1")
    assert state(folder, {}).sha256 != before.sha256


@pytest.mark.parametrize("folder", ["DEM [30m]", "数 字", "a*b"])
@pytest.mark.parametrize("top", ["data", "data [2024]"])
def test_brackets_in_folders_mean_themselves(tmp_path: Path, top: str, folder: str) -> None:
    data = tmp_path / top
    for name in (folder, "DEM 3", "axb"):
        (data / name).mkdir(parents=True, exist_ok=True)
        (data / name / "n_1.tif").touch()
    escaped = folder.replace("[", "[[]").replace("*", "[*]")
    for text in (f"{folder}/n_*.tif", f"{escaped}/n_*.tif", str(data / folder / "n_*.tif")):
        source = Source("elevation", 1, Path("a.toml"), (text,))
        assert resolve(source, data) == (data / folder / "n_1.tif",), text
