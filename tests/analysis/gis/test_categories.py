"""Classes of a GeoTIFF have their colours and names in programs that know nothing of Sinkbase."""

import json
import subprocess
from pathlib import Path

import pytest
import rasterio
from drawn_looks import LOOKS
from drawn_results import Drawn
from rasterio.enums import ColorInterp

from analysis.export import export
from analysis.gis.categories import colormap, rgb

LAND_USE = """
    11 . 21 31 41
    11 11 21 51 67
    66 62 31 31 .
    . . . 44 44
"""


def info(path: Path) -> dict:
    """What another GDAL than the one that wrote the file says of its band."""
    done = subprocess.run(["gdalinfo", "-json", path], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["bands"][0]


def test_hexadecimal_colours_are_taken_apart() -> None:
    assert rgb("#e69f00") == (230, 159, 0)


@pytest.mark.parametrize(("name", "code"), [("importance_level", 5), ("land_use", 67)])
def test_codes_have_the_colours_of_their_classes(drawn: Drawn, name: str, code: int) -> None:
    drawn.draw("land_use", LAND_USE, "Land use. Unit: CNLUCC code.", "8BUI")
    export(drawn.region, drawn.out)
    with rasterio.open(drawn.folder / "rasters" / f"{name}.tif") as dataset:
        assert dataset.colorinterp == (ColorInterp.palette,)
        found = dataset.colormap(1)
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        nodata = int(dataset.nodata)
    for value, colour in colormap(LOOKS.classes(name)).items():
        assert found[value] == colour
    assert code in colormap(LOOKS.classes(name))
    assert found[nodata][3] == 0, "nodata is transparent"


def test_gdal_names_the_classes_in_both_languages(drawn: Drawn) -> None:
    drawn.draw("land_use", LAND_USE, "Land use. Unit: CNLUCC code.", "8BUI")
    export(drawn.region, drawn.out)
    path = drawn.folder / "rasters" / "land_use.tif"
    names = info(path)["categories"]
    assert (names[0], names[11], names[67]) == ("", "Paddy land", "Other unused land")
    sidecar = path.with_name("land_use.tif.aux.xml").read_text(encoding="utf-8")
    assert "<F>水田</F>" in sidecar
    table = subprocess.run(["gdalinfo", path], capture_output=True, text=True, check=True).stdout
    assert "<F>Paddy land</F>" in table and "<F>水田</F>" in table


def test_surfaces_have_neither_colours_nor_names(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    path = drawn.folder / "rasters" / "nep.tif"
    assert not path.with_name("nep.tif.aux.xml").exists()
    assert "colorTable" not in info(path)


def test_the_names_go_when_the_raster_goes(drawn: Drawn) -> None:
    export(drawn.region, drawn.out)
    names = drawn.folder / "rasters" / "importance_level.tif.aux.xml"
    assert names.exists()
    drawn.connection.execute("drop table drawn.importance_level")
    export(drawn.region, drawn.out)
    assert not names.exists()
