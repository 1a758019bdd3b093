"""What a data set is made of: every file that GDAL reads changes its fingerprint."""

import os
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from sinkbase.errors import SinkbaseError
from sinkbase.region.files import parts_of, state
from sinkbase.region.vrt import members

PLACE = Affine(1, 0, 80, 0, -1, 42)


def raster(path: Path, driver: str = "GTiff", **profile: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"crs": "EPSG:4326", "transform": PLACE} | profile
    with rasterio.open(
        path, "w", driver=driver, width=4, height=3, count=1, dtype="int16", **options
    ) as file:
        file.write(np.arange(12, dtype="int16").reshape(1, 3, 4))
    return path


def vrt(path: Path, *names: str) -> Path:
    sources = "".join(
        f'<SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename></SimpleSource>'
        for name in names
    )
    path.write_text(
        '<VRTDataset rasterXSize="4" rasterYSize="3"><SRS>EPSG:4326</SRS><GeoTransform>80, 1, 0, '
        f'42, 0, -1</GeoTransform><VRTRasterBand dataType="Int16" band="1">{sources}'
        "</VRTRasterBand></VRTDataset>"
    )
    return path


@pytest.mark.parametrize(
    ("name", "driver"),
    [("a.tif", "GTiff"), ("a.img", "HFA"), ("a.bil", "EHdr"), ("a.dat", "ENVI"), ("a.png", "PNG"),
     ("a.sdat", "SAGA"), ("a.rst", "RST")],
)  # fmt: skip
@pytest.mark.parametrize("extra", [None, "aux", "world"])
def test_every_file_that_gdal_reads_is_a_part(
    tmp_path: Path, name: str, driver: str, extra: str | None
) -> None:
    """Held to GDAL's own list, but for overviews."""
    dtype = {"dtype": "uint8"} if driver == "PNG" else {}
    path = tmp_path / name
    with rasterio.open(
        path, "w", driver=driver, width=4, height=3, count=1, crs="EPSG:4326", transform=PLACE,
        **({"dtype": "int16"} | dtype),
    ) as file:  # fmt: skip
        file.write(np.ones((1, 3, 4), dtype.get("dtype", "int16")))
    if extra == "aux":
        (tmp_path / f"{name}.aux.xml").write_text("<PAMDataset></PAMDataset>")
    if extra == "world":
        (tmp_path / f"{path.stem}.wld").write_text("1\n0\n0\n-1\n80.5\n41.5\n")
    with rasterio.open(path) as file:
        read = {Path(one) for one in file.files if not one.endswith((".ovr", ".rrd"))}
    assert read <= set(parts_of(path))


@pytest.mark.parametrize(
    "sidecar", ["a.tfw", "a.TFW", "a.wld", "a.tifw", "a.prj", "a.tif.aux.xml", "a.aux.xml",
                "a.tif.msk"]
)  # fmt: skip
def test_a_sidecar_that_changes_changes_the_state(tmp_path: Path, sidecar: str) -> None:
    path = raster(tmp_path / "a.tif")
    without = state(path, {})
    (tmp_path / sidecar).write_text("one")
    first = state(path, {str(path): without})
    (tmp_path / sidecar).write_text("two")
    second = state(path, {str(path): first})
    assert len({without.sha256, first.sha256, second.sha256}) == 3


def test_a_sidecar_with_an_old_time_is_noticed(tmp_path: Path) -> None:
    """cp -p brings a file of the same size that is older than the picture itself."""
    path = raster(tmp_path / "a.tif")
    (tmp_path / "a.tfw").write_text("one")
    first = state(path, {})
    (tmp_path / "a.tfw").write_text("two")
    os.utime(tmp_path / "a.tfw", (1, 1))
    assert state(path, {str(path): first}).sha256 != first.sha256


def test_overviews_and_neighbours_change_nothing(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif")
    first = state(path, {})
    for name in ("a.tif.ovr", "b.tfw", "a.txt", "a.tif.bak"):
        (tmp_path / name).write_text("x")
    assert state(path, {}) == first


def test_an_unchanged_data_set_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = raster(tmp_path / "a.tif")
    (tmp_path / "a.tfw").write_text("one")
    first = state(path, {})
    monkeypatch.setattr("sinkbase.region.files.hash_file", lambda path: pytest.fail("read again"))
    assert state(path, {str(path): first}) == first


def test_members_of_a_vrt_and_of_the_vrts_in_it_are_parts(tmp_path: Path) -> None:
    raster(tmp_path / "tiles" / "a.tif")
    (tmp_path / "tiles" / "a.tfw").write_text("one")
    vrt(tmp_path / "inner.vrt", "tiles/a.tif")
    path = vrt(tmp_path / "outer.vrt", "inner.vrt")
    names = {part.relative_to(tmp_path).as_posix() for part in parts_of(path, tmp_path)}
    assert names == {"outer.vrt", "inner.vrt", "tiles/a.tif", "tiles/a.tfw"}
    first = state(path, {}, tmp_path)
    (tmp_path / "tiles" / "a.tfw").write_text("two")
    assert state(path, {str(path): first}, tmp_path).sha256 != first.sha256


def test_a_shapefile_and_a_geodatabase_are_all_their_files(tmp_path: Path) -> None:
    for name in ("a.shp", "a.dbf", "a.shx", "a.prj", "a.cpg", "a.sbn", "g.gdb/x.gdbtable"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = {part.name for part in parts_of(tmp_path / "a.shp")}
    assert found == {"a.shp", "a.dbf", "a.shx", "a.prj", "a.cpg"}
    assert [part.name for part in parts_of(tmp_path / "g.gdb")] == ["x.gdbtable"]


def test_a_part_whose_name_is_no_utf_8_is_a_part(tmp_path: Path) -> None:
    folder = tmp_path / "roads.gdb"
    folder.mkdir()
    for name in (b"a.gdbtable", b"\xd0\xc2.gdbtable"):
        (folder / os.fsdecode(name)).write_bytes(b"1")
    before = state(folder, {})
    (folder / os.fsdecode(b"\xd0\xc2.gdbtable")).write_bytes(b"22")
    assert state(folder, {}) != before


def test_a_file_that_goes_while_its_folder_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone.tif"
    monkeypatch.setattr("sinkbase.region.files.parts_of", lambda path, data: [gone])
    with pytest.raises(SinkbaseError, match=r"gone\.tif was there and is gone"):
        state(gone, {})


def test_a_link_that_the_user_made_may_lead_elsewhere(tmp_path: Path) -> None:
    """The remedy for a VRT of files elsewhere: a link below the folder."""
    raster(tmp_path / "elsewhere" / "a.tif")
    data = tmp_path / "data"
    data.mkdir()
    path = vrt(data / "dem.vrt", "../elsewhere/a.tif")
    with pytest.raises(SinkbaseError, match="lies outside of"):
        list(members(path, (data,)))
    (data / "tiles").symlink_to(tmp_path / "elsewhere")
    vrt(path, "tiles/a.tif")
    assert list(members(path, (data,))) == [data / "tiles" / "a.tif"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<VRTDataset", "is no XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><VRTDataset/>', "declares entities"),
        ("<VRTDataset><SourceFilename></SourceFilename></VRTDataset>", "names ''"),
    ],
)
def test_damaged_vrts(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.vrt").write_text(text)
    with pytest.raises(SinkbaseError, match=words):
        list(members(tmp_path / "a.vrt", (tmp_path,)))


def test_a_vrt_of_itself_ends(tmp_path: Path) -> None:
    with pytest.raises(SinkbaseError, match="VRTs in VRTs without end"):
        list(members(vrt(tmp_path / "a.vrt", "a.vrt"), (tmp_path,)))


def test_all_files_of_an_arcinfo_grid_are_parts(tmp_path: Path) -> None:
    for name in ("hdr.adf", "w001001.adf", "prj.adf"):
        (tmp_path / name).write_bytes(b"x")
    path = tmp_path / "hdr.adf"
    before = state(path, {})
    (tmp_path / "w001001.adf").write_bytes(b"yy")
    assert state(path, {}).sha256 != before.sha256
