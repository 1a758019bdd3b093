"""No file makes a load read another one, ask the net, or wait for what is no file."""

import http.server
import json
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely

from loaders.vector.reading import open_layer
from tests.world import BOX, CELLS, LEFT, SIZE, TOP, World

Refusal = Callable[[], str]
GEO = f"{LEFT}, {SIZE}, 0, {TOP}, 0, -{SIZE}"


def vrt(name: object, *, top: str = "", source: str = "SourceFilename") -> str:
    band = (
        f'<VRTRasterBand dataType="Int16" band="1"><SimpleSource><{source} relativeToVRT="0">{name}'
        f"</{source}><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
    )
    return (
        f'<VRTDataset rasterXSize="4" rasterYSize="3"><SRS>EPSG:2328</SRS>'
        f"<GeoTransform>{GEO}</GeoTransform>{top}{band}</VRTDataset>"
    )


@pytest.fixture
def secret(world: World) -> Path:
    """A raster of 4321 m that no file of the data may lead to."""
    path = world.raster("../secret/dem.tif", np.full((3, 4), 4321), "int16")
    return path.resolve()


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_vrt_hidden_in_a_zip_is_not_followed(
    world: World, refusal: Refusal, secret: Path, packing: int
) -> None:
    with zipfile.ZipFile(world.data / "it.zip", "w", packing) as archive:
        archive.writestr("a.tif", vrt(secret))
    world.layers["elevation"] = {"path": "it.zip"}
    assert "a.tif in the zip may name other files" in refusal()


def test_a_mask_beside_a_raster_that_is_a_vrt_is_not_followed(
    world: World, refusal: Refusal, secret: Path
) -> None:
    world.raster("it.tif", np.full((3, 4), 700), "int16")
    world.text("it.tif.msk", vrt(secret))
    world.layers["elevation"] = {"path": "it.tif"}
    assert "it.tif.msk: the mask beside the raster is no GeoTIFF" in refusal()


def test_a_pcidsk_file_whose_channel_lies_elsewhere_is_not_followed(
    world: World, refusal: Refusal, secret: Path
) -> None:
    path = world.data / "it.pix"
    with rasterio.open(
        path, "w", driver="PCIDSK", width=4, height=3, count=1, dtype="int16", crs="EPSG:2328",
        transform=CELLS, INTERLEAVING="FILE",
    ) as file:  # fmt: skip
        file.write(np.full((1, 3, 4), 700, "int16"))
    (own,) = (one for one in world.data.iterdir() if one.name.encode() in path.read_bytes())
    before = own.name.encode().ljust(64)
    content = path.read_bytes()
    path.write_bytes(content.replace(before, str(secret).encode()[-64:].ljust(64)))
    world.layers["elevation"] = {"path": "it.pix"}
    assert "the pixels of its channel lie in another file" in refusal()


@pytest.mark.parametrize(
    ("top", "source"),
    [
        ('<Step><Argument name="gain_dataset_filename_1">{secret}</Argument></Step>',
         "SourceFilename"),
        ('<Metadata domain="GEOLOCATION"><MDI key="X_DATASET">{secret}</MDI></Metadata>',
         "SourceFilename"),
        ('<RPCTransformer><DEMPath>{secret}</DEMPath></RPCTransformer>', "SourceFilename"),
        ("", "sourcefilename"),
    ],
    ids=["an argument", "geolocation", "a DEM", "small letters"],
)  # fmt: skip
def test_what_else_a_vrt_names_is_not_followed(
    world: World, refusal: Refusal, secret: Path, top: str, source: str
) -> None:
    own = world.raster("own.tif", np.full((3, 4), 700), "int16").resolve()
    name = own if top else secret
    world.text("it.vrt", vrt(name, top=top.format(secret=secret), source=source))
    world.layers["elevation"] = {"path": "it.vrt"}
    said = refusal()
    assert f"the VRT names '{secret}', which lies outside" in said


@pytest.mark.parametrize("layer", ["elevation", "roads", "boundary"])
def test_a_pipe_is_no_file(world: World, refusal: Refusal, layer: str) -> None:
    name = "it.tif" if layer == "elevation" else "it.gpkg"
    os.mkfifo(world.data / name)
    world.layers["roads" if layer == "boundary" else layer] = {"path": name}
    if layer == "boundary":
        world.boundary["path"] = name
    assert f"{name}: this is a pipe, socket or device, no file" in refusal()


def test_a_device_is_no_file(world: World, refusal: Refusal) -> None:
    world.layers["elevation"] = {"path": "/dev/zero"}
    assert "/dev/zero: this is a pipe, socket or device" in refusal()


def test_a_name_that_is_no_utf8_is_to_be_renamed(world: World, refusal: Refusal) -> None:
    path = world.raster("d/it.tif", np.full((3, 4), 700), "int16")
    path.rename(path.with_name(os.fsdecode(b"\xb5\xd8.tif")))
    world.layers["elevation"] = {"path": "d/*.tif"}
    assert "is no UTF-8 (unpacked from a Windows archive?). Rename it" in refusal()


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def test_the_crs_of_a_geojson_is_not_fetched_whatever_no_proxy_says(
    world: World, asked: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from loaders.vector.drivers import close_doors

    address, paths = asked
    monkeypatch.setenv("no_proxy", "*")
    close_doors()
    link = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    shape = json.loads(shapely.to_geojson(BOX))
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": shape}
    content = {"type": "FeatureCollection", "crs": link, "features": [feature]}
    path = world.text("it.geojson", json.dumps(content))
    open_layer(path, None, None, ("Polygon",), lambda found, said: ValueError(said)).read()
    assert paths == []
